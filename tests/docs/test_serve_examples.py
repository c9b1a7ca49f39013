"""The examples of running a server say what the program takes."""

from __future__ import annotations

import shutil
import subprocess
from configparser import ConfigParser
from dataclasses import fields
from pathlib import Path

from socle.exchange.settings_file import read_settings
from socle.web.settings import Settings, settings_of

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"


def test_the_file_of_settings_names_every_setting_with_what_stands_where_nothing_is_said() -> None:
    text = (EXAMPLES / "socle.toml").read_text(encoding="utf-8")
    said = read_settings(EXAMPLES / "socle.toml")
    for one in fields(Settings):
        assert f"\n{one.name} = " in text or f"\n# {one.name} = " in text
    meant = {"workers": 2, "secure": True}
    assert settings_of(said, {}) == settings_of(meant, {})


def test_the_unit_is_one_for_systemd(tmp_path: Path) -> None:
    text = (EXAMPLES / "socle.service").read_text(encoding="utf-8")
    held = ConfigParser(interpolation=None)
    held.optionxform = str  # type: ignore[assignment]
    held.read_string(text)
    assert held["Service"]["DynamicUser"] == held["Service"]["NoNewPrivileges"] == "yes"
    assert held["Service"]["ExecStart"].startswith("/opt/socle/bin/socle serve --settings")
    if shutil.which("systemd-analyze"):  # which knows every word of it
        unit = tmp_path / "socle.service"
        unit.write_text(text.replace("/opt/socle/bin/socle", "/bin/true"), encoding="utf-8")
        command = ["systemd-analyze", "verify", str(unit)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said = [line for line in done.stderr.splitlines() if "socle.service" in line]
        assert done.returncode == 0 and not said, done.stderr


def test_the_image_runs_as_nobody_in_particular_and_looks_after_itself() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    last = text[text.rindex("FROM ") :]
    for word in ("USER socle", "HEALTHCHECK", "/ready", 'CMD ["serve", "--init"]'):
        assert word in last
