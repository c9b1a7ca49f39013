"""Writes the figures.csv of every shipped country from the reference data folder.

    python tools/make_figures.py [--shared ../shared] [--into src/socle/library/countries] [ISO3 ...]

A number that is missing at the source has no line. National lines of poverty come from the country.yaml of the
country itself, where they are cited. Running it again gives the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import yaml

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "src/socle/library/countries"
HEADER = "figure,sex,age,year,value,unit,source,vintage"
BASE = 2023
SEXES = ("male", "female")
DECADES = (2030, 2040, 2050, 2060, 2070, 2080, 2090, 2100)
MACRO_YEARS = range(2017, 2029)
TOY = "XXX"
COUNTRIES = sorted(folder.name for folder in LIBRARY.glob("???") if folder.name != TOY)

VINTAGES = {
    "WEO-2023-10": "2023-10",
    "WEO-2023-10-rebased": "2023-10",
    "WDI-2024-10": "2024-10",
    "WDI-2023-early": "2023",
    "JOLLIFFE-2022": "2022",
    "UNSD-SDG-2020-10": "2020-10",
}

COVERAGE = {
    "SI_COV_BENFTS": "coverage_any",
    "SI_COV_CHLD": "coverage_children",
    "SI_COV_MATNL": "coverage_maternity",
    "SI_COV_DISAB": "coverage_disability",
    "SI_COV_UEMP": "coverage_unemployment",
    "SI_COV_PENSN": "coverage_old_age",
    "SI_COV_WKINJRY": "coverage_work_injury",
    "SI_COV_POOR": "coverage_poor",
    "SI_COV_VULN": "coverage_vulnerable",
    "SI_COV_SOCAST": "coverage_social_assistance",
    "SI_COV_SOCINS": "coverage_social_insurance",
    "SI_COV_LMKT": "coverage_labour_market",
}
SDG_SEX = {"MALE": "male", "FEMALE": "female"}


class Row(NamedTuple):
    """One line of the file; the vintage follows from the source unless given."""

    figure: str
    sex: str
    age: str
    year: int | str
    value: str
    unit: str
    source: str
    vintage: str = ""

    def line(self) -> str:
        """The line as written."""
        vintage = self.vintage or VINTAGES.get(self.source, "2024-07")
        return ",".join([*map(str, self[:7]), vintage])


def fixed(value: float, digits: int) -> str:
    """A number with so many decimals and never a negative zero."""
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text


def significant(value: float, digits: int) -> str:
    """A number with so many significant digits, without exponent."""
    return format(Decimal(f"{value:.{digits - 1}e}"), "f")


class Shared:
    """The tables of the reference data folder, restricted to one country at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @lru_cache(maxsize=32)  # noqa: B019  one object lives as long as the program
    def table(self, name: str) -> pl.DataFrame:
        """One table for the shipped countries only, with the country code as text."""
        lazy = pl.scan_parquet(self.folder / "data" / f"{name}.parquet")
        return (
            lazy.with_columns(pl.col("iso3").cast(pl.String))
            .filter(pl.col("iso3").is_in(COUNTRIES))
            .collect()
        )

    def wpp(self, name: str, iso3: str) -> pl.DataFrame:
        """A table of World Population Prospects for one country."""
        return self.table(f"wpp/{name}").filter(pl.col("iso3") == iso3)

    def macro(self, iso3: str, series: str) -> dict[int, float]:
        """A yearly series, the years with a value only."""
        found = self.table("macro/macro_panel").filter(
            (pl.col("iso3") == iso3) & (pl.col("series") == series) & pl.col("value").is_not_null()
        )
        return dict(found.sort("year").select("year", "value").iter_rows())

    @lru_cache(maxsize=1)  # noqa: B019
    def coverage(self) -> pl.DataFrame:
        """SDG indicator 1.3.1 with country codes; totals, not the poorest fifth."""
        codes = self.table("macro/countries").select("m49", "iso3")
        cover = pl.read_parquet(self.folder / "data/sdg/sdg_1_3_1_unsd_2020-10.parquet")
        return cover.join(codes, on="m49").filter(pl.col("quantile").is_null() | (pl.col("quantile") == "T"))


