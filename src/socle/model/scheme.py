"""A scheme as the law writes it: benefits (who, how much, from when), financing, legal basis."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from socle.model.parameter import ALWAYS, Parameter
from socle.model.results import Text
from socle.model.rulebook import Rule


@dataclass(frozen=True, eq=False)
class ParameterTable:
    """A table of the law: a parameter for each band that begins at a bound, or for each of some columns.

    Bounds of age are numbers, bounds of money are parameters themselves, columns are names.
    """

    bounds: tuple[float | str | Parameter, ...]
    values: tuple[Parameter, ...]

    def parameters(self) -> Iterator[Parameter]:
        """The values, and the bounds that have dates."""
        yield from self.values
        yield from (bound for bound in self.bounds if isinstance(bound, Parameter))


@dataclass(frozen=True, eq=False)
class Call:
    """One rule as a scheme uses it: its values, and the columns it reads instead of its own (`on`)."""

    rule: Rule
    path: str
    arguments: Mapping[str, Parameter | ParameterTable]
    on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    where: str = ""

    def parameters(self) -> Iterator[Parameter]:
        """Every parameter of the call."""
        for argument in self.arguments.values():
            yield from (argument,) if isinstance(argument, Parameter) else argument.parameters()


@dataclass(frozen=True, eq=False)
class Clause:
    """Conditions joined by `all`, `any` or `none`."""

    joined: str
    calls: tuple[Call, ...]


@dataclass(frozen=True, eq=False)
class Version:
    """The form of a benefit from a moment until the next: law changes its form, not only its numbers."""

    who: tuple[Clause, ...]
    how_much: tuple[Call, ...]
    begins: float = ALWAYS
    ends: float = math.inf

    def calls(self) -> Iterator[Call]:
        """Every rule of the version, in the order of the law."""
        for clause in self.who:
            yield from clause.calls
        yield from self.how_much


@dataclass(frozen=True, eq=False)
class Administration:
    """What running a benefit costs: a share of the benefits, or per recipient with fixed and set-up costs."""

    share: Parameter | None = None
    per_recipient: Parameter | None = None
    fixed: Parameter | None = None
    set_up: Parameter | None = None

    def parameters(self) -> Iterator[Parameter]:
        """Those that are given."""
        yield from (p for p in (self.share, self.per_recipient, self.fixed, self.set_up) if p)


@dataclass(frozen=True, eq=False)
class Insured:
    """What a benefit earned by contributions says beside who and how much.

    `contingency` is the event that asks. `indexation` moves pensions in payment: the growth in a year, then steps
    that change the amount so moved, as a rounding does. `paid` is `for_life` or `once`; `until_age` the age, in
    completed years of who receives it, at which payment ends.
    """

    contingency: str = ""
    indexation: tuple[Call, ...] = ()
    paid: str = "for_life"
    until_age: int | None = None


@dataclass(frozen=True, eq=False)
class Benefit:
    """One benefit. `path` is `scheme.benefit`; with `not_computed` it is known but not costed."""

    path: str
    title: Text
    guarantee: str
    branch: str
    versions: tuple[Version, ...]
    coverage: Parameter | None = None  # the share of the eligible whom the programme has reached so far
    take_up: Parameter | None = None  # the share of those covered who claim
    already_served: Parameter | None = None  # the share whom others serve and this benefit need not
    caseload: Parameter | None = None  # recipients counted by the administration, instead of both
    spending: Parameter | None = None  # published expenditure, where the law is not known well enough
    administration: Administration = Administration()
    not_computed: str = ""
    known_from: float | None = None  # before this its cost is unknown, which is not nothing
    notes: str = ""
    flags: tuple[str, ...] = ()
    where: str = ""
    insured: Insured = Insured()
    function: str = ""  # of the Social Security Inquiry, where the branch does not settle it

    @property
    def computable(self) -> bool:
        """Whether there is a law to compute from; published spending needs none."""
        return not self.not_computed and not self.spending

    def parameters(self) -> Iterator[Parameter]:
        """Every parameter of the benefit."""
        for version in self.versions:
            for call in version.calls():
                yield from call.parameters()
        for call in self.insured.indexation:
            yield from call.parameters()
        own = (self.coverage, self.take_up, self.already_served, self.caseload, self.spending)
        yield from (p for p in own if p)
        yield from self.administration.parameters()


@dataclass(frozen=True, eq=False)
class Payer:
    """One source of financing, and from whom it is taken."""

    call: Call
    who: tuple[Clause, ...] = ()


@dataclass(frozen=True, eq=False)
class Account:
    """What the law counts for each insured person: money x years a head.

    `credit` is a rule, or one of `insurable_earnings` and `contributions`. `revalued_by` is a growth in a year.
    `gains` says whether the balances of the dead are shared among the living or lost to the account.
    """

    name: str
    credit: Call | str
    revalued_by: Call | None = None
    gains: str = "lost"
    where: str = ""

    def calls(self) -> Iterator[Call]:
        """Its rules."""
        yield from (call for call in (self.credit, self.revalued_by) if isinstance(call, Call))


@dataclass(frozen=True, eq=False)
class ReferenceYears:
    """The years of which the law takes the mean earnings: the last ones, or the best."""

    years: Parameter
    best: bool = False
    revalued_by: Call | None = None  # growth of the earnings of past years


@dataclass(frozen=True, eq=False)
class Insurance:
    """What a contributory law says of insured persons: what is insured, what is counted, who pays.

    `last_earnings` defines the column of that name; `norm` is the growth of pensions, above their indexation, that
    the divisor of notional accounts promises in advance.
    """

    insurable_earnings: tuple[Call, ...] = ()
    accounts: Mapping[str, Account] = field(default_factory=dict)
    contributions: Mapping[str, Payer] = field(default_factory=dict)
    last_earnings: ReferenceYears | None = None
    norm: Parameter | None = None
    where: str = ""

    def parameters(self) -> Iterator[Parameter]:
        """Every parameter, in the order of the law."""
        calls = [*self.insurable_earnings]
        calls += [call for account in self.accounts.values() for call in account.calls()]
        for payer in self.contributions.values():
            calls += [payer.call, *(call for clause in payer.who for call in clause.calls)]
        if self.last_earnings:
            calls += [self.last_earnings.revalued_by] if self.last_earnings.revalued_by else []
            yield self.last_earnings.years
        if self.norm:
            yield self.norm
        for call in calls:
            yield from call.parameters()


@dataclass(frozen=True, eq=False)
class Scheme:
    """A scheme: what one law provides and how it is paid for."""

    name: str
    title: Text
    law: str
    benefits: tuple[Benefit, ...]
    financing: tuple[Payer, ...] = ()
    sources: tuple[str, ...] = ()
    confidence: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    insurance: Insurance | None = None
    type: str = ""  # of the Social Security Inquiry, where the financing does not settle it
    participation: str = ""  # mandatory or voluntary

    def parameters(self) -> Iterator[Parameter]:
        """Every parameter of the scheme."""
        if self.insurance:
            yield from self.insurance.parameters()
        for benefit in self.benefits:
            yield from benefit.parameters()
        for payer in self.financing:
            yield from payer.call.parameters()
            for clause in payer.who:
                for call in clause.calls:
                    yield from call.parameters()
