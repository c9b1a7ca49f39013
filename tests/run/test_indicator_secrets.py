"""What is confidential is not told by the indicators that rest on it."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from socle.exchange.inquiry_content import content_of, without_confidential
from socle.exchange.inquiry_file import inquiry_of, read_inquiry
from socle.model.inquiry import VALUES
from socle.run import indicators
from socle.run.indicator_groups import HIDDEN

TOY = Path(__file__).resolve().parents[2] / "src/socle/library/countries/XXX/inquiry/2024"


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    return content_of(read_inquiry(TOY).filled)


@pytest.fixture(scope="module")
def setting() -> Any:
    return indicators.setting_in("XXX", 2024)


@pytest.fixture(autouse=True)
def lawless(monkeypatch: pytest.MonkeyPatch) -> None:
    """The law is the same whatever the inquiry hides."""
    monkeypatch.setattr(indicators, "legal_indicators", lambda _: ())


def told(content: dict[str, Any], setting: Any) -> list[Any]:
    """All that anybody may read of the indicators."""
    return [vars(one) for one in indicators.country_indicators(inquiry_of(content, "x"), setting)]


@pytest.mark.parametrize("table", VALUES)
def test_no_indicator_moves_with_a_confidential_value(
    content: dict[str, Any], setting: Any, table: str
) -> None:
    """Whoever reads the indicators learns the same whatever the confidential value is."""
    filled = [
        (at, row, held)
        for at, row in enumerate(content["tables"][table])
        if (held := [column for column in VALUES[table] if float(row.get(column) or 0)])
    ]
    assert filled
    for at, row, held in filled[:: max(1, len(filled) // 3)]:
        secret, other = deepcopy(content), deepcopy(content)
        secret["tables"][table][at] |= {"confidential": "yes"}
        moved = {column: repr(float(row[column]) * 0.9) for column in held}
        other["tables"][table][at] |= {"confidential": "yes", **moved}
        assert told(secret, setting) == told(other, setting), row


def test_a_ratio_of_reserves_is_not_that_of_the_schemes_which_do_not_hide_theirs(
    content: dict[str, Any], setting: Any
) -> None:
    secret = deepcopy(content)
    secret["tables"]["reserves"][0]["confidential"] = "yes"
    (ratio,) = [one for one in told(secret, setting) if one["indicator"] == "RESERVE_RATIO"]
    assert (ratio["value"], ratio["reason"]) == (None, HIDDEN)


def test_a_mean_benefit_is_not_that_of_the_others(content: dict[str, Any], setting: Any) -> None:
    functions = {(row["scheme"], row["benefit"]): row["function"] for row in content["tables"]["benefits"]}
    secret = deepcopy(content)
    row = next(row for row in secret["tables"]["levels"] if row["stat"] == "mean" and row.get("amount"))
    row["confidential"] = "yes"
    function = functions[row["scheme"], row["benefit"]].upper()
    found = [
        one
        for one in told(secret, setting)
        if one["indicator"] == "BENEFIT_TO_WAGE" and one["function"] == function
    ]
    assert [(one["value"], one["reason"]) for one in found] == [(None, HIDDEN)]


@pytest.mark.parametrize("said", ["yes", "True", "oui", "Yes", "?"])
def test_a_row_that_may_be_confidential_is_not_shown_nor_what_is_said_of_it(said: str) -> None:
    rows = [{"item": "total", "confidential": "no"}, {"item": "other", "confidential": said}]
    reasons = [{"check": "jump", "row": "receipts:x", "reason": "it rose from 5 to 9"}]
    shown = without_confidential({"tables": {"receipts": rows, "reasons": reasons}})
    assert shown["tables"] == {"receipts": rows[:1], "reasons": []}
    assert without_confidential({"tables": {"receipts": rows[:1], "reasons": reasons}})["tables"]["reasons"]
