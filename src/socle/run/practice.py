"""The law and practice of a country as the tests of standards read it, from all that is known, nothing asked twice.

practice_of(request)  a form, the law, an inquiry, a survey of wages and the figures of the country, joined

What is said in a form goes before the law, the law before the inquiry, this before surveys and figures; but a count
of people, or money spent, goes before an estimate made from the law. What nobody says is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from socle.exchange.country import insurance_files, shipped
from socle.exchange.country_answers import (
    Stamp,
    country_of,
    same_country,
    shipped_form,
    shipped_inquiry,
    stamp,
)
from socle.exchange.scenario_file import read_scenario
from socle.exchange.scheme_file import read_scheme
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.economy import Economy
from socle.model.inquiry import Inquiry
from socle.model.observation import ESTIMATED, FINAL
from socle.model.practice import Input, Practice
from socle.model.results import Text
from socle.model.scenario import FLOOR, STATUS_QUO, Scenario, apply
from socle.model.scheme import Scheme
from socle.model.survey import Flag
from socle.run.floor import law_of, scenario_of
from socle.run.practice_cases import of_cases
from socle.run.practice_figures import LAST_YEAR, of_figures
from socle.run.practice_floor import MINIMUM_WAGE, of_schemes, protects_all
from socle.run.practice_inquiry import of_inquiry
from socle.run.practice_law import NEAR, Derived, of_insurance
from socle.run.practice_money import family_benefits
from socle.run.setting import Choices, Setting, prepare
from socle.run.wages import WageSurvey, wages_of_survey

if TYPE_CHECKING:
    from socle.run.career_ground import Ground

YEARS: Final = range(1952, LAST_YEAR + 1)  # from the year of Convention 102 to the last of a projection
UNASKED: Final = N_("Money of the law is not worked out, since the figures of {country} do not reach {year}.")
OTHER_YEAR: Final = N_("Answers of {said} stand beside the law of {year}.")
NOT_COUNTED: Final = N_(
    "No figure of {country} counts its employees: an inquiry or a form says how many there are."
)
NO_WAGES: Final = N_(
    "Nothing says what skilled workers and labourers earn in {country}: a form or a survey of wages does."
)
NO_CONTRIBUTIONS: Final = N_(
    "Socle holds no law of contributory pensions of {country}, only that there are some."
)


@dataclass(frozen=True)
class PracticeRequest:
    """Whose law and practice, of what year, and what is known beside what Socle ships.

    `country` is a shipped code or a folder; with a form alone it may be empty, and is then that of the form. Without
    a year it is that of the form, of the inquiry, or the base year of the country. A shipped form or inquiry is used
    where none is given, unless `alone`. The law is that of `scenario` where there is one. `given` goes before all.
    """

    country: str = ""
    year: int | None = None
    form: Path | None = None
    inquiry: Inquiry | None = None
    scenario: Scenario | None = None
    survey: WageSurvey | None = None
    given: Mapping[str, Input] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alone: bool = False


def practice_of(request: PracticeRequest) -> Practice:
    """What is known of the law and practice of a country; every input with its source and date."""
    _in_range(request.year)
    form = _form(request)
    code = _code(request, form)
    if not code:
        if form is None:
            raise Refusal("Say whose law and practice: a country, or a form filled in.")
        return _given(request, form)
    country = country_of(code)
    inquiry = request.inquiry or (
        None if request.alone else shipped_inquiry(code, request.year or _year(form))
    )
    year = request.year or _year(form) or (inquiry.year if inquiry else country.base_year)
    same_country(country, form, inquiry)
    people, said = of_figures(country, year)
    counted = of_inquiry(inquiry) if inquiry else {}
    law = _of_law(code, country, request, year, {**counted, **(form.inputs if form else {})})
    inputs: dict[str, Input] = {
        **people,
        **(wages_of_survey(request.survey) if request.survey else {}),
        **{key: one for key, one in law.inputs.items() if one.status == ESTIMATED},
        **counted,
        **{key: one for key, one in law.inputs.items() if one.status != ESTIMATED},
        **(form.inputs if form else {}),
    }
    inputs = {**dict(_all_residents(code, country, request, year, inputs)), **inputs}
    about = (*(form.flags if form else ()), *_of_other_years(year, form, inquiry), *said, *law.flags)
    found = Practice(
        country.iso3,
        _name(country, form),
        year,
        country.currency,
        inputs,
        _joined(form.benefits if form else {}, law.benefits),
        dict(form.choices) if form else {},
        about,
    )
    return _given(request, replace(found, flags=(*about, *_lacking(found, code))))


def _in_range(year: int | None) -> None:
    """Refuses a year in which there is neither an instrument nor a projection."""
    if year is not None and not YEARS[0] <= year <= YEARS[-1]:
        raise Refusal(
            "The year {year} is outside those of which law and practice can be asked: {first} to {last}.",
            year=year,
            first=YEARS[0],
            last=YEARS[-1],
        )


def _name(country: Country, form: Practice | None) -> Text:
    """That of the country in three languages, unless a form calls it otherwise."""
    own = set(form.name.values()) if form else set()
    return country.name if form is None or own <= {form.iso3, *country.name.values()} else form.name


def _given(request: PracticeRequest, found: Practice) -> Practice:
    """With what was given in the request itself."""
    return replace(found, choices={**found.choices, **request.choices}).given(request.given)


def _form(request: PracticeRequest) -> Practice | None:
    """The form that was given, or the one that the country ships."""
    path = request.form
    if path is None and request.country and not request.alone:
        path = shipped_form(request.country)
    if path is None:
        return None
    from socle.exchange.practice_file import read_practice

    return read_practice(path)


def _code(request: PracticeRequest, form: Practice | None) -> str:
    """The country whose law is at hand; none for a form about a country that Socle does not hold."""
    if request.country:
        return request.country
    return form.iso3 if form is not None and form.iso3 in shipped() and not request.alone else ""


def _year(form: Practice | None) -> int | None:
    return form.year if form is not None else None


def _joined(*each: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Benefits by contingency, each once and where it was named first."""
    found: dict[str, tuple[str, ...]] = {}
    for benefits in each:
        held = {name for names in found.values() for name in names}
        for contingency, names in benefits.items():
            new = tuple(name for name in names if name not in held)
            found[contingency] = (*found.get(contingency, ()), *new)
    return {contingency: names for contingency, names in found.items() if names}


