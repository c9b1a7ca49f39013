"""Asks every example of the API and writes what it answers, shortened, into the description of the API.

python -m tools.api_examples
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from starlette.testclient import TestClient

from socle.cli.main import main as socle
from socle.exchange.api_examples import FILE
from socle.exchange.country import COUNTRIES
from socle.exchange.store import Store
from socle.register.members import add_member
from socle.register.store import Register
from socle.web.api import asking
from socle.web.api.asking import PREFIX
from socle.web.api.routing import ENDPOINTS, Endpoint
from socle.web.app import create_app
from socle.web.settings import Settings

MAPS: Final = ("files", "measures", "inputs", "columns", "sources", "choices", "benefits", "lag", "parts")
"""Fields that are maps of many of the same kind: two are enough to see what they are."""
ROOT: Final = Path(__file__).resolve().parents[1]
WORLD: Final = ("gap", "annex")
"""What needs the data of the world."""


def register_with_an_inquiry(folder: Path, year: int = 2024) -> str:
    """The place of a register in which the inquiry of the invented country is published.

    Somebody filled the inquiry in, somebody else reviewed it, and a third published it.
    """
    place = str(folder / "register.sqlite")
    register = Register.create(place, "adm")
    for name, role in (
        ("ann", "respondent:XXX"),
        ("rev", "reviewer"),
        ("pub", "publisher"),
        ("anybody", "reader"),
    ):
        add_member(register, name, [role])
    register.close()
    sent = str(COUNTRIES / "XXX" / "inquiry" / str(year))
    for who, *words in (
        ("ann", "submit", sent, "--partial"),
        ("rev", "review", f"XXX-{year}-1", "--accept"),
        ("pub", "publish", f"XXX-{year}-1"),
    ):
        assert socle(["inquiry", *words, "--register", place, "--user", who]) == 0, words
    return place


def ask(client: TestClient, told: Endpoint) -> Any:
    """The response to the example of an address."""
    sent = told.sent
    if told.method == "GET":
        return client.get(told.example)
    if sent.json:
        return client.post(told.example, content=sent.json, headers={"Content-Type": "application/json"})
    fields: dict[str, list[str]] = {}
    for name, value in sent.pairs():
        fields.setdefault(name, []).append(value)
    files = {}
    if sent.template:
        files = {"file": ("assessment.xlsx", client.get(PREFIX + sent.template).content)}
    elif sent.file[0]:
        files = {"file": (sent.file[0], sent.file[1].encode())}
    if files:
        return client.post(told.example, data=fields, files=files)
    return client.post(told.example, data=fields)


def shortened(value: Any, name: str = "") -> Any:
    """The same with lists of one, and maps of two."""
    if isinstance(value, list):
        return [shortened(one) for one in value[:1]]
    if isinstance(value, Mapping):
        kept = list(value.items())
        if name in MAPS and all(not isinstance(one, list) for one in value.values()):
            kept = kept[:2]
        return {key: shortened(one, key) for key, one in kept}
    return value


def example(name: str, answer: Any) -> Any:
    """What the description shows of an answer; a schema of schemas only by its names."""
    if name == "rules_schema":
        content = {key: one for key, one in answer["content"].items() if isinstance(one, str)}
        return answer | {"content": content}
    return shortened(answer)


def main() -> None:
    """Ask and write; what needs the data of the world keeps its example where they are not beside."""
    held = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    world = Path(os.environ.get("SOCLE_SHARED", ROOT.parent / "shared")) / "data"
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SOCLE_DATA"] = folder
        place = register_with_an_inquiry(Path(folder))
        client = TestClient(create_app(Settings(register=place, writes_a_minute=10_000)))
        for name, told in ENDPOINTS.items():
            if told.media != "application/json":
                continue
            if name in WORLD and world.is_dir():
                asking.world_data = lambda: world
            response = ask(client, told)
            if response.status_code != 200 and name not in WORLD:
                raise SystemExit(f"{name}: {response.text[:300]}")
            answered = response.status_code == 200
            found[name] = example(name, response.json()) if answered else held.get(name, {})
            asking.world_data = Store
    Path(FILE).write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
