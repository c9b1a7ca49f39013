"""The instruments of international labour law: which there are, and what each of them asks."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from socle.exchange.standard_file import load_standards
from socle.ground.refusals import nearest
from socle.ground.words import N_
from socle.report import reference_standards as told
from socle.report.text import named, translator
from socle.web.page import Asked, page
from socle.web.reference import Reference, present, with_socle

TITLE = N_("What {count} Conventions and Recommendations ask of social security")
LEAD = N_("Each requirement with its article, as Socle holds the law and practice of a country against it.")


@page("/standards", stamp=with_socle)
def instruments(asked: Asked) -> Reference:
    """Every instrument."""
    _, known = translator(asked.lang), load_standards()
    return Reference(
        _(TITLE).format(count=len(known)),
        _(N_("Standards")),
        (told.instruments_table(asked.lang),),
        lead=(_(LEAD),),
        links={code: f"/standards/{code}" for code in known},
    )


@page("/standards/{code:name}", stamp=with_socle)
def instrument(asked: Asked) -> Reference:
    """One instrument, Part by Part."""
    code, _, known = asked.path["code"].upper(), translator(asked.lang), load_standards()
    if code not in known:
        raise HTTPException(404, nearest(code, known))
    one = known[code]
    return Reference(
        f"{code}: {named(one.title, asked.lang)}",
        code,
        (
            *told.instrument_tables(one, asked.lang),
            *present(told.definitions_table(one, asked.lang), told.texts_table(one, asked.lang)),
        ),
        crumbs=(("/standards", _(N_("Standards"))),),
        lead=tuple(told.about(one, asked.lang)),
    )
