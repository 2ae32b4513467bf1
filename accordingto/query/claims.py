"""Claims of a record: who asserts, denies and doubts them, on whose word, and how an actor's stance moved.

Everything is read as it was linked; nothing is judged here. The order of claims is how much they are fought over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from accordingto.answers import ClaimRow, HolderRow, LineStep, OriginRow
from accordingto.answers.claims import TURNS
from accordingto.data import FIRMNESSES, Span
from accordingto.errors import UsageError
from accordingto.record.connection import Connection, Row, Value
from accordingto.table import Table

STATUSES = ("contested", "agreed", "one word only", "open")
DECLINES = "declines"
"""Stands beside the stances where someone will not say."""
_FIRMNESS = {firmness: rank for rank, firmness in enumerate(reversed(FIRMNESSES))}
_COMMITMENT = {"mentions": 0, "doubts": 1, "denies": 2, "asserts": 2}


def claims(
    view: Connection, *, status: str = "", words: str = "", limit: int | None = None, offset: int = 0
) -> Table[ClaimRow]:
    """Return the claims (of one status, with all of `words`), those most fought over first.

    Raises UsageError where `status` is none of STATUSES.
    """
    if status and status not in STATUSES:
        raise UsageError(f"no claims are {status!r}: a status is one of {', '.join(STATUSES)}")
    where, values = ["? IN ('', c.status)"], list[Value]([status])
    for word in words.split():
        where.append("instr(lower(c.text), ?)")
        values.append(word.casefold())
    source = f" FROM claim c WHERE {' AND '.join(where)}"
    rows = view.rows(
        f"SELECT c.id, c.name, c.text, c.slot, c.status{source} ORDER BY c.weight DESC, c.name LIMIT ? OFFSET ?",
        (*values, -1 if limit is None else limit, offset),
    )
    total = view.row(f"SELECT count(*){source}", values)
    return Table(rows=tuple(_claim(view, row) for row in list(rows)), total=total[0] if total else 0)


def claim(view: Connection, name: str) -> ClaimRow:
    """Return the claim of a name (its id in exports). Raises UsageError where there is none."""
    row = view.row("SELECT id, name, text, slot, status FROM claim WHERE name = ?", (name,))
    if row is None:
        raise UsageError(f"{view.path} has no claim {name!r}: `accordingto claims` shows their names")
    return _claim(view, row)


def count_claims(view: Connection) -> dict[str, int]:
    """Return how many claims there are of each status, all of STATUSES named."""
    found: dict[str, int] = dict(view.rows("SELECT status, count(*) FROM claim GROUP BY status"))
    return {status: found.get(status, 0) for status in STATUSES}


def holders(view: Connection, claim: str, *, limit: int | None = None, offset: int = 0) -> Table[HolderRow]:
    """Return who takes which stance on a claim and where, in order of the time that it was said."""
    found = _holders(view, "c.name = ?", (claim,), limit=limit, offset=offset)
    total = view.row("SELECT count(*) FROM holder h JOIN claim c ON c.id = h.claim WHERE c.name = ?", (claim,))
    return Table(rows=found, total=total[0] if total else 0)


def line(view: Connection, actor: int | str, *, claim: str = "") -> Table[LineStep]:
    """Return an actor's stances, claim by claim (on one claim), in order of time, each with how it moved.

    `actor` is the number of one or a name; a name also finds those who speak under it without being an actor.
    """
    where, values = _of_actor(view, actor)
    if claim:
        where, values = f"({where}) AND c.name = ?", [*values, claim]
    by_claim: dict[str, list[HolderRow]] = {}
    for holder in _holders(view, where, values):
        by_claim.setdefault(holder.claim, []).append(holder)
    texts = {name: text for name in by_claim for (text,) in view.rows("SELECT text FROM claim WHERE name = ?", (name,))}
    steps = [
        LineStep(claim=name, text=texts[name], move=move(held[at - 1] if at else None, one), holder=one)
        for name, held in by_claim.items()
        for at, one in enumerate(held)
    ]
    return Table(rows=tuple(steps), total=len(steps))


def stands(view: Connection, actor: int) -> list[tuple[str, int, int]]:
    """Return the claims that an actor takes a stance on, each with how often it turned there and how often it spoke.

    The ones that it turned on most come first, then the ones that it spoke to most.
    """
    rows = view.rows(
        "SELECT h.claim, h.stance, h.firmness, h.said FROM holder h JOIN version v ON v.id = h.version"
        " JOIN report r ON r.id = v.report WHERE h.actor = ?"
        ' ORDER BY h.claim, h.said = \'\', h.said, v.published, r.name, r.outlet, h."begin", h."end"',
        (actor,),
    )
    before: dict[int, Stand] = {}
    counted: dict[int, tuple[int, int]] = {}
    for claim_, *held in rows:
        now = Stand(*held)
        turns, times = counted.get(claim_, (0, 0))
        counted[claim_] = (turns + (move(before.get(claim_), now) in TURNS), times + 1)
        before[claim_] = now
    names: dict[int, str] = dict(view.rows("SELECT id, name FROM claim"))
    found = [(names[claim_], turns, times) for claim_, (turns, times) in counted.items()]
    return sorted(found, key=lambda one: (-one[1], -one[2], one[0]))


def origins(view: Connection, *, claim: str = "", limit: int | None = None, offset: int = 0) -> Table[OriginRow]:
    """Return the origins (those of one claim), the ones that most reports rest on first.

    A text that reports share is an origin too where only others speak in it.
    """
    where = "WHERE h.claim = (SELECT id FROM claim WHERE name = ?)" if claim else ""
    source = f" FROM origin o LEFT JOIN holder h ON h.origin = o.id LEFT JOIN version v ON v.id = h.version {where}"
    values: list[Value] = [claim] if claim else []
    rows = view.rows(
        f"SELECT o.id, o.name, o.how, o.who, o.why, count(DISTINCT h.claim),"
        f" count(DISTINCT v.report) AS reports{source}"
        " GROUP BY o.id ORDER BY reports DESC, count(*) DESC, o.name LIMIT ? OFFSET ?",
        (*values, -1 if limit is None else limit, offset),
    )
    found = tuple(_origin(view, row, claim) for row in list(rows))
    total = view.row(f"SELECT count(DISTINCT o.id){source}", values)
    return Table(rows=found, total=total[0] if total else 0)


def _claim(view: Connection, row: Row) -> ClaimRow:
    number, name, text, slot, status = row
    speakers: dict[str, set[str]] = {}
    origins_: dict[str, set[int]] = {}
    outlets: dict[str, set[str]] = {}
    values: dict[str, None] = {}
    said: list[str] = []
    for stance, act, who, origin, outlet, value, when in view.rows(
        "SELECT h.stance, h.act, coalesce(a.name, nullif(h.speaker, ''), nullif(r.outlet, ''), r.name), h.origin,"
        " coalesce(nullif(r.outlet, ''), r.name), h.value, h.said FROM holder h JOIN version v ON v.id = h.version"
        " JOIN report r ON r.id = v.report LEFT JOIN actor a ON a.id = h.actor WHERE h.claim = ?"
        ' ORDER BY h.said, h.version, h."begin"',
        (number,),
    ):
        key = DECLINES if act == "decline" else stance
        speakers.setdefault(key, set()).add(who)
        origins_.setdefault(key, set()).add(origin)
        outlets.setdefault(key, set()).add(outlet)
        if value:
            values[value] = None
        if when:
            said.append(when)
    return ClaimRow(
        claim=name,
        text=text,
        slot=slot,
        status=status,
        speakers={key: tuple(sorted(who)) for key, who in speakers.items()},
        origins={key: len(some) for key, some in origins_.items()},
        outlets={key: len(some) for key, some in outlets.items()},
        values=tuple(values),
        first=min(said, default=""),
        last=max(said, default=""),
    )


_HOLDER = (
    'c.name, r.name, r.outlet, v.number, h."begin", h."end", h.version, s.number, h.speaker, h.actor,'
    " h.stance, h.act, h.firmness, h.value, o.name, o.how, o.who, h.said, h.said_how, h.score, h.why"
)


def _holders(
    view: Connection, where: str, values: Sequence[Value], *, limit: int | None = None, offset: int = 0
) -> tuple[HolderRow, ...]:
    rows = view.rows(
        f"SELECT {_HOLDER} FROM holder h JOIN claim c ON c.id = h.claim JOIN version v ON v.id = h.version"
        " JOIN report r ON r.id = v.report JOIN origin o ON o.id = h.origin LEFT JOIN statement s ON s.id = h.statement"
        f' WHERE {where} ORDER BY c.name, h.said = \'\', h.said, v.published, r.name, r.outlet, h."begin", h."end"'
        " LIMIT ? OFFSET ?",
        (*values, -1 if limit is None else limit, offset),
    )
    return tuple(_holder(view, row) for row in list(rows))


def _holder(view: Connection, row: Row) -> HolderRow:
    claim_, report, outlet, version, begin, end, held, statement, speaker, actor, stance, act, firmness, value = row[
        :14
    ]
    # The sentences that the words stand in, from the first to the last: a content may go over several.
    around = view.row(
        'SELECT min("begin"), max("end") FROM sentence WHERE version = ? AND "begin" < ? AND "end" > ?',
        (held, end, begin),
    )
    low, high = around if around and around[0] is not None else (begin, end)
    text = view.row(
        "SELECT substr(text, ?, ?), substr(text, ?, ?) FROM version WHERE id = ?",
        (begin + 1, end - begin, low + 1, high - low, held),
    )
    return HolderRow(
        claim=claim_,
        report=report,
        outlet=outlet,
        version=version,
        span=Span(begin, end),
        words=text[0] if text else "",
        sentence=text[1] if text else "",
        statement=statement,
        speaker=speaker,
        actor=actor,
        stance=stance,
        act=act,
        firmness=firmness,
        value=value,
        origin=row[14],
        origin_how=row[15],
        origin_who=row[16],
        said=row[17],
        said_how=row[18],
        score=row[19],
        why=json.loads(row[20]),
    )


def _of_actor(view: Connection, actor: int | str) -> tuple[str, list[Value]]:
    if isinstance(actor, int):
        return "h.actor = ?", [actor]
    known = [number for (number,) in view.rows("SELECT actor FROM alias WHERE name = ? COLLATE NOCASE", (actor,))]
    marks = ", ".join("?" * len(known))
    return f"h.actor IN ({marks}) OR h.speaker = ? COLLATE NOCASE", [*known, actor]


class Stand(NamedTuple):
    """A stance (one of STANCES), how firmly it is taken (one of FIRMNESSES), and when, "" where nothing tells."""

    stance: str
    firmness: str
    said: str


def move(before: Stand | HolderRow | None, now: Stand | HolderRow) -> str:
    """Return how a stance moved from one word to the next: "first", "holds", "hardens", "softens" or "reverses".

    Of two stances that differ and were taken at one time, or at no time that is known, it is "not established".
    """
    if before is None:
        return "first"
    if (before.stance, before.firmness) == (now.stance, now.firmness):
        return "holds"
    # "2031-09" is no earlier than "2031-09-08".
    if not before.said or before.said >= now.said or now.said.startswith(before.said):
        return "not established"
    if {before.stance, now.stance} == {"asserts", "denies"}:
        return "reverses"
    old, new = ((_COMMITMENT[one.stance], _FIRMNESS[one.firmness]) for one in (before, now))
    return "hardens" if new > old else "softens"


def _origin(view: Connection, row: Row, claim: str) -> OriginRow:
    number, name, how, who, why, claims_, _ = row
    found: Iterable[Row] = view.rows(
        "SELECT DISTINCT r.name, r.outlet FROM holder h JOIN version v ON v.id = h.version JOIN report r"
        " ON r.id = v.report JOIN claim c ON c.id = h.claim WHERE h.origin = ? AND ? IN ('', c.name)"
        " ORDER BY v.published = '', v.published, r.name, r.outlet",
        (number, claim),
    )
    reasons: dict[str, Any] = json.loads(why)
    shared = reasons.get("reports", ()) if not claim else ()
    more = view.rows(
        "SELECT name, outlet FROM report WHERE name IN (SELECT value FROM json_each(?)) ORDER BY name, outlet",
        (json.dumps(list(shared)),),
    )
    places = [*found, *more]
    return OriginRow(
        origin=name,
        how=how,
        who=who,
        reports=tuple(dict.fromkeys(report for report, _ in places)),
        outlets=tuple(dict.fromkeys(outlet for _, outlet in places if outlet)),
        claims=claims_,
        why=reasons,
    )
