"""Observations that somebody sent, into the register: read as SDMX, checked against their structure, then recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from socle.exchange.sdmx import read_sdmx
from socle.exchange.upload import held
from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal
from socle.register import roles
from socle.register.entering import Recorded
from socle.register.store import Register

UNNAMED: Final = "file-{hash}"  # an edition that nobody named is called by its content
DIGITS: Final = 8


@dataclass(frozen=True)
class Arrived:
    """What was recorded: how many observations were what, of which flow, as which edition."""

    flow: str
    vintage: str
    done: Recorded


def may_import(register: Register) -> bool:
    """Whether whoever asks imports datasets."""
    with register.reading() as connection:
        return roles.permit(register.account(connection), roles.IMPORT) is None


def record_sent(register: Register, name: str, body: bytes, vintage: str, reason: str) -> Arrived:
    """Record a file as one edition of its flow. Refused, it leaves nothing; whoever may not import is refused first."""
    with register.reading() as connection:
        roles.require(register.account(connection), roles.IMPORT)
    if not reason.strip():
        raise Refusal("Say why these data are recorded: the log keeps it.")
    digest = sha256_of(body)
    with held(name, body) as path:
        read = read_sdmx(path)
    edition = vintage.strip() or UNNAMED.format(hash=digest[:DIGITS])
    flow = read.flow.stored_as or read.flow.code
    done = register.record(
        read.frame, flow=flow, vintage=edition, source=name, reason=reason.strip(), sha256=digest
    )
    return Arrived(flow, edition, done)
