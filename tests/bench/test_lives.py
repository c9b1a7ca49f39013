"""The job of drawn lives: classes of earnings bring cells to the persons they stand for."""

from __future__ import annotations

from bench.lives_job.classes import TOLD, differences


def test_ten_classes_are_near_the_persons_and_one_is_not() -> None:
    found = {
        (density, classes): one.difference
        for density, _years, classes, one in differences(persons=40_000, draws=3)
        if one.name == TOLD[0]
    }
    for density in (0.85, 0.45):
        assert found[density, 1] > 0.05
        assert abs(found[density, 10]) < 0.01
        assert abs(found[density, 20]) < 0.01
