"""The law asked for cells says what it says of one person, and says once what does not differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.ground.axes import FEMALE, MALE
from socle.ground.refusals import Refusal
from socle.model.economy import Economy
from socle.run.asked import Asked, Cells, bends, shortened
from socle.run.career import Career, Person, in_payment, paid_in
from tests.model.insurance_files import NATIONAL, insured

FIRST, AGES, SERVICES = 20, 46, 30
YEARS = tuple(range(2020, 2061))
HERE = range(2027, 2055)
EARNINGS = np.array([[[0.4, 1.1, 3.0]], [[0.3, 0.9, 2.5]]]).swapaxes(1, 2) * np.linspace(0.6, 1.4, AGES)
ACCOUNT = """\
  career_earnings: {credit: insurable_earnings, revalued_by: {mixed: {REVALUED: 1}}}
  balance: {credit: contributions, revalued_by: {returns: {fee: 0.01}}}
"""
LAW = NATIONAL.replace("2025: 3000, then: wages", "2020: 3000, then: CEILING").replace(
    "  career_earnings: {credit: insurable_earnings, revalued_by: {mixed: {wages: 1}}}\n", ACCOUNT
)
LAW = LAW.replace("rate: {2025: 0.0", "rate: {2020: 0.0").replace("men: {2025: 60", "men: {2020: 60")
LAW = LAW.replace("average_wage, 2025", "average_wage, 2020").replace(
    "per: month, 2025: 260", "per: month, 2020: 260"
)
LAW = LAW.replace(
    "how_much: [per_year_of_service: {rate: 0.015}]",
    "how_much: [notional]\n    indexation: {mixed: {prices: 1}}",
)


def economy(scenarios=3, seed=5, prices=True):
    """Growth drawn by scenario from 2028 on; what is past is known."""
    rng = np.random.default_rng(seed)
    drawn = np.arange(len(YEARS)) > 7

    def level(mean, spread, first, varies=True):
        shocks = rng.normal(0, spread, (scenarios, len(YEARS))) * drawn * varies
        past = 0.01 * np.cos(np.arange(len(YEARS)))
        growth = np.where(np.arange(len(YEARS)) > 0, mean + past + shocks, 0.0)
        return first * np.cumprod(1 + growth, axis=1)

    wages = level(0.04, 0.03, 15000)
    returns = 0.05 + rng.normal(0, 0.05, wages.shape) * drawn
    series = {
        "wages": wages,
        "average_wage": wages,
        "cpi": level(0.03, 0.02, 1.0, prices),
        "fund_return": returns,
    }
    return Economy("XXX", YEARS, series)


def of(one, z):
    return Economy(
        "XXX", one.years, {name: values[min(z, len(values) - 1)][None] for name, values in one.series.items()}
    )


def asked(text, one, divisor=16.0):
    cells = Cells(
        HERE, FIRST, AGES, 101, SERVICES, EARNINGS, np.ones((3, 1)), {"divisor": np.full((1,) * 6, divisor)}
    )
    return Asked(insured(text), one, replace(cells, bands=np.ones((3, 2))))


def text(ceiling="wages", revalued="wages"):
    return LAW.replace("CEILING", ceiling).replace("REVALUED", revalued)


def at(answer, *place):
    return float(answer[tuple(min(i, n - 1) for i, n in zip(place, answer.shape, strict=True))])


@pytest.mark.parametrize("ceiling", ["wages", "prices"])
@pytest.mark.parametrize("sex", [MALE, FEMALE])
@pytest.mark.parametrize(("year", "age", "c"), [(2027, 30, 1), (2034, 44, 2), (2054, 64, 0), (2036, 50, 2)])
def test_what_is_paid_in_is_that_of_one_person_in_average_wages(ceiling, sex, year, age, c):
    many = economy()
    ask = asked(text(ceiling), many)
    for z in range(3):
        alone = of(many, z)
        wage = alone.at("average_wage", year)[0, 0]
        money = EARNINGS[sex, c, age - FIRST] * wage
        person = Career(year, np.array([money]), year - age - 1, sex, {"divisor": 16.0})
        for question, paid in paid_in(ask.law, person, alone).items():
            assert at(ask(question, year), z, sex, c, age - FIRST, 0) * wage == pytest.approx(
                paid[0], rel=1e-12
            )


@pytest.mark.parametrize("sex", [MALE, FEMALE])
@pytest.mark.parametrize("benefit", ["old_age", "invalidity", "survivors"])
@pytest.mark.parametrize(
    ("year", "age", "k"), [(2027, 59, 12), (2034, 60, 9), (2041, 57, 10), (2054, 64, 29), (2030, 60, 25)]
)
def test_who_and_how_much_are_those_of_one_person_at_the_age_reached(sex, benefit, year, age, k):
    many = economy()
    ask = asked(text(), many)
    for z in range(3):
        alone = of(many, z)
        wage = alone.at("average_wage", year)[0, 0]
        person = Person(
            ask.law, Career(year, np.zeros(1), year - age - 1, sex, {"divisor": 16.0}), alone, year
        )
        for account, balance in ((0.8 * k, 2.0), (0.1 * k, 0.2), (3.0 * k, 9.0)):
            held = {"career_earnings": account, "balance": balance}
            known = {name: value * wage for name, value in held.items()} | {"service": float(k)}
            one = {q: person.ask(f"{q}.{benefit}", last=True, **known)[-1] for q in ("who", "how_much")}
            place = (z, sex, 1, age - FIRST, k)
            cells = {name: np.full((1,) * 5, value) for name, value in held.items()}
            assert at(ask(f"who.{benefit}", year), *place) == one["who"]
            assert at(ask(f"how_much.{benefit}", year, **cells), *place) * wage == pytest.approx(
                one["how_much"], rel=1e-12
            )


def test_growth_is_that_of_one_person_above_the_growth_of_wages():
    many = economy()
    ask = asked(text(revalued="prices"), many)
    for z, year in ((0, 2027), (2, 2040)):
        alone = of(many, z)
        growth = {name: alone.growth(name)[0, YEARS.index(year)] for name in ("wages", "cpi")}
        paid = in_payment(ask.law, "old_age", 1000.0, (year - 1, year), alone)
        own = paid[1] / paid[0] / (1 + growth["wages"]) - 1
        assert at(ask("index.old_age", year), z, 0, 0, 0, 0) == pytest.approx(own, abs=1e-13)
        revalued = (1 + growth["cpi"]) / (1 + growth["wages"]) - 1
        assert at(ask("revaluation.career_earnings", year), z, 0, 0, 0, 0) == pytest.approx(
            revalued, abs=1e-13
        )
        fund = (1 + alone.at("fund_return", year)[0, 0]) * 0.99 / (1 + growth["wages"]) - 1
        assert at(ask("revaluation.balance", year), z, 0, 0, 0, 0) == pytest.approx(fund, abs=1e-13)


@pytest.mark.parametrize("ceiling", ["wages", "prices"])
def test_one_scenario_among_many_is_answered_as_if_alone(ceiling):
    many = economy()
    together = asked(text(ceiling, "prices"), many)
    carried = {name: np.full((1,) * 5, 7.0) for name in ("career_earnings", "balance", "pension")}
    for z in range(3):
        alone = asked(text(ceiling, "prices"), of(many, z))
        for question in together.law.questions:
            for year in (2027, 2040, 2054):
                one, all_ = alone(question, year, **carried), together(question, year, **carried)
                own = all_[min(z, len(all_) - 1)][None]
                assert np.allclose(*np.broadcast_arrays(one, own), rtol=1e-12, atol=1e-14), question


def test_an_axis_is_shortened_only_where_nothing_changes():
    rng = np.random.default_rng(2)
    for _ in range(20):
        shape = tuple(rng.integers(1, 4, 4))
        small = rng.normal(size=tuple(n if rng.random() < 0.5 else 1 for n in shape))
        full = np.broadcast_to(small, shape)
        short = shortened(full)
        assert np.array_equal(np.broadcast_to(short, shape), full)
        assert short.shape == shortened(small).shape
        assert short.size == small.size
    assert shortened(np.array([1.0, 1.0 + 1e-12])).size == 2


def test_the_law_says_by_what_its_answers_differ_from_scenario_to_scenario():
    ask = asked(text("wages"), economy())
    for question in ask.law.questions:
        ask(question, 2030, **{name: np.ones((1,) * 5) for name in ("career_earnings", "balance", "pension")})
    said = {question: ask.varies(question) for question in ask.law.questions}
    assert said["insurable_earnings"] == ()
    assert said["how_much.old_age"] == ("national_pension.old_age.between.at_least",)
    assert said["revaluation.career_earnings"] == ()
    assert said["index.old_age"] == ("price_growth", "wage_growth")
    assert said["who.old_age"] == ()
    assert asked(text("prices"), economy()).varies("insurable_earnings") == ()  # not asked for yet


def test_an_index_of_prices_differs_where_only_wages_do():
    ask = asked(text(), economy(prices=False))
    ask("index.invalidity", 2030)
    assert ask.varies("index.invalidity") == ("wage_growth",)


def test_a_law_that_bends_money_is_refused_where_nobody_is_told_apart():
    assert bends(insured())
    cells = replace(
        asked(text(), economy()).cells, bands=np.ones((1, 1)), earnings=EARNINGS.mean(1, keepdims=True)
    )
    one = Asked(insured(text()), economy(), cells)
    for question in ("insurable_earnings", "how_much.old_age"):
        with pytest.raises(Refusal):
            one(question, 2030, career_earnings=np.ones((1,) * 5))


def test_the_age_of_a_year_of_work_is_that_of_its_beginning_and_of_an_award_that_reached():
    rates = LAW.replace("{contribution: {rate: {2020: 0.05, 2028: 0.06}}}", "{contribution: {rate: 0.05}}")
    ask = asked(rates.replace("CEILING", "wages").replace("REVALUED", "wages"), economy())
    assert ask._people("contribution")["age"].ravel()[0] == FIRST
    assert ask._people("who")["age"].ravel()[0] == FIRST + 1
    assert ask._people("index")["age"].ravel()[[0, -1]].tolist() == [1, 101]
