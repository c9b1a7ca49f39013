"""Any past state is given back as it was: random histories against a list in memory, and exports byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socle.exchange.flow_file import flow
from socle.exchange.flow_frame import keyed, schema
from socle.exchange.sdmx import write_sdmx
from socle.exchange.sdmx_text import Head
from socle.model.observation import RECORDED
from socle.register import moments
from socle.register.letting_go import Derived
from socle.register.store import Register
from tests.register.desks import Office, answers

FLOW = "SOCIAL_PROTECTION"
CODES = ("COV_ANY", "COV_OLDER", "EXP_GDP")
YEARS = (2023, 2024)
OFFICES = count()

State = dict[tuple[str, str, int], float]
"""What is held: by vintage, indicator and year."""

values = st.dictionaries(st.sampled_from(CODES), st.sampled_from([0.0, 1.5, 2.5]))
steps = st.one_of(
    st.tuples(st.just("publish"), st.sampled_from(YEARS), values),
    st.tuples(st.just("withdraw"), st.sampled_from(YEARS), st.just({})),
    st.tuples(st.just("import"), st.sampled_from(YEARS), values),
)


def frame(year: int, said: dict[str, float]):  # type: ignore[no-untyped-def]
    """The indicators of a year as observations."""
    import polars as pl

    rows = [
        {"REF_AREA": "SEN", "INDICATOR": code, "TIME_PERIOD": year, "OBS_VALUE": value, "OBS_STATUS": "A"}
        | {"UNIT_MEASURE": "PT"}
        for code, value in said.items()
    ]
    names = [*flow(FLOW).names, *(one.name for one in RECORDED if one.name not in ("KEY", "AREA", "CODE"))]
    kinds = schema(RECORDED) | dict.fromkeys(flow(FLOW).names, pl.String())
    wide = pl.DataFrame(rows, schema={name: kinds[name] for name in names})
    return keyed(flow(FLOW), wide).select([one.name for one in RECORDED])


class Told:
    """A register, and beside it what it should hold."""

    def __init__(self, folder: Path) -> None:
        days = count()
        self.office = Office(
            str(folder / f"{next(OFFICES)}.sqlite"),
            lambda: datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=next(days)),
        )
        self.state: State = {}
        self.public: dict[int, str] = {}  # of a year the submission that is published
        self.turn = count(1)

    def publish(self, year: int, said: dict[str, float]) -> None:
        """A new version, reviewed and published: what the year said before is gone."""
        made = self.office["ana"].submit(answers(year=year, amount=str(next(self.turn))))
        self.office["rev"].review(made.id, accept=True)
        self.office["pub"].publish(made.id, [Derived(FLOW, "SSI-1", "inquiry", frame(year, said))])
        self.public[year] = made.id
        self._forget(year)
        self.state = self.state | {("SSI-1", code, year): value for code, value in said.items()}

    def withdraw(self, year: int, _: dict[str, float]) -> None:
        """What a year said is gone."""
        if year in self.public:
            self.office["pub"].withdraw(self.public.pop(year), "wrong")
            self._forget(year)

    def bring(self, year: int, said: dict[str, float]) -> None:
        """An edition of others: what it does not say stays."""
        register = self.office.register("pub")
        register.record(frame(year, said), flow=FLOW, vintage="2025", source="s", reason="r")
        self.state = self.state | {("2025", code, year): value for code, value in said.items()}

    def _forget(self, year: int) -> None:
        self.state = {key: value for key, value in self.state.items() if (key[0], key[2]) != ("SSI-1", year)}

    def register(self) -> Register:
        """As a reader has it."""
        return self.office.register("ron")


def held(register: Register, as_of: str | None = None) -> State:
    """All that a register says, vintage by vintage."""
    found: State = {}
    for vintage in ("SSI-1", "2025"):
        lines = register.read(FLOW, as_of=as_of, vintage=vintage).select("CODE", "TIME_PERIOD", "OBS_VALUE")
        found |= {(vintage, code, year): value for code, year, value in lines.iter_rows()}
    return found


def newest(state: State) -> State:
    """Of each indicator what its country published, where it published any; else the edition of others."""
    own = {code for vintage, code, _ in state if vintage == "SSI-1"}
    return {key: value for key, value in state.items() if (key[0] == "SSI-1") == (key[1] in own)}


def exported(register: Register, path: Path, as_of: str | None) -> bytes:
    """The file that is written of it; nothing where there is nothing to write."""
    blocks: Iterator[object] = register.blocks(FLOW, as_of=as_of)
    held = [block for block in blocks if block.height]  # type: ignore[attr-defined]
    if not held:
        return b""
    write_sdmx(held, flow(FLOW), "csv2", path, head=Head(register.head(as_of or "").at))
    return path.read_bytes()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=7))
def test_every_past_state_is_what_was_recorded_until_then(
    tmp_path: Path, history: list[tuple[str, int, dict[str, float]]]
) -> None:
    told = Told(tmp_path)
    work = {"publish": told.publish, "withdraw": told.withdraw, "import": told.bring}
    past: list[tuple[str, State, bytes]] = []
    for action, year, said in history:
        work[action](year, said)
        register = told.register()
        assert held(register) == told.state
        shown = register.read(FLOW).select("VINTAGE", "CODE", "TIME_PERIOD", "OBS_VALUE").rows()
        assert {row[:3]: row[3] for row in shown} == newest(told.state)
        at = register.head().at
        past.append((at, told.state, exported(register, tmp_path / "now.csv", None)))
    for at, state, file in past:
        assert held(register, at) == state
        assert exported(register, tmp_path / "then.csv", at) == file
        assert register.head(at).at == at
    assert held(register, moments.text(datetime(2025, 12, 31, tzinfo=UTC))) == {}
    assert register.verify().sound