def _of_law(
    code: str, country: Country, request: PracticeRequest, year: int, said: Mapping[str, Input]
) -> Derived:
    """Everything that the law says: contributory, of other schemes, and where neither says a word of case files.

    `said` is what a form or an inquiry says, of which the law may be a share: the minimum wage.
    """
    plain, insured = schemes_of(code, country, request.scenario)
    setting = _setting(country, year) if any(_asks_money(one) for one in plain) else None
    economy = _with_lines(setting, said) if setting else None
    parts = [of_schemes(plain, economy, year)]
    if setting is None and any(_asks_money(one) for one in plain):
        parts.append(Derived({}, {}, (Flag(UNASKED, {"country": country.iso3, "year": str(year)}),)))
    for scheme in insured:
        around = ground_of(code, scheme.name, year + NEAR)
        parts += [of_insurance(scheme, around, year), _mean_earnings(around, year)]
    if setting is not None:
        parts += [Derived(dict(_paying(plain, setting)), {}), family_benefits(plain, setting)]
    known = {name for one in parts for name in one.benefits}
    parts.insert(0, of_cases(code, known))
    inputs = {key: one for part in parts for key, one in part.inputs.items()}
    return Derived(inputs, _joined(*(p.benefits for p in parts)), tuple(f for p in parts for f in p.flags))


def law_named(code: str, said: str) -> Scenario:
    """A scenario by its name, or from a file, which may change the contributory schemes of a country as well."""
    country = country_of(code)
    if not said.endswith((".yaml", ".yml")):
        return scenario_of(country, said)
    insured = tuple(_insured(path) for path in insurance_files(code))
    laws = {FLOOR: (*country.floor_law, *insured), STATUS_QUO: (*country.schemes, *insured)}
    return read_scenario(Path(said), laws)


def schemes_of(
    code: str, country: Country, scenario: Scenario | None = None
) -> tuple[tuple[Scheme, ...], tuple[Scheme, ...]]:
    """The schemes of the floor and the contributory ones, as a scenario has them."""
    insured = tuple(_insured(path) for path in insurance_files(code))
    plain = law_of(country, scenario) if scenario else country.schemes
    if scenario is None:
        return plain, insured
    names = {one.name for one in insured}
    changed = apply((*(one for one in plain if one.name not in names), *insured), scenario)
    return (
        tuple(one for one in changed if one.name not in names),
        tuple(one for one in changed if one.name in names),
    )


def _insured(path: Path) -> Scheme:
    return read_scheme(path)


def ground_of(code: str, scheme: str, last: int) -> Ground:
    """The wages, prices and deaths round the contributory scheme of a country."""
    return _ground(code, scheme, last, stamp(code))


