"""A contributor file under one law: for a terminal, as JSON, and what each person has earned as CSV."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap
from typing import Final

import numpy as np

from socle.ground.axes import SEXES
from socle.ground.words import N_
from socle.report import labels, numbers, plain_table
from socle.report.plain_json import known
from socle.report.reweight_tables import flag_lines, worded
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.report.valuation_words import assumption
from socle.run.drawn_lives import Compared
from socle.run.drawn_lives_told import LEVELS, LivesResult, Rights, Spread

WIDTH: Final = 80
KIND: Final = {
    "contributors": N_("Contributor-years"),
    "payroll": N_("Insurable earnings, {currency}"),
    "contributions": N_("Contributions, {currency}"),
    "awards": N_("{benefit}: new pensions"),
    "award_amounts": N_("{benefit}: their yearly amounts, {currency}"),
    "benefits": N_("Benefits paid, {currency}"),
}
HEADLINE: Final = N_(
    "{persons} persons drawn {draws} times: contributions of cells differ by {contributions} %, amounts awarded by "
    "{awards} %"
)
WHO: Final = N_(
    "Scheme: {scheme}. File: {file}: {active} insured, {inactive} inactive. A closed group, {first}-{last}."
)


def lives_text(found: LivesResult, lang: str, files: Iterable[Path] = ()) -> str:
    """The page for a terminal."""
    _ = translator(lang)
    lines = [*_wrapped(headline(found, lang) + "."), "", *_wrapped(_who(found, lang))]
    for table in (compared(found, lang), spreads(found, lang), earned(found, lang)):
        lines += ["", *plain_table.lines(table, WIDTH)]
    lines += ["", *flag_lines(found.flags, lang)] if found.flags else []
    lines += ["", _("Assumptions")]
    for one in found.assumptions:
        lines += wrap(
            numbers.together(assumption(one, lang)), WIDTH, initial_indent="* ", subsequent_indent="  "
        )
    written = [str(path) for path in files]
    lines += ["", _("Written:"), *(f"  {path}" for path in written)] if written else []
    return numbers.plain("\n".join(lines)) + "\n"


def headline(found: LivesResult, lang: str) -> str:
    """How far cells are from the same persons drawn."""
    amounts = [one for one in found.compared if one.name.startswith("award_amounts.")]
    cells = sum(float(one.cells.sum()) for one in amounts)
    drawn = sum(float(one.draws.sum(axis=1).mean()) for one in amounts)
    paid = next(one for one in found.compared if one.name == "contributions")
    return translator(lang)(HEADLINE).format(
        persons=numbers.number(len(found.group.people), lang),
        draws=found.draws,
        contributions=numbers.number(100 * paid.difference, lang, 2),
        awards=numbers.number(100 * (cells / drawn - 1) if drawn else 0.0, lang, 2),
    )


def _who(found: LivesResult, lang: str) -> str:
    people, years = found.group.people, found.group.valuation.years
    return translator(lang)(WHO).format(
        scheme=labels.capital(named(found.basis.law.scheme.title, lang)),
        file=people.file,
        active=numbers.number(int(people.active.sum()), lang),
        inactive=numbers.number(int((~people.active).sum()), lang),
        first=years[0],
        last=years[-1],
    )


def compared(found: LivesResult, lang: str) -> Table:
    """Cells and the mean of the draws over all years, their difference and the error of the mean."""
    _ = translator(lang)
    head = ("", _(N_("cells")), _(N_("mean of draws")), _(N_("difference, %")), _(N_("its error, %")))
    rows = tuple(
        (
            _title(found, one, lang),
            numbers.amount(float(one.cells.sum()), lang),
            numbers.amount(float(one.draws.sum(axis=1).mean()), lang),
            numbers.number(100 * one.difference, lang, 2),
            _number(100 * one.error, lang, 2),
        )
        for one in found.compared
    )
    years = found.group.valuation.years
    caption = _(N_("Cells against the same persons drawn, sums of {first}-{last}, money of the day"))
    return Table(caption.format(first=years[0], last=years[-1]), head, (("", rows),))


def _title(found: LivesResult, one: Compared, lang: str) -> str:
    kind, _dot, benefit = one.name.partition(".")
    currency = found.basis.institution.data.facts.currency
    return translator(lang)(KIND[kind]).format(benefit=_benefit(found, benefit, lang), currency=currency)


def _benefit(found: LivesResult, name: str, lang: str) -> str:
    for one in found.basis.law.scheme.benefits:
        if one.path.rpartition(".")[2] == name:
            return labels.capital(named(one.title, lang))
    return labels.capital(name.replace("_", " "))


def spreads(found: LivesResult, lang: str) -> Table:
    """Percentiles of new awards, and how many are at a minimum or maximum."""
    _ = translator(lang)
    head = (
        "",
        _(N_("awards")),
        *(f"P{100 * level:.0f}" for level in LEVELS),
        _(N_("at minimum")),
        _(N_("at maximum")),
    )
    rows: list[tuple[str, ...]] = []
    for benefit in dict.fromkeys(one.benefit for one in found.spreads):
        rows.append((_benefit(found, benefit, lang), *[""] * (len(head) - 1)))
        rows += [_spread(one, lang) for one in found.spreads if one.benefit == benefit]
    note = _(
        N_(
            "Survivors and orphans: the pension of each person who died before retirement, before it is shared out."
        )
    )
    caption = _(N_("New pensions by years of award, % of the average wage; % of the awards at a bound"))
    return Table(caption, head, (("", tuple(rows)),), notes=(note,))


def _spread(one: Spread, lang: str) -> tuple[str, ...]:
    values = [numbers.number(100 * value, lang, 1) for value in one.values]
    bounds = [_number(100 * share, lang, 1) for share in (one.at_least, one.at_most)]
    return (f"  {one.first}-{one.last}", numbers.persons(one.awards, lang), *values, *bounds)


def earned(found: LivesResult, lang: str) -> Table:
    """What persons have earned so far, by how long they have served."""
    _ = translator(lang)
    head = ("", _(N_("persons")), _(N_("median")), _(N_("mean")))
    rows: list[tuple[str, ...]] = []
    for one in found.rights:
        rows.append((_benefit(found, one.benefit, lang), "", "", ""))
        for text, some in (
            (_(N_("service of today is enough")), one.enough),
            (_(N_("more service is needed")), ~one.enough & (one.age >= 0)),
        ):
            amount = one.amount[some]
            middle = [float(np.median(amount)), float(amount.mean())] if amount.size else [math.nan] * 2
            rows.append(
                (f"  {text}", numbers.number(amount.size, lang), *(_number(v, lang, 0) for v in middle))
            )
    caption = _(N_("Rights earned by service to date, {currency} a year at the wages of {year}"))
    facts = found.basis.institution.data.facts
    return Table(caption.format(currency=facts.currency, year=facts.year), head, (("", tuple(rows)),))


def _number(value: float, lang: str, digits: int) -> str:
    return numbers.number(value, lang, digits) if math.isfinite(value) else "-"


def rights_csv(found: LivesResult) -> Iterator[str]:
    """One row a person and pension of old age, in parts; the order is that of the file."""
    year = found.basis.institution.data.facts.year
    yield "id,sex,age,service,benefit,award_age,award_year,service_enough,amount\n"
    people = found.group.people
    for one in found.rights:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for i, name in enumerate(people.ids):
            writer.writerow((name, *_right(found, one, i, year)))
        yield text.getvalue()


def _right(found: LivesResult, one: Rights, i: int, year: int) -> tuple[object, ...]:
    people = found.group.people
    own = (SEXES[people.sex[i]], int(people.age[i]), f"{people.service[i]:g}", one.benefit)
    if one.age[i] < 0:
        return (*own, "", "", 0, "")
    # the age is that reached in the year of award
    award = year + int(one.age[i]) - int(people.age[i]) - 1
    return (*own, int(one.age[i]), award, int(one.enough[i]), f"{one.amount[i]:.2f}")


def lives_json(found: LivesResult, lang: str) -> str:
    """Differences with the noise of a draw by year, distributions, assumptions."""
    content = {
        "file": found.group.people.file,
        "scheme": found.basis.law.scheme.name,
        "persons": len(found.group.people),
        "classes": found.group.classes,
        "draws": found.draws,
        "seed": found.seed,
        "years": list(found.group.valuation.years),
        "compared": [_compared(one) for one in found.compared],
        "awards": [_awards(one) for one in found.spreads],
        "assumptions": [assumption(one, lang) for one in found.assumptions],
        "notes": [worded(one, lang) for one in found.flags],
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _compared(one: Compared) -> dict[str, object]:
    return {
        "name": one.name,
        "difference": one.difference,
        "error": known(one.error),
        "cells": one.cells.tolist(),
        "mean_of_draws": one.draws.mean(axis=0).tolist(),
        "noise_of_a_draw": [known(float(value)) for value in one.noise],
    }


def _awards(one: Spread) -> dict[str, object]:
    levels = {f"p{100 * level:.0f}": float(value) for level, value in zip(LEVELS, one.values, strict=True)}
    bounds = {"at_minimum": known(one.at_least), "at_maximum": known(one.at_most)}
    return {
        "benefit": one.benefit,
        "first": one.first,
        "last": one.last,
        "awards": one.awards,
        **levels,
        **bounds,
    }


def _wrapped(text: str) -> list[str]:
    return wrap(numbers.together(text), WIDTH)
