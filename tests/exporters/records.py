"""A record made by hand for the exports: the desk's invented story, with actors, and a report with an event in it."""

from __future__ import annotations

import json
from pathlib import Path

from accordingto.data import Analysis, Event, Mention, Report, Sentence, Span, Statement, Time
from accordingto.record.connection import open_for_writing
from accordingto.record.writer import Writer
from tests.desk.stories import story

TEXT = "🎭 Per Åström said “Norland’s army shelled Sæl on 3 March”.\n=SUM(A1) is what Bo wrote.\n"


def span_of(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def full(path: Path) -> Path:
    story(path)
    said = Statement(source=(span_of("Per Åström"),), cue=(span_of("said"),), speaker="Per Åström", kind="person",
                     content=(span_of("“Norland’s army shelled Sæl on 3 March”"),), naming="named", act="criticise",
                     quote="direct")  # fmt: skip
    wrote = Statement(source=(span_of("Bo"),), cue=(span_of("wrote"),), content=(span_of("=SUM(A1)"),), speaker="=Bo",
                      kind="person", naming="named")  # fmt: skip
    mentions = tuple(
        Mention(span=span_of(words), head=span_of(words), type=kind, form="name", chain=chain)
        for chain, (words, kind) in enumerate([("Norland’s army", "ORG"), ("Sæl", "LOC"), ("Per Åström", "PER")])
    )
    day = Time(span=span_of("3 March"), value="2026-03-03", grain="day", anchor="published")
    shelled = Event(trigger=span_of("shelled"), type="ASSAULT", source=(0,), target=(1,), place=1, time=0, statement=0,
                    score=0.5, why="a rule")  # fmt: skip
    line = TEXT.index("\n")
    sentences = (Sentence(span=Span(0, line), words=(), paragraph=0),
                 Sentence(span=Span(line + 1, len(TEXT) - 1), words=(), paragraph=1))  # fmt: skip
    analysis = Analysis(report_id="å", language="en", statements=(said, wrote), sentences=sentences, mentions=mentions,
                        times=(day,), events=(shelled,), model="fake-1")  # fmt: skip
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="fake-1")
        writer.write(Report(id="å", outlet="Sæl Post", text=TEXT, published="2026-03-09"), analysis, run=run)
    add_actors(path)
    return path


def add_actors(path: Path) -> None:
    connection = open_for_writing(path)
    for number, name, kind, body in ((101, "Norland", "state", None), (102, "Army of Norland", "state", 101),
                                     (103, "Per Åström", "person", None)):  # fmt: skip
        connection.run("INSERT INTO actor (id, name, kind, body, why) VALUES (?, ?, ?, ?, '{}')",
                       (number, name, kind, body))  # fmt: skip
    connection.run("INSERT INTO alias VALUES (102, 'Norland’s army', 0.9, ?)", (json.dumps({"why": "genitive"}),))
    connection.run("INSERT INTO alias VALUES (102, 'Army of Norland', 1.0, '{}')")
    for actor, speaker in ((101, "Norland"), (103, "Per Åström")):
        connection.run(
            "INSERT OR IGNORE INTO actor_statement SELECT id, ? FROM statement WHERE speaker = ?", (actor, speaker)
        )
    connection.run("UPDATE holder SET actor = 101 WHERE speaker = 'Norland'")
    connection.run("INSERT INTO actor_chain SELECT m.version, m.chain, 102 FROM mention m WHERE m.chain = 0")
    connection.close()
