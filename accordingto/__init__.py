"""accordingto reads news reports of a story and keeps the record of who says what, on whose word, and who denies it.

    import accordingto

    accordingto.read("reports/", record="story.db")
    for found in accordingto.find(act="deny", record="story.db"):
        print(found.who, found.content_words)

Every command is a function here. Nothing heavy is loaded before it is used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO, overload

if TYPE_CHECKING:
    from accordingto.answers import (
        ClaimRow,
        CopyGroup,
        CorrectionRow,
        Found,
        HolderRow,
        LineStep,
        OriginRow,
        TimelineRow,
    )
    from accordingto.brief.page import Brief
    from accordingto.correct import Corrector
    from accordingto.data import Analysis, Problem, Report
    from accordingto.link.link import Linking
    from accordingto.record.read import Analyses, Reading
    from accordingto.table import Table

__all__ = (
    "analyse",
    "brief",
    "claims",
    "copies",
    "correct",
    "corrections",
    "demo",
    "desk",
    "export",
    "find",
    "holders",
    "line",
    "origins",
    "read",
    "reanalyse",
    "relink",
    "remove",
    "timeline",
)


def read(
    sources: str | Path | Iterable[str | Path],
    *,
    record: str | Path | None = None,
    outlet: str = "",
    published: str = "",
    follow: bool = False,
    analyser: Analyses | None = None,
) -> Reading:
    """Read sources (files, folders, globs, addresses, "-") into a record; return what was read, skipped and failed.

    `record` is its path (None takes the setting); it is made where missing. `outlet` and `published` supply what bare
    files lack; with `follow`, the pages are fetched of which a feed holds a summary only. Raises UsageError,
    NotARecord, RecordBusy; what fails in a single source is counted, not raised.
    """
    from accordingto.record.read import read as into

    reading = into(sources, record=record, outlet=outlet, published=published, follow=follow, analyser=analyser)
    _linked(record)
    return reading


@overload
def analyse(reports: str | Report, *, analyser: Analyses | None = None) -> Analysis: ...
@overload
def analyse(reports: Iterable[Report], *, analyser: Analyses | None = None) -> Iterator[Analysis | Problem]: ...
def analyse(
    reports: str | Report | Iterable[Report], *, analyser: Analyses | None = None
) -> Analysis | Iterator[Analysis | Problem]:
    """Return who says what in one report (or bare text), or yield it for many, in order.

    Of bare text, what is not the report is found and left alone; a Report says itself what is cut. Of many, a report
    that fails gives a Problem in its place; of one, AccordingtoError is raised.
    """
    from accordingto.data import Problem, Report
    from accordingto.errors import AccordingtoError

    if analyser is None:
        from accordingto.analyse import Analyser

        analyser = Analyser()
    if isinstance(reports, str):
        from accordingto.cuts import find_cuts

        reports = Report(id="", text=reports, cut=find_cuts(reports))
    if not isinstance(reports, Report):
        return analyser.stream(reports)
    (result,) = analyser.stream([reports])
    if isinstance(result, Problem):
        raise AccordingtoError(f"the report could not be analysed: {result.reason} {result.detail}".rstrip())
    return result


def find(
    words: str = "",
    *,
    like: str = "",
    by: str = "",
    members: bool = False,
    about: str = "",
    speaker: str = "",
    report: str = "",
    outlet: str | None = None,
    act: Sequence[str] = (),
    kind: Sequence[str] = (),
    naming: Sequence[str] = (),
    firmness: Sequence[str] = (),
    quote: Sequence[str] = (),
    since: str = "",
    until: str = "",
    during: str = "",
    anonymous: bool = False,
    limit: int | None = None,
    offset: int = 0,
    order: str = "",
    record: str | Path | None = None,
) -> Table[Found]:
    """Return the statements of a record that fit; see `accordingto.query.Filter` for what each field asks.

    Labels may be given as one string or several. Raises RecordMissing, NotARecord, UsageError.
    """
    from accordingto import query
    from accordingto.record.view import view

    what = query.Filter(
        words=words,
        like=like,
        by=by,
        members=members,
        about=about,
        speaker=speaker,
        report=report,
        outlet=outlet,
        act=act,
        kind=kind,
        naming=naming,
        firmness=firmness,
        quote=quote,
        since=since,
        until=until,
        during=during,
        anonymous=anonymous,
    )
    with view(record) as opened:
        return query.find(opened, what, limit=limit, offset=offset, order=order)


def brief(record: str | Path | None = None, *, complete: bool = False) -> Brief:
    """Return the story of a record on one page, as data; `accordingto.brief.forms` turns it into text."""
    from accordingto.brief.page import gather
    from accordingto.record.view import view

    with view(record) as opened:
        return gather(opened, complete=complete)


def copies(record: str | Path | None = None) -> Table[CopyGroup]:
    """Return the groups of reports of a record that share text, with the shared passages; see `query.copies`."""
    from accordingto import query
    from accordingto.record.view import view

    with view(record) as opened:
        return query.copies(opened)


def correct(record: str | Path | None = None, *, by: str = "", analyser: Analyses | None = None) -> Corrector:
    """Open a record to correct it; `by` is whose corrections they are (that of the user of the computer if empty).

        with accordingto.correct("story.db", by="Ada") as correct:
            correct.label("saltgate.html", 3, "act", "deny")

    See `accordingto.correct.Corrector` for what can be corrected. Raises RecordMissing, NotARecord, RecordBusy.
    """
    from accordingto.correct import Corrector
    from accordingto.settings import settings

    return Corrector(settings().record if record is None else record, by=by, analyser=analyser)


def corrections(record: str | Path | None = None, *, report: str = "") -> Table[CorrectionRow]:
    """Return the corrections of a record (on one report), with what became of each; see `query.corrections`."""
    from accordingto import query
    from accordingto.record.view import view

    with view(record) as opened:
        return query.corrections(opened, report=report)


def export(to: str, out: BinaryIO, *, record: str | Path | None = None, table: str = "") -> None:
    """Write a record to a binary stream in the form of another program (one table of it, where the form has tables).

    `to` is one of `accordingto.exporters.names()`. Raises UsageError where there is no such form or table.
    """
    from accordingto.exporters import load, load_for_tables
    from accordingto.record.view import view

    with view(record) as opened:
        if table:
            load_for_tables(to).write_table(opened, out, table=table)
        else:
            load(to).write(opened, out)


def timeline(
    lane: str,
    *,
    during: str = "",
    report: str = "",
    limit: int | None = None,
    offset: int = 0,
    record: str | Path | None = None,
) -> Table[TimelineRow]:
    """Return a lane of a record's timeline: "said", "happened" or "unresolved"; see `query.timeline`."""
    from accordingto import query
    from accordingto.record.view import view

    with view(record) as opened:
        return query.timeline(opened, lane, during=during, report=report, limit=limit, offset=offset)


