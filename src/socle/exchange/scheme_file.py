"""Scheme files: YAML that names rules of the rulebook and gives their parameters, read into the model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import socle.rules  # noqa: F401, fills the rulebook
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
    single,
    text_of,
)
from socle.exchange.parameter_text import read_parameter
from socle.exchange.table_text import read_argument
from socle.ground import units
from socle.ground.refusals import Refusal, nearest
from socle.model import rulebook
from socle.model.parameter import ALWAYS
from socle.model.results import BRANCHES, GUARANTEES
from socle.model.scheme import Administration, Benefit, Call, Clause, Payer, Scheme, Version

SCHEME_KEYS = (
    "scheme",
    "title",
    "law",
    "guarantee",
    "branch",
    "benefits",
    "financing",
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
    "from",
    "known_from",
    "until",
    "who",
    "how_much",
    "versions",
    *OWN_PARAMETERS,
    "administration",
    "not_computed",
    "flags",
    "notes",
)
VERSION_KEYS = ("from", "until", "who", "how_much")
GUARANTEE_OF = {"children": "children", "old_age": "old_age", "health": "health"}
EXPECTED = {"financing": "rule of financing"}
JOINED = {"any_of": "any", "none_of": "none"}


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
        sources=tuple(str(item) for item in as_list(raw.get("sources", []))),
        confidence={str(k): str(v) for k, v in as_map(raw.get("confidence", {})).items()},
        where=place(raw),
    )


def _benefit(path: str, raw: Any, scheme: Raw) -> Benefit:
    raw = as_map(raw)
    known_keys(raw, BENEFIT_KEYS, f"Benefit `{path}`")
    branch = among(raw.get("branch", scheme.get("branch", scheme.get("guarantee"))), BRANCHES, "branch", path)
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
        return Version(_clauses(raw.get("who", []), prefix), (), begins, ends)
    for key in ("who", "how_much"):
        if key not in raw:
            raise Refusal("`{path}` does not say `{key}`.", path=prefix, key=key, where=place(raw))
    who = _clauses(raw["who"], prefix)
    if not who:
        raise Refusal("The `who` of `{path}` is empty: say everyone.", path=prefix, where=place(raw))
    steps = as_list(raw["how_much"])
    how_much = tuple(_call(item, prefix, "money") for item in steps)
    _distinct([*_called(who), *how_much])
    return Version(who, how_much, begins, ends)


def _clauses(raw: Any, prefix: str) -> tuple[Clause, ...]:
    clauses = []
    for item in as_list(raw):
        word, inside = single(item)
        items = as_list(inside) if word in JOINED else [item]
        if not items:
            raise Refusal("`{word}` joins conditions, and there is none.", word=word, where=place(item))
        clauses.append(
            Clause(JOINED.get(word, "all"), tuple(_call(one, prefix, "condition") for one in items))
        )
    return tuple(clauses)


def _call(item: Any, prefix: str, expects: str) -> Call:
    where = place(item)
    name, raw = single(item)
    try:
        rule = rulebook.find(name)
    except Refusal as refusal:
        raise refusal.at(where) from None
    gives = "condition" if rule.gives.condition else "money" if rule.gives.money else "share"
    if expects not in (gives, rule.room):
        raise Refusal(
            "`{rule}` gives a {gives}; a {expects} is expected here.",
            rule=name,
            gives=gives,
            expects=EXPECTED.get(expects, expects),
            where=where,
        )
    raw = as_map(raw or {})
    known_keys(raw, (*rule.keywords, "on", "name"), f"Rule `{name}`")
    path = f"{prefix}.{name_of(raw.get('name', name), raw)}"
    for key, keyword in rule.keywords.items():
        if keyword.required and key not in raw:
            raise Refusal(
                "Rule `{rule}` needs `{key}` ({kind}).",
                rule=name,
                key=key,
                kind=keyword.kind.word,
                where=where,
            )
    arguments = {
        key: read_argument(raw[key], rule.keywords[key].kind, f"{path}.{key}")
        for key in raw
        if key in rule.keywords
    }
    return Call(rule, path, arguments, _on(raw.get("on", {}), rule, where), where)


def _on(raw: Any, rule: rulebook.Rule, where: str) -> dict[str, tuple[str, ...]]:
    raw = as_map(raw)
    for column in raw:
        if column not in rule.columns:
            raise Refusal(
                "Rule `{rule}` does not read `{column}`.",
                rule=rule.name,
                column=column,
                nearest=nearest(column, rule.columns),
                where=where,
            )
    return {str(column): tuple(str(v) for v in as_list(targets)) for column, targets in raw.items()}


def _financing(raw: Raw, prefix: str) -> tuple[Payer, ...]:
    payers = tuple(_payer(item, prefix) for item in as_list(raw.get("financing", [])))
    _distinct([call for payer in payers for call in (payer.call, *_called(payer.who))])
    return payers


def _called(clauses: Sequence[Clause]) -> tuple[Call, ...]:
    return tuple(call for clause in clauses for call in clause.calls)


def _payer(item: Any, prefix: str) -> Payer:
    if isinstance(item, str):
        return Payer(_call(item, prefix, "financing"))
    raw = dict(as_map(item))
    who = raw.pop("who", [])
    if len(raw) != 1:
        raise Refusal(
            "A source of financing is one rule, and `who` it is taken from if it is a contribution.",
            where=place(item),
        )
    inner = yaml_text.Mapping(raw)
    inner.where, inner.places = place(item), getattr(item, "places", {})
    call = _call(inner, prefix, "financing")
    return Payer(call, _clauses(who, call.path))


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


def _distinct(calls: Sequence[Call]) -> None:
    seen: set[str] = set()
    for call in calls:
        if call.path in seen:
            raise Refusal(
                "`{path}` stands twice: give one of them a name (name: ...), so that a reform can say which.",
                path=call.path,
                where=call.where,
            )
        seen.add(call.path)
