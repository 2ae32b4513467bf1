"""What changed between two versions of a report: words, and the statements that went, came, or are said otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accordingto.answers import Found, StatementChange, TextChange, VersionDiff, VersionRow
from accordingto.changes import Change, changes, moved
from accordingto.data import LABELS, Span
from accordingto.errors import UsageError
from accordingto.fetch import Page
from accordingto.query.statements import statements_of
from accordingto.record.connection import Connection, Row
from accordingto.record.pages import of_version

ALIKE, COMMON = 0.5, 0.5
"""A statement is the same said otherwise if ALIKE of the longer of its two contents stands in the same place, and its
speaker, or COMMON of the words of the shorter content, are the same: else another one stands where it stood."""
_FIELDS = ("speaker", *LABELS)


def versions(view: Connection, report: str, *, outlet: str | None = None) -> tuple[VersionRow, ...]:
    """Return the versions of a report, oldest first. Raises UsageError where none, or several outlets, have it."""
    rows = view.rows(
        "SELECT v.number, v.current, v.size, v.run, n.begun FROM version v JOIN run n ON n.id = v.run"
        " WHERE v.report = ? ORDER BY v.number",
        (_key(view, report, outlet)[0],),
    )
    return tuple(
        VersionRow(version=number, current=bool(current), size=size, run=run, read=begun)
        for number, current, size, run, begun in rows
    )


def version_diff(
    view: Connection, report: str, *, outlet: str | None = None, before: int = 0, after: int = 0
) -> VersionDiff | None:
    """Return what differs between two versions, by default the last two; None where the report has only one.

    Raises UsageError where the record has no such report or version, or several outlets have the report.
    """
    key, name, of = _key(view, report, outlet)
    known = {row.version: row for row in versions(view, report, outlet=of)}
    last = max(known)
    after = after or last
    before = before or after - 1
    if not before and last == 1:
        return None
    for number in (before, after):
        if number not in known:
            raise UsageError(f"{report} has no version {number}: it has {', '.join(map(str, known))}")
    old, new = _version(view, key, before), _version(view, key, after)
    differing = changes(old[1], new[1])
    said_before, said_after = statements_of(view, old[0]), statements_of(view, new[0])
    said = tuple(_said(said_before, said_after, differing))
    return VersionDiff(
        report=name,
        outlet=of,
        before=known[before],
        after=known[after],
        before_title=old[2],
        after_title=new[2],
        before_model=old[3],
        after_model=new[3],
        changes=tuple(_text_changes(view, old, new, differing)),
        statements=said,
        kept=len(said_after) - sum(one.after is not None for one in said),
    )


def page(view: Connection, report: str, *, outlet: str | None = None, version: int = 0) -> Page | None:
    """Return the page that a version (the newest by default) was read from, as it was fetched; None where it was not.

    Raises UsageError as `versions`.
    """
    row = view.row(
        "SELECT source, run FROM version WHERE report = ? AND CASE WHEN ? THEN number = ? ELSE current END",
        (_key(view, report, outlet)[0], version, version),
    )
    return of_version(view, row[0], row[1]) if row else None


def _key(view: Connection, report: str, outlet: str | None) -> tuple[int, str, str]:
    found = [
        row
        for row in view.rows("SELECT id, name, outlet FROM report WHERE name = ? ORDER BY outlet", (report,))
        if outlet is None or row[2] == outlet
    ]
    if not found:
        raise UsageError(f"the record has no report {report!r}: `accordingto find` shows the ids")
    if len(found) > 1:
        outlets = ", ".join(repr(row[2]) for row in found)
        raise UsageError(f"{report!r} was reported by {len(found)} outlets ({outlets}): name one with --outlet")
    return found[0][0], found[0][1], found[0][2]


def _version(view: Connection, report: int, number: int) -> Row:
    """Return key, text, title and model of a version."""
    row = view.row("SELECT id, text, title, model FROM version WHERE report = ? AND number = ?", (report, number))
    assert row is not None  # it is one of those that the same snapshot has
    return row


def _text_changes(view: Connection, old: Row, new: Row, differing: Sequence[Change]) -> Iterator[TextChange]:
    cut_before, cut_after = (
        [Span(*row) for row in view.rows('SELECT "begin", "end" FROM cut WHERE version = ?', (version[0],))]
        for version in (old, new)
    )
    for change in differing:
        yield TextChange(
            kind=change.kind,
            before=change.before,
            after=change.after,
            before_words=old[1][slice(*change.before)],
            after_words=new[1][slice(*change.after)],
            cut=_within(change.before, cut_before) and _within(change.after, cut_after),
        )


def _within(span: Span, cuts: Sequence[Span]) -> bool:
    return span.begin == span.end or any(cut.begin <= span.begin and span.end <= cut.end for cut in cuts)


def _said(before: Sequence[Found], after: Sequence[Found], differing: Sequence[Change]) -> Iterator[StatementChange]:
    """Yield the statements that are not the same in both versions, in the order of the newer one, what is gone last."""
    left = list(before)
    unpaired = []
    for one in after:
        same = next((other for other in left if _words(other) == _words(one)), None)
        if same is None:
            unpaired.append(one)
            continue
        left.remove(same)
        if fields := _differing(same, one):
            yield StatementChange(kind="changed", before=same, after=one, fields=fields)
    for one in unpaired:
        other = max(left, key=lambda old: _alike(old, one, differing), default=None)
        if other is not None and _alike(other, one, differing) >= ALIKE:
            left.remove(other)
            fields = ("words", *_differing(other, one))
            yield StatementChange(kind="changed", before=other, after=one, fields=fields)
        else:
            yield StatementChange(kind="came", before=None, after=one, fields=())
    for other in left:
        yield StatementChange(kind="gone", before=other, after=None, fields=())


def _words(found: Found) -> tuple[str, ...]:
    parts = (found.source_words, found.cue_words, found.content_words)
    return tuple(" ".join(" ".join(words).split()) for words in parts)


def _differing(before: Found, after: Found) -> tuple[str, ...]:
    return tuple(field for field in _FIELDS if getattr(before.statement, field) != getattr(after.statement, field))


def _alike(before: Found, after: Found, differing: Sequence[Change]) -> float:
    """Return how much of the longer content (cue, where there is none) of two statements stands in the same place."""
    old_words, new_words = ({*" ".join(one.content_words).lower().split()} for one in (before, after))
    common = len(old_words & new_words) / max(1, min(len(old_words), len(new_words)))
    if before.who != after.who and common < COMMON:
        return 0.0
    spans_before = before.statement.content or before.statement.cue
    spans_after = after.statement.content or after.statement.cue
    if not spans_before or not spans_after:
        return 0.0
    old = moved(Span(spans_before[0].begin, spans_before[-1].end), differing)
    new = Span(spans_after[0].begin, spans_after[-1].end)
    return (min(old.end, new.end) - max(old.begin, new.begin)) / max(old.end - old.begin, new.end - new.begin, 1)
