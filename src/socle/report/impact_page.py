"""The households section of a page, and a page of its own: tables, charts, definitions, sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from socle.report import impact_sections as sections
from socle.report import impact_words as words
from socle.report import labels, shock_tables
from socle.report.impact_definitions import ON_PAGES, definitions
from socle.report.page import Stated, templates
from socle.report.sections import Section, source_table
from socle.report.text import translator
from socle.run.households import Households


def section(found: Households, lang: str) -> Section:
    """The section in `lang`."""
    tables = {
        "shock": shock_tables.table(found.shock, lang) if found.shock else None,
        "poverty": sections.poverty(found, lang),
        "contrast": sections.contrast(found, lang),
        "benefits": sections.benefits(found, lang),
        "coverage": sections.matrix(found, "coverage", lang),
        "incidence": sections.matrix(found, "benefit_incidence", lang),
        "by_decile": sections.by_decile(found, lang),
        "moves": sections.moves(found, lang),
        "against": sections.moves_against(found, lang),
        "by_group": sections.by_group(found, lang),
        "progressivity": sections.progressivity(found, lang),
        "payers": sections.payers(found, lang),
        "not_computed": sections.not_computed(found, lang),
        "definitions": definitions(found, lang, ON_PAGES),
    }
    return Section(
        headline=words.headline(found, lang),
        lead=tuple(words.lead(found, lang)),
        flag=words.flag(found, lang),
        cards=sections.cards(found, lang),
        tables=tables,
        source=" ".join([*words.notes(found, lang), words.source(found, lang)]),
    )


def page(found: Households, lang: str, drawings: Mapping[str, str], files: Sequence[str] = ()) -> str:
    """The page of an impact in `lang`; `drawings` are SVG texts by name, `files` names of files beside it."""
    _, shown = translator(lang), section(found, lang)
    return (
        templates()
        .get_template("impact.html")
        .render(
            _=_,
            lang=lang,
            trace=found.trace,
            title=shown.headline,
            country=words.country(found, lang),
            households=shown,
            drawings=drawings,
            files=files,
            assumptions=[
                Stated(labels.capital(_(one.topic)), labels.filled(_(one.text), one.values), one.unverified)
                for one in found.assumptions
            ],
            sources=source_table(found.sources, lang),
        )
    )
