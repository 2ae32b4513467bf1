"""Sentences with trees written by hand: one word a line, `word TAG head relation`, heads by number from 1."""

from __future__ import annotations

from accordingto.data import Mention, Span, Syntax

TYPES = {"P": "PER", "O": "ORG", "L": "LOC", "T": "OBJECT", "A": "ABSTRACT", "E": "EVENT"}


def tree_of(lines: str) -> tuple[str, Syntax, tuple[Mention, ...]]:
    """Return text, syntax and mentions; a fifth column (`P`, `O`, `L`, `T`, `A`, `E`) makes its word a mention."""
    rows = [line.split() for line in lines.strip().splitlines()]
    text, spans = "", []
    for word, *_ in rows:
        text += " " if text else ""
        spans.append(Span(len(text), len(text) + len(word)))
        text += word
    mentions = tuple(
        Mention(
            span=span,
            head=span,
            type=TYPES[row[4][0]],
            form="pronoun" if row[1] == "PRON" else "name" if row[1] == "PROPN" else "nominal",
            chain=int(row[4][1:] or 100 + number),
        )
        for number, (row, span) in enumerate(zip(rows, spans, strict=True))
        if len(row) > 4
    )
    syntax = Syntax(
        words=tuple(spans),
        tags=tuple(row[1] for row in rows),
        heads=tuple(int(row[2]) - 1 for row in rows),
        relations=tuple(row[3] for row in rows),
    )
    return text, syntax, mentions
