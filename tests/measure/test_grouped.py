"""Poverty from grouped data: the curves are what they should be where the truth is known."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from socle.measure import grouped

SHARES = np.linspace(0.05, 1.0, 20)


def quadratic_curve(p: np.ndarray, a: float, b: float, c: float) -> np.ndarray:
    """The general quadratic curve itself."""
    e = -(a + b + c + 1)
    return -(b * p + e + np.sqrt((b**2 - 4 * a) * p**2 + (2 * b * e - 4 * c) * p + e**2)) / 2


def test_the_quadratic_curve_finds_itself() -> None:
    truth = (0.85, -1.0, 0.3)
    curve = grouped.quadratic(SHARES, quadratic_curve(SHARES, *truth))
    assert curve.coefficients == pytest.approx(truth, rel=1e-9)
    assert curve.valid


def test_poverty_of_the_quadratic_curve_is_its_closed_form() -> None:
    """Datt (1998), tables 2 and 3."""
    a, b, c = 0.85, -1.0, 0.3
    curve, mean, line = grouped.quadratic(SHARES, quadratic_curve(SHARES, a, b, c)), 2.0, 1.1
    e = -(a + b + c + 1)
    m, n = b**2 - 4 * a, 2 * b * e - 4 * c
    r = math.sqrt(n**2 - 4 * m * e**2)
    tilt = b + 2 * line / mean
    count = -(n + r * tilt / math.sqrt(tilt**2 - m)) / (2 * m)
    held = float(quadratic_curve(np.array(count), a, b, c))
    gap = count - mean / line * held
    s1, s2 = (r - n) / (2 * m), -(r + n) / (2 * m)
    area = a * count + b * held - r / 16 * math.log((1 - count / s1) / (1 - count / s2))
    squared = 2 * gap - count - (mean / line) ** 2 * area
    found = grouped.poverty(curve, mean, line)
    assert found.head_count == pytest.approx(count, rel=1e-9)
    assert found.gap == pytest.approx(gap, rel=1e-9)
    assert found.squared_gap == pytest.approx(squared, rel=1e-6)


def test_the_beta_curve_finds_itself() -> None:
    theta, gamma, delta = 0.7, 0.95, 0.6
    L = SHARES - theta * SHARES**gamma * (1 - SHARES) ** delta
    curve = grouped.beta(SHARES, L)
    assert curve.coefficients == pytest.approx((theta, gamma, delta), rel=1e-9)
    p = np.linspace(0, 1, 200_001)
    assert curve.gini == pytest.approx(1 - 2 * float(np.trapezoid(curve.share(p), p)), abs=1e-6)


def test_the_lognormal_is_that_of_the_project_s_specification() -> None:
    """Specification of costing, section 4: mean 1, Gini 0.40, line 0.5; a transfer of 0.05; a mean 5 % lower."""
    found = grouped.lognormal(1.0, 0.40, 0.5)
    assert found.head_count == pytest.approx(0.286432, abs=5e-7)
    assert found.gap == pytest.approx(0.094693, abs=5e-7)
    assert found.squared_gap == pytest.approx(0.043872, abs=5e-7)
    assert grouped.lognormal(1.0, 0.40, 0.45).head_count == pytest.approx(0.240123, abs=5e-7)
    assert grouped.lognormal(0.95, 0.40, 0.5).head_count == pytest.approx(0.310415, abs=5e-7)


def test_curves_through_a_lognormal_find_its_poverty() -> None:
    gini, p = 0.35, np.arange(1, 100) / 100
    spread = math.sqrt(2) * grouped.NormalDist().inv_cdf((gini + 1) / 2)
    normal = grouped.NormalDist()
    L = np.array([normal.cdf(normal.inv_cdf(one) - spread) for one in p])
    truth = grouped.lognormal(3.0, gini, 1.9)
    for curve in grouped.fitted(p, L):
        found = grouped.poverty(curve, 3.0, 1.9)
        assert found.head_count == pytest.approx(truth.head_count, abs=0.02)
        assert found.gap == pytest.approx(truth.gap, abs=0.01)
        assert found.gini == pytest.approx(gini, abs=0.01)


@pytest.mark.external
def test_grouped_data_of_the_world_bank_give_curves_that_agree_with_the_points(shared: Path) -> None:
    """The test data of wbpip, with mean 2.911786 and line 1.9."""
    frame = pl.read_parquet(shared / "data" / "grouped" / "gd_ex2.parquet")
    p, L = frame["weight"].to_numpy(), frame["welfare"].to_numpy()
    # Between the two points where the slope of the chord passes the line over the mean.
    chords = np.diff(L) / np.diff(p) * 2.911786
    at = int(np.argmax(chords > 1.9))
    curves = grouped.fitted(p, L)
    assert curves[0].valid
    for curve in curves:
        found = grouped.poverty(curve, 2.911786, 1.9)
        assert p[at] - 0.03 < found.head_count < p[at + 1] + 0.03
        assert found.gini == pytest.approx(1 - float(((L[1:] + L[:-1]) * np.diff(p)).sum()), abs=0.01)
        assert 0 < found.squared_gap < found.gap < found.head_count
