"""How many schemes reach a person, and the coverage of the floor by function (SDG indicator 1.3.1).

Functions and who belongs to each are those of the metadata of the indicator (International Labour
Organization): the law says who receives, the survey who would be entitled to the protection.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from socle.engine.records import LawRecords
from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure.inequality import OLD
from socle.measure.weighted import mean
from socle.model.law import Law
from socle.model.population import Population
from socle.run.impact_groups import ADULT
from socle.run.impact_rows import EVERYBODY, Case, Row, Stage

Members = NDArray[np.bool_]
OVERLAP: Final = N_(
    "The share of the persons of the group who live in households that receive cash from so many schemes. Groups and "
    "tenths of persons are those of welfare before the schemes."
)
COVERED: Final = {
    "total": N_(
        "The share of persons who receive a cash benefit themselves or pay contributions (SDG indicator 1.3.1), as far "
        "as the survey knows who pays."
    ),
    "children": N_(
        "The share of children under 18 who receive a child benefit or live in a household that does (SDG indicator "
        "1.3.1)."
    ),
    "maternity": N_(
        "The share of women who gave birth in the year and receive a maternity benefit (SDG indicator 1.3.1)."
    ),
    "disability": N_(
        "The share of persons with a severe disability who receive a disability benefit (SDG indicator 1.3.1)."
    ),
    "old_age": N_(
        "The share of persons of 65 and over who receive an old-age pension (SDG indicator 1.3.1)."
    ),
    "unemployment": N_(
        "The share of the unemployed who receive an unemployment benefit (SDG indicator 1.3.1)."
    ),
    "vulnerable": N_(
        "The share of children, and of adults who neither pay contributions nor receive a contributory benefit, who "
        "receive a cash benefit not paid from contributions (SDG indicator 1.3.1)."
    ),
}


def overlap(stage: Stage, case: Case) -> Iterator[Row]:
    """The shares of persons reached by no scheme, by one, by two or more; health care is not counted."""
    schemes: dict[str, Array] = {}
    for path, amount in case.cash.items():
        name = path.partition(".")[0]
        schemes[name] = schemes.get(name, np.zeros(case.size)) + amount
    count = sum(((amount > 0).astype(np.int64) for amount in schemes.values()), np.zeros(case.size, np.int64))
    columns = {"people": np.ones(case.size)}
    columns |= {word: (count == at).astype(np.float64) for at, word in enumerate(("0", "1"))}
    columns["2+"] = (count > 1).astype(np.float64)
    for group, own, _ in stage.by_group(columns):
        for word in ("0", "1", "2+"):
            yield stage.group_row((case.name, f"overlap:{word}", group), own[word] / own["people"], OVERLAP)


def floor_coverage(
    stage: Stage, case: Case, law: Law, asked: LawRecords, contributory: frozenset[str]
) -> Iterator[Row]:
    """The coverage of each function that the survey and the scenario know; `contributory` names schemes."""
    for function, (covered, members) in reached(
        stage.people.population, case, law, asked, contributory
    ).items():
        if members.any():
            one = mean(stage.sample.within(members), covered.astype(np.float64))
            place = (case.name, f"floor_coverage:{function}", EVERYBODY)
            yield replace(stage.row(place, one, COVERED[function]), n=int(members.sum()))


def reached(
    population: Population, case: Case, law: Law, asked: LawRecords, contributory: frozenset[str]
) -> dict[str, tuple[Members, Members]]:
    """Who is covered, and of whom, by function; the vulnerable where the survey says who contributes."""
    found = _functions(population, case, law, asked)
    if contributory <= case.payments.keys():
        found["vulnerable"] = _vulnerable(population, case, asked, contributory)
    return found


def _functions(
    population: Population, case: Case, law: Law, asked: LawRecords
) -> dict[str, tuple[Members, Members]]:
    """Who is covered, and of whom, by function."""
    columns, nobody = population.columns, np.zeros(case.size, dtype=bool)

    def receive(branch: str) -> Members:
        paths = [path for path in case.cash if law.benefits[path].benefit.branch == branch]
        return _any(asked.benefits[path].recipients > 0 for path in paths) | nobody

    own = _any(asked.benefits[path].recipients > 0 for path in case.cash) | nobody
    pay = _any(paid > 0 for paid in asked.contributions.values()) | nobody
    family = [path for path in case.cash if law.benefits[path].benefit.branch == "children"]
    found = {"total": (own | pay, ~nobody)}
    if "age" in columns:
        shared = _any(case.amounts[path] > 0 for path in family) | nobody
        found["children"] = (shared | receive("children"), columns["age"] < ADULT)
        found["old_age"] = (receive("old_age"), columns["age"] >= OLD)
    for function, column in MEMBERS.items():
        if column in columns:
            found[function] = (receive(function), columns[column] > 0)
    return found


MEMBERS: Final = {"maternity": "gave_birth", "disability": "severely_disabled", "unemployment": "unemployed"}


def _vulnerable(
    population: Population, case: Case, asked: LawRecords, contributory: frozenset[str]
) -> tuple[Members, Members]:
    """Who receives what is not paid from contributions, among children and adults without such insurance."""
    nobody = np.zeros(case.size, dtype=bool)
    insured, assisted = nobody.copy(), nobody.copy()
    for path in case.cash:
        receive = asked.benefits[path].recipients > 0
        if path.partition(".")[0] in contributory:
            insured |= receive
        else:
            assisted |= receive
    insured |= _any(asked.contributions[scheme] > 0 for scheme in contributory) | nobody
    child = population.columns["age"] < ADULT if "age" in population.columns else nobody
    return assisted, child | ~insured


def _any(parts: Iterator[Members]) -> Members:
    """Where any of some conditions is met."""
    return np.asarray(np.logical_or.reduce(list(parts) or [np.zeros(1, dtype=bool)]))
