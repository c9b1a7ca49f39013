"""A client of the API of a Socle that runs elsewhere: the same names and arguments as the verbs, typed answers.

    socle = Client("https://socle.example.org")
    socle.floor("SEN", scenario=["low"], measure="pct_gdp").rows

Nothing is tried twice, and nothing is kept. What the server refuses is a `Refusal` here, with its words, its place
and the nearest valid name.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import quote, urlencode, urlsplit

from socle.exchange import api_answers as answers
from socle.ground.refusals import Refusal

T = TypeVar("T")
PREFIX: Final = "/api/v1"
LARGEST: Final = 200_000_000  # bytes of an answer
BOUNDARY: Final = "socle-boundary-4f1d2c9ab07e"


@dataclass(frozen=True)
class Client:
    """A Socle at an address. `lang` is the language of words, `timeout` in seconds."""

    address: str
    lang: str = "en"
    timeout: float = 60.0

    def countries(self, **piece: int) -> answers.Countries:
        """The countries shipped."""
        return self._get(answers.Countries, "/countries", piece)

    def country(self, code: str) -> answers.CountryFacts:
        """A country: its facts, its law, its scenarios."""
        return self._get(answers.CountryFacts, f"/countries/{_word(code)}")

    def figures(self, code: str, figure: str = "", **piece: int) -> answers.Figures:
        """The published figures of a country."""
        return self._get(answers.Figures, f"/countries/{_word(code)}/figures", {"figure": figure, **piece})

    def sources(self, **piece: int) -> answers.Sources:
        """The list of sources."""
        return self._get(answers.Sources, "/sources", piece)

    def source(self, key: str) -> answers.Document:
        """One source."""
        return self._get(answers.Document, f"/sources/{_word(key)}")

    def floor(self, code: str, scenario: Sequence[str] = (), **options: Any) -> answers.FloorRows:
        """The floor of a country in some scenarios; options as of `socle floor`, and measure, guarantee, year."""
        return self._get(answers.FloorRows, f"/floor/{_word(code)}", {"scenario": list(scenario), **options})

    def floor_of(
        self, code: str, changes: Mapping[str, Any], beside: Sequence[str] = (), **options: Any
    ) -> answers.FloorRows:
        """The floor of a scenario of one's own: new values by path, as a scenario file has them."""
        scenario = {"changes": dict(changes), "beside": list(beside)}
        return self._post(answers.FloorRows, f"/floor/{_word(code)}", scenario, options)

    def explain(self, code: str, benefit: str, year: int | None = None, **options: Any) -> answers.Explained:
        """Every step of one number."""
        path = f"/explain/{_word(code)}/{_word(benefit)}"
        return self._get(answers.Explained, path, {"year": year, **options})

    def population(self, countries: Sequence[str], year: Sequence[int], **options: Any) -> answers.People:
        """People by single age and sex."""
        asked = {"countries": ",".join(countries), "year": list(year), **options}
        return self._get(answers.People, "/population", asked)

    def gap(self, countries: Sequence[str] = ("ALL",), **options: Any) -> answers.Gap:
        """Cost and financing gap of the floor of many countries."""
        return self._get(answers.Gap, "/gap", {"countries": ",".join(countries), **options})

    def standards(self, **piece: int) -> answers.Records:
        """The instruments."""
        return self._get(answers.Records, "/standards", piece)

    def standard(self, instrument: str, part: str = "") -> answers.Document:
        """What an instrument requires."""
        return self._get(answers.Document, f"/standards/{_word(instrument)}", {"part": part})

    def standards_check(self, code: str, **options: Any) -> answers.Document:
        """Whether a country meets the standards; options as of `socle standards check`."""
        return self._get(answers.Document, f"/standards/check/{_word(code)}", options)

    def standards_gap(self, code: str, **options: Any) -> answers.Document:
        """The smallest reforms that would make a Part ratifiable."""
        return self._get(answers.Document, f"/standards/gap/{_word(code)}", options)

    def standards_floor(self, code: str, **options: Any) -> answers.GuaranteeRows:
        """The guarantees of Recommendation 202 against thresholds."""
        return self._get(answers.GuaranteeRows, f"/standards/floor/{_word(code)}", options)

    def ratifications(self, convention: str = "C102", as_of: str = "", region: str = "") -> answers.Document:
        """Who has ratified a Convention."""
        asked = {"convention": convention, "as_of": as_of, "region": region}
        return self._get(answers.Document, "/ratifications", asked)

    def ratification_needs(self, code: str, convention: str = "C102", **piece: int) -> answers.Records:
        """What a ratification would need from a country."""
        path = f"/ratifications/needs/{_word(code)}"
        return self._get(answers.Records, path, {"convention": convention, **piece})

    def rules(self, **piece: int) -> answers.Records:
        """The rules in which law is written."""
        return self._get(answers.Records, "/rules", piece)

    def rule(self, name: str) -> answers.Document:
        """One rule."""
        return self._get(answers.Document, f"/rules/{_word(name)}")

    def rules_schema(self) -> answers.Document:
        """The JSON Schema of scheme files."""
        return self._get(answers.Document, "/rules/schema")

    def indicators(self, **piece: int) -> answers.Records:
        """The catalogue of indicators."""
        return self._get(answers.Records, "/indicators", piece)

    def country_indicators(self, code: str, **options: Any) -> answers.Indicators:
        """The indicators of a country; options as of `socle indicators`: year, by, indicator."""
        return self._get(answers.Indicators, f"/indicators/{_word(code)}", options)

    def calculator(
        self, scheme: str, persons: Sequence[str] = (), household: str = "", **options: Any
    ) -> answers.Records:
        """What the law gives one household; options are date, scenario and line."""
        asked = {"scheme": scheme, "persons": list(persons), "household": household, **options}
        return self._post(answers.Records, "/calculator", asked)

    def check(self, path: Path, country: str = "") -> answers.InOrder:
        """Whether a file is in order; it is sent, and kept nowhere."""
        try:
            content = path.read_bytes()
        except OSError as error:
            reason = error.strerror or "error"
            raise Refusal("The file cannot be read ({reason}).", reason=reason, where=str(path)) from None
        body = _form({"country": country} if country else {}, path.name, content)
        return self._asked(answers.InOrder, "/check", body, f"multipart/form-data; boundary={BOUNDARY}")

    def _get(self, kind: type[T], path: str, asked: Mapping[str, Any] | None = None) -> T:
        return self._asked(kind, path + _query(asked or {}))

    def _post(
        self, kind: type[T], path: str, body: Mapping[str, Any], asked: Mapping[str, Any] | None = None
    ) -> T:
        sent = json.dumps(body, ensure_ascii=False).encode()
        return self._asked(kind, path + _query(asked or {}), sent, "application/json")

    def _asked(self, kind: type[T], path: str, body: bytes | None = None, sends: str = "") -> T:
        """One request. Raises `Refusal` for what the server refuses, and where there is no answer."""
        address = self.address.rstrip("/") + PREFIX + path
        if urlsplit(address).scheme not in ("http", "https"):
            raise Refusal(
                "The address of a Socle begins with http or https, not `{text}`.", text=self.address
            )
        headers = {"Accept": "application/json", "Accept-Language": self.lang, "User-Agent": "socle"}
        headers |= {"Content-Type": sends} if body is not None else {}
        try:
            with urllib.request.urlopen(  # the scheme was looked at
                urllib.request.Request(address, body, headers), timeout=self.timeout
            ) as answer:
                content = answer.read(LARGEST)
        except urllib.error.HTTPError as error:
            raise _refusal(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise Refusal(
                "There is no answer ({reason}).", reason=str(error)[:80], where=self.address
            ) from None
        try:
            read: T = _read(kind, json.loads(content))
            return read
        except (ValueError, TypeError, KeyError):
            raise Refusal("The answer is not that of Socle.", where=self.address) from None


def _refusal(error: urllib.error.HTTPError) -> Refusal:
    """The refusal of the server, as if it had been made here."""
    with error:
        content = error.read(LARGEST)
    try:
        said = json.loads(content)
        return Refusal(
            "{error}", error=said["error"], where=said.get("where", ""), nearest=said.get("nearest", "")
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return Refusal("The server answers {status} without a reason.", status=error.code)


def _word(text: str) -> str:
    return quote(text, safe="")


def _query(asked: Mapping[str, Any]) -> str:
    """What stands after the question mark; nothing is said of what is empty."""
    said = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in asked.items()
        if value not in (None, "", [])
    }
    return f"?{urlencode(said, doseq=True)}" if said else ""


def _form(said: Mapping[str, str], name: str, content: bytes) -> bytes:
    """A form with a file (RFC 7578)."""
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    parts = [f'{head}"{key}"\r\n\r\n{value}\r\n'.encode() for key, value in said.items()]
    plain = name.replace('"', "").replace("\r", "").replace("\n", "")
    parts.append(
        f'{head}"file"; filename="{plain}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode()
    )
    return b"".join([*parts, content, f"\r\n--{BOUNDARY}--\r\n".encode()])


def _read(kind: Any, value: Any) -> Any:
    """A value of JSON as the type that is expected. Raises TypeError or KeyError where it is none."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: _read(hints[one.name], value[one.name]) for one in fields(kind)})  # type: ignore[operator]
    origin, inside = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return None if value is None else _read(next(one for one in inside if one is not NoneType), value)
    if origin is list:
        return [_read(inside[0], one) for one in value]
    if origin is dict:
        return {str(key): _read(inside[1], one) for key, one in value.items()}
    return _plain(kind, value)


def _plain(kind: Any, value: Any) -> Any:
    if kind is float and isinstance(value, int):
        return float(value)
    if kind is not Any and not isinstance(value, kind):
        raise TypeError(kind)
    return value
