"""Near-duplicate reports in a record: a version's text in, its bands and its copies among the recorded ones out.

Only the current version of a report has bands: an earlier text under the same id and outlet is a version, not a copy. A
lookup is one query of the index of bands; what it brings up is read from the record and aligned word by word.
"""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
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
HELD = 64
"""Reports whose words are kept at hand: copies tend to come one after the other."""
HELD_WORDS = 5_000
"""A longer report is not kept at hand."""


class Signatures:
    """Signs versions of reports. It writes inside the transaction that its caller has opened."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: OrderedDict[int, Words] = OrderedDict()

    def sign(self, version: int, text: str, cut: Sequence[Cut]) -> int:
        """Write the bands of a current version and its copies among the reports recorded so far; return how many."""
        self._connection.run("DELETE FROM signature WHERE version = ?", (version,))
        words = words_of(text, cut)
        bands = bands_of(words)
        found = [
            (other, copy)
            for other, near in list(self._candidates(version, bands))
            if (copy := compare(self._words(other), words, near=near))
        ]
        self._connection.run("INSERT INTO signature VALUES (?, ?, ?)", (version, METHOD, len(words)))
        self._connection.run_many("INSERT INTO band VALUES (?, ?)", ((band, version) for band in bands))
        self._connection.run_many(
            "INSERT INTO copy VALUES (?, ?, ?, ?, ?, ?)", (_values(other, version, copy) for other, copy in found)
        )
        self._hold(version, words)
        return len(found)

    def forget_versions(self, report: int) -> None:
        """Take out what is written of the versions of a report that are no longer current."""
        self._connection.run(
            "DELETE FROM signature WHERE version IN (SELECT id FROM version WHERE report = ? AND NOT current)",
            (report,),
        )

    def next_unsigned(self, after: int) -> tuple[int, str] | None:
        """Return the first current version past `after` that this method has not signed, and its text."""
        row = self._connection.row(
            "SELECT v.id, v.text FROM version v LEFT JOIN signature s ON s.version = v.id"
            " WHERE v.current AND v.id > ? AND s.method IS NOT ? ORDER BY v.id LIMIT 1",
            (after, METHOD),
        )
        return (row[0], row[1]) if row else None

    def cut_of(self, version: int) -> tuple[Cut, ...]:
        """Return what is cut of a version."""
        rows = self._connection.rows('SELECT "begin", "end", reason FROM cut WHERE version = ?', (version,))
        return tuple(Cut(begin, end, str(reason)) for begin, end, reason in rows)

    def _candidates(self, version: int, bands: Sequence[int]) -> Iterator[tuple[int, bool]]:
        """Yield the versions to align with, and whether they are near: of another outlet and of the same days."""
        mine = self._connection.row(_CAME, (version,))
        assert mine is not None
        met: dict[int, list[int]] = {}
        came: dict[int, tuple[str, str]] = {}
        far: Counter[int] = Counter()
        for band, other, outlet, published in self._connection.rows(_MEETING, (json.dumps(bands), HOLDERS - 1)):
            met.setdefault(other, []).append(band)
            came[other] = (outlet, published)
            far[band] += _days_between(mine[1], published) > DAYS
        left = {True: NEAR, False: FAR}
        for other in sorted(met, key=lambda other: (-len(met[other]), other)):
            stock = sum(far[band] >= STOCK for band in met[other])
            near = (
                2 * stock < len(met[other])
                and not mine[0] == came[other][0] != ""
                and _days_between(mine[1], came[other][1]) <= DAYS
            )
            if left[near]:
                left[near] -= 1
                yield other, near

    def _words(self, version: int) -> Words:
        if version in self._held:
            self._held.move_to_end(version)
            return self._held[version]
        row = self._connection.row("SELECT text FROM version WHERE id = ?", (version,))
        assert row is not None  # a band without its version cannot be: it goes with it
        words = words_of(row[0], self.cut_of(version))
        self._hold(version, words)
        return words

    def _hold(self, version: int, words: Words) -> None:
        # The number of a version that was taken out may be given to another: what was held under it goes.
        self._held.pop(version, None)
        if len(words) <= HELD_WORDS:
            self._held[version] = words
            if len(self._held) > HELD:
                self._held.popitem(last=False)


_CAME = "SELECT r.outlet, v.published FROM version v JOIN report r ON r.id = v.report WHERE v.id = ?"
_MEETING = (
    "SELECT b.hash, v.id, r.outlet, v.published FROM json_each(?) j JOIN band b ON b.hash = j.value AND b.version <="
    " coalesce((SELECT version FROM band WHERE hash = j.value ORDER BY version LIMIT 1 OFFSET ?), 9223372036854775807)"
    " JOIN version v ON v.id = b.version JOIN report r ON r.id = v.report"
)


def _days_between(one: str, other: str) -> int:
    """Return how many days lie between two dates, 0 where one of them is not known."""
    try:
        return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)
    except ValueError:
        return 0


def _values(first: int, second: int, copy: Copy) -> tuple[int, int, str, float, float, str]:
    passages = json.dumps([[*a, *b] for a, b in copy.passages], separators=(",", ":"))
    return (first, second, copy.kind, round(copy.shares[0], 4), round(copy.shares[1], 4), passages)
