"""Files that are sent to be computed with: held as long as that takes, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from fastapi import UploadFile

from socle.exchange.upload import held
from socle.ground.provenance import sha256_of

Answer = TypeVar("Answer")


def with_files(files: list[UploadFile | None], work: Callable[..., Answer]) -> Answer:
    """What `work` makes of the files that were sent, each as a path, or None where it was not sent."""
    with ExitStack() as stack:
        paths: list[Path | None] = []
        for one in files:
            content = one.file.read() if one else b""
            paths.append(stack.enter_context(held(one.filename or "", content)) if one else None)
        return work(*paths)


def digests(files: list[UploadFile | None]) -> dict[str, str]:
    """Each file that was sent, by its name and its content."""
    found = {}
    for number, one in enumerate(files):
        if one:
            one.file.seek(0)
            found[f"{number}:{one.filename}"] = sha256_of(one.file.read())
            one.file.seek(0)
    return found
