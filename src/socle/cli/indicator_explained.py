"""`socle indicators --explain`: what a value is made of, from which answers, and who reviewed it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from socle.cli.desk import minute, opened_if_there
from socle.cli.shared import Translate, progress
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.model.statistic import Statistic
    from socle.register.store import Register
    from socle.report.indicator_explained import Explained, Recorded

Place = tuple[tuple[str, ...], int, str]


def options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The option."""
    parser.add_argument(
        "--explain",
        default="",
        metavar="CODES",
        help=_(N_("Definition, formula, the numbers in it, their sources, and who reviewed it.")),
    )


def answers(
    args: argparse.Namespace, name: str, found: tuple[Statistic, ...]
) -> tuple[Callable[[], str], Callable[[], str], Callable[[], str]]:
    """The explanation as text, rows and JSON."""
    from socle.report import indicator_explained, indicator_tables
    from socle.report.text import translator

    _ = translator(args.lang)
    with progress(_(N_("Working out the indicators"))):
        shown = list(_explanations(args, found))
    return (
        lambda: indicator_explained.told(name, shown, args.lang),
        lambda: indicator_tables.as_csv(found, args.lang),
        lambda: indicator_explained.as_json(args.country, shown, args.lang),
    )


def _explanations(args: argparse.Namespace, found: tuple[Statistic, ...]) -> Iterator[Explained]:
    """Values with what they were worked out from: here, or again from the answers that the register holds."""
    from socle.report.indicator_explained import Explained

    register = opened_if_there(args)
    held = _recorded(register, args) if register else {}
    again: dict[str, Mapping[tuple[str, ...], Statistic] | None] = {}
    for one in found:
        recorded = held.get((one.place, one.year, one.vintage))
        if one.given or register is None or recorded is None or not recorded.submission:
            yield Explained(one, one.given, recorded)
            continue
        if recorded.submission not in again:
            again[recorded.submission] = _again(register, recorded.submission)
        answers_ = again[recorded.submission]
        other = answers_.get(one.place) if answers_ else None
        same = other is not None and _same(one, other)
        yield Explained(one, other.given if same and other else {}, recorded, answers_ is not None)


def _recorded(register: Register, args: argparse.Namespace) -> dict[Place, Recorded]:
    """With which change each value of the country was recorded."""
    from socle.exchange.sdmx_maps import OWN
    from socle.exchange.statistic_frame import statistics_of
    from socle.register.reading import Asked
    from socle.report.indicator_explained import Recorded

    frame = register.answer(Asked(OWN, args.country, as_of=args.as_of or None, vintage=args.vintage)).frame
    names = ("SUBMISSION", "REVIEWER", "CHANGE", "RECORDED")
    rows = frame.select(names).rows()
    return {
        (one.place, one.year, one.vintage): Recorded(who or "", reviewer or "", change, minute(str(at)))
        for one, (who, reviewer, change, at) in zip(statistics_of(frame), rows, strict=True)
    }


def _again(register: Register, submission: str) -> Mapping[tuple[str, ...], Statistic] | None:
    """The indicators of a submission worked out once more; nothing where its answers may not be read."""
    from socle.exchange.inquiry_file import inquiry_of
    from socle.register.submissions import Submissions
    from socle.run.indicators import country_indicators

    try:
        content = Submissions(register).content(submission)
    except Refusal:
        return None
    return {one.place: one for one in country_indicators(inquiry_of(content, submission))}


def _same(one: Statistic, other: Statistic) -> bool:
    """Whether the same comes out as was recorded, but for rounding."""
    pairs = ((one.value, other.value), (one.low, other.low), (one.high, other.high))
    return all(
        a is b if a is None or b is None else abs(a - b) <= 1e-9 * max(abs(a), abs(b)) for a, b in pairs
    )
