"""A file looked at as `socle check` does, and kept nowhere."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Form, Response, UploadFile

from socle.exchange import api_answers as answers
from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.report.checked_tables import in_words
from socle.report.text import translator
from socle.run.uploaded import check_upload
from socle.web.api.asking import DIGITS, Asking, country_code, sent
from socle.web.api.routing import Sent, Shown, post

GROUP: Final = N_("Files")
EXAMPLE: Final = ("mine.yaml", "scenario: mine\nchanges: {old_age.pension.share_of_line.share: 0.5}\n")


@post(
    "/check",
    answers.InOrder,
    N_("Check a file of law, a scenario, figures or a country folder."),
    Shown("/check", "socle.check(FILE)", Sent(file=EXAMPLE)),
    GROUP,
)
def check(
    caller: Asking,
    file: UploadFile,
    country: Annotated[
        str, Form(pattern="^([A-Za-z]{3})?$", description="The country whose schemes a scenario changes.")
    ] = "",
) -> Response:
    """Law, a scenario, a form, figures, observations in SDMX, or a folder as .zip; nothing of it is stored."""
    name, content = file.filename or "", file.file.read()
    found = check_upload(name, content, country_code(country) if country else "")
    _ = translator(caller.lang)
    notes = [Refusal(flag.text, **flag.values).worded(_) for flag in found.flags]
    known = sha256_of(content)[:DIGITS]
    return sent(
        caller,
        answers.InOrder(
            VERSION, known, name, _(found.what), [in_words(one, caller.lang) for one in found.details], notes
        ),
    )
