"""The rulebook: every rule in which law is written, with its formula, its keywords and where the law uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from starlette.exceptions import HTTPException

import socle.rules  # noqa: F401, fills the rulebook
from socle.exchange.country import shipped
from socle.ground.refusals import nearest
from socle.ground.words import N_
from socle.model.rulebook import RULES
from socle.report import code_names
from socle.report import reference_rules as told
from socle.report.explained_tables import opens_in
from socle.report.text import translator
from socle.run.rule_uses import Use, uses
from socle.web.countries import floor_of
from socle.web.page import Asked, page
from socle.web.reference import Reference, address, present, with_socle

TITLE = N_("{count} rules in which law is written")
LEAD = N_(
    "A benefit is a few of these rules with the values of the law. Whoever reads one can compute it by hand: its "
    "formula is the one that Socle computes."
)
NOT_USED = N_("No shipped law uses this rule yet.")
AT_WORK = N_("See this rule at work")


@cache
def _uses() -> Mapping[str, tuple[Use, ...]]:
    return uses()


@page("/rules", stamp=with_socle)
def rules(asked: Asked) -> Reference:
    """Every rule."""
    _ = translator(asked.lang)
    return Reference(
        _(TITLE).format(count=len(RULES)),
        _(N_("Rules")),
        (told.rules_table(asked.lang),),
        lead=(_(LEAD),),
        links={name: f"/rules/{name}" for name in RULES},
    )


@page("/rules/{rule:name}", stamp=with_socle)
def rule(asked: Asked) -> Reference:
    """One rule."""
    name, _ = asked.path["rule"], translator(asked.lang)
    if name not in RULES:
        raise HTTPException(404, nearest(name, RULES))
    one, found = RULES[name], _uses().get(name, ())
    typeset, line = told.formula(one, asked.lang)
    at_work = _at_work(found, asked)
    return Reference(
        f"{name}: {_(one.sentence)}",
        name,
        present(
            told.keywords_table(one, asked.lang),
            told.columns_table(one, asked.lang),
            told.uses_table(found, asked.lang),
        ),
        crumbs=(("/rules", _(N_("Rules"))),),
        lead=() if found else (_(NOT_USED),),
        facts=(
            (_(N_("Part of a law")), _(told.ROOMS[one.room])),
            (_(N_("What it gives")), told.kind(one.gives.word, _)),
        ),
        formula=typeset,
        formula_text=f"{name} = {line}",
        links={code_names.area(code, asked.lang): f"/{code}" for code in shipped()},
        action=(at_work, _(AT_WORK)) if at_work else None,
    )


def _at_work(found: Sequence[Use], asked: Asked) -> str:
    """Where a number that rests on the rule is explained, for the first country; empty where there is none."""
    places = {use.place for use in found if not use.country}
    if not places:
        return ""
    floor = floor_of(replace(asked, path={"iso3": shipped()[0]}))
    for scenario in reversed(floor.scenarios):
        for benefit in scenario.benefits:
            year = opens_in(floor, benefit)
            if benefit.benefit in places and year is not None:
                return address(floor.iso3, benefit.benefit, year, scenario.name)
    return ""
