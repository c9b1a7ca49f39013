"""Small invented inquiries, said in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from socle.exchange.inquiry_file import inquiry_of
from socle.model.inquiry import Inquiry

FACTS = {
    "country": "ZZZ",  # no country that Socle holds
    "year": "2024",
    "currency": "XTS",
    "money_unit": "units",
    "respondent": "Ministry",
    "source": "Registers",
    "average_wage": "1000",
    "minimum_wage": "400",
    "poverty_line": "200",
    "gdp": "1000000",
    "government_expenditure": "250000",
}
GROUPS = {
    "population": (1000, 490, 510),
    "children": (400, 200, 200),
    "older": (100, 40, 60),
    "severe_disability": (20, 10, 10),
    "unemployed": (50, 30, 20),
    "employed": (400, 250, 150),
    "labour_force": (450, 280, 170),
    "working_age": (500, 250, 250),
    "poor": (300, 150, 150),
}
Rows = Sequence[Mapping[str, object]]
SEXES = ("both", "male", "female")


def scheme(name: str, kind: str = "social_insurance", law: str = "An Act") -> dict[str, object]:
    """A row of the schemes."""
    return {"scheme": name, "name_en": name, "type": kind, "financing": "mixed", "legal_basis": law}


def benefit(path: str, function: str, **said: object) -> dict[str, object]:
    """A row of the benefits; in cash every month and counted in persons unless said."""
    own, name = path.split(".")
    usual = {"nature": "cash_periodic", "periodicity": "month", "means_tested": "no", "counted": "persons"}
    return {"scheme": own, "benefit": name, "name_en": name, "function": function, **usual, **said}


def reached(path: str, *counts: object, age: str = "all", measure: str = "stock_at_date") -> Rows:
    """Rows of recipients, of both sexes, men and women as far as they are given."""
    own, name = path.split(".")
    place = {"scheme": own, "benefit": name, "year": 2024, "measure": measure, "age": age}
    return [{**place, "sex": sex, "count": count} for sex, count in zip(SEXES, counts, strict=False)]


def insured(name: str, *counts: object, kind: str = "active_contributor") -> Rows:
    """Rows of protected persons of a scheme."""
    place = {"scheme": name, "year": 2024, "count_type": kind, "age": "all", "employment": "all"}
    return [{**place, "sex": sex, "count": count} for sex, count in zip(SEXES, counts, strict=False)]


def overlap(one: str, other: str, rate: object) -> dict[str, object]:
    """A row of the overlaps of two benefits."""
    (first, second), (third, fourth) = one.split("."), other.split(".")
    return {
        "scheme": first,
        "benefit": second,
        "other_scheme": third,
        "other_benefit": fourth,
        "year": 2024,
        "sex": "both",
        "rate": rate,
        "method": "register",
    }


def inquiry(facts: Mapping[str, str] | None = None, **tables: Rows) -> Inquiry:
    """An inquiry with national groups of people, unless `populations` are given."""
    groups = [
        {"group": name, "year": 2024, "sex": sex, "count": count}
        for name, counts in GROUPS.items()
        for sex, count in zip(SEXES, counts, strict=True)
    ] + [{"group": "births", "year": 2024, "sex": "female", "count": 30}]
    content = {
        "form": "inquiry",
        "facts": {**FACTS, **(facts or {})},
        "tables": {
            name: [{key: str(value) for key, value in row.items()} for row in rows]
            for name, rows in {"populations": groups, **tables}.items()
        },
    }
    return inquiry_of(content)
