"""Countries as pages know them: those that are shipped, by code; a path of this machine is no country here."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from time import monotonic

from starlette.exceptions import HTTPException

from socle.exchange import country_answers
from socle.exchange.country import shipped
from socle.exchange.country_answers import Stamp
from socle.ground.refusals import nearest
from socle.ground.version import VERSION
from socle.model.country import Country
from socle.model.results import Floor
from socle.report import chart, drawing
from socle.run.builder import Ground, ready
from socle.run.floor import floor
from socle.web.page import Asked


def looked() -> int:
    """Which look at the files of countries this is: one a second, for all requests of that second."""
    return int(monotonic())


def known() -> tuple[str, ...]:
    """The codes of the shipped countries."""
    return _known(looked())


def stamp(code: str) -> Stamp:
    """What changes when a file of a country does."""
    return _stamp(code, looked())


def code_of(asked: Asked) -> str:
    """The country of the path; no page where it is none."""
    code = asked.path["iso3"].upper()
    if code not in known():
        raise HTTPException(404, nearest(code, known()))
    return code


def stamp_of(asked: Asked) -> str:
    """What changes with the files of the country, or with Socle."""
    return sha256(repr((VERSION, stamp(code_of(asked)))).encode()).hexdigest()


def country_of(asked: Asked) -> Country:
    """The country of the path."""
    return country_known(code_of(asked))


def country_known(code: str) -> Country:
    """A shipped country, read once as long as its files stay the same."""
    return country_answers.country_of(code)


def floor_of(asked: Asked) -> Floor:
    """Its floor as `socle floor` costs it, once as long as its files stay the same."""
    return floor_known(code_of(asked))


def floor_known(code: str) -> Floor:
    """The same by its code, which is that of a shipped country."""
    return _floor(code, stamp(code))


def run_of(code: str) -> str:
    """The fingerprint of the run that pages of a country show and explain."""
    files = stamp(code)
    return _run(code, files)


def ground_of(asked: Asked) -> Ground:
    """The country of the path, made ready for scenarios, once as long as its files stay the same."""
    return ground(code_of(asked))


def ground(code: str) -> Ground:
    """The same by its code, which is that of a shipped country."""
    return _ground(code, stamp(code))


def drawn(asked: Asked) -> dict[str, str]:
    """The charts of its floor, as SVG by name."""
    code = code_of(asked)
    return _drawn(code, stamp(code), asked.lang)


@lru_cache(maxsize=1)
def _known(_look: int) -> tuple[str, ...]:
    return shipped()


@lru_cache(maxsize=64)
def _stamp(code: str, _look: int) -> Stamp:
    return country_answers.stamp(code)


@lru_cache(maxsize=32)
def _ground(code: str, _files: Stamp) -> Ground:
    return ready(code)


@lru_cache(maxsize=32)
def _run(code: str, files: Stamp) -> str:
    return _floor(code, files).trace.fingerprint


@lru_cache(maxsize=32)
def _floor(code: str, _files: Stamp) -> Floor:
    return floor(code)


@lru_cache(maxsize=96)
def _drawn(code: str, files: Stamp, lang: str) -> dict[str, str]:
    with drawing.start() as renderer:
        specs = chart.specs(_floor(code, files), lang)
        del specs["pyramid"]  # pages have one that moves
        drawing.ask(renderer, specs, lang, pixels=False)
        return {name: one.svg for name, one in drawing.finish(renderer).items()}
