"""The actuarial valuation of a contributory scheme whose institution is shipped, and which schemes these are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from socle.exchange.country import insurance_files
from socle.exchange.country_answers import Stamp, stamp
from socle.exchange.scheme_file import read_scheme
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.valued import ValuationResult
from socle.report import valuation_chart, valuation_page, valuation_words
from socle.report import valuation_sections_data as data
from socle.report import valuation_sections_words as said
from socle.report.labels import capital
from socle.report.page import Stated
from socle.report.sections import Card, Table
from socle.report.text import named, translator
from socle.report.valuation_sections import Told
from socle.run.valuation import ValuationRequest
from socle.run.valuation import valuation as value
from socle.web.chapters import Part, country_name, svgs, tables_of, there
from socle.web.countries import code_of, stamp_of
from socle.web.page import Asked, page

CHARTS = ("cost", "pyramid", "reserve", "premiums", "generations")
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Valuations:
    """The contributory schemes of a country that can be valued here, or what would bring one."""

    title: str
    iso3: str
    name: str
    schemes: tuple[tuple[str, str], ...]  # name and title
    lead: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True)
class Valuation:
    """The valuation in words, cards, charts and tables. It is not an actuarial opinion, which is said first."""

    title: str
    iso3: str
    name: str
    scheme: str
    key: str  # the scheme in addresses
    who: str
    cards: tuple[Card, ...]
    findings: tuple[str, ...]
    flags: tuple[str, ...]
    parts: tuple[Part, ...]
    drawings: Mapping[str, str]
    assumptions: tuple[Stated, ...]
    method: tuple[str, ...]
    limits: tuple[str, ...]
    fingerprint: str

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in reading order."""
        return tables_of(self.parts)


@page("/{iso3:country}/valuation", stamp=stamp_of)
def valuations(asked: Asked) -> Valuations:
    """Which schemes of a country can be valued."""
    code, _ = code_of(asked), translator(asked.lang)
    titles = _schemes(code, asked.lang)
    name = country_name(asked)
    if titles:
        head = N_("{country}: contributory schemes that can be valued here: {count}")
        return Valuations(
            _(head).format(country=name, count=len(titles)), code, name, tuple(titles.items()), ()
        )
    lead = (
        _(N_("No institution of this country is shipped with Socle, so there is nothing to value yet.")),
        _(
            N_(
                "A valuation needs the law of the scheme and the data of its institution, for which there is a "
                "workbook. Filled in, it can be checked here; who runs this Socle can then value the scheme."
            )
        ),
    )
    head = N_("{country}: no contributory scheme can be valued here yet")
    return Valuations(_(head).format(country=name), code, name, (), lead)


@page("/{iso3:country}/valuation/{scheme:name}", stamp=stamp_of)
def valuation(asked: Asked) -> Valuation:
    """One scheme, valued over 75 years."""
    code, lang, found = code_of(asked), asked.lang, valued(asked)
    told = Told(found, lang)
    specs = {f"valuation_{name}" for name in CHARTS}
    drawn = {name: spec for name, spec in valuation_chart.specs(found, lang).items() if name in specs}
    return Valuation(
        valuation_words.headline(found, lang),
        code,
        country_name(asked),
        told.scheme,
        scheme_of(asked),
        valuation_words.who(found, lang),
        tuple(said.cards(told)),
        tuple(said.findings(told)),
        tuple(data.flags(told)),
        _parts(told),
        svgs(drawn, lang),
        tuple(
            Stated(capital(told._(one.topic)), valuation_words.assumed(one, lang), one.unverified)
            for one in valuation_words.stated(found)
        ),
        tuple(said.method(told)),
        tuple(told._(text) for text in said.LIMITS),
        found.trace.fingerprint,
    )


def scheme_of(asked: Asked) -> str:
    """The scheme of the path, refused where it is none of the country that can be valued here."""
    code, scheme = code_of(asked), asked.path["scheme"]
    held = _schemes(code, asked.lang)
    if not held:
        raise Refusal(
            "No scheme of {country} can be valued here yet: no institution of it is shipped with Socle.",
            country=country_name(asked),
        )
    if scheme not in held:
        raise Refusal(
            "There is no scheme `{scheme}` of {country} that can be valued here; there are: {valid}.",
            scheme=scheme[:60],
            country=code,
            valid=", ".join(held) or "-",
            nearest=nearest(scheme, held),
        )
    return scheme


def valued(asked: Asked) -> ValuationResult:
    """The scheme of the path, valued."""
    code = code_of(asked)
    return _found(code, stamp(code), scheme_of(asked))


def told_of(asked: Asked, scheme: str) -> Told | None:
    """The valuation of a scheme in the language of the reader; none where its institution is not shipped."""
    code = code_of(asked)
    if scheme not in _schemes(code, asked.lang):
        return None
    return Told(_found(code, stamp(code), scheme), asked.lang)


def _parts(told: Told) -> tuple[Part, ...]:
    """Law, data, projection, finances, premiums, debt and generations, in the order of the report."""
    made = valuation_page.tables(told)

    def part(title: str, charts: tuple[str, ...], *names: str) -> Part:
        drawn = tuple(f"valuation_{name}" for name in charts)
        return Part(told._(title), (), drawn, there(*(made[name] for name in names)))

    return (
        part(N_("Scheme and law"), (), "provisions"),
        part(N_("Data and checks"), (), "totals", "coverage"),
        part(N_("Demographic projection"), ("pyramid",), "demographic", "by_sex"),
        part(N_("Financial projection"), ("reserve",), "financial", "spending"),
        part(N_("Cost rate and its factors"), (), "cost_rates", "cost_by_sex", "factors"),
        part(N_("Premiums, reserve and exhaustion"), ("premiums",), "premiums", "staircase"),
        part(N_("Implicit debt"), (), "debt"),
        part(N_("Generations"), ("generations",), "generations"),
        Part(told._(N_("Sources")), tables=there(data.sources(told))),
    )


def _schemes(code: str, lang: str) -> dict[str, str]:
    """The schemes of a country whose institution is shipped, by name, with their titles."""
    return {path.stem: capital(named(read_scheme(path).title, lang)) for path in insurance_files(code)}


def _found(code: str, files: Stamp, scheme: str) -> ValuationResult:
    """Takes seconds: whoever asks for the same meanwhile waits for it."""
    with ONE_AT_A_TIME:
        return _valued(code, files, scheme)


@lru_cache(maxsize=8)
def _valued(code: str, _files: Stamp, scheme: str) -> ValuationResult:
    return value(ValuationRequest(f"{code}/{scheme}", sensitivity=False))
