"""Values as JSON has them: what is not known is null, and nothing but maps, lists, texts, numbers and truth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from numbers import Integral
from typing import Any


def known(value: float | None) -> float | None:
    """The number, or none where it is not finite."""
    return float(value) if value is not None and math.isfinite(value) else None


def plain(value: Any) -> Any:
    """A value with all that is in it: a dataclass as a map of its fields, anything else as its text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, float):
        return known(value)
    if isinstance(value, Integral) and not isinstance(value, int):
        return int(value)
    return value if isinstance(value, str | int) or value is None else str(value)
