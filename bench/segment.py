"""Sentence segmenters against gold borders, and their speed: ours, and the libraries that a user could take instead.

    python bench/segment.py SHARED [--show N]

SHARED holds `corpora/{voa,gum,ewt,polnear}`. Each segmenter gets one paragraph at a time (where the corpus marks none,
a document is one paragraph); a border is right if a gold sentence ends there; the ends of paragraphs, which all get
right, are not counted. Libraries that are not installed are left out of the table.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from accordingto.segment import segment, words

Splitter = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and where its sentences end in it, the last one left out."""

    text: str
    ends: frozenset[int]


def joined(sentences: list[str]) -> Paragraph:
    """Return the paragraph that these sentences make, with one space between them."""
    text, ends = "", []
    for sentence in sentences:
        text = f"{text} {sentence}" if text else sentence
        ends.append(len(text))
    return Paragraph(text, frozenset(ends[:-1]))


def voa(shared: Path) -> Iterator[Paragraph]:
    """Read the VOA reports: one numbered sentence a line, `¶` before a paragraph where paragraphs are known."""
    for part in ("train", "dev"):
        for path in sorted((shared / "corpora/voa" / part).glob("*.txt")):
            sentences: list[str] = []
            for line in path.read_text(encoding="utf8").split("\n"):
                if line.strip() == "¶" and sentences:
                    yield joined(sentences)
                    sentences = []
                elif "\t" in line and not line.startswith("#"):
                    sentences.append(line.split("\t", 1)[1].strip())
            yield joined(sentences)


def conllu(*paths: Path) -> Iterator[Paragraph]:
    """Read CoNLL-U files: `# text` is a sentence, `# newdoc` and `# newpar` open a paragraph."""
    for path in paths:
        sentences: list[str] = []
        for line in path.read_text(encoding="utf8").split("\n"):
            if line.startswith(("# newdoc", "# newpar")) and sentences:
                yield joined(sentences)
                sentences = []
            elif line.startswith("# text = "):
                sentences.append(line.removeprefix("# text = ").strip())
        yield joined(sentences)


def gum(shared: Path) -> Iterator[Paragraph]:
    """Read the news and the interviews of GUM's training part."""
    return conllu(
        *(p for kind in ("interview", "news") for p in sorted((shared / "corpora/gum/dep/train").glob(f"GUM_{kind}_*")))
    )


def ewt(shared: Path) -> Iterator[Paragraph]:
    """Read the development part of EWT: weblogs, news groups, mail, reviews, answers."""
    return conllu(shared / "corpora/ewt/en_ewt-ud-dev.conllu")


def ours() -> Splitter:
    """Return our own."""
    return lambda text: [sentence.span.end for sentence in segment(text)]


def blingfire() -> Splitter:
    """Return Blingfire's finite-state machine (native code)."""
    library = importlib.import_module("blingfire")
    return lambda text: [end for _, end in library.text_to_sentences_and_offsets(text)[1]]


def nupunkt() -> Splitter:
    """Return nupunkt, a Punkt trained on legal texts."""
    library = importlib.import_module("nupunkt")
    return lambda text: [begin + len(text[begin:end].rstrip()) for begin, end in library.sent_spans(text)]


def pysbd() -> Splitter:
    """Return pySBD with offsets."""
    segmenter = importlib.import_module("pysbd").Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [s.start + len(text[s.start : s.end].rstrip()) for s in segmenter.segment(text)]


def sentencex() -> Splitter:
    """Return sentencex (native code)."""
    library = importlib.import_module("sentencex")

    def ends(text: str) -> list[int]:
        found = library.get_sentence_boundaries("en", text)
        return [s["start_index"] + len(text[s["start_index"] : s["end_index"]].rstrip()) for s in found]

    return ends


def syntok() -> Splitter:
    """Return syntok."""
    library = importlib.import_module("syntok.segmenter")

    def ends(text: str) -> list[int]:
        last = [sentence[-1] for part in library.analyze(text) for sentence in part]
        return [token.offset + len(token.value) for token in last]

    return ends


SPLITTERS: dict[str, Callable[[], Splitter]] = {
    "accordingto": ours,
    "blingfire": blingfire,
    "nupunkt": nupunkt,
    "pysbd": pysbd,
    "sentencex": sentencex,
    "syntok": syntok,
}
GOLD: dict[str, Callable[[Path], Iterator[Paragraph]]] = {"voa": voa, "gum": gum, "ewt": ewt}


def f1(splitter: Splitter, paragraphs: list[Paragraph], show: int) -> float:
    """Return the F1 of the borders inside paragraphs, times 100; print the first `show` faults."""
    right = found = gold = 0
    for paragraph in paragraphs:
        ends = frozenset(splitter(paragraph.text)) - {len(paragraph.text)}
        right, found, gold = right + len(ends & paragraph.ends), found + len(ends), gold + len(paragraph.ends)
        for end in sorted(ends ^ paragraph.ends):
            if show > 0:
                fault = "extra " if end in ends else "missed"
                print(fault, repr(paragraph.text[max(0, end - 50) : end] + " ¦ " + paragraph.text[end : end + 40]))
                show -= 1
    return 200 * right / (found + gold)


def speed(splitter: Splitter, texts: list[str], count: int) -> float:
    """Return words a second of processor time over whole reports, so that what else runs does not show."""
    begun = time.process_time()
    for text in texts:
        splitter(text)
    return count / (time.process_time() - begun)


def main() -> None:
    """Print one row a segmenter."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--only", choices=SPLITTERS, action="append", help="measure these alone")
    parser.add_argument("--show", type=int, default=0, help="print so many faults a corpus")
    args = parser.parse_args()
    gold: dict[str, list[Paragraph]] = {name: list(read(args.shared)) for name, read in GOLD.items()}
    texts = [p.read_text(encoding="utf8") for p in sorted((args.shared / "corpora/polnear/train/text").glob("*.txt"))]
    texts = texts[::4]  # a quarter is 170,000 words: enough for a stable rate, and the slow ones end in time
    count = sum(len(words(text)) for text in texts)
    borders = ", ".join(f"{name} {sum(len(p.ends) for p in paragraphs)}" for name, paragraphs in gold.items())
    table = Table("segmenter", *(f"{name} F1" for name in gold), "words/s", title=f"borders: {borders}; {count} words")
    for name in args.only or SPLITTERS:
        try:
            splitter: Any = SPLITTERS[name]()
        except ImportError:
            print(f"{name}: not installed, left out", file=sys.stderr)
            continue
        scores = [f"{f1(splitter, paragraphs, args.show):.1f}" for paragraphs in gold.values()]
        table.add_row(name, *scores, f"{speed(splitter, texts, count):,.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
