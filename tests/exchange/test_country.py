"""Country folders: what makes one, what spoils one, and what a run may ask for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socle.exchange.country import COUNTRIES, copy_country, country_folder, load_country, shipped
from socle.ground.refusals import Refusal
from tests.exchange.law_files import SCHEME, write
from tests.exchange.test_scheme_file import lines_of, mutated

FLAT = """\
iso3: XXX
name: {en: "Exampleland"}
currency: {code: XTS, name: {en: crown}}
base_year: 2023
macro_last_observed: 2022
sources:
  invented: {producer: Socle, title: Invented, vintage: 2026-11, licence: CC0 1.0, citation: None.}
notes:
  - {topic: invented, text: "Invented."}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The toy country without its schemes, in a folder of one's own."""
    own = tmp_path / "own"
    own.mkdir()
    shutil.copy(COUNTRIES / "XXX/figures.csv", own / "figures.csv")
    write(own, "country.yaml", FLAT)
    return own


def test_the_toy_country_is_shipped_last_and_every_shipped_country_loads() -> None:
    assert shipped()[-1] == "XXX"
    assert "SEN" in shipped()
    assert [load_country(code).iso3 for code in shipped()] == list(shipped())
    toy = load_country("xxx")
    assert (toy.iso3, toy.currency, toy.base_year) == ("XXX", "XTS", 2023)
    assert {"low", "high", "steps"} <= set(toy.scenarios)
    assert any(scheme.name == "old_age" for scheme in toy.floor_law)


def test_a_folder_of_ones_own_is_a_country(folder: Path) -> None:
    write(folder, "schemes/pensions.yaml", SCHEME)
    country = load_country(str(folder))
    assert [scheme.name for scheme in country.schemes] == ["pensions"]
    assert country.notes == ("Invented.",)
    assert "own/country.yaml" in country.files
    assert not any(Path(name).is_absolute() for name in country.files)


@pytest.mark.parametrize(
    ("asked", "near"), [("SNE", "SEN"), ("Senegal", "SEN"), ("senegall", "SEN"), ("XX", "XXX")]
)
def test_an_unknown_country_is_refused_with_the_nearest(asked: str, near: str) -> None:
    with pytest.raises(Refusal) as refused:
        country_folder(asked)
    assert refused.value.nearest == near
    assert "KHM" in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("iso3: XXX\n", "", 1, "A country needs `iso3`"),
        ("base_year: 2023", "base_year: 23", 4, "`base_year` is a year of four digits, not `23`"),
        ("base_year: 2023", "base_year: ²⁰²³", 4, "is a year of four digits"),
        ("macro_last_observed: 2022", "macro_last_observed: [2022]", 5, "is a year of four digits"),
        ("currency: {code: XTS, name: {en: crown}}", "currency: XTS", 3, "where a mapping"),
        ("code: XTS, ", "", 3, "The `currency` of a country needs `code`"),
        ('name: {en: "Exampleland"}', "name: {fr: Exemple}", 2, "English text"),
        ("  invented: {producer: Socle, title: Invented, vintage: 2026-11, licence: CC0 1.0, citation: None.}",
         "  invented: Socle", 7, "where a mapping"),
        ("notes:\n", "notes: 5\nregion:\n", 8, "where a mapping"),
        ('text: "Invented."', "txt: x", 9, "A note of a country needs `text`"),
        ("notes:\n", "note:\n", 8, "A country has no `note`"),
    ],
)  # fmt: skip
def test_each_mistake_is_refused_with_its_line(
    folder: Path, old: str, new: str, line: int, said: str
) -> None:
    assert FLAT.count(old) == 1
    write(folder, "country.yaml", FLAT.replace(old, new))
    with pytest.raises(Refusal) as refused:
        load_country(str(folder))
    assert said in str(refused.value)
    assert refused.value.where == f"own/country.yaml:{line}"


def test_two_files_of_one_name_are_refused(folder: Path) -> None:
    write(folder, "schemes/a.yaml", SCHEME)
    write(folder, "schemes/b.yaml", SCHEME)
    with pytest.raises(
        Refusal, match=r"Two files describe the scheme `pensions`; the other is own/schemes/a\.yaml:1"
    ):
        load_country(str(folder))
    (folder / "schemes/b.yaml").unlink()
    for name in "ab":
        write(folder, f"scenarios/{name}.yaml", "scenario: mine\nbuilds_on: status_quo\n")
    with pytest.raises(Refusal, match="Two files describe the scenario `mine`"):
        load_country(str(folder))


def test_a_copy_is_whole_and_never_over_another(tmp_path: Path) -> None:
    files = copy_country("XXX", tmp_path / "mine")
    assert {path.name for path in files} >= {"country.yaml", "figures.csv", "old_age.yaml"}
    assert load_country(str(tmp_path / "mine")).iso3 == "XXX"
    with pytest.raises(Refusal, match="exists already"):
        copy_country("XXX", tmp_path / "mine")
    with pytest.raises(Refusal, match="does not exist"):
        copy_country("XXX", tmp_path / "absent/mine")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["XXX", "SEN", "KHM"]), st.integers(0, 10**9))
def test_a_country_file_with_one_line_spoilt_is_read_or_refused(folder: Path, iso3: str, seed: int) -> None:
    shutil.copy(COUNTRIES / iso3 / "figures.csv", folder / "figures.csv")
    write(folder, "country.yaml", mutated(lines_of(COUNTRIES / iso3 / "country.yaml"), seed))
    try:
        load_country(str(folder))
    except Refusal as refusal:
        assert str(refusal)
