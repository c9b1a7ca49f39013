"""Whether there is a register in a place, and whether this Socle can work with it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from socle.register import databases
from socle.register.opened import Opened
from socle.register.roles import ANYBODY
from socle.register.tables import REVISIONS


def is_there(where: str) -> bool:
    """Whether something stands in a place: always for a server, which alone can tell."""
    address = databases.address(where)
    return not databases.is_sqlite(address) or Path(str(address.database)).is_file()


def is_current(where: str) -> bool:
    """Whether its tables are those of this Socle; refused where there is no register or it does not answer."""
    with closing(Opened.at(where, ANYBODY)) as register:
        return register._revision() == REVISIONS[-1]
