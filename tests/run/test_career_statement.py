"""One person's career told: by hand, adding up, and as the projection awards it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.ground.axes import FEMALE, MALE
from socle.ground.refusals import Refusal
from socle.model.economy import Economy
from socle.project.divisor import divisors
from socle.report import career_tables
from socle.run.career import Career, Person, earned, paid_in
from socle.run.career_ground import Ground
from socle.run.career_life import Work
from socle.run.career_statement import CareerRequest, told, told_on
from tests.engine.small import economy
from tests.model.insurance_files import NATIONAL, insured
from tests.run.test_reforms import FINAL, NOTIONAL
from tests.run.valuations import HEAD, based

YEARS = tuple(range(2025, 2081))
BASE = economy(YEARS, "XXX", wages=0.03, cpi=0.02)
ECONOMY = Economy("XXX", YEARS, {**BASE.series, "average_wage": 20000 * BASE.series["wages"] / 100})
NOBODY_DIES = np.append(np.zeros(100), 1.0)
GROUND = Ground(
    insured(), ECONOMY, lambda _: NOBODY_DIES, 2025, {"en": "Nowhere"}, Path("national.yaml"), "invented"
)
WAGE = 20000.0


def asked(award=2050, benefit="old_age", born=1988, sex=MALE, **work):
    work = {"earnings": "1000/month", "growth": "5%", "begins": 2025, **work}
    return CareerRequest("national_pension", award, Work(born, sex, **work), benefit)


def by_hand(first=12000.0):
    """The steps of the law for 25 years from 2025, awarded in 2050 at 62 to a man, money of 2050 a year."""
    account = sum(min(first * 1.05**t, 36000 * 1.03**t) * 1.03 ** (25 - t) for t in range(25))
    wage = WAGE * 1.03**25
    accrued = 0.0125 * account
    flat = accrued + 0.10 * wage
    early = flat * (1 - 3 * 0.05)
    return accrued, flat, early, max(260 * 12 * 1.02**25, min(early, 1.2 * wage))


def test_the_steps_are_those_of_the_calculation_by_hand_in_the_order_of_the_law() -> None:
    (pension,) = told_on(GROUND, asked()).pensions
    steps = [step for step in pension.answer.steps if step.place.startswith("how_much")]
    assert [step.name for step in steps] == ["per_year_of_service", "plus", "early_late", "between"]
    assert [step.values[0] for step in steps] == pytest.approx(by_hand(), rel=1e-12)
    assert pension.award.amount == pytest.approx(by_hand()[-1], rel=1e-12)
    assert pension.award.todays == pytest.approx(by_hand()[-1] / 1.03**25, rel=1e-12)


def test_a_step_shows_only_what_it_reads_itself_and_what_the_law_says_with_its_place() -> None:
    (pension,) = told_on(GROUND, asked()).pensions
    steps = {step.name: step for step in pension.answer.steps}
    assert [name for name, _ in steps["per_year_of_service"].read] == ["career_earnings"]
    assert steps["plus"].read == steps["between"].read == ()
    assert steps["early_late"].read == (("age", (62.0,)),)
    (at_least, _) = steps["between"].said
    assert (at_least.words, at_least.where) == ("260 XXX / month (2025)", "national.yaml:20")
    assert at_least.values[0] == pytest.approx(260 * 12 * 1.02**25)
    (age,) = steps["age_band"].said
    assert age.words == "62 (2035)"  # the man's own, by the calendar


def test_a_womans_age_is_that_of_her_year_of_birth() -> None:
    (pension,) = told_on(GROUND, asked(born=1978, sex=FEMALE)).pensions
    (age,) = next(step for step in pension.answer.steps if step.name == "age_band").said
    assert (age.words, age.values) == ("58 (1975)", (58.0,))
    assert pension.first is not None
    assert (pension.first.year, pension.first.age) == (2036, 58)


def test_the_first_year_meets_what_the_year_before_does_not() -> None:
    (pension,) = told_on(GROUND, asked(award=2030, begins=2025, born=1970)).pensions
    assert not pension.award.eligible
    assert pension.first is not None
    assert (pension.first.year, pension.first.service) == (2035, 10)  # of age at once, ten years of service
    rows = {row.year: row.eligible for row in pension.others}
    assert (rows[2034], rows[2035]) == (False, True)


@given(
    first=st.floats(100, 90000),
    growth=st.floats(-0.2, 0.2),
    count=st.integers(1, 40),
    held=st.floats(0, 1e6),
)
def test_the_statement_adds_up_to_the_account_of_the_award(first, growth, count, held) -> None:
    request = asked(
        award=2025 + count,
        earnings=f"{first:.2f}/year",
        growth=f"{100 * growth:.4f}%",
        born=1970,
        accounts=(f"career_earnings={held:.2f}",),
    )
    found = told_on(GROUND, request)
    before = float(f"{held:.2f}")
    for row in found.statement:
        account = row.accounts["career_earnings"]
        assert account.balance == pytest.approx(before + account.revalued + account.credited, rel=1e-12)
        assert account.revalued == pytest.approx(before * account.growth, rel=1e-12, abs=1e-9)
        assert account.credited == pytest.approx(row.insurable)
        before = account.balance
    step = next(s for s in found.pensions[0].answer.steps if s.name == "per_year_of_service")
    assert dict(step.read)["career_earnings"][0] == pytest.approx(before, rel=1e-12)


def test_contributions_of_the_statement_are_those_of_the_law() -> None:
    found = told_on(GROUND, asked(earnings="5000/month"))
    rows = {row.year: row for row in found.statement}
    assert rows[2025].insurable == pytest.approx(36000)  # the ceiling
    assert rows[2025].paid == pytest.approx({"employee": 0.05 * 36000, "employer": 0.07 * 36000})
    assert rows[2028].paid["employer"] == pytest.approx(0.08 * 36000 * 1.03**3)
    assert rows[2050].earnings == 0


def test_a_career_told_in_two_parts_is_the_same_career() -> None:
    whole = Career(2025, 12000 * 1.05 ** np.arange(25), 1988, MALE)
    middle = earned(GROUND.law, Career(2025, whole.earnings[:10], 1988, MALE), ECONOMY, "old_age", 2035)
    rest = Career(2035, whole.earnings[10:], 1988, MALE, served=middle.service, held=middle.accounts)
    one, two = (earned(GROUND.law, career, ECONOMY, "old_age", 2050) for career in (whole, rest))
    assert two.amount == pytest.approx(one.amount, rel=1e-13)
    assert two.accounts == pytest.approx(one.accounts)
    assert (two.service, two.eligible) == (one.service, one.eligible)


def test_half_a_year_has_half_the_ceiling_and_half_a_year_of_service() -> None:
    career = Career(2025, np.array([30000.0, 30000.0]), 1988, MALE, parts=np.array([0.5, 1.0]))
    paid = paid_in(GROUND.law, career, ECONOMY)
    assert paid["insurable_earnings"] == pytest.approx([18000, 30000])
    assert paid["contribution.employee"] == pytest.approx([900, 1500])
    found = earned(GROUND.law, career, ECONOMY, "old_age", 2027)
    assert found.service == 1.5
    assert found.accounts["career_earnings"] == pytest.approx(18000 * 1.03**2 + 30000 * 1.03)


LAST = """\
last_earnings: {years: 3, which: WHICH, revalued_by: {mixed: {prices: 1}}}
"""


def last_earnings(which, earnings, parts=None):
    text = NATIONAL.replace("contributions:", LAST.replace("WHICH", which) + "contributions:")
    law = insured(text.replace("per_year_of_service: {rate: 0.015}", "final_earnings: {rate: 0.02}"))
    career = Career(2025, np.array(earnings, dtype=float), 1988, MALE, parts=parts)
    return Person(law, career, ECONOMY, 2025 + len(earnings)).known()["last_earnings"]


def test_last_and_best_years_by_hand() -> None:
    """Revalued by prices (2 %), the year of the award included; years without work do not count."""
    paid = [9000, 30000, 20000, 0, 24000]
    worth = [value * 1.02 ** (5 - i) for i, value in enumerate(paid)]
    assert last_earnings("last", paid) == pytest.approx((worth[1] + worth[2] + worth[4]) / 3)
    assert last_earnings("best", [*paid, 10000]) == pytest.approx(1.02 * (worth[1] + worth[2] + worth[4]) / 3)
    assert last_earnings("last", [12000, 12000]) == pytest.approx(12000 * (1.02 + 1.02**2) / 2)
    assert last_earnings("last", [0, 60000]) == pytest.approx(36000 * 1.03 * 1.02)  # the insured part
    assert last_earnings("last", [5000, 20000], np.array([0.25, 1.0])) == pytest.approx(
        (0.25 * 20000 * 1.02**2 + 20000 * 1.02) / 1.25
    )


def test_last_earnings_are_those_that_the_projection_awards() -> None:
    """The projection counts the year of award by its mid-year; a person who asks on 1 January, those before it."""
    made = based(HEAD + FINAL, flat=True)
    ask, year, age, service = made.ask, 2050, 62, 20
    completed = age - 1 - ask.cells.first_age
    profile = ask.cells.earnings[FEMALE, 0, completed - service + 1 : completed + 1]
    years = range(year - service, year)
    wages = [float(ask.economy.at("average_wage", y)[0, 0]) for y in (*years, year)]
    career = Career(years[0], profile * wages[:-1], year - age, FEMALE)
    found = earned(made.law, career, ask.economy, "old_age", year)
    cell = ask("how_much.old_age", year)
    shape = np.broadcast_to(cell, (1, 2, 1, ask.cells.ages, ask.cells.services))
    assert found.amount / wages[-1] == pytest.approx(shape[0, FEMALE, 0, completed, service], rel=1e-12)


@pytest.mark.parametrize(("year", "age"), [(2030, 60), (2050, 67)])
def test_a_notional_pension_is_that_which_the_projection_awards(year: int, age: int) -> None:
    made = based(HEAD + NOTIONAL)
    ask, deaths = made.ask, made.valuation.experience.mortality
    pooled = deaths[year - 2025, 0].mean(axis=0)
    person = Career(2026, np.full(3, 10000.0), year - age, MALE)
    found = earned(made.law, person, ask.economy, "old_age", year, lambda _: pooled)
    completed = age - 1 - ask.cells.first_age
    cell = ask("how_much.old_age", year, balance=np.ones((1, 1, 1, 1, 1)))
    share = np.broadcast_to(cell, (1, 2, 1, ask.cells.ages, ask.cells.services))[0, MALE, 0, completed, 3]
    assert found.amount == pytest.approx(found.accounts["balance"] * share, rel=1e-12)
    assert share == pytest.approx(1 / divisors(pooled, 0.01)[age - 1], rel=1e-12)
    with pytest.raises(Refusal, match="rests on deaths"):
        earned(made.law, person, ask.economy, "old_age", year)


def test_pensions_in_payment_keep_half_their_place_among_wages() -> None:
    (pension,) = told_on(GROUND, asked()).pensions
    first, second = pension.payment[:2]
    assert first.amount == pytest.approx(pension.award.amount * 1.025)
    assert second.todays == pytest.approx(pension.award.todays * (1.025 / 1.03) ** 2)
    assert first.of_wage == pytest.approx(first.amount / (WAGE * 1.03**26))


def test_replacement_is_of_earnings_in_wages_of_the_award() -> None:
    (pension,) = told_on(GROUND, asked(growth="wages", earnings="12000/year")).pensions
    expected = pension.award.amount / (12000 * 1.03**25)
    assert pension.award.of_final == pytest.approx(expected)
    assert pension.award.of_career == pytest.approx(expected)
    (faster,) = told_on(GROUND, asked()).pensions
    assert faster.award.of_final < faster.award.of_career


def test_a_file_goes_on_with_earnings_and_says_what_it_leaves_open(tmp_path: Path) -> None:
    file = tmp_path / "career.csv"
    file.write_text("year,earnings,months,employer\n2025,12000,12,a\n2028,7000,6,b\n")
    found = told_on(GROUND, asked(file=file, begins=None, earnings="1000/month", growth="0%", born=1960))
    rows = {row.year: row for row in found.statement}
    assert [rows[y].earnings for y in (2025, 2026, 2028, 2029, 2049)] == [12000, 0, 7000, 12000, 12000]
    assert rows[2028].part == 0.5
    assert {note.values.get("years") or note.values.get("columns") for note in found.notes} == {
        "2026, 2027",
        "employer",
    }
    alone = told_on(GROUND, asked(file=file, begins=None, earnings="", born=1960))
    assert any("No insured work after" in note.text for note in alone.notes)
    assert alone.pensions[0].award.service == 1.5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"benefit": "old_ages"}, "`old_age`"),
        ({"accounts": ("carer_earnings=3",)}, "`career_earnings`"),
        ({"growth": "wage"}, "`wages`"),
        ({"earnings": "1000"}, "say its period"),
        ({"earnings": "1000 USD/month"}, "is in USD"),
        ({"earnings": "", "begins": 2025}, "Say what is earned"),
        ({"begins": 2020}, "known from 2025"),
        ({"begins": 1990, "born": 1985}, "nobody is insured"),
        ({"award": 2025}, "cannot follow work"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(changes, words) -> None:
    with pytest.raises(Refusal, match=words):
        told_on(GROUND, asked(**changes))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("year,wages\n2025,3\n", "earnings"),
        ("year,earnigs\n2025,3\n", "`earnings`"),
        ("year,earnings\n25,3\n", "career.csv:2: `25` is not a year"),
        ("year,earnings\n2025,3\n2025,4\n", "career.csv:3: The year 2025 stands twice"),
        ("year,earnings\n2025,-3\n", "from 0 on"),
        ("year,earnings,months\n2025,3,13\n", "at most 12"),
        ("year,earnings,months\n2025,3,0\n", "no month"),
        ("year,earnings\n", "no years"),
        ("", "is not there"),
    ],
)
def test_a_career_that_cannot_be_is_refused_at_its_line(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "career.csv"
    file.write_text(text)
    with pytest.raises(Refusal, match=words):
        told_on(GROUND, asked(file=file, begins=None))


def test_a_career_older_than_the_law_is_sent_to_its_first_value_with_its_line() -> None:
    request = replace(asked(begins=2020, award=2050), scheme="XXX/national_pension")
    with pytest.raises(Refusal, match=r"national_pension.yaml:\d+: .*no value before 2025.*--from 2025"):
        told(request)


def test_an_award_before_the_deaths_that_are_known_is_flagged() -> None:
    text = NATIONAL.replace("contributions:", "divisor: {norm: 0.01}\ncontributions:")
    for today, flags in ((2025, 0), (2060, 1)):
        found = told_on(replace(GROUND, law=insured(text), today=today), asked())
        assert len([note for note in found.notes if "divisor" in note.text]) == flags


def test_a_scheme_of_ones_own_needs_a_country_and_then_has_its_wages(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(NATIONAL.replace("XXX", "XTS").replace("national_pension", "mine"))
    request = replace(asked(earnings="300/month", growth="wages"), scheme=str(file))
    with pytest.raises(Refusal, match="--country"):
        told(request)
    found = told(replace(request, country="XXX"))
    assert found.pensions[0].award.eligible
    assert found.currency == "XTS"


BY_AGE = """\
accounts:
  points: {credit: {by_age: {amounts: {unit: average_wage, bands: {0: {2020: 1}, 40: {2020: 3}}}}},
           revalued_by: {mixed: {wages: 1}}}
