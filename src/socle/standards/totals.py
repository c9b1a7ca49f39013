"""Sums of a year: the value of all family benefits (Art. 44), and what employees bear of the resources (Art. 71)."""

from __future__ import annotations

from typing import Any

from socle.ground.words import N_
from socle.model.verdict import PASS, Verdict
from socle.standards.joining import AT_MOST, Case, judged, options, reaches, within
from socle.standards.reference_wages import Option, labourers

VALUE = "family_benefits"
SHARE = ("employee_contributions", "protection_resources")
RATES = "employees_part"
OTHERS = N_("By the rates employees bear more, but other resources for their protection may count as well.")


def value(case: Case) -> Verdict:
    """All family benefits >= rate x wage of a labourer x children, for each labourer whom the State may choose."""
    return options(case, [_worth(case, one) for one in labourers(case)])


def _worth(case: Case, option: Option) -> Verdict:
    children = case.way.facts["children"]
    keys = (VALUE, option.key, children)
    held = {key: case.known(key) for key in keys} | {option.key: option.wage}
    if held[children] is not None and held[children] <= 0:  # of no children there is no value
        held[children] = None
    told = {"unit": "money", "alternative": option.name}
    lacking = [key for key, one in held.items() if one is None]
    if lacking:
        return case.unknown(*lacking, value=held[VALUE], inputs=keys, **told)
    rate = case.way.facts.get("rate", case.requirement.facts.get("rate"))
    required = rate * held[option.key] * held[children]
    return case.verdict(
        judged(reaches(held[VALUE], required)),
        value=held[VALUE],
        required=required,
        inputs=keys,
        figures={"reference_wage": held[option.key], children: held[children]},
        **told,
    )


def employees_share(case: Case) -> Verdict:
    """Contributions of employees / all resources for the protection of employees and their families.

    Where the sums are not known, the rates tell the most that it can be: resources beside contributions only lower it.
    """
    borne, resources = map(case.known, SHARE)
    required = case.way.facts["at_most"]
    told: dict[str, Any] = {"required": required, "unit": "share", "relation": AT_MOST, "inputs": SHARE}
    lacking = [key for key, one in zip(SHARE, (borne, resources), strict=True) if one is None]
    if resources is not None and resources <= 0:  # of nothing there is no share
        lacking.append(SHARE[1])
    if lacking:
        return _by_rates(case, tuple(lacking), told)
    return case.verdict(judged(within(borne, required * resources)), value=borne / resources, **told)


def _by_rates(case: Case, lacking: tuple[str, ...], told: dict[str, Any]) -> Verdict:
    part = case.known(RATES)
    if part is None:
        return case.unknown(*lacking, **told)
    told |= {"value": part, "inputs": (RATES,)}
    if within(part, told["required"]):
        return case.verdict(PASS, **told)
    return case.unknown(*lacking, **told | {"reason": OTHERS})
