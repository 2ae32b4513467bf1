from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from accordingto import query
from accordingto.data import Analysis, Mention, Report, Sentence, Span, Statement
from accordingto.record.connection import Connection, open_for_writing
from accordingto.record.view import view
from accordingto.record.writer import Writer

LINES = (
    ("Orl", "assert", "the bridge is open", "bridge", "asserts"),
    ("Sael", "deny", "the bridge is open", "bridge", "denies"),
    ("Orl", "assert", "the bridge was never shut", "bridge", "asserts"),
    ("Sael", "assert", "the dam has failed", "dam", "asserts"),
    ("Orl", "doubt", "the dam has failed", "dam", "doubts"),
    ("Lund", "assert", "it rained", "rain", "asserts"),
    ("Orl", "criticise", "the lies of Sael", "", ""),
    ("Orl", "assert", "it rained", "rain", "asserts"),
)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Connection]:
    path = tmp_path / "topics.db"
    text, sentences, statements, mentions = "", [], [], []
    for number, (who, act, what, *_) in enumerate(LINES):
        begin = len(text)
        text += f"{who} said {what}.\n"
        at = begin + len(who) + 6
        source = Span(begin, begin + len(who))
        statements.append(Statement(source=(source,), cue=(Span(at - 5, at - 1),), content=(Span(at, at + len(what)),),
                                    speaker=who, kind="person", naming="named", act=act))  # fmt: skip
        sentences.append(Sentence(span=Span(begin, len(text) - 1), words=(), paragraph=number))
        mentions.append(Mention(span=source, head=source, type="PER", form="name", chain=number))
    analysis = Analysis(report_id="r", language="en", statements=tuple(statements), sentences=tuple(sentences),
                        mentions=tuple(mentions), model="m")  # fmt: skip
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="m")
        writer.write(Report(id="r", outlet="Gull", published="2026-03-01", text=text), analysis, run=run)
    connection = open_for_writing(path)
    with connection.transaction():
        _link(connection, text)
    connection.close()
    with view(path) as reading:
        yield reading


def _link(connection: Connection, text: str) -> None:
    actors = {
        name: connection.run("INSERT INTO actor (name, kind, why) VALUES (?, 'person', '{}')", (name,))
        for name in ("Orl", "Sael", "Lund")
    }
    claims: dict[str, int] = {}
    for number, (who, _, what, claim, stance) in enumerate(LINES, start=1):
        connection.run("INSERT INTO actor_statement VALUES (?, ?)", (number, actors[who]))
        if not claim:
            continue
        if claim not in claims:
            claims[claim] = connection.run(
                "INSERT INTO claim (name, text, slot, contested, status, weight, digest)"
                " VALUES (?, ?, '', 0, 'open', 1, '')",
                (claim, what),
            )
            connection.run("INSERT INTO origin (name, how, who, why) VALUES (?, 'statement', '', '{}')", (claim,))
        begin = text.index(what)
        connection.run(
            'INSERT INTO holder (claim, version, statement, "begin", "end", speaker, actor, stance, act, firmness,'
            " value, origin, said, said_how, score, why)"
            " SELECT ?, 1, ?, ?, ?, ?, ?, ?, '', 'certain', '', id, '', '', 1, '{}' FROM origin WHERE name = ?",
            (claims[claim], number, begin, begin + len(what), who, actors[who], stance, claim),
        )
    named = text.index("Sael", text.index("the lies"))
    connection.run("INSERT INTO sighting VALUES (1, ?, ?, ?, 'Sael', '', '')", (named, named + 4, actors["Sael"]))


def test_what_an_actor_says_stands_under_its_topics(opened: Connection) -> None:
    found = query.topics(opened, 1)
    assert found.total == 5
    assert [(topic.claim, topic.total, [one.number for one in topic.statements]) for topic in found] == [
        ("bridge", 2, [0, 2]),
        ("", 3, [4, 6, 7]),
    ]


def test_a_part_of_the_topics_says_how_much_there_is(opened: Connection) -> None:
    found = query.topics(opened, 1, limit=2, offset=1)
    assert [(topic.claim, topic.total, [one.number for one in topic.statements]) for topic in found] == [
        ("bridge", 2, [2]),
        ("", 3, [4]),
    ]
    assert found.total == 5


def test_whom_an_actor_speaks_against(opened: Connection) -> None:
    (sael,) = query.opponents(opened, 1)
    assert (sael.name, sael.denies, sael.denied, sael.criticised) == (
        "Sael",
        (("dam", "the dam has failed"),),
        (("bridge", "the bridge is open"),),
        1,
    )
    (orl,) = query.opponents(opened, 2)
    assert (orl.name, [name for name, _ in orl.denies], [name for name, _ in orl.denied], orl.criticised) == (
        "Orl",
        ["bridge"],
        ["dam"],
        0,
    )
    assert query.opponents(opened, 3).rows == ()
