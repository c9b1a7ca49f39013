"""Answers in memory: found again, the oldest let go of, never more bytes than allowed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from socle.web.kept import Kept


def test_what_was_asked_for_long_ago_is_let_go_of_first() -> None:
    kept = Kept(most=3)
    for name in "abc":
        kept.put((name,), b"1")
    assert kept.get(("a",)) == b"1"
    kept.put(("d",), b"1")
    assert [kept.get((name,)) for name in "abcd"] == [b"1", None, b"1", b"1"]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 12))))
def test_never_more_bytes_than_allowed_and_none_miscounted(puts: list[tuple[str, int]]) -> None:
    kept = Kept(most=10)
    for name, size in puts:
        kept.put((name,), b"x" * size)
        assert kept.size == sum(map(len, kept.held.values())) <= 10
