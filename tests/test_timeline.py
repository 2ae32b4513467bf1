from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from accordingto import query
from accordingto.brief.forms import form
from accordingto.brief.page import gather
from accordingto.data import Analysis, Event, Report, Span
from accordingto.errors import UsageError
from accordingto.query import Filter
from accordingto.record.connection import Connection
from accordingto.record.view import view
from accordingto.record.writer import Writer
from accordingto.times import find_times, said
from tests.fakes import analysis_of

REPORTS = (
    Report(
        id="a",
        outlet="The Gull",
        published="2031-06-27",
        text="On Tuesday Ada Quill|assert|named|two brigades left the ford last week\n"
        "Norland|deny|named|moving any brigade since 2029\n",
    ),
    Report(id="b", outlet="Tidewater Post", text="a diplomat|assert|anonymous|the trains went by night on Wednesday\n"),
    Report(id="c", published="2031-07-02", text="Sael|demand|named|withdraw at once\n"),
)


def analysed(report: Report) -> Analysis:
    """Return the fake analysis of a report with its real times; "On Tuesday " is no part of the source."""
    analysis = analysis_of(report)
    statements = tuple(
        replace(one, source=(Span(one.source[0].begin + 11, one.source[0].end),), speaker=one.speaker[11:])
        if one.speaker.startswith("On Tuesday ") else one
        for one in analysis.statements
    )  # fmt: skip
    times = find_times(report, analysis.sentences)
    events = tuple(Event(trigger=Span(0, 1), type="RETREAT", time=n) for n, t in enumerate(times) if "week" in t.grain)
    dated = tuple(said(one, times, report, analysis.sentences) for one in statements)
    return replace(analysis, statements=statements, times=times, said=dated, events=events)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    path = tmp_path_factory.mktemp("timeline") / "story.db"
    with Writer(path) as writer:
        run = writer.begin_run("read", ("reports",), model="fake-1")
        for report in REPORTS:
            writer.write(report, analysed(report), run=run)
    with view(path) as opened:
        yield opened


def test_said(opened: Connection) -> None:
    rows = query.timeline(opened, "said")
    assert [(row.value, row.anchor, row.words, row.who) for row in rows] == [
        ("2031-06-24", "words", "Tuesday", "Ada Quill"),
        ("2031-06-27", "published", "", "Norland"),
        ("2031-07-02", "published", "", "Sael"),
    ]
    assert rows[0].what == ("two brigades left the ford last week",)


def test_happened_leaves_out_when_it_was_said(opened: Connection) -> None:
    rows = query.timeline(opened, "happened")
    assert [(row.value, row.words, row.who, row.act, row.events) for row in rows] == [
        ("2029/..", "since 2029", "Norland", "deny", ()),
        ("2031-06-16/2031-06-22", "last week", "Ada Quill", "assert", ("RETREAT",)),
    ]
    assert (rows[0].first, rows[0].last) == ("2029-01-01", "2031-06-27")
    report = REPORTS[0]
    assert all(row.span and report.text[slice(*row.span)] == row.words for row in rows)


def test_what_is_not_established_stands_in_the_tray(opened: Connection) -> None:
    (row,) = query.timeline(opened, "unresolved")
    assert (row.words, row.value, row.grain, row.anchor, row.report, row.who) == (
        "Wednesday", "", "", "none", "b", "a diplomat")  # fmt: skip


def test_moments_are_what_most_reports_tell_of(opened: Connection) -> None:
    (moment,) = query.moments(opened, limit=5)  # "since 2029" has an open end
    assert (moment.value, moment.reports, moment.row.words) == (
        "2031-06-16/2031-06-22", (("a", "The Gull"),), "last week")  # fmt: skip


def test_the_brief_has_them(opened: Connection) -> None:
    (dated,) = gather(opened).timeline
    assert (dated.value, dated.who, dated.reports) == ("2031-06-16/2031-06-22", "Ada Quill", (1,))
    assert "**16 Jun 2031 – 22 Jun 2031** · Ada Quill:" in form("md").render(gather(opened), width=0, colour=False)
    for name in ("terminal", "html"):
        assert "16 Jun 2031 –" in form(name).render(gather(opened), width=90, colour=False)


@pytest.mark.parametrize(
    ("during", "said_", "happened"),
    [
        ("2031-06", 2, 2),
        ("2031-06-24", 1, 1),
        ("2031-06-18/2031-06-20", 0, 2),
        ("2030", 0, 1),
        ("2031-07/..", 1, 0),
        ("../2028", 0, 0),
    ],
)
def test_during(opened: Connection, during: str, said_: int, happened: int) -> None:
    assert query.timeline(opened, "said", during=during).total == said_
    assert query.timeline(opened, "happened", during=during).total == happened


def test_limit_pages_through_a_lane(opened: Connection) -> None:
    first, second = (query.timeline(opened, "said", limit=2, offset=offset) for offset in (0, 2))
    assert [row.who for row in (*first, *second)] == ["Ada Quill", "Norland", "Sael"]
    assert first.total == second.total == 3
    assert query.timeline(opened, "said", report="c").total == 1


@pytest.mark.parametrize(
    ("during", "expected"),
    [
        ("2031-06-24", ["Ada Quill", "Norland"]),  # said on that Tuesday; "since 2029" holds on it
        ("2031-06-19", ["Ada Quill", "Norland"]),
        ("2030", ["Norland"]),
        ("2031-07", ["Sael"]),
        ("2028", []),
    ],
)
def test_statements_said_or_happening_during(opened: Connection, during: str, expected: list[str]) -> None:
    assert sorted(found.who for found in query.find(opened, Filter(during=during))) == expected


@pytest.mark.parametrize("wrong", ["March", "2031-13", "2031-06/2031-05", "2031/2032/2033"])
def test_a_range_that_is_none_is_named(opened: Connection, wrong: str) -> None:
    with pytest.raises(UsageError, match="during"):
        query.timeline(opened, "said", during=wrong)
    with pytest.raises(UsageError, match="during"):
        Filter(during=wrong)


def test_a_lane_that_is_none_is_named(opened: Connection) -> None:
    with pytest.raises(UsageError, match="said, happened, unresolved"):
        query.timeline(opened, "gone")
