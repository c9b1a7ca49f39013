"""Downloads from the producers' own addresses: checked, resumed, never half a file under its name.

What is being downloaded stands in `<name>.part`, with the server's mark of the content (ETag or date) beside
it: a later attempt asks for the rest only, and starts again if the content has changed meanwhile. The content
is checked against the hash in the list of sources, or, where that states none, against the hash recorded at
the first download (trust on first use), which is returned so that it can be shown.
"""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from socle.ground.provenance import sha256_of_file
from socle.ground.refusals import Refusal
from socle.model.source import SourceFile

CHUNK = 1 << 18
LARGEST = 2 << 30  # bytes; the largest official file is under 0.3 GB
LOCAL = ("127.0.0.1", "::1", "localhost")
RECORD = "first-downloads.json"

OnProgress = Callable[[str, int, int], None]
"""Called with the name of the file, the bytes that are here and the bytes of the whole (0 where unknown)."""


@dataclass(frozen=True)
class Terms:
    """How a download is made."""

    timeout: float = 30.0  # seconds without a byte before giving up
    largest: int = LARGEST
    attempts: int = 4  # connections, each going on where the one before was cut
    accept_new: bool = False  # take content that differs from the first download, and record it instead


@dataclass(frozen=True)
class Fetched:
    """A file that is here and was checked."""

    path: Path
    sha256: str
    checked: str  # "listed" (hash of the list of sources), "recorded" (first download) or "first"


@dataclass(frozen=True)
class _Job:
    """A download under way."""

    file: SourceFile
    part: Path
    terms: Terms
    on_progress: OnProgress


class _Cut(Exception):
    """The connection ended before the content did."""


