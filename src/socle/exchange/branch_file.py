"""Files of a branch of social insurance: `branch:` says which, the rest is what that branch needs."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from socle.exchange import yaml_text
from socle.exchange.branch_injury_file import injury
from socle.exchange.branch_service_file import health, long_term_care, maternity, sickness
from socle.exchange.branch_unemployment_file import unemployment
from socle.exchange.branch_words import Desk, number, rate, whole
from socle.exchange.file_words import among, as_list, as_map, known_keys, name_of, place, required, text_of
from socle.ground import units
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.model import branch_case as noun

COMMON = (
    "case", "title", "branch", "country", "currency", "per", "year", "years", "sources", "growth",
    "administration",
)  # fmt: skip
CURRENCY = re.compile(r"[A-Z]{3}")
LONGEST = 100  # years of a projection
READERS: Mapping[str, Callable[[yaml_text.Mapping, noun.Head, Desk], noun.Case]] = {
    noun.UNEMPLOYMENT: unemployment,
    noun.INJURY: injury,
    noun.SICKNESS: sickness,
    noun.MATERNITY: maternity,
    noun.HEALTH: health,
    noun.CARE: long_term_care,
}


def read_branch(path: Path, name: str = "") -> noun.Case:
    """A case from its file; refusals name file and line."""
    raw = yaml_text.load(path, name)
    try:
        return branch_of(raw, path.parent)
    except Refusal as refusal:
        raise refusal.at(raw.where) from None


def branch_of(raw: yaml_text.Mapping, folder: Path) -> noun.Case:
    """A case from the mapping that its file holds; tables named in it lie in `folder`."""
    branch = among(required(raw, "branch", "A case"), noun.BRANCHES, "branch", "branch")
    per = required(raw, "per", "A case")
    try:
        desk = Desk(folder, units.payments(str(per)))
    except Refusal as refusal:
        raise refusal.at(place(per)) from None
    head = _head(raw, branch, desk)
    own = yaml_text.Mapping({key: value for key, value in raw.items() if key not in COMMON})
    own.where, own.places = raw.where, raw.places
    return READERS[branch](own, head, desk)


def _head(raw: yaml_text.Mapping, branch: str, desk: Desk) -> noun.Head:
    name = name_of(required(raw, "case", "A case"))
    years = whole(raw, "years", 1, LONGEST)
    currency = required(raw, "currency", "A case")
    if not CURRENCY.fullmatch(str(currency)):
        raise Refusal(
            "`{text}` is not the code of a currency: three capital letters, as EUR.",
            text=str(currency)[:40],
            where=place(currency),
        )
    sources = tuple(str(one) for one in as_list(required(raw, "sources", "A case")))
    if not any(one.strip() for one in sources):
        raise Refusal("`sources` is empty: say where the figures come from.", where=raw.at("sources"))
    growth = as_map(raw.get("growth", {}))
    first = whole(raw, "year", 1900, 2200)
    known_keys(growth, ("people", "wages"), "`growth`")
    return noun.Head(
        name,
        text_of(raw.get("title", name)),
        branch,
        str(required(raw, "country", "A case")),
        str(currency),
        first,
        years,
        sources,
        _growth(growth, "people", first, years),
        _growth(growth, "wages", first, years),
        number(raw, "administration", units.SHARE, desk, 0.0),
        (1 + _next(growth, "people")) * (1 + _next(growth, "wages")),
        {"": raw.where, **raw.places},
    )


def _growth(raw: Mapping[str, Any], key: str, first: int, years: int) -> Array:
    """Growth of each year over the one before: one rate, or one for each year after the first."""
    said = raw.get(key, "0")
    if isinstance(said, str):
        rates = np.full(years, rate(said))
    else:
        by_year = as_map(said)
        for year in range(first + 1, first + years):
            required(by_year, str(year), f"`growth.{key}`")
        rates = np.array([rate(by_year.get(str(first + step), "0")) for step in range(years)])
    rates[0] = 0.0
    if not (rates > -1).all() or not math.isfinite(float(rates.sum())):
        raise Refusal("A growth of -100 % or less leaves nothing: say a greater one.", where=place(said))
    return rates


def _next(raw: Mapping[str, Any], key: str) -> float:
    """Growth in the year after the last: the rate of all years, or the last that is said."""
    said = raw.get(key, "0")
    if isinstance(said, str):
        return rate(said)
    rates = list(as_map(said).values())
    return rate(rates[-1] if rates else "0")
