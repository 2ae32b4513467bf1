"""PLOVER: an event record a line, with the field names of its codebook, for users of event data.

`source` and `target` are lists of actors by name (`actorText`); codes of countries and sectors are not given. `date` is
that of the time words (EDTF), else that of publication, as `dateHow` says. Fields that PLOVER does not have (`said_by`,
`negated`, `status`, `evidence`) keep whose word an event is and where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from accordingto import query
from accordingto.record.connection import Connection
from accordingto.table import json_bytes

SUFFIX, TEXT = ".jsonl", True
Row = Mapping[str, Any]
Key = tuple[object, ...]


def write(view: Connection, out: BinaryIO) -> None:
    """Write an event a line, in the order of the reports."""
    mentions = {_key(row, "mention"): row for row in query.records(view, "mentions")}
    times = {_key(row, "time"): row for row in query.records(view, "times")}
    statements = {_key(row, "statement"): row for row in query.records(view, "statements")}
    actors = {row["actor"]: row for row in query.records(view, "actors")}
    reports = {(row["report"], row["outlet"]): row for row in query.records(view, "reports")}
    for event in query.records(view, "events"):
        of = _key(event, "event")[:3]
        report = reports[event["report"], event["outlet"]]
        said = statements.get((*of, event["statement"]))
        record = {
            "id": "-".join(str(part) for part in _key(event, "event")),
            **_date(report, times.get((*of, event["time"]))),
            "source": list(_parties(event["source"], of, mentions, actors)),
            "target": list(_parties(event["target"], of, mentions, actors)),
            "event": event["type"],
            "mode": event["mode"],
            "context": "",
            "eventText": event["words"],
            "eventLoc": mentions[*of, event["place"]]["words"] if (*of, event["place"]) in mentions else "",
            "text": query.sentence_around(view, event["report"], event["outlet"], event["begin"]),
            "language": report["language"],
            "publication": report["outlet"],
            "url": report["url"],
            "coder": report["model"],
            "negated": event["negated"],
            "status": event["status"],
            "said_by": (said["speaker"] or said["source"]) if said else "",
            "evidence": {name: event[name] for name in ("report", "outlet", "version", "begin", "end", "why", "score")},
        }
        out.write(json_bytes(record) + b"\n")


def _parties(numbers: list[int], of: Key, mentions: Mapping[Key, Row], actors: Mapping[int, Row]) -> Iterator[object]:
    for number in numbers:
        mention = mentions.get((*of, number))
        if mention is None:
            continue
        actor = actors.get(mention["actor"])
        party = {"actorText": mention["words"], "begin": mention["begin"], "end": mention["end"]}
        yield party | ({"actor": actor["name"], "kind": actor["kind"]} if actor else {})


def _date(report: Row, time: Row | None) -> dict[str, str]:
    if time and time["value"]:
        return {"date": time["value"], "dateHow": f"the words {time['words']!r}"}
    if report["published"]:
        return {"date": report["published"][:10], "dateHow": "date of publication"}
    return {"date": "", "dateHow": "not established"}


def _key(row: Row, number: str) -> Key:
    return row["report"], row["outlet"], row["version"], row[number]
