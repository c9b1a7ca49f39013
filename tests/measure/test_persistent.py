"""Poverty that lasts, households as units of counting, and heaped incomes."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.measure import indicators, sampling
from socle.measure.indicators import Question
from socle.measure.poverty import persistent_rate
from socle.measure.weighted import Estimate, Sample, exactly, quantile, quantile_value, whole
from socle.model.survey import Measured, Roles
from socle.run.poverty import PovertyRequest, poverty
from tests.measure.surveys import Drawn, bootstrap, drawn


def years(survey: Drawn, seed: int = 1) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Welfare of three years before, which keeps much of that of now."""
    rng = np.random.default_rng(seed)
    return [survey.sample.welfare * rng.lognormal(0, 0.35, survey.sample.welfare.size) for _ in range(3)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_persistent_poverty_is_that_of_a_person_at_a_time(seed: int) -> None:
    survey = drawn(seed)
    past, weight = years(survey, seed), survey.sample.weight
    columns = [survey.sample.welfare, *past]
    lines = [0.6 * quantile_value(whole(column, weight), 0.5) for column in columns]
    persistent = 0.0
    for person, size in enumerate(weight):
        poor = [column[person] < line for column, line in zip(columns, lines, strict=True)]
        persistent += size if poor[0] and sum(poor[1:]) >= 2 else 0.0
    samples = [whole(column, weight) for column in columns]
    at = [exactly(line, weight.size) for line in lines]
    found = persistent_rate(samples[0], at[0], list(zip(samples[1:], at[1:], strict=True)))
    assert found.value == pytest.approx(persistent / weight.sum(), rel=1e-12)


def test_the_error_with_a_line_estimated_in_each_year_is_that_of_the_bootstrap() -> None:
    survey = drawn(5, units=2500, heaped=0.0)
    past = years(survey)

    def statistic(now: Sample) -> Estimate:
        samples = [now, *(whole(column, now.weight) for column in past)]
        lines = [quantile(one, 0.5) * 0.7 for one in samples]
        return persistent_rate(now, lines[0], list(zip(samples[1:], lines[1:], strict=True)))

    found = statistic(survey.sample)
    error = sampling.standard_error(survey.design(), found)
    assert error == pytest.approx(bootstrap(survey, statistic, 300), rel=0.15)


@pytest.mark.parametrize("moved", range(4))
def test_a_line_moves_the_rate_by_those_who_are_near_it(moved: int) -> None:
    survey = drawn(6, units=8000, heaped=0.0)
    samples = [whole(column, survey.sample.weight) for column in (survey.sample.welfare, *years(survey))]
    size, step = survey.sample.welfare.size, 8.0

    def rate(shift: float, moves: float = 0.0) -> Estimate:
        lines = [Estimate(130.0, np.zeros(size)) for _ in samples]
        lines[moved] = Estimate(130.0 + shift, np.full(size, moves))
        return persistent_rate(samples[0], lines[0], list(zip(samples[1:], lines[1:], strict=True)))

    slope = (rate(step).value - rate(-step).value) / (2 * step)
    counted = rate(0.0).influence
    assert float(np.ptp(rate(0.0, 1.0).influence - counted)) == pytest.approx(0.0, abs=1e-12)
    assert (rate(0.0, 1.0).influence - counted)[0] == pytest.approx(slope, rel=0.1)


def written(path: Path, survey: Drawn) -> Path:
    """The survey as a file, with three years before."""
    past = years(survey)
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["home", "w", "y", "y1", "y2", "y3"])
        for i, home in enumerate(survey.psu):
            rows.writerow(
                [home, survey.sample.weight[i], survey.sample.welfare[i], *(column[i] for column in past)]
            )
    return path


def asked(path: Path, **options: object) -> dict[str, Measured]:
    """The measures of everybody by code."""
    request = PovertyRequest("y", Roles("w", "home"), "median:0.6", **options)  # type: ignore[arg-type]
    return {one.measure: one for one in poverty(path, request)}


