"""Scheme files: YAML that names rules of the rulebook and gives their parameters, read into the model."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from socle.exchange import yaml_text
from socle.exchange.file_words import (
    Raw,
    among,
    as_list,
    as_map,
    known_keys,
    map_at,
    name_of,
    place,
    placed,
    required,
    text_of,
)
from socle.exchange.insurance_file import BRANCH_OF, INSURANCE_KEYS, INSURED_KEYS, insurance_of, insured_of
from socle.exchange.parameter_text import read_parameter
from socle.exchange.rule_calls import call_of, called, clauses_of, distinct, payer_of
from socle.ground import units
from socle.ground.refusals import Refusal
from socle.model.inquiry_codes import FUNCTIONS, PARTICIPATION, TYPES
from socle.model.parameter import ALWAYS
from socle.model.results import BRANCHES, GUARANTEES
from socle.model.scheme import Administration, Benefit, Payer, Scheme, Version

SCHEME_KEYS = (
    "scheme",
    "title",
    "law",
    "guarantee",
    "branch",
    "type",
    "participation",
    "benefits",
    "financing",
    *INSURANCE_KEYS,
    "sources",
    "confidence",
    "notes",
)
OWN_PARAMETERS = {
    "coverage": units.SHARE,
    "take_up": units.SHARE,
    "already_served": units.SHARE,
    "caseload": units.COUNT,
    "spending": units.KINDS["money"],
}
ADMINISTRATION = {
    "share": units.SHARE,
    "per_recipient": units.KINDS["money"],
    "fixed": units.KINDS["money"],
    "set_up": units.KINDS["money"],
}
BENEFIT_KEYS = (
    "title",
    "guarantee",
    "branch",
    "function",
    "from",
    "known_from",
    "until",
    "who",
    "how_much",
    "versions",
    *INSURED_KEYS,
    *OWN_PARAMETERS,
    "administration",
    "not_computed",
    "flags",
    "notes",
)
VERSION_KEYS = ("from", "until", "who", "how_much")
GUARANTEE_OF = {"children": "children", "old_age": "old_age", "health": "health"}


def read_scheme(path: Path, name: str = "") -> Scheme:
    """A scheme from its file; refusals name file and line, and the nearest valid name."""
    return scheme_of(yaml_text.load(path, name))


def scheme_of(raw: Raw) -> Scheme:
    """A scheme from the mapping that its file holds."""
    try:
        return _scheme(raw)
    except Refusal as refusal:
        raise refusal.at(place(raw)) from None


def _scheme(raw: Raw) -> Scheme:
    known_keys(raw, SCHEME_KEYS, "A scheme")
    name = name_of(required(raw, "scheme", "A scheme"))
    benefits = map_at(raw, "benefits", "A scheme")
    law = raw.get("law", "")
    text = ", ".join(str(v) for v in law.values()) if isinstance(law, Mapping) else str(law)
    return Scheme(
        name=name,
        title=text_of(raw.get("title", name)),
        law=text,
        benefits=tuple(
            _benefit(f"{name}.{name_of(key, benefits)}", value, raw) for key, value in benefits.items()
        ),
        financing=_financing(raw, f"{name}.financing"),
        insurance=insurance_of(raw, name),
        sources=tuple(str(item) for item in as_list(raw.get("sources", []))),
        confidence={str(k): str(v) for k, v in as_map(raw.get("confidence", {})).items()},
        where=place(raw),
        type=_word(raw, "type", TYPES, name),
        participation=_word(raw, "participation", PARTICIPATION, name),
    )


def _word(raw: Raw, key: str, valid: Collection[str], path: str) -> str:
    """A word of the Social Security Inquiry that a file may say; nothing where it does not."""
    with placed(raw, key):
        return among(raw[key], tuple(valid), key, path) if key in raw else ""


def _benefit(path: str, raw: Any, scheme: Raw) -> Benefit:
    raw = as_map(raw)
    known_keys(raw, BENEFIT_KEYS, f"Benefit `{path}`")
    insured = insured_of(raw, scheme, path)
    known = BRANCH_OF.get(insured.contingency, scheme.get("guarantee"))
    branch = among(raw.get("branch", scheme.get("branch", known)), BRANCHES, "branch", path)
    guarantee = among(
        raw.get("guarantee", GUARANTEE_OF.get(branch, "working_age")), GUARANTEES, "guarantee", path
    )
    own = {
        key: read_parameter(raw[key], kind, f"{path}.{key}")
        for key, kind in OWN_PARAMETERS.items()
        if key in raw
    }
    reason = str(raw.get("not_computed", ""))
    versions = () if reason else _versions(raw, path)
    return Benefit(
        path,
        text_of(raw.get("title", scheme.get("title", path))),
        guarantee,
        branch,
        versions,
        administration=_administration(raw.get("administration", {}), path),
        not_computed=reason,
        known_from=_moment(raw, "known_from", ALWAYS) if "known_from" in raw else None,
        notes=" ".join(str(raw.get("notes", scheme.get("notes", ""))).split()),
        flags=tuple(str(flag) for flag in as_list(raw.get("flags", []))),
        where=place(raw),
        insured=insured,
        function=_word(raw, "function", FUNCTIONS, path),
        **own,
    )


def _versions(raw: Raw, path: str) -> tuple[Version, ...]:
    """The forms of the benefit in order of time; `known_from` begins the first where facts are younger than the law."""
    if "versions" not in raw:
        return (
            _version(
                raw,
                path,
                _moment(raw, "from", _moment(raw, "known_from", ALWAYS)),
                _moment(raw, "until", math.inf),
            ),
        )
    if "who" in raw or "how_much" in raw:
        raise Refusal(
            "`{path}` has versions, so `who` and `how_much` belong inside them.", path=path, where=place(raw)
        )
    items = [as_map(item) for item in as_list(raw["versions"])]
    for item in items:
        known_keys(item, VERSION_KEYS, f"A version of `{path}`")
    for item in items[1:]:
        required(item, "from", f"A later version of `{path}`")
    starts = [_moment(item, "from", _moment(raw, "known_from", ALWAYS)) for item in items]
    ends = [*starts[1:], _moment(raw, "until", math.inf)]
    ends = [min(_moment(item, "until", math.inf), end) for item, end in zip(items, ends, strict=True)]
    if not items or starts != sorted(set(starts)):
        raise Refusal(
            "The versions of `{path}` must stand in the order of their dates.", path=path, where=place(raw)
        )
    prefixes = [path if i == 0 else f"{path}.from_{item['from']}" for i, item in enumerate(items)]
    return tuple(
        _version(item, prefix, begin, end)
        for item, prefix, begin, end in zip(items, prefixes, starts, ends, strict=True)
    )


def _moment(raw: Raw, key: str, otherwise: float) -> float:
    with placed(raw, key):
        return units.moment(str(raw[key])) if key in raw else otherwise


def _version(raw: Raw, prefix: str, begins: float, ends: float) -> Version:
    if begins >= ends:
        raise Refusal("`{path}` ends before it begins.", path=prefix, where=place(raw))
    if "spending" in raw and "how_much" not in raw:
        return Version(clauses_of(raw.get("who", []), prefix), (), begins, ends)
    for key in ("who", "how_much"):
        if key not in raw:
            raise Refusal("`{path}` does not say `{key}`.", path=prefix, key=key, where=place(raw))
    who = clauses_of(raw["who"], prefix)
    if not who:
        raise Refusal("The `who` of `{path}` is empty: say everyone.", path=prefix, where=place(raw))
    steps = as_list(raw["how_much"])
    how_much = tuple(call_of(item, prefix, "money") for item in steps)
    distinct([*called(who), *how_much])
    return Version(who, how_much, begins, ends)


def _financing(raw: Raw, prefix: str) -> tuple[Payer, ...]:
    payers = tuple(payer_of(item, prefix) for item in as_list(raw.get("financing", [])))
    distinct([call for payer in payers for call in (payer.call, *called(payer.who))])
    return payers


def _administration(raw: Any, path: str) -> Administration:
    raw = as_map(raw)
    known_keys(raw, ADMINISTRATION, f"Administration of `{path}`")
    return Administration(
        **{
            key: read_parameter(raw[key], kind, f"{path}.administration.{key}")
            for key, kind in ADMINISTRATION.items()
            if key in raw
        }
    )
