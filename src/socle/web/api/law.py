"""Rules, indicators, and what the law gives one household."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

from fastapi import Body, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

import socle.rules  # noqa: F401, fills the rulebook
from socle.exchange import api_answers as answers
from socle.exchange import api_answers_law as law_answers
from socle.exchange.country_answers import country_of
from socle.ground.refusals import Refusal, nearest
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE
from socle.model.rulebook import RULES
from socle.model.schema import rulebook_of, scheme_schema
from socle.register.statistics import known, opened_if_there
from socle.report import calculated_json, indicator_tables
from socle.report.text import translator
from socle.run.calculator import Request, calculate
from socle.run.indicator_choice import breakdowns, chosen
from socle.run.indicator_choice import indicators as indicators_of
from socle.web.api.asking import Asking, Code, Missing, Paged, country_code, fingerprint, of_content, sent
from socle.web.api.routing import Sent, Shown, get, post

GROUP: Final = N_("Law and indicators")
Words = Annotated[str, Field(max_length=400)]
NOTHING: Final = N_("Nothing is known of {country} for what was asked.")
EXAMPLE: Final = (
    '{"scheme": "XXX/old_age", "persons": ["age=70, sex=female, receives_contributory_pension=no"]}'
)


class Asked(BaseModel):
    """What is asked: a scheme of a shipped country, of whom, and when, in the words of `socle calculator`."""

    model_config = ConfigDict(extra="forbid")
    scheme: str = Field(
        pattern=r"^[A-Za-z]{3}(/[A-Za-z0-9_.]{1,80})?$",
        description="COUNTRY/scheme (XXX/old_age), or COUNTRY.",
    )
    persons: list[Words] = Field(
        default_factory=list, max_length=40, description='What is known of each member: "age=70, sex=female".'
    )
    household: Words = Field("", description='What is the same for all: "urban=yes".')
    date: str = Field("", pattern=r"^[0-9-]{0,10}$", description="The day, or the year, whose law is asked.")
    scenario: str = Field(
        "status_quo", pattern=r"^[A-Za-z0-9_]{1,60}$", description="The scenario whose law is asked."
    )
    line: str = Field("", pattern=r"^[a-z_]{0,20}$", description="Reference line.")


@get(
    "/rules",
    answers.Records[law_answers.RuleRow],
    N_("List the rules in which law is written."),
    Shown("/rules?limit=2", "socle.rules(limit=2)"),
    GROUP,
)
def rules(caller: Asking, paging: Paged) -> Response:
    """One row a rule: its room, its sentence, the columns it reads and what a file may say to it."""
    book = rulebook_of(RULES.values(), translator(caller.lang))
    rows, total, after = paging.of(book)
    return sent(caller, answers.Records(VERSION, of_content(book), total, after, list(rows)))


@get(
    "/rules/schema",
    answers.Document[dict[str, Any]],
    N_("The JSON Schema of scheme files, for editors."),
    Shown("/rules/schema", "socle.rules_schema()"),
    GROUP,
)
def rules_schema(caller: Asking) -> Response:
    """From the signatures of the rules."""
    content = scheme_schema(translator(caller.lang))
    return sent(caller, answers.Document(VERSION, of_content(content), content))


@get(
    "/rules/{rule}",
    answers.Document[law_answers.RuleRow],
    N_("One rule, in full."),
    Shown("/rules/age_band", 'socle.rule("age_band")'),
    GROUP,
)
def rule(
    caller: Asking, rule: Annotated[str, Path(pattern=r"^[a-z0-9_]{1,60}$", description="Name of the rule.")]
) -> Response:
    """Its sentence, and what a file says to it."""
    if rule not in RULES:
        raise Missing("There is no rule `{name}`.", name=rule, nearest=nearest(rule, RULES))
    (content,) = rulebook_of([RULES[rule]], translator(caller.lang))
    return sent(caller, answers.Document(VERSION, of_content(content), content))


@get(
    "/indicators",
    answers.Records[law_answers.IndicatorRow],
    N_("What each indicator is, and its formula."),
    Shown("/indicators?limit=2", "socle.indicators(limit=2)"),
    GROUP,
)
def indicators(caller: Asking, paging: Paged) -> Response:
    """The catalogue of indicators."""
    book = indicator_tables.catalogue_rows(list(CATALOGUE.values()), caller.lang)
    rows, total, after = paging.of(book)
    return sent(caller, answers.Records(VERSION, of_content(book), total, after, list(rows)))


@get(
    "/indicators/{iso3}",
    law_answers.Indicators,
    N_("Coverage, level, expenditure and financing of a country's social protection."),
    Shown("/indicators/XXX?by=sex&limit=2", 'socle.country_indicators("XXX", by="sex", limit=2)'),
    GROUP,
)
def country_indicators(
    caller: Asking,
    paging: Paged,
    iso3: Code,
    year: Annotated[
        str,
        Query(
            pattern=r"^([0-9]{4}(,[0-9]{4}){0,50})?$", description="Years with commas; by default the latest."
        ),
    ] = "",
    by: Annotated[
        str, Query(pattern=r"^[a-z_,]{0,60}$", description="Breakdowns: sex, group, function, scheme_type.")
    ] = "",
    indicator: Annotated[
        str, Query(pattern=r"^[A-Za-z0-9_,]{0,400}$", description="Indicators with commas.")
    ] = "",
) -> Response:
    """In SDMX words; shares are per cent. From the register where there is one, else from what is shipped."""
    code, years = country_code(iso3), tuple(map(int, filter(None, year.split(","))))
    register = opened_if_there(caller.register, caller.viewer.name)
    try:
        held = known(register, code)
    finally:
        if register is not None:
            register.close()
    found = chosen(held.statistics, years, breakdowns(by), indicators_of(indicator))
    if not found:
        raise Refusal(NOTHING, country=code)
    whole = indicator_tables.rows_of(found, caller.lang)
    rows, total, after = paging.of(whole)
    notes = [translator(caller.lang)(held.note)] if held.note else []
    told = law_answers.Indicators(VERSION, of_content(whole), total, after, code, notes, list(rows))
    return sent(caller, told)


@post(
    "/calculator",
    answers.Records[law_answers.AskedStep],
    N_("What the law gives one person or household, with every rule explained."),
    Shown(
        "/calculator?limit=2",
        'socle.calculator("XXX/old_age", ["age=70, sex=female, receives_contributory_pension=no"])',
        Sent(json=EXAMPLE),
    ),
    GROUP,
)
def calculator(
    caller: Asking, paging: Paged, asked: Annotated[Asked, Body(examples=[json.loads(EXAMPLE)])]
) -> Response:
    """Every step and result of every member. What must be known and was not said is asked back by the refusal."""
    country = country_of(country_code(asked.scheme[:3]))
    request = Request(
        asked.scheme, tuple(asked.persons), asked.household, asked.date, "", asked.scenario, asked.line
    )
    content = json.loads(calculated_json.as_json(calculate(request)))
    rows, total, after = paging.of(content)
    known = fingerprint(country.files, asked=asked.model_dump())
    return sent(caller, answers.Records(VERSION, known, total, after, list(rows)))
