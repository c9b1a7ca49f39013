"""A universal tier beside a contributory scheme: for a terminal, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from textwrap import wrap
from typing import Any, Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.model.tiers import Tier, Tiers
from socle.report import labels, numbers, plain_table
from socle.report import valuation_words as words
from socle.report.reweight_tables import flag_lines, worded
from socle.report.sections import Table
from socle.report.text import named, translator

WIDTH: Final = 80
STEPS: Final = (0, 1, 5, 10, 25, 50)  # years after the first that are shown, and the last
COLUMNS: Final = (
    "country",
    "scheme",
    "benefit",
    "year",
    "measure",
    "unit",
    "currency",
    "value",
    "definition",
)
MEASURES: Final = {
    "cost": ("money", N_("Universal benefits and their administration.")),
    "untested": ("money", N_("The same if nobody had a contributory pension.")),
    "saved": ("money", N_("What contributory pensions save the universal tier, administration included.")),
    "full": ("persons", N_("Recipients of the whole amount, each for the part of the year paid.")),
    "reduced": ("persons", N_("Recipients of a part of it, because of their contributory pension.")),
    "none": ("persons", N_("Persons who receive nothing of it because of their contributory pension.")),
}
LINES: Final = {
    "spending": ("money", N_("Benefits and administration of the contributory scheme.")),
    "contributions": ("money", N_("Contributions that are paid.")),
    "gdp": ("money", N_("Gross domestic product, current prices.")),
}
SHOWN: Final = {
    "cost": N_("Universal tier"),
    "saved": N_("Saved by contributory pensions"),
    "spending": N_("Contributory scheme"),
    "contributions": N_("Contributions"),
}
WHO: Final = {"full": N_("in full"), "reduced": N_("reduced"), "none": N_("nothing")}


def as_text(found: Tiers, lang: str) -> str:
    """The answer, both lines by year, who receives what, and what to know before quoting it."""
    _ = translator(lang)
    lines = _wrapped(headline(found, lang))
    for table in tables(found, lang):
        lines += ["", *plain_table.lines(table, WIDTH)]
    lines += ["", *flag_lines(found.warnings, lang)]
    own = [one for one in found.assumptions if one.topic == found.assumptions[0].topic]
    for one in own:
        lines += _wrapped(words.assumption(one, lang), "* ")
    text = _(N_("Socle {version}, run {fingerprint}."))
    said = text.format(version=found.trace.version, fingerprint=found.trace.fingerprint)
    return numbers.plain("\n".join([*lines, "", *_wrapped(said)])) + "\n"


def headline(found: Tiers, lang: str) -> str:
    """Both lines in the first and the last year."""
    text = N_(
        "{universal} beside {contributory}: {first} of GDP in {year} and {last} in {until}; contributory pensions "
        "save it {saved} of GDP in {until}, and the contributory scheme spends {spent}."
    )
    shares = {
        "first": found.cost[0],
        "last": found.cost[-1],
        "saved": found.saved[-1],
        "spent": found.spending[-1],
    }
    gdp = {name: found.gdp[0 if name == "first" else -1] for name in shares}
    return translator(lang)(text).format(
        universal=labels.capital(named(found.universal.title, lang)),
        contributory=named(found.contributory.title, lang),
        year=found.years[0],
        until=found.years[-1],
        **{name: numbers.share(float(value / gdp[name]), lang) for name, value in shares.items()},
    )


def tables(found: Tiers, lang: str) -> list[Table]:
    """Both lines over product and in money, then the recipients of each universal benefit."""
    _, at = translator(lang), _steps(found)
    years = ("", *(str(found.years[step]) for step in at))
    lines = {name: np.asarray(getattr(found, name)) for name in SHOWN}
    shares = [
        (
            _(SHOWN[name]),
            *(numbers.share_in_column(float(v), lang, unit=False) for v in (values / found.gdp)[at]),
        )
        for name, values in lines.items()
    ]
    factor, unit = words.scale([float(v[step]) for v in lines.values() for step in at], found.currency, lang)
    digits = 0 if max(float(np.abs(v[at]).max()) for v in lines.values()) >= words.MANY * factor else 1
    money = [
        (_(SHOWN[name]), *(numbers.number(float(v) / factor, lang, digits) for v in values[at]))
        for name, values in lines.items()
    ]
    caption = _(N_("Both tiers in money of the day, {unit}")).format(unit=unit)
    made = [
        Table(_(N_("Both tiers, % of GDP")), years, (("", tuple(shares)),)),
        Table(caption, years, (("", tuple(money)),)),
    ]
    return [*made, *(_recipients(tier, found, at, lang) for tier in found.tiers)]


def _recipients(tier: Tier, found: Tiers, at: list[int], lang: str) -> Table:
    _ = translator(lang)
    series = {name: np.asarray(getattr(tier, name)) for name in WHO}
    factor, unit = words.scale(
        [float(v[step]) for v in series.values() for step in at], _(N_("persons")), lang
    )
    digits = 0 if factor == 1 else 1
    rows = tuple(
        (labels.capital(_(WHO[name])), *(numbers.number(float(v) / factor, lang, digits) for v in values[at]))
        for name, values in series.items()
    )
    caption = _(
        N_("{benefit}: who would receive it without other pensions, by what they receive, {unit}")
    ).format(benefit=labels.benefit_title(tier.cost, lang), unit=unit)
    return Table(caption, ("", *(str(found.years[step]) for step in at)), (("", rows),))


def as_csv(found: Tiers, lang: str) -> str:
    """One number a line with its unit and definition."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(records(found, lang))
    return text.getvalue()


def content(found: Tiers, lang: str) -> dict[str, Any]:
    """What JSON says of it."""
    return {
        "headline": numbers.plain(headline(found, lang)),
        "universal": found.universal.name,
        "contributory": found.contributory.name,
        "warnings": [worded(one, lang) for one in found.warnings],
        "assumptions": [
            {"text": words.assumption(one, lang), "unverified": one.unverified} for one in found.assumptions
        ],
        "files": dict(found.trace.files),
        "version": found.trace.version,
        "fingerprint": found.trace.fingerprint,
        "rows": list(records(found, lang)),
    }


def records(found: Tiers, lang: str) -> Iterator[dict[str, Any]]:
    """Every number with all that names it."""
    _ = translator(lang)
    series: list[tuple[str, str, str, tuple[str, str], Array]] = [
        (found.universal.name, tier.cost.benefit.rpartition(".")[2], name, said, _series(tier, name))
        for tier in found.tiers
        for name, said in MEASURES.items()
    ]
    series += [
        (found.contributory.name, "all", name, said, getattr(found, name)) for name, said in LINES.items()
    ]
    for scheme, benefit, measure, (unit, definition), values in series:
        for year, value in zip(found.years, values.tolist(), strict=True):
            yield {
                "country": found.iso3, "scheme": scheme, "benefit": benefit, "year": year,
                "measure": measure, "unit": unit, "currency": found.currency if unit == "money" else "",
                "value": value, "definition": _(definition),
            }  # fmt: skip


def _series(tier: Tier, name: str) -> Array:
    return np.asarray(tier.cost.cost if name == "cost" else getattr(tier, name))


def _steps(found: Tiers) -> list[int]:
    last = len(found.years) - 1
    return sorted({step for step in STEPS if step < last} | {last})


def _wrapped(text: str, first: str = "") -> list[str]:
    return wrap(numbers.together(text), WIDTH, initial_indent=first, subsequent_indent=" " * len(first))
