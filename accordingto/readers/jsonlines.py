"""JSON lines: one object a line, one report an object.

Keys: `text`, and where known `id title outlet published url byline language kind`, or what NGEC, news-please and
others call them (`columns.toml`); other keys are ignored. Lines end at a line feed and nowhere else, so that U+2028,
U+0085, NUL and lone surrogates in a text are text. A line that cannot be used becomes a Problem with its number, and
the rest goes on.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from accordingto.columns import fields_in, fields_of, report_of
from accordingto.data import Problem, Report
from accordingto.decode import bom_of, decode, is_text
from accordingto.errors import SourceFailed
from accordingto.readers import whole

NAME = "jsonlines"
SUMMARY = "JSON lines, one report a line"

ESCAPED = 3
"""A line may be this many times longer than its report: Cyrillic written as \\u0430 is."""

_SUFFIXES = (".jsonl", ".ndjson", ".jsonlines", ".json")
_OBJECT = re.compile(rb"^[ \t]{0,99}\{", re.MULTILINE)


def sniff(head: bytes, name: str) -> bool:
    """Say yes to a file whose first line is a JSON object, or that is named so and has a line that begins like one."""
    if (charset := bom_of(head)) not in ("", "utf-8"):
        head = head.decode(charset, errors="replace").encode("utf-8", errors="replace")
    line, ended, _ = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    named = name.lower().endswith(_SUFFIXES)
    if not line.startswith(b"{"):
        return named and is_text(head) and not head.lstrip().startswith(b"[") and bool(_OBJECT.search(head))
    if named or not ended:
        return named or line.lstrip(b"{ \t\r").startswith(b'"')
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def read(stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
    """Yield a report or a problem for every line that is not blank."""
    stream, first = _utf8(stream, name, limit_bytes)
    number, seen, longest = 0, False, ESCAPED * limit_bytes
    while line := first + stream.readline(longest + 1):
        number, first = number + 1, b""
        if len(line) > longest:
            _skip_line(stream, line)
            yield _problem(name, number, "too long", f"more than {longest:,} bytes")
        elif line.strip():
            yield _report(line, name, number, limit_bytes)
        else:
            continue
        seen = True
    if not seen:
        raise SourceFailed(name, "empty", "nothing but white space")


def _utf8(stream: BinaryIO, name: str, limit_bytes: int) -> tuple[BinaryIO, bytes]:
    """Return a stream in UTF-8 and the bytes already taken from it. UTF-16 is read whole, so it has a limit."""
    first = stream.read(4)
    if bom_of(first) in ("", "utf-8"):
        return stream, first.removeprefix(b"\xef\xbb\xbf")
    rest = whole(stream, source=name, limit_bytes=ESCAPED * limit_bytes)
    return io.BytesIO(decode(first + rest, source=name).encode("utf-8", "surrogatepass")), b""


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 20)


def _report(line: bytes, name: str, number: int, limit_bytes: int) -> Report | Problem:
    try:
        found = json.loads(decode(line, source=name))
    except SourceFailed as failed:
        return _problem(name, number, failed.reason, failed.detail)
    except (ValueError, RecursionError) as error:
        return _problem(name, number, "not JSON", str(error) or "nested too deeply")
    if not isinstance(found, dict):
        return _problem(name, number, "not a JSON object", 'a line is an object such as {"id": …, "text": …}')
    values = fields_of(found, fields_in(found))
    if not (text := values.get("text", "")):
        return _problem(name, number, "no text", 'the key "text" is missing, empty or no text')
    if len(text) > limit_bytes or len(text.encode("utf-8", "surrogatepass")) > limit_bytes:
        return _problem(name, number, "too long", f"more than {limit_bytes:,} bytes (setting max_report_bytes)")
    return report_of(values, otherwise=f"{name}#{number}")


def _problem(name: str, number: int, reason: str, detail: str) -> Problem:
    return Problem(source=name, outcome="failed", stage="read", reason=reason, detail=f"line {number}: {detail}")
