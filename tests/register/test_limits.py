"""What a submission or a file may not do to what others have published."""

from __future__ import annotations

import pytest

from socle.ground.refusals import Refusal
from socle.register.letting_go import Derived
from socle.register.members import Correction, change_member
from tests.register.conftest import Place
from tests.register.desks import Office, answers
from tests.register.frames import Line, observations, said

FLOW = "SOCIAL_PROTECTION"


def reviewed(office: Office, year: int = 2024) -> str:
    made = office["ana"].submit(answers(year=year))
    office["rev"].review(made.id, accept=True)
    return made.id


def brings(*lines: Line, secret: bool = False) -> list[Derived]:
    more = {"ATTRIBUTES": '{"CONFIDENTIAL": "yes"}'} if secret else {}
    return [Derived(FLOW, "SSI-1", "inquiry", observations(*lines, **more))]


@pytest.mark.parametrize("line", [("TGO", "A", 2024, 9.0), ("SEN", "A", 2023, 9.0)])
def test_a_submission_writes_over_nothing_of_another_country_or_year(office: Office, line: Line) -> None:
    before = reviewed(office, 2023)
    office["pub"].publish(before, brings(("SEN", "A", 2023, 1.0)))
    name = reviewed(office)
    with pytest.raises(Refusal, match=f"{line[0]} for {line[2]}"):
        office["pub"].publish(name, brings(("SEN", "A", 2024, 2.0), line))
    assert office["rev"].find(name).state == "reviewed"
    assert said(office.register("ron").read(FLOW)) == [("SEN", "A", 2023, 1.0)]
    assert office.register("adm").verify().sound


@pytest.mark.parametrize("vintage", ["2099-12", "zzz"])
def test_no_imported_file_is_read_in_the_place_of_what_a_country_published(
    office: Office, vintage: str
) -> None:
    office["pub"].publish(reviewed(office), brings(("SEN", "A", 2024, 1.0)))
    dataset = {"flow": FLOW, "vintage": vintage, "source": "s", "reason": "r"}
    lines = [("SEN", "A", 2024, 99.0), ("TGO", "A", 2024, 5.0)]
    office.register("adm").record(observations(*lines), **dataset)
    reader = office.register("ron")
    assert said(reader.read(FLOW)) == [("SEN", "A", 2024, 1.0), ("TGO", "A", 2024, 5.0)]
    assert said(reader.read(FLOW, vintage=vintage)) == lines
    office["pub"].withdraw("SEN-2024-1", "all of it was wrong")
    assert said(reader.read(FLOW)) == lines  # there is nothing else to read


def test_what_is_read_for_the_public_holds_nothing_confidential_whoever_reads(office: Office) -> None:
    office["pub"].publish(reviewed(office), brings(("SEN", "A", 2024, 1.0), secret=True))
    for name, held in (("pub", 1), ("ana", 1), ("adm", 1), ("ron", 0)):
        register = office.register(name)
        assert register.read(FLOW).height == held
        assert register.read(FLOW, public=True).height == 0
        assert sum(block.height for block in register.blocks(FLOW, public=True)) == 0


def test_who_may_not_read_does_not_verify(place: Place) -> None:
    office = Office(place(), to_all=False)
    adm = office.register("adm")
    assert adm.verify().sound
    change_member(adm, "ron", Correction(close=True), "has left")
    with pytest.raises(Refusal, match="read only by those who have a role"):
        office.register("ron").verify()


def test_words_between_those_who_work_on_a_submission_are_not_for_readers(office: Office) -> None:
    made = office["ana"].submit(answers(), "the minister is not sure")
    office["rev"].review(made.id, accept=True, comment="nor am I")
    office["pub"].publish(made.id, brings(("SEN", "A", 2024, 1.0)), "with the yearbook")
    told = ["the minister is not sure", "nor am I", "with the yearbook"]
    for name in ("ana", "bob", "rev", "pub", "adm"):
        assert [step.comment for step in office[name].history(made.id)] == told
    for name in ("ron", "tim"):
        assert [step.comment for step in office[name].history(made.id)] == ["", "", told[2]]
