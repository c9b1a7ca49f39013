"""What a ratification would need: the Parts that pass, how many are lacking, and which tests of the others are open.

`need` reads an assessment of the compliance engine; `needs` makes one for each country that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from socle.exchange.country import shipped
from socle.exchange.ratification_file import load_library
from socle.ground.refusals import Refusal, nearest
from socle.model.ratification import Ratification
from socle.model.standard import Part
from socle.model.verdict import FAIL, PASS, UNKNOWN, Assessment, PartVerdict, Verdict

TOY = "XXX"  # an invented country, which ratifies nothing


@dataclass(frozen=True)
class Open:
    """A Part with its tests that fail and those of which the inputs are lacking."""

    part: Part
    status: str
    fails: tuple[Verdict, ...]
    unknown: tuple[Verdict, ...]
    accepted: bool  # by the ratification that is registered

    @property
    def count(self) -> int:
        """How many tests stand between the Part and acceptance."""
        return len(self.fails) + len(self.unknown)


@dataclass(frozen=True)
class Need:
    """A country: whether it has ratified, which Parts pass, and what is lacking.

    `lacking` is the least number of further Parts that must pass; `one_of` are those of which one must be among them,
    none where one passes already. `parts` are all, those nearest to acceptance first; `common` hold for every Part.
    """

    iso3: str
    convention: str
    ratified: Ratification | None
    complete_to: date | None  # of the register; nothing where none is held
    parts: tuple[Open, ...]
    common: tuple[Open, ...]
    passing: tuple[str, ...]
    lacking: int
    one_of: tuple[str, ...]

    @property
    def status(self) -> str:
        """Whether it could be ratified on what is known: pass, fail, or unknown."""
        if not self.lacking and all(one.status == PASS for one in self.common):
            return PASS
        possible = sum(one.status in (PASS, UNKNOWN) for one in self.parts)
        some = not self.one_of or any(
            one.status == UNKNOWN for one in self.parts if one.part.name in self.one_of
        )
        blocked = any(one.status == FAIL for one in self.common)
        return UNKNOWN if some and possible >= len(self.passing) + self.lacking and not blocked else FAIL


def need(iso3: str, assessment: Assessment) -> Need:
    """What the ratification of an instrument would need, from its assessment."""
    instrument = assessment.instrument
    acceptance = instrument.acceptance
    if acceptance is None:
        raise Refusal("{code} is not ratified Part by Part.", code=instrument.code)
    register = load_library().registers.get(instrument.code)
    ratified = next((row for row in register.rows if row.iso3 == iso3), None) if register else None
    accepted = ratified.parts if ratified else ()
    parts = [_open(one, accepted) for one in assessment.parts]
    passing = tuple(
        one.part.name for one in parts if one.status == PASS and one.part.name in acceptance.parts
    )
    some = not acceptance.one_of or bool(set(passing) & set(acceptance.one_of))
    return Need(
        iso3,
        instrument.code,
        ratified,
        register.complete_to if register else None,
        tuple(sorted(parts, key=lambda one: one.count)),
        tuple(_open(one, ()) for one in assessment.common),
        passing,
        max(acceptance.at_least - len(passing), 0 if some else 1),
        () if some else acceptance.one_of,
    )


def needs(code: str, convention: str) -> Iterator[Need]:
    """The same of a shipped country, or of all of them (`ALL`)."""
    from socle.run.standards import check

    known = [iso3 for iso3 in shipped() if iso3 != TOY]
    asked: Iterable[str] = known if code.upper() == "ALL" else (code.upper(),)
    for iso3 in asked:
        if iso3 not in (*known, TOY):
            raise Refusal(
                "There is no country `{iso3}` with law to assess; shipped are {known}.",
                iso3=iso3,
                known=", ".join(known),
                nearest=nearest(iso3, known),
            )
        for assessment in check(iso3, convention).assessments:
            yield need(iso3, assessment)


def _open(one: PartVerdict, accepted: Iterable[str]) -> Open:
    by = {status: tuple(each for each in one.verdicts if each.status == status) for status in (FAIL, UNKNOWN)}
    return Open(one.part, one.status, by[FAIL], by[UNKNOWN], one.part.name in set(accepted))
