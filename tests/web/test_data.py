"""Files sent through pages: what is in order is told, what is hostile is refused in words, and nothing stays."""

from __future__ import annotations

import html
import io
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from socle.register.store import Register
from socle.report.text import LANGUAGES
from socle.web.guard import token_of
from tests.web.inquiry_office import SHIPPED, Office, answers, book, published, sent
from tests.web.test_api_uploads import (
    BOMB,
    FIGURES,
    OUTSIDE,
    SCENARIO,
    SCHEME,
    archive,
    country_archive,
    workbook,
)

CHECK, INQUIRY = "/data/check", "/XXX/inquiry"
MEGABYTE = 1_000_000
PEAK = 160  # megabytes that a refusal may take; what is sent may be 20


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("data"))


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of temporary folders, so that one sees what is left there."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path / "store"))
    return tmp_path


def held(office: Office, temporary: Path) -> tuple[Any, ...]:
    """What the register and the disk hold."""
    beside = sorted(one.name for one in Path(office.where).parent.iterdir())
    return office.state(), office.desk("pub").listed(), beside, list(temporary.iterdir())


def million() -> bytes:
    """A workbook with a million rows."""
    made = io.BytesIO()
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    sheet = b"".join(row % (at, at) for at in range(1, 1_000_001))
    content = book(answers(2024))
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(
                name, b"<sheetData>" + sheet + b"</sheetData>" if name.endswith("sheet2.xml") else text
            )
    return made.getvalue()


def injected() -> bytes:
    """The questionnaire with a formula that reaches outside."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as one:
        for name in ("facts", "schemes", "benefits"):
            one.add_worksheet(name).write_formula(0, 0, '=HYPERLINK("http://x.example","x")')
    return made.getvalue()


def in_folder(**files: bytes) -> bytes:
    """The folder of the questionnaire, with other files in it."""
    kept = {one.name: one.read_bytes() for one in sorted((SHIPPED / "2024").iterdir())}
    return archive(**(kept | files))


HOSTILE = {
    "empty.xlsx": b"",
    "cut.xlsx": book(answers(2024))[:4000],
    "huge.xlsx": b"PK" + bytes(20_000_001),
    "picture.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "program.exe": b"MZ",
    "formula.xlsx": injected(),
    "call.xlsx": workbook("=WEBSERVICE(A1)"),
    "formula.csv": FIGURES + b"=cmd|' /C calc'!A0,both,all,2020,1,percent,WPP,2024\n",
    "formula.zip": in_folder(**{"receipts.csv": b"scheme,amount\n=1+1,2\n"}),
    "climb.zip": in_folder(**{"../../receipts.csv": b"a\n"}),
    "root.zip": in_folder(**{"/etc/receipts.csv": b"a\n"}),
    "bomb.zip": archive(**{"receipts.csv": bytes(61_000_000)}),
    "bomb.xlsx": archive(**{"xl/worksheets/sheet1.xml": bytes(59_000_000)}),
    "bomb.xml": BOMB,
    "outside.xml": OUTSIDE,
    "latin.csv": "figure,sexe\nété,hommes\n".encode("latin-1"),
    "latin.zip": in_folder(**{"receipts.csv": "scheme,item\nrégime,total\n".encode("latin-1")}),
    "../../climb.xlsx": book(answers(2024)),
    "million.xlsx": million(),
    "half.yaml": SCHEME[: len(SCHEME) // 2],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_in_three_languages_and_leaves_nothing(
    office: Office, temporary: Path, name: str
) -> None:
    before = held(office, temporary)
    for who, page, more in (
        ("ana", INQUIRY, {}),
        ("", CHECK, {}),
        ("pub", CHECK, {"record": "yes", "reason": "x"}),
    ):
        reasons = set()
        for lang in LANGUAGES:
            found = sent(office.client(who), f"{page}?lang={lang}", (name, HOSTILE[name]), **more)
            if len(HOSTILE[name]) > 20 * MEGABYTE:
                assert found.status_code == 413
                reasons.add(lang)
                continue
            text = html.unescape(found.text)
            assert found.status_code == 422, (page, lang, text)
            assert str(temporary) not in text and "socle-" not in text
            reason = text.partition("<tbody")[2].partition("</tbody>")[0]
            assert "<td" in reason, (page, lang, text)
            reasons.add(reason)
        assert len(reasons) == len(LANGUAGES), reasons
    assert held(office, temporary) == before


@pytest.mark.parametrize("name", ["million.xlsx", "bomb.zip", "bomb.xlsx"])
def test_memory_is_bounded(office: Office, name: str) -> None:
    tracemalloc.start()
    try:
        assert sent(office.client(), CHECK, (name, HOSTILE[name])).status_code == 422
        assert tracemalloc.get_traced_memory()[1] < PEAK * MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("old_age.yaml", SCHEME, "scheme"),
        ("figures.csv", FIGURES, "figures"),
        ("mine.yaml", SCENARIO, "scenario"),
        ("XXX.zip", country_archive(), "country folder"),
        ("Réponse à l’enquête.xlsx", book(answers(2024)), "Social Security Inquiry"),
    ],
)
def test_what_is_in_order_is_told_and_nothing_is_kept(
    office: Office, temporary: Path, name: str, content: bytes, what: str
) -> None:
    before = held(office, temporary)
    found = sent(office.client(), CHECK, (name, content), country="XXX")
    assert found.status_code == 200 and what in html.unescape(found.text)
    assert "nothing of it was kept" in found.text
    assert held(office, temporary) == before


MAPPING = b"""\
household: hh
weight: w
welfare:
  {column: total, unit: XTS, per: month, prices: 2023, concept: consumption, of: household, equivalence: per_capita}
