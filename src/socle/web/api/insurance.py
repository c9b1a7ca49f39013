"""Contributory schemes: careers, agreements between countries, branches, valuations."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path as File
from threading import Lock
from typing import Annotated, Any, Final, Literal

from fastapi import Body, Form, Path, Query, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from socle.exchange import api_answers as answers
from socle.exchange import api_answers_insurance as insurance_answers
from socle.exchange.country import insurance_files
from socle.exchange.country_answers import Stamp, country_of, stamp
from socle.ground.refusals import Refusal, nearest
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.report import branch_tables, career_files, totalized, valuation_files
from socle.run import branch as of_branch
from socle.run import totalize as of_migrants
from socle.run.answers import sex
from socle.run.career_life import Work
from socle.run.career_statement import CareerRequest, told
from socle.run.valuation import ValuationRequest
from socle.run.valuation import valuation as valued
from socle.web.api.asking import Asking, Caller, Code, Missing, Paged, country_code, fingerprint, sent
from socle.web.api.routing import Sent, Shown, get, post
from socle.web.api.sending import digests, with_files

GROUP: Final = N_("Contributory schemes")
ONE_AT_A_TIME: Final = Lock()
SCHEME: Final = r"^[A-Za-z]{3}/[A-Za-z0-9_]{1,80}$"
MONEY: Final = r"^[0-9A-Za-z./@ ]{0,40}$"
Year = Annotated[int, Field(ge=1900, le=2150)]


class CareerAsked(BaseModel):
    """A person's work, and the pension asked for: as the options of `socle career`."""

    model_config = ConfigDict(extra="forbid")
    scheme: str = Field(pattern=SCHEME, description="A shipped scheme: XXX/national_pension.")
    born: Year = Field(description="Year of birth.")
    sex: Literal["female", "male"]
    award: Year = Field(description="The year on whose 1 January the pension is asked for.")
    benefit: str = Field(
        "old_age", pattern=r"^[a-z_]{1,60}$", description="Which benefit (old_age), or `all`."
    )
    begins: Year | None = Field(None, description="First year of work; by default that of the data.")
    earnings: str = Field("", pattern=MONEY, description="What is earned (1200/month), in its first year.")
    growth: str = Field(
        "wages", pattern=r"^[a-z0-9.% -]{0,20}$", description="How earnings grow: wages, prices, or 2%."
    )
    service: float = Field(0.0, ge=0, le=80, description="Years of service from before the first year.")
    account: list[Annotated[str, Field(max_length=80)]] = Field(
        default_factory=list, max_length=10, description="What an account held at first: name=amount."
    )


CAREER: Final = (
    '{"scheme": "XXX/national_pension", "born": 1980, "sex": "female", "award": 2045, '
    '"earnings": "1200/month"}'
)


@post(
    "/career",
    answers.Document[insurance_answers.Career],
    N_("One person's career asked of a contributory pension law: account, pension, every rule."),
    Shown(
        "/career",
        'socle.career("XXX/national_pension", born=1980, sex="female", award=2045, earnings="1200/month")',
        Sent(json=CAREER),
    ),
    GROUP,
)
def career(caller: Asking, asked: Annotated[CareerAsked, Body(examples=[json.loads(CAREER)])]) -> Response:
    """Every year of the statement, the rules behind it, and the pension step by step."""
    code = country_code(asked.scheme[:3])
    work = Work(
        asked.born,
        sex(asked.sex),
        asked.begins,
        asked.earnings,
        asked.growth,
        service=asked.service,
        accounts=tuple(asked.account),
    )
    _refuse_unknown(code, asked.scheme[4:])
    found = told(CareerRequest(f"{code}/{asked.scheme[4:]}", asked.award, work, asked.benefit))
    content = json.loads(career_files.career_json(found, caller.lang))
    known = fingerprint(country_of(code).files, **asked.model_dump())
    return sent(caller, answers.Document(VERSION, known, content))


class CaseForm(BaseModel):
    """A case that is shipped, or a file that is sent."""

    case: str = Field("", pattern=rf"({SCHEME})|(^$)", description="A shipped case: XXX/migrant.")
    file: UploadFile | None = Field(None, description="Or a case file of your own, YAML.")


