"""Ratifications as rows, map, timeline and JSON; with chart and workbook in a folder."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from socle.exchange.areas import load_areas
from socle.exchange.sources import source
from socle.measure.campaign import Ends, Pace, timeline
from socle.model.ratification import Undated
from socle.report import ratification_chart, ratification_workbook
from socle.report import ratification_words as words
from socle.report.files import Report, write_report
from socle.run.ratifications import Ratifications, Standing

FORMATS: Final = ("svg", "png", "csv", "json", "xlsx")
REGISTER: Final = (
    *(
        "iso3",
        "registered",
        "counted",
        "date_confidence",
        "date_source",
        "parts",
        "count",
        "parts_confidence",
    ),
    *("parts_source", "official", "official_on", "replaced", "ended_by", "exceptions"),
)
MAP: Final = ("iso3", "status", "registered", "date_confidence", "parts", "count", "parts_confidence")
TIMELINE: Final = ("day", "iso3", "day_known", "low", "high", "complete")
PACES: Final = (
    *("day", "low", "high", "complete", "gap_low", "gap_high", "years_left", "needed_low", "needed_high"),
    *("so_far_low", "so_far_high", "reached_first", "reached_last"),
)


def register_csv(found: Ratifications) -> str:
    """One State a line; what is not established is empty."""
    return _csv(REGISTER, [_register_row(one, found) for one in found.rows])


def map_csv(found: Ratifications) -> str:
    """Every country and territory: ratified, possible (only the year is known), not_ratified, or not_in_register.

    The last where the register is not complete on that day: nobody knows.
    """
    held = {row.iso3: row for row in found.register.rows if row.by(found.day) is not False}
    rest = "not_ratified" if found.complete else "not_in_register"
    rows: list[Sequence[Any]] = []
    for iso3 in sorted(load_areas()):
        row = held.get(iso3)
        if row is None:
            rows.append((iso3, rest, "", "", "", "", ""))
            continue
        status = "ratified" if row.by(found.day) else "possible"
        sure = (row.registered, row.date_confidence, " ".join(row.parts), row.count, row.parts_confidence)
        rows.append((iso3, status, *sure))
    return _csv(MAP, rows)


def timeline_csv(found: Ratifications) -> str:
    """A line for each State on the day, or on the last day of the year, of its ratification: the count from then on.

    A line without a State is the first day of a year of which ratifications have no day. Where the register is not
    complete there is no upper end.
    """
    rows: list[Sequence[Any]] = []
    years = {row.iso3 for row in found.register.rows if not row.day_known}
    for step in timeline(found.register.rows):
        complete = step.day <= found.register.complete_to
        end = (int(step.count.low), int(step.count.high) if complete else "", _yes(complete))
        if step.day <= found.day:
            rows += [
                (step.day, iso3, _yes(iso3 not in {*years, ""}), *end) for iso3 in step.countries or ("",)
            ]
    return _csv(TIMELINE, rows)


def campaign_csv(found: Standing) -> str:
    """A line for each day as of which the campaign is told; an end that is not known is empty."""
    return _csv(PACES, [[_plain(value) for value in _pace(one, found).values()] for one in found.paces])


def undated_csv(one: Undated) -> str:
    """How many have ratified a Convention without a register."""
    return _csv(
        ("convention", "least", "most", "verified"),
        [(one.convention, one.least, one.most, _yes(one.verified))],
    )


def as_json(found: Ratifications | Undated, standing: Standing | None, lang: str) -> str:
    """Everything that is known; null where it is not."""
    if isinstance(found, Undated):
        return _json(asdict(found))
    rows = [dict(zip(REGISTER, _register_row(one, found), strict=True)) for one in found.rows]
    for row, one in zip(rows, found.rows, strict=True):
        row["country"] = words.state(one.iso3, lang)
        row |= {"parts": list(one.parts), "official": list(one.official), "replaced": list(one.replaced)}
        row |= {"ended_by": list(one.ended_by), "exceptions": list(one.exceptions)}
    content = {
        "convention": found.register.convention,
        "day": str(found.day),
        "complete": found.complete,
        "complete_to": str(found.register.complete_to),
        "region": found.region or None,
        "count": _ends(found.count, found.complete),
        "regions": {code: _ends(ends, found.complete) for code, ends in found.regions.items()},
        "parts": [
            {"part": one.part, "accepted": one.accepted, **one.by_confidence, "replaced": list(one.replaced)}
            for one in found.parts
        ],
        "checks": [
            {
                "from": str(one.official.first),
                "to": str(one.official.last),
                "count": one.official.count,
                "at_least": one.official.at_least,
                "source": one.official.source,
                "verified": one.official.verified,
                "agrees": one.agrees,
            }
            for one in found.checks
        ],
        "ratifications": [{key: value or None for key, value in row.items()} for row in rows],
        "campaign": _campaign(standing) if standing else None,
        "sources": {key: source(key).citation for key in ratification_workbook.sources(found)},
    }
    return _json(content)


def write(found: Ratifications, standing: Standing | None, folder: Path, lang: str) -> list[Path]:
    """Register, map, timeline, campaign, chart and workbook in a folder, all or none."""
    stem = f"ratifications_{found.register.convention}"
    texts: dict[str, Any] = {
        f"{stem}.xlsx": lambda path: ratification_workbook.write(found, standing, path, lang),
        f"{stem}.csv": register_csv(found).encode(),
        f"{stem}_map.csv": map_csv(found).encode(),
        f"{stem}_timeline.csv": timeline_csv(found).encode(),
        f"{stem}.json": as_json(found, standing, lang).encode(),
    }
    if standing:
        texts[f"{stem}_campaign.csv"] = campaign_csv(standing).encode()
    specs = ratification_chart.specs(found, standing, lang)
    report = Report(stem, lang, lambda: specs, texts, lambda _drawn, _names: "")
    return write_report(
        report, folder, FORMATS if specs else [one for one in FORMATS if one not in ("svg", "png")]
    )


def _register_row(one: Any, found: Ratifications) -> list[Any]:
    counted = {True: "yes", None: "perhaps"}[one.by(found.day)]
    return [
        one.iso3,
        one.registered,
        counted,
        one.date_confidence,
        one.date_source,
        " ".join(one.parts),
        "" if one.count is None else one.count,
        one.parts_confidence,
        one.parts_source,
        " ".join(one.official),
        one.official_on,
        " ".join(one.replaced),
        " ".join(one.ended_by),
        " ".join(one.exceptions),
    ]


def _campaign(found: Standing) -> dict[str, Any]:
    one = found.campaign
    return {
        "target": one.target,
        "by": str(one.ends),
        "baseline": one.baseline,
        "since": str(one.begins),
        "source": one.source,
        "verified": one.verified,
        "as_of": [
            {
                key: str(v) if key in ("day", "reached_first", "reached_last") and v else v
                for key, v in row.items()
            }
            for row in (_pace(pace, found) for pace in found.paces)
        ],
    }


def _pace(one: Pace, found: Standing) -> dict[str, Any]:
    """A pace by the columns of its file; after the last complete day only one end of each is known."""
    known = one.day <= found.register.complete_to
    needed_low, needed_high = (one.needed.low, one.needed.high) if one.needed else (None, None)
    far_low, far_high = (one.so_far.low, one.so_far.high) if one.so_far else (None, None)
    cells = (
        *(one.day, one.count.low, one.count.high if known else None, known),
        *(one.gap.low if known else None, one.gap.high, one.years_left),
        *(needed_low if known else None, needed_high, far_low, far_high if known else None),
        *(one.reached[0] if known else None, one.reached[1]),
    )
    return dict(zip(PACES, cells, strict=True))


def _plain(value: Any) -> Any:
    """A cell of CSV."""
    if isinstance(value, bool):
        return _yes(value)
    if isinstance(value, float):
        return f"{value:.6g}"
    return "" if value is None else value


def _ends(ends: Ends, complete: bool) -> dict[str, int | None]:
    return {"low": int(ends.low), "high": int(ends.high) if complete else None}


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
