"""What the API answers: the same types for the application that sends them and the client that reads them.

Every answer carries the version of Socle and a fingerprint: equal fingerprints, equal answers. A number that is
not known is null. Lists come in pieces: `total` rows there are, and `next` is what `after` says for the next piece.
What stands in documents and rows is in the modules of the same name: law, standards, survey, insurance, world.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Content = TypeVar("Content")
Row = TypeVar("Row")


@dataclass(frozen=True)
class Answer:
    """What every answer has."""

    version: str
    fingerprint: str


@dataclass(frozen=True)
class Piece(Answer):
    """A piece of a list: how many rows there are, and where the next piece begins; null at the end."""

    total: int
    next: int | None


@dataclass(frozen=True)
class Document(Answer, Generic[Content]):
    """A whole answer, as the command of the same name prints it with --json."""

    content: Content


@dataclass(frozen=True)
class Records(Piece, Generic[Row]):
    """Rows of one kind."""

    rows: list[Row]


@dataclass(frozen=True)
class Told(Piece, Generic[Content, Row]):
    """Rows of one kind, and what there is to say of all of them in `content`."""

    content: Content
    rows: list[Row]


@dataclass(frozen=True)
class Fault:
    """A refusal as RFC 9457 has it, with the place of what is wrong and the valid name closest to what was written."""

    type: str
    title: str
    status: int
    detail: str
    where: str = ""
    nearest: str = ""


@dataclass(frozen=True)
class CountryRow:
    """A shipped country; `computed` counts its schemes with a computed benefit."""

    iso3: str
    name: str
    currency: str
    figures: int
    schemes: int
    computed: int


@dataclass(frozen=True)
class Countries(Piece):
    """The countries shipped."""

    rows: list[CountryRow]


@dataclass(frozen=True)
class BenefitFacts:
    """A benefit of a scheme in force; `not_computed` says why it is not costed, if it is not."""

    benefit: str
    title: str
    guarantee: str
    branch: str
    not_computed: str


@dataclass(frozen=True)
class SchemeFacts:
    """A scheme in force with its law."""

    scheme: str
    title: str
    law: str
    benefits: list[BenefitFacts]


@dataclass(frozen=True)
class CountryFacts(Answer):
    """A country: its facts, its law and the names of its scenarios; `files` are sha256 of what was read."""

    iso3: str
    name: str
    currency: str
    region: str
    income_group: str
    base_year: int
    schemes: list[SchemeFacts]
    scenarios: list[str]
    notes: list[str]
    files: dict[str, str]


@dataclass(frozen=True)
class FigureRow:
    """A published figure; `year` is a year or first-last, `source` a key of the list of sources."""

    figure: str
    sex: str
    age: str
    year: str
    value: float
    unit: str
    source: str
    vintage: str


@dataclass(frozen=True)
class Figures(Piece):
    """The figures of a country."""

    iso3: str
    rows: list[FigureRow]


@dataclass(frozen=True)
class FloorRow:
    """One number of a costed floor. `_T` is a total; `status` says computed, projected, published, partial, missing."""

    country: str
    scenario: str
    guarantee: str
    branch: str
    scheme: str
    benefit: str
    year: int
    measure: str
    unit: str
    value: float | None
    status: str
    source: str


@dataclass(frozen=True)
class FloorRows(Piece):
    """The floor of a country, one number a row."""

    country: str
    name: str
    currency: str
    base_year: int
    scenarios: list[str]
    warnings: list[str]
    rows: list[FloorRow]


@dataclass(frozen=True)
class StepSaid:
    """A parameter as the law says it, with its file and line."""

    parameter: str
    said: str
    where: str


@dataclass(frozen=True)
class StepRow:
    """One step of a number: its sentence, what it gives, and what the law says."""

    name: str
    sentence: str
    value: float | None
    unit: str
    said: list[StepSaid]


@dataclass(frozen=True)
class Explained(Answer):
    """Every step from all residents to the cost of one benefit in one year."""

    country: str
    benefit: str
    year: int
    scenario: str
    law: str
    currency: str
    steps: list[StepRow]
    flags: list[str]


@dataclass(frozen=True)
class PeopleRow:
    """Persons of a single age and sex; 100 is 100 and over."""

    iso3: str
    year: int
    sex: str
    age: int
    population: float
    unit: str


@dataclass(frozen=True)
class People(Piece):
    """A population; `source` is wpp, or compact for the figures shipped with Socle; `moment` 1 July or 1 January."""

    source: str
    moment: str
    variant: str
    rows: list[PeopleRow]


@dataclass(frozen=True)
class GapRow:
    """Cost, gap and coverage of one guarantee in one country, shares of product and of people; `flag` says why null."""

    iso3: str
    year: int
    guarantee: str
    cost: float | None
    gap: float | None
    coverage: float | None
    flag: str


@dataclass(frozen=True)
class GapGroup:
    """The same of a group of countries, weighted by product; how many countries stand behind it."""

    kind: str
    name: str
    guarantee: str
    cost: float | None
    gap: float | None
    countries: int
    countries_with_gap: int


@dataclass(frozen=True)
class Gap(Piece):
    """The floor of the world: countries, then groups. Shares of gross domestic product."""

    year: int
    index: str
    unit: str
    groups: list[GapGroup]
    rows: list[GapRow]


@dataclass(frozen=True)
class SourceRow:
    """Where numbers come from, told once and cited by its key."""

    key: str
    producer: str
    title: str
    vintage: str
    licence: str
    citation: str
    url: str
    derived: bool
    unverified: bool


@dataclass(frozen=True)
class Sources(Piece):
    """The list of sources."""

    rows: list[SourceRow]


@dataclass(frozen=True)
class InOrder(Answer):
    """A file that is in order: what it is, what it holds, and what is to be noted."""

    file: str
    what: str
    details: list[str]
    notes: list[str]
