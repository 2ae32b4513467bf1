"""Near-duplicate reports in a record: a version's text in, its bands and its copies among the recorded ones out.

Only the current version of a report has bands: an earlier text under the same id and outlet is a version, not a copy. A
lookup is one query of the index of bands; what it brings up is read from the record and aligned word by word.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date

from accordingto.copies import METHOD, Copy, Words, bands_of, compare, words_of
from accordingto.data import Cut
from accordingto.record.connection import Connection

NEAR, FAR = 12, 4
"""A new report is aligned with so many others that are near it and that are not, those with most bands in common with
it first, then the first recorded: each copy of a wire text needs to meet one of the others, not all of them."""
DAYS = 7
"""Near are reports of two outlets that were published within so many days, or when is not known."""
STOCK = 2
"""A band that so many reports of other days have is of a paragraph of background; reports of which half the common
bands are such are not near. It is known as one only once it came back: the first two with it may pass for copies."""
HOLDERS = 64
"""Reports with a band that are looked at, in the order in which they were recorded: a band that more have is a stock
paragraph or a wire text, and every further copy of it meets the first ones."""
HELD_WORDS = 250_000
"""Words of reports that are kept at hand (about 20 MB): copies tend to come one after the other."""


class Signatures:
    """Signs versions of reports. It writes inside the transaction that its caller has opened."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: OrderedDict[int, Words] = OrderedDict()
        self._held_words = 0

    def sign(self, version: int) -> int:
        """Write the bands of a current version and its copies among the reports recorded so far; return how many."""
        self._connection.run("DELETE FROM signature WHERE version = ?", (version,))
        if held := self._held.pop(version, None):  # its number was that of one that was taken out
            self._held_words -= len(held)
        row = self._connection.row(
            "SELECT r.outlet, v.published FROM version v JOIN report r ON r.id = v.report WHERE v.id = ?", (version,)
        )
        assert row is not None
        outlet, day = row[0], _day(row[1])
        words = self._words(version)
        bands = bands_of(words)
        found = [
            (other, copy)
            for other, near in self._candidates(bands, outlet, day)
            if (copy := compare(self._words(other), words, near=near))
        ]
        signature = (version, METHOD, len(words), outlet, day)
        self._connection.run("INSERT INTO signature VALUES (?, ?, ?, ?, ?)", signature)
        self._connection.run_many("INSERT INTO band VALUES (?, ?)", ((band, version) for band in bands))
        self._connection.run_many(
            "INSERT INTO copy VALUES (?, ?, ?, ?, ?, ?)", (_values(other, version, copy) for other, copy in found)
        )
        return len(found)

    def forget_versions(self, report: int) -> None:
        """Take out what is written of the versions of a report that are no longer current."""
        self._connection.run(
            "DELETE FROM signature WHERE version IN (SELECT id FROM version WHERE report = ? AND NOT current)",
            (report,),
        )

    def next_unsigned(self, after: int) -> int | None:
        """Return the first current version past `after` that this method has not signed."""
        row = self._connection.row(
            "SELECT v.id FROM version v LEFT JOIN signature s ON s.version = v.id"
            " WHERE v.current AND v.id > ? AND s.method IS NOT ? ORDER BY v.id LIMIT 1",
            (after, METHOD),
        )
        return row[0] if row else None

    def cut_of(self, version: int) -> tuple[Cut, ...]:
        """Return what is cut of a version."""
        rows = self._connection.rows('SELECT "begin", "end", reason FROM cut WHERE version = ?', (version,))
        return tuple(Cut(begin, end, str(reason)) for begin, end, reason in rows)

    def _candidates(self, bands: Sequence[int], outlet: str, day: int | None) -> list[tuple[int, bool]]:
        """Return the versions to align with, and whether they are near: of another outlet and of the same days."""
        asked = (day, json.dumps(bands), HOLDERS - 1, DAYS, STOCK, outlet, DAYS, NEAR, FAR)
        return [(version, bool(near)) for version, near in self._connection.rows(_MEETING, asked)]

    def _words(self, version: int) -> Words:
        if version in self._held:
            self._held.move_to_end(version)
            return self._held[version]
        row = self._connection.row("SELECT text FROM version WHERE id = ?", (version,))
        assert row is not None  # a band without its version cannot be: it goes with it
        words = words_of(row[0], self.cut_of(version))
        self._held[version] = words
        self._held_words += len(words)
        while self._held_words > HELD_WORDS:
            self._held_words -= len(self._held.popitem(last=False)[1])
        return words


_MEETING = """
WITH met AS (
  SELECT b.hash, b.version, s.outlet, coalesce(abs(s.day - ?), 0) AS days
  FROM json_each(?) j
  JOIN band b ON b.hash = j.value AND b.version <= coalesce(
    (SELECT version FROM band WHERE hash = j.value ORDER BY version LIMIT 1 OFFSET ?), 9223372036854775807)
  JOIN signature s ON s.version = b.version),
stock AS (SELECT hash FROM met GROUP BY hash HAVING sum(days > ?) >= ?),
one AS (
  SELECT version, count(*) AS bands,
    (outlet = '' OR outlet <> ?) AND days <= ? AND 2 * sum(hash IN (SELECT hash FROM stock)) < count(*) AS near
  FROM met GROUP BY version),
ranked AS (
  SELECT version, near, row_number() OVER (PARTITION BY near ORDER BY bands DESC, version) AS place FROM one)
SELECT version, near FROM ranked WHERE place <= CASE near WHEN 1 THEN ? ELSE ? END ORDER BY version
"""


def _day(published: str) -> int | None:
    try:
        return date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return None


def _values(first: int, second: int, copy: Copy) -> tuple[int, int, str, float, float, str]:
    passages = json.dumps([[*a, *b] for a, b in copy.passages], separators=(",", ":"))
    return (first, second, copy.kind, round(copy.shares[0], 4), round(copy.shares[1], 4), passages)
