"""The files of an impact: page, charts, rows, workbook."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from subprocess import Popen

from socle.report import files, impact_chart, impact_page, impact_tables, impact_tidy
from socle.report.files import Addition, Report
from socle.report.text import known
from socle.run.households import Households


def write(
    found: Households,
    folder: Path,
    lang: str = "en",
    formats: Collection[str] = files.USUAL,
    renderer: Popen[bytes] | None = None,
) -> list[Path]:
    """Write an impact into `folder` in the chosen formats and give the paths, in reading order."""
    return files.write_report(report(found, known(lang)), folder, formats, renderer)


def report(found: Households, lang: str) -> Report:
    """What the files of an impact are made of."""
    stem = f"impact_{found.iso3}"

    def workbook(path: Path) -> None:
        from socle.report import impact_workbook

        impact_workbook.write(found, path, lang)

    def laid_out(drawings: Mapping[str, str], names: Sequence[str]) -> str:
        return impact_page.page(found, lang, drawings, names)

    return Report(
        stem,
        lang,
        lambda: impact_chart.specs(found, lang),
        {
            f"{stem}.xlsx": workbook,
            f"{stem}.csv": lambda path: path.write_bytes(impact_tidy.as_csv(found).encode()),
            f"{stem}.json": lambda path: path.write_bytes(impact_tables.as_json(found).encode()),
        },
        laid_out,
    )


def addition(found: Households, lang: str) -> Addition:
    """What an impact adds to the files of a floor: a section of its page, the charts of it, rows and workbook."""
    return Addition(
        lambda: impact_chart.specs(found, lang, impact_chart.BRIEF),
        report(found, lang).texts,
        impact_page.section(found, lang),
    )
