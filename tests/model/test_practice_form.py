"""The form of law and practice asks for every input, in its own words, and says what a formula needs."""

from __future__ import annotations

import pytest

from socle.model.form import UNITS
from socle.model.practice import CONTINGENCIES, FORMULAS, INPUTS, LABOURER, PROTECTED, SKILLED
from socle.model.practice_form import COUNTRY, OF_BENEFIT, OF_BRANCH, SERVICE, STANDARDS, SUMS, TABLES, needed

WORKED_OUT = {
    *("benefit", "reference_wage", "allowances_at_work", "allowances_during", "lowest_wage", "service_years"),
    "lowest_ratio",
}


def test_every_input_is_asked_for_once() -> None:
    asked = [*COUNTRY, *OF_BRANCH, *OF_BENEFIT, "formula"]
    assert sorted(asked) == sorted(set(INPUTS) - WORKED_OUT)
    wages = {*SKILLED.values(), *LABOURER.values()}
    totals = {total for _protected, total in PROTECTED.values() if total != "poor"}
    assert wages | totals <= set(COUNTRY)
    assert {protected for protected, _total in PROTECTED.values()} <= set(OF_BRANCH)


def test_inputs_are_asked_for_in_their_own_words_and_units() -> None:
    found = {
        **{name: STANDARDS.fact(name) for name in COUNTRY},
        **{name: TABLES["branches"].column(name) for name in OF_BRANCH},
        **{name: TABLES["benefits"].column(name) for name in (*OF_BENEFIT, "formula")},
    }
    for name, column in found.items():
        assert column is not None
        unit, sentence = INPUTS[name]
        assert (column.sentence, column.kind in UNITS, column.blank) == (sentence, True, True)
        assert (unit == "money") == (column.kind in ("money", "yearly")), name
        assert (name in SUMS) == (column.kind == "yearly"), name
        assert (unit == "flag") == (column.kind == "flag"), name


@pytest.mark.parametrize("contingency", CONTINGENCIES)
@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("held", [(), ("accrual",), ("qualifying_years",), ("accrual", "qualifying_years")])
def test_a_formula_needs_columns_of_the_form_and_more_as_more_is_said(
    contingency: str, formula: str, held: tuple[str, ...]
) -> None:
    names = needed(formula, contingency, frozenset(held))
    assert all(TABLES["benefits"].column(name) for name in names)
    assert set(needed(formula, contingency, frozenset())) <= set(names)
    assert ("qualifying_years" in names) == (contingency in SERVICE)
    assert ("rate" in names) != ("flat" in names)
