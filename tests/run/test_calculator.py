"""The calculator: the law of the cases and of the survey, asked of one household at a time, with nothing guessed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.model.rulebook import RULES
from socle.model.trace import Answer
from socle.run.answers import Questions
from socle.run.calculator import Calculation, Request, calculate
from tests.rules.cases import Case, collect
from tests.run.households import traced

CASES = collect()
RANKED = ("poorest", "lowest_scores")
OPEN = (
    "general_revenue",
    "donors",
    "mixed",
    "returns",
)  # shares of a cost and growth, of nobody in particular


def certain(case: Case) -> bool:
    """Whether one household can answer: no chance in it, and no rank in the population."""
    rule = RULES[case.rule]
    shares = rule.gives.condition and isinstance(case.expected, float)
    return not shares and case.rule not in (*RANKED, *OPEN) and not (set(case.columns) & {"person"})


@pytest.mark.parametrize("case", [case for case in CASES if certain(case)], ids=str)
def test_the_calculator_answers_every_golden_case(case: Case) -> None:
    found: list[float] = []
    for trace in traced(case):
        (answer,) = trace.answers()
        step = next(step for step in answer.steps if step.name == case.rule)
        found += [float(value) for value in step.values if value is not None]
        expected = answer.eligible if RULES[case.rule].gives.condition else answer.amounts
        if "household" not in step.kind:
            assert step.values == pytest.approx(expected)
    wanted = case.expected if isinstance(case.expected, list) else [case.expected]
    assert found == pytest.approx([float(value) for value in wanted])


def ask(scheme: str, *persons: str, household: str = "", date: str = "", country: str = "") -> Calculation:
    return calculate(Request(scheme, persons, household, date, country))


def answer(result: Calculation, path: str) -> Answer:
    return next(one for one in result.answers if one.path == path)


def test_each_member_of_a_household_has_an_answer() -> None:
    result = ask(
        "XXX/old_age", "age=70, sex=male, receives_contributory_pension=no", "age=64, sex=female", date="2023"
    )
    assert answer(result, "old_age.pension").amounts == (12 * 130, 0)


def test_one_message_asks_for_all_that_is_missing_and_for_nothing_else() -> None:
    with pytest.raises(Questions) as refused:
        ask("XXX", "age=30, sex=female, gave_birth=yes", "age=8, sex=male", date="2023")
    asked = refused.value.asked
    assert {"formally_employed", "earnings", "poor", "unemployed"} <= set(asked)
    assert "receives_contributory_pension" not in asked, "nobody here has the age of the pension"
    assert asked["enrolled"] == (1,), "school is for the second member only"
    text = refused.value.worded()
    for name in asked:
        assert f"  {name}: " in text
    assert "Is enrolled in school." in text


def test_the_example_of_the_questions_is_an_answer_to_them() -> None:
    words: list[str] = ["age=30, sex=female", "age=8"]
    with pytest.raises(Questions) as refused:
        ask("XXX", *words, date="2023")
    lines = [line.split('"')[1] for line in refused.value.worded().splitlines() if "--person" in line]
    assert len(lines) == len(words)
    assert all(line.startswith(said) for line, said in zip(lines, words, strict=True))
    assert ask("XXX", *lines, date="2023").answers


@pytest.mark.parametrize(("age", "asked"), [(64, False), (66, True), (68, False)])
def test_the_sex_is_asked_where_men_and_women_differ(age: int, asked: bool) -> None:
    person = f"age={age}, receives_contributory_pension=no"  # from 67 men, from 65 women
    if not asked:
        assert ask("XXX/old_age", person, date="2023").answers
        return
    with pytest.raises(Questions) as refused:
        ask("XXX/old_age", person, date="2023")
    assert refused.value.asked == {"sex": (0,)}


@pytest.mark.parametrize("answered", ["yes", "no"])
def test_what_is_not_asked_changes_nothing(answered: str) -> None:
    base = ask("XXX/old_age", "age=40", date="2023")
    more = ask("XXX/old_age", f"age=40, sex=male, receives_contributory_pension={answered}", date="2023")
    assert [one.amounts for one in base.answers] == [one.amounts for one in more.answers]


@pytest.mark.parametrize(
    ("date", "sex", "eligible"),
    [("2027-06-30", "male", 0), ("2027-07-01", "male", 1), ("2027-06-30", "female", 1), ("2027", "male", 1)],
)
def test_the_law_is_that_of_the_day(date: str, sex: str, eligible: int) -> None:
    result = ask("XXX/old_age", f"age=66, sex={sex}, receives_contributory_pension=no", date=date)
    assert answer(result, "old_age.pension").eligible == (eligible,)
    assert result.at == (date if len(date) > 4 else "2027-07-01")


def test_a_person_who_complies_pays_the_whole_contribution() -> None:
    person = "gave_birth=no, formally_employed=yes, earnings=2000/month"
    result = ask("XXX/maternity", person, date="2023")
    assert answer(result, "maternity.financing.contribution").amounts == pytest.approx((0.006 * 24000,))
    assert result.assumed["compliance"]


def test_chances_are_taken_as_met_unless_the_person_says_otherwise() -> None:
    said = "age=70, sex=female, receives_contributory_pension=no"
    assert ask("XXX/old_age", said, date="2023").assumed == {"coverage": True, "take_up": True}
    result = ask("XXX/old_age", said + ", take_up=no", date="2023")
    assert answer(result, "old_age.pension").recipients == (0,)
    assert answer(result, "old_age.pension").eligible == (1,)
    assert result.assumed == {"coverage": True}


def test_a_test_of_means_is_taken_without_its_errors() -> None:
    for poor in (0, 1):
        words = f"age=5, poor={'yes' if poor else 'no'}"
        result = ask("XXX/family_grant", words, date="2023")
        assert answer(result, "family_grant.grant").eligible == (poor,)


def test_what_no_rule_reads_is_said() -> None:
    said = "age=70, sex=female, receives_contributory_pension=no, rooms=3"
    assert ask("XXX/old_age", said, date="2023").not_read == ("rooms",)
    assert set(answer(ask("XXX/old_age", said, date="2023"), "old_age.pension").depends_on) == {
        "age",
        "sex",
        "receives_contributory_pension",
    }


PARENT_AND_CHILD = ("age=35, earnings=60/month, enrolled=no", "age=8, earnings=0/month, enrolled=yes")
FAMILY = """\
scheme: family
law: {title: Family Act, section: "3"}
branch: children
benefits:
  top_up:
    who:
      - lives_with: {below: 18}
      - household_income_below:
          limit: {unit: XTS, per: month, 2023: 900}
          on: {other_income: [earnings, old_age.pension]}
    how_much:
      - by_size: {amounts: {unit: XTS, per: month, bands: {1: {2023: 100}, 3: {2023: 150}}}}
      - less_household_income: {share: 0.5, above: {unit: XTS, per: month, 2023: 20}, on: {other_income: earnings}}
  scored:
    who:
      - proxy_means: {limit: 62, constant: 50, characteristics: {urban: 10, rooms: 2, enrolled: -5}}
    how_much: [per_household: {amount: {unit: XTS, per: month, 2023: 20}}]
  rank:
    who: [poorest: {share: 20%}]
    how_much: [flat: {amount: {unit: XTS, per: month, 2023: 20}}]
