"""Answers in memory: found again, the oldest let go of, never more bytes than allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.web.answers import Answer
from socle.web.kept import Kept


def run(waited: Coroutine[Any, Any, Any]) -> Any:
    """What comes of it in a thread of its own: the browser of other tests may keep a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, waited).result()


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


def test_what_many_ask_for_at_once_is_made_once_and_then_held() -> None:
    kept, made = Kept(), []

    async def make() -> Answer:
        made.append(1)
        await asyncio.sleep(0)
        return Answer(b"x", "tag")

    async def ask() -> list[Answer]:
        return await asyncio.gather(*(kept.made(("a",), make) for _ in range(16)))

    assert set(run(ask())) == {Answer(b"x", "tag")} == {kept.get(("a",))}
    assert made == [1] and not kept.under_way


def test_what_fails_is_told_to_all_and_tried_again() -> None:
    kept, made = Kept(), []

    async def make() -> Answer:
        made.append(1)
        await asyncio.sleep(0)
        raise ValueError("first") if len(made) == 1 else KeyError("second")

    async def ask() -> list[Answer | BaseException]:
        return await asyncio.gather(*(kept.made(("a",), make) for _ in range(3)), return_exceptions=True)

    assert [type(one) for one in run(ask())] == [ValueError] * 3
    with pytest.raises(KeyError):
        run(kept.made(("a",), make))
    assert kept.get(("a",)) is None and not kept.under_way
