"""One person or household asked of the law, with nothing guessed: what each benefit gives, what is paid, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from socle.exchange.country import FLOOR_FOLDER, country_folder, load_country, read_schemes
from socle.exchange.scheme_file import read_scheme
from socle.ground import units
from socle.ground.expression import FOREVER
from socle.ground.glossary import GLOSSARY
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.economy import Economy
from socle.model.law import walk
from socle.model.scenario import STATUS_QUO, apply
from socle.model.scheme import Scheme
from socle.model.trace import Answer
from socle.run.answers import Members, Questions, members
from socle.run.contributory import refuse_earned, refuse_earned_in
from socle.run.floor import law_of, scenario_of
from socle.run.probes import Moment, Unanswered, at_moment, date
from socle.run.setting import Choices, prepare
from socle.run.traced import Household, Trace, chances

USUALLY: Final = ("coverage", "take_up", "in_covered_areas")  # what one person is taken to meet
SERIES: Final = ("cpi", "deflator", "wages", "gdp", "gdp_per_head", "population", "exchange_rate", "ppp")
EARLIEST: Final = 1900
COMPLIANCE: Final = ".compliance"


@dataclass(frozen=True)
class Request:
    """What is asked: a scheme (file, COUNTRY/scheme or COUNTRY), of whom, and when.

    `persons` and `household` are in the words of `answers.members`; `date` is a day or a year.
    """

    scheme: str
    persons: tuple[str, ...] = ()
    household: str = ""
    date: str = ""
    country: str = ""
    scenario: str = STATUS_QUO
    line: str = ""


@dataclass(frozen=True, eq=False)
class Calculation:
    """The answers of the law to one household at a date.

    `said` are the inputs of each member; `known` those of the country; `assumed` what the law leaves to chance;
    `not_read` what was said and no rule reads.
    """

    asked: str
    country: str  # its code; empty around a scheme file of one's own
    at: str
    currency: str
    scenario: str
    members: int
    said: Members
    known: Mapping[str, float]
    answers: tuple[Answer, ...]
    unanswered: tuple[Unanswered, ...]
    assumed: Mapping[str, bool]
    not_read: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Place:
    """The law that is asked, and the country around it if there is one."""

    schemes: tuple[Scheme, ...]
    names: tuple[str, ...]  # of the schemes that are asked
    wanted: tuple[str, ...]  # paths of their benefits
    country: Country | None


def calculate(request: Request) -> Calculation:
    """Every benefit and contribution of the law for one household; a question where something must be known."""
    place = _place(request)
    at = _moment(request, place)
    economy, known = _around(request, place, at)
    moment = _without_ranks(place, economy, at)
    words = {name: _word(name) for name in chances(moment)}
    said = members(request.persons, request.household, economy.currency, words.values())
    household = _household(said, known, words)
    trace = Trace(_complying(moment), household)
    questions = trace.questions()
    if questions:
        raise Questions(questions, request.persons, request.household)
    answers = trace.answers()
    read = {name for answer in answers for name in answer.depends_on} | set(words.values())
    return Calculation(
        request.scheme,
        place.country.iso3 if place.country else "",
        date(at),
        economy.currency,
        request.scenario,
        household.size,
        said,
        {name: value for name, value in known.items() if name in read and name not in said.names},
        answers,
        moment.unanswered,
        _assumed(said, words, moment),
        tuple(name for name in said.names if name not in read),
    )


def _place(request: Request) -> _Place:
    """The schemes that are meant, and those that they may read."""
    path = Path(request.scheme)
    if path.suffix in (".yaml", ".yml"):
        if request.scenario != STATUS_QUO:
            raise Refusal("A scheme file is asked as it stands: a scenario needs a country (COUNTRY/scheme).")
        return _of_file(request, path)
    code, _, rest = (
        request.scheme.rpartition("/") if _is_country(request.scheme) is None else (request.scheme, "", "")
    )
    country = load_country(code or request.scheme)
    chosen = scenario_of(country, request.scenario)
    schemes = apply(law_of(country, chosen), chosen)
    asked = [s for s in schemes if rest in ("", s.name) or any(rest == b.path for b in s.benefits)]
    refuse_earned(asked, rest)
    if not asked:
        refuse_earned_in(code, rest)
        valid = [s.name for s in schemes]
        raise Refusal(
            "There is no scheme `{name}` in {country}; there are {valid}.",
            name=rest,
            country=country.iso3,
            valid=", ".join(valid) or "none",
            nearest=nearest(rest, [*valid, *(b.path for s in schemes for b in s.benefits)]),
        )
    paths = [b.path for s in asked for b in s.benefits if rest in ("", s.name, b.path)]
    return _Place(schemes, tuple(s.name for s in asked), tuple(paths), country)


def _is_country(text: str) -> Path | None:
    """The folder of a country, where the words are its code or its folder."""
    try:
        return country_folder(text)
    except Refusal:
        if "/" in text:
            return None
        raise


def _of_file(request: Request, path: Path) -> _Place:
    """A scheme file, among the schemes of its country if it lies in one, else among those of the floor."""
    own = read_scheme(path)
    refuse_earned([own], own.name, str(path))
    around = path.resolve().parent.parent
    code = request.country or (str(around) if (around / "country.yaml").is_file() else "")
    country = load_country(code) if code else None
    others = country.schemes if country else read_schemes(FLOOR_FOLDER / "schemes")
    schemes = (own, *(other for other in others if other.name != own.name))
    return _Place(schemes, (own.name,), tuple(b.path for b in own.benefits), country)


def _moment(request: Request, place: _Place) -> float:
    """The date asked for; else the middle of the country's first year, or the last date of the file."""
    if request.date:
        at = units.moment(request.date)
        return at + 0.5 if len(request.date) == len("2025") else at
    if place.country:
        return place.country.base_year + 0.5
    own = [p for s in place.schemes if s.name in place.names for p in s.parameters()]
    dates = [at for p in own for at in p.changes() if math.isfinite(at)]
    if not dates:
        raise Refusal("The file names no date: say one, as in --date 2025-07-01.")
    return max(dates)


