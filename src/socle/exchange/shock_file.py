"""Shock files: a header and a list of effects, each read with its place, its units and the nearest valid name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from socle.exchange import yaml_text
from socle.exchange.file_words import (
    as_list,
    as_map,
    known_keys,
    name_of,
    place,
    placed,
    required,
    single,
    text_of,
)
from socle.ground import units
from socle.ground.expression import Kind
from socle.ground.glossary import GLOSSARY
from socle.ground.refusals import Refusal, nearest
from socle.model.shock import (
    EARNINGS,
    WELFARE,
    BudgetShare,
    Compensation,
    Condition,
    Effect,
    IncomeLoss,
    JobLoss,
    PriceRise,
    Shock,
    SubsidyRemoval,
)

KEYS = ("shock", "title", "description", "source", "effects")


def read_shock(path: Path, name: str = "") -> Shock:
    """A shock from its file; refusals name file and line."""
    raw = yaml_text.load(path, name)
    try:
        return shock_of(raw)
    except Refusal as refusal:
        raise refusal.at(raw.where) from None


def shock_files(folder: Path) -> dict[str, Path]:
    """The shocks of a country's folder by name."""
    return {path.stem: path for path in sorted((folder / "shocks").glob("*.yaml"))}


def shock_of(raw: Mapping[str, Any]) -> Shock:
    """A shock from the mapping that its file holds."""
    known_keys(raw, KEYS, "A shock")
    name = name_of(required(raw, "shock", "A shock"))
    listed = as_list(required(raw, "effects", "A shock"))
    if not listed:
        raise Refusal("A shock has at least one effect.", where=place(raw))
    return Shock(
        name=name,
        title=text_of(raw.get("title", name)),
        description=text_of(raw.get("description", "")),
        source=str(raw.get("source", "")),
        effects=tuple(_effect(item) for item in listed),
        written=tuple(f"{kind}: {_spoken(said)}" for kind, said in map(single, listed)),
        where=place(raw),
    )


def _effect(item: Any) -> Effect:
    kind, said = single(item)
    if kind not in EFFECTS:
        raise Refusal(
            "`{kind}` is not an effect of a shock: say one of {valid}.",
            kind=kind,
            valid=", ".join(EFFECTS),
            nearest=nearest(kind, EFFECTS),
            where=item.at(kind) if hasattr(item, "at") else place(item),
        )
    read, keys = EFFECTS[kind]
    said = as_map(said)
    known_keys(said, keys, f"`{kind}`")
    with placed(item, kind):
        return read(said)


def _income_loss(raw: Mapping[str, Any]) -> IncomeLoss:
    of = str(required(raw, "of", "`income_loss`"))
    if of not in (EARNINGS, WELFARE):
        raise Refusal(
            "`income_loss` is a loss of earnings or of welfare, not of `{of}`.",
            of=of,
            nearest=nearest(of, (EARNINGS, WELFARE)),
            where=place(raw["of"]),
        )
    if of == WELFARE and "earned" in raw:
        raise Refusal("`earned` is for a loss of earnings: of welfare, the share is that of the household.")
    return IncomeLoss(
        _share(raw, "share", "`income_loss`"),
        of,
        _share(raw, "affected", "", 1.0),
        _conditions(raw),
        _share(raw, "earned", "") if "earned" in raw else None,
        place(raw),
    )


def _job_loss(raw: Mapping[str, Any]) -> JobLoss:
    what = "`job_loss`"
    return JobLoss(
        _share(raw, "share", what),
        _state(raw, "of"),
        _state(raw, "replaces"),
        _conditions(raw),
        _share(raw, "earned", "") if "earned" in raw else None,
        place(raw),
    )


def _price_rise(raw: Mapping[str, Any]) -> PriceRise:
    what = "`price_rise`"
    return PriceRise(
        _number(raw, "rate", what),
        str(required(raw, "on", what)),
        _budget(required(raw, "budget_share", what), raw, "budget_share"),
        _number(raw, "elasticity", "", 0.0),
        place(raw),
    )


def _subsidy_removal(raw: Mapping[str, Any]) -> SubsidyRemoval:
    what = "`subsidy_removal`"
    prices = as_map(required(raw, "prices", what))
    inputs, passed = as_map(raw.get("inputs", {})), as_map(raw.get("pass_through", {}))
    budgets = as_map(required(raw, "budget_shares", what))
    found = SubsidyRemoval(
        prices={str(sector): _number(prices, sector, "") for sector in prices},
        inputs={str(buyer): _inputs(inputs, buyer) for buyer in inputs},
        pass_through={str(sector): _share(passed, sector, "") for sector in passed},
        budgets={str(sector): _budget(budgets[sector], budgets, sector) for sector in budgets},
        elasticity=_number(raw, "elasticity", "", 0.0),
        compensation=_compensation(as_map(raw["compensation"])) if "compensation" in raw else None,
        place=place(raw),
    )
    for sector in (*prices, *passed):
        if sector not in {*budgets, *inputs, *(name for one in found.inputs.values() for name in one)}:
            raise Refusal(
                "Nobody buys from the sector `{sector}`: it stands neither in `budget_shares` nor in `inputs`.",
                sector=str(sector),
                nearest=nearest(str(sector), found.budgets),
                where=prices.at(sector) if sector in prices and hasattr(prices, "at") else place(raw),
            )
    return found


