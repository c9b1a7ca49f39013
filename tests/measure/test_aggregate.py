"""Regional values: what a weighted mean of countries must satisfy, and when there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.measure.aggregate import NO_WEIGHTS, NOBODY, TOO_FEW, aggregate, by_vintage
from socle.model.aggregate import Aggregate, Rules, Weights
from socle.model.statistic import Statistic

ASKED = Statistic("X", "1", 2016, None, "share")


def of(area: str, value: float | None, year: int = 2016, **more: object) -> Statistic:
    return replace(Statistic("X", area, year, value, "share"), **more)  # type: ignore[arg-type]


def weights(**people: float) -> Weights:
    return Weights(people, "population")


def mean(found: list[Statistic], people: Weights, **rules: object) -> Aggregate:
    return aggregate(ASKED, sorted(people.of), found, people, replace(Rules(), **rules))  # type: ignore[arg-type]


def test_the_value_is_the_mean_weighted_by_the_people_concerned() -> None:
    found = mean([of("AAA", 0.5), of("BBB", 0.1)], weights(AAA=1.0, BBB=3.0))
    assert found.statistic.value == pytest.approx(0.2)  # (0.5 x 1 + 0.1 x 3) / 4, by hand
    assert (found.countries, found.members, found.share) == (2, 2, 1.0)
    assert found.statistic.denominator == 4.0


shares = st.lists(
    st.tuples(st.floats(0, 1), st.floats(1, 1e9), st.booleans()), min_size=1, max_size=8
).filter(lambda rows: any(reports for *_, reports in rows))


@given(shares)
def test_the_value_lies_between_its_countries_and_between_the_outer_bounds(
    rows: list[tuple[float, float, bool]],
) -> None:
    people = weights(**{f"A{at:02}": weight for at, (_, weight, _) in enumerate(rows)})
    found = mean([of(f"A{at:02}", v) for at, (v, _, told) in enumerate(rows) if told], people, threshold=0.0)
    value, told = found.statistic.value, [v for v, _, reports in rows if reports]
    assert value is not None and found.least is not None and found.most is not None
    assert min(told) - 1e-9 <= value <= max(told) + 1e-9
    assert found.least - 1e-9 <= value <= found.most + 1e-9
    assert found.most - found.least == pytest.approx(1 - found.share, abs=1e-9)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(1, 1e6), st.floats(1, 1e6))
def test_a_country_may_be_split_in_two_and_weights_may_be_scaled(
    a: float, b: float, w: float, k: float
) -> None:
    whole = mean([of("AAA", a), of("BBB", b)], weights(AAA=w, BBB=k)).statistic.value
    split = mean([of("AAA", a), of("AAB", a), of("BBB", b)], weights(AAA=w / 4, AAB=3 * w / 4, BBB=k))
    scaled = mean([of("AAA", a), of("BBB", b)], weights(AAA=7 * w, BBB=7 * k)).statistic.value
    assert split.statistic.value == pytest.approx(whole) == pytest.approx(scaled)


def test_regions_weighted_by_their_people_give_the_world() -> None:
    people, found = weights(AAA=2.0, BBB=3.0, CCC=5.0), [of("AAA", 0.1), of("BBB", 0.6), of("CCC", 0.9)]
    parts = [aggregate(ASKED, members, found, people) for members in (["AAA", "BBB"], ["CCC"])]
    total = sum((one.statistic.value or 0) * (one.statistic.denominator or 0) for one in parts) / 10
    assert mean(found, people).statistic.value == pytest.approx(total)


def test_below_the_threshold_there_is_no_value_but_the_reason() -> None:
    people, told = weights(AAA=39.0, BBB=61.0), [of("AAA", 0.5)]
    none = mean(told, people).statistic
    assert none.value is None and none.reason == TOO_FEW and none.status == "O"
    assert (none.said["share"], none.said["threshold"]) == ("39", "40")
    assert mean(told, people, threshold=0.39).statistic.value == 0.5
    assert mean([], people).statistic.reason == NOBODY
    nameless = mean([of("AAA", 0.5)], Weights({}, "poor", {"AAA": 1.0}))
    assert nameless.statistic.value is None


def test_exactly_the_threshold_is_enough_and_just_below_it_is_told_as_below() -> None:
    exact = mean([of("AAA", 0.5), of("BBB", 0.5)], weights(AAA=0.7, BBB=0.1, CCC=1.2))
    assert exact.share < 0.4 and exact.statistic.value == pytest.approx(0.5)  # 0.8 of 2 in floating numbers
    below = mean([of("AAA", 0.5)], weights(AAA=399.0, BBB=601.0)).statistic
    assert below.value is None and below.said["share"] == "39.9"


def test_bounds_are_told_where_the_people_of_every_country_are_known() -> None:
    told, people = [of("AAA", 0.5)], {"AAA": 3.0, "BBB": 2.0}
    known = mean(told, Weights(people, "vulnerable", {"AAA": 10.0, "BBB": 10.0}))
    assert (known.share, known.least, known.most) == (0.5, pytest.approx(0.3), pytest.approx(0.7))
    unknown = aggregate(ASKED, ["AAA", "BBB"], told, Weights({"AAA": 3.0}, "poor", people))
    assert unknown.least is None and unknown.most is None


def test_a_country_whose_people_are_not_known_is_told_and_not_counted() -> None:
    found = aggregate(ASKED, ["AAA", "BBB"], [of("AAA", 0.5), of("BBB", 0.9)], weights(AAA=1.0))
    assert found.statistic.value == 0.5 and found.without_weight == ("BBB",)
    assert aggregate(ASKED, ["BBB"], [of("BBB", 0.9)], weights(AAA=1.0)).statistic.reason == NO_WEIGHTS


def test_the_latest_value_of_the_window_counts_and_its_year_is_told() -> None:
    told = [of("AAA", 0.1, 2010), of("AAA", 0.2, 2012), of("AAA", 0.3, 2015), of("AAA", 0.9, 2017)]
    found = mean(told, weights(AAA=1.0))
    assert found.statistic.value == 0.3 and found.parts[0].year == 2015 and found.years == (2015, 2015)
    assert mean(told[:1], weights(AAA=1.0)).statistic.value is None  # six years before
    assert mean(told[:1], weights(AAA=1.0), window=6).statistic.value == 0.1


def test_missing_and_withdrawn_values_do_not_report() -> None:
    told = [of("AAA", 0.4), of("BBB", None, status="O"), of("CCC", 0.9, status="W")]
    found = mean(told, weights(AAA=1.0, BBB=0.2, CCC=0.3))
    assert found.countries == 1 and found.statistic.value == 0.4


def test_bounds_carry_through_and_a_union_of_bounds_has_no_value() -> None:
    told = [of("AAA", None, low=0.2, high=0.4), of("BBB", 0.6)]
    found = mean(told, weights(AAA=1.0, BBB=1.0)).statistic
    assert found.value is None and found.status != "O"
    assert found.low == pytest.approx(0.4) and found.high == pytest.approx(0.5)


def test_imputation_happens_only_when_asked_and_is_flagged_with_its_share_and_range() -> None:
    people = weights(AAA=5.0, BBB=1.0, CCC=4.0)
    told, levels = [of("AAA", 0.2), of("BBB", 0.8)], [{"AAA": "r1", "BBB": "r2", "CCC": "r2"}]
    plain = aggregate(ASKED, sorted(people.of), told, people, Rules(), levels)
    assert plain.statistic.status == "E" and plain.imputed == 0.0 and plain.statistic.low is None
    # One fifth of r2 reports: below the threshold, so CCC stays silent even when imputation is asked for.
    kept = aggregate(ASKED, sorted(people.of), told, people, Rules(impute=True), levels)
    assert kept.statistic.value == plain.statistic.value and kept.imputed == 0.0
    wider = [*levels, dict.fromkeys(people.of, "world")]
    found = aggregate(ASKED, sorted(people.of), told, people, Rules(impute=True), wider)
    assert found.statistic.status == "I" and found.imputed == pytest.approx(0.4)
    assert found.statistic.value == pytest.approx(0.3)  # the world's own mean: (0.2 x 5 + 0.8) / 6
    assert found.statistic.low == pytest.approx(0.18) and found.statistic.high == pytest.approx(0.58)
    assert found.countries == 2 and [part.area for part in found.parts if part.imputed] == ["CCC"]


def test_imputation_never_lifts_a_group_over_the_threshold() -> None:
    people = weights(AAA=1.0, BBB=9.0)
    level = [dict.fromkeys(people.of, "world")]
    found = aggregate(ASKED, ["AAA", "BBB"], [of("AAA", 0.5)], people, Rules(0.0, 5, True), level)
    assert found.statistic.value == 0.5
    refused = aggregate(ASKED, ["AAA", "BBB"], [of("AAA", 0.5)], people, Rules(0.4, 5, True), level)
    assert refused.statistic.value is None and refused.imputed == 0.0


def test_editions_are_never_mixed() -> None:
    told = [of("AAA", 0.5, vintage="2020-10"), of("BBB", 0.5, vintage="2024-07")]
    with pytest.raises(Refusal, match=r"2 editions \(2020-10, 2024-07\)"):
        mean(told, weights(AAA=1.0, BBB=1.0))
    apart = {name: mean(rows, weights(AAA=1.0, BBB=1.0)) for name, rows in by_vintage(told).items()}
    assert [one.statistic.vintage for one in apart.values()] == ["2020-10", "2024-07"]


def test_two_values_of_a_country_in_a_year_are_refused() -> None:
    with pytest.raises(Refusal, match="two values"):
        mean([of("AAA", 0.5), of("AAA", 0.6)], weights(AAA=1.0))
