"""Shock files: what they say, and how mistakes in them are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle.exchange.country import COUNTRIES
from socle.exchange.shock_file import read_shock
from socle.ground.refusals import Refusal
from socle.model.shock import Condition, IncomeLoss, JobLoss, PriceRise, SubsidyRemoval

FILE = """\
shock: bad_year
title: A bad year
source: Somebody, 2026
effects:
  - income_loss: {share: 33%, of: earnings, affected: 0.8, where: {sector: 1, age: {at_least: 15, below: 65}}}
  - job_loss: {share: 10%, of: formally_employed, replaces: unemployed, earned: 60%}
  - price_rise: {rate: 120%, on: food, budget_share: {by_quantile: [60%, 40%]}, elasticity: 0.2}
  - subsidy_removal:
      prices: {energy: 40%}
      inputs: {transport: {energy: 0.25}}
      pass_through: {transport: 50%}
      budget_shares: {energy: energy_share, transport: 5%}
      compensation: {kept: 25%, poorest: 40%}
"""


def written(folder: Path, text: str = FILE) -> Path:
    path = folder / "bad_year.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_effect_is_read_in_order_with_its_units(tmp_path: Path) -> None:
    shock = read_shock(written(tmp_path))
    income, jobs, food, energy = shock.effects
    assert isinstance(income, IncomeLoss)
    assert (income.share, income.affected, income.of) == (0.33, 0.8, "earnings")
    assert income.where == (Condition("sector", 1, 1), Condition("age", 15, 65))
    assert isinstance(jobs, JobLoss)
    assert (jobs.share, jobs.earned) == (0.1, 0.6)
    assert isinstance(food, PriceRise)
    assert (food.rate, food.budget.groups, food.elasticity) == (1.2, (0.6, 0.4), 0.2)
    assert isinstance(energy, SubsidyRemoval)
    assert energy.sectors == ("energy", "transport")
    assert energy.budgets["energy"].column == "energy_share"
    assert energy.budgets["transport"].groups == (0.05,)
    assert energy.compensation is not None
    assert (energy.compensation.kept, energy.compensation.poorest) == (0.25, 0.4)
    assert [effect.place.rsplit(":", 1)[1] for effect in shock.effects] == ["5", "6", "7", "9"]


def test_shipped_shocks_are_in_order_and_carry_three_languages() -> None:
    found = [read_shock(path) for path in sorted(COUNTRIES.glob("*/shocks/*.yaml"))]
    assert len(found) >= 2
    assert all(set(shock.title) == set(shock.description) == {"en", "fr", "es"} for shock in found)
    assert all(shock.source for shock in found)


@pytest.mark.parametrize(
    ("old", "new", "line", "named"),
    [
        ("income_loss", "income_los", 5, "Did you mean `income_loss`?"),
        ("of: earnings", "of: earning", 5, "Did you mean `earnings`?"),
        ("share: 33%", "share: 133%", 5, "out of range"),
        ("share: 33%, ", "", 5, "needs `share`"),
        ("sector: 1", "sektor: 1", 5, "Did you mean `sector`?"),
        ("at_least: 15", "atleast: 15", 5, "Did you mean `at_least`?"),
        ("replaces: unemployed", "replaces: rooms", 6, "not a condition"),
        ("of: formally_employed", "of: formaly_employed", 6, "Did you mean `formally_employed`?"),
        ("rate: 120%", "rate: -120%", 7, "out of range"),
        ("by_quantile", "by_quintile", 7, "Did you mean `by_quantile`?"),
        ("energy: energy_share", "energy: enrgy_share", 12, "Did you mean `energy_share`?"),
        ("prices: {energy", "prices: {enrgy", 9, "Nobody buys"),
        ("{energy: 0.25}", "{energy: 0.75, food: 0.3}", 10, "below 100 %"),
        ("poorest: 40%", "poorest: 0", 13, "reaches nobody"),
        ("poorest: 40%", "poorest: 40%, benefit: a.b", 13, "one of the two"),
        ("poorest: 40%", "scenario: high", 13, "name the benefit"),
        ("shock: bad_year", "shok: bad_year", 1, "Did you mean `shock`?"),
        ("affected: 0.8", "affected: 0.8, earned: x", 5, "not a number"),
    ],
)
def test_a_mistake_is_refused_with_its_line_and_the_nearest_name(
    tmp_path: Path, old: str, new: str, line: int, named: str
) -> None:
    assert old in FILE
    with pytest.raises(Refusal) as refused:
        read_shock(written(tmp_path, FILE.replace(old, new, 1)))
    assert named in str(refused.value)
    assert refused.value.where == f"bad_year.yaml:{line}"


def test_a_shock_without_effects_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="at least one"):
        read_shock(written(tmp_path, "shock: calm\neffects: []\n"))
