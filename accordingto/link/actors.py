"""Actors across reports: whose names are one, with the reasons, and which body and state they belong to.

`update` joins the versions of reports that are new with the actors that are there, looking each name up by its keys;
`rebuild` does all of them again, in order of time. A merge keeps its reason and score. Two people of one name stay two
where reports give them roles that do not go together. Nobody is decided to be good or right here: names are joined.
"""

from __future__ import annotations

from collections.abc import Sequence

from accordingto.link.cast import cast
from accordingto.link.joiner import LOOKED_AT, Joiner
from accordingto.record.connection import Connection


def update(connection: Connection, versions: Sequence[int]) -> None:
    """Join the parts of these versions of reports with the actors of the record; each is one transaction.

    What an earlier call wrote for them is replaced. Must not be called inside a transaction.
    """
    joiner = Joiner(connection)
    for version in versions:
        with connection.transaction():
            _forget(connection, version)
            joiner.join(cast(connection, version))
    for begin in range(0, len(versions), LOOKED_AT):
        with connection.transaction():
            for version in versions[begin : begin + LOOKED_AT]:
                joiner.find_again(version)
    with connection.transaction():
        for actor in sorted(joiner.touched):
            joiner.settle(actor)
        _prune(connection)


def rebuild(connection: Connection) -> None:
    """Throw all actors away and join the reports as they stand now again, in order of time."""
    with connection.transaction():
        for table in ("actor_statement", "actor_chain", "sighting", "actor_key", "alias", "actor"):
            connection.run(f"DELETE FROM {table}")
    rows = connection.rows("SELECT id FROM version WHERE current ORDER BY published = '', published, id")
    update(connection, [version for (version,) in rows])


def tidy(connection: Connection) -> None:
    """Take out what rests on reports that are no longer in the record: names, and actors that nobody speaks of."""
    with connection.transaction():
        _prune(connection)


def _forget(connection: Connection, version: int) -> None:
    for sql in (
        "DELETE FROM sighting WHERE version = ?",
        "DELETE FROM actor_chain WHERE version = ?",
        "DELETE FROM actor_statement WHERE statement IN (SELECT id FROM statement WHERE version = ?)",
    ):
        connection.run(sql, (version,))


def _prune(connection: Connection) -> None:
    """Take out actors that no report speaks of any more and that nobody belongs to, and names without a report."""
    connection.run(
        "DELETE FROM alias WHERE json_extract(why, '$.report') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM report r"
        " WHERE r.name = json_extract(why, '$.report') AND r.outlet = json_extract(why, '$.outlet'))"
        " AND NOT EXISTS (SELECT 1 FROM sighting g WHERE g.actor = alias.actor AND g.name = alias.name)"
    )
    unseen = "NOT EXISTS (SELECT 1 FROM sighting g WHERE g.actor = a.id)"
    silent = "NOT EXISTS (SELECT 1 FROM actor_statement s WHERE s.actor = a.id)"
    alone = "NOT EXISTS (SELECT 1 FROM actor m WHERE m.body = a.id)"
    condition = f"{unseen} AND {silent} AND {alone}"
    while connection.row(f"SELECT 1 FROM actor a WHERE {condition}"):
        connection.run(f"DELETE FROM actor WHERE id IN (SELECT a.id FROM actor a WHERE {condition})")
