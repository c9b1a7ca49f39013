"""Surveys and what is measured on them, for a terminal, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from textwrap import wrap

from socle.ground.words import N_
from socle.model.survey import Measured
from socle.report import numbers
from socle.report.reweight_tables import beside_lines, flag_lines, worded
from socle.report.text import translator
from socle.run.poverty import PovertyRequest
from socle.run.survey import Description

WIDTH = 80
NAME, CELL = 20, 16
COLUMNS = tuple(field.name for field in fields(Measured))
UNITS = {  # as people read them
    "share": N_("%"),
    "ratio": N_("ratio"),
    "index": N_("index"),
    "currency": N_("currency"),
}


def poverty_json(found: Sequence[Measured]) -> str:
    """One record a number: shares from 0 to 1, null where a number is not known."""
    return json.dumps([asdict(one) for one in found], indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def poverty_csv(found: Sequence[Measured]) -> str:
    """One row a number; an empty cell where a number is not known."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(one) for one in found)
    return text.getvalue()


def poverty_table(found: Sequence[Measured], request: PovertyRequest, lang: str) -> str:
    """A table of each group, then what the measures are and how the standard errors were computed."""
    title = translator(lang)(N_("Everybody"))
    told = dict.fromkeys(f"{one.measure}: {one.definition}" for one in found)
    return _tables(found, {found[0].group: title}, [*told, _units(request, lang)], lang)


def grouped_table(found: Sequence[Measured], lang: str) -> str:
    """A table of each curve, then what the curves are."""
    told = dict.fromkeys(f"{one.group}: {one.definition}" for one in found)
    errors = translator(lang)(N_("Standard errors of grouped data are not known."))
    return _tables(found, {}, [*told, errors], lang)


def _tables(found: Sequence[Measured], titles: Mapping[str, str], notes: Sequence[str], lang: str) -> str:
    _ = translator(lang)
    head = f"{_(N_('measure')):<{NAME}}{_(N_('value')):>{CELL}}{_(N_('std. error')):>{CELL}}"
    head += f"{_(N_('records')):>{CELL}}  {_(N_('unit'))}"
    lines: list[str] = []
    for group in dict.fromkeys(one.group for one in found):
        lines += [*([""] if lines else []), titles.get(group, group), head, "-" * WIDTH]
        lines += [_line(one, lang) for one in found if one.group == group]
    wrapped = [line for text in notes for line in wrap(text, WIDTH, subsequent_indent="  ")]
    return "\n".join([*lines, "", *wrapped]) + "\n"


def _line(one: Measured, lang: str) -> str:
    value, error = (_shown(number, one.unit, lang) for number in (one.value, one.se))
    records = numbers.plain(numbers.number(one.n, lang))
    unit = translator(lang)(UNITS[one.unit])
    return f"{one.measure:<{NAME}}{value:>{CELL}}{error:>{CELL}}{records:>{CELL}}  {unit}"


def _shown(value: float | None, unit: str, lang: str) -> str:
    if value is None:
        return translator(lang)("missing")
    scaled, digits = (100 * value, 2) if unit == "share" else (value, 2 if unit == "currency" else 4)
    return numbers.plain(numbers.number(scaled, lang, digits))


def _units(request: PovertyRequest, lang: str) -> str:
    """How the standard errors see the sample."""
    _, roles = translator(lang), request.roles
    if request.replicates:
        text = _(N_("Standard errors: replicate weights `{prefix}`, by {way}."))
        return text.format(prefix=request.replicates, way=request.replication)
    unit = roles.psu or roles.household
    if not unit:
        return _(
            N_(
                "Each record is taken as drawn by itself. If households were drawn, name them with "
                "--household: standard errors are usually larger."
            )
        )
    if roles.strata:
        text = _(N_("Standard errors: primary sampling units `{unit}` in strata `{strata}`."))
    else:
        text = _(N_("Standard errors: primary sampling units `{unit}`, without strata."))
    return text.format(unit=unit, strata=roles.strata)


def description_json(found: Description, lang: str = "en") -> str:
    """The description as one JSON object."""
    told = asdict(found)
    told["flags"] = [worded(one, lang) for one in found.flags]
    told["concept"] = worded(found.concept, lang) if found.concept else None
    return json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def description_table(found: Description, lang: str) -> str:
    """The facts of a survey, then its columns."""
    _ = translator(lang)

    def shown(value: float | None, digits: int = 0) -> str:
        return numbers.plain(numbers.number(float("nan") if value is None else value, lang, digits))

    facts = [
        (_(N_("records")), shown(found.records)),
        (_(N_("sum of weights")), shown(found.people)),
        (_(N_("households")), shown(found.households)),
        (_(N_("primary sampling units")), shown(found.units)),
        (_(N_("strata")), shown(found.strata)),
        (_(N_("smallest weight")), shown(found.lightest, 2)),
        (_(N_("largest weight")), shown(found.heaviest, 2)),
        (_(N_("loss of precision by weights")), shown(found.weighting_effect, 3)),
    ]
    lines = [found.file, *(f"  {name:<34}{value:>16}" for name, value in facts)]
    lines[:1] = wrap(f"{found.file}: {found.title}", WIDTH) if found.title else lines[:1]
    if found.concept:
        lines += ["", *wrap(_(N_("Welfare: {concept}.")).format(concept=worded(found.concept, lang)), WIDTH)]
    lines += ["", *flag_lines(found.flags, lang)] if found.flags else []
    lines += ["", *beside_lines(found.totals, lang)] if found.totals else []
    if found.lonely:
        text = _(N_("Strata of one primary sampling unit, without variance of their own: {names}."))
        lines += ["", *wrap(text.format(names=", ".join(found.lonely)), WIDTH)]
    head = f"{_(N_('column')):<22}{_(N_('kind')):>8}{_(N_('empty')):>10}{_(N_('distinct')):>10}"
    lines += ["", head + f"{_(N_('lowest')):>15}{_(N_('highest')):>15}", "-" * WIDTH]
    kinds = {"number": _(N_("number")), "text": _(N_("text"))}
    for one in found.columns:
        distinct = shown(one.distinct) + ("+" if one.more else "")
        row = f"{one.name[:21]:<22}{kinds[one.kind]:>8}{shown(one.missing):>10}{distinct:>10}"
        ends = "" if one.low is None else f"{shown(one.low, 2):>15}{shown(one.high, 2):>15}"
        lines.append(row + ends)
    return "\n".join(lines) + "\n"
