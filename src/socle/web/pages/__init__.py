"""Every page, each in its module: importing this package registers them all."""

from socle.web.page import PAGES
from socle.web.pages import country, home

__all__ = ["PAGES", "country", "home"]
