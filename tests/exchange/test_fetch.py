"""Downloads, from a server of the test's own on this machine that can cut, stall, lie and change its mind."""

from __future__ import annotations

import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from socle.exchange.fetch import RECORD, Fetched, Terms, fetch
from socle.ground.refusals import Refusal
from socle.model.source import SourceFile

CONTENT = bytes(range(256)) * 4000  # about 1 MB
QUICK = Terms(timeout=2.0)


@dataclass
class Behaviour:
    """What the server does, and the requests that it saw."""

    content: bytes = CONTENT
    etag: str = '"one"'
    cut_after: int = 0  # bytes after which the first answer is cut
    knows_ranges: bool = True
    wrong_range: bool = False
    says_length: bool = True
    status: int = 0
    kind: str = "application/octet-stream"
    moved_to: str = ""
    stall: float = 0.0
    ranges: list[str] = field(default_factory=list)  # the Range header of each request, "" without one


class Handler(BaseHTTPRequestHandler):
    """Serves the content of a `Behaviour`, with ranges under If-Range as the standard of HTTP says."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answers a request."""
        does: Behaviour = self.server.behaviour  # type: ignore[attr-defined]
        does.ranges.append(self.headers.get("Range", ""))
        time.sleep(does.stall)
        if does.moved_to or does.status:
            self.send_response(does.status or 302)
            if does.moved_to:
                self.send_header("Location", does.moved_to)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.answer(does, self.wanted_from(does))

    def wanted_from(self, does: Behaviour) -> int:
        """The first byte wanted: 0 unless the range may be honoured."""
        asked = self.headers.get("Range", "")
        fresh = self.headers.get("If-Range", does.etag) == does.etag
        return int(asked[6:-1]) if asked and does.knows_ranges and fresh else 0

    def answer(self, does: Behaviour, start: int) -> None:
        """Sends the content from `start`, cut where the behaviour says."""
        body = does.content[start:]
        if start >= len(does.content) > 0 and start:
            self.send_response(416)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start:
            shown = start + 7 * does.wrong_range
            self.send_header("Content-Range", f"bytes {shown}-{len(does.content) - 1}/{len(does.content)}")
        self.send_header("Content-Type", does.kind)
        if does.etag:
            self.send_header("ETag", does.etag)
        if does.says_length:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        cut, does.cut_after = does.cut_after, 0
        self.wfile.write(body[:cut] if cut else body)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""


class Quiet(ThreadingHTTPServer):
    """A server that says nothing when a client hangs up, as some tests do."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing on the terminal."""


