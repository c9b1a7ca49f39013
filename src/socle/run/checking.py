"""Is a file in order? Read it as the costing would, and say what was found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from socle.exchange import yaml_text
from socle.exchange.branch_file import read_branch
from socle.exchange.country import FLOOR_FOLDER, insurance_files, load_country, read_schemes
from socle.exchange.country_answers import same_country, shipped_form
from socle.exchange.figures import read_figures
from socle.exchange.form_file import BOOKS, OLD_BOOKS
from socle.exchange.inquiry_file import is_inquiry, read_inquiry
from socle.exchange.institution_file import read_institution
from socle.exchange.migrant_file import read_migrants
from socle.exchange.practice_file import is_practice, read_practice
from socle.exchange.scenario_file import read_scenario
from socle.exchange.scheme_file import read_scheme
from socle.exchange.shock_file import read_shock, shock_files
from socle.exchange.sources import load_sources
from socle.ground.refusals import Place, Refusal
from socle.ground.words import N_
from socle.model.institution_tables import INSTITUTION
from socle.model.insurance import read_insurance
from socle.model.law import read
from socle.model.scenario import FLOOR, STATUS_QUO, apply
from socle.model.scheme import Scheme
from socle.model.survey import Flag
from socle.run.inquiry import checked

ROWS: Final = N_("rows: {count}")
ROWS_OF: Final = N_("{name}: {count} rows")
FILLED: Final = N_("sheet {name}: {share} % filled in")
PRACTICE: Final = N_("{country}, {year}, {currency}: inputs: {inputs}, benefits: {benefits}")
COUNTRY: Final = N_("{country}, {name}: figures: {figures}, schemes: {schemes}")
STANDARDS: Final = N_("inputs of standards: {count}")


@dataclass(frozen=True)
class Found:
    """What a file is (a message key), and what it holds."""

    what: str
    details: tuple[str, ...]
    flags: tuple[Flag, ...] = ()


def check(path: Path, country: str | None = None) -> Found:
    """What the file or folder is; a refusal where it is not in order."""
    if is_inquiry(path):
        return _inquiry(path)
    if is_practice(path):
        return _practice(path)
    if path.is_dir() and not (path / INSTITUTION.file).is_file():
        return _country(path)
    book = path.suffix.lower() in (*BOOKS, *OLD_BOOKS)
    if book or path.is_dir() or (path.name == INSTITUTION.file and path.is_file()):
        return _institution(path)
    if not path.is_file():
        raise Refusal("There is no such file or folder.", where=str(path))
    if path.suffix == ".csv":
        figures = read_figures(path, {*load_sources(), *(load_country(country).sources if country else ())})
        return Found(N_("figures"), (Place(ROWS, count=len(figures.rows)), ", ".join(figures.sources)))
    return _yaml(path, country)


def _yaml(path: Path, country: str | None) -> Found:
    top = yaml_text.load(path)
    if "scenario" in top:
        return _scenario(path, country)
    if "shock" in top:
        return Found(N_("shock"), read_shock(path).written)
    if "branch" in top and "case" in top:
        head = read_branch(path).head
        last = head.year + head.years - 1
        return Found(N_("case of a branch"), (f"{head.branch}: {head.year}-{last}, {head.currency}",))
    if "case" in top:
        case = read_migrants(path)
        held = (f"{law.country}: {law.law}" for law in case.laws)
        return Found(N_("case of migrant workers"), (*held, ", ".join(one.name for one in case.persons)))
    return _scheme(read_scheme(path))


def _institution(path: Path) -> Found:
    data = read_institution(path)
    facts = data.facts
    held = (Place(ROWS_OF, name=name, count=len(table)) for name, table in data.tables.items())
    return Found(
        N_("data of an institution"), (f"{facts.country}, {facts.year}, {facts.currency}", *held), data.flags
    )


def _inquiry(path: Path) -> Found:
    """An inquiry on its own; what it is compared with when it is submitted is the year before."""
    inquiry = read_inquiry(path)
    found = checked(inquiry)
    found.stop()
    shares = (
        Place(FILLED, name=one.name, share=f"{one.share:.0%}".rstrip("%"))
        for one in inquiry.sections
        if one.share is not None
    )
    return Found(
        N_("Social Security Inquiry"),
        (f"{inquiry.country}, {inquiry.year}, {inquiry.currency}", *shares),
        tuple(Flag(one.template, one.values) for one in (*found.reasoned, *found.infos)),
    )


def _practice(path: Path) -> Found:
    """A form of law and practice: how many cells are known, and which formulas lack some."""
    said = read_practice(path)
    benefits = sum(map(len, said.benefits.values()))
    head = {"country": said.iso3, "year": said.year, "currency": said.currency}
    return Found(
        N_("form of law and practice"),
        (Place(PRACTICE, **head, inputs=len(said.inputs), benefits=benefits),),
        said.flags,
    )


def _country(path: Path) -> Found:
    country = load_country(str(path))
    read(country.schemes)
    form = shipped_form(str(path))
    practice = read_practice(form) if form else None
    same_country(country, practice)
    for name, file in shock_files(path).items():
        read_shock(file, f"shocks/{name}.yaml")
    rows, schemes = len(country.figures.rows), len(country.schemes)
    held = [Place(COUNTRY, country=country.iso3, name=country.name["en"], figures=rows, schemes=schemes)]
    held += [Place(STANDARDS, count=len(practice.inputs))] if practice else []
    return Found(
        N_("country folder"),
        tuple(held),
        practice.flags if practice else (),
    )


def _scenario(path: Path, country: str | None) -> Found:
    insured = tuple(read_scheme(file) for file in insurance_files(country)) if country else ()
    laws = {
        FLOOR: (*read_schemes(FLOOR_FOLDER / "schemes"), *insured),
        STATUS_QUO: (*(load_country(country).schemes if country else ()), *insured),
    }
    scenario = read_scenario(path, laws)
    apply(laws[scenario.builds_on], scenario)
    return Found(N_("scenario"), tuple(f"{name}: {value}" for name, value in scenario.written))


def _scheme(scheme: Scheme) -> Found:
    """One scheme alone: what it reads from other schemes is looked for among those of the floor."""
    others = [other for other in read_schemes(FLOOR_FOLDER / "schemes") if other.name != scheme.name]
    read_insurance(scheme, others) if scheme.insurance else read([scheme, *others])
    return Found(
        N_("scheme"),
        tuple(
            f"{b.path} ({b.branch}): "
            + (b.not_computed or ", ".join(c.rule.name for v in b.versions for c in v.calls()))
            for b in scheme.benefits
        ),
    )
