"""The flows of the library: order of the key, totals, lists of codes, refusals."""

from __future__ import annotations

import re

import polars as pl
import pytest

from socle.exchange.flow_file import flow, flows, with_codes
from socle.exchange.flow_frame import keyed, split
from socle.ground.refusals import Refusal


def test_every_flow_names_where_and_what_among_its_dimensions() -> None:
    assert list(flows()) == ["ILO_1_3_1", "INQUIRY", "SDG", "SDG_1_3_1", "SOCIAL_PROTECTION"]
    for one in flows().values():
        assert {one.area, one.indicator} <= set(one.names)
        assert len(set(one.names)) == len(one.names)


@pytest.mark.parametrize("code", sorted(flows()))
def test_a_total_is_a_code_of_its_list_and_every_title_is_in_three_languages(code: str) -> None:
    one = flow(code)
    for each in (*one.dimensions, *one.attributes):
        assert set(each.title) == {"en", "fr", "es"}
        assert all(each.title.values())
        if each.codelist is not None:
            assert not each.total or each.total in each.codelist.codes
            assert each.codelist.unverified <= set(each.codelist.codes)
            for known, titles in each.codelist.codes.items():
                assert re.fullmatch(r"[A-Za-z0-9_@$-]+", known), (
                    known
                )  # an SDMX code; no point, which parts keys
                assert set(titles) == {"en", "fr", "es"}


def test_a_key_of_the_inquiry_is_its_codes_in_order_with_totals_where_nothing_is_said() -> None:
    said = {"REF_AREA": "SEN", "SCHEME": "CSS", "MEASURE": "RECEIPTS", "ITEM": "CONTRIB_EMPLOYER"}
    assert flow("INQUIRY").key(said) == "A.SEN.CSS._T.RECEIPTS.CONTRIB_EMPLOYER._T._T._T"


def test_splitting_and_keying_a_frame_are_inverse() -> None:
    one = flow("SOCIAL_PROTECTION")
    frame = pl.DataFrame({"KEY": ["A.SEN.coverage.F._T.OLD_AGE._T"], "TIME_PERIOD": [2024]})
    back = keyed(one, split(one, frame))
    assert back["KEY"].to_list() == frame["KEY"].to_list()
    assert back.row(0, named=True)["AREA"] == "SEN"


def test_an_unknown_flow_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refusal, match="SOCIAL_PROTECTION"):
        flow("SOCIAL_PROTECTON")


def test_known_codes_of_an_open_list_can_be_added_for_one_use() -> None:
    one = with_codes(flow("SOCIAL_PROTECTION"), "REF_AREA", ["SEN"])
    found, before = (
        one.component("REF_AREA").codelist,
        flow("SOCIAL_PROTECTION").component("REF_AREA").codelist,
    )
    assert found is not None and before is not None
    assert "SEN" in found.codes
    assert "SEN" not in before.codes
    with pytest.raises(Refusal, match="Did you mean `SEX`"):
        with_codes(flow("SOCIAL_PROTECTION"), "SEXE", [])
    with pytest.raises(Refusal, match="no list of codes"):
        with_codes(flow("SOCIAL_PROTECTION"), "LOWER_BOUND", [])


def test_the_global_structure_has_its_fifteen_dimensions_in_the_order_of_the_key() -> None:
    one = flow("SDG")
    assert (one.agency, one.id) == ("IAEG-SDGs", "DF_SDG_GLH")
    assert one.names == (
        *(
            "FREQ",
            "REPORTING_TYPE",
            "SERIES",
            "REF_AREA",
            "SEX",
            "AGE",
            "URBANISATION",
            "INCOME_WEALTH_QUANTILE",
        ),
        *("EDUCATION_LEV", "OCCUPATION", "CUST_BREAKDOWN", "COMPOSITE_BREAKDOWN", "DISABILITY_STATUS"),
        *("ACTIVITY", "PRODUCT"),
    )
    said = {"SERIES": "SI_COV_BENFTS", "REF_AREA": "686"}
    assert one.key(said) == "A.G.SI_COV_BENFTS.686._T._T._T._T._T._T._T._T._T._T._T"


def test_the_flow_of_1_3_1_is_the_part_of_the_global_one_that_holds_its_series() -> None:
    part, whole = flow("SDG_1_3_1"), flow("SDG")
    assert (part.stored_as, part.names, part.id) == ("SDG", whole.names, whole.id)
    series = part.component("SERIES").codelist
    assert series is not None
    assert series.has("SI_COV_PENSN")
    assert not series.has("SI_POV_DAY1")
    assert flow("DF_SDG_GLH") == whole  # the id of the dataflow names the whole


def test_an_open_list_takes_what_looks_like_its_codes_and_nothing_else() -> None:
    areas, ages = (flow("SDG").component(name).codelist for name in ("REF_AREA", "AGE"))
    assert areas is not None
    assert ages is not None
    assert [areas.has(code) for code in ("686", "1", "SEN", "0", "")] == [True, True, False, False, False]
    assert [ages.has(code) for code in ("Y0T4", "Y_GE70", "BOTHSEX", "15_24")] == [True, True, False, False]
