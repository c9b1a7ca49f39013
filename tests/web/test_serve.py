"""Operations: served until told to stop, alive, ready, measured, logged; what cannot be done is said in words."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from starlette.testclient import TestClient

from socle.cli.main import main
from socle.exchange.counters import Counters
from socle.register.store import Register
from socle.web.app import create_app
from socle.web.settings import Settings
from socle.web.watch import SECONDS
from tests.web.server import served


def got(address: str, **headers: str) -> str:
    """What is answered."""
    with urlopen(Request(address, headers=headers)) as answer:
        return str(answer.read().decode())


def lines(folder: Path) -> list[dict[str, object]]:
    """The log of the server, every line of it JSON."""
    text = (folder / "log").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_until_told_to_stop_and_the_log_tells_no_value_of_a_query(
    tmp_path: Path, number: signal.Signals
) -> None:
    with served(tmp_path) as (address, process):
        assert json.loads(got(address + "/health"))["alive"]
        assert json.loads(got(address + "/ready")) == {"ready": True, "faults": []}
        got(address + "/static/socle.css?who=somebody")
        process.send_signal(number)
        assert process.wait(20) == 0
    told = [line for line in lines(tmp_path) if "page" in line]
    assert [line["page"] for line in told] == ["/health", "/ready", "/static"]
    assert "somebody" not in (tmp_path / "log").read_text(encoding="utf-8")
    assert not (tmp_path / "data").exists(), "nothing is made without consent"


def test_processes_that_serve_together_count_together(tmp_path: Path) -> None:
    with served(tmp_path, "--workers", "2") as (address, process):
        for _ in range(20):
            got(address + "/health")
        assert 'socle_requests_total{page="/health",status="200"} 20' in got(address + "/metrics")
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_a_register_is_made_when_asked_and_backed_up_and_restored_while_it_serves(tmp_path: Path) -> None:
    place, copy, again = (str(tmp_path / name) for name in ("r.sqlite", "copy.sqlite", "again.sqlite"))
    with served(tmp_path, "--register", place, "--init", "--user", "ann") as (address, _):
        assert json.loads(got(address + "/ready"))["ready"]
        assert main(["register", "backup", copy, "--register", place, "--user", "ann"]) == 0
        assert json.loads(got(address + "/ready"))["ready"]
    assert main(["register", "restore", copy, "--register", again, "--user", "ann"]) == 0
    assert Register.of(again, "ann").verify().sound


def test_a_register_that_is_not_there_is_not_made_without_consent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "r.sqlite"
    assert main(["serve", "--register", str(place), "--lang", "en"]) == 2
    assert "There is no register here" in capsys.readouterr().err
    assert not place.exists()


def test_older_tables_are_upgraded_only_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(tmp_path / "r.sqlite")
    Register.create(place, "ann").close()
    monkeypatch.setattr("socle.register.standing.is_current", lambda _: False)
    upgraded: list[str] = []
    monkeypatch.setattr(Register, "upgrade", lambda self: upgraded.append(self.user))
    with socket.socket() as other:  # so that it stops at the port
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        asked = ["serve", "--register", place, "--port", port, "--user", "ann", "--lang", "en"]
        assert main(asked) == 2
        assert "--upgrade" in capsys.readouterr().err and not upgraded
        assert main([*asked, "--upgrade"]) == 2
    assert upgraded == ["ann"]
    assert f"Port {port} of 127.0.0.1 cannot be had" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("port = [1]", "takes one word"),
        ("port = ", "no TOML"),
        ("prot = 1", "no setting"),
        ("workers = 0", "wor"),
    ],
)
def test_a_file_of_settings_that_is_none_is_refused(
    tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "socle.toml"
    path.write_text(text, encoding="utf-8")
    assert main(["serve", "--settings", str(path), "--lang", "en"]) == 2
    assert said in capsys.readouterr().err


def test_options_go_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, seen = tmp_path / "socle.toml", []
    path.write_text('port = 1\nworkers = 2\nhost = "127.0.0.9"\n', encoding="utf-8")
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path))
    monkeypatch.setenv("SOCLE_WEB_WORKERS", "3")
    monkeypatch.setattr("socle.web.serve.serve", lambda settings, *_: seen.append(settings))
    assert main(["serve", "--settings", str(path), "--port", "4"]) == 0
    assert [(one.host, one.port, one.workers) for one in seen] == [("127.0.0.9", 4, 3)]


def test_who_opens_it_to_others_without_encryption_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path))
    monkeypatch.setattr("socle.web.serve.serve", lambda *_: None)
    for host, secure, warned in (("0.0.0.0", "no", True), ("0.0.0.0", "yes", False), ("::1", "no", False)):
        monkeypatch.setenv("SOCLE_WEB_SECURE", secure)
        assert main(["serve", "--host", host, "--lang", "en"]) == 0
        assert ("in the clear" in capsys.readouterr().err) is warned


def test_it_is_not_ready_without_its_register_and_does_not_say_where_that_is(tmp_path: Path) -> None:
    answer = TestClient(create_app(Settings(register=str(tmp_path / "r.sqlite")))).get("/ready")
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text


def test_sums_are_for_this_machine_or_for_who_knows_the_token() -> None:
    assert TestClient(create_app(), client=("10.0.0.9", 1)).get("/metrics").status_code == 404
    near = TestClient(create_app(), client=("127.0.0.1", 1))
    assert near.get("/metrics").status_code == 200
    assert near.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    with_token = TestClient(create_app(Settings(metrics_token="secret")), client=("10.0.0.9", 1))
    assert with_token.get("/metrics", headers={"Authorization": "Bearer secret"}).status_code == 200
    assert with_token.get("/metrics", headers={"Authorization": "Bearer secreT"}).status_code == 404


def test_sums_add_up_over_pages_statuses_times_and_kept_answers() -> None:
    client = TestClient(create_app(), client=("127.0.0.1", 1))
    for path in ("/XXX", "/XXX", "/ZZZ", "/no/such/page"):
        client.get(path)
    text = client.get("/metrics").text
    for line in (
        'socle_requests_total{page="/{iso3:country}",status="200"} 2',
        'socle_requests_total{page="/{iso3:country}",status="404"} 1',
        'socle_requests_total{page="none",status="404"} 1',
        'socle_request_seconds_count{page="/{iso3:country}"} 3',
        'socle_request_seconds_bucket{page="/{iso3:country}",le="+Inf"} 3',
        'socle_kept_total{found="no"} 1',
        'socle_kept_total{found="yes"} 1',
    ):
        assert line in text.splitlines()
    assert len(SECONDS) == text.count('page="none",le="') - 1


def test_a_request_keeps_the_id_it_was_given_if_that_is_one() -> None:
    client = TestClient(create_app())
    assert client.get("/health", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"] == "abc-1"
    made = client.get("/health", headers={"X-Request-ID": 'a" b'}).headers["x-request-id"]
    assert len(made) == 16


def test_what_nobody_foresaw_is_a_page_with_its_number_and_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app()

    async def fails() -> None:
        raise ZeroDivisionError("a secret")

    app.add_api_route("/broken", fails)
    client = TestClient(app, raise_server_exceptions=False)
    answer = client.get("/broken", headers={"X-Request-ID": "n-7", "Accept-Language": "fr"})
    assert answer.status_code == 500
    assert "n-7" in answer.text and "secret" not in answer.text
    assert "content-security-policy" in answer.headers


def test_sums_of_processes_are_one_and_a_process_that_ended_still_counts(tmp_path: Path) -> None:
    one, other = Counters(3, tmp_path, "1"), Counters(3, tmp_path, "2")
    one.add(0)
    other.add(0, 2.5)
    del other
    (tmp_path / "3.counters").write_bytes(b"of another version")
    assert one.totals() == [3.5, 0, 0]
