"""Where compiled laws are kept between runs: the text of each kernel, named by its hash, in a folder.

The compiler keeps its machine code beside the text and takes care of versions and processors itself.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from socle.ground.refusals import Refusal


def cache_folder(environment: Mapping[str, str] | None = None) -> Path:
    """SOCLE_CACHE, or else `socle` in the user's folder of things that can be made again (XDG honoured)."""
    values = os.environ if environment is None else environment
    if values.get("SOCLE_CACHE"):
        return Path(values["SOCLE_CACHE"]).expanduser()
    if sys.platform == "win32" and values.get("LOCALAPPDATA"):
        return Path(values["LOCALAPPDATA"]) / "socle" / "cache"
    base = values.get("XDG_CACHE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "socle"


@dataclass(frozen=True)
class KernelFolder:
    """Loads the function of a kernel's text from a file of this folder, which it writes if it is not there."""

    folder: Path

    def __call__(self, name: str, text: str) -> Callable[..., None]:
        path = self.folder / f"{name}.py"
        try:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                self._write(path, text)
        except OSError as fault:
            raise Refusal(
                "Compiled laws cannot be kept in {folder}: {fault}. Name another folder in SOCLE_CACHE.",
                folder=self.folder,
                fault=fault.strerror or str(fault),
            ) from fault
        spec = spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[name] = module_from_spec(spec)  # the compiler looks for the module by its name
        spec.loader.exec_module(module)
        kernel: Callable[..., None] = module.kernel
        return kernel

    def _write(self, path: Path, text: str) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what lies here will be run
        handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
