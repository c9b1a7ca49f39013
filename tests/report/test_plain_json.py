"""Values as JSON has them."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from socle.report.plain_json import known, plain


@dataclass(frozen=True)
class _Held:
    name: str
    within: object


def test_what_is_not_known_is_null() -> None:
    assert [known(one) for one in (None, math.nan, math.inf, -math.inf, 0.0)] == [None] * 4 + [0.0]


def test_everything_within_is_told() -> None:
    told = plain(_Held("a", {1: (np.int64(2), np.float64("nan"), True, _Held("b", date(2026, 1, 2)))}))
    assert told == {"name": "a", "within": {"1": [2, None, True, {"name": "b", "within": "2026-01-02"}]}}


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.just(Fraction(1, 3)),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.text(), inner) | st.builds(_Held, st.text(), inner)
        ),
        max_leaves=8,
    )
)
def test_it_is_always_json_and_stays_what_it_is(value: object) -> None:
    once = plain(value)
    assert plain(once) == once == json.loads(json.dumps(once, allow_nan=False))
