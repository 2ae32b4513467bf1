"""What kind of text a report is: news, opinion, interview, press release, blog or transcript.

In come the text, title and what the page states of itself, out go the kind and the evidence for it in plain words. Each
piece of evidence counts points (`kinds.toml`); news is what has too little evidence for anything else. How the text is
built counts most: who speaks line by line, questions and answers, a writer who says "I".
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from accordingto.data import Cut
from accordingto.lines import Line, lines_of

NEEDED = 2
"""Points of evidence that a kind other than news needs."""

NEWS = "news"
FIRST, LAST = 6, 8
"""Lines at the beginning and at the end in which patterns for those places are looked for."""

LONGEST = 300
"""Characters of a line that a pattern can match."""

STRUCTURE = 3
"""Points of a text that is built as a transcript or an interview."""

LEAST_TURNS, LEAST_SHARE = 4, 0.4
"""So many lines begin with a speaker's name, and such a share of all lines, where the text is a transcript."""

ASKED = 0.5
"""Who interviews puts questions in more than this share of the lines."""

MOST_SPEAKERS = 2
"""People in an interview; where more take turns it is a transcript (of a debate, a hearing, a programme)."""

LEAST_QUESTIONS, LEAST_ANNOUNCED = 4, 2
"""Questions in paragraphs of their own with an answer below that make an interview; where its head speaks of one,
fewer do. Explainers ask themselves as well ("What should you do?"), but do not answer "I"."""

FIRST_PERSON = 0.006
"""Share of "I", "my", "me" among the words outside quotations, from which a writer speaks in person: of 840 reports
6 % have more (columns are among them)."""

SHARE_OF_QUESTIONS = 0.08
"""The questions of an interview are at least such a share of its lines."""

