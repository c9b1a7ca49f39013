"""The worked example of the reference, every input and every expected digit, where the reference is at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from socle.exchange.practice_file import read_practice
from socle.exchange.standard_file import load_standard
from socle.model.practice import Input, Practice, Written
from socle.model.verdict import FAIL, PASS, Verdict
from socle.standards.compliance import judge, ratifiable

pytestmark = pytest.mark.external
Raw = Mapping[str, Any]
DIGITS = 5e-5  # of a percentage with four digits, as the reference prints them
SAME = ("residents", "employees", "labourer_wage", "children_of_persons_protected", "children_of_residents")
FACTS = {
    **{name: name for name in SAME},
    "children_of_persons_protected": "children_of_protected",
    "mean_earnings_protected": "mean_earnings",
    "p75_earnings_protected": "p75_earnings",
    "family_allowance_per_child": "family_allowance",
    "family_benefits_total_year": "family_benefits",
    "employee_contributions_year": "employee_contributions",
    "resources_for_employees_year": "protection_resources",
}
"""Inputs of the reference -> facts of the form."""
OF_BRANCH = {
    "employees_protected_old_age": "employees_protected",
    "economically_active_protected_old_age": "active_protected",
}


@pytest.fixture(scope="module")
def example(shared: Path) -> Raw:
    """Inputs and expected figures."""
    with (shared / "reference" / "standards_worked_example.yaml").open(encoding="utf-8") as file:
        found: Raw = yaml.safe_load(file)
    return found


@pytest.fixture(scope="module")
def practice(example: Raw, tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """The inputs as a form of one file, read through the public door; each of them is used."""
    told = dict(example["inputs"])
    form: dict[str, Any] = {"country": "EXE", "name": "Exemplia", "year": 2024, "currency": "XTS"}
    form |= {"per": "month", "source": "the reference", "labourer_options": ["b_typical"]}
    form["skilled_options"] = ["c_p75", "d_125mean"]
    form |= {name: told.pop(key) for key, name in FACTS.items()}
    form["branches"] = [
        {"branch": "old_age", "provided": "yes"} | {n: told.pop(k) for k, n in OF_BRANCH.items()}
    ]
    open_ = {"at_least": "none", "at_most": "none", "ceiling": told.pop("insured_ceiling")}
    pension, sickness = told.pop("old_age"), told.pop("sickness")
    earned = {"formula": "earnings", "allowances_continue": "yes", **open_}
    served = {"rate_limit": "none", "qualifying_years": pension["years"], "reduced_after_years": 15}
    form["benefits"] = [
        {"benefit": "pension", "contingency": "old_age", "rate": 0, "accrual": pension["accrual_per_year"]}
        | earned
        | served,
        {"benefit": "pay", "contingency": "sickness", "rate": sickness["replacement"]} | earned,
        {"benefit": "dole", "contingency": "unemployment", "formula": "flat"}
        | {"flat": told.pop("unemployment_flat"), "allowances_continue": "yes"},
    ]
    assert not told, "an input that the form was not given"
    path = tmp_path_factory.mktemp("example") / "exemplia.yaml"
    path.write_text(yaml.safe_dump(form).replace("'none'", "none").replace("'yes'", "yes"), encoding="utf-8")
    found = read_practice(path)
    assert not found.flags
    return found


def result(practice: Practice, part: str, test: str) -> Verdict:
    found = [one for one in judge(load_standard("C102"), practice).part(part).verdicts if one.test == test]
    return next(one for one in found if one.value is not None or one.verdicts)


def leaf(verdict: Verdict, *names: str) -> Verdict:
    """The way, then the option, of these names."""
    for name in names:
        verdict = next(
            below for one in verdict.verdicts for _, below in one.every() if below.alternative == name
        )
    return verdict


def per_cent(verdict: Verdict) -> float:
    assert verdict.value is not None
    return 100 * verdict.value


def same(verdict: Verdict, ok: bool, pct: float | None = None) -> None:
    assert verdict.status == (PASS if ok else FAIL)
    if pct is not None:
        assert per_cent(verdict) == pytest.approx(pct, rel=0, abs=DIGITS)


def figures(raw: Any, head: str = "") -> Iterator[str]:
    """The names of all figures that the reference expects."""
    if not isinstance(raw, Mapping):
        yield head
        return
    for key, one in raw.items():
        yield from figures(one, f"{head}.{key}".strip("."))


def test_persons_protected(example: Raw, practice: Practice) -> None:
    wanted = example["expected"]["coverage_old_age"]
    found = result(practice, "V", "persons")
    same(leaf(found, "27(a)"), wanted["alt_a_ok"], wanted["alt_a_pct"])
    same(leaf(found, "27(b)"), wanted["alt_b_ok"], wanted["alt_b_pct"])
    same(found, wanted["ok"])


def test_old_age_by_both_wages(example: Raw, practice: Practice) -> None:
    wanted, wages = example["expected"]["old_age_art65"], example["expected"]["skilled_wage"]
    found = result(practice, "V", "level")
    for option, name in (("d_125mean", "with_d"), ("c_p75", "with_c")):
        one = leaf(found, "29(1)(a)", option)
        same(one, wanted[name]["ok"], wanted[name]["ratio_pct"])
        assert one.required == pytest.approx(wanted[name]["required"] / 100)
        assert one.figures["benefit"] / 12 == pytest.approx(wanted["benefit_at_ceiling"])
        assert one.figures["reference_wage"] / 12 == pytest.approx(wages[option])
        alone = replace(practice, choices={**practice.choices, "skilled": (option,)})
        same(result(alone, "V", "level"), wanted[name]["ok"])
    assert found.flips


def test_sickness_with_allowances(example: Raw, practice: Practice) -> None:
    wanted = example["expected"]["sickness_art65"]
    one = leaf(result(practice, "III", "level"), "16", {"d": "d_125mean"}[wanted["ref"]])
    same(one, wanted["ok"], wanted["ratio_pct"])
    assert one.required == pytest.approx(wanted["required"] / 100)
    assert one.figures["benefit"] / 12 == pytest.approx(wanted["benefit"])
    for name in ("allowances_at_work", "allowances_during"):
        assert one.figures[name] / 12 == pytest.approx(wanted["fa"])


def test_unemployment_with_allowances_and_without(example: Raw, practice: Practice) -> None:
    wanted = example["expected"]["unemployment_art66"]
    lost = practice.given({"benefit.dole.allowances_continue": Input(False)})
    for held, ok, pct in (
        (practice, wanted["ok_with_fa"], wanted["ratio_pct_with_fa"]),
        (lost, wanted["ok_if_fa_stops"], wanted["ratio_pct_if_fa_stops_during_unemployment"]),
    ):
        same(result(held, "IV", "level"), ok, pct)


def test_value_of_family_benefits_and_share_of_employees(example: Raw, practice: Practice) -> None:
    wanted = example["expected"]["family_art44"]
    found = result(practice, "VII", "value")
    for one, name in zip(found.verdicts, "ab", strict=True):
        assert one.required == pytest.approx(wanted[f"required_{name}"])
        same(one, wanted[f"ok_{name}"])
    same(found, wanted["ok"])
    share = result(practice, "XIII", "financing")
    same(share, example["expected"]["financing_art71"]["ok"])
    assert per_cent(share) == pytest.approx(example["expected"]["financing_art71"]["employee_share_pct"])


def test_parts_that_can_be_ratified(example: Raw) -> None:
    acceptance = load_standard("C102").acceptance
    assert acceptance is not None
    for name in ("ratification", "ratification_bad"):
        wanted = example["expected"][name]
        assert ratifiable(acceptance, wanted["parts"]).status == (PASS if wanted["ok"] else FAIL)


def test_no_expected_figure_is_left_out(example: Raw) -> None:
    """The tests above read each of these names; a figure that is added to the reference needs one."""
    assert set(figures(example["expected"])) == {
        *(f"coverage_old_age.{name}" for name in ("alt_a_pct", "alt_a_ok", "alt_b_pct", "alt_b_ok", "ok")),
        *("skilled_wage.c_p75", "skilled_wage.d_125mean", "old_age_art65.benefit_at_ceiling"),
        *(f"old_age_art65.with_{o}.{name}" for o in "cd" for name in ("ratio_pct", "required", "ok")),
        *(f"sickness_art65.{name}" for name in ("benefit", "fa", "ref", "ratio_pct", "required", "ok")),
        *(f"unemployment_art66.{name}" for name in ("ratio_pct_with_fa", "ok_with_fa", "ok_if_fa_stops")),
        "unemployment_art66.ratio_pct_if_fa_stops_during_unemployment",
        *(f"family_art44.{name}" for name in ("required_a", "ok_a", "required_b", "ok_b", "ok")),
        *("financing_art71.employee_share_pct", "financing_art71.ok"),
        *(f"ratification{bad}.{name}" for bad in ("", "_bad") for name in ("parts", "ok", "reason")),
    }


def test_a_formula_that_is_written_pays_what_the_form_pays(example: Raw, practice: Practice) -> None:
    told = example["inputs"]
    written = Written("earnings", accrual=told["old_age"]["accrual_per_year"], qualifying=15.0)
    held = practice.value("benefit.pension.formula")
    assert held == replace(written, ceiling=told["insured_ceiling"] * 12)
