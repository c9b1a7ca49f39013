"""Reference pages of statistics: the catalogue of indicators, and the flows in which observations are kept."""

from __future__ import annotations

from socle.exchange.flow_file import flows as all_flows
from socle.measure.catalogue import CATALOGUE, ROOMS
from socle.measure.statistics_glossary import STATISTICS
from socle.model.flow import Component, Flow
from socle.model.observation import ANSWERED, STATUSES
from socle.report.indicator_tables import TITLES, UNITS
from socle.report.text import LANGUAGES, translator
from tools.reference_forms import MADE


def indicators() -> str:
    """Every indicator, by room, with its name and definition in three languages; every statistic."""
    parts = [
        "# Indicators\n",
        MADE,
        "An indicator is a function of statistics; what is missing makes it missing, and never 0. Shares are shown as "
        "per cent. `socle indicators --country SEN` gives them, `socle indicators --list` says what they are.\n",
    ]
    for room in ROOMS:
        parts.append(f"## {TITLES[room]}\n")
        for one in (one for one in CATALOGUE.values() if one.room == room):
            parts.append(f"### {one.code}\n")
            names = [translator(lang) for lang in LANGUAGES]
            parts.append(
                "\n".join(
                    f"- {lang}: **{_(one.title)}**. {_(one.definition)}"
                    for lang, _ in zip(LANGUAGES, names, strict=True)
                )
            )
            also = [f"SDG series `{one.sdg}`"] if one.sdg else []
            also += [f"ILOSTAT `{one.ilo}`"] if one.ilo else []
            also += [f"by {', '.join(one.by)}"] if one.by else []
            parts.append(
                f"- unit: {UNITS[one.unit]}; `{one.formula}`{'; ' + '; '.join(also) if also else ''}\n"
            )
    parts.append("## Statistics\n\n| statistic | unit | |\n|---|---|---|")
    parts += [f"| `{name}` | {one.unit} | {one.sentence} |" for name, one in STATISTICS.items()]
    return "\n".join(parts) + "\n"


def flows() -> str:
    """Every flow with its dimensions and attributes, and the columns of a frame of observations."""
    parts = [
        "# Flows of observations\n",
        MADE,
        "`socle export sdmx --flow CODE` writes a flow, `--structure` its structure with all codes. Between the rooms "
        "observations are frames with these columns; those after `ATTRIBUTES` are answered by the register.\n",
        "| column | |\n|---|---|",
        *(f"| `{one.name}` | {one.sentence} |" for one in ANSWERED),
        "",
        "Status: " + ", ".join(f"`{code}` {name}" for code, name in STATUSES.items()) + ".\n",
    ]
    for code, one in all_flows().items():
        parts.append(f"## {code}\n\n{one.title['en']}: `{one.agency}:{one.id}({one.version})`.{_part(one)}\n")
        if not one.stored_as:
            parts.append("| dimension | total | codes | |\n|---|---|---|---|")
            parts += [_component(each) for each in one.dimensions]
            parts.append("\nAttributes: " + ", ".join(f"`{each.id}`" for each in one.attributes) + ".\n")
    return "\n".join(parts)


def _part(one: Flow) -> str:
    return f" A part of `{one.stored_as}`: the same structure, some series." if one.stored_as else ""


def _component(one: Component) -> str:
    held = one.codelist
    codes = "" if held is None else f"`{held.pattern}`" if held.pattern else f"{len(held.codes)} codes"
    codes = codes.replace("|", "\\|")
    return f"| `{one.id}` | {one.total and f'`{one.total}`'} | {codes} | {one.title.get('en', '')} |"