_LABEL = re.compile(
    r"((?:[^\W\d_][\w.'’-]{0,24})(?: [\w.'’&()-]{1,24}){0,5}?)\s?(?:\([^()]{1,40}\))?\s?:(?=\s)(?!\s*$)"
)
_ASKER = re.compile(r"(?:q|a|question|answer|interviewer)\.?$", re.IGNORECASE)
_QA = re.compile(r"(q|a)(?:uestion|nswer)?\s?[:.]\s", re.IGNORECASE)
_QUOTED = re.compile(r"“[^“”]{0,2000}”|\"[^\"\n]{0,2000}\"|«[^«»]{0,2000}»")
_PERSON = re.compile(r"\b(?:I|my|me|I['’](?:m|ve|d|ll)|myself)\b")
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Evidence:
    """Points and reasons by kind."""

    points: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, points: int, why: str) -> None:
        """Count a piece of evidence."""
        self.points[kind] += points
        self.reasons.setdefault(kind, []).append(why)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page states of itself that tells its kind."""

    sections: Sequence[str] = ()
    types: Sequence[str] = ()
    url: str = ""


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))


@cache
def _pattern(kind: str, place: str) -> re.Pattern[str]:
    patterns = _tables()[kind][place]
    return re.compile("|".join(f"(?:{one})" for one in patterns) or r"(?!)", re.IGNORECASE)


def _kinds() -> Iterator[str]:
    return (name for name in _tables() if name != "points")


def kind_of(text: str, *, title: str = "", stated: Stated | None = None, cut: Sequence[Cut] = ()) -> tuple[str, str]:
    """Return the kind of a report and why; ("news", "") where nothing says otherwise.

    `cut` are pieces that others wrote (comments, embedded posts); furniture may stay in, it tells as much.
    """
    lines = [line for line in lines_of(text) if not any(begin <= line.begin < end for begin, end, _ in cut)]
    evidence = Evidence()
    _of_page(evidence, title, stated or Stated())
    _of_lines(evidence, lines)
    _of_turns(evidence, lines)
    _of_person(evidence, lines)
    best = max(_kinds(), key=lambda kind: evidence.points[kind])
    if evidence.points[best] < NEEDED:
        return NEWS, ""
    return best.replace("_", " "), "; ".join(dict.fromkeys(evidence.reasons[best]))


def _of_page(evidence: Evidence, title: str, stated: Stated) -> None:
    points = _tables()["points"]
    address = urlsplit(stated.url)
    parts = {part for part in re.split(r"[/?=&]", address.path.lower()) if part}
    host = (address.hostname or "").lower()
    for kind in _kinds():
        table = _tables()[kind]
        if section := next((one for one in stated.sections if one.strip().lower() in table["section"]), ""):
            evidence.add(kind, points["section"], f"section {section.strip()}")
        if named := next((one for one in stated.types if one.lower() in table["types"]), ""):
            evidence.add(kind, points["types"], f"the page calls itself {named}")
        if parts & set(table["address"]):
            evidence.add(kind, points["address"], "its address")
        if any(host == end or host.endswith(f".{end}") for end in table["hosts"]):
            evidence.add(kind, points["hosts"], f"its host {host}")
        if title and len(title) <= LONGEST and _pattern(kind, "title").match(title):
            evidence.add(kind, points["title"], "its title")


def _of_lines(evidence: Evidence, lines: Sequence[Line]) -> None:
    points = _tables()["points"]
    short = [line.text for line in lines if len(line.text) <= LONGEST]
    last = [line.text for line in lines[max(len(lines) - LAST, 1) :] if len(line.text) <= LONGEST]
    for kind in _kinds():
        if words := next((text for text in short if _pattern(kind, "lines").match(text)), ""):
            evidence.add(kind, points["lines"], f"the line “{words[:60]}”")
        # two signs at the end are as good as one in the text: an address and a heading "About …", say
        signs = [text for text in last if _pattern(kind, "ends").match(text)]
        for words in signs[:2]:
            evidence.add(kind, points["ends"], f"the line “{words[:60]}”")


def _of_turns(evidence: Evidence, lines: Sequence[Line]) -> None:
    """Look for lines that begin with who speaks, and for questions with answers."""
    marked = [found[1].lower()[0] for line in lines if (found := _QA.match(line.text))]
    if marked.count("q") >= LEAST_TURNS - 1 and marked.count("a") >= LEAST_TURNS - 1:
        evidence.add("interview", STRUCTURE, f"{marked.count('q')} questions and answers")
        return
    turns = [(found[1], line) for line in lines if (found := _LABEL.match(line.text)) and not _ASKER.match(found[1])]
    counts = Counter(label for label, _ in turns)
    speakers = {label for label, number in counts.items() if number > 1}
    held = [(label, line) for label, line in turns if label in speakers]
    if len(speakers) > 1 and len(held) >= LEAST_TURNS and len(held) >= LEAST_SHARE * len(lines):
        asking = [label for label in speakers if _asks(label, held)]
        kind = "interview" if asking and len(counts) <= MOST_SPEAKERS else "transcript"
        evidence.add(kind, STRUCTURE, f"{len(held)} lines begin with one of {len(speakers)} speakers")
        return
    announced = any("interview" in line.text.lower() for line in lines[:FIRST])
    needed = LEAST_ANNOUNCED if announced else LEAST_QUESTIONS
    asked, answered = _pairs(lines)
    if asked >= max(needed, SHARE_OF_QUESTIONS * len(lines)) and answered >= needed / 2:
        evidence.add("interview", STRUCTURE, f"{asked} questions with answers, {answered} of them in the first person")


def _asks(label: str, turns: Sequence[tuple[str, Line]]) -> bool:
    own = [line for who, line in turns if who == label]
    return sum(line.text.rstrip('"”’) ').endswith("?") for line in own) > ASKED * len(own)


def _pairs(lines: Sequence[Line]) -> tuple[int, int]:
    """Return how many paragraphs put a question to someone, and how many of the next answer in the first person."""
    asked = answered = 0
    for line, after in pairwise(lines):
        if line.text.endswith("?") and len(line.text) > 15 and not after.text.endswith("?") and len(after.text) > 15:
            personal = _in_person(after.text)
            asked += personal or bool(re.search(r"\byou(?:r|rself)?\b", line.text, re.IGNORECASE))
            answered += personal
    return asked, answered


def _in_person(text: str) -> bool:
    return bool(re.search(r"\b(?:I|my|me|we|our|us|I['’](?:m|ve|d|ll)|we['’](?:re|ve|d|ll))\b", text))


def _of_person(evidence: Evidence, lines: Sequence[Line]) -> None:
    """Count a writer who says "I", which goes with a column as well as with a blog, and decides neither alone."""
    told = _QUOTED.sub(" ", "\n".join(line.text for line in lines))
    words = len(_WORD.findall(told))
    if words and len(_PERSON.findall(told)) >= max(FIRST_PERSON * words, 3):
        for kind in ("opinion", "blog"):
            evidence.add(kind, 1, "the writer says “I”")
