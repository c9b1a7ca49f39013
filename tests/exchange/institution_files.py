"""The data of a small invented institution, to be broken one cell at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

FACTS = """\
country: XXX
year: 2025
currency: XTS
per: month
prices: 2025
reserve: 1000000
top_service: 15
mortality: table
sources: {contributors: Register, rates: Register, mortality: Office, retirement: Register,
          families: Census, entrants: Register, years: Ministry, totals: Annual report,
          pensioners: Register}
"""
TABLES = {
    "contributors": """\
sex,age,service,persons,earnings,career_earnings
male,30,2,100,1000,20000
male,30,8.5,50,1200,90000
male,31,5,80,1100,50000
female,30,4,70,900,30000
female,31,6,60,950,50000
""",
    "pensioners": """\
benefit,sex,age,persons,amount
old_age,male,61,10,400
survivors,female,61,12,200
""",
    "rates": """\
sex,age,invalidity,leaving,returning,density
male,29,0.01,0.05,0.1,0.8
male,30,0.01,0.05,0.1,0.8
male,31,0.01,0.05,0.1,0.8
female,29,0.01,5%,0.1,0.75
female,30,0.01,0.05,0.1,0.75
female,31,0.01,0.05,0.1,0.75
""",
    "mortality": "sex,age,death\n"
    + "".join(f"{sex},{age},{1 if age == 40 else 0.02}\n" for sex in ("male", "female") for age in range(41)),
    "retirement": """\
sex,waited,rate
male,0,0.3
male,1,0.2
male,2,0.5
female,0,0.4
female,1,0.2
""",
    "families": """\
sex,age,with_spouse,spouse_gap,children,child_age
male,30,0.6,-3,1.2,4
male,31,0.6,-3,1.2,5
female,30,0.7,4,1.5,6
female,31,0.7,4,1.5,7
""",
    "entrants": """\
sex,age,share
male,29,1
male,30,0.5
female,29,1
""",
    "years": """\
year,wage_growth,inflation,fund_return,compliance,administration,coverage_men,coverage_women
2025,0.06,0.04,0.07,0.9,0.02,0.2,0.18
2100,0.04,0.02,0.05,0.95,0.01,0.3,0.3
""",
    "totals": """\
table,sex,age,persons,average
contributors,male,,230,1078.26
contributors,both,30,220,
pensioners,both,,22,290.91
""",
}


def folder(path: Path, facts: str = FACTS, tables: Mapping[str, str] = TABLES) -> Path:
    """The data as a folder of texts."""
    path.mkdir(exist_ok=True)
    (path / "valuation.yaml").write_text(facts, encoding="utf-8")
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def book(path: Path, facts: Mapping[str, object], tables: Mapping[str, str] = TABLES) -> Path:
    """The data as a workbook of another hand than ours: bare headers, numbers as numbers."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "facts"
    for pair in facts.items():
        sheet.append(list(pair))
    for name, text in tables.items():
        sheet = made.create_sheet(name)
        for line in text.splitlines():
            sheet.append([_cell(cell) for cell in line.split(",")])
    made.save(path)
    return path


def _cell(text: str) -> object:
    try:
        return float(text) if text else None
    except ValueError:
        return text


PLAIN: dict[str, object] = {
    "country": "XXX",
    "year": 2025,
    "currency": "XTS",
    "per": "month",
    "prices": 2025,
    "reserve": 1000000,
    "top_service": 15,
    "mortality": "table",
}
