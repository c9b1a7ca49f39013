"""Files sent to be checked: what is in order, and what is hostile. Nothing is kept, and nothing breaks."""

from __future__ import annotations

import io
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from socle.exchange.country import COUNTRIES, FLOOR_FOLDER
from socle.exchange.upload import LARGEST, held
from socle.ground.refusals import Refusal
from socle.web.app import create_app
from socle.web.settings import Settings

CHECK = "/api/v1/check"
SCHEME = (FLOOR_FOLDER / "schemes" / "old_age.yaml").read_bytes()
FIGURES = (COUNTRIES / "XXX" / "figures.csv").read_bytes()
PROBLEM = {"type", "title", "status", "detail", "where", "nearest"}
SCENARIO = b"scenario: mine\nchanges: {old_age.pension.share_of_line.share: 0.5}\n"
BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = create_app(Settings(writes_a_minute=1_000_000, upload_limit=2 * LARGEST))
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of temporary folders, so that one sees what is left there."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def sent(client: TestClient, name: str, content: bytes, country: str = "") -> tuple[int, dict[str, object]]:
    """The status and the answer."""
    found = client.post(CHECK, files={"file": (name, content)}, data={"country": country})
    return found.status_code, found.json()


def archive(**members: bytes) -> bytes:
    """A ZIP archive; the names of its files with `__` for a slash."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return made.getvalue()


def workbook(*cells: str) -> bytes:
    """A workbook with formulas."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("facts")
        for row, cell in enumerate(cells):
            sheet.write_formula(row, 0, cell)
    return made.getvalue()


