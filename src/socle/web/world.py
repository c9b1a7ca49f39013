"""All shipped countries together, costed once as long as their files stay the same."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from socle.exchange.country_answers import Stamp
from socle.ground.version import VERSION
from socle.run.world_floor import WorldFloor, world_floor
from socle.web.countries import known, stamp
from socle.web.page import Asked


def stamps_of_all(_asked: Asked) -> str:
    """What changes with a file of any country, or with Socle."""
    return sha256(repr((VERSION, _stamps())).encode()).hexdigest()


def world_of_all() -> WorldFloor:
    """Where every shipped country stands."""
    return _world(_stamps())


def _stamps() -> tuple[Stamp, ...]:
    return tuple(stamp(code) for code in known())


@lru_cache(maxsize=1)
def _world(_files: tuple[Stamp, ...]) -> WorldFloor:
    return world_floor()
