"""Case files of migrant workers: an agreement, the laws of its countries, and the periods of one person or many."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from socle.exchange import yaml_text
from socle.exchange.country import LIBRARY
from socle.exchange.file_words import (
    among,
    as_list,
    as_map,
    known_keys,
    map_at,
    name_of,
    place,
    placed,
    required,
    text_of,
)
from socle.ground import units
from socle.ground.expression import YEARS, Kind
from socle.ground.refusals import Refusal, nearest
from socle.model.migrant import (
    HIGHER,
    INSURED,
    KINDS,
    METHODS,
    Agreement,
    Migrant,
    MigrantCase,
    PensionLaw,
    Period,
)

MONTHS: Final = units.MONTHS_PER_YEAR
PERSON = ("periods", "earnings", "born", "age", "count")
KEYS = ("case", "title", "source", "agreement", "date", "currency", "rates", "countries", "persons", *PERSON)
AGREEMENT = ("name", "law", "method", "least_years", "cap")
FORMULA = ("reference", "base", "base_years", "accrual", "most_years", "full_years", "full_share", "at_most")
COUNTRY = ("title", "law", "currency", "per", "needs_years", "pension_age", "method", *FORMULA)
PERIOD = ("country", "from", "to", "years", "months", "kind")
CURRENCY = re.compile(r"[A-Z]{3}")


def case_file(name: str) -> tuple[Path, str]:
    """The file of a case and how refusals call it: a path, or `XXX/migrant` for one shipped with a country."""
    path = Path(name)
    code, _, case = name.partition("/")
    if path.exists() or not case or path.suffix:
        return path, path.name
    shipped = {one.stem: one for one in (LIBRARY / "countries" / code / "cases").glob("*.yaml")}
    if case not in shipped:
        raise Refusal(
            "There is no file `{name}`, and no case of that name is shipped.",
            name=name,
            nearest=nearest(case, shipped),
        )
    return shipped[case], f"{name}.yaml"


def read_migrants(path: Path, name: str = "") -> MigrantCase:
    """A case from its file; refusals name file and line."""
    raw = yaml_text.load(path, name)
    try:
        return migrants_of(raw)
    except Refusal as refusal:
        raise refusal.at(raw.where) from None


def migrants_of(raw: Mapping[str, Any]) -> MigrantCase:
    """A case from the mapping that its file holds."""
    known_keys(raw, KEYS, "A case")
    name = name_of(required(raw, "case", "A case"))
    countries = map_at(raw, "countries", "A case")
    laws, per = [], {}
    for country, said in countries.items():
        with placed(countries, country):
            name_of(country)
            laws.append(_law(country, as_map(said)))
            per[country] = units.payments(str(said["per"]))
    at = _day(raw["date"], last=False) if "date" in raw else None
    currency = _currency(required(raw, "currency", "A case"))
    rates = as_map(raw.get("rates", {}))
    persons = _persons(raw, per, at)
    _ages_known(persons, laws)
    return MigrantCase(
        name,
        text_of(raw.get("title", name)),
        str(raw.get("source", "")),
        _agreement(map_at(raw, "agreement", "A case")),
        tuple(laws),
        persons,
        currency,
        _rates(rates, laws, currency, place(countries)),
        str(rates.get("date", "")),
    )


def _agreement(raw: Mapping[str, Any]) -> Agreement:
    known_keys(raw, AGREEMENT, "An agreement")
    with placed(raw, "least_years"):
        least = _years(raw, "least_years", 1.0)
    return Agreement(
        text_of(required(raw, "name", "An agreement")),
        str(required(raw, "law", "An agreement")),
        among(raw.get("method", HIGHER), METHODS, "method", "method"),
        least * MONTHS,
        among(raw.get("cap", "yes"), ("yes", "no"), "answer", "cap") == "yes",
    )


def _law(country: str, raw: Mapping[str, Any]) -> PensionLaw:
    what = f"`{country}`"
    known_keys(raw, COUNTRY, what)
    law = str(required(raw, "law", what))
    if not law.strip():
        raise Refusal("`{country}` does not say its law.", country=country, where=place(raw["law"]))
    yearly = units.payments(str(required(raw, "per", what)))
    least = _years(raw, "needs_years", None, what)
    base = _number(raw, "base", units.SHARE, 0.0)
    if not base and "accrual" not in raw and "full_share" not in raw:
        raise Refusal("{what} promises nothing: say `base`, `accrual` or `full_share`.", what=what)
    if "full_share" in raw and "full_years" not in raw:
        raise Refusal("{what} needs `{key}`.", what=what, key="full_years", where=place(raw["full_share"]))
    reference = _number(raw, "reference", units.RATIO, None, money=True)
    return PensionLaw(
        country=country,
        title=text_of(raw.get("title", country)),
        law=law,
        currency=_currency(required(raw, "currency", what)),
        least_months=least * MONTHS,
        accrual=_number(raw, "accrual", units.SHARE, 0.0),
        base=base,
        base_months=_years(raw, "base_years", least) * MONTHS if base else 0.0,
        most_months=_months(raw, "most_years" if "most_years" in raw else "full_years"),
        full_months=_months(raw, "full_years"),
        full_share=_number(raw, "full_share", units.RATIO, None),
        at_most=_number(raw, "at_most", units.RATIO, None),
        reference=None if reference is None else reference * yearly,
        age=_years(raw, "pension_age", 0.0) if "pension_age" in raw else None,
        method=among(raw["method"], METHODS, "method", "method") if "method" in raw else "",
        where=place(raw),
    )


def _number(raw: Mapping[str, Any], key: str, kind: Kind, default: Any, money: bool = False) -> Any:
    if key not in raw:
        return default
    with placed(raw, key):
        return units.number(str(raw[key]), units.KINDS["money"] if money else kind)


def _years(raw: Mapping[str, Any], key: str, default: float | None, what: str = "") -> float:
    """A number of years that is not forever; without a default, it must be there."""
    if default is None:
        required(raw, key, what)
    value = _number(raw, key, YEARS, default)
    if value > 130:
        raise Refusal("A number of years is expected, not forever.", where=place(raw[key]))
    return float(value)


def _months(raw: Mapping[str, Any], key: str) -> float | None:
    return _years(raw, key, 0.0) * MONTHS if key in raw else None


def _currency(text: Any) -> str:
    if not CURRENCY.fullmatch(str(text)):
        raise Refusal(
            "`{text}` is not the code of a currency: three capital letters, as EUR.",
            text=str(text)[:40],
            where=place(text),
        )
    return str(text)


def _rates(raw: Mapping[str, Any], laws: Sequence[PensionLaw], currency: str, where: str) -> dict[str, float]:
    """What one unit of each currency is worth in that of the case, on the day that the file says."""
    used = sorted({law.currency for law in laws} - {currency})
    if raw:
        known_keys(raw, ("date", *used), "`rates`")
        units.moment(str(required(raw, "date", "`rates`")))
    rates = {}
    for code in used:
        if code not in raw:
            raise Refusal(
                "No rate from {code} into {currency}: say `rates` with a `date` and `{code}`.",
                code=code,
                currency=currency,
                where=place(raw) or where,
            )
        rates[code] = _number(raw, code, units.RATIO, None)
        if not rates[code]:
            raise Refusal("A rate of conversion is above zero.", where=place(raw[code]))
    return rates


def _ages_known(persons: Sequence[Migrant], laws: Sequence[PensionLaw]) -> None:
    """A law with a pensionable age needs the ages of those who have periods under it."""
    aged = {law.country for law in laws if law.age is not None}
    for person in persons:
        for period in person.periods:
            if person.age is None and period.country in aged:
                raise Refusal(
                    "`{country}` has a pensionable age: say `born` or `age` of `{person}`.",
                    country=period.country,
                    person=person.name,
                    where=period.where,
                )


def _persons(raw: Mapping[str, Any], per: Mapping[str, float], at: float | None) -> tuple[Migrant, ...]:
    """The one person of the file, or those of its list."""
    if "persons" not in raw:
        return (_person(str(raw["case"]), raw, per, at),)
    alone = [key for key in PERSON if key in raw]
    if alone:
        raise Refusal(
            "`{key}` belongs to each person of `persons`.",
            key=alone[0],
            where=raw.at(alone[0]) if isinstance(raw, yaml_text.Mapping) else "",
        )
    listed = as_map(raw["persons"])
    if not listed:
        raise Refusal("`persons` names no person.", where=place(listed))
    found = []
    for name, said in listed.items():
        with placed(listed, name):
            person = as_map(said)
            known_keys(person, PERSON, f"`{name}`")
            found.append(_person(name, person, per, at))
    return tuple(found)


def _person(name: str, raw: Mapping[str, Any], per: Mapping[str, float], at: float | None) -> Migrant:
    born = _day(raw["born"], last=False) if "born" in raw else None
    age = _number(raw, "age", YEARS, None)
    if born is not None:
        if age is not None:
            raise Refusal("Say `born` or `age`, not both.", where=place(raw["age"]))
        if at is None:
            raise Refusal("`born` gives an age only on a day: say the `date` of the pension.")
        age = (at - born) / MONTHS
        if age < 0:
            raise Refusal("The person is born after the date of the pension.", where=place(raw["born"]))
    listed = as_list(required(raw, "periods", f"`{name}`"))
    if not listed:
        raise Refusal("`{name}` has no period.", name=name, where=place(listed))
    periods = tuple(_period(as_map(item), per, born, at) for item in listed)
    said = as_map(raw.get("earnings", {}))
    known_keys(said, per, "`earnings`")
    return Migrant(
        name,
        periods,
        {country: _number(said, country, YEARS, 0.0, money=True) * per[country] for country in said},
        age,
        _number(raw, "count", units.COUNT, 1.0),
    )


def _period(raw: Mapping[str, Any], per: Mapping[str, float], born: float | None, at: float | None) -> Period:
    known_keys(raw, PERIOD, "A period")
    country = str(required(raw, "country", "A period"))
    if country not in per:
        raise Refusal(
            "The file says no law of `{country}`; it has the laws of {valid}.",
            country=country,
            valid=", ".join(per),
            nearest=nearest(country, per),
            where=place(raw["country"]),
        )
    kind = among(raw.get("kind", INSURED), KINDS, "kind of period", "kind")
    counted, dated = {"years", "months"} & raw.keys(), {"from", "to"} & raw.keys()
    if bool(counted) == bool(dated) or len(dated) == 1:
        raise Refusal("A period says `from` and `to`, or how many `years` and `months`.", where=place(raw))
    if counted:
        years = _years(raw, "years", 0.0)
        extra = _number(raw, "months", units.COUNT, 0.0)
        return Period(country, years * MONTHS + extra, kind, where=place(raw))
    begins, ends = _day(raw["from"], last=False), _day(raw["to"], last=True)
    if ends <= begins:
        raise Refusal("The period ends before it begins.", where=place(raw["to"]))
    if born is not None and begins < born:
        raise Refusal("The period begins before the person is born.", where=place(raw["from"]))
    if at is not None and ends > at + 1e-9:
        raise Refusal("The period ends after the date of the pension.", where=place(raw["to"]))
    return Period(country, ends - begins, kind, begins, ends, place(raw))


def _day(text: Any, last: bool) -> float:
    """A date in months since the year 0; of a year, a month or a day, its beginning, or its end with `last`."""
    try:
        begins = units.moment(str(text))
    except Refusal as refusal:
        raise refusal.at(place(text)) from None
    if not last:
        return round(begins * MONTHS, 9)
    parts = [int(part) for part in str(text).split("-")]
    if len(parts) == 3:
        after = date(*parts) + timedelta(days=1)
        return round(units.moment(after.isoformat()) * MONTHS, 9)
    return round(begins * MONTHS, 9) + (1 if len(parts) == 2 else MONTHS)
