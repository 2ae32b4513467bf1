"""Sources in, a record out: reads, skips what the record has, analyses the rest and writes it, a report at a time.

Stopped at any point, nothing that was written is lost, and the same call goes on where it stopped. `reanalyse` runs the
model of now over what another one analysed. Neither prints: who watches is told of each report and problem.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from accordingto.data import Analysis, Problem, Report
from accordingto.record.writer import Known, Writer
from accordingto.settings import settings


class Analyses(Protocol):
    """What analyses reports, in order; a crash in one becomes a Problem in its place."""

    @property
    def model(self) -> str:
        """Name of the model's version."""

    def stream(self, reports: Iterable[Report]) -> Iterator[Analysis | Problem]:
        """Yield one result a report."""


@dataclass(slots=True)
class Reading:
    """What a run has done so far."""

    reports: Counter[Known] = field(default_factory=Counter)
    statements: int = 0
    cut: Counter[str] = field(default_factory=Counter)
    """Characters cut, by reason, in the reports that were new."""
    languages: Counter[str] = field(default_factory=Counter)
    """Reports that were not analysed because they are not in English, by language."""
    pages: Counter[str] = field(default_factory=Counter)
    """Pages "fetched" and "unchanged"."""
    skipped: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    def counts(self) -> dict[str, int]:
        """Return the figures that the record keeps of a run."""
        return {known.name.lower(): number for known, number in self.reports.items()} | {
            "statements": self.statements,
            "skipped": self.skipped.total(),
            "failed": self.failed.total(),
        }


Watch = Callable[[Report | Problem, Reading], None]
"""Is told of each report that was written or known, and of each problem."""


def _unwatched(_: Report | Problem, __: Reading) -> None:
    return


def read(
    sources: str | Path | Iterable[str | Path],
    *,
    record: str | Path | None = None,
    outlet: str = "",
    published: str = "",
    follow: bool = False,
    stdin: BinaryIO | None = None,
    analyser: Analyses | None = None,
    watch: Watch = _unwatched,
) -> Reading:
    """Read sources (one, or several: files, folders, globs, addresses, "-" for stdin) into a record.

    `record` is its path (None takes the setting; it is made where missing), `outlet` and `published` supply what bare
    files lack, with `follow` the pages are fetched of which a feed holds a summary, `analyser` stands in for the
    shipped model. Pages that are fetched are kept in the record. What fails is written to it and counted; only what
    keeps the whole run from going on is raised (UsageError, NotARecord, RecordBusy).
    """
    from accordingto.ingest import ingest

    names = [str(source) for source in ([sources] if isinstance(sources, (str, Path)) else sources)]
    analyser = analyser or _shipped()
    reading = Reading()
    with Writer(settings().record if record is None else record) as writer:
        run = writer.begin_run("read", names, model=analyser.model)

        def told(problem: Problem) -> None:
            _count_problem(problem, reading, writer, run)
            watch(problem, reading)

        waiting: deque[Report] = deque()
        shelf = writer.pages(run)
        reading.pages = shelf.counts
        found = ingest(names, outlet=outlet, published=published, follow=follow, stdin=stdin, shelf=shelf)
        for result in analyser.stream(_unread(found, waiting, writer, reading, told, watch)):
            report = waiting.popleft()
            analysis = result if isinstance(result, Analysis) else None
            known = writer.write(report, analysis, run=run)
            _count_report(report, known, analysis, reading)
            if isinstance(result, Problem):
                told(result)
            elif not _is_english(result.language):
                reading.languages[result.language] += 1
                told(
                    Problem(
                        source=report.source or report.id,
                        outcome="skipped",
                        stage="analyse",
                        reason="not in English",
                        detail=f"language {result.language}, text kept",
                    )
                )
            watch(report, reading)
        shelf.drop_unused()
        writer.end_run(run, reading.counts())
    return reading


def reanalyse(
    record: str | Path | None = None,
    *,
    analyser: Analyses | None = None,
    watch: Watch = _unwatched,
    only: Container[int] | None = None,
) -> Reading:
    """Analyse again what stands in a record and comes from another model; older versions of a text stay as they are.

    `only` are the rows of versions to which it keeps.
    """
    path = settings().record if record is None else record
    reading = Reading()
    with Writer(path, make=False) as writer:
        analyser = analyser or _shipped()
        run = writer.begin_run("reanalyse", (), model=analyser.model)
        waiting: deque[Report] = deque()

        def others() -> Iterator[Report]:
            for report in writer.others_than(analyser.model, only=only):
                waiting.append(report)
                yield report

        for result in analyser.stream(others()):
            report = waiting.popleft()
            if isinstance(result, Problem):
                _count_problem(result, reading, writer, run)
                watch(result, reading)
                continue
            writer.replace(report, result, run=run)
            _count_report(report, Known.UNANALYSED, result, reading)
            watch(report, reading)
        writer.end_run(run, reading.counts())
    return reading


def _unread(
    found: Iterable[Report | Problem],
    waiting: deque[Report],
    writer: Writer,
    reading: Reading,
    told: Callable[[Problem], None],
    watch: Watch,
) -> Iterator[Report]:
    for item in found:
        if isinstance(item, Problem):
            told(item)
        elif writer.known(item) is Known.ANALYSED:
            reading.reports[Known.ANALYSED] += 1
            watch(item, reading)
        else:
            waiting.append(item)
            yield writer.corrected(item)


def _count_report(report: Report, known: Known, analysis: Analysis | None, reading: Reading) -> None:
    reading.reports[known] += 1
    if known is Known.ANALYSED:
        return
    for begin, end, reason in report.cut:
        reading.cut[reason] += end - begin
    reading.statements += len(analysis.statements) if analysis else 0


def _count_problem(problem: Problem, reading: Reading, writer: Writer, run: int) -> None:
    writer.write_problem(problem, run=run)
    (reading.skipped if problem.outcome == "skipped" else reading.failed)[problem.reason] += 1


def _is_english(language: str) -> bool:
    # "und" is a text whose language cannot be told; the analyser reads it.
    return language in ("", "und", "en") or language.startswith("en-")


def _shipped() -> Analyses:
    from accordingto.analyse import Analyser

    return Analyser()
