"""GraphML: actors (or speakers, where none are linked), claims and outlets as nodes; stances between them as edges.

A directed graph with several edges between two nodes, which Gephi, yEd, igraph and networkx read. Before anything is
linked there are no claims: then a speaker is tied to the outlets that report it, with what it does and how often.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from lxml import etree

from accordingto import query
from accordingto.record.connection import Connection
from accordingto.shown import xml_safe

SUFFIX, TEXT = ".graphml", True
NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE = {"type": "string", "name": "string", "kind": "string", "status": "string", "statements": "int"}
_EDGE = {
    **{"type": "string", "stance": "string", "act": "string", "firmness": "string", "value": "string"},
    **{"said": "string", "report": "string", "outlet": "string", "origin": "string", "count": "int", "score": "double"},
}
Attributes = Mapping[str, object]


def write(view: Connection, out: BinaryIO) -> None:
    """Write the graph, node by node and edge by edge."""
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("graphml", nsmap={None: NAMESPACE}):
            for of, attributes in (("node", _NODE), ("edge", _EDGE)):
                for name, kind in attributes.items():
                    values = {"id": f"{of}-{name}", "for": of, "attr.name": name, "attr.type": kind}
                    file.write(etree.Element("key", values))
            with file.element("graph", id="story", edgedefault="directed"):
                for node, attributes_ in _nodes(view):
                    file.write(_element("node", {"id": node}, attributes_))
                for number, (source, target, attributes_) in enumerate(_edges(view)):
                    file.write(_element("edge", {"id": f"e{number}", "source": source, "target": target}, attributes_))


def _element(of: str, names: Mapping[str, str], attributes: Attributes) -> etree._Element:
    element = etree.Element(of, {name: xml_safe(value) for name, value in names.items()})
    for name, value in attributes.items():
        if value not in ("", None):
            etree.SubElement(element, "data", key=f"{of}-{name}").text = xml_safe(str(value))
    return element


def _nodes(view: Connection) -> Iterator[tuple[str, Attributes]]:
    said = {one.speaker: one for one in query.speakers(view)}
    actors = set()
    for actor, name, kind, *_ in query.table_rows(view, "actors"):
        actors.add(str(name))
        yield f"actor {actor}", {"type": "actor", "name": name, "kind": kind}
    for one in said.values():
        yield f"speaker {one.speaker}", {
            "type": "speaker", "name": one.speaker, "kind": one.kind, "statements": one.statements,
        }  # fmt: skip
    for claim, text, _, _, status in query.table_rows(view, "claims"):
        yield f"claim {claim}", {"type": "claim", "name": text, "status": status}
    for outlet in query.count(view, "outlet"):
        yield f"outlet {outlet.value}", {"type": "outlet", "name": outlet.value, "statements": outlet.statements}


def _edges(view: Connection) -> Iterator[tuple[str, str, Attributes]]:
    names = {row[0]: row for row in query.table_rows(view, "actors")}
    for actor, row in names.items():
        if row[3] is not None:
            yield f"actor {actor}", f"actor {row[3]}", {"type": "speaks for"}
    said = {one.speaker for one in query.speakers(view)}
    columns = [column.name for column in query.table_form("holders").columns]
    for values in query.table_rows(view, "holders"):
        holder = dict(zip(columns, values, strict=True))
        if holder["actor"] is not None:
            who = f"actor {holder['actor']}"
        elif holder["speaker"] in said:
            who = f"speaker {holder['speaker']}"
        elif not holder["speaker"]:
            who = f"outlet {holder['outlet']}"
        else:
            continue
        stance = {name: holder[name] for name in ("stance", "act", "firmness", "value", "said", "report", "outlet")}
        yield who, f"claim {holder['claim']}", {
            "type": "stance", **stance, "origin": holder["origin"], "score": holder["score"],
        }  # fmt: skip
    for speaker, outlet, act, number in query.voices(view):
        yield f"outlet {outlet}", f"speaker {speaker}", {"type": "reports", "act": act, "count": number}
