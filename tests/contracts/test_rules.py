"""The contract of the rulebook: every rule has its sentence, columns, units and schema; every scheme file fits."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import socle.rules  # noqa: F401, fills the rulebook
from socle.exchange.scheme_file import BENEFIT_KEYS, SCHEME_KEYS, VERSION_KEYS, read_scheme
from socle.ground.glossary import GLOSSARY
from socle.ground.refusals import Refusal
from socle.ground.units import KINDS
from socle.model.rulebook import RULES, Condition, Money, Rule, Share, Table, Years, find, rule
from socle.model.schema import rulebook_of, scheme_schema
from tests.model.insurance_files import NATIONAL

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "src/socle/library"
SCHEMES = sorted(LIBRARY.rglob("schemes/*.yaml"))
SCHEMA = scheme_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
EVERY = pytest.mark.parametrize("entry", RULES.values(), ids=list(RULES))


@EVERY
def test_every_rule_has_a_sentence_that_ends_with_a_full_stop(entry: Rule) -> None:
    assert entry.sentence.endswith(".")
    assert entry.sentence[0].isupper()
    assert "\n" not in entry.sentence


@EVERY
def test_every_rule_reads_columns_of_the_glossary_in_their_units(entry: Rule) -> None:
    for name in entry.columns:
        assert name in GLOSSARY
        assert GLOSSARY[name].sentence.endswith(".")
    assert entry.room in ("eligibility", "entitlement", "financing", "insurance")
    assert entry.gives.condition == (entry.room == "eligibility")


@EVERY
def test_every_keyword_has_a_unit_that_files_know(entry: Rule) -> None:
    for keyword in entry.keywords.values():
        kinds = (
            (keyword.kind.bounds, keyword.kind.values) if isinstance(keyword.kind, Table) else (keyword.kind,)
        )
        assert all(kind.word in KINDS for kind in kinds)


@EVERY
def test_every_rule_is_in_the_schema_with_its_keywords(entry: Rule) -> None:
    place = {
        "eligibility": "conditions",
        "entitlement": "amounts",
        "financing": "financing",
        "insurance": "growth",
    }[entry.room]
    item = SCHEMA["$defs"][place]["oneOf"][0]["oneOf"]
    said = item[1]["properties"][entry.name]
    assert set(said["properties"]) == {*entry.keywords, *entry.named, "on", "name"}
    required = [name for name, keyword in entry.keywords.items() if keyword.required]
    assert said["required"] == [*required, *entry.named]
    assert said["description"] == entry.sentence
    assert (entry.name in item[0]["enum"]) == (not said["required"])


def test_the_page_of_rules_tells_all_of_them() -> None:
    told = rulebook_of(RULES.values(), str.upper)
    assert [row["rule"] for row in told] == list(RULES)
    assert told[0]["sentence"] == RULES[told[0]["rule"]].sentence.upper()


def test_every_rule_of_the_rooms_is_registered() -> None:
    written = {
        node.name
        for path in (ROOT / "src/socle/rules").glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert written == set(RULES)


def as_text(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("path", SCHEMES, ids=[f"{p.parent.parent.name}/{p.stem}" for p in SCHEMES])
def test_every_shipped_scheme_file_fits_the_schema_and_is_read(path: Path) -> None:
    errors = [
        f"{list(error.absolute_path)}: {error.message}" for error in VALIDATOR.iter_errors(as_text(path))
    ]
    assert not errors
    assert read_scheme(path).benefits


def test_there_are_scheme_files_to_check() -> None:
    assert len(SCHEMES) > 100


SOUND: dict[str, Any] = {
    "scheme": "s",
    "branch": "old_age",
    "benefits": {
        "b": {"who": [{"age_band": {"at_least": "65"}}], "how_much": [{"share_of_line": {"share": "1"}}]}
    },
    "financing": ["general_revenue", {"contribution": {"rate": "0.1"}, "who": ["formally_employed"]}],
}


@pytest.mark.parametrize(
    "change",
    [
        {"financing": [{"contribution": {"rat": "0.1"}}]},
        {"financing": [{"age_band": {}}]},
        {"branch": "oldage"},
        {"benefit": {}},
        {"benefits": {"b": {"who": [{"age_bnd": {}}], "how_much": []}}},
        {"benefits": {"b": {"who": [{"age_band": {"atleast": "65"}}]}}},
        {"benefits": {"b": {"how_much": [{"share_of_line": {}}]}}},
        {"benefits": {"b": {"how_much": [{"women": {}}]}}},
        {"benefits": {"b": {"who": [{"women": {}, "men": {}}]}}},
        {"benefits": {"b": {"takeup": "1"}}},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(change: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(SOUND)
    assert not VALIDATOR.is_valid({**SOUND, **change})


def test_a_contributory_law_fits_the_schema_and_its_misspellings_do_not() -> None:
    def fits(text: str) -> bool:
        return bool(VALIDATOR.is_valid(yaml.load(text, Loader=yaml.BaseLoader)))

    assert fits(NATIONAL)
    for word in ("credit:", "revalued_by:", "wages: 1", "contribution: {rate: {2025: 0.05", "pension: n"):
        assert NATIONAL.count(word) == 1
        assert not fits(NATIONAL.replace(word, f"x{word}"))


def test_the_schema_knows_every_key_that_the_reader_knows() -> None:
    assert set(SCHEMA["properties"]) == set(SCHEME_KEYS)
    benefit = SCHEMA["properties"]["benefits"]["additionalProperties"]["properties"]
    assert set(benefit) == set(BENEFIT_KEYS)
    assert set(benefit["versions"]["items"]["properties"]) == set(VERSION_KEYS)


def test_a_rule_that_reads_outside_the_glossary_or_in_another_unit_is_refused() -> None:
    def reads_height(heigth_of_person: Years) -> Condition: ...

    def reads_age_as_money(age: Money) -> Condition: ...

    def women(age: Years, *, share: Share = 1) -> Condition: ...

    for function, said in (
        (reads_height, "not in the glossary"),
        (reads_age_as_money, "reads `age` as money; the glossary says years"),
        (women, "Two rules are called `women`"),
    ):
        with pytest.raises(Refusal, match=said):
            rule(function)
        assert function.__name__ == "women" or function.__name__ not in RULES


def test_an_unknown_rule_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refusal) as refused:
        find("age_bnd")
    assert refused.value.nearest == "age_band"
