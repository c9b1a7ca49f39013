"""Write docs/aggregates.md: regional values recomputed by Socle beside those that were published.

`python -m tools.make_aggregates SHARED` recomputes the regions of the SDG database from its country values.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from socle.exchange import areas, sdg_statistics
from socle.measure.concerned import CONCEPTS, concept_of
from socle.model.aggregate import Aggregate
from socle.model.statistic import Statistic
from socle.run.aggregates import NATIVE, Asked, regional

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "aggregates.md"
COMPARED = {
    "SH_ACS_UNHC": 2017,
    "SI_COV_SOCAST": 2016,
    "SI_COV_SOCINS": 2016,
    "SI_COV_BENFTS": 2016,
    "SI_COV_CHLD": 2016,
    "SI_COV_MATNL": 2016,
    "SI_COV_DISAB": 2016,
    "SI_COV_UEMP": 2016,
    "SI_COV_PENSN": 2016,
    "SI_COV_VULN": 2016,
}
HEAD = """# Regional values: recomputed and published

<!-- Written by tools/make_aggregates.py. -->

Socle's regional value is the mean of the countries that report, weighted by the people of whom the indicator speaks
in the year of the value. Each country counts with its latest value of the year or the five years before (nine for
the survey series of the World Bank). Below 40 % of the people concerned in reporting countries there is no value.
This page recomputes the regions of the release of October 2020 of the SDG database (UN Statistics Division) from the
country values of the same release, and sets them beside the values that the release publishes. Nothing is imputed in
this comparison.

What to expect, and why the two differ:

- Where the custodian averages reporting countries, as here, they agree: the index of health coverage (published
  in whole numbers) and the two series of the World Bank.
- The ILO imputes silent countries before it averages, with a model that is not published. The column *possible*
  says between which values the region lies whatever the silent countries have: from nobody to everybody there.
- The ILO's regional values of 2016 were computed for its report of 2017; the country values of the release have
  since been revised. A published value outside the possible range shows it: with China at 100 % (the country value
  of 2016) Eastern Asia cannot have 77.3 % of older persons with a pension.
- Unemployment is weighted by modelled estimates of the unemployed of another edition than the custodian's, and
  work of territories without such estimates is left out.
- The poor and the vulnerable are counted by nobody for all countries; the next section says what stands in.

## Choices that the definition leaves open

The definition is one formula: the sum of coverage times the people concerned, over the sum of the people concerned.
Two things it does not settle. Both are decided by what is documented, not by what fits best; what the other choice
gives is told here, and may be asked for.

**Vulnerable persons** (`SI_COV_VULN`). The indicator is a share of vulnerable persons: by the definition they are the
weights. No source publishes how many they are. Socle works them out of two published shares: where everybody who is
not vulnerable has contributory cover, the vulnerable are (1 - coverage of all) / (1 - coverage of the vulnerable) of
the population. Where that says nothing (all vulnerable persons covered, a share not published) the mean of countries
of the same region and income group stands in, then of the region, then of the world. The alternative is population
(`socle indicators --regions world --indicator COV_VULNERABLE --weights population`).
We found no document that says by what the ILO weights this series, and the published values do not decide it: among
the regions in which countries with 97 % of the people report, each choice meets one within rounding (0.05 points),
and neither meets all.

@VULNERABLE@
**How far back a survey may lie** (`SI_COV_SOCAST`, `SI_COV_SOCINS`, `SI_COV_LMKT`). The World Bank averages the latest
survey within ten years (2010 to 2019 in a later edition than this; ASPIRE, aggregation method in the metadata
glossary of its DataBank), weighted by the population of each survey's year. Socle takes the same ten years: the year
asked for and nine before. It weights by the population of the year asked for, as for all series, since a regional
value of a year speaks of the people of that year. For which years the release of 2020 was made it does not say; of all
windows from 3 to 16 years, eight before (surveys from 2008) comes nearest to it in all three series. Who computes in
Python asks for another window (`run.aggregates.Asked`).

