"""Events in a record: what is asked comes back with names, words and whose word it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accordingto.cli import main
from accordingto.data import Analysis, Event, Mention, Report, Sentence, Span, Statement, Time
from accordingto.errors import UsageError
from accordingto.query import EventFilter, events
from accordingto.record.view import view
from accordingto.record.writer import Writer

TEXT = "Norland shelled Ondry on Friday. Sael says it will expel Ilka Brasny."


def span(words: str) -> Span:
    begin = TEXT.index(words)
    return Span(begin, begin + len(words))


def mention(words: str, type_: str, form: str, chain: int) -> Mention:
    return Mention(span=span(words), head=span(words), type=type_, form=form, chain=chain)


ANALYSIS = Analysis(
    report_id="a",
    language="en",
    sentences=tuple(
        Sentence(span=span(s), words=(), paragraph=0)
        for s in ("Norland shelled Ondry on Friday.", "Sael says it will expel Ilka Brasny.")
    ),
    statements=(
        Statement(
            source=(span("Sael"),), cue=(span("says"),), content=(span("it will expel Ilka Brasny"),), speaker="Sael"
        ),
    ),
    mentions=(
        mention("Norland", "LOC", "name", 0),
        mention("Ondry", "LOC", "name", 1),
        mention("Sael", "LOC", "name", 2),
        mention("it", "LOC", "pronoun", 2),
        mention("Ilka Brasny", "PER", "name", 3),
    ),
    times=(Time(span=span("Friday"), value="2026-03-06", grain="day", anchor="published"),),
    events=(
        Event(
            trigger=span("shelled"), type="ASSAULT", source=(0,), target=(1,), time=0, score=0.9, why="act: 'shelled'"
        ),
        Event(trigger=span("expel"), type="SANCTION", source=(3,), target=(4,), status="planned", statement=0),
    ),
    model="m",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    record = tmp_path / "story.db"
    with Writer(record) as writer:
        run = writer.begin_run("read", (), model="m")
        writer.write(Report(id="a", outlet="Gull", text=TEXT, published="2026-04-02"), ANALYSIS, run=run)
    return record


def run(*args: object) -> Result:
    return CliRunner().invoke(main, ["events", *map(str, args)], env={"COLUMNS": "120"})


def test_an_event_comes_back_with_names_time_and_sentence(path: Path) -> None:
    with view(path) as opened:
        assault, sanction = events(opened)
    assert (assault.source, assault.target, assault.words, assault.time) == (
        ("Norland",),
        ("Ondry",),
        "shelled",
        "2026-03-06",
    )
    assert (assault.speaker, assault.statement, assault.time_words) == ("", None, "Friday")
    assert assault.sentence == "Norland shelled Ondry on Friday."
    assert TEXT[slice(*assault.span)] == assault.words
    assert (sanction.source, sanction.speaker, sanction.status) == (("Sael",), "Sael", "planned")


@pytest.mark.parametrize(
    ("what", "types"),
    [
        (EventFilter(), ["ASSAULT", "SANCTION"]),
        (EventFilter(type="ASSAULT"), ["ASSAULT"]),
        (EventFilter(by="norland"), ["ASSAULT"]),
        (EventFilter(by="Sael"), ["SANCTION"]),
        (EventFilter(to="Brasny Ilka"), ["SANCTION"]),
        (EventFilter(by="Brasny"), []),
        (EventFilter(during="2026-03"), ["ASSAULT"]),
        (EventFilter(during="2026-04-02"), ["SANCTION"]),
        (EventFilter(during="2026-03/2026-05"), ["ASSAULT", "SANCTION"]),
        (EventFilter(told=True), ["ASSAULT"]),
        (EventFilter(report="b"), []),
    ],
)
def test_filters(path: Path, what: EventFilter, types: list[str]) -> None:
    with view(path) as opened:
        found = events(opened, what)
    assert [row.type for row in found] == types
    assert found.total == len(types)


def test_limit_and_offset_keep_the_total(path: Path) -> None:
    with view(path) as opened:
        found = events(opened, limit=1, offset=1)
    assert [row.type for row in found] == ["SANCTION"]
    assert found.total == 2


@pytest.mark.parametrize("bad", [{"type": "WAR"}, {"during": "spring"}, {"during": "2026-13"}, {"during": "2026-3"}])
def test_what_cannot_be_asked_is_said(bad: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        EventFilter(**bad)  # type: ignore[arg-type]


def test_command_shows_whose_word_it_is(path: Path) -> None:
    result = run("--record", path)
    assert result.exit_code == 0
    assert "assault" in result.output
    assert "sanction (planned)" in result.output
    assert "according to Sael" in " ".join(result.output.split())


def test_command_as_json(path: Path) -> None:
    rows = [json.loads(line) for line in run("--record", path, "--json", "--type", "assault").stdout.splitlines()]
    assert [(row["type"], row["source"], row["why"]) for row in rows] == [("ASSAULT", ["Norland"], "act: 'shelled'")]


def test_command_says_when_nothing_fits(path: Path) -> None:
    result = run("--record", path, "--by", "nobody")
    assert result.exit_code == 0
    assert "nothing found" in result.stderr
