"""Names in addresses: three letters are a country."""

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


def know_countries() -> None:
    """Addresses may say `{iso3:country}` from now on."""
    register_url_convertor("country", CountryCode())