def population(shared: Shared, iso3: str) -> Iterator[Row]:
    """Persons on 1 July of the base year: single ages to 19, then groups of five, 85 and over."""
    table = shared.wpp("pop_estimates_1jul_1990_2023", iso3).filter(pl.col("year") == BASE).sort("age")
    for sex in SEXES:
        persons = table[sex].to_list()
        for age in range(20):
            yield Row("population", sex, str(age), BASE, str(persons[age]), "persons", "WPP2024-pop1")
        for age, label, last in _groups(20, 85):
            total = sum(persons[age:last])
            yield Row("population", sex, label, BASE, str(total), "persons", "WPP2024-pop1-sum")


def _groups(first: int, open_from: int) -> Iterator[tuple[int, str, int | None]]:
    for age in range(first, open_from, 5):
        yield age, f"{age}-{age + 4}", age + 5
    yield open_from, f"{open_from}+", None


def rates(shared: Shared, iso3: str) -> Iterator[Row]:
    """Fertility, mother's age, sex ratio at birth, life expectancy and mortality under five at their years."""
    by_year = {row["year"]: row for row in shared.wpp("rates_annual_1950_2100", iso3).iter_rows(named=True)}
    crisis = (2023, 2024, 2025, 2026)

    def rows(figure: str, column: str, years: tuple[int, ...], digits: int, who: tuple[str, str, str]) -> Any:
        sex, age, unit = who
        for year in years:
            value = fixed(by_year[year][column], digits)
            yield Row(figure, sex, age, year, value, unit, "WPP2024-indicators")

    yield from rows("tfr", "tfr", (2023, *range(2025, 2101, 5)), 3, ("female", "all", "births per woman"))
    yield from rows("mac", "mac", (2023, 2025, *DECADES), 2, ("female", "all", "years"))
    yield from rows("srb", "srb", (2023, 2030, 2050, 2100), 3, ("both", "all", "males per female birth"))
    for sex in SEXES:
        yield from rows("e0", f"e0_{sex[0]}", (*crisis, *DECADES), 2, (sex, "0", "years"))
    for sex in SEXES:
        yield from rows("e65", f"e65_{sex[0]}", (*crisis, 2030, 2050, 2075, 2100), 2, (sex, "65", "years"))
    yield from rows("q5", "q5", (2023, 2025, *DECADES), 1, ("both", "0-4", "deaths per 1000 births"))


def fertility(shared: Shared, iso3: str) -> Iterator[Row]:
    """Shares of total fertility by age of mother at three dates."""
    table = shared.wpp("pasfr_5year_annual_1990_2100", iso3).sort("age_start")
    for year in (2023, 2050, 2100):
        for age, share in (
            table.filter(pl.col("year") == year).select("age_start", "pasfr_percent").iter_rows()
        ):
            label = f"{age}-{age + 4}"
            yield Row("pasfr", "female", label, year, fixed(share, 2), "percent of tfr", "WPP2024-pasfr")


def life_table(shared: Shared, iso3: str) -> Iterator[Row]:
    """Death rates of 1 July 2025 to 30 June 2030 by abridged age."""
    table = shared.wpp("mx_abridged_5year", iso3).filter(pl.col("period_start") == 2025).sort("age")
    labels = {0: "0", 1: "1-4", 100: "100+"}
    for sex in SEXES:
        for age, rate in table.select("age", f"mx_{sex}").iter_rows():
            label = labels.get(age, f"{age}-{age + 4}")
            value = significant(rate, 4)
            yield Row("mx", sex, label, "2025-2030", value, "deaths per person-year", "WPP2024-mx-abridged")


def migration(shared: Shared, iso3: str) -> Iterator[Row]:
    """Net migrants a year: totals as means of decades, and two profiles by age and sex."""
    totals = dict(shared.wpp("rates_annual_1950_2100", iso3).select("year", "net_migration").iter_rows())
    unit = "persons per year"
    yield Row("net_migration", "both", "all", BASE, fixed(totals[BASE], 0), unit, "WPP2024-indicators")
    decades = [(year, year + 9) for year in range(2030, 2090, 10)]
    for first, last in ((2024, 2029), *decades, (2090, 2100)):
        years = range(first, last + 1)
        mean = fixed(sum(totals[year] for year in years) / len(years), 0)
        yield Row("net_migration", "both", "all", f"{first}-{last}", mean, unit, "WPP2024-netmig-mean")
    table = shared.wpp("net_migration_age_2023_2100", iso3)
    for first, last in ((2028, 2032), (2073, 2077)):
        means = (
            table.filter(pl.col("year").is_between(first, last))
            .group_by("age")
            .agg(pl.col(*SEXES).mean())
            .sort("age")
        )
        for sex in SEXES:
            persons = means[sex].to_list()
            for age, label, end in _groups(0, 65):
                value = fixed(sum(persons[age:end]), 0)
                yield Row(
                    "net_migration_by_age", sex, label, f"{first}-{last}", value, unit, "WPP2024-netmig-mean"
                )


