"""What many drawn futures of a valuation say, as tables: percentiles with their Monte Carlo intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from socle.ground.words import N_
from socle.model.valued import Band, Chances, ValuationResult, Valued
from socle.report import numbers
from socle.report import valuation_words as words
from socle.report.sections import Table
from socle.report.text import Translate, translator
from socle.report.valuation_names import BAND, NAMES

SHOWN: Final = (0.05, 0.5, 0.95)
DRAWN: Final = {
    "inflation": N_("growth of prices"),
    "real_wage_growth": N_("growth of real wages"),
    "real_return": N_("real return of the fund"),
}
STEPS: Final = (1, 5, 10, 25, 50)  # years after the first, and the last
MANY: Final = N_("{name}: percentiles of {runs} futures (seed {seed}) [their {confidence} % interval]")
FEW: Final = N_("Where no interval stands, the futures are too few for one.")


def bands(found: ValuationResult, lang: str) -> list[Table]:
    """Each series of the drawn futures, and the general average premium; then why answers of the law differ."""
    made: list[Table] = []
    for valued, chances in drawn(found):
        law = words.law(valued, lang) if found.against else ""
        made += [_band(law, chances, name, lang) for name in chances.bands]
        made.append(_premium(law, chances, lang))
        first = found.chances
        if chances is first or first is None or chances.varying != first.varying:
            made += _varying(valued, chances, lang)
        made += _bounded_draws(law, chances, lang)
    return made


def exhausted(found: ValuationResult, lang: str) -> Table | None:
    """The share of futures whose reserve is exhausted by a 1 January."""
    _, laws = translator(lang), drawn(found)
    if not laws:
        return None
    years = _shown(list(laws[0][1].exhausted))
    rows = []
    for year in years:
        cells = []
        for _valued, chances in laws:
            share, low, high = chances.exhausted[year]
            cells.append(_with_interval(share, low, high, "exhausted", lang))
        rows.append((str(year), *cells))
    title = _(NAMES["exhausted"].title)
    heads = [words.law(valued, lang) if found.against else title for valued, _chances in laws]
    caption = _(N_("Futures whose reserve is exhausted by 1 January, %"))
    return Table(caption, (_("Year"), *heads), (("", tuple(rows)),))


def drawn(found: ValuationResult) -> list[tuple[Valued, Chances]]:
    """The laws with the futures drawn for them."""
    pairs = ((found.valued, found.chances), (found.against, found.against_chances))
    return [(valued, chances) for valued, chances in pairs if valued and chances]


def _band(law: str, chances: Chances, name: str, lang: str) -> Table:
    """Percentiles of one series by year."""
    _, band, measure = translator(lang), chances.bands[name], BAND.get(name, name)
    first, size = min(chances.exhausted), band.values.shape[-1]
    rows = tuple(
        (str(year), *_cells(band, year - first, measure, lang)) for year in _shown(range(first, first + size))
    )
    bare = any(not _bounded(band, year - first) for year in _shown(range(first, first + size)))
    return _table(law, chances, measure, rows, (_("Year"), bare), lang)


def _premium(law: str, chances: Chances, lang: str) -> Table:
    """Percentiles of the general average premium."""
    band = chances.general_average
    _ = translator(lang)
    rows = ((_(NAMES["general_average"].title), *_cells(band, 0, "general_average", lang)),)
    return _table(law, chances, "general_average", rows, (_("Measure"), not _bounded(band, 0)), lang)


def _table(
    law: str,
    chances: Chances,
    measure: str,
    rows: tuple[tuple[str, ...], ...],
    first: tuple[str, bool],
    lang: str,
) -> Table:
    _ = translator(lang)
    name, unit, moment = NAMES[measure].title, NAMES[measure].unit, NAMES[measure].moment
    when = {"start": N_("on 1 January"), "end": N_("on 31 December")}.get(moment, "")
    said = [law, _(name), _("%") if unit == "share" else "", _(when) if when else ""]
    caption = _(MANY).format(
        name=", ".join(part for part in said if part),
        runs=numbers.number(chances.runs, lang),
        seed=chances.seed,
        confidence=numbers.number(100 * chances.confidence, lang),
    )
    heads = [_level(level, _) for level in SHOWN]
    notes = (_(FEW),) if first[1] else ()
    return Table(caption, (first[0], *heads, _(N_("mean"))), (("", rows),), notes=notes)


def _level(level: float, _: Translate) -> str:
    return _(N_("median")) if level == 0.5 else f"{round(100 * level)}{numbers.HARD_SPACE}%"


def _cells(band: Band, at: int, measure: str, lang: str) -> list[str]:
    made = []
    for level in SHOWN:
        step = band.levels.index(level)
        low, high = float(band.low[step, at]), float(band.high[step, at])
        made.append(_with_interval(float(band.values[step, at]), low, high, measure, lang))
    return [*made, words.cell(float(band.mean[at]), measure, lang)]


def _with_interval(value: float, low: float, high: float, measure: str, lang: str) -> str:
    text = words.cell(value, measure, lang)
    if not (math.isfinite(low) and math.isfinite(high)):
        return text
    return f"{text} [{words.cell(low, measure, lang)}; {words.cell(high, measure, lang)}]"


def _bounded(band: Band, at: int) -> bool:
    steps = [band.levels.index(level) for level in SHOWN]
    return all(math.isfinite(part[step, at]) for part in (band.low, band.high) for step in steps)


def _shown(years: Sequence[int]) -> list[int]:
    last = len(years) - 1
    return [years[step] for step in sorted({step for step in STEPS if step < last} | {last})]


def _varying(valued: Valued, chances: Chances, lang: str) -> list[Table]:
    """Which answers of the law differ between futures: all others are computed once for all of them."""
    told = words.varying(valued, chances, lang)
    if not told:
        return []
    caption = translator(lang)(
        N_("What of the law differs between futures, and why (the rest is the same in all)")
    )
    _ = translator(lang)
    head = (_(N_("Part of the law")), _(N_("Why it differs")))
    return [Table(caption, head, (("", tuple(told)),), words=1)]


def _bounded_draws(law: str, chances: Chances, lang: str) -> list[Table]:
    """How often a bound cut what was drawn, where it did."""
    _ = translator(lang)
    cut = tuple(
        (_(DRAWN.get(name, name)), numbers.share(share, lang))
        for name, share in chances.bounded.items()
        if share
    )
    if not cut:
        return []
    caption = _(N_("Years in which a bound cut what was drawn"))
    head = (_(N_("What was drawn")), _(N_("Share of the years")))
    return [Table(", ".join(part for part in (law, caption) if part), head, (("", cut),), words=1)]
