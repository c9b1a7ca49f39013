"""`socle inquiry`: two people, one country, from the questionnaire to what is published, corrected, withdrawn."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import socle
from socle.cli.main import main
from socle.exchange.inquiry_content import content_of
from socle.exchange.inquiry_file import read_inquiry
from socle.exchange.inquiry_observations import inquiry_frame
from socle.exchange.statistic_frame import statistics_of
from socle.register.store import Register
from socle.register.submissions import Submissions
from socle.run.indicators import country_indicators

SHIPPED = Path(socle.__file__).parent / "library" / "countries" / "XXX" / "inquiry"
Said = tuple[int, str, str]
Ask = Callable[..., Said]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with ana, a respondent, and ben, who reviews and publishes."""
    path = tmp_path_factory.mktemp("register") / "register.sqlite"
    for words in (
        ("init",),
        ("user", "add", "ana", "--role", "respondent:XXX"),
        ("user", "add", "ben", "--role", "reviewer", "--role", "publisher"),
    ):
        assert main(["register", *words, "--register", str(path), "--user", "root", "--json"]) == 0
    return path


@pytest.fixture
def ask(
    tmp_path: Path, made: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Ask:
    """Runs a command in somebody's name on a register of this test."""
    shutil.copy(made, tmp_path)
    monkeypatch.setenv("SOCLE_REGISTER", str(tmp_path / made.name))

    def asked(user: str, *words: str) -> Said:
        status = main([*words, "--user", user, *([] if "--lang" in words else ["--lang", "en"])])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    capsys.readouterr()
    return asked


def register(tmp_path: Path, user: str = "zoe") -> Register:
    """The register of the test."""
    return Register.of(tmp_path / "register.sqlite", user)


def corrected(tmp_path: Path) -> Path:
    """The inquiry of 2024 with another product."""
    folder = tmp_path / "corrected"
    shutil.copytree(SHIPPED / "2024", folder)
    file = folder / "inquiry.yaml"
    text = file.read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^gdp: *(\S+)", lambda found: f"gdp: {float(found[1]) * 1.01:.6g}", text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    return folder


def test_two_people_take_a_year_from_questionnaire_to_publication_and_back(tmp_path: Path, ask: Ask) -> None:
    for year in ("2023", "2024"):
        status, out, _ = ask("ana", "inquiry", "submit", str(SHIPPED / year))
        assert (status, out.splitlines()[0].partition(".")[0]) == (0, f"XXX-{year}-1 is submitted")
        assert f"socle inquiry review XXX-{year}-1 --accept" in out
        assert ask("ben", "inquiry", "review", f"XXX-{year}-1", "--accept")[0] == 0
        status, out, _ = ask("ben", "inquiry", "publish", f"XXX-{year}-1")
        assert (status, out.partition(".")[0]) == (0, f"XXX-{year}-1 is published")
    inquiry = read_inquiry(SHIPPED / "2024")
    facts = register(tmp_path, "ben").read("INQUIRY", area="XXX", years=(2024, 2024))
    expected = inquiry_frame(inquiry.filled)
    own = expected.filter(expected["TIME_PERIOD"] == 2024)
    columns = ["KEY", "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE"]
    assert facts.select(columns).sort("KEY").equals(own.select(columns).sort("KEY"))
    assert set(facts["REVIEWER"]) == {"ben"}
    first = indicators(tmp_path)
    assert first == {
        (one.indicator, one.sex, one.group, one.function, one.scheme_type): pytest.approx(one.value)
        for one in country_indicators(inquiry)
        if one.value is not None
    }
    moment = register(tmp_path).head().at
    status, out, _ = ask("ana", "inquiry", "submit", str(corrected(tmp_path)))
    assert status == 0
    assert "facts gdp:" in out
    ask("ben", "inquiry", "review", "XXX-2024-2", "--accept")
    ask("ben", "inquiry", "publish", "XXX-2024-2")
    everybody = ("EXP_GDP", "_T", "_T", "_T", "_T")
    assert indicators(tmp_path)[everybody] == pytest.approx(first[everybody] / 1.01, rel=1e-4)
    assert indicators(tmp_path, as_of=moment) == first
    assert ask("ben", "inquiry", "withdraw", "XXX-2024-2", "--reason", "counted twice")[0] == 0
    assert indicators(tmp_path) == {}
    assert indicators(tmp_path, as_of=moment) == first
    assert ask("root", "register", "verify")[0] == 0


def indicators(tmp_path: Path, **asked: str) -> dict[tuple[str, ...], float]:
    """The indicators of 2024 that anybody reads."""
    frame = register(tmp_path).read("SOCIAL_PROTECTION", area="XXX", years=(2024, 2024), **asked)
    return {
        (one.indicator, one.sex, one.group, one.function, one.scheme_type): one.value
        for one in statistics_of(frame)
        if one.value is not None
    }


def test_nobody_publishes_their_own(ask: Ask) -> None:
    ask("root", "register", "user", "change", "ben", "--role", "respondent:XXX", "--reason", "helps")
    assert ask("ben", "inquiry", "submit", str(SHIPPED / "2024"))[0] == 0
    status, out, err = ask("ben", "inquiry", "review", "XXX-2024-1", "--accept")
    assert (status, out) == (2, "")
    assert "nobody reviews their own" in err
    ask("root", "register", "user", "add", "eve", "--role", "reviewer")
    ask("eve", "inquiry", "review", "XXX-2024-1", "--accept")
    status, _, err = ask("ben", "inquiry", "publish", "XXX-2024-1")
    assert status == 2
    assert "nobody publishes their own" in err


def test_a_template_shows_the_year_before_and_is_refused_by_cell_until_it_is_filled_in(
    tmp_path: Path, ask: Ask
) -> None:
    book = tmp_path / "inquiry.xlsx"
    status, out, _ = ask(
        "ana",
        "inquiry",
        "template",
        "--country",
        "XXX",
        "--year",
        "2024",
        "--from",
        str(SHIPPED / "2023"),
        "-o",
        str(book),
    )
    assert (status, "2023" in out, book.is_file()) == (0, True, True)
    status, out, err = ask("ana", "inquiry", "submit", str(book))
    assert (status, out) == (2, "")
    assert re.search(r"inquiry\.xlsx,\s+sheet\s+\w+,\s+cell\s+[A-Z]+\d+", err)
    assert ask("ana", "inquiry", "drafts")[1].startswith("Drafts: 0.")
    assert ask("ana", "inquiry", "list")[1].startswith("Submissions: 0.")


def test_a_template_takes_what_the_register_has_published(tmp_path: Path, ask: Ask) -> None:
    ask("ana", "inquiry", "submit", str(SHIPPED / "2023"))
    words = ("inquiry", "template", "--country", "XXX", "--year", "2024", "--json")
    assert json.loads(ask("ana", *words, "-o", str(tmp_path / "a.xlsx"))[1])["previous"] is None
    ask("ben", "inquiry", "review", "XXX-2023-1", "--accept")
    ask("ben", "inquiry", "publish", "XXX-2023-1")
    assert json.loads(ask("ana", *words, "-o", str(tmp_path / "b.xlsx"))[1])["previous"] == 2023
    empty = json.loads(ask("ana", *words, "--previous", "none", "-o", str(tmp_path / "c.xlsx"))[1])
    assert empty["previous"] is None


def test_a_part_is_handed_in_only_as_a_part(tmp_path: Path, ask: Ask) -> None:
    folder = tmp_path / "part"
    shutil.copytree(SHIPPED / "2024", folder)
    (folder / "levels.csv").unlink()
    status, out, err = ask("ana", "inquiry", "submit", str(folder))
    assert (status, out) == (2, "")
    assert "These sections lack values: levels." in err
    status, out, _ = ask("ana", "inquiry", "submit", str(folder), "--partial")
    assert status == 0
    assert re.search(r"(?m)^levels +0 +17 ", out)


def test_a_draft_goes_on(tmp_path: Path, ask: Ask) -> None:
    content = content_of(read_inquiry(SHIPPED / "2024").filled)
    Submissions(register(tmp_path, "ana")).save_draft("XXX", 2024, content, "0" * 64)
    out = ask("ana", "inquiry", "drafts")[1]
    assert out.startswith("Drafts: 1.")
    assert ask("ben", "inquiry", "drafts")[1].startswith("Drafts: 0.")
    status, out, _ = ask("ana", "inquiry", "submit", "--resume", "1")
    assert (status, out.partition(" ")[0]) == (0, "XXX-2024-1")
    assert ask("ana", "inquiry", "drafts")[1].startswith("Drafts: 0.")


def test_everything_is_also_data(ask: Ask) -> None:
    made = json.loads(ask("ana", "inquiry", "submit", str(SHIPPED / "2024"), "--json")[1])
    assert (made["submitted"], made["id"], made["state"]) == (True, "XXX-2024-1", "submitted")
    assert made["accepted"]
    assert all(one["reason"] for one in made["accepted"])
    shown = json.loads(ask("ben", "inquiry", "show", "XXX-2024-1", "--json")[1])
    assert shown["content"]["facts"]["country"] == "XXX"
    assert [one["state"] for one in shown["history"]] == ["submitted"]
    assert [one["id"] for one in json.loads(ask("ben", "inquiry", "list", "--json")[1])] == ["XXX-2024-1"]


@pytest.mark.parametrize(
    ("user", "words", "told"),
    [
        ("zoe", ("submit", str(SHIPPED / "2024")), "Only respondents of XXX submit for it"),
        ("ben", ("submit", str(SHIPPED / "2024")), "`ben` is publisher, reviewer"),
        ("zoe", ("show", "XXX-2024-1"), "that `zoe` (reader) may read"),
        ("ben", ("show", "XXX-2024-1"), "There is no submission `XXX-2024-1`"),
        ("ben", ("review", "2024", "--accept"), "is not the name of a submission"),
        ("ben", ("list", "--state", "publishd"), "Did you mean `published`?"),
        ("ana", ("submit", "nothing.xlsx"), "nothing.xlsx: There is no such file."),
        ("ana", ("submit",), "Say which questionnaire"),
        ("ana", ("submit", "--resume", "3"), "You have no draft 3"),
        ("ana", ("publsh", "XXX-2024-1"), "Did you mean `publish`?"),
        ("ben", ("review", "XXX-2024-1"), "--accept"),
        ("ana", ("template", "--country", "XXX", "--year", "25", "-o", "x.xlsx"), "25 is no year"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    ask: Ask, user: str, words: tuple[str, ...], told: str
) -> None:
    status, out, err = ask(user, "inquiry", *words)
    assert (status, out) == (2, "")
    assert told in err


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_terminals_of_80_columns_and_three_languages(tmp_path: Path, ask: Ask, lang: str) -> None:
    ask("ana", "inquiry", "submit", str(SHIPPED / "2023"))
    ask("ben", "inquiry", "review", "XXX-2023-1", "--accept")
    ask("ben", "inquiry", "publish", "XXX-2023-1")
    said = [
        ask(user, "inquiry", *words, "--lang", lang)[1]
        for user, *words in (
            ("ana", "submit", str(SHIPPED / "2024")),
            ("ana", "submit", str(corrected(tmp_path))),
            ("ben", "show", "XXX-2024-2"),
            ("ben", "show", "XXX-2024-2", "--against", "XXX-2024-1"),
            ("ben", "review", "XXX-2024-2", "--return", "--comment", "why " * 40),
            ("ben", "list"),
        )
    ]
    assert all(said)
    long = [line for text in said for line in text.splitlines() if len(line) > 80]
    assert not long
    if lang != "en":
        assert not any("Next:" in text or "submitted" in text for text in said)


def test_a_warning_names_the_row_that_a_reason_would_name(tmp_path: Path, ask: Ask) -> None:
    folder = tmp_path / "open"
    shutil.copytree(SHIPPED / "2024", folder)
    (folder / "reasons.csv").unlink()
    status, _, err = ask("ana", "inquiry", "submit", str(folder), "--lang", "es")
    named = re.findall(r"\[(\w+) \| (\S+)\]", re.sub(r"\n +", " ", err))
    assert (status, bool(named)) == (2, True)
    with (folder / "reasons.csv").open("w", encoding="utf-8") as file:
        file.write("check,row,reason\n" + "".join(f"{check},{row},it is so\n" for check, row in named))
    assert ask("ana", "inquiry", "submit", str(folder))[0] == 0
