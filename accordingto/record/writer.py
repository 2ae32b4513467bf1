"""Writes a record: reports and their analyses in, rows out, one transaction a report.

What was written stays whatever happens next. A report is its id and outlet; another text under them is a new version,
and the old one is kept. A text that any version of the report has already adds nothing.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from accordingto.data import Analysis, Credit, Dateline, Event, Mention, Problem, Report, Time
from accordingto.errors import RecordMissing, UsageError
from accordingto.record import corrected, migrations
from accordingto.record.connection import Connection, open_for_writing
from accordingto.record.pages import OF_PAGE, Pages
from accordingto.record.rows import STATEMENT_COLUMNS, statement_values
from accordingto.record.signatures import Signatures
from accordingto.times import days

log = logging.getLogger(__name__)


class Known(Enum):
    """What a record knows of a report."""

    NEW = "new"
    CHANGED = "new version"
    UNANALYSED = "text kept, not analysed"
    ANALYSED = "already known"


class Writer:
    """The one that writes to the record at `path`, which it makes where it is missing (unless `make` is False).

    Raises UsageError where the file cannot be made, NotARecord where it is no record, RecordBusy where another process
    does not finish writing in time.
    """

    def __init__(self, path: str | Path, *, make: bool = True) -> None:
        self.path = Path(path)
        if not make and not self.path.exists():
            raise RecordMissing(str(self.path))
        self._connection = open_for_writing(self.path)
        try:
            if not make and not migrations.applied(self._connection):
                migrations.pending(self._connection)
            # A record of a newer version, or a database of something else, is refused before anything is set in it.
            migrations.applied(self._connection)
            self._connection.run("PRAGMA journal_mode = WAL")
            self._connection.run("PRAGMA synchronous = NORMAL")
            migrations.migrate(self._connection)
            self._signatures = Signatures(self._connection)
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def connection(self) -> Connection:
        """The connection that it writes through."""
        return self._connection

    def close(self) -> None:
        """Close the record."""
        self._connection.close()

    def begin_run(self, command: str, sources: Iterable[str], *, model: str) -> int:
        """Write down that a run begins; return its number. What has no signature of this version is signed first."""
        self._sign_rest()
        with self._connection.transaction():
            return self._connection.run(
                "INSERT INTO run (command, sources, model, begun) VALUES (?, ?, ?, ?)",
                (command, json.dumps(list(sources)), model, _now()),
            )

    def end_run(self, run: int, counts: Mapping[str, int]) -> None:
        """Write down that a run came to its end, and what it counted."""
        with self._connection.transaction():
            values = (_now(), json.dumps(dict(counts)), run)
            self._connection.run("UPDATE run SET ended = ?, counts = ? WHERE id = ?", values)

    def pages(self, run: int) -> Pages:
        """Return the shelf on which the pages that a run fetches are kept."""
        return Pages(self._connection, run)

    def known(self, report: Report) -> Known:
        """Tell what the record knows of a report, by its id, outlet and text."""
        return self._known(report)[0]

    def corrected(self, report: Report) -> Report:
        """Return a report with the corrections of its cuts that are in force: what the analyser is to read."""
        cut = corrected.corrected_cuts(self._connection, (report.id, report.outlet), report.text, report.cut)
        return replace(report, cut=cut)

    def write(self, report: Report, analysis: Analysis | None, *, run: int) -> Known:
        """Write a report and what was found in it; return what was known of it before.

        `analysis` is None where the analysis failed: the text is kept, and a later run analyses it. A text that the
        record has with its analysis adds nothing.
        """
        with self._connection.transaction():
            known, version = self._known(report)
            if known in (Known.NEW, Known.CHANGED):
                version = self._add_version(report, run)
            if analysis is not None and known is not Known.ANALYSED:
                self._add_analysis(version, report.text, analysis, run)
        return known

    def write_problem(self, problem: Problem, *, run: int) -> None:
        """Write down what was skipped or failed."""
        with self._connection.transaction():
            self._connection.run(
                "INSERT INTO problem (run, source, outcome, stage, reason, detail) VALUES (?, ?, ?, ?, ?, ?)",
                (run, problem.source, problem.outcome, problem.stage, problem.reason, problem.detail),
            )

    def others_than(self, model: str, *, only: Container[int] | None = None) -> Iterator[Report]:
        """Yield the reports, as they stand now, that `model` has not analysed; writing while they come is allowed.

        `only` are the rows of versions to which it keeps.
        """
        last = 0
        while row := self._connection.row(
            f"SELECT v.id, r.name, r.outlet, {', '.join(_REPORT_FIELDS[2:])}"
            " FROM version v JOIN report r ON r.id = v.report WHERE current AND model <> ? AND v.id > ?"
            " ORDER BY v.id LIMIT 1",
            (model, last),
        ):
            last = row[0]
            if only is not None and last not in only:
                continue
            fields: dict[str, Any] = dict(zip(_REPORT_FIELDS, row[1:], strict=True))
            dateline = self._connection.row(
                'SELECT "begin", "end", place, day FROM dateline WHERE version = ?', (last,)
            )
            credits = self._connection.rows(
                'SELECT "begin", "end", agency, words FROM credit WHERE version = ?', (last,)
            )
            yield Report(
                **fields,
                dateline=Dateline(*dateline) if dateline else None,
                credits=tuple(Credit(*credit) for credit in credits),
                cut=self._signatures.cut_of(last),
            )

    def replace(self, report: Report, analysis: Analysis, *, run: int) -> None:
        """Put a new analysis of a report in place of the one that the record has; a report taken out stays out."""
        with self._connection.transaction():
            known, version = self._known(report)
            if known in (Known.ANALYSED, Known.UNANALYSED):
                self._add_analysis(version, report.text, analysis, run)

    def remove(self, name: str, *, outlet: str | None = None) -> int:
        """Take a report and all that rests on it out; return how many versions of its text that were.

        Raises UsageError where there is none of that id, or several outlets have it and `outlet` names none.
        """
        with self._connection.transaction():
            found = self._connection.rows("SELECT id, outlet FROM report WHERE name = ? ORDER BY outlet", (name,))
            reports = [(report, str(of)) for report, of in found if outlet is None or of == outlet]
            if not reports:
                of = f" of outlet {outlet!r}" if outlet is not None else ""
                raise UsageError(f"{self.path} has no report {name!r}{of}: `accordingto find` shows the ids")
            if len(reports) > 1:
                raise UsageError(
                    f"{name!r} was reported by {len(reports)} outlets ({', '.join(repr(of) for _, of in reports)}):"
                    " name one with --outlet"
                )
            versions = self._connection.row("SELECT count(*) FROM version WHERE report = ?", (reports[0][0],))
            # The pages that it was read from hold its text; other reports of theirs come back when they are read again.
            self._connection.run(
                f"DELETE FROM page WHERE EXISTS (SELECT 1 FROM version v WHERE v.report = ? AND {OF_PAGE})",
                (reports[0][0],),
            )
            self._connection.run("DELETE FROM report WHERE id = ?", (reports[0][0],))
            corrected.lose(self._connection, (name, reports[0][1]))
        return versions[0] if versions else 0

    def _known(self, report: Report) -> tuple[Known, int]:
        row = self._connection.row(
            "SELECT v.id, v.model FROM report r LEFT JOIN version v ON v.report = r.id AND v.hash = ?"
            " WHERE r.name = ? AND r.outlet = ?",
            (_hash(report.text), report.id, report.outlet),
        )
        if row is None:
            return Known.NEW, 0
        if row[0] is None:
            return Known.CHANGED, 0
        return Known.ANALYSED if row[1] else Known.UNANALYSED, row[0]

    def _add_version(self, report: Report, run: int) -> int:
        name = (report.id, report.outlet)
        self._connection.run("INSERT INTO report (name, outlet) VALUES (?, ?) ON CONFLICT DO NOTHING", name)
        found = self._connection.row(
            "SELECT r.id, count(v.id) FROM report r LEFT JOIN version v ON v.report = r.id"
            " WHERE name = ? AND outlet = ? GROUP BY r.id",
            name,
        )
        assert found is not None
        self._connection.run("UPDATE version SET current = 0 WHERE report = ? AND current", (found[0],))
        number = found[1] + 1
        fields = [getattr(report, field) for field in _REPORT_FIELDS[2:]]
        version = self._connection.run(
            f"INSERT INTO version (report, number, current, hash, size, run, {', '.join(_REPORT_FIELDS[2:])})"
            f" VALUES (?, ?, 1, ?, ?, ?{', ?' * len(fields)})",
            (found[0], number, _hash(report.text), len(report.text), run, *fields),
        )
        self._connection.run_many("INSERT INTO cut VALUES (?, ?, ?, ?)", ((version, *cut) for cut in report.cut))
        if report.dateline:
            self._connection.run("INSERT INTO dateline VALUES (?, ?, ?, ?, ?)", (version, *report.dateline))
        self._connection.run_many(
            "INSERT INTO credit VALUES (?, ?, ?, ?, ?)", ((version, *one) for one in report.credits)
        )
        corrected.apply_to_cuts(self._connection, version)
        self._signatures.forget_versions(found[0])
        self._signatures.sign(version)
        return version

    def _sign_rest(self) -> None:
        """Sign the reports that an older version of accordingto recorded; stopped, it goes on at the next run."""
        last = signed = 0
        while version := self._signatures.next_unsigned(last):
            with self._connection.transaction():
                self._signatures.sign(version)
            last, signed = version, signed + 1
        if signed:
            log.info("looked for copies of %d reports that an older version had recorded", signed)

    def _add_analysis(self, version: int, text: str, analysis: Analysis, run: int) -> None:
        model = analysis.model
        if not model and (of_run := self._connection.row("SELECT model FROM run WHERE id = ?", (run,))):
            model = str(of_run[0])
        corrected.forget(self._connection, version)
        for table in ("sentence", "statement", "mention", "time", "event", "said"):
            self._connection.run(f"DELETE FROM {table} WHERE version = ?", (version,))
        self._connection.run_many(
            "INSERT INTO sentence VALUES (?, ?, ?, ?, ?)",
            ((version, number, *one.span, one.paragraph) for number, one in enumerate(analysis.sentences)),
        )
        self._connection.run_many(
            f"INSERT INTO statement (version, number, {', '.join(STATEMENT_COLUMNS)}, model)"
            f" VALUES ({', '.join('?' * (len(STATEMENT_COLUMNS) + 3))})",
            ((version, number, *statement_values(one, text), model) for number, one in enumerate(analysis.statements)),
        )
        tables: dict[str, Sequence[Mention | Time | Event]]
        tables = {"mention": analysis.mentions, "time": analysis.times, "event": analysis.events}
        of_report = self._connection.row("SELECT substr(published, 1, 10) FROM version WHERE id = ?", (version,))
        day = str(of_report[0]) if of_report else ""
        for table, rows in tables.items():
            columns = _COLUMNS[table]
            self._connection.run_many(
                f"INSERT INTO {table} (version, number, {', '.join(columns)})"
                f" VALUES ({', '.join('?' * (len(columns) + 2))})",
                ((version, number, *_values(row, day)) for number, row in enumerate(rows)),
            )
        self._connection.run_many(
            "INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (version, number, one.value, one.how, one.time, *days(one.value, day))
                for number, one in enumerate(analysis.said)
            ),
        )
        self._connection.run(
            "UPDATE version SET model = ?, analysed_run = ?, language = coalesce(nullif(?, ''), language) WHERE id = ?",
            (model, run, analysis.language, version),
        )
        corrected.apply_to_statements(self._connection, version)


_REPORT_FIELDS = (
    *("id", "outlet", "text", "title", "byline", "published", "published_how", "published_sure"),
    *("updated", "updated_how", "updated_sure", "seen", "seen_how"),
    *("url", "language", "kind", "kind_why", "source", "reader"),
)


_COLUMNS = {
    "mention": ('"begin"', '"end"', "head_begin", "head_end", "type", "form", "chain", "stands_for"),
    "time": ('"begin"', '"end"', "value", "grain", "anchor", "first", "last"),
    "event": (
        *('"begin"', '"end"', "type", "mode", "source", "target", "place", "time", "negated", "statement"),
        *("status", "why", "score"),
    ),
}


def _values(row: Mention | Time | Event, day: str) -> tuple[str | int | float | None, ...]:
    match row:
        case Mention():
            return (*row.span, *row.head, row.type, row.form, row.chain, row.stands_for)
        case Time():
            return (*row.span, row.value, row.grain, row.anchor, *days(row.value, day))
    source, target = json.dumps(row.source), json.dumps(row.target)
    rest = (source, target, row.place, row.time, int(row.negated), row.statement, row.status, row.why, row.score)
    return (*row.trigger, row.type, row.mode, *rest)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
