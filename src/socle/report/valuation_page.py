"""The report of a valuation as one self-contained page, in the order of the ISSA-ILO guidelines and ISAP 2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from socle.model.valued import ValuationResult
from socle.report import labels, numbers
from socle.report import valuation_chances as chances
from socle.report import valuation_sections_checks as checks
from socle.report import valuation_sections_data as data
from socle.report import valuation_sections_law as law
from socle.report import valuation_sections_results as results
from socle.report import valuation_sections_risk as risk
from socle.report import valuation_sections_words as said
from socle.report import valuation_words as words
from socle.report.files import Report
from socle.report.page import Stated, templates
from socle.report.sections import Table
from socle.report.text import known
from socle.report.valuation_sections import Told


def page(
    result: ValuationResult,
    lang: str,
    drawings: Mapping[str, str],
    files: Sequence[str] = (),
    previous: ValuationResult | None = None,
) -> str:
    """The report in `lang`; `drawings` are SVG texts by name, `files` names of files beside it.

    `previous` is an earlier valuation of the same scheme, to which the results are reconciled.
    """
    told = Told(result, known(lang))
    _ = told._
    return (
        templates()
        .get_template("valuation.html")
        .render(
            _=_,
            lang=lang,
            trace=result.trace,
            title=numbers.together(words.headline(result, lang)),
            scheme=told.scheme,
            country=told.country,
            who=numbers.together(words.who(result, lang)),
            drawings=drawings,
            files=files,
            cards=said.cards(told),
            findings=said.findings(told),
            flags=data.flags(told),
            tables=tables(told, previous),
            bands=chances.bands(result, lang),
            method=said.method(told),
            limits=[_(text) for text in said.LIMITS],
            asked=[_(text) for text in said.ASKED],
            sign=[_(text) for text in said.SIGN],
            notes=sorted({_(one.notes) for one in result.valued.scheme.benefits if one.notes}),
            changes=changes(result),
            law_sources=result.valued.scheme.sources,
            assumptions=[
                Stated(labels.capital(_(one.topic)), labels.filled(_(one.text), one.values), one.unverified)
                for one in words.stated(result)
            ],
            sources=data.sources(told),
        )
    )


def changes(result: ValuationResult) -> list[tuple[str, str]]:
    """What the scenario that is valued changes in the law, as its file says it."""
    laws = result.trace.options.get("laws", ())
    return [(str(path), str(value)) for path, value in laws[0][1]] if laws else []


def tables(told: Told, previous: ValuationResult | None = None) -> dict[str, Table | None]:
    """Every table of the report, by name; none where the result says nothing of it."""
    other = told.result.against
    others = (other,) if other else ()
    return {
        "provisions": law.provisions(told),
        "received": data.received(told),
        "totals": data.totals(told),
        "coverage": data.coverage(told),
        "known": data.known_totals(told),
        "economy": data.economy(told),
        "people": data.people(told),
        "behaviour": data.behaviour(told),
        "retirement": data.retirement(told),
        "families": data.families(told),
        "demographic": results.demographic(told),
        "by_sex": results.by_sex(told),
        "financial": results.financial(told),
        "spending": results.spending_by_benefit(told),
        "cost_rates": results.cost_rates(told),
        "cost_by_sex": results.cost_by_sex(told),
        "factors": results.factors(told),
        "premiums": results.premiums(told),
        "staircase": results.staircase(told),
        "debt": results.debt(told),
        "generations": results.generations(told),
        "against": risk.against(told),
        "against_premiums": results.premiums(told, others) if others else None,
        "against_debt": results.debt(told, others) if others else None,
        "against_generations": results.generations(told, other) if other else None,
        "sensitivity": risk.sensitivity(told),
        "exhausted": chances.exhausted(told.result, told.lang),
        "bounded": risk.bounded(told),
        "reconciled": checks.reconciled(told),
        "previous": checks.previous(told, previous),
    }


def report(result: ValuationResult, lang: str, previous: ValuationResult | None = None) -> Report:
    """What the page and its charts are made of."""

    def specs() -> dict[str, object]:
        from socle.report.valuation_chart import specs as drawn

        return dict(drawn(result, lang))

    stem = f"valuation_{result.data.facts.country}_{result.valued.scheme.name}"
    return Report(
        stem, known(lang), specs, {}, lambda drawings, files: page(result, lang, drawings, files, previous)
    )
