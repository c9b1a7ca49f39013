"""The files of the world annex: page, charts, one CSV a table, workbook."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from subprocess import Popen

from socle.report import annex_chart, annex_page, annex_tidy, files
from socle.report.files import Report
from socle.report.text import known
from socle.run.annex import Annex


def write(
    found: Annex,
    folder: Path,
    lang: str = "en",
    formats: Collection[str] = files.USUAL,
    renderer: Popen[bytes] | None = None,
) -> list[Path]:
    """Write an annex into `folder` in the chosen formats and give the paths, in reading order."""
    return files.write_report(report(found, known(lang)), folder, formats, renderer)


def report(found: Annex, lang: str) -> Report:
    """What the files of an annex are made of."""
    stem = f"annex_{found.edition}"

    def workbook(path: Path) -> None:
        from socle.report import annex_workbook

        annex_workbook.write(found, path, lang)

    def laid_out(drawings: Mapping[str, str], names: Sequence[str]) -> str:
        return annex_page.page(found, lang, drawings, names)

    texts = {f"{stem}_{name}.csv": text.encode() for name, text in annex_tidy.tables(found, lang).items()}
    return Report(
        stem, lang, lambda: annex_chart.specs(found, lang), {f"{stem}.xlsx": workbook, **texts}, laid_out
    )
