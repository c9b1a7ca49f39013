"""Cells are averaged over what they leave open, not given probabilities.

On age-sex cells nobody can be asked whether she is disabled. The condition is replaced by yes and by no in
the expression itself, and the two are averaged with the prevalence. This is exact for every law (caps,
netting, schemes that read each other), and what comes out is an ordinary expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from socle.engine.lower import rebuilt
from socle.ground.expression import CONDITION, NUMBER, Node, build, column, constant
from socle.ground.refusals import Refusal
from socle.model.law import walk
from socle.model.population import Population

MOST_OPEN = 6
PREVALENCE = "prevalence:"


def substitute(tree: Node, name: str, by: Node) -> Node:
    """The expression with a column replaced, folded again."""
    done: dict[str, Node] = {}
    for node in walk(tree):
        if node.op == "column" and node.value == name:
            done[node.key] = by
            continue
        args = [done[arg.key] for arg in node.args]
        same = all(new.key == old.key for new, old in zip(args, node.args, strict=True))
        done[node.key] = node if same else _again(node, args)
    return done[tree.key]


def _again(node: Node, args: list[Node]) -> Node:
    if node.op == "named" and args[0].op == "constant":
        return args[0]  # else nothing folds above a name, and every cell is computed for nothing
    if node.op in ("named", "in_household", "of_household", "in_population"):
        return rebuilt(node, args)
    return build(node.op, *args)


def expected(tree: Node, population: Population) -> Node:
    """The mean of the expression over every condition that the population knows only by prevalence."""
    tree = _totals_closed(tree, population)
    for share, name in _open(tree, population):
        p = share if share is not None else column(PREVALENCE + name, NUMBER)
        yes, no = (substitute(tree, name, constant(answer)) for answer in (True, False))
        tree = p * yes + (constant(1.0) - p) * no
    refuse_bent_means(tree, population.means)
    return tree


def _totals_closed(tree: Node, population: Population) -> Node:
    """What the whole population decides is averaged by itself: it is the same, however one person answers."""
    done: dict[str, Node] = {}
    for node in walk(tree):
        args = [done[arg.key] for arg in node.args]
        if node.op == "in_population" and not population.records:
            args = [expected(args[0], population), *args[1:]]
        same = all(new.key == old.key for new, old in zip(args, node.args, strict=True))
        done[node.key] = node if same else _again(node, args)
    return done[tree.key]


def _open(tree: Node, population: Population) -> Sequence[tuple[Node | None, str]]:
    """Open conditions in the order to close them: chance first, since its share may depend on the others."""
    columns = {node.value: node for node in walk(tree) if node.op == "column" and node.kind == CONDITION}
    chances = [(node.chance, name) for name, node in reversed(columns.items()) if node.chance is not None]
    asked = [(None, name) for name in population.prevalence if name in columns]
    if len(asked) + len(chances) > MOST_OPEN:
        raise Refusal(
            "`{tree}` leaves {count} conditions open, more than {most}: {names}. Use a survey, or fewer conditions.",
            tree=repr(tree)[:60],
            count=len(asked) + len(chances),
            most=MOST_OPEN,
            names=", ".join(name for _, name in [*chances, *asked]),
        )
    return [*chances, *asked]


def refuse_bent_means(tree: Node, means: Iterable[str]) -> None:
    """A mean may be added and scaled; anything else is refused, since the mean of a bend is not the bend of a mean."""
    means = frozenset(means)
    mean: set[str] = set()
    for node in walk(tree):
        own = [arg.key in mean for arg in node.args]
        if node.op == "column" and node.value in means:
            mean.add(node.key)
        elif any(own) and (node.op, node.value) != ("in_population", "total"):
            mean.add(node.key)
            if not _linear(node, own):
                name = next(n.value for n in walk(node) if n.op == "column" and n.value in means)
                raise Refusal(
                    "`{column}` is a mean of each cell here, and `{op}` of a mean is not the mean of `{op}`: give the "
                    "population bands of `{column}` (banded), or use a survey.",
                    column=name,
                    op=node.op,
                )


def _linear(node: Node, mean: Sequence[bool]) -> bool:
    if node.op in ("add", "sub", "named"):
        return True
    if node.op == "mul":
        return not all(mean)
    return node.op in ("div", "where") and not mean[1 if node.op == "div" else 0]
