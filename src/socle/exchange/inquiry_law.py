"""The schemes of an inquiry are those of the country's files of law: what law says in the words of the inquiry.

A scheme that has a file of law is computed by the floor and the valuation; one that has none gets a skeleton of
such a file, to be completed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from socle.exchange.country import insurance_files, load_country
from socle.exchange.scheme_file import read_scheme
from socle.model.inquiry import Inquiry
from socle.model.inquiry_codes import CONTRIBUTORY
from socle.model.scheme import Benefit, Scheme

FUNCTIONS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "children": ("family_children", "survivors", "general_poverty", "housing"),
    "maternity": ("maternity",),
    "disability": ("disability", "employment_injury", "general_poverty"),
    "unemployment": ("unemployment", "general_poverty", "housing"),
    "old_age": ("old_age", "survivors", "general_poverty"),
    "health": ("health", "sickness", "employment_injury"),
}
"""The functions that a branch of law may answer; the first is the usual one."""
FUNCTION_AT: Final = {
    "invalidity": "disability",
    "survivors": "survivors",
    "orphans": "survivors",
    "death": "survivors",
}
"""The function of a contributory benefit, by its contingency."""
BRANCH_FOR: Final = {
    "old_age": "old_age",
    "survivors": "old_age",
    "disability": "disability",
    "employment_injury": "disability",
    "sickness": "health",
    "health": "health",
    "maternity": "maternity",
    "family_children": "children",
    "unemployment": "unemployment",
    "housing": "unemployment",
    "general_poverty": "unemployment",
}
CONTRIBUTION: Final = "contribution"
MEANS: Final = ("means_tested", "proxy_means", "poor", "poorest", "not_affluent")  # rules that look at means
IN_KIND: Final = "in kind"  # as files of law say why something is not computed
KIND: Final = ("visits", "services")  # rules that give care, meals, places


def law_of(country: str) -> tuple[Scheme, ...]:
    """Every scheme of a country's files of law, the contributory ones of valuations too."""
    insured = tuple(read_scheme(file) for file in insurance_files(country))
    return (*load_country(country).schemes, *insured)


def contributory(scheme: Scheme) -> bool | None:
    """Whether law has persons contribute; None where the file does not say who pays."""
    if scheme.type:
        return scheme.type in CONTRIBUTORY
    if scheme.insurance is not None or any(
        payer.call.rule.name == CONTRIBUTION for payer in scheme.financing
    ):
        return True
    return False if scheme.financing else None


def functions(benefit: Benefit) -> tuple[str, ...]:
    """The functions that a benefit of law may have in an inquiry, the likeliest first."""
    sure = benefit.function or FUNCTION_AT.get(benefit.insured.contingency)
    return (sure,) if sure else FUNCTIONS_OF[benefit.branch]


def means_tested(benefit: Benefit) -> bool:
    """Whether law looks at means."""
    return any(call.rule.name in MEANS for version in benefit.versions for call in version.calls())


def scheme_type(scheme: Scheme) -> str:
    """The type of a scheme as far as its law says it; nothing if it does not."""
    if scheme.type:
        return scheme.type
    paid = contributory(scheme)
    if paid:
        return "social_insurance"
    if paid is None:
        return ""
    return "means_tested" if any(means_tested(benefit) for benefit in scheme.benefits) else "universal"


def financing(scheme: Scheme) -> str:
    """From what a scheme is mainly paid, as far as its law says it."""
    paid = contributory(scheme)
    names = {payer.call.rule.name for payer in scheme.financing}
    if paid:
        return "mixed" if names - {CONTRIBUTION} else "contributions"
    if scheme.type == "employer_liability":
        return "employer"
    return "" if paid is None else "external" if names == {"donors"} else "taxes"


def nature(benefit: Benefit) -> str:
    """Cash or kind, as its rules say; without rules, periodic cash unless it is care or said to be in kind."""
    rules = {call.rule.name for version in benefit.versions for call in version.how_much}
    if rules & {*KIND} or (not rules and benefit.branch == "health"):
        return "in_kind"
    if IN_KIND in benefit.not_computed:
        return "in_kind"
    return "cash_lump" if benefit.insured.paid == "once" else "cash_periodic"


def law_skeleton(inquiry: Inquiry, scheme: str) -> str:
    """The beginning of a file of law for a scheme of an inquiry: benefits are known, and not computed yet."""
    said = inquiry.schemes[scheme]
    source = f"Social Security Inquiry of {inquiry.country}, {inquiry.year}"
    reason = f"Its law is not written here yet; it is known from the {source}."
    lines = [
        f"# Begun from the {source}: write who receives each benefit and how much, then take away not_computed.",
        f"scheme: {scheme}",
        f"title: {_title(said['name_en'], said['name_local'])}",
    ]
    basis = "; ".join(said["legal_basis"] or ())
    lines += [f"law: {_quoted(basis)}"] if basis else []
    lines.append("benefits:")
    for path, benefit in inquiry.benefits.items():
        if benefit.scheme == scheme:
            lines += [
                f"  {path.partition('.')[2]}:",
                f"    title: {_title(benefit['name_en'], benefit['name_local'])}",
                f"    branch: {BRANCH_FOR[benefit['function']]}",
                f"    not_computed: {_quoted(reason)}",
            ]
    return "\n".join([*lines, f"sources: [{_quoted(source)}]", ""])


def _title(english: str, own: str) -> str:
    """A title; the name of the country's own language is kept beside, whichever language that is."""
    return _quoted(f"{english} ({own})" if own and own != english else english)


def _quoted(text: str) -> str:
    """A text as YAML writes it between quotation marks (a JSON string is one)."""
    return json.dumps(text, ensure_ascii=False)


def by_name(schemes: Iterable[Scheme]) -> dict[str, Scheme]:
    """Schemes by their names."""
    return {scheme.name: scheme for scheme in schemes}
