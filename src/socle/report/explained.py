"""An explanation as text: each step with its number, its sentence, and what the law says."""

from __future__ import annotations

import textwrap

from socle.ground.words import N_
from socle.report import numbers
from socle.report.text import translator
from socle.run.explain import Explanation, Step

WIDTH = 78
UNITS = {"persons": N_("persons"), "share": "", "money a person and year": N_("a person and year")}


def told(explanation: Explanation, lang: str) -> str:
    """The steps from all residents to the cost, for a terminal."""
    _ = translator(lang)
    head = f"{explanation.benefit}, {explanation.country} {explanation.year} ({explanation.scenario})"
    lines = [head, *textwrap.wrap(_(explanation.law), WIDTH)]
    for step in explanation.steps:
        lines += ["", f"{_(step.name):<28}{value(step, explanation.currency, lang):>50}"]
        lines += textwrap.wrap(_(step.sentence), WIDTH - 2, initial_indent="  ", subsequent_indent="  ")
        lines += [f"  {name}: {said}  [{where}]" for name, said, where in step.said]
    if explanation.flags:
        lines += ["", ", ".join(_(flag) for flag in explanation.flags)]
    return "\n".join(lines)


def value(step: Step, currency: str, lang: str) -> str:
    """The number of a step with its unit."""
    _ = translator(lang)
    if step.unit == "share":
        return numbers.plain(numbers.share(step.value, lang))
    if step.unit == "persons":
        return numbers.plain(f"{numbers.number(step.value, lang)} {_(UNITS['persons'])}")
    money = numbers.plain(f"{numbers.number(step.value, lang)} {currency}")
    return f"{money} {_(UNITS[step.unit])}" if step.unit in UNITS else money
