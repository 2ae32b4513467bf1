"""Report → Analysis: segment, encode, decode, label. Pure; it reads no record and writes nothing.

Reports are taken in groups of GROUP_CHARACTERS and GROUP_REPORTS at most, or one report of any length. More than a
handful of them goes to worker processes, a core each; a handful, or what a network of the caller's is to read, to
threads. Results come in order, and no more than two groups are taken for each worker. A report that fails costs no
other.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

import numpy as np

from accordingto import events
from accordingto.actors.anonymity import withheld
from accordingto.actors.chains import chained
from accordingto.actors.speakers import speakers
from accordingto.calibration import Lines, chance
from accordingto.data import Analysis, Mention, Problem, Report, Sentence, Span, Statement, Syntax
from accordingto.encoder import Encoder, Network, OnnxNetwork, card
from accordingto.heads import labels as label_head
from accordingto.heads import mentions as mention_head
from accordingto.heads import names as name_head
from accordingto.heads import places as place_head
from accordingto.heads import statements as statement_head
from accordingto.heads import syntax as syntax_head
from accordingto.heads.mentions import Headed
from accordingto.heads.statements import Found, Range, Read
from accordingto.language import language_of
from accordingto.segment import segment
from accordingto.settings import WEIGHTS, settings
from accordingto.times import find_times, said
from accordingto.tokens import Bools, Floats, Ints, Tokens, quoted
from accordingto.workers import WorkerDied, Workers, can_work, serve

GROUP_CHARACTERS = 10_000
GROUP_REPORTS = 100
HANDFUL_CHARACTERS = 30_000
"""Workers take a second to start; threads of this process, which wait for one another half of the time, have done so
much by then."""
MOST_WORKERS = 3
"""Processes at most: each takes 250 MB, all together are to stay under 1 GB. On more cores they have threads."""
PIECE_WORDS = 16_000  # 25 MB of word vectors: a longer report is taken in pieces, at a sentence's end
Many = Callable[[Sequence[Report]], list[Analysis | Problem]]
"""Makes of each report of a group its analysis, or says why there is none."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A report in words, cuts left out."""

    report: Report
    sentences: tuple[Sentence, ...]
    words: list[Span]
    ranges: list[tuple[int, int]]
    """The words of each sentence, as a range."""
    paragraph: Ints

    def starts(self, begin: int, end: int) -> Bools:
        """Return which of these words begin a paragraph; the first one always does."""
        return np.asarray(np.diff(self.paragraph[begin:end], prepend=-1) != 0)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the heads make of a report, in word numbers."""

    statements: list[Found]
    mentions: list[Headed]
    syntax: Syntax
    acts: list[events.Scored]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a report that ends with a sentence: its words `begin` to `end`; all else is counted from `begin`."""

    begin: int
    end: int
    ranges: list[Range]
    read: Read
    cues: Floats
    syntax: Syntax
    mentions: list[Headed]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as later heads are fitted on it: trees, mentions, and the word vectors (words, width) of its words."""

    syntax: Syntax
    mentions: tuple[Mention, ...]
    vectors: Floats


class Analyser:
    """Finds the statements of reports. The networks are loaded when they are needed, which takes about half a second.

    `threads` is how many groups of reports run at once; 0 takes the setting `workers`, else one a core.
    """

    def __init__(self, weights: Path = WEIGHTS, *, network: Network | None = None, threads: int = 0) -> None:
        self.threads = threads or settings().workers or os.cpu_count() or 1
        self.weights = weights
        self.model = network.name if network else card(weights)["name"]
        if network:
            self.network = network

    @cached_property
    def network(self) -> Network:
        """The networks: those given, else the ones in the folder of weights."""
        return OnnxNetwork(self.weights)

    @cached_property
    def encoder(self) -> Encoder:
        """What runs reports through the first of them."""
        return Encoder(self.network, Tokens(self.weights / "tokenizer.json"))

    @cached_property
    def acts(self) -> events.Head | None:
        """The head of events, where there is one."""
        return events.load(self.weights)

    @cached_property
    def places(self) -> place_head.Head | None:
        """The head of what places stand for, where there is one."""
        return place_head.load(self.weights)

    def load(self) -> None:
        """Load all that is not loaded yet, before threads need it."""
        _ = self.encoder, self.acts, self.places

    def analyse(self, report: Report) -> Analysis:
        """Return the analysis of one report; of one not in English, an empty one with its language."""
        language = report.language or language_of(report.text)
        if not _readable(language):
            return Analysis(report_id=report.id, language=language, model=self.model)
        prepared = _prepare(report)
        return self._analysis(prepared, self._seen(prepared), language)

    def stream(self, reports: Iterable[Report]) -> Iterator[Analysis | Problem]:
        """Yield an analysis for each report, in order; one that fails gives a Problem, and the rest goes on.

        Networks that are in this process already are used here: they may have been changed, and need no second copy.
        """
        number = min(self.threads, MOST_WORKERS)
        each = -(-self.threads // number)
        groups = _groups(reports, each * GROUP_CHARACTERS)
        first = list(_handful(groups))
        few = len(first) < 2 or sum(len(report.text) for group in first for report in group) <= HANDFUL_CHARACTERS
        if few or self.threads == 1 or "network" in self.__dict__ or not can_work():
            self.load()
            yield from _ordered(chain(first, groups), self._many, self.threads)
            return
        workers = Workers(f"from accordingto.analyse import work; work({str(self.weights)!r}, {each})", number)
        yield from _ordered(chain(first, groups), partial(_asked, workers), number, workers.close)

    def _many(self, group: Sequence[Report]) -> list[Analysis | Problem]:
        return [self._one(report) for report in group]

    def _one(self, report: Report) -> Analysis | Problem:
        try:
            return self.analyse(report)
        except Exception as error:  # border: worker per report
            log.exception("the analysis of %s failed", report.id)
            return _failed(report, error)

    def look(self, report: Report) -> Reading:
        """Return trees, mentions and word vectors of a report: what heads that read them are fitted on."""
        prepared = _prepare(report)
        pieces = list(self._piecewise(prepared))
        mentions = [mention_head.moved(m, piece.begin) for piece in pieces for m in piece.mentions]
        vectors = np.concatenate([piece.read.words for piece in pieces]) if pieces else np.zeros((0, 0), np.float32)
        syntax = syntax_head.joined([piece.syntax for piece in pieces])
        return Reading(syntax, _mentions(prepared.words, mentions), vectors)

    def _piecewise(self, prepared: _Prepared) -> Iterator[_Piece]:
        """Run the encoder over a report, and over its words the heads that need no statement, piece by piece."""
        for b, e in _pieces(prepared):
            spans = prepared.words[b:e]
            matrix = self.encoder.encode(prepared.report.text, spans, prepared.starts(b, e))
            ranges = [(x - b, y - b) for x, y in prepared.ranges if b <= x < e]
            tags, names, kinds, dependents, heads, *read = self.network.single(matrix.words)
            tree = syntax_head.decode(tags, dependents, heads, ranges)
            syntax = syntax_head.syntax_of(spans, *tree, matrix.words, self.network)
            said = [prepared.report.text[slice(*span)] for span in spans]
            named = name_head.decode(names, said, ranges, self.network.tables)
            mentions = mention_head.decode(kinds, named, syntax)
            if self.places is not None:
                text, tokens = prepared.report.text, self.encoder.tokens
                mentions = place_head.told(self.places, tokens, text, spans, ranges, mentions)
            yield _Piece(b, e, ranges, Read(matrix.words, *read), matrix.cues, syntax, mentions)

    def _seen(self, prepared: _Prepared) -> _Seen:
        """Return what all heads make of a report; word vectors are held for one piece at a time."""
        seen = _Seen([], [], syntax_head.joined([]), [])
        trees: list[Syntax] = []
        for p in self._piecewise(prepared):
            paragraphs = prepared.paragraph[p.begin : p.end]
            some = statement_head.decode(p.read, p.cues, p.ranges, paragraphs, self.network)
            before = len(seen.statements)
            seen.statements.extend(statement_head.moved(f, p.begin, before) for f in some)
            seen.mentions.extend(mention_head.moved(m, p.begin) for m in p.mentions)
            trees.append(p.syntax)
            if self.acts is not None:
                named = _mentions(prepared.words[p.begin : p.end], p.mentions)
                seen.acts.append(events.score(prepared.report.text, p.syntax, named, p.read.words, self.acts))
        return replace(seen, syntax=syntax_head.joined(trees))

    def _analysis(self, prepared: _Prepared, seen: _Seen, language: str) -> Analysis:
        report = prepared.report
        found = statement_head.in_order(seen.statements)
        inside = quoted(report.text, prepared.words, prepared.starts(0, len(prepared.words)))
        values = label_head.decode([f.labels for f in found], [f.unsourced for f in found])
        statements = [
            _statement(prepared, one, label, inside, self.network.calibration)
            for one, label in zip(found, values, strict=True)
        ]
        mentions = _mentions(prepared.words, seen.mentions)
        mentions = chained(report.text, prepared.sentences, mentions, seen.syntax)
        named = speakers(report.text, prepared.sentences, statements, mentions, seen.syntax)
        statements = [replace(s, speaker=name) for s, name in zip(statements, named, strict=True)]
        hidden = withheld(report.text, prepared.sentences, statements)
        sure = chance("naming", 1.0, self.network.calibration)
        statements = [
            replace(s, naming="anonymous", scores={**s.scores, "naming": sure}) if yes else s
            for s, yes in zip(statements, hidden, strict=True)
        ]
        times = find_times(report, prepared.sentences, syntax=seen.syntax, statements=statements)
        return Analysis(
            report_id=report.id,
            language=language,
            statements=tuple(statements),
            sentences=prepared.sentences,
            mentions=mentions,
            times=times,
            events=tuple(event for some in seen.acts for event in events.told(some, mentions, statements, times)),
            said=tuple(said(s, times, report, prepared.sentences) for s in statements),
            model=self.model,
        )


def _readable(language: str) -> bool:
    """Text whose language cannot be told is read: it is too short to matter, or has too few plain words."""
    return language in ("en", "und") or language.startswith("en-")


def work(weights: str, threads: int) -> None:
    """Be a worker process: analyse groups of reports, those of a group in so many threads."""
    analyser = Analyser(Path(weights))
    analyser.load()
    with ThreadPoolExecutor(threads) as pool:
        serve(lambda group: list(pool.map(analyser._one, group)))


def _asked(workers: Workers, group: Sequence[Report]) -> list[Analysis | Problem]:
    """Return what a worker makes of a group; of a group that one died on, what they make of its reports one by one."""
    try:
        found: list[Analysis | Problem] = workers.ask(group)
    except WorkerDied as error:
        log.warning("%s, at one of %d reports", error, len(group))
        return [_failed(group[0], error)] if len(group) == 1 else [x for one in group for x in _asked(workers, [one])]
    return found


def _ordered(
    groups: Iterable[list[Report]], many: Many, number: int, close: Callable[[], None] = lambda: None
) -> Iterator[Analysis | Problem]:
    """Yield what `many` makes of groups, `number` of them at once, in order; `close` ends those that are under way."""
    pool = ThreadPoolExecutor(number)
    waiting: deque[Future[list[Analysis | Problem]]] = deque()
    try:
        for group in groups:
            waiting.append(pool.submit(many, group))
            if len(waiting) >= 2 * number:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        close()
        pool.shutdown(cancel_futures=True)


def _failed(report: Report, error: Exception) -> Problem:
    return Problem(
        source=report.source or report.id,
        outcome="failed",
        stage="analyse",
        reason="the analysis failed",
        detail=f"{type(error).__name__}: {error}",
    )


def _groups(reports: Iterable[Report], most_characters: int) -> Iterator[list[Report]]:
    group: list[Report] = []
    size = 0
    for report in reports:
        if group and (size + len(report.text) > most_characters or len(group) == GROUP_REPORTS):
            yield group
            group, size = [], 0
        group.append(report)
        size += len(report.text)
    if group:
        yield group


def _handful(groups: Iterator[list[Report]]) -> Iterator[list[Report]]:
    """Yield groups from the first on until there are two and more than a handful, or so many short reports."""
    size = count = 0
    for number, group in enumerate(groups):
        yield group
        size, count = size + sum(len(report.text) for report in group), count + len(group)
        if number and (size > HANDFUL_CHARACTERS or count > GROUP_REPORTS):
            return


def _pieces(prepared: _Prepared) -> Iterator[Range]:
    """Yield word ranges of at most PIECE_WORDS (or one sentence) that together are the report."""
    begin = end = 0
    for b, e in prepared.ranges:
        if e - begin > PIECE_WORDS and b > begin:
            yield begin, b
            begin = b
        end = e
    if end > begin:
        yield begin, end


def _prepare(report: Report) -> _Prepared:
    sentences = segment(report.text, report.cut)
    words = [word for sentence in sentences for word in sentence.words]
    ends = np.cumsum([len(s.words) for s in sentences], dtype=np.int64).tolist()
    ranges = list(zip([0, *ends[:-1]], ends, strict=True)) if ends else []
    paragraph = np.repeat([s.paragraph for s in sentences], [len(s.words) for s in sentences]).astype(np.int64)
    return _Prepared(report, sentences, words, ranges, paragraph)


def _mentions(spans: Sequence[Span], found: Sequence[Headed]) -> tuple[Mention, ...]:
    def span(words: Range) -> Span:
        return Span(spans[words[0]].begin, spans[words[1] - 1].end)

    return tuple(
        Mention(span=span(m.words), head=span(m.head), type=m.type, form=m.form, chain=number, stands_for=m.stands_for)
        for number, m in enumerate(found)
    )


def _in_one_paragraph(piece: Range, cue: Range, paragraph: Ints) -> Range:
    """Return the words of a source in the paragraph of its cue, else in its own last one.

    What is glued before it is no part of it: "Officials" of a headline, before the "Ada Quill" of the first paragraph.
    """
    numbers = paragraph[piece[0] : piece[1]]
    home = paragraph[cue[0]] if paragraph[cue[0]] in numbers else numbers[-1]
    at = np.flatnonzero(numbers == home)
    return piece[0] + int(at[0]), piece[0] + int(at[-1]) + 1


def _statement(
    prepared: _Prepared,
    found: Found,
    values: dict[str, tuple[str, float]],
    inside: Bools,
    lines: Lines,
) -> Statement:
    text, words = prepared.report.text, prepared.words

    def spans(ranges: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
        return tuple(Span(words[b].begin, words[e - 1].end) for b, e in ranges)

    said = [i for b, e in found.content for i in range(b, e) if text[words[i].begin].isalnum()]
    chosen = {head: value for head, (value, _) in values.items()}
    raw = {"statement": found.cue_score * found.part_score} | {head: score for head, (_, score) in values.items()}
    scores = {name: chance(name, score, lines) for name, score in raw.items()}
    return Statement(
        source=spans([_in_one_paragraph(piece, found.cue, prepared.paragraph) for piece in found.source]),
        cue=spans([found.cue]),
        content=spans(found.content),
        quote=label_head.quote(inside[said]),
        parent=found.parent,
        scores=scores,
        **chosen,
    )
