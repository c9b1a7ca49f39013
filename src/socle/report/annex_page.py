"""The page of the world annex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from socle.report import annex_tables as tables
from socle.report import annex_words as words
from socle.report.page import templates
from socle.report.sections import Table, source_table
from socle.report.text import translator
from socle.run.annex import ILO_SERIES, SURVEY_SERIES, Annex


def page(found: Annex, lang: str, drawings: Mapping[str, str], files: Sequence[str] = ()) -> str:
    """The page of an annex in `lang`; `drawings` are SVG texts by name, `files` names of files beside it."""
    _ = translator(lang)
    return (
        templates()
        .get_template("annex.html")
        .render(
            _=_,
            lang=lang,
            trace=found.trace,
            title=words.headline(found, lang),
            country=_("edition {edition}").format(edition=found.edition),
            notes=words.notes(found, lang),
            national=[(name, _(title)) for name, title in words.TABLES.items()],
            tables=shown(found, lang),
            drawings=drawings,
            regional=[name for name in drawings if name.startswith("regions_")],
            files=files,
            assumptions=[],
            sources=source_table(found.sources, lang),
        )
    )


def shown(found: Annex, lang: str) -> dict[str, Table | None]:
    """The tables of the page by name."""
    return {
        "standing": tables.standing(found, lang),
        "coverage": tables.coverage(found, lang, ILO_SERIES),
        "surveys": tables.coverage(found, lang, SURVEY_SERIES),
        "trend": tables.trend(found, lang),
        "spending": tables.spending(found, lang),
        "countries": tables.countries(found, lang),
        "reasons": tables.reasons(found, lang),
        "definitions": tables.definitions(found, lang),
        **{name: tables.national(found, name, lang) for name in words.TABLES},
    }
