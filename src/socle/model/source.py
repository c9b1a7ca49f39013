"""Where a number comes from: the producer, the edition, the licence and the words of the citation."""

from __future__ import annotations

from dataclasses import dataclass

from socle.model.results import SourceUse


@dataclass(frozen=True)
class SourceFile:
    """A file that the producer offers for download."""

    name: str  # the producer's own file name
    url: str
    sha256: str = ""  # empty: trusted at the first download, which records it


@dataclass(frozen=True)
class Source:
    """One origin of data, told once and cited by its key."""

    key: str
    producer: str
    title: str
    vintage: str  # year or year-month of the edition
    licence: str
    citation: str
    url: str  # a page of the producer
    accessed: str = ""  # year-month in which the project read it
    derived: bool = False  # worked out by the project from the source, not published by it
    unverified: bool = False  # taken from secondary literature or memory: to be checked before use
    notes: str = ""
    aliases: tuple[str, ...] = ()  # names under which data dictionaries mention it
    files: tuple[SourceFile, ...] = ()

    def used_for(self, purpose: str) -> SourceUse:
        """The source as cited in a result, with what it was used for."""
        return SourceUse(
            self.key, self.producer, self.title, self.vintage, self.licence, self.url, self.derived, purpose
        )


def national(text: str) -> Source:
    """A source of the country itself, cited in free text: a law, a bulletin, a letter of an institution.

    Its licence is unknown to Socle, and the citation is the text as it was given.
    """
    words = " ".join(text.split())
    return Source(
        key=f"national: {words}", producer="", title=words, vintage="", licence="", citation=words, url=""
    )
