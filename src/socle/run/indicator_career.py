"""What the law of contributory pensions promises and asks: one hypothetical career of each sex put to it.

The career is that of Article 65 and Part XI of Convention 102, with the average wage in place of the standard
beneficiary's: 30 years of work from today on, so that the law is that of the years in which it will be applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from socle.ground.axes import FEMALE, MALE
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE, MONTHS_PER_YEAR
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE
from socle.measure.quantity import Quantity, kept, missing
from socle.model.observation import ESTIMATED
from socle.model.statistic import Statistic
from socle.run.career import Career, Person, earned, paid_in
from socle.run.career_ground import Ground, ground
from socle.run.indicator_groups import reason_of

REPLACEMENT: Final = "REPLACEMENT_RATE"
PAYERS: Final = {
    "employer": "RATE_EMPLOYERS",
    "employee": "RATE_WORKERS",
    "self_employed": "RATE_SELF_EMPLOYED",
}
"""Payers of the law -> indicators."""
SERVICE: Final = 30  # years, Convention 102, Article 29
NEAR: Final = 2  # years by which what is known of a law may be younger than the year asked for
AGES: Final = range(50, 76)  # in which a pension is asked for
EVENT: Final = "old_age"
SEXES: Final = {"M": MALE, "F": FEMALE}
NO_LAW: Final = N_("Socle holds no law of a contributory pension of this country.")
NOT_YET: Final = N_("The law of `{scheme}` and the wages it reads are known from {year} on.")
NO_AGE: Final = N_(
    "The law of `{scheme}` gives no old-age pension after {years} years between the ages {first} and {last}."
)
PROMISED: Final = N_(
    "The law of `{scheme}` asked of a career of {years} years at the average wage, from {begins} to the award in "
    "{award} at the age of {age}."
)
ASKED: Final = N_("The law of `{scheme}` asked of a year at the average wage.")


def of_careers(iso3: str, year: int, files: Iterable[Path]) -> Iterator[Statistic]:
    """Replacement rates and contribution rates of the contributory pensions of a country, by their files.

    They are those of `year`; the career begins then, or with the first year of which wages and the law are known.
    Without a law, or with one that is known only later, the replacement rate is missing.
    """
    found = [one for file in files for one in _of_law(iso3, year, file)]
    yield from found
    if not found:
        yield _statistic((iso3, year, ""), REPLACEMENT, {"pension_in_law": missing(NO_LAW)}, {})


def _of_law(iso3: str, year: int, file: Path) -> Iterator[Statistic]:
    """What one law promises and asks; nothing of a law that pays no old-age pension."""
    around = ground(str(file), None, "", 0)
    benefits = around.law.scheme.benefits
    name = next((b.path.rpartition(".")[2] for b in benefits if b.insured.contingency == EVENT), "")
    if not name:
        return
    begins = max(year, around.today)
    place = (iso3, year, around.law.scheme.law or around.law.scheme.name)
    if begins > year + NEAR:
        late = missing(NOT_YET, scheme=around.law.scheme.name, year=f"{begins}")
        yield _statistic(place, REPLACEMENT, {"pension_in_law": late}, {})
        return
    award = begins + SERVICE
    around = ground(str(file), None, "", award)
    for code, sex in SEXES.items():
        given, said = _promised(around, name, sex, award)
        yield _statistic(place, REPLACEMENT, given, said, sex=code)
    yield from _asked(around, place, award)


def _promised(
    around: Ground, name: str, sex: int, award: int
) -> tuple[Mapping[str, Quantity], Mapping[str, str]]:
    """The replacement rate at the pension age of the law: its normal age, or the first at which it pays."""
    scheme, wage = around.law.scheme.name, _wage(around, award)
    said = {"scheme": scheme, "years": f"{SERVICE}", "begins": f"{award - SERVICE}", "award": f"{award}"}
    try:
        normal = _normal_age(around, name, sex, award)
        for age in (normal,) if normal else AGES:
            career = _career(around, sex, age, award)
            got = earned(around.law, career, around.economy, name, award, around.deaths)
            if got.eligible:
                given = {"pension_in_law": _money(got.amount), "former_earnings": _money(wage)}
                return given, {**said, "age": f"{age}"}
    except Refusal as refusal:
        return {"pension_in_law": reason_of(refusal)}, said
    ages = {"first": f"{AGES.start}", "last": f"{AGES.stop - 1}"}
    return {"pension_in_law": missing(NO_AGE, scheme=scheme, years=f"{SERVICE}", **ages)}, said


def _normal_age(around: Ground, name: str, sex: int, award: int) -> int:
    """The age for which the law neither cuts nor raises the pension; 0 where it names none."""
    scheme = around.law.scheme.name
    paths = [
        p for p in around.law.parameters if p.startswith(f"{scheme}.{name}.") and p.endswith("normal_age")
    ]
    if not paths:
        return 0
    person = Person(around.law, _career(around, sex, AGES.start, award), around.economy, award)
    return round(float(person.value(paths[0], last=True)[-1]))


def _career(around: Ground, sex: int, age: int, award: int) -> Career:
    """Years at the average wage of each, up to the award."""
    begins = award - SERVICE
    first = around.economy.years.index(begins)
    wages = around.economy.of(AVERAGE_WAGE)[0, first : first + SERVICE]
    return Career(begins, np.asarray(wages), award - age, sex)


def _asked(around: Ground, place: tuple[str, int, str], award: int) -> Iterator[Statistic]:
    """What each payer owes of the average wage in the first year."""
    wage = _wage(around, award - SERVICE)
    try:
        paid = paid_in(around.law, _career(around, MALE, AGES.start, award), around.economy)
    except Refusal:
        return  # the replacement rate tells why
    for payer, code in PAYERS.items():
        if f"contribution.{payer}" in paid:
            due = float(paid[f"contribution.{payer}"][0])
            given = {CATALOGUE[code].inputs[0]: _money(due), "average_wage": _money(wage)}
            yield _statistic(place, code, given, {"scheme": around.law.scheme.name})


def _wage(around: Ground, year: int) -> float:
    economy = around.economy
    return float(economy.of(AVERAGE_WAGE)[0, economy.years.index(year)])


def _money(a_year: float) -> Quantity:
    return Quantity(a_year / MONTHS_PER_YEAR, status=ESTIMATED)


def _statistic(
    place: tuple[str, int, str],
    code: str,
    given: Mapping[str, Quantity],
    said: Mapping[str, str],
    sex: str = "_T",
) -> Statistic:
    iso3, year, law = place
    found = CATALOGUE[code].of(given)
    method = "" if found.value is None else PROMISED if code == REPLACEMENT else ASKED
    return Statistic(
        code,
        iso3,
        year,
        found.value,
        CATALOGUE[code].unit,
        sex=sex,
        function="OLD_AGE",
        status=found.status,
        source=law if found.value is not None else "",
        method=method,
        reason=found.reason,
        said={**said, **found.said},
        given=kept(given),
    )
