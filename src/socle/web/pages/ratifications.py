"""Who has ratified a Convention: the register, the campaign, the map and the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from socle.exchange.ratification_file import load_library
from socle.ground.version import VERSION
from socle.model.ratification import Undated
from socle.report import ratification_chart, ratification_words
from socle.report import ratification_page as shown
from socle.report.sections import Table
from socle.run.ratifications import CONVENTION, AsOf, campaign, convention_of
from socle.run.ratifications import ratifications as register_of
from socle.web.chapters import Option, options, svgs
from socle.web.page import Asked, page


@dataclass(frozen=True)
class Ratifications:
    """How many have ratified, how far the campaign is, who, where and when."""

    title: str
    choice: tuple[Option, ...]
    day: str
    lead: tuple[str, ...]
    read: tuple[Table, ...]  # to be read
    long: tuple[Table, ...]  # to be looked up
    drawings: Mapping[str, str]
    fingerprint: str

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in reading order."""
        return (*self.read, *self.long)


def stamp_of_version(_asked: Asked) -> str:
    """The register is shipped: it changes with Socle."""
    return VERSION


@page("/ratifications", stamp=stamp_of_version)
def ratifications(asked: Asked) -> Ratifications:
    """The register of a Convention (`?convention=C102`) as of a day (`&as-of=2021-10-08`), of the world or a group."""
    lang, code = asked.lang, convention_of(asked.one("convention") or CONVENTION)
    day, region = asked.one("as-of"), asked.one("region")
    found = register_of(AsOf(code, day, region))
    library = load_library()
    names = {one: one for one in (*library.registers, *library.undated)}
    choice, mark = (
        options(names, code),
        sha256(f"{VERSION} {code} {day} {region} {found}".encode()).hexdigest()[:16],
    )
    if isinstance(found, Undated):
        title = ratification_words.undated(found, lang)
        return Ratifications(title, choice, "", (), (), (), {}, mark)
    standing = None if region else campaign(found)
    first = (shown.campaign(standing, lang),) if standing else ()
    return Ratifications(
        ratification_words.headline(found, lang),
        choice,
        str(found.day),
        shown.lead(found, standing, lang),
        (*first, shown.register(found, lang), *shown.told(found, lang)),
        (shown.on_the_map(found, lang), shown.over_time(found, lang)),
        svgs(ratification_chart.specs(found, standing, lang), lang),
        mark,
    )
