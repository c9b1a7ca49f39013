"""The address of a scenario: `?from=low&old_age.pension.age_band.at_least=67`. The address is the scenario.

It holds the steps in their order, so that the last can be undone. A form that is sent carries the steps of its page
(`was`), and only what differs from them is a further step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qs, parse_qsl, urlencode

from socle.exchange.country import shipped
from socle.ground.refusals import Refusal
from socle.run.builder import MOST_CHANGES, Ground, Place, Wanted, bad_place, build
from socle.run.builder_steps import FROM, TICK, WORDS, Pair, Typed, steps_of, wanted_after
from socle.web.countries import ground
from socle.web.page import Asked

START: Final = "low"
RESET: Final = "reset"  # of a form: the value that is as at the start again
LONGEST: Final = 8000  # characters of one column of a comparison
BESIDE: Final = ("by_year", "saved")  # of the view, not of the scenario: what has rows, what is being changed


def steps_asked(asked: Asked, on: Ground) -> tuple[Pair, ...]:
    """The steps that the address holds, with those of the field that was sent."""
    return _steps(on, pairs_of(asked, TICK, RESET), asked.one("was"))


def steps_sent(asked: Asked, on: Ground) -> tuple[Pair, ...]:
    """The steps of a whole form, sent without script."""
    sent = [(name, text) for name, said in asked.form.items() for text in said]
    return _steps(on, [one for one in sent if _is_step(one[0], TICK, RESET)], asked.field("was"))


def _steps(on: Ground, sent: Sequence[Pair], was: str) -> tuple[Pair, ...]:
    """The steps of a page and what was sent from it; what is reset has no value of its own any more."""
    back = {text for name, text in sent if name == RESET}
    sent = [one for one in sent if one[0] != RESET and one[0].partition("@")[0] not in back]
    typed = Typed([*sent, *((path, "") for path in sorted(back))], parse_qsl(was, keep_blank_values=True))
    return steps_of(on, typed, START)


def _is_step(name: str, *more: str) -> bool:
    return name in (FROM, *WORDS, *more) or "." in name


def pairs_of(asked: Asked, *more: str) -> list[Pair]:
    """What the address says of the scenario; a name without a point is none of it and is passed over."""
    said = parse_qsl(asked.said, keep_blank_values=True)
    return [(name, text) for name, text in said if _is_step(name, *more)]


def beside(asked: Asked) -> list[Pair]:
    """What the address says of the view."""
    said = {name: asked.one(name) or asked.field(name) for name in BESIDE}
    return [(name, text) for name, text in said.items() if text]


def wanted_of(asked: Asked) -> Wanted:
    """What the address asks for after its steps."""
    return wanted_after(pairs_of(asked), START)


def query_of(pairs: Sequence[Pair]) -> str:
    """What stands behind the question mark."""
    return urlencode(pairs)


def place_of(said: str) -> Place:
    """A column of a comparison: `SEN:low`, or `SEN:low?old_age.pension.age_band.at_least=67`."""
    code, colon, rest = said.partition(":")
    start, _mark, query = rest.partition("?")
    if not colon or code.upper() not in shipped() or len(said) > LONGEST:
        return bad_place(said)
    try:
        asked_for = parse_qs(query, max_num_fields=MOST_CHANGES)
        names = ("remove", "restore")
        changes = {name: values[-1] for name, values in asked_for.items() if "." in name}
        wanted = Wanted(start or START, changes, *(tuple(asked_for.get(name, ())) for name in names))
        return Place(said, build(ground(code.upper()), wanted))
    except ValueError:
        return bad_place(said)
    except Refusal as refusal:
        return Place(said, None, refusal)
