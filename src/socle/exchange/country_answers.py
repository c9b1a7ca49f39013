"""What a country folder holds beside its law: a form of law and practice, inquiries by year, cases of branches."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from socle.exchange.branch_file import read_branch
from socle.exchange.country import country_folder, load_country
from socle.exchange.inquiry_file import read_inquiry
from socle.ground.provenance import sha256_of_file
from socle.ground.refusals import Refusal
from socle.model.branch_case import Case
from socle.model.country import Country
from socle.model.inquiry import Inquiry
from socle.model.practice import Practice
from socle.model.practice_form import STANDARDS

FORM: Final = "standards"
INQUIRIES: Final = "inquiry"
CASES: Final = "cases"
READ: Final = (".yaml", ".csv")

Stamp = tuple[tuple[str, int, int], ...]
"""The files of a country, each with its moment and size."""


def stamp(code: str) -> Stamp:
    """What changes when a file of a country does."""
    found = sorted(path for path in country_folder(code).rglob("*") if path.suffix in READ)
    return tuple((str(path), (told := path.stat()).st_mtime_ns, told.st_size) for path in found)


def country_of(code: str) -> Country:
    """A country by its code or folder, read once as long as its files stay the same."""
    return _read(code, stamp(code))


@lru_cache(maxsize=64)
def _read(code: str, _files: Stamp) -> Country:
    return load_country(code)


def shipped_form(code: str) -> Path | None:
    """The form of law and practice of a country, or nothing."""
    folder = country_folder(code) / FORM
    return folder if folder.is_dir() else None


def shipped_inquiry(code: str, year: int | None) -> Inquiry | None:
    """The inquiry of a country: that of the year, or the last one before, or the last of all; nothing without any."""
    folder = country_folder(code) / INQUIRIES
    years = sorted(int(one.name) for one in folder.iterdir() if one.name.isdigit()) if folder.is_dir() else []
    until = [one for one in years if year is None or one <= year]
    chosen = (until or years)[-1:]
    return read_inquiry(folder / str(chosen[0])) if chosen else None


def same_country(country: Country, form: Practice | None = None, inquiry: Inquiry | None = None) -> None:
    """Refuses a form or an inquiry about another country, or in another money."""
    named = [(form.iso3, form.currency)] if form else []
    named += [(inquiry.country, inquiry.currency)] if inquiry else []
    for iso3, currency in named:
        if (iso3, currency) != (country.iso3, country.currency):
            raise Refusal(
                "The answers are about {said} in {money}, and the law is that of {country} in {currency}.",
                said=iso3,
                money=currency,
                country=country.iso3,
                currency=country.currency,
            )


def shipped_cases(code: str, branches: Collection[str]) -> tuple[Case, ...]:
    """The cases of some branches; of the others only the line that names the branch is read."""
    files = sorted((country_folder(code) / CASES).glob("*.yaml"))
    return tuple(read_branch(path, f"{CASES}/{path.name}") for path in files if _branch(path) in branches)


def _branch(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    said = next((line for line in lines if line.startswith("branch:")), "")
    return said.partition(":")[2].partition("#")[0].strip()


def files_of(form: Path) -> Mapping[str, str]:
    """The sha256 of a form: of its file, or of those of its folder, of which the file of facts may be named."""
    folder = form.parent if form.name == STANDARDS.file else form
    inside = [one for one in sorted(folder.iterdir()) if one.suffix in READ] if folder.is_dir() else [form]
    return {f"form/{one.name}": sha256_of_file(one) for one in inside if one.is_file()}