def demo(record: str | Path, *, analyser: Analyses | None = None) -> Brief:
    """Read the sample story into a record and return it on one page."""
    from accordingto.sample import sample_story

    read(sample_story(), record=record, analyser=analyser)
    return brief(record)


def desk(record: str | Path | None = None, *, host: str = "", port: int | None = None, by: str = "") -> None:
    """Show a record in the browser until interrupted; its address is logged. `port` 0 takes a free one.

    Empty `host` and no `port` take the settings; `by` is whose corrections are made there. Raises RecordMissing,
    NotARecord, UsageError.
    """
    import logging

    from accordingto.desk.serve import serve
    from accordingto.settings import settings

    chosen = settings()
    serve(
        Path(chosen.record if record is None else record),
        host=host or chosen.desk_host,
        port=chosen.desk_port if port is None else port,
        by=by,
        ready=lambda address: logging.getLogger(__name__).warning("the desk is open at %s", address),
    )


def remove(report: str, *, outlet: str | None = None, record: str | Path | None = None) -> int:
    """Take a report and all that rests on it out of a record; return how many versions of its text that were.

    Raises UsageError where there is none of that id, or several outlets have it and none is named.
    """
    from accordingto.record.writer import Writer
    from accordingto.settings import settings

    with Writer(settings().record if record is None else record, make=False) as writer:
        versions = writer.remove(report, outlet=outlet)
    _linked(record)
    return versions


def reanalyse(record: str | Path | None = None, *, analyser: Analyses | None = None) -> Reading:
    """Analyse again what stands in a record and comes from another model than the one of now."""
    from accordingto.record.read import reanalyse as again

    reading = again(record, analyser=analyser)
    _linked(record)
    return reading


def relink(record: str | Path | None = None) -> Linking:
    """Throw away what links the reports of a record and make it anew; return what was done."""
    return _linked(record, anew=True)


def claims(
    words: str = "", *, status: str = "", limit: int | None = None, offset: int = 0, record: str | Path | None = None
) -> Table[ClaimRow]:
    """Return the claims of a record, those most fought over first; see `query.claims`."""
    from accordingto import query
    from accordingto.record.view import view

    with view(record) as opened:
        return query.claims(opened, status=status, words=words, limit=limit, offset=offset)


def holders(claim: str, *, record: str | Path | None = None) -> Table[HolderRow]:
    """Return who takes which stance on a claim (its name) and where, in order of time."""
    from accordingto import query
    from accordingto.record.view import view

    with view(record) as opened:
        return query.holders(opened, claim)


def line(actor: int | str, *, claim: str = "", record: str | Path | None = None) -> Table[LineStep]:
    """Return how an actor's stance on each claim (on one) went over time; see `query.line`."""
    from accordingto import query
    from accordingto.record.view import view

    with view(record) as opened:
        return query.line(opened, actor, claim=claim)


def origins(*, claim: str = "", record: str | Path | None = None) -> Table[OriginRow]:
    """Return the origins that the words of a record (of one claim) come from."""
    from accordingto import query
    from accordingto.record.view import view

    with view(record) as opened:
        return query.origins(opened, claim=claim)


def _linked(record: str | Path | None, *, anew: bool = False) -> Linking:
    from accordingto.link.link import link
    from accordingto.query import keep

    done = link(record, anew=anew)
    keep(record)
    return done


class _Package(ModuleType):
    # The import system sets a loaded module as an attribute of its package; `analyse`, `brief` and `copies` are names
    # of a verb and of a module each. The verb stays; modules are reached with `from accordingto.analyse import …`.
    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
