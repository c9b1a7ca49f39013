"""Mortality of one country from a few figures, and what-if mortality.

The pattern of death rates by age comes from one life table, carried to each year's life expectancy by a
family of model tables; then it is bent so that the year's figures at birth, at 65 and under five are met.
Symbols as in `mortality`. What each figure is worth is measured in `tests/external/test_compact_figures.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from socle.ground.axes import N_AGES, SEXES, Array
from socle.ground.refusals import Refusal
from socle.model.demography import CompactDemography, Path, VitalRates
from socle.project.fertility import shares_at_birth
from socle.project.graduation import ABRIDGED, HIGHEST_RATE, LOWEST_RATE, over_years, single_ages
from socle.project.mortality import dead_within, expectancy_at, life_table
from socle.project.roots import root

LOWEST_E0, HIGHEST_E0 = 50.0, 95.0
"""Life expectancies that the family of model tables can reach; beyond, its cubic turns."""

# log m = c0 + c1 u + c2 u^2 + c3 u^3 with u = (e - 70) / 10, at the 22 ages of an abridged table; [power, sex,
# age]. Fitted by the project on the tables of 1980 to 2100 of World Population Prospects 2024, countries of
# more than one million people, without the 21 of the first phase of the flagship programme.
# fmt: off
_FAMILY = np.array(
    [
        [
            [-4.155, -6.965, -7.705, -7.762, -6.941, -6.512, -6.380, -6.189, -5.914, -5.568, -5.177,
             -4.746, -4.335, -3.902, -3.476, -3.034, -2.573, -2.108, -1.662, -1.257, -0.905, -0.606],
            [-3.634, -6.120, -7.140, -7.406, -6.971, -6.675, -6.459, -6.234, -5.957, -5.639, -5.316,
             -4.930, -4.548, -4.095, -3.621, -3.125, -2.633, -2.148, -1.698, -1.297, -0.937, -0.638],
        ],
        [
            [-1.477, -1.824, -1.579, -1.285, -0.974, -0.953, -0.953, -0.927, -0.875, -0.815, -0.730,
             -0.661, -0.588, -0.557, -0.524, -0.489, -0.433, -0.369, -0.305, -0.246, -0.180, -0.119],
            [-1.232, -1.664, -1.465, -1.211, -1.057, -1.079, -1.071, -1.001, -0.898, -0.787, -0.660,
             -0.591, -0.527, -0.498, -0.459, -0.408, -0.335, -0.274, -0.222, -0.183, -0.141, -0.115],
        ],
        [
            [-0.124, -0.022, -0.095, -0.111, -0.134, -0.122, -0.124, -0.132, -0.146, -0.160, -0.176,
             -0.191, -0.202, -0.211, -0.217, -0.216, -0.205, -0.174, -0.133, -0.090, -0.053, -0.025],
            [-0.230, -0.177, -0.175, -0.148, -0.144, -0.143, -0.142, -0.137, -0.141, -0.153, -0.161,
             -0.171, -0.178, -0.188, -0.197, -0.202, -0.194, -0.169, -0.136, -0.098, -0.065, -0.037],
        ],
        [
            [0.064, 0.090, 0.052, 0.025, -0.005, -0.006, -0.006, -0.008, -0.014, -0.016, -0.021,
             -0.023, -0.028, -0.030, -0.033, -0.036, -0.036, -0.031, -0.021, -0.011, -0.005, 0.001],
            [0.020, 0.058, 0.030, 0.008, -0.003, 0.006, 0.007, 0.001, -0.010, -0.018, -0.028,
             -0.030, -0.036, -0.039, -0.044, -0.049, -0.052, -0.045, -0.035, -0.023, -0.012, -0.000],
        ],
    ]
)
# fmt: on

_E_TOLERANCE = 1e-7  # years
_Q_TOLERANCE = 1e-10
_ALLOWANCE = 0.02  # years of life expectancy; beyond, figures contradict each other
_SEARCHED_E = (30.0, 100.0)
_SEARCHED_K = 4.0  # no figure bends a death rate by more than exp(4)
_ROUNDS = 5
_MOST_BENT = 3.0  # of a log death rate; figures of countries bend them by about 1 at most
_ELDERLY = np.clip((np.arange(N_AGES) - 55.0) / 15.0, 0.0, 1.0)  # the weight of ages in bending to e65


def family(e: Array) -> Array:
    """The log of the model death rates [..., sex, age 0..100+] labelled by a life expectancy `e` [..., sex]."""
    u = ((e - 70.0) / 10.0)[..., None]
    c0, c1, c2, c3 = _FAMILY
    return np.log(single_ages(np.exp(c0 + u * (c1 + u * (c2 + u * c3)))))


def reaching(e0: Array, pattern: Array | None = None) -> Array:
    """Death rates [..., sex, age] whose life expectancy is `e0` [..., sex].

    With a `pattern` [..., sex, age]: log m = log pattern + family(e) - family(e of the pattern), a
    Lee-Carter model whose age profile turns with e; without one, the family itself.
    """
    start = np.zeros(()) if pattern is None else np.log(pattern) - family(life_table(pattern).e_at(0))

    def rates(label: Array) -> Array:
        return np.asarray(np.clip(np.exp(start + family(label)), LOWEST_RATE, HIGHEST_RATE))

    low, high = (np.full(e0.shape, bound) for bound in _SEARCHED_E)
    return rates(root(lambda label: life_table(rates(label)).e_at(0) - e0, low, high, _E_TOLERANCE))


def mortality(figures: CompactDemography, years: Sequence[int]) -> Array:
    """Death rates [year, sex, age] from the compact figures of a country.

    Without mx figures the family alone gives the pattern; without e65 or q5 there is no bending to them.
    """
    e0 = _by_sex(figures.e0, years)
    _refuse_unreachable(figures, e0)
    pattern = None
    if figures.mx:
        pattern = single_ages(np.array([_table(figures, sex) for sex in SEXES]))
    m = reaching(e0, pattern)
    e65 = _by_sex(figures.e65, years) if figures.e65 else None
    q5 = over_years(figures.q5, years) / 1000.0 if figures.q5 else None
    return _bent(m, _Aims(e0, e65, q5, shares_at_birth(figures, years)))


@dataclass(frozen=True, eq=False)
class _Aims:
    """What a year's life tables must meet."""

    e0: Array  # [year, sex] years
    e65: Array | None  # [year, sex] years
    q5: Array | None  # [year] probability of dying under five, both sexes
    shares: Array  # [year, sex] of births


