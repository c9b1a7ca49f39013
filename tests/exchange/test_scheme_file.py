"""Scheme files: what is read, and each refusal with its file, line and the nearest valid name."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.exchange import yaml_text
from socle.exchange.country import LIBRARY
from socle.exchange.scheme_file import scheme_of
from socle.ground.refusals import Refusal
from socle.model.law import read
from socle.model.scenario import parameters
from tests.exchange.law_files import SCHEME, refusal, scheme


def test_a_sound_file_is_read_into_the_words_of_the_law() -> None:
    found = scheme(SCHEME)
    known = parameters([found])
    assert set(known) == {
        "pensions.pension.age_band.at_least",
        "pensions.pension.flat.amount",
        "pensions.pension.between.at_most",
        "pensions.pension.take_up",
        "pensions.pension.administration.share",
        "pensions.supplement.by_age.amounts.65",
        "pensions.supplement.by_age.amounts.80",
        "pensions.financing.contribution.rate",
    }
    amount = known["pensions.pension.flat.amount"]
    assert amount.values == (1080, 1200)
    assert amount.written == ("90", "100")
    assert amount.said(2023) == "90 XTS / month (2020)"
    assert amount.said(2024.5) == "100 XTS / month (2024-04-01)"
    assert amount.where == "pensions.yaml:11"
    assert known["pensions.supplement.by_age.amounts.80"].values == (240,)
    assert known["pensions.supplement.by_age.amounts.80"].where == "pensions.yaml:25"
    pension = found.benefits[0]
    assert [clause.joined for clause in pension.versions[0].who] == ["all", "any"]
    assert (pension.guarantee, pension.branch, pension.versions[0].begins) == ("old_age", "old_age", 2020)


REFUSALS = [
    # what is broken, what it becomes, line, what is said, nearest
    ("age_band:", "age_bnd:", 8, "There is no rule `age_bnd`.", "age_band"),
    ("at_least:", "atleast:", 8, "Rule `age_band` has no `atleast`", "at_least"),
    ("take_up:", "takeup:", 13, "Benefit `pensions.pension` has no `takeup`", "take_up"),
    ("title:", "titel:", 2, "A scheme has no `titel`", "title"),
    ("{share: 0.05}", "{shares: 0.05}", 14, "has no `shares`", "share"),
    ("branch: old_age", "branch: oldage", 3, "`oldage` is not a branch", "old_age"),
    ("unit: XTS, per: month, 2020: 90,", "per: month, 2020: 90,", 11, "is money: say its unit, period and date", ""),
    ("per: month, 2020: 90,", "2020: 90,", 11, "is money: say its unit, period and date", ""),
    ("{unit: XTS, per: year, 2020: 5000}", "5000", 12, "is money: say its unit, period and date", ""),
    ("{unit: XTS, per: year, 2020: 5000}", "{unit: XTS, per: year}", 12, "has no value: give at least one date", ""),
    ("{unit: XTS, per: month", "{unit: francs, per: month", 11, "`francs` is not a unit of money", ""),
    ("per: month, 2020: 90", "per: months, 2020: 90", 11, "`months` is not a period", "month"),
    ("then: cpi", "then: cpy", 11, "`cpy` is not an index", "cpi"),
    ("then: cpi", "then: [cpi]", 11, "takes one index or indices with their weights", ""),
    ("then: cpi", "then: {cpi: 1, every: 0.5}", 11, "takes one index or indices with their weights", ""),
    ("then: cpi", "then: {cpi: 1, ever: 2}", 11, "has no `ever`", "every"),
    ("then: cpi", "path: lineer", 11, "`lineer` is not a path between dates", "linear"),
    ("then: cpi", "unverified: maybe", 11, "`unverified` is yes or no", ""),
    ("2024-04-01: 100", "2024-13-01: 100", 11, "`2024-13-01` is not a date", ""),
    ("2024-04-01: 100", "2020-01-01: 100", 11, "two values for the date 2020-01-01", ""),
    ("2020: 90", "2020: ninety", 11, "`ninety` is not a number: a value in money", ""),
    ("2020: 90", "2020: -90", 11, "`-90` is out of range", ""),
    ("2020: 90", "2020: nan", 11, "`nan` is not a number", ""),
    ("2020: 90", "2020: inf", 11, "`inf` is not a number", ""),
    ("2020: 90", "2020: 1e999", 11, "`1e999` is not a number", ""),
    ("take_up: 0.9", "take_up: 90", 13, "`90` is out of range: a value in share", ""),
    ("take_up: 0.9", "take_up: NO", 13, "`NO` is not a number: a value in share", ""),
    ("take_up: 0.9", "take_up: {unit: XTS, 2020: 0.9}", 13, "is not money but a share", ""),
    ("take_up: 0.9", "take_up: {men: 0.9}", 13, "says a value for one sex only", ""),
    ("take_up: 0.9", "take_up: [0.9]", 13, "takes one share", ""),
    ("at_least: 65}", "at_least: 650}", 8, "`650` is out of range: a value in years", ""),
    ("    take_up: 0.9", "    from: 2021", 13, "`from` stands twice in the same mapping; the first is on line 6", ""),
    ("from: 2020", "from: 2020\n    until: 2019", 6, "ends before it begins", ""),
    ("from: 2020", "from: July", 6, "`July` is not a date", ""),
    ("80: {2020: 20}", "65: {2020: 20}", 25, "`65` stands twice", ""),
    ("80: {2020: 20}", "65.0: {2020: 20}", 24, "overlap or are out of order", ""),
    ("80: {2020: 20}", "60: {2020: 20}", 24, "overlap or are out of order", ""),
    ("80: {2020: 20}", "old: {2020: 20}", 25, "`old` is not a number: a value in years", ""),
    ("80: {2020: 20}", "80: {2020: x}", 25, "`x` is not a number", ""),
    ("- any_of: [women, poor]", "- age_band: {below: 90}", 9, "stands twice: give one of them a name", ""),
    ("- any_of: [women, poor]", "- any_of: []", 9, "`any_of` joins conditions, and there is none", ""),
    ("- any_of: [women, poor]", "- {women: {}, poor: {}}", 9, "holds one rule; 2 stand here", ""),
    ("- any_of: [women, poor]", "- {}", 9, "holds one rule; 0 stand here", ""),
    ("- any_of: [women, poor]", "- flat", 9, "`flat` gives a money; a condition is expected here", ""),
    ("- any_of: [women, poor]", "- means_tested: {exclusion_error: 0.1}", 9, "needs `inclusion_error` (share)", ""),
    ("- any_of: [women, poor]", "- women: {name: a.b}", 9, "`a.b` is not a name", ""),
    ("- any_of: [women, poor]", "- poor: {on: {income: earnings}}", 9, "does not read `income`", ""),
    ("      - flat: {amount: {unit: XTS, per: month, 2020: 90, 2024-04-01: 100, then: cpi}}\n", "", 11,
     "`between` changes an amount, so it cannot be the first step", ""),
    ("- between: {at_most: {unit: XTS, per: year, 2020: 5000}}", "- share_of_line: {share: 1}", 12,
     "begins anew, so what the steps before it give would be lost", ""),
    ("- not_receiving: {on: {other_benefit: pensions.pension}}", "- not_receiving", 17, "say on: {other_benefit:", ""),
    ("other_benefit: pensions.pension", "other_benefit: pensions.pensoin", 17, "neither a benefit", "pensions.pension"),
    ("other_benefit: pensions.pension", "other_benefit: pensions.supplement", 16,
     "pensions.supplement needs pensions.supplement: a circle", ""),
    ("- general_revenue", "- age_band: {below: 5}", 28, "a rule of financing is expected here", ""),
    ("- general_revenue", "- contribution: {rate: 0.2}", 28, "stands twice: give one of them a name", ""),
    ("scheme: pensions", "scheme: my pensions", 1, "`my pensions` is not a name", ""),
    ("  supplement:", "  top up:", 15, "`top up` is not a name", ""),
    ("title: {en: Pensions}", "title: {fr: Pensions}", 2, "needs at least its English text", ""),
    ("scheme: pensions\n", "", 1, "A scheme needs `scheme`", ""),
    ("    how_much:\n      - by_age", "    howmuch:\n      - by_age", 18, "has no `howmuch`", "how_much"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "said", "near"), REFUSALS, ids=[row[1][:40] for row in REFUSALS]
)
def test_each_mistake_is_refused_with_its_line_and_the_nearest(
    old: str, new: str, line: int, said: str, near: str
) -> None:
    refused = refusal(old, new)
    assert said in str(refused)
    assert refused.nearest == near
    assert refused.where == f"pensions.yaml:{line}"


def test_a_circle_through_two_schemes_is_refused_with_its_path() -> None:
    other = SCHEME.replace("pensions", "others").replace("others.pension", "pensions.pension")
    mine = SCHEME.replace(
        "- any_of: [women, poor]", "- not_receiving: {on: {other_benefit: others.supplement}}"
    )
    both = [scheme_of(yaml_text.loads(text.encode(), "f.yaml")) for text in (mine, other)]
    with pytest.raises(
        Refusal, match=r"pensions\.pension needs others\.supplement needs pensions\.pension: a circle"
    ):
        read(both)


def test_a_benefit_that_is_not_computed_cannot_be_read() -> None:
    text = SCHEME.replace("    from: 2020\n", "    not_computed: Its amount is unknown.\n")
    refused = refusal("not_receiving", "not_receiving", text)
    assert "`pensions.pension` is not computed from its law" in str(refused)
    assert refused.where == "pensions.yaml:17"


VERSIONS = """\
scheme: s
branch: health
benefits:
  care:
    versions:
      - from: 2020
        who: everyone
        how_much: [share_of_line: {share: 0.1}]
      - from: 2024-07-01
        who: women
        how_much: [share_of_line: {share: 0.2}]