columns: {age: age, sex: {column: sex, codes: {m: 0, f: 1}}}
"""


def test_a_survey_is_read_through_its_mapping(office: Office, temporary: Path) -> None:
    before, client = held(office, temporary), office.client()
    told = {"token": token_of(""), "country": ""}

    def checked(rows: bytes) -> Any:
        files = {"file": ("people.csv", b"hh,w,age,sex,total\n" + rows), "map": ("map.yaml", MAPPING)}
        return client.post(f"{CHECK}?lang=en", data=told, files=files)

    fine = checked(b"1,10,70,m,100\n2,20,5,f,50\n")
    assert fine.status_code == 200 and "records: 2, people: 30" in fine.text
    wrong = checked(b"1,10,70,m,100\n2,twenty,5,f,50\n")
    assert wrong.status_code == 422 and "twenty" in wrong.text
    assert held(office, temporary) == before


def exported(folder: Path) -> bytes:
    """Indicators as SDMX, as `socle export` writes them of a register in which an inquiry is published."""
    from socle.cli.main import main

    where, out = str(folder / "other.sqlite"), folder / "indicators.csv"
    published(where)
    asked = ("--flow", "SOCIAL_PROTECTION", "--format", "csv2", "-o", str(out), "--register", where)
    assert main(["export", "sdmx", *asked, "--user", "ron"]) == 0
    content = out.read_bytes()
    for one in folder.iterdir():
        one.unlink()
    return content


def test_observations_are_recorded_by_who_may_import_and_says_why(office: Office, temporary: Path) -> None:
    content = exported(temporary)
    before = held(office, temporary)
    named = ("indicators.csv", content)
    for who in ("", "ron", "ana", "rev"):
        page = office.client(who).get(CHECK).text
        assert 'name="record"' not in page
        found = sent(office.client(who), CHECK, named, record="yes", reason="a trial")
        assert found.status_code == 422, who
    assert sent(office.client("pub"), CHECK, named, record="yes", reason=" ").status_code == 422
    assert held(office, temporary) == before
    assert sent(office.client("pub"), CHECK, named).status_code == 200
    assert held(office, temporary) == before
    found = sent(office.client("pub"), CHECK, named, record="yes", reason="a trial", vintage="copy")
    assert found.status_code == 200 and "Recorded in the register as edition copy" in found.text
    read = Register.of(office.where, "ron").read("SOCIAL_PROTECTION", area="XXX", vintage="copy")
    assert read.height > 10 and office.register.head().reason == "a trial"