def test_persistent_poverty_of_a_file_has_a_line_in_each_year(tmp_path: Path) -> None:
    survey = drawn(7)
    path = written(tmp_path / "s.csv", survey)
    one = asked(path, measures="persistent_arpr", panel=("y1", "y2", "y3"))["persistent_arpr"]
    samples = [whole(column, survey.sample.weight) for column in (survey.sample.welfare, *years(survey))]
    lines = [quantile(sample, 0.5) * 0.6 for sample in samples]
    found = persistent_rate(samples[0], lines[0], list(zip(samples[1:], lines[1:], strict=True)))
    assert one.value == pytest.approx(found.value)
    plan = sampling.design(survey.sample.weight, survey.psu, np.zeros(survey.psu.size, dtype=np.int64))
    assert one.se == pytest.approx(sampling.standard_error(plan, found))
    assert 0 < found.value < 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"measures": "persistent_arpr"}, "--panel"),
        ({"measures": "persistent_arpr", "panel": ("y1", "y2")}, "--panel"),
        ({"measures": "persistent_arpr", "panel": ("y1", "y2", "y4")}, "y4"),
        ({"measures": "gini", "count": "househods"}, "Did you mean `households`?"),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, options: dict[str, object], told: str) -> None:
    path = written(tmp_path / "s.csv", drawn(7))
    with pytest.raises(Refusal) as refused:
        asked(path, **options)
    assert told in str(refused.value)


def test_households_are_counted_by_their_first_member(tmp_path: Path) -> None:
    survey = drawn(8)
    path = written(tmp_path / "s.csv", survey)
    persons = asked(path, measures="mean,arpr,gini")
    households = asked(path, measures="mean,arpr,gini", count="households")
    first = np.unique(survey.psu, return_index=True)[1]
    weight, welfare = survey.sample.weight[first], survey.sample.welfare[first]
    assert households["mean"].value == pytest.approx(np.average(welfare, weights=weight))
    assert households["mean"].n == first.size < persons["mean"].n
    line = 0.6 * quantile_value(whole(welfare, weight), 0.5)
    assert households["arpr"].value == pytest.approx(np.average(welfare < line, weights=weight))
    assert persons["mean"].value != households["mean"].value
    assert all("Households are counted" in one.definition for one in households.values())
    assert all("Persons are counted" in one.definition for one in persons.values())


def test_households_need_their_column(tmp_path: Path) -> None:
    path = written(tmp_path / "s.csv", drawn(8))
    with pytest.raises(Refusal, match="--household"):
        poverty(path, PovertyRequest("y", Roles("w"), "100", measures="mean", count="households"))


def heaped(part: float) -> Sample:
    """A thousand people, a part of whom has the median."""
    many = int(1000 * part)
    rest = np.linspace(1.0, 200.0, 1000 - many)
    return whole(np.concatenate([rest, np.full(many, 100.0)]), np.ones(1000))


@pytest.mark.parametrize(("part", "cautious"), [(0.0, False), (0.04, False), (0.07, True)])
def test_many_ties_at_a_quantile_are_seen(part: float, cautious: bool) -> None:
    sample = heaped(part)
    (median,), (far,) = indicators.asked("quantile:0.5"), indicators.asked("quantile:0.9")
    question = Question(sample, exactly(60.0, 1000))
    assert (indicators.tied(median, question) > indicators.MANY) is cautious
    assert indicators.tied(far, question) < 0.01


@pytest.mark.parametrize(("part", "cautious"), [(0.02, False), (0.07, True)])
def test_a_heaped_median_is_told_with_what_rests_on_it(tmp_path: Path, part: float, cautious: bool) -> None:
    sample = heaped(part)
    path = tmp_path / "s.csv"
    rows = ["home,w,y", *(f"{i},1,{y!r}" for i, y in enumerate(sample.welfare.tolist()))]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = asked(path, measures="arpt,fgt1,gini,quantile:0.5,quantile:0.9")
    told = {code for code, one in found.items() if "same welfare" in one.definition}
    assert told == ({"arpt", "fgt1", "quantile:0.5"} if cautious else set())
    fixed = poverty(path, PovertyRequest("y", Roles("w", "home"), "60", measures="arpt,fgt1"))
    assert not any("same welfare" in one.definition for one in fixed)
