"""The files of a valuation: a scheme of one's own or of a shipped country, and the data of its institution."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from socle.exchange import yaml_text
from socle.exchange.country import insurance_files
from socle.ground.provenance import sha256_of_file
from socle.ground.refusals import Refusal, nearest


@dataclass(frozen=True)
class ValuationFiles:
    """Where the law is, and where the data are: a workbook or a folder."""

    scheme: Path
    data: Path

    @classmethod
    def of(cls, name: str, data: Path | None = None) -> ValuationFiles:
        """A scheme file or `COUNTRY/scheme`; without `data`, the folder or workbook of the same name beside it."""
        scheme = _scheme(name)
        if data and not data.exists():
            raise Refusal("There is no workbook or folder `{data}`.", data=str(data))
        for found in (data,) if data else (scheme.with_suffix(""), scheme.with_suffix(".xlsx")):
            if found.exists():
                return cls(scheme, found)
        raise Refusal(
            "`{name}` has no data: name the workbook or folder of its institution with --data, or write one to fill in "
            "with `socle template valuation`.",
            name=name,
        )

    def fingerprints(self) -> dict[str, str]:
        """The sha256 of every file, by its short name."""
        paths = sorted(self.data.iterdir()) if self.data.is_dir() else [self.data]
        own = {f"{self.data.name}/{path.name}": sha256_of_file(path) for path in paths if path.is_file()}
        return {self.scheme.name: sha256_of_file(self.scheme), **own}


def law_and_data(name: str, data: Path | None = None) -> tuple[Path, Path | None]:
    """A scheme file or `COUNTRY/scheme`, and the data of its institution where there are any."""
    scheme = _scheme(name)
    beside = [path for path in (scheme.with_suffix(""), scheme.with_suffix(".xlsx")) if path.exists()]
    return (scheme, ValuationFiles.of(name, data).data) if data or beside else (scheme, None)


def kind_of(path: Path) -> str:
    """What a file of law is: a `scheme` or a `scenario`."""
    return "scheme" if "scheme" in yaml_text.load(path) else "scenario"


def fingerprint(path: Path) -> str:
    """The sha256 of one file."""
    return sha256_of_file(path)


def _scheme(name: str) -> Path:
    if name.endswith((".yaml", ".yml")):
        if not Path(name).is_file():
            raise Refusal("There is no file `{file}`.", file=name)
        return Path(name)
    country, _, scheme = name.partition("/")
    files = {path.stem: path for path in insurance_files(country)}
    if not scheme and not files:
        raise Refusal("{country} ships no contributory scheme.", country=country.upper())
    if not scheme:
        raise Refusal(
            "Say which scheme of {country}: {valid}.",
            country=country.upper(),
            valid=", ".join(f"{country}/{one}" for one in files),
        )
    if scheme not in files:
        raise Refusal(
            "{country} ships no contributory scheme `{name}`; it ships {valid}. A scheme of your own is a file that "
            "ends in .yaml.",
            country=country.upper(),
            name=scheme,
            valid=", ".join(files) or "-",
            nearest=nearest(scheme, files),
        )
    return files[scheme]
