"""Which event a figure is of: the places and people that are named around it. A place of a record in, names out.

"Six people were killed" stands in a hundred reports of as many attacks. The names of its own sentence tell them apart,
else those of the sentences before, else those that the report begins with. States are named everywhere, and tell
nothing.
"""

from __future__ import annotations

from functools import lru_cache

from accordingto.actors.names import names, words
from accordingto.actors.roles import roles
from accordingto.data import Span
from accordingto.link.places import Place
from accordingto.record.connection import Connection
from accordingto.states import folded, state_of

BACK = 5
"""Sentences before its own in which a figure's place may be named."""
STEM = 6
"""Letters by which a name is known again in other spellings ("Douma", "Doumas")."""
SHORTEST = 4


class Scenes:
    """The names around the places of a record, read when they are asked for."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        # A figure is compared with many others: what is named around it is looked up once.
        self._names = lru_cache(maxsize=4096)(self._around)

    def __call__(self, place: Place) -> frozenset[str]:
        """Return the names around a place of text."""
        return self._names(place.version, place.span.begin)

    def _around(self, version: int, at: int) -> frozenset[str]:
        sql = 'SELECT "begin", "end" FROM sentence WHERE version = ? AND "begin" <= ? ORDER BY "begin"'
        before = list(self.connection.rows(f"{sql} DESC LIMIT {BACK + 1}", (version, at)))
        found = next((names_ for span in before if (names_ := self._named(version, Span(*span)))), frozenset())
        if found:
            return found
        first = self.connection.row(f"{sql} LIMIT 1", (version, at))
        return self._named(version, Span(*first)) if first else frozenset()

    def _named(self, version: int, span: Span) -> frozenset[str]:
        row = self.connection.row(
            "SELECT substr(text, ?, ?) FROM version WHERE id = ?", (span.begin + 1, span.end - span.begin, version)
        )
        text = str(row[0]) if row else ""
        return frozenset(key for name in names(text, Span(0, len(text))) for word in name.words if (key := _key(word)))


def _key(word: str) -> str:
    """Return what a word of a name is known by; nothing where it names a state, a people or a body, or is short."""
    plain = folded(word.removeprefix("al-").removeprefix("Al-"))
    if len(plain) < SHORTEST or plain in words().capitalised or plain in roles().bodies or state_of(word):
        return ""
    return plain[:STEM]
