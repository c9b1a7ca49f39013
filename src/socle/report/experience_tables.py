"""Experience of a file of persons: for a terminal, as CSV that `socle lifetable` reads, and as JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Sequence
from textwrap import wrap

from socle.ground.words import N_
from socle.measure.credibility import full_credibility
from socle.measure.experience import Rates
from socle.report import numbers
from socle.report.plain_json import known
from socle.report.reweight_tables import flag_lines, worded
from socle.report.text import translator
from socle.run.experience import SEX, Experience, Group
from socle.run.experience_compared import Comparison, ExperienceRequest

WIDTH = 80
MANY = 100_000.0  # years of exposure, from which parts of a year are not shown
EVENTS = {
    "death": N_("Deaths"),
    "invalidity": N_("Cases of invalidity"),
    "leaving": N_("Exits by leaving"),
    "retirement": N_("Retirements"),
}
MEANING = {
    "age": N_("completed age, years"),
    "q": N_("probability of the event within a year, 1 - exp(-m), m being credible_m or else graduated_m"),
    "exposure": N_("years lived under observation at that age (days / 365.25)"),
    "events": N_("events at that age"),
    "crude_m": N_("events / exposure"),
    "crude_m_low": N_("its lower exact Poisson limit (Garwood), {level} sure with the upper one"),
    "crude_m_high": N_("its upper limit"),
    "crude_q": N_("1 - exp(-crude_m)"),
    "initial_exposure": N_("years, whoever has the event counted until the next birthday"),
    "initial_q": N_("events / initial_exposure"),
    "graduated_m": N_("crude_m graduated by Whittaker-Henderson"),
    "graduated_sd": N_("its standard deviation, from chance alone"),
    "standard_m": N_("rate of the standard table, -log(1 - q)"),
    "expected": N_("events the standard table expects of this exposure"),
    "credible_m": N_("Z graduated_m + (1 - Z) standard_m"),
}
ON_JANUARY = N_("completed age on 1 January of the year, held all year")
SMOOTHED = N_(
    "Graduated by Whittaker-Henderson on the scale `{scale}`, order {order}, smoothing {smoothing}{how}: "
    "{freedom} effective parameters."
)
BY_REML = N_(" (restricted maximum likelihood)")
ACTUAL = N_("A/E {ratio} ({low} to {high}): {actual} events, {expected} expected by the standard table.")
CHI = N_("Chi-square {chi} over {classes} classes of five expected events or more: p {p}.")
SIGNS = N_("Signs: {above} above, {below} below: p {p}.")
RUNS = N_("Runs of classes above: {runs}; so few by chance: p {p}.")
LIMITED = N_("Credibility Z = {z}: limited fluctuation, full at {full} events (90 % sure within 5 %).")
GREATEST = N_("Credibility Z = {z}: Bühlmann, E / (E + k) with k = {half} expected events.")


def sure(level: float, lang: str) -> str:
    """A level of confidence in per cent, with the decimals it has."""
    digits = 0 if math.isclose(100 * level, round(100 * level)) else 1
    return numbers.number(100 * level, lang, digits) + numbers.HARD_SPACE + "%"


def meaning(name: str, request: ExperienceRequest, lang: str) -> str:
    """What a column is, in words."""
    name = "q" if name == request.event else name
    key = ON_JANUARY if name == "age" and request.age_on == "january" else MEANING[name]
    return translator(lang)(key).format(level=sure(request.level, lang))


def experience_csv(found: Experience, request: ExperienceRequest) -> str:
    """One row an age: sex, age, q, and how q came about; an empty cell where nothing is known.

    By age on 1 January, q has the name of the event, as in the tables of a valuation.
    """
    text = io.StringIO()
    rows = list(_rows(found, request))
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def experience_json(found: Experience, request: ExperienceRequest, lang: str) -> str:
    """What was asked, totals, tests and credibility by sex, the meaning of the columns, and one row an age."""
    rows = list(_rows(found, request))
    content = {
        "file": str(request.file),
        "event": request.event,
        "from": str(found.first),
        "to": str(found.last),
        "persons": found.persons,
        "standard": str(request.standard) if request.standard else None,
        "level": request.level,
        "groups": [_summary(group, request) for group in found.groups],
        "columns": {name: meaning(name, request, lang) for name in rows[0] if name != "sex"},
        "notes": list(dict.fromkeys(worded(note, lang) for note in found.notes)),
        "rows": rows,
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _rows(found: Experience, request: ExperienceRequest) -> Iterator[dict[str, object]]:
    final = "q" if request.age_on == "birthday" else request.event
    for group in found.groups:
        names = {final: "q"} | {name: name for name in group.columns if name != "q"}
        for place, age in enumerate(group.ages):
            values = {shown: known(group.columns[name][place]) for shown, name in names.items()}
            yield {"sex": group.sex, "age": int(age), **values}


def _summary(group: Group, request: ExperienceRequest) -> dict[str, object]:
    fitted = group.graduated
    said: dict[str, object] = {"sex": group.sex, **_rate(group.total, 0, "crude_m")}
    said["classes"] = [
        {"from_age": age, **_rate(group.classes, place, "crude_m")} for place, age in enumerate(group.starts)
    ]
    if fitted:
        said["graduation"] = {
            "scale": fitted.scale,
            "order": fitted.order,
            "smoothing": fitted.smoothing,
            "chosen_by": "REML" if request.smoothing is None else None,
            "effective_parameters": fitted.freedom,
        }
    if group.compared:
        said["compared"] = _compared(group, group.compared)
    return said


def _rate(rates: Rates, place: int, name: str, under: str = "exposure") -> dict[str, object]:
    return {
        under: float(rates.exposure[place]),
        "events": float(rates.events[place]),
        name: known(rates.rate[place]),
        f"{name}_low": known(rates.low[place]),
        f"{name}_high": known(rates.high[place]),
    }


def _compared(group: Group, one: Comparison) -> dict[str, object]:
    fit = one.fit
    tests = (
        None
        if fit is None
        else {
            "chi_square": fit.chi_square,
            "classes": fit.classes,
            "p_chi_square": fit.p_chi_square,
            "above": fit.above,
            "below": fit.below,
            "p_signs": fit.p_signs,
            "runs": fit.runs,
            "p_runs": fit.p_runs,
        }
    )
    return {
        **_rate(one.total, 0, "ratio", "expected"),
        "classes": [
            {"from_age": age, **_rate(one.classes, place, "ratio", "expected")}
            for place, age in enumerate(group.starts)
        ],
        "tests": tests,
        "credibility": one.trust,
        "credibility_method": "limited_fluctuation" if one.half is None else "buhlmann",
        "k": one.half,
    }


def experience_text(found: Experience, request: ExperienceRequest, lang: str) -> str:
    """Totals, classes of age, graduated rates at some ages, the comparison, and what to know before quoting."""
    _ = translator(lang)
    head = _(N_("{event} from {first} to {last}; persons observed: {persons}.")).format(
        event=_(EVENTS[request.event]),
        first=found.first,
        last=found.last,
        persons=numbers.number(found.persons, lang),
    )
    lines = wrap(head, WIDTH)
    for group in found.groups:
        lines += ["", _(SEX[group.sex]), *_classes(group, lang), "", *_ages(group, lang)]
        said = _told(group, request, lang)
        lines += ["", *said] if said else []
    lines += ["", *_explained(found, request, lang)]
    notes = {note.text + worded(note, lang): note for note in found.notes}
    lines += ["", *flag_lines(tuple(notes.values()), lang)] if notes else []
    return numbers.plain("\n".join(lines)) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as their longest cell, the first from the left, the others from the right."""
    sizes = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = []
    for row in (head, *rows):
        cells = [cell.rjust(size) for cell, size in zip(row[1:], sizes[1:], strict=True)]
        lines.append("  ".join([row[0].ljust(sizes[0]), *cells]).rstrip())
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]


