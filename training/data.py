"""Corpora → documents in words, and documents → batches of windows for the model.

PolNeAR is flat: inside one of its contents, words that no cue covers are unknown, not negative. VOA is annotated in
full. A leading "that" of a PolNeAR content is trimmed, as the scheme wants it. Nothing here downloads anything.
"""

from __future__ import annotations

import csv
import json
import os
import random
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import numpy as np

from accordingto.data import LABELS, PARTS, Span
from accordingto.heads.labels import HEADS
from accordingto.heads.statements import BEGIN, CONTENT, IN, OUT, SOURCE
from accordingto.segment import words
from accordingto.tokens import Tokens, looks


def shared() -> Path:
    """Return the folder of the corpora: $ACCORDINGTO_SHARED, else ../shared beside the repository."""
    root = Path(os.environ.get("ACCORDINGTO_SHARED", Path(__file__).parents[2] / "shared"))
    if not (root / "corpora").is_dir():
        raise SystemExit(f"no corpora at {root}: set ACCORDINGTO_SHARED to the folder that holds corpora/")
    return root


@dataclass
class Gold:
    """One annotated statement in code points; labels are None where nobody labelled them."""

    source: list[tuple[int, int]]
    cue: list[tuple[int, int]]
    content: list[tuple[int, int]]
    labels: dict[str, str] = field(default_factory=dict)
    parent: int | None = None
    slip: bool = False
    speaker: str = ""


@dataclass
class Trees:
    """What a treebank says of a document's words (n,), -1 where unknown."""

    tags: np.ndarray
    heads: np.ndarray
    """Word number of the head; the root's is its own."""
    relations: np.ndarray
    sentence: np.ndarray
    names: np.ndarray
    """(n, tags): which name tags are left open."""
    mentions: np.ndarray
    """Type of the mention that the word is the head of, 0 for none."""

    def cut(self, at: int, end: int) -> Trees:
        """Return the words [at, end), with the heads that stand among them."""
        heads = self.heads[at:end] - at
        heads[(heads < 0) | (heads >= end - at)] = -1
        rest = (getattr(self, k)[at:end] for k in ("relations", "sentence", "names", "mentions"))
        return Trees(self.tags[at:end], heads, *rest)


@dataclass
class Document:
    """One annotated report: words, and each statement's parts as word ranges [begin, end)."""

    id: str
    text: str
    words: list[Span]
    breaks: np.ndarray
    statements: list[dict]
    flat: bool
    """Words inside a content are unknown where no cue covers them."""
    trees: Trees | None = None
    unread: bool = False
    """Nobody looked for statements in it."""


def polnear(part: str, *, root: Path | None = None) -> Iterator[Document]:
    """Yield the reports of PolNeAR's `part` ("train" or "dev") by their first annotator, with our labels."""
    for name, text, golds in attributions(part, root=root):
        yield document(name, text, golds, flat=True)


def attributions(part: str, *, root: Path | None = None) -> Iterator[tuple[str, str, list[Gold]]]:
    """Yield name, text and attributions of each report of PolNeAR's `part`."""
    root = (root or shared()) / "corpora" / "polnear"
    labels = {(row["corpus"], row["report"], *(row[p] for p in PARTS)): row for row in labelled(ANNOTATED)}
    labels |= {(row.pop("report"), row.pop("key")): row for row in labelled(root / "labels.tsv")}
    nested: dict[str, list[Gold]] = defaultdict(list)
    for row in labelled(NESTED):
        nested[row["report"]].append(located(row))
    for path in sorted((root / part / "text").iterdir()):
        text = path.read_bytes().decode("utf8")
        files = sorted(p for p in (root / part / "attributions").iterdir() if p.stem.rpartition("_")[0] == path.stem)
        if files:
            golds = list(brat(files[0], text, labels, path.stem))
            yield path.stem, text, golds + nested[path.stem]


