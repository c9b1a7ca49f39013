"""A small assessment of an invented country, to be broken one cell at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FACTS = """\
country: SEN
date: 2024-06-30
currency: XOF
team: [Ada, Bo]
years: 3
"""
TABLES = {
    "items": """\
domain,item,question,level,weight,evidence
mandate,statistics_law,Is there a law?,1,2,Law 12
mandate,coordination,,,1,
sources,accounts,,2,,Annual report
use,policy,,4,4,Plan 2023
""",
    "cells": """\
indicator,source,part,years,available
households,Survey,_T,2021-2023,2022
households,Census,_T,2023,2023
""",
    "actions": """\
domain,item,action,owner,date,cost,from,to
mandate,statistics_law,Decree,Ministry,2025-03-31,1000000,1,3
mandate,statistics_law,Review,Office,2026-03-31,,3,4
sources,accounts,Chart,Fund,2025-12-31,500000,2,3
""",
}


def folder(path: Path, facts: str = FACTS, tables: Mapping[str, str] = TABLES) -> Path:
    """The assessment as a folder."""
    path.mkdir(parents=True)
    (path / "assessment.yaml").write_text(facts, encoding="utf-8")
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path
