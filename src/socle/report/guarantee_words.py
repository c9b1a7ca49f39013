"""The words of a floor of guarantees: the answer, why a test is not met, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from socle.ground.units import MONTHS_PER_YEAR
from socle.ground.words import N_
from socle.model.guarantee import GROUPS, KINDS, ORDER, TESTS, Case, Guarantees, Threshold
from socle.model.standard import Grounds
from socle.model.verdict import FAIL, PASS, STATUSES, UNKNOWN, Verdict
from socle.report import labels, numbers
from socle.report.assessment_words import joined
from socle.report.text import Translate, named, translator

GUARANTEE: Final = {
    "health": N_("Essential health care"),
    "children": N_("Income security of children"),
    "working_age": N_("Income security in working age"),
    "old_age": N_("Income security in old age"),
}
SHORT: Final = {
    "health": N_("Health care"),
    "children": N_("Children"),
    "working_age": N_("Working age"),
    "old_age": N_("Old age"),
}
SICKNESS: Final = N_("In sickness")
SHARES: Final = ("share", "ratio", "required", "sum", "computed", "published", "above")
PERSONS: Final = ("low", "high", "persons")
UNVERIFIED: Final = N_("unverified")


def headline(found: Guarantees, lang: str) -> str:
    """How many of the four guarantees the schemes in force meet, and against what."""
    _ = translator(lang)
    case = found.cases[0]
    counts = dict.fromkeys((PASS, FAIL, UNKNOWN), 0)
    for guarantee in ORDER:
        counts[case.status(guarantee)] += 1
    text = _(
        N_(
            "The floor of Recommendation 202 in {country} in {year}, schemes in force: of four guarantees, {met} met, "
            "{failed} not met, {unknown} unknown."
        )
    )
    return text.format(
        country=named(found.name, lang),
        year=found.years[0],
        met=counts[PASS],
        failed=counts[FAIL],
        unknown=counts[UNKNOWN],
    )


def measured_against(found: Guarantees, lang: str) -> str:
    """The threshold that decides, as money a month."""
    _ = translator(lang)
    chosen = found.chosen
    if chosen is None:
        return _(N_("No threshold of the country is known, so no level can be judged."))
    text = _(N_("Measured against: {threshold}, {month} a person and month in prices of {year}."))
    month = numbers.money(float(chosen.values[0]) / MONTHS_PER_YEAR, found.currency, lang)
    parts = [text.format(threshold=threshold(chosen, lang), month=month, year=found.years[0])]
    for guarantee, level in found.levels.items():
        if level != 1:
            asked = _(N_("{guarantee}: {share} of it is asked for."))
            parts.append(asked.format(guarantee=_(GUARANTEE[guarantee]), share=numbers.share(level, lang)))
    return " ".join(parts)


def answer(found: Guarantees, lang: str) -> list[str]:
    """The answer in sentences: what is met, against what, who is missing, and when a scenario would fill the gap."""
    return [
        headline(found, lang),
        measured_against(found, lang),
        *missing(found, lang),
        *(would(case, lang) for case in found.cases[1:]),
    ]


def missing(found: Guarantees, lang: str) -> list[str]:
    """Residents and children whom nothing reaches, as far as it is known."""
    _ = translator(lang)
    texts = {
        "health": N_("Residents without health care: at least {low} of {persons}."),
        "children": N_("Children whom no benefit reaches: at least {low} of {persons}."),
    }
    made = []
    for branch, text in texts.items():
        one = found.cases[0].covered[branch]
        share = one.counted if one.counted is not None else one.published.share if one.published else 1.0
        low = max(float(one.persons[0] - one.reached.high[0]), float(one.persons[0]) * (1 - share))
        if low > 0:
            shown = {"low": repr(low), "persons": repr(float(one.persons[0]))}
            made.append(_(text).format(**said(shown, lang)))
    return made


def would(case: Case, lang: str) -> str:
    """What a scenario would reach in full, and when; what it would not."""
    _ = translator(lang)
    parts = [f"{_(SHORT[name]).lower()} {full_year(case, name, lang)}" for name in ORDER]
    text = _(N_("Scenario {case} would reach in full, sickness aside, from: {parts}."))
    return text.format(case=title_of(case, lang), parts=", ".join(parts))


def threshold(one: Threshold, lang: str) -> str:
    """What a threshold is called, and that it is not verified where it is not."""
    _ = translator(lang)
    return _(KINDS[one.name]) + (f" ({_(UNVERIFIED)})" if one.unverified else "")


def status(verdict: str, _: Translate) -> str:
    """A status in a word."""
    return _(STATUSES[verdict])


def title_of(case: Case, lang: str) -> str:
    """A case: the schemes in force, or a scenario by its title."""
    return labels.capital(named(case.title, lang))


def group(name: str, _: Translate) -> str:
    """For whom a branch is."""
    return _(GROUPS[name][1]) if name in GROUPS else _(SICKNESS)


def about(verdict: Verdict, _: Translate) -> str:
    """Whom a verdict is about: a guarantee or a group."""
    name = verdict.contingency
    return _(GUARANTEE[name]) if name == "working_age" else group(name, _)


def cited(found: Guarantees, source: str) -> str:
    """A source as people know it."""
    one = next((one for one in found.sources if one.key == source), None)
    return source if one is None else ", ".join(part for part in (one.producer, one.title) if part)


def why(found: Guarantees, verdict: Verdict, lang: str) -> str:
    """The reason of a verdict as a sentence, its numbers in the conventions of the language."""
    if not verdict.reason:
        return ""
    values = said(verdict.said, lang)
    values |= {"source": cited(found, values["source"])} if "source" in values else {}
    return labels.filled(translator(lang)(verdict.reason), values)


def said(values: Mapping[str, str], lang: str) -> dict[str, str]:
    """Values as people read them."""
    made = {}
    for name, value in values.items():
        if name in SHARES:
            made[name] = numbers.share(float(value), lang)
        elif name in PERSONS:
            made[name] = numbers.persons(float(value), lang)
        else:
            made[name] = value
    return made


def article(one: Grounds, lang: str) -> str:
    """A paragraph of the Recommendation, and that its text was not read where it was not."""
    _ = translator(lang)
    if not one.article:
        return ""
    text = _(N_("paragraph {article}")).format(article=one.article)
    return text if one.verified else f"{text} ({_(UNVERIFIED)})"


def full_year(case: Case, guarantee: str, lang: str) -> str:
    """Since when a guarantee is reached in full: a year, never, or not known."""
    _ = translator(lang)
    progress = case.progress[guarantee]
    if progress.full is not None:
        return str(progress.full)
    return _(numbers.UNKNOWN) if progress.unknown else _(N_("not yet"))


def test_title(name: str, _: Translate) -> str:
    """What a test asks."""
    return _(TESTS[name])


def reasons(found: Guarantees, lang: str) -> list[tuple[str, str]]:
    """Why tests came out as they did, each reason once: what of whom, and what was found with its paragraph.

    Of tests that are met only the laws in force are named.
    """
    _ = translator(lang)
    held: dict[tuple[str, str, str], list[Verdict]] = {}
    for case in found.cases:
        for test in (one for guarantee in ORDER for one in case.tests[guarantee]):
            shown = test.status != PASS or (test.test == "law" and case is found.cases[0])
            for leaf in test.leaves() if shown else ():
                if leaf.reason and (leaf.status != PASS or test.test == "law"):
                    key = (title_of(case, lang), leaf.status, why(found, leaf, lang))
                    held.setdefault(key, []).append(leaf)
    made = []
    for (title, result, text), own in held.items():
        groups = joined(dict.fromkeys(about(one, _).lower() for one in own), lang)
        tests = joined(dict.fromkeys(test_title(one.test, _).lower() for one in own), lang)
        place = ", ".join(dict.fromkeys(article(one.grounds, lang) for one in own if one.grounds.article))
        said = f"{status(result, _)}. {text}"
        made.append((f"{title}, {groups} ({tests})", f"{said} [{place}]" if place else said))
    return made


def unverified(found: Guarantees, lang: str) -> str:
    """What of the facts and figures used was not verified."""
    _ = translator(lang)
    listed = [threshold(one, lang) for one in found.thresholds if one.unverified]
    paragraph = _(N_("paragraph {article}"))
    unread = (one.article for one in found.grounds.values() if not one.verified and one.article)
    listed += [paragraph.format(article=one) for one in unread]
    for case in found.cases:
        listed += [
            labels.capital(named(one.title, lang)) for one in case.transfers if "unverified" in one.flags
        ]
        listed += [
            one.published.source
            for one in case.covered.values()
            if one.published and one.published.unverified
        ]
    listed += [_(one.topic) for one in found.assumptions if one.unverified]
    names = ", ".join(dict.fromkeys(listed))
    return _(N_("Unverified: {topics}.")).format(topics=names) if names else ""


def notes(found: Guarantees, lang: str) -> list[str]:
    """What a person should know before quoting a number."""
    _ = translator(lang)
    made = [
        _(N_("Children are under {young}, older persons {old} and over.")).format(
            young=found.ages[0], old=found.ages[1]
        ),
        unverified(found, lang),
    ]
    for case in found.cases:
        if case.not_computed:
            titles = (labels.capital(named(one.title, lang)) for one in case.not_computed)
            left = ", ".join(dict.fromkeys(titles))
            text = _(N_("{case}: not computed, so not counted as met: {left}."))
            made.append(text.format(case=title_of(case, lang), left=left))
    made += [
        _(one.text) for one in found.assumptions if one.topic in ("transfer", "coverage") and not one.values
    ]
    filled = [labels.filled(_(one.text), one.values) for one in found.notes]
    standard = _(N_("The standard of living is measured by {text}."))
    made += [text if text.endswith(".") else standard.format(text=text) for text in filled]
    made += [_(one) for one in found.warnings]
    return [text for text in dict.fromkeys(made) if text]
