"""How earnings differ between persons of one age and sex: classes for life, and bands of the year within them.

A ceiling, a floor or a minimum pension bends money, and the mean of a bend is not the bend of a mean. What a
person earns beside others for life makes a class; what a year adds makes bands, averaged before the projection.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.refusals import Refusal

FINER: Final = 8  # points of each distribution in a band


def lognormal_means(spread: float, parts: int) -> Array:
    """The means of equally many persons, in order, of a lognormal distribution with mean 1, [part].

    `spread` is the standard deviation of the logarithm.
    """
    if spread < 0 or parts < 1:
        raise Refusal("A spread of earnings is not negative, and there is at least one class and one band.")
    normal = NormalDist()
    cuts = [normal.inv_cdf(i / parts) for i in range(1, parts)]
    below = np.array([0.0, *(normal.cdf(cut - spread) for cut in cuts), 1.0])
    return np.asarray(np.diff(below) * parts)


def classes_and_bands(spread: float, yearly: float, classes: int, bands: int) -> tuple[Array, Array]:
    """Means of classes of equally many persons [class], and of their bands over them [class, band].

    `spread` is the standard deviation of the logarithm of what persons earn for life, `yearly` that of a year
    around it (independent lognormals with mean 1).
    """
    fine = FINER * bands
    permanent = lognormal_means(spread, classes * fine).reshape(classes, fine, 1)
    within = np.sort((permanent * lognormal_means(yearly, fine)).reshape(classes, -1), axis=1)
    means = within.mean(axis=1)
    return means, within.reshape(classes, bands, -1).mean(axis=2) / means[:, None]


def classes_of(
    levels: Array, yearly: float, classes: int, bands: int
) -> tuple[NDArray[np.int64], Array, Array]:
    """Persons in classes by what they earn for life: class of each [person], means [class], bands [class, band].

    `levels` are earnings of persons over the mean of their age and sex; classes have equally many of them, those
    of one level together. `yearly` is the standard deviation of the logarithm of a year's earnings around them.
    """
    cuts = np.quantile(levels, np.arange(1, classes) / classes)
    place = np.searchsorted(cuts, levels, side="right")
    fine = FINER * bands
    middle = (np.arange(fine) + 0.5) / fine
    year = lognormal_means(yearly, fine)
    means, within = np.zeros(classes), np.ones((classes, bands))
    for one in range(classes):
        own = levels[place == one]
        if not own.size:
            continue
        means[one] = own.mean()
        points = np.sort(np.outer(np.quantile(own, middle), year), axis=None).reshape(bands, -1).mean(axis=1)
        within[one] = points / points.mean() if points.any() else 1.0
    return place, means, within
