"""Moments of the log: text in UTC, of one length, so that later is greater."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from socle.ground.refusals import Refusal

FORM: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
LAST_OF_DAY: Final = "T23:59:59.999999Z"
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock of the machine."""
    return datetime.now(UTC)


def text(moment: datetime) -> str:
    """A moment as it is written; one without a zone is in UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).strftime(FORM)


def until(said: str | date) -> str:
    """The last moment of what was said: a day is meant to its end (UTC), a moment to the moment."""
    if isinstance(said, datetime):
        return text(said)
    if isinstance(said, date):
        return said.isoformat() + LAST_OF_DAY
    try:
        if DAY.fullmatch(said):
            return date.fromisoformat(said).isoformat() + LAST_OF_DAY
        return text(datetime.fromisoformat(said))
    except ValueError as error:
        raise Refusal("`{said}` is no date: write 2026-03-31, or 2026-03-31T12:00:00Z.", said=said) from error
