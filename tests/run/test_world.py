"""The gap of the world: each row is one country and guarantee, and groups are sums over their countries."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.run import Choices, floor
from socle.run.world import ALL, CASH, WorldGap, gap, people

YEAR = 2023


@cache
def world(shared: Path) -> WorldGap:
    return gap([ALL], CASH, YEAR, shared / "data")


@pytest.mark.external
def test_a_gap_is_what_coverage_leaves_of_the_cost(shared: Path) -> None:
    rows = world(shared).rows
    assert len(rows) == len({(row.iso3, row.guarantee) for row in rows})
    known = [row for row in rows if row.cost is not None and row.coverage is not None]
    assert len(known) > 200
    for row in known:
        assert row.cost is not None
        assert row.coverage is not None
        assert row.gap == pytest.approx(max(0.0, 1 - row.coverage) * row.cost)
        assert row.gap >= 0
    assert all(row.gap is None and "coverage_unknown" in row.flag for row in rows if row.coverage is None)
    assert all("line_or_product_unknown" in row.flag for row in rows if row.cost is None)


@pytest.mark.external
def test_senegal_costs_in_the_world_what_it_costs_alone(shared: Path) -> None:
    rows = {row.guarantee: row for row in world(shared).rows if row.iso3 == "SEN"}
    alone = floor("SEN", Choices(years_ahead=0), ("high",))
    costs = {b.branch: float(b.cost[0] / alone.macro.gdp[0]) for b in alone.scenario("high").benefits}
    for guarantee in ("children", "maternity", "old_age"):
        assert rows[guarantee].cost == pytest.approx(costs[guarantee], rel=1e-3)
    assert rows["disability"].cost is not None
    assert rows["disability"].cost > costs["disability"] * 1.1, "by itself, the pension does not come first"


@pytest.mark.external
def test_the_guarantees_are_counted_one_by_one_whatever_else_is_asked(shared: Path) -> None:
    for guarantee in CASH:
        alone = gap(["SEN", "KHM"], [guarantee], YEAR, shared / "data").rows
        for row in alone:
            same = next(r for r in world(shared).rows if (r.iso3, r.guarantee) == (row.iso3, guarantee))
            assert row.iso3 == "SEN" or row.cost is None, "Cambodia has no line in the source"
            assert row == same or row.cost == pytest.approx(same.cost, rel=1e-12)


@pytest.mark.external
def test_groups_weight_countries_by_their_product(shared: Path) -> None:
    found = world(shared)
    kinds = {group.kind for group in found.groups}
    assert kinds == {"income", "region", "world"}
    for guarantee in CASH:
        whole = next(g for g in found.groups if g.kind == "world" and g.guarantee == guarantee)
        parts = [g for g in found.groups if g.kind == "income" and g.guarantee == guarantee]
        shares = [g.cost for g in parts if np.isfinite(g.cost)]
        assert min(shares) <= whole.cost <= max(shares)
        assert whole.countries_with_gap <= whole.countries


@pytest.mark.external
def test_the_price_index_is_a_choice_and_changes_the_line(shared: Path) -> None:
    by_deflator = gap(["SEN"], ["children"], YEAR, shared / "data", "deflator").rows[0].cost
    by_prices = gap(["SEN"], ["children"], YEAR, shared / "data").rows[0].cost
    assert by_deflator is not None
    assert by_prices is not None
    assert by_deflator < by_prices


@pytest.mark.external
@pytest.mark.parametrize(
    ("guarantees", "year", "index", "said", "near"),
    [
        (["childern"], 2023, "cpi", "There is no guarantee `childern`", "children"),
        (["children"], 2023, "cpy", "`cpy` is not a price index", "cpi"),
        (["children"], 1999, "cpi", "1999 is outside the data", ""),
        (["children"], 2060, "cpi", "has no year 2060", ""),
    ],
)
def test_what_the_data_do_not_have_is_refused(
    shared: Path, guarantees: list[str], year: int, index: str, said: str, near: str
) -> None:
    with pytest.raises(Refusal) as refused:
        gap(["SEN"], guarantees, year, shared / "data", index)
    assert said in str(refused.value)
    assert refused.value.nearest == near


@pytest.mark.external
def test_the_people_of_the_world_are_those_of_their_countries(shared: Path) -> None:
    together, origin = people(["SEN", "KHM"], 2030, shared / "data")
    alone, _ = people(["KHM"], 2030, shared / "data")
    assert origin == "wpp"
    np.testing.assert_allclose(together.population[1], alone.population[0], rtol=1e-12)
