"""The sources that one number rests on, out of all that a country cites: by the figures that the number is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from socle.model.country import Country
from socle.model.results import Line, SourceUse
from socle.model.scenario import Scenario, apply
from socle.model.scheme import Scheme
from socle.run.explain_floor import ADDED, EACH, OVER, TOTAL
from socle.run.explain_parts import SERIES
from socle.run.floor import law_of
from socle.run.probes import reads

PEOPLE: Final = ("population",)
AHEAD: Final = (
    "tfr", "mac", "pasfr", "srb", "e0", "e65", "q5", "mx", "net_migration", "net_migration_by_age",
)  # fmt: skip
"""What the people of later years are projected with."""
BIRTHS: Final = ("tfr", "mac", "pasfr", "srb")
PRICES: Final = ("cpi", "gdp_deflator")
GROWTH: Final = ("gdp_real_growth",)
WORK: Final = ("labour_force_participation", "unemployment_rate", "informal_employment")
COLUMNS: Final = {
    "severely_disabled": ("severe_disability",),
    "orphan": ("orphanhood",),
    "enrolled": ("school_enrolment",),
    "poor": ("poverty_headcount",),
    "receives_contributory_pension": ("coverage_old_age",),
    "gave_birth": BIRTHS,
    "within_child_limit": BIRTHS,
    "gdp_per_head": ("gdp",),
    "average_wage": ("average_wage",),
    "earnings": ("average_wage", *WORK),
    "in_labour_force": WORK,
    "unemployed": WORK,
    "formally_employed": WORK,
    "informally_employed": WORK,
}
"""A column that a law reads -> the figures that it is made of, beside people by age and sex."""
DRAWN: Final = {
    "national": ("national_poverty_line", *PRICES),
    "harmonised": ("poverty_line", "ppp_rate", *PRICES),
    "gdp_share": ("gdp", "population"),
}
"""A reference line -> the figures that it is drawn from."""


@dataclass(frozen=True)
class Rests:
    """What a number is asked of: a country with its lines, a scenario, and whether its year is one to come."""

    country: Country
    lines: Sequence[Line]
    chosen: Scenario
    ahead: bool

    def sources(self, all_: Iterable[SourceUse], name: str, measure: str) -> tuple[SourceUse, ...]:
        """Those of some sources that the number rests on, each with what it is used for here."""
        return used(all_, self.figures(name, measure))

    def figures(self, name: str, measure: str) -> frozenset[str]:
        """The figures that a number of a floor, or of one of its benefits, is made of."""
        kind, _, what = name.partition(".")
        if kind == "published":
            return frozenset({what})
        if kind == "people":
            return frozenset(self._people())
        if kind == "line":
            people = self._people() if "gdp" in (*DRAWN.get(what, ()), *self._over(measure)) else ()
            return frozenset({*DRAWN.get(what, ()), *self._over(measure), *people})
        schemes = apply(law_of(self.country, self.chosen), self.chosen)
        wanted = _wanted(schemes, kind, what, name)
        found = {*self._law(schemes, wanted, measure.startswith("persons_")), *self._over(measure)}
        if kind == "gap":
            branches = {one.branch for scheme in schemes for one in scheme.benefits if one.path in wanted}
            found |= {f"coverage_{branch}" for branch in branches} | {"gdp"}
        return frozenset(found)

    def _people(self) -> tuple[str, ...]:
        return (*PEOPLE, *AHEAD) if self.ahead else PEOPLE

    def _over(self, measure: str) -> tuple[str, ...]:
        """What a measure divides by."""
        series = {**OVER, "line_day": "ppp", "line_share": "gdp", "pct_gdp_head": "gdp"}.get(measure)
        own = (SERIES[series][0],) if series else ()
        line = self._line() if measure == "pct_line" else ()
        later = GROWTH if self.ahead and measure not in ADDED and measure not in EACH else ()
        return (*own, *line, *later)

    def _line(self) -> tuple[str, ...]:
        return next((DRAWN.get(line.name, ()) for line in self.lines if line.used), ())

    def _law(self, schemes: Sequence[Scheme], paths: Collection[str], persons: bool) -> set[str]:
        """What the law of some benefits reads, and of all that these read in turn; of persons, who is meant."""
        every = {one.path: one for scheme in schemes for one in scheme.benefits}
        found = set(self._people())
        for path in reads(schemes, [every[path] for path in paths]) & set(every):
            for version in every[path].versions:
                who = [call for clause in version.who for call in clause.calls]
                for call in who if persons else version.calls():
                    for column in (*call.rule.columns, *(one for on in call.on.values() for one in on)):
                        found |= {
                            *COLUMNS.get(column, ()),
                            *(self._line() if column == "poverty_line" else ()),
                        }
            if not persons and any(parameter.kind.money for parameter in every[path].parameters()):
                found |= set(PRICES)
        return found


def _wanted(schemes: Sequence[Scheme], kind: str, what: str, name: str) -> set[str]:
    """The benefits that a number is of."""
    every = [one for scheme in schemes for one in scheme.benefits if not one.not_computed]
    if kind == "sum":
        return {one.path for one in every if what in (TOTAL, one.guarantee)}
    if kind in ("gap", "worth"):
        return {one.path for one in every if what in (TOTAL, one.branch)}
    return {one.path for one in every if one.path == name}


def used(every: Iterable[SourceUse], figures: Collection[str]) -> tuple[SourceUse, ...]:
    """The sources of some figures, each with those of them that it gives."""
    found = []
    for one in every:
        own = [figure for figure in one.used_for.split(", ") if figure in figures]
        if own:
            found.append(replace(one, used_for=", ".join(own)))
    return tuple(found)
