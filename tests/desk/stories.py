"""Records made by hand for the desk: an invented story with claims, one of hostile reports, an empty one."""

from __future__ import annotations

import json
from pathlib import Path

from accordingto.data import Analysis, Cut, Event, Mention, Problem, Report, Sentence, Span, Statement, Time
from accordingto.record.connection import open_for_writing
from accordingto.record.writer import Writer
from tests.fakes import STORY, analysis_of
from tests.test_copies import WIRE

HOST = "127.0.0.1:8420"
NESTED = "The Gull wrote that Ada Quill said the mill had burned. Nobody was hurt.\n\nMENU HOME\n\nA last line.\n"
ATTACK = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><b onmouseover=alert(3)>{{ 7*7 }}\u202egnp.exe\ud800\x00"
)
HOSTILE = Report(
    id=f"evil\ud800{ATTACK[:30]}",
    outlet=ATTACK,
    title=ATTACK,
    byline=ATTACK,
    published="2026-03-02",
    url="javascript:alert(4)",
    language="en",
    text=f"{ATTACK} said {ATTACK}.\n",
)


def story(path: Path) -> Path:
    """Write the invented story, with a claim on which three take a stance."""
    with Writer(path) as writer:
        run = writer.begin_run("read", ("reports",), model="fake-1")
        for report in STORY:
            writer.write(report, analysis_of(report), run=run)
        writer.write(nested(), nested_analysis(), run=run)
        for outlet in ("Gannet", "Gazette"):
            writer.write(Report(id="wire", outlet=outlet, text=WIRE, published="2026-03-06"), None, run=run)
        writer.write_problem(Problem(source="x.pdf", outcome="failed", stage="read", reason="no text"), run=run)
        writer.write_problem(Problem(source="y.csv", outcome="skipped", stage="read", reason="no column"), run=run)
        writer.end_run(run, {})
    add_actors(path)
    add_claims(path)
    return path


def nested() -> Report:
    """Return a report with a statement inside another and a piece that is cut."""
    begin = NESTED.index("MENU")
    return Report(id="mill & co/1?", outlet="Coast", text=NESTED, cut=(Cut(begin, begin + 9, "menu"),))


def nested_analysis() -> Analysis:
    """Return what is said in it."""
    outer = Statement(
        source=(Span(0, 8),), cue=(Span(9, 14),), content=(Span(20, 54),), speaker="The Gull",
        kind="media", naming="named", scores={"statement": 0.9, "act": 0.8},
    )  # fmt: skip
    inner = Statement(
        source=(Span(20, 29),), cue=(Span(30, 34),), content=(Span(35, 54),), speaker="Ada Quill", parent=0,
        kind="person", naming="named", firmness="possible", scores={"statement": 0.7},
    )  # fmt: skip
    sentences = (
        Sentence(span=Span(0, 55), words=(), paragraph=0),
        Sentence(span=Span(56, 72), words=(), paragraph=0),
    )
    gull, ada, mill = (
        Mention(span=span, head=span, type="ORG", form="name", chain=number)
        for number, span in enumerate((Span(0, 8), Span(20, 29), Span(35, 43)))
    )
    burned, left_open = (
        Time(span=Span(48, 54), value="2026-02-20/2026-02-28", grain="month", anchor="text"),
        Time(span=Span(56, 62), value="", grain="", anchor="none"),
    )
    accused = Event(trigger=Span(30, 34), type="ACCUSE", source=(1,), target=(2,), time=0, statement=1, score=0.5)
    return Analysis(
        report_id="mill & co/1?", language="en", statements=(outer, inner), sentences=sentences, model="fake-1",
        mentions=(gull, ada, mill), times=(burned, left_open), events=(accused,),
    )  # fmt: skip


