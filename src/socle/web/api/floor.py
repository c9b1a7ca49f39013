"""The floor of a country: shipped scenarios, scenarios of one's own, and every step of one number."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from typing import Annotated, Any, Final

from fastapi import Body, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from socle.exchange import api_answers as answers
from socle.exchange import yaml_text
from socle.exchange.country_answers import Stamp, country_of, stamp
from socle.exchange.scenario_file import scenario_of
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.measure import tidy
from socle.model.results import Floor
from socle.model.scenario import FLOOR, STATUS_QUO, Scenario
from socle.report.text import named, translator
from socle.run.explain import Explanation, Step
from socle.run.explain import explain as explained
from socle.run.floor import DEFAULT_SCENARIOS
from socle.run.floor import floor as costed
from socle.run.setting import Choices
from socle.web.api.asking import (
    Asking,
    Caller,
    Code,
    Paged,
    Paging,
    country_code,
    fingerprint,
    sent,
)
from socle.web.api.routing import Sent, Shown, get, post

GROUP: Final = N_("The floor")
ScenarioName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,60}$")]


class Options(BaseModel):
    """How a floor is costed and which rows are told: as the options of `socle floor`."""

    model_config = ConfigDict(extra="ignore")
    base_year: int | None = Field(
        None, ge=1900, le=2150, description="First year; by default that of the data."
    )
    years: int = Field(30, ge=0, le=75, description="Years after the first (30).")
    line: str = Field(
        "", pattern=r"^[a-z_]{0,20}$", description="Reference line: harmonised, national or gdp_share."
    )
    index: str = Field(
        "cpi", pattern=r"^[a-z_]{0,20}$", description="Prices that move the line: cpi or deflator."
    )
    accept_line: bool = Field(False, description="Use a line above product per head all the same.")
    variant: str = Field("medium", pattern=r"^[a-z_]{0,30}$", description="Variant of the population.")

    def choices(self) -> Choices:
        """The same as the verbs take it."""
        return Choices(
            self.base_year, self.years, self.line, self.index, self.accept_line, variant=self.variant
        )


class Told(Options):
    """The same with the rows that are wanted; nothing said means all of them."""

    measure: str = Field("", pattern=r"^[a-z_]{0,40}$", description="One measure only, as pct_gdp.")
    guarantee: str = Field(
        "", pattern=r"^[A-Za-z_]{0,40}$", description="One guarantee only; _T is the total."
    )
    year: int | None = Field(None, ge=1900, le=2150, description="One year only.")


class Asked(Told):
    """The same with the scenarios side by side."""

    scenario: list[ScenarioName] = Field(
        list(DEFAULT_SCENARIOS),
        max_length=8,
        description="Scenarios side by side: status_quo, low, high, steps; may be repeated.",
    )


class Explaining(Options):
    """How a number comes about: in which year and scenario."""

    year: int | None = Field(None, ge=1900, le=2150, description="The year; by default the first.")
    scenario: str = Field("high", pattern=r"^[A-Za-z0-9_]{1,60}$", description="The scenario (high).")


class Changes(BaseModel):
    """A scenario of one's own, as a scenario file has it: a law to build on, new values by path, benefits left out."""

    model_config = ConfigDict(extra="forbid")
    scenario: str = Field("own", pattern=r"^[a-z][a-z0-9_]{0,40}$", description="Its name.")
    builds_on: str = Field(
        FLOOR, pattern=r"^[a-z_]{1,20}$", description="floor, or status_quo for the law in force."
    )
    changes: dict[str, JsonValue] = Field(
        default_factory=dict, max_length=200, description="New values by path: a value, or values by date."
    )
    remove: list[str] = Field(default_factory=list, max_length=200, description="Benefits left out.")
    beside: list[ScenarioName] = Field(
        default_factory=list, max_length=4, description="Shipped scenarios beside it."
    )


EXAMPLE: Final = (
    '{"scenario": "own", "changes": {"old_age.pension.share_of_line.share": 0.5}, "beside": ["low"]}'
)


