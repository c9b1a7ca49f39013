"""What is held here: data of the world, observations of the register, the annex, statistical systems."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any, Final, Literal

from fastapi import File, Query, Response, UploadFile
from pydantic import BaseModel, Field

from socle.exchange import api_answers as answers
from socle.exchange import api_answers_world as world_answers
from socle.exchange.sdg_frame import statistics_of_sdg
from socle.exchange.statistic_frame import statistics_of
from socle.exchange.statsystem_figures import Figures, of_register, of_store
from socle.exchange.store import Store
from socle.ground.refusals import Refusal
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.register.reading import Asked
from socle.register.statistics import opened_if_there
from socle.register.store import Register
from socle.report import annex_tidy, statsystem_files
from socle.run import annex as of_world
from socle.run.annex_law import of_shipped
from socle.run.holdings import stored
from socle.run.statsystem import assess, read
from socle.web.api import asking
from socle.web.api.asking import Asking, Caller, Paged, fingerprint, of_content, sent
from socle.web.api.routing import Sent, Shown, get, post
from socle.web.api.sending import digests, with_files

GROUP: Final = N_("Data and statistics")
CODES: Final = r"^([A-Za-z0-9]{2,3}(,[A-Za-z0-9]{2,3}){0,250})?$"
NO_REGISTER: Final = N_("This Socle has no register, so that it holds no observations.")


@contextmanager
def register_of(caller: Caller) -> Iterator[Register | None]:
    """The register in the name of who asks, where there is one."""
    register = opened_if_there(caller.register, caller.viewer.name)
    try:
        yield register
    finally:
        if register is not None:
            register.close()


@get(
    "/data",
    answers.Records[world_answers.Dataset],
    N_("The data of the world that were imported here."),
    Shown("/data?limit=2", "socle.data(limit=2)"),
    GROUP,
)
def data(caller: Asking, paging: Paged) -> Response:
    """One row a dataset, with its checksum, edition, licence and the keys of its sources."""
    entries, readable = stored()
    if not readable:
        raise Refusal("The catalogue of the local store cannot be read.")
    told = [
        world_answers.Dataset(
            one.dataset, one.sha256, one.size, one.rows, list(one.sources), one.licence, one.version
        )
        for one in entries
    ]
    rows, total, after = paging.of(told)
    known = fingerprint({one.dataset: one.sha256 for one in entries})
    return sent(caller, answers.Records(VERSION, known, total, after, list(rows)))


class AnnexAsked(BaseModel):
    """Which annex: as the options of `socle annex`."""

    edition: int = Field(2024, ge=2000, le=2100, description="Year of the edition.")
    year: int | None = Field(
        None, ge=2000, le=2100, description="Year of the regional values; by default the latest with values."
    )
    threshold: float = Field(
        0.4, ge=0, le=1, description="Share of the people concerned that must live in reporting countries."
    )
    table: Literal["groups", "countries"] = Field("groups", description="Groups of countries, or countries.")
    law: bool = Field(False, description="Also asks the shipped law of all countries, which takes longer.")


@get(
    "/annex",
    answers.Told[world_answers.AnnexFacts, world_answers.AnnexRow],
    N_("The world annex: coverage by region and country."),
    Shown("/annex?edition=2024&limit=2", "socle.annex(edition=2024, limit=2)"),
    GROUP,
)
def annex(caller: Asking, paging: Paged, asked: Annotated[AnnexAsked, Query()]) -> Response:
    """Effective coverage. Needs the data of the world, or a register that holds them: refused where there are none."""
    place = asking.world_data()
    with register_of(caller) as register:
        if register is None:
            found = of_world.from_store(place)
        else:
            sdg = register.read("SDG", codes=of_world.SERIES)
            national = register.read("SOCIAL_PROTECTION")
            found = of_world.from_register(place, statistics_of_sdg(sdg), statistics_of(national))
    if asked.law and found.coverage:
        found = replace(found, national=(*found.national, *of_shipped(asked.edition)))
    made = of_world.annex(found, asked.edition, year=asked.year, threshold=asked.threshold)
    every = getattr(annex_tidy, f"{asked.table}_rows")(made, caller.lang)
    rows, total, after = paging.of(every)
    told = world_answers.AnnexFacts(made.edition, made.year, made.threshold, list(made.vintages))
    return sent(caller, answers.Told(VERSION, made.trace.fingerprint, total, after, told, list(rows)))


class ObservationsAsked(BaseModel):
    """Which observations: as the options of `socle export sdmx`."""

    flow: Literal["SDG", "SOCIAL_PROTECTION", "INQUIRY"] = Field(
        "SOCIAL_PROTECTION", description="The flow of the register."
    )
    country: str = Field("", pattern=CODES, description="Codes with commas; by default all.")
    first: int | None = Field(None, ge=1900, le=2150, description="First year.")
    last: int | None = Field(None, ge=1900, le=2150, description="Last year.")
    as_of: str = Field(
        "", pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", description="What the register said on that day."
    )
    vintage: str = Field("", max_length=40, description="An edition; by default the newest of each series.")


@get(
    "/observations",
    answers.Records[world_answers.Observation],
    N_("Published observations of the register: inquiries, indicators, series of the SDG database."),
    Shown(
        "/observations?flow=SOCIAL_PROTECTION&country=XXX&limit=2",
        'socle.observations("SOCIAL_PROTECTION", country="XXX", limit=2)',
    ),
    GROUP,
)
def observations(caller: Asking, paging: Paged, asked: Annotated[ObservationsAsked, Query()]) -> Response:
    """What is confidential is left out, whoever asks."""
    areas = [code.upper() for code in asked.country.split(",") if code]
    years = (asked.first or 1900, asked.last or 2150)
    with register_of(caller) as register:
        if register is None:
            raise Refusal(NO_REGISTER)
        wanted = Asked(
            asked.flow,
            areas,
            years=years,
            as_of=asked.as_of or None,
            vintage=asked.vintage,
            public=True,
        )
        frame = register.answer(wanted).frame
    told = [_observed(asked.flow, row) for row in frame.iter_rows(named=True)]
    rows, total, after = paging.of(told)
    return sent(caller, answers.Records(VERSION, of_content(told), total, after, list(rows)))


def _observed(flow: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row of the register; who reviewed it is nobody's business here."""
    return {
        "flow": flow,
        "key": row["KEY"],
        "area": row["AREA"],
        "code": row["CODE"],
        "year": row["TIME_PERIOD"],
        "value": row["OBS_VALUE"],
        "status": row["OBS_STATUS"],
        "unit": row["UNIT_MEASURE"],
        "source": row["SOURCE"],
        "method": row["METHOD"],
        "attributes": row["ATTRIBUTES"],
        "vintage": row["VINTAGE"],
        "recorded": str(row["RECORDED"]),
    }


