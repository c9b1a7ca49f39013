"""What a file of an instrument says of one requirement: its kind, its facts, and the ways to meet it.

Each kind of test has its own keys; a requirement without `any_of` is itself its only way.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any, Final

from socle.exchange.file_words import among, as_list, as_map, known_keys, place, required
from socle.ground.refusals import Refusal, nearest
from socle.model.practice import CONTINGENCIES, FORMULAS, INPUTS, PROTECTED
from socle.model.results import Text
from socle.model.standard import KINDS, TESTS, Grounds, Instrument, Requirement, Way

GROUNDS: Final = ("article", "verified", "source", "note")
LANGUAGES: Final = ("en", "fr", "es")
LIMITS: Final = ("age", "qualifying", "reduced", "duration", "waiting", "leave")
APART: Final = (
    "article",
    "beneficiary",
    "formulas",
    "points_less",
    "content",
)  # facts with grounds of their own
THROUGHOUT: Final = "throughout"  # as long as the contingency lasts
_REQUIREMENT = ("test", "kind", "contingency", "any_of", *GROUNDS)
_METHODS = ("highest_of", "lowest_of", "previous_earnings")
_YEARS = ("contribution_years", "residence_years")
_SIDES = ("at_most", "at_least", "unit")
_UNITS: Final = {
    "years": {"years": 1.0, "months": 1 / 12},
    "weeks": {"weeks": 1.0},
    "days": {"days": 1.0},
    "number": {"number": 1.0},
}
"""Unit of an input -> units in which a file may say a limit, and how many of the input's unit each is."""
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_FRACTION = re.compile(r"([1-9])/([1-9])")


@dataclass(frozen=True)
class Known:
    """What an instrument may refer to: its sources, beneficiaries and figures; the words of conditions and of care."""

    sources: Mapping[str, str]
    beneficiaries: frozenset[str]
    factors: Mapping[str, float]
    conditions: frozenset[str]
    care: frozenset[str]
    followed: Instrument | None = None  # a Convention whose figures and ways hold for a Recommendation

    def defined(self) -> Iterable[tuple[str, tuple[Text, Grounds]]]:
        """Definitions of the instrument that this one follows."""
        return self.followed.definitions.items() if self.followed else ()

    def of_followed(self, grounds: Grounds) -> Grounds:
        """The same grounds, with the instrument whose article it is."""
        return replace(grounds, article=f"{self.followed.code if self.followed else ''}, {grounds.article}")


@dataclass(frozen=True)
class Inside:
    """The Part that a requirement stands in: its branch, what is known, and the years that its levels state."""

    branch: str
    known: Known
    years: Mapping[tuple[str, str, str], Any]  # contingency, article, key -> years as they stand in the file


def requirements_of(stated: Sequence[Any], branch: str, known: Known) -> tuple[Requirement, ...]:
    """The requirements of a Part."""
    inside = Inside(branch, known, _years_of_levels(stated))
    return tuple(_requirement(as_map(one), inside) for one in stated)


def grounds_of(raw: Mapping[str, Any], what: str, known: Known) -> Grounds:
    """Article, whether it was read, in what, and a note."""
    sources = as_list(raw.get("source", ()))
    for key in sources:
        if key not in known.sources:
            raise Refusal(
                "The source {source} is not among those of the instrument.",
                source=str(key),
                nearest=nearest(key, known.sources),
                where=place(key),
            )
    verified = yes_no(required(raw, "verified", what), "verified")
    if verified and not sources:
        raise Refusal("{what} is said to be verified, but not in which source.", what=what, where=place(raw))
    article = str(required(raw, "article", what))
    return Grounds(article, verified, tuple(map(str, sources)), text_of(raw["note"]) if "note" in raw else {})


def text_of(raw: Any, also: Iterable[str] = ()) -> Text:
    """A text in the three languages, none of them left out."""
    known_keys(as_map(raw), (*LANGUAGES, *also), "A text")
    return {lang: str(required(raw, lang, "A text")) for lang in LANGUAGES}


def yes_no(raw: Any, what: str) -> bool:
    """`yes` or `no`."""
    return among(raw, ("yes", "no"), what, what) == "yes"


def whole(raw: Any) -> int:
    """A whole number."""
    if not str(raw).isdecimal():
        raise Refusal("`{text}` is not a whole number.", text=str(raw), where=place(raw))
    return int(raw)


def date(raw: Any) -> str:
    """A day as 1955-04-27."""
    try:
        return dt.date.fromisoformat(str(raw)).isoformat()
    except ValueError:
        raise Refusal("`{text}` is not a date; write 2024-12-31.", text=str(raw), where=place(raw)) from None


