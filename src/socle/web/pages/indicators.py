"""The catalogue of indicators: each with its definition, formula, unit, series of others and a worked case."""

from __future__ import annotations

from functools import cache

from starlette.exceptions import HTTPException

from socle.ground.refusals import nearest
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE
from socle.model.statistic import Statistic
from socle.report import code_names
from socle.report import reference_indicators as told
from socle.report.text import translator
from socle.run.indicators_known import worked_indicators
from socle.web.page import Asked, page
from socle.web.reference import Reference, present, with_socle

TITLE = N_("{count} indicators of coverage, adequacy, expenditure, financing and poverty")
LEAD = N_("Each has one definition and one formula, the same in every table, page and file of Socle.")
NO_CASE = N_(
    "No shipped country tells the numbers of this indicator in its inquiry, so there is no worked case."
)


@cache
def _known() -> tuple[Statistic, ...]:
    return worked_indicators()


@page("/indicators", stamp=with_socle)
def indicators(asked: Asked) -> Reference:
    """Every indicator."""
    _ = translator(asked.lang)
    return Reference(
        _(TITLE).format(count=len(CATALOGUE)),
        _(N_("Indicators")),
        (told.indicators_table(asked.lang),),
        lead=(_(LEAD),),
        links={code: f"/indicators/{code}" for code in CATALOGUE},
    )


@page("/indicators/{code:name}", stamp=with_socle)
def indicator(asked: Asked) -> Reference:
    """One indicator."""
    code, _ = asked.path["code"], translator(asked.lang)
    if code not in CATALOGUE:
        raise HTTPException(404, nearest(code, CATALOGUE))
    one = CATALOGUE[code]
    typeset, line = told.formula(one, asked.lang)
    case = told.worked(_known(), code)
    return Reference(
        _(one.title),
        code,
        present(
            told.statistics_table(one, asked.lang),
            told.case_table(case, code_names.area(case.area, asked.lang), asked.lang) if case else None,
        ),
        crumbs=(("/indicators", _(N_("Indicators"))),),
        lead=(_(one.definition), *(() if case else (_(NO_CASE),))),
        facts=((_(N_("Code")), code), *told.facts(one, asked.lang)),
        formula=typeset,
        formula_text=f"{code} = {line}",
    )
