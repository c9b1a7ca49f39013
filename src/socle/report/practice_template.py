"""The form in which a country says its law and practice, with what the law, the inquiry and the figures know of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from socle.ground.refusals import Refusal, nearest
from socle.ground.units import payments
from socle.model.form import NONE
from socle.model.observation import FINAL
from socle.model.practice import BRANCHES, CONTINGENCIES, EARNINGS, Input, Practice, Written
from socle.model.practice_form import (
    COUNTRY,
    FIGURES,
    OF_BENEFIT,
    OF_BRANCH,
    OPTIONS,
    PERIODS,
    SAID,
    STANDARDS,
    TABLES,
)
from socle.model.results import Text
from socle.model.standard import Instrument
from socle.report.form_template import Template, write_template
from socle.report.text import translator

PERCENTILES: Final = ("10", "25", "50", "75", "90")
MONTH: Final = "month"
UNEARNED: Final = ("flat", "at_least", "at_most")  # figures of what is no share of earnings
FACTS_SHEET: Final = "facts"
LARGEST: Final = 1e15  # whole numbers below are written without a point


@dataclass(frozen=True)
class Asked:
    """What instruments ask for beside figures: rules and items of care with their sentences, care by branch."""

    conditions: Mapping[str, Text] = field(default_factory=dict)
    care: Mapping[str, Text] = field(default_factory=dict)
    packages: tuple[tuple[str, str], ...] = ()  # (branch, item)


def asked_by(
    instruments: Iterable[Instrument], words: tuple[Mapping[str, Text], Mapping[str, Text]]
) -> Asked:
    """What these instruments ask for; `words` are the sentences of rules and of care."""
    rules, packages = dict[str, None](), dict[tuple[str, str], None]()
    for one in instruments:
        for part, requirement in one.every():
            for way in requirement.ways:
                if "condition" in way.facts:
                    rules[str(way.facts["condition"])] = None
                for item in way.facts.get("items", ()):
                    packages[part.branch, str(item)] = None
    conditions, care = words
    return Asked({name: conditions[name] for name in conditions if name in rules}, care, tuple(packages))


def practice_template(practice: Practice, asked: Asked, lang: str, per: str = MONTH) -> Template:
    """The form for a country; what is in `practice` stands in its cells, with its source, to be confirmed."""
    if per not in PERIODS:
        raise Refusal(
            "Money in a form is by the week, month or year: `{per}` is none of {valid}.",
            nearest=nearest(per, PERIODS),
            per=per,
            valid=", ".join(PERIODS),
        )
    known = _Known(practice, payments(per))
    name = practice.name.get(lang) or practice.name.get("en", "")
    facts = {
        "country": practice.iso3,
        "name": name,
        "year": str(practice.year) if practice.year else "",
        "currency": practice.currency,
        "per": per,
        **{fact: known.text(fact, FACTS_SHEET) for fact in COUNTRY},
        **{f"{option}_options": "; ".join(practice.choices.get(option, ())) for option in OPTIONS},
    }
    rows = {
        "branches": [known.branch(branch) for branch in BRANCHES],
        "benefits": [known.benefit(*one) for one in known.benefits()],
        "wages": [{"percentile": one} for one in PERCENTILES],
        "care": [
            known.answer(f"care.{branch}.{item}", "provided")
            | {"branch": branch, "item": item, "sentence": _said(asked.care.get(item, {}), lang)}
            for branch, item in asked.packages
        ],
        "conditions": [
            known.answer(f"condition.{rule}", "holds") | {"condition": rule, "sentence": _said(text, lang)}
            for rule, text in asked.conditions.items()
        ],
        "origins": known.origins(),
    }
    title = translator(lang)(STANDARDS.title).format(country=name or "...", year=practice.year or "...")
    return Template(STANDARDS, title, facts, rows)


def write_practice_template(
    practice: Practice, asked: Asked, path: Path, lang: str, per: str = MONTH
) -> None:
    """Write it as a workbook where `path` ends in .xlsx, else as a folder; over nothing that exists."""
    write_template(practice_template(practice, asked, lang, per), path, lang)


def _said(text: Text, lang: str) -> str:
    return text.get(lang) or text.get("en", "")


class _Known:
    """The inputs of a practice as the texts of cells, money by the period of the form."""

    def __init__(self, practice: Practice, times: float) -> None:
        self.practice, self.times = practice, times

    def text(self, key: str, table: str) -> str:
        """An input as a cell of a table has it; empty where it is not known."""
        name = key.rpartition(".")[2]
        found = self.practice.inputs.get(key)
        column = STANDARDS.fact(name) if table == FACTS_SHEET else TABLES[table].column(name)
        if found is None or column is None:
            return ""
        return _number(found.value / self.times if column.kind == "money" else found.value, column.kind)

    def branch(self, branch: str) -> dict[str, str]:
        """The row of a branch."""
        keys = {name: f"branch.{branch}.{name}" for name in OF_BRANCH}
        relied = {
            name: None
            for contingency, names in self.practice.choices.items()
            if contingency.startswith("relies.")
            and CONTINGENCIES[contingency.removeprefix("relies.")] == branch
            for name in names
        }
        row = {name: self.text(key, "branches") for name, key in keys.items()}
        return {"branch": branch, **row, "relies": "; ".join(relied), **self._from(keys.values())}

    def benefits(self) -> list[tuple[str, str]]:
        """Benefits with their contingencies, each once."""
        held = {name: word for word, names in self.practice.benefits.items() for name in names}
        return list(held.items())

    def benefit(self, name: str, contingency: str) -> dict[str, str]:
        """The row of a benefit; its formula only where it is one that a form can write, else the law keeps it."""
        keys = {column: f"benefit.{name}.{column}" for column in OF_BENEFIT}
        row = {column: self.text(key, "benefits") for column, key in keys.items()}
        formula = self.practice.value(f"benefit.{name}.formula")
        if isinstance(formula, Written):
            row |= self._figures(formula)
            keys["formula"] = f"benefit.{name}.formula"
        return {"benefit": name, "contingency": contingency, **row, **self._from(keys.values())}

    def answer(self, key: str, column: str) -> dict[str, str]:
        """Yes or no."""
        found = self.practice.inputs.get(key)
        return {} if found is None else {column: "yes" if found.value else "no", **self._from([key])}

    def origins(self) -> list[dict[str, str]]:
        """Where facts come from."""
        inputs = ((name, self.practice.inputs.get(name)) for name in COUNTRY)
        return [
            {"fact": name, "source": found.source, "date": found.date, "status": _status([found])}
            for name, found in inputs
            if found is not None
        ]

    def _figures(self, formula: Written) -> dict[str, str]:
        found = {"formula": formula.kind}
        for name in FIGURES if formula.kind == EARNINGS else UNEARNED:
            column = TABLES["benefits"].column(name)
            assert column is not None
            value = getattr(formula, name)
            money = column.kind in ("money", "money_limit")
            found[name] = _number(value / self.times if money else value, column.kind)
        return found

    def _from(self, keys: Iterable[str]) -> dict[str, str]:
        """The sources of a row, each once, its last date and least sure status."""
        found: list[Input] = [self.practice.inputs[key] for key in keys if key in self.practice.inputs]
        sources = dict.fromkeys(one.source for one in found if one.source)
        dates = [one.date for one in found if one.date]
        return {
            "source": "; ".join(sources),
            "date": max(dates, default=""),
            "status": _status(found),
        }


def _status(inputs: Iterable[Input]) -> str:
    """The least sure of their statuses as a form says it; empty if all are final."""
    held = {one.status for one in inputs}
    if held - set(SAID.values()):
        return list(SAID)[-1]
    words = [word for word, status in SAID.items() if status in held and status != FINAL]
    return words[-1] if words else ""


def _number(value: Any, kind: str) -> str:
    """A value as the text of a cell."""
    if kind == "flag":
        return "yes" if value else "no"
    number = float(value)
    if math.isinf(number):
        return NONE
    return f"{number:.0f}" if number.is_integer() and abs(number) < LARGEST else repr(number)
