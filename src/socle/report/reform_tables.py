"""What separates a country from an instrument, and what would close the gap: for a terminal, as rows, as JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from socle.ground.words import N_
from socle.model.reform import (
    ORDERS,
    Change,
    Cost,
    Failing,
    Gap,
    Open,
    Option,
    Package,
    PartGap,
    ScenarioFile,
)
from socle.model.standard import TESTS
from socle.model.verdict import STATUSES
from socle.report import assessment_words as shown
from socle.report import numbers
from socle.report import reform_words as words
from socle.report.assessment_words import Told, article, clean, part_title, sentence, title_of
from socle.report.listing import folded
from socle.report.text import named, translator

NOTE: Final = N_(
    "Each figure that is proposed is the least that is needed, taken on to one that a law would say, and was tested "
    "again. Costs are above the law as it stands."
)
HEADINGS: Final = (
    *(
        "iso3",
        "year",
        "instrument",
        "part",
        "article",
        "test",
        "kind",
        "number",
        "complies",
        "path",
        "origin",
    ),
    *("unit", "per", "before", "least", "proposed", "relative", "method", "first_year", "money", "gdp_share"),
    *("persons", "more_persons", "premium", "reason"),
)
BLANKS: Final = HEADINGS.index("reason") - HEADINGS.index("path") - 1


def gap_text(gap: Gap, lang: str, files: Iterable[Path] = ()) -> str:
    """Part by Part: what fails, the smallest changes, what would have to become known, what does all at once."""
    told = Told(gap.practice, gap.instrument, lang)
    _ = told._
    lines = folded(headline(gap, lang))
    if gap.exceptions:
        lines += folded(_("The temporary exceptions are taken as declared."))
    for part in (*gap.parts, *gap.common):
        lines += ["", *_part(part, told)]
    lines += ["", *folded(_(NOTE))]
    if written := [str(path) for path in files]:
        lines += ["", _("Written:"), *(f"  {path}" for path in written)]
    return numbers.plain("\n".join(lines)) + "\n"


def headline(gap: Gap, lang: str) -> str:
    """What is told, of which instrument and country."""
    head = translator(lang)(
        N_(
            "{instrument} and {country}, {year}: what is not met, and the smallest reforms that would meet it."
        )
    )
    return head.format(instrument=gap.instrument.code, country=clean(named(gap.name, lang)), year=gap.year)


def _part(gap: PartGap, told: Told) -> list[str]:
    _, part = told._, gap.part
    status = _(STATUSES[gap.status])
    title = part_title(part.name, part.title, told.lang)
    lines = folded(_("{title}: {text}").format(title=title, text=status))
    for failing in gap.failing:
        lines += ["", *_failing(failing, told)]
    if gap.package:
        lines += ["", *_package(gap.package, gap, told)]
    elif gap.failing:
        lines += ["", *folded(_("No changes of parameters make all of these tests pass."), "  ", "  ")]
    if gap.unknown:
        lines += [
            "",
            *folded(_("Not known, and to be found out before the Part can be accepted:"), "  ", "  "),
        ]
        lines += [line for one in gap.unknown for line in _open(one, told)]
    return lines


def _failing(failing: Failing, told: Told) -> list[str]:
    verdict, _ = failing.verdict, told._
    where = article(verdict.grounds.article, told.instrument, told.lang)
    title, found = f"{title_of(verdict, told.lang)} ({where})", shown.compared(verdict, told)
    lines = folded(_("{title}: {text}").format(title=f"✗ {title}", text=found), "  ", "    ")
    if not failing.requirement.grounds.verified:
        lines += folded(_("(not verified: the text itself was not read)"), "    ", "    ")
    for option in failing.options:
        lines += _option(option, told)
    reasons = (words.impossible(one, told) for one in failing.impossible)
    return [*lines, *(line for text in reasons for line in folded(f"– {text}", "    ", "      "))]


def _option(option: Option, told: Told) -> list[str]:
    """Each change with its figures, then what all of them cost."""
    _, lines = told._, list[str]()
    for number, change in enumerate(option.changes):
        said, then = words.turned(change, told), words.figure(change.after, change, told)
        least = words.figure(change.minimum, change, told, least=True)
        if least != then:
            said = _("{change} (at least needed: {least})").format(change=said, least=least)
        lines += folded(f"{'+' if number else '→'} {said}", "    ", "      ")
    lines += [line for text in words.cost(option.cost, told) for line in folded(text, "      ", "      ")]
    if option.worse:
        tests = ", ".join(_(TESTS[test]) for test in option.worse)
        lines += folded(_("It makes worse: {tests}.").format(tests=tests), "      ", "      ")
    return lines


def _package(package: Package, gap: PartGap, told: Told) -> list[str]:
    _ = told._
    after = _(STATUSES[gap.status_after])
    together = (
        _("Together, tested at once (result of the Part: {status}):")
        if len(package.changes) > 1
        else _("One change is enough (result of the Part: {status}):")
    )
    lines = folded(together.format(status=after), "  ", "  ")
    for change in package.changes:
        lines += folded(f"+ {words.turned(change, told)}", "    ", "      ")
    lines += folded(_(ORDERS[package.chosen]), "    ", "    ")
    lines += [line for text in words.cost(package.cost, told) for line in folded(text, "    ", "    ")]
    if package.needless:
        paths = ", ".join(change.path for change in package.needless)
        lines += folded(_("Needless beside these: {paths}.").format(paths=paths), "    ", "    ")
    return lines


def _open(one: Open, told: Told) -> list[str]:
    """A test that is unknown, and each thing that it lacks."""
    asked = [sentence(key, told.lang).removesuffix(".") for key in one.missing]
    title = f"? {title_of(one.verdict, told.lang)}"
    if len(asked) == 1:
        return folded(told._("{title}: {text}").format(title=title, text=asked[0]), "  ", "    ")
    return [
        *folded(title, "  ", "    "),
        *(line for text in asked for line in folded(f"* {text}", "    ", "      ")),
    ]


def gap_json(gap: Gap, lang: str) -> str:
    """Everything that was found, for a program; numbers that are not known are null."""
    told = Told(gap.practice, gap.instrument, lang)
    content = {
        "country": gap.iso3,
        "name": named(gap.name, lang),
        "currency": gap.currency,
        "year": gap.year,
        "instrument": gap.instrument.code,
        "exceptions": gap.exceptions,
        "parts": [_part_json(part, told) for part in (*gap.parts, *gap.common)],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _part_json(gap: PartGap, told: Told) -> dict[str, Any]:
    package = gap.package
    return {
        "part": gap.part.name,
        "title": named(gap.part.title, told.lang),
        "status": gap.status,
        "status_after": gap.status_after,
        "failing": [_failing_json(one, told) for one in gap.failing],
        "unknown": [
            {"test": one.verdict.test, "article": one.verdict.grounds.article, "missing": list(one.missing)}
            for one in gap.unknown
        ],
        "package": package
        and {
            "complies": package.complies,
            "chosen_by": package.chosen,
            "tests": [{"test": test, "article": where} for test, where in package.tests],
            "changes": [_change_json(change, told) for change in package.changes],
            "needless": [change.path for change in package.needless],
            "cost": _cost_json(package.cost, told),
            "scenarios": [_scenario_json(one) for one in package.scenarios],
        },
    }


def _failing_json(one: Failing, told: Told) -> dict[str, Any]:
    verdict = one.verdict
    return {
        "test": verdict.test,
        "contingency": verdict.contingency,
        "article": verdict.grounds.article,
        "verified": one.requirement.grounds.verified,
        "value": _number(verdict.value),
        "required": _number(verdict.required),
        "unit": verdict.unit,
        "options": [
            {
                "complies": option.complies,
                "makes_worse": list(option.worse),
                "changes": [_change_json(change, told) for change in option.changes],
                "size": _number(option.size),
                "cost": _cost_json(option.cost, told),
                "scenarios": [_scenario_json(file) for file in option.scenarios],
            }
            for option in one.options
        ],
        "not_enough": [
            {"path": each.path, "reason": words.impossible(each, told), "missing": list(each.missing)}
            for each in one.impossible
        ],
    }


def _change_json(change: Change, told: Told) -> dict[str, Any]:
    return {
        "path": change.path,
        "name": told._(change.name),
        "origin": change.origin,
        "law": change.law,
        "unit": change.unit,
        "per": change.per,
        "before": _number(change.before),
        "least": _number(change.minimum),
        "proposed": _number(change.after),
        "relative": _number(change.relative),
        "items": list(change.items),
        "relies_on": list(change.relies) if change.relies else None,
    }


def _cost_json(cost: Cost, told: Told) -> dict[str, Any]:
    return {
        "method": cost.method,
        "years": list(cost.years),
        "money": [_number(float(value)) for value in cost.money],
        "gdp_share": [_number(float(value)) for value in cost.gdp],
        "persons": [_number(float(value)) for value in cost.persons],
        "more_persons": [_number(float(value)) for value in cost.more_persons],
        "premium": _number(cost.premium),
        "said": words.cost(cost, told),
    }


def _scenario_json(one: ScenarioFile) -> dict[str, Any]:
    return {
        "name": one.name,
        "law": one.law,
        "changes": {path: dict(said) for path, said in one.changes.items()},
    }


def _number(value: float | None) -> float | str | None:
    if value is None or math.isnan(value):
        return None
    return value if math.isfinite(value) else "none"


def gap_csv(gap: Gap, lang: str) -> str:
    """One change a row, of options and of packages; and a row for whatever is not enough or not known."""
    told = Told(gap.practice, gap.instrument, lang)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    head = [gap.iso3, gap.year, gap.instrument.code]
    for part in (*gap.parts, *gap.common):
        for row in _tidy(part, told):
            writer.writerow([*head, part.part.name, *row, *[""] * (len(HEADINGS) - 4 - len(row))])
    return text.getvalue()


def _tidy(part: PartGap, told: Told) -> Iterator[Sequence[Any]]:
    for one in part.failing:
        about = (one.verdict.grounds.article, one.verdict.test)
        for number, option in enumerate(one.options, 1):
            for change in option.changes:
                yield (*about, "option", number, option.complies, *_figures(change), *_money(option.cost))
        for each in one.impossible:
            reason = shown.harmless(words.impossible(each, told))
            yield (*about, "not_enough", "", False, each.path, *[""] * BLANKS, reason)
    for each_open in part.unknown:
        about = (each_open.verdict.grounds.article, each_open.verdict.test)
        yield (*about, "unknown", "", "", "", *[""] * BLANKS, "; ".join(each_open.missing))
    for change in part.package.changes if part.package else ():
        assert part.package is not None
        yield ("", "", "package", "", part.package.complies, *_figures(change), *_money(part.package.cost))


def _figures(change: Change) -> tuple[Any, ...]:
    found = (change.before, change.minimum, change.after, change.relative)
    return (change.path, change.origin, change.unit, change.per, *(_number(value) for value in found))


def _money(cost: Cost) -> tuple[Any, ...]:
    first = [float(series[0]) if len(series) else math.nan for series in (cost.persons, cost.more_persons)]
    numbered = [_number(value) for value in (cost.first, cost.share, *first, cost.premium)]
    return (cost.method, cost.years[0] if cost.years else "", *numbered)
