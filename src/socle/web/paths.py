"""Names in addresses: three letters are a country; no name ends as a page does as data."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor


class CountryCode(Convertor[str]):
    """The code of a country, three letters."""

    regex = "[A-Za-z]{3}"

    def convert(self, value: str) -> str:
        """In capital letters."""
        return value.upper()

    def to_string(self, value: str) -> str:
        """As it stands in an address."""
        return value


class Name(Convertor[str]):
    """The name of a scheme, a rule, a source: as files have it, dots too; never with the end of a page as data."""

    regex = r"(?:[A-Za-z0-9_-]|\.(?!(?:json|csv)$))+"

    def convert(self, value: str) -> str:
        """As it stands."""
        return value

    def to_string(self, value: str) -> str:
        """As it stands."""
        return value


def know_countries() -> None:
    """Addresses may say `{iso3:country}` and `{scheme:name}` from now on."""
    register_url_convertor("name", Name())
    register_url_convertor("country", CountryCode())