def _no_progress(name: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def fetch(
    file: SourceFile, folder: Path, *, terms: Terms | None = None, on_progress: OnProgress = _no_progress
) -> Fetched:
    """The file, downloaded into `folder` unless it is there already with the right content."""
    terms = terms or Terms()
    _check_address(file.url)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / _plain_name(file.name)
    record = _recorded(folder)
    expected = file.sha256 or ("" if terms.accept_new else record.get(file.url, ""))
    if target.is_file() and expected and sha256_of_file(target) == expected:
        return Fetched(target, expected, "listed" if file.sha256 else "recorded")
    part = target.with_name(target.name + ".part")
    _download(_Job(file, part, terms, on_progress))
    found = sha256_of_file(part)
    if expected and found != expected:
        _forget(part)
        raise Refusal(
            "the content is not the one expected (sha256 {found}, expected {expected}); it was not kept",
            where=file.url,
            found=found,
            expected=expected,
        )
    part.replace(target)
    _forget(part)
    if not file.sha256:
        _write_record(folder, {**_recorded(folder), file.url: found})
    return Fetched(target, found, "listed" if file.sha256 else "recorded" if expected else "first")


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise Refusal("only https addresses are fetched", where=url)


def _plain_name(name: str) -> str:
    if not name or Path(name).name != name or name.startswith("."):
        raise Refusal("`{name}` is not the name of a file", name=name)
    return name


def _download(job: _Job) -> None:
    """Brings the whole content into the part file, over several connections if need be."""
    reason = ""
    for _ in range(job.terms.attempts):
        try:
            _one_connection(job)
            return
        except _Cut as cut:
            reason = str(cut)
        except urllib.error.HTTPError as error:
            raise _answered(job.file, error) from error
        except (OSError, http.client.HTTPException) as error:  # URLError, timeouts and resets are OSErrors
            reason = _worded(error)
    raise Refusal(
        "this address could not be read: {reason}. What is here is kept, and the next attempt goes on from"
        " there; or download it elsewhere and use `socle data import`",
        where=job.file.url,
        reason=reason,
    )


def _one_connection(job: _Job) -> None:
    begun, mark = _begun(job.part, job.file.url)
    headers = {"Accept-Encoding": "identity", "User-Agent": "socle"}
    if begun:
        headers |= {"Range": f"bytes={begun}-", "If-Range": mark}
    opener = urllib.request.build_opener(_Redirects)
    try:
        answer = opener.open(urllib.request.Request(job.file.url, headers=headers), timeout=job.terms.timeout)
    except urllib.error.HTTPError as error:
        if error.code == 416 and begun:  # nothing comes after what is here: begin again
            raise _begin_again(job) from error
        raise
    with answer:
        goes_on = answer.status == 206
        if goes_on and not answer.headers.get("Content-Range", "").startswith(f"bytes {begun}-"):
            raise _begin_again(job)
        _refuse_page(job.file, answer.headers)
        _copy(job, answer, begun if goes_on else 0)


def _copy(job: _Job, answer: http.client.HTTPResponse, done: int) -> None:
    """Appends what the server sends to the `done` bytes that are here, and checks that it was all."""
    length = answer.headers.get("Content-Length")
    total = done + int(length) if length else 0
    _refuse_size(job, total)
    _refuse_without_room(job, total - done)
    _remember(job.part, job.file.url, answer.headers)
    with job.part.open("ab" if done else "wb") as content:
        while chunk := answer.read(CHUNK):
            content.write(chunk)
            done += len(chunk)
            _refuse_size(job, done)
            job.on_progress(job.file.name, done, total)
    if done < total:
        raise _Cut("the connection was cut")


def _begin_again(job: _Job) -> _Cut:
    _forget(job.part)
    return _Cut("the content on the server has changed")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirection only to where a download may come from."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        _check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _refuse_page(file: SourceFile, headers: Message) -> None:
    if headers.get_content_type() == "text/html" and not file.name.endswith((".html", ".htm")):
        raise Refusal("the server answered with a web page instead of the file", where=file.url)


def _refuse_size(job: _Job, size: int) -> None:
    if size > job.terms.largest:
        _forget(job.part)
        raise Refusal(
            "this file is larger than expected ({size} MB)", where=job.file.url, size=f"{size / 1e6:.0f}"
        )


def _refuse_without_room(job: _Job, needed: int) -> None:
    free = shutil.disk_usage(job.part.parent).free
    if needed > free:
        raise Refusal(
            "there is no room for this file: {needed} MB needed, {free} MB free",
            where=str(job.part.parent),
            needed=f"{needed / 1e6:.0f}",
            free=f"{free / 1e6:.0f}",
        )


def _answered(file: SourceFile, error: urllib.error.HTTPError) -> Refusal:
    with error:
        if error.code in (404, 410):
            return Refusal("the producer no longer has a file at this address", where=file.url)
        return Refusal(
            "the server refused: {code} {reason}", where=file.url, code=error.code, reason=error.reason
        )


def _worded(error: BaseException) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    if isinstance(reason, socket.gaierror):
        return "the name of the server is not known here (is there a network?)"
    return str(reason) or type(reason).__name__


def _beside(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _begun(part: Path, url: str) -> tuple[int, str]:
    """How many bytes are here, and the server's mark of their content; nothing that cannot be gone on with."""
    try:
        told = json.loads(_beside(part).read_text(encoding="utf-8"))
        if told["url"] == url and told["mark"]:
            return part.stat().st_size, str(told["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # nothing was begun, or it cannot be told what
    return 0, ""


def _remember(part: Path, url: str, headers: Message) -> None:
    tag = headers.get("ETag", "")
    strong = "" if tag.startswith("W/") else tag  # a weak mark may stand for other bytes
    mark = strong or headers.get("Last-Modified", "")
    _beside(part).write_text(json.dumps({"url": url, "mark": mark}), encoding="utf-8")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _beside(part).unlink(missing_ok=True)


def _recorded(folder: Path) -> dict[str, str]:
    path = folder / RECORD
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Refusal("the record of first downloads is damaged", where=str(path)) from error
    return {str(url): str(found) for url, found in content.items()}


def _write_record(folder: Path, record: dict[str, str]) -> None:
    temporary = folder / f"{RECORD}.new"
    temporary.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    temporary.replace(folder / RECORD)
