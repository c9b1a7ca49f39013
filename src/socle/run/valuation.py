"""The valuation of a contributory scheme: law and data in, finances, premiums, debt and generations out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from socle.engine.choice import Engine
from socle.exchange.country import load_country
from socle.exchange.institution_checks import check_against
from socle.exchange.institution_file import read_institution
from socle.exchange.kernel_files import KernelFolder, cache_folder
from socle.exchange.scenario_file import read_scenario, scenario_of
from socle.exchange.scheme_file import read_scheme
from socle.exchange.valuation_files import ValuationFiles, fingerprint, kind_of
from socle.ground.provenance import Trace
from socle.ground.refusals import Refusal
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.insurance import read_insurance
from socle.model.results import Assumption, SourceUse, Text
from socle.model.scenario import FLOOR, STATUS_QUO, apply
from socle.model.scheme import Scheme
from socle.model.source import national as cited
from socle.model.survey import Flag
from socle.model.valued import Sensitivity, ValuationResult, Valued
from socle.run.basis import Basis, Futures, basis, paths_of
from socle.run.chances import chances
from socle.run.floor import NOW, sources
from socle.run.generations import LIFE, generations
from socle.run.institution import Institution, Shift
from socle.run.national import demography, national
from socle.run.setting import Choices, prepare
from socle.run.valuation_measures import cost_rates, debt_of, fund_of, premiums_of
from socle.run.valuation_people import assumed, standings

GENERATIONS_AFTER = 30  # years after the first for whose entrants a whole life is followed
CODE = re.compile("[A-Z]{3}")  # of a country
Progress = Callable[[Flag], None]
SHIFTS: tuple[tuple[str, Shift], ...] = (
    (N_("as computed"), Shift()),
    (N_("death rates 10 % lower"), Shift(mortality=0.9)),
    (N_("wages grow 1 point faster"), Shift(wage_growth=0.01)),
    (N_("wages grow 1 point slower"), Shift(wage_growth=-0.01)),
    (N_("prices grow 1 point faster"), Shift(inflation=0.01)),
    (N_("return 1 point higher"), Shift(fund_return=0.01)),
    (N_("return 1 point lower"), Shift(fund_return=-0.01)),
    (N_("invalidity 25 % more frequent"), Shift(invalidity=1.25)),
    (N_("compliance 10 % lower"), Shift(compliance=0.9)),
    (N_("density of contributions 10 % lower"), Shift(density=0.9)),
    (N_("10 % fewer insured"), Shift(coverage=0.9)),
)
VARIANTS = ((N_("fertility high"), "high"), (N_("fertility low"), "low"))


@dataclass(frozen=True)
class ValuationRequest:
    """What is valued: a scheme file or `COUNTRY/scheme`, the data of its institution, and how."""

    scheme: str
    data: Path | None = None  # a workbook or a folder; by default that shipped with the scheme
    years: int = 75
    scenario: str = ""  # a scenario file that changes the law, or a scheme file that replaces it
    against: str = ""  # another one, or `status_quo`: the law as it stands
    runs: int = 0
    seed: int = 0
    classes: int | None = None
    variant: str = "medium"
    engine: str = "numpy"  # or fast, or auto: fast where it is installed and many projections are asked for
    sensitivity: bool = True


@dataclass(frozen=True, eq=False)
class _Case:
    """The files of a valuation, read and checked."""

    scheme: Scheme
    institution: Institution
    country: Country
    futures: Futures
    request: ValuationRequest
    files: dict[str, str]
    flags: tuple[Flag, ...]


def valuation(request: ValuationRequest, progress: Progress = lambda _: None) -> ValuationResult:
    """A whole valuation; `progress` is told what is being done."""
    case = _read(request)
    laws = [_alternative(case, name) for name in (request.scenario or STATUS_QUO, request.against) if name]
    progress(Flag(N_("Projecting the insured and their pensions")))
    values = [_valued(case, law) for law in laws]
    made = [one for _, one in values]
    if request.sensitivity:
        progress(Flag(N_("Changing one assumption after another")))
    rows = sensitivity(case, laws[0]) if request.sensitivity else ()
    drawn = [
        chances(basis_, request.years, request.runs, request.seed, progress) if request.runs else None
        for basis_, _ in values
    ]
    return ValuationResult(
        case.institution.data,
        made[0],
        made[1] if len(made) > 1 else None,
        rows,
        drawn[0],
        drawn[1] if len(drawn) > 1 else None,
        (*values[0][0].assumptions, _computed(values[0][0].engine)),
        _warnings(case, made[0]),
        _sources(case),
        Trace(VERSION, case.files, _options(request, laws), _rules(laws)),
        case.country.name,
        assumed(values[0][0], request.years),
    )


def ready(request: ValuationRequest) -> tuple[Country, Basis]:
    """The country of a request, and the first of its laws ready to be projected."""
    case = _read(request)
    return case.country, _based(case, _alternative(case, request.scenario or STATUS_QUO), case.futures)


def reformable(
    request: ValuationRequest, standing: Scheme | None = None
) -> tuple[Country, Callable[[Mapping[str, Any]], Basis]]:
    """The country of a request, and its law ready to be projected under changes, as a scenario file says them.

    `standing` is the law that is changed, where it is not that of the file.
    """
    case = _read(request)
    scheme = standing or case.scheme
    laws = {FLOOR: (scheme,), STATUS_QUO: (scheme,)}

    def under(changes: Mapping[str, Any]) -> Basis:
        scenario = scenario_of({"scenario": "reform", "builds_on": STATUS_QUO, "changes": changes}, laws)
        changed = apply((scheme,), scenario)[0]
        return _based(case, _Alternative(scenario.name, scenario.title, changed), case.futures)

    return case.country, under


def _read(request: ValuationRequest) -> _Case:
    """Law, data and country, held against one another."""
    if request.years < 1 or request.runs < 0:
        raise Refusal("A valuation covers at least one year, and its runs are not negative in number.")
    found = ValuationFiles.of(request.scheme, request.data)
    scheme = read_scheme(found.scheme)
    institution = Institution(read_institution(found.data))
    facts = institution.data.facts
    country = load_country(facts.country)
    _same_country(request.scheme, institution, country)
    years = range(facts.year, facts.year + max(request.years, GENERATIONS_AFTER + LIFE))
    people = national(demography(country, years, request.variant), years)
    flags = check_against(institution.data, people.labour_force[0, 0], *_named(scheme))
    files = {**found.fingerprints(), **country.files}
    history = prepare(country, Choices()).economy
    futures = Futures(paths_of(institution.data, years), people, history=history)
    return _Case(scheme, institution, country, futures, request, files, (*institution.data.flags, *flags))


def _same_country(name: str, institution: Institution, country: Country) -> None:
    """The law and its institution are of one country, and count in its money."""
    facts, of_law = institution.data.facts, name.partition("/")[0].upper()
    if "/" in name and CODE.fullmatch(of_law) and facts.country != of_law:
        raise Refusal(
            "The scheme is one of {country}, and `country` of its institution is {other}.",
            country=of_law,
            other=facts.country,
            where=facts.places.get("country", institution.data.file),
        )
    if facts.currency != country.currency:
        raise Refusal(
            "`currency` is {currency}, and the money of {country} is {national}: give all money in {national}.",
            currency=facts.currency,
            country=facts.country,
            national=country.currency,
            where=facts.places.get("currency", institution.data.file),
        )


def _named(scheme: Scheme) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The accounts that a law keeps, and the pensions that it pays."""
    accounts = tuple(scheme.insurance.accounts) if scheme.insurance else ()
    return accounts, tuple(benefit.path.rpartition(".")[2] for benefit in scheme.benefits)


