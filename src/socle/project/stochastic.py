"""What the future may draw: prices, wages, returns, fertility and migration around a path that is assumed.

Every process is centred on the deterministic path: without shocks it is that path. Each draw is keyed by the
seed, the run and the name of the variable (`Luck`), so that two reforms meet the same futures, a variable
more or a run more changes no other draw, and a run is the same in whatever batch, and over whatever number of
years, it is asked. Runs are the leading axis.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal

ECONOMY = ("inflation", "real_wage_growth", "real_return")
"""The usual variables of the economy, as shares a year, in the order of their shocks."""

_KEY_DIGITS = 32  # a Philox key has 128 bits
_SINGULAR = 1e-12  # a pivot below this share of its variance is one that other variables explain


@dataclass(frozen=True)
class Luck:
    """Standard normal shocks by run and variable: counter-based (Philox; Salmon et al. 2011), no state."""

    seed: int

    def normals(self, runs: range, variable: str, years: int) -> Array:
        """Independent standard normals [run, year] of one variable."""
        drawn = np.empty((len(runs), years))
        for row, run in enumerate(runs):
            key = int(sha256_of(f"{self.seed}/{variable}/{run}")[:_KEY_DIGITS], 16)
            np.random.Generator(np.random.Philox(key=key)).standard_normal(out=drawn[row])
        return drawn


def batches(runs: int, size: int) -> Iterator[range]:
    """The runs 0, 1, ... in consecutive batches of at most `size`."""
    if runs < 1 or size < 1:
        raise Refusal(
            "There must be at least one run, and one run a batch; here {runs} and {size}.",
            runs=runs,
            size=size,
        )
    for first in range(0, runs, size):
        yield range(first, min(first + size, runs))


@dataclass(frozen=True, eq=False)
class Drawn:
    """Paths drawn by run, and in how many years of each run a bound cut them: a flag to be shown."""

    values: Array  # [run, year] or [run, year, variable]
    bound: NDArray[np.int64]  # [run] or [run, variable], years


def stationary_covariance(transition: Array, shocks: Array) -> Array:
    """The covariance S of a stationary process x = A x(-1) + u: S = A S A' + cov(u) (discrete Lyapunov)."""
    size = len(transition)
    system = np.eye(size * size) - np.kron(transition, transition)
    return np.asarray(np.linalg.solve(system, shocks.ravel()).reshape(size, size))


def persistence(transition: Array) -> float:
    """The spectral radius: the share of a deviation left after a year in the long run; below 1 if stationary."""
    return float(np.abs(np.linalg.eigvals(transition)).max())


@dataclass(frozen=True, eq=False)
class VectorAutoregression:
    """y = mu + Phi (y(-1) - mu(-1)) + L e, with e standard normal and L L' the covariance of the shocks.

    L is lower triangular (Cholesky): a variable put last changes no draw of those before it. A bound cuts the
    shock: what is carried to the next year is the bounded value.
    """

    names: tuple[str, ...]
    phi: Array  # [variable, variable of the year before]
    covariance: Array  # [variable, variable], of the yearly shocks
    low: Array | None = None  # [variable]
    high: Array | None = None  # [variable]

    def __post_init__(self) -> None:
        size = len(self.names)
        if self.phi.shape != (size, size) or self.covariance.shape != (size, size):
            raise Refusal(
                "{count} variables need matrices of {count} by {count}; here they are {phi} and {covariance}.",
                count=size,
                phi=self.phi.shape,
                covariance=self.covariance.shape,
            )
        _finite(self.phi, "phi")
        _finite(self.covariance, "covariance")
        _stationary(self.phi, ", ".join(self.names))
        _ = self.root
        for bounds in (self.low, self.high):
            if bounds is not None and bounds.shape != (size,):
                raise Refusal("There must be one bound for each of {count} variables.", count=size)
        _ordered(self.low, self.high)

    @property
    def root(self) -> Array:
        """The lower triangular L of the shocks' covariance."""
        return _cholesky(self.covariance, self.names)

    @property
    def stationary(self) -> Array:
        """The covariance of deviations in the long run, without bounds [variable, variable]."""
        return stationary_covariance(self.phi, self.covariance)

    def drawn(self, mean: Array, luck: Luck, runs: range, before: Array | None = None) -> Drawn:
        """Paths [run, year, variable] around `mean` [year, variable]; `before`: last known deviation, or none."""
        years, size = mean.shape
        if size != len(self.names):
            raise Refusal(
                "The mean path has {found} variables, and the process {count}.",
                found=size,
                count=len(self.names),
            )
        _finite(mean, "mean")
        shocks = np.stack([luck.normals(runs, name, years) for name in self.names], axis=-1) @ self.root.T
        deviation = np.zeros((len(runs), size)) if before is None else np.tile(before, (len(runs), 1))
        values, cut = np.empty(shocks.shape), np.zeros((len(runs), size), dtype=np.int64)
        for year in range(years):
            free = mean[year] + deviation @ self.phi.T + shocks[:, year]
            values[:, year] = _bounded(free, self.low, self.high)
            cut += values[:, year] != free
            deviation = values[:, year] - mean[year]
        return Drawn(values, cut)


