"""The catalogue of measures of poverty and inequality: code, unit, definition and formula of each."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.measure import inequality, poverty
from socle.measure.weighted import Estimate, Sample, exactly, mean, quantile, quantile_value


@dataclass(frozen=True, eq=False)
class Question:
    """What a measure is computed from."""

    sample: Sample  # the sub-group that is asked about
    line: Estimate
    age: Array | None = None  # [record], completed years
    parameter: float = 0.0  # the number after the colon of its code
    earlier: tuple[tuple[Sample, Estimate], ...] = ()  # the same people and the line, in each earlier year


@dataclass(frozen=True)
class Indicator:
    """A measure: its unit, its definition, its formula."""

    unit: str
    definition: str
    formula: Callable[[Question], Estimate]
    between: tuple[float, float] | None = None  # its code takes a number, as in atkinson:0.5, inside these
    positive: bool = False  # it uses logarithms or powers: records with welfare of 0 or less are left out
    of_all: bool = False  # it is a number of the whole population, whatever the group
    quantiles: tuple[float, ...] = ()  # whose density its standard error needs
    parts: Callable[[Question], Sequence[Sample]] = lambda asked: (
        asked.sample,
    )  # of whom they are quantiles

    @property
    def by_line(self) -> bool:
        """Whether it depends on the line."""
        return "{line}" in self.definition


def _ratio_of_medians(asked: Question) -> Estimate:
    if asked.age is None:
        raise Refusal("`rmir` compares people of 65 and over with the others: name the column with --age.")
    return inequality.relative_median_ratio(asked.sample, asked.age)


def _poor(asked: Question) -> Sequence[Sample]:
    return (asked.sample.within(asked.sample.welfare < asked.line.value),)


def _by_age(asked: Question) -> Sequence[Sample]:
    if asked.age is None:
        return ()
    old = asked.age >= inequality.OLD
    return asked.sample.within(old), asked.sample.within(~old)


def _persistent(asked: Question) -> Estimate:
    if len(asked.earlier) != PANEL:
        raise Refusal(
            "`persistent_arpr` needs the welfare of the three years before: name their columns with --panel."
        )
    return poverty.persistent_rate(asked.sample, asked.line, asked.earlier)


def _fgt(aversion: float) -> Callable[[Question], Estimate]:
    return lambda q: poverty.foster_greer_thorbecke(q.sample, q.line, aversion)


def _quantile_ratio(asked: Question, high: float, low: float) -> Estimate:
    return quantile(asked.sample, high) / quantile(asked.sample, low)


PANEL = 3  # years before, of which two must be spent below the line (Eurostat)
FURTHEST = 20.0  # beyond it a power of welfare is all noise
MANY = 0.05  # of people who tie at a quantile: the density there is then no more that of a smooth curve
HEAPED = N_(
    "More than 5 % of people have the same welfare at a quantile on which the standard error rests: it may be far too "
    "small or too large; prefer replicate weights."
)
LEFT_OUT = N_("Records with welfare of 0 or less are left out.")
INDICATORS = {
    "arpt": Indicator("currency", N_("The poverty line: {line}."), lambda q: q.line, of_all=True),
    "arpr": Indicator(
        "share",
        N_("At-risk-of-poverty rate: share of people with welfare below the line ({line})."),
        lambda q: poverty.head_count(q.sample, q.line, strict=True),
    ),
    "persistent_arpr": Indicator(
        "share",
        N_(
            "Persistent at-risk-of-poverty rate: share of people with welfare below the line now and in at least two "
            "of the three years before, each with the line of its year ({line})."
        ),
        _persistent,
    ),
    "rmpg": Indicator(
        "share",
        N_("Relative median poverty gap: from the line ({line}) to the median of the poor, over the line."),
        lambda q: poverty.relative_median_gap(q.sample, q.line),
        quantiles=(0.5,),
        parts=_poor,
    ),
    "poor_median": Indicator(
        "currency",
        N_("Median welfare of people below the line ({line})."),
        lambda q: poverty.poor_median(q.sample, q.line),
        quantiles=(0.5,),
        parts=_poor,
    ),
    "s80s20": Indicator(
        "ratio",
        N_("Total welfare above the 80 % quantile over total welfare up to the 20 % quantile."),
        lambda q: inequality.quintile_share_ratio(q.sample),
        quantiles=(0.2, 0.8),
    ),
    "gini": Indicator(
        "index",
        N_("Gini coefficient by mid-ranks; the order of ties does not matter."),
        lambda q: inequality.gini(q.sample),
    ),
    "gini_osier": Indicator(
        "index",
        N_(
            "Gini coefficient as in Osier (2009); ranks count the whole record, ties in the order of the file."
        ),
        lambda q: inequality.gini_osier(q.sample),
    ),
    "rmir": Indicator(
        "ratio",
        N_("Median welfare of people aged 65 and over, over that of people under 65."),
        _ratio_of_medians,
        quantiles=(0.5,),
        parts=_by_age,
    ),
    "palma": Indicator(
        "ratio",
        N_("Total welfare above the 90 % quantile over total welfare up to the 40 % quantile."),
        lambda q: inequality.palma(q.sample),
        quantiles=(0.4, 0.9),
    ),
    "fgt0": Indicator("share", N_("Share of people at or below the line ({line})."), _fgt(0)),
    "fgt1": Indicator("index", N_("Mean gap to the line ({line}), as a share of the line."), _fgt(1)),
    "fgt2": Indicator("index", N_("Mean squared gap to the line ({line}), as a share of the line."), _fgt(2)),
    "watts": Indicator(
        "index",
        N_("Watts index: mean over all people of the logarithm of line ({line}) over welfare of the poor."),
        lambda q: poverty.watts(q.sample, q.line),
        positive=True,
    ),
    "sst": Indicator(
        "index",
        N_("Sen-Shorrocks-Thon index: mean gap to the line ({line}) times one plus the Gini of gaps."),
        lambda q: poverty.sen_shorrocks_thon(q.sample, q.line),
    ),
    "atkinson": Indicator(
        "index",
        N_("Atkinson index with aversion {parameter}."),
        lambda q: inequality.atkinson(q.sample, q.parameter),
        between=(0.0, FURTHEST),
        positive=True,
    ),
    "ge": Indicator(
        "index",
        N_("Generalized entropy with parameter {parameter} (0: mean log deviation, 1: Theil)."),
        lambda q: inequality.generalized_entropy(q.sample, q.parameter),
        between=(-FURTHEST, FURTHEST),
        positive=True,
    ),
    "mean": Indicator("currency", N_("Mean welfare."), lambda q: mean(q.sample, q.sample.welfare)),
    "quantile": Indicator(
        "currency",
        N_("Welfare of the quantile {parameter}, without interpolation."),
        lambda q: quantile(q.sample, q.parameter),
        between=(0.0, 1.0),
    ),
    "lorenz": Indicator(
        "share",
        N_("Lorenz curve at {parameter}: what the poorest of this share of people hold of all welfare."),
        lambda q: inequality.lorenz(q.sample, q.parameter),
        between=(0.0, 1.0),
    ),
    "p80p20": Indicator(
        "ratio",
        N_("The 80 % quantile over the 20 % quantile."),
        lambda q: _quantile_ratio(q, 0.8, 0.2),
        quantiles=(0.2, 0.8),
    ),
    "p90p10": Indicator(
        "ratio",
        N_("The 90 % quantile over the 10 % quantile."),
        lambda q: _quantile_ratio(q, 0.9, 0.1),
        quantiles=(0.1, 0.9),
    ),
}
USUAL = "arpt,arpr,rmpg,poor_median,s80s20,gini,palma,fgt0,fgt1,fgt2,watts,sst,atkinson:0.5,ge:0,ge:1"
"""The measures of a request that names none."""


@dataclass(frozen=True)
class Asked:
    """A measure as it was asked for: its code with its number."""

    code: str
    indicator: Indicator
    parameter: float = 0.0


def asked(codes: str) -> list[Asked]:
    """The measures of a list with commas, each once, in order."""
    names = [code.strip() for code in codes.split(",") if code.strip()]
    if not names:
        raise Refusal("Say at least one measure; there are {valid}.", valid=", ".join(INDICATORS))
    return [_one(code) for code in dict.fromkeys(names)]


def _one(code: str) -> Asked:
    name, colon, number = code.partition(":")
    if name not in INDICATORS:
        raise Refusal(
            "There is no measure `{name}`; there are {valid}.",
            name=name,
            valid=", ".join(INDICATORS),
            nearest=nearest(name, INDICATORS),
        )
    indicator = INDICATORS[name]
    if bool(colon) != bool(indicator.between):
        example = f"{name}:0.5" if indicator.between else name
        raise Refusal("`{code}` is written `{example}`.", code=code, example=example)
    return Asked(code, indicator, _number(number, code, indicator.between) if indicator.between else 0.0)


def _number(text: str, code: str, between: tuple[float, float]) -> float:
    low, high = between
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low < value < high:
        raise Refusal(
            "`{code}` needs a number after the colon, above {low} and below {high}.",
            code=code,
            low=f"{low:g}",
            high=f"{high:g}",
        )
    return value


def answer(one: Asked, question: Question) -> tuple[Estimate, int]:
    """The measure of a question, and how many records it rests on."""
    sample = question.sample
    if one.indicator.positive:
        sample = sample.within(sample.welfare > 0)
    if not (sample.inside & (sample.weight > 0)).any():
        size = sample.welfare.size
        return Estimate(math.nan, np.full(size, math.nan)), 0
    estimate = one.indicator.formula(replace(question, sample=sample, parameter=one.parameter))
    return estimate, int(sample.inside.sum())


def tied(one: Asked, question: Question) -> float:
    """The largest share of people who have one welfare at a quantile that the standard error rests on."""
    shares = (one.parameter,) if one.code.startswith("quantile:") else one.indicator.quantiles
    return max((tie(part, share) for part in one.indicator.parts(question) for share in shares), default=0.0)


def tie(sample: Sample, share: float) -> float:
    """The share of people whose welfare is that of a quantile."""
    here = np.isclose(sample.welfare, quantile_value(sample, share), rtol=1e-9, atol=0.0)
    return mean(sample, here.astype(np.float64)).value


@dataclass(frozen=True)
class Line:
    """How a poverty line is set: an amount, or a part of the median or of the mean of everybody."""

    text: str
    part: float
    of: str = ""  # "median", "mean", or nothing for an amount

    def on(self, sample: Sample) -> Estimate:
        """The line on a sample, with the influence of each record on it."""
        if self.of == "median":
            return poverty.line_at_quantile(sample, 0.5, self.part)
        if self.of == "mean":
            return poverty.line_at_mean(sample, self.part)
        return exactly(self.part, sample.welfare.size)


def line(text: str) -> Line:
    """The line as it was asked for: `10859.24`, `median:0.6` or `mean:0.5`."""
    word, colon, number = text.rpartition(":")
    try:
        part = float(number)
    except ValueError:
        part = math.nan
    if not (math.isfinite(part) and part > 0) or (colon and word not in ("median", "mean")):
        raise Refusal(
            "`{text}` is not a line: write an amount, or a part such as median:0.6 or mean:0.5.",
            text=text,
            nearest=nearest(word, ("median", "mean")) if word else "",
        )
    return Line(text, part, word)