@WINDOWS@
"""
SURVEYS = ("SI_COV_SOCAST", "SI_COV_SOCINS", "SI_COV_LMKT")
FULL = 0.97  # of the people concerned in countries that report: nothing is left to impute
COLUMNS = "| group | published | recomputed | difference | countries | share | possible | years |\n"
RULE = "|---|---|---|---|---|---|---|---|\n"


@dataclass(frozen=True)
class Pair:
    """A published value and ours."""

    published: Statistic
    ours: Aggregate

    @property
    def scale(self) -> int:
        """What makes per cent of a share."""
        return 100 if self.published.unit == "share" else 1

    @property
    def difference(self) -> float | None:
        """Ours less the published, in points; none where we give none."""
        value = self.ours.statistic.value
        return None if value is None else self.scale * (value - (self.published.value or 0.0))

    @property
    def outside(self) -> bool:
        """Whether the published value is impossible with the country values of the release."""
        least, most = self.ours.least, self.ours.most
        value = self.published.value
        return None not in (least, most, value) and not (least - 0.005 <= value <= most + 0.005)  # type: ignore[operator]


def pairs(place: Path, series: str, year: int, *, concept: str = "", window: int | None = None) -> list[Pair]:
    """Every group of countries of which the release publishes a value, with ours."""
    published = {
        one.area: one
        for one in sdg_statistics.statistics(place, [series])
        if one.area in areas.load_groups() and one.year == year
    }
    found = regional(place, Asked(series, year, concept=concept, window=window, families=NATIVE))
    return [Pair(published[one.statistic.area], one) for one in found if one.statistic.area in published]


def section(place: Path, series: str, year: int) -> Iterator[str]:
    """The table of one series."""
    found = pairs(place, series, year)
    known = [abs(one.difference) for one in found if one.difference is not None]
    yield f"## {series}, {year}\n\nWeights: {CONCEPTS[concept_of(series)]}. "
    yield f"{len(known)} of {len(found)} published values are recomputed; "
    yield f"the median difference is {median(known):.1f} points, the largest {max(known):.1f}. "
    yield f"{sum(one.outside for one in found)} published values are outside the possible range (marked *).\n\n"
    yield COLUMNS + RULE
    for one in found:
        yield _row(one)
    yield "\n"


def vulnerable(place: Path) -> str:
    """Regions that report nearly fully: the published value, ours by the definition and by population."""
    lines = ["| group | share | published | by the definition | by population |\n", "|---|---|---|---|---|\n"]
    by = {name: pairs(place, "SI_COV_VULN", 2016, concept=name) for name in ("vulnerable", "population")}
    for defined, peopled in zip(by["vulnerable"], by["population"], strict=True):
        ours, other = defined.ours.statistic.value, peopled.ours.statistic.value
        if defined.ours.share >= FULL and ours is not None and other is not None:
            name, told = areas.group(defined.ours.statistic.area).name(), 100 * (defined.published.value or 0)
            lines.append(
                f"| {name} | {100 * defined.ours.share:.1f} % | {told:.1f} | {100 * ours:.2f} | {100 * other:.2f} |\n"
            )
    return "".join(lines)


def windows(place: Path) -> str:
    """Differences from the published values by the years that a survey may lie back."""
    lines = ["| series | years before | values | median difference | largest |\n", "|---|---|---|---|---|\n"]
    for series in SURVEYS:
        for window in (5, 8, 9):
            found = [one.difference for one in pairs(place, series, 2016, window=window)]
            known = [abs(one) for one in found if one is not None]
            lines.append(
                f"| {series} | {window} | {len(known)} of {len(found)} | {median(known):.2f} | {max(known):.1f} |\n"
            )
    return "".join(lines)


def _row(one: Pair) -> str:
    ours, scale = one.ours, one.scale
    value, years = ours.statistic.value, ours.years
    cells = (
        areas.group(ours.statistic.area).name(),
        f"{scale * (one.published.value or 0):.1f}{'*' if one.outside else ''}",
        "-" if value is None else f"{scale * value:.1f}",
        "-" if one.difference is None else f"{one.difference:+.1f}",
        f"{ours.countries} of {ours.members}",
        f"{100 * ours.share:.0f} %",
        "-"
        if ours.least is None or ours.most is None
        else f"{scale * ours.least:.1f} to {scale * ours.most:.1f}",
        "-" if years is None else f"{years[0]}-{years[1]}",
    )
    return "| " + " | ".join(cells) + " |\n"


def main(arguments: list[str]) -> int:
    """Write the page."""
    place = Path(arguments[0]) / "data"
    text = "".join(part for series, year in COMPARED.items() for part in section(place, series, year))
    head = HEAD.replace("@VULNERABLE@", vulnerable(place)).replace("@WINDOWS@", windows(place))
    PAGE.write_text(head + text.rstrip("\n") + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
