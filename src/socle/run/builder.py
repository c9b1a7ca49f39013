"""A scenario built step by step: a start, what is changed in it, and what follows, costed within milliseconds.

The country is made ready once. What is wrong with one value is kept beside its path; all others count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from socle.exchange import yaml_text
from socle.exchange.country import load_country
from socle.exchange.scenario_file import scenario_of
from socle.exchange.scenario_text import line_of, line_of_value, value_of
from socle.exchange.value_rows import cleaned, normal
from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.parameter import ALWAYS, Parameter
from socle.model.results import Floor, ScenarioCost
from socle.model.scenario import FLOOR, STATUS_QUO, Scenario, apply, parameters, unsaid
from socle.model.scheme import Scheme
from socle.run.costing import cost_scenario
from socle.run.floor import NOW, law_of, sources, trace
from socle.run.floor import floor as floor_of
from socle.run.setting import Choices, Setting, prepare

MOST_CHANGES: Final = 200
READ: Final = N_("It cannot be left out alone: another benefit of this law looks at who receives it.")
WHOLE: Final = ""  # the place of what is wrong with the scenario as a whole
SUFFIX: Final = "_changed"
TITLES: Final = {"en": "{title}, changed", "fr": "{title}, modifié", "es": "{title}, modificado"}


@dataclass(frozen=True)
class Wanted:
    """What a person asks for: where to start, new values by path as a file writes them, what is left out."""

    start: str
    changes: Mapping[str, str] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    restore: tuple[str, ...] = ()  # what the start leaves out and this brings back

    def pairs(self, without: str = "") -> list[tuple[str, str]]:
        """Names and values of its address, in a fixed order, perhaps without one change."""
        changes = [(path, text) for path, text in self.changes.items() if path != without]
        left = [("remove", path) for path in self.remove if path != without]
        back = [("restore", path) for path in self.restore if path != without]
        return [("from", self.start), *sorted(changes), *sorted(left), *sorted(back)]


@dataclass(frozen=True, eq=False)
class Standing:
    """The law of a start: what it changes, its own schemes, and every value that may be said, as a line, by path."""

    base: Mapping[str, Parameter]
    law: tuple[Scheme, ...]
    known: Mapping[str, Parameter]
    lines: Mapping[str, str]
    left: frozenset[str]  # values at the default of their rule
    names: frozenset[str]  # of schemes and benefits


@dataclass(frozen=True, eq=False)
class Ground:
    """A country made ready, with the scenarios from which one may start."""

    country: Country
    setting: Setting
    starts: Mapping[str, Scenario]
    costed: dict[str, ScenarioCost] = field(default_factory=dict)
    stood: dict[str, Standing] = field(default_factory=dict)
    paid: dict[str, Mapping[str, Array]] = field(default_factory=dict)  # of a start, by payer

    def start(self, name: str) -> Scenario:
        """A scenario to start from, by its name; never a file."""
        if name not in self.starts:
            raise Refusal(
                "There is no scenario `{name}` for {country}; there are {valid}.",
                name=name[:60],
                country=self.country.iso3,
                valid=", ".join(self.starts),
                nearest=nearest(name[:60], self.starts),
            )
        return self.starts[name]

    def standing(self, name: str) -> Standing:
        """The law of a start, read once."""
        if name not in self.stood:
            self.stood[name] = _standing(self.country, self.start(name))
        return self.stood[name]

    def cost(self, name: str) -> ScenarioCost:
        """A start, costed once."""
        if name not in self.costed:
            self.costed[name] = self.cost_of(self.start(name))
        return self.costed[name]

    def cost_of(self, scenario: Scenario) -> ScenarioCost:
        """A scenario on this country."""
        return cost_scenario(self.setting, law_of(self.country, scenario), scenario)


@dataclass(frozen=True, eq=False)
class Built:
    """A scenario built: its law with the values of the start, itself, what follows, and what is wrong by path."""

    wanted: Wanted
    start: Scenario
    law: tuple[Scheme, ...]
    standing: Mapping[str, str]  # the value of the start by path, as a line
    known: Mapping[str, Parameter]  # and as it is, with those that are left at the default of their rule
    left: frozenset[str]
    scenario: Scenario
    floor: Floor  # the schemes in force, the start and the scenario, as far as it could be costed
    costed: bool
    wrong: Mapping[str, Refusal]


def ready(code: str) -> Ground:
    """A shipped country, made ready for any number of scenarios."""
    country = load_country(code)
    return Ground(country, prepare(country, Choices()), {STATUS_QUO: NOW, **country.scenarios})


def build(ground: Ground, wanted: Wanted) -> Built:
    """The scenario that is asked for, with all that can be said about it."""
    if len(wanted.changes) + len(wanted.remove) + len(wanted.restore) > MOST_CHANGES:
        raise Refusal("A scenario changes at most {most} values here.", most=MOST_CHANGES)
    start = ground.start(wanted.start)
    own = ground.standing(wanted.start)
    wanted = _short(wanted, own, start)
    wrong = _unknown(wanted, own)
    new = _new(ground, start, wanted, own.base, wrong)
    scenario = _scenario(ground, start, wanted, new, wrong)
    cost = _cost(ground, scenario, start, new, wrong)
    shown = [ground.cost(name) for name in dict.fromkeys((STATUS_QUO, start.name))]
    if cost is not None and scenario is not start:
        shown.append(cost)
    floor = _floor(ground, shown, scenario)
    known = (own.lines, own.known, own.left)
    return Built(wanted, start, own.law, *known, scenario, floor, cost is not None, wrong)


def _standing(country: Country, start: Scenario) -> Standing:
    base = law_of(country, start)
    law = apply(base, replace(start, remove=()))
    left = unsaid(law)
    known = {**left, **parameters(law)}
    names = {scheme.name for scheme in base} | {one.path for scheme in base for one in scheme.benefits}
    return Standing(
        {**unsaid(base), **parameters(base)},
        law,
        known,
        {path: line_of(one) for path, one in known.items()},
        frozenset(left),
        frozenset(names),
    )


def with_gaps(ground: Ground, built: Built) -> Floor:
    """The same as a floor with its gaps, its sensitivity and its debt, as reports on paper show them."""
    shown = {one.name: one for one in (NOW, built.start, built.scenario)}
    return floor_of(ground.country.iso3, scenarios=tuple(shown.values()))


def wanted_from(ground: Ground, content: bytes, name: str) -> Wanted:
    """What a scenario file asks for, from the start that it changes least."""
    scenario = scenario_of(yaml_text.loads(content, name), _laws(ground))
    law = law_of(ground.country, scenario)
    base = {**unsaid(law), **parameters(law)}
    own = {path: line_of_value(value) for path, value in scenario.raw.items()}
    found = []
    for start in ground.starts.values():
        if start.builds_on != scenario.builds_on:
            continue
        standing = {path: line_of_value(value) for path, value in start.raw.items()}
        changes = {path: line for path, line in own.items() if standing.get(path) != line}
        changes |= {path: line_of(base[path]) for path in standing if path not in own}
        remove = tuple(path for path in scenario.remove if path not in start.remove)
        restore = tuple(path for path in start.remove if path not in scenario.remove)
        found.append(Wanted(start.name, changes, remove, restore))
    return min(found, key=lambda one: len(one.pairs()))


def headed(ground: Ground, scenario: Scenario, text: str) -> Scenario:
    """The scenario under the name, title, description, author and reference of the file that it goes on."""
    of = scenario_of(yaml_text.loads(text.encode(), "YAML"), _laws(ground))
    said = replace(scenario, name=of.name, title=of.title, description=of.description)
    return replace(said, author=of.author, reference=of.reference)


def _laws(ground: Ground) -> dict[str, tuple[Scheme, ...]]:
    return {FLOOR: ground.country.floor_law, STATUS_QUO: ground.country.schemes}


def same(standing: Standing, path: str, one: str, other: str) -> bool:
    """Whether two lines say the same of a value: 0.25 is 25 %."""
    if one == other or path not in standing.known:
        return one == other
    kind = standing.known[path].kind
    return normal(one, kind) == normal(other, kind)


def _short(wanted: Wanted, standing: Standing, start: Scenario) -> Wanted:
    """Without what changes nothing: an empty field, or the value of the start."""
    told = {path: text.strip() for path, text in wanted.changes.items()}
    lines = standing.lines
    changes = {p: text for p, text in told.items() if text and not same(standing, p, text, lines.get(p, ""))}
    remove = tuple(dict.fromkeys(path for path in wanted.remove if path not in start.remove))
    restore = tuple(dict.fromkeys(path for path in wanted.restore if path in start.remove))
    return Wanted(wanted.start, changes, remove, restore)


def _unknown(wanted: Wanted, standing: Standing) -> dict[str, Refusal]:
    """Names that nothing has."""
    known, names = standing.known, standing.names
    wrong = {
        path: Refusal(
            "No scheme has a parameter `{path}`.", path=path[:60], nearest=nearest(path[:60], known)
        )
        for path in wanted.changes
        if path not in known
    }
    for name in wanted.remove:
        if name not in names:
            wrong[name] = Refusal(
                "No scheme or benefit is called `{name}`, so it cannot be removed.",
                name=name[:60],
                nearest=nearest(name[:60], names),
            )
    return wrong


def _new(
    ground: Ground,
    start: Scenario,
    wanted: Wanted,
    base: Mapping[str, Parameter],
    wrong: dict[str, Refusal],
) -> dict[str, Any]:
    """The new values that can be read, as a file would hold them; what cannot be read goes to `wrong`."""
    new: dict[str, Any] = {}
    for path, text in sorted(wanted.changes.items()):
        if path in wrong:
            continue
        try:
            value = value_of(_dated(ground, text, base[path]), base[path])
            _read(ground, start, {path: value}, ())
        except Refusal as refusal:
            wrong[path] = refusal
        else:
            new[path] = value
    return new


def _dated(ground: Ground, text: str, base: Parameter) -> str:
    """Money in place of a default, which has no date, holds from the first year."""
    undated = base.kind.money and not base.by_sex and base.moments[-1] == ALWAYS
    return f"{{{ground.setting.years[0]}: {cleaned(text)}}}" if undated and "{" not in text else text


def _read(ground: Ground, start: Scenario, changes: Mapping[str, Any], remove: Sequence[str]) -> Scenario:
    """The scenario as the reader of files reads it."""
    name = start.name + SUFFIX
    title = {
        lang: text.format(title=start.title.get(lang, start.title["en"])) for lang, text in TITLES.items()
    }
    raw = {
        "scenario": name,
        "title": title,
        "reference": start.reference,
        "builds_on": start.builds_on,
        "remove": list(remove),
        "changes": dict(changes),
    }
    return scenario_of(raw, _laws(ground))


def _scenario(
    ground: Ground, start: Scenario, wanted: Wanted, new: Mapping[str, Any], wrong: Mapping[str, Refusal]
) -> Scenario:
    """The start with the new values; the start itself where nothing is new."""
    left = tuple(name for name in wanted.remove if name not in wrong)
    if not new and not left and not wanted.restore:
        return start
    kept = [name for name in start.remove if name not in wanted.restore]
    return _read(ground, start, {**start.raw, **new}, (*kept, *left))


def _cost(
    ground: Ground, scenario: Scenario, start: Scenario, new: Mapping[str, Any], wrong: dict[str, Refusal]
) -> ScenarioCost | None:
    """What it costs; if it cannot be costed, the first change that alone has the same effect is to blame."""
    if scenario is start:
        return ground.cost(start.name)
    try:
        return ground.cost_of(scenario)
    except Refusal as refusal:
        for path, value in new.items():
            try:
                ground.cost_of(_read(ground, start, {**start.raw, path: value}, start.remove))
            except Refusal as own:
                wrong[path] = own
                return None
        for name in set(scenario.remove) - set(start.remove):
            try:
                ground.cost_of(_read(ground, start, start.raw, (*start.remove, name)))
            except Refusal:
                wrong[name] = Refusal(READ)
                return None
        wrong[WHOLE] = refusal
        return None


def _floor(ground: Ground, shown: Sequence[ScenarioCost], scenario: Scenario) -> Floor:
    """The scenarios as a floor without gaps and sensitivity, which are those of the country's page."""
    country, setting = ground.country, ground.setting
    chosen = [ground.starts.get(one.name, scenario) for one in shown]
    return Floor(
        iso3=country.iso3,
        name=country.name,
        currency=country.currency,
        base_year=setting.years[0],
        years=setting.years,
        population=setting.persons,
        macro=setting.macro,
        scenarios=tuple(shown),
        lines=setting.lines,
        gaps=(),
        sensitivity=(),
        debt_path={},
        sources=sources(country),
        assumptions=setting.assumptions,
        warnings=(*setting.warnings, *country.notes),
        trace=trace(country, setting, chosen),
    )


@dataclass(frozen=True, eq=False)
class Place:
    """One column of a comparison: what was asked for, and what was built or why nothing was."""

    said: str
    built: Built | None
    wrong: Refusal | None = None


BAD_PLACE: Final = N_(
    "`{said}` is not a scenario: write the code of a country and a scenario, as in SEN:low."
)


def bad_place(said: str) -> Place:
    """A column that cannot be read."""
    return Place(said, None, Refusal(BAD_PLACE, said=said[:60]))
