"""What an actor says by topic, and whom it speaks against: claims are the topics, stances on them the two sides."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from accordingto.answers import Opponent, Topic
from accordingto.query.statements import statements_at
from accordingto.record.connection import Connection
from accordingto.table import Table

FEWEST = 2
"""Statements of the actor that make a claim a topic: a heading over each single one would say everything twice."""

_SAID = (
    "SELECT s.id, v.published = '', v.published, v.report, s.number FROM actor_statement j"
    " CROSS JOIN statement s ON s.id = j.statement CROSS JOIN version v ON v.id = s.version AND v.current"
    " WHERE j.actor = ?"
)
_HELD = (
    "SELECT DISTINCT h.statement, h.claim FROM actor_statement j CROSS JOIN holder h ON h.statement = j.statement"
    " WHERE j.actor = ?"
)


def topics(view: Connection, actor: int, *, limit: int | None = None, offset: int = 0) -> Table[Topic]:
    """Return what an actor says, by topic, those first that it speaks to most; statements in order of time.

    `limit` and `offset` count statements, and so does the total. A statement on several claims stands under the one
    that the actor speaks to most. The last topic, without a claim, has what is on no claim that the actor speaks to at
    least FEWEST times.
    """
    said = {row[0]: row[1:] for row in view.rows(_SAID, (actor,))}
    held = [(statement, claim) for statement, claim in view.rows(_HELD, (actor,)) if statement in said]
    size = Counter(claim for _, claim in held)
    rank = {claim: at for at, claim in enumerate(sorted(size, key=lambda claim: (-size[claim], claim)))}
    under: dict[int, int] = {}
    for statement, claim in held:
        if size[claim] >= FEWEST and rank[claim] < rank.get(under.get(statement, -1), len(rank)):
            under[statement] = claim
    left = Counter(under.values())
    under = {statement: claim for statement, claim in under.items() if left[claim] >= FEWEST}
    rank[0] = len(rank)  # rows count from 1: what is on no claim comes last
    rows = sorted((rank[under.get(one, 0)], *when, one) for one, when in said.items())
    part = [row[-1] for row in (rows[offset:] if limit is None else rows[offset : offset + limit])]
    total = Counter(under.get(one, 0) for one in said)
    return Table(rows=tuple(_topics(view, part, under, total)), total=len(rows))


def _topics(view: Connection, part: list[int], under: dict[int, int], total: Counter[int]) -> Iterator[Topic]:
    found = statements_at(view, part)
    for claim, some in groupby(part, key=lambda one: under.get(one, 0)):
        name, text = view.row("SELECT name, text FROM claim WHERE id = ?", (claim,)) or ("", "")
        yield Topic(claim=name, text=text, total=total[claim], statements=tuple(found[one] for one in some))


_AGAINST = (
    "WITH mine AS MATERIALIZED (SELECT DISTINCT claim, stance = 'asserts' AS asserts FROM holder"
    " WHERE actor = ?1 AND stance IN ('asserts', 'denies', 'doubts')),"
    " other AS MATERIALIZED (SELECT DISTINCT h.actor, h.claim, mine.asserts FROM mine CROSS JOIN holder h"
    " ON h.claim = mine.claim WHERE h.actor <> ?1 AND h.stance IN ('asserts', 'denies', 'doubts')"
    " AND (h.stance = 'asserts') <> mine.asserts)"
    " SELECT o.actor, a.name, json_group_array(json_array(c.name, c.text, o.asserts)) FROM other o"
    " JOIN actor a ON a.id = o.actor JOIN claim c ON c.id = o.claim GROUP BY o.actor"
)
_CRITICISED = (
    "SELECT g.actor, a.name, count(DISTINCT s.id) FROM actor_statement j JOIN statement s ON s.id = j.statement"
    " AND s.act = 'criticise' JOIN version v ON v.id = s.version AND v.current, json_each(s.content_spans) p"
    " JOIN sighting g ON g.version = s.version AND g.\"begin\" >= json_extract(p.value, '$[0]')"
    " AND g.\"end\" <= json_extract(p.value, '$[1]') JOIN actor a ON a.id = g.actor"
    " WHERE j.actor = ?1 AND g.actor <> ?1 GROUP BY g.actor"
)


def opponents(view: Connection, actor: int) -> Table[Opponent]:
    """Return whom an actor speaks against, and who against it, those first with most between them.

    It speaks against whoever asserts what it denies or doubts, and whom it criticises by name.
    """
    names: dict[int, str] = {}
    sides: dict[int, dict[bool, list[tuple[str, str]]]] = {}
    for other, name, claims in view.rows(_AGAINST, (actor,)):
        names[other] = name
        held = sides[other] = {True: [], False: []}
        for claim, text, asserts in json.loads(claims):
            held[bool(asserts)].append((claim, text))
    criticised: dict[int, int] = {}
    for other, name, number in view.rows(_CRITICISED, (actor,)):
        names[other], criticised[other] = name, number
    found = [
        Opponent(
            actor=other,
            name=name,
            denies=tuple(sorted(sides.get(other, {}).get(False, ()))),
            denied=tuple(sorted(sides.get(other, {}).get(True, ()))),
            criticised=criticised.get(other, 0),
        )
        for other, name in names.items()
    ]
    found.sort(key=lambda one: (-len(one.denies) - len(one.denied) - one.criticised, one.name, one.actor))
    return Table(rows=tuple(found), total=len(found))