@dataclass(frozen=True, eq=False)
class _Alternative:
    """A law to be valued: that of the scheme, one changed by a scenario, or another one altogether."""

    name: str
    title: Text
    scheme: Scheme
    written: tuple[tuple[str, str], ...] = ()


def _alternative(case: _Case, name: str) -> _Alternative:
    """The law as it stands, a scenario file that changes its numbers, or a scheme file that replaces it."""
    if name == STATUS_QUO:
        return _Alternative(NOW.name, NOW.title, case.scheme)
    if kind_of(Path(name)) == "scheme":
        scheme = read_scheme(Path(name))
        return _Alternative(scheme.name, scheme.title, scheme, (("scheme", fingerprint(Path(name))),))
    scenario = read_scenario(Path(name), {FLOOR: (case.scheme,), STATUS_QUO: (case.scheme,)})
    return _Alternative(
        scenario.name, scenario.title, apply((case.scheme,), scenario)[0], tuple(scenario.written)
    )


def _based(case: _Case, law: _Alternative, futures: Futures) -> Basis:
    read = read_insurance(law.scheme)
    return basis(read, case.institution, futures, case.request.classes, engine=_engine(case.request))


def _engine(request: ValuationRequest) -> Engine:
    """What projects: compiling the law takes seconds, once."""
    name = request.engine
    if name == "auto":
        many = request.sensitivity or request.runs > 0
        name = "fast" if many and find_spec("numba") else "numpy"
    return Engine(name, KernelFolder(cache_folder()))


