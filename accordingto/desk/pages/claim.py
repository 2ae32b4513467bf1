"""One claim: everybody who takes a stance on it, in order of time, in their words, and where the words come from."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto import query
from accordingto.answers import ClaimRow, HolderRow, OriginRow
from accordingto.desk.ask import Ask, Leaf
from accordingto.desk.charts import Chart, Point, lanes
from accordingto.desk.correcting import holder_key
from accordingto.desk.pages import ROWS, NotFound
from accordingto.desk.wording import report_at, stance_of, when
from accordingto.errors import UsageError
from accordingto.record.connection import Connection
from accordingto.shown import shown

PATH = "/claim"
TITLE = "Claim"
WIDE = 360
LEFT = 96
"""Width of the chart of values and of the words before its lanes, in pixels."""
VALUES = 12
ORIGINS = 30
"""Origins of the tree before the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A holder, and the words before and after the ones that carry the claim."""

    holder: HolderRow
    before: str
    after: str
    key: str
    """What a form that corrects it calls it."""
    turn: str
    """How the stance of the speaker moved with it: "hardens", "softens", "reverses", or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """A claim, a part of its holders, its origins, and its values in time."""

    claim: ClaimRow
    holdings: tuple[Holding, ...]
    leaf: Leaf
    origins: tuple[OriginRow, ...]
    origins_more: int
    values: Chart | None


def gather(view: Connection, ask: Ask) -> ClaimPage:
    """Return the page of the claim that `id` names."""
    name = ask.text("id")
    try:
        claim = query.claim(view, name)
    except UsageError as error:
        raise NotFound(f"the record has no claim {name!r}: the list of claims has them all") from error
    number = ask.number("page")
    offset = (number - 1) * ROWS
    held = query.holders(view, name, limit=ROWS, offset=offset)
    origins = query.origins(view, claim=name, limit=ORIGINS)
    turns = {
        (one.speaker, turn.said): turn.move
        for one in query.positions(view, name)
        for turn in one.turns
        if turn.move != "first"
    }
    return ClaimPage(
        claim=claim,
        holdings=tuple(_holding(holder, turns) for holder in held),
        leaf=Leaf(number=number, size=ROWS, total=held.total),
        origins=origins.rows,
        origins_more=origins.total - len(origins.rows),
        values=_values(claim, held.rows if claim.values else ()),
    )


def _holding(holder: HolderRow, turns: dict[tuple[str, str], str]) -> Holding:
    at = holder.sentence.find(holder.words)
    before, after = (holder.sentence[:at], holder.sentence[at + len(holder.words) :]) if at >= 0 else ("", "")
    turn = turns.pop((holder.speaker, holder.said), "")
    return Holding(holder=holder, before=before, after=after, key=holder_key(holder), turn=turn)


def _values(claim: ClaimRow, holders: tuple[HolderRow, ...]) -> Chart | None:
    valued = [holder for holder in holders if holder.value]
    values = list(dict.fromkeys(holder.value for holder in valued))[:VALUES]
    points = [
        Point(
            lane=holder.value,
            at=holder.said,
            stance=stance_of(holder.stance, holder.act).name,
            firmness=holder.firmness,
            href=report_at(holder.report, holder.outlet, span=holder.span, statement=holder.statement),
            label=f"{shown(holder.value)}: {shown(holder.speaker) or shown(holder.outlet)}, {when(holder.said)}",
        )
        for holder in valued
        if holder.value in values
    ]
    return lanes(points, [(value, "") for value in values], width=WIDE, left=LEFT)
