"""Where everybody stands on a claim, a row a speaker, without the words: what a page of many claims needs."""

from __future__ import annotations

from accordingto.answers import Position, Turn
from accordingto.answers.claims import TURNS
from accordingto.query.claims import DECLINES, Stand, move
from accordingto.record.connection import Connection


def positions(view: Connection, claim: str) -> tuple[Position, ...]:
    """Return a position for each speaker on a claim, in the order of their first words on it.

    A report that speaks in its own voice is a speaker under the name of its outlet.
    """
    found: dict[tuple[int | None, str], list[tuple[str, str, str, str, str]]] = {}
    for actor, speaker, outlet, stance, act, firmness, value, said in view.rows(
        "SELECT h.actor, coalesce(a.name, h.speaker), coalesce(nullif(r.outlet, ''), r.name), h.stance, h.act,"
        " h.firmness, h.value, coalesce(nullif(h.said, ''), substr(v.published, 1, 10)) AS at FROM holder h"
        " JOIN claim c ON c.id = h.claim JOIN version v ON v.id = h.version JOIN report r ON r.id = v.report"
        " LEFT JOIN actor a ON a.id = h.actor WHERE c.name = ?"
        " ORDER BY at = '', at, h.version, h.\"begin\", h.id",
        (claim,),
    ):
        key = (actor, speaker) if speaker else (None, f"\0{outlet}")
        found.setdefault(key, []).append((stance, act, firmness, value, said))
    return tuple(_position(actor, speaker, rows) for (actor, speaker), rows in found.items())


def _position(actor: int | None, speaker: str, rows: list[tuple[str, str, str, str, str]]) -> Position:
    turns: list[Turn] = []
    before: Stand | None = None
    for stance, act, firmness, _, said in rows:
        now = Stand(stance, firmness, said)
        moved = move(before, now)
        if moved == "first" or moved in TURNS:
            stance_shown = DECLINES if act == "decline" else stance
            turns.append(Turn(move=moved, stance=stance_shown, firmness=firmness, said=said))
        before = now
    return Position(
        speaker=speaker.removeprefix("\0"),
        actor=actor,
        own_voice=speaker.startswith("\0"),
        times=len(rows),
        turns=tuple(turns),
        values=tuple(dict.fromkeys(value for _, _, _, value, _ in rows if value)),
        stances=tuple(dict.fromkeys(DECLINES if act == "decline" else stance for stance, act, *_ in rows)),
    )
