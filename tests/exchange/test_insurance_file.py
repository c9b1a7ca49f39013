"""What a scheme file says of insured persons: what is read, each refusal with its line and the nearest valid name."""

from __future__ import annotations

import pytest

from socle.ground.refusals import Refusal
from tests.model.insurance_files import NATIONAL, file


def test_the_law_of_insured_persons_is_read_as_it_stands() -> None:
    found = file()
    assert found.insurance is not None
    account = found.insurance.accounts["career_earnings"]
    assert (account.credit, account.gains) == ("insurable_earnings", "lost")
    assert list(found.insurance.contributions) == ["employee", "employer"]
    told = {b.path.split(".")[1]: (b.insured.contingency, b.branch, b.insured.paid) for b in found.benefits}
    assert told == {
        "old_age": ("old_age", "old_age", "for_life"),
        "survivors": ("survivors", "old_age", "for_life"),
        "invalidity": ("invalidity", "disability", "for_life"),
    }


def test_a_survivors_pension_may_name_one_of_another_file() -> None:
    alone = file(NATIONAL[: NATIONAL.index("  invalidity:")])
    assert len(alone.benefits) == 2


@pytest.mark.parametrize(
    ("old", "new", "line", "nearest", "said"),
    [
        ("insurable_earnings:\n", "insurable_earning:\n", 3, "insurable_earnings", "A scheme has no"),
        ("credit: insurable_earnings", "credit: insurable_earning", 6, "insurable_earnings", "is credited with"),
        ("{credit: insurable", "{credits: insurable", 6, "credit", "has no `credits`"),
        ("revalued_by: {mixed: {wages: 1}}", "gains: share", 6, "shared", "balances of the dead"),
        ("{mixed: {wages: 1}}", "{mixd: {wages: 1}}", 6, "mixed", "no rule `mixd`"),
        ("{mixed: {wages: 1}}", "{flat: {}}", 6, "", "a growth in a year is expected"),
        ("{wages: 1}", "{wage: 1}", 6, "wages", "has no `wage`"),
        ("employee: {contribution", "employee: {contributon", 7, "contribution", "no rule"),
        ("contingency: old_age", "contingency: oldage", 11, "old_age", "is not a contingency"),
        ("contingency: old_age\n", "contingency: old_age\n    payd: once\n", 12, "paid", "has no `payd`"),
        ("contingency: old_age\n", "contingency: old_age\n    paid: one\n", 12, "once", "is not a way of paying"),
        ("contingency: old_age\n", "contingency: old_age\n    paid: once\n", 22, "", "paid once"),
        ("    contingency: old_age\n", "", 11, "", "needs `contingency`"),
        ("by: birth_year", "by: birthyear", 14, "birth_year", "cannot be dated by"),
        ("{unit: average_wage, 2025: 0.10}", "{unit: average_wge, 2025: 0.10}", 18, "average_wage", "say the three"),
        ("2025: 0.10}", "2025: 0.10, then: wages}", 18, "", "has no `then`"),
        ("2025: 0.10}", "per: month, 2025: 0.10}", 18, "", "has no `per`"),
        ("then: prices", "then: price", 20, "prices", "is not an index"),
        ("pension: national_pension.invalidity, ", "", 24, "", "needs `pension`"),
        ("benefits:\n", "last_earnings: {years: 0}\nbenefits:\n", 9, "", "counts at least one year"),
        ("at_least: 10}", "at_lest: 10}", 15, "at_least", "has no `at_lest`"),
    ],
)  # fmt: skip
def test_each_broken_word_is_refused_with_its_line_and_the_nearest(
    old: str, new: str, line: int, nearest: str, said: str
) -> None:
    assert NATIONAL.count(old) == 1
    with pytest.raises(Refusal, match=said) as refused:
        file(NATIONAL.replace(old, new))
    assert refused.value.nearest == nearest
    name, _, at = refused.value.where.partition(":")
    assert name == "national.yaml"
    assert int(at) == line


def test_words_of_contributory_schemes_are_refused_elsewhere() -> None:
    text = (
        "scheme: s\nbenefits:\n  b:\n    contingency: old_age\n    who: everyone\n    how_much: [flat: {}]\n"
    )
    with pytest.raises(Refusal, match="belongs to contributory schemes") as refused:
        file(text)
    assert refused.value.where == "national.yaml:4"


def test_money_is_not_dated_by_birth() -> None:
    wrong = NATIONAL.replace(
        "{unit: average_wage, 2025: 0.10}", "{by: birth_year, unit: XXX, per: year, 1900: 100}"
    )
    with pytest.raises(Refusal, match="money is dated by the calendar"):
        file(wrong)
