"""Any number of the floor opened: its steps, what the law says to each, its sources and its fingerprint."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.results import BenefitCost, Floor, ScenarioCost
from socle.model.rulebook import RULES
from socle.report import explained_floor as opened
from socle.report import explained_tables as told
from socle.report import labels, sections
from socle.report.numbered import Steps
from socle.report.page import Stated
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.run.builder import Built, build
from socle.run.builder_steps import FROM
from socle.run.explain_cited import Cited, cited_in, explain_cited
from socle.run.explain_floor import explain_of_floor, is_of_floor, of_benefit, scenario_named
from socle.run.explain_parts import Place, Worked
from socle.run.explain_sources import Rests
from socle.run.floor import scenario_of
from socle.run.indicators import FIGURES
from socle.web.countries import code_of, country_of, floor_of, ground_of, stamp_of
from socle.web.page import Asked, page
from socle.web.pages import explained_valuation as valuation_numbers
from socle.web.reference import Reference, address, present
from socle.web.scenario_address import query_of, wanted_of

TITLE = N_("{country}: every number of the floor, and how it comes about")
LEAD = N_(
    "Choose a number: its page shows each step from all residents to the cost, with the law that says so."
)
LONGEST = 6  # digits of a year that are read at all
USUAL = {"sum": "pct_gdp", "gap": "gap", "line": "line", "published": "share", "people": "persons"}


@dataclass(frozen=True)
class Number:
    """One step as data: what it is called, its sentence, its value; no value where it is not known."""

    name: str
    sentence: str
    value: float | None
    unit: str


@dataclass(frozen=True)
class Explained:
    """One number with its steps."""

    title: str
    iso3: str
    country: str
    benefit: str  # what the number is of
    path: str
    measure: str
    year: int
    years: tuple[int, int] | None  # those that may be asked for, where there are several
    scenario: str
    scenarios: tuple[tuple[str, str], ...]
    shown: str  # the number as the cell that leads here shows it
    unit: str
    value: float | None
    law: str
    flags: tuple[str, ...]
    steps: tuple[Number, ...]
    formula: str
    formula_text: str
    assumptions: tuple[Stated, ...]
    tables: tuple[Table, ...]
    links: Mapping[str, str]
    query: str  # what stands after the question mark, for the same number as data
    fingerprint: str
    steps_of_scenario: Steps = ()  # how the scenario is built; nothing for one that is shipped


@dataclass(frozen=True)
class Run:
    """Where a number is looked for: the floor, and the scenario that the address builds, if it builds one."""

    floor: Floor
    built: Built | None

    @property
    def steps(self) -> Steps:
        """How the scenario is built."""
        return tuple(self.built.wanted.pairs()) if self.built else ()

    def scenario(self, name: str) -> ScenarioCost:
        """The scenario of that name, or the one that is built."""
        return (
            self.floor.scenario(self.built.scenario.name) if self.built else scenario_named(self.floor, name)
        )

    def rests(self, country: Country, name: str, year: int) -> Rests:
        """What tells the sources of a number in a scenario of that name, or in the one that is built."""
        chosen = self.built.scenario if self.built else scenario_of(country, name)
        return Rests(country, self.floor.lines, chosen, year > self.floor.base_year)

    def query(self, year: int, scenario: str, measure: str) -> str:
        """What stands after the question mark."""
        own = () if self.built else (("scenario", scenario),)
        return "?" + query_of([("year", str(year)), *own, ("measure", measure), *self.steps])


def _run(asked: Asked) -> Run:
    """The floor of the country, or of a scenario that is built; refused where something in that is wrong."""
    if FROM not in asked.query:
        return Run(floor_of(asked), None)
    built = build(ground_of(asked), wanted_of(asked))
    for refusal in built.wrong.values():
        raise refusal
    return Run(built.floor, built)


@page("/explain/{iso3:country}", stamp=stamp_of)
def explain_country(asked: Asked) -> Reference:
    """Every number of a country that can be opened."""
    floor, lang = floor_of(asked), asked.lang
    _, name = translator(lang), labels.country(floor, lang)
    links = {
        f"{labels.scenario_title(one, lang)}|{labels.benefit_title(benefit, lang)}": address(
            floor.iso3, benefit.benefit, year, one.name
        )
        for one in floor.scenarios
        for benefit in one.benefits
        if (year := told.opens_in(floor, benefit)) is not None
    }
    return Reference(
        _(TITLE).format(country=name),
        _(N_("Explanation")),
        (
            told.numbers_table(floor, lang),
            sections.by_guarantee(floor, lang),
            sections.comparison(floor, lang),
        ),
        crumbs=((f"/{floor.iso3}", name),),
        lead=(_(LEAD),),
        links=links,
        fingerprint=floor.trace.fingerprint,
    )


@page("/explain/{iso3:country}/{benefit:name}", stamp=stamp_of)
def explained(asked: Asked) -> Explained:
    """One number."""
    name = asked.path["benefit"]
    if name.startswith("valuation."):
        return _of_valuation(asked)
    return _of_floor(asked) if is_of_floor(name) else _of_benefit(asked)


def _of_valuation(asked: Asked) -> Explained:
    """A number of an actuarial valuation."""
    said = valuation_numbers.explained(asked)
    steps = tuple(Number(name, benefit, value, "") for name, benefit, value in said.pop("steps"))
    return Explained(steps=steps, **said)


def _of_floor(asked: Asked) -> Explained:
    """A sum, a gap, a line, a published share, people."""
    run, lang, name = _run(asked), asked.lang, asked.path["benefit"]
    floor, kind, place = run.floor, name.partition(".")[0], _place(asked, run)
    measure = asked.one("measure") or USUAL[kind]
    worked = explain_of_floor(place, name, measure)
    said, rests = (
        _said(place, worked, measure, lang),
        run.rests(place.country, place.scenario.name, place.year),
    )
    links = _links(place, run, worked, lang)
    if kind == "published":
        links |= {
            label: f"/indicators/{FIGURES[name.partition('.')[2]]}" for label in opened.labelled(worked, lang)
        }
    return Explained(
        title=opened.title(place, name, worked, said["answer"], lang),
        iso3=floor.iso3,
        country=labels.country(floor, lang),
        benefit=labels.capital(opened.what_of(worked, lang)),
        path=name,
        year=place.year,
        years=None if kind == "published" else (floor.years[0], floor.years[-1]),
        scenario=place.scenario.name if kind == "sum" else "",
        scenarios=_scenarios(floor, lang) if kind == "sum" and not run.built else (),
        steps_of_scenario=run.steps,
        law="",
        flags=said["answer"].words,
        steps=tuple(
            Number(label, translator(lang)(one.sentence), _finite(one.value), one.unit)
            for label, one in zip(opened.labelled(worked, lang), worked.parts, strict=True)
        ),
        tables=present(
            opened.parts_table(place, worked, lang, translator(lang)(N_("Steps"))),
            opened.left_out_table(worked, lang),
            sections.source_table(rests.sources(floor.sources, name, measure), lang),
        ),
        links=links,
        query=run.query(place.year, place.scenario.name, measure),
        fingerprint=floor.trace.fingerprint,
        **_number(said),
    )


def _of_benefit(asked: Asked) -> Explained:
    """A benefit: the steps of its law to its cost, and from there to the measure that is asked for."""
    run, lang, measure = _run(asked), asked.lang, asked.one("measure") or "pct_gdp"
    cited = _cited(asked, run)
    one, _ = cited.explanation, translator(lang)
    said, more = _measured(asked, run, cited, measure)
    rests = run.rests(country_of(asked), one.scenario, one.year)
    return Explained(
        title=told.headline(cited, said["shown"], said["unit"], lang),
        iso3=one.country,
        country=named(cited.country, lang),
        benefit=labels.capital(named(cited.benefit, lang)),
        path=one.benefit,
        year=one.year,
        years=cited.years,
        scenario=one.scenario,
        scenarios=tuple((name, labels.capital(named(title, lang))) for name, title in cited.scenarios),
        steps_of_scenario=run.steps,
        law=_(cited.law),
        flags=(*said["answer"].words, *told.flags(one, lang)),
        steps=tuple(Number(s.name, _(s.sentence), _finite(s.value), s.unit) for s in one.steps),
        tables=present(
            told.steps_table(one, lang),
            said["more"] if measure != "pct_gdp" else None,
            told.said_table(one, lang),
            sections.source_table(rests.sources(cited.sources, one.benefit, measure), lang),
        ),
        links={
            label: f"/rules/{step.name}"
            for label, step in zip(told.labelled(one, lang), one.steps, strict=True)
            if step.name in RULES
        }
        | more,
        query=run.query(one.year, one.scenario, measure),
        fingerprint=cited.fingerprint,
        **_number(said),
    )


def _cited(asked: Asked, run: Run) -> Cited:
    """The steps of a benefit, in a scenario that is shipped or in the one that the address builds."""
    path, year = asked.path["benefit"], _year(asked.one("year"))
    if run.built is None:
        return explain_cited(code_of(asked), path, year, asked.one("scenario"))
    year = run.floor.base_year if year is None else year
    return cited_in(ground_of(asked).setting, path, year, run.built.scenario)


def _measured(asked: Asked, run: Run, cited: Cited, measure: str) -> tuple[dict[str, Any], dict[str, str]]:
    """What is said of a benefit by a measure, and where its steps lead; beyond the years of the floor, its share."""
    one, lang, floor = cited.explanation, asked.lang, run.floor
    found = _held(floor, cited)
    if found is None:
        share = opened.Answer(told.last_shown(one, lang), translator(lang)(opened.MEASURE["pct_gdp"]), ())
        value = _finite(one.steps[-1].value)
        return _with_formula("pct_gdp", lang) | {
            "answer": share,
            "shown": share.shown,
            "unit": share.unit,
            "value": value,
            "assumptions": (),
            "more": None,
        }, {}
    place = Place(floor, country_of(asked), run.scenario(one.scenario), one.year)
    worked = of_benefit(place, found, measure)
    more = opened.parts_table(place, worked, lang, translator(lang)(N_("From the cost to this number")))
    return _said(place, worked, measure, lang) | {"more": more}, _links(place, run, worked, lang)


def _said(place: Place, worked: Worked, measure: str, lang: str) -> dict[str, Any]:
    """The number itself, how it is worked out, and what it assumes."""
    answer = opened.answer(place, measure, worked, lang)
    return _with_formula(measure, lang) | {
        "answer": answer,
        "shown": answer.shown,
        "unit": answer.unit,
        "value": _finite(worked.number.value),
        "assumptions": opened.assumptions(place.floor, worked.topics, lang),
    }


def _with_formula(measure: str, lang: str) -> dict[str, Any]:
    formula, text = opened.formula(measure, lang)
    return {"measure": measure, "formula": formula, "formula_text": text}


def _number(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a context keeps of it."""
    return {name: one for name, one in said.items() if name not in ("answer", "more")}


