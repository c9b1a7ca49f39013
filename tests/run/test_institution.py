"""An institution's counts as arrays: nobody is lost, paths are followed, what is missing is filled as said."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from socle.exchange.institution_file import read_institution
from socle.exchange.scheme_file import read_scheme
from socle.exchange.valuation_files import ValuationFiles
from socle.ground.axes import FEMALE, MALE
from socle.ground.refusals import Refusal
from socle.model.insurance import read_insurance
from socle.project.starting import by_completed_age
from socle.run.basis import Futures, basis, paths_of
from socle.run.institution import INVALID, Institution, Shift
from tests.run.valuations import CAREER, HEAD, based, institution, law, people, projected

YEARS = range(2025, 2035)
FORCE = np.array([[[10.0, 8.0]], [[12.0, 9.0]], [[15.0, 9.0]], [[18.0, 12.0]]])  # [year, scenario, sex]
BEFORE = 0.97 * FORCE[0]  # on 1 January of the first year, [scenario, sex]


@cache
def shipped():
    return read_institution(ValuationFiles.of("XXX/national_pension").data)


def changed(table, drop=(), facts=None, **columns):
    """The shipped institution with other columns in one table."""
    data = shipped()
    tables = dict(data.tables)
    kept = {
        name: values for name, values in tables[table].columns.items() if not name.startswith(drop or "-")
    }
    tables[table] = replace(tables[table], columns=kept | columns)
    return Institution(replace(data, tables=tables, facts=replace(data.facts, **(facts or {}))))


@cache
def whole():
    """The shipped law on the shipped institution, pensioners and all."""
    law_ = read_insurance(read_scheme(ValuationFiles.of("XXX/national_pension").scheme))
    own = Institution(shipped())
    return basis(law_, own, Futures(paths_of(own.data, YEARS), people(YEARS)))


@pytest.mark.parametrize("name", ["contributors", "inactive"])
def test_persons_service_and_accounts_of_the_tables_are_in_the_cells(name):
    table, start = shipped().table(name), whole().valuation.start
    lives = start.active if name == "contributors" else start.inactive
    persons, wage = table.of("persons"), shipped().average_wage
    for sex in (0, 1):
        own = table.of("sex") == sex
        assert lives[0, 0, sex].sum() == pytest.approx(persons[own].sum(), rel=1e-12)
        served = lives[0, 0, sex].sum((0, 1)) @ np.arange(lives.shape[-1])
        assert served == pytest.approx(persons[own] @ table.of("service")[own], rel=1e-12)
        held = lives[1, 0, sex].sum() * wage
        assert held == pytest.approx(persons[own] @ table.of("career_earnings")[own], rel=1e-12)
    by_age = np.bincount(table.of("age").astype(int), persons, 200)
    assert lives[0, 0].sum((0, 1, 3)) == pytest.approx(by_age[15 : 15 + lives.shape[-2]], rel=1e-12)


def test_classes_are_equally_many_and_hold_what_their_earnings_credit():
    made = whole()
    active = made.valuation.start.active
    assert np.ptp(active[0], axis=2).max() <= 1e-9 * active[0].max()
    credit = made.ask("credit.career_earnings", 2025)[0, :, :, :, 0]
    held = active[1, 0].sum(-1)  # [sex, class, age]
    there = held.sum(1, keepdims=True) > 0
    assert np.broadcast_to(there, held.shape).any()
    shares = held / np.where(there, held.sum(1, keepdims=True), 1.0)
    assert np.where(there, shares, 0) == pytest.approx(
        np.where(there, credit / credit.sum(1, keepdims=True), 0), rel=1e-10
    )


def test_pensions_in_payment_are_those_of_the_table():
    table, start = shipped().table("pensioners"), whole().valuation.start
    for name, held in start.pensions.items():
        own = np.array(table.words("benefit")) == name
        persons = table.of("persons")[own]
        assert held.count.sum() == pytest.approx(persons.sum(), rel=1e-12)
        money = persons @ table.of("amount")[own] / shipped().average_wage
        assert held.amount.sum() == pytest.approx(money, rel=1e-12)


def test_an_account_that_nobody_counted_holds_todays_credit_for_each_year_of_service():
    own = changed("contributors", "career")
    made = basis(whole().law, own, Futures(paths_of(own.data, YEARS), people(YEARS)))
    heads, held = made.valuation.start.active
    credit = made.ask("credit.career_earnings", 2025)
    served = np.arange(heads.shape[-1])
    assert held == pytest.approx(np.broadcast_to(heads * served * credit, held.shape), rel=1e-12)


def test_the_insured_stay_their_share_of_the_labour_force_where_no_path_is_given():
    own = changed("years", "coverage")
    assert own.wanted(FORCE, BEFORE)[:, 0] == pytest.approx(
        own.contributors * FORCE[:, 0] / BEFORE[0], rel=1e-12
    )


def path(name, men, women):
    """Two years of a path, men and women."""
    return {
        "year": np.array([2025.0, 2027.0]),
        f"{name}_men": np.array(men),
        f"{name}_women": np.array(women),
    }


def test_a_path_of_coverage_is_a_share_of_each_years_labour_force():
    at = {
        "year": np.array([2025.0, 2027.0]),
        "coverage_men": np.array([0.2, 0.4]),
        "coverage_women": np.array([0.5, 0.1]),
    }
    own = changed("years", "", **at)
    shares = np.array([[0.2, 0.5], [0.3, 0.3], [0.4, 0.1], [0.4, 0.1]])
    assert own.wanted(FORCE, BEFORE, 0.5)[:, 0] == pytest.approx(0.5 * shares * FORCE[:, 0], rel=1e-12)


def test_numbers_of_insured_are_reached_and_then_follow_the_labour_force():
    at = {
        "year": np.array([2025.0, 2027.0]),
        "insured_men": np.array([100.0, 140.0]),
        "insured_women": np.array([50.0, 70.0]),
    }
    own = changed("years", "coverage", **at)
    expected = [[100, 50], [120, 60], [140, 70], [140 * 18 / 15, 70 * 12 / 9]]
    assert own.wanted(FORCE, BEFORE)[:, 0] == pytest.approx(np.array(expected), rel=1e-12)


def test_numbers_of_insured_that_end_before_the_first_year_follow_the_labour_force_from_it_on():
    at = path("insured", [100.0, 140.0], [50.0, 70.0])
    own = changed("years", "coverage", **{**at, "year": np.array([2020.0, 2022.0])})
    assert own.wanted(FORCE, BEFORE)[:, 0] == pytest.approx(
        np.array([140.0, 70.0]) * FORCE[:, 0] / FORCE[0, 0], rel=1e-12
    )


def test_an_own_table_of_deaths_is_read_by_completed_age_and_the_invalid_die_more_often():
    ages = np.arange(101.0)
    q = np.minimum(0.0003 * np.exp(0.09 * ages), 1.0)
    table = {
        "sex": np.repeat([0.0, 1.0], 101),
        "age": np.tile(ages, 2),
        "death": np.concatenate([q, 0.7 * q]),
    }
    data = shipped()
    tables = {**data.tables, "mortality": replace(data.table("rates"), name="mortality", columns=table)}
    own = Institution(replace(data, tables=tables, facts=replace(data.facts, mortality="table")))
    assert own.all_ages(people(YEARS)) == 101
    found = own.experience(people(YEARS), Shift(mortality=0.9), np.ones((1, 1, 2)), 1)
    assert found.mortality[0, 0, 1] == pytest.approx(by_completed_age(0.9 * 0.7 * q), rel=1e-12)
    assert found.invalid_mortality == pytest.approx(np.minimum(INVALID * found.mortality, 1.0), rel=1e-12)


def test_rates_stand_on_their_ages_and_are_shifted():
    own, table = Institution(shipped()), shipped().table("rates")
    found = own.experience(people(YEARS), Shift(invalidity=1.25, density=0.9), np.ones((1, 1, 2)), 2)
    for name, values, factor in (
        ("invalidity", found.invalidity, 1.25),
        ("leaving", found.leaving, 1.0),
        ("returning", found.returning, 1.0),
        ("density", found.density, 0.9),
    ):
        for sex in (0, 1):
            rows = table.of("sex") == sex
            expected = np.minimum(table.of(name)[rows] * factor, 1.0)
            assert values[0, 0, sex, 0, :, 0] == pytest.approx(expected, rel=1e-12), name


def test_entrants_are_one_for_each_sex_and_none_at_the_last_age():
    at = {"sex": np.array([0.0, 0, 1]), "age": np.array([20.0, 69, 30]), "share": np.array([3.0, 1, 2])}
    own = changed("entrants", "", **at)
    pattern = own.experience(people(YEARS), Shift(), np.ones((1, 1, 2)), 4).entrants
    assert pattern.sum((1, 2)) == pytest.approx([1.0, 1.0], rel=1e-12)
    assert not pattern[..., -1].any()
    assert np.ptp(pattern, axis=1).max() < 1e-15


def test_families_have_as_many_as_the_table_says_and_no_child_older_than_the_law_counts():
    made, table = whole(), shipped().table("families")
    experience = made.valuation.experience
    for sex in (0, 1):
        rows = table.of("sex") == sex
        ages = table.of("age")[rows].astype(int)
        assert experience.spouses[sex, ages].sum(-1) == pytest.approx(
            table.of("with_spouse")[rows], rel=1e-12
        )
        assert experience.children[sex, ages].sum(-1) == pytest.approx(table.of("children")[rows], rel=1e-12)
    assert not experience.children[..., 18:].any()


ORPHANS = """\
  orphans:
    contingency: orphans
    who: everyone
    how_much: [share_of: {pension: fund.old_age, share: 0.2}]
