"""Units as the record keeps them, read back with their speakers and reports: what claims and origins are made of."""

from __future__ import annotations

import base64
import re
from binascii import a2b_base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from accordingto.actors.names import words as name_words
from accordingto.data import Span
from accordingto.link.near import KEPT, UNDATED, Marks, Neighbours
from accordingto.link.sides import side_of_speaker
from accordingto.record.connection import Connection
from accordingto.states import folded
from accordingto.tokens import Floats, Ints

SCALE = 300.0
"""Vectors of length 1 are kept in steps of 1/300 and cut at ±0.42; no number of the encoder's mean is larger."""
_NAMED = frozenset(("person", "organisation", "media", "armed_group"))
_SMALL = frozenset(("of", "for", "and", "in", "the"))
_JOINING = _SMALL | {"at", "from", "with", "by", "to", "on", "near"}
"""After one of these stands whose or where, not who: "official of the Norlandish Ministry"."""
_OWN_ACT = re.compile(r"(?:that it |it |they |having )?(?:had |has |have )?\w+ing\b", re.IGNORECASE)
_NONE = 0
"""Stands for a neighbour that there is not; no key is 0, as far as hashes go."""


class Place(NamedTuple):
    """A unit with who speaks and where it stands. `speaker` is empty for the report in its own voice.

    A tuple, since a record has them by the ten thousand and each linking reads them all.
    """

    unit: int
    version: int
    report: str
    outlet: str
    published: str
    span: Span
    words: str
    statement: int | None
    speaker: str
    actor: int | None
    kind: str
    naming: str
    ground: str
    attitude: str
    direction: int
    act: str
    firmness: str
    said: str
    said_how: str
    node: int
    about: int | None
    """The unit that the words only name ("denied those allegations"), in the same report; -1 where it is not there."""
    meant: str
    """The words that are meant: those of that unit, else its own."""
    about_node: int
    """Their node."""

    @property
    def order(self) -> tuple[str, str, str, int, int]:
        """What places stand in order by, whatever the record's numbers are: time, report, place in it."""
        return (self.published or "~", self.report, self.outlet, *self.span)


@dataclass(slots=True, eq=False)
class Nodes:
    """The nodes of a record: keys, marks, vectors (n, width), what is told, neighbours of those that were compared."""

    keys: NDArray[np.int64]
    marks: Marks
    vectors: Floats
    told: list[str]
    near: list[str]


def places(connection: Connection) -> list[Place]:
    """Return all places of a record, in their order."""
    rows = connection.rows(
        'SELECT u.id, u.version, r.name, r.outlet, v.published, u."begin", u."end", u.words, u.statement,'
        " coalesce(nullif(s.speaker, ''), s.source, ''), (SELECT min(actor) FROM actor_statement a"
        " WHERE a.statement = u.statement), coalesce(s.kind, ''), coalesce(s.naming, ''), coalesce(s.ground, ''),"
        " u.attitude, u.direction, u.act, u.firmness, u.said, u.said_how, u.node, u.about"
        " FROM unit u JOIN version v ON v.id = u.version JOIN report r ON r.id = v.report"
        " LEFT JOIN statement s ON s.id = u.statement"
    )
    found = [
        Place._make(
            (*row[:5], Span(row[5], row[6]), *row[7:9], plain_name(row[9], row[11]), *row[10:], row[7], row[20])
        )
        for row in rows
    ]
    return sorted(found, key=lambda place: place.order)


def pointed(places: Sequence[Place]) -> list[Place]:
    """Return the places with those that only name another taking the words of that one for what is meant."""
    by_unit = {place.unit: place for place in places}
    return [
        place._replace(meant=meant.words, about_node=meant.node, direction=meant.direction)
        if place.about is not None and (meant := by_unit.get(place.about))
        else place
        for place in places
    ]


def acting_side(place: Place, named: int) -> int:
    """Return the side (`sides.py`) that acts in what a place means, given the one that its words name.

    Who "denied using gas" speaks of his own.
    """
    if place.attitude == "denies" and _OWN_ACT.match(place.words):
        return side_of_speaker(place.speaker, place.kind)
    return named


def nodes(connection: Connection) -> Nodes:
    """Return the nodes of a record by key, those without neighbours (new ones) last."""
    rows = list(connection.rows("SELECT id, day, vector, near, side, told FROM node ORDER BY near = '', id"))
    return Nodes(
        keys=np.array([row[0] for row in rows], np.int64),
        marks=Marks(np.array([row[1] for row in rows], np.int64), np.array([row[4] for row in rows], np.int64)),
        vectors=unpacked_vectors([row[2] for row in rows]),
        told=[row[5] for row in rows],
        near=[row[3] for row in rows],
    )


def neighbours(nodes: Nodes, count: int) -> Ints:
    """Return the kept neighbours of the first `count` nodes, as rows (count, KEPT); -1 for one no longer there."""
    if not count:
        return np.full((0, KEPT), -1, np.int64)
    kept = np.frombuffer(b"".join(map(a2b_base64, nodes.near[:count])), "<i8").reshape(count, KEPT)
    order = np.argsort(nodes.keys, kind="stable")
    rows = order[np.minimum(np.searchsorted(nodes.keys, kept, sorter=order), len(order) - 1)]
    return np.where((nodes.keys[rows] == kept) & (kept != _NONE), rows, -1)


def packed_near(found: Neighbours, keys: NDArray[np.int64]) -> list[str]:
    """Return the keys of the neighbours of each node in the form that the record keeps, the smallest first."""
    rows = np.sort(np.where(found.at >= 0, keys[found.at], _NONE), axis=1).astype("<i8")
    return [base64.b64encode(row.tobytes()).decode("ascii") for row in rows]


def packed_vectors(vectors: Floats) -> list[str]:
    """Return vectors in the form that the record keeps."""
    steps = np.clip(np.round(vectors * SCALE), -127, 127).astype(np.int8)
    return [base64.b64encode(row.tobytes()).decode("ascii") for row in steps]


def unpacked_vectors(kept: Sequence[str]) -> Floats:
    """Return vectors (n, width) from the form that the record keeps."""
    if not kept:
        return np.zeros((0, 1), np.float32)
    steps = np.frombuffer(b"".join(map(a2b_base64, kept)), np.int8).astype(np.float32)
    return np.asarray(steps.reshape(len(kept), -1) / SCALE, np.float32)


@lru_cache(4096)
def plain_name(speaker: str, kind: str) -> str:
    """Return named speakers without what describes or titles them: "state news agency SANA" is SANA.

    Where a report has only a description ("two fighters", "Norlandish government"), it stays.
    """
    return "; ".join(_plain(one, kind) for one in speaker.split("; ")) if kind in _NAMED else speaker


def _plain(speaker: str, kind: str) -> str:
    words = speaker.split()
    if not words or (not words[-1][:1].isupper() and not _is_particle(words[-1])):
        return speaker
    begin = 0
    if kind == "person" or not words[0][:1].isupper():
        for at, word in enumerate(words):
            named = any(before[:1].isupper() for before in words[begin:at])
            if not (word[:1].isupper() or _is_particle(word) or (named and word in _SMALL)):
                begin = at + 1
        if begin and words[begin - 1] in _JOINING:
            return speaker
    if kind == "person":
        while begin < len(words) - 1 and folded(words[begin].rstrip(".,")) in name_words().titles:
            begin += 1
    return " ".join(words[begin:])


def _is_particle(word: str) -> bool:
    return word.partition("-")[0].lower() in name_words().particles


def day_of(published: str) -> int:
    """Return the number of a day, UNDATED where none is known."""
    try:
        return date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return UNDATED
