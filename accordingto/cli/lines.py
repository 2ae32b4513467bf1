"""JSON lines of reports in, JSON lines of analyses out, one for one and in order.

A line ends at a line feed and nowhere else (U+2028 and U+0085 are text), and is read in bounded pieces: what is longer
than any report can be is passed over and answered by an error, like everything else that is no report.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import BinaryIO

from accordingto.data import Analysis, Problem, Report, Statement
from accordingto.record.read import Analyses
from accordingto.settings import settings
from accordingto.table import json_bytes

ESCAPED = 6
"""Bytes of JSON that one byte of text takes at most (`\\\\u0041`)."""
PIECE_BYTES = 64 * 1024
FIELDS = ("title", "outlet", "published", "url")


@dataclass(frozen=True, slots=True)
class Unusable:
    """A line that is no report, and why."""

    id: str | None
    number: int
    why: str


def answer_lines(
    stream: BinaryIO, *, cut: bool = False, analyser: Analyses | None = None
) -> Iterator[tuple[bytes, bool]]:
    """Yield for each line that is not blank its answer, and whether the line could be used."""
    if analyser is None:
        from accordingto.analyse import Analyser

        analyser = Analyser()
    waiting: deque[tuple[int, Report] | Unusable] = deque()
    # A line that cannot be used goes through the analyser as an empty report: it keeps its place in the order, and
    # whatever the analyser looks ahead bounds how many answers wait here.
    for result in analyser.stream(_reports(stream, waiting, cut=cut)):
        asked = waiting.popleft()
        if isinstance(asked, Unusable):
            yield json_bytes({"id": asked.id, "line": asked.number, "error": asked.why}), False
            continue
        number, report = asked
        if isinstance(result, Problem):
            why = f"{result.reason}: {result.detail}" if result.detail else result.reason
            yield json_bytes({"id": report.id, "line": number, "error": why}), False
        else:
            yield json_bytes(_answer(report, result, cut=cut)), True


def _reports(stream: BinaryIO, waiting: deque[tuple[int, Report] | Unusable], *, cut: bool) -> Iterator[Report]:
    from accordingto.cuts import find_cuts

    for number, line in _lines(stream, ESCAPED * settings().max_report_bytes):
        report = _report(number, line)
        if isinstance(report, Unusable):
            waiting.append(report)
            yield Report(id="", text="")
            continue
        if cut:
            report = replace(report, cut=find_cuts(report.text, title=report.title))
        waiting.append((number, report))
        yield report


def _lines(stream: BinaryIO, limit_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield number and bytes of each line that is not blank; None for one longer than the limit."""
    number = 0
    while piece := stream.readline(PIECE_BYTES):
        number += 1
        pieces, size = [piece], len(piece)
        while not piece.endswith(b"\n") and (piece := stream.readline(PIECE_BYTES)):
            size += len(piece)
            if size <= limit_bytes:
                pieces.append(piece)
        line = None if size > limit_bytes else b"".join(pieces)
        if line is None or line.strip():
            yield number, line


def _report(number: int, line: bytes | None) -> Report | Unusable:
    limit_bytes = settings().max_report_bytes
    too_long = f"too long: a report has {limit_bytes} bytes at most (ACCORDINGTO_MAX_REPORT_BYTES)"
    if line is None:
        return Unusable(None, number, too_long)
    try:
        # Not strict: a NUL or form feed in a text is input like any other.
        found = json.loads(line.decode("utf-8-sig"), strict=False)
    except UnicodeDecodeError as error:
        return Unusable(None, number, f"not UTF-8: {error.reason} at byte {error.start}")
    except (ValueError, RecursionError) as error:
        return Unusable(None, number, f"not JSON: {error}")
    if not isinstance(found, dict):
        return Unusable(None, number, "not a JSON object")
    name = found.get("id")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str):
        return Unusable(None, number, 'no "id", or it is no string')
    text = found.get("text")
    if not isinstance(text, str):
        return Unusable(name, number, 'no "text", or it is no string')
    if len(text.encode("utf-8", "surrogatepass")) > limit_bytes:
        return Unusable(name, number, too_long)
    for field in FIELDS:
        if not isinstance(found.get(field) or "", str):
            return Unusable(name, number, f'"{field}" is no string')
    title, outlet, published, url = (found.get(field) or "" for field in FIELDS)
    return Report(id=name, text=text, title=title, outlet=outlet, published=published, url=url)


def _answer(report: Report, analysis: Analysis, *, cut: bool) -> dict[str, object]:
    answer: dict[str, object] = {"id": report.id, "language": analysis.language}
    if cut:
        answer["cut"] = [list(piece) for piece in report.cut]
    answer["statements"] = [_statement(one) for one in analysis.statements]
    answer["mentions"] = [asdict(one) for one in analysis.mentions]
    answer["times"] = [asdict(one) for one in analysis.times]
    answer["events"] = [asdict(one) for one in analysis.events]
    return answer


def _statement(statement: Statement) -> dict[str, object]:
    spans: Iterable[tuple[str, object]] = (
        (part, [list(span) for span in getattr(statement, part)]) for part in ("source", "cue", "content")
    )
    labels = ("quote", "speaker", "kind", "naming", "act", "firmness", "polarity", "distance", "ground", "parent")
    scores = {name: round(float(score), 4) for name, score in statement.scores.items()}
    return dict(spans) | {label: getattr(statement, label) for label in labels} | {"scores": scores}
