"""The catalogue of data as pages show it: sources, figures of countries, files with checksums, the local store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from socle.exchange.store import Entry
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.figures import Figures
from socle.model.source import Source
from socle.report import country_search, numbers
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.holdings import Held, figures_of, files_of

NOTHING = "–"
BEGINNING = 12  # letters of a checksum where the whole stands on the page of its data


def sources_table(sources: Mapping[str, Source], lang: str) -> Table:
    """Every source under its producer, with edition, licence, and how many files have a checksum."""
    _, made = translator(lang), dict[str, list[tuple[str, ...]]]()
    for key, one in sources.items():
        sums, form = _sums(one, lang), standing(one, lang)
        row = (key, one.title, one.vintage or NOTHING, one.licence or NOTHING, sums, form)
        made.setdefault(one.producer or NOTHING, []).append(row)
    head = (_("Key"), _("Title"), _("Vintage"), _("Licence"), _(N_("Checksum")), _("Form"))
    groups = tuple((producer, tuple(rows)) for producer, rows in made.items())
    return Table(_("Sources of data"), head, groups, words=5)


def _sums(one: Source, lang: str) -> str:
    """How the checksums of its files begin; that there is none yet, or no file."""
    _ = translator(lang)
    if not one.files:
        return _(N_("no file: cited"))
    known = [file.sha256[:BEGINNING] for file in one.files if file.sha256]
    return ", ".join(known) or _("recorded at the first download")


def standing(one: Source, lang: str) -> str:
    """Whether a source is as published, worked out from one, or still to be checked."""
    _ = translator(lang)
    form = _("worked out by Socle from this source") if one.derived else _("as published")
    return f"{form}; {_('unverified')}" if one.unverified else form


def source_facts(one: Source, lang: str) -> tuple[tuple[str, str], ...]:
    """What is known of a source, each with its name."""
    _ = translator(lang)
    said = (
        (_("Producer"), one.producer),
        (_("Title"), one.title),
        (_("Vintage"), one.vintage),
        (_("Licence"), one.licence),
        (_("How to cite it"), one.citation),
        (_("Read by the project in"), one.accessed),
        (_("Form"), standing(one, lang)),
        (_("Notes"), one.notes),
    )
    return tuple((name, text) for name, text in said if text)


def downloads_table(one: Source, lang: str) -> Table | None:
    """Files of the producer; nothing where there are none."""
    _ = translator(lang)
    rows = tuple((file.name, file.sha256 or _("recorded at the first download")) for file in one.files)
    head = (_("File"), _("Checksum (SHA-256)"))
    return Table(_("Files of the producer"), head, (("", rows),), words=1) if rows else None


def countries_table(countries: Mapping[str, Figures], sums: Mapping[str, str], lang: str) -> Table:
    """How many figures each shipped country has, of what years, and the checksum (sha256) of their file."""
    _ = translator(lang)
    rows = []
    for code, figures in countries.items():
        years = [row.first_year for row in figures.rows]
        span = f"{min(years)}–{max(years)}"
        kinds = len({row.figure for row in figures.rows})
        name, count = country_search.code_name(code, lang), numbers.number(len(years), lang)
        rows.append((name, str(kinds), count, span, code, sums.get(code, NOTHING)[:BEGINNING]))
    rows.sort(key=lambda row: country_search.folded(row[0]))
    head = (_("Country"), _("Kinds of figures"), _("Figures"), _("Years"), _("Code"), _(N_("Checksum")))
    return Table(_("Figures of countries"), head, (("", tuple(rows)),), words=3)


def figures_table(country: Country, lang: str) -> Table:
    """Each figure of a country with its years, source and vintage."""
    _ = translator(lang)
    return Table(
        _("Figures by source"),
        (_("Figure"), _("Years"), _("Figures"), _("Source"), _("Vintage")),
        (("", tuple(_figure(one, lang) for one in figures_of(country))),),
        words=2,
    )


def _figure(one: Held, lang: str) -> tuple[str, ...]:
    span = str(one.first) if one.first == one.last else f"{one.first}–{one.last}"
    return one.figure, span, numbers.number(one.count, lang), one.source, one.vintage


def files_table(country: Country, lang: str) -> Table:
    """The files of a country with their checksums."""
    _ = translator(lang)
    rows = tuple(files_of(country).items())
    return Table(_("Files and checksums"), (_("File"), _("Checksum (SHA-256)")), (("", rows),), words=1)


def stored_table(entries: Sequence[Entry], lang: str) -> Table | None:
    """What was imported into the local store; nothing where it is empty."""
    _ = translator(lang)
    rows = tuple(
        (
            one.dataset,
            numbers.number(one.rows, lang),
            one.version or NOTHING,
            ", ".join(one.sources) or NOTHING,
            one.licence or NOTHING,
            one.sha256,
        )
        for one in entries
    )
    head = (_("Dataset"), _("Rows"), _("Edition"), _("Sources"), _("Licence"), _("Checksum (SHA-256)"))
    return Table(_("Imported into the local store"), head, (("", rows),), words=4) if rows else None
