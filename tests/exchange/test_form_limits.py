"""A cell of a limit holds a number or the word none; empty it is not known."""

from __future__ import annotations

import math

import pytest

from socle.exchange.form_cells import value_of
from socle.ground.refusals import Refusal
from socle.model.form import OPEN, Column


def limit(kind: str) -> Column:
    return Column("most", kind, "The most.", blank=True)


@pytest.mark.parametrize("kind", OPEN)
@pytest.mark.parametrize("text", ["none", "None", "NONE", "aucun", "aucune", "ninguno", "Ninguna"])
def test_none_is_a_limit_that_never_binds(kind: str, text: str) -> None:
    assert value_of(limit(kind), text) == math.inf


@pytest.mark.parametrize("kind", OPEN)
def test_an_empty_limit_is_no_limit_that_is_known(kind: str) -> None:
    assert math.isnan(value_of(limit(kind), ""))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("limit", "26", 26),
        ("money_limit", "1 200", 1200),
        ("share_limit", "80%", 0.8),
        ("share_limit", "0,8", 0.8),
    ],
)
def test_a_limit_is_read_as_the_number_it_is(kind: str, text: str, value: float) -> None:
    assert value_of(limit(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("limit", "-1", "cannot be negative"),
        ("share_limit", "80", "5 per cent is 0.05"),
        ("money_limit", "unlimited", "is not a number"),
        ("money_limit", "inf", "is not a number"),
        ("limit", "50%", "is not a number"),
        ("percentile", "101", "from 0 to 100"),
        ("number", "none", "is not a number"),
    ],
)
def test_anything_else_is_refused(kind: str, text: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        value_of(limit(kind), text)
