"""How a route is told: its sentence, its answer, an example that works, and the ways in which it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from fastapi import APIRouter

from socle.exchange.api_answers import Fault
from socle.web.api.asking import PREFIX

Route = TypeVar("Route", bound=Callable[..., Any])

HERE: Final = "http://127.0.0.1:8000"
"""Where `socle serve` listens if nothing else is said."""
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
class Sent:
    """What an example sends: JSON, or the fields of a form and a file, by its name and text, or made of a template."""

    json: str = ""
    fields: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    file: tuple[str, str] = ("", "")
    template: str = ""  # the address of a questionnaire, which is sent back

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every field with each of its values."""
        for name, said in self.fields.items():
            yield from ((name, one) for one in ((said,) if isinstance(said, str) else said))


@dataclass(frozen=True)
class Endpoint:
    """What a reader is told of a route: an address that works, what is sent to it, and the same from Python."""

    group: str
    method: str
    path: str
    sentence: str
    example: str
    python: str
    sent: Sent = Sent()
    media: str = "application/json"

    @property
    def curl(self) -> str:
        """The example for a terminal."""
        words = [f"curl '{HERE}{self.example}'"]
        if self.media != "application/json":
            words.append("-OJ")
        if self.sent.json:
            words.append(f"-H 'Content-Type: application/json' -d '{self.sent.json}'")
        words += [f"-F '{name}={value}'" for name, value in self.sent.pairs()]
        if self.sent.template:
            first = f"curl '{HERE}{PREFIX}{self.sent.template}' -o assessment.xlsx && "
            return first + " ".join([*words, "-F file=@assessment.xlsx"])
        name, text = self.sent.file
        if name:
            words.append(f"-F 'file=@-;filename={name}' <<'END'\n{text}END")
        return " ".join(words)

    @property
    def code(self) -> str:
        """The example for Python, once there is a `socle = Client(...)`."""
        name, text = self.sent.file
        return f'FILE = ("{name}", """\\\n{text}""")\n{self.python}' if name else self.python


ENDPOINTS: dict[str, Endpoint] = {}
"""Every route of the API by the name of its operation, in the order in which they are told."""

router = APIRouter(prefix=PREFIX, responses=REFUSES)


@dataclass(frozen=True)
class Shown:
    """The example of a route: an address after the prefix, the call of the client, and what is sent."""

    address: str
    python: str
    sent: Sent = Sent()


def get(path: str, answer: Any, sentence: str, shown: Shown, group: str) -> Callable[[Route], Route]:
    """Registers a function that answers a question; `sentence` is marked with N_ where it is written."""
    return _route("GET", path, answer, _told("GET", path, sentence, shown, group))


def post(path: str, answer: Any, sentence: str, shown: Shown, group: str) -> Callable[[Route], Route]:
    """The same of a question that needs a body."""
    return _route("POST", path, answer, _told("POST", path, sentence, shown, group))


def get_file(path: str, media: str, sentence: str, shown: Shown, group: str) -> Callable[[Route], Route]:
    """The same of an answer that is a file."""
    told = _told("GET", path, sentence, shown, group, media)

    def register(function: Route) -> Route:
        ENDPOINTS[function.__name__] = told
        content = {media: {"schema": {"type": "string", "format": "binary"}}}
        return _added("GET", path, function, told, {200: {"content": content}}, None)

    return register


def _told(
    method: str, path: str, sentence: str, shown: Shown, group: str, media: str = "application/json"
) -> Endpoint:
    address = PREFIX + shown.address
    return Endpoint(group, method, PREFIX + path, sentence, address, shown.python, shown.sent, media)


def _route(method: str, path: str, answer: Any, told: Endpoint) -> Callable[[Route], Route]:
    def register(function: Route) -> Route:
        ENDPOINTS[function.__name__] = told
        return _added(method, path, function, told, {}, answer)

    return register


def _added(
    method: str, path: str, function: Route, told: Endpoint, responses: dict[int | str, Any], answer: Any
) -> Route:
    router.add_api_route(
        path,
        function,
        methods=[method],
        response_model=answer,
        responses=responses,
        name=f"api_{function.__name__}",
        operation_id=function.__name__,
        summary=told.sentence,
        description=function.__doc__,
        tags=[told.group],
    )
    return function
