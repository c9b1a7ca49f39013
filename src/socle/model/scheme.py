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

    @property
    def computable(self) -> bool:
        """Whether there is a law to compute from; published spending needs none."""
        return not self.not_computed and not self.spending

    def parameters(self) -> Iterator[Parameter]:
        """Every parameter of the benefit."""
        for version in self.versions:
            for call in version.calls():
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

    def parameters(self) -> Iterator[Parameter]:
        """Every parameter of the scheme."""
        for benefit in self.benefits:
            yield from benefit.parameters()
        for payer in self.financing:
            yield from payer.call.parameters()
            for clause in payer.who:
                for call in clause.calls:
                    yield from call.parameters()