def _classes(group: Group, lang: str) -> list[str]:
    """Exposure, events, rate with its limits, and A/E with its own, for each class of age and all."""
    _ = translator(lang)
    head = [_(N_("ages")), _(N_("years")), _(N_("events")), "m", _(N_("low")), _(N_("high"))]
    one = group.compared
    head += ["A/E", _(N_("low")), _(N_("high"))] if one else []
    ends = [*(start - 1 for start in group.starts[1:]), int(group.ages[-1])]
    names = [
        f"{first}-{last}" if last > first else str(first)
        for first, last in zip(group.starts, ends, strict=True)
    ]
    rows, digits = [], 0 if group.total.exposure[0] >= MANY else 1
    for place, name in enumerate([*names, _(N_("all"))]):
        rates, ratios = (
            (group.classes, one and one.classes) if place < len(names) else (group.total, one and one.total)
        )
        at = place if place < len(names) else 0
        row = [name, numbers.number(rates.exposure[at], lang, digits), numbers.number(rates.events[at], lang)]
        row += [_rate_text(value[at], lang) for value in (rates.rate, rates.low, rates.high)]
        if ratios:
            row += [_ratio(value[at], lang) for value in (ratios.rate, ratios.low, ratios.high)]
        rows.append(row)
    return _table(head, rows)


