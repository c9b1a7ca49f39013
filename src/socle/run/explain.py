"""Every step of one number: the law is run cut off after each of its rules, so each step shows what it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from socle.exchange.country import load_country
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.results import BenefitCost
from socle.model.rulebook import find
from socle.model.scenario import Scenario, apply
from socle.model.scheme import Benefit, Call, Clause, Scheme, Version
from socle.run.contributory import refuse_earned, refuse_earned_in
from socle.run.costing import cost_schemes
from socle.run.floor import law_of, scenario_of
from socle.run.probes import reads
from socle.run.setting import Choices, Setting, prepare


@dataclass(frozen=True)
class Step:
    """One step: what it is called, its sentence (a message key), what it gives, and what the law says."""

    name: str
    sentence: str
    value: float
    unit: str
    said: tuple[tuple[str, str, str], ...] = ()  # parameter, its words, file and line


@dataclass(frozen=True)
class Explanation:
    """How one benefit of one year comes about."""

    country: str
    benefit: str
    year: int
    scenario: str
    law: str
    currency: str
    steps: tuple[Step, ...]
    flags: tuple[str, ...]


def explain(
    code: str, path: str, year: int, scenario: str | Scenario = "high", choices: Choices | None = None
) -> Explanation:
    """The steps from all residents to the cost of one benefit in one year."""
    country, base = load_country(code), choices or Choices()
    chosen = scenario_of(country, scenario)
    _refuse_unknown(code, apply(law_of(country, chosen), chosen), path)
    first = base.base_year or country.base_year
    setting = prepare(country, replace(base, years_ahead=max(year - first, base.years_ahead)))
    return explain_in(setting, code, path, year, chosen)


def explain_in(setting: Setting, code: str, path: str, year: int, chosen: Scenario) -> Explanation:
    """The same in a country that is ready."""
    country = setting.country
    schemes = apply(law_of(country, chosen), chosen)
    scheme, benefit = _refuse_unknown(code, schemes, path)
    if year not in setting.years:
        raise Refusal(
            "{year} is outside the years of this run ({first} to {last}).",
            year=year,
            first=setting.years[0],
            last=setting.years[-1],
        )
    here = setting.years.index(year)
    steps = [Step("residents", N_("Residents at 1 July."), float(setting.persons[here].sum()), "persons")]
    for version in _versions(benefit, year):  # two, where the law changes its form within the year
        steps += _who(setting, schemes, benefit, version, here)
        steps += _reached(setting, schemes, replace(benefit, versions=(version,)), here, year)
        steps += _how_much(setting, schemes, benefit, version, here)
    whole = _run(setting, schemes, benefit)
    steps += _money(whole, setting, here, country.currency)
    return Explanation(
        country.iso3, path, year, chosen.name, scheme.law, country.currency, tuple(steps), whole.flags
    )


def _refuse_unknown(code: str, schemes: Sequence[Scheme], path: str) -> tuple[Scheme, Benefit]:
    if not any(path == b.path for s in schemes for b in s.benefits):
        refuse_earned_in(code, path)
    refuse_earned(schemes, path)
    return _find(schemes, path)


def _find(schemes: Sequence[Scheme], path: str) -> tuple[Scheme, Benefit]:
    found = {b.path: (scheme, b) for scheme in schemes for b in scheme.benefits}
    if path not in found:
        raise Refusal(
            "There is no benefit `{path}` in this scenario; there are {valid}.",
            path=path,
            valid=", ".join(found) or "none",
            nearest=nearest(path, found),
        )
    scheme, benefit = found[path]
    if benefit.not_computed:
        raise Refusal(
            "`{path}` is not computed: {reason}", path=path, reason=benefit.not_computed, where=benefit.where
        )
    return scheme, benefit


def _versions(benefit: Benefit, year: int) -> list[Version]:
    in_force = [v for v in benefit.versions if v.begins < year + 1 and v.ends > year]
    if not in_force:
        raise Refusal(
            "`{path}` is not in force in {year}.", path=benefit.path, year=year, where=benefit.where
        )
    return in_force


def _run(setting: Setting, schemes: Sequence[Scheme], benefit: Benefit) -> BenefitCost:
    """The benefit as given, beside the other benefits of the law that it reads."""
    read = reads(schemes, [benefit])
    changed = [
        replace(
            s,
            benefits=tuple(benefit if b.path == benefit.path else b for b in s.benefits if b.path in read),
            financing=(),
        )
        for s in schemes
    ]
    costs, missing = cost_schemes(setting, changed)
    for cost in costs:
        if cost.benefit == benefit.path:
            return cost
    reason = next(m for m in missing if m.benefit == benefit.path)
    raise Refusal(reason.reason, **reason.values)


def _cut(benefit: Benefit, version: Version, who: int | None = None, how_much: int | None = None) -> Benefit:
    """The benefit with one version, cut off after some of its steps, and without administration or case-load."""
    shorter = replace(version, who=version.who[:who], how_much=version.how_much[:how_much])
    return replace(benefit, versions=(shorter,), caseload=None)


def _who(
    setting: Setting, schemes: Sequence[Scheme], benefit: Benefit, version: Version, here: int
) -> list[Step]:
    steps, year = [], setting.years[here]
    for k, clause in enumerate(version.who, start=1):
        reached = float(_run(setting, schemes, _cut(benefit, version, who=k)).eligible[here])
        steps += [
            Step(c.rule.name, c.rule.sentence, reached, "persons", _said(c, year)) for c in clause.calls
        ]
        if any(call.rule.name == "means_tested" for call in clause.calls):
            steps += _errors(setting, schemes, benefit, version, k, here)
    return steps


def _errors(
    setting: Setting, schemes: Sequence[Scheme], benefit: Benefit, version: Version, k: int, here: int
) -> list[Step]:
    """How well a means test finds the poor: who is let in without being poor, and who is poor and left out."""
    poor = Clause("all", (Call(find("poor"), f"{benefit.path}.poor", {}),))

    def count(*clauses: Clause) -> float:
        who = (*version.who[: k - 1], *clauses)
        return float(_run(setting, schemes, _cut(benefit, replace(version, who=who))).eligible[here])

    tested, both, needy = count(version.who[k - 1]), count(version.who[k - 1], poor), count(poor)
    return [
        Step(
            "inclusion error",
            N_("Of those whom the test lets in, the share who are not poor."),
            1 - both / tested,
            "share",
        ),
        Step(
            "exclusion error",
            N_("Of the poor whom the law means, the share whom the test misses."),
            1 - both / needy,
            "share",
        ),
    ]


def _reached(
    setting: Setting, schemes: Sequence[Scheme], benefit: Benefit, here: int, year: int
) -> list[Step]:
    whole = _run(setting, schemes, benefit)
    own = {
        "coverage": benefit.coverage,
        "take_up": benefit.take_up,
        "already_served": benefit.already_served,
        "caseload": benefit.caseload,
    }
    said = tuple((key, p.said(year), p.where) for key, p in own.items() if p)
    return [
        Step(
            "recipients",
            N_("Persons reached: covered by the programme, and claiming."),
            float(whole.recipients[here]),
            "persons",
            said,
        )
    ]


def _how_much(
    setting: Setting, schemes: Sequence[Scheme], benefit: Benefit, version: Version, here: int
) -> list[Step]:
    steps = []
    for k, call in enumerate(version.how_much, start=1):
        cost = _run(setting, schemes, _cut(benefit, version, how_much=k))
        mean = cost.spending[here] / cost.recipients[here] if cost.recipients[here] else np.nan
        steps.append(
            Step(
                call.rule.name,
                call.rule.sentence,
                float(mean),
                "money a person and year",
                _said(call, setting.years[here]),
            )
        )
    return steps


def _money(cost: BenefitCost, setting: Setting, here: int, currency: str) -> list[Step]:
    product = setting.macro.gdp[here]
    return [
        Step(
            "spending",
            N_("Benefits paid: recipients times what each receives."),
            float(cost.spending[here]),
            currency,
        ),
        Step(
            "administration",
            N_("What running the benefit costs."),
            float(cost.administration[here]),
            currency,
        ),
        Step("cost", N_("Benefits and administration."), float(cost.cost[here]), currency),
        Step(
            "share of product",
            N_("Cost over gross domestic product."),
            float(cost.cost[here] / product),
            "share",
        ),
    ]


def _said(call: Call, year: int) -> tuple[tuple[str, str, str], ...]:
    return tuple((p.path.removeprefix(call.path + "."), p.said(year), p.where) for p in call.parameters())
