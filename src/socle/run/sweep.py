"""One law on one survey under many values of its parameters: same people, same luck, nothing built anew."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final

import numpy as np

from socle.engine.records import Prepared, prepared
from socle.ground import units
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.measure.sampling import standard_error
from socle.measure.weighted import Estimate, exactly, total
from socle.model.law import Law, walk
from socle.model.parameter import Parameter
from socle.model.results import NotComputed, Text
from socle.model.scenario import Scenario, apply, parameters
from socle.run.floor import fixed, law_of, scenario_of
from socle.run.impact import case_of, kept_engine, law_on, line_of, shared_out
from socle.run.impact_rows import Case, Stage
from socle.run.impact_welfare import MEASURES, measured
from socle.run.people import People
from socle.run.setting import Setting

SPENDING: Final = "spending"
GDP_SHARE: Final = "spending_gdp"
SHOWN: Final = (SPENDING, GDP_SHARE, "fgt0", "fgt1", "gini")
MOST_POINTS: Final = 10_000
DEFINITIONS: Final[Mapping[str, str]] = {
    **MEASURES,
    SPENDING: N_("Money of all cash benefits in the year, without administration."),
    GDP_SHARE: N_(
        "Money of all cash benefits in the year, without administration, over gross domestic product."
    ),
}


@dataclass(frozen=True, eq=False)
class Dial:
    """A parameter that is turned, in the unit of its file; `scale` makes a number of the file canonical."""

    parameter: Parameter  # as the scenario has it
    year: int
    scale: float
    standing: float  # its value in the year, in the unit of its file; not a number if it differs by sex

    @property
    def path(self) -> str:
        """The path of the parameter."""
        return self.parameter.path

    @property
    def unit(self) -> str:
        """What stands behind its numbers: money a period, or the kind of the parameter."""
        own = self.parameter
        return f"{own.currency} / {own.per}" if own.kind.money else own.kind.word

    def canonical(self, text: str) -> float:
        """The value of a number that is written as in a file, or of a multiple of what stands there: `x1.5`."""
        kind = self.parameter.kind
        try:
            if text.startswith("x"):
                text = self._multiple(units.number(text[1:], units.RATIO))
            return units.number(text, kind) / units.number("1", kind) * self.scale
        except Refusal as refusal:
            raise refusal.at(self.path) from None

    def _multiple(self, factor: float) -> str:
        if math.isnan(self.standing):
            raise Refusal(
                "It has no one value in {year} that could be multiplied: say values.", year=self.year
            )
        return f"{self.standing * factor:.15g}"


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a law does on a stage: any measure, with the influence of each record on it."""

    stage: Stage
    case: Case
    gdp: float
    known: dict[str, Estimate] = field(default_factory=dict, repr=False)  # what was measured already

    def measure(self, name: str) -> Estimate:
        """A measure of `DEFINITIONS`, or the spending of one benefit (`old_age.pension:spending`)."""
        if name not in self.known:
            self.known[name] = self._measured(name)
        return self.known[name]

    def _measured(self, name: str) -> Estimate:
        sample = self.stage.sample
        path, _colon, what = name.rpartition(":")
        if path and what == SPENDING and path in self.case.amounts:
            return total(sample, self.case.amounts[path])
        if name == SPENDING:
            return total(sample, self.case.benefits)
        if name == GDP_SHARE:
            return self.measure(SPENDING) / self.gdp
        if name not in MEASURES:
            valid = (*DEFINITIONS, *(f"{one}:{SPENDING}" for one in self.case.amounts))
            raise Refusal(
                "`{name}` is not measured here: say one of {valid}, or the {spending} of a benefit.",
                name=name,
                valid=", ".join(DEFINITIONS),
                spending=f"BENEFIT:{SPENDING}",
                nearest=nearest(name, valid),
            )
        after = self.stage.after(self.case.gains)
        return measured(name, after, exactly(self.stage.line, after.welfare.size))

    def error(self, one: Estimate) -> float:
        """The standard error of an estimate."""
        return standard_error(self.stage.plan, one)


@dataclass(frozen=True, eq=False)
class Subject:
    """What a law was turned on: country, year, line, scenario, survey, and the benefits it could not answer."""

    country: str
    name: Text
    currency: str
    year: int
    line: float
    scenario: str
    title: Text
    invented: bool
    not_computed: tuple[NotComputed, ...]


@dataclass(frozen=True, eq=False)
class Bench:
    """A scenario on people, ready to be asked under any values of its dials."""

    subject: Subject
    dials: tuple[Dial, ...]
    standing: Outcome  # the scenario as it stands
    ready: Prepared

    def at(self, values: Sequence[float]) -> Outcome:
        """The outcome where the dials stand at these values, in canonical units."""
        changes = {dial.path: value for dial, value in zip(self.dials, values, strict=True)}
        case = shared_out(self.ready.law, self.ready.run(changes), self.ready.people, self.subject.scenario)
        return Outcome(self.standing.stage, case, self.standing.gdp)


@dataclass(frozen=True)
class Found:
    """One measure at one point, and its change against the scenario as it stands."""

    measure: str
    value: float
    se: float
    change: float
    change_se: float
    unit: str


@dataclass(frozen=True)
class Point:
    """One point of the grid: the words of each dial, and what is found there."""

    values: tuple[str, ...]
    found: tuple[Found, ...]


