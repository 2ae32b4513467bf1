"""A record in, the same record linked across its reports: actors, then claims with their holders and origins.

Only what is new or was analysed again is compared with the rest; where nothing is new, nothing is done. It is run after
each reading, after `reanalyse` and after `remove`; `anew` throws the links away and makes all of them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from accordingto.errors import RecordMissing
from accordingto.link import actors, claims, corrected
from accordingto.link.meaning import Meaning
from accordingto.link.statuses import refresh
from accordingto.record import migrations
from accordingto.record.connection import Connection, open_for_writing
from accordingto.settings import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """What a run of `link` did: reports compared, and the claims of the record by status."""

    reports: int
    claims: dict[str, int]


def link(record: str | Path | None = None, *, anew: bool = False, meaning: Meaning | None = None) -> Linking:
    """Link a record (None takes the setting) and return what was done.

    `meaning` stands in for the shipped encoder. Raises RecordMissing, NotARecord, RecordBusy.
    """
    path = Path(settings().record if record is None else record)
    if not path.exists():
        raise RecordMissing(str(path))
    connection = open_for_writing(path)
    try:
        migrations.migrate(connection)
        with connection.transaction():
            corrected.take_back(connection)
        if anew:
            actors.rebuild(connection)
            reports = claims.rebuild(connection, meaning=meaning)
        else:
            if fresh := claims.unlinked(connection):
                actors.update(connection, fresh)
            else:
                actors.tidy(connection)
            reports = claims.update(connection, meaning=meaning)
        with connection.transaction():
            refresh(connection, corrected.apply(connection))
        return Linking(reports=reports, claims=_statuses(connection))
    finally:
        connection.close()


def _statuses(connection: Connection) -> dict[str, int]:
    return dict(connection.rows("SELECT status, count(*) FROM claim GROUP BY status ORDER BY status"))
