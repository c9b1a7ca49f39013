"""How a route is told: its sentence, its answer, an example that works, and the ways in which it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from fastapi import APIRouter

from socle.exchange.api_answers import Fault
from socle.web.api.asking import PREFIX
from socle.web.api.examples import EXAMPLES

Route = TypeVar("Route", bound=Callable[..., Any])

REFUSES: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "The sender has this answer already (If-None-Match)."},
    400: {"model": Fault, "description": "What was sent cannot be read."},
    401: {"model": Fault, "description": "Who asks has not signed in, and this Socle wants it."},
    403: {"model": Fault, "description": "Who asks may not."},
    404: {"model": Fault, "description": "There is no such country, instrument or rule."},
    413: {"model": Fault, "description": "More was sent than may be."},
    422: {"model": Fault, "description": "Refused: what is wrong, where, and the nearest valid name."},
    429: {"model": Fault, "description": "Too many requests from one address."},
}
"""Every answer that is no answer, in one form."""


@dataclass(frozen=True)
class Endpoint:
    """What a reader is told of a route: `example` is an address after the prefix, or a body."""

    group: str
    method: str
    path: str
    sentence: str
    example: str


ENDPOINTS: list[Endpoint] = []
"""Every route of the API, in the order in which they are told."""

router = APIRouter(prefix=PREFIX, responses=REFUSES)


def get(path: str, answer: type, sentence: str, example: str, group: str) -> Callable[[Route], Route]:
    """Registers a function that answers a question; `sentence` is marked with N_ where it is written."""
    return _route("GET", path, answer, Endpoint(group, "GET", PREFIX + path, sentence, PREFIX + example))


def post(path: str, answer: type, sentence: str, example: str, group: str) -> Callable[[Route], Route]:
    """The same of a question that needs a body, of which `example` is one."""
    return _route("POST", path, answer, Endpoint(group, "POST", PREFIX + path, sentence, example))


def _route(method: str, path: str, answer: type, told: Endpoint) -> Callable[[Route], Route]:
    def register(function: Route) -> Route:
        ENDPOINTS.append(told)
        router.add_api_route(
            path,
            function,
            methods=[method],
            response_model=answer,
            responses={200: {"content": {"application/json": {"example": EXAMPLES[function.__name__]}}}},
            name=f"api_{function.__name__}",
            operation_id=function.__name__,
            summary=told.sentence,
            description=function.__doc__,
            tags=[told.group],
        )
        return function

    return register
