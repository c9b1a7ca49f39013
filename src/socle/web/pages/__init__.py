"""Every page, each in its module: importing this package registers them all."""

from socle.web.page import PAGES
from socle.web.pages import builder, compare, country, home, scenarios

__all__ = ["PAGES", "builder", "compare", "country", "home", "scenarios"]
