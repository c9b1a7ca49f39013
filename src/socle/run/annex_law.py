"""Legal coverage of the countries whose law is shipped, for the world annex."""

from __future__ import annotations

from socle.exchange.country import TOY, insurance_files, load_country, shipped
from socle.exchange.scheme_file import read_scheme
from socle.ground.refusals import Refusal
from socle.model.observation import MISSING
from socle.model.statistic import Statistic
from socle.run.indicator_law import legal, unasked
from socle.run.indicators import peopled, setting_in

CODE = "LEGAL_COVERAGE"


def of_shipped(year: int) -> list[Statistic]:
    """Legal coverage by branch of every shipped country in a year; what cannot be said says why."""
    found: list[Statistic] = []
    for iso3 in shipped():
        if iso3 == TOY:
            continue
        try:
            found += _of(iso3, year)
        except Refusal as refusal:
            said = {name: str(value) for name, value in refusal.values.items()}
            reason = refusal.template
            found.append(Statistic(CODE, iso3, year, None, "share", status=MISSING, reason=reason, said=said))
    return found


def _of(iso3: str, year: int) -> list[Statistic]:
    """Of one country: where its law cannot be asked of anybody, why, without projecting its people."""
    country = load_country(iso3)
    if not peopled(country, year):
        return []
    schemes = {one.name: one for one in map(read_scheme, insurance_files(iso3))}.values()
    untold = unasked(iso3, year, country.schemes, schemes)
    if untold is not None:
        return list(untold)
    setting = setting_in(iso3, year)
    return (
        [one for one in legal(setting, country.schemes, schemes) if one.indicator == CODE] if setting else []
    )
