"""What a register holds of some flows, said where it does not hold what was asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from socle.ground.refusals import Refusal, nearest
from socle.register.databases import rows
from socle.register.opened import Opened
from socle.register.roles import READ_PUBLISHED, require


@dataclass(frozen=True)
class Holdings:
    """Of some flows, kept together, all areas and editions, whatever was withdrawn since."""

    register: Opened
    flows: Sequence[str]
    name: str  # of the flow for which they are asked

    def expect(self, areas: Collection[str], vintage: str) -> None:
        """Refuses an area or an edition of which there is nothing, and flows of which there is nothing at all."""
        with self.register.reading() as connection:
            require(self.register.account(connection), READ_PUBLISHED)
            held = self._texts(connection, "SELECT DISTINCT area FROM series WHERE flow IN ?")
            editions = self._texts(connection, "SELECT DISTINCT vintage FROM edition WHERE flow IN ?")
        if not held:
            raise Refusal(
                "The register holds no observation of {flow}: import a file (`socle import`) or publish an inquiry.",
                flow=self.name,
            )
        for area in areas:
            if area not in held:
                raise Refusal(
                    "The register holds nothing of `{area}` in {flow}.",
                    area=area,
                    flow=self.name,
                    nearest=nearest(area, held),
                )
        if vintage and vintage not in editions:
            raise Refusal(
                "The register has no edition `{vintage}` of {flow}; it has {held}.",
                vintage=vintage,
                flow=self.name,
                held=", ".join(editions),
                nearest=nearest(vintage, editions),
            )

    def nothing(self) -> Refusal:
        """That nothing is held of what was asked, and what is."""
        with self.register.reading() as connection:
            require(self.register.account(connection), READ_PUBLISHED)
            editions = self._texts(connection, "SELECT DISTINCT vintage FROM edition WHERE flow IN ?")
            sql = (
                "SELECT min(period), max(period), min(change) FROM observation "
                "WHERE series IN (SELECT id FROM series WHERE flow IN ?)"
            )
            first, last, change = rows(connection, sql, list(self.flows))[0]
            since = rows(connection, "SELECT at FROM change WHERE id = ?", change)
        return Refusal(
            "The register holds nothing of {flow} for what was asked: it has the years {first} to {last}, the editions "
            "{held}, recorded since {since}.",
            flow=self.name,
            first=first,
            last=last,
            held=", ".join(editions),
            since=since[0][0][:10] if since else "",
        )

    def _texts(self, connection: Connection, sql: str) -> list[str]:
        return sorted(text for (text,) in rows(connection, sql, list(self.flows)))