Around = tuple[Economy, dict[str, float]]


def _around(request: Request, place: _Place, at: float) -> Around:
    """Series that move amounts, and what is the same for everybody (the line, product per head, the wage)."""
    year = math.floor(at)
    if place.country is None:
        years = tuple(range(EARLIEST, year + 1))
        unknown = {name: np.full((1, len(years)), np.nan) for name in SERIES}
        return Economy(_currency(place), years, unknown), {}
    base = place.country.base_year
    ahead = max(Choices().years_ahead, year - base)  # lines and amounts may be those of later years
    choices = Choices(base_year=min(base, year), years_ahead=ahead, line=request.line)
    setting = prepare(place.country, choices)
    here = setting.years.index(year)
    line = next(one.values[here] for one in setting.lines if one.used)
    known = {
        "poverty_line": float(line),
        "gdp_per_head": float(setting.macro.gdp[here] / setting.persons[here].sum()),
        "average_wage": float(setting.macro.wages[here]),
    }
    return setting.economy, {name: value for name, value in known.items() if math.isfinite(value)}


def _currency(place: _Place) -> str:
    """The currency of a file outside any country."""
    found = [p.currency for s in place.schemes if s.name in place.names for p in s.parameters() if p.currency]
    national = [name for name in found if name not in (units.DOLLAR, units.INTERNATIONAL_DOLLAR)]
    return next(iter([*national, *found]), "")


def _without_ranks(place: _Place, economy: Economy, at: float) -> Moment:
    """The law at the moment, without the benefits that compare a household with the whole population."""
    moment = at_moment(place.schemes, place.wanted, economy, at, payers=place.names)
    amounts = {path: moment.law.benefits[path].amount for path in moment.versions}
    ranked = [
        path for path, tree in amounts.items() if any(node.op == "in_population" for node in walk(tree))
    ]
    if not ranked:
        return moment
    rest = [path for path in place.wanted if path not in ranked]
    left = at_moment(place.schemes, rest, economy, at, payers=place.names)
    reason = N_(
        "It compares the household with the whole population: ask with a survey (socle explain --survey)."
    )
    return replace(left, unanswered=(*left.unanswered, *(Unanswered(path, reason) for path in ranked)))


def _complying(moment: Moment) -> Moment:
    """Compliance is a share of people; the one who is asked pays what is due."""
    values = {p: np.ones_like(v) if p.endswith(COMPLIANCE) else v for p, v in moment.values.items()}
    return replace(moment, values=values)


def _word(chance: str) -> str:
    """What a person calls a chance of the law: coverage, take_up, exclusion_error, in_covered_areas."""
    parts = chance.partition(":")[0].split(".")
    return parts[-2] if parts[-1] == "share" else parts[-1]


def _household(said: Members, known: Mapping[str, float], words: Mapping[str, str]) -> Household:
    size = len(said.persons)
    columns, of_whom = {"person": np.ones(size)}, {"person": np.ones(size, dtype=bool)}
    for name in GLOSSARY:
        given = [known.get(name) if value is None else value for value in said.of(name)]
        if name in said.names or name in known:
            columns[name] = np.array([0.0 if value is None else value for value in given])
            of_whom[name] = np.array([value is not None for value in given])
    for chance, word in words.items():
        met = [word in USUALLY if value is None else bool(value) for value in said.of(word)]
        columns[f"draw:{chance}"] = np.where(met, 0.0, FOREVER)
    return Household(columns, of_whom)


def _assumed(said: Members, words: Mapping[str, str], moment: Moment) -> dict[str, bool]:
    open_ = [word for word in words.values() if None in said.of(word)]
    found = {word: word in USUALLY for word in sorted(set(open_))}
    complies = any(path.endswith(COMPLIANCE) for path in moment.values)
    return found | ({COMPLIANCE[1:]: True} if complies else {})
