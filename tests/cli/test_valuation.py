"""`socle valuation` as a person uses it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from socle.cli.main import main
from socle.exchange.valuation_files import ValuationFiles
from socle.run.valuation import ValuationRequest
from tests.report import valuation_sample

Said = pytest.CaptureFixture[str]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[ValuationRequest]:
    """What the command asked for; the answer is that of the sample."""
    requests: list[ValuationRequest] = []

    def answer(request: ValuationRequest, _progress: object) -> object:
        requests.append(request)
        return valuation_sample.found()

    monkeypatch.setattr("socle.run.valuation.valuation", answer)
    return requests


def refused(capsys: Said, *words: str) -> str:
    assert main(["valuation", *words, "--lang", "en"]) == 2
    return capsys.readouterr().err


def test_options_reach_the_valuation(asked: list[ValuationRequest], tmp_path: Path) -> None:
    told = {
        "--years": "40",
        "--runs": "8",
        "--seed": "3",
        "--classes": "2",
        "--variant": "low",
        "--engine": "fast",
    }
    words = [word for pair in told.items() for word in pair]
    assert (
        main(["valuation", "XXX/national_pension", *words, "--no-sensitivity", "--data", str(tmp_path)]) == 0
    )
    wanted = ValuationRequest("XXX/national_pension", tmp_path, 40, "", "", 8, 3, 2, "low", "fast", False)
    assert asked == [wanted]


def test_csv_and_json_alone_are_on_standard_output(asked: list[ValuationRequest], capsys: Said) -> None:
    assert main(["valuation", "a.yaml", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert main(["valuation", "a.yaml", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["rows"]) == len(rows) > 1000
    assert len(asked) == 2


def test_out_writes_workbook_and_rows_and_says_where(
    asked: list[ValuationRequest], capsys: Said, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    words = ["--out", str(folder), "--formats", "xlsx,csv", "--lang", "fr"]
    assert main(["valuation", "a.yaml", *words]) == 0
    assert asked
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["valuation_XXX_national_pension.csv", "valuation_XXX_national_pension.xlsx"]
    said = capsys.readouterr().out
    assert all(str(folder / name) in said for name in names)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["XXX/national_penson"], "Did you mean `national_pension`?"),
        (["nowhere.yaml"], "There is no file `nowhere.yaml`."),
        (
            ["XXX/national_pension", "--data", "nowhere.xlsx"],
            "There is no workbook or folder `nowhere.xlsx`.",
        ),
        (["XXX/national_pension", "--against", "statusquo"], "Did you mean `status_quo`?"),
        (["XXX/national_pension", "--years", "0"], "A valuation covers 1 to 200 years: 0."),
        (["XXX"], "Say which scheme of XXX: XXX/national_pension."),
        (["XXX/national_pension", "--classes", "0"], "`--classes` is from 1 to 100: 0."),
        (["XXX/national_pension", "--classes", "1000"], "`--classes` is from 1 to 100: 1000."),
        (["XXX/national_pension", "--classes", "1"], "bends money, as a ceiling or a minimum does"),
        (["XXX/national_pension", "--runs", "1"], "`--runs` is 0 for none, or at least 2"),
        (["XXX/national_pension", "--out", "x", "--formats", "odt"], "Socle does not write `odt`"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_write_instead(
    capsys: Said, words: list[str], said: str
) -> None:
    assert said in refused(capsys, *words)


def test_a_scheme_without_data_is_told_how_to_give_them(capsys: Said, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(valuation_sample.SCHEME, encoding="utf-8")
    said = refused(capsys, str(path))
    assert "has no data" in said and "socle template valuation" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("country: XXX", "country: SEN", "line 3: The scheme is one of XXX, and `country` of its institution is SEN."),
        ("currency: XTS", "currency: USD", "`currency` is USD, and the money of XXX is XTS"),
    ],
)  # fmt: skip
def test_law_and_data_are_of_one_country_and_its_money(
    capsys: Said, tmp_path: Path, old: str, new: str, said: str
) -> None:
    shipped = ValuationFiles.of("XXX/national_pension").data
    shutil.copytree(shipped, tmp_path / "fund")
    facts = tmp_path / "fund" / "valuation.yaml"
    facts.write_text(facts.read_text("utf-8").replace(old, new), "utf-8")
    assert said in refused(capsys, "XXX/national_pension", "--data", str(facts.parent))
