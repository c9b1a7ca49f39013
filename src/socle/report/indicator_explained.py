"""One value of an indicator explained: definition, formula, the numbers in it, sources, and who reviewed it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE
from socle.measure.statistics_glossary import STATISTICS
from socle.model.explained_statistic import Explained
from socle.model.observation import FINAL, STATUSES
from socle.model.statistic import Given
from socle.report import numbers
from socle.report.indicator_tables import (
    about_of,
    catalogue_told,
    cited,
    known,
    rows_of,
    value_of,
)
from socle.report.listing import folded
from socle.report.sections import Table
from socle.report.text import Translate, translator

MANY: Final = 10000  # from here on numbers are whole


def told(name: str, shown: Sequence[Explained], lang: str) -> str:
    """The explanations for a terminal, each indicator defined once."""
    text: list[str] = []
    for code in dict.fromkeys(each.one.indicator for each in shown):
        text += [] if not text else [""]
        text += catalogue_told([CATALOGUE[code]], lang).splitlines()
        for each in shown:
            if each.one.indicator == code:
                text += ["", *_value(name, each, lang)]
    return "\n".join(text) + "\n"


def _value(name: str, each: Explained, lang: str) -> list[str]:
    _, one = translator(lang), each.one
    about = ", ".join(part for part in (name, about_of(one, lang), str(one.year)) if part)
    bounds = one.value is None and known(one)
    status = f" ({_(N_('bounds'))})" if bounds else _status(one.status, _) if known(one) else ""
    text = folded(_(N_("{place}: {value}")).format(place=about, value=value_of(one, lang)) + status)
    for statistic, given in each.given.items():
        text += _number(statistic, given, lang)
    text += folded(_(one.method).format(**one.said), "  ", "  ") if one.method else []
    told_already = {given.reason for given in each.given.values()}
    if one.reason and one.reason not in told_already:
        text += folded(_(one.reason).format(**one.said), "  ", "  ")
    if one.source and not any(given.source for given in each.given.values()):
        text += _source(one.source, "  ", _)
    if not each.given:
        text += folded(_(_why_not(each)), "  ", "  ")
    if each.recorded:
        text += folded(_recorded(each, _), "  ", "  ")
    return text


def _number(statistic: str, given: Given, lang: str) -> list[str]:
    """One number of the formula: what it is, its value, its source."""
    _ = translator(lang)
    ends = (given.low, given.high) if given.value is None else (given.value,)
    written = " – ".join(_exact(end, lang) for end in ends if end is not None) or _(numbers.UNKNOWN)
    text = folded(f"{statistic} = {written}{_status(given.status, _)}", "  ", "    ")
    text += folded(_(STATISTICS[statistic].sentence), "    ", "    ")
    text += _source(given.source, "    ", _) if given.source else []
    return text + (folded(_(given.reason).format(**given.said), "    ", "    ") if given.reason else [])


def _exact(value: float, lang: str) -> str:
    """As many digits as a reader needs to work the formula out again."""
    return numbers.number(value, lang, 0 if abs(value) >= MANY or value == round(value) else 2)


def _source(source: str, before: str, _: Translate) -> list[str]:
    return folded(_(N_("Source: {source}")).format(source=cited(source)), before, before)


def _status(status: str, _: Translate) -> str:
    return "" if status == FINAL else f" ({_(STATUSES.get(status, status))})"


def _why_not(each: Explained) -> str:
    """Why the numbers in the formula are not shown."""
    if each.read:
        return N_(
            "The answers give another value today: the formula or what Socle knows of the country has changed."
        )
    if each.recorded and each.recorded.submission:
        return N_("The answers it was worked out from may not be read with this account.")
    return N_("It is as published: the numbers in its formula are not held.")


def _recorded(each: Explained, _: Translate) -> str:
    here = each.recorded
    assert here is not None
    said = {"change": here.change, "at": here.at, "submission": here.submission, "reviewer": here.reviewer}
    if here.submission and here.reviewer:
        words = N_(
            "Recorded {at} UTC (entry {change} of the log) from {submission}, edition {vintage}; reviewed by "
            "{reviewer}."
        )
    elif here.submission:
        words = N_("Recorded {at} UTC (entry {change} of the log) from {submission}, edition {vintage}.")
    else:
        words = N_("Imported {at} UTC (entry {change} of the log), edition {vintage}.")
    return _(words).format(**said, vintage=each.one.vintage)


def tables(name: str, shown: Sequence[Explained], lang: str) -> tuple[Table, ...]:
    """Each value with the numbers in its formula, and below what is to be known of it."""
    return tuple(_value_table(name, each, lang) for each in shown)


def _value_table(name: str, each: Explained, lang: str) -> Table:
    _, one = translator(lang), each.one
    about = ", ".join(part for part in (name, about_of(one, lang), str(one.year)) if part)
    status = f" ({_(N_('bounds'))})" if one.value is None else _status(one.status, _)
    caption = _(N_("{place}: {value}")).format(place=about, value=value_of(one, lang)) + status
    rows = tuple(_row(statistic, given, lang) for statistic, given in each.given.items())
    head = (_(N_("Number")), _(N_("Value")), _(N_("What it is")), _(N_("Source")))
    notes = (
        _(one.method).format(**one.said) if one.method else "",
        _(one.reason).format(**one.said) if one.reason else "",
        _(N_("Source: {source}")).format(source=cited(one.source)) if one.source and not rows else "",
        "" if rows else _(_why_not(each)),
        _recorded(each, _) if each.recorded else "",
    )
    return Table(caption, head, (("", rows),), words=2, notes=tuple(note for note in notes if note))


def _row(statistic: str, given: Given, lang: str) -> tuple[str, ...]:
    _ = translator(lang)
    ends = (given.low, given.high) if given.value is None else (given.value,)
    written = " – ".join(_exact(end, lang) for end in ends if end is not None) or _(numbers.UNKNOWN)
    why = _(given.reason).format(**given.said) if given.reason else ""
    what = " ".join(part for part in (_(STATISTICS[statistic].sentence), why) if part)
    return statistic, written + _status(given.status, _), what, cited(given.source) if given.source else ""


def as_json(iso3: str, shown: Sequence[Explained], lang: str) -> str:
    """The rows of the values, each with its formula and the numbers in it."""
    _ = translator(lang)
    rows = []
    for each, row in zip(shown, rows_of([each.one for each in shown], lang), strict=True):
        indicator = CATALOGUE[each.one.indicator]
        here = each.recorded
        rows.append(
            {
                **row,
                "DEFINITION": _(indicator.definition),
                "FORMULA": indicator.formula,
                "GIVEN": {name: _plain(name, one, _) for name, one in each.given.items()},
                "SUBMISSION": here.submission if here else "",
                "REVIEWER": here.reviewer if here else "",
                "CHANGE": here.change if here else None,
            }
        )
    return json.dumps({"country": iso3, "indicators": rows}, ensure_ascii=False, indent=1) + "\n"


def _plain(name: str, one: Given, _: Translate) -> dict[str, Any]:
    return {
        "meaning": _(STATISTICS[name].sentence),
        "unit": STATISTICS[name].unit,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "status": one.status,
        "source": one.source,
        "reason": _(one.reason).format(**one.said) if one.reason else "",
    }
