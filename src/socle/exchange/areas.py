"""The list of countries and groups of countries shipped with Socle: `library/areas.csv`, `groups.yaml`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from socle.exchange.yaml_text import loads
from socle.ground.refusals import Refusal, nearest
from socle.model.area import Area, Areas, Group, Groups

WORLD = "1"
_LANGUAGES = ("en", "fr", "es")
_INCOME_WORDS = {
    "X02": "Low income",
    "X03": "Lower middle income",
    "X04": "Upper middle income",
    "X05": "High income",
}
"""How the World Bank's history of income groups writes each."""


@cache
def load_areas() -> Areas:
    """Every country and territory, by ISO 3166 alpha-3 code."""
    text = files("socle").joinpath("library", "areas.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["iso3"]: _area(row) for row in csv.DictReader(text.splitlines())})


@cache
def load_groups() -> Groups:
    """Every group of countries, by code."""
    raw = files("socle").joinpath("library", "groups.yaml").read_bytes()
    found: dict[str, Group] = {}
    for family, entry in loads(raw, "groups.yaml").items():
        for code, said in entry["groups"].items():
            where = next(iter(said["where"].items()), None) if "where" in said else None
            found[str(code)] = Group(
                str(code),
                family,
                {one: str(said[one]) for one in _LANGUAGES},
                str(entry["source"]),
                tuple(map(str, said.get("of", ()))),
                None if where is None else (str(where[0]), str(where[1])),
            )
    return MappingProxyType(found)


def area(code: str | int) -> Area:
    """The country that ISO 3166 (three or two letters) or M49 calls `code`."""
    text = str(code).strip().upper()
    iso3 = text if text in load_areas() else _by_code().get(text.lstrip("0") if text.isdigit() else text)
    if iso3 is None:
        known = [*load_areas(), *_by_code()]
        raise Refusal("there is no country with the code `{iso3}`", iso3=code, nearest=nearest(text, known))
    return load_areas()[iso3]


def group(code: str | int) -> Group:
    """The group of countries that M49 or ILOSTAT calls `code`."""
    text = str(code).strip().upper()
    text = (text.lstrip("0") or "0") if text.isdigit() else text
    if text not in load_groups():
        raise Refusal(
            "There is no group of countries with the code `{code}`.",
            code=code,
            nearest=nearest(text, load_groups()),
        )
    return load_groups()[text]


def groups(family: str) -> tuple[Group, ...]:
    """The groups of a family (`sdg_regions`, `ilo_regions`, `income_groups`...), in the order of the list."""
    found = tuple(one for one in load_groups().values() if one.family == family)
    if not found:
        families = sorted({one.family for one in load_groups().values()})
        raise Refusal(
            "There is no family of groups of countries called `{family}`.",
            family=family,
            nearest=nearest(family, families),
        )
    return found


def members(
    code: str | int, *, year: int | None = None, incomes: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """The countries of a group, by ISO3, sorted.

    `year` says which list of least developed countries holds (none: that of the end of 2024); `incomes` is the
    World Bank's classification of a year (`macro_panel.income_groups`) instead of that of 2024.
    """
    one = group(code)
    if one.code == WORLD:
        return tuple(sorted(load_areas()))
    if one.of:
        return tuple(sorted({iso3 for part in one.of for iso3 in members(part, year=year, incomes=incomes)}))
    if one.code in _INCOME_WORDS and incomes is not None:
        return tuple(sorted(iso3 for iso3, word in incomes.items() if word == _INCOME_WORDS[one.code]))
    return tuple(sorted(iso3 for iso3, held in load_areas().items() if _in(held, one, year)))


def to_iso3(m49: int | str) -> str | None:
    """The country that M49 numbers so; none for a group of countries or a number that is not in use."""
    return _by_code().get(str(int(m49)))


def to_m49(iso3: str) -> int:
    """The M49 number of a country."""
    found = area(iso3).m49
    if found is None:
        raise Refusal("M49 has no number for `{iso3}`.", iso3=iso3)
    return found


def _in(held: Area, one: Group, year: int | None) -> bool:
    assert one.where is not None
    column, value = one.where
    if column == "subregion":
        return held.subregion == int(value)
    if column == "ilo_region":
        return held.ilo_region == value
    if column == "income_2024":
        return held.income_2024 == value
    if column == "ldc":
        return held.least_developed if year is None else held.was_least_developed(year)
    return {"lldc": held.landlocked, "sids": held.small_island}[column]


@cache
def _by_code() -> Mapping[str, str]:
    numbers = {str(one.m49): iso3 for iso3, one in load_areas().items() if one.m49 is not None}
    return MappingProxyType({**numbers, **{one.iso2: iso3 for iso3, one in load_areas().items() if one.iso2}})


def _area(row: Mapping[str, str]) -> Area:
    return Area(
        iso3=row["iso3"],
        iso2=row["iso2"],
        m49=int(row["m49"]) if row["m49"] else None,
        subregion=int(row["subregion"]) if row["subregion"] else None,
        ilo_region=row["ilo_region"],
        income_2024=row["income_2024"],
        least_developed=row["ldc"] == "yes",
        left_least_developed=int(row["ldc_left"]) if row["ldc_left"] else None,
        landlocked=row["lldc"] == "yes",
        small_island=row["sids"] == "yes",
    )
