"""The floor of a country: what a run may choose, its fingerprint, and how its sensitivities move."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from socle.exchange.country import COUNTRIES
from socle.ground.refusals import Refusal
from socle.model.results import Floor
from socle.run import Choices, floor

SHORT = Choices(years_ahead=4)


@pytest.fixture(scope="module")
def toy() -> Floor:
    return floor("XXX", SHORT)


@pytest.mark.parametrize("choices", [
    Choices(base_year=2010), Choices(years_ahead=100), Choices(years_ahead=-1), Choices(base_year=2101),
])  # fmt: skip
def test_years_out_of_the_data_are_refused_with_those_at_hand(choices: Choices) -> None:
    with pytest.raises(Refusal, match=r"outside the data: they reach from 2023 to 2100"):
        floor("XXX", choices)


@pytest.mark.parametrize(
    ("choices", "said", "near"),
    [
        (Choices(line="nationl"), "There is no line `nationl` for XXX", "national"),
        (Choices(index="cpy"), "`cpy` is not a price index", "cpi"),
        (Choices(variant="hih"), "hih", "high"),
    ],
)
def test_an_unknown_choice_is_refused_with_the_nearest(choices: Choices, said: str, near: str) -> None:
    with pytest.raises(Refusal) as refused:
        floor("XXX", choices)
    assert said in str(refused.value)
    assert refused.value.nearest == near


def test_an_unknown_scenario_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refusal) as refused:
        floor("XXX", SHORT, ("hgih",))
    assert refused.value.nearest == "high"
    assert "status_quo, high, low, steps" in str(refused.value)


@pytest.mark.parametrize("years_ahead", [0, 1, 4])
def test_a_short_horizon_gives_the_first_years_of_a_long_one(years_ahead: int) -> None:
    short = floor("XXX", Choices(years_ahead=years_ahead), ("high",)).scenario("high")
    long = floor("XXX", Choices(years_ahead=12), ("high",)).scenario("high")
    for one, other in zip(short.benefits, long.benefits, strict=True):
        np.testing.assert_allclose(one.cost, other.cost[: years_ahead + 1], rtol=1e-9)


def own_country(folder: Path, line: str) -> str:
    """The toy country with another harmonised line, in a folder of its own."""
    shutil.copytree(COUNTRIES / "XXX", folder)
    rows = (folder / "figures.csv").read_text(encoding="utf-8").splitlines()
    changed = [_with_value(row, line) if row.startswith("poverty_line,") else row for row in rows]
    assert changed != rows
    (folder / "figures.csv").write_text("\n".join(changed) + "\n", encoding="utf-8")
    return str(folder)


def _with_value(row: str, value: str) -> str:
    cells = row.split(",")
    return ",".join([*cells[:4], value, *cells[5:]])


def test_a_line_above_product_per_head_is_refused_until_it_is_accepted(tmp_path: Path) -> None:
    code = own_country(tmp_path / "own", "99")
    with pytest.raises(Refusal, match=r"is [\d.]+ times gross domestic product per head"):
        floor(code, SHORT, ("high",))
    accepted = floor(code, replace(SHORT, accept_line=True), ("high",))
    used = next(line for line in accepted.lines if line.used)
    assert used.name == "harmonised"
    assert used.warnings
    assert floor(code, replace(SHORT, line="gdp_share"), ("high",)).scenario("high").benefits


def test_equal_runs_have_equal_fingerprints(toy: Floor) -> None:
    assert floor("xxx", SHORT).trace.fingerprint == toy.trace.fingerprint
    assert len(toy.trace.fingerprint) == 16


@pytest.mark.parametrize(
    "choices",
    [
        replace(SHORT, years_ahead=5),
        replace(SHORT, line="gdp_share"),
        replace(SHORT, index="deflator"),
        replace(SHORT, line_factor=1.1),
        replace(SHORT, growth_shift=0.01),
        replace(SHORT, variant="high"),
    ],
)
def test_another_option_is_another_fingerprint(toy: Floor, choices: Choices) -> None:
    assert floor("XXX", choices).trace.fingerprint != toy.trace.fingerprint


def test_another_scenario_or_file_is_another_fingerprint_and_a_place_is_not(
    toy: Floor, tmp_path: Path
) -> None:
    assert floor("XXX", SHORT, ("high",)).trace.fingerprint != toy.trace.fingerprint
    marks = []
    for name in ("one", "two"):
        shutil.copytree(COUNTRIES / "XXX", tmp_path / name / "XXX")
        marks.append(floor(str(tmp_path / name / "XXX"), SHORT).trace.fingerprint)
    assert marks == [toy.trace.fingerprint] * 2
    with (tmp_path / "two/XXX/schemes/school.yaml").open("a", encoding="utf-8") as file:
        file.write("# one more line\n")
    assert floor(str(tmp_path / "two/XXX"), SHORT).trace.fingerprint != toy.trace.fingerprint


def test_the_trace_names_files_by_content_and_every_rule_used(toy: Floor) -> None:
    assert all(len(digest) == 64 and not Path(name).is_absolute() for name, digest in toy.trace.files.items())
    assert {"XXX/country.yaml", "floor/schemes/old_age.yaml"} <= set(toy.trace.files)
    assert {"age_band", "share_of_line", "not_receiving"} <= set(toy.trace.rules)


@pytest.mark.parametrize("code", ["XXX", "SEN"])
def test_sensitivities_move_in_the_right_direction(code: str) -> None:
    rows = {row.name: row for row in floor(code, SHORT).sensitivity}
    base = rows["as computed"]
    assert rows["line 20 % lower"].base < base.base < rows["line 20 % higher"].base
    assert rows["growth 1 point higher"].last < base.last < rows["growth 1 point lower"].last
    assert rows["growth 1 point higher"].base == pytest.approx(base.base)
    assert rows["take-up 70 %"].base < rows["take-up 85 %"].base < rows["take-up 100 %"].base
    shares = [rows[f"administration {share} %"].base for share in (3, 5, 15)]
    assert shares == sorted(shares)
    assert shares[0] < shares[2]
    assert rows["administration 5 %"].base == pytest.approx(base.base)


def test_scenarios_stand_in_their_order_of_ambition(toy: Floor) -> None:
    now, low, high = (sum(np.nan_to_num(b.cost) for b in s.benefits) for s in toy.scenarios)
    assert (low < high).all()
    assert (now > 0).all()
    np.testing.assert_array_equal(
        toy.debt_path["status_quo"], np.minimum(toy.debt_path["status_quo"], toy.debt_path["high"])
    )


def test_steps_reach_the_high_scenario_at_their_end() -> None:
    result = floor("XXX", Choices(years_ahead=12), ("steps", "high"))
    steps, high = (sum(b.recipients for b in s.benefits if b.branch == "children") for s in result.scenarios)
    np.testing.assert_allclose(steps[0], 0.2 * high[0])
    np.testing.assert_allclose(steps[5], 0.6 * high[5])
    np.testing.assert_allclose(steps[10:], high[10:])
