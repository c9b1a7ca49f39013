"""The kernel: readable text, one compilation for all reforms, the same sums however many threads."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.engine import kernel_text, numba_kernel, numpy_records
from socle.engine.lower import lower
from socle.engine.numba_kernel import compiled, compute
from socle.engine.numpy_blocks import evaluate
from socle.ground.expression import MONEY, NUMBER, Node, by_chance, column, parameter
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import larger, members, smaller, sum_in_household, total, where
from socle.model.population import Population
from tests.engine.surveys import AGE, INCOME, LAWS, LINE, NEED, VALUES, households, random_laws


def read_as_python(text: str, _: tuple[str, ...], load: Any) -> Any:
    """The kernel as it is written, not compiled."""
    return load("kernel", text)


@settings(max_examples=60, deadline=None)
@given(random_laws, st.integers(0, 99))
def test_the_text_says_the_law_as_plain_python(tree: Node, seed: int) -> None:
    people = households(seed, count=20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numba_kernel, "_machine", read_as_python)
        found = compute({"law": tree}, people, VALUES)["law"]
    np.testing.assert_allclose(
        found, np.broadcast_to(evaluate(tree, people, VALUES), found.shape), rtol=1e-12, atol=1e-12
    )


def test_the_text_of_a_small_law_is_what_one_would_write() -> None:
    need = larger(LINE - sum_in_household(INCOME), 0)
    written = kernel_text.kernel_text([lower(where(need > 0, 1, 0))], [lower(need)], {"income": "float64"})
    assert [leaf.value for leaf in (*written.scalars, *written.columns)] == ["line", "income"]
    lines = [line.strip() for line in written.text.splitlines()]
    assert lines[3] == "def kernel(first, last, starts, weights, scalars, sums, stores, homes, c0):"
    assert lines.count("for i in range(begin, end):") == 2
    assert "c0[i]" in written.text


def test_what_a_household_shares_may_be_asked_once_for_it() -> None:
    people = households(6)
    trees = {"need": NEED, "gain": where(AGE >= 65, INCOME, 0), "sum": total(NEED)}
    on_each = compute(trees, people, VALUES)
    once = compiled(trees, people, VALUES, homes=("need",)).run(people, VALUES)
    assert people.households is not None
    np.testing.assert_array_equal(once["need"], on_each["need"][people.households[:-1]])
    np.testing.assert_array_equal(once["gain"], on_each["gain"])
    assert once["sum"] == on_each["sum"]
    with pytest.raises(Refusal, match="not one number for each household"):
        compiled(trees, people, VALUES, homes=("gain",))


def test_a_reform_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    people, trees = households(5), {"need": total(NEED), "gain": NEED}
    law = compiled(trees, people, VALUES)
    monkeypatch.setattr(numba_kernel, "_machine", None)  # nothing can be compiled from here on
    for line in (5.0, 17.3, 40.0):
        reform = {**VALUES, "line": line}
        found = law.run(people, reform)
        np.testing.assert_allclose(found["gain"], evaluate(NEED, people, reform), rtol=1e-12, atol=1e-12)
        assert float(found["need"]) == pytest.approx(float(evaluate(total(NEED), people, reform)), rel=1e-12)


def test_two_laws_of_one_structure_share_their_machine_code() -> None:
    people = households(5)
    one = compiled({"a": where(AGE >= 65, INCOME, 0)}, people, VALUES)
    other = compiled({"b": where(AGE >= 70, INCOME, 0)}, people, VALUES)
    assert one.passes[0][1][0].kernel is other.passes[0][1][0].kernel
    assert (one.run(people, VALUES)["a"] != other.run(people, VALUES)["b"]).any()


def test_sums_are_the_same_to_the_last_bit_on_any_number_of_threads() -> None:
    people = households(6, count=9_000)
    law = compiled({"need": total(NEED), "poor": total(where(INCOME < LINE, 1, 0))}, people, VALUES)
    found = [law.run(people, VALUES, threads=threads) for threads in (1, 2, 3, 50)]
    for name in found[0]:
        assert len({float(answer[name]) for answer in found}) == 1


def test_a_large_law_is_cut_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba_kernel, "LARGEST", 30)
    people = households(7)
    trees = {name: LAWS[name] for name in ("topped up", "tax", "least", "tenths")}
    law = compiled(trees, people, VALUES)
    assert len(law.passes[0][1]) > 1
    for name, found in law.run(people, VALUES).items():
        np.testing.assert_allclose(found, evaluate(trees[name], people, VALUES), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("engine", [compute, numpy_records.compute], ids=["fast", "numpy"])
@pytest.mark.parametrize("kind", ["int8", "int64", "float32", "float64", "bool", ">f8"])
def test_columns_of_any_type_read_only_or_strided_are_read(kind: str, engine: Any) -> None:
    held = (np.arange(8) % 2).repeat(2).astype(kind)[::2]
    held.flags.writeable = False
    people = Population(np.ones(8), {"income": held}, households=np.array([0, 3, 8]))
    found = engine({"x": sum_in_household(INCOME) * members(), "y": INCOME + INCOME}, people, {})
    np.testing.assert_array_equal(found["x"], [3.0] * 3 + [15.0] * 5)
    np.testing.assert_array_equal(found["y"], 2.0 * (np.arange(8) % 2))


@pytest.mark.parametrize("engine", [compute, numpy_records.compute], ids=["fast", "numpy"])
def test_missing_values_stay_missing_as_in_the_reference(engine: Any) -> None:
    people = Population(
        np.ones(3), {"income": np.array([1.0, np.nan, 50.0])}, households=np.array([0, 1, 2, 3])
    )
    double = INCOME + INCOME
    laws = [
        word(*pair)
        for word in (larger, smaller)
        for pair in ((INCOME, LINE), (LINE, INCOME), (INCOME, double))
    ]
    kept = [
        where(INCOME < LINE, INCOME, 0),
        where(~(INCOME < LINE), INCOME, 0),
        where(INCOME < LINE, LINE, 0),
    ]
    for law in (*laws, *kept, sum_in_household(INCOME) + LINE):
        np.testing.assert_array_equal(engine({"x": law}, people, VALUES)["x"], evaluate(law, people, VALUES))


def test_nothing_is_written_over_a_column_of_the_population() -> None:
    people = households(5)
    before = {name: values.copy() for name, values in people.columns.items()}
    numpy_records.compute(LAWS, people, {**VALUES, "region": people.columns["region"]})
    for name, values in before.items():
        np.testing.assert_array_equal(people.columns[name], values)


def test_an_empty_household_takes_nothing_from_its_neighbours() -> None:
    people = Population(
        np.ones(3), {"income": np.array([1.0, 2.0, 4.0])}, households=np.array([0, 1, 1, 3, 3])
    )
    np.testing.assert_array_equal(compute({"x": sum_in_household(INCOME)}, people, {})["x"], [1.0, 6.0, 6.0])


def test_what_the_population_cannot_answer_is_refused() -> None:
    people = households(1, count=5)
    cells = replace(people, households=None)
    with pytest.raises(Refusal, match="these are cells"):
        compute({"x": INCOME}, cells, VALUES)
    with pytest.raises(Refusal) as refused:
        compute({"x": column("incom", MONEY)}, people, VALUES)
    assert refused.value.nearest == "income"
    with pytest.raises(Refusal, match="has no draws"):
        compute({"x": by_chance("luck", parameter("cap", NUMBER))}, people, VALUES)
    with pytest.raises(Refusal, match="has 2 values, and there are"):
        compute({"x": INCOME + LINE}, people, {"line": np.ones(2)})
    with pytest.raises(Refusal, match="`line` has no value"):
        compute({"x": INCOME + LINE}, people, {"line": np.nan})
    with pytest.raises(Refusal, match="varies now"):
        compiled({"x": INCOME + LINE}, people, VALUES).run(people, {"line": people.columns["region"]})


def test_without_numba_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(Refusal, match=r"opensocle\[fast\]"):
        compute({"x": INCOME + INCOME * INCOME / LINE}, households(1, count=5), VALUES)
