"""Insured lives projected by either engine: the NumPy reference, or the law compiled into the loop of the years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from socle.engine.choice import Engine
from socle.engine.machine import machine, processors
from socle.engine.scalar_text import ScalarLaw, fused, scalar_function
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.model.insured import InsuredOverTime, Valuation
from socle.project import scheme_kernel
from socle.project.scheme import insured_over_time
from socle.project.scheme_fast import Years, assumed, by_service, projected_fast
from socle.project.scheme_kernel import Form, held, kernel_of
from socle.run.asked import Asked

WORTH: Final = 100  # scenarios times classes from which compiling takes less time than NumPy
FROM_PENSION: Final = "from_pension"
CARRYING: Final = ("how_much", FROM_PENSION)  # questions of which the loop brings something


def projected(
    ask: Asked, valuation: Valuation, engine: Engine | None = None, *, end: bool = True
) -> InsuredOverTime:
    """The insured over the years: `insured_over_time` by the engine that is asked for.

    The compiled loop keeps no states; without `end` not even the last, which is large where there are many
    scenarios. `auto` compiles where many scenarios of many classes differ in more than pensions in payment.
    """
    chosen = engine or Engine()
    if chosen.name == "numpy" or (chosen.name == "auto" and not _worth_it(ask, valuation)):
        return insured_over_time(ask, valuation)
    bound = bind(ask, valuation)
    kernel = machine(bound.text, scheme_kernel.ARGUMENTS, chosen.load)
    return projected_fast(valuation, bound.form, kernel, bound.readings, processors(), end=end)


@dataclass(frozen=True, eq=False)
class Bound:
    """A law and a valuation as a compiled loop needs them."""

    form: Form
    text: str  # to be compiled; numbers change no letter of it
    readings: dict[str, Years]


def bind(ask: Asked, valuation: Valuation) -> Bound:
    """The text of the loop with the law inside, and the arrays that it reads."""
    readings = assumed(ask, valuation)
    waiting = {}
    for question in questions(valuation):
        slots, rest = ask.parts(question)
        if rest is None:
            readings[question] = next(iter(slots.values()))
        else:
            readings |= {f"{question}:{name}": years for name, years in slots.items()}
            waiting[question] = rest
    _refuse_carried(waiting)
    form = Form(
        valuation.start.active.shape[-1],
        valuation.accounts,
        valuation.payers,
        valuation.promises,
        valuation.shared,
        by_service(readings),
    )
    laws = {q: scalar_function(f"law_{i}", rest) for i, (q, rest) in enumerate(waiting.items())}
    calls = {q: _call(form, q, laws.get(q)) for q in questions(valuation) if q.startswith(CARRYING)}
    return Bound(form, fused(list(laws.values()), kernel_of(form, calls)), readings)


def _refuse_carried(waiting: Iterable[str]) -> None:
    """Refuse what only the reference carries: who may have a benefit is known before the compiled loop begins."""
    for question in waiting:
        if not question.startswith(CARRYING):
            raise Refusal(
                "The fast engine asks `{question}` before it begins, so no account may stand in it: take the "
                "engine numpy.",
                question=question,
            )


def questions(valuation: Valuation) -> list[str]:
    """What a projection asks of the law."""
    promises = valuation.promises
    names = [f"{kind}.{name}" for kind in ("credit", "revaluation") for name in valuation.accounts]
    names += ["insurable_earnings", *(f"contribution.{name}" for name in valuation.payers)]
    names += [f"{kind}.{promise.name}" for kind in ("who", "how_much") for promise in promises]
    names += [f"index.{promise.name}" for promise in promises if not promise.once]
    after_pensioners = valuation.of("survivors", "orphans", "death")
    return [*names, *(f"{FROM_PENSION}.{one.name}" for one in after_pensioners if one.follows)]


def _call(form: Form, question: str, law: ScalarLaw | None) -> str:
    """The text that answers a question in the loop."""
    of_pensioners = question.startswith(FROM_PENSION)
    said = form.of_pensioners if of_pensioners else form.said
    if law is None:
        return said(question)
    carried = (
        {"pension": "pension"} if of_pensioners else {name: held(i) for i, name in enumerate(form.accounts)}
    )
    return law.call(carried, {slot: said(f"{question}:{slot}") for slot in law.parameters})


def _worth_it(ask: Asked, valuation: Valuation) -> bool:
    """Whether many scenarios differ in the insured themselves, and the compiler is there."""
    experience = valuation.experience
    tables: Sequence[Array] = [
        experience.mortality, experience.invalidity, experience.leaving, experience.returning, experience.density,
    ]  # fmt: skip
    scenarios = max(table.shape[1] for table in tables)
    scenarios = max(scenarios, 1 if experience.insured is None else experience.insured.shape[1])
    active = [q for q in questions(valuation) if not q.startswith(("index", FROM_PENSION))]
    for question in active:
        slots, rest = ask.parts(question)
        if rest is not None and not question.startswith(CARRYING):
            return False
        scenarios = max([scenarios, *(one.shape[0] for years in slots.values() for one in years)])
    return scenarios * valuation.start.active.shape[3] >= WORTH and find_spec("numba") is not None