@dataclass
class Server:
    """A running server: its address and what it does."""

    behaviour: Behaviour
    url: str

    def file(self, sha256: str = "") -> SourceFile:
        """The file that it serves, as the list of sources would name it."""
        return SourceFile("table.csv", self.url, sha256)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on the loopback, stopped when the test ends."""
    httpd = Quiet(("127.0.0.1", 0), Handler)
    httpd.behaviour = Behaviour()  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Server(httpd.behaviour, f"http://127.0.0.1:{httpd.server_port}/table.csv")  # type: ignore[attr-defined]
    httpd.shutdown()
    httpd.server_close()
    thread.join()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def left(folder: Path) -> set[str]:
    """The names of the files in a folder."""
    return {path.name for path in folder.iterdir()}


def test_the_first_download_records_the_hash_and_shows_it(server: Server, tmp_path: Path) -> None:
    got = fetch(server.file(), tmp_path)
    assert got == Fetched(tmp_path / "table.csv", sha256(CONTENT), "first")
    assert got.path.read_bytes() == CONTENT
    assert left(tmp_path) == {"table.csv", RECORD}


def test_a_file_that_is_here_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    fetch(server.file(), tmp_path)
    assert fetch(server.file(), tmp_path).checked == "recorded"
    assert len(server.behaviour.ranges) == 1


def test_a_listed_hash_is_checked(server: Server, tmp_path: Path) -> None:
    assert fetch(server.file(sha256(CONTENT)), tmp_path).checked == "listed"
    assert left(tmp_path) == {"table.csv"}


def test_content_with_another_hash_is_not_kept(server: Server, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=sha256(CONTENT)):
        fetch(server.file("0" * 64), tmp_path)
    assert left(tmp_path) == set()


def test_content_that_changed_since_the_first_download_is_refused_until_accepted(
    server: Server, tmp_path: Path
) -> None:
    first = fetch(server.file(), tmp_path).path
    first.unlink()
    server.behaviour.content = b"another edition"
    with pytest.raises(Refusal, match="not the one expected"):
        fetch(server.file(), tmp_path)
    assert not first.exists()
    assert fetch(server.file(), tmp_path, terms=Terms(accept_new=True)).checked == "first"
    assert fetch(server.file(), tmp_path).checked == "recorded"


def test_a_cut_connection_goes_on_where_it_was_cut(server: Server, tmp_path: Path) -> None:
    server.behaviour.cut_after = 300_000
    assert fetch(server.file(), tmp_path).path.read_bytes() == CONTENT
    assert server.behaviour.ranges == ["", "bytes=300000-"]


def test_a_later_attempt_goes_on_where_an_earlier_one_gave_up(server: Server, tmp_path: Path) -> None:
    server.behaviour.cut_after = 300_000
    with pytest.raises(Refusal, match="cut"):
        fetch(server.file(), tmp_path, terms=Terms(attempts=1))
    assert left(tmp_path) == {"table.csv.part", "table.csv.part.json"}
    assert fetch(server.file(), tmp_path).path.read_bytes() == CONTENT
    assert server.behaviour.ranges == ["", "bytes=300000-"]


def test_content_that_changes_between_two_connections_is_never_mixed(server: Server, tmp_path: Path) -> None:
    server.behaviour.cut_after = 300_000
    with pytest.raises(Refusal):
        fetch(server.file(), tmp_path, terms=Terms(attempts=1))
    server.behaviour.content, server.behaviour.etag = CONTENT[::-1], '"two"'
    assert fetch(server.file(), tmp_path).path.read_bytes() == CONTENT[::-1]


@pytest.mark.parametrize(
    "change", [{"knows_ranges": False}, {"wrong_range": True}, {"etag": ""}, {"etag": 'W/"weak"'}]
)
def test_a_server_that_cannot_go_on_is_asked_for_the_whole_again(
    server: Server, tmp_path: Path, change: dict[str, object]
) -> None:
    for name, value in change.items():
        setattr(server.behaviour, name, value)
    server.behaviour.cut_after = 300_000
    assert fetch(server.file(), tmp_path).path.read_bytes() == CONTENT


def test_content_that_shrank_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    server.behaviour.cut_after = 300_000
    with pytest.raises(Refusal):
        fetch(server.file(), tmp_path, terms=Terms(attempts=1))
    server.behaviour.content = CONTENT[:1000]
    assert fetch(server.file(), tmp_path).path.read_bytes() == CONTENT[:1000]


def test_a_server_that_does_not_say_the_length_is_read_to_the_end(server: Server, tmp_path: Path) -> None:
    server.behaviour.says_length = False
    assert fetch(server.file(), tmp_path).path.read_bytes() == CONTENT


def test_progress_rises_to_the_length_of_the_file(server: Server, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    fetch(server.file(), tmp_path, on_progress=lambda *said: seen.append(said))
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
    assert seen[-1] == ("table.csv", len(CONTENT), len(CONTENT))


def test_a_file_that_the_producer_took_away_is_refused(server: Server, tmp_path: Path) -> None:
    server.behaviour.status = 404
    with pytest.raises(Refusal, match="no longer has a file"):
        fetch(server.file(), tmp_path)
    server.behaviour.status = 503
    with pytest.raises(Refusal, match="503"):
        fetch(server.file(), tmp_path)
    assert left(tmp_path) == set()


def test_a_web_page_instead_of_the_file_is_refused(server: Server, tmp_path: Path) -> None:
    server.behaviour.kind = "text/html; charset=utf-8"
    with pytest.raises(Refusal, match="web page"):
        fetch(server.file(), tmp_path)


@pytest.mark.parametrize("says_length", [True, False])
def test_a_file_larger_than_expected_is_refused_and_not_kept(
    server: Server, tmp_path: Path, says_length: bool
) -> None:
    server.behaviour.says_length = says_length
    with pytest.raises(Refusal, match="larger than expected"):
        fetch(server.file(), tmp_path, terms=Terms(largest=500_000))
    assert left(tmp_path) == set()


def test_a_server_that_does_not_answer_in_time_is_given_up(server: Server, tmp_path: Path) -> None:
    server.behaviour.stall = 0.6
    with pytest.raises(Refusal, match="no answer in time"):
        fetch(server.file(), tmp_path, terms=Terms(timeout=0.1, attempts=2))


def test_without_a_server_the_other_way_is_named(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Refusal, match="socle data import"):
        fetch(SourceFile("a.csv", f"http://127.0.0.1:{port}/a.csv"), tmp_path, terms=QUICK)


@pytest.mark.parametrize("url", ["http://example.org/a.csv", "file:///a.csv", "ftp://127.0.0.1/a.csv"])
def test_only_secure_addresses_are_fetched(tmp_path: Path, url: str) -> None:
    with pytest.raises(Refusal, match="only https"):
        fetch(SourceFile("a.csv", url), tmp_path)


def test_a_redirection_to_an_insecure_address_is_refused(server: Server, tmp_path: Path) -> None:
    server.behaviour.moved_to = "http://example.org/a.csv"
    with pytest.raises(Refusal, match="only https"):
        fetch(server.file(), tmp_path)


@pytest.mark.parametrize("name", ["../a.csv", "a/b.csv", "", ".hidden"])
def test_a_name_never_leaves_the_folder(server: Server, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal, match="not the name of a file"):
        fetch(SourceFile(name, server.url), tmp_path)


def test_a_damaged_record_of_first_downloads_is_refused_by_name(server: Server, tmp_path: Path) -> None:
    (tmp_path / RECORD).write_text("{")
    with pytest.raises(Refusal, match=RECORD):
        fetch(server.file(), tmp_path)
