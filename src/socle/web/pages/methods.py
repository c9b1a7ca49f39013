"""How Socle works things out, in short, and where it is told in full."""

from __future__ import annotations

from typing import Final

from socle.ground.words import N_
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.page import Asked, page
from socle.web.reference import Reference, with_socle

TITLE = N_("How Socle computes: a benefit is written once, as law, and everything follows from it")
LEAD = (
    N_(
        "People are records, and the law is a function of what is known of each. What a record leaves open is averaged "
        "over yes and no; years follow one another only where tomorrow depends on today."
    ),
    N_(
        "The cost of a benefit is the number of persons whom the law names, times the share who are reached, "
        "times what each receives, plus administration. Every number can be opened, step by step, down to the line of "
        "the law."
    ),
)
TOPICS: Final = (
    (N_("Rules of law"), N_("Each rule, its formula, and what a file may say to it"), "/rules"),
    (N_("Indicators"), N_("Definitions, formulas and worked cases"), "/indicators"),
    (N_("Standards"), N_("What Conventions and Recommendations ask, with articles"), "/standards"),
    (N_("Data"), N_("Sources, licences, vintages and checksums"), "/data"),
    (N_("Accuracy"), N_("Socle held against published results"), "docs/accuracy.md"),
    (N_("Decisions"), N_("Why it is built as it is"), "docs/decisions"),
    (N_("Tutorials"), N_("From a first benefit to a valuation, each tested"), "docs/tutorials"),
    (N_("Reference"), N_("Commands, columns, figures and flows"), "docs/reference"),
)


@page("/methods", stamp=with_socle)
def methods(asked: Asked) -> Reference:
    """The method in short."""
    _ = translator(asked.lang)
    head = (_(N_("Topic")), _(N_("What it tells")), _(N_("Where")))
    here = _(N_("a page here"))
    rows = tuple(
        (_(topic), _(what), here if where.startswith("/") else where) for topic, what, where in TOPICS
    )
    note = _(N_("Names that begin with docs/ are files of the source code of Socle."))
    return Reference(
        _(TITLE),
        _(N_("Methods")),
        (Table(_(N_("Where to read more")), head, (("", rows),), words=2, notes=(note,)),),
        lead=tuple(_(text) for text in LEAD),
        links={_(topic): where for topic, _what, where in TOPICS if where.startswith("/")},
    )
