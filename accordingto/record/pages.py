"""The pages that were fetched, kept in the record as the servers gave them: what a report was read from, and when.

A page is one row of the table `page`, its bytes packed with zlib. The one that a version of a report was read from is
the newest of its source that is not younger than the version (`of_version`). Kept are the pages that brought a new
report or version; one that brought none is dropped when its run ends, and asked for in full the next time.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter

from accordingto.fetch import Page
from accordingto.record.connection import Connection, Row

PACKING = 6
"""Level of zlib: pages come to a fifth of their size; 9 takes twice the time for a hundredth more."""

OF_PAGE = "(v.source = page.url OR v.source > page.url || '/' AND v.source < page.url || '0')"
"""Whether a version is of a page, or of a file in an archive that was fetched ("0" comes after "/")."""

_COLUMNS = "id, url, final, content_type, etag, modified, fetched"


class Pages:
    """The shelf of one run: gives the page that an address answered last, and takes the new one."""

    def __init__(self, connection: Connection, run: int) -> None:
        self._connection, self._run = connection, run
        self.counts: Counter[str] = Counter()
        """How many pages were fetched, and how many had not changed."""

    def last(self, url: str) -> Page | None:
        """Return the page that the address answered last, if it is kept."""
        row = self._connection.row(f"SELECT {_COLUMNS} FROM page WHERE url = ? ORDER BY id DESC LIMIT 1", (url,))
        return _page(self._connection, row) if row else None

    def keep(self, page: Page, *, changed: bool) -> None:
        """Write a page down, unless the one that was kept last has the same bytes."""
        last = self._connection.row("SELECT id, hash FROM page WHERE url = ? ORDER BY id DESC LIMIT 1", (page.url,))
        digest = hashlib.sha256(page.data).hexdigest()
        same = not changed or (last is not None and last[1] == digest)
        self.counts["unchanged" if same else "fetched"] += 1
        with self._connection.transaction():
            if same and last is not None:
                validators = (page.final, page.etag, page.modified, last[0])
                self._connection.run("UPDATE page SET final = ?, etag = ?, modified = ? WHERE id = ?", validators)
                return
            values = (self._run, page.url, page.final, page.content_type, page.etag, page.modified, page.fetched)
            self._connection.run(
                "INSERT INTO page (run, url, final, content_type, etag, modified, fetched, size, hash, packed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, len(page.data), digest, zlib.compress(page.data, PACKING)),
            )

    def drop_unused(self) -> None:
        """Take out the pages of this run that brought nothing new; what they say stands in the record already."""
        with self._connection.transaction():
            self._connection.run(
                "DELETE FROM page WHERE run = ? AND NOT EXISTS (SELECT 1 FROM version v WHERE v.run = page.run"
                f" AND {OF_PAGE})",
                (self._run,),
            )


def of_version(connection: Connection, source: str, run: int) -> Page | None:
    """Return the page that a version with this source, written in this run, was read from; None where it was none."""
    row = connection.row(
        f"SELECT {_COLUMNS} FROM page WHERE (url = ? OR substr(?, 1, length(url) + 1) = url || '/') AND run <= ?"
        " ORDER BY id DESC LIMIT 1",
        (source, source, run),
    )
    return _page(connection, row) if row else None


def _page(connection: Connection, row: Row) -> Page:
    number, url, final, content_type, etag, modified, fetched = row
    return Page(
        url=url,
        final=final,
        data=zlib.decompress(connection.blob("SELECT packed FROM page WHERE id = ?", (number,))),
        content_type=content_type,
        etag=etag,
        modified=modified,
        fetched=fetched,
    )