def _scenarios(floor: Floor, lang: str) -> tuple[tuple[str, str], ...]:
    return tuple((one.name, labels.scenario_title(one, lang)) for one in floor.scenarios)


def _held(floor: Floor, cited: Cited) -> BenefitCost | None:
    """The benefit in the floor, where its year and scenario are those of the floor."""
    one = cited.explanation
    if one.year not in floor.years or one.scenario not in {each.name for each in floor.scenarios}:
        return None
    return next((b for b in floor.scenario(one.scenario).benefits if b.benefit == one.benefit), None)


def _place(asked: Asked, run: Run) -> Place:
    floor, year = run.floor, _year(asked.one("year"))
    year = floor.base_year if year is None else year
    if year not in floor.years:
        raise Refusal(
            "{year} is outside the years of this run ({first} to {last}).",
            year=year,
            first=floor.years[0],
            last=floor.years[-1],
        )
    return Place(floor, country_of(asked), run.scenario(asked.one("scenario")), year)


def _links(place: Place, run: Run, worked: Worked, lang: str) -> dict[str, str]:
    """Where the steps lead that are numbers of their own."""
    scenario = "" if run.built else place.scenario.name
    return {
        label: address(place.floor.iso3, one.opens[0], place.year, scenario, one.opens[1], run.steps)
        for label, one in zip(opened.labelled(worked, lang), worked.parts, strict=True)
        if one.opens and one.value == one.value
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
        raise Refusal("`{text}` is no year: write 2024, or several with commas.", text=text[:60])
    return int(text)
