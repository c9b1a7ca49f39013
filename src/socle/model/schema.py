"""The rulebook as data: for the reference page, the command line, and editors (JSON Schema 2020-12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from socle.ground import units
from socle.model.inquiry_codes import FUNCTIONS, PARTICIPATION, TYPES
from socle.model.results import BRANCHES, GUARANTEES
from socle.model.rulebook import RULES, Rule, Table

Translate = Callable[[str], str]
DATED = {"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$": {"type": ["number", "string"]}}
VALUE: dict[str, Any] = {"type": ["number", "string", "object"], "patternProperties": DATED}


def rulebook_of(rules: Iterable[Rule], translate: Translate = str) -> list[dict[str, Any]]:
    """Every rule with its room, sentence, columns and keywords."""
    return [
        {
            "rule": rule.name,
            "room": rule.room,
            "sentence": translate(rule.sentence),
            "gives": rule.gives.word if not rule.gives.condition else "condition",
            "columns": list(rule.columns),
            "keywords": [
                {"name": name, "kind": keyword.kind.word, "required": keyword.required}
                for name, keyword in rule.keywords.items()
            ],
        }
        for rule in rules
    ]


def scheme_schema(translate: Translate = str) -> dict[str, Any]:
    """The JSON Schema of a scheme file, from the signatures of the rules."""
    scheme = {
        "scheme": {"type": "string"},
        "title": TEXT,
        "law": {"type": ["string", "object"]},
        "guarantee": {"enum": list(GUARANTEES)},
        "branch": {"enum": list(BRANCHES)},
        "type": {"enum": list(TYPES)},
        "participation": {"enum": list(PARTICIPATION)},
        "benefits": {"type": "object", "additionalProperties": _object(_benefit())},
        "financing": {"$ref": "#/$defs/financing"},
        "insurable_earnings": AMOUNTS,
        "accounts": {
            "type": "object",
            "additionalProperties": {**_object(_account()), "required": ["credit"]},
        },
        "contributions": {"type": "object", "additionalProperties": {"$ref": "#/$defs/contribution"}},
        "last_earnings": _object(
            {"years": VALUE, "which": {"enum": ["last", "best"]}, "revalued_by": {"$ref": "#/$defs/growth"}}
        ),
        "divisor": _object({"norm": VALUE}),
        "sources": {"type": ["array", "string"]},
        "confidence": {"type": "object"},
        "notes": {},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Socle scheme",
        **_object(scheme),
        "required": ["scheme", "benefits"],
        "$defs": {
            "conditions": _steps([r for r in RULES.values() if r.gives.condition], translate, GROUPS),
            "amounts": _steps([r for r in RULES.values() if r.gives.money], translate),
            "financing": _steps([r for r in RULES.values() if r.room == "financing"], translate, FROM, 2),
            "contribution": _steps([r for r in RULES.values() if r.gives.money], translate, FROM, 2),
            "growth": _steps([r for r in RULES.values() if r.room == "insurance"], translate),
            "indexation": _steps(
                [r for r in RULES.values() if r.gives.money or r.room == "insurance"], translate
            ),
        },
    }


GROUPS: dict[str, Any] = {
    "any_of": {"type": "array", "minItems": 1},
    "none_of": {"type": "array", "minItems": 1},
}
FROM: dict[str, Any] = {"who": {"$ref": "#/$defs/conditions"}}  # from whom a contribution is taken
AMOUNTS: dict[str, Any] = {"$ref": "#/$defs/amounts"}
TEXT: dict[str, Any] = {"oneOf": [{"type": "string"}, {"type": "object", "required": ["en"]}]}
DATE: dict[str, Any] = {"type": ["string", "number"]}


def _benefit() -> dict[str, Any]:
    """The keys of a benefit."""
    version = {
        "from": DATE,
        "until": DATE,
        "who": {"$ref": "#/$defs/conditions"},
        "how_much": {"$ref": "#/$defs/amounts"},
    }
    return {
        "title": TEXT,
        "function": {"enum": list(FUNCTIONS)},
        "guarantee": {"enum": list(GUARANTEES)},
        "branch": {"enum": list(BRANCHES)},
        **version,
        "contingency": {"type": "string"},
        "indexation": {"$ref": "#/$defs/indexation"},
        "paid": {"enum": ["for_life", "once"]},
        "until_age": {"type": ["integer", "string"]},
        "known_from": DATE,
        "versions": {"type": "array", "items": _object(version)},
        **dict.fromkeys(("coverage", "take_up", "already_served", "caseload", "spending"), VALUE),
        "administration": _object(dict.fromkeys(("share", "per_recipient", "fixed", "set_up"), VALUE)),
        "not_computed": {"type": "string"},
        "flags": {"type": "array", "items": {"type": "string"}},
        "notes": {},
    }


def _account() -> dict[str, Any]:
    """The keys of an account."""
    return {
        "credit": {"anyOf": [{"enum": ["insurable_earnings", "contributions"]}, AMOUNTS]},
        "revalued_by": {"$ref": "#/$defs/growth"},
        "gains": {"enum": ["lost", "shared"]},
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _steps(
    rules: list[Rule], translate: Translate, beside: dict[str, Any] | None = None, most: int = 1
) -> dict[str, Any]:
    bare = [rule.name for rule in rules if not _required(rule)]
    one = _object({rule.name: _rule(rule, translate) for rule in rules} | (beside or {}))
    item = {"oneOf": [{"enum": bare}, {**one, "minProperties": 1, "maxProperties": most}]}
    return {"oneOf": [item, {"type": "array", "items": item}]}


def _rule(rule: Rule, translate: Translate) -> dict[str, Any]:
    said = {
        name: {**_value(keyword.kind), "description": _unit(keyword.kind)}
        for name, keyword in rule.keywords.items()
    }
    named = {name: {"type": ["string", "array"]} for name in rule.named}
    own = _object({**said, **named, "on": {"type": "object"}, "name": {"type": "string"}})
    return {**own, "description": translate(rule.sentence), "required": _required(rule)}


def _required(rule: Rule) -> list[str]:
    """What a file must say to a rule."""
    return [*(name for name, keyword in rule.keywords.items() if keyword.required), *rule.named]


def _value(kind: Any) -> dict[str, Any]:
    """A value, or a table whose brackets of money are dated as a whole."""
    return {"type": "object"} if isinstance(kind, Table) and kind.bounds.money else VALUE


def _unit(kind: Any) -> str:
    money = kind.values.money if isinstance(kind, Table) else kind.money
    return f"{kind.word}: unit, per ({', '.join(units.PERIODS)}), dates" if money else str(kind.word)
