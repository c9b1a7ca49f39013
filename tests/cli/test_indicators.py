"""`socle indicators`, `socle export` and `socle import` as people use them, from an inquiry to a file and back."""

from __future__ import annotations

import csv
import io
import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from socle.cli.main import main
from socle.exchange.country import load_country
from socle.measure.catalogue import CATALOGUE
from socle.report.text import LANGUAGES

Said = pytest.CaptureFixture[str]
INQUIRIES = Path("src/socle/library/countries/XXX/inquiry")


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No register and no store but those of the test."""
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SOCLE_USER", "adm")
    monkeypatch.delenv("SOCLE_REGISTER", raising=False)


def done(capsys: Said, *words: str) -> str:
    assert main(list(words)) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def refused(capsys: Said, *words: str) -> str:
    assert main(list(words)) == 2
    return capsys.readouterr().err


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register in which two years of the invented country are published."""
    file = tmp_path_factory.mktemp("office") / "register.sqlite"

    def asked(user: str, *words: str) -> None:
        assert main([*words, "--register", str(file), "--user", user]) == 0

    asked("adm", "register", "init")
    asked("adm", "register", "user", "add", "ana", "--role", "respondent:XXX")
    asked("adm", "register", "user", "add", "ben", "--role", "reviewer", "--role", "publisher")
    for year in ("2023", "2024"):
        asked("ana", "inquiry", "submit", str(INQUIRIES / year))
        asked("ben", "inquiry", "review", f"XXX-{year}-1", "--accept")
        asked("ben", "inquiry", "publish", f"XXX-{year}-1")
    return file


