"""Country folders: `country.yaml`, `figures.csv`, `schemes/*.yaml`, `scenarios/*.yaml`, read into a `Country`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from socle.exchange import yaml_text
from socle.exchange.figures import read_figures
from socle.exchange.file_words import as_list, as_map, known_keys, map_at, required, text_of
from socle.exchange.scenario_file import read_scenario
from socle.exchange.scheme_file import read_scheme
from socle.exchange.sources import load_sources
from socle.ground.provenance import sha256_of_file
from socle.ground.refusals import Refusal, nearest
from socle.model.country import Country
from socle.model.results import Text
from socle.model.scenario import FLOOR, STATUS_QUO, Scenario
from socle.model.scheme import Scheme
from socle.model.source import Source

LIBRARY = Path(__file__).resolve().parent.parent / "library"
COUNTRIES = LIBRARY / "countries"
FLOOR_FOLDER = LIBRARY / "floor"
TOY = "XXX"
KEYS = (
    "iso3",
    "m49",
    "name",
    "region",
    "income_group",
    "currency",
    "base_year",
    "macro_last_observed",
    "national_poverty_line",
    "sources",
    "notes",
)


def shipped() -> tuple[str, ...]:
    """The codes of the countries whose folders are shipped, the toy country last."""
    names = sorted(folder.name for folder in COUNTRIES.iterdir() if (folder / "country.yaml").is_file())
    return tuple(sorted(names, key=lambda name: name == TOY))


def country_folder(code: str) -> Path:
    """The folder of a country: a shipped code, or a folder of one's own."""
    own = Path(code)
    if (own / "country.yaml").is_file():
        return own
    if own.is_dir() and code.upper() not in shipped():
        raise Refusal(
            "The folder `{folder}` has no country.yaml, so it is not that of a country.", folder=code
        )
    known = COUNTRIES / code.upper()
    if code.isalnum() and (known / "country.yaml").is_file():
        return known
    if code.upper() not in shipped():
        names = {code_: load_name(code_) for code_ in shipped()}
        by_name = {name.lower(): code_ for code_, name in names.items()}
        raise Refusal(
            "There is no country `{code}`: give the code of a shipped country ({valid}), or a folder with a "
            "country.yaml.",
            code=code,
            valid=", ".join(names),
            nearest=by_name.get(code.lower())
            or nearest(code, names)
            or by_name.get(nearest(code, by_name), ""),
        )
    return COUNTRIES / code.upper()


def insurance_files(code: str) -> list[Path]:
    """The files of contributory schemes that a country has for valuations, beside the schemes of its floor."""
    return sorted((country_folder(code) / "insurance").glob("*.yaml"))


def load_name(code: str) -> str:
    """The English name of a shipped country."""
    return load_names(code)["en"]


@cache
def load_names(code: str) -> Text:
    """The name of a shipped country in three languages."""
    return text_of(yaml_text.load(COUNTRIES / code / "country.yaml")["name"])


def load_country(code: str) -> Country:
    """A country from its folder, with the generic law of the floor and its scenarios beside its own."""
    folder = country_folder(code)
    raw = yaml_text.load(folder / "country.yaml", f"{folder.name}/country.yaml")
    known_keys(raw, KEYS, "A country")
    for key in ("iso3", "name", "currency", "base_year"):
        required(raw, key, "A country")
    currency = required(map_at(raw, "currency", "A country"), "code", "The `currency` of a country")
    own = _sources(as_map(raw.get("sources", {})))
    figures = read_figures(folder / "figures.csv", {*load_sources(), *own})
    schemes = read_schemes(folder / "schemes")
    laws = {FLOOR: _floor_law(), STATUS_QUO: schemes}
    scenarios = _floor_scenarios() | _scenarios(folder / "scenarios", laws)
    return Country(
        iso3=str(raw["iso3"]),
        name=text_of(raw["name"]),
        currency=str(currency),
        region=str(raw.get("region", "")),
        income_group=str(raw.get("income_group", "")),
        base_year=_year(raw, "base_year"),
        macro_last_observed=_year(raw, "macro_last_observed")
        if "macro_last_observed" in raw
        else _year(raw, "base_year"),
        figures=figures,
        schemes=schemes,
        floor_law=laws[FLOOR],
        scenarios=scenarios,
        sources=own,
        files=_fingerprints(folder),
        notes=tuple(
            str(required(as_map(note), "text", "A note of a country"))
            for note in as_list(raw.get("notes", []))
        ),
    )


