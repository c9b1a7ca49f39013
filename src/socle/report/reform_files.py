"""Reforms as files: a scenario for each law that changes, which every command takes, and what changes in a form."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from socle.ground.words import N_
from socle.model.reform import Change, Gap, Package, PartGap, ScenarioFile
from socle.model.scenario import STATUS_QUO
from socle.model.standard import TESTS
from socle.report.assessment_words import Told, article, clean, harmless
from socle.report.files import not_a_folder, unwritable
from socle.report.text import LANGUAGES, named, translator

TITLE: Final = N_("{instrument}, Part {part}: a reform that complies ({country})")
DESCRIPTION: Final = N_(
    "The smallest change found by which these tests are met: {tests}. Found by asking the tests of the standard again "
    "and again, and rounded to a figure that a law would say; a proposal, not a draft of law."
)
TEST: Final = N_("{test} ({article})")
REFERENCE: Final = "{instrument}, {articles}"
AUTHOR: Final = "Socle"
FORM_CHANGES: Final = "form_changes.csv"
HEADINGS: Final = ("part", "test", "input", "cell", "unit", "now", "least", "proposed")


def write_reforms(gap: Gap, folder: Path, lang: str) -> list[Path]:
    """Every scenario of the options and packages, and a list of what changes in the form, in a folder."""
    made = scenario_texts(gap)
    rows = list(_of_forms(gap))
    if rows:
        made[FORM_CHANGES] = _csv(rows)
    translator(lang)  # refuses a language that is not known
    with unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".socle-") as staging:
            for name, text in made.items():
                Path(staging, name).write_text(text, encoding="utf-8", newline="")
                not_a_folder(folder / name)
            return [Path(staging, name).replace(folder / name) for name in made]


def scenario_texts(gap: Gap) -> dict[str, str]:
    """Every scenario of the options and packages, by the name of its file."""
    files = {one.name: one for part in (*gap.parts, *gap.common) for one in _scenarios(part)}
    return {f"{name}.yaml": scenario_text(gap, one) for name, one in files.items()}


def scenario_text(gap: Gap, one: ScenarioFile) -> str:
    """A scenario file: its title and description in three languages, and for each parameter the new value."""
    import yaml

    content = {
        "scenario": one.name,
        "title": {lang: _title(gap, one, lang) for lang in LANGUAGES},
        "description": {lang: _description(gap, one, lang) for lang in LANGUAGES},
        "author": AUTHOR,
        "reference": _reference(gap, one),
        "builds_on": gap.base.builds_on if gap.base else STATUS_QUO,
        **({"remove": list(gap.base.remove)} if gap.base and gap.base.remove else {}),
        "changes": {**_standing(gap), **{path: _plain(said) for path, said in one.changes.items()}},
    }
    head = f"# Of the law `{one.law}`; proposed for {gap.iso3} by `socle standards gap`.\n"
    if gap.base:
        head += f"# The law that is reformed is that of the scenario `{gap.base.name}`: its changes stand first.\n"
    return head + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)


def _scenarios(part: PartGap) -> Iterator[ScenarioFile]:
    for failing in part.failing:
        for option in failing.options:
            yield from option.scenarios
    if part.package:
        yield from part.package.scenarios


def _told(gap: Gap, lang: str) -> Told:
    return Told(gap.practice, gap.instrument, lang)


def _title(gap: Gap, one: ScenarioFile, lang: str) -> str:
    part = one.why[0][0] if one.why else ""
    template = translator(lang)(TITLE)
    return template.format(instrument=gap.instrument.code, part=part, country=clean(named(gap.name, lang)))


def _description(gap: Gap, one: ScenarioFile, lang: str) -> str:
    _ = translator(lang)
    tests = [
        _(TEST).format(
            test=_(TESTS[test]), article=article(where, gap.instrument, lang).replace("\u00a0", " ")
        )
        for _part, test, where in one.why
    ]
    return _(DESCRIPTION).format(tests="; ".join(tests))


def _reference(gap: Gap, one: ScenarioFile) -> str:
    where = dict.fromkeys(
        article(where, gap.instrument, "en").replace("\u00a0", " ") for *_rest, where in one.why
    )
    return REFERENCE.format(instrument=named(gap.instrument.title, "en"), articles=", ".join(where))


def _standing(gap: Gap) -> dict[str, Any]:
    """What the scenario changes that is reformed; of a parameter that the reform turns, the reform alone is written."""
    raw = gap.base.raw if gap.base else {}
    return {path: _as_said(value) for path, value in raw.items()}


def _as_said(value: Any) -> Any:
    """A value of a scenario file as it is written there."""
    if isinstance(value, Mapping):
        return {int(key) if str(key).isdigit() else str(key): _as_said(one) for key, one in value.items()}
    text = str(value)
    try:
        return _number(text)
    except ValueError:
        return text


def _plain(said: Mapping[str, Any]) -> dict[Any, Any]:
    """Dates and numbers as a person would write them."""
    return {
        int(key) if key.isdigit() else key: _plain(value) if isinstance(value, Mapping) else _number(value)
        for key, value in said.items()
    }


def _number(text: str) -> float | int | str:
    value = float(text)
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _of_forms(gap: Gap) -> Iterator[tuple[Any, ...]]:
    """What changes in a form: each input of each change, with the cell in which it stands."""
    for part in (*gap.parts, *gap.common):
        for failing in part.failing:
            for option in failing.options:
                for change in option.changes:
                    yield from _cells(gap, part, failing.verdict.test, change)
        package: Package | None = part.package
        for change in package.changes if package else ():
            yield from _cells(gap, part, "package", change)


def _cells(gap: Gap, part: PartGap, test: str, change: Change) -> Iterator[tuple[Any, ...]]:
    if change.law:
        return
    for key, value in change.inputs.items():
        cell = gap.practice.inputs.get(key) or gap.practice.inputs.get(key.rpartition(".")[0])
        own = key == change.path
        now = change.before if own else gap.practice.value(key)
        least = change.minimum if own else ""
        where = harmless(cell.where) if cell else ""
        yield (part.part.name, test, key, where, change.unit if own else "", now, least, value)


def _csv(rows: list[tuple[Any, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return text.getvalue()
