"""A reform is an overlay: a header, and for some parameters new values. Applying it builds new schemes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from socle.ground.expression import FOREVER, Kind
from socle.ground.refusals import Refusal, nearest
from socle.ground.units import number, payments
from socle.model.parameter import ALWAYS, Parameter
from socle.model.results import Text
from socle.model.rulebook import Table
from socle.model.scheme import (
    Administration,
    Benefit,
    Call,
    Clause,
    Insurance,
    ParameterTable,
    Payer,
    ReferenceYears,
    Scheme,
    Version,
)

FLOOR = "floor"
STATUS_QUO = "status_quo"


@dataclass(frozen=True, eq=False)
class Scenario:
    """What is changed, by parameter path, against the law it builds on; with title, author and reference."""

    name: str
    title: Text
    description: Text
    builds_on: str  # "floor": the generic law of the floor; "status_quo": the country's own schemes
    changes: Mapping[str, Parameter] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    author: str = ""
    reference: str = ""
    written: tuple[tuple[str, str], ...] = ()
    where: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)  # the changes as the file has them


def parameters(schemes: Iterable[Scheme]) -> dict[str, Parameter]:
    """Every parameter of some schemes by its path."""
    return {p.path: p for scheme in schemes for p in scheme.parameters()}


def unsaid(schemes: Iterable[Scheme]) -> dict[str, Parameter]:
    """What rules allow to be said of benefits and their payers, and these schemes leave at its default, by its path.

    Each has the value of the default. Money borrows its unit from other money of the benefit, else it is left out.
    """
    return {one.path: one for scheme in schemes for one in _unsaid(scheme)}


def _unsaid(scheme: Scheme) -> Iterator[Parameter]:
    own = [(tuple(one.parameters()), [c for v in one.versions for c in v.calls()]) for one in scheme.benefits]
    own += [(tuple(payer.call.parameters()), [payer.call]) for payer in scheme.financing]
    for around, calls in own:
        money = next((one for one in around if one.kind.money), None)
        for call in calls:
            for key, keyword in call.rule.keywords.items():
                kind = keyword.kind
                if key not in call.arguments and not isinstance(kind, Table) and (money or not kind.money):
                    yield _default(f"{call.path}.{key}", kind, keyword.default, money)


def _default(path: str, kind: Kind, value: float, money: Parameter | None) -> Parameter:
    said = "forever" if value == FOREVER else f"{value:g}"
    lent = (money.currency, money.per) if kind.money and money else ("", "")
    return Parameter(path, kind, (ALWAYS,), (float(value),), (said,), currency=lent[0], per=lent[1])


def scaled(parameter: Parameter, factor: float) -> Parameter:
    """The same history with every value times a factor, as where a benefit grows as a whole.

    A value that then is out of range, such as a share above 1, is refused; `forever` stays.
    """
    per_year = payments(parameter.per) if parameter.kind.money else 1.0
    written = tuple(_times(text, factor) for text in parameter.written)
    return replace(
        parameter,
        written=written,
        values=tuple(number(text, parameter.kind) * per_year for text in written),
        by_sex=(scaled(parameter.by_sex[0], factor), scaled(parameter.by_sex[1], factor))
        if parameter.by_sex
        else None,
        before=scaled(parameter.before, factor) if parameter.before else None,
    )


def _times(text: str, factor: float) -> str:
    """A number of a file, times a factor, in the same words."""
    bare = text.removesuffix("%").strip()
    return text if bare == "forever" else f"{float(bare) * factor:.15g}{text[len(bare) :].strip()}"


def apply(schemes: Sequence[Scheme], scenario: Scenario) -> tuple[Scheme, ...]:
    """New schemes with the scenario's values; an unknown path is refused with the nearest."""
    known = parameters(schemes)
    left = {} if scenario.changes.keys() <= known.keys() else unsaid(schemes)
    for path in scenario.changes:
        if path not in known and path not in left:
            raise Refusal(
                "No scheme has a parameter `{path}`.",
                path=path,
                nearest=nearest(path, known),
                where=scenario.where,
            )
    _known_removals(schemes, scenario)

    new = Change(scenario.changes, left)
    return tuple(
        replace(
            scheme,
            benefits=tuple(_benefit(b, new) for b in scheme.benefits if b.path not in scenario.remove),
            financing=tuple(_payer(payer, new) for payer in scheme.financing),
            insurance=_insurance(scheme.insurance, new) if scheme.insurance else None,
        )
        for scheme in schemes
        if scheme.name not in scenario.remove
    )


