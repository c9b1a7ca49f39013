"""The address of a scenario: `?from=low&old_age.pension.age_band.at_least=67`. The address is the scenario."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qs, urlencode

from socle.exchange.country import shipped
from socle.ground.refusals import Refusal
from socle.run.builder import MOST_CHANGES, Place, Wanted, bad_place, build
from socle.web.countries import ground
from socle.web.page import Asked

START: Final = "low"
LONGEST: Final = 8000  # characters of one column of a comparison
OURS: Final = ("from", "remove", "restore", "lang", "token")


def wanted_of(asked: Asked) -> Wanted:
    """What the address asks for; a name without a point is no parameter and is passed over."""
    query = asked.query
    changes = {name: values[-1] for name, values in query.items() if name not in OURS and "." in name}
    return Wanted(asked.one("from", START), changes, query.get("remove", ()), query.get("restore", ()))


def query_of(wanted: Wanted, without: str = "") -> str:
    """What stands behind the question mark."""
    return urlencode(wanted.pairs(without))


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
