"""From a survey file to measures of poverty and inequality with their standard errors."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from socle.exchange.survey import Wanted, load_survey
from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.measure import indicators, sampling
from socle.measure.indicators import Asked, Line, Question
from socle.measure.sampling import Design, Lonely, Replicates
from socle.measure.weighted import Estimate, Sample, whole
from socle.model.survey import Coded, Measured, Roles, Survey

PERSISTENT = "persistent_arpr"
CHANGE = "change."  # before the code of a measure whose change is given
ALL = "_T"  # the group of everybody, as in SDMX cross-domain code lists


@dataclass(frozen=True)
class PovertyRequest:
    """What is asked of a survey."""

    welfare: str
    roles: Roles
    line: str
    by: str = ""
    age: str = ""
    measures: str = indicators.USUAL
    lonely: Lonely = "refuse"
    fpc: bool = False  # correct for the share of units that was sampled, from the weights
    compare: str = ""  # a column of welfare before: what is measured is the change from it
    replicates: str = ""  # what the names of columns of replicate weights begin with
    replication: str = "bootstrap"  # how the replicates were made; fay:0.5 gives Fay's factor
    panel: tuple[str, ...] = ()  # columns of welfare of the years before, for measures of persistence
    count: str = "persons"  # or "households": one record each


COUNTS = ("persons", "households")
COUNTED = {
    "persons": N_("Persons are counted: each record stands for as many as its weight says."),
    "households": N_("Households are counted: the first record of each in the file, with its weight."),
}


Translate = Callable[[str], str]
Part = NDArray[np.bool_]
Answer = Callable[[Array], tuple[Estimate, int]]


@dataclass(frozen=True, eq=False)
class _Asking:
    """A survey with all that its measures need."""

    survey: Survey
    request: PovertyRequest
    line: Line
    plan: Design
    drawn: Replicates | None

    @cached_property
    def settled(self) -> Estimate:
        """The line with the weights of the survey."""
        return self.line_with(self.survey.weight)

    def line_with(self, weight: Array) -> Estimate:
        """The line of everybody, with weights; that of before where two columns are compared."""
        line = self.line.on(whole(self.survey.numbers[self.request.compare or self.request.welfare], weight))
        if not line.value > 0:
            raise Refusal("The poverty line is {value}: it must be above 0.", value=f"{line.value:g}")
        return line

    def answer(self, one: Asked, column: str, part: Part, weight: Array) -> tuple[Estimate, int]:
        """A measure of a sub-group."""
        line = self.settled if weight is self.survey.weight else self.line_with(weight)
        age = self.survey.numbers[self.request.age] if self.request.age else None
        sample = whole(self.survey.numbers[column], weight)
        earlier = self.earlier(weight) if one.code == PERSISTENT else ()
        return indicators.answer(one, Question(sample.within(part), line, age, earlier=earlier))

    def earlier(self, weight: Array) -> tuple[tuple[Sample, Estimate], ...]:
        """The welfare and the line of each year before."""
        years = (whole(self.survey.numbers[column], weight) for column in self.request.panel)
        return tuple((sample, self.line.on(sample)) for sample in years)

    def heaped(self, one: Asked, part: Part) -> bool:
        """Whether many people tie at a quantile on which the standard error rests."""
        if self.drawn is not None:
            return False
        welfare = self.survey.numbers[self.request.welfare]
        age = self.survey.numbers[self.request.age] if self.request.age else None
        everybody = whole(welfare, self.survey.weight)
        if one.indicator.by_line and self.line.of == "median" and self.heaped_line:
            return True
        question = Question(everybody.within(part), self.settled, age)
        return indicators.tied(one, question) > indicators.MANY

    @cached_property
    def heaped_line(self) -> bool:
        """Whether many people tie at the median of which the line is a part."""
        welfare = self.survey.numbers[self.request.compare or self.request.welfare]
        return indicators.tie(whole(welfare, self.survey.weight), 0.5) > indicators.MANY

    def change(self, one: Asked, part: Part, weight: Array) -> tuple[Estimate, int]:
        """A measure after less the same measure before."""
        after, records = self.answer(one, self.request.welfare, part, weight)
        before, held = self.answer(one, self.request.compare, part, weight)
        return after - before, min(records, held)

    def number(self, code: str, unit: str, group: tuple[str, Part], ask: Answer) -> Measured:
        """The number that `ask` finds with the weights, and its standard error."""
        name, part = group
        estimate, records = ask(self.survey.weight)
        error = self.error(estimate, part, ask)
        return Measured(code, name, _known(estimate.value), _known(error), unit, records, "")

    def error(self, estimate: Estimate, part: Part, ask: Answer) -> float:
        """The standard error; a group within one primary sampling unit shows none of its own."""
        if np.unique(self.plan.psu[part & (self.survey.weight > 0)]).size < 2:
            return math.nan
        if self.drawn is None:
            return sampling.standard_error(self.plan, estimate)
        sample = whole(self.survey.numbers[self.request.welfare], self.survey.weight)
        return sampling.replicated_error(sample, lambda one: ask(one.weight)[0], self.drawn)


def poverty(path: Path, request: PovertyRequest, translate: Translate = str) -> list[Measured]:
    """The measures asked for, for everybody and for each group, with definitions in a language."""
    asked, line = indicators.asked(request.measures), indicators.line(request.line)
    extra = [name for name in (request.compare, request.age, *request.panel) if name]
    groups = (request.by,) if request.by else ()
    wanted = Wanted(request.roles, (request.welfare, *extra), groups, request.replicates)
    survey = counted(load_survey(path, wanted), request.count)
    for column in (request.welfare, *([request.compare] if request.compare else [])):
        _some_welfare(survey, column)
    asking = _Asking(survey, request, line, design_of(survey, request), _drawn(survey, request))
    found = [
        one for group, part in _groups(survey, request.by) for one in _measured(asking, asked, group, part)
    ]
    return [replace(one, definition=_worded(one, request, translate)) for one in found]


def counted(survey: Survey, count: str) -> Survey:
    """The survey as it is counted: every record, or the first of each household."""
    if count not in COUNTS:
        raise Refusal(
            "`{name}` cannot be counted; there are {valid}.",
            name=count,
            valid=", ".join(COUNTS),
            nearest=nearest(count, COUNTS),
        )
    if count == "persons":
        return survey
    if survey.household is None:
        raise Refusal("Households are counted by the column that names them: say --household COLUMN.")
    keep = np.sort(np.unique(survey.household.codes, return_index=True)[1])

    def kept(column: Coded) -> Coded:
        return replace(column, codes=column.codes[keep])

    return replace(
        survey,
        weight=survey.weight[keep],
        psu=kept(survey.psu),
        strata=kept(survey.strata),
        numbers={name: values[keep] for name, values in survey.numbers.items()},
        groups={name: kept(column) for name, column in survey.groups.items()},
        replicates=None if survey.replicates is None else survey.replicates[:, keep],
        household=kept(survey.household),
    )


def _some_welfare(survey: Survey, column: str) -> None:
    welfare = survey.numbers[column]
    if not welfare.any():
        raise Refusal(
            "`{column}` is 0 for everybody: there is no poverty or inequality to measure.",
            where=survey.file,
            column=column,
        )


def _groups(survey: Survey, by: str) -> Iterator[tuple[str, Part]]:
    yield ALL, np.ones(survey.weight.size, dtype=bool)
    if by:
        held = survey.groups[by]
        yield from ((name, held.codes == code) for code, name in enumerate(held.names))


def _measured(asking: _Asking, asked: list[Asked], group: str, part: Part) -> Iterator[Measured]:
    """The measures of a group, each followed by its change where two columns are compared."""
    for one in asked:
        unit = one.indicator.unit
        if group != ALL and one.indicator.of_all:
            continue
        caution = indicators.HEAPED if asking.heaped(one, part) else ""
        after = partial(asking.answer, one, asking.request.welfare, part)
        yield replace(asking.number(one.code, unit, (group, part), after), definition=caution)
        if asking.request.compare and not one.indicator.of_all:
            change = partial(asking.change, one, part)
            number = asking.number(CHANGE + one.code, unit, (group, part), change)
            yield replace(number, definition=caution)


def _drawn(survey: Survey, request: PovertyRequest) -> Replicates | None:
    if survey.replicates is None:
        return None
    way, _, fay = request.replication.partition(":")
    try:
        factor = float(fay or 0)
    except ValueError:
        raise Refusal("`{text}` is written as in fay:0.5.", text=request.replication) from None
    return sampling.replicates(survey.replicates, way, factor)


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _worded(one: Measured, request: PovertyRequest, translate: Translate) -> str:
    """What a number is, in a language: its definition, who is left out and counted, and a word of caution."""
    asked = indicators.asked(one.measure.removeprefix(CHANGE))[0]
    parts = [
        translate(asked.indicator.definition).format(line=request.line, parameter=f"{asked.parameter:g}")
    ]
    if asked.indicator.positive:
        parts.append(translate(indicators.LEFT_OUT))
    if one.measure.startswith(CHANGE):
        text = translate(N_("Change from `{column}`, at the poverty line of `{column}`, on the same sample."))
        parts.append(text.format(column=request.compare))
    parts.append(translate(COUNTED[request.count]))
    if one.definition:
        parts.append(translate(one.definition))
    return " ".join(parts)


def design_of(survey: Survey, request: PovertyRequest) -> Design:
    """The design of the survey; a stratum of one unit is refused unless a way to treat it was chosen."""
    plan = sampling.design(survey.weight, survey.psu.codes, survey.strata.codes, request.lonely)
    alone = sampling.lonely_strata(plan)
    if plan.units.size == alone.size == 1 and survey.replicates is None:
        raise Refusal(
            "The survey has one primary sampling unit: its standard errors cannot be known.",
            where=survey.file,
        )
    if alone.size and request.lonely == "refuse" and survey.replicates is None:
        stratum = int(alone[0])
        record = int(np.argmax(survey.strata.codes == stratum))
        raise Refusal(
            "The stratum `{name}` has one primary sampling unit, so its variance cannot be known ({count} such "
            "strata); choose --lonely adjust, average or certainty.",
            where=survey.at(record),
            name=survey.strata.names[stratum],
            count=alone.size,
        )
    if survey.sampled is not None:
        return replace(plan, sampled=survey.sampled)
    return replace(plan, sampled=sampling.estimated_fractions(plan)) if request.fpc else plan
