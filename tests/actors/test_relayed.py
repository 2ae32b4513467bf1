from __future__ import annotations

import pytest

from accordingto.actors.relayed import kind_quoted
from accordingto.actors.speakers import speakers
from accordingto.data import Span, Statement
from accordingto.segment import segment


def at(text: str, *words: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(some), text.index(some) + len(some)) for some in words)


def test_who_is_quoted_as_saying_says_it_and_the_outlet_quotes() -> None:
    text = "VANA news agency quoted a source in Orl as saying that nine ships sank."
    outer = Statement(
        source=at(text, "VANA news agency"), cue=at(text, "quoted"), content=(Span(24, 70),), kind="media"
    )
    inner = Statement(
        source=at(text, "VANA news agency"),
        cue=at(text, "saying"),
        content=at(text, "nine ships sank"),
        kind="media",
        parent=0,
    )
    assert speakers(text, segment(text), [outer, inner]) == ["VANA", "source in Orl"]
    unsourced = Statement(cue=inner.cue, content=inner.content, kind="none", parent=0)
    assert speakers(text, segment(text), [outer, unsourced]) == ["VANA", "source in Orl"]


def test_an_outlet_that_says_so_quoting_others() -> None:
    text = "Gull Weekly, quoting harbour officials, said on Monday that nine ships sank."
    said = Statement(
        source=at(text, "Gull Weekly"), cue=at(text, "said"), content=at(text, "nine ships sank"), kind="media"
    )
    assert speakers(text, segment(text), [said]) == ["harbour officials"]
    quoting = Statement(
        source=said.source,
        cue=at(text, "quoting"),
        content=at(text, "harbour officials", "nine ships sank"),
        kind="media",
    )
    assert speakers(text, segment(text), [quoting]) == ["harbour officials"]


def test_an_outlet_that_speaks_for_itself_does() -> None:
    text = "Gull Weekly said on Monday that nine ships sank."
    said = Statement(
        source=at(text, "Gull Weekly"), cue=at(text, "said"), content=at(text, "nine ships sank"), kind="media"
    )
    assert speakers(text, segment(text), [said]) == ["Gull Weekly"]


@pytest.mark.parametrize(
    ("words", "kind"), [("harbour officials", "people"), ("the Kenyan foreign ministry", "state"), ("crews", "people")]
)
def test_what_is_quoted_has_a_kind(words: str, kind: str) -> None:
    assert kind_quoted(words) == kind
