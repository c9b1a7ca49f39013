"""The mean service shortcut beside the full run: what it errs by and what it saves, for a terminal and as JSON."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, Final

from socle.ground.words import N_
from socle.report import labels, numbers, plain_table
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.run.mean_service import MeanService

WIDTH: Final = 80
STEPS: Final = (0, 1, 5, 10, 25, 50)  # years after the first that are shown, and the last
DEFINITION: Final = N_(
    "Mean service: each sex, class and age has one service, the mean of all who have any, in place of every year of "
    "service told apart. Its error is its cost rate over that of a full run, less 1."
)


def as_text(found: MeanService, lang: str) -> str:
    """The largest error and both times, then both cost rates by year."""
    _ = translator(lang)
    lines = [*_wrapped(headline(found, lang)), "", *plain_table.lines(table(found, lang), WIDTH)]
    return numbers.plain("\n".join([*lines, *_wrapped(_(DEFINITION))])) + "\n"


def headline(found: MeanService, lang: str) -> str:
    """By how much the shortcut errs at most, and how long both take."""
    text = N_(
        "{scheme} with mean service: the cost rate errs by {error} % at most, in {year}; {short} seconds in place of "
        "{full}."
    )
    return translator(lang)(text).format(
        scheme=labels.capital(named(found.title, lang)),
        error=_signed(float(found.error[found.worst]), lang),
        year=found.years[found.worst],
        short=numbers.number(found.short_seconds, lang, 2),
        full=numbers.number(found.full_seconds, lang, 2),
    )


def table(found: MeanService, lang: str) -> Table:
    """Both cost rates and the error, in per cent."""
    _, last = translator(lang), len(found.years) - 1
    at = sorted({step for step in (*STEPS, found.worst) if step < last} | {last})
    rows = (
        (_(N_("Full run")), *(numbers.number(100 * float(found.full[step]), lang, 2) for step in at)),
        (_(N_("Mean service")), *(numbers.number(100 * float(found.short[step]), lang, 2) for step in at)),
        (_(N_("Error, %")), *(_signed(float(found.error[step]), lang) for step in at)),
    )
    caption = _(N_("Pay-as-you-go cost rates, % of payroll of the year"))
    return Table(caption, ("", *(str(found.years[step]) for step in at)), (("", rows),))


def content(found: MeanService, lang: str) -> dict[str, Any]:
    """What JSON says of it; the times are of this run and differ from run to run."""
    return {
        "definition": translator(lang)(DEFINITION),
        "largest_error": float(found.error[found.worst]),
        "year_of_largest_error": found.years[found.worst],
        "seconds_full": found.full_seconds,
        "seconds_mean_service": found.short_seconds,
        "years": list(found.years),
        "cost_rate_full": found.full.tolist(),
        "cost_rate_mean_service": found.short.tolist(),
    }


def _signed(error: float, lang: str) -> str:
    text = numbers.number(100 * error, lang, 2)
    return f"+{text}" if round(100 * error, 2) > 0 else text


def _wrapped(text: str) -> list[str]:
    return wrap(numbers.together(text), WIDTH)
