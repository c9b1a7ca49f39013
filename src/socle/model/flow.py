"""A dataflow: which dimensions name an observation, which attributes describe it, which codes each may hold.

Words are those of SDMX. A series key (`A.SEN.OLD_AGE...`) is the codes in the order of the dimensions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from socle.ground.refusals import Refusal, nearest

Text = Mapping[str, str]  # en, fr, es
SEPARATOR: Final = "."


@dataclass(frozen=True)
class Codelist:
    """The codes that may be written, with their names; an open list only says what a code looks like."""

    id: str
    agency: str
    version: str
    codes: Mapping[str, Text]
    pattern: str = ""  # of an open list: countries, schemes, years of age
    partial: bool = False  # the codes of a larger list that one flow uses
    unverified: frozenset[str] = frozenset()  # recalled, not seen in the list its agency publishes

    @property
    def urn(self) -> str:
        """The name by which SDMX cites it."""
        return f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={self.agency}:{self.id}({self.version})"

    def has(self, code: str) -> bool:
        """Whether a code may be written: it is in the list, or of the form of an open one."""
        return code in self.codes or bool(self.pattern and re.fullmatch(self.pattern, code))


@dataclass(frozen=True)
class Component:
    """A dimension or an attribute: its name and its list of codes."""

    id: str
    codelist: Codelist | None = None  # none: free text, or a number
    required: bool = True
    total: str = ""  # the code that stands for everybody, where one does
    title: Text = field(default_factory=dict)
    kind: str = "text"  # "number" of an attribute that is one
    column: str = ""  # of an attribute: the column of a frame that holds it; empty if ATTRIBUTES does


@dataclass(frozen=True)
class Flow:
    """A dataflow and its structure; `TIME_PERIOD` and `OBS_VALUE` are always there and not listed."""

    code: str  # by which Socle's commands call it: SDG_1_3_1
    agency: str
    id: str  # of the dataflow: DF_SDG_GLH
    version: str
    structure: str  # id of the data structure definition
    title: Text
    dimensions: tuple[Component, ...]
    attributes: tuple[Component, ...]
    area: str = "REF_AREA"  # the dimension that says where
    indicator: str = "INDICATOR"  # the dimension that says what
    source: str = ""  # key of the list of sources, where others define it
    stored_as: str = ""  # the flow of which this one is a part; empty if it is itself kept

    @property
    def urn(self) -> str:
        """The name by which SDMX cites the dataflow."""
        return f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={self.agency}:{self.id}({self.version})"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the dimensions, in the order of the key."""
        return tuple(one.id for one in self.dimensions)

    def component(self, name: str) -> Component:
        """A dimension or attribute by its name."""
        held = {one.id: one for one in self._components()}
        if name not in held:
            raise Refusal(
                "The flow `{flow}` has no `{name}`.", flow=self.code, name=name, nearest=nearest(name, held)
            )
        return held[name]

    def _components(self) -> Iterator[Component]:
        yield from self.dimensions
        yield from self.attributes

    def key(self, said: Mapping[str, str]) -> str:
        """The series key of codes by dimension; what is not said is the total of its dimension."""
        codes = [said.get(one.id) or one.total for one in self.dimensions]
        missing = [one.id for one, code in zip(self.dimensions, codes, strict=True) if not code]
        if missing:
            raise Refusal("The flow `{flow}` needs `{name}`.", flow=self.code, name=missing[0])
        return SEPARATOR.join(codes)
