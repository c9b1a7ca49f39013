"""Ways to break an inquiry, each of which one check finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Content = dict[str, Any]
Change = Callable[[Content], None]


def put(table: str, key: str, /, **cells: str) -> Change:
    """Write cells of the rows whose key texts are `key`: `national_pension - total` names what the row holds."""

    def change(content: Content) -> None:
        found = [row for row in content["tables"][table] if set(key.split()) <= set(row.values())]
        assert found, key
        for row in found:
            row.update(cells)

    return change


def add(table: str, /, **cells: str) -> Change:
    return lambda content: content["tables"].setdefault(table, []).append(cells)


def drop(table: str, key: str) -> Change:
    def change(content: Content) -> None:
        rows = content["tables"][table]
        kept = [row for row in rows if not set(key.split()) <= set(row.values())]
        assert len(kept) < len(rows), key
        content["tables"][table] = kept

    return change


def nothing(content: Content) -> None:
    """Nothing is changed."""


def all_of(*changes: Change) -> Change:
    def change(content: Content) -> None:
        for one in changes:
            one(content)

    return change


def fact(**texts: str) -> Change:
    return lambda content: content["facts"].update(texts)


PENSION = "national_pension"
BROKEN: list[tuple[str, Change, str | None, str]] = [
    ("declared", fact(fiscal_year_start="13-01"), "facts:fiscal_year_start", "fiscal_year_start"),
    ("currency_country", fact(currency="XXA"), "facts:currency", "currency"),
    (
        "resolved",
        put("levels", f"{PENSION} old_age mean", benefit="old_ages"),
        f"levels:{PENSION}/old_ages/2024/mean",
        "benefit",
    ),
    (
        "explained",
        put("levels", f"{PENSION} survivors", amount="", method="Not known yet"),
        f"levels:{PENSION}/survivors/2024/mean",
        "amount",
    ),
    (
        "explained",
        put("beneficiaries", "school stipend", method=""),
        "beneficiaries:school/stipend/2024/yearly_average/both/all",
        "status",
    ),
    (
        "explained",
        put("beneficiaries", "school stipend", count="80000"),
        "beneficiaries:school/stipend/2024/yearly_average/both/all",
        "count",
    ),
    ("missing_known", put("missing", "school", table="beneficiary"), None, "table"),
    (
        "reason_known",
        add("reasons", check="sexes", row="*", reason="Rounding"),
        "reasons:sexes/*",
        "check",
    ),
    ("reason_known", add("reasons", check="change", row="all", reason="x"), "reasons:change/all", "row"),
    (
        "year",
        add(
            "levels",
            scheme="old_age",
            benefit="pension",
            year="2019",
            stat="min",
            amount="110",
            period="month",
        ),
        "levels:old_age/pension/2019/min",
        "year",
    ),
    (
        "date",
        put("levels", "old_age pension mean", reference_date="2019-12-31"),
        "levels:old_age/pension/2024/mean",
        "reference_date",
    ),
    (
        "receipts_total",
        put("receipts", "child_benefit total", amount="576"),
        "receipts:child_benefit/2024/total",
        "amount",
    ),
    (
        "expenditure_total",
        put("expenditure", "child_benefit total", amount="576"),
        "expenditure:child_benefit/-/2024/total",
        "amount",
    ),
    (
        "expenditure_benefits",
        all_of(
            add("expenditure", scheme="health", year="2024", item="benefit_kind", amount="531"),
            put("expenditure", "health total", amount="557.7"),
        ),
        "expenditure:health/-/2024/benefit_kind",
        "amount",
    ),
    (
        "reserves_balance",  # a reserve that stays empty
        all_of(
            put("receipts", "maternity contrib_employer", amount="63.9"),
            put("receipts", "maternity total", amount="128.6"),
        ),
        "reserves:maternity/2024",
        "closing",
    ),
    ("reserves_balance", put("reserves", PENSION, closing="5457"), f"reserves:{PENSION}/2024", "closing"),
    (
        "reserves_valuation",
        put("reserves", PENSION, closing="5457", valuation_change="57"),
        f"reserves:{PENSION}/2024",
        "valuation_change",
    ),
    (
        "administration",
        drop("reasons", "administration"),
        f"expenditure:{PENSION}/-/2024/administration",
        "amount",
    ),
    (
        "mean_benefit",
        put("levels", f"{PENSION} survivors", amount="300"),
        f"levels:{PENSION}/survivors/2024/mean",
        "amount",
    ),
    (
        "levels_order",
        put("levels", f"{PENSION} old_age min", amount="410"),
        f"levels:{PENSION}/old_age/2024/mean",
        "amount",
    ),
    ("level_wage", fact(average_wage="100"), None, "amount"),
    ("money_unit", fact(gdp="4000"), "facts:money_unit", "money_unit"),
    (
        "nature",
        put("benefits", f"{PENSION} invalidity", nature="in_kind"),
        f"expenditure:{PENSION}/invalidity/2024/benefit_cash",
        "item",
    ),
    (
        "contributions",
        put("receipts", "child_benefit government_general", item="contrib_employee"),
        "receipts:child_benefit/2024/contrib_employee",
        "item",
    ),
    (
        "sexes",
        put("beneficiaries", f"{PENSION} survivors male", count="3210"),
        f"beneficiaries:{PENSION}/survivors/2024/yearly_average/both/all",
        "count",
    ),
    (
        "ages",
        all_of(
            *(
                add(
                    "beneficiaries",
                    scheme=PENSION,
                    benefit="survivors",
                    year="2024",
                    measure="yearly_average",
                    sex="both",
                    age=age,
                    count=count,
                )
                for age, count in (("15-64", "12000"), ("65+", "9000"))
            )
        ),
        f"beneficiaries:{PENSION}/survivors/2024/yearly_average/both/all",
        "count",
    ),
    (
        "active",
        add(
            "protected",
            scheme=PENSION,
            year="2024",
            count_type="registered",
            sex="both",
            age="all",
            employment="own_account",
            count="30000",
        ),
        f"protected:{PENSION}/-/2024/active_contributor/both/all/own_account",
        "count",
    ),
    (
        "group",
        all_of(
            put("populations", "older male", count="75000"),
            put("populations", "older female", count="130000"),
            put("populations", "older both", count="205000"),
            put("beneficiaries", "old_age pension male", count="75001"),
            put("beneficiaries", "old_age pension female", count="130001"),
            put("beneficiaries", "old_age pension both", count="205002"),
        ),
        "beneficiaries:old_age/pension/2024/yearly_average/both/older",
        "count",
    ),
    (
        "protected_group",
        all_of(
            put("protected", "health female", count="4182188"),
            put("protected", "health both", count="8339739"),
        ),
        "protected:health/-/2024/legally_covered/female/all/all",
        "count",
    ),
    ("parts", put("populations", "poor both", count="8339800"), "populations:poor/2024/both", "count"),
    (
        "labour_force",
        all_of(
            put("populations", "unemployed female", count="122817"),
            put("populations", "unemployed both", count="211015"),
        ),
        None,
        "count",
    ),
    ("facts_populations", fact(population="8339000"), "populations:population/2024/both", "count"),
    (
        "overlap_other",
        add("overlaps", scheme="old_age", other_scheme="old_age", year="2024", sex="both", rate="0.1"),
        "overlaps:old_age/-/old_age/-/-/2024/both",
        "other_scheme",
    ),
    (
        "overlap_other",
        add(
            "overlaps",
            scheme=PENSION,
            benefit="invalidity",
            other_scheme="disability",
            other_benefit="benefit",
            year="2024",
            sex="both",
            rate="0.1",
        ),
        f"overlaps:{PENSION}/invalidity/disability/benefit/-/2024/both",
        "other_scheme",
    ),
    (
        "overlap",
        drop("overlaps", "invalidity"),
        f"benefits:disability.benefit/{PENSION}.invalidity",
        "function",
    ),
    (
        "law_contributory",
        put("schemes", "maternity", type="other"),
        "schemes:maternity",
        "type",
    ),
    (
        "law_function",
        put("benefits", "health check_ups", function="unemployment"),
        "benefits:health/check_ups",
        "function",
    ),
    (
        "law",
        add("schemes", scheme="winter_help", name_en="Winter help", type="other", financing="taxes"),
        "schemes:winter_help",
        "scheme",
    ),
    (
        "law",
        add(
            "benefits",
            scheme="health",
            benefit="glasses",
            name_en="Glasses",
            function="health",
            nature="in_kind",
            means_tested="no",
            counted="persons",
        ),
        "benefits:health/glasses",
        "benefit",
    ),
]
"""The check that finds it, what is changed, the row it is found in (None: in several), and the column."""

BETWEEN_YEARS: list[tuple[str, Change, str, str]] = [
    (
        "change",
        put("levels", f"{PENSION} orphans", amount="110"),
        f"levels:{PENSION}/orphans/2024/mean",
        "amount",
    ),
    ("change", fact(minimum_wage="9600", minimum_wage_per="year"), "facts:minimum_wage", "minimum_wage"),
    ("carried", put("reserves", PENSION, opening="4335"), f"reserves:{PENSION}/2024", "opening"),
    (
        "unchanged",
        put("levels", "old_age pension mean", amount="130"),
        "levels:old_age/pension/2024/mean",
        "amount",
    ),
    (
        "dropped",
        drop("levels", f"{PENSION} invalidity mean"),
        f"levels:{PENSION}/invalidity/2023/mean",
        "levels",
    ),
]
