"""Who may do what: one table, asked before anything of the register is read or written.

A role is written as it is given on the command line: `reviewer`, or `respondent:SEN` for a respondent of
one country. An account may hold several. Whoever administers the register has no say on statistics; nobody
reviews or publishes what they submitted themselves. A refusal never tells whether what was asked for exists.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_

READER: Final = "reader"
ANALYST: Final = "analyst"
RESPONDENT: Final = "respondent"
REVIEWER: Final = "reviewer"
PUBLISHER: Final = "publisher"
ADMINISTRATOR: Final = "administrator"

ROLES: Final = {
    READER: N_("reads what is published"),
    ANALYST: N_("reads what is published, saves scenarios and comments on those of others"),
    RESPONDENT: N_("answers the inquiry for one country, and reads all that this country has answered"),
    REVIEWER: N_("reads all, and accepts or returns what others submitted"),
    PUBLISHER: N_("reads all, publishes and withdraws what was reviewed, and imports datasets"),
    ADMINISTRATOR: N_("reads all, gives roles, imports datasets, backs the register up and restores it"),
}
"""What each role is for."""

TITLES: Final = {
    READER: N_("reader"),
    ANALYST: N_("analyst"),
    RESPONDENT: N_("respondent"),
    REVIEWER: N_("reviewer"),
    PUBLISHER: N_("publisher"),
    ADMINISTRATOR: N_("administrator"),
}
"""What each role is called."""

ANYBODY: Final = "anybody"
"""The account that stands for all who have none: a reader, or closed."""

STAFF: Final = (REVIEWER, PUBLISHER, ADMINISTRATOR)
OF_COUNTRY: Final = f"{RESPONDENT}:{{country}}"
COUNTRY: Final = re.compile("[A-Z]{3}")
NAME: Final = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True)
class Account:
    """Somebody who uses the register, and their roles; an account that is closed has none."""

    name: str
    roles: tuple[str, ...] = ()
    known: bool = True  # whether the register has an account of this name

    def has(self, role: str, country: str = "") -> bool:
        """Whether the account holds a role; that of a respondent, for a country."""
        return (f"{role}:{country}" if role == RESPONDENT else role) in self.roles

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries for which it answers."""
        return tuple(sorted(role.partition(":")[2] for role in self.roles if role.startswith(RESPONDENT)))

    @property
    def said(self) -> str:
        """Its roles as they are written, `-` for none."""
        return ", ".join(self.roles) or "-"


@dataclass(frozen=True)
class Rule:
    """Who may do one thing; `own` is somebody who must have submitted it, `others` who must not have."""

    roles: tuple[str, ...]
    refusal: str  # with {user}, {roles}, {country}, {ask}
    own: bool = False
    others: bool = False


READ_PUBLISHED: Final = "read_published"
READ_UNPUBLISHED: Final = "read_unpublished"
SUBMIT: Final = "submit"
REVIEW: Final = "review"
PUBLISH: Final = "publish"
WITHDRAW: Final = "withdraw"  # what is not published yet
WITHDRAW_PUBLISHED: Final = "withdraw_published"
IMPORT: Final = "import_dataset"
SCENARIOS: Final = "scenarios"  # save, comment, read what is shared among analysts
SAVED: Final = "saved"  # read what is shared with all who have an account
MANAGE: Final = "manage"  # accounts, backups, restoring, upgrading

