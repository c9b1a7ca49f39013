"""The assessment of a statistical system as rows, as JSON and as a workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE
from socle.measure.statsystem import Score
from socle.model.statsystem import LEVELS, QUESTIONS, TITLES
from socle.report import statsystem_tables as tables
from socle.report.files import Report, write_report
from socle.report.reweight_tables import worded
from socle.report.spreadsheet import BASE, LINE_HEIGHT, Sheet, Styles
from socle.report.text import translator
from socle.report.workbook import UNDATED
from socle.run.statsystem import Assessment

HEADER = ("part", "domain", "item", "year", "name", "value", "unit")
FORMATS = ("xlsx", "csv", "json")


def statsystem_csv(found: Assessment) -> str:
    """One number a line; an empty value is missing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(_rows(found))
    return out.getvalue()


def _rows(found: Assessment) -> Iterator[tuple[Any, ...]]:
    for code, one in (*found.domains.items(), ("_T", found.overall)):
        for name, value in _numbers(one).items():
            yield (
                "score",
                code,
                "",
                found.given.day.year,
                name,
                value,
                "share" if name == "answered" else "points",
            )
    for item in found.given.items:
        yield ("item", item.domain, item.code, found.given.day.year, "level", item.level, "level")
        yield ("item", item.domain, item.code, found.given.day.year, "weight", item.weight, "weight")
    for cell, sources in sorted(found.cells.items()):
        yield ("cell", cell.indicator, cell.part, cell.year, "sources", len(sources), "sources")
    for code, lag in found.availability.lag.items():
        yield ("freshness", code, "", found.given.day.year, "lag", lag, "years")
    for step in found.plan.steps:
        one_action = step.action
        where = ("plan", one_action.domain, f"{one_action.code} {one_action.begins}-{one_action.ends}")
        yield (*where, one_action.by.year, "cost", one_action.cost, found.given.currency)
        yield (*where, one_action.by.year, "gain", step.gain, "points")


def _numbers(one: Score) -> dict[str, float | None]:
    return {"score": one.value, "lowest": one.low, "highest": one.high, "answered": one.answered}


