"""Values of indicators with what they were worked out from, as far as a register lets whoever asks read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from socle.exchange.inquiry_file import inquiry_of
from socle.exchange.sdmx_maps import OWN
from socle.exchange.statistic_frame import statistics_of
from socle.ground.refusals import Refusal
from socle.model.explained_statistic import Explained, Recorded
from socle.model.statistic import Statistic
from socle.register.reading import Asked
from socle.register.store import Register
from socle.register.submissions import Submissions
from socle.run.indicators import country_indicators

Place = tuple[tuple[str, ...], int, str]
MINUTE = 16  # letters of a moment to its minute


def explanations(
    register: Register | None, iso3: str, found: Iterable[Statistic], as_of: str = "", vintage: str = ""
) -> Iterator[Explained]:
    """Values with what they were worked out from: here, or again from the answers that the register holds."""
    held = _recorded(register, iso3, as_of, vintage) if register else {}
    again: dict[str, Mapping[tuple[str, ...], Statistic] | None] = {}
    for one in found:
        recorded = held.get((one.place, one.year, one.vintage))
        if one.given or register is None or recorded is None or not recorded.submission:
            yield Explained(one, one.given, recorded)
            continue
        if recorded.submission not in again:
            again[recorded.submission] = _again(register, recorded.submission)
        answers = again[recorded.submission]
        other = answers.get(one.place) if answers else None
        same = other is not None and _same(one, other)
        yield Explained(one, other.given if same and other else {}, recorded, answers is not None)


def _recorded(register: Register, iso3: str, as_of: str, vintage: str) -> dict[Place, Recorded]:
    """With which change each value of the country was recorded."""
    frame = register.answer(Asked(OWN, iso3, as_of=as_of or None, vintage=vintage)).frame
    rows = frame.select("SUBMISSION", "REVIEWER", "CHANGE", "RECORDED").rows()
    return {
        (one.place, one.year, one.vintage): Recorded(
            who or "", reviewer or "", change, str(at)[:MINUTE].replace("T", " ")
        )
        for one, (who, reviewer, change, at) in zip(statistics_of(frame), rows, strict=True)
    }


def _again(register: Register, submission: str) -> Mapping[tuple[str, ...], Statistic] | None:
    """The indicators of a submission worked out once more; nothing where its answers may not be read."""
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
