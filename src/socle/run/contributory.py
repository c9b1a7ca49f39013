"""What the floor, one day or one household cannot answer: a benefit that a whole career of contributions earns."""

from __future__ import annotations

from collections.abc import Sequence

from socle.exchange.country import insurance_files
from socle.exchange.scheme_file import read_scheme
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.scheme import Scheme

EARNED = N_(
    "It is earned by a career of contributions: ask socle career, or socle valuation for all the insured."
)
"""Why a benefit of a contributory scheme has no answer here."""


def refuse_earned(schemes: Sequence[Scheme], asked: str, file: str = "") -> None:
    """Refuses `asked`, the name of a scheme or the path of a benefit, where it is one of a contributory scheme.

    `file` is that of the scheme, as a valuation is to be asked of it.
    """
    for scheme in schemes:
        if scheme.insurance and asked in (scheme.name, *(benefit.path for benefit in scheme.benefits)):
            raise Refusal(
                "`{asked}` is earned by a career of contributions, which neither one day nor one year tells: "
                "ask `socle valuation {file}` for all the insured, or `socle career {file}` for one person.",
                asked=asked,
                file=file or scheme.where.partition(":")[0],
            )


def refuse_earned_in(code: str, asked: str) -> None:
    """The same, of the contributory schemes that stand beside those of a country's floor."""
    for path in insurance_files(code):
        refuse_earned([read_scheme(path)], asked, str(path))
