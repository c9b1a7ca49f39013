"""A country made ready for the law: people over time, the economy, reference lines, and the columns of cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from socle.exchange.country import default_figures, harmonised_lines
from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest
from socle.ground.units import DAYS_PER_YEAR
from socle.ground.words import N_
from socle.measure import adequacy
from socle.model.country import Country
from socle.model.demography import BasePopulation, PeopleOverTime, VitalRates
from socle.model.economy import PRICE_INDICES, Economy
from socle.model.figures import Figures
from socle.model.population import Population, banded
from socle.model.results import Assumption, Line, Macro
from socle.project.cells import by_age_and_sex, cells
from socle.project.demography import project
from socle.project.expansion import expand, with_default_paths
from socle.project.labour import LabourRates, labour, labour_rates
from socle.project.macro import MacroChoices, extend, within
from socle.project.variants import variant

LINES = ("harmonised", "national", "gdp_share")
GDP_SHARE = 0.25
PPP_YEAR = 2017
PENSION_AGE = 60
EARNINGS_SIGMA = 0.6


@dataclass(frozen=True)
class Choices:
    """What a run may choose. `line` is the reference line, `index` the price index that moves it."""

    base_year: int | None = None
    years_ahead: int = 30
    line: str = ""  # the first known of `LINES` if nothing is said
    index: str = "cpi"
    accept_line: bool = False  # a line above product per head is used only if asked for
    growth_shift: float = 0.0  # added to real growth after the base year, a share
    line_factor: float = 1.0
    variant: str = "medium"  # of fertility, mortality and migration


@dataclass(frozen=True, eq=False)
class Setting:
    """One country over the years of a run."""

    country: Country
    choices: Choices
    years: tuple[int, ...]
    people: PeopleOverTime
    macro: Macro
    economy: Economy  # reaches back before the base year, so that older amounts can be moved by an index
    lines: tuple[Line, ...]
    population: Population
    assumptions: tuple[Assumption, ...]
    warnings: tuple[str, ...]

    @property
    def persons(self) -> Array:
        """Persons at 1 July, [year, sex, age]."""
        shape = (len(self.years), *self.people.population.shape[2:], -1)
        return np.asarray(self.population.weights.reshape(shape).sum(-1))


def prepare(country: Country, choices: Choices, people: PeopleOverTime | None = None) -> Setting:
    """Project the people, extend the economy, draw the lines, and lay out what the law reads.

    The people are those of the country's compact figures, unless others (of this one country) are given.
    """
    years = _years(country, choices)
    if people is None:
        last = max(years[-1], *country.figures.series("gdp"))  # whose growth the people of its years explain
        base, rates = rates_of(country, last)
        people = project(base, variant(rates, choices.variant, base.year + 1), last_year=last)
    full, stated = _economy(country, choices, people, years)
    lines = _lines(country, choices, _series(country, full, people), years)
    economy = _series(country, within(full, range(full.years[0], years[-1] + 1)), people)
    reference = next(line for line in lines if line.used)
    macro = within(full, years)
    population, more = _population(country, people, years, macro, reference.values * choices.line_factor)
    chosen = Assumption(
        "reference line",
        N_("Levels are measured against the line `{line}`, moved by the price index `{index}`."),
        {"line": reference.name, "index": choices.index},
    )
    peopled = Assumption(
        "population",
        N_("Fertility, mortality and migration follow the variant `{variant}`."),
        {"variant": choices.variant},
    )
    return Setting(
        country,
        choices,
        years,
        people,
        macro,
        economy,
        lines,
        population,
        (
            chosen,
            *_implied(country, reference, macro, economy, choices.index),
            peopled,
            *_assumed_paths(country),
            *stated,
            *more,
        ),
        reference.warnings,
    )


def rates_of(country: Country, last_year: int) -> tuple[BasePopulation, VitalRates]:
    """Base population and rates from compact figures; what is known for one year only has a usual future."""
    figures = country.figures.demography()
    last = max(last_year, figures.year + 1)
    return expand(with_default_paths(figures, last), last)


def _assumed_paths(country: Country) -> tuple[Assumption, ...]:
    figures = country.figures.demography()
    if len(figures.tfr) > 1 and all(len(path) > 1 for path in figures.e0.values()):
        return ()
    text = N_(
        "Fertility or life expectancy is known for one year only; it moves as in the average of the world "
        "(fertility towards 1.66 children, slow gains of life expectancy)."
    )
    return (Assumption("population", text),)


def _implied(
    country: Country, line: Line, macro: Macro, economy: Economy, index: str
) -> tuple[Assumption, ...]:
    """What the line used amounts to elsewhere: a wrong currency or price year shows at once."""
    if PPP_YEAR not in economy.years or not np.isfinite(macro.exchange_rate[0]):
        return ()
    first = macro.years[0]
    real = line.values[0] * economy.at(index, PPP_YEAR)[0, 0] / economy.at(index, first)[0, 0]
    a_day = float(real / economy.at("ppp", PPP_YEAR)[0, 0]) / DAYS_PER_YEAR
    others = [value for code, value in harmonised_lines().items() if code != country.iso3]
    text = N_(
        "The line is {usd} US dollars a person and year, {share} % of product per head; at {day} international dollars "
        "a day (2017) it stands above {below} of the {all} harmonised lines of the other countries shipped."
    )
    values = {
        "usd": f"{line.values[0] / macro.exchange_rate[0]:,.0f}",
        "share": f"{100 * line.values[0] / economy.at('gdp_per_head', first)[0, 0]:.0f}",
        "day": f"{a_day:.2f}",
        "below": str(sum(value < a_day for value in others)),
        "all": str(len(others)),
    }
    return (Assumption("reference line", text, values),)


def _years(country: Country, choices: Choices) -> tuple[int, ...]:
    base = choices.base_year or country.base_year
    first = country.figures.demography().year
    if not first <= base <= base + choices.years_ahead <= 2100 or choices.years_ahead < 0:
        raise Refusal(
            "The years {base} to {last} are outside the data: they reach from {first} to 2100.",
            base=base,
            last=base + choices.years_ahead,
            first=first,
        )
    return tuple(range(base, base + choices.years_ahead + 1))


def _economy(
    country: Country, choices: Choices, people: PeopleOverTime, years: tuple[int, ...]
) -> tuple[Macro, tuple[Assumption, ...]]:
    working = people.population[0, :, :, 15:65].sum((1, 2))
    first = min(*country.figures.series("gdp"), years[0])
    chosen = MacroChoices(
        base_year=years[0],
        last_observed=country.macro_last_observed,
        average_wage=_average_wage(country.figures),
    )
    # A line may be in prices of a year after the last of the run.
    last = max(years[-1], min(people.years[-1], max(country.figures.series("gdp"))))
    frame = extend(
        country.figures, range(first, last + 1), dict(zip(people.years, working, strict=True)), chosen
    )
    if not choices.growth_shift:
        return frame.macro, frame.assumptions
    ahead = np.maximum(np.array(frame.macro.years) - years[0], 0)
    factor = (1 + choices.growth_shift) ** ahead
    macro = frame.macro
    grown = {name: getattr(macro, name) * factor for name in ("gdp", "wages", "expenditure", "revenue")}
    return replace(
        macro, real_growth=macro.real_growth + choices.growth_shift * (ahead > 0), **grown
    ), frame.assumptions


def _average_wage(figures: Figures) -> tuple[int, float] | None:
    row = figures.latest("average_wage")
    return (row.first_year, row.value) if row else None


def _series(country: Country, macro: Macro, people: PeopleOverTime) -> Economy:
    persons = dict(zip(people.years, people.population[0].sum((1, 2)), strict=True))
    population = np.array([persons.get(year, np.nan) for year in macro.years])
    named = {
        "cpi": macro.cpi,
        "deflator": macro.deflator,
        "wages": macro.wages,
        "gdp": macro.gdp,
        "gdp_per_head": macro.gdp / population,
        "population": population,
        "exchange_rate": macro.exchange_rate,
        "ppp": macro.ppp,
    }
    return Economy(country.currency, macro.years, {name: values[None, :] for name, values in named.items()})


Drawn = tuple[Array, str, int]
"""A line over the years, its source, and the year of its survey."""


def _lines(country: Country, choices: Choices, economy: Economy, years: tuple[int, ...]) -> tuple[Line, ...]:
    """Every line that the figures allow; at least a share of product per head."""
    if choices.index not in PRICE_INDICES:
        raise Refusal(
            "`{index}` is not a price index: say cpi or deflator.",
            index=choices.index,
            nearest=nearest(choices.index, PRICE_INDICES),
        )
    here = economy.years.index(years[0])
    per_head = economy.of("gdp_per_head")[0, here : here + len(years)]
    found = _drawn(country.figures, choices.index, economy, years)
    chosen = _chosen(country, choices, found, per_head)
    return tuple(
        Line(
            name,
            TITLES[name],
            values,
            source,
            name == chosen,
            adequacy.doubts(values, per_head, years[0] - year),
        )
        for name, (values, source, year) in found.items()
    )


def _drawn(figures: Figures, index: str, economy: Economy, years: tuple[int, ...]) -> dict[str, Drawn]:
    here = economy.years.index(years[0])
    prices, per_head = (economy.of(name)[0, here : here + len(years)] for name in (index, "gdp_per_head"))
    found: dict[str, Drawn] = {}
    day, own = figures.latest("poverty_line"), figures.latest("national_poverty_line")
    if day and PPP_YEAR in economy.years:
        level = prices / economy.at(index, PPP_YEAR)[0, 0]
        ppp = float(economy.at("ppp", PPP_YEAR)[0, 0])
        found["harmonised"] = (adequacy.harmonised(day.value, ppp, level), day.source, day.first_year)
    if own:
        level = prices / economy.at(index, max(own.first_year, economy.years[0]))[0, 0]
        found["national"] = (own.value * level, own.source, own.first_year)
    found["gdp_share"] = (GDP_SHARE * per_head, figures.series("gdp").sources[0], years[0])
    return found


def _chosen(country: Country, choices: Choices, found: Mapping[str, Drawn], per_head: Array) -> str:
    """The line asked for, or the first known; not one above product per head, unless in so many words."""
    chosen = choices.line or next(name for name in LINES if name in found)
    if chosen not in found:
        raise Refusal(
            "There is no line `{line}` for {country}; there are {valid}.",
            line=chosen,
            country=country.iso3,
            valid=", ".join(found),
            nearest=nearest(chosen, found),
        )
    if adequacy.above_product(found[chosen][0], per_head) and not choices.accept_line:
        raise Refusal(
            "The line `{line}` is {ratio} times gross domestic product per head, which points to a mistake of "
            "currency or prices: choose another line ({valid}) or index (deflator), or accept it (--accept-line).",
            line=chosen,
            ratio=f"{found[chosen][0][0] / per_head[0]:.2f}",
            valid=", ".join(name for name in found if name != chosen),
        )
    return chosen


TITLES: Mapping[str, Mapping[str, str]] = {
    "harmonised": {
        "en": "Harmonised national line (2017 PPP)",
        "fr": "Seuil national harmonisé (PPA 2017)",
        "es": "Línea nacional armonizada (PPA 2017)",
    },
    "national": {"en": "National line", "fr": "Seuil national", "es": "Línea nacional"},
    "gdp_share": {
        "en": "25 % of GDP per head",
        "fr": "25 % du PIB par habitant",
        "es": "25 % del PIB por habitante",
    },
}


def _population(
    country: Country, people: PeopleOverTime, years: tuple[int, ...], macro: Macro, line: Array
) -> tuple[Population, tuple[Assumption, ...]]:
    first = people.years.index(years[0])
    persons = people.population[:, first : first + len(years)]
    frame = labour_rates(country.figures, persons[0, 0])
    known = {"poverty_line": line[None], "gdp_per_head": (macro.gdp / persons[0].sum((1, 2)))[None]}
    if np.isfinite(macro.wages).all():
        known["average_wage"] = macro.wages[None]
    prevalence, stated = _prevalence(country)
    prevalence |= _work(frame.rates)
    means: dict[str, Array] = {}
    if "average_wage" in known and np.isfinite(frame.rates.relative_wage).all():
        means["earnings"] = labour(persons, frame.rates, macro.wages[None]).wages
    population = cells(people, years, known, prevalence, means)
    if means:
        population = banded(population, "earnings", sigma=EARNINGS_SIGMA)
        stated = (
            *stated,
            Assumption(
                "earnings",
                N_("Earnings spread round the mean of each age and sex like a lognormal with sigma {sigma}."),
                {"sigma": str(EARNINGS_SIGMA)},
            ),
        )
    return population, (*frame.assumptions, *stated)


def _work(rates: LabourRates) -> dict[str, Array]:
    """Conditions of work as shares of the population, where they are known."""
    employed = rates.participation * (1 - rates.unemployment)
    shares = {
        "in_labour_force": rates.participation,
        "unemployed": rates.participation * rates.unemployment,
        "formally_employed": employed * (1 - rates.informality),
        "informally_employed": employed * rates.informality,
    }
    return {name: value[None, None] for name, value in shares.items() if np.isfinite(value).all()}


def _prevalence(country: Country) -> tuple[dict[str, Array], tuple[Assumption, ...]]:
    figures, stated = country.figures, []
    found: dict[str, Array] = {}
    pairs = {
        "severely_disabled": "severe_disability",
        "orphan": "orphanhood",
        "enrolled": "school_enrolment",
        "poor": "poverty_headcount",
    }
    for column, figure in pairs.items():
        rows = figures.of(figure)
        if not rows and (rows := default_figures().of(figure)):
            stated.append(
                Assumption(
                    "disability",
                    N_("Severe disability: {shares}, world figures; the country has none of its own."),
                    {"shares": ", ".join(f"{row.age} ({row.value:g} %)" for row in rows)},
                    unverified=True,
                )
            )
        if rows:
            latest = max(row.first_year for row in rows)
            found[column] = by_age_and_sex([row for row in rows if row.first_year == latest])
    pensions = [row for row in figures.of("coverage_old_age") if row.sex != "both"] or figures.of(
        "coverage_old_age"
    )
    if pensions:
        share = by_age_and_sex(pensions)
        share[..., :PENSION_AGE] = 0.0
        found["receives_contributory_pension"] = share
    return found, tuple(stated)