def _valued(case: _Case, law: _Alternative) -> tuple[Basis, Valued]:
    """One law, with everything that is measured of it."""
    made = _based(case, law, case.futures)
    found = made.projected(made.over(case.request.years))
    fund = fund_of(found, made)
    return made, Valued(
        law.name,
        law.title,
        law.scheme,
        found,
        fund,
        cost_rates(found, fund),
        premiums_of(fund, found.years[0]),
        debt_of(made, fund),
        generations(made, GENERATIONS_AFTER + 1),
        standings(made, found),
    )


def sensitivity(case: _Case, law: _Alternative) -> tuple[Sensitivity, ...]:
    """How the finances of one law move with one assumption at a time."""
    futures = case.futures
    years = futures.people.years
    rows = []
    for name, shift in SHIFTS:
        moved = replace(futures, paths=paths_of(case.institution.data, years, shift), shift=shift)
        rows.append(_row(case, law, moved, name))
    for name, variant in VARIANTS:
        people = national(demography(case.country, years, variant), years)
        rows.append(_row(case, law, replace(futures, people=people), name))
    return tuple(rows)


def _row(case: _Case, law: _Alternative, futures: Futures, name: str) -> Sensitivity:
    made = _based(case, law, futures)
    found = made.projected(made.over(case.request.years))
    fund = fund_of(found, made)
    rates, balance = cost_rates(found, fund), premiums_of(fund, found.years[0])
    middle = (len(found.years) - 1) // 2
    return Sensitivity(
        name,
        float(balance.general_average[0]),
        float(rates.total[0, middle]),
        float(rates.total[0, -1]),
        float(balance.exhaustion[0]),
    )


def _computed(engine: Engine) -> Assumption:
    """Which engine ran: both give the same numbers."""
    text = N_("Projected by the engine `{engine}`; numpy and fast agree within a trillionth.")
    return Assumption("method", text, {"engine": engine.name})


def _warnings(case: _Case, made: Valued) -> tuple[Flag, ...]:
    """What a reader must know before the numbers."""
    if not made.over_time.people["above_target"].any():
        return case.flags
    text = N_("In some years more persons stay insured than the coverage assumed: nobody enters then.")
    return (*case.flags, Flag(text))


def _sources(case: _Case) -> tuple[SourceUse, ...]:
    """Where the law, the tables of the institution and the people of the country come from."""
    said = [(text, case.scheme.name) for text in case.scheme.sources]
    said += [(text, table) for table, text in case.institution.data.facts.sources.items()]
    return (*(cited(text).used_for(purpose) for text, purpose in said), *sources(case.country))


def _rules(laws: list[_Alternative]) -> tuple[str, ...]:
    """The rules in which the laws are written."""
    named = set()
    for law in laws:
        calls = [
            call
            for benefit in law.scheme.benefits
            for version in benefit.versions
            for call in version.calls()
        ]
        named |= {call.rule.name for call in calls}
        if law.scheme.insurance:
            named |= {payer.call.rule.name for payer in law.scheme.insurance.contributions.values()}
    return tuple(sorted(named))


def _options(request: ValuationRequest, laws: list[_Alternative]) -> dict[str, object]:
    said = asdict(replace(request, data=None, scheme="", scenario="", against="", engine=""))
    return {**said, "laws": [[one.name, list(one.written)] for one in laws]}
