"""Countries and groups of countries: by which codes each is called and what a group is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from socle.model.flow import Text


@dataclass(frozen=True)
class Area:
    """A country or territory. Empty text, or none, where a list does not know it."""

    iso3: str
    iso2: str
    m49: int | None
    subregion: int | None  # M49 of the smallest region of the United Nations
    ilo_region: str
    income_2024: str  # low, lower_middle, upper_middle, high: the World Bank's classification of 2024
    least_developed: bool  # at the end of 2024
    left_least_developed: int | None  # the year in which it left that list
    landlocked: bool  # landlocked developing country
    small_island: bool  # small island developing State

    def was_least_developed(self, year: int) -> bool:
        """Whether `year` lies before the one in which it left the list."""
        left = self.left_least_developed
        return self.least_developed or (left is not None and year < left)


@dataclass(frozen=True)
class Group:
    """A group of countries: its code in the SDG database (M49) or in ILOSTAT, its family and its names."""

    code: str
    family: str  # world, continents, sdg_regions, subregions, development, ilo_regions, income_groups
    names: Text
    source: str  # key of the list of sources
    of: tuple[str, ...] = ()  # groups of which it is the union
    where: tuple[str, str] | None = None  # a column of the list of countries and what it holds

    def name(self, language: str = "en") -> str:
        """Its name in a language."""
        return self.names.get(language, self.names["en"])


Areas = Mapping[str, Area]
Groups = Mapping[str, Group]
