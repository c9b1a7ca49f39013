"""Frames of observations for the tests of SDMX: any texts, numbers, statuses and attributes that a flow allows."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from hypothesis import strategies as st

from socle.exchange import flow_frame
from socle.exchange.flow_file import flow
from socle.exchange.flow_frame import split
from socle.exchange.sdmx_text import Head
from socle.model import observation
from socle.model.flow import Component

HEAD = Head(prepared="2026-01-31T12:00:00Z")
EXAMPLES = {
    "REF_AREA": {"SDG": ["1", "686", "4", "202"], "ILO_1_3_1": ["X01", "SEN", "NOR"]},
    "SCHEME": {"INQUIRY": ["_T", "CSS", "old_age_pension"]},
    "BENEFIT": {"INQUIRY": ["_T", "pension-1"]},
    "INDICATOR": {"SOCIAL_PROTECTION": ["COV_ANY", "EXP_TOTAL"]},
}
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t\"&<>',;"), min_size=1, max_size=30
).filter(lambda text: text[0] not in "=@" and text == text.strip() and text not in ("NaN",))
NUMBERS = st.floats(0, 1e12, allow_nan=False) | st.sampled_from([0.0, 0.1, 100.0, 1 / 3, 1e-9])


def _codes(code: str, one: Component) -> list[str]:
    if code in EXAMPLES.get(one.id, {}):
        return EXAMPLES[one.id][code]
    if one.id == "REF_AREA":
        return EXAMPLES["REF_AREA"]["SDG" if code.startswith("SDG") else "ILO_1_3_1"]
    assert one.codelist is not None
    return [known for known in one.codelist.codes if known != "W"]


@st.composite
def frames(draw: Any, code: str) -> pl.DataFrame:
    """A frame in RECORDED columns of a flow, without repeated keys."""
    one = flow(code)
    codes = {each.id: _codes(code, each) for each in one.dimensions}
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for _ in range(draw(st.integers(1, 12))):
        said = {name: draw(st.sampled_from(known)) for name, known in codes.items()}
        year = draw(st.integers(1950, 2060))
        rows[one.key(said), year] = _row(draw, code, one.key(said), year)
    frame = pl.DataFrame(list(rows.values()), schema=flow_frame.schema(observation.RECORDED))
    wide = split(one, frame)
    area, what = wide[one.area], wide[one.indicator]
    numbers = {"686": "SEN", "4": "AFG"}
    return frame.with_columns(area.replace(numbers).alias("AREA"), what.alias("CODE"))


def _row(draw: Any, code: str, key: str, year: int) -> dict[str, Any]:
    value = draw(NUMBERS | st.none())
    further = {}
    for each in flow(code).attributes:
        if not each.column and draw(st.booleans()):
            if each.kind == "number":
                further[each.id] = draw(NUMBERS)
            else:
                further[each.id] = draw(
                    st.sampled_from(list(each.codelist.codes)) if each.codelist else WORDS
                )
    return {
        "KEY": key,
        "TIME_PERIOD": year,
        "OBS_VALUE": value,
        "OBS_STATUS": "O" if value is None else draw(st.sampled_from("APEI")),
        "UNIT_MEASURE": "PT",
        "SOURCE": draw(st.none() | WORDS),
        "METHOD": draw(WORDS),
        "ATTRIBUTES": json.dumps(further, sort_keys=True, ensure_ascii=False) if further else None,
    }


def content(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    """What a frame says, whatever the order of its rows and the spacing of its JSON."""
    rows = frame.sort("KEY", "TIME_PERIOD").rows()
    return [(*row[:-1], json.loads(row[-1]) if row[-1] else None) for row in rows]
