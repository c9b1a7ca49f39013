"""What a check of a Social Security Inquiry is: its name, level and sentence, and what it finds.

An error must be mended. A warning needs a reason in the table `reasons`, which names the check and the row as
the warning calls it. What is told for information asks for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from socle.ground.refusals import Refusal, Refusals
from socle.ground.words import N_
from socle.model.inquiry import Inquiry, Row
from socle.model.scheme import Scheme

ERROR: Final = "error"
WARNING: Final = "warning"
INFO: Final = "info"
EVERY_ROW: Final = "*"
ACCEPT: Final = N_(
    "{text} If it is right nevertheless, give the reason: a row of `reasons` with check `{check}`, row `{row}`."
)
Groups = Mapping[tuple[str, str], float]  # (group, sex) -> persons


@dataclass(frozen=True)
class Case:
    """What is checked, and with what it is compared where that is known."""

    inquiry: Inquiry
    previous: Inquiry | None = None  # the inquiry of an earlier year
    population: Groups = field(default_factory=dict)  # groups of people where the inquiry gives none
    law: tuple[Scheme, ...] | None = None  # the schemes of the country's files of law
    currency: str = ""  # of the country, where known


@dataclass(frozen=True)
class Found:
    """What a check found: at a cell of a row, or at a fact."""

    at: Row | str  # a fact by its name
    column: str
    template: str
    values: Mapping[str, Any]
    key: str = ""  # how a reason calls it, where that is not the row
    nearest: str = ""


def found(at: Row | str, column: str, template: str, /, **values: Any) -> Found:
    """Something found; `template` is marked with N_ where it is written."""
    return Found(at, column, template, values)


Examine = Callable[[Case], Iterator[Found]]


@dataclass(frozen=True)
class Check:
    """A named rule."""

    code: str
    level: str
    sentence: str  # the rule, a message key
    examine: Examine


CHECKS: Final[dict[str, Check]] = {}


def check(code: str, level: str, sentence: str) -> Callable[[Examine], Examine]:
    """Adds a function to the checks."""

    def added(examine: Examine) -> Examine:
        CHECKS[code] = Check(code, level, sentence, examine)
        return examine

    return added


@dataclass(frozen=True)
class Finding:
    """Something found, with its check and place; `reason` is why it is accepted, if it is."""

    check: str
    level: str
    template: str
    values: Mapping[str, Any]
    where: str  # a Place: its words depend on the language
    row: str  # how `reasons` calls it
    column: str
    nearest: str = ""
    reason: str = ""

    def worded(self, translate: Callable[[str], str] = str) -> str:
        """The finding as one paragraph, with its place and the name of its check."""
        return f"{self.refusal().worded(translate)} [{self.check}]"

    def refusal(self) -> Refusal:
        """The finding as a refusal, without its check."""
        return Refusal(self.template, where=self.where, nearest=self.nearest, **self.values)


class _Named(Refusal):
    """The refusal of a finding: names the check, and for a warning how a reason is given."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.template, where=finding.where, nearest=finding.nearest, **finding.values)
        self.finding = finding

    def worded(self, translate: Callable[[str], str] = str) -> str:
        text = self.finding.worded(translate)
        if self.finding.level != WARNING:
            return text
        return translate(ACCEPT).format(text=text, check=self.finding.check, row=self.finding.row)


@dataclass(frozen=True)
class Checked:
    """What the checks found."""

    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()  # open: without a reason
    reasoned: tuple[Finding, ...] = ()  # warnings that have a reason
    infos: tuple[Finding, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether a submission is accepted."""
        return not self.errors and not self.warnings

    def stop(self) -> None:
        """Refuse if there is an error or an open warning; each is named with its place and its check."""
        wrong = [_Named(one) for one in (*self.errors, *self.warnings)]
        if wrong:
            raise wrong[0] if len(wrong) == 1 else Refusals(wrong)
