"""A closed block of records: by hand, as one career, the same by both engines; it adds up as sums do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socle.rules  # noqa: F401, fills the rulebook
from socle.engine.choice import Engine
from socle.exchange.kernel_files import KernelFolder
from socle.ground.axes import FEMALE, MALE
from socle.ground.refusals import Refusal
from socle.model.economy import Economy
from socle.model.insurance import InsuranceLaw
from socle.project.block import Block, BlockTotals
from socle.run.block import Lives, bind, closed_block
from socle.run.career import Career, earned, in_payment, paid_in
from tests.engine.small import economy
from tests.model.insurance_files import NATIONAL, insured

YEARS = tuple(range(2025, 2061))
BASE = economy(YEARS, "XXX", wages=0.03, cpi=0.02)
ECONOMY = Economy("XXX", YEARS, {**BASE.series, "average_wage": 20000 * BASE.series["wages"] / 100})
NUMPY, FAST = Engine("numpy"), Engine("fast")
NOBODY_DIES = np.zeros((2, 111))
SIMPLE = """\
scheme: simple
contributions: {insured: {contribution: {rate: 0.1}}}
benefits:
  old_age:
    contingency: old_age
    who: [age_band: {at_least: 65}]
    how_much: [final_earnings: {rate: 0.015}]
    indexation: {mixed: {prices: 1}}
"""
CENTS = """\
    indexation:
      - mixed: {prices: 0.5, wages: 0.5}
      - rounded_down: {to: {unit: XXX, per: month, 2000: 0.10}}
"""
CHANGED = """\
    versions:
      - {who: [service: {at_least: 20}], how_much: [final_earnings: {rate: 0.01, base: 0.1, after: 5}]}
      - {from: 2035, who: [age_band: {at_least: {men: 60, women: 58}}, service: {at_least: 3}],
         how_much: [final_earnings: {rate: 0.02}, between: {at_least: {unit: average_wage, 2025: 0.2}}]}
    indexation: {mixed: {wages: 1}}
