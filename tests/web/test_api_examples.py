"""The description of the API: every example is asked from a terminal and from Python, and gives what it says."""

from __future__ import annotations

import json
import os
import re
import shlex
import threading
import time
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Unpack, get_args, get_origin, get_type_hints

import pytest
import uvicorn
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from socle.cli.main import VERBS
from socle.exchange.api_client import Client
from socle.web.api import ENDPOINTS, asking
from socle.web.api.routing import HERE
from socle.web.app import create_app
from socle.web.settings import Settings
from tools.api_examples import example, register_with_an_inquiry

NOT_OVER_THE_NETWORK = {
    "register": "makes and repairs the register, on the machine where it is",
    "import": "writes into the register, in the name of a person",
    "inquiry": "is filled in and reviewed by people, on pages; what is published is /observations",
    "serve": "is what answers here",
}
OF_VERBS = {"indicators": "country_indicators", "export": "observations", "countries": "countries"}
WORLD = ("gap", "annex")  # these need the data of the world
CHANGES = ("version", "fingerprint", "files", "sha256", "recorded", "next")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An application with a register that holds an inquiry, and no data of the world but what a test gives it."""
    place = register_with_an_inquiry(tmp_path_factory.mktemp("register"))
    os.environ["SOCLE_DATA"] = str(tmp_path_factory.mktemp("data"))
    return create_app(Settings(register=place, writes_a_minute=10_000))


@pytest.fixture(scope="module")
def client(app: Any) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def told(client: TestClient) -> dict[str, Any]:
    """The description, whole."""
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def served(app: Any) -> Iterator[str]:
    """The same application on a port."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The data of the world, where an operation needs them."""
    if request.node.callspec.params["name"] in WORLD:
        folder: Path = request.getfixturevalue("shared") / "data"
        monkeypatch.setattr(asking, "world_data", lambda: folder)


def terminal(client: TestClient, text: str) -> Any:
    """What a line of curl asks, asked by the client of the tests."""
    first, _, second = text.partition(" && ")
    content = client.get(terminal_words(first)[1].removeprefix(HERE)).content if second else b""
    line, _, sent = (second or first).partition("\n")
    words = terminal_words(line)
    address = words[1].removeprefix(HERE)
    pairs = list(pairwise(words))
    fields: dict[str, list[str]] = {}
    files = {}
    for flag, said in pairs:
        if flag == "-F" and said.startswith("file=@"):
            name = said.partition("filename=")[2] or said.removeprefix("file=@")
            files["file"] = (name, content or sent.removesuffix("END").encode())
        elif flag == "-F":
            fields.setdefault(said.partition("=")[0], []).append(said.partition("=")[2])
    body = [said for flag, said in pairs if flag == "-d"]
    if body:
        return client.post(address, content=body[0], headers={"Content-Type": "application/json"})
    if not fields and not files:
        return client.get(address)
    return client.post(address, data=fields, files=files) if files else client.post(address, data=fields)


def terminal_words(line: str) -> list[str]:
    """A line of a terminal by its words."""
    return [one for one in shlex.split(line) if one not in ("-OJ", "<<END")]


