"""Actors: their names, what they say by topic, whom they speak against and act towards."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto.answers.statements import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasRow:
    """A name that an actor goes by, and why it is taken for one of its names."""

    name: str
    score: float
    why: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """Someone who speaks or acts in the record."""

    actor: int
    name: str
    kind: str
    """A KIND of the scheme."""
    body: str
    """The name of the actor that it speaks for or belongs to."""
    body_actor: int | None
    aliases: tuple[AliasRow, ...]
    roles: tuple[str, ...]
    statements: int
    reports: int
    outlets: int
    acts: dict[str, int]
    why: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A claim that an actor speaks to and what it says on it; `claim` is empty for what is on no such claim."""

    claim: str
    text: str
    total: int
    """Statements on it, those that are not shown included."""
    statements: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opponent:
    """Someone whom an actor speaks against, or who speaks against it; claims are given by name and text."""

    actor: int
    name: str
    denies: tuple[tuple[str, str], ...]
    """Claims that the other asserts and the actor denies or doubts."""
    denied: tuple[tuple[str, str], ...]
    """Claims that the actor asserts and the other denies or doubts."""
    criticised: int
    """Statements in which the actor criticises something and names the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What one actor did towards another, as the reports' events say."""

    actor: int
    name: str
    other: int
    other_name: str
    events: int
    friendly: int
    """Events of cooperation, in words or deeds."""
    hostile: int
    types: dict[str, int]
    first: str
    """Dates of the first and the last report with one."""
    last: str
