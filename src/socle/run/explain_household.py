"""Every rule of one benefit for one household of a survey, with its own answers and its own luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from socle.engine.numpy_blocks import evaluate
from socle.engine.program import calendar
from socle.engine.records import with_draws
from socle.ground.axes import SEXES
from socle.ground.refusals import Refusal, nearest
from socle.model.law import Law, read, walk
from socle.model.population import Population
from socle.model.scenario import Scenario, apply
from socle.model.scheme import Benefit, Scheme
from socle.model.trace import Answer, HouseholdTrace, Stretch
from socle.run.floor import law_of, scenario_of
from socle.run.impact import with_setting
from socle.run.people import People
from socle.run.probes import Moment, at_moment, date, reads
from socle.run.setting import Setting
from socle.run.traced import Household, Trace


def explain_household(
    setting: Setting, people: People, benefit: str, key: str, scenario: str | Scenario, seed: int = 0
) -> HouseholdTrace:
    """The trace of a household by its key in the survey, or by its number where the survey has no keys."""
    country = setting.country
    chosen = scenario_of(country, scenario)
    schemes = apply(law_of(country, chosen), chosen)
    every = {b.path: b for s in schemes for b in s.benefits}
    if benefit not in every:
        raise Refusal(
            "There is no benefit `{path}` in this scenario; there are {valid}.",
            path=benefit,
            valid=", ".join(every) or "none",
            nearest=nearest(benefit, every),
        )
    line = float(next(one.values[0] for one in setting.lines if one.used))
    population = with_setting(people, setting, line)
    members, year = _members(people, key), setting.years[0]
    dates = calendar(_alone(schemes, every[benefit]), (year,))
    stretches = []
    for begins, share in zip(dates.begins[0], dates.shares[0], strict=True):
        if share > 0:
            moment = at_moment(schemes, [benefit], setting.economy, float(begins))
            for one in moment.unanswered:
                raise Refusal(one.reason, **one.values)
            answer = _answer(moment, with_draws(population, moment.law, seed), members)
            stretches.append(Stretch(date(float(begins)), float(share), answer))
    return HouseholdTrace(
        country.iso3,
        year,
        chosen.name,
        country.currency,
        benefit,
        key,
        members.stop - members.start,
        tuple(stretches),
    )


def _alone(schemes: Sequence[Scheme], benefit: Benefit) -> Law:
    """The law of one benefit and of all that it reads."""
    needed = reads(schemes, [benefit]) if benefit.computable else set()
    kept = [
        replace(s, benefits=tuple(b for b in s.benefits if b.path in needed), financing=()) for s in schemes
    ]
    return read(kept)


def _members(people: People, key: str) -> slice:
    """Where the members of a household stand."""
    starts = people.population.households
    assert starts is not None
    keys = people.keys or tuple(str(i + 1) for i in range(len(starts) - 1))
    if key not in keys:
        raise Refusal(
            "There is no household `{key}` in this survey; its {count} households are called {first} to {last}.",
            key=key[:60],
            count=len(keys),
            first=keys[0],
            last=keys[-1],
            nearest=nearest(key, keys[:1000]),
        )
    at = keys.index(key)
    return slice(int(starts[at]), int(starts[at + 1]))


def _answer(moment: Moment, population: Population, members: slice) -> Answer:
    """The benefit for some persons of the survey; what the whole population decides comes from all of it."""
    size = len(population.weights)
    columns = {
        name: np.asarray(values)[members] if np.shape(values) == (size,) else np.asarray(values)
        for name, values in population.columns.items()
    }
    number = members.stop - members.start
    columns["person"] = np.ones(number)
    known = {name: np.ones(number, dtype=bool) for name in columns}
    trace = Trace(moment, Household(columns, known, _wholes(moment, population)))
    for name in trace.questions():
        raise Refusal("The survey has no `{column}`, which the law reads.", column=name)
    (answer,) = trace.answers()
    return answer


def _wholes(moment: Moment, population: Population) -> Mapping[str, float]:
    """Totals and quantiles of the whole survey that the law reads."""
    sex = population.columns.get("sex")
    by_person = {
        path: value[sex.astype(int)]
        for path, value in moment.values.items()
        if len(value) == len(SEXES) and sex is not None
    }
    numbers = {path: float(value[0]) for path, value in moment.values.items() if path not in by_person}
    people = population.with_columns(**by_person)
    trees = [tree for law in moment.law.benefits.values() for tree in (law.eligible, law.amount)]
    nodes = {node.key: node for tree in trees for node in walk(tree) if node.op == "in_population"}
    return {key: float(evaluate(node, people, numbers)) for key, node in nodes.items()}