@dataclass(frozen=True, eq=False)
class Fitted:
    """A process estimated from history, and how well it is known."""

    process: VectorAutoregression
    mean: Array  # [variable], long-run mean of the history
    errors: Array  # [variable, variable], standard errors of phi
    residuals: Array  # [year, variable]


def fitted(history: Array, names: Sequence[str]) -> Fitted:
    """Phi and the shocks' covariance by least squares with a constant, from yearly `history` [year, variable].

    The covariance is divided by the years less the coefficients of an equation. Least squares draws phi
    towards 0 in short histories; the standard errors say by how much one may be wrong.
    """
    _finite(history, "history")
    if history.ndim != 2 or history.shape[1] != len(names):
        raise Refusal(
            "The history has the shape {found}, not years by {count}.", found=history.shape, count=len(names)
        )
    past = np.column_stack([np.ones(len(history) - 1), history[:-1]])
    freedom = len(past) - past.shape[1]
    if freedom < 1:
        raise Refusal(
            "{years} years are too few to estimate how {count} variables follow each other; at least {least}.",
            years=len(history),
            count=len(names),
            least=len(names) + 3,
        )
    coefficients, _, rank, _ = np.linalg.lstsq(past, history[1:], rcond=None)
    if rank < past.shape[1]:
        raise Refusal(
            "In this history one variable is constant or explained by the others: {names}.",
            names=", ".join(names),
        )
    residuals = history[1:] - past @ coefficients
    covariance = residuals.T @ residuals / freedom
    phi = np.asarray(coefficients[1:].T, dtype=np.float64)
    process = VectorAutoregression(tuple(names), phi, covariance)
    spread = np.diag(np.linalg.inv(past.T @ past))[1:]
    mean = np.linalg.solve(np.eye(len(names)) - phi, coefficients[0])
    return Fitted(process, mean, np.sqrt(np.outer(np.diag(covariance), spread)), residuals)


