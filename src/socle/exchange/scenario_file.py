"""Scenario files: a header and a partial tree of new values, read against the schemes they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from socle.exchange import yaml_text
from socle.exchange.file_words import as_list, as_map, known_keys, name_of, place, placed, required, text_of
from socle.exchange.parameter_text import read_parameter
from socle.ground import units
from socle.ground.refusals import Refusal, nearest
from socle.model.parameter import Parameter
from socle.model.scenario import FLOOR, STATUS_QUO, Scenario, parameters, scaled, unsaid
from socle.model.scheme import Scheme

KEYS = ("scenario", "title", "description", "author", "reference", "builds_on", "remove", "changes")


def read_scenario(path: Path, laws: Mapping[str, Sequence[Scheme]], name: str = "") -> Scenario:
    """A scenario from its file; `laws` are the schemes it may build on, by name (floor, status_quo)."""
    raw = yaml_text.load(path, name)
    try:
        return scenario_of(raw, laws)
    except Refusal as refusal:
        raise refusal.at(raw.where) from None


def scenario_of(raw: Mapping[str, Any], laws: Mapping[str, Sequence[Scheme]]) -> Scenario:
    """A scenario from the mapping that its file holds."""
    known_keys(raw, KEYS, "A scenario")
    name = name_of(required(raw, "scenario", "A scenario"))
    base = str(raw.get("builds_on", FLOOR))
    if base not in laws:
        raise Refusal(
            "`{base}` is not a law to build on: say {floor} or {status_quo}.",
            base=base,
            floor=FLOOR,
            status_quo=STATUS_QUO,
            nearest=nearest(base, laws),
            where=place(raw.get("builds_on")),
        )
    known = parameters(laws[base])
    changes = as_map(raw.get("changes", {}))
    if not changes.keys() <= known.keys():
        known = {**unsaid(laws[base]), **known}
    values = {}
    for path, value in changes.items():
        if path not in known:
            where = changes.at(path) if hasattr(changes, "at") else ""
            raise Refusal(
                "No scheme has a parameter `{path}`.", path=path, nearest=nearest(path, known), where=where
            )
        with placed(changes, path):
            values[str(path)] = _new(value, known[path])
    return Scenario(
        name=name,
        title=text_of(raw.get("title", raw["scenario"])),
        description=text_of(raw.get("description", "")),
        builds_on=base,
        changes=values,
        remove=tuple(_removed(item, raw, laws[base]) for item in as_list(raw.get("remove", []))),
        author=str(raw.get("author", "")),
        reference=str(raw.get("reference", "")),
        written=tuple((str(path), spoken(value)) for path, value in changes.items()),
        where=place(raw),
        raw={str(path): value for path, value in changes.items()},
    )


def _removed(item: Any, raw: Mapping[str, Any], law: Sequence[Scheme]) -> str:
    """The scheme or benefit that is left out, refused at its line where nothing is called so."""
    valid = {scheme.name for scheme in law} | {one.path for scheme in law for one in scheme.benefits}
    if str(item) not in valid:
        raise Refusal(
            "No scheme or benefit is called `{name}`, so it cannot be removed.",
            name=str(item)[:60],
            nearest=nearest(str(item)[:60], valid),
            where=place(item) or (raw.at("remove") if hasattr(raw, "at") else ""),
        )
    return str(item)


def _new(value: Any, base: Parameter) -> Parameter:
    """A new value, or the old ones times a factor: `{times: 1.5}`."""
    if not isinstance(value, Mapping) or "times" not in value:
        return read_parameter(value, base.kind, base.path, base)
    known_keys(value, ("times",), f"`{base.path}`")
    with placed(value, "times"):
        return replace(scaled(base, units.number(str(value["times"]), units.RATIO)), where=place(value))


def spoken(value: Any) -> str:
    """A value as its file says it, on one line; what stands below a key is in braces, as YAML has it."""
    if not isinstance(value, Mapping):
        return str(value)
    said = {key: f"{{{spoken(one)}}}" if isinstance(one, Mapping) else str(one) for key, one in value.items()}
    return ", ".join(f"{key}: {one}" for key, one in said.items())
