"""Corrections of a record: who said that what is wrong, what became of it, and who disagrees."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from accordingto.answers import CorrectionRow
from accordingto.record.connection import Connection
from accordingto.record.corrections import UNDO
from accordingto.record.rows import BETWEEN_PIECES
from accordingto.table import Table

EXCERPT = 60
"""Characters of quoted words in the words of a correction."""


def corrections(view: Connection, *, report: str = "", outlet: str | None = None) -> Table[CorrectionRow]:
    """Return all corrections (those on the report of one id), the undone ones and the undoings among them, in order."""
    rows = list(
        view.rows(
            "SELECT id, made, made_by, kind, report, outlet, anchor, value, note, undoes FROM correction ORDER BY id"
        )
    )
    undone_by = _undone_by(rows)
    touches = _touches(view)
    makers = {row[0]: str(row[2]) for row in rows}
    force = {row[0] for row in rows if row[3] != UNDO and row[0] not in undone_by}
    bearing = _bearing(touches, force)
    kinds = {row[0]: row[3] for row in rows}
    found = []
    for number, made, by, kind, on, of, anchor, value, note, undoes in rows:
        if (report and on != report) or (outlet is not None and of != outlet):
            continue
        anchored, set_ = json.loads(anchor), json.loads(value)
        others = _others(number, touches, bearing) if number in force else {}
        found.append(
            CorrectionRow(
                number=number,
                made=made,
                by=by,
                kind=kind,
                report=on,
                outlet=of,
                says=_words(kind, anchored, set_, undoes, kinds),
                note=note,
                state=_state(number, kind, force, touches, others),
                undoes=undoes,
                undone_by=undone_by.get(number),
                conflicts=tuple(sorted({one for one in others if makers[one] != by})),
                anchor=anchored,
                value=set_,
            )
        )
    return Table(rows=tuple(found), total=len(found))


def corrected_fields(view: Connection, report: str, outlet: str) -> dict[int, dict[str, int]]:
    """Return which fields of which statements (by number) of a report are by which correction."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for number, field, correction in view.rows(
        "SELECT s.number, c.field, c.correction FROM corrected c JOIN statement s ON s.id = c.statement"
        " JOIN version v ON v.id = s.version AND v.current JOIN report r ON r.id = v.report"
        " WHERE r.name = ? AND r.outlet = ? ORDER BY s.number, c.field",
        (report, outlet),
    ):
        found[number][field] = correction
    return dict(found)


def _undone_by(rows: Sequence[tuple[Any, ...]]) -> dict[int, int]:
    """Return by which undoing each correction is undone; an undoing that is undone itself undoes nothing."""
    undone: dict[int, int] = {}
    for number, *_, undoes in reversed(rows):
        if undoes is not None and number not in undone:
            undone[undoes] = number
    return undone


def _touches(view: Connection) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for correction, target, says in view.rows("SELECT correction, target, says FROM touch"):
        found[correction][target] = says
    return found


def _bearing(touches: Mapping[int, Mapping[str, str]], force: set[int]) -> dict[str, list[tuple[int, str]]]:
    """Return which corrections in force bear on a target, and what each says of it."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number in force:
        for target, says in touches.get(number, {}).items():
            found[target].append((number, says))
    return found


def _others(
    number: int, touches: Mapping[int, Mapping[str, str]], bearing: Mapping[str, Sequence[tuple[int, str]]]
) -> dict[int, set[str]]:
    """Return the corrections in force that say something else of one of its targets, and of which."""
    found: dict[int, set[str]] = defaultdict(set)
    for target, says in touches.get(number, {}).items():
        for other, says_other in bearing[target]:
            if says_other != says:
                found[other].add(target)
    return found


def _state(
    number: int,
    kind: str,
    force: set[int],
    touches: Mapping[int, Mapping[str, str]],
    others: Mapping[int, set[str]],
) -> str:
    if kind == UNDO:
        return UNDO
    if number not in force:
        return "undone"
    own = touches.get(number)
    if not own:
        return "not found"
    over = set[str]().union(*(targets for other, targets in others.items() if other > number))
    # That it is a statement at all goes along with what else it says of it.
    main = {target for target in own if not target.endswith(" statement")} or set(own)
    rejected = {target for target in over if target.endswith(" statement")}
    return "replaced" if main <= over or rejected else "applied"


def _words(
    kind: str, anchor: Mapping[str, Any], value: Mapping[str, Any], undoes: int | None, kinds: Mapping[int, str]
) -> str:
    match kind:
        case "undo":
            return f"undoes {undoes} ({kinds.get(undoes or 0, '')})"
        case "label":
            to = value["value"]
            said = _excerpt(to) if isinstance(to, dict) else "none" if to in (None, "") else str(to)
            return f"{value['field']} is {said}: {_excerpt(anchor['statement'])}"
        case "span":
            words = BETWEEN_PIECES.join(piece["words"] for piece in value["pieces"]) or "nothing"
            return f"{value['part']} is “{_short(words)}”: {_excerpt(anchor['statement'])}"
        case "reject":
            return f"no statement: {_excerpt(anchor['statement'])}"
        case "add":
            return f"a statement: {_excerpt(anchor)}"
        case "cut":
            words = _short(anchor["piece"]["words"])
            return f"cut ({value['reason']}): “{words}”" if value["cut"] else f"part of the report: “{words}”"
        case "merge actors":
            return f"one actor: {', '.join(one['name'] for one in anchor['actors'])}"
        case "split actor":
            return f"two actors: {anchor['actor']['name']} and {value['name']}"
        case "merge claims":
            return f"one claim: {' | '.join(_short(one['text']) for one in anchor['claims'])}"
        case "split claim":
            return f"two claims: {_short(anchor['claim']['text'])} | {_short(value['text'])}"
        case "stance":
            stance = value.get("stance") or "no holder"
            return f"{stance}: “{_short(anchor['place']['words']['words'])}” on {_short(anchor['claim']['text'])}"
    return kind


def _excerpt(statement: Mapping[str, Sequence[Mapping[str, str]]]) -> str:
    return f"“{_short(BETWEEN_PIECES.join(piece['words'] for piece in statement['content']))}”"


def _short(words: str) -> str:
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT].rstrip()}…"