@post(
    "/totalize",
    answers.Document[insurance_answers.Totalized],
    N_("The pension of a migrant worker under an agreement between countries."),
    Shown("/totalize", 'socle.totalize("XXX/migrant")', Sent(fields={"case": "XXX/migrant"})),
    GROUP,
)
def totalize(caller: Asking, asked: Annotated[CaseForm, Form()]) -> Response:
    """Who pays what, each step with its rule, and what the agreement costs each country."""

    def work(name: str) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(totalized.as_json(of_migrants.totalize(name)))
        return made

    return _of_case(caller, asked, work)


@post(
    "/branch",
    answers.Document[insurance_answers.Branch],
    N_("The valuation of a branch: unemployment, employment injury, sickness, maternity, health, care."),
    Shown("/branch", 'socle.branch("XXX/unemployment")', Sent(fields={"case": "XXX/unemployment"})),
    GROUP,
)
def branch(caller: Asking, asked: Annotated[CaseForm, Form()]) -> Response:
    """Every figure with its factors, and every table."""

    def work(name: str) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(branch_tables.as_json(of_branch.branch(name), caller.lang))
        return made

    return _of_case(caller, asked, work)


def _of_case(caller: Caller, asked: CaseForm, work: Any) -> Response:
    """The answer to a shipped case, or to one that was sent: never to a path of this machine."""
    if bool(asked.case) == (asked.file is not None):
        raise Refusal("Say the name of a shipped case, or send a file: one of both.")
    if asked.file is not None:
        content = with_files([asked.file], lambda path: work(str(path)))
        files = digests([asked.file])
    else:
        code = country_code(asked.case[:3])
        content, files = work(f"{code}/{asked.case[4:]}"), dict(country_of(code).files)
    return sent(caller, answers.Document(VERSION, fingerprint(files, case=asked.case), content))


@get(
    "/valuation/{iso3}/{scheme}",
    answers.Told[insurance_answers.Valuation, insurance_answers.ValuationRow],
    N_("The actuarial valuation of a contributory pension scheme."),
    Shown(
        "/valuation/XXX/national_pension?measure=general_average&limit=2",
        'socle.valuation("XXX", "national_pension", measure="general_average", limit=2)',
    ),
    GROUP,
)
def valuation(
    caller: Asking,
    paging: Paged,
    iso3: Code,
    scheme: Annotated[str, Path(pattern=r"^[A-Za-z0-9_]{1,80}$", description="A shipped scheme.")],
    years: Annotated[int, Query(ge=1, le=100, description="Years that are valued (75).")] = 75,
    measure: Annotated[str, Query(pattern=r"^[a-z_]{0,60}$", description="One measure only.")] = "",
) -> Response:
    """Contributors, pensioners, money, premiums, reserve, debt and generations, one number a row."""
    code = country_code(iso3)
    _refuse_unknown(code, scheme)
    with ONE_AT_A_TIME:
        content = json.loads(_valued(code, stamp(code), scheme, years, caller.lang))
    every = [row for row in content.pop("rows") if measure in ("", row["measure"])]
    rows, total, after = paging.of(every)
    for name in UNTOLD:
        content.pop(name, None)
    if measure:
        content["measures"] = {key: one for key, one in content["measures"].items() if key == measure}
    known = str(content.pop("fingerprint"))
    content.pop("version")
    return sent(caller, answers.Told(VERSION, known, total, after, content, list(rows)))


UNTOLD: Final = ("runs", "seed", "confidence", "varying", "bounded")  # no futures are drawn here


@lru_cache(maxsize=4)
def _valued(code: str, _files: Stamp, scheme: str, years: int, lang: str) -> str:
    found = valued(ValuationRequest(f"{code}/{scheme}", years=years, sensitivity=False))
    return valuation_files.as_json(found, lang)


def _refuse_unknown(code: str, scheme: str) -> None:
    """Only schemes with an institution are asked, by name: never a file of this machine."""
    held = [File(one).stem for one in insurance_files(code)]
    if scheme not in held:
        raise Missing(
            "There is no scheme `{scheme}` of {country} that can be valued here; there are: {valid}.",
            scheme=scheme[:60],
            country=code,
            valid=", ".join(held) or "-",
            nearest=nearest(scheme, held),
        )