"""


def test_a_law_without_an_end_of_childhood_counts_children_below_thirty():
    children = based(HEAD + CAREER + ORPHANS, YEARS).valuation.experience.children
    assert children[..., 20].any()
    assert not children[..., 30:].any()


def plain(own):
    """A law that bends nothing, on an institution."""
    return basis(law(), own, Futures(paths_of(own.data, YEARS), people(YEARS)))


def of_men(own):
    """The same institution without a woman in any of its tables."""
    tables = dict(own.data.tables)
    for name, table in own.data.tables.items():
        if table.has("sex") and name != "totals":
            men = table.of("sex") == MALE
            kept = {key: values[men] for key, values in table.columns.items()}
            tables[name] = replace(table, columns=kept)
    years = tables["years"]
    nobody = {"coverage_women": 0 * years.of("coverage_women")}
    tables["years"] = replace(years, columns={**years.columns, **nobody})
    return Institution(replace(own.data, tables=tables))


def test_a_scheme_of_men_alone_is_that_of_the_men():
    both, men = (projected(plain(own)) for own in (institution(), of_men(institution())))
    assert men.payroll[..., MALE] == pytest.approx(both.payroll[..., MALE], rel=1e-12)
    assert men.awards["old_age"][..., MALE] == pytest.approx(both.awards["old_age"][..., MALE], rel=1e-12)
    assert men.contributors[..., FEMALE].sum() == 0.0


def test_a_sex_that_is_to_be_insured_needs_rows_of_its_own():
    own = of_men(institution())
    years = own.data.table("years")
    covered = replace(years, columns={**years.columns, "coverage_women": years.of("coverage_women") + 0.1})
    asked = Institution(replace(own.data, tables={**own.data.tables, "years": covered}))
    with pytest.raises(Refusal, match="one sex only"):
        plain(asked)