def labelled(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table of labels."""
    with path.open(encoding="utf8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def brat(path: Path, text: str, labels: dict, report: str) -> Iterator[Gold]:
    """Yield the attributions of one brat standoff file."""
    spans: dict[str, list[tuple[int, int]]] = {}
    lines = path.read_text(encoding="utf8").split("\n")
    for line in lines:
        if re.match(r"T\d+\t", line):
            key, where, *_ = line.split("\t")
            spans[key] = [tuple(map(int, p.split())) for p in where.partition(" ")[2].split(";")]  # type: ignore[misc]
    for line in lines:
        if not line.startswith("E"):
            continue
        key, _, rest = line.partition("\t")
        gold = Gold([], [], [])
        for role in rest.split():
            name, _, ref = role.partition(":")
            part = re.sub(r"\d+$", "", name).lower()
            if part in PARTS and ref in spans:
                getattr(gold, part).extend(spans[ref])
        where = (" ".join(f"{b}-{e}" for b, e in getattr(gold, part)) for part in PARTS)
        row = labels.get((report, key)) or labels.get(("polnear", report, *where))
        gold.content = [without_that(text, piece) for piece in gold.content]
        if row and row["act"] == "slip":
            gold.slip = True
        elif row:
            gold.labels = {k: row[k] for k in HEADS if k == "ground" or row[k]}
            gold.speaker = row.get("speaker", "")
        if gold.cue or gold.content:
            yield gold


def without_that(text: str, piece: tuple[int, int]) -> tuple[int, int]:
    """Return the piece without the "that" that opens it."""
    begin, end = piece
    return (begin + 5, end) if text[begin : begin + 5].lower() == "that " and end > begin + 5 else piece


def scheme(folder: Path) -> Iterator[Document]:
    """Yield the reports of a folder in the scheme's form (ID.txt with one numbered sentence a line, ID.jsonl)."""
    for path in sorted(folder.glob("*.jsonl")):
        text, where, gap = "", {}, ""
        for line in path.with_suffix(".txt").read_text(encoding="utf8").split("\n"):
            if line.strip() == "¶":
                gap = "\n\n" if text else ""
            elif "\t" in line and not line.startswith("# "):
                number, sentence = line.split("\t", 1)
                text += gap
                where[int(number)] = (len(text), len(text) + len(sentence))
                text, gap = text + sentence, " "
        rows = [json.loads(x) for x in path.read_text(encoding="utf8").split("\n") if x.strip()]
        index = {row["n"]: i for i, row in enumerate(rows)}
        golds = [
            Gold(
                *([quoted(piece, row["sent"], text, where) for piece in row[part]] for part in PARTS),
                labels=labels_of(row),
                parent=index.get(row["parent"]),
            )
            for row in rows
        ]
        yield document(path.stem, text, golds, flat=False)


FOLDS = 5


def voa(asked: str) -> Iterator[Document]:
    """Yield reports of `voa` to learn from: "train", "none", or train and dev without fold "0" to "4"."""
    if asked == "train":
        yield from scheme(shared() / "corpora" / "voa" / "train")
    elif asked != "none":
        for part in ("train", "dev"):
            folder = shared() / "corpora" / "voa" / part
            yield from (d for d in scheme(folder) if fold_of(d.id) != int(asked))


def fold_of(report: str) -> int:
    """Return the fold in which a report is left out: by chance, the same each time."""
    return crc32(report.encode()) % FOLDS


def unread() -> Iterator[Document]:
    """Yield the reports of `syria`, which nobody annotated, but for those of the annotated story."""
    path = shared() / "corpora" / "syria" / "reports.jsonl"
    story = (shared() / "corpora" / "story" / "ghouta" / "reports.jsonl").read_text(encoding="utf8").split("\n")
    held = {json.loads(line)["id"] for line in story if line.strip()}
    for line in path.read_text(encoding="utf8").split("\n"):
        if line.strip() and (row := json.loads(line))["id"] not in held:
            out = document(row["id"], row["text"], [], flat=True)
            out.unread = True
            yield out


ANNOTATED = Path(__file__).parent / "annotated.tsv"
"""Statements of PolNeAR's and Syria's reports that were labelled for this model: places in their texts, and labels."""
NESTED = Path(__file__).parent / "nested.tsv"
"""Statements inside PolNeAR's contents, where its annotators marked none, in the same form."""
REPORTS = Path(__file__).parent / "reports.jsonl"
"""Reports of Syria annotated in full: a statement a line, places in their texts, labels, and the line of its parent."""


def syria() -> dict[str, str]:
    """Return the texts of `syria` by their ids."""
    lines = (shared() / "corpora" / "syria" / "reports.jsonl").read_text(encoding="utf8").split("\n")
    return {row["id"]: row["text"] for row in map(json.loads, filter(str.strip, lines))}


def annotated() -> Iterator[Document]:
    """Yield the reports of `syria` of which statements were labelled; others of the same report are unknown."""
    texts = syria()
    golds: dict[str, list[Gold]] = {}
    for row in labelled(ANNOTATED):
        if row["corpus"] == "syria":
            golds.setdefault(row["report"], []).append(located(row))
    for name, some in golds.items():
        out = document(name, texts[name], some, flat=True)
        out.unread = True
        yield out


def located(row: dict[str, str]) -> Gold:
    """Return the statement that a row of such a table places and labels."""
    return Gold(*([placed(x) for x in row[p].split()] for p in PARTS), labels=labels_of(row))


def placed(span: str) -> tuple[int, int]:
    """Return "12-20" as numbers."""
    begin, _, end = span.partition("-")
    return int(begin), int(end)


def labels_of(row: dict) -> dict[str, str]:
    """Return the labels of an annotated statement; the polarity of what is declined is not scored, and not learned."""
    return {k: row[k] for k in HEADS if not (k == "polarity" and row["act"] == "decline")}


def reported() -> Iterator[Document]:
    """Yield the reports of REPORTS."""
    texts = syria()
    rows = [json.loads(line) for line in REPORTS.read_text(encoding="utf8").split("\n") if line]
    for name in dict.fromkeys(row["report"] for row in rows):
        golds = [
            Gold(*([(b, e) for b, e in row[p]] for p in PARTS), labels=labels_of(row), parent=row["parent"])
            for row in rows
            if row["report"] == name
        ]
        yield document(name, texts[name], golds, flat=False)


def quoted(piece: str | dict, sentence: int, text: str, where: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """Return where a quoted piece stands in the text."""
    row = {"text": piece} if isinstance(piece, str) else piece
    begin, end = where[row.get("sent", sentence)]
    at = begin - 1
    for _ in range(row.get("nth", 1)):
        at = text.index(row["text"], at + 1, end)
    return at, at + len(row["text"])


def document(name: str, text: str, golds: list[Gold], *, flat: bool) -> Document:
    """Return the report in words; pieces with only white space between them are joined."""
    spans = words(text)
    begins, ends = [s.begin for s in spans], [s.end for s in spans]
    breaks = np.array([i == 0 or "\n" in text[ends[i - 1] : b] for i, b in enumerate(begins)], bool)

    def to_words(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
        out: list[tuple[int, int]] = []
        for begin, end in sorted(pieces):
            a, b = bisect_right(ends, begin), bisect_left(begins, end)
            if a < b and out and a <= out[-1][1]:
                out[-1] = (out[-1][0], max(b, out[-1][1]))
            elif a < b:
                out.append((a, b))
        return out

    rows = []
    for g in golds:
        parts = {p: to_words(getattr(g, p)) for p in PARTS}
        rows.append({**parts, "labels": g.labels, "parent": g.parent, "slip": g.slip})
    return Document(name, text, spans, breaks, rows, flat)


# ---------------------------------------------------------------------------------------------------------- windows


@dataclass
class Window:
    """A run of a document's words that goes through the encoder at once."""

    ids: list[int]
    first: list[int]
    """Where in `ids` each word begins."""
    look: list[int]
    paragraph: np.ndarray
    cue_allowed: np.ndarray
    """(words, 3): which cue tags the annotation leaves open."""
    flat: np.ndarray
    """(words, 2): BIO of source and of content of the outermost statements, -1 where unknown."""
    cues: list[tuple[int, int]]
    given: np.ndarray
    """(cues, words): tag of each word given the cue."""
    pieces: list[dict]
    labels: list[list[int]]
    """Per cue, per label head: index of the value, -1 where nobody labelled it."""
    trees: Trees | None = None


def windows(
    doc: Document, tokens: Tokens, size: int, rng: random.Random | None, hide_breaks: float = 0.0
) -> Iterator[Window]:
    """Yield the document cut into windows of at most `size` tokens, at paragraph ends where it can.

    With `rng` the first window is shortened at random, so that each epoch cuts elsewhere, and with the chance
    `hide_breaks` paragraph breaks are hidden, as in texts that have lost them.
    """
    starts = doc.breaks.copy()
    if rng and rng.random() < hide_breaks:
        starts[1:] = False
    look = looks(doc.text, doc.words, starts)
    ids = [tokens.ids(doc.text[b:e]) for b, e in doc.words]
    at, room = 0, size - 2
    first_room = rng.randint(room // 3, room) if rng else room
    while at < len(ids):
        limit, used, end = (first_room if at == 0 else room), 0, at
        while end < len(ids) and used + len(ids[end]) <= limit:
            used += len(ids[end])
            end += 1
        end = max(end, at + 1)
        if end < len(ids):
            end = cut_at(doc, starts, at, end)
        yield window(doc, tokens, ids, look, starts, at, end)
        at = end


def cut_at(doc: Document, starts: np.ndarray, at: int, end: int) -> int:
    """Return a good place to end a window before `end`: a paragraph's, else a sentence's, in its second half."""
    half = at + (end - at) // 2
    for i in range(end, half, -1):
        if starts[i]:
            return i
    for i in range(end, half, -1):
        begin, stop = doc.words[i - 1]
        if doc.text[begin:stop] in {".", "?", "!", "”"} and doc.text[stop : stop + 1].isspace():
            return i
    return end


def window(doc: Document, tokens: Tokens, ids: list, look: np.ndarray, starts: np.ndarray, at: int, end: int) -> Window:
    """Return the words [at, end) of the document as one window with its targets."""
    n = end - at
    flat_ids, first, flat_look = [tokens.begin], [], [0]
    for i in range(at, end):
        first.append(len(flat_ids))
        flat_ids += ids[i]
        flat_look += [int(look[i])] * len(ids[i])
    flat_ids.append(tokens.end)
    flat_look.append(0)

    allowed = np.zeros((n, 3), bool)
    allowed[:, OUT] = True
    flat = np.zeros((n, 2), np.int64)
    if doc.unread:
        allowed[:], flat[:] = True, -1
    cues, given, pieces, labels = [], [], [], []

    def inside(piece: tuple[int, int]) -> tuple[int, int] | None:
        a, b = max(piece[0], at) - at, min(piece[1], end) - at
        return (a, b) if a < b else None

    for s in doc.statements:
        if doc.flat:
            for a, b in filter(None, map(inside, s["content"])):
                allowed[a:b] = True
    for s in doc.statements:
        for cue in filter(None, map(inside, s["cue"])):
            if s["slip"]:
                allowed[cue[0] : cue[1]] = True
                flat[cue[0] : cue[1]] = -1
                continue
            a, b = cue
            allowed[a:b] = False
            allowed[a, BEGIN] = True
            allowed[a + 1 : b, IN] = True
    for s in doc.statements:
        parts = {p: [x for x in map(inside, s[p]) if x] for p in PARTS}
        if s["parent"] is None:
            for column, part in enumerate(("source", "content")):
                for a, b in parts[part]:
                    flat[a:b, column] = -1 if s["slip"] else IN
                    flat[a, column] = -1 if s["slip"] else BEGIN
        if s["slip"] or not parts["cue"]:
            continue
        row = np.zeros(n, np.int64)
        for offset, part in ((CONTENT, "content"), (SOURCE, "source")):
            for a, b in parts[part]:
                row[a:b] = offset + 1
                row[a] = offset
        cues.append(parts["cue"][0])
        given.append(row)
        pieces.append(parts)
        labels.append([LABELS[k].index(s["labels"][k]) if k in s["labels"] else -1 for k in HEADS])
    table = np.array(given, np.int64).reshape(len(given), n)
    paragraph = np.cumsum(starts[at:end])
    trees = doc.trees.cut(at, end) if doc.trees else None
    return Window(flat_ids, first, flat_look, paragraph, allowed, flat, cues, table, pieces, labels, trees)
