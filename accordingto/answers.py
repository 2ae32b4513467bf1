"""The dataclasses in which `query` answers, one a question; nothing here reads or computes."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto.data import Span, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A statement with the words of its pieces, the report that it stands in, and the sentence around it."""

    number: int
    """Its place among the statements of its report, from 0; `statement.parent` is such a number."""
    statement: Statement
    source_words: tuple[str, ...]
    cue_words: tuple[str, ...]
    content_words: tuple[str, ...]
    parent_speaker: str
    """Who said that this was said, where the report has it from someone."""
    report: str
    outlet: str
    title: str
    published: str
    url: str
    version: int
    sentence: str
    """The sentence of the cue (of the content, where there is no cue); empty where the record has no sentences."""
    sentence_span: Span | None
    model: str
    likeness: float | None = None
    """How near its meaning is to the words that were asked about, up to 1; None where no meaning was asked for."""

    @property
    def who(self) -> str:
        """The speaker, else the source as written, else nothing."""
        return self.statement.speaker or " … ".join(self.source_words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many statements have a value, in how many reports of how many outlets."""

    value: str
    statements: int
    reports: int
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerCount:
    """How often someone speaks, by act. `kind` and `naming` are the ones that the speaker has most often."""

    speaker: str
    kind: str
    naming: str
    statements: int
    reports: int
    outlets: int
    acts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report as it stands now."""

    report: str
    outlet: str
    title: str
    byline: str
    published: str
    published_how: str
    published_sure: str
    updated: str
    updated_how: str
    updated_sure: str
    url: str
    language: str
    kind: str
    kind_why: str
    source: str
    reader: str
    seen: str
    """When the page was saved, else when the report was first read into the record."""
    seen_how: str
    place: str
    """Of the dateline; empty where there is none."""
    dateline_day: str
    credits: tuple[str, ...]
    """Agencies whose work it says is in it."""
    versions: int
    size: int
    """Code points of its text."""
    cut: int
    """Code points of it that are cut."""
    statements: int
    model: str
    """The model that analysed it; empty where none has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutRow:
    """A piece of a report that was cut, and why."""

    report: str
    outlet: str
    begin: int
    end: int
    reason: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CutCount:
    """How much was cut for a reason."""

    reason: str
    pieces: int
    size: int
    """Code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """What was skipped or failed, with the run that met it last."""

    source: str
    outcome: str
    stage: str
    reason: str
    detail: str
    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run over the record; `ended` is empty where it was stopped, or still goes on."""

    run: int
    command: str
    sources: tuple[str, ...]
    model: str
    begun: str
    ended: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPassage:
    """Words that a report shares with another, in its own spelling, and where they stand in both texts."""

    span: Span
    of_span: Span
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyMember:
    """A report of a group of copies, and what it shares with the one (`of`, `of_outlet`) that has most of its words.

    For all but the first that one stands before it in the group. Which of two was the source is not known.
    """

    report: str
    outlet: str
    title: str
    published: str
    kind: str
    """"same text", "cut" (one is nearly contained in the other), "shared passages" or "reworded"."""
    share: float
    """Share of its words outside cuts that the other has in the shared passages."""
    of: str
    of_outlet: str
    passages: tuple[SharedPassage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyGroup:
    """Reports that share text, directly or through one another, first published first."""

    number: int
    outlets: int
    members: tuple[CopyMember, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyCount:
    """How many groups of copies there are, and how many reports are in them."""

    groups: int
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """A correction, or the undoing of one."""

    number: int
    made: str
    """ISO 8601, UTC."""
    by: str
    kind: str
    """A kind of `record.corrections`, or "undo"."""
    report: str
    """Empty where it bears on actors or claims."""
    outlet: str
    says: str
    """The correction in words."""
    note: str
    state: str
    """"applied", "replaced" (a later one says otherwise), "not found" (its words are not in the record now), "undone"
    or "undo" (it is an undoing)."""
    undoes: int | None
    undone_by: int | None
    conflicts: tuple[int, ...]
    """Corrections in force by others that say something else of the same; the latest of them is applied."""
    anchor: dict[str, object]
    """The words that it points at."""
    value: dict[str, object]


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
    """"contested", "agreed", "one word only" (a single origin) or "open" (nobody asserts it)."""
    speakers: dict[str, tuple[str, ...]]
    origins: dict[str, int]
    outlets: dict[str, int]
    values: tuple[str, ...]
    first: str
    """When it was first said, as far as that is established."""
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStep:
    """A step of an actor's line on a claim, in order of the time it was said."""

    claim: str
    text: str
    move: str
    """"first", "holds", "hardens", "softens" or "reverses"."""
    holder: HolderRow


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
class CopiedPassage:
    """Words of a report that another report has too; which of the two was the source is not known."""

    span: Span
    report: str
    outlet: str
    title: str
    of_span: Span
    """Where they stand in the other report."""


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
class VersionRow:
    """A version of a report's text, with the run that read it."""

    version: int
    current: bool
    size: int
    run: int
    read: str
    """When the run began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """Words that differ between two versions of a report; either side may be empty."""

    kind: str
    """"gone", "came" or "replaced"."""
    before: Span
    after: Span
    before_words: str
    after_words: str
    cut: bool
    """Whether all of it stands in what is cut of the versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementChange:
    """A statement that went, came, or is said otherwise in the newer of two versions."""

    kind: str
    """"gone", "came" or "changed"."""
    before: Found | None
    after: Found | None
    fields: tuple[str, ...]
    """What changed: "words", and labels of the scheme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDiff:
    """What differs between two versions of a report."""

    report: str
    outlet: str
    before: VersionRow
    after: VersionRow
    before_title: str
    after_title: str
    before_model: str
    """Where the models differ, so may the statements for that reason alone."""
    after_model: str
    changes: tuple[TextChange, ...]
    statements: tuple[StatementChange, ...]
    kept: int
    """Statements that stand in both as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportText:
    """A report with its text and all that rests on it; of an earlier version, the text and what is cut alone."""

    row: ReportRow
    version: int
    text: str
    versions: tuple[VersionRow, ...]
    paragraphs: tuple[Span, ...]
    """As far as sentences were found: what is cut has none."""
    cuts: tuple[CutRow, ...]
    statements: tuple[Found, ...]
    actors: dict[int, tuple[tuple[int, str], ...]]
    """By number of the statement: number and name of the actors whose statement it is."""
    passages: tuple[CopiedPassage, ...]
    claims: tuple[ClaimHeld, ...]


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
class News:
    """What a record has gained since a run; `contested` names the contested claims with words that came in."""

    since: str
    """When that run ended."""
    reports: int
    statements: int
    new_claims: int
    contested: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much a record holds; `first` and `last` are dates of reports, empty where none has one."""

    reports: int
    outlets: int
    undated: int
    first: str
    last: str
    statements: int
    cuts: int
    """Pieces cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet: its reports, their statements, how many of these anonymous, and the origins of claims in it."""

    outlet: str
    reports: int
    statements: int
    anonymous: int
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lean:
    """An outlet that has words of an origin: in how many reports, in how many places."""

    origin: str
    how: str
    who: str
    outlet: str
    reports: int
    holders: int


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