def hostile(path: Path) -> Path:
    """Write a record in which everything that a report can set is an attack on a page."""
    with Writer(path) as writer:
        run = writer.begin_run(ATTACK, (ATTACK,), model=ATTACK)
        end = len(ATTACK)
        said = Statement(source=(Span(0, end),), cue=(Span(end + 1, end + 5),), content=(Span(end + 6, 2 * end + 6),),
                         speaker=ATTACK, naming="anonymous", kind="people", scores={"act": 0.5})  # fmt: skip
        analysis = Analysis(report_id=HOSTILE.id, language="en", statements=(said,), model=ATTACK)
        writer.write(HOSTILE, analysis, run=run)
        problem = Problem(source=ATTACK, outcome="failed", stage="read", reason=ATTACK, detail=ATTACK)
        writer.write_problem(problem, run=run)
    connection = open_for_writing(path)
    _claim(connection, "c\ud800<script>", ATTACK, ATTACK, [(1, None, 0, 5, ATTACK, "asserts", ATTACK)])
    connection.close()
    return path


def add_actors(path: Path) -> None:
    """Write two actors: Ada Quill with another name, and the mill that she accuses."""
    connection = open_for_writing(path)
    insert = "INSERT INTO actor (name, kind, why) VALUES (?, ?, ?)"
    with connection.transaction():
        ada = connection.run(insert, ("Ada Quill", "person", '{"reason": "a name"}'))
        mill = connection.run(insert, ("The mill", "organisation", "{}"))
        for name, score in (("Ada Quill", 1.0), ("Quill", 0.8)):
            connection.run("INSERT INTO alias VALUES (?, ?, ?, ?)", (ada, name, score, '{"reason": "last name"}'))
        connection.run("INSERT INTO actor_statement SELECT id, ? FROM statement WHERE speaker = 'Ada Quill'", (ada,))
        where = "FROM mention WHERE number = ?"
        for actor, name, number in ((ada, "Ada Quill", 1), (mill, "the mill", 2)):
            connection.run(f"INSERT INTO actor_chain SELECT version, chain, ? {where}", (actor, number))
            columns = "version, \"begin\", \"end\", ?, ?, '', ''"
            connection.run(f"INSERT INTO sighting SELECT {columns} {where}", (actor, name, number))
    connection.close()


def add_claims(path: Path) -> None:
    """Write a contested claim and one that rests on one word."""
    connection = open_for_writing(path)
    a, b = STORY[0].text, STORY[1].text

    def span(text: str, words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    holders = [
        (1, 1, *span(a, "two brigades are at the ford"), "Ada Quill", "asserts", "two"),
        (1, 2, *span(a, "moving any brigade"), "Norland", "denies", ""),
        (2, 3, *span(b, "moving any brigade"), "Norland", "denies", ""),
        (2, None, *span(b, "Norland"), "", "mentions", "three"),
    ]
    _claim(connection, "brigades", "Brigades are at the ford", "number", holders, status="contested")
    _claim(
        connection,
        "trains",
        "Trains went by night",
        "",
        [(2, 4, *span(b, "the trains went by night"), "a diplomat", "asserts", "")],
    )
    connection.close()


def _claim(connection, name, text, slot, holders, *, status="one word only"):  # type: ignore[no-untyped-def]
    with connection.transaction():
        claim = connection.run(
            "INSERT INTO claim (name, text, slot, contested, status, weight, digest) VALUES (?, ?, ?, ?, ?, ?, '')",
            (name, text, slot, int(status == "contested"), status, len(holders)),
        )
        for number, (version, statement, begin, end, speaker, stance, value) in enumerate(holders):
            origin = connection.run(
                "INSERT INTO origin (name, how, who, why) VALUES (?, 'statement', ?, '{}')",
                (f"{name}-{number}", speaker),
            )
            values = (claim, version, statement, begin, end, speaker, stance, value, origin, json.dumps({"rule": text}))
            connection.run(
                'INSERT INTO holder (claim, version, statement, "begin", "end", speaker, stance, act, firmness, value,'
                " origin, said, said_how, score, why)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, '', 'certain', ?, ?, '2026-03-05', 'published', 0.8, ?)",
                values,
            )
