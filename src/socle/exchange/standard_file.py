"""Instruments of international labour law as files: `standards/*.yaml`, the only place of their figures.

Every figure stands once, with its article, whether the text itself was read (`verified`) and in what (`source`).
A file that says something unknown, or leaves something out, is refused with its line and the nearest valid name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from socle.exchange.file_words import among, as_list, as_map, known_keys, place, required
from socle.exchange.standard_facts import (
    GROUNDS,
    Known,
    date,
    grounds_of,
    requirements_of,
    share,
    text_of,
    whole,
    yes_no,
)
from socle.exchange.yaml_text import load
from socle.ground.provenance import sha256_of_file
from socle.ground.refusals import Refusal, nearest
from socle.model.practice import BRANCHES
from socle.model.results import Text
from socle.model.standard import Acceptance, Grounds, Instrument, Part

FOLDER: Final = "standards"
WORDS: Final = "words.yaml"
CONVENTION, RECOMMENDATION = "convention", "recommendation"
_TOP = (
    "instrument", "kind", "year", "title", "in_force", "follows", "sources", "acceptance", "exceptions",
    "beneficiaries", "definitions", "parts", "common",
)  # fmt: skip
_PART = ("branch", "title", "requirements", *GROUNDS)
_ACCEPTANCE = ("parts", "at_least", "one_of", *GROUNDS)


@cache
def load_standards() -> Mapping[str, Instrument]:
    """Every instrument by its code, Conventions before Recommendations, each by its number."""
    found = [_shipped(path) for path in sorted(_folder().glob("*.yaml")) if path.name != WORDS]
    ordered = sorted(found, key=lambda one: (one.kind, int(one.code[1:])))
    return MappingProxyType({one.code: one for one in ordered})


def load_standard(code: str) -> Instrument:
    """One instrument by its code, in capitals or not."""
    known = load_standards()
    if code.upper() not in known:
        raise Refusal(
            "There is no instrument `{code}`; known are {known}.",
            code=code,
            known=", ".join(known),
            nearest=nearest(code, known),
        )
    return known[code.upper()]


@cache
def standard_words() -> tuple[Mapping[str, Text], Mapping[str, Text]]:
    """What each condition asks, with the figure of its article, and what each item of care is, in three languages."""
    figures = _figures()
    conditions = {
        name: {lang: said.format(figure=figures.get(name, "")) for lang, said in one.items()}
        for name, one in _texts("conditions").items()
    }
    return MappingProxyType(conditions), MappingProxyType(_texts("care"))


@cache
def derivable() -> frozenset[str]:
    """Conditions that can be read from the law as it is written for costing, so that nobody need be asked."""
    conditions = as_map(_words()["conditions"])
    return frozenset(
        name for name, one in conditions.items() if yes_no(required(one, "derived", name), "derived")
    )


@cache
def standard_files(code: str) -> Mapping[str, str]:
    """The sha256 of the files that an instrument is made of: its own, those it follows, and the words."""
    own = _folder() / f"{load_standard(code).code.lower()}.yaml"
    said = next((line for line in own.read_text("utf-8").splitlines() if line.startswith("follows:")), "")
    followed = said.partition(":")[2].partition("#")[0].strip()
    words = {f"{FOLDER}/{path.name}": sha256_of_file(path) for path in (own, _folder() / WORDS)}
    return {**(standard_files(followed) if followed else {}), **words}


def read_standard(path: Path) -> Instrument:
    """The instrument of one file."""
    raw = load(path, f"{FOLDER}/{path.name}")
    known_keys(raw, _TOP, "An instrument")
    code = str(required(raw, "instrument", "An instrument"))
    if code.lower() != path.stem or not code[1:].isdigit():
        raise Refusal("The file of `{code}` is called {name}.", code=code, name=f"{code.lower()}.yaml",
                      where=place(raw["instrument"]))  # fmt: skip
    kind = among(required(raw, "kind", "An instrument"), (CONVENTION, RECOMMENDATION), "kind", "kind")
    followed = _shipped(_folder() / f"{raw['follows'].lower()}.yaml") if "follows" in raw else None
    beneficiaries = {name: _beneficiary(one) for name, one in as_map(raw.get("beneficiaries", {})).items()}
    known = Known(
        _sources(raw, followed), frozenset(beneficiaries), _factors(raw, followed), *_names(), followed
    )
    parts, common = (_parts(raw.get(group, {}), known) for group in ("parts", "common"))
    exceptions = raw.get("exceptions")
    return Instrument(
        code=code,
        title=text_of(required(raw, "title", "An instrument")),
        kind=kind,
        year=whole(required(raw, "year", "An instrument")),
        parts=parts,
        common=common,
        acceptance=_acceptance(raw, kind, parts, known),
        exceptions=None if exceptions is None else _grounds(exceptions, "Exceptions", known),
        in_force=_in_force(raw, known),
        beneficiaries=beneficiaries,
        sources=known.sources,
        definitions=_definitions(raw, known),
        factors=known.factors,
        where=place(raw),
    )


@cache
def _shipped(path: Path) -> Instrument:
    return read_standard(path)


def _folder() -> Path:
    return Path(str(files("socle").joinpath(FOLDER)))


@cache
def _words() -> Mapping[str, Any]:
    raw = load(_folder() / WORDS, f"{FOLDER}/{WORDS}")
    known_keys(raw, ("conditions", "care"), "The file of words")
    return raw


def _texts(group: str) -> dict[str, Text]:
    return {name: text_of(one, ("derived",)) for name, one in as_map(_words()[group]).items()}


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(_texts("conditions")), frozenset(_texts("care"))


def _figures() -> Mapping[str, str]:
    """Condition -> the figure that its sentence speaks of; one in all instruments."""
    found: dict[str, str] = {}
    for one in load_standards().values():
        for _, requirement in one.every():
            for facts in (way.facts for way in requirement.ways if "figure" in way.facts):
                figure = f"{facts['figure']:g}"
                if found.setdefault(facts["condition"], figure) != figure:
                    raise Refusal(
                        "The condition {condition} has two figures, {first} and {second}.",
                        condition=facts["condition"], first=found[facts["condition"]], second=figure,
                        where=one.where,
                    )  # fmt: skip
    return found


def _sources(raw: Mapping[str, Any], followed: Instrument | None) -> Mapping[str, str]:
    own = {key: str(told) for key, told in as_map(raw.get("sources", {})).items()}
    return {**followed.sources, **own} if followed else own


def _grounds(raw: Any, what: str, known: Known) -> Grounds:
    """The grounds of something that says nothing else."""
    known_keys(as_map(raw), GROUNDS, what)
    return grounds_of(raw, what, known)


def _beneficiary(raw: Any) -> Mapping[str, Any]:
    what = "A standard beneficiary"
    known_keys(as_map(raw), ("children", "title"), what)
    return {
        "children": whole(required(raw, "children", what)),
        "title": text_of(required(raw, "title", what)),
    }


def _factors(raw: Mapping[str, Any], followed: Instrument | None) -> Mapping[str, float]:
    stated = as_map(raw.get("definitions", {}))
    own = {name: share(one["figure"], 2) for name, one in stated.items() if "figure" in as_map(one)}
    return {**followed.factors, **own} if followed else own


def _definitions(raw: Mapping[str, Any], known: Known) -> Mapping[str, tuple[Text, Grounds]]:
    found = {name: (text, known.of_followed(grounds)) for name, (text, grounds) in known.defined()}
    for name, one in as_map(raw.get("definitions", {})).items():
        known_keys(one, ("text", "figure", *GROUNDS), "A definition")
        found[name] = (
            text_of(required(one, "text", "A definition")),
            grounds_of(one, "A definition", known),
        )
    return found


def _in_force(raw: Mapping[str, Any], known: Known) -> tuple[str, Grounds] | None:
    if "in_force" not in raw:
        return None
    one = as_map(raw["in_force"])
    known_keys(one, ("date", *GROUNDS), "The entry into force")
    day = date(required(one, "date", "The entry into force"))
    return day, grounds_of(one, "The entry into force", known)


def _acceptance(
    raw: Mapping[str, Any], kind: str, parts: tuple[Part, ...], known: Known
) -> Acceptance | None:
    """How many Parts must be accepted; a Convention that does not say so is accepted as a whole."""
    names = tuple(part.name for part in parts)
    if "acceptance" not in raw:
        whole_of_it = Grounds(", ".join(part.grounds.article for part in parts), False)
        return Acceptance(whole_of_it, names, len(names)) if kind == CONVENTION else None
    one, what = as_map(raw["acceptance"]), "The acceptance"
    known_keys(one, _ACCEPTANCE, what)
    for key in ("parts", "one_of"):
        for name in as_list(one.get(key, ())):
            if name not in names:
                raise Refusal("There is no Part {part} to accept.", part=name, nearest=nearest(name, names),
                              where=place(name) or place(one))  # fmt: skip
    return Acceptance(
        grounds_of(one, what, known),
        tuple(map(str, as_list(required(one, "parts", what)))),
        whole(required(one, "at_least", what)),
        tuple(map(str, as_list(one.get("one_of", ())))),
    )


def _parts(raw: Any, known: Known) -> tuple[Part, ...]:
    return tuple(_part(name, as_map(one), known) for name, one in as_map(raw).items())


def _part(name: str, raw: Mapping[str, Any], known: Known) -> Part:
    known_keys(raw, _PART, "A Part")
    branch = among(raw["branch"], tuple(BRANCHES), "branch", "branch") if "branch" in raw else ""
    return Part(
        name=name,
        branch=branch,
        title=text_of(required(raw, "title", "A Part")),
        grounds=grounds_of(raw, "A Part", known),
        requirements=requirements_of(as_list(required(raw, "requirements", "A Part")), branch, known),
    )
