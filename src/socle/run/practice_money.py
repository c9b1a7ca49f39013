"""What family benefits cost in a year where all can be costed: the total of Convention 102, Article 44."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from socle.exchange.inquiry_law import functions
from socle.model.observation import ESTIMATED
from socle.model.practice import Input
from socle.model.scheme import Benefit, Scheme
from socle.run.costing import cost_schemes
from socle.run.setting import Setting

FAMILY = "family_children"  # function of the Social Security Inquiry


def family_benefits(schemes: Sequence[Scheme], setting: Setting) -> Iterator[tuple[str, Input]]:
    """All family benefits of the first year of a setting; nothing where the cost of one of them is not known."""
    own = [(scheme, one) for scheme in schemes for one in scheme.benefits if _of_families(one)]
    if not own or any(one.not_computed for _, one in own):
        return
    costed = {one.benefit: one.spending[0] for one in cost_schemes(setting, schemes)[0]}
    spent = [costed.get(one.path, np.nan) for _, one in own]
    if np.isfinite(spent).all():
        source = "; ".join(dict.fromkeys(scheme.law or scheme.name for scheme, _ in own))
        where = ", ".join(one.path for _, one in own)
        yield (
            "family_benefits",
            Input(float(sum(spent)), source, f"{setting.years[0]}", "law", ESTIMATED, where),
        )


def _of_families(benefit: Benefit) -> bool:
    return functions(benefit)[0] == FAMILY
