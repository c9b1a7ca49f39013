"""The loop of a scheme over the years as text: one scenario after another, with holes for the answers of the law.

The same path as in `scheme.insured_over_time`, cell by cell. A cell stands at sex s, class c, age a and service
k; its lives lie beside each other along k, heads and accounts of the active and then of the inactive, so that a
scenario stays near the processor. Whatever is known beforehand is a reading: an array of the law or of what is
assumed, whose steps along the axes are 0 where nothing changes. Ages go from the last to the first, so that
those who grow older find their place empty; nobody serves longer than he has lived, so empty cells are passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from socle.model.insured import Event, Promise
from socle.project import scheme_kernel_text as text
from socle.project.scheme import PENSIONER
from socle.project.scheme_kernel_text import woven

RATES: Final = ("invalidity", "leaving", "returning", "density")
HAZARDS: Final = ("soon", "later")  # of retirement: of the insured, and of the inactive
PEOPLE: Final = (
    *("entering", "returning", "leaving", "deaths", "invalid", "retiring", "cashing_out", "aged_out"),
    "above_target",
)
COUNTED: Final = ("returning", "leaving", "deaths", "invalid", "retiring", "cashing_out")  # cell by cell
KINDS: Final = ("pensioners", "benefits", "awards", "award_amounts", "ended")
CAUSES: Final = (
    "death",
    "invalidity",
    "old_age",
    "leaving",
    "next",
)  # who goes where, the last to the next year
FAMILIES: Final[Mapping[Event, Mapping[str, object]]] = {
    "survivors": {"relatives": "spouses", "ages": "spouse_ages", "other_sex": 1.0},
    "orphans": {"relatives": "children", "ages": "child_ages", "other_sex": 0.5},
}
WIDTH: Final = 8  # numbers that a processor takes at once
ARGUMENTS: Final = (
    *("int64", "int64", "read int64[]", "read float64[]", "read int64[][]", "read int64[][]", "read int64[]"),
    *("read float64[][][][]", "read float64[][][][]", "read float64[][][]", "read float64[][][]"),
    *("read float64[][][]", "read int64[][][]") * 2,
    *("read float64[][][][][][]", "read float64[][][][][][]", "read float64[][][][][]"),
    *("float64[][][][]", "float64[][][][][][]", "float64[][][][][][]", "float64[][][][][]"),
)


@dataclass(frozen=True)
class Form:
    """What decides the text of a kernel; everything else is numbers."""

    services: int
    accounts: tuple[str, ...]
    payers: tuple[str, ...]
    promises: tuple[Promise, ...]
    shared: tuple[str, ...]
    readings: Mapping[
        str, bool
    ]  # name -> whether it changes with service, in the order of the kernel's arrays

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Where each reading stands."""
        return {name: i for i, name in enumerate(self.readings)}

    @property
    def stocks(self) -> int:
        """Heads and accounts."""
        return 1 + len(self.accounts)

    @property
    def row(self) -> int:
        """Numbers from one row of services to the next."""
        return -(-(self.services + 1) // WIDTH) * WIDTH

    @cached_property
    def series(self) -> Mapping[str, int]:
        """What the kernel adds up -> its place."""
        paid = (f"contribution.{name}" for name in self.payers)
        pensions = (f"{kind}.{promise.name}" for promise in self.promises for kind in KINDS)
        return {name: i for i, name in enumerate(("contributors", "payroll", *paid, *PEOPLE, *pensions))}

    @property
    def paying(self) -> Mapping[int, str]:
        """Series -> reading of what a contributor-year brings."""
        return {
            1 + i: name
            for i, name in enumerate(["insurable_earnings", *(f"contribution.{p}" for p in self.payers)])
        }

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Where each row of the working space begins."""
        stocks = range(self.stocks)
        names = [f"{side}.{cause}.{j}" for side in ("own", "up") for cause in CAUSES for j in stocks]
        names += [f"{name}.{j}" for name in ("past", "cashed") for j in stocks]
        names += ["returning", "staying", "years", "count", "amount"]
        return {name: i * self.row for i, name in enumerate(names)}

    @property
    def cashing(self) -> tuple[str, ...]:
        """Readings of who is paid off on leaving."""
        return tuple(f"who.{promise.name}" for promise in self.promises if promise.event == "leaving")

    def said(self, name: str) -> str:
        """The text that reads a reading in a cell."""
        return f"v{self.place[name]}[k]" if self.readings[name] else f"v{self.place[name]}"

    def of_pensioners(self, name: str) -> str:
        """The text that reads one at an age x of pensioners."""
        return f"pool[{text.AT_PENSIONER.format(i=self.place[name])}]"

    def of(self, question: str) -> tuple[str, ...]:
        """The readings of a question, more than one where it waits for what is carried."""
        return tuple(name for name in self.readings if name.partition(":")[0] == question)

    def in_stock(self, j: int) -> dict[str, int]:
        """Where heads or an account stand in the rows of the working space and of a cell."""
        rows = {
            f"{side}_{cause}": self.rows[f"{side}.{cause}.{j}"] for side in ("own", "up") for cause in CAUSES
        }
        rows |= {"past": self.rows[f"past.{j}"], "cashed": self.rows[f"cashed.{j}"]}
        return {**rows, "active": j * self.row, "inactive": (self.stocks + j) * self.row}


def held(account: int) -> str:
    """The text of an account per head, by its place, where a pension is worked out."""
    return f"held{1 + account}"


def kernel_of(form: Form, calls: Mapping[str, str]) -> str:
    """The text of the loop; the law's functions, called by the text of `calls` for each question, come before."""
    order = sorted(form.promises, key=lambda promise: promise.event not in PENSIONER)
    block = 2 * form.stocks * form.row
    staying = len(COUNTED) * form.row
    told = _told(form) + "".join(_award(form, promise, calls) for promise in form.promises)
    lives = woven(
        text.SHARED_SWEEPS if form.shared else text.ONE_SWEEP,
        here=woven(text.HERE, block=block),
        row=_row(form),
        moved=_moved(form),
        staying=woven(text.STAYING, to=staying, staying=form.rows["staying"]),
        told=told,
        missing=woven(text.MISSING, staying=staying, above_target=form.series["above_target"]),
        enter=_entered(form),
        paid=_paid_at_entry(form),
        holding="".join(_holding(form, name) for name in form.shared),
        sharing="".join(_sharing(form, name) for name in form.shared),
        stocks=form.stocks,
    )
    return woven(
        text.KERNEL,
        block=block,
        space=len(form.rows) * form.row,
        counted=staying + form.row,
        row=form.row,
        stocks=form.stocks,
        entering=form.series["entering"],
        aged_out=form.series["aged_out"],
        lives=lives,
        counts="".join(_counted(form, name) for name in COUNTED),
        pensions="".join(_pensions(form, promise, calls) for promise in order),
    )


def _loads(form: Form, names: Iterable[str]) -> str:
    """Readings at the row of an age."""
    lines = []
    for name in dict.fromkeys(names):
        i = form.place[name]
        lines.append(f"o = {text.AT.format(i=i)}\n")
        if name in HAZARDS:  # the pool begins with nothing
            lines.append("o = o if a >= opens[t] else 0\n")
        lines.append(f"v{i} = pool[o:o + {form.services}]\n" if form.readings[name] else f"v{i} = pool[o]\n")
    return "".join(lines)


def _row(form: Form) -> str:
    """What becomes of the lives of a row: who goes as they are, and who with one more year of service."""
    of_accounts = [f"{kind}.{name}" for kind in ("credit", "revaluation") for name in form.accounts]
    ups = [row for name, row in form.rows.items() if name.startswith("up.")]
    ends = ("own.", "past.", "returning", "staying", "years")
    last, over = form.services - 1, form.services
    return _loads(form, [*RATES, *HAZARDS, *of_accounts]) + woven(
        text.ROW,
        **{name: form.said(name) for name in (*RATES, *HAZARDS)},
        **{f"row_{name}": form.rows[name] for name in ("returning", "staying", "years")},
        at_last=text.AT_LAST,
        stocks="".join(_stock(form, j) for j in range(form.stocks)),
        first="".join(f"w[{row}] = 0.0\n" for row in ups),
        top="".join(f"w[{row + last}] += w[{row + over}]\n" for row in ups),
        beyond="".join(f"w[{row} + n] = 0.0\n" for name, row in form.rows.items() if name.startswith(ends)),
    )


def _stock(form: Form, j: int) -> str:
    """Heads, or one account, of a cell."""
    if j == 0:
        return woven(text.STOCK, j=j, grown="", gained="", joined="", **form.in_stock(j))
    name = form.accounts[j - 1]
    credit = f" + {form.said(f'credit.{name}')} * "
    return woven(
        text.STOCK,
        j=j,
        grown=f" * (1.0 + grows * {form.said(f'revaluation.{name}')})",
        gained=f"{credit}moved0",
        joined=f"{credit}joined0",
        **form.in_stock(j),
    )


def _moved(form: Form) -> str:
    """The lives of the next 1 January, and those who left, all their service counted."""
    share = f"min({' + '.join(form.said(name) for name in form.cashing)}, 1.0)"
    parts = []
    for j in range(form.stocks):
        rows = form.in_stock(j)
        parts.append(woven(text.MOVED, **rows))
        parts += [woven(text.CASHED, share=share, **rows)] if form.cashing else []
    return _loads(form, form.cashing) + woven("for k in range(m):\n    {parts}", parts="".join(parts))


def _told(form: Form) -> str:
    """Who moved, contributor-years and what was paid."""
    rows = {
        name: f"own.{cause}.0" for name, cause in zip(COUNTED[1:5], (CAUSES[3], *CAUSES[:3]), strict=True)
    }
    rows |= {"returning": "returning"} | ({"cashing_out": "cashed.0"} if form.cashing else {})
    return woven(
        text.TOLD,
        lines="".join(
            f"mine[{COUNTED.index(name) * form.row} + k] += w[{form.rows[row]} + k]\n"
            for name, row in rows.items()
        ),
        years=form.rows["years"],
        loads=_loads(form, form.paying.values()),
        paid="".join(_paid(form, place, name) for place, name in form.paying.items()),
    )


def _paid(form: Form, place: int, name: str) -> str:
    if not form.readings[name]:
        return f"out[z, t, {place}, s] += worked * {form.said(name)}\n"
    return woven(text.PAID_BY_SERVICE, place=place, rate=form.said(name), years=form.rows["years"])


def _at_entry(form: Form, name: str) -> str:
    """The text that reads a reading of those without service."""
    return form.said(name).replace("[k]", "[0]")


def _entered(form: Form) -> str:
    """Those who enter at an age, half of a year behind them."""
    credits = [f"credit.{name}" for name in form.accounts]
    return _loads(form, ["density", *credits]) + woven(
        text.ENTERED,
        nothing="".join(f"nxt[{j * form.row} + k] = 0.0\n" for j in range(2 * form.stocks)),
        density=_at_entry(form, "density"),
        credits="".join(
            f"nxt[{(1 + i) * form.row} + 1] += {_at_entry(form, name)} * joined\n"
            for i, name in enumerate(credits)
        ),
    )


def _paid_at_entry(form: Form) -> str:
    lines = [
        f"out[z, t, {place}, s] += joined * {_at_entry(form, name)}\n" for place, name in form.paying.items()
    ]
    return _loads(form, form.paying.values()) + "out[z, t, 0, s] += joined\n" + "".join(lines)


def _left_alive(form: Form, j: int) -> list[int]:
    """The rows of those who left alive during the year."""
    names = ["own.old_age", "own.invalidity", *(["cashed"] if form.cashing else [])]
    return [form.rows[f"{name}.{j}"] for name in names]


def _holding(form: Form, account: str) -> str:
    """What an age holds of an account, and what its dead leave."""
    j = 1 + form.accounts.index(account)
    left = " + ".join(f"w[{row} + k]" for row in _left_alive(form, j))
    return woven(text.HOLDING, j=j, left=left, dead=form.rows[f"own.death.{j}"], **form.in_stock(j))


def _sharing(form: Form, account: str) -> str:
    """Gains of the living, and half of them of those who left alive."""
    j = 1 + form.accounts.index(account)
    left = "".join(f"w[{row} + k] *= 1.0 + 0.5 * gain\n" for row in _left_alive(form, j))
    return woven(text.SHARING, j=j, left=left, **form.in_stock(j))


def _award(form: Form, promise: Promise, calls: Mapping[str, str]) -> str:
    """What the law gives to those of a row who left."""
    cause = promise.event if promise.event in PENSIONER else "death"
    rows = [
        form.rows[f"cashed.{j}" if promise.event == "leaving" else f"own.{cause}.{j}"]
        for j in range(form.stocks)
    ]
    who, how_much = f"who.{promise.name}", f"how_much.{promise.name}"
    return woven(
        text.AWARD,
        when="a >= opens[t]" if promise.event == "old_age" else "n > 0",
        loads=_loads(form, [who, *form.of(how_much)]),
        heads=rows[0],
        per_head="".join(f"{held(i)} = w[{row} + k] / safe\n" for i, row in enumerate(rows[1:])),
        who=form.said(who),
        how_much=calls[how_much],
        count=form.rows["count"],
        amount=form.rows["amount"],
        place=form.promises.index(promise),
    )


def _counted(form: Form, name: str) -> str:
    row = COUNTED.index(name) * form.row
    return f"for k in range(services):\n    out[z, t, {form.series[name]}, s] += acc[s, {row} + k]\n"


def _pensions(form: Form, promise: Promise, calls: Mapping[str, str]) -> str:
    """One benefit over the year; those of pensioners come first, whose deaths open those of others."""
    place = form.promises.index(promise)
    places = {kind: form.series[f"{kind}.{promise.name}"] for kind in KINDS}
    parts = []
    if promise.follows and promise.event not in (*PENSIONER, "leaving"):
        given = calls[f"from_pension.{promise.name}"]
        ended = [i for i, other in enumerate(form.promises) if other.event in PENSIONER and not other.once]
        parts = [woven(text.FOLLOWING, place=place, other=i, given=given) for i in ended]
    if promise.event in FAMILIES:
        parts.append(text.FAMILIES.format(place=place, **FAMILIES[promise.event]))
    parts.append(
        woven(text.ONCE, place=place, **places) if promise.once else _payment(form, promise, places[KINDS[0]])
    )
    return "".join(parts)


def _payment(form: Form, promise: Promise, first: int) -> str:
    ill = promise.event == "invalidity"
    return text.PAYMENT.format(
        place=form.promises.index(promise),
        index=form.of_pensioners(f"index.{promise.name}"),
        table="invalid_mortality" if ill else "mortality",
        year="ti" if ill else "tm",
        scenario="zi" if ill else "zm",
        until="oldest + 1" if promise.until is None else promise.until,
        series=first,
    )