@get(
    "/floor/{iso3}",
    answers.FloorRows,
    N_("Cost the social protection floor of a country, today and for the years ahead."),
    Shown(
        "/floor/XXX?scenario=low&measure=pct_gdp&year=2024",
        'socle.floor("XXX", scenario=["low"], measure="pct_gdp", year=2024)',
    ),
    GROUP,
)
def floor(
    caller: Asking,
    paging: Paged,
    iso3: Code,
    asked: Annotated[Asked, Query()],
) -> Response:
    """Persons, money and shares by scenario, guarantee, benefit and year, one number a row."""
    code = country_code(iso3)
    found = _floor(code, stamp(code), asked.choices(), tuple(asked.scenario))
    return _rows(caller, paging, found, asked)


@post(
    "/floor/{iso3}",
    answers.FloorRows,
    N_("Cost a scenario of your own: new values for the law, sent as JSON."),
    Shown(
        "/floor/XXX?measure=pct_gdp&year=2024",
        'socle.floor_of("XXX", {"old_age.pension.share_of_line.share": 0.5}, beside=["low"], '
        'measure="pct_gdp", year=2024)',
        Sent(json=EXAMPLE),
    ),
    GROUP,
)
def floor_of(
    caller: Asking,
    paging: Paged,
    iso3: Code,
    told: Annotated[Told, Query()],
    changes: Annotated[Changes, Body(examples=[json.loads(EXAMPLE)])],
) -> Response:
    """Nothing is kept. A path or a value that the law does not know is refused with the nearest."""
    code = country_code(iso3)
    found = costed(code, told.choices(), (*changes.beside, _own(code, changes)))
    return _rows(caller, paging, found, told)


def _own(code: str, changes: Changes) -> Scenario:
    """The scenario that was sent, read as its file would be."""
    country = country_of(code)
    said = changes.model_dump(exclude={"beside"})
    raw = yaml_text.loads(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"), "scenario")
    return scenario_of(raw, {FLOOR: country.floor_law, STATUS_QUO: country.schemes})


@lru_cache(maxsize=64)
def _floor(code: str, _files: Stamp, choices: Choices, scenarios: tuple[str, ...]) -> Floor:
    return costed(code, choices, scenarios)


def _rows(caller: Caller, paging: Paging, found: Floor, told: Told) -> Response:
    wanted = [row for row in tidy.rows(found) if _is_told(row, told)]
    rows, total, after = paging.of(wanted)
    answer = answers.FloorRows(
        VERSION,
        found.trace.fingerprint,
        total,
        after,
        found.iso3,
        named(found.name, caller.lang),
        found.currency,
        found.base_year,
        [one.name for one in found.scenarios],
        [translator(caller.lang)(text) for text in found.warnings],
        [answers.FloorRow(**row) for row in rows],
    )
    return sent(caller, answer)


def _is_told(row: dict[str, Any], told: Told) -> bool:
    return (
        told.measure in ("", row["measure"])
        and told.guarantee in ("", row["guarantee"])
        and told.year in (None, row["year"])
    )


@get(
    "/explain/{iso3}/{benefit}",
    answers.Explained,
    N_("Every step of one number: its law, its values, its sources."),
    Shown(
        "/explain/XXX/old_age.pension?year=2030&scenario=high",
        'socle.explain("XXX", "old_age.pension", year=2030, scenario="high")',
    ),
    GROUP,
)
def explain(
    caller: Asking,
    iso3: Code,
    benefit: Annotated[str, Path(pattern=r"^[A-Za-z0-9_.]{1,120}$", description="scheme.benefit")],
    asked: Annotated[Explaining, Query()],
) -> Response:
    """From all residents to the cost of one benefit in one year."""
    code = country_code(iso3)
    country, choices = country_of(code), asked.choices()
    at = asked.year or choices.base_year or country.base_year
    found = explained(code, benefit, at, asked.scenario, choices)
    known = fingerprint(
        country.files, benefit=benefit, year=at, scenario=asked.scenario, choices=str(choices)
    )
    return sent(caller, _told(found, known, caller.lang))


def _told(found: Explanation, known: str, lang: str) -> answers.Explained:
    _ = translator(lang)
    return answers.Explained(
        VERSION,
        known,
        found.country,
        found.benefit,
        found.year,
        found.scenario,
        _(found.law) if found.law else "",
        found.currency,
        [_step(one, lang) for one in found.steps],
        [_(flag) for flag in found.flags],
    )


def _step(one: Step, lang: str) -> answers.StepRow:
    said = [answers.StepSaid(*words) for words in one.said]
    value = one.value if math.isfinite(one.value) else None
    return answers.StepRow(one.name, translator(lang)(one.sentence), value, one.unit, said)
