"""The countries shipped, as lists for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from socle.ground.words import N_
from socle.model.country import Country
from socle.report.text import named, translator


def listed(countries: Sequence[Country], lang: str) -> list[dict[str, Any]]:
    """One row a country: code, name, currency, how many figures and schemes."""
    return [
        {
            "iso3": country.iso3,
            "name": named(country.name, lang),
            "currency": country.currency,
            "figures": len(country.figures.rows),
            "schemes": len(country.schemes),
            "computed": sum(any(not b.not_computed for b in s.benefits) for s in country.schemes),
        }
        for country in countries
    ]


def one(country: Country, lang: str) -> str:
    """A country's schemes with their benefits, and its scenarios."""
    _ = translator(lang)
    lines = [f"{named(country.name, lang)} ({country.iso3}, {country.currency})", ""]
    for scheme in country.schemes:
        lines.append(f"{scheme.name}: {named(scheme.title, lang)}")
        for benefit in scheme.benefits:
            said = _(benefit.not_computed) if benefit.not_computed else _(N_("computed"))
            text = f"{benefit.path}: {said}"
            lines += textwrap.wrap(text, 78, initial_indent="  ", subsequent_indent="    ")
    lines += ["", _(N_("Scenarios")) + ": " + ", ".join(["status_quo", *country.scenarios])]
    lines += [f"* {_(note)}" for note in country.notes]
    return "\n".join(lines) + "\n"