def economy(shared: Shared, iso3: str, currency: str) -> Iterator[Row]:
    """Product, prices, public finance and exchange rates of the World Economic Outlook."""
    weo = {
        series: shared.macro(iso3, f"WEO.{series}")
        for series in ("NGDP", "NGDP_RPCH", "NGDP_D", "PCPI", "NGDPD", "PPPEX", "GGR", "GGX", "GGXWDG")
    }

    def yearly(
        figure: str, values: dict[int, float], unit: str, wording: Callable[[float], str]
    ) -> Iterator[Row]:
        for year in MACRO_YEARS:
            if year in values:
                yield Row(figure, "both", "all", year, wording(values[year]), unit, "WEO-2023-10")

    yield from yearly("gdp", weo["NGDP"], currency, lambda billions: fixed(billions * 1e9, 0))
    yield from yearly("gdp_real_growth", weo["NGDP_RPCH"], "percent", lambda value: fixed(value, 3))
    yield from yearly("gdp_deflator", weo["NGDP_D"], "index", lambda value: fixed(value, 3))
    yield from yearly("cpi", weo["PCPI"], "index", lambda value: fixed(value, 3))
    for figure, series in (
        ("government_revenue", "GGR"),
        ("government_expenditure", "GGX"),
        ("government_gross_debt", "GGXWDG"),
    ):
        amounts = {year: (value, weo[series].get(year)) for year, value in weo["NGDP"].items()}
        yield from shares(figure, shared.macro(iso3, f"WEO.{series}_NGDP"), amounts)
    balance = shared.macro(iso3, "WEO.GGXONLB_NGDP")
    published = shared.macro(iso3, "WEO.GGX_NGDP")
    # The balance has no amount of its own: its denominator is that of the expenditure.
    amounts = {
        year: (weo["NGDP"][year], share * weo["GGX"][year] / published[year])
        for year, share in balance.items()
        if year in weo["GGX"] and year in published
    }
    yield from shares("primary_balance", balance, amounts)
    # A country that uses the US dollar has one product: another one in dollars counts something else.
    same = {y: v for y, v in weo["NGDPD"].items() if currency != "USD" or abs(v / weo["NGDP"][y] - 1) < 0.005}
    yield from yearly("gdp_usd", same, "USD", lambda billions: fixed(billions * 1e9, 0))
    yield from yearly(
        "ppp_rate", weo["PPPEX"], f"{currency} per international dollar", lambda value: fixed(value, 3)
    )


def shares(
    figure: str, published: dict[int, float], amounts: dict[int, tuple[float, float | None]]
) -> Iterator[Row]:
    """Published shares of gross domestic product; worked out anew where they are shares of another product.

    `amounts` are (product, amount) by year. The World Economic Outlook gives Timor-Leste's product in
    national currency without petroleum, and divides its public finance by the product with petroleum.
    """
    for year in MACRO_YEARS:
        if year not in published:
            continue
        product, amount = amounts.get(year, (1.0, None))
        own = published[year] if amount is None else 100 * amount / product
        rebased = abs(own - published[year]) > max(0.5, abs(published[year]) / 50)
        source = "WEO-2023-10-rebased" if rebased else "WEO-2023-10"
        value = fixed(own if rebased else published[year], 3)
        yield Row(figure, "both", "all", year, value, "percent of gdp", source)


