"""Answers in memory: found again, the oldest let go of, never more bytes than allowed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from socle.web.answers import Answer
from socle.web.kept import Kept


def test_what_was_asked_for_long_ago_is_let_go_of_first() -> None:
    kept, one = Kept(most=3), Answer(b"1", "tag")
    for name in "abc":
        kept.put((name,), one)
    assert kept.get(("a",)) == one
    kept.put(("d",), one)
    assert [kept.get((name,)) for name in "abcd"] == [one, None, one, one]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 12))))
def test_never_more_bytes_than_allowed_and_none_miscounted(puts: list[tuple[str, int]]) -> None:
    kept = Kept(most=10)
    for name, size in puts:
        kept.put((name,), Answer(b"x" * size, "tag"))
        assert kept.size == sum(len(one.body) for one in kept.held.values()) <= 10