@pytest.fixture
def published(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of that register, in use."""
    monkeypatch.setenv("SOCLE_REGISTER", shutil.copy(office, tmp_path))


def test_without_a_register_the_shipped_figures_answer_and_say_so(capsys: Said) -> None:
    answer = done(capsys, "indicators", "--country", "SEN", "--lang", "en")
    figure = next(row for row in load_country("SEN").figures.rows if row.figure == "coverage_any")
    assert f"{figure.value:.1f} %" in answer.splitlines()[0]
    assert str(figure.last_year) in answer.splitlines()[1]
    assert "SDG Indicators" in answer
    assert "No register was asked" in answer


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_fits_a_terminal(capsys: Said, published: None, lang: str) -> None:
    answer = done(
        capsys, "indicators", "--country", "XXX", "--by", "sex,group,function,scheme_type", "--lang", lang
    )
    assert max(map(len, answer.splitlines())) <= 80
    assert max(map(len, done(capsys, "indicators", "--list", "--lang", lang).splitlines())) <= 80


def test_a_share_is_its_numerator_over_its_denominator(capsys: Said, published: None) -> None:
    answer = json.loads(
        done(capsys, "indicators", "--country", "XXX", "--indicator", "COV_MOTHERS", "--json")
    )
    (row,) = answer["indicators"]
    assert row["TIME_PERIOD"] == 2024
    covered = row["OBS_VALUE"] / 100 * row["DENOMINATOR"]
    assert covered == pytest.approx(round(covered), abs=1e-6)


def test_by_sex_adds_the_sexes_and_takes_nothing_away(capsys: Said, published: None) -> None:
    whole = rows(done(capsys, "indicators", "--country", "XXX", "--csv"))
    both = rows(done(capsys, "indicators", "--country", "XXX", "--csv", "--by", "sex"))
    assert all(row in both for row in whole)
    assert {row["SEX"] for row in both} >= {"M", "F", "_T"}
    assert len(both) > len(whole)


def test_the_state_of_an_earlier_day_is_asked_for_by_its_date(capsys: Said, published: None) -> None:
    long_ago = refused(capsys, "indicators", "--country", "XXX", "--as-of", "2001-01-01", "--lang", "en")
    assert "Nothing is known" in long_ago
    now = done(capsys, "indicators", "--country", "XXX", "--as-of", "2999-12-31", "--csv")
    assert now == done(capsys, "indicators", "--country", "XXX", "--csv")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--country", "SENN"), "SEN"),
        (("--country", "SEN", "--by", "sexe"), "sex"),
        (("--country", "SEN", "--indicator", "COV_OLDR"), "COV_OLDER"),
        (("--country", "SEN", "--year", "last"), "2024"),
        (("--country", "SEN", "--year", "2018"), "2019"),
        ((), "--list"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_nearest_that_can(
    capsys: Said, words: tuple[str, ...], said: str
) -> None:
    assert said in refused(capsys, "indicators", *words, "--lang", "en")


def test_the_list_says_what_every_indicator_is(capsys: Said) -> None:
    listed = json.loads(done(capsys, "indicators", "--list", "--json"))
    assert [one["code"] for one in listed] == list(CATALOGUE)
    text = done(capsys, "indicators", "--list", "--indicator", "SI_COV_PENSN")
    assert text.startswith("COV_OLDER")


@pytest.mark.parametrize("format", ["csv2", "xml30", "json"])
def test_what_is_exported_is_imported_unchanged(
    capsys: Said, published: None, tmp_path: Path, format: str
) -> None:
    first, second = str(tmp_path / "first"), str(tmp_path / "second")
    flow = ("--flow", "SOCIAL_PROTECTION", "--format", format)
    done(capsys, "export", "sdmx", *flow, "-o", first)
    answer = done(capsys, "import", "sdmx", first, "--vintage", "copy", "--reason", "a copy", "--lang", "en")
    count = len(rows(done(capsys, "indicators", "--country", "XXX", "--vintage", "copy", "--csv")))
    assert " new, 0 changed, 0 as before" in answer
    assert count
    done(capsys, "export", "sdmx", *flow, "--vintage", "copy", "-o", second)
    again = done(capsys, "import", "sdmx", second, "--vintage", "copy", "--reason", "a copy", "--lang", "en")
    assert " 0 new, 0 changed" in again


def test_an_import_is_checked_without_being_recorded(capsys: Said, published: None, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    done(capsys, "export", "sdmx", "--flow", "SOCIAL_PROTECTION", "-o", str(file))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(",2023,", ",20z3,", 1), encoding="utf-8")
    before = done(capsys, "register", "log", "--json")
    assert "20z3" in refused(capsys, "import", "sdmx", str(file), "--check", "--lang", "en")
    assert done(capsys, "register", "log", "--json") == before


def test_an_edition_that_nobody_named_is_called_by_its_content(
    capsys: Said, published: None, tmp_path: Path
) -> None:
    file = tmp_path / "out.csv"
    done(capsys, "export", "sdmx", "--flow", "SOCIAL_PROTECTION", "-o", str(file))
    name = "file-" + sha256(file.read_bytes()).hexdigest()[:8]
    assert f"edition {name}: " in done(capsys, "import", "sdmx", str(file), "--lang", "en")
    assert " 0 new, 0 changed" in done(capsys, "import", "sdmx", str(file), "--lang", "en")
    assert "import of out.csv" in done(capsys, "register", "log", "--json")


def test_a_message_is_held_against_the_official_schema(capsys: Said, published: None, tmp_path: Path) -> None:
    pytest.importorskip("pysdmx")
    for format in ("xml30", "json"):
        file = str(tmp_path / f"out.{format}")
        done(capsys, "export", "sdmx", "--flow", "SOCIAL_PROTECTION", "--format", format, "-o", file)
        assert "in order" in done(capsys, "import", "sdmx", file, "--check", "--validate", "--lang", "en")
    file = str(tmp_path / "out.csv")
    done(capsys, "export", "sdmx", "--flow", "SOCIAL_PROTECTION", "-o", file)
    assert "no official schema" in refused(
        capsys, "import", "sdmx", file, "--check", "--validate", "--lang", "en"
    )


def test_who_has_no_part_in_it_imports_nothing(capsys: Said, published: None, tmp_path: Path) -> None:
    file = str(tmp_path / "out.csv")
    done(capsys, "export", "sdmx", "--flow", "SOCIAL_PROTECTION", "-o", file)
    said = refused(
        capsys, "import", "sdmx", file, "--vintage", "X", "--reason", "r", "--user", "ana", "--lang", "en"
    )
    assert "Only publishers and administrators import" in said


def test_the_sdg_tables_become_an_edition_of_the_register(capsys: Said, shared: Path) -> None:
    done(capsys, "register", "init")
    answer = done(capsys, "import", "sdg", str(shared / "data" / "sdg"), "--reason", "r", "--lang", "en")
    assert "edition 2020-10: 32097 new" in answer
    tunisia = done(capsys, "indicators", "--country", "TUN", "--lang", "en")
    assert tunisia.startswith("Tunisia: 39.1 %")


def test_a_trend_is_the_change_between_two_years_over_their_distance(capsys: Said, published: None) -> None:
    trends = json.loads(done(capsys, "indicators", "--country", "XXX", "--trend", "--json"))["trends"]
    values = rows(done(capsys, "indicators", "--country", "XXX", "--year", "2023,2024", "--csv"))
    held = {(row["INDICATOR"], row["FUNCTION"], int(row["TIME_PERIOD"])): row["OBS_VALUE"] for row in values}
    assert trends
    for one in trends:
        first, last = (float(held[one["INDICATOR"], one["FUNCTION"], year]) for year in (2023, 2024))
        assert one["CHANGE_A_YEAR"] == pytest.approx(last - first)
    text = done(capsys, "indicators", "--country", "XXX", "--trend", "--lang", "en")
    assert max(map(len, text.splitlines())) <= 80
    assert "+0.58" in text


def test_one_year_makes_no_trend(capsys: Said) -> None:
    assert "two years" in refused(capsys, "indicators", "--country", "SEN", "--trend", "--lang", "en")


def test_an_indicator_of_several_functions_is_named_once(capsys: Said, published: None) -> None:
    answer = done(capsys, "indicators", "--country", "XXX", "--lang", "en").splitlines()
    name = answer.index("Mean benefit against the average wage")
    inside = [line for line in answer[name + 1 : name + 7] if line.startswith("  ")]
    assert len(inside) == 6 and sum("against the average wage" in line for line in answer) == 1


def test_what_would_bring_bounds_closer_is_said_once(capsys: Said, published: None) -> None:
    """The register holds it with the value, so that it is said in any language."""
    for lang, word in (("en", "the number of persons"), ("fr", "le nombre de personnes")):
        answer = done(capsys, "indicators", "--country", "XXX", "--lang", lang)
        assert (
            answer.count(f"{word} de `school.stipend`" if lang == "fr" else f"{word} in `school.stipend`")
            == 1
        )


def test_an_edition_that_is_not_there_is_refused_with_those_that_are(capsys: Said, published: None) -> None:
    answer = refused(capsys, "indicators", "--country", "XXX", "--vintage", "SSI-2", "--lang", "en")
    assert "the register has SSI-1. Did you mean `SSI-1`?" in answer


def test_one_indicator_is_told_without_a_word_on_another(capsys: Said, published: None) -> None:
    words = ("indicators", "--country", "XXX", "--lang", "en", "--indicator")
    answer = done(capsys, *words, "EXP_PER_HEAD")
    assert "at least one" not in answer
    assert "(national currency)" in answer
    assert rows(done(capsys, *words, "EXP_PER_HEAD", "--csv"))[0]["UNIT"] == "national currency"
    assert "at least one" in done(capsys, *words, "COV_ANY,EXP_PER_HEAD")


def test_a_workbook_is_no_file_of_observations(capsys: Said, tmp_path: Path) -> None:
    (tmp_path / "inquiry.xlsx").write_bytes(b"PK")
    answer = refused(capsys, "import", "sdmx", str(tmp_path / "inquiry.xlsx"), "--check", "--lang", "en")
    assert "inquiry.xlsx: This is a workbook." in answer
    assert "socle inquiry submit" in answer


def test_ages_that_others_publish_are_said() -> None:
    from socle.model.statistic import Statistic
    from socle.report.indicator_tables import about_of, label_of

    young = Statistic("POV_WORKING", "SEN", 2011, value=0.47, unit="share", group="Y15T24")
    assert about_of(young, "es") == "15 a 24 años"
    half = Statistic("POV_HALF_MEDIAN", "SEN", 2011, value=0.15, unit="share", group="B50")
    assert label_of(half, "en") == CATALOGUE["POV_HALF_MEDIAN"].title
