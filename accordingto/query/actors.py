"""Actors of a record: who speaks and is spoken of, by which names and why, and to which body they belong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from accordingto.answers import ActorRow, AliasRow
from accordingto.errors import UsageError
from accordingto.query import kept
from accordingto.record.connection import Connection, Row, Value
from accordingto.states import state_of
from accordingto.table import Table

ROLES = 8
"""Roles of an actor that are shown, those that reports give most."""
FEW = 20
"""So many actors are counted one by one; more, all together."""
NEAR = 5
"""Actors with a word of the name that are offered where nobody goes by it."""

NAMED = "SELECT actor FROM alias WHERE name = ? COLLATE NOCASE OR name = ? COLLATE NOCASE"
WITH_MEMBERS = (
    f"WITH RECURSIVE of (actor) AS ({NAMED} UNION SELECT m.id FROM actor m JOIN of ON m.body = of.actor)"
    " SELECT actor FROM of"
)
"""The actors that go by a name, alone or with those that speak for them or belong to them; values: `names_of`."""

_ACTOR = "SELECT a.id, a.name, a.kind, a.body, (SELECT b.name FROM actor b WHERE b.id = a.body), a.why FROM actor a"


@dataclass(slots=True)
class _Figures:
    """How much an actor says, by act, and in how many reports and outlets it is named."""

    acts: dict[str, int] = field(default_factory=dict)
    reports: int = 0
    outlets: int = 0

    @property
    def statements(self) -> int:
        return sum(self.acts.values())


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
    return _ranked(view, f"{_ACTOR} WHERE {' AND '.join(where)}", values, limit=limit, offset=offset, silent=False)


def actor(view: Connection, who: str | int) -> ActorRow:
    """Return an actor by its number, by one of its names, or by words that only its names have.

    Raises UsageError where nobody goes by the name, or several do.
    """
    if isinstance(who, int):
        row = view.row(f"{_ACTOR} WHERE a.id = ?", (who,))
        if row is None:
            raise UsageError(f"{view.path} has no actor number {who}: `accordingto actors` shows those that it has")
        return _actor(view, row, _figures(view, [who])[who])
    found = list(view.rows(f"{_ACTOR} WHERE a.id IN ({NAMED}) ORDER BY a.name, a.id", names_of(who)))
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
    return _actor(view, found[0], _figures(view, [found[0][0]])[found[0][0]])


def members(view: Connection, actor: int) -> Table[ActorRow]:
    """Return the actors that speak for an actor or belong to it, those that say most first."""
    return _ranked(view, f"{_ACTOR} WHERE a.body = ?", (actor,), limit=None, offset=0, silent=True)


def _ranked(
    view: Connection, sql: str, values: Sequence[Value], *, limit: int | None, offset: int, silent: bool
) -> Table[ActorRow]:
    """Return actors, those that say most first; with `silent` those, too, that no report speaks of as it stands now."""
    rows = list(view.rows(sql, values))
    figures = _figures(view, [row[0] for row in rows])
    ranked = sorted(
        (row for row in rows if silent or figures[row[0]].statements or figures[row[0]].reports),
        key=lambda row: (-figures[row[0]].statements, -figures[row[0]].reports, row[1], row[0]),
    )
    shown = ranked[offset:] if limit is None else ranked[offset : offset + limit]
    return Table(rows=tuple(_actor(view, row, figures[row[0]]) for row in shown), total=len(ranked))


def _figures(view: Connection, actors: Sequence[int]) -> dict[int, _Figures]:
    """Return the figures of some actors, from what is kept; of few, where nothing is, from their own rows alone."""
    found = {actor: _Figures() for actor in actors}
    few = len(actors) <= FEW and not kept.is_kept(view, "actor_acts")
    for actor, act, number in _few(view, _ACTS, actors) if few else kept.counted(view, "actor_acts"):
        if actor in found:
            found[actor].acts[act] = number
    for actor, reports, outlets in _few(view, _REPORTS, actors) if few else kept.counted(view, "actor_reports"):
        if actor in found:
            found[actor].reports, found[actor].outlets = reports, outlets
    for one in found.values():
        one.acts = dict(sorted(one.acts.items(), key=lambda both: (-both[1], both[0])))
    return found


def _few(view: Connection, sql: str, actors: Sequence[int]) -> list[Row]:
    return [(actor, *row) for actor in actors for row in view.rows(sql, (actor,))]


_ACTS = (
    "SELECT s.act, count(*) FROM actor_statement t JOIN statement s ON s.id = t.statement"
    " JOIN version v ON v.id = s.version AND v.current WHERE t.actor = ? GROUP BY s.act"
)
_REPORTS = (
    "SELECT count(DISTINCT v.report), count(DISTINCT nullif(r.outlet, '')) FROM sighting g JOIN version v"
    " ON v.id = g.version AND v.current JOIN report r ON r.id = v.report WHERE g.actor = ?"
)


def _actor(view: Connection, row: Row, figures: _Figures) -> ActorRow:
    number, name, kind, body, body_name, why = row
    aliases = view.rows("SELECT name, score, why FROM alias WHERE actor = ? ORDER BY score DESC, name", (number,))
    roles = view.rows(
        "SELECT role FROM sighting WHERE actor = ? AND role <> '' GROUP BY role ORDER BY count(*) DESC, role"
        f" LIMIT {ROLES}",
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
        statements=figures.statements,
        reports=figures.reports,
        outlets=figures.outlets,
        acts=figures.acts,
        why=json.loads(why),
    )
