"""Roles and countries as people call them."""

from __future__ import annotations

from collections.abc import Iterable

from socle.exchange.country import shipped
from socle.ground.words import N_
from socle.register import roles
from socle.report.country_search import code_name, folded
from socle.report.text import translator


def role_title(role: str, lang: str) -> str:
    """A role in words; that of a respondent with the country it answers for."""
    _ = translator(lang)
    name, _colon, country = role.partition(":")
    title = _(roles.TITLES[name])
    return (
        _(N_("{role} for {country}")).format(role=title, country=code_name(country, lang))
        if country
        else title
    )


def role_titles(held: Iterable[str], lang: str) -> str:
    """Several of them; an account without any is closed."""
    return ", ".join(role_title(one, lang) for one in held) or translator(lang)(N_("closed"))


def countries_by_name(lang: str) -> tuple[tuple[str, str], ...]:
    """Code and name of the countries that are shipped, as the alphabet of readers has them."""
    return tuple(
        sorted(((code, code_name(code, lang)) for code in shipped()), key=lambda one: folded(one[1]))
    )
