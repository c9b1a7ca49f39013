"""What a scenario being built changes in the verdicts on Convention 102: newly met, no longer met, still lacking."""

from __future__ import annotations

from collections.abc import Sequence

from socle.ground.words import N_
from socle.model.standard import TESTS
from socle.model.verdict import PASS, STATUSES
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.run.builder import Built
from socle.run.builder_judged import Shift


def convention_title(shifts: Sequence[Shift], name: str, lang: str) -> str:
    """The answer: how many tests are met that were not, and how many are not any more."""
    _ = translator(lang)
    if not shifts:
        return _(N_("{country}: no test of Convention 102 has another verdict than at the start")).format(
            country=name
        )
    return _(N_("{country}: tests of Convention 102 newly met: {met}; no longer met: {lost}")).format(
        country=name,
        met=sum(one.after == PASS for one in shifts),
        lost=sum(one.before == PASS for one in shifts),
    )


def convention(shifts: Sequence[Shift], built: Built, lang: str) -> tuple[Table, ...]:
    """Each verdict that is another than at the start, with what its Part still lacks; nothing where none is."""
    _ = translator(lang)
    if not shifts:
        return ()
    head = (
        _(N_("Test")),
        _(N_("Article")),
        named(built.start.title, lang),
        _(N_("with the changes")),
    )
    groups = []
    for name in dict.fromkeys(one.part.name for one in shifts):
        own = [one for one in shifts if one.part.name == name]
        part = own[0].part
        rows = [
            (_(TESTS[one.test]), one.article, _(STATUSES[one.before]), _(STATUSES[one.after])) for one in own
        ]
        lacking = ", ".join(dict.fromkeys(_(TESTS[test]) for test in own[0].lacking))
        rows.append((_(N_("what this Part still lacks")), "", "", lacking or _(N_("nothing"))))
        title = _(N_("Part {part}: {branch}")).format(part=part.name, branch=named(part.title, lang))
        groups.append((title, tuple(rows)))
    caption = _(N_("Convention 102: verdicts that change"))
    return (Table(caption, head, tuple(groups), words=len(head) - 1),)
