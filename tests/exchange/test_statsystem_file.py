"""The assessment of a statistical system as it was filled in: what is read, and each refusal with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle.exchange.statsystem_file import read_statsystem
from socle.ground.refusals import Refusal
from socle.measure.statsystem import Cell, Item
from socle.model.statsystem import DOMAINS, LEVELS, QUESTIONS, STATSYSTEM
from tests.exchange.statsystem_files import FACTS, TABLES, folder


def test_every_question_is_there_whether_it_was_answered_or_not(tmp_path: Path) -> None:
    found = read_statsystem(folder(tmp_path / "sen"))
    assert len(found.items) == len(QUESTIONS)
    held = {(item.domain, item.code): item for item in found.items}
    assert held["mandate", "statistics_law"] == Item("mandate", "statistics_law", 1, 2.0)
    assert held["mandate", "coordination"].level is None
    assert held["sources", "accounts"] == Item("sources", "accounts", 2, 1.0)
    assert held["quality", "accuracy"] == Item("quality", "accuracy", None, 1.0)
    assert found.evidence["use", "policy"] == "Plan 2023"
    assert (found.years, found.target, found.team) == (range(2021, 2024), 3, ("Ada", "Bo"))
    assert not found.flags


def test_figures_beyond_the_register_are_those_of_all_their_sources(tmp_path: Path) -> None:
    found = read_statsystem(folder(tmp_path / "sen"))
    assert found.cells == {
        Cell("households", "_T", 2021): (),
        Cell("households", "_T", 2022): ("Survey",),
        Cell("households", "_T", 2023): ("Census",),
    }


def test_the_questions_are_eleven_domains_of_three_to_six() -> None:
    assert len(DOMAINS) == 11
    assert all(3 <= len(domain.questions) <= 6 for domain in DOMAINS)
    assert list(LEVELS) == ["0", "1", "2", "3", "4"]
    assert len(set(QUESTIONS.values())) == len(QUESTIONS)


BROKEN = [
    (
        "items",
        "sources,accounts",
        "sources,acounts",
        "items.csv, line 4, column item",
        "Did you mean `accounts`?",
    ),
    (
        "items",
        "sources,accounts",
        "mandate,accounts",
        "items.csv, line 4, column item",
        "in the domain `mandate`",
    ),
    ("items", "policy,,4", "policy,,5", "items.csv, line 5, column level", "write 0 / 1 / 2 / 3 / 4"),
    ("items", "policy,,4,4", "policy,,4,-4", "items.csv, line 5, column weight", "cannot be negative"),
    ("items", "coordination", "statistics_law", "items.csv, line 3, column domain", "says again"),
    ("cells", "2021-2023", "2023-2021", "cells.csv, line 2, column years", "no years such as"),
    ("cells", "2021-2023,2022", "2021-2023,2019", "cells.csv, line 2, column available", "2019 is available"),
    ("actions", "1000000,1,3", "1000000,1,1", "actions.csv, line 2, column to", "no rise"),
    ("actions", "1000000,1,3", "1000000,0,3", "actions.csv, line 2, column from", "has the level 1"),
    ("actions", ",,3,4", ",,2,4", "actions.csv, line 3, column from", "no action brings it to 2"),
    (
        "actions",
        "500000,2,3",
        "500000,2,3\nsources,accounts,Again,Fund,2026-01-01,1,2,4",
        "actions.csv, line 5",
        "says",
    ),
    ("actions", "2025-03-31", "March", "actions.csv, line 2, column date", "is no date"),
]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case[4])
def test_each_broken_cell_is_refused_with_its_place(
    tmp_path: Path, case: tuple[str, str, str, str, str]
) -> None:
    table, old, new, where, said = case
    assert old in TABLES[table]
    with pytest.raises(Refusal) as caught:
        read_statsystem(
            folder(tmp_path / "sen", tables={**TABLES, table: TABLES[table].replace(old, new, 1)})
        )
    assert any(where in line and said in line for line in caught.value.worded().splitlines())


def test_two_actions_do_not_gain_the_same_level(tmp_path: Path) -> None:
    twice = TABLES["actions"] + "sources,accounts,Other,Fund,2026-01-01,1,3,4\n"
    assert len(read_statsystem(folder(tmp_path / "one", tables={**TABLES, "actions": twice})).actions) == 4
    over = TABLES["actions"].replace("1000000,1,3", "1000000,1,4")
    with pytest.raises(Refusal) as caught:
        read_statsystem(folder(tmp_path / "two", tables={**TABLES, "actions": over}))
    assert "raises `statistics_law` from 3 already" in caught.value.worded()


def test_levels_without_evidence_and_actions_already_due_are_flagged(tmp_path: Path) -> None:
    tables = {**TABLES, "items": TABLES["items"].replace("Law 12", "")}
    late = FACTS.replace("2024-06-30", "2025-06-30")
    found = [
        flag.text.format(**flag.values)
        for flag in read_statsystem(folder(tmp_path / "sen", late, tables)).flags
    ]
    assert found == [
        "Levels without evidence: 1, of which mandate.statistics_law.",
        "Actions due before the day of the assessment: 1, of which statistics_law.",
    ]
    assert STATSYSTEM.tables["items"].key == ("domain", "item")


@pytest.mark.parametrize("years", ['"2021, 2022,2023"', "2021; 2022-2023", '"2021-2022, 2023"'])
def test_years_stand_between_commas_or_semicolons(tmp_path: Path, years: str) -> None:
    cells = TABLES["cells"].replace("2021-2023", years)
    found = read_statsystem(folder(tmp_path / "sen", tables={**TABLES, "cells": cells}))
    assert found.cells == read_statsystem(folder(tmp_path / "plain")).cells
