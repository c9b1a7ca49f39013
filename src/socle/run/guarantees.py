"""The floor of Recommendation 202: four guarantees, the schemes in force and what would fill them, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np

from socle.exchange.country import insurance_files, load_country
from socle.exchange.scheme_file import read_scheme
from socle.exchange.sources import load_sources
from socle.exchange.standard_file import load_standard
from socle.ground.axes import Array
from socle.ground.provenance import Trace, sha256_of_file
from socle.ground.refusals import Refusal, nearest
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.measure.guarantee import adequacy, at_least, while_paid
from socle.measure.inequality import OLD
from socle.model.country import Country
from socle.model.guarantee import (
    GROUPS,
    ORDER,
    Below,
    Case,
    Covered,
    Guarantees,
    Hardship,
    Published,
    Threshold,
    Transfer,
    is_of,
)
from socle.model.results import Assumption, BenefitCost
from socle.model.scenario import FLOOR, STATUS_QUO, Scenario, apply
from socle.model.scheme import Scheme
from socle.model.standard import Grounds, Instrument
from socle.model.statistic import Statistic
from socle.run.costing import cost_schemes
from socle.run.floor import law_of, scenario_of, sources
from socle.run.guarantee_people import NO, OPEN, YES, Asked, covered, paid_share
from socle.run.guarantee_survey import Surveyed, hardship_of, surveyed
from socle.run.guarantee_tests import NO_PAYMENTS, Bench, progress_of, tests_of
from socle.run.guarantee_thresholds import settled
from socle.run.households import INVENTED, SurveyRequest
from socle.run.impact_groups import ADULT
from socle.run.setting import Choices, Setting

CODE: Final = "R202"
SHARES_ASKED: Final = (0.10, 0.25)
HOUSEHOLDS: Final = "households"  # the flag of a benefit whose recipients are households
POOR: Final = "poverty_headcount"
HARMONISED: Final = "harmonised"  # in the survey of the head count it is the national line, in other money
NATIONAL_LINE: Final = "national"  # the head count belongs to it only where both are of one year


@dataclass(frozen=True)
class GuaranteeRequest:
    """Which floor is asked for, and what the country has chosen.

    `scenario` are names or files, each beside the schemes in force. `line`, `basket` and `assistance` are money with
    its period (250/month, 3000/year@2022); `decides` is the threshold that decides. `levels` say how many times the
    threshold a guarantee must reach: 1 where nothing is said. `statistics` are observations of SDG indicator 3.8.2.
    """

    country: str
    scenario: Sequence[str] = ("high",)
    line: str = ""
    basket: str = ""
    assistance: str = ""
    decides: str = ""
    levels: Mapping[str, float] = field(default_factory=dict)
    children_below: int = ADULT
    old_from: int = OLD
    survey: SurveyRequest | None = None
    choices: Choices = field(default_factory=Choices)
    statistics: Sequence[Statistic] = ()
    essential_care: bool | None = None  # whether the care is the set that the country has defined, if known


def guarantees(request: GuaranteeRequest) -> Guarantees:
    """The guarantees of a country: the schemes in force, and each scenario beside them."""
    _checked(request)
    country = load_country(request.country)
    known = known_of(request, country)
    setting, (young, old), asked = known.setting, known.ages, known.survey
    chosen = [scenario_of(country, name) for name in dict.fromkeys((STATUS_QUO, *request.scenario))]
    people = setting.persons[0]
    return Guarantees(
        iso3=country.iso3,
        name=country.name,
        currency=country.currency,
        years=setting.years,
        ages=known.ages,
        levels=known.levels,
        thresholds=known.thresholds,
        cases=tuple(case_of(known, scenario) for scenario in chosen),
        below=_below(known),
        hardship=known.hardship,
        grounds=known.grounds,
        residents=float(people.sum()),
        children=float(people[:, :young].sum()),
        older=float(people[:, old:].sum()),
        gdp=setting.macro.gdp,
        survey=asked.source if asked else "",
        notes=asked.notes if asked else (),
        assumptions=(*setting.assumptions, *ASSUMED),
        sources=sources(country),
        warnings=(*setting.warnings, *country.notes),
        trace=_trace(country, chosen, request),
        earned={one.path: one.title for scheme in known.earned for one in scheme.benefits},
    )


ASSUMED: Final = (
    Assumption(
        "transfer",
        N_(
            "The transfer of a benefit is its mean per recipient at the rate at which it is paid; one that is paid for "
            "some months is not spread over the year."
        ),
    ),
    Assumption(
        "coverage",
        N_(
            "Each person is counted once: the conditions of all benefits of a branch are asked together. Where too "
            "many are open, the number lies between the largest benefit and the sum of all."
        ),
    ),
)


@dataclass(frozen=True, eq=False)
class Known:
    """What all cases have in common."""

    setting: Setting
    thresholds: tuple[Threshold, ...]
    ages: tuple[int, int]
    levels: Mapping[str, float]
    hardship: tuple[Hardship, ...]
    survey: Surveyed | None
    grounds: Mapping[str, Grounds]
    care: bool | None
    earned: tuple[
        Scheme, ...
    ]  # contributory schemes beside the schemes of the country, asked of careers only

    @property
    def chosen(self) -> Threshold | None:
        return next((one for one in self.thresholds if one.chosen), None)


def known_of(request: GuaranteeRequest, country: Country) -> Known:
    """What is asked, settled: thresholds, levels, survey, hardship, paragraphs."""
    said = {name: getattr(request, name) for name in ("line", "basket", "assistance", "decides")}
    setting, thresholds = settled(country, request.choices, said)
    ages = (request.children_below, request.old_from)
    asked = surveyed(setting, request.survey, ages) if request.survey else None
    hardship = (asked.hardship() if asked else ()) or hardship_of(request.statistics, country.iso3)
    chosen = next((one.name for one in thresholds if one.chosen), "")
    return Known(
        setting,
        thresholds,
        ages,
        {name: float(request.levels.get(name, 1.0)) for name in ORDER},
        hardship or _unknown(setting),
        asked,
        grounds_in(load_standard(CODE), chosen),
        request.essential_care,
        tuple(map(read_scheme, insurance_files(request.country))),
    )


def case_of(known: Known, scenario: Scenario) -> Case:
    """The guarantees under one law."""
    setting = known.setting
    schemes = apply(law_of(setting.country, scenario), scenario)
    costs, missing = cost_schemes(setting, schemes)
    own = {one.benefit: one for one in costs}
    benefits = {one.path: one for scheme in schemes for one in scheme.benefits}
    able = frozenset(path for path, one in own.items() if one.status == "computed")
    counted = {
        path: own[path].recipients
        for path in able
        if benefits[path].caseload and HOUSEHOLDS not in own[path].flags
    }
    proposal = scenario.builds_on == FLOOR
    asked = Asked(setting, schemes, able, counted, known.ages, () if proposal else known.earned, proposal)
    transfers = {
        path: _transfer(one, paid_share(asked, benefits[path]))
        for path, one in own.items()
        if is_of(benefits[path], benefits[path].branch)
    }
    adequate = _adequate(known, transfers)
    groups = covered(asked, adequate.__getitem__)
    if not proposal:
        groups = {name: replace(one, published=_published(known, name)) for name, one in groups.items()}
    below: tuple[Below, ...] = ()
    if known.survey:
        groups, below = known.survey.under(scenario, known.thresholds, groups)
    bench = _bench(known, (*schemes, *asked.earned), proposal, groups, transfers)
    return Case(
        scenario.name,
        scenario.title,
        proposal,
        tuple(transfers.values()),
        missing,
        groups,
        {name: tests_of(bench, name) for name in ORDER},
        {name: progress_of(bench, name) for name in ORDER},
        below,
    )


def _adequate(known: Known, transfers: Mapping[str, Transfer]) -> dict[str, Array]:
    """Whether each benefit reaches the level, by year: alone, perhaps with others of its branch, or not at all."""
    found = {}
    for path, one in transfers.items():
        if known.chosen is None:
            found[path] = np.full(len(known.setting.years), OPEN)
            continue
        required = known.levels[GROUPS[one.branch][0]]
        beside = [other.amount for other in transfers.values() if other.branch == one.branch]
        everything = adequacy(np.sum(np.nan_to_num(beside, nan=np.inf), axis=0), known.chosen.values)
        alone = np.nan_to_num(adequacy(one.amount, known.chosen.values), nan=-1.0)
        ratios = zip(alone, everything, strict=True)
        found[path] = np.array(
            [YES if at_least(r, required) else OPEN if at_least(e, required) else NO for r, e in ratios]
        )
    return found


def _transfer(one: BenefitCost, paid: Array) -> Transfer:
    """A benefit as it is paid: what a recipient receives in a year, at the rate of a whole year."""
    with np.errstate(divide="ignore", invalid="ignore"):
        a_year = np.where(one.recipients > 0, one.spending / one.recipients, np.nan)
    # What a household receives is no amount a person.
    amount = while_paid(a_year, paid) if HOUSEHOLDS not in one.flags else np.full(paid.shape, np.nan)
    return Transfer(
        one.benefit,
        one.branch,
        one.title,
        one.law,
        one.eligible,
        one.recipients,
        amount,
        paid,
        one.cost,
        one.flags,
    )


def _bench(
    known: Known,
    schemes: Sequence[Scheme],
    proposal: bool,
    groups: Mapping[str, Covered],
    transfers: Mapping[str, Transfer],
) -> Bench:
    return Bench(
        schemes,
        known.setting.years,
        proposal,
        groups,
        transfers,
        known.chosen,
        known.levels,
        known.hardship,
        known.grounds,
        known.care,
    )


def _published(known: Known, branch: str) -> Published | None:
    """Effective coverage of a branch as SDG indicator 1.3.1 has it; of health there is none."""
    row = known.setting.country.figures.latest(f"coverage_{branch}") if branch != "health" else None
    if row is None:
        return None
    return Published(row.value / 100, row.last_year, row.source, _doubtful(known.setting.country, row.source))


def _doubtful(country: Country, source: str) -> bool:
    """Whether a source was taken from memory or secondary literature, or is not known at all."""
    one = {**load_sources(), **country.sources}.get(source)
    return one is None or one.unverified


def _below(known: Known) -> tuple[Below, ...]:
    """Persons below each threshold without any change: counted in the survey, else the published head count."""
    if known.survey:
        return tuple(known.survey.below(known.thresholds, None, "before"))
    figures, setting = known.setting.country.figures, known.setting
    row = figures.latest(POOR)
    if row is None:
        return ()
    people = setting.persons[0]
    young, old = known.ages
    found = {"residents": (row.value / 100, float(people.sum()))}
    if any(one.age != "all" and one.first_year == row.first_year for one in figures.of(POOR)):
        poor = setting.population.prevalence["poor"]
        share = poor.reshape(poor.shape[2:4])
        for group, own in (("children", slice(None, young)), ("older", slice(old, None))):
            persons = float(people[:, own].sum())
            found[group] = (float((people * share)[:, own].sum()) / persons, persons)
    return tuple(
        Below(one.name, group, "published", share, share * persons, row.last_year, row.source)
        for one in known.thresholds
        if one.name == HARMONISED or (one.name == NATIONAL_LINE and one.year == row.last_year)
        for group, (share, persons) in found.items()
    )


def _unknown(setting: Setting) -> tuple[Hardship, ...]:
    return tuple(Hardship(above, None, setting.years[0], "", NO_PAYMENTS) for above in SHARES_ASKED)


CONDITIONS: Final = {
    "health": "floor_essential_health_care",
    "children": "floor_income_of_children",
    "working_age": "floor_income_of_active_age",
    "old_age": "floor_income_of_older_persons",
    "law": "floor_set_by_law",
    "care": "floor_health_without_hardship",  # the same paragraph says what the care is
    "hardship": "floor_health_without_hardship",
}
"""Guarantees and tests -> the condition of the Recommendation that they answer."""
LEVELS: Final = {
    "basket": "floor_level_by_goods_and_services",
    "assistance": "floor_level_by_assistance_threshold",
}
POVERTY_LINE: Final = "floor_level_by_poverty_line"


def grounds_in(instrument: Instrument, chosen: str) -> dict[str, Grounds]:
    """Where the guarantees and the tests stand in the Recommendation, and whether its text was read.

    The paragraph of the level is that of the kind of threshold that decides.
    """
    stand = {way.facts.get("condition"): way.grounds for _, one in instrument.every() for way in one.ways}
    level = LEVELS.get(chosen, POVERTY_LINE)
    wanted = {**CONDITIONS, "level": level, "full": level}
    return {name: stand[condition] for name, condition in wanted.items()}


def _checked(request: GuaranteeRequest) -> None:
    """Refuses levels of no guarantee, and ages that leave nobody of working age."""
    for name, level in request.levels.items():
        if name not in ORDER:
            raise Refusal(
                "There is no guarantee `{name}`; there are {valid}.",
                name=name,
                valid=", ".join(ORDER),
                nearest=nearest(name, ORDER),
            )
        if not 0 < level < np.inf:
            raise Refusal(
                "The level of `{name}` is {level}: it must be above 0.", name=name, level=f"{level:g}"
            )
    if not 0 < request.children_below < request.old_from:
        raise Refusal(
            "Children are under {young} and older persons at least {old}: nobody would be of working age.",
            young=request.children_below,
            old=request.old_from,
        )


def _trace(country: Country, scenarios: Sequence[Scenario], request: GuaranteeRequest) -> Trace:
    """Content only: files, what was chosen, scenarios."""
    said = asdict(replace(request, country=country.iso3, survey=None, statistics=(), scenario=()))
    asked = request.survey
    if asked:
        said["survey"] = [Path(asked.file).name, asked.seed, asked.persons]
    files = dict(country.files)
    if asked and asked.file != INVENTED:
        files |= {Path(one).name: sha256_of_file(Path(one)) for one in (asked.file, asked.mapping)}
    said |= {
        "scenarios": [[one.name, list(one.written)] for one in scenarios],
        "observed": [[one.indicator, one.year, one.value] for one in request.statistics],
    }
    return Trace(VERSION, files, said)
