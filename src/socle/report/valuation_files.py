"""A valuation in files: tidy rows as CSV, the same with a head as JSON, the workbook; all written or none."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socle.model.valued import ValuationResult, Valued
from socle.report import files
from socle.report import valuation_words as words
from socle.report.files import Report
from socle.report.reweight_tables import worded
from socle.report.text import Translate, known, named, translator
from socle.report.valuation_names import NAMES, Name
from socle.report.valuation_rows import Row, rows

if TYPE_CHECKING:
    from socle.report.document import Document

FORMATS: Final = ("html", "xlsx", "csv", "json")
COLUMNS: Final = (
    "country",
    "scheme",
    "scenario",
    "measure",
    "benefit",
    "sex",
    "year",
    "moment",
    "percentile",
    "assumption",
    "unit",
    "currency",
    "value",
    "low",
    "high",
    "status",
    "definition",
)


def write(
    found: ValuationResult, folder: Path, lang: str = "en", formats: Collection[str] = FORMATS
) -> list[Path]:
    """Write a valuation into `folder` in the chosen formats and give the paths, in reading order."""
    return files.write_report(report(found, known(lang)), folder, formats)


def report(found: ValuationResult, lang: str) -> Report:
    """What the files of a valuation are made of."""
    from socle.report import valuation_page

    laid_out = valuation_page.report(found, lang)
    stem = laid_out.stem

    def workbook(path: Path) -> None:
        from socle.report import valuation_workbook

        valuation_workbook.write(found, path, lang)

    texts: dict[str, files.Content] = {
        f"{stem}.xlsx": workbook,
        f"{stem}.csv": lambda path: path.write_bytes(as_csv(found, lang).encode()),
        f"{stem}.json": lambda path: path.write_bytes(as_json(found, lang).encode()),
        **files.on_paper(stem, lambda: _document(found, lang)),
    }
    return replace(laid_out, texts=texts)


def _document(found: ValuationResult, lang: str) -> Document:
    from socle.report import document_valuation

    return document_valuation.of_valuation(found, lang)


def as_csv(found: ValuationResult, lang: str) -> str:
    """One number a line with all that names it; an empty cell where there is none, and the status says why."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    _ = translator(lang)
    writer.writerows(_record(row, found, _) for row in rows(found))
    return text.getvalue()


def as_json(found: ValuationResult, lang: str) -> str:
    """The head, every number as in the CSV, and what to know before quoting them; null where there is none."""
    _, facts, years = translator(lang), found.data.facts, found.valued.over_time.years
    laws = [found.valued, *([found.against] if found.against else [])]
    content = {
        "headline": words.headline(found, lang),
        "scheme": found.valued.scheme.name,
        "title": words.title(found.valued, lang),
        "country": facts.country,
        "currency": facts.currency,
        "first_year": years[0],
        "last_year": years[-1],
        "scenarios": [_law(one, lang) for one in laws],
        "runs": found.chances.runs if found.chances else 0,
        "seed": found.chances.seed if found.chances else None,
        "confidence": found.chances.confidence if found.chances else None,
        "varying": found.chances.varying if found.chances else {},
        "bounded": found.chances.bounded if found.chances else {},
        "warnings": [worded(one, lang) for one in found.warnings],
        "assumptions": [
            {"text": words.assumption(one, lang), "unverified": one.unverified} for one in words.stated(found)
        ],
        "sources": dict(facts.sources),
        "files": dict(found.trace.files),
        "version": found.trace.version,
        "fingerprint": found.trace.fingerprint,
        "measures": {key: _measure(one, facts.currency, _) for key, one in NAMES.items()},
    }
    head = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False).removesuffix("\n}")
    lines = (json.dumps(_brief(row), ensure_ascii=False, allow_nan=False) for row in rows(found))
    return head + ',\n "rows": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n"


def _measure(name: Name, currency: str, _: Translate) -> dict[str, str]:
    """What a measure is, once for all its rows."""
    return {
        "title": _(name.title),
        "unit": name.unit,
        "currency": currency if name.unit == "money" else "",
        "moment": name.moment,
        "definition": _(name.definition),
    }


def _brief(row: Row) -> dict[str, Any]:
    """A row of JSON: what its measure does not say; what does not apply is left out."""
    told = {"scenario": row.scenario, "measure": row.measure, "benefit": row.benefit, "sex": row.sex}
    more = {"year": row.year, "percentile": row.percentile, "assumption": row.assumption}
    ends = {"low": row.low, "high": row.high} if row.low is not None or row.high is not None else {}
    kept = {key: value for key, value in more.items() if value not in ("", None)}
    return {**told, **kept, "value": row.value, "unit": row.unit, **ends, "status": row.status}


def _law(valued: Valued, lang: str) -> dict[str, Any]:
    return {
        "scenario": valued.name,
        "title": named(valued.title, lang),
        "scaled_premium_periods": list(valued.premiums.periods),
        "reserve_ratio": valued.premiums.ratio,
    }


def _record(row: Row, found: ValuationResult, _: Translate) -> dict[str, Any]:
    """A row as a dictionary of `COLUMNS`."""
    facts, name = found.data.facts, NAMES[row.measure]
    money = row.unit == "money"
    return {
        "country": facts.country,
        "scheme": found.valued.scheme.name,
        "scenario": row.scenario,
        "measure": row.measure,
        "benefit": row.benefit,
        "sex": row.sex,
        "year": row.year,
        "moment": name.moment,
        "percentile": row.percentile,
        "assumption": row.assumption,
        "unit": row.unit,
        "currency": facts.currency if money else "",
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "status": row.status,
        "definition": _(name.definition),
    }
