"""The indicators of a country: from the register where there is one, else as shipped; each opened to its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256

from starlette.exceptions import HTTPException

from socle.ground.provenance import sha256_of
from socle.ground.refusals import nearest
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE
from socle.register.explaining import explanations
from socle.register.roles import ANYBODY
from socle.register.statistics import Known, known, opened_if_there, state
from socle.register.store import Register
from socle.report import indicator_chart, indicator_explained, indicator_tables
from socle.report.indicator_tables import Shown
from socle.report.indicator_text import asides, headline, rooms, sdg
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.web.chapters import country_name, svgs, there
from socle.web.countries import code_of, country_of, stamp_of
from socle.web.page import Asked, page

NOTHING = N_(
    "Nothing is known of this country yet. An inquiry that is answered and published, or data that are imported, "
    "would bring it."
)
DIGITS = 16


@dataclass(frozen=True)
class Statistics:
    """How many people have a benefit, SDG 1.3.1, a table of each room of the catalogue, what is not known, sources."""

    title: str
    iso3: str
    name: str
    lead: tuple[str, ...]
    drawings: Mapping[str, str]
    links: Mapping[str, str]
    tables: tuple[Table, ...]
    fingerprint: str


@dataclass(frozen=True)
class StatisticExplained:
    """One indicator of a country: its definition and formula, and the numbers in every value of it."""

    title: str
    iso3: str
    name: str
    code: str
    definition: str
    formula: str
    tables: tuple[Table, ...]
    fingerprint: str


def stamp_of_statistics(asked: Asked) -> str:
    """What changes with the files of the country, and with what is entered in the register or imported."""
    where = (asked.register, asked.viewer.name)
    return sha256(f"{stamp_of(asked)} {where} {state(asked.register, _user(asked))}".encode()).hexdigest()


@page("/{iso3:country}/statistics", stamp=stamp_of_statistics)
def statistics(asked: Asked) -> Statistics:
    """Coverage, level, expenditure and financing of a country's social protection."""
    code, lang, name = code_of(asked), asked.lang, country_name(asked)
    with _register(asked) as register:
        found = known(register, code)
    _, told = translator(lang), indicator_tables.titled(found.statistics, _titles(asked))
    shown = Shown(name, code, told)
    notes = (found.note, "" if found.statistics else NOTHING)
    return Statistics(
        headline(shown, lang),
        code,
        name,
        tuple(_(note) for note in notes if note),
        svgs(indicator_chart.specs(found.statistics, lang), lang),
        _links(shown, lang),
        (
            *there(sdg(shown, lang)),
            *(_headed(table, _(N_("Indicator"))) for table in rooms(shown, lang, units=True)),
            *asides(shown, lang),
        ),
        _fingerprint(Shown(name, code, found.statistics)),
    )


def _titles(asked: Asked) -> dict[str, str]:
    """What the schemes of the country are called."""
    return {one.name: named(one.title, asked.lang) for one in country_of(asked).schemes}


@page("/{iso3:country}/statistics/explain/{code:name}", stamp=stamp_of_statistics)
def statistic_explained(asked: Asked) -> StatisticExplained:
    """Each value of an indicator opened: its formula, the numbers in it with their sources, who reviewed them."""
    iso3, code, lang, name = code_of(asked), asked.path["code"], asked.lang, country_name(asked)
    if code not in CATALOGUE:
        raise HTTPException(404, nearest(code, CATALOGUE))
    _, one = translator(lang), CATALOGUE[code]
    with _register(asked) as register:
        held: Known = known(register, iso3)
        found = tuple(value for value in held.statistics if value.indicator == code)
        each = tuple(explanations(register, iso3, found))
    return StatisticExplained(
        _(N_("{country}: {indicator}, step by step")).format(country=name, indicator=_(one.title).lower()),
        iso3,
        name,
        code,
        _(one.definition),
        f"{code} = {one.formula}",
        indicator_explained.tables(name, each, lang),
        _fingerprint(Shown(name, iso3, found)),
    )


def _links(shown: Shown, lang: str) -> dict[str, str]:
    """Where the names of indicators lead: to their numbers."""
    found: dict[str, str] = {}
    for one in shown.statistics:
        at = f"/{shown.iso3}/statistics/explain/{one.indicator}"
        found |= {
            indicator_tables.title_of(one.indicator, lang): at,
            indicator_tables.label_of(one, lang): at,
        }
    return found


def _fingerprint(shown: Shown) -> str:
    """What was answered, whatever the language; the same as long as every value is."""
    return sha256_of(indicator_tables.as_json(replace(shown, name=shown.iso3)))[:DIGITS]


def _headed(table: Table, first: str) -> Table:
    """A table whose first column has a name, which a page needs and a terminal does not."""
    return replace(table, head=(first, *table.head[1:]))


@contextmanager
def _register(asked: Asked) -> Iterator[Register | None]:
    """What the register tells this viewer, where there is one."""
    register = opened_if_there(asked.register, _user(asked))
    if register is None:
        yield None
        return
    with closing(register):
        yield register


def _user(asked: Asked) -> str:
    return asked.viewer.name or ANYBODY
