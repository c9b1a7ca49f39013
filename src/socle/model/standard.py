"""An instrument of international labour law as requirements that can be tested: the facts, and nothing of a country.

Figures stand in `standards/*.yaml`, each with its article, the sources in which it was read, and whether it was.
A requirement is met by one of several ways (`any_of`): the alternatives of an article, the routes of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from socle.ground.words import N_
from socle.model.results import Text

KINDS: Final = {
    "persons": N_("Enough persons are protected."),
    "level": N_("The benefit reaches the level."),
    "limit": N_("A figure of the law stays within its limit."),
    "condition": N_("A rule of the instrument is in the law."),
    "package": N_("All the care that is listed is provided."),
    "value": N_("All benefits together are worth enough."),
    "employees_share": N_("Employees do not bear more than their share."),
}
"""Kinds of test; the engine has one function for each."""

TESTS: Final = {
    "persons": N_("Persons protected"),
    "level": N_("Level of the benefit"),
    "value": N_("Total value of the benefits"),
    "age": N_("Pension age"),
    "qualifying": N_("Qualifying period"),
    "reduced": N_("Reduced benefit after a shorter period"),
    "duration": N_("Duration"),
    "waiting": N_("Waiting period"),
    "leave": N_("Length of leave"),
    "package": N_("Care provided"),
    "cost_sharing": N_("Sharing in the cost of care"),
    "review": N_("Review of benefits in payment"),
    "partial_loss": N_("Benefit for a partial loss"),
    "financing": N_("Financing"),
    "responsibility": N_("Responsibility of the State"),
    "administration": N_("Administration"),
    "appeal": N_("Right of appeal"),
    "suspension": N_("Grounds for suspension"),
    "equality": N_("Equality of treatment"),
    "export": N_("Payment abroad"),
    "totalisation": N_("Adding up of periods"),
    "rehabilitation": N_("Rehabilitation"),
    "jobseekers": N_("New applicants for employment"),
    "funeral": N_("Funeral benefit"),
    "attendance": N_("Constant attendance"),
    "fallback": N_("Benefit for those who do not qualify"),
    "law": N_("Set by law"),
    "monitoring": N_("Monitoring"),
    "extension": N_("Extension of coverage"),
}
"""What a requirement is about: its name in reports. Several tests may be of one kind."""


@dataclass(frozen=True)
class Grounds:
    """Where a fact stands and how sure it is: the article, whether the text itself was read, and in what."""

    article: str
    verified: bool
    sources: tuple[str, ...] = ()  # keys of the instrument's `sources`
    note: Text = field(default_factory=dict)  # in our own words, or empty


@dataclass(frozen=True)
class Way:
    """One way to meet a requirement; `facts` are what its kind of test reads (shares, years, weeks, days)."""

    grounds: Grounds
    facts: Mapping[str, Any] = field(default_factory=dict)
    exception: bool = False  # open only to a State that has declared the temporary exceptions


@dataclass(frozen=True)
class Requirement:
    """One test: of what kind, about what, for which contingency, and the ways to meet it; one is enough.

    `facts` hold what all its ways have in common: the rate and the standard beneficiary of a level.
    """

    test: str  # a key of TESTS
    kind: str  # a key of KINDS
    grounds: Grounds
    ways: tuple[Way, ...]
    contingency: str = ""  # a key of practice.CONTINGENCIES; empty where the test is of the whole Part
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A Part of an instrument: a branch, and what is required of it."""

    name: str  # II, III, ...; the code of the instrument where it has no Parts of its own
    branch: str  # a key of practice.BRANCHES; empty for Parts that hold for every branch
    title: Text
    grounds: Grounds  # the articles of the Part
    requirements: tuple[Requirement, ...]

    def contingencies(self) -> tuple[str, ...]:
        """The contingencies of the Part, each once, in its order."""
        return tuple(dict.fromkeys(one.contingency for one in self.requirements if one.contingency))


@dataclass(frozen=True)
class Acceptance:
    """How many Parts a State must accept: at least so many, and at least one of some."""

    grounds: Grounds
    parts: tuple[str, ...]  # those that may be accepted
    at_least: int
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Instrument:
    """A Convention or a Recommendation. `common` are Parts that hold whatever is accepted, as XII and XIII of C102."""

    code: str  # C102
    title: Text
    kind: str  # "convention" or "recommendation"
    year: int
    parts: tuple[Part, ...]
    common: tuple[Part, ...] = ()
    acceptance: Acceptance | None = None  # nothing for a Recommendation
    exceptions: Grounds | None = None  # the article of the temporary exceptions
    in_force: tuple[str, Grounds] | None = None  # a date, and where it was read
    beneficiaries: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict
    )  # name -> {children: 2, title: Text}
    sources: Mapping[str, str] = field(default_factory=dict)  # key -> what was read
    definitions: Mapping[str, tuple[Text, Grounds]] = field(default_factory=dict)  # of wages and of words
    factors: Mapping[str, float] = field(default_factory=dict)  # definition -> its figure: d_125mean -> 1.25
    where: str = ""

    def every(self) -> Iterator[tuple[Part, Requirement]]:
        """Every requirement with its Part, those of `common` last."""
        for part in (*self.parts, *self.common):
            for requirement in part.requirements:
                yield part, requirement
