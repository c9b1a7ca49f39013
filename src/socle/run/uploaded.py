"""A file that somebody sent, looked at as `socle check` does; observations in SDMX as `socle import --check` does."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from socle.exchange.country import shipped
from socle.exchange.sdmx import read_sdmx
from socle.exchange.sdmx_csv import HEAD, OLD_HEAD
from socle.exchange.upload import first_line, held
from socle.ground.refusals import Place, Refusal, nearest
from socle.ground.words import N_
from socle.run.checking import ROWS_OF, Found, check

MESSAGES: Final = (".xml", ".json")
SURVEY: Final = N_("{title}: records: {records}, people: {people}")


def check_upload(name: str, content: bytes, country: str = "") -> Found:
    """What a file is and what it holds; nothing of it is kept. `country` is a shipped code, for a scenario.

    Raises `Refusal` where it is not in order, is hostile, or is of no kind that is known.
    """
    if country and country not in shipped():
        raise Refusal(
            "There is no country `{code}` here.", code=country[:20], nearest=nearest(country, shipped())
        )
    with held(name, content) as path:
        return _observations(path) if _is_sdmx(path) else check(path, country or None)


def check_survey(survey: tuple[str, bytes], mapping: tuple[str, bytes]) -> Found:
    """What a survey holds, read through its mapping as `socle survey describe` does; nothing of it is kept."""
    from socle.run.survey import describe_mapped

    with held(*survey) as file, held(*mapping) as told:
        found = describe_mapped(file, told, None)
    held_ = (
        Place(SURVEY, title=found.title or found.file, records=found.records, people=f"{found.people:.0f}"),
        ", ".join(one.name for one in found.columns),
    )
    return Found(N_("survey"), held_, found.flags)


def _is_sdmx(path: Path) -> bool:
    """Whether a file is a message of SDMX: by its kind, or by the columns that name its structure."""
    if path.suffix in MESSAGES:
        return True
    return path.suffix == ".csv" and first_line(path).startswith((HEAD[0], OLD_HEAD))


def _observations(path: Path) -> Found:
    read = read_sdmx(path)
    return Found(
        N_("observations in SDMX"),
        (Place(ROWS_OF, name=read.flow.code, count=read.frame.height),),
        read.flags,
    )
