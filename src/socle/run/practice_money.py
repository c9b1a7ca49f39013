"""What family benefits cost in a year where all can be costed: the total of Convention 102, Article 44."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from socle.exchange.inquiry_law import functions
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.observation import ESTIMATED
from socle.model.practice import Input
from socle.model.scheme import Benefit, Scheme
from socle.model.survey import Flag
from socle.run.costing import cost_schemes
from socle.run.practice_law import Derived
from socle.run.setting import Setting

FAMILY = "family_children"  # function of the Social Security Inquiry


NOT_COSTED: Final = N_("The total of family benefits is not worked out from the law:")


def family_benefits(schemes: Sequence[Scheme], setting: Setting) -> Derived:
    """All family benefits of the first year of a setting; nothing where the cost of one of them is not known.

    Where the law as a whole cannot be costed, a flag says why, and nothing else of it is lost.
    """
    own = [(scheme, one) for scheme in schemes for one in scheme.benefits if _of_families(one)]
    if not own or any(one.not_computed for _, one in own):
        return Derived({}, {})
    try:
        costed = {one.benefit: one.spending[0] for one in cost_schemes(setting, schemes)[0]}
    except Refusal as refusal:
        reason = Flag(refusal.template, {name: str(value) for name, value in refusal.values.items()})
        return Derived({}, {}, (Flag(NOT_COSTED), reason))
    spent = [costed.get(one.path, np.nan) for _, one in own]
    if not np.isfinite(spent).all():
        return Derived({}, {})
    source = "; ".join(dict.fromkeys(scheme.law or scheme.name for scheme, _ in own))
    where = ", ".join(one.path for _, one in own)
    total = Input(float(sum(spent)), source, f"{setting.years[0]}", "law", ESTIMATED, where)
    return Derived({"family_benefits": total}, {})


def _of_families(benefit: Benefit) -> bool:
    return functions(benefit)[0] == FAMILY
