"""The report of an actuarial valuation on paper, in the order of its page: ISSA-ILO guidelines and ISAP 2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from socle.model.valued import ValuationResult
from socle.report import labels, numbers, valuation_page
from socle.report import valuation_chances as chances
from socle.report import valuation_sections_data as data
from socle.report import valuation_sections_words as said
from socle.report import valuation_words as words
from socle.report.document import (
    BLANK,
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Stated,
    Summary,
    determined,
    figure,
)
from socle.report.document_files import drawn
from socle.report.drawing import Drawing
from socle.report.sections import Table
from socle.report.text import known
from socle.report.valuation_sections import Told


@dataclass(frozen=True)
class _Wanted:
    """What every part of the report draws on."""

    told: Told
    figures: Mapping[str, Figure]
    tables: Mapping[str, Table | None]

    def shown(self, *names: str) -> Iterator[Block]:
        """Tables and charts by name, those that there are."""
        for name in names:
            found = self.figures.get(name) or self.tables.get(name)
            if found is not None:
                yield found


def specs(result: ValuationResult, lang: str) -> dict[str, Any]:
    """The charts of the report."""
    from socle.report import valuation_chart

    return dict(valuation_chart.specs(result, lang))


def of_valuation(result: ValuationResult, lang: str) -> Document:
    """The report with its charts drawn."""
    return document(result, lang, drawn(specs(result, known(lang)), lang))


def document(result: ValuationResult, lang: str, drawings: Mapping[str, Drawing]) -> Document:
    """The report in `lang`; `drawings` are its charts without their titles."""
    told = Told(result, known(lang))
    charts = {name: figure(name, spec, drawings) for name, spec in specs(result, lang).items()}
    wanted, _ = _Wanted(told, charts, valuation_page.tables(told)), told._
    parts = (_answer, _law, _data, _assumed, _results, _reform, _chances, _limits)
    blocks = [block for part in parts for block in part(wanted)]
    title = numbers.together(words.headline(result, lang))
    subject = f"{labels.capital(_('actuarial valuation'))} · {told.scheme}"
    return Document(title, subject, lang, (*blocks, *determined(result.trace, _)), result.trace)


def _answer(wanted: _Wanted) -> Iterator[Block]:
    told = wanted.told
    lines = (words.who(told.result, told.lang), *said.findings(told))
    yield Summary(tuple(numbers.together(one) for one in lines), tuple(said.cards(told)))
    yield Heading(told._("Summary for decision makers"))
    yield Paragraph(told._(said.LIMITS[0]), "alert")
    yield from wanted.shown("valuation_cost")


def _law(wanted: _Wanted) -> Iterator[Block]:
    told = wanted.told
    scheme = told.result.valued.scheme
    yield Heading(told._("Scheme and law"))
    yield from wanted.shown("provisions")
    notes = sorted({told._(one.notes) for one in scheme.benefits if one.notes})
    yield from (Paragraph(text, "note") for text in notes)
    if scheme.sources:
        cited = told._("Sources: {list}.").format(list=labels.join(scheme.sources))
        yield Paragraph(cited, "note")


def _data(wanted: _Wanted) -> Iterator[Block]:
    told, _ = wanted.told, wanted.told._
    yield Heading(_("Data and checks"))
    yield Heading(_("Flags"), 2)
    flags = tuple(data.flags(told))
    yield Bullets(flags) if flags else Paragraph(_("No flag was raised: every check of the data passed."))
    yield from wanted.shown("totals", "coverage", "known", "received")


def _assumed(wanted: _Wanted) -> Iterator[Block]:
    told, _ = wanted.told, wanted.told._
    yield Heading(_("Assumptions"))
    yield Stated(
        tuple(
            (
                labels.capital(_(one.topic)),
                words.assumed(one, told.lang),
                _("unverified") if one.unverified else "",
            )
            for one in words.stated(told.result)
        )
    )
    for title, names in (
        (_("Economic"), ("economy",)),
        (_("Demographic"), ("people",)),
        (_("Behavioural"), ("retirement", "behaviour", "families")),
    ):
        yield from _under(title, wanted, *names)
    yield Heading(_("Method and conventions"))
    yield Bullets(tuple(said.method(told)))


def _results(wanted: _Wanted) -> Iterator[Block]:
    _ = wanted.told._
    yield Heading(_("Results"))
    for title, names in (
        (_("Demographic projection"), ("valuation_pyramid", "demographic", "by_sex")),
        (_("Financial projection"), ("valuation_reserve", "financial", "spending")),
        (_("Cost rate and its factors"), ("cost_rates", "cost_by_sex", "factors")),
        (_("Premiums, reserve and exhaustion"), ("valuation_premiums", "premiums", "staircase")),
        (_("Implicit debt"), ("debt",)),
        (_("Generations"), ("valuation_generations", "generations")),
    ):
        yield from _under(title, wanted, *names)


def _reform(wanted: _Wanted) -> Iterator[Block]:
    _ = wanted.told._
    yield Heading(_("Reform against baseline"))
    changes = tuple(valuation_page.changes(wanted.told.result))
    if changes:
        yield Table(_("What this scenario says"), (_("Parameter"), _("Value")), (("", changes),), words=1)
    if wanted.tables["against"]:
        yield from wanted.shown("against", "against_premiums", "against_debt")
        yield from _under(_("Generations under the baseline"), wanted, "against_generations")
    else:
        yield Paragraph(_("One law is valued here: no reform was set against it."))
    yield Heading(_("Sensitivity"))
    if wanted.tables["sensitivity"]:
        yield from wanted.shown("valuation_tornado", "sensitivity")
    else:
        yield Paragraph(_("Sensitivity was not asked for."))


def _chances(wanted: _Wanted) -> Iterator[Block]:
    told, _ = wanted.told, wanted.told._
    yield Heading(_("Drawn futures"))
    bands = chances.bands(told.result, told.lang)
    if bands:
        yield Paragraph(
            _(
                "Each percentile stands with the interval that comes from drawing a finite number of futures, "
                "where they are enough for one; the mean never stands alone."
            )
        )
        yield from wanted.shown("valuation_fan")
        yield from bands
        yield from wanted.shown("exhausted", "bounded")
    else:
        yield Paragraph(
            _("No futures were drawn: the results are of one future, and say nothing of how likely it is.")
        )


def _limits(wanted: _Wanted) -> Iterator[Block]:
    told, _ = wanted.told, wanted.told._
    yield Heading(_("Reconciliation"))
    if wanted.tables["previous"]:
        yield from wanted.shown("previous")
    else:
        yield Paragraph(_("No previous valuation was given: these results are not reconciled with one."))
    yield from wanted.shown("reconciled")
    yield Heading(_("Limits and signature"))
    yield Bullets(tuple(_(text) for text in said.LIMITS))
    yield Heading(_("To be completed by the actuary"), 2)
    yield from (Paragraph(f"{_(text)} {BLANK}") for text in (*said.ASKED, *said.SIGN))
    found = data.sources(told)
    if found is not None:
        yield Heading(_("Sources"))
        yield found


def _under(title: str, wanted: _Wanted, *names: str) -> Iterator[Block]:
    """A smaller part, where there is something to stand in it."""
    found = tuple(wanted.shown(*names))
    if found:
        yield Heading(title, 2)
        yield from found