"""


def test_versions_follow_each_other_and_have_paths_of_their_own() -> None:
    found = scheme(VERSIONS)
    first, second = found.benefits[0].versions
    assert (first.begins, first.ends, second.begins) == (2020, 2024.5, 2024.5)
    assert set(parameters([found])) == {
        "s.care.share_of_line.share",
        "s.care.from_2024-07-01.share_of_line.share",
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from: 2020", "from: 2025", "must stand in the order of their dates"),
        ("      - from: 2024-07-01\n        who", "      - who", "needs `from`"),
        ("    versions:", "    who: everyone\n    versions:", "belong inside them"),
        ("who: women", "whom: women", "has no `whom`"),
        ("who: women", "who: []", "is empty: say everyone"),
    ],
)
def test_versions_out_of_order_are_refused(old: str, new: str, said: str) -> None:
    assert said in str(refusal(old, new, VERSIONS))


FILES = sorted(LIBRARY.rglob("schemes/*.yaml"))
FRAGMENTS = [
    "",
    " ",
    ":",
    "- ",
    "{",
    "}",
    "[",
    "x",
    "  ",
    "-1",
    "nan",
    "1e999",
    "&a",
    "*a",
    "!t",
    "2024-13-01",
]
FRAGMENTS += ["NO", "é", "who:", "[]", "{}", "\t"]


@cache
def lines_of(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8").splitlines())


def mutated(lines: tuple[str, ...], seed: int) -> str:
    """One random line cut, doubled, dropped, moved or filled with something else."""
    rng, changed = random.Random(seed), list(lines)
    i = rng.randrange(len(changed))
    line = changed[i]
    at = rng.randrange(len(line) + 1)
    changed[i] = rng.choice([
        line[:at] + rng.choice(FRAGMENTS) + line[at:],
        line[:at] + rng.choice(FRAGMENTS),
        line[:at] + line[at + 1 :],
        f"{line}\n{line}",
        rng.choice(lines),
        "  " + line,
        line.replace(": ", ":", 1),
        line.replace("{", "[").replace("}", "]"),
        "",
    ])  # fmt: skip
    return "\n".join(changed)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FILES), st.integers(0, 10**9))
def test_a_shipped_scheme_with_one_line_spoilt_is_read_or_refused(path: Path, seed: int) -> None:
    text = mutated(lines_of(path), seed)
    try:
        found = scheme_of(yaml_text.loads(text.encode(), path.name))
        read([found])
    except Refusal as refusal:
        assert str(refusal)
        assert refusal.where.startswith(path.name) or "circle" in str(refusal)