@post(
    "/statsystem",
    answers.Document[world_answers.StatSystem],
    N_("The assessment of a statistical system: levels, figures that there are, a plan."),
    Shown(
        "/statsystem",
        'socle.statsystem(("assessment.xlsx", socle.template("statsystem", country="XXX", year=2024)))',
        Sent(template="/template/statsystem?country=XXX&year=2024"),
    ),
    GROUP,
)
def statsystem(
    caller: Asking,
    file: Annotated[UploadFile, File(description="The questionnaire: the workbook of /template/statsystem.")],
) -> Response:
    """Scores with what is missing, figures that there are, and the plan by what it gains. Nothing is kept."""
    given = with_files([file], read)
    found = assess(given, _figures(caller, given.country))
    content = json.loads(statsystem_files.statsystem_json(found, caller.lang))
    for step in content["plan"]["steps"]:
        step["before"], step["after"] = step.pop("from"), step.pop("to")
    known = fingerprint(digests([file]), figures=of_content(content["figures"]))
    return sent(caller, answers.Document(VERSION, known, content))


def _figures(caller: Caller, country: str) -> Figures:
    """Of the register if there is one, else of the data of the world, else none; which of them is told."""
    with register_of(caller) as register:
        if register is not None:
            indicators = register.read("SOCIAL_PROTECTION", area=country)
            return of_register(indicators, register.read("SDG", area=country), "register")
    place = asking.world_data()
    if isinstance(place, Store) and not place.has("sdg/sdg_1_3_1"):
        return Figures()
    return of_store(place, country)