@cache
def _floor_law() -> tuple[Scheme, ...]:
    """The generic law of the floor, the same for every country."""
    return read_schemes(FLOOR_FOLDER / "schemes")


@cache
def _floor_scenarios() -> dict[str, Scenario]:
    """Its scenarios, which build on it alone."""
    return _scenarios(FLOOR_FOLDER / "scenarios", {FLOOR: _floor_law()})


def copy_country(code: str, target: Path) -> list[Path]:
    """Copy a country's folder to a new one, whole or not at all, and give the files."""
    import shutil
    import tempfile

    source = country_folder(code)
    if target.exists():
        raise Refusal("`{folder}` exists already: nothing was copied over it.", folder=str(target))
    if not target.parent.is_dir():
        raise Refusal(
            "The folder cannot be made there: `{parent}` does not exist.", parent=str(target.parent)
        )
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".socle-") as staging:
        whole = Path(staging) / target.name
        shutil.copytree(source, whole)
        whole.rename(target)
    return sorted(path for path in target.rglob("*") if path.is_file())


def read_schemes(folder: Path) -> tuple[Scheme, ...]:
    """Every scheme file of a folder, in the order of their names; none is an empty law."""
    schemes = [read_scheme(path, f"{_short(folder)}/{path.name}") for path in sorted(folder.glob("*.yaml"))]
    seen: dict[str, str] = {}
    for scheme in schemes:
        if scheme.name in seen:
            raise Refusal(
                "Two files describe the scheme `{name}`; the other is {other}.",
                name=scheme.name,
                other=seen[scheme.name],
                where=scheme.where,
            )
        seen[scheme.name] = scheme.where
    return tuple(schemes)


def _scenarios(folder: Path, laws: Mapping[str, tuple[Scheme, ...]]) -> dict[str, Scenario]:
    found = [
        read_scenario(path, laws, f"{_short(folder)}/{path.name}") for path in sorted(folder.glob("*.yaml"))
    ]
    named: dict[str, Scenario] = {}
    for scenario in found:
        if scenario.name in named:
            raise Refusal(
                "Two files describe the scenario `{name}`; the other is {other}.",
                name=scenario.name,
                other=named[scenario.name].where,
                where=scenario.where,
            )
        named[scenario.name] = scenario
    return named


def _short(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def _fingerprints(folder: Path) -> dict[str, str]:
    """Content only: names relative to the folder or the library, never a path of the machine."""
    own = [path for path in sorted(folder.rglob("*")) if path.suffix in (".yaml", ".csv")]
    return {f"{folder.name}/{path.relative_to(folder).as_posix()}": sha256_of_file(path) for path in own} | {
        path.relative_to(LIBRARY).as_posix(): sha256_of_file(path)
        for path in sorted(FLOOR_FOLDER.rglob("*.*"))
    }


def _year(raw: yaml_text.Mapping, key: str) -> int:
    text = str(raw[key])
    if not re.fullmatch("[0-9]{4}", text):
        raise Refusal(
            "`{key}` is a year of four digits, not `{text}`.", key=key, text=text[:60], where=raw.at(key)
        )
    return int(text)


def _sources(raw: Mapping[str, Any]) -> dict[str, Source]:
    def source(key: str, entry: Mapping[str, Any]) -> Source:
        def said(field: str) -> str:
            return str(entry.get(field, ""))

        return Source(
            key=key,
            producer=said("producer"),
            title=said("title"),
            vintage=said("vintage"),
            licence=said("licence"),
            citation=said("citation"),
            url=said("url"),
            derived=said("derived") == "yes",
            notes=said("notes"),
        )

    return {str(key): source(str(key), as_map(entry)) for key, entry in raw.items()}


@cache
def harmonised_lines() -> Mapping[str, float]:
    """The harmonised lines of the shipped countries, international dollars of 2017 a day, without the invented one."""
    found = {}
    for code in shipped():
        for line in (COUNTRIES / code / "figures.csv").read_text(encoding="utf-8").splitlines():
            if line.startswith("poverty_line,") and code != TOY:
                found[code] = float(line.split(",")[4])
    return found


@cache
def default_figures() -> Any:
    """World figures that stand in where a country has none of its own, flagged as such: `library/defaults.csv`."""
    return read_figures(LIBRARY / "defaults.csv", load_sources())
