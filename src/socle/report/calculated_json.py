"""What the law gives one household as JSON: a record for every step and result of every member."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from socle.model.trace import HEAD, Answer, HouseholdTrace, Luck, Said
from socle.run.calculator import Calculation


def as_json(result: Calculation) -> str:
    """Every step and result of every member as a record."""
    base = {"date": result.at, "currency": result.currency}
    rows = [base | row for answer in result.answers for row in records(answer)]
    for one in result.unanswered:
        reason = one.reason.format(**one.values)
        rows.append(base | {"benefit": one.path, "step": "not_computed", "sentence": reason})
    for name, met in result.assumed.items():
        rows.append(base | {"step": "assumed", "name": name, "value": float(met), "unit": "condition"})
    rows += [base | {"step": "not_read", "name": name} for name in result.not_read]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def household_as_json(result: HouseholdTrace) -> str:
    """The same for one household of a survey, stretch by stretch of the year."""
    base = {"country": result.country, "scenario": result.scenario, "household": result.household}
    rows = [
        {**base, "date": part.begins, "share_of_year": part.share, "currency": result.currency, **row}
        for part in result.stretches
        for row in records(part.answer)
    ]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def records(answer: Answer) -> Iterator[dict[str, Any]]:
    """A record for every step and result of every member."""
    for m in range(len(answer.amounts)):
        base = {"benefit": answer.path, "pays": answer.pays, "law": answer.law, "member": m + 1}
        for step in answer.steps:
            yield base | {
                "step": step.place,
                "name": step.name,
                "value": step.values[m],
                "unit": "condition" if step.kind == HEAD else step.kind,
                "sentence": step.sentence,
                "read": {name: values[m] for name, values in step.read},
                "parameters": [_parameter(one, m) for one in step.said],
                "chance": [_chance(one, m) for one in step.chance],
                **({"compared": [side[m] for side in step.compared]} if step.compared else {}),
            }
        for name, values in (("eligible", answer.eligible), ("recipients", answer.recipients)):
            more = {"chance": [_chance(one, m) for one in answer.reached]} if name == "recipients" else {}
            yield base | {"step": name, "name": name, "value": values[m], "unit": "condition", **more}
        amount = {"step": "amount", "name": "amount", "value": answer.amounts[m], "unit": "money a year"}
        yield base | amount | {"depends_on": list(answer.depends_on), "flags": list(answer.flags)}


def _parameter(one: Said, m: int) -> dict[str, Any]:
    value = one.values[m]
    known = value if value is not None and math.isfinite(value) else None
    said = {"name": one.name, "said": one.words, "where": one.where, "value": known, "kind": one.kind}
    more = {"source": one.source, "unverified": one.unverified}
    return said | {key: value for key, value in more.items() if value}


def _chance(one: Luck, m: int) -> dict[str, Any]:
    draw = one.draws[m] if math.isfinite(one.draws[m]) else None
    return {"name": one.name, "share": one.shares[m], "draw": draw, "met": one.met[m]}
