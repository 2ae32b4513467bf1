"""Finds words by what they mean: nodes kept on shelves of signs, all of which are looked through in milliseconds.

A node's vector, seen from the middle of the record, is kept once more as the signs of its numbers. How many of them
differ tells an angle well enough to choose the nearest few hundred of hundreds of thousands; how near these are, their
vectors then say. Only words of statements stand on shelves, not what reports say in their own voice.
"""

from __future__ import annotations

import base64
import json

import numpy as np
from numpy.typing import NDArray

from accordingto.data import Span
from accordingto.link.meaning import Meaning
from accordingto.link.near import centred
from accordingto.link.places import unpacked_vectors
from accordingto.link.values import without_value
from accordingto.record.connection import Connection
from accordingto.tokens import Floats

LEAST = 0.33
"""Score under which words are not alike: of thirteen questions to the sample story the four that it does not speak of
(football, physics, soup, interest rates) find nothing from here on, seven of the nine others do."""
NEAREST = 1_000
"""So many nodes at most are looked at closely: twenty pages of statements."""
SLACK = 0.15
"""How far the angle of signs may be below the one of vectors: three of its standard deviations at 384 numbers."""
PER_SHELF = 2_048
"""Nodes of a shelf, about: a new report changes a few shelves and not the whole."""


def fill(connection: Connection, keys: NDArray[np.int64], vectors: Floats) -> None:
    """Bring the shelves up to these nodes, whose `vectors` (n, width) are seen from the middle of the record."""
    spoken = {key for (key,) in connection.rows("SELECT DISTINCT node FROM unit WHERE statement IS NOT NULL")}
    chosen = np.array([int(key) in spoken for key in keys], np.bool_)
    keys, vectors = keys[chosen], vectors[chosen]
    signs = np.packbits(vectors > 0, axis=1)
    bits = max(0, int(np.ceil(np.log2(max(1, len(keys)) / PER_SHELF))))
    # Keys are hashes: their first bits deal them out evenly, and a node stays on its shelf while others come and go.
    shelf = keys.view(np.uint64) >> np.uint64(64 - bits) if bits else np.zeros(len(keys), np.uint64)
    rows = np.zeros(len(keys), _kept(signs.shape[1]))
    rows["key"], rows["signs"] = keys, signs
    order = np.lexsort((keys, shelf))
    rows, shelf = rows[order], shelf[order]
    borders = np.searchsorted(shelf, np.arange(2**bits + 1, dtype=np.uint64))
    now = {
        number: base64.b64encode(rows[borders[number] : borders[number + 1]].tobytes()).decode("ascii")
        for number in range(2**bits)
    }
    before: dict[int, str] = dict(connection.rows("SELECT id, held FROM shelf"))
    connection.run_many("DELETE FROM shelf WHERE id = ?", ((number,) for number in before.keys() - now.keys()))
    connection.run_many(
        "INSERT OR REPLACE INTO shelf VALUES (?, ?)",
        ((number, held) for number, held in now.items() if held and held != before.get(number)),
    )


def alike(connection: Connection, words: str, meaning: Meaning) -> dict[int, float]:
    """Return the nodes whose words mean the like of `words`, with how near they are (LEAST to 1), nearest first.

    Nothing is alike where the record has not been linked.
    """
    middle = connection.row("SELECT vector FROM middle")
    held = b"".join(base64.b64decode(one) for (one,) in connection.rows("SELECT held FROM shelf"))
    if middle is None or not held:
        return {}
    centre = np.frombuffer(base64.b64decode(middle[0]), "<f4")
    wanted = centred(_vector(words, meaning)[None], centre)[0]
    signs = np.packbits(wanted > 0)
    rows = np.frombuffer(held, _kept(len(signs)))
    differ = np.bitwise_count(rows["signs"] ^ signs).sum(axis=1, dtype=np.int64)
    guessed = np.cos(np.pi * differ / len(wanted))
    near = np.flatnonzero(guessed > LEAST - SLACK)
    near = near[np.argsort(-guessed[near], kind="stable")[:NEAREST]]
    scores = _scores(connection, rows["key"][near], wanted, centre)
    return dict(sorted(scores.items(), key=lambda one: (-one[1], one[0])))


def _scores(connection: Connection, keys: NDArray[np.int64], wanted: Floats, centre: Floats) -> dict[int, float]:
    found = list(
        connection.rows(
            "SELECT id, vector FROM node WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(keys.tolist()),)
        )
    )
    if not found:
        return {}
    score = centred(unpacked_vectors([vector for _, vector in found]), centre) @ wanted
    return {key: float(one) for (key, _), one in zip(found, score, strict=True) if one >= LEAST}


def _vector(words: str, meaning: Meaning) -> Floats:
    """Return what a place of these words, alone in its sentence, would have as its vector (width,)."""
    whole, open_ = words, without_value(words)
    both = meaning.vectors([whole, open_], [[Span(0, len(whole))], [Span(0, len(open_))]]).sum(axis=0)
    return np.asarray(both / max(float(np.linalg.norm(both)), 1e-9), np.float32)


def _kept(width: int) -> np.dtype[np.void]:
    """Return the form of a row: the key of a node, then its signs in so many bytes."""
    return np.dtype([("key", "<i8"), ("signs", "u1", (width,))])
