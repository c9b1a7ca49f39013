"""A file of settings, in TOML: names and values, without sections."""

from __future__ import annotations

import tomllib
from pathlib import Path

from socle.ground.refusals import Refusal


def read_settings(path: Path) -> dict[str, str | int | bool]:
    """What a file sets, by name; whether there are such settings is for who takes them to say."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refusal(
            "The file of settings cannot be read ({reason}).", where=str(path), reason=error.strerror or "?"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal("This is no TOML: {reason}.", where=str(path), reason=str(error)[:200]) from error
    for name, value in found.items():
        if not isinstance(value, str | int | bool):
            raise Refusal(
                "The setting `{name}` takes one word, number, true or false, without a section.",
                where=str(path),
                name=name,
            )
    return found


def read_secret(path: Path) -> str:
    """A secret that has a file of its own: its first line."""
    try:
        return path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            "The file of the secret cannot be read ({reason}).",
            where=str(path),
            reason=getattr(error, "strerror", None) or type(error).__name__,
        ) from error