contributions: {all: {contribution: {rate: 0.1}}}
benefits:
  old_age:
    contingency: old_age
    who: [age_band: {at_least: 60}]
    how_much:
      - per_year_of_service: {rate: 0.0125, on: {career_earnings: points}}
      - early_late: {normal_age: 65, early: 0.05, late: 0.04}
    indexation: {mixed: {wages: 1}}
"""


def test_the_fold_of_a_career_is_that_of_a_cell_of_the_projection() -> None:
    """The same questions, year by year: what a year credits to an age, how it is revalued, what is awarded."""
    made = based(HEAD + BY_AGE)
    ask, born, award = made.ask, 1990, 2052

    def cell(question, year, **carried):
        answer = np.broadcast_to(
            ask(question, year, **carried), (1, 2, 1, ask.cells.ages, ask.cells.services)
        )
        return answer[0, MALE, 0, year - 1 - born - ask.cells.first_age, award - 2027]

    balance = 0.0
    for year in range(2027, award):
        balance = balance * (1 + cell("revaluation.points", year)) + cell("credit.points", year)
    balance *= 1 + cell("revaluation.points", award)
    pension = cell("how_much.old_age", award, points=np.full((1,) * 5, balance))
    wage = float(ask.economy.at("average_wage", award)[0, 0])
    found = earned(made.law, Career(2027, np.full(25, 9000.0), born, MALE), ask.economy, "old_age", award)
    assert found.accounts["points"] == pytest.approx(balance * wage, rel=1e-12)
    assert found.amount == pytest.approx(pension * wage, rel=1e-12)
    assert balance == pytest.approx(4 * 1 + 21 * 3)  # of age 40 on 1 January from 2031 on


VERSIONS = """\
    versions:
      - who:
          - any_of: [age_band: {at_least: 60}, service: {at_least: 20}]
          - none_of: [women]
        how_much:
          - progressive: {averaged_over: 10, rates: {unit: XXX, per: month, 2025: {0: 50%, 1000: 20%}, then: wages}}
      - {from: 2045, who: everyone, how_much: [per_year_of_service: {rate: 0.02}]}
