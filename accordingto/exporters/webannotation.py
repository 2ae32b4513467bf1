"""W3C Web Annotation: an annotation a statement, its pieces as quotations and as positions in the report's text.

One JSON-LD document (an AnnotationCollection with one page) that Hypothesis, recogito and others read. Positions are
code points, as the standard counts them ("unit" says so), in the text that `export --to jsonl --table reports` gives.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, cast

from accordingto import query
from accordingto.data import PARTS
from accordingto.record.connection import Connection
from accordingto.record.quotes import quoted
from accordingto.table import json_bytes

SUFFIX, TEXT = ".jsonld", True
CONTEXT = (
    "http://www.w3.org/ns/anno.jsonld",
    {"ac": "https://accordingto.example/ns#", "unit": "ac:unit", "part": "ac:part", "says": "ac:says"},
)
LABELS = ("speaker", "quote", "kind", "naming", "act", "firmness", "polarity", "distance", "ground")


def write(view: Connection, out: BinaryIO) -> None:
    """Write one document; its annotations come one a line."""
    out.write(b'{"@context": ' + json_bytes({"_": list(CONTEXT)})[6:-1])
    out.write(b', "id": "urn:accordingto:statements", "type": "AnnotationCollection", "unit": "code point",\n')
    out.write(b'"label": "Who says what", "total": %d,\n' % query.count_statements(view))
    out.write(b'"first": {"id": "urn:accordingto:statements:1", "type": "AnnotationPage", "items": [\n')
    before = b""
    for report, statements in query.by_report(view):
        for statement in statements:
            out.write(before + json_bytes(annotation(report, statement)))
            before = b",\n"
    out.write(b"\n]}}\n")


def annotation(report: Mapping[str, Any], statement: Mapping[str, Any]) -> dict[str, object]:
    """Return the annotation of a statement (a row of `statements`) of a report (a row of `reports`)."""
    source = _source(report)
    parent = statement["parent"]
    says = {name: statement[name] for name in LABELS}
    bodies: list[dict[str, object]] = [
        {"type": "TextualBody", "purpose": "tagging", "value": f"{name}:{value}"}
        for name, value in says.items()
        if value
    ]
    if parent is not None:
        bodies.append({"type": "SpecificResource", "purpose": "linking", "source": _name(source, parent)})
    return {
        "type": "Annotation",
        "id": _name(source, statement["statement"]),
        "motivation": "identifying",
        "generator": {"type": "Software", "name": str(statement["model"])},
        "says": says,
        "body": bodies,
        "target": list(_targets(str(report["text"]), source, statement)),
    }


def _targets(text: str, source: str, statement: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    for part in PARTS:
        for begin, end in cast(Sequence[tuple[int, int]], statement[f"{part}_spans"]):
            quote = quoted(text, (begin, end))
            yield {
                "type": "SpecificResource",
                "part": part,
                "styleClass": f"accordingto-{part}",
                "source": source,
                "selector": [
                    {"type": "TextQuoteSelector", "exact": quote.words, "prefix": quote.before, "suffix": quote.after},
                    {"type": "TextPositionSelector", "start": begin, "end": end},
                ],
            }


def _source(report: Mapping[str, Any]) -> str:
    """Return the report's address, else a name made of its id and outlet."""
    if str(report["url"]).startswith(("https://", "http://")):
        return str(report["url"])
    key = f"{report['report']}\0{report['outlet']}".encode("utf-8", "surrogatepass")
    return f"urn:accordingto:report:{hashlib.sha256(key).hexdigest()[:32]}"


def _name(source: str, statement: int) -> str:
    key = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"urn:accordingto:statement:{key}:{statement}"
