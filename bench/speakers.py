"""How often speakers are resolved as annotated, given the annotated statements: what the rules alone are worth.

Usage: python bench/speakers.py FOLDER [--errors N]. FOLDER is in the form of the scheme (ID.txt, ID.jsonl). Of a name
the words count, without case, titles and articles. Statements, sources, quotes and kinds are the annotated ones, so
that nothing of the model is in the figure.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from accordingto.actors.speakers import speakers
from accordingto.data import Span, Statement
from accordingto.segment import segment

LEFT_OUT = {"the", "a", "an", "unnamed", "mr", "mrs", "ms", "president", "minister", "general"}
ONE = {"us": "united_states", "usa": "united_states", "un": "united_nations", "uk": "united_kingdom"}


def words(name: str) -> set[str]:
    """Return what of a name counts."""
    plain = unicodedata.normalize("NFKD", name).casefold().replace(".", "")
    plain = re.sub(r"['’]s\b", "", plain)
    return {ONE.get(word, word) for word in set(re.findall(r"\w+", plain)) - LEFT_OUT}


def reports(folder: Path) -> Iterator[tuple[str, str, list[Statement], list[str]]]:
    """Yield id, text, statements without their speakers, and the speakers of each report."""
    for path in sorted(folder.glob("*.jsonl")):
        text, begins = "", {}
        for line in path.with_suffix(".txt").read_text(encoding="utf8").split("\n"):
            number, tab, sentence = line.partition("\t")
            if tab and number.isdigit():
                text += " " if text else ""
                begins[int(number)] = len(text)
                text += sentence
        rows = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
        index = {row["n"]: i for i, row in enumerate(rows)}
        found = [_statement(row, text, begins, index) for row in rows]
        yield path.stem, text, found, [row["speaker"] for row in rows]


def _statement(row: dict[str, object], text: str, begins: dict[int, int], index: dict[object, int]) -> Statement:
    def spans(part: str) -> tuple[Span, ...]:
        out = []
        for piece in row[part]:  # type: ignore[attr-defined]
            whole = {"text": piece} if isinstance(piece, str) else piece
            at = begins[whole.get("sent", row["sent"])] - 1
            for _ in range(whole.get("nth", 1)):
                at = text.index(whole["text"], at + 1)
            out.append(Span(at, at + len(whole["text"])))
        return tuple(out)

    labels = {name: row[name] for name in ("quote", "kind", "naming", "act")}
    parts = {part: spans(part) for part in ("source", "cue", "content")}
    return Statement(**parts, parent=index.get(row["parent"]), **labels)  # type: ignore[arg-type]


def main() -> None:
    """Print the share of right speakers, and errors."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--errors", type=int, default=0)
    args = asked.parse_args()
    right, seen, wrong = Counter[str](), Counter[str](), []
    for name, text, statements, gold in reports(args.folder):
        found = speakers(text, segment(text), statements)
        for statement, speaker, expected in zip(statements, found, gold, strict=True):
            if expected:
                seen[statement.kind] += 1
                right[statement.kind] += words(speaker) == words(expected)
                if words(speaker) != words(expected):
                    source = " … ".join(text[b:e] for b, e in statement.source)
                    wrong.append(f"{name} {statement.kind} | {source} | {speaker} | {expected}")
    total = sum(seen.values())
    print(f"right {100 * sum(right.values()) / total:.1f} % of {total}")
    print("; ".join(f"{kind} {100 * right[kind] / seen[kind]:.0f} % of {seen[kind]}" for kind in sorted(seen)))
    print("\n".join(wrong[: args.errors]))


if __name__ == "__main__":
    main()
