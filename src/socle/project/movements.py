"""How the insured move in one calendar year: who dies, becomes invalid, retires, leaves, returns and enters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.model.insured import Ask, Insured, Valuation
from socle.project.insured import Joining, a_year_of_lives, dependent, older, staying
from socle.project.pensions import served
from socle.project.waiting import Waiting


@dataclass(frozen=True, eq=False)
class Exits:
    """Who left during a year, with accounts, by age at its start: [stock, scenario, sex, class, age, service]."""

    old_age: Array
    invalidity: Array
    death: Array
    leaving: Array
    aged_out: Array  # past the last working age with no right to retire; that age alone


@dataclass(frozen=True, eq=False)
class Moved:
    """The insured and the inactive on the next 1 January, and what led there."""

    active: Array
    inactive: Array
    exits: Exits
    contributors: Array  # [scenario, sex, class, age, service] contributor-years
    people: dict[str, Array]  # movement -> persons [scenario, sex]


@dataclass(frozen=True, eq=False)
class _Chances:
    """Probabilities of a year in the presence of all causes."""

    death: Array
    invalidity: Array
    old_age: Array
    leaving: Array
    stays: Array
    past_stays: Array
    past_death: Array
    past_old_age: Array
    returning: Array


def of_year(values: Array, step: int) -> Array:
    """One year of an assumption, whose axis of years has length 1 where nothing changes."""
    taken: Array = values[step if len(values) > 1 else 0]
    return taken


def moved(ask: Ask, valuation: Valuation, state: Insured, waiting: Waiting, year: int) -> Moved:
    """From one 1 January to the next; the accounts of `state` are already revalued for the year."""
    step = year - valuation.first_year
    chances = _chances(valuation, waiting, step)
    returning = state.inactive * chances.returning
    entering, short = _entering(valuation, state.active[0] * chances.stays, returning[0], step)
    leaving = (chances.death, chances.invalidity, chances.old_age, chances.leaving)
    density = of_year(valuation.experience.density, step)
    done = a_year_of_lives(
        state.active, leaving, density, _credit(ask, valuation, year), Joining(returning, entering)
    )
    dead, retired = state.inactive * chances.past_death, state.inactive * chances.past_old_age
    left = done.exits[3]
    cashed, resting = _paid_off(ask, valuation, year, left)
    past = state.inactive * chances.past_stays + resting
    exits = Exits(
        done.exits[2] + retired,
        done.exits[1],
        done.exits[0] + dead,
        cashed,
        done.insured[..., -1:, :] + past[..., -1:, :],
    )
    people = {
        "entering": entering.sum(axis=(-2, -1)),
        "returning": _persons(returning[0]),
        "leaving": _persons(left[0]),
        "deaths": _persons(exits.death[0]),
        "invalid": _persons(exits.invalidity[0]),
        "retiring": _persons(exits.old_age[0]),
        "cashing_out": _persons(cashed[0]),
        "aged_out": _persons(exits.aged_out[0]),
        "above_target": short,
    }
    if not valuation.shared:
        return Moved(older(done.insured), older(past), exits, done.contributors, people)
    gains = _gains(valuation, done.insured + past, exits)
    exits = _with_half(exits, 1.0 + 0.5 * gains)
    return Moved(
        older(done.insured * (1.0 + gains)), older(past * (1.0 + gains)), exits, done.contributors, people
    )


def _persons(heads: Array) -> Array:
    """The sum over class, age and service: one long axis is added up faster than three."""
    return np.asarray(heads.reshape(*heads.shape[:-3], -1).sum(axis=-1))


def _chances(valuation: Valuation, waiting: Waiting, step: int) -> _Chances:
    experience = valuation.experience
    death = of_year(experience.mortality, step)[:, :, None, valuation.working, None]
    invalidity, leaving, returning = (
        of_year(rates, step) for rates in (experience.invalidity, experience.leaving, experience.returning)
    )
    soon, later = waiting.hazards
    died, fell_ill, retired, left = dependent([death, invalidity, soon, leaving])
    past_died, past_retired, returned = dependent([death, later, returning])
    _at_last(retired, left, soon)
    _at_last(past_retired, returned, later)
    stays, past_stays = (
        staying(causes) for causes in ([died, fell_ill, retired, left], [past_died, past_retired, returned])
    )
    return _Chances(died, fell_ill, retired, left, stays, past_stays, past_died, past_retired, returned)


def _at_last(retiring: Array, moving: Array, hazard: Array) -> None:
    """Whoever would leave or return at the last working age but may retire does so: no later year is left to."""
    retires = hazard[..., -1, :] > 0
    retiring[..., -1, :] += np.where(retires, moving[..., -1, :], 0.0)
    moving[..., -1, :] = np.where(retires, 0.0, moving[..., -1, :])


def _entering(valuation: Valuation, staying: Array, returning: Array, step: int) -> tuple[Array, Array]:
    """Who enters so that the insured reach their wanted number by the year's end, and how many are too many.

    Those who pass the last working age on the way do not count.
    """
    wanted = valuation.experience.insured
    there = _persons(staying) + _persons(returning) - _persons(staying[..., -1:, :] + returning[..., -1:, :])
    missing = np.zeros_like(there) if wanted is None else of_year(wanted, step) - there
    entering = np.maximum(missing, 0.0)[:, :, None, None] * valuation.experience.entrants
    return entering, np.maximum(-missing, 0.0)


def _credit(ask: Ask, valuation: Valuation, year: int) -> Array:
    """What a full year of contributions adds per head: nothing to heads, the law's credit to each account."""
    credits = [ask(f"credit.{name}", year) for name in valuation.accounts]
    return np.stack(np.broadcast_arrays(np.zeros((1,) * 5), *credits))


def _paid_off(ask: Ask, valuation: Valuation, year: int, left: Array) -> tuple[Array, Array]:
    """Of those who leave, who are paid off and have no rights any more, and who keep theirs."""
    own = served(valuation.accounts, left)
    paid = [ask(f"who.{promise.name}", year, **own) for promise in valuation.of("leaving")]
    if not paid:
        return np.broadcast_to(np.zeros(1), left.shape), left
    cashed = left * np.minimum(np.asarray(sum(paid)), 1.0)
    return cashed, left - cashed


def _gains(valuation: Valuation, living: Array, exits: Exits) -> Array:
    """What the balances of the dead add to those of the living of their age, as a share of what these hold.

    Those who leave alive were there for half of the year and have half of the share, so that the dead of an
    age at which all retire are not forgotten: dead = share x (living + half of those who left).
    """
    left = exits.old_age + exits.invalidity + exits.leaving
    shares = [np.zeros((1, 1, 1, living.shape[-2], 1))]
    for place, name in enumerate(valuation.accounts, start=1):
        own, dead = _by_age(living[place] + 0.5 * left[place]), _by_age(exits.death[place])
        held = np.where(own > 0, own, 1.0)
        shares.append(np.where(own > 0, dead / held, 0.0) if name in valuation.shared else np.zeros_like(own))
    return np.stack(np.broadcast_arrays(*shares))


def _with_half(exits: Exits, factor: Array) -> Exits:
    """Those who left alive, with their part of the gains."""
    last = 2.0 * factor[..., -1:, :] - 1.0  # there to the end of the year
    return Exits(
        exits.old_age * factor, exits.invalidity * factor, exits.death, exits.leaving * factor,
        exits.aged_out * last,
    )  # fmt: skip


def _by_age(balances: Array) -> Array:
    """Sums over sex, class and service, [scenario, 1, 1, age, 1]."""
    return np.asarray(balances.sum(axis=(1, 2, 4), keepdims=True))
