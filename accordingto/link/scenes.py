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
        self._sentence = lru_cache(maxsize=4096)(self._named)

    def __call__(self, place: Place) -> frozenset[str]:
        """Return the names around a place of text."""
        rows = list(
            self.connection.rows(
                'SELECT "begin", "end" FROM sentence WHERE version = ? AND "begin" <= ? ORDER BY "begin" DESC LIMIT ?',
                (place.version, place.span.begin, BACK + 1),
            )
        )
        first = self.connection.row(
            'SELECT "begin", "end" FROM sentence WHERE version = ? ORDER BY "begin" LIMIT 1', (place.version,)
        )
        spans = [Span(*row) for row in (*rows, *([first] if first else []))]
        return next((found for span in spans if (found := self._sentence(place.version, span))), frozenset())

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
