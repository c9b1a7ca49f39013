"""The floor of a country, costed end to end: from its folder to a finished, explained result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from socle.exchange.country import load_country
from socle.exchange.scenario_file import read_scenario
from socle.exchange.sources import load_sources
from socle.ground.axes import Array
from socle.ground.provenance import Trace
from socle.ground.refusals import Refusal, nearest
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.measure.fiscal import gap
from socle.model.country import Country
from socle.model.parameter import ALWAYS, Parameter
from socle.model.results import (
    BRANCHES,
    Assumption,
    Floor,
    GuaranteeGap,
    ScenarioCost,
    Sensitivity,
    SourceUse,
)
from socle.model.scenario import FLOOR, STATUS_QUO, Scenario, apply, parameters
from socle.model.scheme import Scheme
from socle.project.debt import debt_if_borrowed
from socle.run.costing import cost_scenario
from socle.run.setting import Choices, Setting, prepare

DEFAULT_SCENARIOS = (STATUS_QUO, "low", "high")
REFERENCE = "high"
NOW = Scenario(
    STATUS_QUO,
    {"en": "Status quo", "fr": "Statu quo", "es": "Situación actual"},
    {
        "en": "The schemes in force, as far as their law and numbers are known.",
        "fr": "Les régimes en vigueur, pour autant que leur droit et leurs chiffres soient connus.",
        "es": "Los regímenes vigentes, en la medida en que se conocen su ley y sus cifras.",
    },
    STATUS_QUO,
)


def floor(
    code: str, choices: Choices | None = None, scenarios: Sequence[str | Scenario] = DEFAULT_SCENARIOS
) -> Floor:
    """The floor of a country in some scenarios: persons, money, shares, gap, sensitivity, debt, sources."""
    country = load_country(code)
    setting = prepare(country, choices or Choices())
    chosen = [scenario_of(country, scenario) for scenario in scenarios]
    costed = tuple(cost_scenario(setting, law_of(country, scenario), scenario) for scenario in chosen)
    reference = next((s for s in chosen if s.name == REFERENCE), chosen[-1])
    return Floor(
        iso3=country.iso3,
        name=country.name,
        currency=country.currency,
        base_year=setting.years[0],
        years=setting.years,
        population=setting.persons,
        macro=setting.macro,
        scenarios=costed,
        lines=setting.lines,
        gaps=gaps(setting, next(c for c in costed if c.name == reference.name)),
        sensitivity=sensitivity(setting, reference),
        debt_path=debt_paths(setting, costed),
        sources=sources(country),
        assumptions=(
            *setting.assumptions,
            *administration(country, chosen, setting.years[0]),
            *GAP_ASSUMPTIONS,
        ),
        warnings=(*setting.warnings, *country.notes),
        trace=trace(country, setting, chosen),
    )


def scenario_of(country: Country, scenario: str | Scenario) -> Scenario:
    """A scenario by its name (the status quo, one of the floor, one of the country's own), or from a file."""
    if isinstance(scenario, Scenario):
        return scenario
    if scenario == STATUS_QUO:
        return NOW
    if scenario.endswith((".yaml", ".yml")):
        return read_scenario(Path(scenario), {FLOOR: country.floor_law, STATUS_QUO: country.schemes})
    if scenario not in country.scenarios:
        valid = (STATUS_QUO, *country.scenarios)
        raise Refusal(
            "There is no scenario `{name}` for {country}; there are {valid}.",
            name=scenario,
            country=country.iso3,
            valid=", ".join(valid),
            nearest=nearest(scenario, valid),
        )
    return country.scenarios[scenario]


def law_of(country: Country, scenario: Scenario) -> tuple[Scheme, ...]:
    """The schemes that a scenario builds on."""
    return country.schemes if scenario.builds_on == STATUS_QUO else country.floor_law


def gaps(setting: Setting, scenario: ScenarioCost) -> tuple[GuaranteeGap, ...]:
    """The financing gap by branch: what the floor costs for those whom nothing covers yet."""
    found = []
    for branch in BRANCHES:
        own = [benefit.cost for benefit in scenario.benefits if benefit.branch == branch]
        if not own:
            continue
        cost = np.sum(own, axis=0)
        row = setting.country.figures.latest(f"coverage_{branch}") if branch != "health" else None
        coverage = np.full(len(setting.years), row.value / 100 if row else np.nan)
        said = f"{row.source}, {row.year}" if row else ""
        found.append(GuaranteeGap(branch, coverage, said, cost, gap(cost, coverage)))
    return tuple(found)


GAP_ASSUMPTIONS = (
    Assumption(
        "gap",
        N_("Coverage is that of the last year known and stays; where it is unknown, so is the gap."),
    ),
    Assumption(
        "health",
        N_(
            "The cost of essential health care is gross: what public health care already spends is not known "
            "here and not subtracted."
        ),
        unverified=True,
    ),
)
"""What the gap rests on."""


def administration(country: Country, scenarios: Sequence[Scenario], year: int) -> tuple[Assumption, ...]:
    """How the administration of each benefit is costed, since the method moves the result."""
    methods: dict[str, list[str]] = {}
    for scenario in scenarios:
        for scheme in apply(law_of(country, scenario), scenario):
            for benefit in scheme.benefits:
                own = benefit.administration
                named = (
                    ("share", own.share),
                    ("per_recipient", own.per_recipient),
                    ("fixed", own.fixed),
                    ("set_up", own.set_up),
                )
                method = ", ".join(f"{name} {p.said(year)}" for name, p in named if p)
                if method and benefit.path not in methods.setdefault(method, []):
                    methods[method].append(benefit.path)
    return tuple(_administered(method, paths) for method, paths in methods.items())


def _administered(method: str, paths: Sequence[str]) -> Assumption:
    """A method of administration in words, with the benefits that have it."""
    benefits = ", ".join(f"`{path}`" for path in paths)
    name, _, value = method.partition(" ")
    if name == "share" and "," not in method:
        text = N_("Administration costs {share} % of what these benefits pay: {benefits}.")
        return Assumption("administration", text, {"benefits": benefits, "share": f"{100 * float(value):g}"})
    text = N_("Administration of {benefits}: {method}.")
    return Assumption("administration", text, {"benefits": benefits, "method": method})


def debt_paths(setting: Setting, costed: Sequence[ScenarioCost]) -> dict[str, Array]:
    """Debt over product if what a scenario costs above the status quo were borrowed."""

    def total(scenario: ScenarioCost) -> Array:
        own = [np.nan_to_num(benefit.cost - benefit.contributions) for benefit in scenario.benefits]
        return np.asarray(np.sum([np.zeros(len(setting.years)), *own], axis=0))

    now = next((total(s) for s in costed if s.name == STATUS_QUO), np.zeros(len(setting.years)))
    return {s.name: debt_if_borrowed(setting.macro, np.maximum(total(s) - now, 0.0)) for s in costed}


def sensitivity(setting: Setting, scenario: Scenario) -> tuple[Sensitivity, ...]:
    """How the cost of one scenario moves with the line, growth, take-up and administration."""
    law = law_of(setting.country, scenario)
    shares = parameters(law)

    def row(name: str, case: Scenario, **other: float) -> Sensitivity:
        at = setting if not other else prepare(setting.country, replace(setting.choices, **other))  # type: ignore[arg-type]
        cost = np.sum([b.cost for b in cost_scenario(at, law, case).benefits], axis=0) / at.macro.gdp
        return Sensitivity(name, scenario.name, float(cost[0]), float(cost[-1]))

    def overlay(ending: str, value: float) -> Scenario:
        found = {path: fixed(p, value) for path, p in shares.items() if path.endswith(ending)}
        kept = {
            path: p
            for path, p in found.items()
            if path.rsplit(".", 1 + ending.count("."))[0] not in scenario.remove
        }
        return replace(scenario, changes={**scenario.changes, **kept})

    return (
        row(N_("as computed"), scenario),
        row(N_("line 20 % lower"), scenario, line_factor=0.8),
        row(N_("line 20 % higher"), scenario, line_factor=1.2),
        row(N_("growth 1 point lower"), scenario, growth_shift=-0.01),
        row(N_("growth 1 point higher"), scenario, growth_shift=0.01),
        *(
            row(text, overlay("take_up", value))
            for text, value in (
                (N_("take-up 70 %"), 0.7),
                (N_("take-up 85 %"), 0.85),
                (N_("take-up 100 %"), 1.0),
            )
        ),
        *(
            row(text, overlay("administration.share", value))
            for text, value in (
                (N_("administration 3 %"), 0.03),
                (N_("administration 5 %"), 0.05),
                (N_("administration 15 %"), 0.15),
            )
        ),
    )


def fixed(parameter: Parameter, value: float) -> Parameter:
    """The same parameter with one value for all time."""
    return replace(
        parameter,
        moments=(ALWAYS,),
        values=(value,),
        written=(f"{value:g}",),
        then=None,
        course="step",
        by_sex=None,
        before=None,
    )


def sources(country: Country) -> tuple[SourceUse, ...]:
    """Every source that the figures of a country cite, and what for."""
    known = {**load_sources(), **country.sources}
    used: dict[str, list[str]] = {}
    for row in country.figures.rows:
        topics = used.setdefault(row.source, [])
        if row.figure not in topics:
            topics.append(row.figure)
    return tuple(known[key].used_for(", ".join(topics)) for key, topics in used.items() if key in known)


def trace(country: Country, setting: Setting, scenarios: Sequence[Scenario]) -> Trace:
    """What determined the result: files, options, scenarios, rules."""
    laws = {scenario.builds_on: law_of(country, scenario) for scenario in scenarios}
    rules = {
        call.rule.name
        for law in laws.values()
        for scheme in law
        for b in scheme.benefits
        for v in b.versions
        for call in v.calls()
    }
    options = {**asdict(setting.choices), "scenarios": [[s.name, list(s.written)] for s in scenarios]}
    return Trace(VERSION, country.files, options, tuple(sorted(rules)))