def country_archive() -> bytes:
    """The folder of the invented country."""
    folder = COUNTRIES / "XXX"
    kept = [one for one in sorted(folder.rglob("*")) if one.is_file()]
    return archive(**{f"XXX/{one.relative_to(folder).as_posix()}": one.read_bytes() for one in kept})


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("old_age.yaml", SCHEME, "scheme"),
        ("figures.csv", FIGURES, "figures"),
        ("mine.yaml", SCENARIO, "scenario"),
        ("XXX.zip", country_archive(), "country folder"),
    ],
)
def test_what_is_in_order_is_told_and_nothing_is_kept(
    client: TestClient, temporary: Path, name: str, content: bytes, what: str
) -> None:
    status, found = sent(client, name, content, "XXX")
    assert (status, found.get("what")) == (200, what), found
    assert not list(temporary.iterdir())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.yaml", b""),
        ("cut.yaml", SCHEME[: len(SCHEME) // 2]),
        ("cut.zip", country_archive()[:2000]),
        ("cut.xlsx", workbook("=1+1")[:1500]),
        ("huge.yaml", b"a" * (LARGEST + 1)),
        ("long.yaml", b"scheme: " + b"a" * 3_000_000),
        ("deep.yaml", b"[" * 10_000),
        ("deep.json", b"[" * 100_000),
        ("bytes.yaml", bytes(range(256))),
        ("program.exe", b"MZ"),
        ("picture.yaml", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("noname", b"a: 1"),
        ("formula.csv", FIGURES + b"=cmd|' /C calc'!A0,both,all,2020,1,percent,WPP,2024\n"),
        ("at.csv", b'figure,sex\n"@SUM(1+1)",both\n'),
        ("plus.csv", b'figure,sex\n"+cmd|x",both\n'),
        ("tab.csv", b'figure,sex\n"\t=1",both\n'),
        ("quote.csv", b'figure,sex\n"' + b"a" * 200_000),
        ("nul.csv", b"figure\0,sex\n"),
        ("link.xlsx", workbook('=HYPERLINK("http://example.org","x")')),
        ("dde.xlsx", workbook("=cmd|' /C calc'!A0")),
        ("web.xlsx", workbook('=WEBSERVICE("http://example.org")')),
        ("macro.xlsx", archive(**{"xl/vbaProject.bin": b"x", "xl/workbook.xml": b"<a/>"})),
        ("other.xlsx", archive(**{"xl/externalLinks/externalLink1.xml": b"<a/>"})),
        ("slip.zip", archive(**{"../outside.yaml": SCHEME})),
        ("root.zip", archive(**{"/outside.yaml": SCHEME})),
        ("back.zip", archive(**{"a\\..\\..\\outside.yaml": SCHEME})),
        ("hidden.zip", archive(**{".profile": SCHEME})),
        ("both.zip", archive(**{"a.yaml": SCHEME, "a.yaml/b.yaml": SCHEME})),
        ("bomb.zip", archive(**{"a.yaml": bytes(70_000_000)})),
        ("tight.zip", archive(**{"a.csv": b"1" * 5_000_000})),
        ("many.zip", archive(**{f"{number}.yaml": b"" for number in range(600)})),
        ("nested.zip", archive(**{"a.zip": archive(**{"a.yaml": SCHEME})})),
        ("bomb.xlsx", archive(**{"xl/worksheets/sheet1.xml": bytes(70_000_000)})),
        (
            "outside.yaml",
            b'case: x\nbranch: employment_injury\nper: month\ntable: {file: "..\\x2f..\\x2fetc/passwd"}\n',
        ),
        ("root.yaml", b"case: x\nbranch: unemployment\nper: month\nrows: /etc/people.csv\n"),
        ("inside.zip", archive(**{"a/country.yaml": b"iso3: XXX\nname: ../../x.csv\n"})),
        ("unknown.csv", b"figure,sex,age,year,value,unit,source,vintage\nno,male,0,2023,1,persons,x,2026\n"),
        ("bomb.xml", BOMB),
        ("outside.xml", OUTSIDE),
        ("plain.xml", b"<a/>"),
        ("half.xml", b"<a><b>"),
        ("none.json", b"{}"),
        ("wrong.json", b'{"data": 1, "meta": []}'),
    ],
)
def test_what_is_hostile_or_broken_is_refused_with_a_reason_and_leaves_nothing(
    client: TestClient, temporary: Path, name: str, content: bytes
) -> None:
    status, found = sent(client, name, content)
    assert (status, set(found)) == (422, PROBLEM), found
    assert found["detail"] and "socle-" not in str(found) and str(temporary) not in str(found)
    if name in ("outside.yaml", "root.yaml", "inside.zip"):
        assert "leads outside" in str(found["detail"])
    assert not list(temporary.iterdir())


@pytest.mark.parametrize(
    "name", ["../a.yaml", "..", "a/b.yaml", "a\\b.yaml", ".a.yaml", "a\x00.yaml", "a" * 200, "é.yaml"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(Refusal), held(name, SCHEME):
        pass


def test_a_link_in_an_archive_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        link = zipfile.ZipInfo("a.yaml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    with pytest.raises(Refusal), held("a.zip", made.getvalue()):
        pass


def test_negative_numbers_are_no_formulas() -> None:
    with held("a.csv", b"a,b\n-1,+2.5\n-.5,-\n") as path:
        assert path.name == "a.csv"


def test_more_than_the_limit_is_refused_before_it_is_read() -> None:
    small = TestClient(create_app(Settings(upload_limit=1000)))
    found = small.post(CHECK, files={"file": ("a.yaml", b"a" * 2000)})
    assert (found.status_code, found.json()["status"]) == (413, 413)


SEEDS = {
    "a.yaml": SCHEME,
    "b.yaml": SCENARIO,
    "c.csv": FIGURES,
    "d.zip": country_archive()[:20_000],
    "e.xlsx": workbook("=1"),
}
KINDS = (".yaml", ".csv", ".json", ".xml", ".zip", ".xlsx", ".ods", ".xls")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.sampled_from(sorted(SEEDS)), kind=st.sampled_from(KINDS), data=st.data())
def test_mutilated_files_are_checked_or_refused_never_more(
    client: TestClient, seed: str, kind: str, data: st.DataObject
) -> None:
    content = bytearray(SEEDS[seed])
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(content)))
    status, found = sent(client, f"x{kind}", bytes(content[:end]))
    assert status in (200, 422), found
