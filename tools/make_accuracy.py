"""Write docs/accuracy.md: what the compact figures shipped cost in accuracy, country by country.

`python -m tools.make_accuracy SHARED` compares the projection and the floor from the shipped figures with
those from the full data of World Population Prospects, both projected by Socle.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from socle.exchange.country import TOY, load_country, shipped
from socle.exchange.wpp import load_wpp
from socle.ground.axes import Array
from socle.model.demography import PeopleOverTime
from socle.project.demography import project
from socle.project.expansion import expand
from socle.run import Choices, cost_scenario, prepare
from socle.run.floor import law_of, scenario_of

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
YEARS = (2030, 2050, 2100)
HEAD = """# Accuracy of the shipped figures

<!-- Written by tools/make_accuracy.py. -->

A country folder ships about 285 demographic numbers. This page compares what Socle makes of them with what it
makes of the full data of World Population Prospects 2024 (single ages, every year): relative errors in per cent.
The last two columns are the cost of the high scenario over product in 2050, whole and without health.
The latter is largest because product itself follows the people aged 15 to 64, from whose growth productivity is
estimated: in Pakistan, 1.0 of the 1.1 points is the error of product.

| country | total 2030 | total 2050 | total 2100 | 65+ 2050 | 65+ 2100 | births 2050 | births 2100 | floor | cash |
|---|---|---|---|---|---|---|---|---|---|
"""


def errors(code: str, folder: Path) -> list[float]:
    """The errors of one country, in per cent, in the order of the table."""
    compact = project(*expand(load_country(code).figures.demography(), 2100))
    full = project(*load_wpp(folder, [code]))
    totals = [_percent(_at(compact, y).sum(), _at(full, y).sum()) for y in YEARS]
    old = [_percent(_at(compact, y)[:, 65:].sum(), _at(full, y)[:, 65:].sum()) for y in (2050, 2100)]
    births = [_percent(_births(compact, y), _births(full, y)) for y in (2050, 2100)]
    return [*totals, *old, *births, *floor_errors(code, full)]


def floor_errors(code: str, full: PeopleOverTime) -> list[float]:
    """The errors of the cost of the high scenario in 2050: of all guarantees, and without health."""
    country = load_country(code)
    scenario = scenario_of(country, "high")
    costs = []
    for people in (None, full):
        setting = prepare(country, Choices(accept_line=True), people)
        benefits = cost_scenario(setting, law_of(country, scenario), scenario).benefits
        here = setting.years.index(2050)
        product = setting.macro.gdp[here]
        cash = [benefit.cost[here] for benefit in benefits if benefit.branch != "health"]
        costs.append((sum(benefit.cost[here] for benefit in benefits) / product, sum(cash) / product))
    return [_percent(float(ours), float(truth)) for ours, truth in zip(*costs, strict=True)]


def _at(people: PeopleOverTime, year: int) -> Array:
    cells: Array = people.population[0, people.years.index(year)]
    return cells


def _births(people: PeopleOverTime, year: int) -> float:
    return float(people.births[0, people.years.index(year)])


def _percent(ours: float, truth: float) -> float:
    return 100 * (ours / truth - 1)


def main(arguments: list[str]) -> int:
    """Write the page."""
    folder = Path(arguments[0]) / "data" / "wpp"
    rows = {code: errors(code, folder) for code in shipped() if code != TOY}
    worst = np.abs(np.array(list(rows.values()))).max(axis=0)
    lines = [
        f"| {code} | " + " | ".join(f"{value:+.2f}" for value in row) + " |" for code, row in rows.items()
    ]
    lines.append("| **largest** | " + " | ".join(f"**{value:.2f}**" for value in worst) + " |")
    PAGE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
