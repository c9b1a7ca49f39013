"""Who has ratified as of a day, the campaign, what a ratification would need, and the indicators of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from socle.exchange.areas import members
from socle.exchange.ratification_file import load_library
from socle.ground.refusals import Refusal
from socle.measure.campaign import Ends, count
from socle.model.observation import ESTIMATED, FINAL
from socle.model.ratification import Undated
from socle.model.standard import Acceptance, Grounds, Instrument, Part
from socle.model.verdict import FAIL, PASS, UNKNOWN, Assessment, PartVerdict, Verdict
from socle.run.indicator_ratified import ratified
from socle.run.ratification_needs import need, needs
from socle.run.ratifications import AsOf, Ratifications, campaign, convention_of, ratifications

GROUNDS = Grounds("2", verified=True)
PARTS = ("II", "III", "IV", "V", "VIII")


def as_of(day: str = "", region: str = "") -> Ratifications:
    found = ratifications(AsOf("C102", day, region))
    assert isinstance(found, Ratifications)
    return found


def assessed(**statuses: str) -> Assessment:
    """C102 with five Parts, of which each has one test of a status."""

    def verdict(name: str) -> PartVerdict:
        part = Part(name, "", {"en": name}, GROUNDS, ())
        return PartVerdict(part, (Verdict("persons", GROUNDS, statuses.get(name, UNKNOWN)),))

    instrument = Instrument("C102", {"en": "C102"}, "convention", 1952, ())
    instrument = replace(instrument, acceptance=Acceptance(GROUNDS, PARTS, 3, ("IV", "V")))
    common = (verdict("XII"),) if "XII" in statuses else ()
    return Assessment(instrument, tuple(map(verdict, PARTS)), common, None)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1952", Ends(0, 0)),
        ("2011-12-31", Ends(47, 47)),
        ("2011", Ends(47, 47)),
        ("2021-10-01", Ends(59, 59)),
        ("2021-10-08", Ends(59, 59)),
        ("2021-10-24", Ends(59, 59)),
        ("2021-10-25", Ends(60, 60)),
        ("2022-01-01", Ends(60, 62)),
        ("2022-06-07", Ends(61, 63)),
        ("2022", Ends(63, 63)),
        ("2023-03-21", Ends(63, 63)),
        ("2023-03-22", Ends(64, 64)),
        ("2024-06-07", Ends(65, 65)),
        ("2026", Ends(65, 65)),
        ("", Ends(65, 65)),
    ],
)
def test_counts_as_of_a_day_are_those_that_others_published(day: str, expected: Ends) -> None:
    assert as_of(day).count == expected


def test_every_count_of_others_agrees_with_the_register_and_one_more_would_not() -> None:
    assert [one.official.count for one in as_of().checks] == [47, 59, 60, 63, 64, 65]
    assert all(one.agrees for one in as_of().checks)


def test_a_register_that_lacks_a_state_is_seen_in_the_checks() -> None:
    register = load_library().registers["C102"]
    short = [row for row in register.rows if row.iso3 != "IRQ"]
    one = next(each for each in register.official if each.count == 64)
    assert count(short, one.first).high == 63


def test_after_the_last_complete_day_the_register_is_a_lower_bound() -> None:
    assert as_of("2023-03-22").complete and not as_of("2023-03-23").complete
    assert not as_of().complete


def test_regions_add_up_to_the_world_and_a_region_holds_its_own() -> None:
    found = as_of("2022-07-01")
    parts = [ends for code, ends in found.regions.items() if code != "X01"]
    assert sum(one.low for one in parts) == found.regions["X01"].low == found.count.low
    assert sum(one.high for one in parts) == found.count.high
    africa = as_of("2022-07-01", "X06")
    assert {row.iso3 for row in africa.rows} == {row.iso3 for row in found.rows} & set(members("X06"))
    assert [row.iso3 for row in africa.possible] == ["COM", "SLE"]
    assert africa.count == found.regions["X06"]


def test_parts_are_counted_by_how_sure_they_are_and_what_was_replaced() -> None:
    found = as_of()
    by = {one.part: one for one in found.parts}
    for part, one in by.items():
        assert one.accepted == sum(part in row.parts for row in found.rows)
    assert set(by["VI"].replaced) == {"BEL", "BIH", "BOL", "DEU", "ECU", "JPN"}
    assert set(by["III"].replaced) == {"BOL", "DEU", "ECU"} and not by["V"].replaced
    assert by["V"].by_confidence["high"] < by["V"].accepted
    assert sum(found.dates.values()) == sum(found.sure.values()) == len(found.rows)


@pytest.mark.parametrize(
    ("day", "near"), [("2026-11-22", "2026-11-21"), ("2027", "2026-11-21"), ("1951", "1952")]
)
def test_days_of_which_nothing_is_known_are_refused(day: str, near: str) -> None:
    with pytest.raises(Refusal) as caught:
        as_of(day)
    assert caught.value.where == "--as-of" and caught.value.nearest == near


@pytest.mark.parametrize(
    ("text", "code"), [("C102", "C102"), ("c102", "C102"), ("102", "C102"), (" C183", "C183")]
)
def test_conventions_are_known_by_code_and_number(text: str, code: str) -> None:
    assert convention_of(text) == code


def test_an_unknown_convention_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refusal) as caught:
        convention_of("C120")
    assert caught.value.nearest in ("C102", "C121", "C128", "C130")


def test_of_other_conventions_there_is_only_an_unverified_number() -> None:
    found = ratifications(AsOf("C183"))
    assert isinstance(found, Undated) and (found.least, found.most, found.verified) == (41, 44, False)
    with pytest.raises(Refusal):
        ratifications(AsOf("C183", "2020"))


def test_the_campaign_is_told_as_of_its_beginning_the_last_complete_day_and_the_day_asked() -> None:
    standing = campaign(as_of())
    assert standing is not None
    first, complete, last = standing.paces
    assert (first.count, first.gap, first.so_far) == (Ends(59, 59), Ends(11, 11), None)
    assert (complete.count, complete.gap) == (Ends(64, 64), Ends(6, 6))
    assert last.gap == Ends(5, 5) and last.needed is not None
    assert last.needed.low == pytest.approx(5 / (40 / 365.25))
    earlier = campaign(as_of("2015"))
    assert earlier is not None and len(earlier.paces) == 1
    assert campaign(as_of("", "X06")) is None


def test_enough_parts_of_which_one_is_of_the_second_kind_are_ready() -> None:
    found = need("TLS", assessed(II=PASS, III=PASS, V=PASS))
    assert (found.status, found.lacking, found.one_of, found.passing) == (PASS, 0, (), ("II", "III", "V"))


def test_three_parts_of_the_first_kind_lack_one_of_the_second() -> None:
    found = need("TLS", assessed(II=PASS, III=PASS, VIII=PASS))
    assert (found.lacking, found.one_of, found.status) == (1, ("IV", "V"), UNKNOWN)
    blocked = need("TLS", assessed(II=PASS, III=PASS, VIII=PASS, IV=FAIL, V=FAIL))
    assert (blocked.lacking, blocked.status) == (1, FAIL)


def test_nothing_known_lacks_three_and_is_unknown_never_a_pass() -> None:
    found = need("TLS", assessed())
    assert (found.lacking, found.status, found.passing) == (3, UNKNOWN, ())
    assert need("TLS", assessed(II=FAIL, III=FAIL, VIII=FAIL)).status == FAIL


def test_a_general_rule_that_fails_or_is_unknown_keeps_back_what_else_is_ready() -> None:
    ready = {"II": PASS, "III": PASS, "V": PASS}
    assert need("TLS", assessed(**ready, XII=FAIL)).status == FAIL
    assert need("TLS", assessed(**ready, XII=UNKNOWN)).status == UNKNOWN
    assert need("TLS", assessed(**ready, XII=PASS)).status == PASS


def test_the_parts_nearest_to_acceptance_come_first_and_those_accepted_are_marked() -> None:
    found = need("SEN", assessed(V=PASS))
    assert found.parts[0].part.name == "V" and found.parts[0].count == 0
    assert [one.part.name for one in found.parts if one.accepted] == ["VIII"]
    assert found.ratified is not None and found.ratified.registered == "1962-10-22"


def test_every_shipped_country_can_be_asked_what_it_lacks() -> None:
    found = list(needs("ALL", "C102"))
    assert len(found) == 21 and len({one.iso3 for one in found}) == 21
    assert all(len(one.passing) + one.lacking >= 3 for one in found)
    with pytest.raises(Refusal) as caught:
        list(needs("SNE", "C102"))
    assert caught.value.nearest == "SEN"


@pytest.mark.parametrize(
    ("iso3", "year", "bounds", "parts", "status"),
    [
        ("TCD", 2014, (0.0, 0.0), (0.0, 0.0), FINAL),
        ("TCD", 2015, (1.0, 1.0), (5.0, 5.0), FINAL),
        ("SEN", 2020, (1.0, 1.0), (3.0, 3.0), ESTIMATED),
        ("PRY", 2021, (1.0, 1.0), None, FINAL),
        ("STP", 2024, (1.0, 1.0), (7.0, 7.0), FINAL),
        ("COM", 2021, (0.0, 0.0), (0.0, 0.0), FINAL),
        ("COM", 2022, (1.0, 1.0), None, ESTIMATED),
        ("KHM", 2022, (0.0, 0.0), (0.0, 0.0), FINAL),
        ("KHM", 2023, (0.0, 1.0), (0.0, 9.0), ESTIMATED),
    ],
)
def test_indicators_say_what_the_register_says_at_the_end_of_the_year(
    iso3: str, year: int, bounds: tuple[float, float], parts: tuple[float, float] | None, status: str
) -> None:
    found = ratified(iso3, year)
    assert found["ratified_c102"].bounds == bounds and found["ratified_c102"].status == status
    assert found["parts_of_c102"].bounds == parts
    assert parts is not None or found["parts_of_c102"].reason


def test_an_invented_country_ratifies_nothing() -> None:
    assert ratified("XXX", 2020) == {}
