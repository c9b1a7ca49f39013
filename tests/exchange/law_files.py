"""A sound scheme, scenario and country file, to be broken one line at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from socle.exchange import yaml_text
from socle.exchange.scheme_file import scheme_of
from socle.ground.refusals import Refusal
from socle.model.law import read
from socle.model.scheme import Scheme

SCHEME = """\
scheme: pensions
title: {en: Pensions}
branch: old_age
benefits:
  pension:
    from: 2020
    who:
      - age_band: {at_least: 65}
      - any_of: [women, poor]
    how_much:
      - flat: {amount: {unit: XTS, per: month, 2020: 90, 2024-04-01: 100, then: cpi}}
      - between: {at_most: {unit: XTS, per: year, 2020: 5000}}
    take_up: 0.9
    administration: {share: 0.05}
  supplement:
    who:
      - not_receiving: {on: {other_benefit: pensions.pension}}
    how_much:
      - by_age:
          amounts:
            unit: XTS
            per: month
            bands:
              65: {2020: 10}
              80: {2020: 20}
financing:
  - contribution: {rate: 0.1}
  - general_revenue
"""


def scheme(text: str) -> Scheme:
    """A scheme from text, and its law."""
    found = scheme_of(yaml_text.loads(text.encode(), "pensions.yaml"))
    read([found])
    return found


def refusal(old: str, new: str, text: str = SCHEME, reader: Callable[[str], Any] = scheme) -> Refusal:
    """What is said when one place of a sound file is broken."""
    assert text.count(old) == 1, f"{text.count(old)} times: {old}"
    with pytest.raises(Refusal) as refused:
        reader(text.replace(old, new))
    return refused.value


def write(folder: Path, name: str, text: str) -> Path:
    """A file of a test."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
