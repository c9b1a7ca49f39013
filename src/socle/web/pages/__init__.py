"""Every page, each in its module: importing this package registers them all."""

from socle.web.page import PAGES
from socle.web.pages import (
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
