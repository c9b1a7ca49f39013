"""The data of an institution: what is read, and each refusal with its cell or line and the nearest valid name."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from socle.exchange.country import COUNTRIES, insurance_files
from socle.exchange.institution_checks import check_against
from socle.exchange.institution_file import read_institution
from socle.exchange.scheme_file import read_scheme
from socle.ground.refusals import Refusal, Refusals
from socle.model.insurance import read_insurance
from socle.report.text import translator
from tests.exchange.institution_files import FACTS, PLAIN, TABLES, book, folder

TOY = COUNTRIES / "XXX" / "insurance" / "national_pension"


def broken(path: Path, table: str, old: str, new: str) -> Path:
    """The small institution with one text of a table, or of the facts, replaced."""
    text = FACTS if table == "valuation" else TABLES[table]
    assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times"
    if table == "valuation":
        return folder(path, FACTS.replace(old, new))
    return folder(path, FACTS, {**TABLES, table: text.replace(old, new)})


def refused(path: Path) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_institution(path)
    return caught.value


def told(refusals: Refusal, said: str) -> Refusal:
    """The one among them that says something."""
    each = refusals.each if isinstance(refusals, Refusals) else (refusals,)
    found = [one for one in each if said in one.worded()]
    assert len(found) == 1, refusals.worded()
    return found[0]


def test_flows_of_a_month_are_a_year_inside_and_sums_stay(tmp_path: Path) -> None:
    data = read_institution(folder(tmp_path / "fund"))
    table = data.table("contributors")
    assert table.of("earnings").tolist() == [12000, 14400, 13200, 10800, 11400]
    assert table.of("career_earnings").tolist() == [20000, 90000, 50000, 30000, 50000]
    assert data.facts.reserve == 1e6
    assert table.written["earnings"][0] == "1000"
    assert table.further == ("career_earnings",)
    assert table.of("service")[1] == 8.5
    assert data.table("rates").of("leaving")[3] == 0.05  # written as 5%
    assert data.average_wage == pytest.approx(12 * (100_000 + 60_000 + 88_000 + 63_000 + 57_000) / 360)
    assert not data.flags


def test_a_year_is_not_multiplied(tmp_path: Path) -> None:
    facts = FACTS.replace("per: month", "per: year").replace("reserve", "average_wage: 900\nreserve")
    data = read_institution(folder(tmp_path / "fund", facts))
    assert data.table("contributors").of("earnings")[0] == 1000
    assert data.average_wage == 900
    monthly = FACTS.replace("reserve", "average_wage: 900\nreserve")
    assert read_institution(folder(tmp_path / "two", monthly)).average_wage == 10800


def test_years_need_not_stand_in_order(tmp_path: Path) -> None:
    lines = TABLES["years"].splitlines()
    tables = {**TABLES, "years": "\n".join([lines[0], lines[2], lines[1]]) + "\n"}
    assert read_institution(folder(tmp_path / "fund", tables=tables)).table("years").of("year").tolist() == [
        2025,
        2100,
    ]


def test_workbook_and_folder_are_the_same_data(tmp_path: Path) -> None:
    one = read_institution(folder(tmp_path / "fund"))
    tables = {**TABLES, "rates": TABLES["rates"].replace("5%", "0.05")}
    other = read_institution(book(tmp_path / "fund.xlsx", PLAIN, tables))
    assert one.tables.keys() == other.tables.keys()
    for name, table in one.tables.items():
        for column in table.columns:
            np.testing.assert_array_equal(table.columns[column], other.tables[name].columns[column])
    assert (one.facts.reserve, one.facts.year) == (other.facts.reserve, other.facts.year)
    assert one.table("contributors").where(2, "persons") == "contributors.csv, line 4, column persons"
    assert other.table("contributors").where(2, "persons") == "fund.xlsx, sheet contributors, cell D4"


LINES = [
    ("contributors", "male,31,5,80", "male,31,5,-80", 4, "persons", "", "cannot be negative"),
    ("contributors", "male,31,5,80", "male,31,5,many", 4, "persons", "", "is not a number"),
    ("contributors", "male,31,5,80", "males,31,5,80", 4, "sex", "male", "write male / female"),
    ("contributors", "male,31,5,80", "male,31.5,5,80", 4, "age", "", "a whole number from 0 to 130"),
    ("contributors", "male,31,5,80", "male,31,21.5,80", 4, "service", "", "nobody is insured before age 10"),
    ("contributors", "male,31,5,80", "male,31,16,80", 4, "service", "", "above 15"),
    ("contributors", "male,30,8.5,50", "male,30,2,50", 3, "sex", "", "what line 2 says: sex male, age 30, service 2"),
    ("contributors", "male,31,5,80,1100", "male,31,5,80,", 4, "earnings", "", "is empty"),
    ("contributors", "female,31,6,60,950", "female,31,6,60,0", 6, "earnings", "", "0 where 60 persons contribute"),
    ("rates", "male,30,0.01,0.05,0.1,0.8", "male,30,0.01,1.05,0.1,0.8", 3, "leaving", "", "between 0 and 1"),
    ("rates", "male,30,0.01,0.05,0.1,0.8", "male,30,0.6,0.5,0.1,0.8", 3, "invalidity", "", "Decrements above 1"),
    ("rates", "male,30,0.01,0.05,0.1,0.8", "male,30,0.49,0.5,0.1,0.8", 3, "invalidity", "", "add up to 1.01"),
    ("rates", "male,30,0.01,0.05,0.1,0.8", "male,30,0.01,0.05,0.99,0.8", 3, "returning", "", "add up to 1.01"),
    ("rates", "male,30,0.01,0.05,0.1,0.8\n", "", 3, "age", "", "`age` 30 is missing for `male`: from 29 to 31"),
    ("mortality", "male,0,0.02\nmale,1,", "male,1,", 2, "age", "", "`age` 0 is missing for `male`"),
    ("retirement", "\nmale,1,0.2\n", "\n", 3, "waited", "", "`waited` 1 is missing for `male`"),
    ("families", "female,30,0.7,4,1.5,6", "female,30,0.7,4,1.5,", 4, "child_age", "", "is empty"),
    ("entrants", "female,29,1", "female,29,0", 4, "share", "", "0 at every age"),
    ("years", "2025,0.06", "2027,0.06", 2, "year", "", "after the first year projected, 2025"),
    ("years", "2025,0.06", "2025,6", 2, "wage_growth", "", "5 per cent is 0.05"),
    ("totals", "male,,230", "male,,233", 2, "persons", "", "adds up to 230 persons (`male`), `totals` says 233"),
    ("totals", "both,30,220", "both,30,260", 3, "persons", "", "adds up to 220 persons (`both 30`)"),
    ("totals", "1078.26", "1090", 2, "average", "", "is 1,078.26 (`male`), `totals` says 1090"),
    ("totals", "pensioners,both", "inactive,both", 4, "table", "", "`inactive`, which is missing"),
]  # fmt: skip


@pytest.mark.parametrize("case", LINES, ids=lambda case: f"{case[0]} {case[4]} {case[6][:30]}")
def test_each_broken_cell_is_refused_with_its_line_and_column(
    tmp_path: Path, case: tuple[str, str, str, int, str, str, str]
) -> None:
    table, old, new, line, column, nearest, said = case
    found = refused(broken(tmp_path / "fund", table, old, new))
    assert not isinstance(found, Refusals)  # what follows from one fault alone is not told again
    assert said in found.worded()
    assert (found.where, found.nearest) == (f"{table}.csv, line {line}, column {column}", nearest)


WOMEN = "female,29,0.01,5%,0.1,0.75\nfemale,30,0.01,0.05,0.1,0.75\nfemale,31,0.01,0.05,0.1,0.75\n"
NAMES = [
    ("contributors", ",persons,", ",person,", ", line 1, column person", "persons", "no column `person`"),
    ("contributors", ",persons,", ",heads,", "", "", "The column `persons` of `contributors` is missing"),
    (
        "rates",
        ",invalidity",
        ",invalidty",
        ", line 1, column invalidty",
        "invalidity",
        "no column `invalidty`",
    ),
    ("rates", ",density", ",density,age", ", line 1, column age", "", "stands twice"),
    (
        "families",
        "child_age",
        "child_ages",
        ", line 1, column child_ages",
        "child_age",
        "no column `child_ages`",
    ),
    ("years", ",coverage_women", "", ", line 1, column coverage_men", "", "without `coverage_women`"),
    ("rates", WOMEN, "", "", "", "no row for `female`"),
    (
        "entrants",
        "\nmale,29",
        "\nmale,28,1\nmale,29",
        ", line 2, column age",
        "",
        "age 28 (`male`), for whom `rates`",
    ),
]
FACTS_BROKEN = [
    ("reserve: 1000000", "reserve: -5", 6, "", "cannot be negative"),
    ("reserve:", "reserv:", 6, "reserve", "no fact `reserv`"),
    ("top_service: 15", "top_service: 0", 7, "", "`top_service` is 0: a whole number from 1 to 130"),
    ("top_service: 15", "spread: 45", 7, "", "`spread` is 45: a number from 0 to 3"),
    ("per: month", "per: months", 4, "month", "write month / year"),
    ("per: month", "per:", 4, "", "The fact `per` is missing"),
    ("prices: 2025", "prices: 2023", 5, "", "Mixed price years: `prices` is 2023"),
    ("prices: 2025", "prices: {pensioners: 2023}", 5, "", "Mixed price years: `prices.pensioners` is 2023"),
    ("currency: XTS", "currency: crowns", 3, "", "three capital letters"),
    ("families: Census", "family: Census", 10, "families", "no table `family`"),
]


@pytest.mark.parametrize("case", NAMES, ids=lambda case: f"{case[0]} {case[5]}")
def test_each_broken_name_of_a_table_is_refused_with_its_place_and_the_nearest(
    tmp_path: Path, case: tuple[str, str, str, str, str, str]
) -> None:
    table, old, new, where, nearest, said = case
    found = told(refused(broken(tmp_path / "fund", table, old, new)), said)
    assert (found.where, found.nearest) == (f"{table}.csv{where}", nearest)


@pytest.mark.parametrize("case", FACTS_BROKEN, ids=lambda case: case[4])
def test_each_broken_fact_is_refused_with_its_line_and_the_nearest(
    tmp_path: Path, case: tuple[str, str, int, str, str]
) -> None:
    old, new, line, nearest, said = case
    found = told(refused(broken(tmp_path / "fund", "valuation", old, new)), said)
    assert (found.where, found.nearest) == (f"valuation.yaml, line {line}", nearest)


def test_tables_unknown_or_missing_are_refused(tmp_path: Path) -> None:
    extra = folder(tmp_path / "one", tables={**TABLES, "rate": TABLES["rates"]})
    assert (refused(extra).where, refused(extra).nearest) == ("rate.csv", "rates")
    less = {name: text for name, text in TABLES.items() if name not in ("rates", "mortality")}
    told = refused(folder(tmp_path / "two", tables=less)).worded()
    assert "The table `rates` is missing" in told
    assert "The table `mortality` is missing" in told
    sheet = book(tmp_path / "fund.xlsx", PLAIN, {**TABLES, "contributor": TABLES["contributors"]})
    assert refused(sheet).where == "fund.xlsx, sheet contributor"
    assert refused(sheet).nearest == "contributors"


def test_all_that_is_wrong_is_told_at_once_in_the_language_of_the_reader(tmp_path: Path) -> None:
    tables = {name: text.replace("0.1,", "1.1,") for name, text in TABLES.items()}
    refusals = refused(book(tmp_path / "fund.xlsx", {**PLAIN, "reserve": -1}, tables))
    assert isinstance(refusals, Refusals)
    assert len(refusals.each) == 7
    assert len({one.where for one in refusals.each}) == 7
    assert refusals.worded().count("\n") == 7
    french = refusals.worded(translator("fr"))
    assert "fund.xlsx, feuille rates, cellule E2: `returning` est 1.1" in french


def test_of_many_faults_the_first_twenty_are_shown(tmp_path: Path) -> None:
    tables = {**TABLES, "mortality": TABLES["mortality"].replace("0.02", "2")}
    told = refused(folder(tmp_path / "fund", tables=tables)).worded().splitlines()
    assert told[0] == "80 things are wrong; the first 20:"
    assert len(told) == 21


def test_rows_with_nothing_beside_what_a_template_gives_do_not_count(tmp_path: Path) -> None:
    rows = "# notes,are,for,people,,\nmale,40,,,,\n,,,,,\n"
    tables = {**TABLES, "contributors": TABLES["contributors"] + rows}
    assert len(read_institution(folder(tmp_path / "fund", tables=tables)).table("contributors")) == 5


def test_the_gap_of_spouses_may_be_said_once(tmp_path: Path) -> None:
    lines = [line.split(",") for line in TABLES["families"].splitlines()]
    without = "".join(",".join([*row[:3], *row[4:]]) + "\n" for row in lines)
    tables = {**TABLES, "families": without}
    assert "`families` has no `spouse_gap`" in refused(folder(tmp_path / "one", tables=tables)).worded()
    data = read_institution(folder(tmp_path / "two", FACTS + "spouse_gap: 4\n", tables))
    assert data.table("families").of("spouse_gap").tolist() == [-4, -4, 4, 4]
    assert any("4" in flag.values.values() for flag in data.flags)


def test_what_may_be_right_is_flagged(tmp_path: Path) -> None:
    tables = {**TABLES, "mortality": TABLES["mortality"].replace("male,40,1\nfemale", "male,40,0.5\nfemale")}
    tables["pensioners"] = TABLES["pensioners"].replace("male,61,10,400", "male,61,10,4000000")
    tables["pensioners"] += "survivors,female,62,100000,200\n"
    del tables["totals"]
    facts = FACTS.replace("Census", "unknown")
    wage = folder(tmp_path / "wage", facts + "average_wage: 700\n")
    assert "The fact `average_wage` is 700, but contributors earn 1,022 on average." in [
        flag.text.format(**flag.values) for flag in read_institution(wage).flags
    ]
    said = [
        flag.text.format(**flag.values)
        for flag in read_institution(folder(tmp_path / "x", facts, tables)).flags
    ]
    assert "The source of `families` is not known." in said
    assert "The last death rate of `male`, at age 40, is 0.5 and not 1." in said
    assert any(text.startswith("`amount` is 4000000 in line 2") for text in said)
    assert not any("`average_wage`" in text for text in said)
    gap = TABLES["contributors"].replace("male,31,5,80", "male,32,5,80").replace("\nfemale,31", "\nfemale,30")
    rates = TABLES["rates"].replace("female,29", "male,32,0.01,0.05,0.1,0.8\nfemale,29")
    tables |= {"contributors": gap, "rates": rates}
    said = [
        flag.text.format(**flag.values)
        for flag in read_institution(folder(tmp_path / "y", facts, tables)).flags
    ]
    assert any("`male` contributes at age 31" in text for text in said)


def test_contributors_above_the_labour_force_are_refused(tmp_path: Path) -> None:
    data = read_institution(book(tmp_path / "fund.xlsx", PLAIN))
    force = np.zeros((2, 101))
    force[0, 30:35], force[1, 30:35] = 46, 26  # 230 men contribute at 30 to 34, and 130 women
    check_against(data, force)
    force[0, 34] = 45
    with pytest.raises(Refusal, match="above the labour force, 229") as caught:
        check_against(data, force)
    assert caught.value.where == "fund.xlsx, sheet contributors, cell D2"


def test_a_jump_from_the_contributors_to_the_insured_of_the_first_year_is_flagged(tmp_path: Path) -> None:
    force = np.zeros((2, 101))
    force[0, 30], force[1, 30] = (
        230 / 0.2,
        130 / 0.18,
    )  # with the coverage of 2025, the contributors there are
    force[:, 12] = 1e6  # no part of what coverage is a share of
    data = read_institution(folder(tmp_path / "fund"))
    assert check_against(data, force) == ()
    force[1, 31] = 0.12 * force[1, 30]
    (flag,) = check_against(data, force)
    assert (flag.values["sex"], flag.values["there"], flag.values["first"]) == ("female", "130", "146")
    years = (
        TABLES["years"]
        .replace("coverage", "insured")
        .replace(",0.2,0.18", ",250,130")
        .replace("0.3,0.3", "9,9")
    )
    counted = read_institution(folder(tmp_path / "two", tables={**TABLES, "years": years}))
    assert check_against(counted) == ()
    far = read_institution(folder(tmp_path / "six", tables={**TABLES, "years": years.replace("250", "260")}))
    assert [flag.values["first"] for flag in check_against(far)] == ["260"]


def test_accounts_and_benefits_are_those_of_the_law(tmp_path: Path) -> None:
    data = read_institution(folder(tmp_path / "fund"))
    check_against(data, accounts=["career_earnings"], benefits=["old_age", "survivors"])
    with pytest.raises(Refusal, match="no account of the law, which keeps balance") as caught:
        check_against(data, accounts=["balance"])
    assert caught.value.where == "contributors.csv, line 2, column career_earnings"
    with pytest.raises(Refusal, match="no benefit of the law") as caught:
        check_against(data, benefits=["old_age", "survivor"])
    assert (caught.value.where, caught.value.nearest) == (
        "pensioners.csv, line 3, column benefit",
        "survivor",
    )


def test_files_that_are_no_data_of_an_institution_are_refused(tmp_path: Path) -> None:
    assert "neither" in refused(tmp_path / "nothing").worded()
    assert "no valuation.yaml" in refused(tmp_path).worded()
    (tmp_path / "bad.xlsx").write_bytes(b"PK no workbook")
    assert "cannot be read" in refused(tmp_path / "bad.xlsx").worded()
    latin = broken(tmp_path / "fund", "years", "year,", "year;")
    (latin / "years.csv").write_bytes(b"year,wage_growth\n2025,\xff\n")
    assert refused(latin).where == "years.csv, line 2"


def test_the_toy_institution_is_in_order_and_fits_its_law(tmp_path: Path) -> None:
    data = read_institution(TOY)
    assert not data.flags
    (file,) = insurance_files("XXX")
    law = read_insurance(read_scheme(file))
    names = [benefit.path.rpartition(".")[2] for benefit in law.scheme.benefits]
    check_against(data, accounts=law.accounts, benefits=names)
    insured, paid = data.table("contributors"), data.table("pensioners")
    assert {"old_age", "invalidity", "survivors", "orphans"} == set(paid.words("benefit"))
    assert all("Invented" in text for text in data.facts.sources.values())
    assert set(data.facts.sources) == set(data.tables)
    assert paid.of("persons").sum() < 0.15 * insured.of("persons").sum()  # a young scheme
    copy = shutil.copytree(TOY, tmp_path / "copy")
    (copy / "totals.csv").unlink()
    assert "totals" not in read_institution(copy).tables


@pytest.mark.parametrize(
    ("text", "said"), [("#REF!", "gives the error #REF!"), ("=1+1", "has not been worked out")]
)
def test_a_cell_whose_formula_gives_nothing_is_not_read_as_empty(
    tmp_path: Path, text: str, said: str
) -> None:
    """Also where a cell may be empty: a mean of totals, a fact if known."""
    path = book(tmp_path / "fund.xlsx", PLAIN)
    opened = load_workbook(path)
    for sheet, cell in (("totals", "E3"), ("facts", "B7")):
        opened[sheet][cell] = text
        opened.save(path)
        assert told(refused(path), said).where == f"fund.xlsx, sheet {sheet}, cell {cell}"
        opened[sheet][cell] = None
