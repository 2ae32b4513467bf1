"""EWT and GUM → documents in our words, with parts of speech, trees, names and mention heads.

Our words and the treebanks' differ a little: a word takes the tag and relation of that of its treebank words whose head
stands outside it; where a treebank word is several of ours, the others hang on its first one as "goeswith".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from accordingto.heads.mentions import HEAD_TAGS, OF_GUM
from accordingto.heads.names import NAME_TAGS
from accordingto.heads.syntax import RELATIONS, TAGS, relation
from accordingto.segment import words
from training.data import Document, Trees, shared

UNKNOWN = -1


@dataclass
class Bank:
    """A document of a treebank: its text, and each of its words in code points."""

    id: str
    text: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    """Word ranges."""
    paragraphs: set[int] = field(default_factory=set)
    """Words that begin a paragraph."""
    tags: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    misc: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    """Sentence ids."""


def banks(path: Path) -> Iterator[Bank]:
    """Yield the documents of a CoNLL-U file."""
    bank: Bank | None = None
    rows: list[list[str]] = []
    wide: dict[int, tuple[int, str, str]] = {}
    fresh = True
    for line in path.read_text(encoding="utf8").split("\n"):
        if line.startswith("# newdoc id"):
            if bank:
                yield bank
            bank = Bank(line.partition("= ")[2])
        elif line.startswith("# newpar"):
            fresh = True
        elif line.startswith("# sent_id") and bank:
            bank.ids.append(line.partition("= ")[2])
        elif line and line[0].isdigit():
            cells = line.split("\t")
            if "-" in cells[0]:
                a, b = map(int, cells[0].split("-"))
                wide[a] = (b, cells[1], cells[9])
            elif "." not in cells[0]:
                rows.append(cells)
        elif not line and rows and bank:
            add(bank, rows, wide, fresh)
            rows, wide, fresh = [], {}, False
    if bank:
        yield bank


def add(bank: Bank, rows: list[list[str]], wide: dict[int, tuple[int, str, str]], fresh: bool) -> None:
    """Put a sentence at the end of the document."""
    low = len(bank.spans)
    if fresh:
        bank.paragraphs.add(low)
        bank.text = bank.text.rstrip() + ("\n\n" if bank.text else "")
    elif bank.text and not bank.text[-1].isspace():
        bank.text += " "
    i = 0
    while i < len(rows):
        number = i + 1
        if number in wide:
            last, form, misc = wide[number]
            parts = [r[1] for r in rows[i:last]]
            at = len(bank.text)
            bank.text += form
            if "".join(parts) == form:
                for part in parts:
                    bank.spans.append((at, at + len(part)))
                    at += len(part)
            else:
                bank.spans += [(at, at + len(form))] * len(parts)
            i = last
        else:
            form, misc = rows[i][1], rows[i][9]
            bank.spans.append((len(bank.text), len(bank.text) + len(form)))
            bank.text += form
            i += 1
        if "SpaceAfter=No" not in misc:
            bank.text += " "
    for cells in rows:
        bank.tags.append(cells[3])
        bank.heads.append(int(cells[6]) - 1 + low if cells[6] != "0" else -1)
        bank.relations.append(cells[7])
        bank.misc.append(cells[9])
    bank.sentences.append((low, len(bank.spans)))


def names_of_uner(path: Path) -> dict[str, list[str]]:
    """Return the tags of each sentence by its id; OTH and "B-O" count as outside."""
    out: dict[str, list[str]] = {}
    key = ""
    for line in path.read_text(encoding="utf8").split("\n"):
        if line.startswith("# sent_id"):
            key = line.partition("= ")[2]
            out[key] = []
        elif line and line[0].isdigit():
            cells = line.split("\t")
            tag = cells[2] if len(cells) > 2 else "O"
            out[key].append(tag if tag[2:] in ("PER", "ORG", "LOC") else "O")
    return out


def entities(bank: Bank) -> list[tuple[int, int, str, int, str]]:
    """Return GUM's mentions: word range, type, head word and coreference group, read from MISC."""
    out: list = []
    open_: list = []
    for i, misc in enumerate(bank.misc):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
        if not found:
            continue
        for piece in re.findall(r"\([^()]*\)?|[^()]+\)", found[1]):
            if piece.startswith("("):
                fields = piece.strip("()").split("-")
                open_.append((fields[0], i, fields[1], fields))
                if not piece.endswith(")"):
                    continue
                key = fields[0]
            else:
                key = piece.rstrip(")")
            at = max((k for k, o in enumerate(open_) if o[0] == key), default=None)
            if at is None:
                continue
            group, begin, kind, fields = open_.pop(at)
            out.append((begin, i + 1, kind, head_of(bank, begin, i + 1), group))
    return sorted(out, key=lambda e: (e[0], -e[1]))


def head_of(bank: Bank, begin: int, end: int) -> int:
    """Return the word of the range whose head stands outside it."""
    return next((i for i in range(begin, end) if not begin <= bank.heads[i] < end), begin)


