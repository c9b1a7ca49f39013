"""How a client of the API asks and reads: one request, a typed answer, or the refusal of the server."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints
from urllib.parse import quote, urlencode, urlsplit

from socle.ground.refusals import Refusal

T = TypeVar("T")
Document = Path | tuple[str, str | bytes]
"""A file that is sent: its path, or a name and its content."""
PREFIX: Final = "/api/v1"
LARGEST: Final = 200_000_000  # bytes of an answer
BOUNDARY: Final = "socle-boundary-4f1d2c9ab07e"


@dataclass(frozen=True)
class Wire:
    """A Socle at an address. `lang` is the language of words, `timeout` in seconds."""

    address: str
    lang: str = "en"
    timeout: float = 60.0

    def _get(self, kind: type[T], path: str, asked: Mapping[str, Any] | None = None) -> T:
        return self._answer(kind, path + query(asked or {}))

    def _post(
        self, kind: type[T], path: str, body: Mapping[str, Any], asked: Mapping[str, Any] | None = None
    ) -> T:
        sent = json.dumps(body, ensure_ascii=False).encode()
        return self._answer(kind, path + query(asked or {}), sent, "application/json")

    def _send(self, kind: type[T], path: str, said: Mapping[str, Any], **files: Document | None) -> T:
        """A form: what is said, but for the piece that is asked for, and the files."""
        piece, rest = parted(said)
        body = form(list(pairs(rest)), {name: one for name, one in files.items() if one is not None})
        return self._answer(kind, path + query(piece), body, f"multipart/form-data; boundary={BOUNDARY}")

    def _answer(self, kind: type[T], path: str, body: bytes | None = None, sends: str = "") -> T:
        """An answer of a kind. Raises `Refusal` where it is not."""
        content = self._asked(path, body, sends)
        try:
            found: T = read(kind, json.loads(content))
            return found
        except (ValueError, TypeError, KeyError):
            raise Refusal("The answer is not that of Socle.", where=self.address) from None

    def _asked(self, path: str, body: bytes | None = None, sends: str = "") -> bytes:
        """One request. Raises `Refusal` for what the server refuses, and where there is no answer."""
        address = self.address.rstrip("/") + PREFIX + path
        if urlsplit(address).scheme not in ("http", "https"):
            raise Refusal(
                "The address of a Socle begins with http or https, not `{text}`.", text=self.address
            )
        headers = {"Accept-Language": self.lang, "User-Agent": "socle"}
        headers |= {"Content-Type": sends} if body is not None else {}
        try:
            with urllib.request.urlopen(  # the scheme was looked at
                urllib.request.Request(address, body, headers), timeout=self.timeout
            ) as answer:
                found: bytes = answer.read(LARGEST)
                return found
        except urllib.error.HTTPError as error:
            raise refusal(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise Refusal(
                "There is no answer ({reason}).", reason=str(error)[:80], where=self.address
            ) from None


def parted(said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Which piece is asked for, which the address says; and the rest, which is sent."""
    piece = {name: said[name] for name in ("limit", "after") if name in said}
    return piece, {name: value for name, value in said.items() if name not in piece}


def refusal(error: urllib.error.HTTPError) -> Refusal:
    """The refusal of the server, as if it had been made here."""
    with error:
        content = error.read(LARGEST)
    try:
        said = json.loads(content)
        return Refusal(
            "{error}", error=said["detail"], where=said.get("where", ""), nearest=said.get("nearest", "")
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return Refusal("The server answers {status} without a reason.", status=error.code)


def word(text: str) -> str:
    """A part of a path."""
    return quote(text, safe="")


def pairs(asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is asked, each value by itself; nothing is said of what is empty."""
    for name, value in asked.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            if one is not None and one != "":
                yield name, str(one).lower() if isinstance(one, bool) else str(one)


def query(asked: Mapping[str, Any]) -> str:
    """What stands after the question mark."""
    said = list(pairs(asked))
    return f"?{urlencode(said)}" if said else ""


def form(said: list[tuple[str, str]], files: Mapping[str, Document]) -> bytes:
    """A form with files (RFC 7578)."""
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    parts = [f'{head}"{key}"\r\n\r\n{value}\r\n'.encode() for key, value in said]
    for key, document in files.items():
        name, content = opened(document)
        plain = name.replace('"', "").replace("\r", "").replace("\n", "")
        start = f'{head}"{key}"; filename="{plain}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        parts.append(start.encode() + content + b"\r\n")
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def opened(document: Document) -> tuple[str, bytes]:
    """The name and the content of a file."""
    if isinstance(document, tuple):
        name, content = document
        return name, content.encode() if isinstance(content, str) else content
    try:
        return document.name, document.read_bytes()
    except OSError as error:
        reason = error.strerror or "error"
        raise Refusal("The file cannot be read ({reason}).", reason=reason, where=str(document)) from None


def read(kind: Any, value: Any) -> Any:
    """A value of JSON as the type that is expected. Raises TypeError or KeyError where it is none."""
    origin, inside = get_origin(kind), get_args(kind)
    if is_dataclass(origin or kind):
        return _made(origin or kind, inside, value)
    if origin in (UnionType, Union):
        return _either(inside, value)
    if origin is list:
        return [read(inside[0], one) for one in _plain(list, value)]
    if origin is dict:
        return {str(key): read(inside[1], one) for key, one in _plain(dict, value).items()}
    return _plain(kind, value)


def _made(kind: Any, inside: tuple[Any, ...], value: Any) -> Any:
    known = dict(zip(getattr(kind, "__parameters__", ()), inside, strict=True))
    hints = _hints(kind)
    said = {}
    for one in fields(kind):
        if one.name in value:
            hint = hints[one.name]
            said[one.name] = read(_filled(hint, known), value[one.name])
        elif one.default is MISSING:
            raise KeyError(one.name)
    return kind(**said)


def _filled(hint: Any, known: Mapping[Any, Any]) -> Any:
    """A type with its variables replaced."""
    if hint in known:
        return known[hint]
    if get_origin(hint) is list and get_args(hint)[0] in known:
        return list[known[get_args(hint)[0]]]  # type: ignore[misc]
    return hint


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _either(kinds: tuple[Any, ...], value: Any) -> Any:
    """The first of some types that fits."""
    if value is None and NoneType in kinds:
        return None
    for kind in kinds:
        try:
            return read(kind, value)
        except (TypeError, KeyError):
            continue
    raise TypeError(kinds)


def _plain(kind: Any, value: Any) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    wrong = kind is not Any and not isinstance(value, kind)
    if wrong or (isinstance(value, bool) and kind in (int, float)):
        raise TypeError(kind)
    return value
