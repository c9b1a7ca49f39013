"""Life tables, and rates from files of persons."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Annotated, Final, Literal

from fastapi import Form, Response, UploadFile
from pydantic import BaseModel, Field

from socle.exchange import api_answers as answers
from socle.exchange import api_answers_insurance as insurance_answers
from socle.ground.refusals import Refusal
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.report import experience_tables, lifetable_tables
from socle.run import lifetable as of_lives
from socle.run.experience import experienced
from socle.run.experience_compared import ExperienceRequest
from socle.web.api.asking import Asking, Paged, fingerprint, sent
from socle.web.api.routing import Sent, Shown, post
from socle.web.api.sending import digests, with_files

GROUP: Final = N_("Contributory schemes")
LIVES: Final = (
    "persons.csv",
    "id,sex,birth_year,entry_date,exit_date,cause\n1,female,1960,2020-01-01,,\n"
    "2,male,1950,2020-01-01,2021-06-30,death\n3,female,1950,2020-01-01,,\n4,male,1955,2020-07-01,2022-12-31,death\n",
)


class LifeTableForm(BaseModel):
    """As the options of `socle lifetable`."""

    rate: float = Field(gt=-0.5, lt=1, description="Rate of interest a year (0.05).")
    file: UploadFile | None = Field(None, description="A life table, CSV with age and one of l and q.")
    makeham: list[float] = Field(
        default_factory=list, max_length=3, description="Or A, B and c of the hazard A + B c^age; repeated."
    )
    radix: float | None = Field(None, gt=0, le=1e12, description="Survivors at the first age.")
    start: int | None = Field(None, ge=0, le=150, description="The first age.")
    terms: list[Annotated[int, Field(ge=1, le=100)]] = Field([10, 20], max_length=5, description="Years.")
    until: int = Field(65, ge=1, le=150, description="Age at which capital values end.")


@post(
    "/lifetable",
    answers.Told[insurance_answers.LifeTable, insurance_answers.AgeRow],
    N_("A life table, and what annuities and insurances on a life are worth on it."),
    Shown(
        "/lifetable?limit=2",
        "socle.lifetable(0.05, makeham=[0.00022, 0.0000027, 1.124], start=20, limit=2)",
        Sent(fields={"rate": "0.05", "makeham": ("0.00022", "0.0000027", "1.124"), "start": "20"}),
    ),
    GROUP,
)
def lifetable(caller: Asking, paging: Paged, asked: Annotated[LifeTableForm, Form()]) -> Response:
    """One row an age; a value without bound is null."""
    law = asked.makeham
    if law and len(law) != 3:
        raise Refusal("Makeham's law has three numbers, A,B,c, as in --makeham 0.00022,0.0000027,1.124.")
    request = of_lives.TableRequest(
        asked.rate,
        None,
        (law[0], law[1], law[2]) if law else None,
        asked.radix,
        asked.start,
        tuple(asked.terms),
        asked.until,
    )
    content = json.loads(
        with_files(
            [asked.file],
            lambda path: lifetable_tables.table_json(
                of_lives.lifetable(replace(request, file=path)), replace(request, file=path), caller.lang
            ),
        )
    )
    rows, total, after = paging.of(content.pop("rows"))
    del content["file"]
    known = fingerprint(digests([asked.file]), **asked.model_dump(exclude={"file"}))
    return sent(caller, answers.Told(VERSION, known, total, after, content, list(rows)))


class ExperienceForm(BaseModel):
    """As the options of `socle experience`."""

    file: UploadFile = Field(
        description="One row a person: id, sex, birth_date, entry_date, exit_date, cause."
    )
    first: date | None = Field(None, description="First day observed; by default the first entry.")
    last: date | None = Field(None, description="Last day observed; by default the last date.")
    event: Literal["death", "invalidity", "leaving", "retirement"] = "death"
    by_sex: bool = Field(False, description="Rates for each sex.")
    age: Literal["birthday", "january"] = "birthday"
    order: int = Field(2, ge=1, le=5, description="Order of the differences that smoothing makes small.")
    smoothing: float | None = Field(None, gt=0, le=1e12, description="Smoothing; by default chosen by REML.")
    scale: Literal["log", "rate"] = "log"
    level: float = Field(0.95, gt=0, lt=1, description="How sure the limits are.")


@post(
    "/experience",
    answers.Told[insurance_answers.Experience, insurance_answers.AgeRow],
    N_("Exposure, rates and graduation from a file of contributors or pensioners."),
    Shown(
        "/experience?limit=2",
        'socle.experience(FILE, last="2022-12-31", limit=2)',
        Sent(fields={"last": "2022-12-31"}, file=LIVES),
    ),
    GROUP,
)
def experience(caller: Asking, paging: Paged, asked: Annotated[ExperienceForm, Form()]) -> Response:
    """One row an age, with crude and graduated rates and their limits."""

    def work(path: object) -> str:
        request = ExperienceRequest(
            file=path,  # type: ignore[arg-type]
            first=asked.first,
            last=asked.last,
            event=asked.event,
            by_sex=asked.by_sex,
            order=asked.order,
            smoothing=asked.smoothing,
            scale=asked.scale,
            level=asked.level,
            age_on=asked.age,
        )
        return experience_tables.experience_json(experienced(request), request, caller.lang)

    content = json.loads(with_files([asked.file], work))
    rows, total, after = paging.of(content.pop("rows"))
    content = {"first": content.pop("from"), "last": content.pop("to"), **content}
    del content["file"], content["standard"]
    known = fingerprint(digests([asked.file]), **asked.model_dump(exclude={"file"}, mode="json"))
    return sent(caller, answers.Told(VERSION, known, total, after, content, list(rows)))
