"""Which numbers of a floor of guarantees can be opened, and under which names."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from socle.model.guarantee import Case, Guarantees, Threshold, Transfer
from socle.report.numbered import Names, Steps
from socle.report.text import named
from socle.run.builder_steps import FROM
from socle.run.floor import DEFAULT_SCENARIOS

WHOLE_YEAR = 1.0
LINES = ("national", "harmonised", "gdp_share")
"""Thresholds that are lines of the floor as well; what a person gave is explained nowhere."""


def of_floor(found: Guarantees, steps: Steps = ()) -> Names:
    """The names of the numbers of the floor of the same country as it is shipped."""
    return Names(found.iso3, "", found.years[0], steps)


def of_threshold(found: Guarantees, one: Threshold, text: str, measure: str) -> str:
    """An amount of a threshold with its name, if it has one."""
    return of_floor(found)(text, f"line.{one.name}", measure) if one.name in LINES else text


def of_group(found: Guarantees, branch: str, text: str) -> str:
    """How many persons a group has, where it is a span of ages."""
    young, old = found.ages
    spans = {"health": "0-100", "children": f"0-{young - 1}", "old_age": f"{old}-100"}
    return of_floor(found)(text, f"people.{spans[branch]}", "persons") if branch in spans else text


def of_published(found: Guarantees, branch: str, text: str) -> str:
    """A published coverage."""
    return of_floor(found)(text, f"published.coverage_{branch}", "share")


def of_benefit(found: Guarantees, case: Case, one: Transfer) -> Callable[[str, str], str]:
    """Gives the numbers of a benefit their names: persons always, what it pays where it does so all the year."""
    shipped = case.scenario in DEFAULT_SCENARIOS
    name = of_floor(found, () if shipped else ((FROM, case.scenario),))
    opened = partial(name, scenario=case.scenario if shipped else "")

    def of(text: str, measure: str) -> str:
        opens = measure == "persons_reached" or float(one.paid[0]) == WHOLE_YEAR
        return opened(text, one.benefit, measure) if float(one.reached[0]) > 0 and opens else text

    return of


def in_words(found: Guarantees, text: str, lang: str) -> str:
    """A sentence in which benefits are called by their titles, not by their names in the files of law."""
    titles = {path: named(title, lang) for path, title in found.earned.items()}
    for case in found.cases:
        titles |= {one.benefit: named(one.title, lang) for one in case.transfers}
        titles |= {one.benefit: named(one.title, lang) for one in case.not_computed}
    return re.sub("`([^`]+)`", lambda code: titles.get(code[1], code[0]), text)
