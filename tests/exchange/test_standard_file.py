"""Files of instruments: what they hold once is read, what is wrong is refused with its line."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from socle.exchange import standard_file
from socle.exchange.standard_file import (
    derivable,
    load_standard,
    load_standards,
    read_standard,
    standard_words,
)
from socle.ground.refusals import Refusal
from socle.model.standard import Requirement, Way

FOLDER = Path(standard_file.__file__).parents[1] / "standards"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "words.yaml")


def requirement(code: str, part: str, test: str, contingency: str = "") -> Requirement:
    """The one requirement of a Part that is about this."""
    (found,) = (
        one
        for held, one in load_standard(code).every()
        if (held.name, one.test) == (part, test) and contingency in ("", one.contingency)
    )
    return found


def way(one: Requirement, article: str) -> Way:
    return next(way for way in one.ways if way.grounds.article == article)


def test_an_instrument_is_found_by_its_code_in_small_letters_too() -> None:
    assert load_standard("c102") is load_standard("C102")
    with pytest.raises(Refusal) as refused:
        load_standard("C1688")
    assert refused.value.nearest == "C168" and "C183" in str(refused.value)


def test_old_age_in_convention_102_is_read_with_its_shares_between_0_and_1() -> None:
    level = requirement("C102", "V", "level")
    assert level.facts["rate"] == 0.40 and level.facts["beneficiary"] == "man_wife_pensionable"
    assert level.facts["formulas"] == ("earnings", "flat", "means")
    assert not level.grounds.verified and way(level, "29(1)(a)").grounds.verified
    assert way(level, "29(3)").facts == {"points_less": 0.1, "contribution_years": 10, "residence_years": 5}
    assert way(level, "67(d)").facts == {"total_over": load_standard("C102").factors["means_total"]}
    persons = requirement("C102", "V", "persons")
    assert [one.facts["at_least"] for one in persons.ways] == [0.5, 0.2, 1.0, 0.5]
    assert [one.exception for one in persons.ways] == [False, False, False, True]


def test_a_qualifying_period_has_the_years_of_the_level_of_the_same_article() -> None:
    for part, contingency in (("V", "old_age"), ("IX", "invalidity"), ("X", "survivors")):
        level = requirement("C102", part, "level")
        for one in requirement("C102", part, "qualifying", contingency).ways:
            years = way(level, one.grounds.article).facts
            if one.facts.get("input") == "qualifying_years":
                assert one.facts["at_most"] == years["contribution_years"]
            elif one.facts.get("input") == "residence_years":
                assert one.facts["at_most"] == years["residence_years"]


def test_a_limit_in_months_is_one_in_years_and_keeps_its_words() -> None:
    months, residence = requirement("C102", "VII", "qualifying").ways
    assert (months.facts["at_most"], months.facts["unit"], months.facts["written"]) == (
        0.25,
        "years",
        (3, "months"),
    )
    assert residence.facts["at_most"] == 1


def test_two_thirds_are_two_thirds_and_not_a_rounded_percentage() -> None:
    assert requirement("C183", "C183", "level").facts["rate"] == 2 / 3


def test_as_long_as_the_contingency_lasts_is_a_limit_without_end() -> None:
    (only,) = requirement("C102", "V", "duration").ways
    assert only.facts["at_least"] == math.inf


def test_a_fact_may_be_read_where_another_of_its_line_was_not() -> None:
    grounds = requirement("C102", "III", "level").facts["grounds"]
    assert grounds["formulas"].verified and not grounds["beneficiary"].verified
    points = way(requirement("C102", "IX", "level"), "57(3)")
    assert not points.grounds.verified and points.facts["grounds"]["points_less"].verified


def test_a_recommendation_takes_the_ways_of_the_convention_that_it_follows_with_their_own_grounds() -> None:
    higher = next(one for one in load_standard("R131").parts if one.branch == "old_age").requirements[0]
    level = requirement("C128", "III", "level")
    assert [one.facts for one in higher.ways] == [one.facts for one in level.ways]
    assert [one.grounds.verified for one in higher.ways] == [one.grounds.verified for one in level.ways]
    assert higher.ways[0].grounds.article == "C128, 18"
    assert higher.facts["rate"] == level.facts["rate"] + 0.1
    assert load_standard("R131").factors == load_standard("C128").factors


def test_the_whole_is_accepted_where_a_convention_has_no_rule_of_parts() -> None:
    whole = load_standard("C183").acceptance
    assert whole is not None and (whole.parts, whole.at_least) == (("C183",), 1)
    assert load_standard("R202").acceptance is None
    some = load_standard("C102").acceptance
    assert some is not None and (some.at_least, some.one_of) == (3, ("IV", "V", "VI", "IX", "X"))


def test_every_word_is_used_and_every_sentence_with_a_figure_shows_it() -> None:
    conditions, care = standard_words()
    ways = [one for held in load_standards().values() for _, r in held.every() for one in r.ways]
    assert set(conditions) == {one.facts["condition"] for one in ways if "condition" in one.facts}
    assert set(care) == {item for one in ways for item in one.facts.get("items", ())}
    assert "13" in conditions["unemployment_mean_duration"]["es"]
    for texts in (*conditions.values(), *care.values()):
        assert list(texts) == ["en", "fr", "es"] and not any(
            "{" in text or not text for text in texts.values()
        )
    for one in ways:
        if "figure" in one.facts:
            assert f"{one.facts['figure']:g}" in conditions[one.facts["condition"]]["en"]
    assert "old_age_reviewed" in derivable() and "right_of_appeal" not in derivable()


MUTATIONS = {
    "an unknown key": ("rate: 45%", "rates: 45%", "rate", "has no `rates`"),
    "an unknown input": ("input: waiting_days", "input: waiting_dais", "waiting_days", "waiting_dais"),
    "a condition without words": ("condition: right_of_appeal", "condition: right_of_", "right_of_appeal", "of_`"),
    "care without words": ("[prenatal_care,", "[prenatal_cares,", "prenatal_care", "prenatal_cares"),
    "a percentage above 100": ("rate: 45%", "rate: 145%", "", "145%"),
    "a share of nothing": ("rate: 45%", "rate: 0%", "", "0%"),
    "a bare number for a share": ("rate: 45%", "rate: 45", "", "is not a share"),
    "a source that is not listed": ("source: [CH102, AT102]", "source: [CH102, AT103]", "AT102", "AT103"),
    "verified in nothing": ("verified: yes, source: WAGEIND", "verified: yes", "", "not in which source"),
    "an unknown test": ("test: appeal", "test: apeal", "appeal", "apeal"),
    "a test without its article": ('{test: appeal, article: "70", ', "{test: appeal, ", "", "needs `article`"),
    "a beneficiary without children": ("woman: {children: 0, ", "woman: {", "", "needs `children`"),
    "children that are no number": ("woman: {children: 0,", "woman: {children: none,", "", "`none`"),
    "an unknown beneficiary": ("beneficiary: woman", "beneficiary: women", "woman", "women"),
    "an unknown group of persons": ("share_of: employees,", "share_of: employed,", "employees", "employed"),
    "a language left out": (", es: mujer}", "}", "", "needs `es`"),
    "a limit on both sides": ("at_most: 7, unit", "at_most: 7, at_least: 1, unit", "", "either"),
    "a unit of something else": ("at_most: 7, unit: days", "at_most: 7, unit: weeks", "", "weeks"),
    "a figure in letters": ("at_most: 7,", "at_most: seven,", "", "seven"),
    "a contingency of another branch": ("contingency: maternity", "contingency: sickness", "", "sickness"),
    "an unknown Part to accept": ("one_of: [IV,", "one_of: [XI,", "X", "XI"),
    "a date that is none": ("date: 1955-04-27", "date: 1955-04-31", "", "1955-04-31"),
    "verified neither yes nor no": ("verified: yes, source: NL102}", "verified: maybe, source: NL102}", "", "maybe"),
    "an undefined figure": ("total_over: means_total", "total_over: mean_totals", "means_total", "mean_totals"),
    "a definition without words": ("    figure: 125%\n", "    figure: 125%\n    texts: x\n", "text", "texts"),
    "an unknown branch": ("branch: old_age", "branch: old_ages", "old_age", "old_ages"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "near", "said"), MUTATIONS.values(), ids=MUTATIONS)
def test_what_is_wrong_in_a_file_is_refused_with_its_line_and_the_nearest_name(
    tmp_path: Path, old: str, new: str, near: str, said: str
) -> None:
    text = (FOLDER / "c102.yaml").read_text(encoding="utf-8")
    if old not in text:
        old = old.replace(", source: ", "\n        source: ")
    assert old in text, "the file has changed: mutate something that stands there"
    path = tmp_path / "c102.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_standard(path)
    at = re.fullmatch(r"standards/c102\.yaml:(\d+)", refused.value.where)
    assert at, refused.value
    assert abs(int(at[1]) - text[: text.index(old)].count("\n") - 1) <= 12
    assert said in str(refused.value)
    assert not near or refused.value.nearest == near


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_file_under_another_name_than_its_code_is_refused(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "c999.yaml"
    other.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(Refusal, match=re.escape(path.name)):
        read_standard(other)