def _known_removals(schemes: Sequence[Scheme], scenario: Scenario) -> None:
    valid = {scheme.name for scheme in schemes} | {b.path for scheme in schemes for b in scheme.benefits}
    for name in scenario.remove:
        if name not in valid:
            raise Refusal(
                "No scheme or benefit is called `{name}`, so it cannot be removed.",
                name=name,
                nearest=nearest(name, valid),
                where=scenario.where,
            )


@dataclass(frozen=True)
class Change:
    """The new values by path; those of `left` are said by no file, and replace the default of their rule."""

    values: Mapping[str, Parameter]
    left: Mapping[str, Parameter]

    def __call__(self, value: Parameter) -> Parameter:
        """The parameter under the scenario."""
        return value.overlaid(self.values[value.path]) if value.path in self.values else value

    def added(self, call: Call) -> dict[str, Parameter]:
        """What the scenario says to a rule and the file does not."""
        paths = {key: f"{call.path}.{key}" for key in call.rule.keywords if key not in call.arguments}
        return {key: self(self.left[path]) for key, path in paths.items() if path in self.values}


def _benefit(benefit: Benefit, new: Change) -> Benefit:
    own: dict[str, Any] = {
        key: new(value)
        for key in ("coverage", "take_up", "already_served", "caseload", "spending")
        if (value := getattr(benefit, key)) is not None
    }
    running = benefit.administration
    costs = {
        key: new(value)
        for key in ("share", "per_recipient", "fixed", "set_up")
        if (value := getattr(running, key)) is not None
    }
    return replace(
        benefit,
        versions=tuple(_version(v, new) for v in benefit.versions),
        administration=Administration(**costs),
        insured=replace(
            benefit.insured, indexation=tuple(_call(call, new) for call in benefit.insured.indexation)
        ),
        **own,
    )


def _payer(payer: Payer, new: Change) -> Payer:
    return replace(payer, call=_call(payer.call, new), who=_who(payer.who, new))


def _insurance(insurance: Insurance, new: Change) -> Insurance:
    def changed(call: Any) -> Any:
        return _call(call, new) if isinstance(call, Call) else call

    return replace(
        insurance,
        insurable_earnings=tuple(_call(call, new) for call in insurance.insurable_earnings),
        accounts={
            name: replace(account, credit=changed(account.credit), revalued_by=changed(account.revalued_by))
            for name, account in insurance.accounts.items()
        },
        contributions={name: _payer(payer, new) for name, payer in insurance.contributions.items()},
        last_earnings=_reference(insurance.last_earnings, new),
        norm=new(insurance.norm) if insurance.norm else None,
    )


def _reference(reference: ReferenceYears | None, new: Change) -> ReferenceYears | None:
    if reference is None:
        return None
    growth = _call(reference.revalued_by, new) if reference.revalued_by else None
    return replace(reference, years=new(reference.years), revalued_by=growth)


def _version(version: Version, new: Change) -> Version:
    return replace(
        version,
        who=_who(version.who, new),
        how_much=tuple(_call(call, new) for call in version.how_much),
    )


def _who(clauses: Sequence[Clause], new: Change) -> tuple[Clause, ...]:
    return tuple(Clause(c.joined, tuple(_call(call, new) for call in c.calls)) for c in clauses)


def _call(call: Call, new: Change) -> Call:
    def changed(value: Parameter | ParameterTable) -> Parameter | ParameterTable:
        if isinstance(value, Parameter):
            return new(value)
        bounds = tuple(new(bound) if isinstance(bound, Parameter) else bound for bound in value.bounds)
        return replace(value, bounds=bounds, values=tuple(new(p) for p in value.values))

    own = {key: changed(value) for key, value in call.arguments.items()}
    return replace(call, arguments={**own, **new.added(call)} if new.left else own)
