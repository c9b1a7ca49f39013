"""The population by single age and sex, and the floor of the world."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Annotated, Final, Literal

from fastapi import Query, Response
from pydantic import BaseModel, Field

from socle.exchange import api_answers as answers
from socle.exchange.country import shipped
from socle.exchange.country_answers import country_of
from socle.ground.axes import SEXES
from socle.ground.refusals import Refusal
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.model.demography import Clock
from socle.run import world
from socle.web.api import asking
from socle.web.api.asking import Asking, Paged, fingerprint, sent
from socle.web.api.routing import Shown, get

GROUP: Final = N_("People and the world")
MANY: Final = 20  # countries whose population is projected at once
CODES: Final = r"^[A-Za-z]{3}(,[A-Za-z]{3}){0,250}$"
Year = Annotated[int, Field(ge=1950, le=2100)]


class PeopleAsked(BaseModel):
    """Which people: as the options of `socle population`."""

    countries: str = Field("XXX", pattern=CODES, description="Codes with commas.")
    year: list[Year] = Field([2050], max_length=20, description="A year; may be repeated.")
    migration: Literal["end", "even"] = Field("end", description="When in the year migrants arrive.")
    clock: Literal["july", "january"] = Field("july", description="Population at 1 July or at 1 January.")
    variant: str = Field("medium", pattern=r"^[a-z_]{0,30}$", description="Variant of the projection.")


class GapAsked(BaseModel):
    """Which gap: as the options of `socle gap`."""

    countries: str = Field(world.ALL, pattern=CODES, description="Codes with commas, or ALL.")
    guarantees: str = Field(
        ",".join(world.CASH),
        pattern=r"^[a-z_]{1,20}(,[a-z_]{1,20}){0,9}$",
        description="Guarantees with commas.",
    )
    year: Year = Field(2023, description="The year (2023).")
    index: str = Field("cpi", pattern=r"^[a-z_]{1,20}$", description="cpi or deflator.")


@get(
    "/population",
    answers.People,
    N_("Project the population of countries by single age and sex."),
    Shown("/population?countries=XXX&year=2030&limit=2", 'socle.population(["XXX"], [2030], limit=2)'),
    GROUP,
)
def population(
    caller: Asking,
    paging: Paged,
    asked: Annotated[PeopleAsked, Query()],
) -> Response:
    """Persons at 1 July or 1 January, from the data of the world where they are imported, else as shipped."""
    codes, years, place = _codes(asked.countries), sorted(set(asked.year)), asking.world_data()
    if len(codes) > MANY or codes == [world.ALL]:
        raise Refusal("At most {most} countries are projected at once.", most=MANY)
    clock: Clock = "1 July" if asked.clock == "july" else "1 January"
    over_time, origin = world.people(
        codes, years[-1], place, migration=asked.migration, clock=clock, variant=asked.variant
    )
    for one in years:
        world.known_year(over_time, one)
    rows = [
        (code, one, sex, age)
        for code in over_time.countries
        for one in years
        for sex in SEXES
        for age in range(over_time.population.shape[-1])
    ]
    chosen, total, after = paging.of(rows)
    told = []
    for code, one, sex, age in chosen:
        at = (over_time.countries.index(code), over_time.years.index(one), SEXES.index(sex), age)
        told.append(answers.PeopleRow(code, one, sex, age, float(over_time.population[at]), "persons"))
    files = asking.imported(place) if origin == "wpp" else _shipped(codes)
    known = fingerprint(files, **asked.model_dump())
    return sent(
        caller, answers.People(VERSION, known, total, after, origin, over_time.clock, asked.variant, told)
    )


@get(
    "/gap",
    answers.Gap,
    N_("Cost and financing gap of the floor, by country, income group and region."),
    Shown("/gap?countries=SEN,KHM&year=2023", 'socle.gap(["SEN", "KHM"], year=2023)'),
    GROUP,
)
def gap(
    caller: Asking,
    paging: Paged,
    asked: Annotated[GapAsked, Query()],
) -> Response:
    """Shares of gross domestic product. Needs the data of the world: refused where they are not imported."""
    codes, named, place = _codes(asked.countries), asked.guarantees.split(","), asking.world_data()
    found = world.gap(codes, named, asked.year, place, asked.index)
    rows, total, after = paging.of(found.rows)
    groups = [
        answers.GapGroup(
            one.kind,
            one.name,
            one.guarantee,
            _known(one.cost),
            _known(one.gap),
            one.countries,
            one.countries_with_gap,
        )
        for one in found.groups
    ]
    known = fingerprint(asking.imported(place), **asked.model_dump())
    told = [answers.GapRow(**asdict(row)) for row in rows]
    answer = answers.Gap(VERSION, known, total, after, found.year, found.index, "share of GDP", groups, told)
    return sent(caller, answer)


def _codes(text: str) -> list[str]:
    return list(dict.fromkeys(text.upper().split(",")))


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _shipped(codes: list[str]) -> dict[str, str]:
    held = {code: country_of(code).files for code in codes if code in shipped()}
    return {f"{code}/{name}": sha for code, files in held.items() for name, sha in files.items()}
