"""The door for figures: what is right is read whole, what is wrong is refused at its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.exchange.figures import HEADER, LARGEST, read_figures
from socle.ground.refusals import Refusal
from socle.model.figures import ABRIDGED, CATALOGUE, age_span

LIBRARY = Path(__file__).resolve().parents[2] / "src/socle/library/countries"
TOY = LIBRARY / "XXX/figures.csv"
LINES = TOY.read_text(encoding="utf-8").splitlines()


def written(folder: Path, lines: list[str]) -> Path:
    path = folder / "AAA" / "figures.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def at(start: str) -> int:
    """Position in LINES of the first line that starts so."""
    return next(place for place, line in enumerate(LINES) if line.startswith(start))


def refused(folder: Path, lines: list[str]) -> Refusal:
    path = written(folder, lines)
    with pytest.raises(Refusal) as caught:
        read_figures(path)
    return caught.value


def changed(start: str, change: Callable[[str], str]) -> tuple[list[str], int]:
    """The toy file with one line changed, and the number of this line in the file."""
    place = at(start)
    return [*LINES[:place], change(LINES[place]), *LINES[place + 1 :]], place + 1


def with_value(text: str) -> Callable[[str], str]:
    def change(line: str) -> str:
        fields = line.split(",")
        fields[4] = text
        return ",".join(fields)

    return change


def test_every_row_keeps_its_line_its_source_and_its_value() -> None:
    figures = read_figures(TOY)
    assert len(figures.rows) == len(LINES) - 1
    for row in figures.rows:
        fields = LINES[row.line - 1].split(",")
        assert [row.figure, row.sex, row.age, row.year] == fields[:4]
        assert row.value == float(fields[4])
        assert [row.unit, row.source, row.vintage] == fields[5:]


def test_the_toy_country_has_every_figure_that_a_country_may_have() -> None:
    assert {row.figure for row in read_figures(TOY).rows} == set(CATALOGUE)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, LINES)
    plain = read_figures(path).rows
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(LINES).encode() + b"\r\n")
    assert read_figures(path).rows == plain


WRONG_LINES = {
    "a figure that does not exist": ("tfr", "tfr", "tfrr", "tfr"),
    "a sex that does not exist": ("population", "male", "mail", "male"),
    "a sex the figure does not have": ("tfr", "female", "femal", "female"),
    "an age the figure does not have": ("q5", "0-4", "0-5", "0-4"),
    "a group of ages that runs backwards": ("population,male,20-24", "20-24", "24-20", ""),
    "an age beyond the open one": ("severe_disability,male,60+", "60+", "160+", ""),
    "a year that is a word": ("tfr,female,all,2030", "2030", "soon", ""),
    "a span that runs backwards": ("net_migration,both,all,2030-2039", "2030-2039", "2039-2030", ""),
    "a span where one year is meant": ("tfr,female,all,2030", "2030", "2030-2039", ""),
    "a unit that is not the figure's": ("tfr", "births per woman", "births per women", ""),
    "two currencies": ("national_poverty_line", "XTS", "USD", ""),
    "no source": ("tfr", "invented", "", ""),
    "a vintage that is not a month": ("tfr", "2026-11", "2026-13", ""),
    "one column too many": ("tfr", "2026-11", "2026-11,", ""),
    "one column too few": ("tfr", ",invented,2026-11", ",invented", ""),
    "an open quotation mark": ("tfr", "tfr", '"tfr', ""),
}


@pytest.mark.parametrize("name", WRONG_LINES)
def test_a_wrong_word_is_refused_at_its_line_with_the_nearest_valid_one(name: str, tmp_path: Path) -> None:
    start, old, new, near = WRONG_LINES[name]
    lines, number = changed(start, lambda line: line.replace(old, new, 1))
    refusal = refused(tmp_path, lines)
    place = len(LINES) if "quotation" in name else number  # an open quotation swallows the rest of the file
    assert refusal.where == f"AAA/figures.csv:{place}"
    assert refusal.nearest == near
    assert "{" not in str(refusal)


@pytest.mark.parametrize(
    "text",
    ["", " ", "12 000", "1,5", "1_000", "0x10", "1e999", "nan", "inf", "-Infinity", "٣", "n/a", "=1+1"],
)
def test_what_is_not_a_finite_number_is_refused_at_its_line(text: str, tmp_path: Path) -> None:
    lines, number = changed("tfr", with_value(f'"{text}"'))
    assert refused(tmp_path, lines).where == f"AAA/figures.csv:{number}"


OUTSIDE = {
    "population,male,7,": "-1",
    "tfr": "0.4",
    "tfr,female,all,2030": "9.1",
    "mac": "34.5",
    "srb": "0.99",
    "e0,male": "49.9",
    "e0,female": "95.1",
    "q5": "0",
    "q5,both,0-4,2030": "301",
    "mx,male,0,": "0",
    "unemployment_rate": "100.5",
    "gdp": "0",
    "cpi": "-3",
}


@pytest.mark.parametrize("start", OUTSIDE)
def test_a_value_out_of_its_bounds_is_refused_at_its_line(start: str, tmp_path: Path) -> None:
    lines, number = changed(start, with_value(OUTSIDE[start]))
    refusal = refused(tmp_path, lines)
    assert refusal.where == f"AAA/figures.csv:{number}"
    assert OUTSIDE[start] in str(refusal)


def test_a_year_present_twice_is_refused_and_both_lines_are_named(tmp_path: Path) -> None:
    refusal = refused(tmp_path, [*LINES, LINES[at("tfr")]])
    assert refusal.where.endswith(f":{len(LINES) + 1}")
    assert refusal.values["line"] == at("tfr") + 1


def test_spans_that_overlap_are_refused(tmp_path: Path) -> None:
    lines, _ = changed("net_migration,both,all,2030-2039", lambda line: line.replace("2030-", "2029-", 1))
    assert "2029-2039" in str(refused(tmp_path, lines))


@pytest.mark.parametrize("age", ["20-24", "0", "85+"])
def test_a_population_without_some_age_is_refused(age: str, tmp_path: Path) -> None:
    place = at(f"population,male,{age},")
    refusal = refused(tmp_path, LINES[:place] + LINES[place + 1 :])
    assert "population" in str(refusal)
    assert "male" in str(refusal)


def test_ages_that_overlap_are_refused(tmp_path: Path) -> None:
    lines, _ = changed("population,male,20-24", lambda line: line.replace("20-24", "19-24", 1))
    assert "overlap" in str(refused(tmp_path, lines))


def test_a_second_total_of_all_ages_may_stand_beside_the_groups(tmp_path: Path) -> None:
    assert read_figures(written(tmp_path, LINES)).latest("poverty_headcount") is not None


def test_a_figure_by_one_sex_only_is_refused(tmp_path: Path) -> None:
    assert "male" in str(refused(tmp_path, [line for line in LINES if not line.startswith("e0,male")]))


def test_shares_of_fertility_must_sum_to_a_hundred_within_a_tenth(tmp_path: Path) -> None:
    place = at("pasfr,female,25-29,2023")
    value = float(LINES[place].split(",")[4])
    good, _ = changed("pasfr,female,25-29,2023", with_value(f"{value + 0.05:.2f}"))
    read_figures(written(tmp_path, good))
    bad, _ = changed("pasfr,female,25-29,2023", with_value(f"{value + 0.25:.2f}"))
    assert "100.2" in str(refused(tmp_path, bad))
    assert "25-29" in str(refused(tmp_path, LINES[:place] + LINES[place + 1 :]))


def test_death_rates_may_not_fall_from_thirty_on(tmp_path: Path) -> None:
    lines, number = changed("mx,male,45-49", with_value("0.0001"))
    refusal = refused(tmp_path, lines)
    assert refusal.where.endswith(f":{number}")
    falling_young, _ = changed("mx,male,20-24", with_value("0.0001"))
    read_figures(written(tmp_path, falling_young))


def test_a_life_table_that_lacks_an_age_is_refused(tmp_path: Path) -> None:
    place = at("mx,female,95-99")
    assert str(len(ABRIDGED)) in str(refused(tmp_path, LINES[:place] + LINES[place + 1 :]))


HEADERS = {
    "figure,sex,age,year,value,unit,source": "missing",
    "figure,sex,age,yeer,value,unit,source,vintage": "year",
    "sex,figure,age,year,value,unit,source,vintage": "order",
    "figure,sex,age,year,value,unit,source,vintage,note": "more",
    "figure;sex;age;year;value;unit;source;vintage": "not a column",
    "": "missing",
}


@pytest.mark.parametrize("header", HEADERS)
def test_another_first_line_is_refused_with_the_right_one(header: str, tmp_path: Path) -> None:
    refusal = refused(tmp_path, [header, *LINES[1:]])
    assert refusal.where.endswith(":1")
    assert HEADERS[header] in str(refusal)
    assert ",".join(HEADER) in str(refusal)


def test_a_file_that_is_absent_too_large_or_not_utf8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no file"):
        read_figures(tmp_path / "figures.csv")
    path = written(tmp_path, LINES)
    path.write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(Refusal, match="bytes"):
        read_figures(path)
    path.write_bytes("\n".join(LINES[:3]).encode() + b"\nn\xe9cessaire")
    with pytest.raises(Refusal, match=r"figures.csv:4: .*UTF-8"):
        read_figures(path)


def test_a_source_that_is_not_written_down_is_refused_with_the_nearest(tmp_path: Path) -> None:
    lines, number = changed("tfr", lambda line: line.replace("invented", "inventd"))
    with pytest.raises(Refusal) as caught:
        read_figures(written(tmp_path, lines), sources={"invented"})
    assert caught.value.nearest == "invented"
    assert caught.value.where.endswith(f":{number}")


def test_a_figure_that_is_missing_names_the_years_that_are_known() -> None:
    figures = read_figures(TOY)
    assert figures.value("gdp", 2023) == figures.series("gdp")[2023]
    with pytest.raises(Refusal, match="2017, 2018"):
        figures.value("gdp", 1999)
    with pytest.raises(Refusal, match="Did you mean `gdp_usd`"):
        figures.series("gdp_us")
    assert figures.series("gdp").sources == ("invented",)
    assert figures.series("gdp").unit == figures.currency == "XTS"


def test_demography_hands_over_every_number_of_the_file() -> None:
    figures = read_figures(TOY)
    compact = figures.demography()
    people = [group for sex in ("male", "female") for group in compact.population[sex]]
    assert sum(group.value for group in people) == sum(row.value for row in figures.of("population"))
    assert compact.e0["female"][2050] == figures.value("e0", 2050, sex="female")
    assert compact.mx["male"] == tuple(row.value for row in figures.of("mx") if row.sex == "male")
    assert [sum(shares) for shares in compact.pasfr.values()] == pytest.approx([100] * 3)
    assert [spell.first_year for spell in compact.migration] == [2023, 2024, *range(2030, 2100, 10)]
    assert [len(profile.male) for profile in compact.profiles] == [14, 14]


def test_demography_needs_people_fertility_and_life_expectancy(tmp_path: Path) -> None:
    for figure in ("population", "tfr", "e0"):
        figures = read_figures(
            written(tmp_path, [line for line in LINES if not line.startswith(f"{figure},")])
        )
        with pytest.raises(Refusal, match=figure):
            figures.demography()


@given(
    lines=st.lists(st.sampled_from([*LINES[1:40], "", ",,,,,,,", "tfr", '"', "a\0b", "é" * 20]), max_size=12)
)
def test_any_file_is_read_or_refused_but_never_breaks(
    lines: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.mktemp("any"), [",".join(HEADER), *lines])
    try:
        read_figures(path)
    except Refusal as refusal:
        assert refusal.where.startswith("AAA/figures.csv")


@given(st.integers(0, 100), st.integers(0, 100))
def test_an_age_label_says_its_first_and_last_age(first: int, more: int) -> None:
    assert age_span(f"{first}-{first + more}") == (first, first + more)
    assert age_span(f"{first}+") == (first, None)
    assert age_span(str(first)) == (first, first)
