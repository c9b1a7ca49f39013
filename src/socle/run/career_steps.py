"""The pension of one career taken apart: every rule with what it gives, what it read, and what the law says to it.

Nothing is composed twice: each rule is read as a benefit of its own by the reader of the whole law, cut off after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from socle.ground.refusals import Refusal
from socle.model.economy import Economy
from socle.model.insurance import EARNINGS, InsuranceLaw, read_insurance
from socle.model.law import STEPS
from socle.model.parameter import ALWAYS, BIRTH_YEAR, Parameter
from socle.model.scheme import Benefit, Call, Clause, ParameterTable, Version
from socle.model.trace import CONDITION, HEAD, MONEY, Answer, Numbers, Said, Step
from socle.run.career import Career, Deaths, Person

RULE = "rule"
PROBE = "#"


class Taken:
    """One benefit of a law and one career that ends in its award, rule by rule."""

    def __init__(
        self, law: InsuranceLaw, path: str, career: Career, economy: Economy, year: int, deaths: Deaths
    ) -> None:
        self.benefit = next(b for b in law.scheme.benefits if b.path == path)
        self.version = _in_force(self.benefit, year)
        probes = tuple(_probes(self.benefit, self.version))
        scheme = replace(law.scheme, benefits=(*law.scheme.benefits, *probes))
        self.person = Person(read_insurance(scheme), career, economy, year)
        self.known = self.person.known(deaths)
        self.year = year

    def answer(self) -> Answer:
        """Conditions and steps in the order of the law, and what they come to."""
        name, scheme = _name(self.benefit.path), self.person.law.scheme
        eligible = self._numbers(f"who.{name}")
        amount = self._numbers(f"how_much.{name}")
        return Answer(
            self.benefit.path,
            self.benefit.title,
            scheme.law,
            self.benefit.branch,
            False,
            (*self._who(name), *self._how_much(name)),
            (),
            eligible,
            eligible,
            amount if eligible[0] else (0.0,),
            (),
            flags=self.benefit.flags,
        )

    def _numbers(self, question: str) -> Numbers:
        return (float(self.person.ask(question, last=True, **self.known)[-1]),)

    def _who(self, name: str) -> Iterator[Step]:
        for k, clause in enumerate(self.version.who):
            if clause.joined != "all" and clause.calls:
                yield Step(f"who.{k}", HEAD, clause.joined, "", self._numbers(f"who.{name}{PROBE}who-{k}"))
            for j, call in enumerate(clause.calls):
                values = self._numbers(f"who.{name}{PROBE}who-{k}-{j}")
                yield self._step(f"who.{k}.{j}", CONDITION, call, values)

    def _how_much(self, name: str) -> Iterator[Step]:
        for k, call in enumerate(self.version.how_much):
            values = self._numbers(f"how_much.{name}{PROBE}how_much-{k}")
            yield self._step(f"how_much.{k}", MONEY, call, values)

    def _step(self, place: str, kind: str, call: Call, values: Numbers) -> Step:
        read, said = tuple(self._read(call)), tuple(said_of(self.person, call))
        return Step(place, kind, call.rule.name, call.rule.sentence, values, read, said)

    def _read(self, call: Call) -> Iterator[tuple[str, Numbers]]:
        """What the rule itself reads: columns, accounts, and other benefits of the law."""
        law = self.person.law
        for name in call.rule.columns:
            for target in call.on.get(name, () if name in STEPS else (name,)):
                if f"how_much.{_name(target)}" in law.questions and target.count("."):
                    yield target, self._numbers(f"how_much.{_name(target)}")
                elif target == EARNINGS:
                    yield target, self._numbers(EARNINGS)
                elif target in self.known:
                    yield target, (self.known[target],)
                elif target in self.person.columns:
                    yield target, (float(self.person.columns[target][-1]),)


def rules_said(person: Person, benefit: Benefit, year: int) -> tuple[Step, ...]:
    """The rules behind a statement of account, as of one year of it: earnings, payers, accounts, indexation."""
    insurance = person.law.scheme.insurance
    assert insurance is not None
    found = [(EARNINGS, call) for call in insurance.insurable_earnings]
    found += [(f"contribution.{name}", payer.call) for name, payer in insurance.contributions.items()]
    for name, account in insurance.accounts.items():
        found += [(f"credit.{name}", account.credit)] if isinstance(account.credit, Call) else []
        found += [(f"revaluation.{name}", account.revalued_by)] if account.revalued_by else []
    at = year - person.career.begins
    steps = [
        Step(place, RULE, call.rule.name, call.rule.sentence, (), (), tuple(said_of(person, call, at)))
        for place, call in found
    ]
    for call in benefit.insured.indexation:
        said = tuple(said_of(person, call))
        steps.append(Step("indexation", RULE, call.rule.name, call.rule.sentence, (), (), said))
    return tuple(steps)


def said_of(person: Person, call: Call, at: int | None = None) -> Iterator[Said]:
    """The parameters of a rule at the award, or in the year `at` of the career, with their dates and places."""
    for name, argument in call.arguments.items():
        if isinstance(argument, Parameter):
            yield _said(person, argument, name, at)
            continue
        yield from _table(person, argument, name, at)


def _table(person: Person, table: ParameterTable, name: str, at: int | None) -> Iterator[Said]:
    """The rows of a table: bounds of money have values of their own, others are part of the name."""
    for bound, value in zip(table.bounds, table.values, strict=True):
        if isinstance(bound, Parameter):
            yield _said(person, bound, f"{name}, above", at)
            yield _said(person, value, name, at)
        else:
            label = f"{name}, {bound}" if isinstance(bound, str) else f"{name}, {bound:g}+"
            yield _said(person, value, label, at)


def _said(person: Person, parameter: Parameter, name: str, at: int | None) -> Said:
    """The words of the file for this person: the sex's own, by the clock of the law."""
    own = parameter.by_sex[person.career.sex] if parameter.by_sex else parameter
    year = person.career.begins + (person.size - 1 if at is None else at)
    when = person.career.birth_year if own.clock == BIRTH_YEAR else year
    if parameter.path in person.law.parameters:
        values = person.value(parameter.path, last=at is None)
        value = float(values[-1 if at is None else at])
    else:
        value = own.values[0]  # said for all time, so that nothing is resolved
    return Said(
        name,
        own.said(when),
        own.where,
        (value,),
        own.kind.word,
        own.currency,
        own.per,
        own.source,
        own.unverified,
    )


def _in_force(benefit: Benefit, year: int) -> Version:
    for version in benefit.versions:
        if version.begins <= year < version.ends:
            return version
    raise Refusal(
        "`{benefit}` is not in force in {year}.", benefit=benefit.path, year=year, where=benefit.where
    )


def _probes(benefit: Benefit, version: Version) -> Iterator[Benefit]:
    """Each condition and each step as a benefit of its own, without dates."""
    for k, clause in enumerate(version.who):
        yield _alone(benefit, f"who-{k}", (clause,), version.how_much)
        for j, call in enumerate(clause.calls):
            yield _alone(benefit, f"who-{k}-{j}", (Clause("all", (call,)),), version.how_much)
    for k in range(len(version.how_much)):
        yield _alone(benefit, f"how_much-{k}", (), version.how_much[: k + 1])


def _alone(benefit: Benefit, step: str, who: Sequence[Clause], how_much: tuple[Call, ...]) -> Benefit:
    version = Version(tuple(who), how_much, ALWAYS)
    return replace(benefit, path=f"{benefit.path}{PROBE}{step}", versions=(version,))


def _name(path: str) -> str:
    return path.rpartition(".")[2]
