"""The indicators of a country: from its inquiry, its demography and its law, or as others published them.

country_indicators(inquiry)        everything that an inquiry tells, with what Socle knows of the country
published_indicators("SEN")        what the shipped figures hold
published_from_store(place, iso3)  what the imported SDG database holds
indicator_trend                    change a year
indicator_survey                   what a survey tells
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from socle.exchange.country import insurance_files, load_country, shipped
from socle.exchange.scheme_file import read_scheme
from socle.exchange.sdg_statistics import statistics as sdg_statistics
from socle.exchange.store import Store
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE, OF_SDG
from socle.measure.quantity import Quantity, kept, missing, worst
from socle.model.country import Country
from socle.model.inquiry import Inquiry
from socle.model.inquiry_codes import TYPES
from socle.model.observation import ESTIMATED
from socle.model.scheme import Scheme
from socle.model.statistic import Statistic
from socle.run import indicator_facts, indicator_money
from socle.run.indicator_career import of_careers
from socle.run.indicator_groups import Told
from socle.run.indicator_law import legal
from socle.run.indicator_ratified import ratified
from socle.run.setting import Choices, Setting, prepare

VINTAGE: Final = "SSI-1"
LAST_YEAR: Final = 2100  # of a projection
COUNTED: Final = N_("From the Social Security Inquiry; the group from {source}.")
BOUNDED: Final = N_(
    "From the Social Security Inquiry: persons may be counted twice, so only bounds are known; the group from {source}."
)
BY_OVERLAP: Final = N_(
    "From the Social Security Inquiry: persons may be counted twice, so only bounds are known, and an overlap rate of "
    "`{first}` and `{second}` would bring them closer; the group from {source}."
)
BY_COUNT: Final = N_(
    "From the Social Security Inquiry: only bounds are known, and the number of persons in `{uncounted}` would bring "
    "them closer; the group from {source}."
)
PUBLISHED: Final = N_("As published by {source}.")
NO_BENEFITS: Final = N_("The inquiry does not name the law of any scheme.")

COVERAGE: Final = {
    "COV_CHILDREN": ("family_children", "children_receiving", "children"),
    "COV_MOTHERS": ("maternity", "mothers_receiving", "births"),
    "COV_DISABILITY": ("disability", "disabled_receiving", "disabled"),
    "COV_UNEMPLOYED": ("unemployment", "unemployed_receiving", "unemployed"),
    "COV_WORK_INJURY": ("employment_injury", "injury_protected", "employed"),
    "COV_OLDER": ("old_age", "older_receiving", "older"),
    "HEALTH_AFFILIATED": ("health", "health_affiliated", "population"),
}
"""Coverage of a branch -> its function, who is covered, and of whom: what the gap is made of."""
OF_PERSONS: Final = (
    *("COV_ANY", "COV_CHILDREN", "COV_MOTHERS", "COV_DISABILITY", "COV_UNEMPLOYED", "COV_WORK_INJURY"),
    *("COV_OLDER", "COV_VULNERABLE", "COV_POOR", "SHARE_VULNERABLE", "CONTRIBUTORS_WORKING_AGE"),
    *("CONTRIBUTORS_LABOUR_FORCE", "HEALTH_AFFILIATED"),
)
WOMEN: Final = "COV_MOTHERS"
AREAS: Final = {
    "sickness": "sickness_in_law",
    "unemployment": "unemployment_in_law",
    "old_age": "old_age_in_law",
    "employment_injury": "injury_in_law",
    "family_children": "family_in_law",
    "maternity": "maternity_in_law",
    "disability": "disability_in_law",
    "survivors": "survivors_in_law",
}
FIGURES: Final = {
    "coverage_any": "COV_ANY",
    "coverage_children": "COV_CHILDREN",
    "coverage_maternity": "COV_MOTHERS",
    "coverage_disability": "COV_DISABILITY",
    "coverage_unemployment": "COV_UNEMPLOYED",
    "coverage_old_age": "COV_OLDER",
    "coverage_work_injury": "COV_WORK_INJURY",
    "coverage_poor": "COV_POOR",
    "coverage_vulnerable": "COV_VULNERABLE",
    "coverage_social_assistance": "COV_ASSISTANCE",
    "coverage_social_insurance": "COV_INSURANCE",
    "coverage_labour_market": "COV_LABOUR_MARKET",
    "poverty_headcount": "POV_NATIONAL",
}
"""Figures of a country that are indicators of the catalogue."""
SEXES: Final = {"both": "_T", "male": "M", "female": "F"}


def country_indicators(inquiry: Inquiry, setting: Setting | None = None) -> tuple[Statistic, ...]:
    """Every indicator that an inquiry tells; what it lacks of people is taken from the demography of the country.

    Legal coverage comes from the law of the schemes that Socle holds, where it knows the country.
    """
    asked = Told(inquiry, setting or setting_in(inquiry.country, inquiry.year))
    found = [*_of_people(asked), *_adequacy(asked), *_expenditure(asked), *_financing(asked), *_system(asked)]
    counted = {one.place for one in found}  # what the country counts goes before what Socle works out
    law = legal_indicators(asked.setting) if asked.setting else ()
    return (*found, *(replace(one, vintage=VINTAGE) for one in law if one.place not in counted))


def setting_in(iso3: str, year: int) -> Setting | None:
    """A country in one year; nothing where Socle does not hold it, or not for that year."""
    if iso3 not in shipped():
        return None
    country = load_country(iso3)
    if not peopled(country, year):
        return None
    return prepare(country, Choices(base_year=year, years_ahead=0, accept_line=True))


def peopled(country: Country, year: int) -> bool:
    """Whether the people of a country can be projected to a year."""
    figures = country.figures
    return bool(figures.of("population")) and figures.demography().year <= year <= LAST_YEAR


def legal_indicators(setting: Setting) -> tuple[Statistic, ...]:
    """Legal coverage by branch from the law at hand, the contributory schemes of valuations named beside it.

    And what these schemes promise and ask.
    """
    iso3 = setting.country.iso3
    files = insurance_files(iso3)
    careers = of_careers(iso3, setting.years[0], files)
    return (*legal(setting, setting.country.schemes, _once(map(read_scheme, files))), *careers)


def _once(schemes: Iterable[Scheme]) -> list[Scheme]:
    return list({one.name: one for one in schemes}.values())


def _told(
    asked: Told, code: str, given: Mapping[str, Quantity], group_source: str = "", **place: Any
) -> Statistic:
    """One indicator of an inquiry at a place of its breakdowns."""
    indicator = CATALOGUE[code]
    found = indicator.of(given)
    if found.high is not None and found.low is not None and indicator.unit == "share":
        found = replace(found, high=max(found.low, min(found.high, 1.0)))  # nobody is covered twice
    if found.value is None and found.low is not None:
        found = replace(found, status=worst((found.status, ESTIMATED)))
    closer = {} if found.value is not None else found.closer
    open_ = BY_COUNT if "uncounted" in closer else BY_OVERLAP if closer else BOUNDED
    method = "" if found.bounds is None else COUNTED if found.value is not None else open_
    if not group_source:
        method = ""
    return Statistic(
        code,
        asked.inquiry.country,
        asked.inquiry.year,
        found.value,
        indicator.unit,
        found.low,
        found.high,
        status=found.status,
        source=found.source,
        method=method,
        reason=found.reason,
        said={**found.said, **({"source": group_source, **closer} if method else {})},
        denominator=indicator.denominator(given),
        vintage=VINTAGE,
        given=kept({name: given[name] for name in indicator.inputs if name in given}),
        **place,
    )


def _of_people(asked: Told) -> Iterator[Statistic]:
    """Effective coverage of everybody, and of the sexes where they are known."""
    for sex, given in indicator_facts.persons(asked).items():
        for code in OF_PERSONS:
            if code == WOMEN:
                if sex == "_T":
                    yield _person(asked, code, given, sex="F")
                continue
            one = _person(asked, code, given, sex=sex)
            if sex == "_T" or one.value is not None or one.low is not None:
                yield one
        yield from _gaps(asked, given, sex)
        yield from _in_law(asked, sex)


def _person(asked: Told, code: str, given: Mapping[str, Quantity], **place: Any) -> Statistic:
    group = given.get(CATALOGUE[code].inputs[-1], Quantity())
    return _told(asked, code, given, group.source or str(asked.inquiry.facts.get("respondent", "")), **place)


def _gaps(asked: Told, given: Mapping[str, Quantity], sex: str) -> Iterator[Statistic]:
    """Gap = 1 - coverage and people uncovered = gap x group, by branch."""
    for code, (function, covered, group) in COVERAGE.items():
        if code == WOMEN and sex != "_T":
            continue
        parts = {"covered": given[covered], "branch_group": given[group]}
        place = {"sex": "F" if code == WOMEN else sex, "function": function.upper()}
        for gap in ("GAP", "UNCOVERED"):
            one = _told(asked, gap, parts, given[group].source, **place)
            if one.value is not None or one.low is not None:
                yield one


def _in_law(asked: Told, sex: str) -> Iterator[Statistic]:
    """Legal coverage as the inquiry counts it, of each type of scheme: their groups differ, so there is no total."""
    for function, group, kind, covered, of in indicator_facts.covered_in_law(asked, sex):
        given = {"covered_by_law": covered, "branch_group": of}
        code = "_T" if group == "population" else group.upper()
        place = {"sex": sex, "group": code, "function": function.upper(), "scheme_type": kind}
        for indicator in ("LEGAL_COVERAGE", "LEGAL_GAP"):
            one = _told(asked, indicator, given, of.source, **place)
            if one.value is not None or one.low is not None:
                yield one


def _adequacy(asked: Told) -> Iterator[Statistic]:
    """Mean benefits of each function against wages and the line."""
    money = indicator_money.facts(asked)
    for function in indicator_money.functions(asked):
        given = {**money, "mean_benefit": indicator_money.mean_benefit(asked, function)}
        if given["mean_benefit"].reason == indicator_money.NO_LEVEL:
            continue
        for code in ("BENEFIT_TO_WAGE", "BENEFIT_TO_MINIMUM_WAGE", "BENEFIT_TO_POVERTY_LINE"):
            yield _told(asked, code, given, function=function.upper())


def _expenditure(asked: Told) -> Iterator[Statistic]:
    """What is spent: in all, without health, by function, by age group."""
    money = {**indicator_money.facts(asked), **indicator_money.spending(asked)}
    money["population"] = asked.group("population")
    for code in ("EXP_GDP", "EXP_GOVERNMENT", "EXP_PER_HEAD"):
        yield _told(asked, code, money)
    for code in ("EXP_GDP_WITHOUT_HEALTH", "EXP_GOVERNMENT_WITHOUT_HEALTH"):
        yield _told(asked, code, money)
    parts = {one: indicator_money.spent_on(asked, (one,)) for one in indicator_money.functions(asked)}
    every = indicator_money.spent(asked, asked.inquiry.schemes, indicator_money.BENEFITS)
    for function, spent in parts.items():
        for code in ("EXP_GDP", "EXP_GOVERNMENT"):
            yield _told(asked, code, {**money, "spending": spent}, function=function.upper())
        yield _told(
            asked, "EXP_COMPOSITION", {"part_spending": spent, "spending": every}, function=function.upper()
        )
    for group, functions in indicator_money.AGES_OF.items():
        if set(functions) & set(parts):
            spent = indicator_money.spent_on(asked, functions)
            for code in ("EXP_GDP", "EXP_GOVERNMENT"):
                yield _told(asked, code, {**money, "spending": spent}, group=group)


def _types(asked: Told) -> Iterator[tuple[str, Sequence[str]]]:
    """All schemes, and those of each type where there is more than one."""
    schemes = asked.inquiry.schemes
    yield "_T", list(schemes)
    kinds = [name for name in TYPES if any(row["type"] == name for row in schemes.values())]
    for kind in kinds if len(kinds) > 1 else ():
        yield kind.upper(), [name for name, row in schemes.items() if row["type"] == kind]


def _financing(asked: Told) -> Iterator[Statistic]:
    """By whom it is paid, what administration takes, how long reserves would pay."""
    shares = [code for code, one in CATALOGUE.items() if one.room == "financing" and "receipts" in one.inputs]
    for kind, schemes in _types(asked):
        given = indicator_money.receipts(asked, schemes)
        for code in (*shares, "WORKERS_IN_CONTRIBUTIONS"):
            one = _told(asked, code, given, scheme_type=kind)
            if kind == "_T" or one.value is not None:
                yield one
        running = {
            "administration": indicator_money.spent(asked, schemes, ("administration",)),
            "spending": indicator_money.paid_out(asked, schemes),
        }
        one = _told(asked, "ADMINISTRATION", running, scheme_type=kind)
        if kind == "_T" or one.value is not None:
            yield one
    yield _told(asked, "RESERVE_RATIO", indicator_money.reserves(asked))


def _system(asked: Told) -> Iterator[Statistic]:
    """The areas in which a scheme with a law provides benefits, and what the country has ratified."""
    inquiry = asked.inquiry
    anchored = {name for name, row in inquiry.schemes.items() if row["legal_basis"]}
    source = str(inquiry.facts.get("source") or "")
    rows = [row for row in inquiry.benefits.values() if row.scheme in anchored]
    paid = {row["function"] for row in rows if row["nature"] != "in_kind"}
    given = {name: Quantity(float(function in paid), source=source) for function, name in AREAS.items()}
    given["health_in_law"] = Quantity(float(any(row["function"] == "health" for row in rows)), source=source)
    if not anchored:
        given = {name: missing(NO_BENEFITS) for name in given}
    given["areas_in_law"] = CATALOGUE["LEGAL_AREAS"].of(given)
    for code in ("LEGAL_AREAS", "LEGAL_AREAS_WITH_CARE"):
        yield _told(asked, code, given)
    held = ratified(inquiry.country, inquiry.year)
    for code in ("RATIFIED_C102", "PARTS_OF_C102") if held else ():
        yield _told(asked, code, held)


def published_indicators(iso3: str) -> tuple[Statistic, ...]:
    """What the shipped figures of a country hold of the catalogue, as published."""
    country = load_country(iso3)
    found = []
    for row in country.figures.rows:
        code = FIGURES.get(row.figure)
        if code and row.age == "all":
            found.append(
                Statistic(
                    code,
                    country.iso3,
                    row.last_year,
                    row.value / 100,
                    CATALOGUE[code].unit,
                    sex=SEXES[row.sex],
                    source=row.source,
                    method=PUBLISHED,
                    said={"source": row.source},
                    vintage=row.source,
                )
            )
    return tuple(found)


def published_from_store(place: Store | Path, iso3: str) -> tuple[Statistic, ...]:
    """What the imported SDG database holds of the catalogue for a country, all years, of everybody and each sex."""
    wanted = [series for series in OF_SDG if not series.endswith("PQ")]
    poorest = [series for series in OF_SDG if series.endswith("PQ")]
    found = [one for sex in ("_T", "M", "F") for one in sdg_statistics(place, wanted, sex=sex)]
    whole = {one.removesuffix("PQ"): OF_SDG[one].code for one in poorest}
    poor = sdg_statistics(place, list(whole), quantile="Q1")
    coded = [replace(one, indicator=OF_SDG[one.indicator].code) for one in found]
    coded += [replace(one, indicator=whole[one.indicator]) for one in poor]
    own: dict[tuple[object, ...], Statistic] = {}
    for one in coded:
        if one.area == iso3:
            key = (one.indicator, one.sex, one.group, one.year, one.vintage)
            unit = CATALOGUE[one.indicator].unit
            own[key] = replace(one, method=PUBLISHED, said={"source": one.source}, unit=unit)
    return tuple(own.values())
