"""Claims across reports: who holds them, on whose word, and how stances moved."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto.data import Span

TURNS = ("hardens", "softens", "reverses")
"""How a stance moves where it changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderRow:
    """One place where somebody, or the report in its own voice (`speaker` empty), takes a stance on a claim."""

    claim: str
    report: str
    outlet: str
    version: int
    span: Span
    words: str
    sentence: str
    statement: int | None
    """Number of the statement in its report."""
    speaker: str
    actor: int | None
    stance: str
    """One of STANCES; who will not say has stance "mentions" and act "decline"."""
    act: str
    firmness: str
    value: str
    origin: str
    origin_how: str
    origin_who: str
    said: str
    said_how: str
    score: float
    why: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim with its figures: `speakers` and `origins` by stance ("declines" beside STANCES) name each once."""

    claim: str
    text: str
    slot: str
    status: str
    """"contested", "agreed", "one word only" (a single origin) or "open" (nobody asserts it, or
    somebody denies or doubts something near it)."""
    speakers: dict[str, tuple[str, ...]]
    origins: dict[str, int]
    outlets: dict[str, int]
    values: tuple[str, ...]
    first: str
    """When it was first said, as far as that is established."""
    last: str

    @property
    def differs_in(self) -> str:
        """What is counted, where the values differ; else empty."""
        return self.slot if len(self.values) > 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStep:
    """A step of an actor's line on a claim, in order of the time it was said."""

    claim: str
    text: str
    move: str
    """"first", "holds", "hardens", "softens", "reverses", or "not established" where nothing tells which came first."""
    holder: HolderRow

    @property
    def turned(self) -> bool:
        """Whether the stance changed."""
        return self.move in TURNS


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRow:
    """An origin, and the reports that rest on it."""

    origin: str
    how: str
    """"statement", "dispatch", "copy", "witness", "document" or "unknown"."""
    who: str
    reports: tuple[str, ...]
    outlets: tuple[str, ...]
    claims: int
    why: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimHeld:
    """A claim on which somebody takes a stance in a report, and where."""

    claim: str
    text: str
    status: str
    span: Span
    statement: int | None
    stance: str
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A step of someone's line on a claim that changed something: "first", "hardens", "softens" or "reverses"."""

    move: str
    stance: str
    """One of STANCES, or "declines"."""
    firmness: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where someone stands on a claim: how often they spoke to it, in which stances, and how that moved."""

    speaker: str
    """The outlet, where a report speaks in its own voice."""
    actor: int | None
    own_voice: bool
    times: int
    turns: tuple[Turn, ...]
    values: tuple[str, ...]
    stances: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lean:
    """An outlet that has words of an origin: in how many reports, in how many places."""

    origin: str
    how: str
    who: str
    outlet: str
    reports: int
    holders: int
