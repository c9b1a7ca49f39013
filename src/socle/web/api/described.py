"""The description of the API (OpenAPI): examples of every parameter, code to copy, and the promise of its version."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from socle.exchange.api_examples import example_of
from socle.ground.version import VERSION
from socle.web.api.routing import ENDPOINTS, Endpoint
from socle.web.problem import MEDIA

ABOUT: Final = """Everything that the commands of Socle answer, with year, unit, source and fingerprint.

* **Versions**: what stands under `/api/v1` stays: fields and addresses are added, never renamed, removed or given \
another meaning. What would break a program comes as `/api/v2`, beside which `/api/v1` answers for at least a year, \
with the headers `Deprecation` and `Sunset`.
* **Pieces**: a list comes in pieces of `limit` rows from `after`; the header `Link` leads to `next`, `prev`, `first`.
* **Tags**: `ETag` follows from the fingerprint; sent back as `If-None-Match`, an answer that is the same is a 304.
* **Language**: `lang`, else `Accept-Language`: en, fr, es.
* **Refusals** are problems (RFC 9457) with `where` and `nearest`.
"""


def describe(app: FastAPI) -> None:
    """Makes the application tell its description so; made once, when it is first asked for."""

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _described(app: FastAPI) -> dict[str, Any]:
    told = get_openapi(
        title="Socle",
        version=VERSION,
        description=ABOUT,
        routes=app.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/", "description": "This Socle."}],
    )
    for ways in told["paths"].values():
        for operation in ways.values():
            _exemplify(operation, ENDPOINTS[operation["operationId"]])
            _problems(operation["responses"])
            answer = operation["responses"]["200"]["content"]
            if "application/json" in answer:
                answer["application/json"]["example"] = example_of(operation["operationId"])
    for name in ("HTTPValidationError", "ValidationError"):
        told["components"]["schemas"].pop(name, None)
    return told


def _exemplify(operation: dict[str, Any], told: Endpoint) -> None:
    """The values of the example beside each parameter, and the same as code."""
    address = urlsplit(told.example)
    said = dict(parse_qs(address.query))
    parts = zip(told.path.split("/"), address.path.split("/"), strict=True)
    said |= {name[1:-1]: [value] for name, value in parts if name.startswith("{")}
    for one in operation.get("parameters", []):
        if one["name"] in said:
            values, kind = said[one["name"]], one["schema"].get("type")
            one["example"] = values if kind == "array" else _typed(values[0], kind)
    operation["x-codeSamples"] = [
        {"lang": "Shell", "label": "curl", "source": told.curl},
        {"lang": "Python", "label": "Python", "source": told.code},
    ]


def _typed(text: str, kind: str | None) -> Any:
    if text.isdigit() and kind != "string":
        return int(text)
    return {"true": True, "false": False}.get(text, text)


def _problems(responses: dict[str, Any]) -> None:
    """Refusals are problems, each with its headers."""
    for status, one in responses.items():
        if status.startswith("4") and "content" in one:
            one["content"] = {MEDIA: one["content"].pop("application/json")}
        if status == "200":
            one["headers"] = {name: {"schema": {"type": "string"}} for name in ("ETag", "Link")}
