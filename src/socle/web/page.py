"""A page: one small dataclass of what it says, made from a request, and one template that lays it out.

Every page is also data: the same context as `.json`, its tables as `.csv`. The decorator `page` registers it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, get_type_hints

from socle.report.sections import Table
from socle.web.viewer import READER, Viewer


@dataclass(frozen=True)
class Upload:
    """A file that was sent: its name, for words only, and its bytes."""

    name: str
    body: bytes


@dataclass(frozen=True)
class Asked:
    """A request as a page sees it: names in the path, what stands after the question mark, language, who asks."""

    path: Mapping[str, str]
    query: Mapping[str, tuple[str, ...]]
    lang: str
    viewer: Viewer
    register: str = ""  # the place of the register, for pages that read it
    form: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what was sent, for actions
    files: Mapping[str, Upload] = field(default_factory=dict)  # and the files with it
    surveys: str = ""  # the folder of surveys, for pages that compute with them
    said: str = ""  # what stands after the question mark as it was sent, where its order counts

    def field(self, name: str, otherwise: str = "") -> str:
        """The last value of a field of the form that was sent."""
        return self.form.get(name, (otherwise,))[-1]

    def one(self, name: str, otherwise: str = "") -> str:
        """The last value of a parameter of the address."""
        return self.query.get(name, (otherwise,))[-1]


class Context(Protocol):
    """What every page has."""

    @property
    def title(self) -> str:
        """The answer as a sentence."""
        ...

    @property
    def fingerprint(self) -> str:
        """What determined it, to be cited; empty where nothing was computed."""
        ...

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables in reading order."""
        ...


Made = Callable[[Asked], Any]
Stamp = Callable[[Asked], str]


@dataclass(frozen=True)
class Page:
    """A page of the application. `stamp` tells cheaply whether what it rests on is still the same."""

    name: str
    path: str
    context: type
    made: Made
    role: str
    stamp: Stamp | None

    @property
    def template(self) -> str:
        """The file that lays it out."""
        return f"{self.name}.html"


PAGES: dict[str, Page] = {}


def page(path: str, role: str = READER, stamp: Stamp | None = None) -> Callable[[Made], Made]:
    """Registers a function from a request to a context; its name is that of the page, its template and its context."""

    def register(function: Made) -> Made:
        name = function.__name__
        PAGES[name] = Page(name, path, get_type_hints(function)["return"], function, role, stamp)
        return function

    return register


@dataclass(frozen=True)
class Done:
    """An action is done: where the reader goes now, an address of ours; cookies that change, by name, empty: gone."""

    to: str
    cookies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Away:
    """The reader goes to the provider that says who they are, and to nobody else; cookies as in `Done`."""

    to: str
    cookies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class File:
    """What an action or a download gives: a file under its name."""

    name: str
    body: bytes
    kind: str


@dataclass(frozen=True)
class Action:
    """What a form does. It answers with where to go (`Done`), a `File`, or a page again: a context, told with 422."""

    name: str
    path: str
    made: Made
    role: str


ACTIONS: dict[str, Action] = {}


def action(path: str, role: str = READER) -> Callable[[Made], Made]:
    """Registers what is done when a form is sent (POST) to `path`; the form carries `token`, else it is refused."""

    def register(function: Made) -> Made:
        ACTIONS[function.__name__] = Action(function.__name__, path, function, role)
        return function

    return register


DOWNLOADS: dict[str, Action] = {}


def download(path: str, role: str = READER) -> Callable[[Made], Made]:
    """Registers what gives a `File` to who asks for `path` (GET)."""

    def register(function: Made) -> Made:
        DOWNLOADS[function.__name__] = Action(function.__name__, path, function, role)
        return function

    return register


LANDINGS: dict[str, Action] = {}


def landing(path: str) -> Callable[[Made], Made]:
    """Registers where another site sends a reader back to (GET). It answers as an action does, and proves itself
    what an action proves by its form: that this browser asked for it.
    """

    def register(function: Made) -> Made:
        LANDINGS[function.__name__] = Action(function.__name__, path, function, READER)
        return function

    return register


class Elsewhere(Exception):
    """The same page has a shorter address: what stands behind its question mark."""

    def __init__(self, query: str) -> None:
        super().__init__(query)
        self.query = query
