"""What is known before a country answers an inquiry: its law, its people, and what it said the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from socle.exchange.country import load_country
from socle.exchange.inquiry_check import Checked
from socle.exchange.inquiry_checks import check_inquiry
from socle.exchange.inquiry_law import financing, functions, law_of, means_tested, nature, scheme_type
from socle.model import inquiry_codes as codes
from socle.model.country import Country
from socle.model.inquiry import VALUES, Inquiry
from socle.model.inquiry_tables import METADATA, TABLES
from socle.model.scheme import Benefit, Scheme
from socle.run.inquiry_people import OLDER, Groups, known_people

LANGUAGES: Final = ("en", "fr", "es")
KEPT: Final = (
    "money_unit",
    "fiscal_year_start",
    "respondent",
    "average_wage_per",
    "minimum_wage_per",
    "poverty_line_per",
)
KEPT_NUMBERS: Final = ("average_wage", "minimum_wage", "poverty_line", "pension_age_men", "pension_age_women")
STATED: Final = (
    "schemes",
    "benefits",
    "overlaps",
)  # tables that a year takes over from the one before as they are
COUNTED: Final = {"protected": ("scheme", "count_type"), "beneficiaries": ("scheme", "benefit")}
Said = dict[str, str]


@dataclass(frozen=True)
class Prefilled:
    """Facts and rows of an inquiry as texts, and which of them an earlier year said."""

    title: Mapping[str, str]  # name of the country by language
    year: int
    facts: Mapping[str, str]
    rows: Mapping[str, Sequence[Mapping[str, str]]]
    earlier: int | None = None  # the year of the inquiry it takes values over from
    earlier_facts: frozenset[str] = frozenset()
    earlier_cells: frozenset[tuple[str, int, str]] = frozenset()  # table, number of the row, column


def checked(inquiry: Inquiry, previous: Inquiry | None = None) -> Checked:
    """Every check of an inquiry, with the law, the people and the currency of its country where it is shipped."""
    from socle.exchange.country import shipped

    if inquiry.country not in shipped():
        return check_inquiry(inquiry, previous)
    country = load_country(inquiry.country)
    people = known_people(country, inquiry.year, _pension_ages(inquiry))
    persons = {key: known.persons for key, known in people.items()}
    return check_inquiry(inquiry, previous, persons, law_of(inquiry.country), country.currency)


def prefilled(code: str, year: int, previous: Inquiry | None = None) -> Prefilled:
    """What a template holds: schemes and benefits of the law, groups of people, values of an earlier inquiry."""
    country = load_country(code)
    people = known_people(country, year, _pension_ages(previous))
    facts, taken = _facts(country, year, people, previous)
    rows, cells = _rows(law_of(code), year, people, previous)
    return Prefilled(
        country.name,
        year,
        facts,
        rows,
        previous.year if previous else None,
        frozenset(taken),
        frozenset(cells),
    )


def _pension_ages(inquiry: Inquiry | None) -> tuple[float, float]:
    known = [inquiry.fact(f"pension_age_{sex}") if inquiry else None for sex in ("men", "women")]
    men, women = (OLDER if age is None else age for age in known)
    return men, women


def _facts(country: Country, year: int, people: Groups, previous: Inquiry | None) -> tuple[Said, set[str]]:
    facts = {
        "country": country.iso3,
        "year": str(year),
        "currency": country.currency,
        "money_unit": "millions",
    }
    for name in ("population", "labour_force"):
        if (name, "both") in people:
            facts[name] = f"{people[name, 'both'].persons:.0f}"
    taken = set[str]()
    written = previous.filled.written if previous else {}
    for name in (*KEPT, *KEPT_NUMBERS):
        if written.get(name):
            facts[name] = written[name]
            taken.add(name)
    unit = codes.MONEY_UNITS[facts["money_unit"]]
    gdp = country.figures.series("gdp").get(year)
    share = country.figures.series("government_expenditure").get(year)
    if gdp is not None:
        facts["gdp"] = f"{gdp / unit:.10g}"
        facts |= {"government_expenditure": f"{gdp * share / 100 / unit:.10g}"} if share is not None else {}
    return facts, taken


Rows = dict[str, list[Said]]


def _rows(
    law: tuple[Scheme, ...], year: int, people: Groups, previous: Inquiry | None
) -> tuple[Rows, set[tuple[str, int, str]]]:
    rows: Rows = {"schemes": [_scheme(one) for one in law]}
    rows["benefits"] = [_benefit(scheme, one) for scheme in law for one in scheme.benefits]
    before = _before(previous, year) if previous else {}
    rows["populations"] = [
        {
            "group": group,
            "year": str(year),
            "sex": sex,
            "count": f"{known.persons:.0f}",
            "definition": known.definition,
            "source": known.source,
            "status": "estimated",
            "method": known.method,
        }
        for (group, sex), known in people.items()
    ]
    cells = _merged(rows, before, ("schemes", "benefits"))
    rows |= _asked(rows["schemes"], rows["benefits"], year)
    for table in COUNTED:
        rows[table] = _as_counted(table, rows[table], before.get(table, ()))
    cells |= _merged(rows, before, [name for name in before if name not in ("schemes", "benefits")])
    return rows, cells


def _as_counted(table: str, asked: Sequence[Said], before: Sequence[Said]) -> list[Said]:
    """Rows that ask again for persons as an earlier year counted them: of other ages, or in cases."""

    def whose(row: Said) -> tuple[str, ...]:
        return tuple(row.get(name, "") for name in COUNTED[table])

    key = TABLES[table].key
    again = [
        {name: row[name] for name in key if name in row}
        for row in before
        if any(row.get(name) for name in VALUES[table])
    ]
    known = {whose(row) for row in again}
    order = list(dict.fromkeys(whose(row) for row in (*asked, *again)))
    kept = [row for row in asked if whose(row) not in known]
    return sorted([*kept, *again], key=lambda row: order.index(whose(row)))


def _merged(rows: Rows, before: Rows, tables: Sequence[str]) -> set[tuple[str, int, str]]:
    """Adds what an earlier year said: cells of the same row are its, other rows come after; says which cells are."""
    cells = set[tuple[str, int, str]]()
    for table in tables:
        key = TABLES[table].key
        here = rows.setdefault(table, [])
        at = {tuple(row.get(name, "") for name in key): place for place, row in enumerate(here)}
        for row in before.get(table, ()):
            named = tuple(row.get(name, "") for name in key)
            place = at.get(named, len(here))
            if place == len(here):
                here.append({})
            if table == "populations" and here[place]:
                continue  # counted anew for this year
            here[place] = here[place] | row
            cells |= {(table, place, column) for column in row if column not in key}
    return cells


def _before(previous: Inquiry, year: int) -> Rows:
    """The rows of an earlier inquiry as texts, as they would stand for `year`."""
    found: Rows = {}
    for name, table in previous.filled.tables.items():
        if name in ("reasons", "missing"):
            continue
        texts = [
            {column: said[at] for column, said in table.written.items() if said[at]}
            for at in range(len(table))
        ]
        own = [row for row in texts if row.get("year", str(previous.year)) == str(previous.year)]
        found[name] = [_moved(name, row, year) for row in own]
    return found


def _moved(table: str, row: Said, year: int) -> Said:
    """A row of the year before for this one: values stay to be confirmed, dates and statuses do not."""
    kept = {column: text for column, text in row.items() if column not in METADATA or column == "source"}
    if "year" in kept:
        kept["year"] = str(year)
    if table == "reserves":  # a year opens as the one before closed
        kept = {column: text for column, text in kept.items() if column not in VALUES[table]}
        kept.pop("valuation_change", None)
        kept |= {"opening": row["closing"]} if "closing" in row else {}
    return kept


def _scheme(scheme: Scheme) -> Said:
    said = {
        "scheme": scheme.name,
        "name_en": scheme.title["en"],
        "name_local": next((scheme.title[one] for one in LANGUAGES[1:] if one in scheme.title), ""),
        "legal_basis": scheme.law.replace(";", ","),
        "type": scheme_type(scheme),
        "financing": financing(scheme),
        "participation": scheme.participation or ("mandatory" if scheme.insurance else ""),
    }
    return {name: text for name, text in said.items() if text}


def _benefit(scheme: Scheme, benefit: Benefit) -> Said:
    households = "households" in benefit.flags
    said = {
        "scheme": scheme.name,
        "benefit": benefit.path.partition(".")[2],
        "name_en": benefit.title["en"],
        "name_local": next((benefit.title[one] for one in LANGUAGES[1:] if one in benefit.title), ""),
        "function": functions(benefit)[0],
        "nature": nature(benefit),
        "means_tested": "yes" if means_tested(benefit) or scheme_type(scheme) == "means_tested" else "no",
        "counted": "households" if households else "children" if benefit.branch == "children" else "persons",
    }
    return {name: text for name, text in said.items() if text}


def _asked(schemes: Sequence[Said], benefits: Sequence[Said], year: int) -> Rows:
    """Rows that ask for the values of every scheme and benefit."""
    rows: Rows = {
        name: [] for name in ("receipts", "expenditure", "reserves", "protected", "beneficiaries", "levels")
    }
    for scheme in schemes:
        own = {"scheme": scheme["scheme"], "year": str(year)}
        funded = scheme.get("type", "social_insurance") in codes.CONTRIBUTORY
        paid = ("contrib_employer", "contrib_employee", "investment_income") if funded else ()
        rows["receipts"] += [own | {"item": item} for item in (*paid, "government_general", codes.TOTAL)]
        rows["reserves"] += [own] if funded else []
        rows["protected"] += _protected(own, funded)
        for benefit in (one for one in benefits if one["scheme"] == scheme["scheme"]):
            _ask_benefit(rows, own | {"benefit": benefit["benefit"]}, benefit.get("nature") == "in_kind")
        rows["expenditure"] += [own | {"item": item} for item in ("administration", codes.TOTAL)]
    return rows


def _protected(own: Said, funded: bool) -> list[Said]:
    types = ("registered", "active_contributor") if funded else ("legally_covered",)
    everybody = {"age": codes.EVERY_AGE, "employment": "all"}
    return [own | everybody | {"count_type": one, "sex": sex} for one in types for sex in _sexes()]


def _ask_benefit(rows: Rows, own: Said, kind: bool) -> None:
    rows["expenditure"].append(own | {"item": "benefit_kind" if kind else "benefit_cash"})
    rows["beneficiaries"] += [
        own | {"measure": "yearly_average", "sex": sex, "age": codes.EVERY_AGE} for sex in _sexes()
    ]
    if not kind:
        rows["levels"].append(own | {"stat": "mean", "period": "month"})


def _sexes() -> Iterator[str]:
    yield from codes.SEXES