def masked(value: Any) -> Any:
    """The same without what changes with every edit of a file of the library; numbers to nine digits."""
    if isinstance(value, Mapping):
        return {key: "..." if key in CHANGES else masked(one) for key, one in value.items()}
    if isinstance(value, list):
        return [masked(one) for one in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value


@pytest.mark.parametrize("name", ENDPOINTS)
def test_an_example_gives_what_it_says_in_the_form_that_is_described(
    client: TestClient, told: dict[str, Any], world: None, name: str
) -> None:
    found = terminal(client, ENDPOINTS[name].curl)
    assert found.status_code == 200, found.text
    if ENDPOINTS[name].media != "application/json":
        assert found.headers["content-type"].startswith(ENDPOINTS[name].media) and len(found.content) > 5000
        return
    answer = found.json()
    operation = told["paths"][ENDPOINTS[name].path][ENDPOINTS[name].method.lower()]
    content = operation["responses"]["200"]["content"]["application/json"]
    validator = strict(told, content["schema"])
    assert not [f"{list(one.path)}: {one.message[:200]}" for one in validator.iter_errors(answer)]
    shown = content["example"]
    assert not list(validator.iter_errors(shown))
    assert masked(example(name, answer)) == masked(shown), "python -m tools.api_examples asks anew"


@pytest.mark.parametrize("name", ENDPOINTS)
def test_the_same_from_python_is_the_same_answer(
    client: TestClient, served: str, world: None, name: str
) -> None:
    held: dict[str, Any] = {"socle": Client(served)}
    *first, last = ENDPOINTS[name].code.rpartition("\n")
    exec("".join(first), held)  # what the page says, as a reader would run it
    found = eval(last, held)
    asked = terminal(client, ENDPOINTS[name].curl)
    if isinstance(found, bytes):
        assert found[:4] == asked.content[:4] and len(found) == pytest.approx(len(asked.content), rel=0.02)
    else:
        assert found.fingerprint == asked.json()["fingerprint"]
        assert json.loads(TypeAdapter(Any).dump_json(found)).keys() == asked.json().keys()


def strict(told: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    """A schema that also refuses what is not described."""
    closed = json.loads(json.dumps(told))
    for one in closed["components"]["schemas"].values():
        if "properties" in one:
            one["additionalProperties"] = False
    return Draft202012Validator({"components": closed["components"], **schema})


def test_every_verb_is_an_operation_or_is_not_for_the_network() -> None:
    missing = [
        verb
        for verb in VERBS
        if verb not in NOT_OVER_THE_NETWORK
        and OF_VERBS.get(verb, verb) not in ENDPOINTS
        and not any(name.startswith(verb) for name in ENDPOINTS)
    ]
    assert not missing, f"an operation of the API for each of these: {missing}"


def test_the_description_tells_every_address_with_its_answer_and_refusals(told: dict[str, Any]) -> None:
    ways = {(path, way.upper()): one for path, held in told["paths"].items() for way, one in held.items()}
    assert set(ways) == {(one.path, one.method) for one in ENDPOINTS.values()}
    for one in ways.values():
        assert one["summary"] and one["description"], one["operationId"]
        assert {"304", "404", "422", "429"} <= set(one["responses"])
        refused = one["responses"]["422"]["content"]
        assert refused["application/problem+json"]["schema"]["$ref"].endswith("/Fault")
        assert all(("description" in given) for given in one.get("parameters", [])), one["operationId"]
        assert [sample["lang"] for sample in one["x-codeSamples"]] == ["Shell", "Python"]


def test_no_answer_is_loose(told: dict[str, Any]) -> None:
    loose = [
        f"{name}.{field}"
        for name, schema in told["components"]["schemas"].items()
        for field, one in schema.get("properties", {}).items()
        if one.get("additionalProperties") is True or one.get("items") == {}
    ]
    assert loose == ["Document_dict_str__Any__.content"], "only a JSON Schema describes itself"


@pytest.mark.parametrize("name", ENDPOINTS)
def test_the_client_says_and_reads_what_is_described(told: dict[str, Any], name: str) -> None:
    method = getattr(Client, name, None)
    assert method is not None, f"Client.{name} is missing"
    operation = told["paths"][ENDPOINTS[name].path][ENDPOINTS[name].method.lower()]
    hints = get_type_hints(method, include_extras=True)
    assert parameters(hints) == {one: shape(kind) for one, kind in described(told, operation).items()}
    if ENDPOINTS[name].media != "application/json":
        assert hints["return"] is bytes
        return
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    ours = TypeAdapter(hints["return"]).json_schema()
    theirs = resolved(told, told["components"]["schemas"][schema.rpartition("/")[2]])
    assert resolved({"components": {"schemas": ours.get("$defs", {})}}, ours) == theirs


def parameters(hints: dict[str, Any]) -> dict[str, str]:
    """What a method takes: names, and whether each is a text, a number, yes or no, several, a map or a file."""
    found = {}
    for name, hint in hints.items():
        if name == "return":
            continue
        if get_origin(hint) is Unpack:
            (options,) = get_args(hint)
            found |= {key: plain(one) for key, one in get_type_hints(options).items()}
        else:
            found[name] = plain(hint)
    return found


def plain(hint: Any) -> str:
    """The shape of a type."""
    text = str(hint)
    if "Path" in text:
        return "file"
    if "Sequence" in text:
        return "several"
    if "Mapping" in text:
        return "map"
    if "Literal" in text:
        return "text"
    if "float" in text or (hint is int or int in get_args(hint)):
        return "number"
    return "yes or no" if hint is bool else "text"


def described(told: dict[str, Any], operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every parameter and every field of the body with its schema; `lang` is the client's own."""
    found = {one["name"]: one["schema"] for one in operation.get("parameters", []) if one["name"] != "lang"}
    for media in operation.get("requestBody", {}).get("content", {}).values():
        body = media["schema"]
        held = told["components"]["schemas"][body["$ref"].rpartition("/")[2]] if "$ref" in body else body
        found |= held["properties"]
    if operation["operationId"] == "floor_of":  # the name of the scenario is the client's own
        del found["scenario"]
    return found


def shape(schema: dict[str, Any]) -> str:
    """The same of a schema."""
    several = schema.get("anyOf", [schema])
    one = next(each for each in several if each.get("type") != "null")
    if one.get("format") == "binary" or "contentMediaType" in one:
        return "file"
    if schema.get("title") == "Countries":  # codes with commas; a list from Python
        return "several"
    kinds = {
        "array": "several",
        "object": "map",
        "integer": "number",
        "number": "number",
        "boolean": "yes or no",
    }
    return kinds.get(one.get("type", ""), "text")


def resolved(told: dict[str, Any], schema: Any, seen: tuple[str, ...] = ()) -> Any:
    """A schema with what it refers to written out; names and words left out."""
    if isinstance(schema, list):
        return [resolved(told, one, seen) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        bare = re.sub(r".*__", "", name)
        if name in seen:
            return {"again": bare}
        return resolved(told, told["components"]["schemas"][name], (*seen, name))
    named = "properties" in schema
    return {
        key: {field: resolved(told, one, seen) for field, one in value.items()}
        if key == "properties" and named
        else resolved(told, value, seen)
        for key, value in schema.items()
        if key not in ("title", "description", "$defs") and (key, value) != ("default", None)
    }