"""
LAWS = {
    "simple": SIMPLE,
    "accounts, sexes and years of birth": NATIONAL,
    "rounded": NATIONAL.replace("    indexation: {mixed: {prices: 0.5, wages: 0.5}}\n", CENTS),
    "changed": SIMPLE[: SIMPLE.index("    who:")] + CHANGED,
    "nothing paid in": SIMPLE.replace(
        "contributions: {insured: {contribution: {rate: 0.1}}}", "accounts: {}"
    ),
}


def block(records: int, seed: int, accounts: tuple[str, ...] = ("career_earnings",)) -> Block:
    """Records of all ages, some with nothing."""
    rng = np.random.default_rng(seed)
    age = rng.integers(15, 100, records)
    worked = np.maximum(rng.integers(-10, 45, records), 0)
    salary = np.maximum(rng.normal(15_000, 12_000, records), 0)
    held = {name: salary * worked * rng.uniform(0.5, 1.5, records) for name in accounts}
    heads = rng.choice([0.0, 1.0, 2.5], records)
    return Block(rng.integers(0, 2, records), age, worked.astype(float), salary, heads, held)


def lives(seed: int = 0) -> Lives:
    """Rates of a table that ends with certainty."""
    rng = np.random.default_rng(seed)
    mortality = np.sort(rng.uniform(0, 0.3, (2, 96)), axis=1) ** 2
    mortality[:, -1] = 1.0
    return Lives(mortality, 68, rng.uniform(-0.01, 0.03, 70))


def totals(found: BlockTotals) -> Mapping[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    return {"contributions": found.contributions, "pensions": found.pensions, "alive": found.alive}


def assert_same(one: BlockTotals, other: BlockTotals, rel: float = 1e-12) -> None:
    for name, values in totals(one).items():
        np.testing.assert_allclose(values, totals(other)[name], rtol=rel, atol=0, err_msg=name)


@pytest.mark.parametrize("name", LAWS)
def test_both_engines_give_the_same(name: str) -> None:
    law, some = insured(LAWS[name]), block(5_000, 1)
    found, fast = (closed_block(law, "old_age", some, lives(), ECONOMY, way) for way in (NUMPY, FAST))
    assert found.pensions.min() > 0
    assert (found.contributions[0] > 0) == (name != "nothing paid in")
    assert_same(found, fast)


def test_one_record_is_the_calculation_by_hand() -> None:
    mortality = np.full((2, 111), 0.02)
    mortality[FEMALE] = 0.01
    years = tuple(range(2025, 2031))
    money = economy(years, "XXX", wages=0.03, cpi=0.02)
    some = Block(*(np.array([value]) for value in (FEMALE, 63, 30.0, 1000.0, 1.0)))
    found = closed_block(
        insured(SIMPLE), "old_age", some, Lives(mortality, 65, np.full(1, 0.01)), money, NUMPY
    )
    salaries = [1000 * 1.01, 1000 * 1.01 * 1.03 * 1.01]  # the economy begins with no growth
    pension = 0.015 * 32 * salaries[1]
    alive = 0.99 ** np.arange(6)
    assert found.alive == pytest.approx(alive, rel=1e-14)
    lived = alive * 0.995
    assert found.contributions == pytest.approx(
        [*(0.1 * np.array(salaries) * lived[:2]), 0, 0, 0, 0], rel=1e-14
    )
    assert found.pensions == pytest.approx([0, 0, *(pension * 1.02 ** np.arange(4) * lived[2:])], rel=1e-14)


@pytest.mark.parametrize("engine", [NUMPY, FAST], ids=["numpy", "fast"])
@pytest.mark.parametrize("sex", [MALE, FEMALE])
@pytest.mark.parametrize("salary", [1_000.0, 12_000.0, 90_000.0])
def test_one_record_that_does_not_die_is_one_career(engine: Engine, sex: int, salary: float) -> None:
    law = insured(NATIONAL)
    some = Block(*(np.array([v]) for v in (sex, 45, 0.0, salary, 1.0)), {"career_earnings": np.zeros(1)})
    found = closed_block(law, "old_age", some, Lives(NOBODY_DIES, 70), ECONOMY, engine)
    award = YEARS[int(np.flatnonzero(found.pensions)[0])]
    count = award - 2025
    person = Career(2025, salary * 1.03 ** np.arange(count), 1980, sex)
    paid = paid_in(law, person, ECONOMY)
    both = paid["contribution.employee"] + paid["contribution.employer"]
    assert found.contributions[:count] == pytest.approx(both, rel=1e-13)
    pension = earned(law, person, ECONOMY, "old_age", award)
    assert pension.eligible
    assert not earned(
        law, replace(person, earnings=person.earnings[:-1]), ECONOMY, "old_age", award - 1
    ).eligible
    assert found.pensions[count] == pytest.approx(pension.amount, rel=1e-13)
    later = YEARS[count + 1 :]
    moved = in_payment(law, "old_age", pension.amount, later, ECONOMY)
    assert found.pensions[count + 1 :] == pytest.approx(moved, rel=1e-13)
    assert pension.service == count


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(sorted(LAWS)), st.integers(0, 99), st.integers(1, 80), st.sampled_from([NUMPY, FAST]))
def test_two_parts_add_up_to_the_whole(name: str, seed: int, cut: int, engine: Engine) -> None:
    law, some, assumed = insured(LAWS[name]), block(80, seed), lives(seed)
    whole = closed_block(law, "old_age", some, assumed, ECONOMY, engine)
    parts = [
        closed_block(law, "old_age", some.part(records), assumed, ECONOMY, engine)
        for records in (slice(0, cut), slice(cut, 80))
        if records.start < 80
    ]
    for key, values in totals(whole).items():
        added = sum(totals(part)[key] for part in parts)
        np.testing.assert_allclose(added, values, rtol=1e-12, atol=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(sorted(LAWS)), st.integers(0, 99), st.floats(0.1, 9), st.sampled_from([NUMPY, FAST]))
def test_twice_the_heads_are_twice_the_money(name: str, seed: int, times: float, engine: Engine) -> None:
    law, some = insured(LAWS[name]), block(60, seed)
    once = closed_block(law, "old_age", some, lives(), ECONOMY, engine)
    more = closed_block(law, "old_age", replace(some, heads=some.heads * times), lives(), ECONOMY, engine)
    for key, values in totals(once).items():
        np.testing.assert_allclose(totals(more)[key], values * times, rtol=1e-12)


def test_the_living_are_those_of_the_table() -> None:
    some, assumed = block(500, 3), lives(3)
    found = closed_block(insured(SIMPLE), "old_age", some, assumed, ECONOMY, NUMPY)
    left = np.zeros(len(YEARS))
    for sex, age, heads in zip(some.sex, some.age, some.heads, strict=True):
        rates = assumed.mortality[sex, np.minimum(age + np.arange(len(YEARS)), 95)]
        left += heads * np.concatenate([[1.0], np.cumprod(1 - rates)[:-1]])
    np.testing.assert_allclose(found.alive, left, rtol=1e-12)


def test_nobody_works_beyond_the_age_said_though_no_pension_comes() -> None:
    law = insured(SIMPLE.replace("[age_band: {at_least: 65}]", "[service: {at_least: 40}]"))
    some = Block(*(np.array([v]) for v in (MALE, 60, 10.0, 1000.0, 1.0)))
    found = closed_block(law, "old_age", some, Lives(NOBODY_DIES, 63), ECONOMY, NUMPY)
    assert np.count_nonzero(found.contributions) == 3
    assert not found.pensions.any()


@pytest.mark.parametrize("engine", [NUMPY, FAST], ids=["numpy", "fast"])
def test_a_law_that_changes_its_form_opens_pensions_from_the_first_day_of_the_new_one(engine: Engine) -> None:
    some = Block(*(np.array([v]) for v in (MALE, 52, 0.0, 1000.0, 1.0)))
    found = closed_block(insured(LAWS["changed"]), "old_age", some, Lives(NOBODY_DIES, 70), ECONOMY, engine)
    assert (
        np.flatnonzero(found.pensions)[0] == 2035 - 2025
    )  # 62 then, with ten years of service and not twenty
    assert np.count_nonzero(found.contributions) == 10
    wage = 20000 * 1.03**10
    assert found.pensions[10:] == pytest.approx(0.2 * wage * 1.03 ** np.arange(26), rel=1e-13)


def test_threads_and_neighbours_change_no_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    law, some = insured(NATIONAL), block(5_000, 4)
    found = []
    for threads in (1, 2, 5):
        monkeypatch.setattr("socle.run.block.processors", lambda threads=threads: threads)
        found.append(closed_block(law, "old_age", some, lives(), ECONOMY, FAST))
    for key, values in totals(found[0]).items():
        for other in found[1:]:
            np.testing.assert_array_equal(totals(other)[key], values)


def test_a_reform_of_numbers_changes_no_letter_of_the_kernel(tmp_path: Path) -> None:
    texts = []
    for age, rate in ((65, 0.015), (62, 0.02)):
        text = SIMPLE.replace("at_least: 65", f"at_least: {age}").replace("rate: 0.015", f"rate: {rate}")
        texts.append(bind(insured(text), "old_age", block(3, 0, ()), 110, ECONOMY).kernel()[0])
    assert texts[0] == texts[1]
    engine = Engine("fast", load=KernelFolder(tmp_path))
    closed_block(insured(SIMPLE), "old_age", block(30, 0), lives(), ECONOMY, engine)
    assert [path.read_text(encoding="utf-8") for path in tmp_path.glob("kernel_*.py")] == texts[:1]


def refused(law: InsuranceLaw, some: Block, money: Economy = ECONOMY, assumed: Lives | None = None) -> str:
    with pytest.raises(Refusal) as refusal:
        closed_block(law, "old_age", some, assumed or lives(), money, NUMPY)
    return str(refusal.value)


def test_what_the_law_needs_and_nobody_gives_is_refused() -> None:
    law = insured(NATIONAL)
    assert "`career_earnings`" in refused(law, block(5, 0, ()))
    assert "career_earning" in refused(law, block(5, 0, ("career_earning",)))
    assert "average_wage" in refused(law, block(5, 0), BASE)
    notional = SIMPLE.replace("final_earnings: {rate: 0.015}", "share_of_earnings: {share: 0.5}")
    assert "reads `earnings`" in refused(insured(notional), block(5, 0))
    shared = NATIONAL.replace(
        "revalued_by: {mixed: {wages: 1}}", "revalued_by: {mixed: {wages: 1}}, gains: shared"
    )
    assert "insured lives" in refused(insured(shared), block(5, 0))


def test_impossible_lives_and_records_are_refused() -> None:
    good = block(5, 0)
    for one in fields(Block)[:5]:
        wrong = np.array(getattr(good, one.name), dtype=float)
        wrong[3] = -1.0
        with pytest.raises(Refusal, match=f"Record 3.*`{one.name}`"):
            replace(good, **{one.name: wrong})
    with pytest.raises(Refusal, match="one value for each record"):
        replace(good, heads=np.ones(4))
    with pytest.raises(Refusal, match=r"Record 0.*`career_earnings`"):
        replace(good, accounts={"career_earnings": np.full(5, np.nan)})
    assert "female at age 7" in refused(insured(SIMPLE), good, assumed=Lives(above_one(), 65))
    assert "by sex and age" in refused(insured(SIMPLE), good, assumed=Lives(np.zeros(100), 65))


def above_one() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    rates = np.zeros((2, 100))
    rates[FEMALE, 7] = 1.2
    return rates
