"""DOCX: a Word document is one report, its paragraphs parted by blank lines.

Title and author come from the core properties. The date there is the file's, not the report's: it is used where
nothing else is known (`published_how` "file created"). Deleted passages of tracked changes, comments, notes, headers
and footers are not read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from accordingto.data import Problem, Report
from accordingto.dates import iso
from accordingto.errors import SourceFailed, SourceSkipped
from accordingto.readers import whole

NAME = "docx"
SUMMARY = "Word documents (.docx), one report a file"

PICTURES = 8
"""A document with pictures may be this many times longer than a report."""

MARKUP = 8
"""The XML of a text is this many times longer than the text at most, with a run of its own for every few words."""

_OFFICE = b"[Content_Types].xml"
_CORE = "docProps/core.xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SKIPPED = frozenset(("del", "moveFrom", "Fallback", "instrText", "pPr", "rPr", "sectPr", "comment"))
_GENERIC_TITLE = re.compile(r"(?:untitled|document\d*|word document|microsoft word - .*|.*\.docx?)", re.IGNORECASE)


def sniff(head: bytes, name: str) -> bool:
    """Say yes to any file of an office suite in this format: which one it is stands at its end."""
    return head.startswith(b"PK\x03\x04") and _OFFICE in head


def read(stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
    """Yield the report that the document is; raise SourceFailed where it cannot be read, SourceSkipped for a sheet."""
    data = whole(stream, source=name, limit_bytes=PICTURES * limit_bytes)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = set(file.namelist())
            if _OFFICE.decode() in members and not any(member.startswith("word/") for member in members):
                raise SourceSkipped(name, "an office file that is no text document")
            text = _text(_member(file, "word/document.xml", name, MARKUP * limit_bytes))
            core = _properties(_member(file, _CORE, name, limit_bytes)) if _CORE in members else {}
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise SourceFailed(name, "not a readable document", str(error)) from error
    if not text:
        raise SourceFailed(name, "empty", "no text in the document")
    if len(text.encode("utf-8", "surrogatepass")) > limit_bytes:
        raise SourceFailed(name, "too long", f"more than {limit_bytes:,} bytes (setting max_report_bytes)")
    title = core.get("title", "")
    published = iso(core.get("created", ""))
    yield Report(
        id="",
        text=text,
        title="" if _GENERIC_TITLE.fullmatch(title) else title,
        byline=core.get("creator", ""),
        published=published,
        published_how="file created" if published else "",
    )


def _member(file: zipfile.ZipFile, member: str, name: str, limit_bytes: int) -> bytes:
    with file.open(member) as stream:
        return whole(cast(BinaryIO, stream), source=name, limit_bytes=limit_bytes)


def _parsed(data: bytes) -> Any:
    import lxml.etree

    parser = lxml.etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return lxml.etree.fromstring(data, parser)
    except lxml.etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def _properties(data: bytes) -> dict[str, str]:
    """Return the core properties by their local names."""
    return {
        one.tag.rpartition("}")[2]: " ".join((one.text or "").split())
        for one in _parsed(data)
        if isinstance(one.tag, str)
    }


def _text(data: bytes) -> str:
    """Return the text of the document's body, walked without recursion."""
    import lxml.etree

    pieces: list[str] = []
    walk = lxml.etree.iterwalk(_parsed(data), events=("start", "end"))
    for event, element in walk:
        if not isinstance(element.tag, str):  # a comment, an entity
            continue
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag in _SKIPPED:
            walk.skip_subtree()
        elif event == "start" and element.tag.startswith((_WORD, _STRICT)):
            pieces.append(
                {"t": element.text or "", "tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(tag, "")
            )
        elif event == "end":
            pieces.append({"p": "\n\n", "tc": " "}.get(tag, ""))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip()