"""


def test_the_steps_are_those_of_the_form_in_force_with_their_tables() -> None:
    start = NATIONAL.index("    who:\n")
    law = insured(NATIONAL[:start] + VERSIONS + NATIONAL[NATIONAL.index("    indexation:") :])
    around = replace(GROUND, law=law)
    (old,) = told_on(around, asked(award=2040, growth="wages")).pensions
    step = next(one for one in old.answer.steps if one.name == "progressive")
    bound = 12000 * 1.03**15
    average = 15 * 12000 * 1.03**15 / 10
    assert [(one.name, one.values[0]) for one in step.said] == [
        ("averaged_over", 10),
        ("rates, above", 0),
        ("rates", 0.5),
        ("rates, above", pytest.approx(bound)),
        ("rates", 0.2),
    ]
    assert step.values[0] == pytest.approx(0.5 * bound + 0.2 * (average - bound))
    heads = {one.place: (one.name, one.values[0]) for one in old.answer.steps if one.place.count(".") == 1}
    assert heads["who.0"] == ("any", 0)
    assert heads["who.1"] == ("none", 1)
    assert list(career_tables._lacking(old)) == ["age_band", "service"]
    (new,) = told_on(around, asked(award=2045, growth="wages")).pensions
    assert [one.name for one in new.answer.steps] == ["everyone", "per_year_of_service"]
    assert new.award.eligible
    assert {row.year: row.eligible for row in new.others}[2044] is False
