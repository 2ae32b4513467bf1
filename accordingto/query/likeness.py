"""Statements that mean the like of some words, by the vectors that linking has kept.

The shipped encoder reads the words. A statement is as near as the nearest clause of its content. Contents of one or two
words ("denied it") are on no shelf.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from accordingto.record.connection import Connection

if TYPE_CHECKING:
    from accordingto.link.meaning import Meaning

_found: WeakKeyDictionary[Connection, dict[str, dict[int, float]]] = WeakKeyDictionary()
"""What was looked for in a view, which is one snapshot: a page counts, lists and spreads the same statements."""


def likenesses(view: Connection, words: str) -> dict[int, float]:
    """Return the rows of statements that mean the like of `words`, each with how near it is, up to 1.

    Raises ModelMissing where the package has no weights.
    """
    held = _found.setdefault(view, {})
    if words not in held:
        held[words] = _look(view, words)
    return held[words]


def can_look(view: Connection) -> bool:
    """Tell whether statements of a record can be found by what they mean: whether it has been linked."""
    return view.row("SELECT 1 FROM shelf LIMIT 1") is not None


def warm_up() -> None:
    """Load the encoder, so that nobody waits for it later."""
    _encoder()


def _look(view: Connection, words: str) -> dict[int, float]:
    if not can_look(view):
        return {}
    from accordingto.link.shelves import alike

    # The tokenizer takes no lone surrogates.
    near = alike(view, words.encode("utf-8", "replace").decode("utf-8"), _encoder())
    found: dict[int, float] = {}
    rows = view.rows(
        "SELECT u.node, u.statement FROM unit u WHERE u.node IN (SELECT value FROM json_each(?))"
        " AND u.statement IS NOT NULL",
        (json.dumps(list(near)),),
    )
    for node, statement in rows:
        found[statement] = max(near[node], found.get(statement, 0.0))
    return found


@cache
def _encoder() -> Meaning:
    # Loading takes longer than any search; whoever does not search by meaning need not wait for it.
    from accordingto.link import meaning

    return meaning.OnnxMeaning()
