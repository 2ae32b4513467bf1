"""Training data: a ZIP file with ID.txt and ID.jsonl a report, in the form in which statements are annotated.

ID.txt has one sentence a line; what is cut is not in it. A piece over several sentences becomes a piece in each, a line
end inside a sentence a space. A statement that has words outside of all sentences cannot be written in this form;
how many were left out stands in the header of ID.txt. Corrections are in it as they are applied; `corrected` in the
header counts the statements that somebody has corrected, which is what to train on first.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from accordingto import query
from accordingto.data import LABELS, PARTS, Span
from accordingto.record.connection import Connection
from accordingto.shown import well_formed
from accordingto.table import json_bytes

SUFFIX, TEXT = ".zip", False
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write(view: Connection, out: BinaryIO) -> None:
    """Write a ZIP file with two files a report that has been analysed."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (report, statements) in enumerate(query.by_report(view), start=1):
            if not report["model"]:
                continue
            sentences = query.sentences(view, report["report"], report["outlet"])
            lines, left = _statements(report, statements, [span for span, _ in sentences])
            corrected = query.corrected_fields(view, report["report"], report["outlet"])
            head = _head(report, left=left, corrected=len(corrected))
            text = "".join(_text(report["text"], sentences))
            name = f"{number:05d}-{_slug(report)}"
            _put(archive, f"{name}.txt", (head + text).encode("utf-8"))
            _put(archive, f"{name}.jsonl", b"".join(json_bytes(line) + b"\n" for line in lines))


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def _head(report: Mapping[str, Any], *, left: int, corrected: int) -> str:
    keys = {"id": "report", "outlet": "outlet", "title": "title", "published": "published", "url": "url"}
    lines = {key: report[name] for key, name in keys.items()} | {"model": report["model"]}
    lines |= {"corrected": corrected} if corrected else {}
    lines |= {"left out": f"{left} statements with words outside of all sentences"} if left else {}
    return "".join(f"# {key}: {_line(str(value))}\n" for key, value in lines.items())


def _text(text: str, sentences: Sequence[tuple[Span, int]]) -> Iterator[str]:
    paragraph = -1
    for number, ((begin, end), of) in enumerate(sentences, start=1):
        if of != paragraph:
            yield "¶\n"
            paragraph = of
        yield f"{number}\t{_line(text[begin:end])}\n"


def _statements(
    report: Mapping[str, Any], statements: Iterable[Mapping[str, Any]], sentences: Sequence[Span]
) -> tuple[list[dict[str, object]], int]:
    """Return the statements that can be written, and how many cannot."""
    text, written, all_ = _line(str(report["text"])), dict[int, dict[str, object]](), list(statements)
    for statement in all_:
        pieces = {part: _pieces(text, statement[f"{part}_spans"], sentences) for part in PARTS}
        first = next((some[0][0] for part in ("cue", "content") if (some := pieces[part])), None)
        if first is None or not pieces["content"]:
            continue
        line: dict[str, object] = {"n": statement["statement"] + 1, "sent": first}
        for part in PARTS:
            some = pieces[part]
            assert some is not None
            line[part] = [_piece(text, sentences, sentence, span, first) for sentence, span in some]
        line |= {"quote": statement["quote"], "speaker": well_formed(statement["speaker"])}
        written[statement["statement"]] = line | {label: statement[label] for label in LABELS if label != "quote"}
    parents = {statement["statement"]: statement["parent"] for statement in all_}
    for number, line in written.items():
        above = parents[number]
        while above is not None and above not in written:
            above = parents[above]
        line["parent"] = None if above is None else above + 1
    return list(written.values()), len(all_) - len(written)


def _pieces(text: str, spans: Sequence[Sequence[int]], sentences: Sequence[Span]) -> list[tuple[int, Span]] | None:
    """Return pieces with the number of their sentence, divided where a sentence ends; None where words are in none."""
    found: list[tuple[int, Span]] = []
    for begin, end in spans:
        inside = [
            (number, Span(max(begin, one.begin), min(end, one.end)))
            for number, one in enumerate(sentences, start=1)
            if one.begin < end and begin < one.end
        ]
        edges = [begin, *(at for _, piece in inside for at in piece), end]
        between = [edges[at : at + 2] for at in range(0, len(edges), 2)]
        if any(text[a:b].strip() for a, b in between):
            return None
        found += [(number, piece) for number, whole in inside if (piece := _trimmed(text, whole))]
    return found if found or not spans else None


def _piece(text: str, sentences: Sequence[Span], sentence: int, span: Span, first: int) -> str | dict[str, object]:
    words = text[slice(*span)]
    begin, end = sentences[sentence - 1]
    line = text[begin:end]
    starts = [at for at in range(len(line)) if line.startswith(words, at)]
    nth = starts.index(span.begin - begin) + 1
    if sentence == first and nth == 1:
        return words
    return {"sent": sentence, "text": words} | ({"nth": nth} if nth > 1 else {})


def _trimmed(text: str, span: Span) -> Span | None:
    words = text[slice(*span)]
    begin = span.begin + len(words) - len(words.lstrip())
    return Span(begin, begin + len(words.strip())) if words.strip() else None


def _line(text: str) -> str:
    """Return text as long as it was, without line ends and what UTF-8 cannot hold."""
    return re.sub(r"[\r\n]", " ", well_formed(text))


def _slug(report: Mapping[str, Any]) -> str:
    name = re.sub(r"[^A-Za-z0-9]+", "-", str(report["report"]).removeprefix("https://")).strip("-")
    return name[:60].strip("-") or "report"
