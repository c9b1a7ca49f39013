"""Credibility: the published example, limits, and experience rating."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.measure.credibility import blended, credibility, experience_factor, structure

# Mean claims and numbers of claims in five states over twelve quarters: Hachemeister (1975). The estimates are those
# of the package actuar for R (Dutang, Goulet, Milhaud and Pigeon, "Credibility theory features of actuar").
# fmt: off
CLAIMS = np.array([
    (1738, 1642, 1794, 2051, 2079, 2234, 2032, 2035, 2115, 2262, 2267, 2517),
    (1364, 1408, 1597, 1444, 1342, 1675, 1470, 1448, 1464, 1831, 1612, 1471),
    (1759, 1685, 1479, 1763, 1674, 2103, 1502, 1622, 1828, 2155, 2233, 2059),
    (1223, 1146, 1010, 1257, 1426, 1532, 1953, 1123, 1343, 1243, 1762, 1306),
    (1456, 1499, 1609, 1741, 1482, 1572, 1606, 1735, 1607, 1573, 1613, 1690),
], dtype=float)
NUMBERS = np.array([
    (7861, 9251, 8706, 8575, 7917, 8263, 9456, 8003, 7365, 7832, 7849, 9077),
    (1622, 1742, 1523, 1515, 1622, 1602, 1964, 1515, 1527, 1748, 1654, 1861),
    (1147, 1357, 1329, 1204, 998, 1077, 1277, 1218, 896, 1003, 1108, 1121),
    (407, 396, 348, 341, 315, 328, 352, 331, 287, 384, 321, 342),
    (2902, 3172, 3046, 3068, 2693, 2910, 3275, 2697, 2663, 3017, 3242, 3425),
], dtype=float)
# fmt: on


def test_credibility_of_the_states_of_hachemeister():
    found = structure(CLAIMS, NUMBERS)
    assert found.collective == pytest.approx(1683.713, abs=5e-4)
    assert found.between == pytest.approx(89638.73, abs=5e-3)
    assert found.within == pytest.approx(139120026, abs=0.5)
    assert found.premiums == pytest.approx([2055.165, 1523.706, 1793.444, 1442.967, 1603.285], abs=5e-4)
    order = [3, 0, 4, 1, 2]
    assert structure(CLAIMS[order], NUMBERS[order]).premiums == pytest.approx(found.premiums[order])
    assert found.half == pytest.approx(found.within / found.between)


def test_groups_that_do_not_differ_are_all_given_the_common_mean():
    ratios = np.array([[1.0, 3.0], [3.0, 1.0]])
    found = structure(ratios, np.ones((2, 2)))
    assert (found.trust == 0).all()
    assert found.premiums == pytest.approx([2, 2])


@given(st.floats(0, 1e6), st.floats(0.1, 1e6))
def test_half_is_believed_at_k_and_more_weight_is_believed_more(weight, half):
    assert credibility(np.array(half), half) == pytest.approx(0.5)
    assert 0 <= credibility(np.array(weight), half) <= credibility(np.array(weight + 1), half) <= 1
    assert credibility(np.array(weight * 7), half * 7) == pytest.approx(credibility(np.array(weight), half))


@given(st.floats(0, 10), st.floats(0, 10), st.floats(0, 1))
def test_what_is_blended_lies_between(own, common, trust):
    found = blended(np.array(own), np.array(common), np.array(trust))
    assert min(own, common) - 1e-12 <= found <= max(own, common) + 1e-12


def test_experience_rating_follows_the_ratio_within_its_bounds():
    actual, expected = np.array([15.0, 0.0, 90.0, 3.0]), np.array([10.0, 10.0, 10.0, 0.0])
    found = experience_factor(actual, expected, np.full(4, 0.4), (0.7, 1.5))
    assert found == pytest.approx([1.2, 0.7, 1.5, 1.0])


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (lambda: credibility(np.ones(1), 0.0), "above 0: here 0"),
        (lambda: credibility(-np.ones(1), 1.0), "`weight` must be"),
        (lambda: blended(np.ones(1), np.ones(1), np.full(1, 1.5)), "`credibility` is a share"),
        (lambda: experience_factor(np.ones(1), np.ones(1), np.ones(1), (1.1, 1.5)), "hold 1 between"),
        (lambda: structure(np.ones((1, 4)), np.ones((1, 4))), "two groups or more"),
    ],
)
def test_refusals_say_what_is_wrong(refused, words):
    with pytest.raises(Refusal, match=words):
        refused()
