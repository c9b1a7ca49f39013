"""Values and scenarios as one line and as a file: what an address, a form and a scenario file say is the same."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final

from socle.exchange import yaml_text
from socle.exchange.value_rows import NO_YEAR, cleaned
from socle.ground.refusals import Refusal
from socle.model.parameter import ALWAYS, Parameter
from socle.model.scenario import Scenario

LONGEST: Final = 300  # characters of one value
PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.%-]*")
WORDS: Final = (
    "y",
    "n",
    "yes",
    "no",
    "on",
    "off",
    "true",
    "false",
    "null",
    "none",
)  # YAML 1.1 reads them its way


def value_of(text: str, base: Parameter) -> Any:
    """What a line says of a parameter, as a file would hold it.

    A line is a bare value or a mapping in braces. A bare amount of money has the date of the amount it replaces,
    since a file says no money without its date.
    """
    text = text.strip()
    if len(text) > LONGEST or any(sign < " " for sign in text):
        raise Refusal("This is too long: one line of at most {most} characters.", most=LONGEST)
    if text.startswith("{"):
        return _whole(yaml_text.loads(f"value: {text}".encode(), base.path)["value"])
    text = cleaned(text)
    if not base.kind.money or base.by_sex:
        return text
    dated: dict[str, Any] = {_day(base.moments[-1]): text}
    return dated if base.prices is None else {**dated, "prices": str(base.prices)}


def _whole(value: Any) -> Any:
    """A mapping of which every row is whole: a year and a value."""
    for key, one in value.items() if isinstance(value, Mapping) else ():
        if key == NO_YEAR:
            raise Refusal(
                "The value {value} stands without a year: say from which year it holds, or empty its row.",
                value=str(one)[:60],
            )
        if one in (None, ""):
            raise Refusal(
                "The year {year} stands without a value: say what holds from then, or empty its row.",
                year=str(key)[:60],
            )
    return value


def line_of(parameter: Parameter) -> str:
    """A parameter as a line that `value_of` reads; unit and period are those of the law that is changed."""
    if parameter.by_sex:
        men, women = (line_of(one) for one in parameter.by_sex)
        return f"{{men: {men}, women: {women}}}"
    if len(parameter.moments) == 1 and not parameter.clock:
        alone = parameter.kind.money and not _stands_before(parameter)
        if alone or math.isinf(parameter.moments[0]):
            return parameter.written[0]
    said = [f"{_day(at)}: {text}" for at, text in zip(parameter.moments, parameter.written, strict=True)]
    if parameter.prices is not None:
        said.append(f"prices: {parameter.prices}")
    if parameter.clock:
        said.append(f"by: {parameter.clock}")
    if parameter.course != "step":
        said.append(f"path: {parameter.course}")
    return f"{{{', '.join(said)}}}"


def line_of_value(value: Any) -> str:
    """What a file holds of a parameter, as a line."""
    return _flow(value) if isinstance(value, Mapping) else str(value)


def _stands_before(parameter: Parameter) -> bool:
    """Whether a history is left standing before the first date of a reform."""
    return parameter.before is not None and parameter.before.moments[0] < parameter.moments[0]


def file_of(scenario: Scenario) -> str:
    """A scenario as its file, ready for `socle check` and `socle floor --scenario`."""
    lines = [f"scenario: {scenario.name}", f"title: {_flow(scenario.title)}"]
    if any(scenario.description.values()):
        lines.append(f"description: {_flow(scenario.description)}")
    for key, text in (("author", scenario.author), ("reference", scenario.reference)):
        lines += [f"{key}: {_flow(text)}"] if text else []
    lines.append(f"builds_on: {scenario.builds_on}")
    if scenario.remove:
        lines.append(f"remove: [{', '.join(scenario.remove)}]")
    if not scenario.raw:
        return "\n".join([*lines, "changes: {}", ""])
    changes = (f"  {path}: {_flow(value)}" for path, value in scenario.raw.items())
    return "\n".join([*lines, "changes:", *changes, ""])


def _flow(value: Any) -> str:
    """A value on one line of YAML; what could be taken for something else is in quotes."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = str(value)
    plain = PLAIN.fullmatch(text) and text.lower() not in WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def _day(moment: float) -> str:
    """A moment as a file dates it; the first of its month."""
    if moment == ALWAYS:
        raise Refusal("Say the date of this value, as in {{2024: 0.97}}.")
    year = math.floor(moment)
    month = round((moment - year) * 12) + 1
    return f"{year}-{month:02d}-01" if month > 1 else f"{year}"
