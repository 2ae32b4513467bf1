"""Actors of a record: who speaks and is spoken of, by which names and why, and to which body they belong."""

from __future__ import annotations

import json

from accordingto.answers import ActorRow, AliasRow
from accordingto.errors import UsageError
from accordingto.record.connection import Connection, Value
from accordingto.states import state_of
from accordingto.table import Table

ROLES = 8
"""Roles of an actor that are shown, those that reports give most."""
NEAR = 5
"""Actors with a word of the name that are offered where nobody goes by it."""

NAMED = "SELECT actor FROM alias WHERE name = ? COLLATE NOCASE OR name = ? COLLATE NOCASE"
WITH_MEMBERS = (
    f"WITH RECURSIVE of (actor) AS ({NAMED} UNION SELECT m.id FROM actor m JOIN of ON m.body = of.actor)"
    " SELECT actor FROM of"
)
"""The actors that go by a name, alone or with those that speak for them or belong to them; values: `names_of`."""

_FIGURES = (
    "SELECT a.id, a.name, a.kind, a.body, (SELECT b.name FROM actor b WHERE b.id = a.body), a.why, (SELECT count(*)"
    " FROM actor_statement t JOIN statement s ON s.id = t.statement JOIN version v ON v.id = s.version AND v.current"
    " WHERE t.actor = a.id) AS statements, (SELECT count(DISTINCT v.report) FROM sighting g JOIN version v"
    " ON v.id = g.version AND v.current WHERE g.actor = a.id) AS reports FROM actor a"
)


def names_of(name: str) -> tuple[str, str]:
    """Return a name without an article before it, and the state that it stands for: "the Kremlin", "Norlanders"."""
    plain = " ".join(name.split())
    plain = plain[4:] if plain[:4].lower() == "the " else plain
    return plain, state_of(plain) or plain


def actors(
    view: Connection, *, words: str = "", kind: str = "", limit: int | None = None, offset: int = 0
) -> Table[ActorRow]:
    """Return the actors with all of `words` in one of their names, of a kind, those that say most first."""
    where, values = ["? IN ('', a.kind)"], list[Value]([kind])
    if words.strip():
        every = " AND ".join("instr(lower(l.name), ?)" for _ in words.split())
        where.append(f"EXISTS (SELECT 1 FROM alias l WHERE l.actor = a.id AND {every})")
        values += [word.casefold() for word in words.split()]
    condition = f" WHERE {' AND '.join(where)} AND (statements OR reports)"
    rows = list(view.rows(f"{_FIGURES}{condition} ORDER BY statements DESC, reports DESC, a.name, a.id", values))
    shown = rows[offset:] if limit is None else rows[offset : offset + limit]
    return Table(rows=tuple(_actor(view, *row) for row in shown), total=len(rows))


def actor(view: Connection, who: str | int) -> ActorRow:
    """Return an actor by its number, by one of its names, or by words that only its names have.

    Raises UsageError where nobody goes by the name, or several do.
    """
    if isinstance(who, int):
        row = view.row(f"{_FIGURES} WHERE a.id = ?", (who,))
        if row is None:
            raise UsageError(f"{view.path} has no actor number {who}: `accordingto actors` shows those that it has")
        return _actor(view, *row)
    found = list(view.rows(f"{_FIGURES} WHERE a.id IN ({NAMED}) ORDER BY a.name, a.id", names_of(who)))
    if not found:
        near = actors(view, words=who, limit=NEAR)
        if near.total == 1:
            return near.rows[0]
        others = "; ".join(row.name for row in near)
        hint = f"with these words: {others}" if others else "`accordingto actors` shows those that it has"
        raise UsageError(f"nobody in {view.path} goes by the name {who!r}: {hint}")
    if len(found) > 1:
        several = "; ".join(f"{name} ({body or kind}, number {number})" for number, name, kind, _, body, *_ in found)
        raise UsageError(f"{len(found)} actors go by the name {who!r}: {several}; name one by its number")
    return _actor(view, *found[0])


def members(view: Connection, actor: int) -> Table[ActorRow]:
    """Return the actors that speak for an actor or belong to it, those that say most first."""
    rows = view.rows(f"{_FIGURES} WHERE a.body = ? ORDER BY statements DESC, reports DESC, a.name, a.id", (actor,))
    found = tuple(_actor(view, *row) for row in list(rows))
    return Table(rows=found, total=len(found))


def _actor(
    view: Connection,
    number: int,
    name: str,
    kind: str,
    body: int | None,
    body_name: str | None,
    why: str,
    statements: int,
    reports: int,
) -> ActorRow:
    aliases = view.rows("SELECT name, score, why FROM alias WHERE actor = ? ORDER BY score DESC, name", (number,))
    roles = view.rows(
        "SELECT role FROM sighting WHERE actor = ? AND role <> '' GROUP BY role ORDER BY count(*) DESC, role"
        f" LIMIT {ROLES}",
        (number,),
    )
    outlets = view.row(
        "SELECT count(DISTINCT nullif(r.outlet, '')) FROM sighting g JOIN version v ON v.id = g.version AND v.current"
        " JOIN report r ON r.id = v.report WHERE g.actor = ?",
        (number,),
    )
    acts = view.rows(
        "SELECT s.act, count(*) FROM actor_statement t JOIN statement s ON s.id = t.statement"
        " JOIN version v ON v.id = s.version AND v.current WHERE t.actor = ? GROUP BY s.act ORDER BY 2 DESC, 1",
        (number,),
    )
    return ActorRow(
        actor=number,
        name=name,
        kind=kind,
        body=body_name or "",
        body_actor=body,
        aliases=tuple(AliasRow(name=one, score=score, why=json.loads(reason)) for one, score, reason in aliases),
        roles=tuple(role for (role,) in roles),
        statements=statements,
        reports=reports,
        outlets=outlets[0] if outlets else 0,
        acts=dict(acts),
        why=json.loads(why),
    )
