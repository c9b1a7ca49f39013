"""A number of a valuation opened, as the explanation of any number."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.report import explained_valuation as opened
from socle.report import valuation_sections_data as data
from socle.report import valuation_words
from socle.report.labels import capital, filled
from socle.report.page import Stated
from socle.web.chapters import country_name
from socle.web.countries import code_of
from socle.web.page import Asked
from socle.web.pages.valuation import told_of
from socle.web.reference import present

LONGEST = 6


def parts_of(name: str) -> tuple[str, str, str]:
    """Scheme, measure and benefit or sex of the name of a number: `valuation.national_pension.cost_rate.old_age`."""
    scheme, _, rest = name.removeprefix("valuation.").partition(".")
    measure, _, benefit = rest.partition(".")
    return scheme, measure, benefit


def year_of(asked: Asked) -> int | None:
    """The year of the address, if it says one."""
    said = asked.one("year")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= LONGEST):
        raise Refusal("`{text}` is no year: write 2024, or several with commas.", text=said[:60])
    return int(said)


def explained(asked: Asked) -> dict[str, Any]:
    """What the page of an explanation says of a number of a valuation, by the fields of its context."""
    name, year = asked.path["benefit"], year_of(asked)
    scheme, measure, benefit = parts_of(name)
    told = told_of(asked, scheme)
    if told is None:
        raise HTTPException(404)
    _ = told._
    opened.refuse_unknown(told, measure, benefit, year)
    answer, title = opened.answer(told, measure, benefit, year), opened.titled(told, measure, benefit)
    formula, formula_text = opened.formula(told, measure, benefit)
    text = N_("{what}, {year}: {value} {unit}") if year else N_("{what}: {value} {unit}")
    return {
        "title": _(text)
        .format(what=f"{title}, {told.scheme}", year=year, value=answer.shown, unit=answer.unit)
        .strip(),
        "iso3": code_of(asked),
        "country": country_name(asked),
        "benefit": title,
        "path": name,
        "measure": "",
        "year": year or told.years[0],
        "years": (told.years[0], told.years[-1]) if year else None,
        "scenario": "",
        "scenarios": (),
        "shown": answer.shown,
        "unit": answer.unit,
        "value": opened.value_of(told, measure, benefit, year),
        "law": "",
        "flags": answer.words,
        "steps": opened.steps(told, measure, benefit, year),
        "formula": formula,
        "formula_text": formula_text,
        "assumptions": tuple(
            Stated(capital(_(one.topic)), filled(_(one.text), one.values), one.unverified)
            for one in valuation_words.stated(told.result)
        ),
        "tables": (opened.steps_table(told, measure, benefit, year), *present(data.sources(told))),
        "links": {},
        "query": f"?year={year}" if year else "",
        "fingerprint": told.result.trace.fingerprint,
    }
