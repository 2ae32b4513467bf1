"""Times and events: days, what happened on them, who did what to whom."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto.data import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How much was said, or is told of, on a day (month, year)."""

    day: str
    number: int
    acts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A time that a report gives, with the sentence around it and the event that it belongs to, if there is one."""

    report: str
    outlet: str
    published: str
    span: tuple[int, int]
    words: str
    sentence: str
    value: str
    """EDTF; empty where it is not established."""
    grain: str
    anchor: str
    event: str
    """A PLOVER root code; empty where the time belongs to no event."""
    trigger: str
    negated: bool
    statement: int | None
    speaker: str
    """Who says that it happened; empty where the report says so itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """Who did what to whom, as a report tells it, with the sentence that tells it."""

    report: str
    outlet: str
    title: str
    published: str
    version: int
    number: int
    """Its place among the events of its report, from 0."""
    type: str
    """A root code of PLOVER."""
    mode: str
    status: str
    """One of EVENT_STATUSES: "told" as done, "planned", "asked", "possible" or "feared"."""
    negated: bool
    words: str
    """The word that the event hangs on."""
    span: Span
    source: tuple[str, ...]
    """Who does it, by the name of the actor, else by the fullest words that the report has for them."""
    target: tuple[str, ...]
    place: str
    time: str
    """When, in EDTF; empty where the report does not say."""
    time_words: str
    statement: int | None
    """Number of the statement that it is told in."""
    speaker: str
    """Who says so; empty where the report tells it in its own voice."""
    sentence: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """A place in a report that tells when something was said or happened, or leaves it open.

    `first` and `last` are the days that it is looked up by. The statement (`who`, `act` … `what` are empty where the
    report tells it in its own voice) is the one that was made then, or in whose content the time stands.
    """

    lane: str
    value: str
    first: str
    last: str
    grain: str
    anchor: str
    """What the time was counted from, as in `data.Time`; of the lane "said" how it is known, as in `data.Said`."""
    words: str
    """The time as it is written; empty where a statement is dated by its report alone."""
    span: Span | None
    who: str
    act: str
    polarity: str
    kind: str
    naming: str
    what: tuple[str, ...]
    sentence: str
    statement: int | None
    """Number of the statement in its report."""
    events: tuple[str, ...]
    """Types of the events that the time is the time of."""
    report: str
    outlet: str
    title: str
    published: str
    url: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time at which something happened, with the reports (id, outlet) that tell of it and the first that does."""

    value: str
    first: str
    last: str
    reports: tuple[tuple[str, str], ...]
    row: TimelineRow
