"""The list of sources shipped with Socle: `library/sources.yaml`, where every origin is told once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from socle.ground.refusals import Refusal, nearest
from socle.model.source import Source, SourceFile

_FLAGS = ("derived", "unverified")
_EDITION = re.compile(r"(?P<family>WEO|WDI|UNSD-SDG)-(?P<vintage>(?:19|20)\d\d-(?:0[1-9]|1[0-2]))")


@cache
def load_sources() -> Mapping[str, Source]:
    """Every source that Socle knows, by key."""
    return parse_sources(_library_text(), "sources.yaml")


def source(key: str) -> Source:
    """The source called `key`; an edition of a known series (`WEO-2025-04`) is made from its family."""
    known = load_sources()
    if key in known:
        return known[key]
    edition = _EDITION.fullmatch(key)
    if edition:
        return _edition(edition["family"], edition["vintage"])
    raise Refusal("there is no source called `{key}`", key=key, nearest=nearest(key, known))


def source_named(name: str) -> Source:
    """The source that a data dictionary mentions as `name`: by its key, or by one of its aliases."""
    for candidate in load_sources().values():
        if name in candidate.aliases:
            return candidate
    return source(name)


def parse_sources(text: str, where: str) -> Mapping[str, Source]:
    """The sources of a YAML text; `where` names it in refusals."""
    content = _read_yaml(text, where)
    families = content.get("families", {})
    found = {key: _source(key, entry, families, where) for key, entry in content.get("sources", {}).items()}
    if not found:
        raise Refusal("the list of sources is empty", where=where)
    return MappingProxyType(found)


def _edition(family: str, vintage: str) -> Source:
    shared = _read_yaml(_library_text(), "sources.yaml")["families"][family]
    citation = f"{shared['citation'].rstrip('.')}, {vintage}."
    return Source(**{**shared, "key": f"{family}-{vintage}", "vintage": vintage, "citation": citation})


def _library_text() -> str:
    return files("socle").joinpath("library", "sources.yaml").read_text(encoding="utf-8")


def _read_yaml(text: str, where: str) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar stays the text that was written
    try:
        content = yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        raise Refusal("this is not valid YAML: {reason}", where=where, reason=str(error)) from error
    if not isinstance(content, dict):
        raise Refusal("a list of sources has the parts `families` and `sources`", where=where)
    return content


def _source(key: str, entry: dict[str, Any], families: dict[str, Any], where: str) -> Source:
    place = f"{where}, {key}"
    family = entry.get("family", "")
    if family and family not in families:
        raise Refusal(
            "there is no family called `{name}`", where=place, name=family, nearest=nearest(family, families)
        )
    fields = {
        **families.get(family, {}),
        **{name: value for name, value in entry.items() if name != "family"},
    }
    _check_fields(fields, place)
    for flag in _FLAGS:
        fields[flag] = fields.get(flag, "no") == "yes"
    fields["aliases"] = tuple(fields.get("aliases", ()))
    fields["files"] = tuple(SourceFile(**file) for file in fields.get("files", ()))
    return Source(key=key, **fields)


def _check_fields(fields: dict[str, Any], place: str) -> None:
    known = set(Source.__dataclass_fields__) - {"key"}
    for name in fields:
        if name not in known:
            raise Refusal(
                "a source has no field `{name}`", where=place, name=name, nearest=nearest(name, known)
            )
    for name in ("producer", "title", "vintage", "licence", "citation", "url"):
        if not fields.get(name):
            raise Refusal("the source does not state its `{name}`", where=place, name=name)
