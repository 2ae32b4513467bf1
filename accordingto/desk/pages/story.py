"""The story: what is contested, what is agreed, what rests on one word, who speaks, what was left out."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto import query
from accordingto.answers import ClaimRow, CopyCount, News
from accordingto.desk.ask import Ask
from accordingto.desk.charts import Bar, bars
from accordingto.desk.memory import remembered
from accordingto.desk.pages.claims import ClaimCard, claim_card
from accordingto.record.connection import Connection

PATH = "/"
TITLE = "Story"
CONTESTED = 6
"""Contested claims on the first page: what fits two screens; the rest is one link away."""
OTHERS = 5
SPEAKERS = 12
BAR = 240
"""Width of the longest bar in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Someone who speaks, and the bar of what they do."""

    name: str
    kind: str
    naming: str
    actor: int | None
    statements: int
    outlets: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """The story on one page."""

    claims: dict[str, int]
    """How many claims there are of each status."""
    contested: tuple[ClaimCard, ...]
    agreed: tuple[ClaimRow, ...]
    one_word: tuple[ClaimRow, ...]
    voices: tuple[Voice, ...]
    speakers: int
    reports: int
    outlets: int
    undated: int
    first: str
    last: str
    statements: int
    copies: CopyCount
    failed: int
    skipped: int
    cuts: int
    unfinished: int
    news: News | None
    """Since the last visit; None where there was none, or nothing came in."""


def gather(view: Connection, ask: Ask) -> StoryPage:
    """Return the story."""
    counts = query.count_claims(view)
    extent = remembered(view, "extent", query.extent)
    voices, speakers = remembered(view, "voices", _voices)
    news = query.news(view, ask.visit) if ask.visit else None
    return StoryPage(
        claims=counts,
        contested=tuple(claim_card(view, row) for row in query.claims(view, status="contested", limit=CONTESTED)),
        agreed=query.claims(view, status="agreed", limit=OTHERS).rows,
        one_word=query.claims(view, status="one word only", limit=OTHERS).rows,
        voices=voices,
        speakers=speakers,
        reports=extent.reports,
        outlets=extent.outlets,
        undated=extent.undated,
        first=extent.first,
        last=extent.last,
        statements=extent.statements,
        copies=remembered(view, "count copies", query.count_copies),
        failed=query.problems(view, outcome="failed").total,
        skipped=query.problems(view, outcome="skipped").total,
        cuts=extent.cuts,
        unfinished=sum(not run.ended for run in query.runs(view)),
        news=news if news and (news.reports or news.contested) else None,
    )


def _voices(view: Connection) -> tuple[tuple[Voice, ...], int]:
    """Return who speaks most and how many do: actors, and sources as they are written where there are no actors."""
    actors = query.actors(view, limit=SPEAKERS)
    if any(row.statements for row in actors):
        most = actors[0].statements
        found = tuple(
            Voice(
                name=row.name,
                kind=row.kind,
                naming="",
                actor=row.actor,
                statements=row.statements,
                outlets=row.outlets,
                bars=bars(row.acts, most=most, width=BAR),
            )
            for row in actors
        )
        return found, actors.total
    speakers = query.speakers(view)
    most = speakers[0].statements if speakers.rows else 0
    found = tuple(
        Voice(
            name=one.speaker,
            kind=one.kind,
            naming=one.naming,
            actor=None,
            statements=one.statements,
            outlets=one.outlets,
            bars=bars(one.acts, most=most, width=BAR),
        )
        for one in speakers.rows[:SPEAKERS]
    )
    return found, speakers.total
