"""New weights of a survey reach the people of a country and the totals of offices, and say what that costs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from socle.cli.main import main
from socle.ground.refusals import Refusal
from socle.model.survey_map import Calibrate, Method
from socle.project.survey import synthetic_survey
from socle.run.people import people_of_survey
from socle.run.reweight import reweight, setting_at
from socle.run.setting import Setting

MAP = """\
survey: Invented
household: hh
person: person
weight: w
strata: stratum
psu: psu
welfare: {column: spending, unit: XTS, per: year, prices: 2023}
columns: {age: age, sex: {column: sex, codes: {m: 0, f: 1}}}
"""
TOTALS = """\
totals:
  - {name: pensioners, column: pension, persons: 60000, source: "Invented: pension fund, report 2023"}
  - {name: women, column: sex, code: f, persons: 1000, source: "Invented: census"}
"""
HOW = Calibrate(Method())


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_at("XXX", None)


@pytest.fixture(scope="module")
def files(setting: Setting, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A survey of 3,000 persons whose weights are too small and uneven, with its mapping."""
    folder = tmp_path_factory.mktemp("survey")
    drawn = synthetic_survey(
        setting.persons[0], {}, persons=3000, mean=3000, gini=0.4, rng=np.random.default_rng(5)
    )
    with (folder / "s.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["hh", "person", "w", "stratum", "psu", "spending", "age", "sex", "pension"])
        for i in range(drawn["age"].size):
            home, age = int(drawn["household"][i]), int(drawn["age"][i])
            weight = 0.7 * drawn["weight"][i] * (1 + home % 2)
            who = [home, i, weight, int(drawn["stratum"][i]), int(drawn["psu"][i]), drawn["consumption"][i]]
            rows.writerow([*who, age, "mf"[int(drawn["sex"][i])], 120 * (age >= 65 and home % 3 > 0)])
    (folder / "m.yaml").write_text(MAP, encoding="utf-8")
    return folder / "s.csv", folder / "m.yaml"


def totals(folder: Path, text: str, name: str = "t.yaml") -> Path:
    """A file of totals."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_new_weights_add_up_to_the_people_of_the_country(setting: Setting, files: tuple[Path, Path]) -> None:
    found = reweight(*files, setting, HOW, None)
    assert found.found.weight.sum() == pytest.approx(setting.persons[0].sum(), rel=1e-9)
    assert [one.name for one in found.margins][:2] == ["M 0-4", "M 5-14"]
    assert found.margins[0].wanted == pytest.approx(setting.persons[0][0, :5].sum())
    for one in found.margins:
        assert one.after == pytest.approx(one.wanted, rel=1e-9)
    by_home: dict[str, set[float]] = {}
    for home, ratio in zip(found.households, found.found.ratio.tolist(), strict=True):
        by_home.setdefault(home, set()).add(round(ratio, 12))
    assert all(len(ratios) == 1 for ratios in by_home.values())
    assert found.spread.effect_after >= 1


def test_another_year_has_other_people(files: tuple[Path, Path]) -> None:
    later = setting_at("XXX", 2040)
    found = reweight(*files, later, HOW, None)
    assert (found.year, found.found.weight.sum()) == (2040, pytest.approx(later.persons[-1].sum(), rel=1e-9))


def test_totals_of_offices_are_compared_as_they_were_and_then_reached(
    setting: Setting, files: tuple[Path, Path], tmp_path: Path
) -> None:
    text = TOTALS.replace(", persons: 1000", f", persons: {setting.persons[0][1].sum():.0f}")
    plain = reweight(
        *files, setting, HOW, totals(tmp_path, text.splitlines()[0] + "\n" + text.splitlines()[1])
    )
    pensioners = plain.totals[0]
    with files[0].open(encoding="utf-8") as file:
        held = sum(float(row["w"]) for row in csv.DictReader(file) if float(row["pension"]) > 0)
    assert pensioners.survey == pytest.approx(held)
    assert pensioners.ratio == pytest.approx(held / 60000)
    assert pensioners.flag == ("under" if held < 54000 else "over" if held > 66000 else "")
    assert pensioners.se is not None
    assert 0 < pensioners.se < held
    assert plain.margins[-1].after == pytest.approx(60000, rel=1e-9)


def test_sums_count_the_payments_of_a_year_and_csv_says_the_same(
    setting: Setting, files: tuple[Path, Path], tmp_path: Path
) -> None:
    yaml = 'totals: [{name: paid, column: pension, sum: 1e8, per: month, source: "Invented"}]\n'
    table = "name,column,persons,sum,per,source\npaid,pension,,1e8,month,Invented\n"
    one, other = (
        reweight(*files, setting, HOW, totals(tmp_path, text, name)).totals
        for text, name in ((yaml, "a.yaml"), (table, "a.csv"))
    )
    assert one == other
    with files[0].open(encoding="utf-8") as file:
        paid = sum(12 * float(row["w"]) * float(row["pension"]) for row in csv.DictReader(file))
    assert one[0].survey == pytest.approx(paid)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('source: "Invented: census"', "", "needs `source`"),
        ("persons: 1000", "persons: 1000, sum: 3", "one of the two"),
        ("persons: 1000", "persons: -4", "t.yaml:3: `persons` must be above 0"),
        ("persons: 1000", "persons: 1000, per: month", "persons have none"),
        ("name: women", "name: pensioners", "stands twice"),
        ("code: f", "code: w", "has no `w`"),
        ("column: pension", "column: pensions", "Did you mean `pension`"),
        ("persons: 1000", "person: 1000", "Did you mean `persons`"),
        ("totals:", "total:", "Did you mean `totals`"),
        ("persons: 1000", "persons: 1000000000", "contradict each other"),
    ],
)
def test_totals_that_are_not_clear_are_refused(
    setting: Setting, files: tuple[Path, Path], tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in TOTALS
    with pytest.raises(Refusal) as refused:
        reweight(*files, setting, HOW, totals(tmp_path, TOTALS.replace(old, new)))
    assert told in refused.value.worded()


def test_a_mapping_that_asks_for_it_calibrates_what_the_law_is_asked(
    setting: Setting, files: tuple[Path, Path], tmp_path: Path
) -> None:
    survey, mapping = files
    asked = tmp_path / "m.yaml"
    asked.write_text(mapping.read_text(encoding="utf-8") + "calibrate: population\n", encoding="utf-8")
    plain, people = (people_of_survey(survey, one, setting) for one in (mapping, asked))
    assert plain.population.weights.sum() < 0.99 * setting.persons[
        0
    ].sum() or plain.population.weights.sum() > (1.01 * setting.persons[0].sum())
    assert people.population.weights.sum() == pytest.approx(setting.persons[0].sum(), rel=1e-9)
    assert people.population.weights is people.design.weight
    assert people.design.margins is not None
    assert [note.text.split()[0] for note in people.notes] == ["Weights"]


def test_the_command_writes_weights_with_their_keys_and_says_what_it_did(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "w.csv"
    asked = [
        "survey",
        "reweight",
        str(files[0]),
        "--map",
        str(files[1]),
        "--country",
        "XXX",
        "--out",
        str(out),
    ]
    assert main([*asked, "--method", "logit", "--bounds", "0.2,5", "--ages", "0,15,65"]) == 0
    assert "records, were weights equal" in capsys.readouterr().out
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["row", "hh", "person", "weight_before", "weight", "ratio"]
    assert (rows[0]["row"], rows[-1]["row"]) == ("2", str(len(rows) + 1))
    assert all(0.2 <= float(row["ratio"]) <= 5 for row in rows)
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["people_after"] == pytest.approx(sum(one["wanted"] for one in told["margins"]))


def no_country(words: list[str]) -> list[str]:
    """Without the country."""
    return words[: words.index("--country")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (no_country, "needs --country"),
        (lambda words: [*words, "--bounds", "0.9,1.01", "--method", "linear"], "Widen the bounds"),
        (lambda words: [*words, "--bounds", "3"], "must be 2 numbers"),
        (lambda words: [*words, "--weight", "w"], "`--weight` has no meaning"),
        (lambda words: [*words, "--ages", "5,15"], "Age groups begin with 0"),
    ],
)
def test_commands_that_cannot_be_done_write_nothing(
    files: tuple[Path, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[list[str]], list[str]],
    told: str,
) -> None:
    out = tmp_path / "w.csv"
    words = [
        "survey",
        "reweight",
        str(files[0]),
        "--map",
        str(files[1]),
        "--out",
        str(out),
        "--country",
        "XXX",
    ]
    assert main([*change(words), "--lang", "en"]) == 2
    assert told in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(("age", "told"), [("-2", "in no group of sex and age"), ("-1", "")])
def test_ages_below_0_are_refused_but_for_children_born_after_the_count(
    setting: Setting, files: tuple[Path, Path], tmp_path: Path, age: str, told: str
) -> None:
    lines = files[0].read_text(encoding="utf-8").splitlines()
    cells = next(line for line in lines if line.split(",")[6] == "0").split(",")
    text = "\n".join([*lines, ",".join([cells[0], "99999", *cells[2:6], age, *cells[7:]])]) + "\n"
    (tmp_path / "s.csv").write_text(text, encoding="utf-8")
    if told:
        with pytest.raises(Refusal, match=f"s.csv:{len(lines) + 1}: .*{told}"):
            reweight(tmp_path / "s.csv", files[1], setting, HOW, None)
    else:
        found = reweight(tmp_path / "s.csv", files[1], setting, HOW, None)
        assert found.found.weight.sum() == pytest.approx(setting.persons[0].sum(), rel=1e-9)


def test_weights_that_move_far_are_flagged(
    setting: Setting, files: tuple[Path, Path], tmp_path: Path
) -> None:
    assert reweight(*files, setting, HOW, None).flags == ()
    text = "totals: [{name: one household, column: hh, code: '1', persons: 300000, source: Invented}]\n"
    (flag,) = reweight(*files, setting, HOW, totals(tmp_path, text)).flags
    assert float(flag.values["high"]) > 5
