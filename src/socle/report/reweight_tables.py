"""New weights of a survey: their file, their diagnostics for a terminal, and both as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from textwrap import wrap
from typing import TYPE_CHECKING

from socle.ground.words import N_
from socle.model.survey import Flag
from socle.project.calibration import QUANTILES
from socle.report import numbers
from socle.report.text import translator

if TYPE_CHECKING:
    from socle.run.reweight import Beside, Reweighted

WIDTH = 80
NAME, CELL = 26, 16
FLAGS = {
    "under": N_("the survey finds less"),
    "over": N_("the survey finds more"),
    "": "",
}


def flag_lines(flags: Sequence[Flag], lang: str) -> list[str]:
    """What a person should look at, one item each."""
    _ = translator(lang)
    return [line for one in flags for line in wrap("! " + worded(one, lang), WIDTH, subsequent_indent="  ")]


def worded(flag: Flag, lang: str) -> str:
    """A flag as a sentence; its values may be messages too."""
    _ = translator(lang)
    return _(flag.text).format(**{key: _(value) for key, value in flag.values.items()})


def beside_lines(totals: Sequence[Beside], lang: str) -> list[str]:
    """The totals of the survey beside those of offices."""
    _ = translator(lang)
    heads = (_(N_("survey")), _(N_("office")), _(N_("survey/office")))
    lines = [f"{_(N_('total')):<{NAME}}" + "".join(f"{head:>{CELL}}" for head in heads), "-" * WIDTH]
    for one in totals:
        cells = [numbers.number(one.survey, lang), numbers.number(one.office, lang)]
        cells.append(numbers.number(one.ratio, lang, 3))
        row = f"{one.name[: NAME - 1]:<{NAME}}" + "".join(f"{numbers.plain(cell):>{CELL}}" for cell in cells)
        lines.append(row)
        error = "-" if one.se is None else numbers.plain(numbers.number(one.se, lang))
        said = [_(N_("standard error {error}")).format(error=error), one.source]
        said += [_(FLAGS[one.flag]).upper()] if one.flag else []
        lines += wrap("; ".join(said), WIDTH, initial_indent="  ", subsequent_indent="  ")
    text = _(N_("A survey more than 10 % away from an office is flagged. Nothing is corrected."))
    return [*lines, *wrap(text, WIDTH)]


def reweighted_table(found: Reweighted, written: str, lang: str) -> str:
    """The margins before and after, how far weights moved, and what to look at."""
    _ = translator(lang)

    def shown(value: float, digits: int = 0) -> str:
        return numbers.plain(numbers.number(value, lang, digits))

    title = _(N_("{file}: weights brought to {country} in {year} ({method})"))
    method = found.method.method
    way = (
        method.name if method.bounds is None else f"{method.name}, {method.bounds[0]:g}-{method.bounds[1]:g}"
    )
    lines = wrap(title.format(file=found.file, country=found.country, year=found.year, method=way), WIDTH)
    heads = (_(N_("before")), _(N_("after")), _(N_("wanted")))
    lines += ["", f"{_(N_('margin')):<{NAME}}" + "".join(f"{head:>{CELL}}" for head in heads), "-" * WIDTH]
    for one in found.margins:
        cells = (shown(one.before), shown(one.after), shown(one.wanted))
        lines.append(f"{one.name[: NAME - 1]:<{NAME}}" + "".join(f"{cell:>{CELL}}" for cell in cells))
    spread = found.spread
    facts = [
        (_(N_("sum of weights before")), shown(float(found.old.sum()))),
        (_(N_("sum of weights after")), shown(float(found.found.weight.sum()))),
        *(
            (_(N_("new over old weight, quantile {share}")).format(share=f"{share:g}"), shown(value, 3))
            for share, value in zip(QUANTILES, spread.quantiles, strict=True)
        ),
        (_(N_("loss of precision by weights, before")), shown(spread.effect_before, 3)),
        (_(N_("loss of precision by weights, after")), shown(spread.effect_after, 3)),
        (_(N_("records, were weights equal")), shown(spread.effective)),
        (_(N_("steps")), shown(found.found.iterations)),
    ]
    lines += ["", *(f"  {name:<46}{value:>16}" for name, value in facts)]
    if found.totals:
        lines += ["", _(N_("With the old weights:")), *beside_lines(found.totals, lang)]
    lines += ["", *flag_lines(found.flags, lang)] if found.flags else []
    lines += ["", _("Written:"), f"  {written}"] if written else []
    return "\n".join(lines) + "\n"


def reweighted_json(found: Reweighted, lang: str) -> str:
    """The diagnostics as one JSON object."""
    told = {
        "file": found.file,
        "country": found.country,
        "year": found.year,
        "method": found.method.method.name,
        "bounds": found.method.method.bounds,
        "iterations": found.found.iterations,
        "people_before": float(found.old.sum()),
        "people_after": float(found.found.weight.sum()),
        "ratio": {
            f"{share:g}": value for share, value in zip(QUANTILES, found.spread.quantiles, strict=True)
        },
        "weighting_effect_before": found.spread.effect_before,
        "weighting_effect_after": found.spread.effect_after,
        "effective_records": found.spread.effective,
        "margins": [asdict(one) for one in found.margins],
        "totals": [asdict(one) for one in found.totals],
        "flags": [worded(one, lang) for one in found.flags],
    }
    return json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def weights_csv(found: Reweighted) -> str:
    """One row a record of the survey: where it stands, its keys, its weight before and after."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    keys = [("row", found.rows.tolist()), (found.roles.household, found.households)]
    keys += [(found.roles.person, found.persons)] if found.persons else []
    ratio = found.found.ratio.tolist()
    values = [
        ("weight_before", found.old.tolist()),
        ("weight", found.found.weight.tolist()),
        ("ratio", ratio),
    ]
    columns = [*keys, *values]
    writer.writerow([name for name, _ in columns])
    writer.writerows(zip(*(cells for _, cells in columns), strict=True))
    return text.getvalue()