def document(bank: Bank, names: dict[str, list[str]] | None = None, *, mentions: bool = False) -> Document:
    """Return the treebank's document in our words."""
    spans = words(bank.text)
    ends = [s.end for s in spans]
    owner = [bisect_right(ends, b) for b, _ in bank.spans]  # our word in which each of theirs begins
    inside: list[list[int]] = [[] for _ in spans]
    for i, word in enumerate(owner):
        if word < len(spans):
            inside[word].append(i)
    n = len(spans)
    tags, heads, relations = (np.full(n, UNKNOWN, np.int64) for _ in range(3))
    sentence = np.full(n, UNKNOWN, np.int64)
    begins = [b for b, _ in bank.spans]
    for number, (b, e) in enumerate(bank.sentences):
        for i in range(b, e):
            if owner[i] < n:
                sentence[owner[i]] = number
    for word, theirs in enumerate(inside):
        if not theirs:
            sentence[word] = sentence[word - 1] if word else 0
            one = bisect_right(begins, spans[word].begin) - 1
            if word and one >= 0 and bank.spans[one][1] > spans[word].begin and owner[one] < word:
                tags[word] = TAGS.index(bank.tags[one])
                heads[word], relations[word] = owner[one], RELATIONS.index("goeswith")
            continue
        one = next((i for i in theirs if bank.heads[i] not in theirs), theirs[0])
        tags[word] = TAGS.index(bank.tags[one]) if bank.tags[one] in TAGS else UNKNOWN
        relations[word] = RELATIONS.index(relation(bank.relations[one]))
        head = bank.heads[one]
        heads[word] = word if head < 0 else owner[head]  # the root's head is itself
    allowed = np.ones((n, len(NAME_TAGS)), bool)
    heading = np.full(n, UNKNOWN, np.int64)
    if names is not None:
        allow_uner(bank, names, owner, inside, allowed)
    if mentions:
        found = entities(bank)
        heading[:] = 0
        for _, _, kind, head, _ in sorted(found, key=lambda e: e[1] - e[0]):
            if owner[head] < n:
                heading[owner[head]] = HEAD_TAGS.index(OF_GUM[kind])
        if names is None:
            allow_gum(bank, found, inside, allowed)
    starts = {owner[i] for i in bank.paragraphs if i < len(owner)}
    breaks = np.array([i == 0 or i in starts for i in range(n)], bool)
    trees = Trees(tags, heads, relations, sentence, allowed, heading)
    return Document(bank.id, bank.text, spans, breaks, [], True, trees=trees, unread=True)


def allow_uner(bank: Bank, names: dict, owner: list[int], inside: list[list[int]], allowed: np.ndarray) -> None:
    """Leave open only the annotated name tag of each word."""
    theirs = ["O"] * len(bank.spans)
    for key, (b, e) in zip(bank.ids, bank.sentences, strict=True):
        row = names.get(key)
        if row and len(row) == e - b:
            theirs[b:e] = row
    before = "O"
    for word, some in enumerate(inside):
        found = [theirs[i] for i in some if theirs[i] != "O"]
        allowed[word] = False
        if not some and before != "O":
            allowed[word, NAME_TAGS.index(before)] = True
            continue
        if not found:
            allowed[word, 0] = True
            before = "O"
            continue
        kind = found[0][2:]
        begins = found[0][0] == "B" or before != kind
        allowed[word, NAME_TAGS.index(f"{kind} begins" if begins else kind)] = True
        before = kind


JOINS = {"of", "and", "for", "&", "de", "the", "'s", "-"}
"""Words inside names: "Gulf of Mexico"."""


def allow_gum(bank: Bank, found: list, inside: list[list[int]], allowed: np.ndarray) -> None:
    """Read names off GUM's mentions: the run of proper nouns around the head of a person, organisation or place.

    Words that are no proper nouns are outside; other proper nouns stay unknown, and so do words that join the run to
    more of them, since GUM does not say where a name ends. Of names inside each other the outermost counts.
    """
    proper = [tag == "PROPN" for tag in bank.tags]
    text = [bank.text[b:e].lower() for b, e in bank.spans]
    for word, some in enumerate(inside):
        if some and all(bank.tags[i] not in ("PROPN", "X") for i in some):
            allowed[word] = False
            allowed[word, 0] = True
    place = {i: word for word, some in enumerate(inside) for i in some}
    taken: set[int] = set()
    for begin, end, kind, head, _ in sorted(found, key=lambda e: e[0] - e[1]):
        if OF_GUM[kind] not in ("PER", "ORG", "LOC") or not proper[head] or head in taken:
            continue
        a, b = head, head + 1
        while a > begin and proper[a - 1]:
            a -= 1
        while b < end and proper[b]:
            b += 1
        low, high = a, b
        while low - 2 >= begin and text[low - 1] in JOINS and proper[low - 2]:
            low -= 2
            while low > begin and proper[low - 1]:
                low -= 1
        while high < end and text[high] in JOINS:
            last = high
            while last < end and text[last] in JOINS:
                last += 1
            if last == end or not proper[last]:
                break
            high = last
            while high < end and proper[high]:
                high += 1
        taken.update(range(low, high))
        allowed[sorted({place[i] for i in range(low, high) if i in place})] = True
        ours = sorted({place[i] for i in range(a, b) if i in place})
        for k, word in enumerate(ours):
            inner = NAME_TAGS.index(OF_GUM[kind])
            allowed[word] = False
            allowed[word, inner] = k > 0 or low < a
            allowed[word, inner - 1] = k == 0  # tags come in pairs, the beginning first


def treebanks(part: str) -> Iterator[Document]:
    """Yield the documents of EWT (trees and names) and GUM (trees, mentions, names read off them); "train" or "dev"."""
    root = shared() / "corpora"
    uner = next((root / "ewt/uner").glob(f"*{part}*"))
    names = names_of_uner(uner)
    for bank in banks(root / f"ewt/en_ewt-ud-{part}.conllu"):
        yield document(bank, names)
    for path in sorted((root / "gum/dep" / part).glob("*.conllu")):
        for bank in banks(path):
            yield document(bank, mentions=True)
