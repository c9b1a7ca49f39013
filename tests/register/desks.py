"""People at the desk of a register, and answers for them to submit."""

from __future__ import annotations

import shutil
from copy import copy
from pathlib import Path
from typing import Any

from socle.register.members import add_member
from socle.register.moments import Clock, utc_now
from socle.register.store import Register
from socle.register.submissions import Submissions

PEOPLE = {
    "ana": "respondent:SEN",
    "bob": "respondent:SEN",
    "tim": "respondent:TGO",
    "rev": "reviewer",
    "pub": "publisher",
    "ron": "reader",
}


class Office:
    """A register with people in it; `office["ana"]` are the submissions as Ana sees them."""

    def __init__(self, where: str, clock: Clock = utc_now, *, to_all: bool = True, new: bool = True) -> None:
        self.where, self.clock = where, clock
        if not new:
            return
        register = Register.create(where, "adm", now=clock)
        for name, role in PEOPLE.items():
            add_member(register, name, [role])
        if to_all:
            add_member(register, "anybody", ["reader"])
        add_member(register, "all", ["respondent:SEN", "reviewer", "publisher"])
        register.close()

    def copied(self, folder: Path) -> Office:
        """An office with a copy of the file of its register."""
        office = copy(self)
        office.where = shutil.copy(self.where, folder)
        return office

    def register(self, name: str) -> Register:
        """The register as somebody opens it."""
        return Register.of(self.where, name, self.clock)

    def __getitem__(self, name: str) -> Submissions:
        return Submissions(self.register(name))


def answers(country: str = "SEN", year: int = 2024, **facts: str) -> dict[str, Any]:
    """The content of a small inquiry."""
    row = {"scheme": "pension", "year": str(year), "item": "total", "amount": facts.pop("amount", "5")}
    secret = {**row, "item": "other", "amount": "1", "confidential": "yes"}
    return {
        "form": "inquiry",
        "facts": {"country": country, "year": str(year), **facts},
        "tables": {"receipts": [row, secret]},
    }