def _inputs(inputs: Mapping[str, Any], buyer: str) -> dict[str, float]:
    """What one sector buys from others, shares of the value of its output."""
    said = as_map(inputs[buyer])
    found = {str(sector): _share(said, sector, "") for sector in said}
    if sum(found.values()) >= 1:
        raise Refusal(
            "`{sector}` buys {share} % of the value of its output: it must be below 100 %.",
            sector=str(buyer),
            share=f"{100 * sum(found.values()):g}",
            where=place(said),
        )
    return found


def _compensation(raw: Mapping[str, Any]) -> Compensation:
    known_keys(raw, ("kept", "poorest", "benefit", "scenario"), "`compensation`")
    if "poorest" in raw and "benefit" in raw:
        raise Refusal(
            "`compensation` goes to the poorest, or to those whom a benefit reaches: say one of the two.",
            where=place(raw),
        )
    if "scenario" in raw and "benefit" not in raw:
        raise Refusal(
            "`scenario` says under whose law a `benefit` is: name the benefit too.", where=place(raw)
        )
    poorest = _share(raw, "poorest", "", 1.0)
    if poorest == 0:
        raise Refusal("A compensation for 0 % of people reaches nobody.", where=place(raw))
    return Compensation(
        _share(raw, "kept", "", 0.0), poorest, str(raw.get("benefit", "")), str(raw.get("scenario", ""))
    )


def _conditions(raw: Mapping[str, Any]) -> tuple[Condition, ...]:
    """Whom an effect is for: values of columns, or bounds."""
    said = as_map(raw.get("where", {}))
    found = []
    for column in said:
        _known_column(column, said)
        bounds = said[column]
        if isinstance(bounds, Mapping):
            known_keys(bounds, ("at_least", "below"), f"`{column}`")
            found.append(
                Condition(
                    str(column),
                    _number(bounds, "at_least", "", -np.inf, units.KINDS["number"]),
                    _number(bounds, "below", "", np.inf, units.KINDS["number"]),
                )
            )
        else:
            value = _number(said, column, "", kind=units.KINDS["number"])
            found.append(Condition(str(column), value, value))
    return tuple(found)


def _budget(raw: Any, holder: Mapping[str, Any], key: str) -> BudgetShare:
    """A column of the survey, one share for everybody, or one for each group by welfare."""
    if isinstance(raw, Mapping):
        known_keys(raw, ("by_quantile",), f"`{key}`")
        listed = as_list(required(raw, "by_quantile", f"`{key}`"))
        with placed(raw, "by_quantile"):
            return BudgetShare(groups=tuple(units.number(str(one), units.SHARE) for one in listed))
    if str(raw)[:1].isdigit():
        return BudgetShare(groups=(_share(holder, key, ""),))
    _known_column(raw, holder, key)
    return BudgetShare(column=str(raw))


def _state(raw: Mapping[str, Any], key: str) -> str:
    """A column that says yes or no of a person."""
    column = required(raw, key, "`job_loss`")
    _known_column(column, raw, key)
    valid = [name for name, entry in GLOSSARY.items() if entry.kind.condition and entry.level == "person"]
    if column not in valid:
        raise Refusal(
            "`{column}` is not a condition of a person, which `{key}` needs.",
            column=str(column),
            key=key,
            nearest=nearest(str(column), valid),
            where=place(column),
        )
    return str(column)


def _known_column(name: Any, holder: Mapping[str, Any], key: str = "") -> None:
    if str(name) not in GLOSSARY:
        raise Refusal(
            "There is no column `{name}` in the glossary.",
            name=str(name),
            nearest=nearest(str(name), GLOSSARY),
            where=holder.at(key or name) if hasattr(holder, "at") else place(name),
        )


def _share(raw: Mapping[str, Any], key: str, what: str, otherwise: float | None = None) -> float:
    return _number(raw, key, what, otherwise, units.SHARE)


def _number(
    raw: Mapping[str, Any], key: str, what: str, otherwise: float | None = None, kind: Kind = units.RATIO
) -> float:
    if key not in raw and otherwise is not None:
        return otherwise
    said = required(raw, key, what)
    with placed(raw, key):
        return units.number(str(said), kind)


def _spoken(raw: Any) -> str:
    """A value as its file says it, on one line."""
    if isinstance(raw, Mapping):
        return "{" + ", ".join(f"{key}: {_spoken(value)}" for key, value in raw.items()) + "}"
    if isinstance(raw, list):
        return "[" + ", ".join(map(_spoken, raw)) + "]"
    return str(raw)


EFFECTS: Final[Mapping[str, tuple[Callable[[Mapping[str, Any]], Effect], tuple[str, ...]]]] = {
    "income_loss": (_income_loss, ("share", "of", "affected", "where", "earned")),
    "job_loss": (_job_loss, ("share", "of", "replaces", "where", "earned")),
    "price_rise": (_price_rise, ("rate", "on", "budget_share", "elasticity")),
    "subsidy_removal": (
        _subsidy_removal,
        ("prices", "inputs", "pass_through", "budget_shares", "elasticity", "compensation"),
    ),
}
