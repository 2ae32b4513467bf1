"""The verb dictionaries of CAMEO → the table of acts that ships, events/lexicon.tsv: `python -m training.lexicon`.

Two generations of them (PETRARCH's and TABARI's, MIT, Open Event Data Alliance) are read; codes become root codes of
PLOVER, statements without an act ("said", 01) the empty root. Order, wildcards and actors of a pattern are left out:
what stays is which words stand near which verb. A pattern that only repeats the root of its verb is dropped.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from accordingto.events.lemmas import lemma_of
from accordingto.events.lexicon import PATH, SETS_MARK
from training.data import shared

ROOTS = {
    **{"02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "YIELD"},
    **{"09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST"},
    **{"15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT"},
}
"""CAMEO's first two digits → PLOVER, after the codebook of PLOVER (its appendix on CAMEO)."""
RETREATS = ("0873", "0874")
"""Withdrawals of troops and surrenders, a root of their own in PLOVER."""
FILES = ("CAMEO.2.0.txt", "CAMEO.verbpatterns.150430.txt")
MOST_WORDS = 3
_HEADER = re.compile(r"---\s*(?P<name>\S+)\s*\[(?P<code>[^\]]*)\]")
_VERB = re.compile(r"(?P<word>[A-Z][A-Z_'-]*)\s*(?:\{(?P<forms>[^}]*)\}?)?\s*(?:\[(?P<code>[^\]]*)\])?\s*(?:#.*)?$")
_PATTERN = re.compile(r"-\s*(?P<words>[^\[#]*)\[(?P<code>[^\]]*)\](?:\s*#\s*(?P<of>[A-Z_]+))?")
_EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "he",
        "his",
        "their",
        "its",
        "that",
        "this",
        "has",
        "have",
        "had",
    ]
)


@dataclass(slots=True)
class Dictionary:
    """Verbs with their own root, patterns with theirs, and the sets that patterns name."""

    verbs: dict[str, str] = field(default_factory=dict)
    patterns: dict[tuple[str, frozenset[str]], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    sets: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def root_of(code: str) -> str:
    """Return the PLOVER root of a CAMEO code ("042:043": that of the first); empty for 01 and for none."""
    first = code.split(":")[0] or code.strip(":")
    return "RETREAT" if first in RETREATS else ROOTS.get(first[:2], "")


def read(folder: Path) -> Dictionary:
    """Read the dictionaries of a folder; where two disagree on a verb, the newer one holds."""
    found = Dictionary()
    for name in FILES:
        block: list[str] = []
        header, of_set = "", ""
        for raw in (folder / name).read_text(encoding="utf8", errors="replace").split("\n"):
            line = raw.strip()
            if line.startswith("#"):
                continue
            if match := _HEADER.match(line):
                block, header, of_set = [], match["code"], ""
            elif line.startswith("&"):
                of_set = line.split()[0].rstrip("_")
            elif of_set and line.startswith("+"):
                found.sets[of_set.lower()] |= {_lemma(word) for word in [line[1:].split()[0]]}
            elif match := _PATTERN.match(line):
                _add_pattern(found, match, block)
            elif match := _VERB.match(line):
                of_set = ""
                _add_verb(found, match, header, block)
    return found


def _lemma(word: str) -> str:
    return lemma_of(word.strip("_").replace("_", " ").lower())


def _add_verb(found: Dictionary, match: re.Match[str], header: str, block: list[str]) -> None:
    lemma = match["word"].strip("_").lower()
    block.append(lemma)
    if "_" not in lemma:
        found.verbs.setdefault(lemma, root_of(match["code"] if match["code"] is not None else header))


def _add_pattern(found: Dictionary, match: re.Match[str], block: list[str]) -> None:
    words = frozenset(_words(match["words"]))
    of = (match["of"] or "").lower()
    verbs = [of] if of in block else block if len(block) == 1 else []
    if words and len(words) <= MOST_WORDS:
        for verb in verbs:
            if "_" not in verb:
                found.patterns[verb, words][root_of(match["code"])] += 1


def _words(pattern: str) -> Iterator[str]:
    """Yield the lemmas and set names of a pattern, without actors, wildcards and small words."""
    for token in re.findall(r"&?[A-Z][A-Z_'-]*", pattern):
        if token.startswith("&"):
            yield token.rstrip("_").lower()
        else:
            yield from (lemma_of(w) for w in token.lower().split("_") if len(w) > 1 and w not in _EMPTY)


def rows(found: Dictionary) -> Iterator[tuple[str, str, str]]:
    """Yield verb, root and its patterns (words joined by "+", patterns by a space); "." is the verb alone."""
    by_verb: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for verb, root in found.verbs.items():
        by_verb[verb][root].append(".")
    for (verb, words), counts in found.patterns.items():
        root = counts.most_common(1)[0][0]
        if root != found.verbs.get(verb, ""):
            by_verb[verb][root].append("+".join(sorted(words)))
    for name in sorted(found.sets):
        yield SETS_MARK, name, " ".join(sorted(w for w in found.sets[name] if " " not in w))
    for verb in sorted(by_verb):
        for root in sorted(by_verb[verb]):
            yield verb, root, " ".join(sorted(by_verb[verb][root]))


def main() -> None:
    """Write the table and print its size."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--dictionaries", type=Path, default=shared() / "corpora" / "events" / "petrarch2")
    args = ap.parse_args()
    lines = ["\t".join(row) for row in rows(read(args.dictionaries))]
    head = "# Derived from the CAMEO dictionaries of PETRARCH2 (Open Event Data Alliance, MIT) by training/lexicon.py"
    PATH.write_text("\n".join([head, *lines]) + "\n", encoding="utf8")
    print(f"{PATH}: {len(lines)} lines, {PATH.stat().st_size} bytes")


if __name__ == "__main__":
    main()
