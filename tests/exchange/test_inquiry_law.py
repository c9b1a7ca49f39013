"""The inquiry and the law speak of the same schemes."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle.exchange.country import COUNTRIES, shipped
from socle.exchange.inquiry_content import content_of
from socle.exchange.inquiry_file import inquiry_of, read_inquiry
from socle.exchange.inquiry_law import (
    by_name,
    contributory,
    functions,
    law_of,
    law_skeleton,
    nature,
    scheme_type,
)
from socle.exchange.scheme_file import read_scheme
from socle.ground.refusals import Refusal
from socle.model import inquiry_codes as codes
from socle.model.inquiry import Inquiry
from socle.model.results import BRANCHES
from socle.run.checking import check


@pytest.fixture
def inquiry() -> Inquiry:
    return read_inquiry(COUNTRIES / "XXX" / "inquiry" / "2024")


def test_the_law_of_a_country_has_its_floor_and_its_insurance() -> None:
    names = by_name(law_of("XXX"))
    assert {"old_age", "national_pension"} <= set(names)
    assert contributory(names["national_pension"]) is True
    assert contributory(names["unemployment_insurance"]) is True
    assert contributory(names["old_age"]) is False


def test_a_scheme_file_may_say_what_its_financing_does_not() -> None:
    names = by_name(law_of("SEN"))
    assert scheme_type(names["ipres_general"]) == "social_insurance"  # its file names no payer
    assert functions(names["css_work_injury"].benefits[0]) == ("employment_injury",)
    assert names["sen_csu"].participation == "voluntary"
    natures = {
        path: nature(one) for scheme in names.values() for one in scheme.benefits for path in [one.path]
    }
    assert natures["cec.card"] == natures["gratuite.caesarean"] == "in_kind"
    assert natures["ipres_general.pension"] == natures["pnbsf.grant"] == "cash_periodic"


@pytest.mark.parametrize("country", shipped())
def test_every_benefit_of_every_law_has_a_function_of_the_inquiry(country: str) -> None:
    for scheme in law_of(country):
        assert scheme_type(scheme) in ("", *codes.TYPES)
        for benefit in scheme.benefits:
            assert benefit.branch in BRANCHES
            assert set(functions(benefit)) <= set(codes.FUNCTIONS)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("type: insurance", "`insurance` is not a type"),
        ("participation: maybe", "`maybe` is not a participation"),
    ],
)
def test_words_of_the_inquiry_in_a_scheme_file_are_known_ones(line: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(f"scheme: s\n{line}\nbranch: health\nbenefits:\n  b:\n    not_computed: unknown\n")
    with pytest.raises(Refusal, match=said.replace("`", ".")) as refused:
        read_scheme(file)
    assert str(refused.value.where).endswith(":2")


@pytest.mark.parametrize("function", codes.FUNCTIONS)
def test_the_skeleton_of_a_law_is_accepted_and_carries_the_names(
    function: str, inquiry: Inquiry, tmp_path: Path
) -> None:
    content = content_of(inquiry.filled)
    content["tables"]["schemes"].append(
        {
            "scheme": "winter_help",
            "name_en": 'Help in "winter": a start',
            "name_local": "Aide d’hiver",
            "type": "other",
            "financing": "taxes",
            "legal_basis": "Decree 7 of 2020; Circular 9",
        }
    )
    said = {
        "name_en": "Coal",
        "function": function,
        "nature": "in_kind",
        "means_tested": "no",
        "counted": "households",
    }
    content["tables"]["benefits"].append({"scheme": "winter_help", "benefit": "coal", **said})
    file = tmp_path / "winter_help.yaml"
    file.write_text(law_skeleton(inquiry_of(content), "winter_help"), encoding="utf-8")
    assert check(file).what == "scheme"
    scheme = read_scheme(file)
    assert scheme.name == "winter_help" and scheme.law == "Decree 7 of 2020; Circular 9"
    assert scheme.title["en"] == 'Help in "winter": a start (Aide d’hiver)'
    assert [one.path for one in scheme.benefits] == ["winter_help.coal"]
    assert scheme.benefits[0].not_computed
    assert function in functions(scheme.benefits[0])  # what the inquiry says of it then agrees with its law
