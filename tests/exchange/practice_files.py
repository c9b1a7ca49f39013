"""A small invented form of law and practice as a folder, a workbook and one YAML, to be filled in and broken."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from socle.exchange.practice_checks import Words

WORDS: Final = Words(
    {"right_of_appeal": {"en": "A right of appeal."}, "collective_financing": {"en": "Collective."}},
    {"hospital_care": {"en": "Hospital."}, "general_practitioner": {"en": "Doctor."}},
)
FACTS: Final[Mapping[str, str]] = {
    "country": "ABC",
    "name": "Abecedia",
    "year": "2024",
    "currency": "XTS",
    "per": "month",
    "source": "Ministry",
    "date": "2024-12-31",
    "residents": "1000",
    "economically_active": "500",
    "employees": "300",
    "labourer_wage": "100",
    "family_benefits": "1200",
    "employee_contributions": "40",
    "protection_resources": "100",
    "skilled_options": "c_p75; d_125mean",
}
TABLES: Final[Mapping[str, str]] = {
    "branches": """branch,provided,employees_protected,active_protected,poor_protected,poor,\
dependants,relies,source,date
old_age,yes,150,200,,,,pension,,
sickness,yes,,,,,,sick_pay; grant,Survey,2022
medical_care,no,,,40,50,yes,,,
""",
    "benefits": """benefit,contingency,formula,rate,accrual,flat,rate_limit,ceiling,at_least,at_most,qualifying_years,\
reduced_after_years,waiting_days,duration_weeks,allowances_continue,means_counted,total_paid
pension,old_age,earnings,0,0.02,,0.8,200,none,25,20,15,,,,,
sick_pay,sickness,earnings,60%,,,,none,10,none,1,,3,none,yes,,
grant,sickness,flat,,,30,,,,,,,,26,no,5,1200
scheme.dole,unemployment,earnings,50%,,,,,10,,,,,,,,
later,invalidity,,,,,,,,,15,,,,,,
""",
    "wages": "percentile,wage\n50,80\n70,100\n90,180\n",
    "care": "branch,item,provided\nmedical_care,hospital_care,yes\nmedical_care,general_practitioner,\n",
    "conditions": "condition,holds,evidence\nright_of_appeal,no,Act 3\ncollective_financing,yes,\n",
    "origins": "fact,source,date\nresidents,Census,2021\n",
}


def folder(path: Path, facts: Mapping[str, str] = FACTS, tables: Mapping[str, str] = TABLES) -> Path:
    """The form as a folder."""
    path.mkdir(parents=True)
    (path / "standards.yaml").write_text(_said(facts), encoding="utf-8")
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def one_yaml(path: Path, facts: Mapping[str, str] = FACTS, tables: Mapping[str, str] = TABLES) -> Path:
    """The form as one file."""
    lines = [_said(facts)]
    for name, text in tables.items():
        lines.append(f"{name}:")
        for row in csv.DictReader(io.StringIO(text)):
            cells = ", ".join(f"{column}: '{cell}'" for column, cell in row.items() if cell)
            lines.append(f"  - {{{cells}}}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def workbook(path: Path, facts: Mapping[str, str] = FACTS, tables: Mapping[str, str] = TABLES) -> Path:
    """The form as a workbook, numbers as numbers."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "facts"
    first.append(["name", "value"])
    for name, text in facts.items():
        first.append([name, _cell(text)])
    for name, text in tables.items():
        sheet = book.create_sheet(name)
        for row in csv.reader(io.StringIO(text)):
            sheet.append([_cell(cell) for cell in row])
    book.save(path)
    return path


def _cell(text: str) -> str | float | None:
    try:
        return float(text)
    except ValueError:
        return text or None


def _said(facts: Mapping[str, str]) -> str:
    return "".join(f"{name}: {text}\n" for name, text in facts.items())
