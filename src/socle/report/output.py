"""Text into a file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from socle.ground.refusals import Refusal


def write_text(path: Path, parts: Iterable[str]) -> None:
    """Write the parts of a text to a temporary name beside `path`, then give it the right name."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
        Path(temporary).replace(path)
        temporary = ""
    except OSError as error:
        raise Refusal(
            "The file cannot be written there ({reason}).", reason=error.strerror or "error", where=str(path)
        ) from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
