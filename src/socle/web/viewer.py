"""Who asks: nobody in particular, or somebody who has signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.exchange.openid import Provider

READER, ANALYST, RESPONDENT, REVIEWER, ADMINISTRATOR = (
    "reader",
    "analyst",
    "respondent",
    "reviewer",
    "administrator",
)
ROLES = {
    READER: N_("reads pages and data"),
    ANALYST: N_("saves scenarios and comments on them"),
    RESPONDENT: N_("answers the inquiry for a country"),
    REVIEWER: N_("accepts or returns what others have answered"),
    ADMINISTRATOR: N_("gives roles, imports data, reads the log"),
}


@dataclass(frozen=True)
class Door:
    """Where somebody stands who signs in: from which address, who else may say who they are, whether a name or an
    address may be tried once more, and the secret of a sign-in that is under way at the provider.
    """

    address: str = ""
    provider: Provider | None = None
    allows: Callable[[str], bool] = bool
    secret: str = ""


@dataclass(frozen=True)
class Viewer:
    """Who asks, with what may be done. Without a name it is nobody who has signed in."""

    name: str = ""
    roles: frozenset[str] = frozenset({READER})
    session: str = ""  # the token that forms carry against forgery, empty without a session
    door: Door = field(default_factory=Door)

    def may(self, role: str) -> bool:
        """Whether a role is held; an administrator holds all but those of judgement."""
        return role in self.roles or (role in (READER, ANALYST) and ADMINISTRATOR in self.roles)


NOBODY = Viewer()
