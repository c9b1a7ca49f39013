"""A universal benefit beside a contributory scheme: who has which pension, what the test saves, what both cost.

The pensioners of the scheme are those of its projection; the universal benefit is asked of every resident, with
the contributory pension as one more thing known of a person. Without any such pension it is the costing of the
floor, person by person and coin by coin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from socle.engine import program
from socle.engine.expected import substitute
from socle.exchange.scheme_file import read_scheme
from socle.exchange.valuation_files import ValuationFiles, fingerprint
from socle.ground.axes import N_AGES, OPEN_AGE, Array
from socle.ground.expression import constant
from socle.ground.provenance import Trace
from socle.ground.refusals import Refusal, nearest
from socle.ground.units import AVERAGE_WAGE
from socle.ground.version import VERSION
from socle.ground.vocabulary import where
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.economy import Economy
from socle.model.insured import InsuredOverTime, Pensions
from socle.model.law import BenefitLaw, Law, walk
from socle.model.population import Population, lognormal_bands
from socle.model.results import Assumption
from socle.model.scheme import Scheme
from socle.model.survey import Flag
from socle.model.tiers import RECEIVES, Tier, Tiers, read_beside
from socle.project.scheme import indexed, insured_over_time
from socle.run.basis import SPREAD, Basis
from socle.run.costing import cost_of
from socle.run.setting import Choices, Setting, prepare
from socle.run.valuation import ValuationRequest, ready

BANDS: Final = 40  # of the pensions of one sex and age
NOTICED: Final = 0.0005  # of all pensions: below this the table shows nothing
SPREAD_OUT: Final = ("earnings",)  # columns that cells know in bands of their own
MONEY: Final = {"poverty_line": "cpi", "gdp_per_head": "cpi", AVERAGE_WAGE: "wages"}
SERIES: Final = {"cpi": "cpi", "deflator": "cpi", "gdp": "cpi", "gdp_per_head": "cpi", "wages": "wages"}
TOPIC: Final = N_("universal tier")
ASSUMED: Final = (
    N_(
        "Prices and wages are those of the valuation, for both tiers; product grows in volume as in the costing of "
        "the floor."
    ),
    N_(
        "Pensioners of the scheme live in the country, and nobody has two of its pensions; where some have, a tapered "
        "benefit costs a little more."
    ),
    N_("Contributory pensions of other schemes are not known here, and test nothing."),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Held:
    """Contributory pensions in payment in the middle of each year, [year, sex, age 0..100]: persons, money a year."""

    persons: Array
    amount: Array


def tiers(request: ValuationRequest, beside: str) -> Tiers:
    """A universal scheme, a file or one of the country (`COUNTRY/scheme`), beside the first law of a valuation."""
    country, made = ready(request)
    universal, contributory = _universal(country, beside), made.law.scheme
    law = read_beside(universal, contributory)
    found = insured_over_time(made.ask, made.over(request.years), keep=True)
    first = made.valuation.first_year
    choices = Choices(
        base_year=first, years_ahead=request.years - 1, accept_line=True, variant=request.variant
    )
    setting = in_economy_of(prepare(country, choices), made.ask.economy)
    held = {f"{contributory.name}.{name}": one for name, one in in_mid_year(made, found).items()}
    facts = made.institution.data.facts
    spread = SPREAD if facts.spread is None else facts.spread
    valued, crowded = valued_beside(setting, universal, law, held, spread)
    said = N_(
        "Pensions of one sex and age spread round their mean like a lognormal with sigma {spread}, as earnings do."
    )
    return Tiers(
        universal, contributory, country.iso3, country.currency, setting.years, setting.macro.gdp, valued,
        np.asarray(sum(series[0].sum(axis=-1) for series in found.benefits.values())),
        found.administration[0],
        np.asarray(sum(series[0].sum(axis=-1) for series in found.contributions.values())),
        _trace(request, beside, country, (universal, contributory)),
        (
            Assumption(TOPIC, said, {"spread": f"{spread:g}"}, unverified=facts.spread is None),
            *(Assumption(TOPIC, text) for text in ASSUMED),
            *setting.assumptions,
        ),
        crowded,
    )  # fmt: skip


def _trace(request: ValuationRequest, beside: str, country: Country, schemes: tuple[Scheme, Scheme]) -> Trace:
    """What determined the result: files, options, rules."""
    files = {**ValuationFiles.of(request.scheme, request.data).fingerprints(), **country.files}
    own = [Path(name) for name in (beside, request.scenario) if name.endswith((".yaml", ".yml"))]
    files |= {path.name: fingerprint(path) for path in own}
    options = {"years": request.years, "classes": request.classes, "variant": request.variant}
    calls = [call for one in schemes for b in one.benefits for v in b.versions for call in v.calls()]
    names = [one.name for one in schemes]
    rules = tuple(sorted({call.rule.name for call in calls}))
    return Trace(VERSION, files, {**options, "schemes": names}, rules)


def _universal(country: Country, name: str) -> Scheme:
    if name.endswith((".yaml", ".yml")):
        return read_scheme(Path(name))
    code, _, own = name.rpartition("/")
    shipped = {one.name: one for one in country.schemes}
    if code.upper() not in ("", country.iso3) or own not in shipped:
        raise Refusal(
            "{country} ships no scheme `{name}`; it ships {valid}. A scheme of your own is a file that ends in .yaml.",
            country=country.iso3,
            name=name,
            valid=", ".join(shipped) or "-",
            nearest=nearest(own, shipped),
        )
    return shipped[own]


def in_mid_year(made: Basis, found: InsuredOverTime) -> dict[str, Held]:
    """Pensions by completed age at 1 July: the mean of both ends of each year, whose index is applied."""
    whole, states = made.valuation, found.states
    by_name: dict[str, list[tuple[Array, Array]]] = {name: [] for name in states[0].pensions}
    for step, year in enumerate(found.years):
        start = states[step].pensions
        if year > whole.first_year:
            start = indexed(made.ask, whole, start, year)
        wage = float(found.wages[0, step])
        for name, ends in by_name.items():
            both = [_on_residents(one) for one in (start[name], states[step + 1].pensions[name])]
            persons, amount = (0.5 * (both[0][k] + both[1][k]) for k in (0, 1))
            ends.append((persons, wage * amount))
    return {
        name: Held(np.stack([persons for persons, _ in years]), np.stack([money for _, money in years]))
        for name, years in by_name.items()
    }


def _on_residents(pensions: Pensions) -> tuple[Array, Array]:
    """Persons and amounts of the first scenario, [sex, age], the last age open at 100."""
    folded = []
    for values in (pensions.count[0], pensions.amount[0]):
        made = np.zeros((values.shape[0], N_AGES))
        known = min(values.shape[-1], N_AGES)
        made[:, :known] = values[:, :known]
        made[:, OPEN_AGE] += values[:, known:].sum(axis=-1)
        folded.append(made)
    return folded[0], folded[1]


def in_economy_of(setting: Setting, economy: Economy) -> Setting:
    """The same country with prices and wages that grow as in a valuation; product keeps its volume."""
    own, first = setting.economy, setting.years[0]
    here = [economy.years.index(year) for year in setting.years]
    at = own.years.index(first)
    factor = {}
    for name, source in (("cpi", "cpi"), ("wages", AVERAGE_WAGE)):
        told, known = economy.of(source)[0, here], own.of(name)[0, at : at + len(here)]
        factor[name] = np.asarray((told / told[0]) / (known / known[0]))
    series = {
        name: np.concatenate([own.of(name)[:, :at], own.of(name)[:, at : at + len(here)] * factor[moved]], axis=1)
        for name, moved in SERIES.items()
    }  # fmt: skip
    columns = {}
    for name, values in setting.population.columns.items():
        moves = factor[MONEY[name]].reshape(1, -1, *(1,) * (values.ndim - 2)) if name in MONEY else 1.0
        columns[name] = values * moves
    return replace(
        setting,
        economy=replace(own, series={**own.series, **series}),
        macro=replace(setting.macro, gdp=setting.macro.gdp * factor["cpi"]),
        population=replace(setting.population, columns=columns),
    )


def valued_beside(
    setting: Setting, universal: Scheme, law: Law, held: Mapping[str, Held], spread: float
) -> tuple[tuple[Tier, ...], tuple[Flag, ...]]:
    """Every benefit of a universal law with the pensions `held` by path, and what a reader must know."""
    population, crowded = residents(setting, law, held, spread)
    forms = {path: _forms(benefit, tuple(held)) for path, benefit in law.benefits.items()}
    tested, tests = (replace(law, benefits={p: both[k] for p, both in forms.items()}) for k in (0, 1))
    try:
        paid, counted = (
            program.run(form, population, setting.economy, setting.years) for form in (tested, tests)
        )
    except Refusal as refusal:
        raise refusal.at(universal.where) from None
    alone = {path: replace(law, benefits={path: benefit}) for path, benefit in law.benefits.items()}
    made = (_tier(setting, universal, alone[path], paid[path], counted[path]) for path in alone)
    return tuple(made), crowded


def residents(
    setting: Setting, law: Law, held: Mapping[str, Held], spread: float
) -> tuple[Population, tuple[Flag, ...]]:
    """Residents at 1 July by the contributory pension they have, on a last axis: none, then bands of each."""
    cells, persons = setting.population, setting.persons
    ages = cells.weights.ndim - 4  # axes after that of age
    there = np.asarray(sum((one.persons for one in held.values()), np.zeros_like(persons)))
    fits = np.minimum(1.0, np.divide(persons, there, out=np.ones_like(persons), where=there > 0))
    shares, worth = lognormal_bands(spread, BANDS)
    weights, money, place = [(persons - there)[..., None]], {}, 1
    for path, one in held.items():
        bands = (shares, worth / shares) if path in law.columns else (np.ones(1), np.ones(1))
        mean = np.divide(one.amount, one.persons, out=np.zeros_like(persons), where=one.persons > 0)
        weights.append((one.persons * fits)[..., None] * bands[0])
        money[path] = (place, mean[..., None] * bands[1])
        place += len(bands[0])
    columns = {
        name: values if ages else values[..., None]
        for name, values in cells.columns.items()
        if name not in SPREAD_OUT
    }
    columns[RECEIVES] = (np.arange(place) > 0).astype(np.float64).reshape(1, 1, 1, 1, -1)
    for path, (start, values) in money.items():
        if path in law.columns:
            columns[path] = np.zeros((1, *persons.shape, place))
            columns[path][0, ..., start : start + values.shape[-1]] = values
    prevalence = {n: v if ages else v[..., None] for n, v in cells.prevalence.items() if n != RECEIVES}
    made = Population(np.maximum(np.concatenate(weights, axis=-1), 0.0)[None], columns, prevalence)
    return made, _crowded(setting, there, fits)


def _crowded(setting: Setting, there: Array, fits: Array) -> tuple[Flag, ...]:
    """A word where the scheme pays more pensions than there are residents of an age."""
    lost = (there * (1 - fits)).sum(axis=(1, 2)) / np.maximum(there.sum(axis=(1, 2)), 1.0)
    if lost.max(initial=0.0) < NOTICED:
        return ()
    text = N_(
        "The scheme pays more pensions than there are residents of some ages: {share} % of its pensions in {year} "
        "are left out."
    )
    worst = int(lost.argmax())
    return (Flag(text, {"share": f"{100 * lost[worst]:.1f}", "year": str(setting.years[worst])}),)


def _forms(benefit: BenefitLaw, pensions: tuple[str, ...]) -> tuple[BenefitLaw, BenefitLaw]:
    """Who is named, paid, and how much; and paid in full, paid and how much if nobody had a contributory pension."""
    amount, untested = benefit.amount, benefit.amount
    for node in walk(amount):
        if node.op == "column" and node.value in (RECEIVES, *pensions):
            none = constant(False if node.kind.condition else 0.0, node.kind)
            untested = substitute(untested, node.value, none)
    full = where((untested > 0) & (amount >= untested), 1, 0)
    return replace(benefit, recipients=where(amount > 0, 1, 0)), replace(
        benefit, eligible=full, recipients=where(untested > 0, 1, 0), amount=untested
    )


def _tier(
    setting: Setting, universal: Scheme, law: Law, paid: program.BenefitTotals, counted: program.BenefitTotals
) -> Tier:
    """One benefit, whose recipients a case-load may count; `law` has it alone."""
    ((_, one),) = law.benefits.items()
    cost = cost_of(setting, universal, one.benefit, law, paid)
    untested = cost_of(setting, universal, one.benefit, law, replace(counted, eligible=paid.eligible))
    told, full = paid.recipients[0], counted.eligible[0]
    scale = np.divide(cost.recipients, told, out=np.zeros_like(told), where=told > 0)
    return Tier(
        cost, full * scale, (told - full) * scale, (counted.recipients[0] - told) * scale, untested.cost
    )