@lru_cache(maxsize=16)
def _ground(code: str, scheme: str, last: int, _files: Stamp) -> Ground:
    from socle.run.career_ground import ground

    path = next(one for one in insurance_files(code) if _insured(one).name == scheme)
    return ground(str(path), None, code, last)


def _setting(country: Country, year: int) -> Setting | None:
    """A country ready for its law in a year and the next ones; nothing where its figures do not reach so far."""
    try:
        return prepare(country, Choices(base_year=year, years_ahead=NEAR, accept_line=True))
    except Refusal:
        return None


def _asks_money(scheme: Scheme) -> bool:
    return any(one.computable and not one.caseload for one in scheme.benefits)


def _with_lines(setting: Setting, said: Mapping[str, Input]) -> Economy:
    """The economy of a setting, with the reference line, the average wage and, if it is said, the lowest as series."""
    economy = setting.economy
    line = np.full((1, len(economy.years)), np.nan)
    lowest, here = line.copy(), economy.years.index(setting.years[0])
    if MINIMUM_WAGE in said:
        lowest[0, here] = said[MINIMUM_WAGE].value
    used = next(one for one in setting.lines if one.used)
    line[0, here : here + len(used.values)] = used.values
    known = {"poverty_line": line, MINIMUM_WAGE: lowest, AVERAGE_WAGE: economy.of("wages")}
    return replace(economy, series={**economy.series, **known})


def _mean_earnings(around: Ground, year: int) -> Derived:
    """Mean earnings of the insured, as the data of the institution give them for its first year."""
    if year not in around.economy.years or not around.institution:
        return Derived({}, {})
    wage = float(around.economy.at(AVERAGE_WAGE, year)[0, 0])
    source = around.law.scheme.law or around.law.scheme.name
    status = FINAL if year == around.today else ESTIMATED
    found = Input(
        wage, source, str(around.today), "figures", status, f"{around.law.scheme.name}/contributors"
    )
    return Derived({"mean_earnings": found}, {})


def _paying(schemes: Sequence[Scheme], setting: Setting) -> Iterator[tuple[str, Input]]:
    """The formally employed where the law takes a contribution from each of them: those whom it protects."""
    share = setting.population.prevalence.get("formally_employed")
    if share is None:
        return
    cells = share[0, 0, ..., 0] if share.ndim > 4 else share[0, 0]
    people = float((setting.persons[0] * cells).sum())
    for scheme in schemes:
        for payer in scheme.financing:
            rules = [call.rule.name for clause in payer.who for call in clause.calls]
            if payer.call.rule.name != "contribution" or rules != ["formally_employed"]:
                continue
            asked = of_schemes([scheme], None, setting.years[0])
            for branch in (name for name in asked.benefits if asked.benefits[name]):
                where = f"{scheme.name}.financing.who"
                source, date = scheme.law or scheme.name, str(setting.years[0])
                yield (
                    f"branch.{branch}.active_protected",
                    Input(people, source, date, "law", ESTIMATED, where),
                )


def _all_residents(
    code: str, country: Country, request: PracticeRequest, year: int, inputs: Mapping[str, Input]
) -> Iterator[tuple[str, Input]]:
    """Branches whose law leaves nobody out: all residents are protected, their wives and children among them."""
    plain, _ = schemes_of(code, country, request.scenario)
    for branch, said in protects_all(plain, year):
        if "residents" in inputs:
            yield f"branch.{branch}.residents_protected", replace(said, value=inputs["residents"].value)
        yield f"branch.{branch}.dependants", said
        if branch == "family" and "children_of_residents" in inputs:
            yield "children_of_protected", replace(said, value=inputs["children_of_residents"].value)


def _of_other_years(year: int, form: Practice | None, inquiry: Inquiry | None) -> Iterator[Flag]:
    """Answers that are about another year than the law."""
    told = {one.year for one in (form, inquiry) if one is not None} - {year}
    for said in sorted(told):
        yield Flag(OTHER_YEAR, {"said": str(said), "year": str(year)})


def _lacking(found: Practice, code: str) -> Iterator[Flag]:
    """What a person should know is missing, and why."""
    said = {"country": found.iso3}
    if "employees" not in found.inputs:
        yield Flag(NOT_COUNTED, said)
    if not {"mean_earnings", "p75_earnings", "labourer_wage"} & set(found.inputs):
        yield Flag(NO_WAGES, said)
    if not insurance_files(code):
        yield Flag(NO_CONTRIBUTIONS, said)