def share(raw: Any, most: float = 1) -> float:
    """A share: `45%` or `2/3`, above 0 and up to `most`."""
    if found := _FRACTION.fullmatch(str(raw)):
        value = int(found[1]) / int(found[2])
    elif found := _PERCENT.fullmatch(str(raw)):
        value = float(found[1]) / 100
    else:
        raise Refusal("`{text}` is not a share; write 45% or 2/3.", text=str(raw), where=place(raw))
    if not 0 < value <= most:
        raise Refusal(
            "{text} is not above 0% and up to {most:.0%}.", text=str(raw), most=most, where=place(raw)
        )
    return value


def kind_of(test: str) -> str:
    """The kind of a test that does not say it."""
    if test in KINDS:
        return test
    return "limit" if test in LIMITS else "employees_share" if test == "financing" else "condition"


def _requirement(raw: Mapping[str, Any], inside: Inside) -> Requirement:
    test = among(required(raw, "test", "A requirement"), tuple(TESTS), "test", "test")
    kind = among(raw["kind"], tuple(KINDS), "kind", "kind") if "kind" in raw else kind_of(test)
    own, contingency = _OWN.get(kind, ()), _contingency(raw, inside.branch)
    if "ways_of" in raw:
        known_keys(raw, (*_REQUIREMENT, "ways_of", "also", *own), f"A requirement ({kind})")
        ways = _ways_of(raw, kind, contingency, inside.known)
    elif "any_of" in raw:
        known_keys(raw, (*_REQUIREMENT, *own, *(("also",) if own else ())), f"A requirement ({kind})")
        ways = tuple(_way(as_map(one), kind, contingency, inside) for one in as_list(raw["any_of"]))
    else:  # itself its only way
        known_keys(raw, (*_REQUIREMENT, *own, "also", *_KEYS[kind]), f"A requirement ({kind})")
        ways = (_way(raw, kind, contingency, inside),)
    facts = {key: _FACTS[key](raw[key], inside.known) for key in own if key in raw}
    for key in _NEEDED.get(kind, ()):
        required(raw, key, f"A requirement ({kind})")
    facts |= _also(raw, inside.known) if own else {}
    return Requirement(test, kind, _joined(raw, ways, inside.known), ways, contingency, facts)


def _ways_of(raw: Mapping[str, Any], kind: str, contingency: str, known: Known) -> tuple[Way, ...]:
    """The ways of the same requirement of the instrument that is followed, by its articles."""
    followed = known.followed
    among(raw["ways_of"], [followed.code] if followed else [], "followed instrument", "ways_of")
    for _, one in followed.every() if followed else ():
        if (one.kind, one.contingency) == (kind, contingency):
            return tuple(replace(way, grounds=known.of_followed(way.grounds)) for way in one.ways)
    raise Refusal("The instrument that is followed has no such requirement.", where=place(raw["ways_of"]))


def _way(raw: Mapping[str, Any], kind: str, contingency: str, inside: Inside) -> Way:
    keys, alone = _KEYS[kind], "test" in raw
    if not alone:
        known_keys(raw, (*keys, "exception", "also", *GROUNDS), f"A way ({kind})")
    own = _OWN.get(kind, ()) if alone else ()
    skipped = (*own, *_SIDES) if kind == "limit" else own
    facts = {key: _FACTS[key](raw[key], inside.known) for key in keys if key in raw and key not in skipped}
    if kind == "limit" and ("condition" not in facts or "input" in facts):
        facts |= _limit(raw, contingency, inside)
    for key in _WAYS.get(kind, ()):
        if "condition" not in facts:
            required(raw, key, f"A way ({kind})")
    if not own:  # else what is said apart is of what all ways share
        facts |= _also(raw, inside.known)
    exception = "exception" in raw and yes_no(raw["exception"], "exception")
    return Way(grounds_of(raw, "A way", inside.known), facts, exception)


