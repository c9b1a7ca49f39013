"""Every check of an inquiry: the invented one passes, and one broken number is found by one check at its cell."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from socle.exchange.country import COUNTRIES
from socle.exchange.inquiry_check import CHECKS, ERROR, INFO, WARNING, Checked
from socle.exchange.inquiry_checks import check_inquiry
from socle.exchange.inquiry_content import content_of
from socle.exchange.inquiry_file import inquiry_of, read_inquiry
from socle.exchange.inquiry_law import law_of
from socle.ground.refusals import Refusal, Refusals
from socle.model.inquiry import Inquiry
from tests.exchange.inquiry_changes import (
    BETWEEN_YEARS,
    BROKEN,
    PENSION,
    Change,
    Content,
    add,
    drop,
    fact,
    nothing,
    put,
)

FOLDER = COUNTRIES / "XXX" / "inquiry"


@pytest.fixture(scope="module")
def before() -> Inquiry:
    return read_inquiry(FOLDER / "2023")


@pytest.fixture(scope="module")
def now() -> Content:
    return content_of(read_inquiry(FOLDER / "2024").filled)


@pytest.fixture(scope="module")
def law() -> Any:
    return law_of("XXX")


def check(content: Content, change: Change, law: Any, previous: Inquiry | None = None) -> Checked:
    changed = copy.deepcopy(content)
    change(changed)
    return check_inquiry(inquiry_of(changed), previous, law=law, currency="XTS")


def test_the_invented_inquiries_pass_every_check(before: Inquiry, now: Content, law: Any) -> None:
    first = check_inquiry(before, law=law, currency="XTS")
    second = check(now, nothing, law, before)
    assert first.passed and second.passed
    first.stop()
    assert {one.check for one in first.reasoned} == {"administration", "reserves_valuation"}
    assert {one.check for one in second.reasoned} == {"administration", "change"}


@pytest.mark.parametrize(
    ("code", "change", "row", "column"), BROKEN, ids=[f"{case[0]}-{n}" for n, case in enumerate(BROKEN)]
)
def test_one_broken_thing_is_found_by_its_check_at_its_cell(
    code: str, change: Change, row: str | None, column: str, now: Content, law: Any
) -> None:
    whole, broken = check(now, nothing, law), check(now, change, law)
    known = {(one.check, one.row) for one in (*whole.errors, *whole.warnings)}
    found = [one for one in (*broken.errors, *broken.warnings) if (one.check, one.row) not in known]
    assert found and {one.check for one in found} == {code}
    assert {one.column for one in found} == {column}
    assert row is None or [one.row for one in found] == [row]
    assert all(one.level == CHECKS[code].level and one.where for one in found)
    with pytest.raises(Refusal) as refused:
        broken.stop()
    assert f"[{code}]" in refused.value.worded()


@pytest.mark.parametrize(
    ("code", "change", "row", "column"), BETWEEN_YEARS, ids=[c[0] for c in BETWEEN_YEARS]
)
def test_what_differs_from_the_year_before_is_found(
    code: str, change: Change, row: str, column: str, now: Content, before: Inquiry
) -> None:
    law = law_of("XXX")
    broken = check(now, change, law, before)
    held = [one for one in (*broken.warnings, *broken.infos) if one.check == code and one.row == row]
    assert [(one.level, one.column) for one in held] == [(CHECKS[code].level, column)]
    assert not [one for one in check(now, nothing, law, before).infos if one in held]
    assert {one.check for one in (*broken.errors, *broken.warnings)} <= {
        code,
        "mean_benefit",
        "reserves_balance",
    }


def test_told_for_information_only(now: Content, law: Any) -> None:
    secret = check(now, put("levels", "old_age pension mean", confidential="yes"), law)
    assert [one.row for one in secret.infos if one.check == "confidential"] == [
        "levels:old_age/pension/2024/mean"
    ]
    partial = check(now, drop("protected", "old_age"), law)
    assert [one.row for one in partial.infos if one.check == "sections"] == ["protected:"]
    assert partial.passed  # a part may be sent in before the rest
    left = check(now, drop("overlaps", "2024"), law)
    assert [one.row for one in left.infos if one.check == "law_left"] == ["benefits:school/girls_supplement"]


def _valued(content: Content) -> list[dict[str, str]]:
    """Rows of values without a source of their own."""
    tables = ("receipts", "expenditure", "reserves", "protected", "beneficiaries", "levels", "overlaps")
    return [{"status": "", **row} for name in tables for row in content["tables"][name]]


def test_values_without_a_source_are_told(now: Content, law: Any) -> None:
    content = copy.deepcopy(now)
    del content["facts"]["source"]
    found = check(content, nothing, law).warnings
    assert {one.check for one in found} == {"sourced"}
    told = [one for one in found if one.check == "sourced"]
    assert [one.row for one in told] == ["facts:source"]  # once, and not for groups, which have their own
    counted = sum(row["status"] != "missing" for row in _valued(content))
    assert told[0].values["count"] == counted


def test_what_the_door_refuses_is_refused_by_its_checks_too(before: Inquiry) -> None:
    """Content that comes from elsewhere than a file meets the same rules: nothing negative, nothing twice."""
    table = before.filled.tables["levels"]
    columns = {name: values.copy() for name, values in table.columns.items()}
    columns["amount"][0] = -1.0
    for name in ("scheme", "benefit", "stat"):
        columns[name][2] = columns[name][1]
    changed = type(table)(table.name, columns, table.places, table.written)
    filled = type(before.filled)(
        before.filled.form,
        before.filled.facts,
        {**before.filled.tables, "levels": changed},
        written=before.filled.written,
    )
    found = check_inquiry(Inquiry(filled)).errors
    assert {"non_negative", "unique"} <= {one.check for one in found}
    assert next(one for one in found if one.check == "non_negative").column == "amount"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put("beneficiaries", f"{PENSION} old_age male", count="-5"), "cannot be negative"),
        (put("beneficiaries", f"{PENSION} old_age male", sex="men"), "`men` is no `sex`"),
        (put("beneficiaries", f"{PENSION} old_age male", age="0-13"), "`0-13` is no `age`"),
        (fact(money_unit=""), "`money_unit` is missing"),
        (fact(currency=""), "`currency` is missing"),
        (put("receipts", "old_age total", item="government_general"), "says again"),
        (put("receipts", "old_age total", scheme="old_ages"), "`old_ages` in `scheme`"),
    ],
)
def test_words_and_codes_are_refused_at_the_door(change: Change, said: str, now: Content) -> None:
    content = copy.deepcopy(now)
    change(content)
    with pytest.raises(Refusal, match=said.replace("`", ".")):
        inquiry_of(content)


def test_every_check_has_a_case() -> None:
    tried = {case[0] for case in BROKEN} | {case[0] for case in BETWEEN_YEARS}
    tried |= {"confidential", "sections", "law_left", "sourced", "non_negative", "unique"}
    assert tried == set(CHECKS)
    assert {one.level for one in CHECKS.values()} == {ERROR, WARNING, INFO}


def test_a_warning_says_how_to_give_its_reason_and_is_then_accepted(now: Content, law: Any) -> None:
    change = put("levels", f"{PENSION} survivors", amount="300")
    broken = check(now, change, law)
    row = broken.warnings[0].row
    with pytest.raises(Refusal, match="reasons") as refused:
        broken.stop()
    assert "`mean_benefit`" in str(refused.value) and row in str(refused.value)

    def explained(content: Content) -> None:
        change(content)
        add("reasons", check="mean_benefit", row=row, reason="Arrears of 2023 are not in the mean")(content)

    accepted = check(now, explained, law)
    assert accepted.passed
    assert "Arrears of 2023 are not in the mean" in {one.reason for one in accepted.reasoned}


def test_several_findings_are_refused_together(now: Content, law: Any) -> None:
    def two(content: Content) -> None:
        put("receipts", "child_benefit total", amount="600")(content)
        put("levels", f"{PENSION} survivors", amount="300")(content)

    with pytest.raises(Refusals) as refused:
        check(now, two, law).stop()
    assert len(refused.value.each) == 2