def statsystem_json(found: Assessment, lang: str) -> str:
    """Everything that is known; null where a number is not."""
    _, given, there = translator(lang), found.given, found.availability
    content = {
        "country": given.country,
        "date": str(given.day),
        "currency": given.currency,
        "team": list(given.team),
        "score": _scored(found.overall),
        "domains": [
            {"domain": code, "title": _(TITLES[code]), **_scored(one)} for code, one in found.domains.items()
        ],
        "items": [
            {
                "domain": item.domain,
                "item": item.code,
                "question": _(QUESTIONS[item.domain, item.code]),
                "level": item.level,
                "weight": item.weight,
                "evidence": given.evidence.get((item.domain, item.code)),
            }
            for item in given.items
        ],
        "figures": {
            "origin": _(found.figures.origin).format(**found.figures.said),
            "required": there.required,
            "available": there.available,
            "rate": there.rate,
            "lag": dict(there.lag),
            "sources": dict(there.sources),
            "cells": [
                {"indicator": cell.indicator, "part": cell.part, "year": cell.year, "sources": list(sources)}
                for cell, sources in sorted(found.cells.items())
            ],
        },
        "plan": _plan(found),
        "notes": [worded(flag, lang) for flag in given.flags],
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _scored(one: Score) -> dict[str, Any]:
    return {**_numbers(one), "questions": one.questions, "missing": [".".join(pair) for pair in one.missing]}


def _plan(found: Assessment) -> dict[str, Any]:
    plan = found.plan
    return {
        "steps": [
            {
                "domain": step.action.domain,
                "item": step.action.code,
                "action": step.action.what,
                "owner": step.action.owner,
                "by": str(step.action.by),
                "cost": step.action.cost,
                "from": step.action.begins,
                "to": step.action.ends,
                "gain": step.gain,
                "gain_per_million": tables.per_cost(step),
                "gain_so_far": step.total,
            }
            for step in plan.steps
        ],
        "cost": plan.cost,
        "without_cost": plan.not_costed,
        "by_year": {str(year): cost for year, cost in plan.by_year.items()},
        "by_owner": dict(plan.by_owner),
        "gaps": [{"domain": domain, "item": item, "level": level} for domain, item, level in plan.gaps],
    }


def write(found: Assessment, name: str, folder: Path, lang: str) -> list[Path]:
    """The workbook, the rows and the JSON in a folder, all or none."""
    stem = f"statsystem_{found.given.country}"
    texts: dict[str, Any] = {
        f"{stem}.xlsx": lambda path: _Book(found, name, path, lang).write(),
        f"{stem}.csv": statsystem_csv(found).encode(),
        f"{stem}.json": statsystem_json(found, lang).encode(),
    }
    return write_report(Report(stem, lang, dict, texts, lambda _drawn, _names: ""), folder, FORMATS)


class _Book:
    """The workbook of an assessment."""

    def __init__(self, found: Assessment, name: str, path: Path, lang: str) -> None:
        from xlsxwriter import Workbook

        self.found, self.name, self.lang, self._ = found, name, lang, translator(lang)
        self.book = Workbook(str(path))
        self.book.set_properties({"title": self._title, "created": UNDATED})
        self.styles = Styles(self.book, 0.0)
        self.point = self.book.add_format(BASE | {"num_format": "0.0"})
        self.plain = self.book.add_format(BASE | {"num_format": "General"})
        self.widths: Sequence[int] = ()
        self.lost = self.book.add_format(BASE | {"bg_color": "#EEEEEE", "italic": True})

    @property
    def _title(self) -> str:
        said = N_("Assessment of the statistical system of social protection: {country}, {year}")
        return self._(said).format(country=self.name, year=self.found.given.day.year)

    def write(self) -> None:
        """Summary, questions, figures, plan, gaps."""
        self._summary()
        self._questions()
        self._figures()
        self._plan()
        self._gaps()
        self.book.close()

    def _sheet(self, name: str, widths: Sequence[int], heads: Sequence[str] = (), words: int = 0) -> Sheet:
        """A sheet whose first `words` columns hold words and the others numbers."""
        sheet = Sheet(self.book, self.styles, name, self._)
        for place, width in enumerate(widths):
            sheet.page.set_column(place, place, width)
        self.widths = widths
        if heads:
            self._heads(sheet, heads, words)
            sheet.page.freeze_panes(sheet.row, 0)
            sheet.page.repeat_rows(sheet.row - 1)
        return sheet

    def _heads(self, sheet: Sheet, heads: Sequence[str], words: int) -> None:
        lines = [len(wrap(head, self.widths[place])) for place, head in enumerate(heads)]
        sheet.page.set_row(sheet.row, LINE_HEIGHT * max(lines))
        sheet.last_column = max(sheet.last_column, len(heads) - 1)
        for place, head in enumerate(heads):
            look = self.styles.head if place < words else self.styles.head_number
            sheet.page.write_string(sheet.row, place, head, look)
        sheet.row += 1

    def _row(self, sheet: Sheet, cells: Sequence[Any], look: Any = None) -> None:
        """A row of words and numbers; what is missing says so."""
        sheet.last_column = max(sheet.last_column, len(cells) - 1)
        texts = [(place, value) for place, value in enumerate(cells) if isinstance(value, str) and value]
        lines = max((len(wrap(text, self.widths[place])) for place, text in texts), default=1)
        sheet.page.set_row(sheet.row, LINE_HEIGHT * lines)
        for place, value in enumerate(cells):
            if value is None:
                sheet.page.write_string(sheet.row, place, self._("missing"), self.lost)
            elif isinstance(value, int | float):
                sheet.page.write_number(sheet.row, place, value, look or self.plain)
            else:
                sheet.page.write_string(sheet.row, place, str(value), self.styles.wrapped)
        sheet.row += 1

    def _summary(self) -> None:
        _, found = self._, self.found
        sheet = self._sheet(_(N_("Summary")), (46, 12, 12, 12, 12))
        sheet.say(self._title, self.styles.title, skip=1)
        for line in tables.headline(found, self.name, self.lang):
            sheet.say(line)
        sheet.row += 1
        heads = (N_("domain"), N_("score"), N_("answered"), N_("lowest"), N_("highest"))
        self._heads(sheet, [_(head) for head in heads], 1)
        for code, one in found.domains.items():
            self._score(sheet, _(TITLES[code]), one)
        self._score(sheet, _("Total"), found.overall)
        sheet.row += 1
        rate = found.availability.rate
        sheet.say(_(tables.LOOKED).format(origin=_(found.figures.origin).format(**found.figures.said)))
        for title, value, look in (
            (N_("cells required"), found.availability.required, None),
            (N_("cells available"), found.availability.available, None),
            (N_("availability rate"), rate, self.styles.number["share"]),
        ):
            self._row(sheet, (_(title), value), look)
        for flag in found.given.flags:
            sheet.say("! " + worded(flag, self.lang), self.styles.note)
        sheet.finish()

    def _score(self, sheet: Sheet, title: str, one: Score) -> None:
        self._row(sheet, (title, one.value, None, one.low, one.high), self.point)
        sheet.page.write_number(sheet.row - 1, 2, one.answered, self.styles.number["share"])

    def _questions(self) -> None:
        _, given = self._, self.found.given
        heads = (N_("domain"), N_("Question"), N_("Level"), N_("What it means"), N_("Weight"), N_("Evidence"))
        sheet = self._sheet(_(N_("Questions")), (34, 70, 10, 44, 10, 60), [_(head) for head in heads], 6)
        for item in given.items:
            pair = (item.domain, item.code)
            meaning = "" if item.level is None else _(LEVELS[str(item.level)])
            evidence = given.evidence.get(pair, "")
            cells = (_(TITLES[item.domain]), _(QUESTIONS[pair]), item.level, meaning, item.weight, evidence)
            self._row(sheet, cells)
        sheet.finish()

    def _figures(self) -> None:
        _, found = self._, self.found
        years = sorted({cell.year for cell in found.cells})
        heads = [_(N_("indicator")), _(N_("What it is")), _(N_("For whom")), *map(str, years), _(N_("lag"))]
        words = len(heads) - 1
        sheet = self._sheet(_(N_("Figures")), (34, 44, 22, *(20 for _year in years), 10), heads, words)
        sheet.page.freeze_panes(1, 3)
        for name, part in sorted({(cell.indicator, cell.part) for cell in found.cells}):
            own = {c.year: s for c, s in found.cells.items() if (c.indicator, c.part) == (name, part)}
            said = [", ".join(own[year]) or None if year in own else "" for year in years]
            title = _(CATALOGUE[name].title) if name in CATALOGUE else ""
            row = (name, title, tables.part(part, self.lang), *said, found.availability.lag[name])
            self._row(sheet, row)
        sheet.finish()

    def _plan(self) -> None:
        _, found = self._, self.found
        money = _(N_("cost, {currency}")).format(currency=found.given.currency)
        heads = (
            *(_(head) for head in (N_("action"), N_("domain"), N_("Question"), N_("owner"), N_("due"))),
            *(_(head) for head in (N_("level before"), N_("level after"))),
            money,
            *(_(head) for head in (N_("points"), N_("points per million"), N_("points, sum"))),
        )
        sheet = self._sheet(_(N_("Plan")), (50, 30, 50, 24, 12, 8, 8, 18, 10, 12, 10), heads, 5)
        for step in found.plan.steps:
            one = step.action
            words = (
                one.what,
                _(TITLES[one.domain]),
                _(QUESTIONS[one.domain, one.code]),
                one.owner,
                str(one.by),
            )
            free = "" if one.cost == 0 else tables.per_cost(step)
            self._row(sheet, (*words, one.begins, one.ends, one.cost, step.gain, free, step.total))
            for place, value, look in (
                (7, one.cost, self.styles.number["money"]),
                (8, step.gain, self.point),
                (9, tables.per_cost(step), self.styles.number["index"]),
                (10, step.total, self.point),
            ):
                if value is not None:
                    sheet.page.write_number(sheet.row - 1, place, value, look)
        sheet.row += 1
        for title, sums in ((N_("By year"), found.plan.by_year), (N_("By owner"), found.plan.by_owner)):
            self._heads(sheet, (_(title), money), 1)
            for key, cost in sums.items():
                self._row(sheet, (str(key), cost), self.styles.number["money"])
            self._row(sheet, (_("Total"), found.plan.cost), self.styles.total["money"])
            sheet.row += 1
        sheet.finish()

    def _gaps(self) -> None:
        _, found = self._, self.found
        heads = (N_("domain"), N_("Question"), N_("Level"))
        sheet = self._sheet(_(N_("Gaps")), (34, 90, 10), [_(head) for head in heads], 2)
        for domain, item, level in found.plan.gaps:
            self._row(sheet, (_(TITLES[domain]), _(QUESTIONS[domain, item]), level))
        for domain, item in found.overall.missing:
            self._row(sheet, (_(TITLES[domain]), _(QUESTIONS[domain, item]), None))
        sheet.finish()
