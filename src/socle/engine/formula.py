"""A rule as a formula: typeset by every browser (MathML, no library), and as a line of text for who cannot see it.

Both are read off the one expression that the engines compute, so the formula is the law and cannot go stale.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from socle.ground.expression import Kind, Node, column, constant, parameter
from socle.ground.glossary import column_of
from socle.ground.units import COLUMN
from socle.ground.vocabulary import Bands
from socle.ground.words import N_
from socle.model.rulebook import Rule, Table

Translate = Callable[[str], str]
SIGNS: Final = {
    "add": "+", "sub": "−", "mul": "×", "div": "/",
    "lt": "<", "le": "≤", "gt": ">", "ge": "≥", "eq": "=", "ne": "≠",
}  # fmt: skip
WORDS: Final = {"and": N_("and"), "or": N_("or"), "not": N_("not")}
IF: Final = N_("if")
OTHERWISE: Final = N_("otherwise")
HOUSEHOLD: Final = N_("household")
POPULATION: Final = N_("population")
MEMBERS: Final = N_("members of the household")
BY_CHANCE: Final = N_("by chance")
ALWAYS: Final = N_("always")
NEVER: Final = N_("never")
BINDS: Final = {"where": 0, "or": 1, "and": 2, **dict.fromkeys(("lt", "le", "gt", "ge", "eq", "ne"), 3)} | {
    "add": 4, "sub": 4, "mul": 5, "div": 5, "not": 6, "power": 7,
}  # fmt: skip
ATOM: Final = 8
SHOWN: Final = (1, 2)  # bands of a table that a formula shows


class Line:
    """A formula as a line of text."""

    bracketed = True  # fractions need brackets

    def name(self, text: str) -> str:
        """As a file writes it."""
        return text

    word = number = sign = name

    def row(self, *parts: str) -> str:
        """With spaces between, none within brackets."""
        text = " ".join(parts)
        for tight, loose in (("(", "( "), (")", " )"), (",", " ,"), ("⌊", "⌊ "), ("⌋", " ⌋")):
            text = text.replace(loose, tight)
        return text

    def fraction(self, above: str, below: str) -> str:
        """With a slash."""
        return f"{above} / {below}"

    def power(self, base: str, exponent: str) -> str:
        """With a roof."""
        return f"{base}^{exponent}"

    def over(self, sign: str, what: str, group: str) -> str:
        """The group in square brackets."""
        return f"{sign}[{group}]({what})"

    def cases(self, rows: Sequence[tuple[str, str]], joined: tuple[str, str]) -> str:
        """In braces, with semicolons."""
        when, otherwise = joined
        told = [
            f"{value} {when} {condition}" if condition else f"{value} {otherwise}"
            for value, condition in rows
        ]
        return "{" + "; ".join(told) + "}"


class MathML:
    """A formula as MathML Core."""

    bracketed = False

    def name(self, text: str) -> str:
        """Upright, with its number below."""
        stem, _, place = text.partition("[")
        said = f"<mi>{escape(stem.replace('_', ' '))}</mi>"
        return f"<msub>{said}<mn>{escape(place.rstrip(']'))}</mn></msub>" if place else said

    def word(self, text: str) -> str:
        """Upright, with room around."""
        return f"<mtext>&#160;{escape(text)}&#160;</mtext>"

    def number(self, text: str) -> str:
        """A number."""
        return f"<mn>{escape(text)}</mn>"

    def sign(self, text: str) -> str:
        """An operator."""
        return f"<mo>{escape(text)}</mo>"

    def row(self, *parts: str) -> str:
        """One group."""
        return f"<mrow>{''.join(parts)}</mrow>"

    def fraction(self, above: str, below: str) -> str:
        """With a bar."""
        return f"<mfrac>{above}{below}</mfrac>"

    def power(self, base: str, exponent: str) -> str:
        """Raised."""
        return f"<msup>{base}{exponent}</msup>"

    def over(self, sign: str, what: str, group: str) -> str:
        """The group below the sign."""
        below = f"<munder><mo>{escape(sign)}</mo><mtext>{escape(group)}</mtext></munder>"
        return self.row(below, "<mo>(</mo>", what, "<mo>)</mo>")

    def cases(self, rows: Sequence[tuple[str, str]], joined: tuple[str, str]) -> str:
        """After a brace, one below the other."""
        when, otherwise = (self.word(text) for text in joined)
        lines = "".join(
            f"<mtr><mtd>{value}</mtd><mtd>{when + condition if condition else otherwise}</mtd></mtr>"
            for value, condition in rows
        )
        return self.row("<mo>{</mo>", f"<mtable>{lines}</mtable>")


def symbolic(rule: Rule) -> Node:
    """The rule as an expression, with every keyword under its own name; of a table two bands are shown."""
    said = {name: _stands_for(name, keyword.kind) for name, keyword in rule.keywords.items()}
    answer = rule.function(*map(column_of, rule.columns), **said)
    return answer if isinstance(answer, Node) else constant(answer)


def _stands_for(name: str, kind: Kind | Table) -> Node | Bands:
    if not isinstance(kind, Table):
        return parameter(name, kind)
    values = [parameter(f"{name}[{place}]", kind.values) for place in SHOWN]
    if kind.bounds is COLUMN:
        return Bands([column(f"what[{place}]", kind.bounds, "household") for place in SHOWN], values)
    return Bands([parameter(f"from[{place}]", kind.bounds) for place in SHOWN], values)


def text(tree: Node, translate: Translate = str) -> str:
    """The formula as a line of text."""
    return Writer(Line(), translate).said(tree)


def mathml(tree: Node, translate: Translate = str) -> str:
    """The formula as a `math` element, with the line of text for readers that do not know it."""
    alternative = escape(text(tree, translate))
    body = Writer(MathML(), translate).said(tree)
    return (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block" '
        f'alttext="{alternative}"><mrow>{body}</mrow></math>'
    )


class Writer:
    """Walks an expression and puts it down in a style."""

    def __init__(self, style: Line | MathML, translate: Translate) -> None:
        self.style, self._ = style, translate

    def said(self, node: Node, above: int = 0) -> str:
        """The expression, in brackets where what stands around it binds tighter."""
        body = self._body(node)
        binds = ATOM if self._negative(node) is None and node.op not in BINDS else BINDS.get(node.op, ATOM)
        if node.op == "div" and not self.style.bracketed:
            binds = ATOM
        return self._bracketed(body) if binds < above else body

    def _bracketed(self, body: str) -> str:
        return self.style.row(self.style.sign("("), body, self.style.sign(")"))

    def _body(self, node: Node) -> str:
        own = {
            "constant": self._constant,
            "column": self._column,
            "where": self._cases,
            "div": self._fraction,
            "power": self._power,
            "floor": self._whole,
            "not": self._not,
            "smaller": self._call,
            "larger": self._call,
            "in_household": self._over,
            "in_population": self._over,
        }
        if node.op in own:
            return own[node.op](node)
        if node.op == "parameter":
            return self.style.name(str(node.value))
        if node.op in ("named", "of_household"):
            return self._body(node.args[0])
        return self._infix(node)

    def _constant(self, node: Node) -> str:
        if isinstance(node.value, bool):
            return self.style.word(self._(ALWAYS if node.value else NEVER))
        said = f"{node.value:g}".replace("inf", "∞").replace("-", "−")
        return self.style.number(said)

    def _column(self, node: Node) -> str:
        if node.chance is not None:
            return self.style.row(self.style.word(self._(BY_CHANCE)), self._bracketed(self.said(node.chance)))
        return self.style.name(str(node.value))

    def _cases(self, node: Node) -> str:
        rows = []
        while node.op == "where":
            rows.append((self.said(node.args[1], 1), self.said(node.args[0])))
            node = node.args[2]
        rows.append((self.said(node, 1), ""))
        return self.style.cases(rows, (self._(IF), self._(OTHERWISE)))

    def _fraction(self, node: Node) -> str:
        tight = self.style.bracketed
        above, below = (
            self.said(arg, one if tight else 0) for arg, one in zip(node.args, (5, 6), strict=True)
        )
        return self.style.fraction(above, below)

    def _power(self, node: Node) -> str:
        base, exponent = node.args
        return self.style.power(
            self.said(base, ATOM), self.said(exponent, ATOM if self.style.bracketed else 0)
        )

    def _whole(self, node: Node) -> str:
        return self.style.row(self.style.sign("⌊"), self.said(node.args[0]), self.style.sign("⌋"))

    def _not(self, node: Node) -> str:
        return self.style.row(self.style.word(self._(WORDS["not"])), self.said(node.args[0], BINDS["not"]))

    def _call(self, node: Node) -> str:
        name = {"smaller": "min", "larger": "max"}[node.op]
        first, second = (self.said(arg) for arg in node.args)
        inside = self.style.row(first, self.style.sign(","), second)
        if self.style.bracketed:
            return f"{name}({inside})"
        return self.style.row(self.style.name(name), self._bracketed(inside))

    def _over(self, node: Node) -> str:
        if node.args[0].op == "column" and node.args[0].value == "person":
            return self.style.name(self._(MEMBERS))
        if node.value == "quantile":
            value, share = (self.said(arg) for arg in node.args)
            return self.style.over(f"Q({share})" if self.style.bracketed else "Q", value, self._(POPULATION))
        group = HOUSEHOLD if node.op == "in_household" else POPULATION
        return self.style.over("∑", self.said(node.args[0]), self._(group))

    def _negative(self, node: Node) -> Node | None:
        """What is subtracted from nothing."""
        nothing = node.op == "sub" and node.args[0].op == "constant" and node.args[0].value == 0
        return node.args[1] if nothing else None

    def _infix(self, node: Node) -> str:
        turned = self._negative(node)
        if turned is not None:
            return self.style.row(self.style.sign("−"), self.said(turned, BINDS["mul"]))
        binds = BINDS[node.op]
        left, right = node.args
        # From the left: what stands on the right of a minus or a comparison needs its brackets.
        after = binds if node.op in ("add", "mul", "and", "or") else binds + 1
        told = (
            self.style.word(self._(WORDS[node.op])) if node.op in WORDS else self.style.sign(SIGNS[node.op])
        )
        return self.style.row(self.said(left, binds), told, self.said(right, after))
