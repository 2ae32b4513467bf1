"""Words that are somebody's although no cue stands beside them, and pictures, whose words are the report's own.

In come the text, sentences and statements of a report, out comes the statement that a stretch without one belongs to:
that of the quotation before, where it goes on; that of the one whom a headline names at its end ("Ferry sinks: crew").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from accordingto.actors.setting import without_article
from accordingto.credits import agency_of
from accordingto.data import Sentence, Span, Statement
from accordingto.states import state_of

HEADLINE = 250
"""Characters in which the headline ends that a text begins with."""
_PICTURES = re.compile(
    r"(?i:(?:an?|the|this|that|these|one|another|other|some|several|many|two|three|further|more)\s+)*"
    r"(?P<first>[A-Z]?[a-z][a-z-]*)?\s*(?:[a-z][\w-]*\s+){0,2}?"
    r"(?i:videos?|footage|photo(?:graph)?s?|pictures?|images?|clips?)\b"
)
_FIRST_PERSON = re.compile(r"(?:We|I|We[’']?re|I[’']?m|We[’']?ve|I[’']?ve)\s+[a-z]")
_QUOTATION = re.compile(r"“[^“”]+”|(?<!\S)\"(?=\w)[^\"]+\"(?!\S)")
_MARKED = re.compile(r"[:–—]\s*(?P<who>\w[\w’'-]*(?:\s[a-z]\w*)?)(?=\s*[.\n]|\s*\Z|\s+(?P<agency>[A-Z]\w+))")
_UNMARKED = re.compile(r"\b(?P<who>\w[\w’'-]*)(?=\s+(?P<agency>[A-Z]\w+))")


def is_seen(text: str, statement: Statement) -> bool:
    """Tell whether a statement is what pictures show: the report that describes them says it in its own voice.

    Who broadcasts them is named before the pictures ("VANA footage") and keeps the word. Of 34 annotated places in
    five stories 28 are read so.
    """
    if statement.kind != "document" or not statement.source:
        return False
    found = _PICTURES.match(text, *statement.source[-1])
    return found is not None and not (found["first"] and (state_of(found["first"]) or agency_of(found["first"])))


@dataclass(frozen=True, slots=True)
class Told:
    """A report with the statements that are somebody's, by their numbers in it."""

    text: str
    sentences: Sequence[Sentence]
    statements: Sequence[Statement]
    numbers: Sequence[int]

    def whose(self, span: Span) -> int | None:
        """Return the number of the statement that a stretch without a cue belongs to; None for the report's own."""
        return self.headlined(span) if span.begin < HEADLINE else self.continued(span)

    def continued(self, span: Span) -> int | None:
        """Return the statement of the sentence before, where somebody goes on.

        The words stand in quotation marks and nothing else of the quotation is anybody's, or they are in the first
        person ("We counted six ships") behind those of a person.
        """
        here = next((one.span for one in self.sentences if one.span.end > span.begin), span)
        asks = self.text[slice(*here)].rstrip().endswith("?")
        first = _FIRST_PERSON.match(self.text, here.begin) is not None and not asks
        begin = here.begin if first else self._quotation(span)
        if begin is None:
            return None
        outer = [number for number in self.numbers if self.statements[number].parent is None]
        before = [(end, number) for number in outer if (end := _end(self.statements[number])) <= begin]
        if not before:
            return None
        end, number = max(before)
        between = any(end < one.span.begin < begin for one in self.sentences)
        return None if between or (first and self.statements[number].kind != "person") else number

    def _quotation(self, span: Span) -> int | None:
        """Return where the quotation begins that a stretch lies in, if that is also where a sentence begins."""
        begins = [one.span.begin for one in self.sentences if one.span.begin <= span.begin]
        floor = begins[max(len(begins) - 2, 0)] if begins else 0
        around = (m for m in _QUOTATION.finditer(self.text, floor) if m.start() < span.begin and span.end <= m.end())
        found = next(around, None)
        if found is None:
            return None
        sentence = max((begin for begin in begins if begin <= found.start()), default=0)
        return None if self.text[sentence : found.start()].strip() else found.start()

    def headlined(self, span: Span) -> int | None:
        """Return the first statement of the one whom the headline names at its end, behind a colon or dash.

        Archives have lost the colon now and then: there the name of an agency follows ("Ferry sinks Pilots AFP").
        """
        for form in (_MARKED, _UNMARKED):
            for found in form.finditer(self.text, span.begin, HEADLINE):
                ends = not found["agency"] or agency_of(found["agency"])
                if ends and span.begin < found.start("who") and (number := self._first_by(found["who"])) is not None:
                    return number
        return None

    def _first_by(self, who: str) -> int | None:
        """Return the first statement whose source or speaker has the words that a headline names."""
        asked = re.compile(rf"\b{re.escape(who)}", re.I)
        for number in self.numbers:
            one = self.statements[number]
            source = " ".join(without_article(self.text[slice(*piece)]) for piece in one.source)
            if one.source and (asked.search(source) or asked.search(one.speaker)):
                return number
        return None


def _end(statement: Statement) -> int:
    return max((piece.end for piece in (*statement.source, *statement.cue, *statement.content)), default=0)