@dataclass(frozen=True)
class Arma:
    """One variable whose deviations follow d = sum ar_i d(-i) + e + sum ma_j e(-j), e normal with `sigma`.

    The signs of `ma` are those of this equation (some authors write them with a minus). AR(1) is one `ar`
    and no `ma`. A bound cuts the shock: deviation and shock carried on are those of the bounded value.
    """

    name: str
    ar: tuple[float, ...]
    sigma: float
    ma: tuple[float, ...] = ()
    low: float = -np.inf
    high: float = np.inf

    def __post_init__(self) -> None:
        _finite(np.array([*self.ar, *self.ma, self.sigma]), self.name)
        if self.sigma < 0:
            raise Refusal(
                "The standard deviation of `{name}` is negative: {sigma}.", name=self.name, sigma=self.sigma
            )
        _stationary(self._companion(), self.name)
        _ordered(np.array([self.low]), np.array([self.high]))

    def _companion(self) -> Array:
        """The process as a first-order one of its last deviations and shocks."""
        lags, shocks = max(len(self.ar), 1), len(self.ma)
        matrix = np.zeros((lags + shocks, lags + shocks))
        matrix[0, : len(self.ar)] = self.ar
        matrix[0, lags:] = self.ma
        matrix[1:lags, : lags - 1] = np.eye(lags - 1)
        matrix[lags + 1 :, lags : lags + shocks - 1] = np.eye(max(shocks - 1, 0), shocks and shocks - 1)
        return matrix

    @property
    def stationary(self) -> float:
        """The standard deviation in the long run, without bounds."""
        transition = self._companion()
        entry = np.zeros(len(transition))
        entry[0] = self.sigma
        if self.ma:
            entry[max(len(self.ar), 1)] = self.sigma
        return float(np.sqrt(stationary_covariance(transition, np.outer(entry, entry))[0, 0]))

    def drawn(
        self,
        mean: Array,
        luck: Luck,
        runs: range,
        before: Sequence[float] = (),
        shocks_before: Sequence[float] = (),
    ) -> Drawn:
        """Paths [run, year] around `mean` [year]; deviations and shocks `before`, the latest first, else 0."""
        _finite(mean, self.name)
        known = _history(before, len(self.ar), self.name)
        surprises = _history(shocks_before, len(self.ma), self.name)
        past, shocks = np.tile(known, (len(runs), 1)), np.tile(surprises, (len(runs), 1))
        luck_of_years = self.sigma * luck.normals(runs, self.name, len(mean))
        values, cut = np.empty(luck_of_years.shape), np.zeros(len(runs), dtype=np.int64)
        for year, centre in enumerate(mean):
            expected = centre + past @ np.asarray(self.ar) + shocks @ np.asarray(self.ma)
            free = expected + luck_of_years[:, year]
            values[:, year] = np.clip(free, self.low, self.high)
            met = values[:, year] != free
            cut += met
            shock = np.where(met, values[:, year] - expected, luck_of_years[:, year])
            past = np.column_stack([values[:, year] - centre, past])[:, : len(self.ar)]
            shocks = np.column_stack([shock, shocks])[:, : len(self.ma)]
        return Drawn(values, cut)


def _history(known: Sequence[float], needed: int, name: str) -> Array:
    """The last values that a process looks back on: none known is 0; some but not all is refused."""
    if known and len(known) != needed:
        raise Refusal(
            "`{name}` looks back {needed} years; {found} are given.",
            name=name,
            needed=needed,
            found=len(known),
        )
    return np.array(known or [0.0] * needed, dtype=np.float64)


def _stationary(transition: Array, name: str) -> None:
    radius = persistence(transition)
    if radius >= 1:
        raise Refusal(
            "A deviation of {name} would never die out: the spectral radius is {radius}, and must be below 1.",
            name=name,
            radius=f"{radius:.4g}",
        )


def _finite(values: Array, name: str) -> None:
    if not np.isfinite(values).all():
        place = ", ".join(str(int(index)) for index in np.argwhere(~np.isfinite(values))[0])
        raise Refusal("`{name}` has no number at position {place}, counted from 0.", name=name, place=place)


def _ordered(low: Array | None, high: Array | None) -> None:
    if low is not None and high is not None and not (low < high).all():
        raise Refusal(
            "A lower bound must lie below the upper one; here {low} and {high}.", low=low, high=high
        )


def _bounded(values: Array, low: Array | None, high: Array | None) -> Array:
    return values if low is None and high is None else np.clip(values, low, high)


def _cholesky(covariance: Array, names: Sequence[str]) -> Array:
    """The lower triangular root of a covariance; a variable without own shocks has none of its own."""
    if not np.allclose(covariance, covariance.T, rtol=1e-9, atol=0):
        raise Refusal("The covariance of the shocks is not symmetric.")
    root = np.zeros_like(covariance)
    for here, name in enumerate(names):
        rest = covariance[here:, here] - root[here:, :here] @ root[here, :here]
        slack = _SINGULAR * abs(covariance[here, here])
        free = rest[0] <= slack
        scale = np.sqrt(np.maximum(covariance[here, here] * np.diag(covariance)[here:], 0.0))
        if rest[0] < -slack or (free and (np.abs(rest[1:]) > np.sqrt(_SINGULAR) * scale[1:]).any()):
            raise Refusal("The covariance of the shocks is impossible at `{name}`: not positive.", name=name)
        if not free:
            root[here:, here] = rest / np.sqrt(rest[0])
    return root


US_2004_FERTILITY = Arma(
    "total_fertility",
    ar=(1.991694, -1.508138, 0.914735, -0.419396),
    sigma=0.090936,
    ma=(-0.665162,),
    low=0.5,
    high=3.4,
)
"""Children a woman in the United States: Social Security Administration, Actuarial Study 117 (2004), II.A,
equation 1, which gives the moving average its minus sign. An example, not a default for other countries."""
