"""The dataclasses that flow from room to room.

Every span is `(begin, end)`, half open, in code points into `Report.text`. Nothing here reads, writes or computes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

ACTS = ("assert", "deny", "decline", "doubt", "forecast", "demand", "warn", "pledge", "endorse", "criticise", "feel")
KINDS = ("person", "state", "organisation", "armed_group", "media", "document", "people", "none")
NAMINGS = ("named", "role", "anonymous", "collective", "none")
FIRMNESSES = ("certain", "probable", "possible", "none")
POLARITIES = ("+", "-")
DISTANCES = ("neutral", "distancing", "vouching")
GROUNDS = ("", "saw", "told", "document", "inference")
QUOTES = ("direct", "mixed", "indirect")
PARTS = ("source", "cue", "content")
"""The spans of a statement."""
STANCES = ("asserts", "denies", "doubts", "mentions")
MENTION_TYPES = ("PER", "ORG", "LOC", "EVENT", "OBJECT", "ABSTRACT", "TIME")
"""Person, organisation (governments too), place, event, thing, what cannot be touched, time."""
FORMS = ("name", "nominal", "pronoun")
PLACE, GOVERNMENT, OTHERS = STANDS_FOR = ("place", "government", "others")
"""What the name of a place stands for; others are people, a team, a market."""
EVENT_TYPES = (
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    *("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "RETREAT"),
)
"""The root codes of PLOVER."""
EVENT_STATUSES = ("told", "planned", "asked", "possible", "feared")
"""Told as done; planned, promised or to come; asked for or due; possible or put as a condition; feared."""
REPORT_KINDS = ("news", "opinion", "interview", "press release", "blog", "transcript")
SURENESS = ("certain", "probable", "possible")
"""How sure a date of a report is: somebody states it as that date; it stands where such dates stand; a guess."""

LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "quote": QUOTES,
        "kind": KINDS,
        "naming": NAMINGS,
        "act": ACTS,
        "firmness": FIRMNESSES,
        "polarity": POLARITIES,
        "distance": DISTANCES,
        "ground": GROUNDS,
    }
)


class Span(NamedTuple):
    """A piece of a report's text: `text[begin:end]`."""

    begin: int
    end: int


def words_at(text: str, pieces: Iterable[Span]) -> str:
    """Return the words of the pieces of a part, one after the other."""
    return " ".join(text[slice(*piece)] for piece in pieces)


class Cut(NamedTuple):
    """A piece of a report's text that is not part of the report, and why."""

    begin: int
    end: int
    reason: str


class Dateline(NamedTuple):
    """Where, and perhaps when, a report says it was written: `text[begin:end]` is "MOSCOW, Sept 10 (Reuters) –"."""

    begin: int
    end: int
    place: str
    """The place as it is written, in the letter case of a name: "Moscow", "Beirut/Amman"."""
    day: str
    """EDTF: "2015-09-10", "XXXX-09-10" where the year is not established; empty where it names no day."""


class Credit(NamedTuple):
    """Words that name an agency whose work is in the report: "- REUTERS", "(AFP)", "With reporting by AP"."""

    begin: int
    end: int
    """Both 0 where the words do not stand in the text (a byline of the page's head)."""
    agency: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report as it was read.

    `text` is the whole text as given (of HTML: the extracted text), `cut` what in it is not the report. `id` is the id
    that the report came with, else its canonical URL, else its path relative to the source.

    Dates are ISO 8601 (a date or a date with time) or empty; each has with it where it was found ("given", "meta
    article:published_time", "file meta.csv" …) and how sure it is (SURENESS). `seen` is when somebody saved the page,
    where that is known; else a record takes the time at which it first read the report. The day of the dateline is kept
    apart from them. `kind` is one of REPORT_KINDS, or what the source calls it; `kind_why` the evidence, in words.
    """

    id: str
    text: str
    outlet: str = ""
    title: str = ""
    byline: str = ""
    published: str = ""
    published_how: str = ""
    published_sure: str = ""
    updated: str = ""
    updated_how: str = ""
    updated_sure: str = ""
    seen: str = ""
    seen_how: str = ""
    dateline: Dateline | None = None
    credits: tuple[Credit, ...] = ()
    url: str = ""
    language: str = ""
    kind: str = "news"
    kind_why: str = ""
    cut: tuple[Cut, ...] = ()
    source: str = ""
    reader: str = ""
    excerpt: bool = False
    """Whether the source holds a summary only, and the whole stands at `url`. The record does not keep this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: its span, and the spans of its words."""

    span: Span
    words: tuple[Span, ...]
    paragraph: int
    """Number of the paragraph that the sentence stands in, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """A report's words with their parts of speech (UPOS) and their places in the trees (Universal Dependencies).

    All four are as long as the report has words. `heads` are word numbers in the report, -1 for the root of a sentence.
    """

    words: tuple[Span, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who says what (SCHEME of statements in docs/scheme.md). Spans may be several pieces; `parent` is an index."""

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    quote: str = "indirect"
    speaker: str = ""
    kind: str = "none"
    naming: str = "none"
    act: str = "assert"
    firmness: str = "certain"
    polarity: str = "+"
    distance: str = "neutral"
    ground: str = ""
    parent: int | None = None
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that stand for someone or something; mentions of one chain stand for the same."""

    span: Span
    head: Span
    """The word (of a name: its words) that the mention hangs on."""
    type: str
    form: str
    chain: int
    stands_for: str = ""
    """One of STANDS_FOR, of the name of a seat of government ("Callow said" is a government), else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time expression. `value` is EDTF (ISO 8601, with ranges), empty where it is not established."""

    span: Span
    value: str
    grain: str
    """"year", "month", "day", "hour" … of the value; empty where there is none."""
    anchor: str
    """What it was counted from: "published", "dateline", "text" (it, or another time, says it all), "none"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """When a statement was made.

    `value` is EDTF, empty where it is not established. `how` says where it is from: "words" (a time beside the cue,
    number `time` of the report's times), "published" or "dateline" (the report's own day: it was said by then), "none".
    """

    value: str
    how: str
    time: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom, in PLOVER; arguments are numbers of mentions, `time` of a time, `statement` of a statement.

    An event inside a statement belongs to its speaker; without one the report tells it in its own voice.
    """

    trigger: Span
    type: str
    source: tuple[int, ...] = ()
    target: tuple[int, ...] = ()
    place: int | None = None
    time: int | None = None
    negated: bool = False
    statement: int | None = None
    status: str = "told"
    """One of EVENT_STATUSES: how the act stands in its clause. Whose word it is, `statement` says."""
    mode: str = ""
    why: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the analyser found in one report."""

    report_id: str
    language: str
    statements: tuple[Statement, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    said: tuple[Said, ...] = ()
    """When each statement was made, in the order of the statements."""
    events: tuple[Event, ...] = ()
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A source or report that did not become part of the record: `outcome` is "skipped" or "failed"."""

    source: str
    outcome: Literal["skipped", "failed"]
    stage: str
    reason: str
    detail: str = ""
