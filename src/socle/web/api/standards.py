"""What conventions ask, whether a country meets them, the reforms that would, and who has ratified."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

from fastapi import Path, Query, Response
from pydantic import BaseModel, Field

from socle.exchange import api_answers as answers
from socle.exchange import api_answers_ratifications as ratification_answers
from socle.exchange import api_answers_standards as standards_answers
from socle.exchange.standard_file import load_standard, load_standards
from socle.ground.refusals import nearest
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.model.ratification import Undated
from socle.report import assessment_tidy, guarantee_tables, ratification_files, reform_tables, standard_tables
from socle.report.ratification_need_tables import need_json
from socle.run import ratifications as register
from socle.run.guarantees import GuaranteeRequest, guarantees
from socle.run.practice import PracticeRequest
from socle.run.ratification_needs import needs
from socle.run.reforms import ReformRequest, reforms
from socle.run.standards import StandardsRequest, check
from socle.web.api.asking import Asking, Caller, Code, Missing, Paged, Year, country_code, of_content, sent
from socle.web.api.routing import Shown, get

GROUP: Final = N_("Standards and ratifications")
Instruments = Annotated[
    str,
    Query(
        pattern=r"^([A-Za-z0-9]{1,10}(,[A-Za-z0-9]{1,10}){0,20})?$",
        description="Instruments with commas (C102,C128).",
    ),
]
Part = Annotated[str, Query(pattern=r"^[A-Za-z]{0,6}$", description="One Part only (V).")]
Convention = Annotated[str, Query(pattern=r"^[A-Za-z0-9]{1,10}$", description="The Convention (C102).")]
Exceptions = Annotated[
    bool, Query(description="As if the State declares the temporary exceptions (Article 3).")
]
MONEY: Final = r"^[0-9A-Za-z./@ ]{0,40}$"


class ReformsAsked(BaseModel):
    """Which reforms: as the options of `socle standards gap`."""

    convention: str = Field("C102", pattern=r"^[A-Za-z0-9]{1,10}$", description="The instrument (C102).")
    part: str = Field(
        "", pattern=r"^([A-Za-z]{1,6}(,[A-Za-z]{1,6}){0,12})?$", description="Parts with commas (V,IX)."
    )
    year: int | None = Field(None, ge=1900, le=2150, description="The year of law and figures.")
    exceptions: bool = Field(
        False, description="As if the State declares the temporary exceptions (Article 3)."
    )
    cost: bool = Field(True, description="Whether the reforms are costed.")


class Thresholds(BaseModel):
    """What a floor is held against: as the options of `socle standards floor`. Money says its period: 250/month."""

    scenario: list[Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,60}$")]] = Field(
        ["high"], max_length=4, description="Scenarios beside the schemes in force (high); may be repeated."
    )
    line: str = Field("", pattern=MONEY, description="National poverty line.")
    basket: str = Field("", pattern=MONEY, description="Cost of the basket of goods and services.")
    assistance: str = Field("", pattern=MONEY, description="Income up to which social assistance is paid.")
    decides: str = Field(
        "", pattern=r"^[a-z_]{0,20}$", description="Which threshold decides, of those known."
    )


@get(
    "/standards",
    answers.Records[standards_answers.InstrumentRow],
    N_("The instruments, and which of their figures were read in the text."),
    Shown("/standards?limit=2", "socle.standards(limit=2)"),
    GROUP,
)
def standards(caller: Asking, paging: Paged) -> Response:
    """One row an instrument, with its Parts and what acceptance needs."""
    return _records(caller, paging, json.loads(standard_tables.standards_json(caller.lang)))


@get(
    "/standards/{instrument}",
    answers.Document[standards_answers.InstrumentFacts],
    N_("What an instrument requires, Part by Part, with articles."),
    Shown("/standards/C102?part=V", 'socle.standard("C102", part="V")'),
    GROUP,
)
def standard(
    caller: Asking,
    instrument: Annotated[
        str, Path(pattern=r"^[A-Za-z0-9]{1,10}$", description="Code of the instrument (C102).")
    ],
    part: Part = "",
) -> Response:
    """Every fact with its article and whether it was read in the text."""
    if instrument.upper() not in load_standards():
        raise Missing(
            "There is no instrument `{code}`; known are {known}.",
            code=instrument,
            known=", ".join(load_standards()),
            nearest=nearest(instrument, load_standards()),
        )
    one = load_standard(instrument)
    return _document(caller, json.loads(standard_tables.standard_json(one, part.upper(), caller.lang)))


@get(
    "/standards/check/{iso3}",
    answers.Document[standards_answers.Checked],
    N_("Whether a country meets the standards, Part by Part: met, not met, unknown."),
    Shown(
        "/standards/check/XXX?convention=C102&part=V",
        'socle.standards_check("XXX", convention="C102", part="V")',
    ),
    GROUP,
)
def standards_check(
    caller: Asking,
    iso3: Code,
    convention: Instruments = "",
    part: Part = "",
    year: Annotated[Year | None, Query(description="The year of law and figures.")] = None,
    exceptions: Exceptions = False,
) -> Response:
    """Every test of every Part, with its article, its value and what is missing."""
    codes = tuple(load_standard(code).code for code in convention.split(",") if code)
    found = check(StandardsRequest(PracticeRequest(country_code(iso3), year), codes, exceptions))
    return _document(caller, json.loads(assessment_tidy.assessment_json(found, caller.lang, part.upper())))


@get(
    "/standards/gap/{iso3}",
    answers.Document[standards_answers.Reforms],
    N_("The smallest reforms that would make a Part ratifiable, each costed."),
    Shown("/standards/gap/XXX?part=V&cost=false", 'socle.standards_gap("XXX", part="V", cost=False)'),
    GROUP,
)
def standards_gap(caller: Asking, iso3: Code, asked: Annotated[ReformsAsked, Query()]) -> Response:
    """Part by Part what fails, which changes of parameters would meet it, and what these cost."""
    parts = tuple(one.upper() for one in asked.part.split(",") if one)
    code, law = load_standard(asked.convention).code, PracticeRequest(country_code(iso3), asked.year)
    found = reforms(ReformRequest(law, code, parts, asked.exceptions, asked.cost))
    return _document(caller, json.loads(reform_tables.gap_json(found, caller.lang)))


@get(
    "/standards/floor/{iso3}",
    answers.Told[standards_answers.Guarantees, standards_answers.GuaranteeRow],
    N_("The guarantees of Recommendation 202 against national thresholds."),
    Shown(
        "/standards/floor/XXX?scenario=high&limit=2",
        'socle.standards_floor("XXX", scenario=["high"], limit=2)',
    ),
    GROUP,
)
def standards_floor(
    caller: Asking, paging: Paged, iso3: Code, asked: Annotated[Thresholds, Query()]
) -> Response:
    """Guarantee by guarantee: who is reached, at which level of the threshold, and whether that is enough."""
    request = GuaranteeRequest(
        country_code(iso3), tuple(asked.scenario), asked.line, asked.basket, asked.assistance, asked.decides
    )
    content = json.loads(guarantee_tables.floor_json(guarantees(request)))
    rows, total, after = paging.of(content.pop("rows"))
    answer = answers.Told(VERSION, str(content["fingerprint"]), total, after, content, list(rows))
    return sent(caller, answer)


@get(
    "/ratifications",
    answers.Document[ratification_answers.Ratifications],
    N_("Who has ratified a Convention, and how a campaign for more stands."),
    Shown(
        "/ratifications?convention=C102&as_of=2021-10-08", 'socle.ratifications("C102", as_of="2021-10-08")'
    ),
    GROUP,
)
def ratifications(
    caller: Asking,
    convention: Convention = "C102",
    as_of: Annotated[
        str,
        Query(
            pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$",
            description="A day (2021-10-08), or a year: its end.",
        ),
    ] = "",
    region: Annotated[
        str, Query(pattern=r"^[A-Za-z0-9]{0,6}$", description="A group of countries (X06, 202).")
    ] = "",
) -> Response:
    """The register as of a day, State by State with the Parts accepted, and how sure each is."""
    found = register.ratifications(register.AsOf(convention, as_of, region))
    standing = None if isinstance(found, Undated) else register.campaign(found)
    content = json.loads(ratification_files.as_json(found, standing, caller.lang))
    for one in content.get("checks", ()):
        one["first"], one["last"] = one.pop("from"), one.pop("to")
    return _document(caller, content)


@get(
    "/ratifications/needs/{iso3}",
    answers.Records[ratification_answers.Need],
    N_("What the ratification of a Convention would need from a country."),
    Shown("/ratifications/needs/XXX", 'socle.ratification_needs("XXX")'),
    GROUP,
)
def ratification_needs(
    caller: Asking, paging: Paged, iso3: Code, convention: Convention = "C102"
) -> Response:
    """Which Parts pass, which are lacking, and what stands in their way."""
    found = tuple(needs(country_code(iso3), register.convention_of(convention)))
    return _records(caller, paging, json.loads(need_json(found, caller.lang)))


def _document(caller: Caller, content: dict[str, Any]) -> Response:
    known = str(content.get("fingerprint") or of_content(content))
    return sent(caller, answers.Document(VERSION, known, content))


def _records(caller: Caller, paging: Paged, content: list[dict[str, Any]]) -> Response:
    rows, total, after = paging.of(content)
    return sent(caller, answers.Records(VERSION, of_content(content), total, after, list(rows)))