def _ages(group: Group, lang: str) -> list[str]:
    """Rates at the first, the last and every fifth age."""
    _ = translator(lang)
    names = [
        name
        for name in ("crude_m", "graduated_m", "graduated_sd", "standard_m", "credible_m", "q")
        if name in group.columns
    ]
    last = len(group.ages) - 1
    shown = [place for place, age in enumerate(group.ages) if age % 5 == 0 or place in (0, last)]
    rows = [
        [str(group.ages[place]), *(_rate_text(group.columns[name][place], lang) for name in names)]
        for place in shown
    ]
    return _table([_(N_("age")), *names], rows)


def _rate_text(value: float, lang: str) -> str:
    return numbers.number(float(value), lang, 6) if math.isfinite(value) else "-"


def _ratio(value: float, lang: str) -> str:
    return numbers.number(float(value), lang, 3) if math.isfinite(value) else "-"


def _chance(value: float, lang: str) -> str:
    """A p-value with its sign: as it is, or below the least that three decimals show."""
    least = 0.001
    return f"< {numbers.number(least, lang, 3)}" if value < least else f"= {numbers.number(value, lang, 3)}"


def _told(group: Group, request: ExperienceRequest, lang: str) -> list[str]:
    """The graduation and the comparison in sentences."""
    _ = translator(lang)
    said, fitted, one = [], group.graduated, group.compared
    if fitted:
        said.append(
            _(SMOOTHED).format(
                scale=fitted.scale,
                order=fitted.order,
                smoothing=f"{fitted.smoothing:.6g}",
                how=_(BY_REML) if request.smoothing is None else "",
                freedom=numbers.number(fitted.freedom, lang, 1),
            )
        )
    if one:
        said += _comparison(one, lang)
    return [line for text in said for line in wrap(text, WIDTH)]


def _comparison(one: Comparison, lang: str) -> Iterator[str]:
    _ = translator(lang)
    total = one.total
    yield _(ACTUAL).format(
        ratio=_ratio(total.rate[0], lang),
        low=_ratio(total.low[0], lang),
        high=_ratio(total.high[0], lang),
        actual=numbers.number(total.events[0], lang),
        expected=numbers.number(total.exposure[0], lang, 1),
    )
    if fit := one.fit:
        shown = [_chance(p, lang) for p in (fit.p_chi_square, fit.p_signs, fit.p_runs)]
        chi = numbers.number(fit.chi_square, lang, 1)
        yield _(CHI).format(chi=chi, classes=fit.classes, p=shown[0])
        yield _(SIGNS).format(above=fit.above, below=fit.below, p=shown[1])
        yield _(RUNS).format(runs=fit.runs, p=shown[2])
    z = numbers.number(one.trust, lang, 3)
    half = math.inf if one.half is None else one.half
    yield (
        _(LIMITED).format(z=z, full=numbers.number(full_credibility(), lang))
        if one.half is None
        else _(GREATEST).format(z=z, half=numbers.number(half, lang, 1))
    )


def _explained(found: Experience, request: ExperienceRequest, lang: str) -> list[str]:
    _ = translator(lang)
    names = ["crude_m", "crude_m_low", "graduated_m", "graduated_sd", "standard_m", "credible_m", "q"]
    names = [name for name in names if name in found.groups[0].columns]
    shown = {"age": _(N_("age")), "crude_m": "m", "crude_m_low": _(N_("low"))}
    width = max(map(len, names)) + 2
    lines = []
    for name in [*(["age"] if request.age_on == "january" else []), *names]:
        start = f"{shown.get(name, name):<{width}}"
        lines += wrap(
            meaning(name, request, lang), WIDTH, initial_indent=start, subsequent_indent=" " * width
        )
    return lines