financing:
  - income_tax:
      rates: {unit: XTS, per: month, 2023: {0: 0%, 30: 10%}}
      on: {earnings: [earnings, old_age.pension]}
"""


@pytest.fixture
def family(tmp_path: Path) -> str:
    file = tmp_path / "family.yaml"
    file.write_text(FAMILY, encoding="utf-8")
    return str(file)


def test_amounts_of_a_household_and_taxes_are_those_by_hand(family: str) -> None:
    result = ask(family, *PARENT_AND_CHILD, household="urban=yes, rooms=3", country="XXX", date="2023")
    top_up = answer(result, "family.top_up")
    # 100 a month for two, less half of the 40 beyond 20 a month: 80, of which each member has half
    assert top_up.amounts == pytest.approx((480, 480))
    below = next(step for step in top_up.steps if step.name == "household_income_below")
    assert below.compared
    assert np.array(below.compared) == pytest.approx(np.array([[720, 720], [2 * 10800, 2 * 10800]]))
    kinds = [step.kind for step in top_up.steps if step.place.startswith("how_much")]
    assert kinds == ["money of the household"] * 2
    values = [step.values for step in top_up.steps if step.place.startswith("how_much")]
    assert values[0] == pytest.approx((1200, 1200))
    assert values[1] == pytest.approx((960, 960))
    score = next(step for step in answer(result, "family.scored").steps if step.name == "proxy_means")
    assert score.compared
    assert np.array(score.compared) == pytest.approx(np.array([[61, 61], [62, 62]]))  # 50 + 10 + 2 x 3 - 5
    assert answer(result, "family.scored").amounts == pytest.approx((120, 120))
    assert answer(result, "family.financing.income_tax").amounts == pytest.approx((36, 0))
    assert [one.path for one in result.unanswered] == ["family.rank"]


def test_a_household_step_asks_only_the_members_who_matter(family: str) -> None:
    with pytest.raises(Questions) as refused:
        ask(
            family,
            "age=70, enrolled=no",
            "age=8, earnings=0/month, enrolled=no",
            household="urban=no, rooms=1",
            country="XXX",
            date="2023",
        )
    assert refused.value.asked == {"receives_contributory_pension": (0,), "earnings": (0,)}


def test_a_scheme_file_that_lies_in_no_country_is_asked_at_its_last_date(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    amount = "{unit: EUR, per: month, 2020: 100, 2022-04-01: 110, then: cpi}"
    law = "scheme: own\nbranch: old_age\nbenefits:\n  pension:\n    who: everyone\n    how_much: [flat: {amount: %s}]\n"
    file.write_text(law % amount, encoding="utf-8")
    result = ask(str(file), "age=70")
    assert (result.at, result.currency) == ("2022-04-01", "EUR")
    assert answer(result, "own.pension").amounts == (1320,)
    with pytest.raises(Refusal, match="--country"):
        ask(str(file), "age=70", date="2024")


@pytest.mark.parametrize(
    ("words", "household", "told"),
    [
        ("agee=70", "", "Did you mean `age`?"),
        ("age", "", "age=70"),
        ("=70", "", "age=70"),
        ("age=70; sex=x", "", "sex=female"),
        ("age=seventy", "", "age=seventy"),
        ("age=70, age=71", "", "twice"),
        ("earnings=300", "", "earnings=300/month"),
        ("earnings=300 EUR/month", "", "XTS"),
        ("earnings=300/fortnight", "", "month"),
        ("sex=x", "", "sex=female"),
        ("poor=perhaps", "", "yes or no"),
        ("amount=3", "", "no input `amount`"),
        ("age=70", "urban=perhaps", "yes or no"),
    ],
)
def test_words_that_are_not_understood_are_refused(words: str, household: str, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask("XXX/old_age", words, household=household, date="2023")
    assert told in refused.value.worded()


def test_what_is_the_same_for_all_members_is_said_once() -> None:
    with pytest.raises(Refusal, match="--household"):
        ask("XXX/old_age", "age=70, urban=yes", "age=3", date="2023")


@pytest.mark.parametrize(
    ("scheme", "told"),
    [
        ("XXX/oldage", "Did you mean `old_age`?"),
        ("SENN", "Did you mean `SEN`?"),
        ("nowhere.yaml", "cannot be read"),
    ],
)
def test_a_scheme_that_is_not_there_is_refused(scheme: str, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask(scheme, "age=70")
    assert told in refused.value.worded()


def test_what_cannot_be_worked_out_for_one_person_says_why() -> None:
    result = ask("XXX/old_age", "age=40", date="2023")
    assert [(one.path, "not who they are" in one.reason) for one in result.unanswered] == [
        ("old_age.pioneers_pension", True)
    ]
    grant = ask("SEN/pnbsf", "age=40", date="2023")
    assert not grant.answers


@pytest.mark.parametrize("code", ["HND", "PRY"])
def test_figures_younger_than_the_year_asked_do_not_hinder(code: str) -> None:
    assert ask(code, "age=70, sex=female, poor=no, enrolled=no").at == "2023-07-01"


def test_a_large_household_is_answered_as_each_member_alone() -> None:
    words = [
        f"age={age}, sex={sex}, receives_contributory_pension=no"
        for age in range(60, 80)
        for sex in ("m", "f")
    ]
    together = answer(ask("XXX/old_age", *words, date="2023"), "old_age.pension")
    alone = [answer(ask("XXX/old_age", one, date="2023"), "old_age.pension") for one in words[::7]]
    assert together.amounts[::7] == tuple(one.amounts[0] for one in alone)
    assert {0, 1560} == set(together.amounts)
