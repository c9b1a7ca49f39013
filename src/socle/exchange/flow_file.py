"""The flows of Socle: `library/flows/*.yaml`, with their code lists in `library/flows/codes`.

A flow is data: its dimensions in the order of the key, its attributes, and the lists from which codes are
taken. The lists of others (UN Statistics Division, ILO) hold what Socle needs of them; areas, ages, schemes
and indicators are open lists, which only say what a code looks like.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from socle.exchange import yaml_text
from socle.ground.refusals import Refusal, nearest
from socle.model.flow import Codelist, Component, Flow, Text

FOLDER = Path(__file__).resolve().parent.parent / "library" / "flows"
LANGUAGES = ("en", "fr", "es")


@cache
def flows() -> dict[str, Flow]:
    """Every flow of the library by its code, in alphabetical order."""
    return {path.stem: _flow(path) for path in sorted(FOLDER.glob("*.yaml"))}


def flow(code: str) -> Flow:
    """A flow by its code (`SDG_1_3_1`), or by the id of its dataflow where only one has it."""
    held = flows()
    if code in held:
        return held[code]
    same = [one for one in held.values() if code in (one.id, f"{one.agency}:{one.id}")]
    whole = [one for one in same if not one.stored_as]
    if len(whole) == 1:
        return whole[0]
    raise Refusal("There is no flow `{code}`.", code=code, nearest=nearest(code, held))


def with_codes(one: Flow, dimension: str, codes: Iterable[str]) -> Flow:
    """The flow with more known codes of an open dimension: the countries or indicators that there are."""
    found = one.component(dimension)
    if found.codelist is None:
        raise Refusal("`{name}` has no list of codes.", name=dimension, where=one.code)
    known = {**found.codelist.codes, **{code: {} for code in codes if code not in found.codelist.codes}}
    wider = replace(found, codelist=replace(found.codelist, codes=known))
    return replace(one, dimensions=tuple(wider if each.id == dimension else each for each in one.dimensions))


def _flow(path: Path) -> Flow:
    said = yaml_text.load(path, f"flows/{path.name}")
    like = said.get("like")
    if like:
        whole = _flow(path.with_name(f"{like}.yaml"))
        return replace(
            _kept(whole, said["only"]), code=path.stem, title=_text(said["title"]), stored_as=str(like)
        )
    lists = _lists(str(said["codes"]))
    return Flow(
        code=path.stem,
        agency=str(said["agency"]),
        id=str(said["id"]),
        version=str(said["version"]),
        structure=str(said["structure"]),
        title=_text(said["title"]),
        dimensions=tuple(_component(name, each, lists, "yes") for name, each in said["dimensions"].items()),
        attributes=tuple(_component(name, each, lists) for name, each in said["attributes"].items()),
        area=str(said["area"]),
        indicator=str(said["indicator"]),
        source=str(said.get("source", "")),
    )


def _kept(whole: Flow, only: dict[str, list[str]]) -> Flow:
    """The flow with only some codes of a dimension."""

    def part(each: Component) -> Component:
        if each.id not in only or each.codelist is None:
            return each
        codes = {str(code): each.codelist.codes[code] for code in only[each.id]}
        doubtful = each.codelist.unverified.intersection(codes)
        held = replace(each.codelist, codes=codes, pattern="", partial=True, unverified=doubtful)
        return replace(each, codelist=held)

    return replace(whole, dimensions=tuple(part(each) for each in whole.dimensions))


def _component(
    name: str, said: dict[str, Any], lists: dict[str, Codelist], required: str = "no"
) -> Component:
    codes = said.get("codelist")
    if codes is not None and codes not in lists:
        raise Refusal(
            "there is no list of codes `{name}`",
            name=str(codes),
            nearest=nearest(codes, lists),
            where=codes.where,
        )
    return Component(
        id=str(name),
        codelist=lists[codes] if codes else None,
        required=str(said.get("required", required)) == "yes",
        total=str(said.get("total", "")),
        title=_text(said["title"]),
        kind=str(said.get("kind", "text")),
        column=str(said.get("column", "")),
    )


@cache
def _lists(name: str) -> dict[str, Codelist]:
    said = yaml_text.load(FOLDER / "codes" / f"{name}.yaml", f"flows/codes/{name}.yaml")
    return {
        str(key): Codelist(
            id=str(each.get("id", key)),
            agency=str(each.get("agency", said["agency"])),
            version=str(each.get("version", "1.0")),
            codes={str(code): _text(titles) for code, titles in each["codes"].items()},
            pattern=str(each.get("pattern", "")),
            partial=each.get("partial", "no") == "yes",
            unverified=frozenset(str(code) for code in each.get("unverified", ())),
        )
        for key, each in said["lists"].items()
    }


def _text(said: list[str]) -> Text:
    return {language: str(word) for language, word in zip(LANGUAGES, said, strict=True)}
