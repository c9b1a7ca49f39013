"""People of a survey that says less."""

from __future__ import annotations

from dataclasses import replace

from socle.run.people import People


def without(people: People, *columns: str) -> People:
    """The same people, asked fewer questions."""
    own = people.population
    kept = {name: values for name, values in own.columns.items() if name not in columns}
    return replace(people, population=replace(own, columns=kept))
