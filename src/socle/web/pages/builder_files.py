"""A scenario being built as files: YAML, every number, the workbook with live formulas, the report on paper."""

from __future__ import annotations

from socle.exchange.scenario_text import file_of
from socle.report import builder_files, tidy_text
from socle.run.builder import Built, build, with_gaps
from socle.web.countries import ground_of
from socle.web.page import Asked, File, download
from socle.web.pages.papers import KINDS
from socle.web.scenario_address import wanted_of

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _built(asked: Asked) -> Built:
    return build(ground_of(asked), wanted_of(asked))


def _name(found: Built, ending: str) -> str:
    return f"{found.floor.iso3}_{found.scenario.name}{ending}"


@download("/{iso3:country}/scenarios/new.yaml")
def scenario_file(asked: Asked) -> File:
    """The scenario as a file for `socle check` and `socle floor --scenario`."""
    found = _built(asked)
    return File(_name(found, ".yaml"), file_of(found.scenario).encode(), "application/yaml")


@download("/{iso3:country}/scenarios/new.tidy.csv")
def scenario_rows(asked: Asked) -> File:
    """Every number of the scenario, its start and the schemes in force, one a row."""
    found = _built(asked)
    return File(_name(found, ".csv"), tidy_text.as_csv(found.floor).encode(), "text/csv; charset=utf-8")


@download("/{iso3:country}/scenarios/new.xlsx")
def scenario_workbook(asked: Asked) -> File:
    """The workbook: whoever changes a yellow cell sees the summary change."""
    found = _built(asked)
    body = builder_files.workbook(with_gaps(ground_of(asked), found), asked.lang)
    return File(_name(found, f"_{asked.lang}.xlsx"), body, WORKBOOK)


@download("/{iso3:country}/scenarios/new.pdf")
def scenario_pdf(asked: Asked) -> File:
    """The report of the scenario, typeset and tagged."""
    return _paper(asked, "pdf")


@download("/{iso3:country}/scenarios/new.docx")
def scenario_word(asked: Asked) -> File:
    """The report of the scenario for Word."""
    return _paper(asked, "docx")


def _paper(asked: Asked, kind: str) -> File:
    found = _built(asked)
    body = builder_files.paper(with_gaps(ground_of(asked), found), asked.lang, kind)
    return File(_name(found, f"_{asked.lang}.{kind}"), body, KINDS[kind])
