"""What an actor says by topic, and whom it speaks against: claims are the topics, stances on them the two sides."""

from __future__ import annotations

import json
from collections import defaultdict

from accordingto.answers import Opponent, Topic
from accordingto.query.statements import statements_at
from accordingto.record.connection import Connection
from accordingto.table import Table

FEWEST = 2
"""Statements of the actor that make a claim a topic: a heading over each single one would say everything twice."""

_BY_TOPIC = (
    "WITH mine AS MATERIALIZED (SELECT j.statement FROM actor_statement j JOIN statement s ON s.id = j.statement"
    " JOIN version v ON v.id = s.version AND v.current WHERE j.actor = ?),"
    " pair AS MATERIALIZED (SELECT DISTINCT h.statement, h.claim FROM mine CROSS JOIN holder h"
    " ON h.statement = mine.statement),"
    " size AS MATERIALIZED (SELECT claim, count(*) AS number FROM pair GROUP BY claim HAVING number >= ?),"
    # A statement of several claims stands under the one that the actor speaks to most.
    " best AS MATERIALIZED (SELECT statement, claim, number FROM (SELECT p.statement, p.claim, z.number, row_number()"
    " OVER (PARTITION BY p.statement ORDER BY z.number DESC, p.claim) AS place"
    " FROM pair p JOIN size z ON z.claim = p.claim) WHERE place = 1)"
    " SELECT s.id, coalesce(c.name, ''), coalesce(c.text, '') FROM mine JOIN statement s ON s.id = mine.statement"
    " JOIN version v ON v.id = s.version JOIN report r ON r.id = v.report"
    " LEFT JOIN best b ON b.statement = s.id LEFT JOIN claim c ON c.id = b.claim"
    " ORDER BY b.claim IS NULL, b.number DESC, c.name, v.published = '', v.published, r.name, r.outlet, s.number"
)


def topics(view: Connection, actor: int, *, limit: int | None = None, offset: int = 0) -> Table[Topic]:
    """Return what an actor says, by topic, those first that it speaks to most; statements in order of time.

    `limit` and `offset` count statements, and so does the total. The last topic, without a claim, has what is on no
    claim that the actor speaks to at least FEWEST times.
    """
    rows = list(view.rows(_BY_TOPIC, (actor, FEWEST)))
    total: dict[str, int] = defaultdict(int)
    for _, claim, _ in rows:
        total[claim] += 1
    part = rows[offset:] if limit is None else rows[offset : offset + limit]
    found = statements_at(view, [row for row, _, _ in part])
    grouped: dict[tuple[str, str], list[int]] = {}
    for row, claim, text in part:
        grouped.setdefault((claim, text), []).append(row)
    shown = (
        Topic(claim=claim, text=text, total=total[claim], statements=tuple(found[row] for row in some if row in found))
        for (claim, text), some in grouped.items()
    )
    return Table(rows=tuple(shown), total=len(rows))


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
