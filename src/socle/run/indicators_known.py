"""Indicators with the numbers they were worked out from, of shipped inquiries: worked cases of the catalogue."""

from __future__ import annotations

from socle.exchange.country import shipped
from socle.exchange.country_answers import shipped_inquiry
from socle.model.statistic import Statistic
from socle.run.indicators import country_indicators


def worked_indicators() -> tuple[Statistic, ...]:
    """Those of every shipped country that has an inquiry, in the order of the countries."""
    found: list[Statistic] = []
    for code in shipped():
        inquiry = shipped_inquiry(code, None)
        if inquiry is not None:
            found += country_indicators(inquiry)
    return tuple(found)
