"""An assessment in files: page, workbook, rows and JSON; and the statistics of Article 76. All written or none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from socle.ground.refusals import Refusal
from socle.report import assessment_tidy as tidy
from socle.report import files
from socle.report.assessment_sections import Chapter
from socle.report.assessment_words import Checked
from socle.report.files import Report
from socle.report.text import known

if TYPE_CHECKING:
    from socle.report.document import Document


def write_assessment(
    checked: Checked,
    folder: Path,
    lang: str = "en",
    formats: Collection[str] = ("html", "xlsx", "csv", "json"),
    chapters: Sequence[Chapter] = (),
) -> list[Path]:
    """Write an assessment into `folder` in the chosen formats and give the paths, in reading order.

    `chapters` are further sections of the report: the reforms that would comply, the guarantees of a floor.
    """
    return files.write_report(report(checked, known(lang), chapters), folder, formats)


def report(checked: Checked, lang: str, chapters: Sequence[Chapter] = ()) -> Report:
    """What the files of an assessment are made of."""
    codes = [one.instrument.code for one in checked.assessments]
    stem = f"standards_{checked.practice.iso3}" + (f"_{codes[0]}" if len(codes) == 1 else "")

    def workbook(path: Path) -> None:
        from socle.report import assessment_workbook

        assessment_workbook.write(checked, path, lang, chapters)

    def laid_out(_drawn: Mapping[str, str], names: Sequence[str]) -> str:
        from socle.report import assessment_page

        return assessment_page.page(checked, lang, names, chapters)

    texts: dict[str, files.Content] = {
        f"{stem}.xlsx": workbook,
        f"{stem}.csv": tidy.assessment_csv(checked, lang).encode(),
        f"{stem}.json": tidy.assessment_json(checked, lang).encode(),
        **files.on_paper(stem, lambda: _document(checked, lang, chapters)),
    }
    return Report(stem, lang, None, texts, laid_out)


def _document(checked: Checked, lang: str, chapters: Sequence[Chapter]) -> Document:
    from socle.report import document_assessment

    return document_assessment.document(checked, lang, chapters)


def write_article76(checked: Checked, path: Path, lang: str = "en") -> list[Path]:
    """Write the statistics that Article 76 of Convention 102 asks for into the workbook `path`."""
    from socle.report import article76

    if path.suffix != ".xlsx":
        raise Refusal(
            "`{file}` is not the name of a workbook: end it with .xlsx.", file=path.name, where=str(path)
        )
    found = article76.of_c102(checked)
    texts: dict[str, files.Content] = {
        path.name: lambda there: article76.write(checked, found, there, known(lang))
    }
    made = Report(path.stem, lang, None, texts, lambda _drawn, _names: "")
    return files.write_report(made, path.parent, ("xlsx",))