def labour_and_poverty(shared: Shared, iso3: str) -> Iterator[Row]:
    """The latest figures of the World Development Indicators, each with its own year."""
    percent, force = "percent", "percent of labour force"
    for figure, sex, age, series, unit, source in (
        ("labour_force_participation", "male", "15+", "SL.TLF.CACT.MA.ZS", percent, "WDI-2023-early"),
        ("labour_force_participation", "female", "15+", "SL.TLF.CACT.FE.ZS", percent, "WDI-2023-early"),
        ("unemployment_rate", "male", "15+", "SL.UEM.TOTL.MA.ZS", force, "WDI-2023-early"),
        ("unemployment_rate", "female", "15+", "SL.UEM.TOTL.FE.ZS", force, "WDI-2023-early"),
        ("unemployment_rate", "both", "15+", "SL.UEM.TOTL.NE.ZS", force, "WDI-2024-10"),
        (
            "employment_in_agriculture",
            "both",
            "15+",
            "SL.AGR.EMPL.ZS",
            "percent of employment",
            "WDI-2024-10",
        ),
        ("poverty_headcount", "both", "all", "SI.POV.NAHC", percent, "WDI-2024-10"),
        ("gini", "both", "all", "SI.POV.GINI", percent, "WDI-2024-10"),
    ):
        known = shared.macro(iso3, f"WDI.{series}")
        if known:
            year = max(known)
            yield Row(figure, sex, age, year, fixed(known[year], 3), unit, source)


def poverty_lines(shared: Shared, iso3: str, country: dict[str, Any]) -> Iterator[Row]:
    """The harmonised line in international dollars and the national line cited in country.yaml."""
    lines = shared.table("macro/national_poverty_lines_2017ppp").filter(pl.col("iso3") == iso3)
    for year, line in lines.select("survey_year", "npl_ppp2017_per_day").iter_rows():
        unit = "2017 international dollars per person per day"
        yield Row("poverty_line", "both", "all", year, fixed(line, 6), unit, "JOLLIFFE-2022")
    national = country.get("national_poverty_line")
    if national:
        amount = national_line(national["published"], shared.macro(iso3, "WDI.SP.URB.TOTL.IN.ZS"))
        source = "national" if len(national["published"]) == 1 else "national-weighted"
        unit = f"{country['currency']['code']} per person per year"
        vintage = str(country["sources"][source]["vintage"])
        yield Row(
            "national_poverty_line", "both", "all", national["year"], fixed(amount, 0), unit, source, vintage
        )


def national_line(published: list[dict[str, Any]], urban: dict[int, float]) -> float:
    """A yearly amount a person; where town and country differ, weighted by the urban share last known."""
    times = {"day": 365, "month": 12, "year": 1}
    amounts = {line.get("area", "all"): line["amount"] * times[line["per"]] for line in published}
    if set(amounts) == {"all"}:
        return float(amounts["all"])
    share = urban[max(urban)] / 100
    return float(amounts["urban"] * share + amounts["rural"] * (1 - share))


def coverage(shared: Shared, iso3: str) -> Iterator[Row]:
    """SDG indicator 1.3.1: of each series and sex, the latest year."""
    table = shared.coverage().filter(pl.col("iso3") == iso3).sort("year")
    for series, figure in COVERAGE.items():
        latest: dict[str, tuple[int, float]] = {}
        for sex, year, value in (
            table.filter(pl.col("series") == series).select("sex", "year", "value").iter_rows()
        ):
            latest[SDG_SEX.get(sex, "both")] = (year, value)
        for sex, (year, value) in sorted(latest.items()):
            yield Row(figure, sex, "all", year, fixed(value, 1), "percent", "UNSD-SDG-2020-10")


def figures(shared: Shared, iso3: str, country: dict[str, Any]) -> str:
    """The whole file of one country."""
    currency = country["currency"]["code"]
    demography = (population, rates, fertility, life_table, migration)
    rows = [row for block in demography for row in block(shared, iso3)]
    rows += economy(shared, iso3, currency)
    rows += labour_and_poverty(shared, iso3)
    rows += poverty_lines(shared, iso3, country)
    rows += coverage(shared, iso3)
    return "\n".join([HEADER, *(row.line() for row in rows)]) + "\n"


def write(path: Path, text: str) -> None:
    """Writes beside, then renames: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".csv.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def main() -> None:
    """Writes the files of the countries named, or of all."""
    parser = argparse.ArgumentParser(description="Writes the figures.csv of every shipped country.")
    parser.add_argument("countries", nargs="*", default=COUNTRIES)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--into", type=Path, default=LIBRARY)
    options = parser.parse_args()
    shared = Shared(options.shared)
    for iso3 in options.countries:
        country = yaml.safe_load((LIBRARY / iso3 / "country.yaml").read_text(encoding="utf-8"))
        text = figures(shared, iso3, country)
        write(options.into / iso3 / "figures.csv", text)
        print(iso3, text.count("\n") - 1, "figures")


if __name__ == "__main__":
    main()
