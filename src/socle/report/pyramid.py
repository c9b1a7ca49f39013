"""A pyramid of one year over the outline of the base year: a small SVG with classes for a style sheet."""

from __future__ import annotations

from html import escape
from typing import Final

from socle.ground.axes import FEMALE, MALE, Array
from socle.ground.refusals import Refusal
from socle.model.country import Country
from socle.model.results import Floor
from socle.report import labels, numbered, numbers
from socle.report.sections import Table
from socle.report.text import translator

BANDS: Final = tuple(range(0, 101, 5))
BAR, MIDDLE, SIDE, TOP = (
    15,
    44,
    290,
    30,
)  # height of a bar, width of the names of ages, of a side, above the bars
WORKING, OLD = 15, 65  # completed years of age
BOTTOM: Final = TOP + BAR * len(BANDS)


def year_of(floor: Floor, said: str) -> int:
    """The year that was asked for, the base year where none was; one outside the run is refused."""
    if not said:
        return floor.base_year
    year = next((one for one in floor.years if str(one) == said), None)
    if year is None:
        raise Refusal(
            "`{year}` is no year of this run: give one from {first} to {last}.",
            year=said[:20],
            first=floor.years[0],
            last=floor.years[-1],
        )
    return year


def title(floor: Floor, year: int, lang: str) -> str:
    """The sentence: how many people, and how many of them are old, now and then."""
    _ = translator(lang)
    people = floor.population[floor.years.index(year)]
    base = floor.population[floor.years.index(floor.base_year)]
    values = {
        "persons": numbers.persons(float(people.sum()), lang),
        "year": year,
        "old": numbers.share(float(people[:, OLD:].sum() / people.sum()), lang),
        "before": numbers.share(float(base[:, OLD:].sum() / base.sum()), lang),
        "base": floor.base_year,
    }
    if year == floor.base_year:
        return _("{persons} people in {year}, of whom {old} are 65 and over").format(**values)
    return _("{persons} people in {year}, of whom {old} are 65 and over, against {before} in {base}").format(
        **values
    )


def source(floor: Floor, country: Country) -> str:
    """Where the people of the base year come from."""
    keys = dict.fromkeys(row.source for row in country.figures.rows if row.figure == "population")
    return "; ".join(labels.cited(floor, key) for key in keys)


def drawing(floor: Floor, year: int, lang: str) -> str:
    """The pyramid: bars are the year, the outline is the base year; men to the left."""
    _ = translator(lang)
    now = bands(floor.population[floor.years.index(year)])
    base = bands(floor.population[floor.years.index(floor.base_year)])
    widest = float(bands(floor.population.max(axis=0)).max())
    width = 2 * SIDE + MIDDLE
    what = _("Persons by sex and five years of age. Bars: {year}. Outline: {base}.").format(
        year=year, base=floor.base_year
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pyramid" viewBox="0 0 {width} {BOTTOM + 24}" role="img" '
        'aria-labelledby="people-title people-desc">'
        f'<title id="people-title">{escape(title(floor, year, lang))}</title>'
        f'<desc id="people-desc">{escape(what)}</desc>',
        f'<text class="mid" x="{SIDE // 2}" y="14">{escape(_("Men"))}</text>'
        f'<text class="mid" x="{SIDE + MIDDLE + SIDE // 2}" y="14">{escape(_("Women"))}</text>',
    ]
    for at, age in enumerate(BANDS):
        y = BOTTOM - BAR * (at + 1)
        kind = "young" if age < WORKING else "work" if age < OLD else "old"
        men, women = (SIDE * float(now[sex, at]) / widest for sex in (MALE, FEMALE))
        parts.append(
            f'<rect class="{kind}" x="{SIDE - men:.1f}" y="{y}" width="{men:.1f}" height="{BAR - 1}"/>'
            f'<rect class="{kind}" x="{SIDE + MIDDLE}" y="{y}" width="{women:.1f}" height="{BAR - 1}"/>'
            f'<text class="mid" x="{SIDE + MIDDLE // 2}" y="{y + 11}">{name(age)}</text>'
        )
    parts += [_outline(base[sex], widest, sex) for sex in (MALE, FEMALE)]
    end = escape(_("{persons} persons").format(persons=numbers.persons(widest, lang)))
    parts.append(
        f'<text x="0" y="{BOTTOM + 18}">{end}</text><text class="end" x="{width}" y="{BOTTOM + 18}">{end}</text>'
    )
    return "".join([*parts, "</svg>"])


def table(floor: Floor, year: int, lang: str) -> Table:
    """Persons by sex and five years of age, the oldest first as in the pyramid."""
    _ = translator(lang)
    now = bands(floor.population[floor.years.index(year)])
    known, sexes = numbered.names(floor), {MALE: "men", FEMALE: "women"}

    def cells(span: str, people: Array) -> tuple[str, ...]:
        measures = (*(sexes[sex] for sex in sorted(sexes)), "everybody")
        values = zip((*people, people.sum()), measures, strict=True)
        return tuple(
            known(numbers.number(float(value), lang), f"people.{span}", measure, year=year)
            for value, measure in values
        )

    rows = [(name(age), *cells(_span(age), now[:, at])) for at, age in reversed(list(enumerate(BANDS)))]
    total = (_("Total"), *cells(f"{BANDS[0]}-{BANDS[-1]}", now.sum(axis=1)))
    said = {MALE: _("Men"), FEMALE: _("Women")}
    head = (_("Age"), *(said[sex] for sex in sorted(said)), _("Total"))
    caption = _("Population on 1 July {year}").format(year=year)
    return Table(caption, head, (("", (total, *rows)),))


def bands(people: Array) -> Array:
    """Persons by sex and five years of age from persons by single age, shape [sex, band]; the last is open."""
    import numpy as np

    return np.asarray(np.add.reduceat(people, BANDS, axis=-1))


def name(age: int) -> str:
    """Five years of age."""
    return f"{age}+" if age == BANDS[-1] else f"{age}–{age + 4}"


def _span(age: int) -> str:
    """Five years of age, as the name of a number has them."""
    return f"{age}-{min(age + 4, BANDS[-1])}"


def _outline(people: Array, widest: float, sex: int) -> str:
    """One side of the base year as a line from the youngest to the oldest."""
    inner, sign = (SIDE, -1) if sex == MALE else (SIDE + MIDDLE, 1)
    ends = [inner + sign * SIDE * float(one) / widest for one in people]
    steps = "".join(f"H{end:.1f}V{BOTTOM - BAR * (at + 1)}" for at, end in enumerate(ends))
    return f'<path class="then" d="M{inner} {BOTTOM}{steps}H{inner}"/>'
