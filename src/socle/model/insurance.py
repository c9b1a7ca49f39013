"""From a contributory scheme to the questions that a projection, a contributor file and one person ask of it.

`insurable_earnings`, `contribution.<payer>`, `credit.<account>`, `revaluation.<account>`, `who.<benefit>`,
`how_much.<benefit>` and `index.<benefit>` are expressions of the columns of the glossary and of the accounts,
which are columns under their own names. Flows are money a year, accounts money x years, growth a share.
Two more stand only where the law needs them: `from_pension.<benefit>`, the same amount for those whose
pension follows one already in payment (the column `pension`), or rests on no insurance at all, and
`in_payment.<benefit>`, what a year makes of an `amount` in payment where the law does more than move it by its
index, as in rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from socle.ground.expression import Node, column, constant, named
from socle.ground.glossary import GLOSSARY, column_of
from socle.ground.refusals import Refusal, nearest
from socle.ground.units import STOCK
from socle.ground.vocabulary import where
from socle.model.law import Reader, walk
from socle.model.parameter import Parameter
from socle.model.rulebook import NAMED
from socle.model.scheme import Account, Benefit, Call, Insurance, Scheme

EARNINGS = "insurable_earnings"
AT_DEATH = ("survivors", "orphans", "death")
WHILE_INSURED = ("service", "earnings", EARNINGS, "last_earnings", "divisor")
NORM = "divisor.norm"  # the question what the divisor promises in advance
YEARS_COUNTED = "last_earnings.years"
PAST_EARNINGS = "revaluation.last_earnings"
ASSUMED = ("coverage", "take_up", "already_served", "caseload")  # what a valuation assumes apart from the law


@dataclass(frozen=True, eq=False)
class InsuranceLaw:
    """The law of one contributory scheme: an expression for each question, and every parameter they name."""

    scheme: Scheme
    questions: Mapping[str, Node]
    accounts: Mapping[str, Account]
    parameters: Mapping[str, Parameter]
    in_force: Mapping[str, tuple[float, float]]  # switch of a dated version -> from and until
    switch_of: Mapping[str, str] = field(default_factory=dict)  # parameter of a dated version -> its switch

    def tree(self, question: str) -> Node:
        """The expression that answers a question; a refusal with the nearest name if there is none."""
        if question not in self.questions:
            raise Refusal(
                "The law of `{scheme}` has no answer to `{question}`.",
                scheme=self.scheme.name,
                question=question,
                nearest=nearest(question, self.questions),
                where=self.scheme.where,
            )
        return self.questions[question]

    def reads(self, question: str) -> frozenset[str]:
        """The columns and accounts on which an answer depends."""
        return frozenset(node.value for node in walk(self.tree(question)) if node.op == "column")

    def says(self, question: str) -> tuple[Parameter, ...]:
        """The parameters on which an answer depends."""
        nodes = walk(self.tree(question))
        return tuple(
            self.parameters[node.value]
            for node in nodes
            if node.op == "parameter" and node.value in self.parameters
        )


def read_insurance(scheme: Scheme, others: Sequence[Scheme] = ()) -> InsuranceLaw:
    """The law of a contributory scheme; its benefits may read those of `others`.

    A benefit of the scheme itself is read as what its how_much gives, whoever asks: the survivors of a person
    who had no pension yet receive a share of the one that the law would have given.
    """
    if scheme.insurance is None:
        raise Refusal(
            "`{scheme}` is no contributory scheme: it says neither insurable_earnings nor accounts nor contributions.",
            scheme=scheme.name,
            where=scheme.where,
        )
    reader = _Insured(scheme, others)
    questions = {EARNINGS: reader.earnings, **reader.contributions()}
    questions |= reader.of_accounts([questions[name] for name in questions if name != EARNINGS])
    questions |= reader.of_columns()
    for benefit in scheme.benefits:
        if benefit.computable:
            questions |= reader.of_benefit(benefit)
    return InsuranceLaw(
        scheme, questions, scheme.insurance.accounts, reader.parameters, reader.in_force, reader.switch_of
    )


class _Insured(Reader):
    """Binds the rules of a contributory scheme to its accounts and to what it insures."""

    def __init__(self, scheme: Scheme, others: Sequence[Scheme]) -> None:
        super().__init__({b.path: b for one in (scheme, *others) for b in one.benefits})
        assert scheme.insurance is not None
        self.insurance: Insurance = scheme.insurance
        self.own = {benefit.path for benefit in scheme.benefits}
        self.within: dict[str, Node] = {}  # columns that the law itself has worked out
        self.following = False  # whether a pension in payment stands for what the law would give
        self.earnings = named(EARNINGS, self._insurable())
        self.within[EARNINGS] = self.earnings

    def _insurable(self) -> Node:
        steps = self.insurance.insurable_earnings
        return self._steps(steps, None) if steps else column_of("earnings")

    def _steps(self, calls: Sequence[Call], amount: Node | None) -> Node:
        for i, call in enumerate(calls):
            if amount is not None and "amount" not in call.rule.columns:
                raise Refusal(
                    "`{rule}` begins anew, so what the steps before it give would be lost: keep one of them.",
                    rule=call.rule.name,
                    where=call.where,
                )
            if i == 0 and amount is None and "amount" in call.rule.columns:
                raise Refusal(
                    "`{rule}` changes an amount, so it cannot be the first step of {key}.",
                    rule=call.rule.name,
                    key=EARNINGS,
                    where=call.where,
                )
            amount = self._call(call, amount)
        assert amount is not None
        return amount

    def contributions(self) -> dict[str, Node]:
        """What each payer brings in a year for one contributor: a rule that reads earnings reads the insured."""
        self.within["earnings"] = self.earnings
        paid = {f"contribution.{name}": self.payer(p) for name, p in self.insurance.contributions.items()}
        del self.within["earnings"]
        return paid

    def of_accounts(self, paid: Sequence[Node]) -> dict[str, Node]:
        """What is credited to each account in a year of contributions, and by how much it grows."""
        found: dict[str, Node] = {}
        for name, account in self.insurance.accounts.items():
            if name in GLOSSARY and not GLOSSARY[name].kind.same_unit(STOCK):
                raise Refusal(
                    "An account cannot be called `{name}`, which is a column of people in {kind}.",
                    name=name,
                    kind=GLOSSARY[name].kind.word,
                    where=account.where,
                )
            found[f"credit.{name}"] = self._credit(account, paid)
            growth = account.revalued_by
            found[f"revaluation.{name}"] = self._call(growth, None) if growth else constant(0.0)
        return found

    def of_columns(self) -> dict[str, Node]:
        """What the law says of the columns that a projection works out for it."""
        found: dict[str, Node] = {}
        if self.insurance.norm:
            found[NORM] = self._parameter(self.insurance.norm)
        if counted := self.insurance.last_earnings:
            found[YEARS_COUNTED] = self._parameter(counted.years)
            growth = counted.revalued_by
            found[PAST_EARNINGS] = self._call(growth, None) if growth else constant(0.0)
        return found

    def _credit(self, account: Account, paid: Sequence[Node]) -> Node:
        if isinstance(account.credit, Call):
            return self._call(account.credit, None)
        if account.credit == EARNINGS:
            return self.earnings
        if not paid:
            raise Refusal(
                "Account `{name}` is credited with contributions, and the scheme says of none.",
                name=account.name,
                where=account.where,
            )
        return reduce(lambda a, b: a + b, paid)

    def of_benefit(self, benefit: Benefit) -> dict[str, Node]:
        """Who, how much, and what moves it in payment."""
        name = benefit.path.rpartition(".")[2]
        if not benefit.insured.contingency:
            raise Refusal(
                "`{path}` does not say at which contingency it is paid: say old_age, invalidity, survivors, ...",
                path=benefit.path,
                where=benefit.where,
            )
        for key in ASSUMED:
            if getattr(benefit, key) is not None:
                raise Refusal(
                    "`{path}` says `{key}`, which is no law of a contributory scheme: a valuation assumes "
                    "it elsewhere.",
                    path=benefit.path,
                    key=key,
                    where=benefit.where,
                )
        who = [where(self._who(version.who), 1, 0) for version in benefit.versions]
        found = {f"who.{name}": self._over_versions(benefit, who)}
        found[f"how_much.{name}"] = self.gives(benefit.path)
        steps = [call for version in benefit.versions for call in version.how_much]
        if any(set(NAMED) & set(call.rule.columns) for call in steps):
            self.following = True
            found[f"from_pension.{name}"] = self._gives(benefit)
            self.following = False
        elif benefit.insured.contingency in AT_DEATH and not self._own(found[f"how_much.{name}"]):
            found[f"from_pension.{name}"] = found[f"how_much.{name}"]
        return found | self._in_payment(benefit, name)

    def _own(self, amount: Node) -> bool:
        """Whether an amount is worked out from what only one who is still insured has."""
        read = {node.value for node in walk(amount) if node.op == "column"}
        return bool(read & {*self.insurance.accounts, *WHILE_INSURED})

    def _in_payment(self, benefit: Benefit, name: str) -> dict[str, Node]:
        calls = benefit.insured.indexation
        growth = self._call(calls[0], None) if calls else constant(0.0)
        if not calls[1:]:
            return {f"index.{name}": growth}
        moved = self._steps(calls[1:], column_of("amount") * (1 + growth))
        return {f"index.{name}": growth, f"in_payment.{name}": moved}

    def gives(self, path: str) -> Node:
        """What the how_much of a benefit of the scheme gives, whoever asks."""
        if path in self.reading:
            raise Refusal(
                "{path}: a circle, so neither can be computed first.",
                path=" needs ".join([*self.reading[self.reading.index(path) :], path]),
                where=self.benefits[path].where,
            )
        self.reading.append(path)
        amount = self._gives(self.benefits[path])
        self.reading.pop()
        return named(path, amount)

    def _gives(self, benefit: Benefit) -> Node:
        return self._over_versions(benefit, [self._how_much(v, benefit) for v in benefit.versions])

    def _over_versions(self, benefit: Benefit, values: Sequence[Node]) -> Node:
        switched = [
            self._switch(benefit.path, i, version) * value
            for i, (version, value) in enumerate(zip(benefit.versions, values, strict=True))
        ]
        return reduce(lambda a, b: a + b, switched)

    def _column(self, name: str, call: Call, amount: Node | None) -> Node:
        if name in NAMED and self.following:
            return column_of(name)
        if name in call.on or (amount is not None and name == "amount"):
            return super()._column(name, call, amount)
        if name in self.within:
            return self.within[name]
        if name in GLOSSARY and GLOSSARY[name].kind.same_unit(STOCK):
            return self._account(name, call)
        return super()._column(name, call, amount)

    def _target(self, target: str, call: Call) -> Node:
        if target in self.own and self.benefits[target].computable:
            return self.gives(target)
        if target in self.insurance.accounts:
            return self._account(target, call)
        if target == EARNINGS:
            return self.earnings
        return super()._target(target, call)

    def _account(self, name: str, call: Call) -> Node:
        if name not in self.insurance.accounts:
            raise Refusal(
                "`{rule}` reads the account `{account}`, which the scheme does not keep; it keeps {valid}. Name one in "
                "on: {{{account}: ...}}.",
                rule=call.rule.name,
                account=name,
                valid=", ".join(self.insurance.accounts) or "-",
                nearest=nearest(name, self.insurance.accounts),
                where=call.where,
            )
        return column(name, STOCK)
