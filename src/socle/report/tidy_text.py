"""The tidy rows of a floor as text: CSV for spreadsheets and statisticians, JSON for programs."""

from __future__ import annotations

import csv
import io
import json

from socle.measure import tidy
from socle.model.results import Floor


def as_csv(floor: Floor) -> str:
    """The tidy rows of a floor as CSV, an empty cell where a number is missing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(tidy.COLUMNS)
    writer.writerows([row[column] for column in tidy.COLUMNS] for row in tidy.rows(floor))
    return text.getvalue()


def as_json(floor: Floor) -> str:
    """The tidy rows of a floor with what names the run, null where a number is missing."""
    content = {
        "country": floor.iso3,
        "name": dict(floor.name),
        "base_year": floor.base_year,
        "version": floor.trace.version,
        "fingerprint": floor.trace.fingerprint,
        "rows": tidy.rows(floor),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n"
