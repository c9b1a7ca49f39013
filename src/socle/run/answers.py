"""What a person says of herself, in words, as columns that the law reads: `age=70, earnings=120000/month`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from socle.ground import units
from socle.ground.axes import FEMALE, MALE
from socle.ground.expression import CONDITION, MONEY, YEARS, Kind
from socle.ground.glossary import GLOSSARY
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.law import STEPS

WORKED_OUT: Final = (*STEPS, "other_benefit", "other_income", "person")  # by the law itself
YES: Final = ("yes", "true", "oui", "si", "sí")
NO: Final = ("no", "false", "non")
WOMAN: Final = ("female", "woman", "girl", "femme", "fille", "féminin", "mujer", "niña", "femenino", "f")
MAN: Final = ("male", "man", "boy", "homme", "garçon", "masculin", "hombre", "niño", "masculino", "m")


@dataclass(frozen=True)
class Members:
    """What is said of the members of one household, and of all of them together."""

    persons: tuple[Mapping[str, float], ...]
    together: Mapping[str, float] = field(default_factory=dict)

    def of(self, name: str) -> list[float | None]:
        """What is said under a name, member by member; nothing where nobody said it."""
        return [own.get(name, self.together.get(name)) for own in self.persons]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which something is said, in the order in which it was said."""
        return tuple(dict.fromkeys(name for own in (*self.persons, self.together) for name in own))


def inputs() -> tuple[str, ...]:
    """The columns that a person can be asked for."""
    return tuple(name for name in GLOSSARY if name not in WORKED_OUT)


def members(persons: Iterable[str], household: str, currency: str, chances: Iterable[str] = ()) -> Members:
    """The members of a household from their own words; one of whom nothing is said if there are none."""
    chances = tuple(chances)
    read = tuple(_said(text, currency, chances) for text in persons) or ({},)
    together = _said(household, currency, chances)
    for own in read if len(read) > 1 else ():
        for name in own:
            if name in GLOSSARY and GLOSSARY[name].level != "person":
                raise Refusal(
                    '`{name}` is the same for all members: say it once, as in --household "{example}".',
                    name=name,
                    example=example(name),
                )
    return Members(read, together)


def _said(text: str, currency: str, chances: tuple[str, ...]) -> dict[str, float]:
    """Names and canonical values."""
    found: dict[str, float] = {}
    for part in (piece.strip() for piece in re.split("[,;]", text)):
        if not part:
            continue
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not name or not equals or not value:
            raise Refusal(
                "`{text}` is not a name with its value: write it as in {example}.",
                text=part[:60],
                example=example(name if name in inputs() else "age"),
            )
        if name in found:
            raise Refusal("`{name}` is said twice of the same person.", name=name)
        found[name] = _value(name, value, currency, chances)
    return found


def _value(name: str, text: str, currency: str, chances: tuple[str, ...]) -> float:
    if name in chances:
        return _yes_or_no(name, text)
    if name not in inputs():
        raise Refusal(
            "There is no input `{name}`; a person can say {valid}.",
            name=name[:60],
            valid=", ".join(inputs()),
            nearest=nearest(name, (*inputs(), *chances)),
        )
    kind = GLOSSARY[name].kind
    if kind.condition:
        return _yes_or_no(name, text)
    if name == "sex":
        return float(sex(text))
    try:
        return _money(name, text, kind, currency) if kind.money else units.number(text, kind)
    except Refusal as refusal:
        raise refusal.at(f"{name}={text[:60]}") from None


def _yes_or_no(name: str, text: str) -> float:
    word = text.lower()
    if word not in YES + NO:
        raise Refusal("`{name}` is yes or no, not `{text}`.", name=name, text=text[:60])
    return float(word in YES)


def sex(text: str) -> int:
    """The sex that a word says, as `ground.axes` counts it."""
    word = text.lower()
    if word not in WOMAN + MAN:
        raise Refusal(
            "`{text}` is not a sex: write sex=female or sex=male.",
            text=text[:60],
            nearest=nearest(word, ("female", "male")),
        )
    return FEMALE if word in WOMAN else MALE


def _money(name: str, text: str, kind: Kind, currency: str) -> float:
    """Money a year, from an amount with its period, and its currency if it is said."""
    value, slash, period = (piece.strip() for piece in text.partition("/"))
    amount, _, said = (piece.strip() for piece in value.partition(" "))
    if not slash:
        raise Refusal(
            "`{name}` is money: say its period, as in {name}={amount}/month or {name}={amount}/year.",
            name=name,
            amount=amount[:60],
        )
    if said and said != currency:
        raise Refusal(
            "`{name}` is in {said}, but the money of this law is {currency}.",
            name=name,
            said=said[:60],
            currency=currency,
        )
    return units.number(amount, kind) * units.payments(period)


UNITS: Final[Mapping[Kind, str]] = {
    CONDITION: N_("yes or no"),
    MONEY: N_("money a month or a year"),
    YEARS: N_("years"),
}
NUMBER_UNIT: Final = N_("number")
SEX_UNIT: Final = N_("female or male")


def unit(name: str) -> str:
    """What kind of answer an input takes (a message key)."""
    return SEX_UNIT if name == "sex" else UNITS.get(GLOSSARY[name].kind, NUMBER_UNIT)


def example(name: str) -> str:
    """An answer to copy."""
    kind = GLOSSARY[name].kind
    if name == "sex":
        return "sex=female"
    value = "yes" if kind.condition else "10000/month" if kind.money else "70" if name == "age" else "3"
    return f"{name}={value}"


class Questions(Refusal):
    """The law reads what nobody has said: every question at once, each with its sentence, unit and an example."""

    def __init__(self, asked: Mapping[str, tuple[int, ...]], said: tuple[str, ...], household: str) -> None:
        super().__init__(
            N_("The law needs to know more before it can answer, and nothing is guessed. Please say:"),
        )
        self.asked, self.said, self.household = asked, said or ("",), household

    def worded(self, translate: Callable[[str], str] = str) -> str:
        """The questions, one below the other, and the words to paste."""
        lines = [translate(self.template), ""]
        for name, persons in self.asked.items():
            whom = ""
            if len(self.said) > 1 and GLOSSARY[name].level == "person":
                whom = translate(N_(" (member {members})")).format(
                    members=", ".join(str(i + 1) for i in persons)
                )
            lines.append(f"  {name}: {translate(unit(name))}{whom}")
            lines.append(f"      {translate(GLOSSARY[name].sentence)}")
        return "\n".join([*lines, "", translate(N_("For instance:")), *self._example()])

    def _example(self) -> list[str]:
        """The same words with an answer to each question."""
        shared = [name for name in self.asked if GLOSSARY[name].level != "person" and len(self.said) > 1]
        lines = []
        for i, words in enumerate(self.said):
            more = [example(name) for name, whom in self.asked.items() if i in whom and name not in shared]
            lines.append(f'  --person "{", ".join([words] * bool(words) + more)}"')
        together = [self.household] * bool(self.household) + [example(name) for name in shared]
        return lines + [f'  --household "{", ".join(together)}"'] * bool(together)
