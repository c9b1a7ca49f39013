"""Legal coverage of the countries whose law is shipped, for the world annex."""

from __future__ import annotations

from socle.exchange.country import TOY, shipped
from socle.ground.refusals import Refusal
from socle.model.observation import MISSING
from socle.model.statistic import Statistic
from socle.run.indicators import legal_indicators, setting_in

CODE = "LEGAL_COVERAGE"


def of_shipped(year: int) -> list[Statistic]:
    """Legal coverage by branch of every shipped country in a year; what cannot be said says why."""
    found: list[Statistic] = []
    for iso3 in shipped():
        if iso3 == TOY:
            continue
        try:
            setting = setting_in(iso3, year)
            found += [one for one in legal_indicators(setting) if one.indicator == CODE] if setting else []
        except Refusal as refusal:
            said = {name: str(value) for name, value in refusal.values.items()}
            reason = refusal.template
            found.append(Statistic(CODE, iso3, year, None, "share", status=MISSING, reason=reason, said=said))
    return found
