"""One self-contained page: inline style and charts, no script, readable on a phone and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from socle.model.results import Floor
from socle.report import findings, labels, scenario_words, sections
from socle.report.text import direction, named, translator

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True)
class Stated:
    """An assumption in words."""

    topic: str
    text: str
    unverified: bool


@dataclass(frozen=True)
class Granted:
    """A scenario in words, what it changes in the law, and what it grants."""

    title: str
    description: str
    changes: tuple[tuple[str, str], ...]
    table: sections.Table


def page(
    floor: Floor,
    lang: str,
    drawings: Mapping[str, str],
    files: Sequence[str] = (),
    households: sections.Section | None = None,
) -> str:
    """The page of a floor in `lang`; `drawings` are SVG texts by name, `files` names of files beside it.

    `households` adds what a scenario does to the households of a survey.
    """
    _ = translator(lang)
    environment = templates()
    template = environment.get_template("floor.html")
    return template.render(
        _=_,
        lang=lang,
        floor=floor,
        trace=floor.trace,
        title=findings.headline(floor, lang),
        parts=findings.parts(floor, lang),
        country=labels.country(floor, lang),
        drawings=drawings,
        files=files,
        cards=sections.cards(floor, lang),
        tables=_tables(floor, lang),
        sources=sections.source_table(floor.sources, lang),
        scenarios=[
            Granted(
                labels.scenario_title(scenario, lang),
                named(scenario.description, lang),
                scenario_words.changes(floor, scenario, lang),
                sections.benefits(floor, scenario, lang),
            )
            for scenario in floor.scenarios
        ],
        any_not_computed=any(scenario.not_computed for scenario in floor.scenarios),
        assumptions=[
            Stated(labels.capital(_(one.topic)), sections.assumed(floor, one, lang), one.unverified)
            for one in floor.assumptions
        ],
        warnings=[_(text) for text in floor.warnings],
        households=households,
    )


def _tables(floor: Floor, lang: str) -> dict[str, sections.Table]:
    made = (
        sections.by_guarantee,
        sections.comparison,
        sections.not_computed,
        sections.ages,
        sections.lines,
        sections.gaps,
        sections.sensitivity,
        sections.debt,
    )
    return {make.__name__: make(floor, lang) for make in made}


def templates() -> Environment:
    """The templates of pages; what is put into them is escaped, drawings excepted."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("socle.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawn"] = Markup  # the drawings are ours, and their words escaped when drawn
    environment.globals["direction"] = direction
    return environment
