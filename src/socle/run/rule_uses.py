"""Where the law that is shipped uses a rule: the country, the benefit, what is said to the rule, file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from socle.exchange.country import insurance_files, load_country, shipped
from socle.exchange.scheme_file import read_scheme
from socle.model.scheme import Benefit, Call, Clause, Insurance, Payer, Scheme


@dataclass(frozen=True)
class Use:
    """One use of a rule. `country` is empty in the law of the floor, which is the same for all."""

    country: str
    place: str  # scheme.benefit, or the scheme where the rule is about its money
    said: tuple[tuple[str, str], ...]  # keyword, its words in force in the base year
    where: str  # file and line


def uses() -> Mapping[str, tuple[Use, ...]]:
    """Every use of every rule, the law of the floor first, then country by country."""
    found: dict[str, list[Use]] = {}
    floor_known = False
    for code in shipped():
        country = load_country(code)
        if not floor_known:
            _enter(found, "", country.floor_law, country.base_year)
            floor_known = True
        insured = [read_scheme(path, f"{code}/insurance/{path.name}") for path in insurance_files(code)]
        _enter(found, code, (*country.schemes, *insured), country.base_year)
    return {name: tuple(dict.fromkeys(every)) for name, every in found.items()}


def _enter(found: dict[str, list[Use]], code: str, schemes: Iterable[Scheme], year: int) -> None:
    for scheme in schemes:
        for place, call in _calls(scheme):
            said = tuple(
                (one.path.removeprefix(call.path + "."), one.said(year)) for one in call.parameters()
            )
            found.setdefault(call.rule.name, []).append(Use(code, place, said, call.where))


def _calls(scheme: Scheme) -> Iterator[tuple[str, Call]]:
    """Every rule of a scheme with the place it stands in."""
    for benefit in scheme.benefits:
        yield from ((benefit.path, call) for call in _of_benefit(benefit))
    for payer in scheme.financing:
        yield from ((scheme.name, call) for call in _of_payer(payer))
    if scheme.insurance:
        yield from ((scheme.name, call) for call in _of_insurance(scheme.insurance))


def _of_benefit(benefit: Benefit) -> Iterator[Call]:
    for version in benefit.versions:
        yield from version.calls()
    yield from benefit.insured.indexation


def _of_payer(payer: Payer) -> Iterator[Call]:
    yield payer.call
    yield from _of_clauses(payer.who)


def _of_clauses(clauses: Iterable[Clause]) -> Iterator[Call]:
    for clause in clauses:
        yield from clause.calls


def _of_insurance(insurance: Insurance) -> Iterator[Call]:
    yield from insurance.insurable_earnings
    for account in insurance.accounts.values():
        yield from account.calls()
    for payer in insurance.contributions.values():
        yield from _of_payer(payer)
    if insurance.last_earnings and insurance.last_earnings.revalued_by:
        yield insurance.last_earnings.revalued_by
