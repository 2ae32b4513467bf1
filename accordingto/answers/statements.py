"""Statements that were found or counted, and who says them."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto.data import Span, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A statement with the words of its pieces, the report that it stands in, and the sentence around it."""

    number: int
    """Its place among the statements of its report, from 0; `statement.parent` is such a number."""
    statement: Statement
    source_words: tuple[str, ...]
    cue_words: tuple[str, ...]
    content_words: tuple[str, ...]
    parent_speaker: str
    """Who said that this was said, where the report has it from someone."""
    report: str
    outlet: str
    title: str
    published: str
    url: str
    version: int
    sentence: str
    """The sentence of the cue (of the content, where there is no cue); empty where the record has no sentences."""
    sentence_span: Span | None
    model: str
    likeness: float | None = None
    """How near its meaning is to the words that were asked about, up to 1; None where no meaning was asked for."""

    @property
    def who(self) -> str:
        """The speaker, else the source as written, else nothing."""
        return self.statement.speaker or " … ".join(self.source_words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many statements have a value, in how many reports of how many outlets."""

    value: str
    statements: int
    reports: int
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerCount:
    """How often someone speaks, by act. `kind` and `naming` are the ones that the speaker has most often."""

    speaker: str
    kind: str
    naming: str
    statements: int
    reports: int
    outlets: int
    acts: dict[str, int]
