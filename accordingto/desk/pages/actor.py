"""One actor: who this is and why we think so, its line on each claim in time, and everything it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accordingto import query
from accordingto.answers import ActorRow, LineStep, Opponent, Topic
from accordingto.desk.ask import Ask, Leaf
from accordingto.desk.charts import Chart, Point, lanes
from accordingto.desk.memory import remembered
from accordingto.desk.pages import ROWS, NotFound
from accordingto.desk.wording import at, report_at, stance_of, when
from accordingto.errors import UsageError
from accordingto.record.connection import Connection

PATH = "/actor"
TITLE = "Actor"
WIDE = 760
LEFT = 330
LANES = 12
"""Claims drawn, those with the most words of the actor; the rest is counted."""
OPPONENTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A claim that the actor takes a stance on, and its steps in order of time."""

    claim: str
    text: str
    steps: tuple[LineStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPage:
    """An actor, its lines, and a part of what it says."""

    actor: ActorRow
    members: tuple[ActorRow, ...]
    stands: tuple[Stand, ...]
    stands_more: int
    chart: Chart | None
    opponents: tuple[Opponent, ...]
    opponents_more: int
    said: str
    """How what it says is ordered: "topic" or "time"."""
    topics: tuple[Topic, ...]
    """What it says: by topic, else one topic with all of it in order of time."""
    leaf: Leaf


def gather(view: Connection, ask: Ask) -> ActorPage:
    """Return the page of the actor that has the number `id`."""
    try:
        actor = query.actor(view, ask.number("id", default=0, least=0))
    except UsageError as error:
        raise NotFound(f"the record has no actor {ask.text('id')!r}: the list of actors has them all") from error
    number = ask.number("page")
    of_claims = remembered(view, f"stands {actor.actor}", lambda view: query.stands(view, actor.actor))
    claims = [name for name, _, _ in of_claims]
    stands = _stands(view, actor.actor, claims[:LANES])
    opponents = remembered(view, f"opponents {actor.actor}", lambda view: query.opponents(view, actor.actor)).rows
    said = ask.chosen("said", ("topic", "time"), default="topic")
    part = (number - 1) * ROWS
    topics, total = remembered(
        view, f"said {actor.actor} {said} {part}", lambda view: _said(view, actor.actor, said, part)
    )
    return ActorPage(
        actor=actor,
        members=query.members(view, actor.actor).rows,
        stands=stands,
        stands_more=max(0, len(claims) - LANES),
        chart=_chart(stands),
        opponents=opponents[:OPPONENTS],
        opponents_more=max(0, len(opponents) - OPPONENTS),
        said=said,
        topics=topics,
        leaf=Leaf(number=number, size=ROWS, total=total),
    )


def _said(view: Connection, actor: int, order: str, offset: int) -> tuple[tuple[Topic, ...], int]:
    """Return a part of what an actor says, by topic or in order of time, and how many statements there are in all."""
    if order == "topic":
        by_topic = query.topics(view, actor, limit=ROWS, offset=offset)
        return by_topic.rows, by_topic.total
    found = query.find(view, query.Filter(actor=actor), limit=ROWS, offset=offset, order="oldest")
    whole = Topic(claim="", text="", total=found.total, statements=found.rows)
    return (whole,) if found.rows else (), found.total


def _stands(view: Connection, actor: int, claims: Sequence[str]) -> tuple[Stand, ...]:
    lines = ((claim, query.line(view, actor, claim=claim).rows) for claim in claims)
    return tuple(Stand(claim=claim, text=steps[0].text, steps=steps) for claim, steps in lines if steps)


def _chart(stands: tuple[Stand, ...]) -> Chart | None:
    points = [
        Point(
            lane=stand.claim,
            at=step.holder.said,
            stance=stance_of(step.holder.stance, step.holder.act).name,
            firmness=step.holder.firmness,
            href=report_at(
                step.holder.report, step.holder.outlet, span=step.holder.span, statement=step.holder.statement
            ),
            label=f"{stance_of(step.holder.stance, step.holder.act).word}, {when(step.holder.said)}",
        )
        for stand in stands
        for step in stand.steps
    ]
    names = {stand.claim: stand.text for stand in stands}
    return lanes(points, [(name, at("/claim", id=name)) for name in names], width=WIDE, left=LEFT, shown=names)