def _bent(m: Array, aims: _Aims) -> Array:
    """Death rates bent in turn at old ages to e65, under five to q5, and between to e0."""
    elderly = np.zeros(N_AGES) if aims.e65 is None else _ELDERLY
    between = np.where(np.arange(N_AGES) < (0 if aims.q5 is None else 5), 0.0, 1.0 - elderly)
    start = m
    for _ in range(_ROUNDS):
        if aims.e65 is not None:
            m = _tilted(m, elderly, 65, aims.e65)
        if aims.q5 is not None:
            m = _scaled_under_five(m, aims.q5, aims.shares)
        m = _tilted(m, between, 0, aims.e0)
    _refuse_distorted(start, m)
    if aims.e65 is not None:  # bent first, and touched again by the last step of each round
        _refuse_missed("e65", expectancy_at(m[..., 65:], 65), aims.e65)
    return m


def _refuse_distorted(start: Array, m: Array) -> None:
    bend = float(np.abs(np.log(m / start)).max())
    if bend > _MOST_BENT:
        raise Refusal(
            "The figures of mortality contradict each other: some death rates would have to be {times} times "
            "what goes with the life expectancy at birth.",
            times=f"{np.exp(bend):.0f}",
        )


def _refuse_missed(figure: str, met: Array, wanted: Array) -> None:
    worst = np.abs(met - wanted).argmax()
    if abs(met.flat[worst] - wanted.flat[worst]) > _ALLOWANCE:
        raise Refusal(
            "No life table has the `{figure}` of {wanted} with the other figures of mortality; the nearest has "
            "{met}.",
            figure=figure,
            wanted=f"{wanted.flat[worst]:.4g}",
            met=f"{met.flat[worst]:.4g}",
        )


