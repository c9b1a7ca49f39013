"""Costs and files of reforms where the law is not that in force: of a scenario, and of a folder of one's own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from socle.exchange.country import COUNTRIES
from socle.exchange.standard_file import load_standard
from socle.ground.refusals import Refusal
from socle.model.reform import LAW, Change, Gap
from socle.model.scenario import STATUS_QUO, Scenario
from socle.model.verdict import FAIL, PASS
from socle.report.reform_files import write_reforms
from socle.run import Choices, floor
from socle.run.practice import PracticeRequest, law_named, practice_of
from socle.run.reform_costs import Coster
from socle.run.reform_law import law_levers
from socle.run.reforms import ReformRequest, reforms
from socle.run.standards import StandardsRequest, check

SHARE = "unemployment_insurance.benefit.share_of_earnings.share"
YEARS = 5
RAISED = Change(SHARE, "Rate", "share", LAW, 0.5, 0.7, 0.7, law=STATUS_QUO, written={SHARE: {"2024": "0.7"}})
BASE = f"""\
scenario: base
builds_on: status_quo
changes:
  {SHARE}: {{2023: 50%}}
  national_pension.invalidity.plus.flat: {{2024: 0.17}}
"""


def spending(country: str, share: str, tmp_path: Path) -> list[float]:
    """What the unemployment benefit costs a year under a share of earnings."""
    path = tmp_path / f"share_{share}.yaml"
    path.write_text(f"scenario: tried\nbuilds_on: status_quo\nchanges: {{{SHARE}: {{{share}}}}}\n")
    told = floor(country, Choices(years_ahead=YEARS), (str(path),)).scenarios[0].benefits
    return [float(year) for year in next(one for one in told if f"{one.benefit}." in SHARE).cost]


@pytest.fixture
def base(tmp_path: Path) -> Scenario:
    path = tmp_path / "base.yaml"
    path.write_text(BASE)
    return law_named("XXX", str(path))


def test_a_reform_of_a_scenario_costs_what_it_adds_to_that_scenario(base: Scenario, tmp_path: Path) -> None:
    cost = Coster("XXX", 2024, YEARS, YEARS, False, base=base)((RAISED,))
    before = spending("XXX", "2023: 50%", tmp_path)
    after = spending("XXX", "2023: 50%, 2024: 70%", tmp_path)
    more = [two - one for one, two in zip(before, after, strict=True)]
    assert list(cost.money) == pytest.approx(more[len(more) - len(cost.money) :]) and cost.first > 0


def test_a_reform_of_a_folder_of_ones_own_is_costed_by_its_own_law(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(COUNTRIES / "XXX", folder)
    law = folder / "schemes" / "unemployment_insurance.yaml"
    text = re.sub(r"months: [\d.]+", "months: 3", law.read_text())
    assert text != law.read_text()
    law.write_text(text)
    own, shipped = (Coster(code, 2024, YEARS, YEARS, False)((RAISED,)).first for code in (str(folder), "XXX"))
    assert 0 < own < shipped


@pytest.fixture
def found(base: Scenario) -> Gap:
    asked = PracticeRequest("XXX", scenario=base)
    return reforms(ReformRequest(asked, parts=("IX", "X"), cost=False))


def test_reforms_of_a_scenario_comply_as_they_are_written(found: Gap, tmp_path: Path) -> None:
    folder = tmp_path / "reforms"
    write_reforms(found, folder, "en")
    for part in found.parts:
        assert part.status == FAIL and part.package is not None
        path = folder / f"{part.package.scenarios[0].name}.yaml"
        law = law_named("XXX", str(path))
        assert SHARE in law.changes  # what the scenario says stands beside the reform
        checked = check(StandardsRequest(PracticeRequest("XXX", scenario=law), ("C102",)))
        assert checked.assessments[0].part(part.part.name).status == PASS


def test_where_one_file_cannot_be_written_none_is(found: Gap, tmp_path: Path) -> None:
    (tmp_path / "c102_x_package.yaml").mkdir()
    with pytest.raises(Refusal, match="is a folder"):
        write_reforms(found, tmp_path, "en")
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(("c102", "."))] == [
        "c102_x_package.yaml"
    ]


def test_no_minimum_of_the_law_is_raised_above_the_maximum_beside_it() -> None:
    practice, part = practice_of(PracticeRequest("XXX")), load_standard("C102").parts[7]
    level = next(one for one in part.requirements if one.test == "level")
    levers = {one.path: one for one in law_levers(part, level, practice)}
    limits = "national_pension.invalidity.between"
    assert levers[f"{limits}.at_least"].end == pytest.approx(levers[f"{limits}.at_most"].now)
