"""`socle check`: a file is read as the command that takes it would."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from socle.exchange.country import COUNTRIES, copy_country
from socle.ground.refusals import Refusal
from socle.model.verdict import FAIL
from socle.report.practice_template import Asked, write_practice_template
from socle.run import standards
from socle.run.checking import check
from socle.run.practice import PracticeRequest, practice_of

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


def test_a_form_of_law_and_practice_is_known_in_each_of_its_shapes(tmp_path: Path) -> None:
    shipped = COUNTRIES / "XXX" / "standards"
    for path in (shipped, shipped / "standards.yaml"):
        assert check(path).what == "form of law and practice"
        assert check(path).details[0].startswith("XXX, 2024, XTS: ")
    book = tmp_path / "practice.xlsx"
    write_practice_template(practice_of(PracticeRequest("XXX")), Asked(), book, "en")
    filled = load_workbook(book)
    (row,) = (row for row in filled["facts"].iter_rows() if row[0].value == "source")
    row[1].value = "Ministry"
    filled.save(book)
    assert check(book).what == "form of law and practice"


def test_what_lacks_in_a_formula_of_a_form_is_noted(tmp_path: Path) -> None:
    folder = tmp_path / "form"
    shutil.copytree(COUNTRIES / "XXX" / "standards", folder)
    (folder / "benefits.csv").write_text(
        "benefit,contingency,formula,rate\nmine,sickness,earnings,60%\n", "utf-8"
    )
    (folder / "branches.csv").unlink()
    (flag,) = check(folder).flags
    assert flag.values["benefit"] == "mine"
    assert "ceiling" in flag.values["cells"]


def test_the_form_of_a_country_folder_is_read_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    copy_country("XXX", folder)
    assert check(folder).details[1].startswith("inputs of standards: ")
    facts = folder / "standards" / "standards.yaml"
    said = facts.read_text("utf-8")
    facts.write_text(said.replace("currency: XTS", "currency: XOF"), "utf-8")
    with pytest.raises(Refusal, match="are about XXX in XOF, and the law is that of XXX in XTS"):
        check(folder)
    facts.write_text(said.replace("per: month", "per: fortnight"), "utf-8")
    with pytest.raises(Refusal, match="fortnight"):
        check(folder)


def test_a_copied_country_is_held_against_standards_like_its_original(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    copy_country("XXX", folder)
    copied, shipped = (standards.check(code, "C102").assessments for code in (str(folder), "XXX"))
    assert [one.status for one in copied[0].parts] == [one.status for one in shipped[0].parts]
    rows = (folder / "standards" / "conditions.csv").read_text("utf-8")
    (folder / "standards" / "conditions.csv").write_text(
        rows.replace("right_of_appeal,yes", "right_of_appeal,no"), "utf-8"
    )
    (changed,) = standards.check(str(folder), "C102").assessments
    failing = [one for part in changed.common for one in part.verdicts if one.status == FAIL]
    assert [leaf.inputs for one in failing for leaf in one.leaves()] == [("condition.right_of_appeal",)]