def _tilted(m: Array, weight: Array, age: int, expectancy: Array) -> Array:
    """m exp(-k weight), with k such that the life expectancy at `age` [..., sex] is met."""

    def missing(k: Array) -> Array:
        return expectancy_at(m[..., age:] * np.exp(-k[..., None] * weight[age:]), age) - expectancy

    k = root(missing, *_bounds(expectancy), _E_TOLERANCE)
    return np.asarray(m * np.exp(-k[..., None] * weight))


def _scaled_under_five(m: Array, q5: Array, shares: Array) -> Array:
    """One factor on the death rates of both sexes at ages 0 to 4, such that their joint q5 [...] is met."""
    young = m[..., :5]

    def missing(k: Array) -> Array:
        dead = dead_within(young * np.exp(k)[..., None, None])
        return np.asarray((shares * dead).sum(axis=-1) - q5)

    k = root(missing, *_bounds(q5), _Q_TOLERANCE)
    return np.concatenate([young * np.exp(k)[..., None, None], m[..., 5:]], axis=-1)


def _bounds(like: Array) -> tuple[Array, Array]:
    return np.full(like.shape, -_SEARCHED_K), np.full(like.shape, _SEARCHED_K)


def _by_sex(paths: Mapping[str, Path], years: Sequence[int]) -> Array:
    """A figure of each sex for every year [year, sex]."""
    for sex in SEXES:
        if not paths.get(sex):
            raise Refusal("Figures of mortality by sex are needed for both; `{sex}` is missing.", sex=sex)
    return np.stack([over_years(paths[sex], years) for sex in SEXES], axis=-1)


def _table(figures: CompactDemography, sex: str) -> tuple[float, ...]:
    """The abridged death rates of one sex, all there and positive."""
    table = figures.mx.get(sex, ())
    if len(table) != len(ABRIDGED) or min(table) <= 0.0:
        raise Refusal(
            "A life table needs {count} death rates above zero for each sex; {country} has others ({sex}).",
            count=len(ABRIDGED),
            country=figures.country,
            sex=sex,
        )
    return table


def _refuse_unreachable(figures: CompactDemography, e0: Array) -> None:
    for value in (e0.min(), e0.max()):
        if not LOWEST_E0 <= value <= HIGHEST_E0:
            raise Refusal(
                "Life expectancy at birth must lie between {low} and {high} years; {country} has {value}.",
                country=figures.country,
                low=f"{LOWEST_E0:g}",
                high=f"{HIGHEST_E0:g}",
                value=f"{value:g}",
            )


def held(rates: VitalRates, since: int) -> VitalRates:
    """Mortality of the year `since` for ever after."""
    here = rates.position(since)
    m = rates.mortality.copy()
    m[:, here:] = m[:, here : here + 1]
    return replace(rates, mortality=m)


def shifted(rates: VitalRates, gain: float, since: int) -> VitalRates:
    """Life expectancy at birth of both sexes `gain` years higher (lower, if negative) from `since` on."""
    here = rates.position(since)
    return _reaching_from(rates, here, life_table(rates.mortality[:, here:]).e_at(0) + gain)


def following(rates: VitalRates, e0: Mapping[str, Path]) -> VitalRates:
    """Life expectancy at birth on a path of its own, for each sex, from the first year of the path on."""
    here = rates.position(max(rates.first_year, min(min(path) for path in e0.values())))
    wanted = _by_sex(e0, rates.years[here:])
    return _reaching_from(rates, here, np.broadcast_to(wanted, (len(rates.countries), *wanted.shape)))


def _reaching_from(rates: VitalRates, here: int, e0: Array) -> VitalRates:
    """The rates with mortality of this life expectancy from a position in time on, the age pattern kept."""
    later = reaching(e0, rates.mortality[:, here:])
    _refuse_missed("e0", life_table(later).e_at(0), e0)
    return replace(rates, mortality=np.concatenate([rates.mortality[:, :here], later], axis=1))
