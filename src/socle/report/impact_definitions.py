"""What each number of an impact means, and how every number leads to that on its page."""

from __future__ import annotations

import re
from collections.abc import Collection

from socle.ground.words import N_
from socle.report import impact_words as words
from socle.report import numbered
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.households import Households
from socle.run.impact import MEASURES

PLACE = "means-"  # of the definition of a measure, on its page
MOVED = "moved"  # by how much the welfare of people changes, in classes
PERFORMANCE = ("coverage", "undercoverage", "leakage", "reduction_efficiency", "gap_efficiency")
ON_PAGES = (
    *MEASURES,
    *PERFORMANCE,
    "spending",
    "benefit_incidence",
    "mean_gain",
    "relative_gain",
    "average_transfer",
    "poorest_20",
    "kakwani",
    "fgt0_reduction",
    "marginal_fgt0",
    "marginal_gini",
    "payers",
    "payment_incidence",
    "rate",
    "net_rate",
    MOVED,
)


def definitions(found: Households, lang: str, only: Collection[str] = ()) -> Table:
    """What each measure means, or each of some."""
    _ = translator(lang)
    told: dict[tuple[str, str], str] = {}
    for row in (*found.impact.rows, *found.change):
        kind = of_what(row.measure)
        if not only or kind in only:
            title = _(N_("Winners and losers")) if kind == MOVED else words.measure(row.measure, lang)
            told.setdefault((title, _(row.definition)), kind)
    first = {kind: key for key, kind in reversed(told.items())}
    rows = tuple(
        (numbered.placed(key[0], PLACE + kind) if first[kind] == key else key[0], key[1])
        for key, kind in told.items()
    )
    return Table(_("Definitions"), (_("Measure"), _("Definition")), (("", rows),), words=1)


def of_what(measure: str) -> str:
    """What a measure is one of: without its benefit, and without when it is."""
    first, _, last = measure.rpartition(":")
    return MOVED if first == MOVED else re.sub("_(before|after|change)$", "", last)


def means(text: str, measure: str) -> str:
    """A number that leads to the definition of its measure, on the same page."""
    return numbered.leading(text, PLACE + of_what(measure))
