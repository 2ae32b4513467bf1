"""FollowTheMoney: entities a line, for Aleph, OpenAleph and OpenSanctions: articles, actors, notes, mentions, events.

A report is an Article, an actor a Person, PublicBody, Organization or LegalEntity, a statement a Note on its speaker, a
place where it speaks a Mention, whom it speaks for an UnknownLink, an event an Event. Nothing here says that a
statement is true: what somebody said stands in a note, never in a property of whom it is about.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from accordingto import query
from accordingto.record.connection import Connection
from accordingto.shown import MARKS, shortened, shown, well_formed
from accordingto.table import json_bytes

SUFFIX, TEXT = ".ftm.json", True
SCHEMATA = {
    "person": "Person",
    "state": "PublicBody",
    "organisation": "Organization",
    "armed_group": "Organization",
    "media": "Organization",
}
LANGUAGES = {"en": "eng"}
"""Languages are ISO 639-3 there. Others are left out: only English is analysed."""
NAME_WIDTH = 120
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?)?)?)?")
_RANGE = re.compile(rf"({_DATE.pattern})/({_DATE.pattern})")
Values = Iterable[str]


def write(view: Connection, out: BinaryIO) -> None:
    """Write an entity a line, those that others name first."""
    for entity in _entities(view):
        out.write(json_bytes(entity) + b"\n")


def _entities(view: Connection) -> Iterator[dict[str, object]]:
    yield from _actors(view)
    speakers = _speakers(view)
    for report, statements in query.by_report(view):
        yield _article(report)
        for statement in statements:
            by = speakers.get(_key(statement), ())
            yield _note(report, statement, by)
            for actor in by:
                yield _mention(report, statement, actor)
    yield from _events(view)


def _actors(view: Connection) -> Iterator[dict[str, object]]:
    aliases: dict[int, list[str]] = defaultdict(list)
    for actor, name, *_ in query.table_rows(view, "aliases"):
        aliases[int(str(actor))].append(str(name))
    for actor, name, kind, body, *_ in query.table_rows(view, "actors"):
        number = int(str(actor))
        others = [alias for alias in aliases[number] if alias != name]
        yield _entity(_actor(number), SCHEMATA.get(str(kind), "LegalEntity"), name=[str(name)], alias=others)
        if body is not None:
            parts = {"subject": [_actor(number)], "object": [_actor(int(str(body)))]}
            yield _entity(_id("link", number), "UnknownLink", role=["speaks for or belongs to"], **parts)


def _speakers(view: Connection) -> dict[tuple[object, ...], tuple[int, ...]]:
    found: dict[tuple[object, ...], tuple[int, ...]] = defaultdict(tuple)
    for report, outlet, version, statement, actor in query.table_rows(view, "speakers"):
        found[report, outlet, version, statement] += (int(str(actor)),)
    return found


def _article(report: Mapping[str, Any]) -> dict[str, object]:
    published = report["published"] if _DATE.match(report["published"]) else ""
    return _entity(
        _report(report),
        "Article",
        fileName=[report["report"]],
        title=[report["title"]],
        author=[report["byline"]],
        publisher=[report["outlet"]],
        publishedAt=[published],
        sourceUrl=[_web(report["url"])],
        language=[LANGUAGES.get(report["language"], "")],
        bodyText=[report["text"]],
    )


def _note(report: Mapping[str, Any], statement: Mapping[str, Any], actors: Iterable[int]) -> dict[str, object]:
    who = shown(statement["speaker"] or statement["source"]) or "no one named"
    said = f"{who} {MARKS[statement['act']].word}: {shown(statement['content'])}"
    labels = ("act", "firmness", "naming", "kind", "quote", "distance")
    return _entity(
        _id("statement", *_key(statement)),
        "Note",
        name=[shortened(said, NAME_WIDTH)],
        description=[statement["content"]],
        summary=[f"{statement['source']} {statement['cue']}".strip()],
        keywords=[f"{label}:{statement[label]}" for label in labels] + [f"polarity:{statement['polarity']}"],
        entity=[_actor(actor) for actor in actors],
        proof=[_report(report)],
        sourceUrl=[_web(report["url"])],
        publisher=[report["outlet"]],
    )


def _mention(report: Mapping[str, Any], statement: Mapping[str, Any], actor: int) -> dict[str, object]:
    return _entity(
        _id("mention", *_key(statement), actor),
        "Mention",
        document=[_report(report)],
        name=[statement["source"] or statement["speaker"]],
        resolved=[_actor(actor)],
    )


def _events(view: Connection) -> Iterator[dict[str, object]]:
    mentions = {_key(row, "mention"): row for row in query.records(view, "mentions")}
    times = {_key(row, "time"): row["value"] for row in query.records(view, "times")}
    for event in query.records(view, "events"):
        actors = [
            found["actor"]
            for number in (*event["source"], *event["target"])
            if (found := mentions.get((*_key(event, "event")[:3], number))) and found["actor"] is not None
        ]
        place = mentions.get((*_key(event, "event")[:3], event["place"]))
        when = times.get((*_key(event, "event")[:3], event["time"]), "")
        status = ["said not to have happened"] if event["negated"] else []
        yield _entity(
            _id("event", *_key(event, "event")),
            "Event",
            name=[f"{event['type']}: {shown(event['words'])}"],
            keywords=[event["type"], f"status:{event['status']}", *status],
            involved=[_actor(actor) for actor in dict.fromkeys(actors)],
            location=[place["words"]] if place else [],
            proof=[_report(event)],
            **_dates(when),
        )


def _dates(edtf: str) -> dict[str, Values]:
    """Return the dates of a time, as far as FollowTheMoney has them: a day, month or year, or from one to another."""
    if _DATE.fullmatch(edtf):
        return {"date": [edtf]}
    if found := _RANGE.fullmatch(edtf):
        begin, end = edtf.split("/")
        return {"startDate": [begin], "endDate": [end]} if found else {}
    return {}


def _entity(key: str, schema: str, /, **properties: Values) -> dict[str, object]:
    kept = {of: [well_formed(value) for value in values if value] for of, values in properties.items()}
    return {"id": key, "schema": schema, "properties": {of: values for of, values in kept.items() if values}}


def _key(row: Mapping[str, Any], number: str = "statement") -> tuple[Any, ...]:
    return row["report"], row["outlet"], row["version"], row[number]


def _report(row: Mapping[str, Any]) -> str:
    return _id("report", row["report"], row["outlet"])


def _actor(number: int) -> str:
    return _id("actor", number)


def _web(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


def _id(*parts: object) -> str:
    whole = "\0".join(str(part) for part in parts)
    return f"ac-{hashlib.sha1(whole.encode('utf-8', 'surrogatepass'), usedforsecurity=False).hexdigest()}"
