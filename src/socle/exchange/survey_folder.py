"""A folder of surveys that whoever runs Socle keeps: for each country one file and one mapping, called by its code.

`SEN.csv` (or another form that surveys have) and `SEN.yaml`; the code is that of a shipped country, never asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from socle.exchange.survey_mapped import companions
from socle.ground.refusals import Refusal

MAPPING: Final = ".yaml"

Held = tuple[str, str]
"""The file of a survey and its mapping."""


def survey_of(folder: str, code: str) -> Held | None:
    """The survey of a country, or nothing; refused where one of the two is missing, or there are several."""
    if not folder:
        return None
    found = sorted(one for one in Path(folder).glob(f"{code}.*") if one.is_file())
    mapping = Path(folder) / f"{code}{MAPPING}"
    files = [one for one in found if one != mapping]
    if not found:
        return None
    if len(files) != 1 or mapping not in found:
        raise Refusal(
            "The survey of {country} is one file and its mapping, {country}{ending}; there are {found}.",
            country=code,
            ending=MAPPING,
            found=", ".join(one.name for one in found),
        )
    return str(files[0]), str(mapping)


def stamp_of(held: Held | None) -> tuple[tuple[str, int, int], ...]:
    """What changes when a file of a survey does."""
    if held is None:
        return ()
    read = [*map(Path, held), *companions(Path(held[1]))]
    return tuple((str(one), (told := one.stat()).st_mtime_ns, told.st_size) for one in read)


def known_folder(folder: str) -> str:
    """The folder, refused where there is none."""
    if folder and not Path(folder).is_dir():
        raise Refusal("There is no folder of surveys `{folder}`.", folder=folder)
    return folder
