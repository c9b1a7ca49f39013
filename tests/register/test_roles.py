"""Who may do what: the whole matrix, written out by hand beside the table of the code."""

from __future__ import annotations

import pytest

from socle.ground.refusals import Refusal
from socle.register import roles
from socle.register.roles import RULES, Account, permit, roles_of, somebody

MINE, OTHER = "SEN", "TGO"
HELD = {
    "nobody": (),
    "reader": ("reader",),
    "analyst": ("analyst",),
    "respondent": ("respondent:SEN",),
    "reviewer": ("reviewer",),
    "publisher": ("publisher",),
    "administrator": ("administrator",),
}
# What each may do: S in SEN with what others submitted, s with their own; T and t in TGO.
ALLOWED = {
    "read_published": {
        "reader": "SsTt",
        "analyst": "SsTt",
        "respondent": "SsTt",
        "reviewer": "SsTt",
        "publisher": "SsTt",
        "administrator": "SsTt",
    },
    "read_unpublished": {
        "respondent": "Ss",
        "reviewer": "SsTt",
        "publisher": "SsTt",
        "administrator": "SsTt",
    },
    "submit": {"respondent": "Ss"},
    "review": {"reviewer": "ST"},
    "publish": {"publisher": "ST"},
    "withdraw": {"respondent": "s"},
    "withdraw_published": {"publisher": "SsTt"},
    "import_dataset": {"publisher": "SsTt", "administrator": "SsTt"},
    "scenarios": {"analyst": "SsTt", "administrator": "SsTt"},
    "saved": {
        "reader": "SsTt",
        "analyst": "SsTt",
        "respondent": "SsTt",
        "reviewer": "SsTt",
        "publisher": "SsTt",
        "administrator": "SsTt",
    },
    "manage": {"administrator": "SsTt"},
}


def test_the_matrix_knows_every_action() -> None:
    assert set(ALLOWED) == set(RULES)


@pytest.mark.parametrize("case", "SsTt")
@pytest.mark.parametrize("role", HELD)
@pytest.mark.parametrize("action", ALLOWED)
def test_each_role_may_do_what_the_matrix_says_and_nothing_else(action: str, role: str, case: str) -> None:
    account = Account("kim", HELD[role])
    country = MINE if case in "Ss" else OTHER
    author = "kim" if case.islower() else "lee"
    refused = permit(account, action, country, author)
    assert (refused is None) == (case in ALLOWED[action].get(role, "")), refused


@pytest.mark.parametrize("action", ALLOWED)
def test_two_roles_may_do_what_either_may_and_never_judge_their_own(action: str) -> None:
    both = Account("kim", ("publisher", "respondent:SEN", "reviewer"))
    for country, author in ((MINE, "kim"), (MINE, "lee"), (OTHER, "lee")):
        each = [permit(Account("kim", (role,)), action, country, author) is None for role in both.roles]
        assert (permit(both, action, country, author) is None) == any(each)


def test_a_refusal_says_who_may_who_you_are_and_what_to_ask_for() -> None:
    said = str(permit(Account("ana", ("respondent:SEN",)), "submit", "TGO", "ana"))
    assert "respondents of TGO" in said
    assert "`ana` is respondent:SEN" in said
    assert "Ask an administrator for the role `respondent:TGO`." in said


def test_a_stranger_reads_only_where_anybody_may() -> None:
    assert permit(somebody("ann", None, anonymous=True), "read_published") is None
    assert permit(somebody("ann", None, anonymous=False), "read_published")
    assert permit(somebody("ann", (), anonymous=True), "read_published"), "an account that was closed"
    assert permit(somebody("ann", None, anonymous=True), "read_unpublished", MINE)


def test_a_respondent_may_answer_for_several_countries() -> None:
    account = Account("ana", roles_of(["respondent:sen", "Respondent:TGO"]))
    assert account.countries == ("SEN", "TGO")
    assert permit(account, "submit", "TGO") is None
    assert permit(account, "submit", "BEN")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("reviewr", "Did you mean `reviewer`?"),
        ("respondent", "for which country"),
        ("respondent:Senegal", "for which country"),
        ("reviewer:SEN", "Only respondents have a country"),
    ],
)
def test_a_role_that_is_none_is_refused(word: str, said: str) -> None:
    with pytest.raises(Refusal, match=said.replace("?", r"\?")):
        roles_of([word])


@pytest.mark.parametrize("name", ["", "a b", "x" * 65, "ana;--"])
def test_names_are_plain(name: str) -> None:
    with pytest.raises(Refusal):
        roles.known_name(name)
