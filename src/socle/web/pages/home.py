"""The first page: how far each country is from the floor."""

from __future__ import annotations

from dataclasses import dataclass

from socle.exchange.country import shipped
from socle.ground.words import N_
from socle.report import code_names
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.page import Asked, page


@dataclass(frozen=True)
class Home:
    """Countries to choose from."""

    title: str
    countries: tuple[tuple[str, str], ...]  # code and name
    tables: tuple[Table, ...] = ()
    fingerprint: str = ""


@page("/")
def home(asked: Asked) -> Home:
    """Every shipped country, in the order of its name."""
    names = sorted(((code, code_names.area(code, asked.lang)) for code in shipped()), key=lambda one: one[1])
    return Home(
        translator(asked.lang)(N_("How far is each country from a social protection floor?")), tuple(names)
    )
