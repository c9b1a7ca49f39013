"""An assessment for programs: JSON with every test and way, and CSV of one row a way.

A limit that the law does not set is `inf` in CSV; in JSON it is null and `unlimited` is true. What is not known is
empty or null. Texts that a spreadsheet would take for a formula begin with an apostrophe in CSV.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from socle.model.practice import Input, Practice
from socle.model.standard import Grounds
from socle.model.verdict import Assessment, PartVerdict, Verdict
from socle.report import assessment_shown as shown
from socle.report import assessment_words as words
from socle.report.assessment_tables import with_part
from socle.report.assessment_words import Checked, Told
from socle.report.plain_json import known
from socle.report.reweight_tables import worded
from socle.report.text import named

COLUMNS: Final = (
    "country",
    "year",
    "instrument",
    "part",
    "part_status",
    "branch",
    "test",
    "test_status",
    "contingency",
    "article",
    "alternative",
    "status",
    "value",
    "relation",
    "required",
    "unit",
    "verified",
    "flips",
    "inputs",
    "missing",
    "reason",
)


@dataclass(frozen=True)
class WayRow:
    """A way of a test, the last in which nothing is joined: where it stands, and from what it hangs."""

    found: Assessment
    part: PartVerdict
    test: Verdict
    names: tuple[str, ...]  # the alternatives on the way down
    leaf: Verdict


def ways(found: Assessment) -> Iterator[WayRow]:
    """Every way of every test, in the order of the instrument."""
    for part in (*found.parts, *found.common):
        for test in part.verdicts:
            yield from (WayRow(found, part, test, names, leaf) for names, leaf in _leaves(test, ()))


def _leaves(one: Verdict, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Verdict]]:
    names = (*above, one.alternative) if one.alternative else above
    if not one.verdicts:
        yield names, one
    for each in one.verdicts:
        yield from _leaves(each, names)


def assessment_csv(checked: Checked | Sequence[Checked], lang: str = "en", part: str = "") -> str:
    """One row a way of a test, of one Part where it is named."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for held in checked if isinstance(checked, Sequence) else (checked,):
        for row in (row for found in with_part(held.assessments, part) for row in ways(found)):
            if part in ("", row.part.part.name):
                writer.writerow([_cell(value) for value in _row(row, held.practice, lang)])
    return out.getvalue()


def _row(row: WayRow, practice: Practice, lang: str) -> tuple[Any, ...]:
    one, told = row.leaf, Told(practice, row.found.instrument, lang)
    return (
        practice.iso3,
        practice.year,
        row.found.instrument.code,
        row.part.part.name,
        row.part.status,
        row.part.part.branch,
        row.test.test,
        row.test.status,
        one.contingency or row.test.contingency,
        one.grounds.article,
        " ".join(row.names),
        one.status,
        one.value,
        one.relation,
        one.required,
        one.unit,
        words.verified(one, row.test),
        row.test.flips,
        " ".join(one.inputs),
        " ".join(one.missing),
        words.reason(one, told),
    )


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return words.harmless(value) if isinstance(value, str) and value not in (">=", "<=") else value


def assessment_json(checked: Checked, lang: str = "en", part: str = "") -> str:
    """Everything about one country, or of its Parts one; null where a number is not known."""
    whole = content(checked, lang)
    if part:
        codes = [one.instrument.code for one in with_part(checked.assessments, part)]
        whole["instruments"] = [one for one in whole["instruments"] if one["instrument"] in codes]
        for one in whole["instruments"]:
            for key in ("parts", "unverified"):
                one[key] = [each for each in one[key] if each["part"] == part]
    return _dumped(whole)


def all_json(all_checked: Sequence[Checked], lang: str = "en") -> str:
    """Everything about several countries."""
    return _dumped([content(one, lang) for one in all_checked])


def _dumped(whole: Any) -> str:
    return json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def content(checked: Checked, lang: str) -> dict[str, Any]:
    """What the JSON holds."""
    practice = checked.practice
    return {
        "country": practice.iso3,
        "name": named(practice.name, lang),
        "year": practice.year,
        "currency": practice.currency,
        "version": checked.trace.version,
        "fingerprint": checked.trace.fingerprint,
        "instruments": [
            _instrument(one, Told(practice, one.instrument, lang)) for one in checked.assessments
        ],
        "inputs": {key: _input(one) for key, one in practice.inputs.items()},
        "benefits": {name: list(benefits) for name, benefits in practice.benefits.items()},
        "choices": {name: list(options) for name, options in practice.choices.items()},
        "notes": [worded(one, lang) for one in practice.flags],
        "files": dict(checked.trace.files),
    }


def _instrument(found: Assessment, told: Told) -> dict[str, Any]:
    acceptance = found.acceptance
    return {
        "instrument": found.instrument.code,
        "title": named(found.instrument.title, told.lang),
        "kind": found.instrument.kind,
        "ratification": None if acceptance is None else _verdict(acceptance, acceptance, told),
        "said": [shown.headline(found, told), *shown.ratification(found, told)],
        "parts": [
            {
                "part": one.part.name,
                "common": one in found.common,
                "branch": one.part.branch,
                "title": named(one.part.title, told.lang),
                "status": one.status,
                **_grounds(one.part.grounds),
                "tests": [_verdict(each, each, told) for each in one.verdicts],
            }
            for one in (*found.parts, *found.common)
        ],
        "unverified": [
            {"part": one.part, "test": one.test, "article": one.article, "required": one.asked}
            for one in shown.unverified(found, told.practice, told.lang)
        ],
    }


def _verdict(one: Verdict, test: Verdict, told: Told) -> dict[str, Any]:
    made: dict[str, Any] = {
        "test": one.test,
        "contingency": one.contingency,
        "alternative": one.alternative,
        "status": one.status,
        **_number("value", one.value),
        "relation": one.relation,
        **_number("required", one.required),
        "unit": one.unit,
        **_grounds(one.grounds),
        "verified": words.verified(one, test),
        "inputs": list(one.inputs),
        "missing": list(one.missing),
        "figures": {name: known(value) for name, value in one.figures.items()},
        "reason": words.reason(one, told),
        "flips": one.flips,
    }
    if one.verdicts:
        made |= {"joined": one.joined, "ways": [_verdict(each, test, told) for each in one.verdicts]}
    return made


def _grounds(one: Grounds) -> dict[str, Any]:
    return {"article": one.article, "verified": one.verified, "sources": list(one.sources)}


def _number(name: str, value: float | None) -> dict[str, Any]:
    unlimited = value is not None and math.isinf(value)
    return {name: known(value)} | ({f"{name}_unlimited": True} if unlimited else {})


def _input(one: Input) -> dict[str, Any]:
    plain: Any
    if isinstance(one.value, bool | np.bool_):
        plain = {"value": bool(one.value)}
    elif isinstance(one.value, int | float | np.number):
        plain = _number("value", float(one.value))
    else:
        plain = {"value": _formula(one.value)}
    return {
        **plain,
        "source": one.source,
        "date": one.date,
        "origin": one.origin,
        "status": one.status,
        "where": one.where,
    }


def _formula(value: Any) -> Any:
    kind = getattr(value, "kind", None)
    if kind is None:
        return str(value)
    says: Mapping[str, float] = value.says
    return {"formula": kind, **{name: known(figure) for name, figure in says.items()}}
