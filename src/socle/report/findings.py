"""The sentences that say what was found. Each title of a page, a table or a chart is one of them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from socle.ground.axes import Array
from socle.measure import tidy
from socle.model.results import Floor, ScenarioCost
from socle.report import labels, numbers
from socle.report.text import named, translator


def headline(floor: Floor, lang: str) -> str:
    """The answer: what the floor costs in the base year, in shares of the economy and of public spending."""
    _ = translator(lang)
    scenario = labels.headline_scenario(floor)
    at = floor.years.index(floor.base_year)
    found = tidy.total(floor, scenario)
    cost, partial = float(found.cost[at]), bool(found.partial["cost"][at])
    gdp, spending = float(floor.macro.gdp[at]), float(floor.macro.expenditure[at])
    if not math.isfinite(cost / gdp):
        template = _("The cost of a floor for {country} in {year} ({scenario}) is not known")
    elif not math.isfinite(cost / spending):
        template = _("A floor for {country} would cost {gdp} of GDP in {year} ({scenario})")
    else:
        template = _(
            "A floor for {country} would cost {gdp} of GDP in {year} ({scenario}), "
            "{spending} of government expenditure"
        )
    return template.format(
        country=labels.country(floor, lang),
        gdp=numbers.at_least(numbers.share(cost / gdp, lang), partial),
        spending=numbers.at_least(numbers.share(cost / spending, lang), partial),
        year=floor.base_year,
        scenario=quoted(floor, lang),
    )


def parts(floor: Floor, lang: str) -> str:
    """What the answer is made of, where health care is part of it: its cost is gross and would hide the rest."""
    scenario, at = labels.headline_scenario(floor), floor.years.index(floor.base_year)
    health = tidy.of_guarantee(floor, scenario, "health").cost[at] / floor.macro.gdp[at]
    whole = tidy.total(floor, scenario).cost[at] / floor.macro.gdp[at]
    if not (math.isfinite(whole) and health > 0):
        return ""
    template = translator(lang)(
        "Of this, {income} of GDP is income security and {health} health care, "
        "before what the state already spends on it."
    )
    return template.format(
        income=numbers.share(float(whole - health), lang), health=numbers.share(float(health), lang)
    )


def cost_over_time(floor: Floor, lang: str) -> str:
    """How the cost of the headline scenario moves."""
    _ = translator(lang)
    scenario = labels.headline_scenario(floor)
    cost = gdp_shares(floor, scenario)
    at = floor.years.index(floor.base_year)
    known = [step for step in range(at, len(cost)) if math.isfinite(cost[step])]
    if not known:
        return _("What the floor costs over time")
    peak = max(known, key=lambda step: float(cost[step]))
    if peak in (known[0], known[-1]):
        template = _("The floor costs {first} of GDP in {year} and {last} in {end} ({scenario})")
    else:
        template = _(
            "The floor costs {first} of GDP in {year}, {most} at most in {peak} and {last} in {end} ({scenario})"
        )
    return template.format(
        first=numbers.share(float(cost[known[0]]), lang),
        most=numbers.share(float(cost[peak]), lang),
        last=numbers.share(float(cost[known[-1]]), lang),
        year=floor.years[known[0]],
        peak=floor.years[peak],
        end=floor.years[known[-1]],
        scenario=quoted(floor, lang),
    )


def ageing(floor: Floor, lang: str) -> str:
    """How the population changes between the base year and the last."""
    _ = translator(lang)
    first, last = floor.population[floor.years.index(floor.base_year)], floor.population[-1]
    template = _(
        "{country} counts {first} persons in {year} and {last} in {end}; "
        "the share aged 65 and over goes from {old} to {older}"
    )
    return template.format(
        country=labels.country(floor, lang),
        first=numbers.persons(float(first.sum()), lang),
        last=numbers.persons(float(last.sum()), lang),
        year=floor.base_year,
        end=floor.years[-1],
        old=numbers.share(float(first[:, 65:].sum() / first.sum()), lang),
        older=numbers.share(float(last[:, 65:].sum() / last.sum()), lang),
    )


def gap(floor: Floor, lang: str) -> str:
    """What is missing to finance the floor in the base year, among the branches whose coverage is known."""
    _ = translator(lang)
    at = floor.years.index(floor.base_year)
    known = [one for one in floor.gaps if math.isfinite(float(one.gap[at]))]
    if not known:
        return _("The financing gap is not known: no branch has a known coverage")
    template = (
        _("The financing gap is {share} of GDP in {year}")
        if len(known) == len(floor.gaps)
        else _("The financing gap is {share} of GDP in {year}, in the branches whose coverage is known")
    )
    missing = sum(float(one.gap[at]) for one in known)
    share = numbers.share(missing / float(floor.macro.gdp[at]), lang)
    return template.format(share=share, year=floor.base_year)


def gdp_shares(floor: Floor, scenario: ScenarioCost) -> Array:
    """The cost of a scenario as a share of GDP, by year."""
    shares: Array = tidy.total(floor, scenario).cost / floor.macro.gdp
    return shares


def lower(title: str) -> str:
    """A title inside a sentence: `Low scenario` becomes `low scenario`, `SDG costs` stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def quoted(floor: Floor, lang: str) -> str:
    """The headline scenario as a sentence names it: `high scenario`."""
    return in_words(labels.headline_scenario(floor).title, lang)


def in_words(text: Mapping[str, str], lang: str) -> str:
    """The title of a scenario as a sentence names it."""
    title = lower(named(text, lang))
    word = translator(lang)("scenario")
    return title if word in title.lower() else translator(lang)("{title} scenario").format(title=title)
