"""Write the reference pages from the registries: rules, columns, units, commands, sources, figures.

`python -m tools.make_reference` writes them; `--check` says whether they are up to date, for the tests.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import socle.rules  # noqa: F401, fills the rulebook
from socle.cli.main import EXAMPLES, VERBS
from socle.exchange.sources import load_sources
from socle.ground.glossary import GLOSSARY
from socle.ground.units import PERIODS
from socle.measure.indicators import INDICATORS
from socle.model.figures import CATALOGUE
from socle.model.rulebook import RULES
from socle.model.schema import rulebook_of
from socle.report.text import LANGUAGES, translator
from socle.run.impact_catalogue import BENEFIT, PAYMENT, catalogue
from tools import reference_forms, reference_standards, reference_statistics

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
TITLES = {
    "eligibility": "Who",
    "entitlement": "How much",
    "financing": "Who pays",
    "insurance": "What moves it",
}
MADE = reference_forms.MADE


def rules() -> str:
    """Every rule, by room, with its sentence in three languages."""
    parts = [
        "# Rules of law\n",
        MADE,
        "A rule is a small function; a scheme file names it and gives its values. "
        "Columns are what it reads of people, keywords are what a file says.\n",
    ]
    texts = {
        lang: {e["rule"]: e["sentence"] for e in rulebook_of(RULES.values(), translator(lang))}
        for lang in LANGUAGES
    }
    for room, title in TITLES.items():
        parts.append(f"## {title}\n")
        for entry in rulebook_of(rule for rule in RULES.values() if rule.room == room):
            says = ", ".join(
                f"`{k['name']}` ({k['kind']}{'' if k['required'] else ', optional'})"
                for k in entry["keywords"]
            )
            parts.append(f"### {entry['rule']}\n")
            parts.append("\n".join(f"- {lang}: {texts[lang][entry['rule']]}" for lang in LANGUAGES))
            parts.append(
                f"- gives: {entry['gives']}; reads: {', '.join(f'`{c}`' for c in entry['columns']) or 'nothing'}"
                f"; a file says: {says or 'nothing'}\n"
            )
    parts.append("## Periods of money\n")
    parts.append("\n".join(f"- `{name}`: {times:g} a year" for name, times in PERIODS.items()) + "\n")
    return "\n".join(parts)


def columns() -> str:
    """The glossary of columns."""
    lines = [
        "# Columns that rules read\n",
        MADE,
        "| column | unit | whose | en | fr | es |",
        "|---|---|---|---|---|---|",
    ]
    for name, entry in GLOSSARY.items():
        said = " | ".join(translator(lang)(entry.sentence) for lang in LANGUAGES)
        lines.append(f"| `{name}` | {entry.kind} | {entry.level} | {said} |")
    return "\n".join(lines) + "\n"


def commands() -> str:
    """The commands with an example each."""
    lines = ["# Commands\n", MADE]
    for verb, sentence in VERBS.items():
        lines.append(f"## {verb}\n\n{sentence}\n\n    {EXAMPLES[verb]}\n")
    return "\n".join(lines)


def sources() -> str:
    """Every source with its licence."""
    lines = [
        "# Sources\n",
        MADE,
        "| key | producer | title | vintage | licence | |",
        "|---|---|---|---|---|---|",
    ]
    for key, source in load_sources().items():
        marks = " ".join(
            word for word, said in (("derived", source.derived), ("unverified", source.unverified)) if said
        )
        lines.append(
            f"| {key} | {source.producer} | {source.title} | {source.vintage} | {source.licence} | {marks} |"
        )
    return "\n".join(lines) + "\n"


def figures() -> str:
    """The figures that a country's file may hold."""
    lines = [
        "# Figures of a country\n",
        MADE,
        "| figure | unit | sexes | believable between |",
        "|---|---|---|---|",
    ]
    for name, known in CATALOGUE.items():
        lines.append(
            f"| `{name}` | {known.unit} | {', '.join(known.sexes)} | {known.low:g} and {known.high:g} |"
        )
    return "\n".join(lines) + "\n"


def measures() -> str:
    """The measures of a survey and of an impact, with their definitions."""
    told = {"line": "LINE", "parameter": "NUMBER"}
    asked = {
        f"{code}:NUMBER" if one.between else code: one.definition.format(**told)
        for code, one in INDICATORS.items()
    }
    parts = ["# Measures\n", MADE]
    for title, rows in (("`socle poverty`", asked.items()), ("`socle impact`", catalogue())):
        parts.append(f"## {title}\n\n| code | definition |\n|---|---|")
        parts.append("\n".join(f"| `{code}` | {text} |" for code, text in rows) + "\n")
    parts.append(
        f"`{BENEFIT}` is the path of a benefit, or `all` for all cash benefits; `{PAYMENT}` is a scheme with "
        "`.contributions`, or `contributions` for all that is paid."
    )
    return "\n".join(parts) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "rules.md": rules,
    "columns.md": columns,
    "commands.md": commands,
    "sources.md": sources,
    "figures.md": figures,
    "measures.md": measures,
    "institution.md": reference_forms.institution,
    "inquiry.md": reference_forms.inquiry,
    "statsystem.md": reference_forms.statsystem,
    "practice.md": reference_forms.practice,
    "indicators.md": reference_statistics.indicators,
    "flows.md": reference_statistics.flows,
    "standards.md": reference_standards.standards,
}


def main(arguments: list[str]) -> int:
    """Write or check every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, made in PAGES.items():
        page, text = FOLDER / name, made()
        if "--check" in arguments:
            stale += [name] if not page.exists() or page.read_text(encoding="utf-8") != text else []
        else:
            page.write_text(text, encoding="utf-8")
    if stale:
        print(f"out of date: {', '.join(stale)}; run: make docs")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
