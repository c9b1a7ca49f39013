"""The life of a submission: what may follow what. Pure: no table, no clock, no person.

    draft -> submitted -> reviewed -> published -> withdrawn
                |  ^          |           |
                v  a new      v           v
             returned    (returned)   superseded by a newer one

A returned submission is answered by a new version, which supersedes it; publishing a version supersedes the
published one before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from socle.ground.refusals import Place, Refusal
from socle.ground.words import N_

DRAFT: Final = "draft"
SUBMITTED: Final = "submitted"
RETURNED: Final = "returned"
REVIEWED: Final = "reviewed"
PUBLISHED: Final = "published"
WITHDRAWN: Final = "withdrawn"
SUPERSEDED: Final = "superseded"

STATES: Final = {
    DRAFT: N_("draft"),
    SUBMITTED: N_("submitted"),
    RETURNED: N_("returned"),
    REVIEWED: N_("reviewed"),
    PUBLISHED: N_("published"),
    WITHDRAWN: N_("withdrawn"),
    SUPERSEDED: N_("superseded"),
}
NEXT: Final = {
    DRAFT: N_("Its author submits it: {resume}."),
    SUBMITTED: N_("Somebody else reviews it: {review}."),
    RETURNED: N_("Its country answers the comment with a new version: {submit}."),
    REVIEWED: N_("A publisher who did not submit it publishes it: {publish}."),
    PUBLISHED: N_("Its values and indicators are read by all: {indicators}."),
    WITHDRAWN: N_("Nothing follows; its country can submit a new version: {submit}."),
    SUPERSEDED: N_("Nothing follows: a newer version took its place."),
}
"""What happens next in each state."""

ACCEPT: Final = "accept"
RETURN: Final = "return"
PUBLISH: Final = "publish"
WITHDRAW: Final = "withdraw"
SUPERSEDE: Final = "supersede"

OPEN: Final = (SUBMITTED, RETURNED, REVIEWED)
"""Not published yet, and still alive."""


PUBLIC: Final = (PUBLISHED, WITHDRAWN)
"""States whose words are for all to read."""


@dataclass(frozen=True)
class Step:
    """A step of the life of a submission: from which states, to which, and whether words must go with it."""

    begins: tuple[str, ...]
    ends: str
    worded: bool = False


STEPS: Final = {
    ACCEPT: Step((SUBMITTED,), REVIEWED),
    RETURN: Step((SUBMITTED, REVIEWED), RETURNED, worded=True),
    PUBLISH: Step((REVIEWED,), PUBLISHED),
    WITHDRAW: Step((SUBMITTED, RETURNED, REVIEWED, PUBLISHED), WITHDRAWN, worded=True),
    SUPERSEDE: Step((SUBMITTED, RETURNED, REVIEWED, PUBLISHED), SUPERSEDED),
}
REFUSED: Final = {
    ACCEPT: N_("`{id}` is {state}: only what is submitted can be accepted."),
    RETURN: N_("`{id}` is {state}: only what is submitted or reviewed can be returned."),
    PUBLISH: N_("`{id}` is {state}: only what somebody has reviewed can be published."),
    WITHDRAW: N_("`{id}` is {state}: there is nothing left to withdraw."),
    SUPERSEDE: N_("`{id}` is {state}: nothing can take its place."),
}
UNSAID: Final = {
    RETURN: N_("Say what is to be changed: --comment."),
    WITHDRAW: N_("Say why it is withdrawn: --reason."),
}


def after(name: str, state: str, step: str, words: str = "") -> str:
    """The state that follows; a refusal if the step cannot be taken from here, or needs words."""
    taken = STEPS[step]
    if state not in taken.begins:
        raise Refusal(REFUSED[step], id=name, state=Place(STATES[state]))
    if taken.worded and not words.strip():
        raise Refusal(UNSAID[step])
    return taken.ends


def open_steps(state: str) -> tuple[str, ...]:
    """What may be done with a submission in this state."""
    return tuple(name for name, step in STEPS.items() if state in step.begins and name != SUPERSEDE)
