"""Annotated reports: a folder in the file form of the scheme (docs/scheme.md) → reports and their statements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accordingto.data import LABELS, PARTS, Report, Span, Statement
from accordingto.errors import UsageError


@dataclass(frozen=True, slots=True)
class Gold:
    """A report and what its annotator found in it."""

    report: Report
    statements: tuple[Statement, ...]


def gold(folder: Path) -> Iterator[Gold]:
    """Yield the annotated reports of a folder: ID.txt with one numbered sentence a line, ID.jsonl with the statements.

    Raises UsageError, naming file and line, where the folder holds none, or where a piece, label or parent is wrong.
    """
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise UsageError(f"{folder} holds no annotated report: it takes pairs of ID.txt and ID.jsonl (docs/scheme.md)")
    for path in paths:
        report, sentences = _report(path.with_suffix(".txt"))
        yield Gold(report, tuple(_statements(path, report.text, sentences)))


def _report(path: Path) -> tuple[Report, dict[int, Span]]:
    """Return the report, its text made of the sentences, and where each sentence stands."""
    try:
        lines = path.read_text(encoding="utf8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
    head: dict[str, str] = {}
    where: dict[int, Span] = {}
    text, gap = "", ""
    for at, line in enumerate(lines, 1):
        number, tab, sentence = line.partition("\t")
        if line.startswith("# "):
            key, _, value = line[2:].partition(":")
            head[key.strip()] = value.strip()
        elif line.strip() == "¶":
            gap = "\n\n" if text else ""
        elif tab and number.isdecimal():
            text += gap
            where[int(number)] = Span(len(text), len(text) + len(sentence))
            text, gap = text + sentence, " "
        elif line.strip():
            raise UsageError(f"{path}:{at}: {line[:40]!r} is no `NUMBER<tab>sentence`, no `# key: value` and no ¶")
    rest: dict[str, Any] = {key: head.get(key, "") for key in ("title", "outlet", "published", "url")}
    return Report(id=head.get("id", path.stem), text=text, language="en", **rest), where


def _statements(path: Path, text: str, sentences: dict[int, Span]) -> Iterator[Statement]:
    rows = []
    for at, line in enumerate(path.read_text(encoding="utf8").split("\n"), 1):
        if line.strip():
            try:
                rows.append((at, dict(json.loads(line))))
            except (ValueError, TypeError) as error:
                raise UsageError(f"{path}:{at}: no JSON object: {error}") from None
    index = {row.get("n"): i for i, (_, row) in enumerate(rows)}
    for at, row in rows:
        try:
            yield _statement(row, text, sentences, index)
        except (KeyError, ValueError, TypeError) as error:
            why = f"field {error} is missing" if isinstance(error, KeyError) else error
            raise UsageError(f"{path}:{at}: {why}") from None


def _statement(row: dict[str, Any], text: str, sentences: dict[int, Span], index: dict[Any, int]) -> Statement:
    labels: dict[str, Any] = {key: str(row[key]) for key in LABELS}
    for key, value in labels.items():
        if value not in LABELS[key]:
            raise ValueError(f"{key} {value!r} is none of {', '.join(LABELS[key])}")
    if row["parent"] is not None and row["parent"] not in index:
        raise ValueError(f"parent {row['parent']!r} is the n of no statement")
    parts: dict[str, Any] = {}
    for part in PARTS:
        pieces = row[part]
        if not isinstance(pieces, list):
            raise ValueError(f"{part} is no list of pieces")
        parts[part] = tuple(_span(piece, row["sent"], text, sentences) for piece in pieces)
    if not parts["content"]:
        raise ValueError("no content")
    parent = None if row["parent"] is None else index[row["parent"]]
    return Statement(**parts, **labels, speaker=str(row.get("speaker") or ""), parent=parent)


def _span(piece: Any, sentence: int, text: str, sentences: dict[int, Span]) -> Span:
    """Return where a quoted piece stands: the text itself, or `{"sent": …, "text": …, "nth": …}`."""
    row = piece if isinstance(piece, dict) else {"text": piece}
    number, words = row.get("sent", sentence), row["text"]
    if number not in sentences:
        raise ValueError(f"no sentence {number!r}")
    begin, end = sentences[number]
    at = begin - 1
    for _ in range(row.get("nth", 1)):
        at = text.find(words, at + 1, end)
        if at < 0:
            raise ValueError(f"not in sentence {number}: {words!r}")
    return Span(at, at + len(words))
