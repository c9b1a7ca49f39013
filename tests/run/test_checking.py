"""`socle check`: a file is read as the command that takes it would."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle.exchange.country import COUNTRIES
from socle.ground.refusals import Refusal
from socle.run.checking import check

LATER = """\
scenario: later
changes:
  national_pension.old_age.age_band.at_least: {2030: 66}
"""


@pytest.mark.parametrize(
    "path", sorted((COUNTRIES / "XXX" / "cases").glob("*.yaml")), ids=lambda path: path.stem
)
def test_every_shipped_case_is_known_for_what_it_is(path: Path) -> None:
    branch = "" if path.stem == "migrant" else "case of a branch"
    assert check(path).what == (branch or "case of migrant workers")


def test_a_scenario_may_change_the_contributory_law_of_a_country(tmp_path: Path) -> None:
    path = tmp_path / "later.yaml"
    path.write_text(LATER, encoding="utf-8")
    assert check(path, "XXX").details == ("national_pension.old_age.age_band.at_least: 2030: 66",)
    with pytest.raises(Refusal, match="No scheme has a parameter"):
        check(path)
