"""Persons of some ages taken apart: age by age, or by five years; their number, or their share of everybody."""

from __future__ import annotations

from typing import Final

from socle.ground.axes import FEMALE, MALE, Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.run.explain_parts import PERSONS, PROJECTED, SHARE, Part, Place, Worked, refuse_unknown

OPEN: Final = 100  # the last age, and all above
OF_ALL: Final = "of_residents"


def people(place: Place, span: str, measure: str) -> Worked:
    """Persons of some ages (`65-69`, `100-100`), of one sex or both, or their share of all residents."""
    sexes: dict[str, tuple[int, ...]] = {"men": (MALE,), "women": (FEMALE,), PERSONS: (MALE, FEMALE)} | {
        "everybody": (MALE, FEMALE),
        OF_ALL: (MALE, FEMALE),
    }
    refuse_unknown(measure, tuple(sexes))
    first, last = _ages(span)
    persons: Array = place.floor.population[place.at][list(sexes[measure])].sum(axis=0)
    known = place.year == place.floor.base_year
    keys = dict.fromkeys(row.source for row in place.country.figures.rows if row.figure == "population")
    said = (
        N_("As published for the first year.")
        if known
        else N_("Projected by Socle from the first year: births, deaths and migration by age and sex.")
    )
    whole = Part(
        N_("persons on 1 July"),
        float(persons[first : last + 1].sum()),
        PERSONS,
        said,
        source="; ".join(keys),
        status="" if known else PROJECTED,
    )
    parts = [*_by_age(persons, first, last), whole]
    if measure == OF_ALL:
        residents = float(persons.sum())
        parts += [
            Part(N_("residents"), residents, PERSONS, opens=(f"people.0-{OPEN}", PERSONS)),
            Part(N_("of all residents"), whole.value / residents, SHARE),
        ]
    return Worked(
        tuple(parts),
        topics=("population",),
        titles=({"en": f"{first}+" if last == OPEN else f"{first}–{last}"},),
    )


def _by_age(persons: Array, first: int, last: int) -> list[Part]:
    """Age by age, or by five years."""
    width, each = 1 if last - first < 20 else 5, []
    for age in range(first, last + 1, width):
        upper = min(age + width - 1, last)
        ages = f"{age}" if width == 1 else f"{age}–{upper}"
        of = {"en": ages + ("+" if upper == OPEN else "")}
        each.append(Part("", float(persons[age : upper + 1].sum()), PERSONS, title=of))
    return each


def _ages(span: str) -> tuple[int, int]:
    first, _, last = span.partition("-")
    if not (first.isascii() and last.isascii() and first.isdigit() and last.isdigit() and len(span) < 8):
        raise Refusal("`{ages}` are no ages: write 0-14, or 65-100.", ages=span[:20])
    if not int(first) <= int(last) <= OPEN:
        raise Refusal("`{ages}` are no ages: write 0-14, or 65-100.", ages=span[:20])
    return int(first), int(last)
