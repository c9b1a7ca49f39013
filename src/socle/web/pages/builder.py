"""The scenario builder: the law with fields on one side, what follows on the other; the address is the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from socle.exchange.scenario_text import file_of
from socle.register import scenarios
from socle.report import builder_chart, builder_effects, builder_law, builder_payers, builder_words, labels
from socle.report.builder_law import Law
from socle.report.builder_words import Difference, Reached
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.builder import Built, Ground, build, headed
from socle.run.builder_payers import paid_by
from socle.run.builder_steps import Pair, wanted_after
from socle.web.countries import code_of, ground_of
from socle.web.page import Asked, Done, Elsewhere, action, page
from socle.web.scenario_address import START, beside, pairs_of, query_of, steps_asked, steps_sent
from socle.web.session import register_of
from socle.web.viewer import ANALYST


@dataclass(frozen=True)
class Kept:
    """The saved scenario that is being changed: where it is, and from which version."""

    number: int
    version: int
    name: str
    owner: str

    @property
    def said(self) -> str:
        """As the address has it."""
        return f"{self.number}.{self.version}"


@dataclass(frozen=True)
class Builder:
    """A scenario: its law with fields, what it does, what is changed, what is wrong."""

    title: str
    iso3: str
    name: str
    start: str
    starts: tuple[tuple[str, str, str], ...]
    laws: tuple[Law, ...]
    courses: tuple[tuple[str, str], ...]
    whole: tuple[str, ...]
    cards: tuple[Reached, ...]
    differences: tuple[Difference, ...]
    resets: Mapping[str, str]
    undo: str  # the address before the last step, empty where there is none
    was: str  # the steps of this page
    query: str  # the shortest address of the same
    brief: Table
    payers: Table
    tables: tuple[Table, ...]
    drawings: Mapping[str, str]
    finding: str
    fingerprint: str
    scenario: str
    kept: Kept | None = None
    reaches: tuple[tuple[str, str], ...] = ()  # who may read it once it is saved


@page("/{iso3:country}/scenarios/new")
def builder(asked: Asked) -> Builder:
    """The scenario of the address; of steps that change nothing, the address is rid."""
    ground, lang = ground_of(asked), asked.lang
    steps, view = steps_asked(asked, ground), beside(asked)
    if asked.one("was") or list(steps) != pairs_of(asked):
        said = [("lang", lang)] if asked.one("lang") == lang else []
        raise Elsewhere(query_of([*steps, *view, *said]))
    found = build(ground, wanted_after(steps, START))
    differences = builder_words.differences(found, lang)
    saved = [one for one in view if one[0] == "saved"]
    brief, payers = builder_effects.brief(found, lang), _payers(ground, found, lang)
    return Builder(
        builder_words.title(found, lang),
        ground.country.iso3,
        labels.country(found.floor, lang),
        found.start.name,
        builder_words.starts(ground, lang),
        builder_law.laws(found, lang, asked.one("by_year")),
        builder_law.courses(lang),
        builder_law.whole(found, lang),
        builder_words.cards(found, lang),
        differences,
        {one.path: query_of([*steps, _back(one.path, found), *saved]) for one in differences},
        query_of([*steps[:-1], *saved]) if len(steps) > 1 else "",
        query_of(steps),
        query_of(found.wanted.pairs()),
        brief,
        payers,
        (brief, payers, builder_words.consequences(found, lang), builder_words.by_guarantee(found, lang)),
        {"cost": builder_chart.chart(found, lang)} if found.costed else {},
        builder_chart.finding(found, lang),
        found.floor.trace.fingerprint,
        *_saved(asked, ground, found),
        reaches=tuple((name, translator(lang)(said)) for name, said in scenarios.REACHES.items()),
    )


@action("/{iso3:country}/scenarios/built")
def built(asked: Asked) -> Done:
    """The whole form, sent without script: to the address of what it says."""
    steps = steps_sent(asked, ground_of(asked))
    return Done(f"/{code_of(asked)}/scenarios/new?{query_of([*steps, *beside(asked)])}")


def _payers(ground: Ground, found: Built, lang: str) -> Table:
    return builder_payers.payers(paid_by(ground, found), found, lang)


def _back(path: str, found: Built) -> Pair:
    """The step that takes a change back."""
    if path in found.wanted.remove:
        return ("restore", path)
    return ("remove", path) if path in found.wanted.restore else (path, "")


def _saved(asked: Asked, ground: Ground, found: Built) -> tuple[str, Kept | None]:
    """The scenario as a file to save; under the head of the saved one that the address names, for its readers."""
    number, _, version = asked.one("saved").partition(".")
    if not (number.isdecimal() and version.isdecimal() and asked.viewer.name and asked.viewer.may(ANALYST)):
        return file_of(found.scenario), None
    with register_of(asked) as register:
        one = scenarios.find(register, int(number))
        text = scenarios.content(register, one.number, int(version))
    content = file_of(headed(ground, found.scenario, text))
    return content, Kept(one.number, int(version), one.name, one.owner)
