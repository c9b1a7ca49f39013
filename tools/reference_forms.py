"""Reference pages of the questionnaires: what each asks for, and how it is checked."""

from __future__ import annotations

from collections.abc import Iterable

from socle.exchange import inquiry_checks  # noqa: F401, fills the checks
from socle.exchange.inquiry_check import CHECKS
from socle.model.form import UNITS, Column, Form
from socle.model.inquiry_tables import INQUIRY
from socle.model.institution_tables import INSTITUTION
from socle.model.practice import EARNINGS, FLAT
from socle.model.practice_form import STANDARDS, needed
from socle.model.statsystem import DOMAINS, LEVELS, STATSYSTEM

MADE = "<!-- Written by tools/make_reference.py: change the registries, not this page. -->\n"
LEVEL_OF = {
    "error": "blocks",
    "warning": "needs a reason in the table `reasons`",
    "info": "is told",
}


def institution() -> str:
    """What an institution gives to a valuation."""
    return _page(
        INSTITUTION,
        "Data of an institution",
        "`socle template valuation` writes either, `socle check` checks it.",
        "`sources.TABLE` says where a table comes from; `prices.TABLE` the year of its prices if it is not `prices`, "
        "which is refused: mixed prices are restated first.",
    )


def inquiry() -> str:
    """What the Social Security Inquiry asks for, and every check of it."""
    lines = [
        f"| `{one.code}` | {LEVEL_OF[one.level]} | {one.sentence} |"
        for one in sorted(CHECKS.values(), key=lambda one: (list(LEVEL_OF).index(one.level), one.code))
    ]
    page = _page(
        INQUIRY,
        "The Social Security Inquiry",
        "`socle inquiry template` writes either, `socle inquiry submit` checks it and hands it in.",
    )
    head = "## Checks\n\n| check | | |\n|---|---|---|\n"
    return page + "\n" + head + "\n".join(lines) + "\n"


def statsystem() -> str:
    """What the assessment of a statistical system asks."""
    levels = "\n".join(f"| {number} | {said} |" for number, said in LEVELS.items())
    questions = [
        f"### {one.code}\n\n{one.title}.\n\n"
        + "\n".join(f"- `{code}`: {said}" for code, said in one.questions.items())
        for one in DOMAINS
    ]
    page = _page(
        STATSYSTEM,
        "Assessment of a statistical system",
        "`socle statsystem template` writes either, `socle statsystem assess` reads it.",
    )
    return "\n".join(
        [
            page,
            "## Levels\n\n| level | |\n|---|---|\n" + levels + "\n",
            "## Questions\n",
            "\n\n".join(questions) + "\n",
        ]
    )


def practice() -> str:
    """What a country says of its law and practice for the tests of standards."""
    page = _page(
        STANDARDS,
        "Law and practice for the standards",
        "`socle standards template` writes either, `socle standards check` reads it. One YAML with the facts and each "
        "table as a list of rows does as well.",
        "An empty cell is not known: a test that needs it is unknown. `none` is a limit that the law does not set.",
    )
    rows = "\n".join(
        f"| {said} | {', '.join(f'`{name}`' for name in needed(formula, contingency, frozenset(held)))} |"
        for said, formula, contingency, held in (
            ("`earnings`, benefits that do not grow with years", EARNINGS, "sickness", ()),
            ("the same with an `accrual` above 0", EARNINGS, "sickness", ("accrual",)),
            (
                "`earnings`, old age, invalidity, survivors",
                EARNINGS,
                "old_age",
                ("qualifying_years", "accrual"),
            ),
            ("the same with an `accrual` of 0 and no qualifying years", EARNINGS, "old_age", ()),
            ("`flat` and `means`", FLAT, "sickness", ()),
            ("`flat` and `means`, old age, invalidity, survivors", FLAT, "old_age", ("qualifying_years",)),
        )
    )
    head = "## Cells that a formula needs\n\nWhere one is empty, the formula is not known, and the reader says so.\n\n"
    return page + "\n" + head + "| formula | cells |\n|---|---|\n" + rows + "\n"


def _page(form: Form, title: str, how: str, more: str = "") -> str:
    """The facts and tables of a form."""
    parts = [
        f"# {title}\n",
        MADE,
        f"A workbook with a sheet for each table and one of `facts`, or a folder with `{form.file}` and a CSV for each "
        f"table: {how}\n",
        "## facts\n\n| fact | unit | needed | |\n|---|---|---|---|",
        _asked(form.facts) + "\n",
        *([more + "\n"] if more else []),
    ]
    for spec in form.tables.values():
        needed = "Needed" if spec.required else "If known"
        keys = ", ".join(f"`{name}`" for name in spec.key)
        distinct = f"no two rows agree in {keys}." if keys else "rows may repeat."
        parts.append(
            f"## {spec.name}\n\n{spec.sentence} {needed}; {distinct}\n\n| column | unit | needed | |\n|---|---|---|---|"
        )
        others = (
            f"\n| an account of the law | money, a sum | if known | {spec.others.sentence} |"
            if spec.others
            else ""
        )
        parts.append(_asked(spec.columns) + others + "\n")
    return "\n".join(parts)


def _asked(columns: Iterable[Column]) -> str:
    return "\n".join(
        f"| `{one.name}` | {' / '.join(one.words) or UNITS[one.kind]} | {'yes' if one.required else 'if known'} "
        f"| {one.sentence} |"
        for one in columns
    )
