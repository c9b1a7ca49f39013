"""The form of law and practice: what is read, what stays unknown, and each refusal with its cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from socle.exchange.country import LIBRARY
from socle.exchange.practice_file import is_practice, read_practice
from socle.ground.refusals import Refusal
from socle.model.observation import ESTIMATED, FINAL, PROVISIONAL
from socle.model.practice import Practice, Written
from tests.exchange.practice_files import FACTS, TABLES, WORDS, folder, one_yaml, workbook

EXEMPLIA = Path(__file__).parents[1] / "cases" / "exemplia.yaml"
Write = Callable[[Path, Mapping[str, str], Mapping[str, str]], Path]


def read(tmp_path: Path, facts: Mapping[str, str] = FACTS, tables: Mapping[str, str] = TABLES) -> Practice:
    return read_practice(folder(tmp_path / "form", facts, tables), WORDS)


def placeless(practice: Practice) -> Practice:
    inputs = {key: replace(one, where="") for key, one in practice.inputs.items()}
    return replace(practice, inputs=inputs, flags=())


def test_a_workbook_a_folder_and_one_yaml_say_the_same(tmp_path: Path) -> None:
    found = placeless(read(tmp_path))
    assert placeless(read_practice(one_yaml(tmp_path / "abc.yaml"), WORDS)) == found
    assert placeless(read_practice(workbook(tmp_path / "abc.xlsx"), WORDS)) == found
    assert len(found.inputs) > 30


def test_money_becomes_that_of_a_year_and_sums_stay(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.iso3, found.name, found.year, found.currency) == ("ABC", {"en": "Abecedia"}, 2024, "XTS")
    assert found.value("labourer_wage") == 1200
    assert found.value("family_benefits") == 1200
    assert found.value("benefit.grant.means_counted") == 60
    assert found.value("benefit.grant.total_paid") == 1200
    assert found.value("benefit.pension.formula") == Written(
        "earnings", accrual=0.02, rate_limit=0.8, ceiling=2400, at_most=300, qualifying=15
    )
    assert found.value("benefit.sick_pay.formula") == Written("earnings", rate=0.6, at_least=120)
    assert found.value("benefit.grant.formula") == Written("flat", flat=360)


@pytest.mark.parametrize(("per", "times"), [("year", 12.0), ("week", 12 / 52)])
def test_a_week_a_month_and_a_year_say_the_same(tmp_path: Path, per: str, times: float) -> None:
    def scaled(text: str, named: tuple[str, ...]) -> str:
        head, *rows = [line.split(",") for line in text.splitlines()]
        at = [place for place, name in enumerate(head) if name in named]
        for row in rows:
            for place in at:
                row[place] = repr(float(row[place]) * times) if row[place][:1].isdigit() else row[place]
        return "\n".join(",".join(row) for row in (head, *rows)) + "\n"

    money = ("flat", "ceiling", "at_least", "at_most", "means_counted", "wage")
    tables = {name: scaled(text, money) for name, text in TABLES.items()}
    other = read(tmp_path / "b", {**FACTS, "per": per, "labourer_wage": repr(100 * times)}, tables)
    for key, one in read(tmp_path / "a").inputs.items():
        same = other.value(key)
        if isinstance(one.value, Written):
            wages = np.linspace(0, 5000, 50)
            np.testing.assert_allclose(same.amount(wages, 30), one.value.amount(wages, 30), rtol=1e-12)
        else:
            assert same == pytest.approx(one.value, rel=1e-12), key


def test_what_is_empty_is_not_known_and_none_is_no_limit(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert math.isinf(found.value("benefit.sick_pay.duration_weeks"))
    assert found.value("benefit.grant.duration_weeks") == 26
    for key in (
        "benefit.pension.duration_weeks",
        "benefit.pension.allowances_continue",
        "branch.sickness.employees_protected",
        "care.medical_care.general_practitioner",
        "minimum_wage",
    ):
        assert key not in found.inputs
    assert found.value("branch.medical_care.provided") is False
    assert found.value("benefit.grant.allowances_continue") is False
    assert found.value("condition.right_of_appeal") is False
    assert found.value("care.medical_care.hospital_care") is True


def test_a_formula_that_lacks_cells_is_not_there_and_its_cells_are_named(tmp_path: Path) -> None:
    for path in (folder(tmp_path / "form"), workbook(tmp_path / "form.xlsx")):
        found = read_practice(path, WORDS)
        assert "benefit.scheme.dole.formula" not in found.inputs
        assert "benefit.later.formula" not in found.inputs  # left to the law: nothing to tell
        (flag,) = found.flags
        assert flag.values["benefit"] == "scheme.dole"
        place = flag.values["where"]
        if path.suffix:
            assert (flag.values["cells"], place) == (
                "ceiling (H5), at_most (J5)",
                "form.xlsx, sheet benefits, cell A5",
            )
        else:
            assert (flag.values["cells"], place) == (
                "ceiling, at_most",
                "benefits.csv, line 5, column benefit",
            )


ROW = "x,{contingency},{formula},{rate},{accrual},{flat},{rate_limit},{limits},{years}"


@pytest.mark.parametrize(
    ("contingency", "formula", "cells", "lacking"),
    [
        ("sickness", "earnings", "rate=0.6 ceiling=none at_least=none at_most=none", ""),
        ("maternity", "earnings", "ceiling=none at_least=none at_most=none", "rate"),
        ("sickness", "earnings", "rate=0.6 accrual=0.01 ceiling=1 at_least=none at_most=none", "rate_limit"),
        ("sickness", "flat", "", "flat"),
        ("sickness", "means", "flat=5", ""),
        ("old_age", "earnings", "rate=0.4 ceiling=none at_least=none at_most=none qualifying_years=0", "accrual"),
        ("old_age", "earnings", "rate=0.4 accrual=0 ceiling=none at_least=0 at_most=none qualifying_years=0", ""),
        ("old_age", "earnings", "accrual=0.02 ceiling=9 at_least=1 at_most=9", "rate, rate_limit, qualifying_years"),
        ("survivors", "flat", "flat=5 qualifying_years=10", "reduced_after_years"),
        ("survivors", "flat", "flat=5 qualifying_years=10 reduced_after_years=10", ""),
        ("old_age", "", "flat=5", "formula"),
        ("invalidity", "flat", "flat=5 qualifying_years=0", ""),
    ],
)  # fmt: skip
def test_each_formula_needs_its_figures(
    tmp_path: Path, contingency: str, formula: str, cells: str, lacking: str
) -> None:
    row = {"benefit": "x", "contingency": contingency, "formula": formula}
    row |= dict(part.split("=") for part in cells.split())
    table = ",".join(row) + "\n" + ",".join(row.values()) + "\n"
    found = read(tmp_path, tables={"benefits": table})
    assert ("benefit.x.formula" in found.inputs) == (not lacking)
    assert [flag.values["cells"] for flag in found.flags] == ([lacking] if lacking else [])


def test_each_input_says_its_cell_its_source_and_its_date(tmp_path: Path) -> None:
    found = read(tmp_path).inputs
    one = found["branch.old_age.active_protected"]
    assert (one.where, one.source, one.date, one.origin) == (
        "branches.csv, line 2, column active_protected",
        "Ministry",
        "2024-12-31",
        "form",
    )
    assert (found["residents"].source, found["residents"].date) == ("Census", "2021")
    assert (found["employees"].source, found["employees"].where) == ("Ministry", "standards.yaml, line 10")
    assert (found["branch.sickness.provided"].source, found["branch.sickness.provided"].date) == (
        "Survey",
        "2022",
    )
    assert found["condition.right_of_appeal"].source == "Act 3"
    book = read_practice(workbook(tmp_path / "abc.xlsx"), WORDS).inputs
    assert book["benefit.grant.total_paid"].where == "abc.xlsx, sheet benefits, cell Q4"
    assert book["residents"].where == "abc.xlsx, sheet facts, cell B9"
    without = read(tmp_path / "b", {name: text for name, text in FACTS.items() if name != "date"})
    assert without.inputs["employees"].date == "2024"


def test_a_row_may_be_less_than_final(tmp_path: Path) -> None:
    tables = {
        **TABLES,
        "branches": "branch,provided,status\nsickness,yes,estimated\nfamily,yes,\nmaternity,yes,provisional\n",
        "origins": "fact,source,status\nresidents,Census,estimated\n",
    }
    found = read(tmp_path, tables=tables).inputs
    said = [found[f"branch.{branch}.provided"].status for branch in ("sickness", "family", "maternity")]
    assert said == [ESTIMATED, FINAL, PROVISIONAL]
    assert (found["residents"].status, found["employees"].status) == (ESTIMATED, FINAL)


def test_what_the_state_chooses_is_kept(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.choices == {
        "skilled": ("c_p75", "d_125mean"),
        "relies.old_age": ("pension",),
        "relies.sickness": ("sick_pay", "grant"),
    }
    assert found.benefits["sickness"] == ("sick_pay", "grant")
    assert found.relied_on("unemployment") == ("scheme.dole",)
    one = read(tmp_path / "b", tables={**TABLES, "branches": "branch,relies\nsickness,grant\n"})
    assert one.relied_on("sickness") == ("grant",)


def test_the_third_quarter_lies_between_its_neighbours_and_nowhere_else(tmp_path: Path) -> None:
    between = read(tmp_path / "a").inputs["p75_earnings"]
    assert (between.value, between.status) == (120 * 12, ESTIMATED)  # a quarter of the way from 100 to 180
    assert between.where == "wages.csv, line 3, column wage and wages.csv, line 4, column wage"
    given = read(tmp_path / "b", tables={**TABLES, "wages": "percentile,wage\n75,110\n90,180\n"}).inputs[
        "p75_earnings"
    ]
    assert (given.value, given.status) == (110 * 12, "A")
    low = read(tmp_path / "c", tables={**TABLES, "wages": "percentile,wage\n10,50\n70,110\n"})
    high = read(tmp_path / "d", tables={**TABLES, "wages": "percentile,wage\n80,110\n90,150\n"})
    assert "p75_earnings" not in {**low.inputs, **high.inputs}
    assert "mean_earnings" not in read(tmp_path / "e").inputs
    said = read(tmp_path / "f", {**FACTS, "p75_earnings": "115"}).inputs["p75_earnings"]
    assert (said.value, said.status) == (115 * 12, "A")


BROKEN = [
    ("facts", "ABC", "Abc", "line 1", "three capital letters"),
    ("facts", "per: month", "per: mont", "line 5", "Did you mean `month`?"),
    ("facts", "c_p75", "c_p57", "line 15", "Did you mean `c_p75`?"),
    ("facts", "2024-12-31", "31 December", "line 7", "no year and no day"),
    ("facts", "employees: 300", "employees: 600", "line 10", "more than `economically_active`, which is 500"),
    ("facts", "contributions: 40", "contributions: 400", "line 13", "more than `protection_resources`"),
    ("facts", "wage: 100", "wage: -100", "line 11", "cannot be negative"),
    ("facts", "residents", "residens", "line 8", "Did you mean `residents`?"),
    ("branches", "sickness", "sicknes", "branches.csv, line 3, column branch", "Did you mean `sickness`?"),
    ("branches", "yes,150", "yes,301", "line 2, column employees_protected", "`employees`, which is 300"),
    ("branches", "150,200", "150,1200", "line 2, column active_protected", "more than `residents`"),
    ("branches", "40,50", "60,50", "line 4, column poor_protected", "more than `poor`, which is 50"),
    ("branches", ",pension,", ",pensin,", "line 2, column relies", "Did you mean `pension`?"),
    (
        "branches",
        ",pension,",
        ",grant,",
        "line 2, column relies",
        "a contingency of `sickness`, not of `old_age`",
    ),
    ("branches", "sick_pay; grant", "sick_pay; grnt", "line 3, column relies", "Did you mean `grant`?"),
    ("branches", "medical_care", "sickness", "branches.csv, line 4, column branch", "says again what line 3"),
    ("branches", "2022", "22", "line 3, column date", "no year and no day"),
    ("benefits", "grant,sickness", "grant,sicknes", "line 4, column contingency", "Did you mean `sickness`?"),
    ("benefits", "flat,,,30", "flt,,,30", "line 4, column formula", "Did you mean `flat`?"),
    ("benefits", "flat,,,30", "flat,0.5,,30", "line 4, column rate", "not a share of earnings"),
    ("benefits", "grant,sickness", "sick_pay,sickness", "line 4, column benefit", "says again"),
    ("benefits", "scheme.dole", "the dole", "line 5, column benefit", "no name of a benefit"),
    (
        "benefits",
        "none,10,none",
        "none,10,5",
        "line 3, column at_least",
        "`at_least` is 10, more than `at_most`",
    ),
    ("benefits", "20,15", "20,25", "line 2, column reduced_after_years", "more than `qualifying_years`"),
    ("benefits", "3,none", "3,never", "line 3, column duration_weeks", "is not a number"),
    ("benefits", "60%", "160%", "line 3, column rate", "lies between 0 and 1"),
    ("benefits", "200,none", "-200,none", "line 2, column ceiling", "cannot be negative"),
    ("wages", "70,100", "50,100", "wages.csv, line 3, column percentile", "says again"),
    ("wages", "70,100", "40,100", "wages.csv, line 3, column percentile", "goes from 50 to 40"),
    ("wages", "70,100", "70,60", "wages.csv, line 3, column wage", "goes from 80 to 60"),
    ("wages", "90,180", "900,180", "wages.csv, line 4, column percentile", "from 0 to 100"),
    (
        "care",
        "hospital_care",
        "hospital_car",
        "care.csv, line 2, column item",
        "Did you mean `hospital_care`?",
    ),
    ("conditions", "right_of", "rigth_of", "line 2, column condition", "Did you mean `right_of_appeal`?"),
    ("origins", "Census,2021", "Census,2021 May", "origins.csv, line 2, column date", "no year and no day"),
    ("origins", "residents", "resident", "origins.csv, line 2, column fact", "Did you mean `residents`?"),
]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case[0]}: {case[2]}")
def test_each_broken_cell_is_refused_with_its_place(
    tmp_path: Path, case: tuple[str, str, str, str, str]
) -> None:
    table, old, new, where, said = case
    path = folder(tmp_path / "form")
    file = path / ("standards.yaml" if table == "facts" else f"{table}.csv")
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(Refusal) as caught:
        read_practice(path, WORDS)
    assert any(where in line and said in line for line in caught.value.worded().splitlines()), (
        caught.value.worded()
    )


def test_all_that_is_wrong_is_told_at_once_by_sheet_and_cell(tmp_path: Path) -> None:
    tables = {
        **TABLES,
        "wages": "percentile,wage\n50,80\n70,60\n",
        "conditions": "condition,holds\nright_of_appel,yes\n",
    }
    with pytest.raises(Refusal) as caught:
        read_practice(workbook(tmp_path / "abc.xlsx", {**FACTS, "employees": "600"}, tables), WORDS)
    said = caught.value.worded()
    for place in ("sheet facts, cell B11", "sheet conditions, cell A2", "sheet wages, cell B3"):
        assert f"abc.xlsx, {place}" in said


def test_the_form_is_told_from_other_files(tmp_path: Path) -> None:
    assert is_practice(folder(tmp_path / "form"))
    assert is_practice(tmp_path / "form" / "standards.yaml")
    assert is_practice(workbook(tmp_path / "a.xlsx"))
    assert is_practice(EXEMPLIA)
    other = tmp_path / "other.yaml"
    other.write_text(
        "country: ABC\nper: month\ncurrency: XTS\nfund: 100\n"
    )  # as an institution says of itself
    book = workbook(tmp_path / "b.xlsx", tables={"wages": TABLES["wages"]})
    assert not any(
        map(is_practice, (other, book, tmp_path, tmp_path / "none.yaml", tmp_path / "form" / "care.csv"))
    )


def test_the_worked_example_is_read_as_its_reference_says() -> None:
    found = read_practice(EXEMPLIA, WORDS)
    assert not found.flags
    amount = found.value("benefit.pension.formula").amount(np.array([500 * 12.0, 520 * 12.0]), 30)
    assert (amount / 12).tolist() == pytest.approx([202.5, 202.5])
    assert found.value("benefit.sick_pay.formula").amount(np.array([6000.0]), 0)[0] / 12 == pytest.approx(270)
    assert found.value("benefit.dole.formula").amount(np.array([6000.0]), 0)[0] / 12 == pytest.approx(110)
    plain = {
        key: found.value(key) for key in ("residents", "employees", "family_benefits", "protection_resources")
    }
    assert list(plain.values()) == [6_000_000, 1_000_000, 90_000_000, 150_000_000]
    assert found.value("branch.old_age.employees_protected") == 480_000
    assert found.value("branch.old_age.active_protected") == 1_300_000
    assert (found.value("family_allowance"), found.value("p75_earnings")) == (180, 6240)


def test_the_shipped_form_of_the_toy_country_is_in_order_and_leaves_the_law_its_formulas() -> None:
    found = read_practice(LIBRARY / "countries" / "XXX" / "standards")
    assert not found.flags
    assert found.inputs["p75_earnings"].status == ESTIMATED
    assert not [key for key in found.inputs if key.endswith(".formula")]
    assert all(one.source and one.date and one.where for one in found.inputs.values())