RULES: Final = {
    READ_PUBLISHED: Rule(
        tuple(ROLES),
        N_(
            "This register is read only by those who have a role in it; `{user}` has {roles}. "
            "Ask an administrator for the role `{ask}`."
        ),
    ),
    READ_UNPUBLISHED: Rule(
        (RESPONDENT, *STAFF),
        N_(
            "There is nothing of {country} under this name that `{user}` ({roles}) may read. What is not "
            "published is read by respondents of {country}, reviewers, publishers and administrators. "
            "Ask an administrator for the role `{ask}`."
        ),
    ),
    SUBMIT: Rule(
        (RESPONDENT,),
        N_(
            "Only respondents of {country} submit for it; `{user}` is {roles}. "
            "Ask an administrator for the role `{ask}`."
        ),
    ),
    REVIEW: Rule(
        (REVIEWER,),
        N_(
            "Only reviewers accept or return; `{user}` is {roles}. Ask an administrator for the role `{ask}`."
        ),
        others=True,
    ),
    PUBLISH: Rule(
        (PUBLISHER,),
        N_("Only publishers publish; `{user}` is {roles}. Ask an administrator for the role `{ask}`."),
        others=True,
    ),
    WITHDRAW: Rule(
        (RESPONDENT,),
        N_(
            "What is not published yet is withdrawn by the respondent of {country} who submitted it; `{user}` "
            "({roles}) did not. A reviewer can return it."
        ),
        own=True,
    ),
    WITHDRAW_PUBLISHED: Rule(
        (PUBLISHER,),
        N_(
            "Only publishers withdraw what is published; `{user}` is {roles}. "
            "Ask an administrator for the role `{ask}`."
        ),
    ),
    IMPORT: Rule(
        (PUBLISHER, ADMINISTRATOR),
        N_(
            "Only publishers and administrators import datasets; `{user}` is {roles}. "
            "Ask an administrator for the role `{ask}`."
        ),
    ),
    SCENARIOS: Rule(
        (ANALYST, ADMINISTRATOR),
        N_(
            "Saved scenarios are for analysts; `{user}` is {roles}. "
            "Ask an administrator for the role `{ask}`."
        ),
    ),
    SAVED: Rule(
        tuple(ROLES),
        N_(
            "Saved scenarios are read by those who have an account; `{user}` has {roles}. "
            "Ask an administrator for the role `{ask}`."
        ),
    ),
    MANAGE: Rule(
        (ADMINISTRATOR,),
        N_(
            "Only administrators manage accounts, backups and the register itself; `{user}` is {roles}. Ask an "
            "administrator."
        ),
    ),
}
"""The whole matrix."""

OWN_REFUSED: Final = {
    REVIEW: N_("`{user}` submitted this, and nobody reviews their own: another reviewer may."),
    PUBLISH: N_("`{user}` submitted this, and nobody publishes their own: another publisher may."),
}


def permit(account: Account, action: str, country: str = "", author: str = "") -> Refusal | None:
    """Nothing if the account may do it, else the refusal: who may, who you are, whom to ask.

    `country` is that of what is touched, `author` who submitted it, where it matters.
    """
    rule = RULES[action]
    allowed = any(account.has(role, country) for role in rule.roles)
    if action in (READ_PUBLISHED, SAVED):
        allowed = bool(account.roles)
    if not allowed or (rule.own and author != account.name):
        return Refusal(
            rule.refusal,
            user=account.name,
            roles=account.said,
            country=country,
            ask=_ask(rule, country),
        )
    if rule.others and author == account.name:
        return Refusal(OWN_REFUSED[action], user=account.name)
    return None


def require(account: Account, action: str, country: str = "", author: str = "") -> None:
    """Refuse what the account may not do."""
    refused = permit(account, action, country, author)
    if refused:
        raise refused


def sees_all(account: Account, country: str) -> bool:
    """Whether the account sees the unpublished and the confidential of a country."""
    return permit(account, READ_UNPUBLISHED, country) is None


def _ask(rule: Rule, country: str) -> str:
    """The role to ask for, as it is written."""
    role = rule.roles[0]
    return OF_COUNTRY.format(country=country) if role == RESPONDENT else role


def roles_of(words: Iterable[str]) -> tuple[str, ...]:
    """Roles as people write them, checked, in one order; `respondent:sen` is that of SEN."""
    return tuple(sorted({_role(word.strip()) for word in words if word.strip()}))


def _role(word: str) -> str:
    role, colon, country = word.partition(":")
    role, country = role.lower(), country.upper()
    if role not in ROLES:
        raise Refusal(
            "There is no role `{role}`; there are {valid}.",
            role=role,
            valid=", ".join(ROLES),
            nearest=nearest(role, ROLES),
        )
    if role == RESPONDENT and not COUNTRY.fullmatch(country):
        raise Refusal("Say for which country somebody answers, as in `respondent:SEN`: `{role}`.", role=word)
    if role != RESPONDENT and colon:
        raise Refusal("Only respondents have a country: `{role}`.", role=word, nearest=role)
    return f"{role}:{country}" if role == RESPONDENT else role


def known_name(name: str) -> str:
    """A name that an account may have."""
    if not NAME.fullmatch(name):
        raise Refusal(
            "`{name}` cannot be the name of an account: letters, digits and . _ @ - only, at most 64.",
            name=name,
        )
    return name


def given_to(name: str, words: Iterable[str]) -> tuple[str, ...]:
    """The roles that an account may be given."""
    found = roles_of(words)
    if name == ANYBODY and set(found) - {READER}:
        raise Refusal("`{name}` stands for all who have no account: it may be reader, or closed.", name=name)
    return found


def somebody(name: str, roles: Collection[str] | None, anonymous: bool) -> Account:
    """The account of a name: that of the register, else a reader where it may be read by anybody."""
    if roles is not None:
        return Account(name, tuple(roles))
    return Account(name, (READER,) if anonymous else (), known=False)
