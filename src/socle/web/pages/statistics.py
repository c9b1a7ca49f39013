"""The indicators of a country: from the register where there is one, else as shipped."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256

from socle.ground.words import N_
from socle.register.roles import ANYBODY
from socle.register.statistics import Known, known, opened_if_there, state
from socle.report.indicator_tables import Shown
from socle.report.indicator_text import asides, headline, rooms
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.chapters import country_name
from socle.web.countries import code_of, stamp_of
from socle.web.page import Asked, page

NOTHING = N_(
    "Nothing is known of this country yet. An inquiry that is published (`socle inquiry`) or data that are imported "
    "(`socle import`) would bring it."
)


@dataclass(frozen=True)
class Statistics:
    """How many people have a benefit, a table of each room of the catalogue, what is not known, and sources."""

    title: str
    iso3: str
    name: str
    lead: tuple[str, ...]
    tables: tuple[Table, ...]
    fingerprint: str = ""


def stamp_of_statistics(asked: Asked) -> str:
    """What changes with the files of the country, and with what is entered in the register or imported."""
    where = (asked.register, asked.viewer.name)
    return sha256(f"{stamp_of(asked)} {where} {state(asked.register, _user(asked))}".encode()).hexdigest()


@page("/{iso3:country}/statistics", stamp=stamp_of_statistics)
def statistics(asked: Asked) -> Statistics:
    """Coverage, level, expenditure and financing of a country's social protection."""
    code, lang, name = code_of(asked), asked.lang, country_name(asked)
    found, _ = _known(asked, code), translator(lang)
    shown = Shown(name, code, found.statistics)
    notes = (found.note, "" if found.statistics else NOTHING)
    return Statistics(
        headline(shown, lang),
        code,
        name,
        tuple(_(note) for note in notes if note),
        (*(_headed(table, _(N_("Indicator"))) for table in rooms(shown, lang)), *asides(shown, lang)),
    )


def _headed(table: Table, first: str) -> Table:
    """A table whose first column has a name, which a page needs and a terminal does not."""
    return replace(table, head=(first, *table.head[1:]))


def _known(asked: Asked, code: str) -> Known:
    """What the register tells this viewer, else what is shipped."""
    register = opened_if_there(asked.register, _user(asked))
    if register is None:
        return known(None, code)
    with closing(register):
        return known(register, code)


def _user(asked: Asked) -> str:
    return asked.viewer.name or ANYBODY
