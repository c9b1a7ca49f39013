"""Indicators of an inquiry, of the law, as published: the identities that hold whatever the country says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.exchange.inquiry_file import read_inquiry
from socle.exchange.statistic_frame import frame_of, statistics_of
from socle.measure.catalogue import CATALOGUE
from socle.measure.quantity import Quantity
from socle.model.inquiry import Inquiry
from socle.model.observation import ESTIMATED, MISSING, RECORDED, STATUSES
from socle.model.statistic import Statistic
from socle.run.indicator_groups import HIDDEN, world_of
from socle.run.indicator_trend import trend
from socle.run.indicators import (
    country_indicators,
    published_from_store,
    published_indicators,
    setting_in,
)
from tests.run.asked_inquiries import benefit, inquiry, insured, overlap, reached, scheme

TOY = Path(__file__).resolve().parents[2] / "src/socle/library/countries/XXX/inquiry/2024"
MONEY = ("expenditure", "receipts", "reserves")


def known(inquiry: Inquiry) -> dict[tuple[str, ...], Statistic]:
    """Statistics by indicator, sex, group, function and type of scheme."""
    found = country_indicators(inquiry)
    by_place = {(s.indicator, s.sex, s.group, s.function, s.scheme_type): s for s in found}
    assert len(by_place) == len(found), "a place of the breakdowns is told twice"
    return by_place


def of(inquiry: Inquiry, code: str, sex: str = "_T", function: str = "_T") -> Statistic:
    """One statistic."""
    return known(inquiry)[code, sex, "_T", function, "_T"]


def pensions(*more: Mapping[str, Any], both: Sequence[Mapping[str, Any]] = ()) -> Inquiry:
    """Two schemes for older persons: 45 with an earned pension, 30 with a social pension."""
    return inquiry(
        schemes=[scheme("fund"), scheme("social", "universal"), *more],
        benefits=[benefit("fund.pension", "old_age"), benefit("social.pension", "old_age")],
        beneficiaries=[*reached("fund.pension", 45, 25, 20), *reached("social.pension", 30, 10, 20)],
        protected=insured("fund", 200, 120, 80),
        overlaps=both,
    )


def test_two_schemes_of_a_branch_give_bounds_and_never_their_sum() -> None:
    older = of(pensions(), "COV_OLDER")
    assert (older.value, older.low, older.high) == (None, 0.45, 0.75)
    assert older.status == ESTIMATED


def test_their_overlap_gives_the_share_itself() -> None:
    asked = pensions(both=[overlap("fund.pension", "social.pension", 0.5)])
    assert of(asked, "COV_OLDER").value == pytest.approx(0.6)  # 45 + 30 - half of 30, of 100
    assert of(asked, "COV_OLDER").denominator == 100


def test_no_overlap_of_both_sexes_is_none_of_either() -> None:
    asked = pensions(both=[overlap("fund.pension", "social.pension", 0)])
    men, women, both = (of(asked, "COV_OLDER", sex).value for sex in ("M", "F", "_T"))
    assert (men, women) == (pytest.approx(35 / 40), pytest.approx(40 / 60))
    assert both is not None and men is not None and women is not None
    assert both == pytest.approx((40 * men + 60 * women) / 100)  # the weighted mean of both sexes


def test_gap_is_one_minus_coverage_and_people_uncovered_are_the_gap_times_the_group() -> None:
    for asked in (pensions(), pensions(both=[overlap("fund.pension", "social.pension", 0.2)])):
        cover, gap = of(asked, "COV_OLDER"), of(asked, "GAP", function="OLD_AGE")
        people = of(asked, "UNCOVERED", function="OLD_AGE")
        bounds = [
            (s.value, s.value) if s.value is not None else (s.low, s.high) for s in (cover, gap, people)
        ]
        (low, high), (least, most), (few, many) = bounds
        assert (least, most) == pytest.approx((1 - high, 1 - low))
        assert (few, many) == pytest.approx((100 * least, 100 * most))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 900), st.integers(1, 999), st.floats(0.01, 0.99))
def test_if_nobody_else_is_vulnerable_the_share_of_the_vulnerable_follows(
    insured_adults: int, others: int, part: float
) -> None:
    """Total = insured + part of the others, so others / all = (1 - total) / (1 - part)."""
    everybody = insured_adults + others
    total = (insured_adults + part * others) / everybody
    counts = {
        "children": 0,
        "adults": everybody,
        "adults_insured": insured_adults,
        "older": 0,
        "older_insured": 0,
    }
    given_ = {name: Quantity(float(count)) for name, count in {**counts, "population": everybody}.items()}
    share = CATALOGUE["SHARE_VULNERABLE"].of(given_).value
    assert share == pytest.approx(others / everybody) == pytest.approx((1 - total) / (1 - part))


def test_the_identity_of_the_vulnerable_holds_between_indicators_of_an_inquiry() -> None:
    """Everybody who is not vulnerable is insured: adults who contribute, older persons with a pension of the fund."""
    asked = inquiry(
        schemes=[scheme("fund"), scheme("help", "means_tested")],
        benefits=[
            benefit("fund.pension", "old_age"),
            benefit("help.grant", "family_children", counted="children"),
        ],
        beneficiaries=[*reached("fund.pension", 40), *reached("help.grant", 152)],
        protected=insured("fund", 200),
        overlaps=[overlap("fund.pension", "help.grant", 0)],
    )
    vulnerable = of(asked, "COV_VULNERABLE").value
    group = 400 + (500 - 200) + (100 - 40)
    assert vulnerable == pytest.approx(152 / group)
    # The union of contributors (working), pensioners (older) and children: no person is in two of them.
    total = (200 + 40 + 152) / 1000
    assert vulnerable is not None
    share = of(asked, "SHARE_VULNERABLE").value
    assert share == pytest.approx(group / 1000) == pytest.approx((1 - total) / (1 - vulnerable))
    low, high = of(asked, "COV_ANY").low, of(asked, "COV_ANY").high
    assert low is not None and high is not None and low <= total <= high


def test_what_is_missing_is_missing_with_its_reason_and_never_nothing() -> None:
    asked = inquiry(
        schemes=[scheme("fund")],
        benefits=[benefit("fund.pension", "old_age")],
        protected=insured("fund", 200),
    )
    older = of(asked, "COV_OLDER")
    assert older.value is None and older.low is None and older.status == MISSING
    assert "fund.pension" in older.reason.format(**older.said)
    assert of(asked, "EXP_GDP").value is None and "fund" in of(asked, "EXP_GDP").said.values()
    assert of(asked, "FIN_TAXES").value is None
    for one in known(asked).values():
        assert (one.status == MISSING) == (one.value is None and one.low is None) == bool(one.reason)
        assert one.reason.format(**one.said) is not None and one.method.format(**one.said) is not None


def test_a_benefit_counted_in_households_reaches_at_least_as_many_persons() -> None:
    asked = inquiry(
        schemes=[scheme("help", "means_tested")],
        benefits=[benefit("help.cash", "general_poverty", counted="households")],
        beneficiaries=reached("help.cash", 90),
    )
    poor = of(asked, "COV_POOR")
    assert (poor.value, poor.low, poor.high) == (None, pytest.approx(0.3), 1.0)


def test_children_and_the_old_are_never_the_same_persons() -> None:
    asked = inquiry(
        schemes=[scheme("help", "universal")],
        benefits=[
            benefit("help.child", "family_children", counted="children"),
            benefit("help.old", "old_age"),
        ],
        beneficiaries=[*reached("help.child", 100), *reached("help.old", 50, age="65+")],
    )
    assert of(asked, "COV_ANY").value == pytest.approx(0.15)


def test_a_confidential_value_shows_in_no_indicator() -> None:
    rows = [{**row, "confidential": "yes"} for row in reached("fund.pension", 45)]
    asked = inquiry(
        schemes=[scheme("fund")], benefits=[benefit("fund.pension", "old_age")], beneficiaries=rows
    )
    assert of(asked, "COV_OLDER").reason == HIDDEN


def accounts(scale: float = 1.0, unit: str = "units", per: float = 1.0) -> Inquiry:
    """Two schemes with accounts; all money times `scale`, sums of money written in `unit`."""
    item = {"year": 2024}
    spent = {"benefit_cash": 8000, "administration": 400, "transfers_out": 700}
    paid = {
        "contrib_employer": 9000,
        "contrib_employee": 6000,
        "investment_income": 1000,
        "transfers_in": 500,
    }
    money = scale / per
    facts = {name: str(value * scale) for name, value in (("average_wage", 1000), ("poverty_line", 200))}
    facts |= {"gdp": str(1e6 * money), "government_expenditure": str(250000 * money), "money_unit": unit}
    return inquiry(
        facts,
        schemes=[scheme("fund"), scheme("care", "universal")],
        benefits=[
            benefit("fund.pension", "old_age"),
            benefit("care.visits", "health", nature="in_kind"),
        ],
        beneficiaries=reached("fund.pension", 45),
        expenditure=[
            *({"scheme": "fund", "item": name, "amount": n * money, **item} for name, n in spent.items()),
            {"scheme": "care", "item": "benefit_kind", "amount": 12000 * money, **item},
        ],
        receipts=[
            *({"scheme": "fund", "item": name, "amount": n * money, **item} for name, n in paid.items()),
            {"scheme": "care", "item": "government_general", "amount": 12000 * money, **item},
        ],
        reserves=[{"scheme": "fund", "opening": 10000 * money, "closing": 16800 * money, **item}],
        levels=[
            {
                "scheme": "fund",
                "benefit": "pension",
                "stat": "mean",
                "amount": 900 * scale,
                "period": "quarter",
                **item,
            }
        ],
    )


def test_accounts_give_expenditure_and_financing() -> None:
    found = known(accounts())
    value = {key[0]: s.value for key, s in found.items() if key[1:] == ("_T", "_T", "_T", "_T")}
    assert value["EXP_GDP"] == pytest.approx(20400 / 1e6)  # transfers between schemes are no expenditure
    assert value["EXP_GDP_WITHOUT_HEALTH"] == pytest.approx(8400 / 1e6)
    assert value["EXP_GOVERNMENT"] == pytest.approx(20400 / 250000)
    assert value["EXP_PER_HEAD"] == pytest.approx(20.4)
    assert value["ADMINISTRATION"] == pytest.approx(400 / 20400)
    assert value["FIN_TAXES"] == pytest.approx(12000 / 28000)
    assert value["WORKERS_IN_CONTRIBUTIONS"] == pytest.approx(0.4)
    assert value["RESERVE_RATIO"] == pytest.approx(16800 / 8400)
    assert found["BENEFIT_TO_WAGE", "_T", "_T", "OLD_AGE", "_T"].value == pytest.approx(0.3)  # 300 a month
    assert found["EXP_COMPOSITION", "_T", "_T", "HEALTH", "_T"].value == pytest.approx(0.6)


def test_sources_of_financing_and_functions_of_expenditure_add_up_to_one() -> None:
    found = known(accounts())
    for kind in ("_T", "SOCIAL_INSURANCE", "UNIVERSAL"):
        shares = [s.value for key, s in found.items() if key[0].startswith("FIN_") and key[4] == kind]
        assert sum(value for value in shares if value is not None) == pytest.approx(1)
    parts = [s.value or 0.0 for key, s in found.items() if key[0] == "EXP_COMPOSITION"]
    assert sum(parts) == pytest.approx(1)


@pytest.mark.parametrize(("scale", "unit", "per"), [(1000.0, "units", 1.0), (1.0, "thousands", 1e3)])
def test_no_indicator_but_money_moves_with_the_currency_or_its_unit(
    scale: float, unit: str, per: float
) -> None:
    one, other = known(accounts()), known(accounts(scale, unit, per))
    assert set(one) == set(other)
    for key, told in one.items():
        if told.value is None or key[0] == "BENEFIT_TO_MINIMUM_WAGE":  # whose wage stays
            continue
        times = scale if told.unit == "money" else 1.0
        assert other[key].value == pytest.approx(times * told.value), key


def test_more_recipients_never_mean_less_coverage() -> None:
    def cover(count: int) -> tuple[float, float]:
        asked = inquiry(
            schemes=[scheme("fund"), scheme("social", "universal")],
            benefits=[benefit("fund.pension", "old_age"), benefit("social.pension", "old_age")],
            beneficiaries=[*reached("fund.pension", 45), *reached("social.pension", count)],
            overlaps=[overlap("fund.pension", "social.pension", 0.4)],
        )
        one = of(asked, "COV_OLDER")
        return (one.value, one.value) if one.value is not None else (one.low or 0.0, one.high or 0.0)

    found = [cover(count) for count in range(0, 56, 5)]
    assert all(a <= b for a, b in pairwise(found)) and found[0] < found[-1]


def test_legal_coverage_that_the_inquiry_counts_is_told_by_type_of_scheme() -> None:
    asked = inquiry(
        schemes=[scheme("fund"), scheme("plan", "mutual"), scheme("social", "universal")],
        benefits=[benefit(f"{name}.pension", "old_age") for name in ("fund", "plan", "social")],
        protected=[
            *insured("fund", 300, kind="legally_covered"),
            *insured("plan", 50, kind="legally_covered"),
            *insured("social", 90, kind="legally_covered"),
        ],
    )
    found = {key: s for key, s in known(asked).items() if key[0] == "LEGAL_COVERAGE"}
    earned = found["LEGAL_COVERAGE", "_T", "WORKING_AGE", "OLD_AGE", "MANDATORY"]
    assert (earned.value, earned.low, earned.high) == (None, 0.6, 0.7)  # 300 to 350 of 500 of working age
    given_free = found["LEGAL_COVERAGE", "_T", "OLDER", "OLD_AGE", "NON_CONTRIBUTORY"]
    assert given_free.value == pytest.approx(0.9) and len(found) == 2


def test_areas_in_law_are_those_of_schemes_with_a_law() -> None:
    asked = inquiry(
        schemes=[scheme("fund"), scheme("pilot", "means_tested", law="")],
        benefits=[
            benefit("fund.pension", "old_age"),
            benefit("fund.care", "health", nature="in_kind"),
            benefit("pilot.cash", "family_children"),
        ],
    )
    assert of(asked, "LEGAL_AREAS").value == 1 and of(asked, "LEGAL_AREAS_WITH_CARE").value == 2


# Groups, published values, frames, trends


def test_groups_that_the_inquiry_lacks_are_those_of_the_country_with_its_source() -> None:
    toy = read_inquiry(TOY)
    setting = setting_in("XXX", 2024)
    assert setting is not None
    world = world_of(setting)
    births = of(toy, "COV_MOTHERS", "F")
    assert births.denominator == pytest.approx(float(world.births[0]), rel=1e-3)
    assert np.isfinite(world.participation).all() and np.isfinite(world.unemployment).all()
    bare = inquiry(
        {"country": "XXX"},
        schemes=[scheme("fund")],
        benefits=[benefit("fund.pension", "old_age")],
        beneficiaries=reached("fund.pension", 45000),
        populations=[],
    )
    older = of(bare, "COV_OLDER")
    assert older.status == ESTIMATED and older.denominator == pytest.approx(340895, rel=1e-3)
    assert older.source.startswith("Registers; ")


def test_shipped_figures_are_published_indicators() -> None:
    found = {(s.indicator, s.sex): s for s in published_indicators("SEN")}
    older = found["COV_OLDER", "_T"]
    assert (older.value, older.year, older.source) == (pytest.approx(0.299), 2019, "UNSD-SDG-2020-10")
    assert found["COV_MOTHERS", "F"].value == pytest.approx(0.03)


@pytest.mark.external
def test_the_imported_database_gives_all_years_and_the_poorest(shared: Path) -> None:
    found = published_from_store(shared / "data", "SEN")
    shipped = {
        (s.indicator, s.sex): s for s in published_indicators("SEN") if s.vintage == "UNSD-SDG-2020-10"
    }
    by_place = {(s.indicator, s.sex, s.year): s for s in found}
    assert all(
        by_place[(*key, s.year)].value == pytest.approx(s.value, abs=5e-4) for key, s in shipped.items()
    )
    assert {s.indicator for s in found} >= {"COV_ASSISTANCE_POOREST", "ESSENTIAL_EDUCATION", "POV_NATIONAL"}


def test_a_frame_holds_what_statistics_say_and_gives_them_back() -> None:
    told = country_indicators(read_inquiry(TOY))
    frame = frame_of(told)
    assert frame.columns == [column.name for column in RECORDED]
    assert frame["KEY"].n_unique() == len(told) and set(frame["OBS_STATUS"]) <= set(STATUSES)
    back = statistics_of(frame)
    for one, other in zip(told, back, strict=True):
        for name in ("value", "low", "high", "denominator"):
            before, after = getattr(one, name), getattr(other, name)
            assert (before is None and after is None) or after == pytest.approx(before, rel=1e-12, abs=1e-15)
        same = [
            replace(a, value=None, low=None, high=None, denominator=None, vintage="", status="")
            for a in (one, other)
        ]
        assert same[0] == same[1] and other.status == (MISSING if one.value is None else one.status)
    assert frame.filter(frame["CODE"] == "COV_OLDER")["UNIT_MEASURE"].unique().to_list() == ["PT"]


def test_a_trend_keeps_to_one_vintage_and_method() -> None:
    def value(year: int, share: float, vintage: str = "A", method: str = "") -> Statistic:
        return Statistic("COV_OLDER", "SEN", year, share, "share", vintage=vintage, method=method)

    (steady,) = trend([value(2012, 0.24), value(2019, 0.30), value(2016, 0.9)])
    assert steady.change == pytest.approx(0.06 / 7) and not steady.broken
    broken = trend([value(2012, 0.24), value(2016, 0.26), value(2019, 0.60, "B"), value(2020, 0.61, "B")])
    assert [one.change for one in broken] == [pytest.approx(0.005), pytest.approx(0.01)]
    assert all(one.broken for one in broken)
    assert trend([value(2012, 0.24), value(2019, 0.60, "B")]) == ()
    assert trend([value(2012, 0.24), value(2019, 0.3, method="survey")]) == ()
