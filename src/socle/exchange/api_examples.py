"""What each operation of the API answers to its example, shortened; `python -m tools.api_examples` asks anew."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_name("api_examples.json")


@cache
def _held() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return held


def example_of(operation: str) -> Any:
    """The answer to the example of an operation; empty where it is new."""
    return _held().get(operation, {})
