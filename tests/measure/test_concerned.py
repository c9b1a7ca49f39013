"""Of whom indicators speak: counts by hand, and the identity behind the vulnerable."""

from __future__ import annotations

import numpy as np
import pytest

from socle.ground.axes import N_AGES
from socle.ground.refusals import Refusal
from socle.measure.concerned import ALIASES, CONCEPTS, SERIES, World, concept_of, counts, uncovered


def world(**others: dict[str, float]) -> World:
    """Two countries with one person of each sex and age; the second has nobody under 15."""
    persons = np.ones((2, 2, N_AGES))
    persons[1, :, :15] = 0
    disability = np.full((2, N_AGES), 0.1)
    share = np.array([[0.8, 0.5], [np.nan, np.nan]])
    return World(("AAA", "BBB"), persons, np.array([3.0, np.nan]), share, share / 8, disability, others)


def test_people_are_counted_by_age_and_sex() -> None:
    assert counts(world(), "population") == {"AAA": 202.0, "BBB": 172.0}
    assert counts(world(), "children") == {"AAA": 30.0}
    assert counts(world(), "older", "F") == {"AAA": 36.0, "BBB": 36.0}
    assert counts(world(), "older_60") == {"AAA": 82.0, "BBB": 82.0}
    assert counts(world(), "births") == {"AAA": 3.0}
    assert counts(world(), "disabled")["BBB"] == pytest.approx(17.2)


def test_work_is_participation_of_those_of_15_and_over_and_its_parts_sum() -> None:
    force, with_work, without = (counts(world(), name) for name in ("labour_force", "employed", "unemployed"))
    assert force == {"AAA": pytest.approx(86 * 0.8 + 86 * 0.5)}
    assert with_work["AAA"] + without["AAA"] == pytest.approx(force["AAA"])
    assert counts(world(), "unemployed", "M") == {"AAA": pytest.approx(86 * 0.8 * 0.1)}


def test_the_uncovered_reproduce_total_coverage_and_never_exclude_children() -> None:
    contributory, others = 0.4, 0.25
    total = contributory + (1 - contributory) * others
    held = world(SI_COV_BENFTS={"AAA": total, "BBB": 1.0}, SI_COV_VULN={"AAA": others, "BBB": 1.0})
    share = uncovered(held)
    assert share[0] == pytest.approx(1 - contributory)
    assert share[1] == pytest.approx(share[0])  # not identified: the mean of the others
    all_covered = world(SI_COV_BENFTS={"AAA": 0.99}, SI_COV_VULN={"AAA": 0.2})
    assert uncovered(all_covered)[0] == pytest.approx(30 / 202)


def test_a_country_whose_uncovered_are_not_identified_is_like_those_of_its_class_first() -> None:
    persons = np.ones((4, 2, N_AGES))
    unknown = np.full((4, 2), np.nan)
    names = ("AAA", "BBB", "CCC", "DDD")
    vulnerable = {"AAA": 0.5, "BBB": 0.0, "CCC": 1.0, "DDD": 1.0}
    covered = {"AAA": 0.75, "BBB": 0.2, "CCC": 1.0, "DDD": 1.0}  # one minus contributory: 0.5 and 0.8
    others = {"SI_COV_BENFTS": covered, "SI_COV_VULN": vulnerable}
    like = [{"AAA": "rich", "CCC": "rich", "BBB": "poor", "DDD": "middle"}]
    held = World(names, persons, np.ones(4), unknown, unknown, np.zeros((2, N_AGES)), others, like)
    assert uncovered(held) == pytest.approx([0.5, 0.8, 0.5, 0.65])  # nobody is like DDD: the world's mean


def test_the_poor_are_known_only_where_their_share_is() -> None:
    assert counts(world(SI_POV_NAHC={"AAA": 0.5}), "poor") == {"AAA": 101.0}


def test_indicators_of_the_catalogue_are_weighted_as_the_series_they_are() -> None:
    assert set(ALIASES.values()) <= set(SERIES)
    assert concept_of("COV_MOTHERS") == concept_of("SI_COV_MATNL") == "births"


def test_every_concept_of_a_series_is_named_and_a_wrong_one_is_refused() -> None:
    assert {name for names in SERIES.values() for name in names} <= set(CONCEPTS)
    assert concept_of("SI_COV_CHLD") == "children" and concept_of("SI_COV_CHLD", "children_0_17")
    with pytest.raises(Refusal, match="weighted by"):
        concept_of("SI_COV_CHLD", "births")
    with pytest.raises(Refusal) as said:
        concept_of("SI_COV_CHILD")
    assert said.value.nearest == "SI_COV_CHLD"
