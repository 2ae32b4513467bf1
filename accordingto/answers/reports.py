"""Reports and outlets: what they hold, what was cut, skipped or shared, and their versions."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto.answers.claims import ClaimHeld
from accordingto.answers.statements import Found
from accordingto.data import Span


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
class CopiedPassage:
    """Words of a report that another report has too; which of the two was the source is not known."""

    span: Span
    report: str
    outlet: str
    title: str
    of_span: Span
    """Where they stand in the other report."""


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
class News:
    """What a record has gained since a run; `contested` names the contested claims with words that came in."""

    since: str
    """When that run ended."""
    reports: int
    statements: int
    new_claims: int
    contested: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet: its reports, their statements, how many of these anonymous, and the origins of claims in it."""

    outlet: str
    reports: int
    statements: int
    anonymous: int
    origins: int
