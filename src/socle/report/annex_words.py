"""Words of the world annex: names of series, countries and groups; a value with its year; why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from socle.ground.words import N_
from socle.measure.concerned import CONCEPTS
from socle.model.aggregate import Aggregate
from socle.model.statistic import Statistic
from socle.report import code_names, numbers
from socle.report.code_names import coded
from socle.report.text import translator
from socle.run.annex import Annex, Branch

area = code_names.area
SERIES: Mapping[str, str] = {
    "SI_COV_BENFTS": N_("At least one cash benefit"),
    "SI_COV_CHLD": N_("Children"),
    "SI_COV_MATNL": N_("Mothers of newborns"),
    "SI_COV_DISAB": N_("Persons with a severe disability"),
    "SI_COV_UEMP": N_("Unemployed persons"),
    "SI_COV_WKINJRY": N_("Workers, employment injury"),
    "SI_COV_PENSN": N_("Older persons, pension"),
    "SI_COV_VULN": N_("Vulnerable persons, social assistance"),
    "SI_COV_POOR": N_("Poor persons, social assistance"),
    "SI_COV_SOCAST": N_("Social assistance, surveys"),
    "SI_COV_SOCINS": N_("Social insurance, surveys"),
    "SI_COV_LMKT": N_("Labour market programmes, surveys"),
}
TABLES: Mapping[str, str] = {
    "expenditure": N_("Expenditure on social protection"),
    "adequacy": N_("Adequacy of benefits"),
    "legal": N_("Legal coverage"),
}
SEX: Mapping[str, str] = {"F": N_("Women"), "M": N_("Men"), "_T": N_("Both sexes")}
FAMILY: Mapping[str, str] = {
    "world": N_("World"),
    "sdg_regions": N_("Regions of the SDGs"),
    "ilo_regions": N_("Regions of the ILO"),
    "income_groups": N_("Income groups of the World Bank"),
    "development": N_("Groups of development"),
}


def series(code: str, lang: str) -> str:
    """The name of a series."""
    return translator(lang)(SERIES.get(code, code))


def indicator(code: str, lang: str) -> str:
    """The name of an indicator of the catalogue."""
    return coded("INDICATOR", code, lang)


def function(code: str, lang: str) -> str:
    """The name of a function of social protection; nothing for all of them."""
    return coded("FUNCTION", code, lang)


def people(one: Statistic, lang: str) -> str:
    """The group of people of a national value."""
    return "" if one.group == "_T" else coded("GROUP", one.group, lang)


def told(one: Statistic, lang: str) -> str:
    """Where a national value comes from, or why there is none."""
    return translator(lang)(one.reason).format(**one.said) if one.reason else one.source


def of_everybody(found: Sequence[Statistic]) -> list[Statistic]:
    """National values of both sexes and all types of scheme; those of one sex where there is no other."""
    both = {(one.indicator, one.area, one.function, one.group) for one in found if one.sex == "_T"}
    return [
        one
        for one in found
        if one.scheme_type == "_T"
        and (one.sex == "_T" or (one.indicator, one.area, one.function, one.group) not in both)
    ]


def concept(branch: Branch, lang: str) -> str:
    """Of whom a series speaks."""
    return translator(lang)(CONCEPTS[branch.weights.concept])


def value(one: Statistic, lang: str, with_year: bool = False) -> str:
    """A share as people read it, in its column; bounds where only they are known."""
    if one.value is None:
        if one.low is None or one.high is None:
            return "–"
        text = f"{percent(one.low, lang)}–{percent(one.high, lang)}"
    else:
        text = percent(one.value, lang)
    return f"{text} ({one.year})" if with_year else text


def percent(share: float, lang: str) -> str:
    """A share in per cent with one decimal, without its unit."""
    return numbers.number(100 * share, lang, 1)


def why(one: Aggregate, lang: str) -> str:
    """How a value of a group was made, or why there is none."""
    _ = translator(lang)
    said = dict(one.statistic.said)
    said |= {name: _(CONCEPTS[said[name]]) for name in ("concept", "told")}
    return _(one.statistic.reason or one.statistic.method).format(**said)


def headline(found: Annex, lang: str) -> str:
    """What the annex finds, in one sentence."""
    _ = translator(lang)
    first = found.branches[0].groups[0]
    if found.branches[0].series == "SI_COV_BENFTS" and first.statistic.value is not None:
        return _(
            "{share} of the world's people have at least one social protection cash benefit ({year})"
        ).format(share=numbers.share(first.statistic.value, lang), year=found.year)
    return _("Social protection in {count} countries ({year})").format(
        count=len({row.iso3 for branch in found.branches for row in branch.countries}), year=found.year
    )


def notes(found: Annex, lang: str) -> list[str]:
    """By what rules the annex was made."""
    _ = translator(lang)
    windows = sorted({branch.window for branch in found.branches})
    text = [
        _(
            "Values of groups of countries are means of the countries that report, weighted by the people of whom each "
            "indicator speaks in {year}. There is no value where reporting countries hold less than {threshold} % of "
            "these people. Nothing is imputed."
        ).format(year=found.year, threshold=round(100 * found.threshold)),
        _(
            "Each country counts with its latest value of {year} or the {years} years before, whose year is given."
        ).format(year=found.year, years=_(" or ").join(map(str, windows))),
        _("Edition {edition}. Values of one edition of each source: {list}.").format(
            edition=found.edition, list=", ".join(found.vintages)
        ),
        _("Regional values of the SDG database impute silent countries and may differ (docs/aggregates.md)."),
    ]
    if found.as_of:
        text.append(_("State of the register of {moment}.").format(moment=found.as_of))
    return text


NUMERATOR: Mapping[str, str] = {
    "SI_COV_BENFTS": N_(
        "persons who contribute actively or receive at least one cash benefit, health excluded"
    ),
    "SI_COV_CHLD": N_("children or households that receive a child or family cash benefit"),
    "SI_COV_MATNL": N_("women giving birth who receive a maternity cash benefit"),
    "SI_COV_DISAB": N_("persons with a severe disability who receive a disability cash benefit"),
    "SI_COV_UEMP": N_("unemployed persons who receive an unemployment cash benefit"),
    "SI_COV_WKINJRY": N_("workers protected by an employment injury scheme"),
    "SI_COV_PENSN": N_("persons above pension age who receive a pension"),
    "SI_COV_VULN": N_("vulnerable persons who receive a social assistance cash benefit"),
    "SI_COV_POOR": N_("poor persons who receive a social assistance cash benefit"),
    "SI_COV_SOCAST": N_("persons in households with a beneficiary of social assistance"),
    "SI_COV_SOCINS": N_("persons in households with a beneficiary of social insurance"),
    "SI_COV_LMKT": N_("persons in households with a beneficiary of a labour market programme"),
}
"""What each series counts, after the metadata of the SDG indicators."""