@dataclass(frozen=True, eq=False)
class Sweep:
    """A scenario over a grid of its parameters."""

    subject: Subject
    dials: tuple[Dial, ...]
    standing: Point
    points: tuple[Point, ...]


def sweep(
    setting: Setting,
    people: People,
    scenario: str | Scenario,
    grid: Mapping[str, Sequence[str]],
    seed: int = 0,
) -> Sweep:
    """Money, poverty and inequality at every point of a grid of values, written as in files."""
    if math.prod(len(texts) for texts in grid.values()) > MOST_POINTS:
        raise Refusal("A grid has at most {most} points: say fewer values.", most=MOST_POINTS)
    ready = bench(setting, people, scenario, tuple(grid), seed)
    canonical = [
        {text: dial.canonical(text) for text in texts}
        for dial, texts in zip(ready.dials, grid.values(), strict=True)
    ]
    points = [
        _point(
            texts, ready.at([own[text] for own, text in zip(canonical, texts, strict=True)]), ready.standing
        )
        for texts in product(*canonical)
    ]
    said = tuple(dial.parameter.said(dial.year) for dial in ready.dials)
    return Sweep(ready.subject, ready.dials, _point(said, ready.standing, ready.standing), tuple(points))


def _point(texts: tuple[str, ...], here: Outcome, standing: Outcome) -> Point:
    return Point(texts, tuple(found(name, here, standing) for name in SHOWN))


def found(name: str, here: Outcome, standing: Outcome) -> Found:
    """A measure, its change against the scenario as it stands, and their errors on the one sample."""
    one = here.measure(name)
    change = one - standing.measure(name)
    unit = "money" if name.endswith(SPENDING) else "share"
    return Found(name, one.value, here.error(one), change.value, here.error(change), unit)


def bench(
    setting: Setting, people: People, scenario: str | Scenario, paths: Sequence[str], seed: int = 0
) -> Bench:
    """A scenario on people, with some of its parameters as dials."""
    year, economy = setting.years[0], setting.economy
    chosen = scenario_of(setting.country, scenario)
    dials = tuple(_dial(setting, chosen, path) for path in paths)
    # A dial has a date, so that the law keeps it open even where it is everybody or nobody for all time.
    opened = {dial.path: dated(dial.parameter, _opened(dial), year) for dial in dials}
    law, people_ready, missing = law_on(
        setting, people, replace(chosen, changes={**chosen.changes, **opened})
    )
    moved = _moved(law, year)
    for dial in dials:
        if dial.path not in moved:
            raise Refusal(
                "`{path}` does not move any benefit that the survey can answer in {year}.",
                path=dial.path,
                year=year,
            )
    as_it_stands, own, _ = law_on(setting, people, chosen)
    standing = Outcome(
        Stage(people, line_of(setting)),
        case_of(setting, as_it_stands, own, chosen.name, seed),
        float(setting.macro.gdp[0]),
    )
    ready = prepared(law, people_ready, economy, year, seed, kept_engine())
    country = setting.country
    subject = Subject(
        country.iso3,
        country.name,
        country.currency,
        year,
        line_of(setting),
        chosen.name,
        chosen.title,
        people.invented,
        missing,
    )
    return Bench(subject, dials, standing, ready)


def _moved(law: Law, year: int) -> set[str]:
    """The parameters that some amount of the year depends on."""
    trees = [tree for own in law.benefits.values() for tree in (own.recipients, own.amount)]
    trees += [tree for payers in law.contributions.values() for tree in payers]
    named = {node.value for tree in trees for node in walk(tree) if node.op == "parameter"}
    absent = {name for name, (begins, ends) in law.in_force.items() if begins >= year + 1 or ends <= year}
    return {path for path in named if law.switch_of.get(path) not in absent}


def _dial(setting: Setting, scenario: Scenario, path: str) -> Dial:
    known = parameters(apply(law_of(setting.country, scenario), scenario))
    if path not in known:
        raise Refusal("No scheme has a parameter `{path}`.", path=path, nearest=nearest(path, known))
    own, year = known[path], setting.years[0]
    scale = _canonical(dated(own, "1", year), setting)
    try:
        stands = _canonical(own, setting)
    except Refusal:  # it has no value in the year, but can be given one
        stands = math.nan
    return Dial(own, year, scale, stands / scale)


def _canonical(parameter: Parameter, setting: Setting) -> float:
    """The value in the year; not a number if it differs by sex."""
    years, year = np.array(setting.economy.years), setting.years[0]
    values = parameter.resolve(years.astype(np.float64), setting.economy, (years == year).astype(np.float64))
    here = values[0, list(years).index(year) if values.shape[1] > 1 else 0].reshape(-1)
    return float(here[0]) if here.size == 1 else math.nan


def _opened(dial: Dial) -> str:
    return "1" if math.isnan(dial.standing) else f"{dial.standing:.15g}"


def dated(parameter: Parameter, text: str, year: int) -> Parameter:
    """The parameter with one value from a year on, written as in its file, in the money of that year."""
    value = units.number(text, parameter.kind) * (
        units.payments(parameter.per) if parameter.kind.money else 1.0
    )
    return replace(fixed(parameter, value), moments=(float(year),), written=(text,), prices=None)
