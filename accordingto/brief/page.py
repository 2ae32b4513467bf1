"""A record in, the story on one page out: who speaks, what they say, who denies it, who will not say.

The page is data (`Brief`); `forms` turns it into what a person reads. It counts and quotes and says nothing about what
is true. Each line names the reports that it stands in by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from accordingto import query
from accordingto.answers import ActorRow, ClaimRow, CopyCount, CutCount, Found, ReportRow, SpeakerCount
from accordingto.data import ACTS
from accordingto.record.connection import Connection
from accordingto.shown import ESTABLISHED

FETCHED = 500
"""Statements looked through for a section of the short page: enough to choose from, few enough for any record."""
VAGUE_WORDS = 2
"""A content of so few words ("it", "the charge") says nothing by itself: its sentence is shown instead."""
MOMENTS, ALL_MOMENTS = 6, 200
"""Times on the short page and on the whole one; `accordingto timeline` has every one."""
CONTESTED = 5
SPEAKERS = 10
ACTORS = 8
VOICES = 6
VOICE_LINES = 3
SOURCES = 3
"""What the short page holds: contested claims, speakers counted, actors described, speakers quoted, lines of each, and
sources of a problem."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What someone says, in the words of the first report that has it, and the numbers of all that have it."""

    who: str
    kind: str
    naming: str
    act: str
    polarity: str
    firmness: str
    distance: str
    cue: str
    words: str
    according_to: str
    """Who says that it was said; empty where the report says so itself."""
    reports: tuple[int, ...]
    score: float = 1.0
    """How sure the model is of the act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines of one sort; `total` counts statements, `left` the lines that are not shown."""

    name: str
    title: str
    total: int
    lines: tuple[Line, ...]
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """When something happened, as the reports of these numbers tell it, in the words of one of them."""

    value: str
    who: str
    words: str
    reports: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A report that lines point at by its number."""

    number: int
    report: str
    outlet: str
    title: str
    published: str
    url: str
    published_sure: str = ""
    kind: str = "news"
    credits: tuple[str, ...] = ()
    """Agencies whose work it says is in it: their words are no second origin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemCount:
    """How many sources were skipped or failed for a reason, and some or all of them."""

    reason: str
    number: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The story on one page."""

    record: str
    complete: bool
    """Whether everything is on it, or the first of each sort."""
    reports: int
    outlets: int
    undated: int
    first: str
    last: str
    size: int
    """Code points in all reports, what is cut included."""
    statements: int
    speakers: tuple[SpeakerCount, ...]
    speakers_left: int
    sections: tuple[Section, ...]
    timeline: tuple[Dated, ...] = ()
    """The times that most reports tell of, in order."""
    voices: tuple[Section, ...]
    voices_left: int
    evidence: tuple[Evidence, ...]
    cuts: tuple[CutCount, ...]
    skipped: tuple[ProblemCount, ...]
    failed: tuple[ProblemCount, ...]
    models: tuple[str, ...]
    unfinished: int
    """Runs that did not come to their end, or still go on."""
    contested: tuple[ClaimRow, ...] = ()
    """The claims most fought over; `claims` counts all by status."""
    claims: Mapping[str, int] = field(default_factory=dict)
    actors: tuple[ActorRow, ...] = ()
    """Of those that say most, who has other names, a role or a body in the reports."""
    copies: CopyCount = field(default_factory=lambda: CopyCount(groups=0, reports=0))
    """Reports that share their text: as many outlets are not as many origins, and how many there are is not known."""


@dataclass(frozen=True, slots=True)
class _Sort:
    name: str
    title: str
    acts: tuple[str, ...]
    lines: int
    anonymous: bool = False


_SORTS = (
    _Sort("denials", "Denied", ("deny",), 8),
    _Sort("refusals", "Will not say", ("decline",), 5),
    _Sort("doubts", "Doubted", ("doubt",), 4),
    _Sort("demands", "Demands, warnings, pledges", ("demand", "warn", "pledge"), 8),
    _Sort("anonymous", "On the word of anonymous sources", (), 6, anonymous=True),
)


def gather(view: Connection, *, complete: bool = False) -> Brief:
    """Return the page of a record; `complete` leaves nothing out."""
    reports = query.reports(view).rows
    numbers = {(row.report, row.outlet): number for number, row in enumerate(reports, start=1)}
    sections = tuple(section for sort in _SORTS if (section := _section(view, sort, numbers, complete=complete)).lines)
    speakers = query.speakers(view).rows
    told = set() if complete else {_key(line) for section in sections for line in section.lines}
    quoted = speakers if complete else speakers[:VOICES]
    voices = tuple(_voice(view, one, numbers, told, complete=complete) for one in quoted)
    voices = tuple(voice for voice in voices if voice.lines)
    timeline = _timeline(view, numbers, complete=complete)
    cited = {number for part in (*sections, *voices) for line in part.lines for number in line.reports}
    cited |= {number for dated in timeline for number in dated.reports}
    dates = sorted(row.published[:10] for row in reports if row.published)
    return Brief(
        record=str(view.path),
        complete=complete,
        reports=len(reports),
        outlets=len({row.outlet for row in reports} - {""}),
        undated=len(reports) - len(dates),
        first=dates[0] if dates else "",
        last=dates[-1] if dates else "",
        size=sum(row.size for row in reports),
        statements=query.count_statements(view),
        speakers=speakers if complete else speakers[:SPEAKERS],
        speakers_left=0 if complete else max(len(speakers) - SPEAKERS, 0),
        sections=sections,
        timeline=timeline,
        voices=voices,
        voices_left=len(speakers) - len(quoted),
        evidence=_evidence(reports, None if complete else cited),
        cuts=query.count_cuts(view).rows,
        skipped=_problems(view, "skipped", complete=complete),
        failed=_problems(view, "failed", complete=complete),
        models=tuple(sorted({row.model for row in reports} - {""})),
        unfinished=sum(not run.ended for run in query.runs(view)),
        contested=query.claims(view, status="contested", limit=None if complete else CONTESTED).rows,
        claims=query.count_claims(view),
        actors=_actors(view, complete=complete),
        copies=query.count_copies(view),
    )


def _actors(view: Connection, *, complete: bool) -> tuple[ActorRow, ...]:
    rows = query.actors(view, limit=None if complete else 4 * ACTORS).rows
    described = [row for row in rows if row.statements and (len(row.aliases) > 1 or row.roles or row.body)]
    return tuple(described if complete else described[:ACTORS])


def _timeline(view: Connection, numbers: Mapping[tuple[str, str], int], *, complete: bool) -> tuple[Dated, ...]:
    return tuple(
        Dated(
            value=moment.value,
            who=moment.row.who if moment.row.what else "",
            words=" … ".join(moment.row.what) or moment.row.sentence,
            reports=tuple(sorted(numbers[report] for report in moment.reports)),
        )
        for moment in query.moments(view, limit=ALL_MOMENTS if complete else MOMENTS)
    )


def _section(view: Connection, sort: _Sort, numbers: Mapping[tuple[str, str], int], *, complete: bool) -> Section:
    what = query.Filter(act=sort.acts, anonymous=sort.anonymous)
    found = query.find(view, what, limit=None if complete else FETCHED, order="oldest")
    lines = _lines(found, numbers)
    # On a short page what is surest comes first; tenths, so that lines as sure as each other keep their order of time.
    # An act that is likelier wrong than right is no denial to lead with.
    sure = [line for line in lines if line.score >= ESTABLISHED]
    surest = sorted(sure, key=lambda line: (-len(line.reports), -round(line.score, 1)))
    kept = lines if complete else surest[: sort.lines]
    return Section(name=sort.name, title=sort.title, total=found.total, lines=tuple(kept), left=len(lines) - len(kept))


def _voice(
    view: Connection,
    speaker: SpeakerCount,
    numbers: Mapping[tuple[str, str], int],
    told: set[tuple[str, ...]],
    *,
    complete: bool,
) -> Section:
    what = query.Filter(speaker=speaker.speaker)
    found = query.find(view, what, limit=None if complete else FETCHED, order="oldest")
    lines = _lines(found, numbers)
    fresh = [line for line in lines if _key(line) not in told]
    kept = fresh if complete else fresh[:VOICE_LINES]
    return Section(
        name="voice",
        title=speaker.speaker,
        total=found.total,
        lines=tuple(sorted(kept, key=lambda line: ACTS.index(line.act))),
        left=len(fresh) - len(kept),
    )


def _lines(found: Iterable[Found], numbers: Mapping[tuple[str, str], int]) -> list[Line]:
    """Return a line for each different thing said, those that most reports have first, else in order of time."""
    lines: dict[tuple[str, ...], Line] = {}
    for one in found:
        number = numbers[one.report, one.outlet]
        line = _line(one, number)
        if held := lines.get(_key(line)):
            line = replace(held, reports=tuple(dict.fromkeys((*held.reports, number))))
        lines[_key(line)] = line
    return sorted(lines.values(), key=lambda line: -len(line.reports))


def _line(one: Found, number: int) -> Line:
    words = " … ".join(one.content_words)
    if len(words.split()) <= VAGUE_WORDS and one.sentence:
        words = one.sentence
    statement = one.statement
    return Line(
        who=one.who,
        kind=statement.kind,
        naming=statement.naming,
        act=statement.act,
        polarity=statement.polarity,
        firmness=statement.firmness,
        distance=statement.distance,
        cue=" … ".join(one.cue_words),
        words=words,
        according_to=one.parent_speaker,
        reports=(number,),
        score=statement.scores.get("act", 1.0),
    )


def _key(line: Line) -> tuple[str, ...]:
    said = "".join(sign for sign in line.words.casefold() if sign.isalnum())
    return (line.who.casefold(), line.act, line.polarity, said, line.according_to.casefold())


def _evidence(reports: Iterable[ReportRow], cited: set[int] | None) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            number=number,
            report=row.report,
            outlet=row.outlet,
            title=row.title,
            published=row.published,
            url=row.url,
            published_sure=row.published_sure,
            kind=row.kind,
            credits=row.credits,
        )
        for number, row in enumerate(reports, start=1)
        if cited is None or number in cited
    )


def _problems(view: Connection, outcome: str, *, complete: bool) -> tuple[ProblemCount, ...]:
    by_reason: dict[str, list[str]] = {}
    for row in query.problems(view, outcome=outcome):
        detail = f" ({row.detail})" if row.detail else ""
        by_reason.setdefault(row.reason, []).append(row.source + detail)
    return tuple(
        ProblemCount(reason=reason, number=len(sources), sources=tuple(sources if complete else sources[:SOURCES]))
        for reason, sources in sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0]))
    )
