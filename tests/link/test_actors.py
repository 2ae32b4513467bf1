"""Actors across reports, on reports made by hand: invented people and outlets, with states that exist."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from accordingto import query
from accordingto.data import Analysis, Mention, Report, Span, Statement
from accordingto.errors import UsageError
from accordingto.link import actors
from accordingto.query import Filter
from accordingto.record.connection import Connection, open_for_writing
from accordingto.record.writer import Writer
from accordingto.segment import segment

Said = tuple[str, str, str]
"""Source as written, resolved speaker, kind; what is said are the words behind the source."""


def analysis(report: Report, said: Sequence[Said]) -> Analysis:
    sentences = segment(report.text)
    statements = []
    for source, speaker, kind in said:
        begin = report.text.index(source)
        end = next(s.span.end for s in sentences if s.span.begin <= begin < s.span.end)
        span = Span(begin, begin + len(source))
        statements.append(
            Statement(source=(span,), content=(Span(span.end, end),), speaker=speaker, kind=kind, naming="named")
        )
    return Analysis(report_id=report.id, language="en", statements=tuple(statements), sentences=sentences, model="m")


STORY: tuple[tuple[str, str, str, tuple[Said, ...]], ...] = (
    (
        "a",
        "The Gull",
        "Kenyan Foreign Ministry spokeswoman Ada Quill denied it. Nairobi said no. Kenyan President Oren al-Tarsk"
        " called it a lie. US officials doubted it.",
        (
            ("Kenyan Foreign Ministry spokeswoman Ada Quill", "Ada Quill", "person"),
            ("Nairobi", "Kenya", "state"),
            ("Kenyan President Oren al-Tarsk", "Oren al-Tarsk", "person"),
            ("US officials", "US officials", "people"),
        ),
    ),
    (
        "b",
        "Tidewater Post",
        "Quill spoke of Oren Tarsk on Monday. The Northern Relief League (NRL) said Tarsk lied. Residents wept.",
        (
            ("Quill", "Quill", "person"),
            ("The Northern Relief League", "Northern Relief League", "organisation"),
            ("Residents", "Residents", "people"),
        ),
    ),
    (
        "c",
        "Tidewater Post",
        "NRL said more. Ada Quill, a doctor in Callow, fled. Kenya's foreign ministry was silent.",
        (
            ("NRL", "NRL", "organisation"),
            ("Ada Quill", "Ada Quill", "person"),
            ("Kenya's foreign ministry", "Kenya's foreign ministry", "state"),
        ),
    ),
)


def write(path: Path, story: Sequence[tuple[str, str, str, tuple[Said, ...]]]) -> None:
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="m")
        for name, outlet, text, said in story:
            report = Report(id=name, outlet=outlet, text=text, published=f"2026-03-0{ord(name) - 96}")
            writer.write(report, analysis(report, said), run=run)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Connection]:
    write(tmp_path / "story.db", STORY)
    connection = open_for_writing(tmp_path / "story.db")
    actors.rebuild(connection)
    yield connection
    connection.close()


def test_people_are_tied_to_their_body_and_it_to_its_state(record: Connection) -> None:
    quill = query.actor(record, query.actors(record, words="Ada Quill").rows[0].actor)
    assert quill.kind == "person"
    ministry = query.actor(record, quill.body_actor or 0)
    assert "foreign ministry" in ministry.name.lower()
    assert ministry.body == "Kenya"
    assert quill.why["body"] == {"reason": "role", "words": "Kenyan Foreign Ministry spokeswoman"}


def test_a_capital_and_a_ministry_by_another_name_are_no_actors_of_their_own(record: Connection) -> None:
    assert query.actor(record, "Nairobi").name == "Kenya"
    assert len([row for row in query.actors(record) if "ministry" in row.name.lower()]) == 1


def test_spellings_and_family_names_are_one_with_the_reason(record: Connection) -> None:
    tarsk = query.actor(record, "Oren Tarsk")
    assert {"Oren al-Tarsk", "Oren Tarsk"} <= {alias.name for alias in tarsk.aliases}
    assert tarsk.reports == 2
    spelt = next(alias for alias in tarsk.aliases if alias.name == "Oren Tarsk")
    assert spelt.why["report"] == "b"
    assert spelt.score < 1


def test_an_abbreviation_that_one_report_explains_is_known_in_another(record: Connection) -> None:
    league = query.actor(record, "NRL")
    assert league.name == "Northern Relief League"
    assert league.statements == 2


def test_two_people_of_one_name_stay_two(record: Connection) -> None:
    found = [row for row in query.actors(record, words="Ada Quill") if row.kind == "person"]
    roles = sorted(row.roles[0] for row in found if row.roles)
    assert roles == [
        "Kenyan Foreign Ministry spokeswoman",
        "doctor in Callow",
    ]


def test_a_bare_noun_is_no_actor(record: Connection) -> None:
    assert not query.actors(record, words="Residents").rows
    assert query.actor(record, "US officials").body == "United States"


def test_sightings_are_the_words_of_the_report(record: Connection) -> None:
    rows = list(
        record.rows('SELECT v.text, g."begin", g."end", g.name FROM sighting g JOIN version v ON v.id = g.version')
    )
    assert rows
    assert all(text[begin:end] == name for text, begin, end, name in rows)


def test_find_by_any_name_about_and_with_members(record: Connection) -> None:
    by_capital = {one.statement.speaker for one in query.find(record, Filter(by="Nairobi"))}
    assert by_capital == {"Kenya"}
    all_of_it = {one.statement.speaker for one in query.find(record, Filter(by="Kenya", members=True))}
    assert {"Kenya", "Ada Quill", "Oren al-Tarsk"} <= all_of_it
    about = [one.statement.speaker for one in query.find(record, Filter(about="Oren al-Tarsk"))]
    assert "Northern Relief League" in about


def test_who_is_not_there_is_an_error_that_helps(record: Connection) -> None:
    with pytest.raises(UsageError, match="nobody"):
        query.actor(record, "Bo Nobody")
    with pytest.raises(UsageError, match="by its number"):
        query.actor(record, "Ada Quill")


def actors_of(connection: Connection) -> set[tuple[str, str, int]]:
    return {(row.name, row.body, row.statements) for row in query.actors(connection)}


def test_one_by_one_and_again_gives_the_same(tmp_path: Path, record: Connection) -> None:
    write(tmp_path / "other.db", STORY)
    connection = open_for_writing(tmp_path / "other.db")
    for (version,) in list(connection.rows("SELECT id FROM version ORDER BY id")):
        actors.update(connection, [version])
    once = actors_of(connection)
    actors.update(connection, [version for (version,) in connection.rows("SELECT id FROM version ORDER BY id")])
    assert once == actors_of(connection) == actors_of(record)
    connection.close()


def test_what_rests_on_a_removed_report_goes(tmp_path: Path) -> None:
    path = tmp_path / "story.db"
    write(path, STORY)
    connection = open_for_writing(path)
    actors.rebuild(connection)
    with Writer(path) as writer:
        writer.remove("a")
        writer.remove("b")
    actors.tidy(connection)
    names = {alias.name for row in query.actors(connection) for alias in row.aliases}
    assert not names & {"Oren al-Tarsk", "Oren Tarsk", "Nairobi"}
    assert query.actor(connection, "NRL").statements == 1
    connection.close()


SHARED = Path(os.environ.get("ACCORDINGTO_SHARED", "../shared"))


@pytest.mark.corpora
@pytest.mark.model
@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="no seeds at $ACCORDINGTO_SHARED")
def test_the_seeds(tmp_path: Path) -> None:
    from accordingto.record.read import read

    read([str(path) for path in sorted((SHARED / "seeds").glob("*.txt"))], record=tmp_path / "seeds.db")
    connection = open_for_writing(tmp_path / "seeds.db")
    actors.rebuild(connection)
    assert query.actor(connection, "Assad").reports == 5
    for name in ("Maria Zakharova", "Sergei Lavrov", "Sergei Shoigu", "Valery Gerasimov"):
        body = query.actor(connection, query.actor(connection, name).body_actor or 0)
        assert body.body == "Russia", name
    spoken = {" ".join(one.source_words): one.statement.speaker for one in query.find(connection)}
    assert spoken["the columnist"] == "Julia Smirnova"
    assert next(who for words, who in spoken.items() if words.startswith("the expert,")) == "Pavel Felgenhauer"
    connection.close()


@pytest.mark.parametrize(("stands_for", "seen"), [("place", 1), ("others", 1), ("government", 2)])
def test_a_capital_that_is_flown_to_is_not_its_state(tmp_path: Path, stands_for: str, seen: int) -> None:
    text = "Nairobi said no. The envoy flew to Nairobi."  # whatever the words, it is the model that tells
    report = Report(id="a", outlet="The Gull", text=text)
    at = text.rindex("Nairobi")
    span = Span(at, at + len("Nairobi"))
    mention = Mention(span=span, head=span, type="LOC", form="name", chain=0, stands_for=stands_for)
    with Writer(tmp_path / "story.db") as writer:
        found = replace(analysis(report, (("Nairobi", "Kenya", "state"),)), mentions=(mention,))
        writer.write(report, found, run=writer.begin_run("read", (), model="m"))
    connection = open_for_writing(tmp_path / "story.db")
    actors.rebuild(connection)
    rows = list(connection.rows("SELECT 1 FROM sighting g JOIN actor a ON a.id = g.actor WHERE a.name = 'Kenya'"))
    connection.close()
    assert len(rows) == seen
