"""A client of the API of a Socle that runs elsewhere: the same names and arguments as the verbs, typed answers.

    socle = Client("https://socle.example.org")
    socle.floor("SEN", scenario=["low"], measure="pct_gdp").rows

Every operation of the API has a method of its name. Nothing is tried twice, and nothing is kept. What the server
refuses is a `Refusal` here, with its words, its place and the nearest valid name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Unpack

from socle.exchange import api_answers as answers
from socle.exchange import api_answers_insurance as insurance
from socle.exchange import api_answers_law as law
from socle.exchange import api_answers_ratifications as ratified
from socle.exchange import api_answers_standards as standard_answers
from socle.exchange import api_answers_survey as surveys
from socle.exchange import api_answers_world as world
from socle.exchange import api_options as options
from socle.exchange.api_wire import Document, Wire, parted, query, word


class Client(Wire):
    """A Socle at an address. `lang` is the language of words, `timeout` in seconds."""

    def countries(self, **page: Unpack[options.Page]) -> answers.Countries:
        """The countries shipped."""
        return self._get(answers.Countries, "/countries", page)

    def country(self, iso3: str) -> answers.CountryFacts:
        """A country: its facts, its law, its scenarios."""
        return self._get(answers.CountryFacts, f"/countries/{word(iso3)}")

    def figures(self, iso3: str, figure: str = "", **page: Unpack[options.Page]) -> answers.Figures:
        """The published figures of a country."""
        return self._get(answers.Figures, f"/countries/{word(iso3)}/figures", {"figure": figure, **page})

    def sources(self, **page: Unpack[options.Page]) -> answers.Sources:
        """The list of sources."""
        return self._get(answers.Sources, "/sources", page)

    def source(self, key: str) -> answers.Document[world.SourceFacts]:
        """One source."""
        return self._get(answers.Document[world.SourceFacts], f"/sources/{word(key)}")

    def floor(self, iso3: str, **asked: Unpack[options.FloorOptions]) -> answers.FloorRows:
        """The floor of a country in some scenarios."""
        return self._get(answers.FloorRows, f"/floor/{word(iso3)}", asked)

    def explain(self, iso3: str, benefit: str, **asked: Unpack[options.ExplainOptions]) -> answers.Explained:
        """Every step of one number."""
        return self._get(answers.Explained, f"/explain/{word(iso3)}/{word(benefit)}", asked)

    def population(
        self, countries: Sequence[str], year: Sequence[int], **asked: Unpack[options.PeopleOptions]
    ) -> answers.People:
        """People by single age and sex."""
        return self._get(
            answers.People, "/population", {"countries": ",".join(countries), "year": list(year), **asked}
        )

    def gap(self, countries: Sequence[str] = ("ALL",), **asked: Unpack[options.GapOptions]) -> answers.Gap:
        """Cost and financing gap of the floor of many countries."""
        return self._get(answers.Gap, "/gap", {"countries": ",".join(countries), **asked})

    def standards(self, **page: Unpack[options.Page]) -> answers.Records[standard_answers.InstrumentRow]:
        """The instruments."""
        return self._get(answers.Records[standard_answers.InstrumentRow], "/standards", page)

    def standard(self, instrument: str, part: str = "") -> answers.Document[standard_answers.InstrumentFacts]:
        """What an instrument requires."""
        return self._get(
            answers.Document[standard_answers.InstrumentFacts],
            f"/standards/{word(instrument)}",
            {"part": part},
        )

    def standards_check(
        self, iso3: str, **asked: Unpack[options.CheckOptions]
    ) -> answers.Document[standard_answers.Checked]:
        """Whether a country meets the standards."""
        return self._get(answers.Document[standard_answers.Checked], f"/standards/check/{word(iso3)}", asked)

    def standards_gap(
        self, iso3: str, **asked: Unpack[options.ReformOptions]
    ) -> answers.Document[standard_answers.Reforms]:
        """The smallest reforms that would make a Part ratifiable."""
        return self._get(answers.Document[standard_answers.Reforms], f"/standards/gap/{word(iso3)}", asked)

    def standards_floor(
        self, iso3: str, **asked: Unpack[options.ThresholdOptions]
    ) -> answers.Told[standard_answers.Guarantees, standard_answers.GuaranteeRow]:
        """The guarantees of Recommendation 202 against thresholds."""
        return self._get(
            answers.Told[standard_answers.Guarantees, standard_answers.GuaranteeRow],
            f"/standards/floor/{word(iso3)}",
            asked,
        )

    def ratifications(
        self, convention: str = "C102", as_of: str = "", region: str = ""
    ) -> answers.Document[ratified.Ratifications]:
        """Who has ratified a Convention."""
        return self._get(
            answers.Document[ratified.Ratifications],
            "/ratifications",
            {"convention": convention, "as_of": as_of, "region": region},
        )

    def ratification_needs(
        self, iso3: str, convention: str = "C102", **page: Unpack[options.Page]
    ) -> answers.Records[ratified.Need]:
        """What a ratification would need from a country."""
        return self._get(
            answers.Records[ratified.Need],
            f"/ratifications/needs/{word(iso3)}",
            {"convention": convention, **page},
        )

    def rules(self, **page: Unpack[options.Page]) -> answers.Records[law.RuleRow]:
        """The rules in which law is written."""
        return self._get(answers.Records[law.RuleRow], "/rules", page)

    def rule(self, rule: str) -> answers.Document[law.RuleRow]:
        """One rule."""
        return self._get(answers.Document[law.RuleRow], f"/rules/{word(rule)}")

    def rules_schema(self) -> answers.Document[dict[str, Any]]:
        """The JSON Schema of scheme files."""
        return self._get(answers.Document[dict[str, Any]], "/rules/schema")

    def indicators(self, **page: Unpack[options.Page]) -> answers.Records[law.IndicatorRow]:
        """The catalogue of indicators."""
        return self._get(answers.Records[law.IndicatorRow], "/indicators", page)

    def country_indicators(self, iso3: str, **asked: Unpack[options.IndicatorOptions]) -> law.Indicators:
        """The indicators of a country."""
        return self._get(law.Indicators, f"/indicators/{word(iso3)}", asked)

    def valuation(
        self, iso3: str, scheme: str, **asked: Unpack[options.ValuationOptions]
    ) -> answers.Told[insurance.Valuation, insurance.ValuationRow]:
        """The actuarial valuation of a scheme whose institution is shipped."""
        return self._get(
            answers.Told[insurance.Valuation, insurance.ValuationRow],
            f"/valuation/{word(iso3)}/{word(scheme)}",
            asked,
        )

    def data(self, **page: Unpack[options.Page]) -> answers.Records[world.Dataset]:
        """The data of the world that were imported there."""
        return self._get(answers.Records[world.Dataset], "/data", page)

    def annex(self, **asked: Unpack[options.AnnexOptions]) -> answers.Told[world.AnnexFacts, world.AnnexRow]:
        """Coverage of the world by region and country."""
        return self._get(answers.Told[world.AnnexFacts, world.AnnexRow], "/annex", asked)

    def observations(
        self,
        flow: Literal["SDG", "SOCIAL_PROTECTION", "INQUIRY"] = "SOCIAL_PROTECTION",
        **asked: Unpack[options.ObservationOptions],
    ) -> answers.Records[world.Observation]:
        """Published observations of its register."""
        return self._get(answers.Records[world.Observation], "/observations", {"flow": flow, **asked})

    def survey(
        self, file: Document, **asked: Unpack[options.DrawnOptions]
    ) -> answers.Document[surveys.SurveyFacts]:
        """What a survey file holds; nothing of it is kept."""
        return self._send(answers.Document[surveys.SurveyFacts], "/survey", asked, file=file)

    def poverty(
        self, file: Document, welfare: str, weight: str, line: str, **asked: Unpack[options.PovertyOptions]
    ) -> answers.Records[surveys.Measured]:
        """Poverty and inequality in a survey; nothing of it is kept."""
        return self._send(
            answers.Records[surveys.Measured],
            "/poverty",
            {"welfare": welfare, "weight": weight, "line": line, **asked},
            file=file,
        )

    def impact(
        self,
        iso3: str,
        file: Document | None = None,
        mapping: Document | None = None,
        **asked: Unpack[options.ImpactOptions],
    ) -> answers.Told[surveys.SurveyUsed, surveys.ImpactRow]:
        """A scenario on the households of a survey, or of an invented one."""
        return self._send(
            answers.Told[surveys.SurveyUsed, surveys.ImpactRow],
            f"/impact/{word(iso3)}",
            asked,
            file=file,
            mapping=mapping,
        )

    def sweep(
        self,
        iso3: str,
        set: Sequence[str],
        file: Document | None = None,
        mapping: Document | None = None,
        **asked: Unpack[options.SweepOptions],
    ) -> answers.Records[surveys.SweepRow]:
        """A scenario over a grid of its parameters: path=0.5,1."""
        return self._send(
            answers.Records[surveys.SweepRow],
            f"/sweep/{word(iso3)}",
            {"set": list(set), **asked},
            file=file,
            mapping=mapping,
        )

    def seek(
        self,
        iso3: str,
        change: str,
        reach: str,
        file: Document | None = None,
        mapping: Document | None = None,
        **asked: Unpack[options.SeekOptions],
    ) -> answers.Document[surveys.Sought]:
        """The value of a parameter that reaches a target."""
        return self._send(
            answers.Document[surveys.Sought],
            f"/seek/{word(iso3)}",
            {"change": change, "reach": reach, **asked},
            file=file,
            mapping=mapping,
        )

    def totalize(self, case: str = "", file: Document | None = None) -> answers.Document[insurance.Totalized]:
        """The pension of a migrant worker: of a shipped case, or of a file."""
        return self._send(answers.Document[insurance.Totalized], "/totalize", {"case": case}, file=file)

    def branch(self, case: str = "", file: Document | None = None) -> answers.Document[insurance.Branch]:
        """The valuation of a branch: of a shipped case, or of a file."""
        return self._send(answers.Document[insurance.Branch], "/branch", {"case": case}, file=file)

    def lifetable(
        self, rate: float, file: Document | None = None, **asked: Unpack[options.LifeTableOptions]
    ) -> answers.Told[insurance.LifeTable, insurance.AgeRow]:
        """A life table, and what payments that depend on a life are worth on it."""
        return self._send(
            answers.Told[insurance.LifeTable, insurance.AgeRow],
            "/lifetable",
            {"rate": rate, **asked},
            file=file,
        )

    def experience(
        self, file: Document, **asked: Unpack[options.ExperienceOptions]
    ) -> answers.Told[insurance.Experience, insurance.AgeRow]:
        """Rates from a file of persons; nothing of it is kept."""
        return self._send(
            answers.Told[insurance.Experience, insurance.AgeRow], "/experience", asked, file=file
        )

    def statsystem(self, file: Document) -> answers.Document[world.StatSystem]:
        """The assessment of a statistical system, from its questionnaire."""
        return self._send(answers.Document[world.StatSystem], "/statsystem", {}, file=file)

    def check(self, file: Document, country: str = "") -> answers.InOrder:
        """Whether a file is in order; it is sent, and kept nowhere."""
        return self._send(answers.InOrder, "/check", {"country": country}, file=file)

    def floor_of(
        self,
        iso3: str,
        changes: Mapping[str, Any],
        beside: Sequence[str] = (),
        remove: Sequence[str] = (),
        builds_on: str = "floor",
        **asked: Unpack[options.FloorRows],
    ) -> answers.FloorRows:
        """The floor of a scenario of one's own: new values by path, as a scenario file has them."""
        scenario = {"changes": dict(changes), "beside": list(beside), "remove": list(remove)}
        body = {**scenario, "builds_on": builds_on}
        return self._post(answers.FloorRows, f"/floor/{word(iso3)}", body, asked)

    def calculator(
        self,
        scheme: str,
        persons: Sequence[str] = (),
        household: str = "",
        **asked: Unpack[options.CalculatorOptions],
    ) -> answers.Records[law.AskedStep]:
        """What the law gives one household."""
        piece, said = parted(asked)
        body = {"scheme": scheme, "persons": list(persons), "household": household, **said}
        return self._post(answers.Records[law.AskedStep], "/calculator", body, piece)

    def career(
        self,
        scheme: str,
        born: int,
        sex: Literal["female", "male"],
        award: int,
        **asked: Unpack[options.CareerOptions],
    ) -> answers.Document[insurance.Career]:
        """One person's career asked of a contributory pension law."""
        kind = answers.Document[insurance.Career]
        body = {"scheme": scheme, "born": born, "sex": sex, "award": award, **asked}
        return self._post(kind, "/career", body)

    def report(
        self, iso3: str, format: Literal["pdf", "docx"] = "pdf", scenario: Sequence[str] = ()
    ) -> bytes:
        """The report of a country: the content of a PDF, or of a Word file."""
        asked = {"format": format, "scenario": list(scenario)}
        return self._asked(f"/report/{word(iso3)}{query(asked)}")

    def template(
        self, kind: Literal["valuation", "statsystem", "inquiry"], country: str, year: int | None = None
    ) -> bytes:
        """A questionnaire to fill in: the content of a workbook."""
        return self._asked(f"/template/{word(kind)}{query({'country': country, 'year': year})}")
