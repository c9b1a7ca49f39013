"""The steps by which a scenario is built, in their order: the address holds them, and the last can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from socle.exchange.value_rows import Rows, line_of_rows, line_of_sexes
from socle.ground.refusals import Refusal
from socle.run.builder import MOST_CHANGES, Ground, Wanted, same

Pair = tuple[str, str]
FROM: Final = "from"
WORDS: Final = ("remove", "restore")  # which benefit is left out, or brought back
TICK: Final = "tick"  # of a form: the benefit has a box in it, ticked or not
MOST: Final = 2 * MOST_CHANGES  # steps in one address


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: its fields in order, and the steps of the page on which it stood."""

    fields: Sequence[Pair]
    before: Sequence[Pair]


def wanted_after(pairs: Sequence[Pair], start: str) -> Wanted:
    """What is asked for after some steps; of each value, and of each benefit, the last holds."""
    changes: dict[str, str] = {}
    ticks: dict[str, str] = {}
    for name, text in pairs:
        if name == FROM:
            start = text
        elif name in WORDS:
            ticks[text] = name
        elif text:
            changes[name] = text
        else:
            changes.pop(name, None)
    remove, restore = (tuple(path for path, said in ticks.items() if said == word) for word in WORDS)
    return Wanted(start, changes, remove, restore)


def steps_of(ground: Ground, typed: Typed, start: str) -> tuple[Pair, ...]:
    """The steps before, and those that the form adds: what says what holds already is no step."""
    fields = [one for one in _lines(typed.fields) if one[0] != TICK]
    if typed.before:
        before = wanted_after(typed.before, start)
        fields = [one for one in fields if not _shown(ground, before, *one)] + _unticked(typed, before)
    fields = [*typed.before, *fields]
    found = lean(ground, fields, start)
    if len(found) > MOST:
        raise Refusal("A scenario changes at most {most} values here.", most=MOST_CHANGES)
    return found


def lean(ground: Ground, pairs: Sequence[Pair], start: str) -> tuple[Pair, ...]:
    """The steps that change something, after the start."""
    start = next((text for name, text in reversed(pairs) if name == FROM), start)
    standing, left = ground.standing(start), ground.start(start).remove
    kept: list[Pair] = []
    now: dict[str, str] = {}
    begun = ""
    for name, text in pairs if pairs and pairs[0][0] == FROM else ((FROM, start), *pairs):
        if name == FROM:
            if text != begun:
                kept.append((name, text))
            begun = text
        elif name in WORDS:
            if name != now.get(text, WORDS[0] if text in left else WORDS[1]):
                kept.append((name, text))
            now[text] = name
        else:
            said = text.strip()
            holds = now.get(name, standing.lines.get(name, ""))
            if not same(standing, name, said or standing.lines.get(name, ""), holds):
                kept.append((name, said))
                now[name] = said or standing.lines.get(name, "")
    return tuple(kept)


def _shown(ground: Ground, before: Wanted, path: str, text: str) -> bool:
    """Whether the page on which the form stood said the same, of whatever start."""
    standing = ground.standing(before.start)
    held = before.changes.get(path, standing.lines.get(path))
    return held is not None and same(standing, path, text.strip(), held)


def _unticked(typed: Typed, before: Wanted) -> list[Pair]:
    """Boxes that were ticked on the page and are not any more."""
    boxes = {text for name, text in typed.fields if name == TICK}
    ticked = {(name, text) for name, text in typed.fields if name in WORDS}
    were = [(WORDS[0], path) for path in before.remove] + [(WORDS[1], path) for path in before.restore]
    other = dict(zip(WORDS, reversed(WORDS), strict=True))
    return [(other[name], path) for name, path in were if path in boxes and (name, path) not in ticked]


def _lines(fields: Sequence[Pair]) -> list[Pair]:
    """The fields with every group of rows, and every pair of men and women, put into one line."""
    groups: dict[str, dict[str, list[str]]] = {}
    found: list[Pair] = []
    for name, text in fields:
        path, mark, part = name.partition("@")
        if not mark:
            found.append((name, text))
            continue
        if path not in groups:
            found.append((path, ""))
        groups.setdefault(path, {}).setdefault(part, []).append(text)
    return [(name, _line(groups[name]) if name in groups else text) for name, text in found]


def _line(said: Mapping[str, Sequence[str]]) -> str:
    """One line of what the fields of a value say."""

    def one(part: str) -> str:
        return said.get(part, [""])[-1].strip()

    if "men" in said or "women" in said:
        return line_of_sexes(one("men"), one("women"))
    rows = tuple(zip(said.get("year", ()), said.get("value", ()), strict=False))
    full = [(year.strip(), value) for year, value in rows if value.strip()]
    if len(full) == 1 and full[0][0] == one("first") and not any(y.strip() for y, v in rows if not v.strip()):
        return full[0][1].strip()
    return line_of_rows(Rows(rows, one("course") or "step", one("rest")), one("of_start") or "step")
