"""How a scheme file uses rules: one rule with its values, conditions joined, a payer; each name said once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import socle.rules  # noqa: F401, fills the rulebook
from socle.exchange import yaml_text
from socle.exchange.file_words import as_list, as_map, known_keys, name_of, place, required, single
from socle.exchange.table_text import read_argument
from socle.ground.refusals import Refusal, nearest
from socle.model import rulebook
from socle.model.scheme import Call, Clause, Payer

EXPECTED = {"financing": "rule of financing", "insurance": "growth in a year"}
JOINED = {"any_of": "any", "none_of": "none"}


def clauses_of(raw: Any, prefix: str) -> tuple[Clause, ...]:
    """Conditions, one or a list, some of them joined."""
    clauses = []
    for item in as_list(raw):
        word, inside = single(item)
        items = as_list(inside) if word in JOINED else [item]
        if not items:
            raise Refusal("`{word}` joins conditions, and there is none.", word=word, where=place(item))
        clauses.append(
            Clause(JOINED.get(word, "all"), tuple(call_of(one, prefix, "condition") for one in items))
        )
    return tuple(clauses)


def call_of(item: Any, prefix: str, expects: str) -> Call:
    """One rule with its values; `expects` is what it must give (condition, money, share), or its room."""
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
    known_keys(raw, (*rule.keywords, *rule.named, "on", "name"), f"Rule `{name}`")
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
    named = {column: as_list(required(raw, column, f"Rule `{name}`")) for column in rule.named}
    on = _on({**named, **as_map(raw.get("on", {}))}, rule, where)
    return Call(rule, path, arguments, on, where)


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


def called(clauses: Sequence[Clause]) -> tuple[Call, ...]:
    """Every rule of some conditions."""
    return tuple(call for clause in clauses for call in clause.calls)


def payer_of(item: Any, prefix: str, expects: str = "financing") -> Payer:
    """A source of financing, and `who` it is taken from."""
    if isinstance(item, str):
        return Payer(call_of(item, prefix, expects))
    raw = dict(as_map(item))
    who = raw.pop("who", [])
    if len(raw) != 1:
        raise Refusal(
            "A source of financing is one rule, and `who` it is taken from if it is a contribution.",
            where=place(item),
        )
    inner = yaml_text.Mapping(raw)
    inner.where, inner.places = place(item), getattr(item, "places", {})
    call = call_of(inner, prefix, expects)
    return Payer(call, clauses_of(who, call.path))


def distinct(calls: Sequence[Call]) -> None:
    """Refuse a rule that stands twice in one place under one name."""
    seen: set[str] = set()
    for call in calls:
        if call.path in seen:
            raise Refusal(
                "`{path}` stands twice: give one of them a name (name: ...), so that a reform can say which.",
                path=call.path,
                where=call.where,
            )
        seen.add(call.path)