def _also(raw: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """Facts that have grounds of their own: whether a rate was read says nothing of who it is for."""
    if "also" not in raw:
        return {}
    stated = as_map(raw["also"])
    known_keys(stated, APART, "`also`")
    return {"grounds": {key: grounds_of(as_map(one), "A fact", known) for key, one in stated.items()}}


def _joined(raw: Mapping[str, Any], ways: Sequence[Way], known: Known) -> Grounds:
    """Grounds of a requirement: its own where it states a figure, else verified if all its ways are."""
    if "verified" in raw:
        return grounds_of(raw, "A requirement", known)
    sources = tuple(dict.fromkeys(key for way in ways for key in way.grounds.sources))
    note = text_of(raw["note"]) if "note" in raw else {}
    article = str(required(raw, "article", "A requirement"))
    return Grounds(article, all(way.grounds.verified for way in ways), sources, note)


def _contingency(raw: Mapping[str, Any], branch: str) -> str:
    if "contingency" not in raw:
        return ""
    of_branch = [name for name, its in CONTINGENCIES.items() if its == branch]
    return among(raw["contingency"], of_branch, "contingency", "contingency")


def _limit(raw: Mapping[str, Any], contingency: str, inside: Inside) -> dict[str, Any]:
    """A limit in the unit of its input; `written` keeps the figure and unit of the file."""
    what = "A limit"
    name = among(required(raw, "input", what), tuple(INPUTS), "input", "input")
    sides = [key for key in ("at_most", "at_least") if key in raw]
    if len(sides) != 1:
        raise Refusal("A limit is either `at_most` or `at_least`.", where=place(raw))
    said = raw[sides[0]]
    stated = inside.years.get((contingency, str(raw.get("article")), str(said)), said)
    unit = INPUTS[name][0]
    times = _UNITS.get(unit, {})
    written = among(required(raw, "unit", what), tuple(times), "unit", name)
    figure = inf if stated == THROUGHOUT else _number(stated)
    return {sides[0]: figure * times[written], "unit": unit, "written": (figure, written)}


def _years_of_levels(stated: Sequence[Any]) -> Mapping[tuple[str, str, str], Any]:
    """Years stated by levels, by contingency, article and key: a qualifying period names the key, not the figure."""
    return {
        (str(one.get("contingency", "")), str(way.get("article")), key): way[key]
        for one in map(as_map, stated)
        if one.get("test") == "level"
        for way in map(as_map, as_list(one.get("any_of", ())))
        for key in _YEARS
        if key in way
    }


def _number(raw: Any) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?", str(raw)):
        raise Refusal("`{text}` is not a figure.", text=str(raw), where=place(raw))
    return float(raw)


def _one_of(valid: Iterable[str], what: str) -> Callable[[Any, Known], Any]:
    return lambda raw, known: among(raw, tuple(valid), what, what)  # noqa: ARG005


def _some_of(valid: Iterable[str], what: str) -> Callable[[Any, Known], Any]:
    return lambda raw, known: tuple(among(one, tuple(valid), what, what) for one in as_list(raw))  # noqa: ARG005


def _flag(raw: Any, known: Known) -> Any:  # noqa: ARG001
    return yes_no(raw, "flag")


def _share(raw: Any, known: Known) -> Any:  # noqa: ARG001
    return share(raw)


def _figure(raw: Any, known: Known) -> Any:  # noqa: ARG001
    return _number(raw)


_MONEY: Final = [name for name, (unit, _) in INPUTS.items() if unit == "money"]
_FACTS: Final[Mapping[str, Callable[[Any, Known], Any]]] = {
    "share_of": _one_of(PROTECTED, "share_of"),
    "at_least": _share,
    "at_most": _share,
    "dependants": _flag,
    "all_active": _flag,
    "formula": _one_of(FORMULAS, "formula"),
    "formulas": _some_of(FORMULAS, "formula"),
    "rate": _share,
    "beneficiary": lambda raw, known: among(raw, sorted(known.beneficiaries), "beneficiary", "beneficiary"),
    "contribution_years": _figure,
    "residence_years": _figure,
    "points_less": _share,
    "proportional": _flag,
    "total_over": lambda raw, known: known.factors[among(raw, sorted(known.factors), "figure", "total_over")],
    "method": _one_of(_METHODS, "method"),
    "inputs": _some_of(_MONEY, "input"),
    "not_below": _one_of(_MONEY, "input"),
    "input": _one_of(INPUTS, "input"),
    "condition": lambda raw, known: among(raw, sorted(known.conditions), "condition", "condition"),
    "figure": _figure,
    "items": lambda raw, known: tuple(
        among(one, sorted(known.care), "item of care", "items") for one in as_list(raw)
    ),
    "children": _one_of(("children_of_protected", "children_of_residents"), "children"),
}
_KEYS: Final = {
    "persons": ("share_of", "at_least", "dependants", "formula"),
    "level": (
        "rate", "formulas", "contribution_years", "residence_years", "points_less", "proportional", "total_over",
        "method", "inputs", "not_below", "condition", "all_active",
    ),
    "limit": ("input", "at_most", "at_least", "unit", "formulas", "condition", "figure", "all_active"),
    "condition": ("condition", "figure"),
    "package": ("items",),
    "value": ("rate", "children"),
    "employees_share": ("at_most",),
}  # fmt: skip
"""What a way of each kind may say."""
_OWN: Final = {"level": ("rate", "beneficiary", "formulas")}
"""What a requirement says for all its ways."""
_NEEDED: Final = {"level": ("rate", "formulas")}
_WAYS: Final = {
    "persons": ("share_of", "at_least"),
    "condition": ("condition",),
    "package": ("items",),
    "value": ("rate", "children"),
    "employees_share": ("at_most",),
}
"""What a way of each kind must say, unless it is met by a condition."""
