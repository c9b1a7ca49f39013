"""The valuation of one branch of social insurance beside pensions, from its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from socle.exchange.branch_file import read_branch
from socle.exchange.migrant_file import case_file
from socle.model import branch_case as noun
from socle.run.branch_care import health, long_term_care
from socle.run.branch_cash import maternity, sickness
from socle.run.branch_injury import injury
from socle.run.branch_unemployment import unemployment

VALUED: Mapping[type, Callable[[Any], noun.Valuation]] = {
    noun.Unemployment: unemployment,
    noun.Injury: injury,
    noun.Sickness: sickness,
    noun.Maternity: maternity,
    noun.Health: health,
    noun.LongTerm: long_term_care,
}


def branch(name: str) -> noun.Valuation:
    """What the file of a branch asks for; `XXX/unemployment` is a case shipped with a country."""
    return valued(read_branch(*case_file(name)))


def valued(case: noun.Case) -> noun.Valuation:
    """The valuation of a case."""
    return VALUED[type(case)](case)
