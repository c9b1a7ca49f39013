"""What the pages of the inquiry have in common: the submissions as who asks may see them, and how they are listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from typing import Final

from socle.exchange.country import load_names, shipped
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.register.roles import ANYBODY
from socle.register.statistics import opened_if_there, state
from socle.register.submissions import Submission, Submissions
from socle.register.workflow import NEXT, STATES
from socle.report import code_names
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.web.page import Asked
from socle.web.pages.accounts import moment

KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HERE: Final = {
    "resume": N_("on the page of the draft"),
    "review": N_("on this page"),
    "submit": N_("as a workbook sent from the page of the inquiry"),
    "publish": N_("on this page"),
    "indicators": N_("on the page of statistics"),
}
"""Where on the web a step of the life of a submission is taken."""


@contextmanager
def submissions_of(asked: Asked) -> Iterator[Submissions | None]:
    """The submissions of the register, in the name of who asks; nothing where no register was made."""
    register = opened_if_there(asked.register, asked.viewer.name or ANYBODY)
    if register is None:
        yield None
        return
    with closing(register):
        yield Submissions(register)


def stamp_of_register(asked: Asked) -> str:
    """What changes with Socle, with who asks, and with whatever is entered in the register."""
    name = asked.viewer.name or ANYBODY
    said = (VERSION, name, sorted(asked.viewer.roles), state(asked.register, name))
    return sha256(repr(said).encode()).hexdigest()


def name_of(code: str, lang: str) -> str:
    """The name of a country: as its files say where it is shipped."""
    return named(load_names(code), lang) if code in shipped() else code_names.area(code, lang)


def address(found: Submission) -> str:
    """The page of a submission."""
    return f"/inquiry/{found.id}"


def links(*held: Sequence[Submission]) -> Mapping[str, str]:
    """Where the names of submissions lead."""
    return {one.id: address(one) for some in held for one in some}


def listed(caption: str, held: Sequence[Submission], lang: str) -> Table:
    """Submissions as a table."""
    _ = translator(lang)
    head = (_(N_("Submission")), _(N_("State")), _(N_("Handed in")), _(N_("By")))
    rows = tuple((one.id, _(STATES[one.state]), moment(one.at, lang), one.author) for one in held)
    return Table(caption, head, (("", rows),), words=len(head) - 1)


def following(found: Submission, lang: str) -> str:
    """What happens next, and where."""
    _ = translator(lang)
    return _(NEXT[found.state]).format(**{name: _(where) for name, where in HERE.items()})
