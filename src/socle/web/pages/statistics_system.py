"""The statistical system of a country, assessed from a questionnaire that is sent: nothing of it is kept."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Final

from socle.exchange.statsystem_figures import Figures, of_register, of_store
from socle.exchange.store import Store
from socle.exchange.upload import held, plain_name
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.register.moments import utc_now
from socle.register.roles import ANYBODY
from socle.register.statistics import opened_if_there
from socle.report import statsystem_tables as told
from socle.report.inquiry_tables import faults_table
from socle.report.sections import Table
from socle.report.statsystem_template import workbook
from socle.report.text import translator
from socle.run.statsystem import assess, read
from socle.web.chapters import country_name
from socle.web.countries import code_of, country_of
from socle.web.inquiry import KIND
from socle.web.page import Asked, File, Upload, action, download, page

FINE, WRONG = 200, 422
TITLE: Final = N_("{country}: how good is the statistical system?")
REFUSED: Final = N_("{file} is not in order, and nothing of it was kept")
NO_FILE: Final = N_("Choose a file first.")
OTHER: Final = N_("This assessment is of {other}; this page is for {country}.")


@dataclass(frozen=True)
class StatisticsSystem:
    """The form, and the assessment of what was sent."""

    title: str
    iso3: str
    name: str
    lead: tuple[str, ...]
    tables: tuple[Table, ...]
    wrong: str = ""
    status: int = FINE
    fingerprint: str = ""


@page("/{iso3:country}/statistics/system")
def statistics_system(asked: Asked) -> StatisticsSystem:
    """The form."""
    name = country_name(asked)
    return StatisticsSystem(translator(asked.lang)(TITLE).format(country=name), code_of(asked), name, (), ())


@download("/{iso3:country}/statistics/system.xlsx")
def statistics_system_form(asked: Asked) -> File:
    """The questionnaire of the assessment."""
    code, name = code_of(asked), country_name(asked)
    body = workbook(code, name, country_of(asked).currency, utc_now().year - 1, asked.lang)
    return File(f"statistical_system_{code}.xlsx", body, KIND)


@action("/{iso3:country}/statistics/system")
def assessing_system(asked: Asked) -> StatisticsSystem:
    """Scores by domain, figures that there are, and the plan, of a questionnaire that is sent (field file)."""
    _, code, name = translator(asked.lang), code_of(asked), country_name(asked)
    file = asked.files.get("file", Upload("", b""))
    title = _(TITLE).format(country=name)
    if not file.name:
        return StatisticsSystem(title, code, name, (), (), _(NO_FILE), WRONG)
    try:
        with held(plain_name(file.name), file.body) as path:
            given = read(path)
        if given.country != code:
            raise Refusal(OTHER, other=given.country, country=code, where=file.name[:60])
    except Refusal as refusal:
        refused = _(REFUSED).format(file=file.name[:60])
        return StatisticsSystem(refused, code, name, (), (faults_table(refusal, asked.lang),), status=WRONG)
    found = assess(given, _figures(asked, code))
    return StatisticsSystem(
        told.title(found, name, asked.lang),
        code,
        name,
        told.lead(found, asked.lang),
        told.tables(found, asked.lang),
    )


def _figures(asked: Asked, code: str) -> Figures:
    """Of the register if there is one, else of SDG data, else none."""
    register = opened_if_there(asked.register, asked.viewer.name or ANYBODY)
    if register is not None:
        with closing(register):
            flows = [register.read(flow, area=code) for flow in ("SOCIAL_PROTECTION", "SDG")]
        return of_register(flows[0], flows[1], "Socle")
    store = Store()
    return of_store(store, code) if store.has("sdg/sdg_1_3_1") else Figures()
