"""Corrects a record: what somebody says is wrong in, an entry and everything that follows from it out.

Each call names what it means as the record shows it now (report, number of a statement, actor, claim), quotes the words
that this rests on, writes that down with who and when, and applies it at once. Only the report, actors or claims that
it bears on are worked out again. It holds for every later run; `undo` takes it back, and both entries stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from accordingto.answers import HolderRow
from accordingto.data import FIRMNESSES, LABELS, PARTS, STANCES, Span, Statement
from accordingto.errors import UsageError
from accordingto.link import corrected as story
from accordingto.link.anchors import place_of_holder, place_of_statement, reference_to_actor, reference_to_claim
from accordingto.link.link import link
from accordingto.link.statuses import refresh
from accordingto.record import corrections
from accordingto.record.corrected import apply_to_cuts, apply_to_statements, current_version
from accordingto.record.corrections import FIELDS, ON_STORY, Correction
from accordingto.record.quotes import quoted
from accordingto.record.read import Analyses, reanalyse
from accordingto.record.replay import anchor_of
from accordingto.record.rows import STATEMENT_COLUMNS, statement_of
from accordingto.record.writer import Writer

Spans = Sequence[tuple[int, int]]
CUT_BY_HAND = "marked by hand"


class Corrector:
    """Writes corrections into a record, in one person's name (that of the user of the computer where none is given).

    Raises RecordMissing where there is no record, RecordBusy where another process does not finish writing in time.
    Every method raises UsageError where what it is told of is not in the record. Leave it with `close` (or `with`):
    reports whose cuts have changed are analysed again then, by `analyser` if it is given, and what was linked of a
    corrected report is linked again.
    """

    def __init__(self, record: str | Path, *, by: str = "", analyser: Analyses | None = None) -> None:
        self.by = by or corrections.user()
        self._path, self._analyser = Path(record), analyser
        self._writer = Writer(record, make=False)
        self._connection = self._writer.connection
        self._uncut: set[int] = set()
        self._unlinked = False

    def __enter__(self) -> Corrector:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the record, and work out again what is left to."""
        self._writer.close()
        if self._uncut:
            reanalyse(self._path, analyser=self._analyser, only=self._uncut)
        if self._unlinked:
            link(self._path)

    def label(
        self, report: str, statement: int, field: str, value: str | int | None, *, outlet: str | None = None,
        note: str = "",
    ) -> int:  # fmt: skip
        """Set the speaker, a label (one of FIELDS) or the parent of a statement; return the correction's number.

        `statement` is its number in the report; so is `value` of "parent", None where it stands in no other.
        """
        if field not in FIELDS:
            raise UsageError(f"{field!r} cannot be set: it is none of {', '.join(FIELDS)}")
        if field in LABELS and value not in LABELS[field]:
            raise UsageError(f"{field} {value!r} is none of {', '.join(repr(one) for one in LABELS[field])}")
        where = self._report(report, outlet)
        set_: dict[str, object] = {"field": field, "value": value}
        if field == "parent":
            if value == statement:
                raise UsageError(f"statement {statement} cannot stand inside itself")
            set_["value"] = None if value is None else self._anchor(where, int(value))
        anchor = {"statement": self._anchor(where, statement)}
        return self._on_report("label", where, anchor, set_, note)

    def span(
        self, report: str, statement: int, part: str, spans: Spans, *, outlet: str | None = None, note: str = ""
    ) -> int:
        """Say where a part (source, cue, content) of a statement stands: pieces of the report's text."""
        if part not in PARTS:
            raise UsageError(f"{part!r} is no part of a statement: it is none of {', '.join(PARTS)}")
        if part == "content" and not spans:
            raise UsageError("a statement has a content: say that it is none with `reject`")
        where = self._report(report, outlet)
        pieces = self._quoted(where, spans)
        anchor = {"statement": self._anchor(where, statement)}
        return self._on_report("span", where, anchor, {"part": part, "pieces": pieces}, note)

    def reject(self, report: str, statement: int, *, outlet: str | None = None, note: str = "") -> int:
        """Say that what was taken for a statement is none."""
        where = self._report(report, outlet)
        return self._on_report("reject", where, {"statement": self._anchor(where, statement)}, {}, note)

    def add(
        self,
        report: str,
        *,
        content: Spans,
        source: Spans = (),
        cue: Spans = (),
        labels: Mapping[str, str],
        outlet: str | None = None,
        note: str = "",
    ) -> int:
        """Add a statement that was not found. `labels` sets the act and whatever of FIELDS is not the usual value.

        Of a statement with a source, kind and naming must be said, too.
        """
        where = self._report(report, outlet)
        _check_labels(labels, has_source=bool(source))
        if not content:
            raise UsageError("a statement has a content: which words?")
        spans = {"source": source, "cue": cue, "content": content}
        anchor = {part: self._quoted(where, pieces) for part, pieces in spans.items()}
        return self._on_report("add", where, anchor, dict(labels), note)

    def cut(
        self,
        report: str,
        begin: int,
        end: int,
        *,
        cut: bool,
        reason: str = CUT_BY_HAND,
        outlet: str | None = None,
        note: str = "",
    ) -> int:
        """Say that words are not part of the report (`cut`), or that they are; it is analysed again on `close`."""
        where = self._report(report, outlet)
        (piece,) = self._quoted(where, [(begin, end)])
        value = {"cut": cut, "reason": reason} if cut else {"cut": False}
        return self._on_report("cut", where, {"piece": piece}, value, note)

    def merge_actors(self, actors: Sequence[int], *, name: str = "", note: str = "") -> int:
        """Say that several actors are one; the first keeps its name, unless another is given."""
        if len(set(actors)) < 2:
            raise UsageError("a merge needs two actors that differ")
        anchor = {"actors": [reference_to_actor(self._connection, one) for one in dict.fromkeys(actors)]}
        return self._on_story("merge actors", anchor, {"name": name} if name else {}, note)

    def split_actor(
        self,
        actor: int,
        *,
        name: str,
        names: Iterable[str] = (),
        statements: Iterable[tuple[str, str, int]] = (),
        kind: str = "",
        note: str = "",
    ) -> int:
        """Say that an actor is two: these names of it, and these statements, are of another one called `name`.

        `statements` are (report, outlet, number).
        """
        if kind and kind not in LABELS["kind"]:
            raise UsageError(f"kind {kind!r} is none of {', '.join(LABELS['kind'])}")
        moved, places = list(names), [self._place(*one) for one in statements]
        if not name.strip() or not (moved or places):
            raise UsageError("a split needs a name for the other actor, and which names or statements are its own")
        anchor = {"actor": reference_to_actor(self._connection, actor), "places": places}
        value = {"name": name, "names": moved} | ({"kind": kind} if kind else {})
        return self._on_story("split actor", anchor, value, note)

    def merge_claims(self, claims: Sequence[str], *, text: str = "", note: str = "") -> int:
        """Say that several claims are one; the first keeps its text, unless another is given."""
        if len(set(claims)) < 2:
            raise UsageError("a merge needs two claims that differ")
        anchor = {"claims": [reference_to_claim(self._connection, one) for one in dict.fromkeys(claims)]}
        return self._on_story("merge claims", anchor, {"text": text} if text else {}, note)

    def split_claim(self, claim: str, *, text: str, holders: Iterable[HolderRow], note: str = "") -> int:
        """Say that a claim is two: these holders of it (as `query.holders` gives them) hold another one, `text`."""
        places = [place_of_holder(self._connection, self._holder(claim, one)) for one in holders]
        if not places or not text.strip():
            raise UsageError("a split needs the text of the other claim, and which holders are its own")
        anchor = {"claim": reference_to_claim(self._connection, claim), "places": places}
        return self._on_story("split claim", anchor, {"text": text}, note)

    def stance(
        self, claim: str, holder: HolderRow, *, stance: str | None, firmness: str = "", value: str | None = None,
        note: str = "",
    ) -> int:  # fmt: skip
        """Say which stance a holder (as `query.holders` gives it) takes on a claim, or that it takes none (None).

        `stance` is one of STANCES; firmness and value stay where they are not given.
        """
        if stance is not None and stance not in STANCES:
            raise UsageError(
                f"stance {stance!r} is none of {', '.join(STANCES)}, or None: it is no holder of the claim"
            )
        if firmness and firmness not in FIRMNESSES:
            raise UsageError(f"firmness {firmness!r} is none of {', '.join(FIRMNESSES)}")
        set_ = {"stance": stance, "firmness": firmness or None, "value": value}
        anchor = {
            "claim": reference_to_claim(self._connection, claim),
            "place": place_of_holder(self._connection, self._holder(claim, holder)),
        }
        return self._on_story("stance", anchor, {key: one for key, one in set_.items() if one is not None}, note)

    def span_of(
        self,
        report: str,
        words: str,
        *,
        outlet: str | None = None,
        near: int | None = None,
        statement: int | None = None,
    ) -> Span:
        """Return where words stand in a report: of several places the one nearest to `near` (or to a statement).

        Raises UsageError where they are not in it, or stand in several places and nothing says which is meant.
        """
        where = self._report(report, outlet)
        _, text = self._text(where)
        places = [at for at in range(len(text)) if text.startswith(words, at)] if words else []
        if not places:
            raise UsageError(f"{report!r} does not have the words {words!r}, letter for letter")
        if near is None and statement is not None:
            near = self._begin(where, statement)
        if near is None and len(places) > 1:
            raise UsageError(f"{words!r} stands {len(places)} times in {report!r}: give more words around it")
        at = min(places, key=lambda place: abs(place - (near or 0)))
        return Span(at, at + len(words))

    def outlet_of(self, report: str) -> str:
        """Return the outlet of a report; UsageError where there is none of that id, or several outlets have it."""
        return self._report(report, None)[1]

    def undo(self, number: int, *, note: str = "") -> None:
        """Take a correction back; undoing an undoing brings it into force again."""
        with self._connection.transaction():
            undone = corrections.undo(self._connection, number, by=self.by, note=note)
            if undone.kind in ON_STORY:
                self._apply_to_story()
            else:
                self._apply_to_report(undone.kind, (undone.report, undone.outlet))

    def _on_report(
        self, kind: str, where: tuple[str, str], anchor: Mapping[str, object], value: Mapping[str, object], note: str
    ) -> int:
        report, outlet = where
        with self._connection.transaction():
            number = corrections.append(
                self._connection,
                Correction(kind=kind, by=self.by, report=report, outlet=outlet, anchor=anchor, value=value, note=note),
            )
            self._apply_to_report(kind, where)
        return number

    def _on_story(self, kind: str, anchor: Mapping[str, object], value: Mapping[str, object], note: str) -> int:
        with self._connection.transaction():
            number = corrections.append(
                self._connection, Correction(kind=kind, by=self.by, anchor=anchor, value=value, note=note)
            )
            self._apply_to_story()
        return number

    def _apply_to_report(self, kind: str, where: tuple[str, str]) -> None:
        if (version := current_version(self._connection, where)) is None:
            return
        if kind != "cut":
            apply_to_statements(self._connection, version)
        elif apply_to_cuts(self._connection, version):
            self._uncut.add(version)
        # Linking takes up what it does not know as it is now: this report alone.
        if self._connection.row("SELECT 1 FROM linked WHERE version = ?", (version,)):
            self._connection.run("DELETE FROM linked WHERE version = ?", (version,))
            self._unlinked = True

    def _apply_to_story(self) -> None:
        refresh(self._connection, story.apply(self._connection))

    def _report(self, report: str, outlet: str | None) -> tuple[str, str]:
        rows = self._connection.rows("SELECT outlet FROM report WHERE name = ? ORDER BY outlet", (report,))
        outlets = [str(of) for (of,) in rows if outlet is None or of == outlet]
        if not outlets:
            of = f" of outlet {outlet!r}" if outlet is not None else ""
            raise UsageError(f"{self._path} has no report {report!r}{of}: `accordingto find --json` shows the ids")
        if len(outlets) > 1:
            raise UsageError(f"{report!r} was reported by {', '.join(repr(of) for of in outlets)}: name the outlet")
        return report, outlets[0]

    def _text(self, where: tuple[str, str]) -> tuple[int, str]:
        version = current_version(self._connection, where)
        row = self._connection.row("SELECT id, text FROM version WHERE id = ?", (version,))
        assert row is not None  # a report has a version
        return row[0], row[1]

    def _statement(self, where: tuple[str, str], number: int) -> tuple[int, Statement]:
        version, _ = self._text(where)
        columns = ", ".join(STATEMENT_COLUMNS)
        row = self._connection.row(
            f"SELECT id, {columns} FROM statement WHERE version = ? AND number = ?", (version, number)
        )
        if row is None:
            raise UsageError(f"{where[0]!r} has no statement {number}: `accordingto find --json --report` shows them")
        return row[0], statement_of(row[1:])

    def _anchor(self, where: tuple[str, str], number: int) -> dict[str, object]:
        return anchor_of(self._text(where)[1], self._statement(where, number)[1])

    def _begin(self, where: tuple[str, str], number: int) -> int:
        statement = self._statement(where, number)[1]
        return min((span.begin for span in (*statement.cue, *statement.content)), default=0)

    def _place(self, report: str, outlet: str, number: int) -> dict[str, object]:
        row, _ = self._statement(self._report(report, outlet), number)
        return place_of_statement(self._connection, row)

    def _holder(self, claim: str, holder: HolderRow) -> int:
        row = self._connection.row(
            "SELECT h.id FROM holder h JOIN claim c ON c.id = h.claim JOIN version v ON v.id = h.version"
            " JOIN report r ON r.id = v.report LEFT JOIN actor a ON a.id = h.actor WHERE c.name = ? AND r.name = ?"
            ' AND r.outlet = ? AND v.number = ? AND h."begin" = ? AND h."end" = ?'
            " ORDER BY coalesce(a.name, h.speaker) <> ?, h.id LIMIT 1",
            (claim, holder.report, holder.outlet, holder.version, *holder.span, holder.speaker),
        )
        if row is None:
            raise UsageError(f"claim {claim!r} has no holder in {holder.report!r} at {tuple(holder.span)}")
        return int(row[0])

    def _quoted(self, where: tuple[str, str], spans: Spans) -> list[dict[str, str | int]]:
        _, text = self._text(where)
        for begin, end in spans:
            if not 0 <= begin < end <= len(text):
                raise UsageError(f"{where[0]!r} has {len(text):,} characters: there is no piece [{begin}, {end}] in it")
        return [quoted(text, span).as_json() for span in sorted(Span(*one) for one in spans)]


def _check_labels(labels: Mapping[str, str], *, has_source: bool) -> None:
    needed = ("act", "kind", "naming") if has_source else ("act",)
    if missing := [name for name in needed if name not in labels]:
        raise UsageError(f"a statement that is added needs its {', '.join(missing)}")
    known = {"speaker", *LABELS} & {*Statement.__dataclass_fields__}
    for name, value in labels.items():
        if name not in known:
            raise UsageError(f"{name!r} cannot be set: it is none of {', '.join(sorted(known))}")
        if name in LABELS and value not in LABELS[name]:
            raise UsageError(f"{name} {value!r} is none of {', '.join(repr(one) for one in LABELS[name])}")
