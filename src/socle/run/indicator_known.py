"""The indicators of a country that need no register: shipped figures and law, and what was imported."""

from __future__ import annotations

from socle.exchange.country import load_country, shipped
from socle.exchange.sdg import COVERAGE
from socle.exchange.store import Store
from socle.model.statistic import Statistic
from socle.run import indicators
from socle.run.setting import Choices, prepare


def known(iso3: str) -> tuple[Statistic, ...]:
    """What the shipped figures and the shipped law say, and the SDG database where it was imported."""
    store = Store()
    imported = indicators.published_from_store(store, iso3) if store.has(f"sdg/{COVERAGE}") else ()
    if iso3 not in shipped():
        return imported
    law = indicators.legal_indicators(prepare(load_country(iso3), Choices(years_ahead=0, accept_line=True)))
    return (*(imported or indicators.published_indicators(iso3)), *law)
