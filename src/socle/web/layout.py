"""From a context to HTML, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from socle.ground.version import VERSION
from socle.report.assessment_words import OBEYED
from socle.report.plain_json import plain
from socle.report.text import LANGUAGES, direction, translator
from socle.web import assets
from socle.web.guard import token_of
from socle.web.page import Asked, Context, Page
from socle.web.reference import opener

SIGNED: Final = re.compile(r"[+-]\d[^=|(!@]*")

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _templates(lang: str) -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=ChoiceLoader([PackageLoader("socle.web"), PackageLoader("socle.report")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawn"] = Markup  # charts are ours, and their words escaped when drawn
    environment.globals |= {"_": translator(lang), "lang": lang, "languages": LANGUAGES, "version": VERSION}
    environment.globals |= {"direction": direction, "static": assets.address}
    return environment


def html(page: Page, context: Context, asked: Asked, address: str) -> str:
    """The page; `address` is its own, without the language."""
    return (
        _templates(asked.lang)
        .get_template(page.template)
        .render(
            page=context,
            asked=asked,
            viewer=asked.viewer,
            address=address,
            stem="/index" if page.path == "/" else address.partition("?")[0],
            token=token_of(asked.viewer.session),
            opens=opener(),
        )
    )


def fragment(template: str, lang: str, **values: Any) -> str:
    """A part of a page, or a page that no context has: a refusal, a form."""
    return _templates(lang).get_template(template).render(**values)


def as_json(context: Context) -> str:
    """The context as data: its tables and words, without its drawings."""
    assert is_dataclass(context)
    found = {one.name: getattr(context, one.name) for one in fields(context) if one.name != "drawings"}
    return json.dumps(plain(found), ensure_ascii=False, allow_nan=False) + "\n"


def as_csv(context: Context) -> str:
    """Every table of the page, one row a line: table, group, then the cells under their heads, one a column."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("table", "group", "row", "column", "value"))
    for table in context.tables:
        for group, rows in table.groups:
            for row in rows:
                for head, cell in zip(table.head[1:], row[1:], strict=False):
                    writer.writerow([_harmless(one) for one in (table.caption, group, row[0], head, cell)])
    return text.getvalue()


def _harmless(text: str) -> str:
    """Text that a spreadsheet will not take for a formula; a number with its sign stays one."""
    return f"'{text}" if text.startswith(OBEYED) and not SIGNED.fullmatch(text) else text
