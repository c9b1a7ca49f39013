"""A rule as a formula: every rule of the book, as well-formed MathML, and saying what the rule computes."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET

import pytest

import socle.rules  # noqa: F401, fills the rulebook
from socle.engine.formula import mathml, symbolic, text
from socle.ground.expression import MONEY, NUMBER, column, parameter
from socle.ground.vocabulary import smaller, where, whole
from socle.measure.catalogue import CATALOGUE
from socle.model.law import walk
from socle.model.rulebook import RULES

NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
CHILDREN = {"mfrac": 2, "msup": 2, "msub": 2, "munder": 2}
A, B, C = (column(name, NUMBER) for name in "abc")


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_well_formed_and_each_fraction_has_two_parts(name: str) -> None:
    tree = ET.fromstring(mathml(symbolic(RULES[name])))
    assert tree.tag == f"{NAMESPACE}math" and tree.get("alttext")
    for part in tree.iter():
        wanted = CHILDREN.get(part.tag.removeprefix(NAMESPACE))
        assert wanted is None or len(part) == wanted


@pytest.mark.parametrize("name", RULES)
def test_a_formula_names_every_column_and_keyword_that_the_rule_reads(name: str) -> None:
    tree = symbolic(RULES[name])
    said = text(tree)
    read = {
        str(node.value) for node in walk(tree) if node.op in ("column", "parameter") and node.chance is None
    }
    assert all(one in said for one in read - {"person"})


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (A - (B - C), "a − (b − c)"),
        (A - B - C, "a − b − c"),
        ((A + B) * C, "(a + b) × c"),
        (A / (B * C), "a / (b × c)"),
        ((A + B) / C, "(a + b) / c"),
        (-(A * B), "− a × b"),
        ((A > B) & ((B > C) | (A > C)), "a > b and (b > c or a > c)"),
        (~(A > B), "not (a > b)"),
        (smaller(A, B) ** 2, "min(a, b)^2"),
        (whole(A / B), "⌊a / b⌋"),
        (where(A > 0, B, where(A > 1, C, 0)), "{b if a > 0; c if a > 1; 0 otherwise}"),
        (A + where(A > 0, B, C), "a + ({b if a > 0; c otherwise})"),
    ],
)
def test_brackets_stand_where_leaving_them_out_would_say_something_else(tree: object, said: str) -> None:
    assert text(tree) == said  # type: ignore[arg-type]


PLAIN = [
    name
    for name in RULES
    if {node.op for node in walk(symbolic(RULES[name]))}
    <= {"add", "sub", "mul", "div", "smaller", "larger", "column", "parameter", "constant"}
]


@pytest.mark.parametrize("name", PLAIN)
def test_the_line_computes_what_the_rule_computes(name: str) -> None:
    rule, tree = RULES[name], symbolic(RULES[name])
    leaves = sorted({str(node.value) for node in walk(tree) if node.op in ("column", "parameter")})
    values = {leaf: 2.0 + 1.7 * place for place, leaf in enumerate(leaves)}
    line = text(tree).replace("−", "-").replace("×", "*")
    tables = [keyword for keyword in rule.keywords if f"{keyword}[1]" in values]
    if tables:  # two bands of a table, from[1] and from[2]
        for leaf in leaves:
            line = line.replace(leaf, str(values[leaf])) if "[" in leaf else line
        said = {
            one: {values["from[1]"]: values[f"{one}[1]"], values["from[2]"]: values[f"{one}[2]"]}
            for one in tables
        }
    else:
        said = {}
    plain = {leaf: value for leaf, value in values.items() if "[" not in leaf}
    found = eval(line, {"min": min, "max": max}, plain)  # a line of our own making
    arguments = {name: values[name] for name in rule.keywords if name in values} | said
    asked = rule(*(values.get(column, 0.0) for column in rule.columns), **arguments)
    assert math.isclose(found, asked, rel_tol=1e-9)


def test_a_name_cannot_break_out_of_the_markup() -> None:
    evil = parameter('<script>"x"', MONEY)
    tree = ET.fromstring(mathml(evil))
    assert {part.tag.removeprefix(NAMESPACE) for part in tree.iter()} == {"math", "mrow", "mi"}


def test_words_follow_the_language() -> None:
    assert "sinon" in mathml(where(A > 0, B, C), {"otherwise": "sinon", "if": "si"}.get)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_formula_of_an_indicator_is_that_of_its_function(code: str) -> None:
    one = CATALOGUE[code]
    tree = one.function(**{name: column(name, NUMBER) for name in one.inputs})
    values = {name: 3.0 + 1.3 * place for place, name in enumerate(one.inputs)}
    found = eval(text(tree).replace("−", "-").replace("×", "*"), {}, values)  # type: ignore[arg-type]
    assert math.isclose(found, one.written(values), rel_tol=1e-12)
