"""What a scenario does to the households of a survey, with all that names it: ready for tables and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from socle.exchange.survey_map import read_survey_map
from socle.exchange.survey_mapped import companions
from socle.ground.provenance import Trace, sha256_of_file
from socle.ground.refusals import Refusal
from socle.ground.version import VERSION
from socle.model.results import Assumption, Line, SourceUse, Text
from socle.model.scenario import apply
from socle.model.survey import Flag
from socle.run.floor import law_of, scenario_of, sources
from socle.run.impact import Impact, Row, contrast, impact, setting_of
from socle.run.people import PER_PERSON, People, invented_people, people_of_survey
from socle.run.setting import Choices, Setting
from socle.run.shock import ShockTold, shock_named, shocked, told

INVENTED = "invented"
PERSONS = 20000


@dataclass(frozen=True)
class SurveyRequest:
    """Which survey: a file and the mapping of its columns, or one that is invented."""

    file: str = INVENTED
    mapping: str = ""
    persons: int = PERSONS  # of an invented survey
    seed: int = 0
    shock: str = ""  # a file, or the name of one in the country's folder


@dataclass(frozen=True)
class SurveyUse:
    """A survey as cited in a result."""

    title: str  # as its mapping names it; empty where it is invented
    invented: bool
    persons: int
    households: int
    represented: float  # persons, the sum of weights
    concept: Flag = PER_PERSON  # what its welfare is
    notes: tuple[Flag, ...] = ()  # what was done to it, and what a person should look at


@dataclass(frozen=True)
class NamedBenefit:
    """A benefit as people know it."""

    title: Text
    guarantee: str
    branch: str


@dataclass(frozen=True, eq=False)
class Households:
    """The impact of a scenario, with the words, the sources and the trace that a reader needs."""

    iso3: str
    name: Text
    currency: str
    year: int
    gdp: float  # money of the year
    line: Line
    title: Text  # of the scenario
    against: Text | None  # the scenario of the difference, where there is one
    survey: SurveyUse
    impact: Impact
    change: tuple[Row, ...]  # of the scenario against the other
    benefits: Mapping[str, NamedBenefit]  # by path
    sources: tuple[SourceUse, ...]
    assumptions: tuple[Assumption, ...]
    trace: Trace
    shock: ShockTold | None = None  # what befell the people before


def households(
    code: str, choices: Choices, survey: SurveyRequest, scenario: str, against: str = ""
) -> Households:
    """A scenario of a country on the households of a survey, alone or against a second scenario."""
    setting = setting_of(code, choices)
    country = setting.country
    original = people_asked(setting, survey)
    hit = shocked(setting, original, shock_named(code, survey.shock), survey.seed) if survey.shock else None
    people = hit.people if hit else original
    result = impact(setting, people, scenario, survey.seed)
    other = impact(setting, people, against, survey.seed) if against else None
    chosen = scenario_of(country, scenario)
    gains = {scenario: result.gains, **({against: other.gains} if other else {})}
    return Households(
        iso3=country.iso3,
        name=country.name,
        currency=country.currency,
        year=setting.years[0],
        gdp=float(setting.macro.gdp[0]),
        line=next(line for line in setting.lines if line.used),
        title=chosen.title,
        against=scenario_of(country, against).title if against else None,
        survey=_use(survey, people),
        impact=result,
        change=contrast(other, result, people) if other else (),
        benefits=_named(setting, scenario),
        sources=sources(country),
        assumptions=setting.assumptions,
        trace=_trace(setting, survey, (scenario, against), hit.shock.written if hit else ()),
        shock=told(hit, original, setting, gains) if hit else None,
    )


def people_asked(setting: Setting, survey: SurveyRequest) -> People:
    """The persons of the survey that was asked for."""
    if survey.file == INVENTED:
        return invented_people(setting, survey.persons, survey.seed)
    if not survey.mapping:
        raise Refusal("A survey needs its mapping: say --map FILE, a YAML file that names its columns.")
    return people_of_survey(Path(survey.file), Path(survey.mapping), setting)


def people_after(code: str, setting: Setting, survey: SurveyRequest) -> People:
    """The persons of the survey, after the shock if one was asked for."""
    people = people_asked(setting, survey)
    return (
        shocked(setting, people, shock_named(code, survey.shock), survey.seed).people
        if survey.shock
        else people
    )


def _use(survey: SurveyRequest, people: People) -> SurveyUse:
    starts = people.population.households
    title = "" if people.invented else read_survey_map(Path(survey.mapping)).source or Path(survey.file).name
    return SurveyUse(
        title,
        people.invented,
        len(people.welfare),
        len(starts) - 1 if starts is not None else 0,
        float(people.population.weights.sum()),
        people.concept,
        people.notes,
    )


def _named(setting: Setting, scenario: str) -> dict[str, NamedBenefit]:
    chosen = scenario_of(setting.country, scenario)
    return {
        benefit.path: NamedBenefit(benefit.title, benefit.guarantee, benefit.branch)
        for scheme in apply(law_of(setting.country, chosen), chosen)
        for benefit in scheme.benefits
    }


def _trace(
    setting: Setting, survey: SurveyRequest, scenarios: tuple[str, ...], befell: tuple[str, ...] = ()
) -> Trace:
    """Content only: the name of a folder on somebody's machine determines nothing."""
    country = setting.country
    chosen = [scenario_of(country, name) for name in scenarios if name]
    read = [] if survey.file == INVENTED else [Path(survey.file), Path(survey.mapping)]
    read += companions(Path(survey.mapping)) if read else []
    files = {**country.files, **{path.name: sha256_of_file(path) for path in read}}
    drawn = {"persons": survey.persons} if survey.file == INVENTED else {}
    options = {
        **asdict(setting.choices),
        "survey": Path(survey.file).name,
        "seed": survey.seed,
        **drawn,
        "scenarios": [[one.name, list(one.written)] for one in chosen],
        **({"shock": list(befell)} if befell else {}),
    }
    return Trace(VERSION, files, options)
