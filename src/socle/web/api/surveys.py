"""Surveys that are sent: what they hold, poverty in them, and what schemes do to their households."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import File, Form, Response, UploadFile
from pydantic import BaseModel, Field

from socle.exchange import api_answers as answers
from socle.exchange import api_answers_survey as survey_answers
from socle.ground.refusals import Refusal
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.measure.indicators import USUAL
from socle.model.survey import Roles
from socle.report import impact_tables, survey_tables, sweep_tables
from socle.report.reweight_tables import worded
from socle.report.text import translator
from socle.run import poverty as of_poverty
from socle.run import survey as of_survey
from socle.run.households import Households, SurveyRequest, households, people_after
from socle.run.impact import setting_of
from socle.run.seek import Question, range_of, target_of
from socle.run.seek import seek as sought
from socle.run.setting import Choices
from socle.run.sweep import sweep as swept
from socle.web.api.asking import Asking, Code, Paged, country_code, fingerprint, sent
from socle.web.api.routing import Sent, Shown, post
from socle.web.api.sending import digests, with_files

GROUP: Final = N_("Surveys and households")
PERSONS: Final = 20_000
INVENTED: Final = "invented"
Column = Annotated[str, Field(max_length=100)]
SAMPLE: Final = (
    "survey.csv",
    "income,people,village,age\n900,3,1,30\n400,5,1,8\n1500,2,2,41\n300,4,2,70\n800,6,3,25\n2100,1,3,55\n",
)
Survey = Annotated[
    UploadFile | None, File(description="A survey, CSV or Excel; without one, a survey is invented.")
]
Map = Annotated[UploadFile | None, File(description="The mapping that names its columns, YAML.")]


class Drawn(BaseModel):
    """The columns that say how a survey was drawn."""

    weight: Column = Field("", description="Column of weights: how many people each record represents.")
    household: Column = Field("", description="Column that names the household.")
    strata: Column = Field("", description="Column that names the stratum.")
    psu: Column = Field(
        "", description="Column that names the primary sampling unit; by default the household."
    )
    person: Column = Field("", description="Column that names the person; one who stands twice is refused.")

    def roles(self) -> Roles:
        """The same as the verbs take it."""
        return Roles(self.weight, self.household, self.strata, self.psu, self.person)


class DescribedForm(Drawn):
    """A survey, and how it was drawn."""

    file: UploadFile


class PovertyForm(Drawn):
    """A survey, and what is measured in it: as the options of `socle poverty`."""

    file: UploadFile
    welfare: Column = Field(description="Column of income or consumption per person.")
    weight: Column = Field(description="Column of weights: how many people each record represents.")
    line: str = Field(
        max_length=40, description="Poverty line: an amount, or a part such as median:0.6 or mean:0.5."
    )
    by: Column = Field("", description="Also for each group of this column, at the same line.")
    measures: str = Field(USUAL, max_length=400, description="Measures with commas, such as arpr,gini,ge:1.")
    age: Column = Field("", description="Column of age, which rmir needs.")
    compare: Column = Field("", description="Column of welfare before: also shows the change from it.")
    count: str = Field("persons", pattern="^(persons|households)$", description="Who counts.")


class LawForm(BaseModel):
    """Which law on whom: what an impact, a sweep and a search have in common."""

    file: Survey = None
    mapping: Map = None
    persons: int = Field(PERSONS, ge=100, le=PERSONS, description="Persons of an invented survey.")
    seed: int = Field(0, ge=0, le=2**31 - 1, description="Seed of all draws.")
    scenario: str = Field("high", pattern=r"^[A-Za-z0-9_]{1,60}$", description="The scenario (high).")
    line: str = Field("", pattern=r"^[a-z_]{0,20}$", description="Reference line.")

    def sent(self) -> list[UploadFile | None]:
        """The files that came with it."""
        if (self.file is None) != (self.mapping is None):
            raise Refusal("A survey and the mapping of its columns are sent together.")
        return [self.file, self.mapping]

    def request(self, file: Path | None, mapping: Path | None) -> SurveyRequest:
        """The survey that is asked."""
        return SurveyRequest(str(file or INVENTED), str(mapping or ""), self.persons, self.seed)

    def known(self, code: str) -> str:
        """What determines the answer."""
        from socle.exchange.country_answers import country_of

        said = self.model_dump(exclude={"file", "mapping"})
        return fingerprint({**country_of(code).files, **digests([self.file, self.mapping])}, **said)


class ImpactForm(LawForm):
    """As the options of `socle impact`."""

    against: str = Field(
        "", pattern=r"^[A-Za-z0-9_]{0,60}$", description="A second scenario, for the difference."
    )
    measure: str = Field("", pattern=r"^[a-z0-9_:.]{0,60}$", description="One measure only.")


class SweepForm(LawForm):
    """As the options of `socle sweep`."""

    set: list[Annotated[str, Field(max_length=300)]] = Field(
        min_length=1,
        max_length=3,
        description="A parameter and its values: path=0.5,1,x1.5; may be repeated.",
    )


class SeekForm(LawForm):
    """As the options of `socle seek`."""

    change: str = Field(max_length=200, description="The parameter to turn, usually an amount.")
    reach: str = Field(
        max_length=100, description="What to reach: fgt0=15%, gini=0.35, spending=1.5% of GDP."
    )
    between: str = Field("", max_length=60, description="Values between which to look: low,high.")


@post(
    "/survey",
    answers.Document[survey_answers.SurveyFacts],
    N_("What a survey file holds, and how it was drawn."),
    Shown(
        "/survey",
        'socle.survey(FILE, weight="people", psu="village")',
        Sent(fields={"weight": "people", "psu": "village"}, file=SAMPLE),
    ),
    GROUP,
)
def survey(caller: Asking, asked: Annotated[DescribedForm, Form()]) -> Response:
    """Records, weights, units, strata, and every column; nothing of the file is kept."""
    found = with_files([asked.file], lambda path: of_survey.describe(path, asked.roles()))
    content = json.loads(survey_tables.description_json(found, caller.lang))
    known = fingerprint(digests([asked.file]), **asked.model_dump(exclude={"file"}))
    return sent(caller, answers.Document(VERSION, known, content))


@post(
    "/poverty",
    answers.Records[survey_answers.Measured],
    N_("Poverty and inequality in a survey, with honest standard errors."),
    Shown(
        "/poverty",
        'socle.poverty(FILE, welfare="income", weight="people", line="600", measures="fgt0,gini")',
        Sent(
            fields={"welfare": "income", "weight": "people", "line": "600", "measures": "fgt0,gini"},
            file=SAMPLE,
        ),
    ),
    GROUP,
)
def poverty(caller: Asking, paging: Paged, asked: Annotated[PovertyForm, Form()]) -> Response:
    """One row a number; nothing of the file is kept."""
    request = of_poverty.PovertyRequest(
        asked.welfare,
        asked.roles(),
        asked.line,
        asked.by,
        asked.age,
        asked.measures or USUAL,
        compare=asked.compare,
        count=asked.count,
    )
    translate = translator(caller.lang)
    found = with_files([asked.file], lambda path: of_poverty.poverty(path, request, translate))
    rows, total, after = paging.of(json.loads(survey_tables.poverty_json(found)))
    known = fingerprint(digests([asked.file]), **asked.model_dump(exclude={"file"}))
    return sent(caller, answers.Records(VERSION, known, total, after, list(rows)))


@post(
    "/impact/{iso3}",
    answers.Told[survey_answers.SurveyUsed, survey_answers.ImpactRow],
    N_("The schemes of a country on the households of a survey."),
    Shown(
        "/impact/XXX?limit=2",
        'socle.impact("XXX", scenario="high", persons=2000, measure="fgt0", limit=2)',
        Sent(fields={"scenario": "high", "persons": "2000", "measure": "fgt0"}),
    ),
    GROUP,
)
def impact(caller: Asking, paging: Paged, iso3: Code, asked: Annotated[ImpactForm, Form()]) -> Response:
    """Persons reached, money, poverty and inequality before and after. Without a file, on an invented survey."""
    code, choices = country_code(iso3), Choices(line=asked.line)
    found = with_files(
        asked.sent(),
        lambda file, mapping: households(
            code, choices, asked.request(file, mapping), asked.scenario, asked.against
        ),
    )
    every = json.loads(impact_tables.as_json(found))
    rows, total, after = paging.of([row for row in every if asked.measure in ("", row["measure"])])
    told = _used(found, caller.lang)
    return sent(caller, answers.Told(VERSION, asked.known(code), total, after, told, list(rows)))


def _used(found: Households, lang: str) -> survey_answers.SurveyUsed:
    used = found.survey
    return survey_answers.SurveyUsed(
        found.iso3,
        found.year,
        found.currency,
        used.title,
        used.invented,
        used.persons,
        used.households,
        used.represented,
        [worded(one, lang) for one in used.notes],
    )


@post(
    "/sweep/{iso3}",
    answers.Records[survey_answers.SweepRow],
    N_("A scenario on the households of a survey, over a grid of its parameters."),
    Shown(
        "/sweep/XXX?limit=2",
        'socle.sweep("XXX", ["old_age.pension.share_of_line.share=0.5,1"], persons=2000, limit=2)',
        Sent(fields={"set": "old_age.pension.share_of_line.share=0.5,1", "persons": "2000"}),
    ),
    GROUP,
)
def sweep(caller: Asking, paging: Paged, iso3: Code, asked: Annotated[SweepForm, Form()]) -> Response:
    """One row a point and measure; point 0 is the law as it stands."""
    code, grid = country_code(iso3), _grid(asked.set)
    setting = setting_of(code, Choices(line=asked.line))

    def work(file: Path | None, mapping: Path | None) -> list[dict[str, Any]]:
        people = people_after(code, setting, asked.request(file, mapping))
        found = swept(setting, people, asked.scenario, grid, asked.seed)
        return [_point(row, grid) for row in sweep_tables.rows(found)]

    rows, total, after = paging.of(with_files(asked.sent(), work))
    return sent(caller, answers.Records(VERSION, asked.known(code), total, after, list(rows)))


def _grid(said: list[str]) -> dict[str, list[str]]:
    """Every parameter with its values; at most a hundred points are asked."""
    grid: dict[str, list[str]] = {}
    points = 1
    for one in said:
        path, equals, texts = (part.strip() for part in one.partition("="))
        values = [text.strip() for text in texts.split(",") if text.strip()]
        if not equals or not values or path in grid:
            raise Refusal(
                "`{said}` is not a parameter with its values: write it as in {example}.",
                said=one[:80],
                example="old_age.pension.coverage=0.5,0.75,1",
            )
        grid[path], points = values, points * len(values)
    if points > MOST_POINTS:
        raise Refusal("A grid has at most {most} points here, not {count}.", most=MOST_POINTS, count=points)
    return grid


MOST_POINTS: Final = 20


def _point(row: Mapping[str, Any], grid: Mapping[str, list[str]]) -> dict[str, Any]:
    """A row with the parameters together instead of a column each."""
    told = {name: value for name, value in row.items() if name not in grid}
    return told | {"set": {path: str(row[path]) for path in grid}}


@post(
    "/seek/{iso3}",
    answers.Document[survey_answers.Sought],
    N_("The value of a parameter that reaches a poverty target or a budget."),
    Shown(
        "/seek/XXX",
        'socle.seek("XXX", "old_age.pension.share_of_line.share", "spending=2.6% of GDP", '
        'between="0.1,1", persons=2000)',
        Sent(
            fields={
                "change": "old_age.pension.share_of_line.share",
                "reach": "spending=2.6% of GDP",
                "between": "0.1,1",
                "persons": "2000",
            }
        ),
    ),
    GROUP,
)
def seek(caller: Asking, iso3: Code, asked: Annotated[SeekForm, Form()]) -> Response:
    """The value, and each measure with it."""
    code = country_code(iso3)
    question = Question(asked.change, target_of(asked.reach), range_of(asked.between))
    setting = setting_of(code, Choices(line=asked.line))

    def work(file: Path | None, mapping: Path | None) -> str:
        people = people_after(code, setting, asked.request(file, mapping))
        return sweep_tables.sought_as_json(sought(setting, people, asked.scenario, question, asked.seed))

    content = json.loads(with_files(asked.sent(), work))
    return sent(caller, answers.Document(VERSION, asked.known(code), content))
