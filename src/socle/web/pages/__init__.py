"""Every page, each in its module: importing this package registers them all."""

from socle.web.page import PAGES
from socle.web.pages import (
    accounts,
    api,
    builder,
    compare,
    country,
    home,
    households,
    members,
    ratifications,
    saved,
    scenarios,
    standards,
    standards_floor,
    standards_gap,
    statistics,
    valuation,
)

__all__ = [
    "PAGES",
    "accounts",
    "api",
    "builder",
    "compare",
    "country",
    "home",
    "households",
    "members",
    "ratifications",
    "saved",
    "scenarios",
    "standards",
    "standards_floor",
    "standards_gap",
    "statistics",
    "valuation",
]
