"""Every page, each in its module: importing this package registers them all."""

from socle.web.page import PAGES
from socle.web.pages import (
    api,
    builder,
    compare,
    country,
    home,
    households,
    ratifications,
    scenarios,
    standards,
    standards_floor,
    standards_gap,
    statistics,
    valuation,
)

__all__ = [
    "PAGES",
    "api",
    "builder",
    "compare",
    "country",
    "home",
    "households",
    "ratifications",
    "scenarios",
    "standards",
    "standards_floor",
    "standards_gap",
    "statistics",
    "valuation",
]
