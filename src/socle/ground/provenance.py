"""What determined a number: the content of every file read, the scenario, the version, the seed.

A fingerprint holds content only: no clock, no random id, no machine path. Equal runs have equal
fingerprints.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


def sha256_of(content: bytes | str) -> str:
    """The sha256 of a content, in hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """The sha256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Trace:
    """Everything that determined a result."""

    version: str
    files: Mapping[str, str] = field(default_factory=dict)  # short name -> sha256 of its content
    options: Mapping[str, Any] = field(default_factory=dict)  # what was asked, in plain values
    rules: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits, equal for equal runs."""
        content = [self.version, dict(self.files), dict(self.options), sorted(self.rules)]
        return sha256_of(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str))[:16]
