"""A message held against the official schemas of SDMX, which the extra `sdmx` brings along.

Socle's own check (`sdmx_checks`) looks at the content: codes, keys, values. The schemas look at the shape, as every
other reader of SDMX will.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from socle.exchange import bulk_text
from socle.ground.refusals import Refusal

SCHEMAS: Final = {"xml30": "SDMX-ML 3.0", "json": "SDMX-JSON 2.0"}
LONGEST: Final = 300  # letters of what a schema says


def validate(path: Path, format: str) -> None:
    """Refuse a message that the official schema of its format does not allow; CSV has none.

    Raises `Refusal` where the extra is not installed.
    """
    if format not in SCHEMAS:
        raise Refusal(
            "There is no official schema of the format `{format}`; there are those of {valid}.",
            format=format,
            valid=", ".join(SCHEMAS),
        )
    check, wrong = _official(format)
    try:
        with bulk_text.opened(path) as source:
            text = source.read().decode("utf-8")
        check(text)
    except wrong as error:
        said = " ".join(str(error).split())[:LONGEST]
        raise Refusal(
            "The schema of {schema} does not allow this message: {said}",
            schema=SCHEMAS[format],
            said=said,
            where=path.name,
        ) from None


def _official(format: str) -> tuple[Callable[[str], object], tuple[type[Exception], ...]]:
    try:
        from pysdmx.errors import Invalid
        from pysdmx.io.json.sdmxjson2.reader.doc_validation import validate_sdmx_json
        from pysdmx.io.xml.doc_validation import validate_doc
    except ImportError:
        raise Refusal("The official schemas come with one more library: install opensocle[sdmx].") from None
    check = validate_doc if format == "xml30" else validate_sdmx_json
    return check, (Invalid, StopIteration)  # the latter for JSON that is no message at all
