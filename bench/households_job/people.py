"""Made-up households of 1 to 8 persons, sorted by household, with heaped earnings and consumption."""

from __future__ import annotations

import numpy as np

from socle.model.population import Population

HOUSEHOLDS = 244_000  # about a million persons
SIZES = (0.09, 0.13, 0.19, 0.22, 0.16, 0.11, 0.06, 0.04)


def made_up(households: int = HOUSEHOLDS, seed: int = 1) -> Population:
    """Age, disability and earnings of persons; consumption of the household, on each of its members; a year."""
    rng = np.random.default_rng(seed)
    sizes = rng.choice(np.arange(1, 9), households, p=SIZES)
    starts, persons = np.concatenate([[0], np.cumsum(sizes)]), int(sizes.sum())
    age = np.minimum(rng.exponential(27, persons), 100).astype(np.int16)
    works = (age >= 18) & (age < 65) & (rng.random(persons) < 0.6)
    earnings = np.where(works, np.round(rng.lognormal(9.2, 0.9, persons), -1), 0.0)
    need = rng.lognormal(7.3, 0.7, households)
    consumption = np.round(need * sizes**0.8 + 0.5 * np.add.reduceat(earnings, starts[:-1]))
    columns = {
        "age": age,
        "severely_disabled": rng.random(persons) < 0.03,
        "earnings": earnings,
        "consumption": np.repeat(consumption, sizes),
        "poverty_line": np.array(2_000.0),
    }
    weights = np.repeat(rng.uniform(20, 180, households), sizes)
    return Population(weights, columns, households=starts.astype(np.int64))
