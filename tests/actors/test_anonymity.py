from __future__ import annotations

import pytest

from accordingto.actors.anonymity import withheld
from accordingto.data import Span, Statement
from accordingto.segment import segment


def hidden(text, *sources):
    """Return which of these sources the text withholds; a source is its words, with "*" behind those of a name."""
    statements, at = [], 0
    for words in sources:
        naming, words = ("named", words[:-1]) if words.endswith("*") else ("role", words)
        at = text.index(words, at)
        span = Span(at, at + len(words))
        at = span.end
        statements.append(Statement(source=(span,), cue=(Span(at, at + 1),), kind="people", naming=naming))
    return withheld(text, segment(text), statements)


@pytest.mark.parametrize(
    "text",
    [
        "[A diplomat] said no on condition of anonymity.",
        "[A diplomat], who requested anonymity for fear of reprisal, said no.",
        "[A diplomat who asked not to be named] said no.",
        "Speaking anonymously, [a diplomat] said no.",
        "[An aide] said no because she was not authorized to speak publicly.",
        "[An aide] said no. He wasn't authorised to discuss it; [the aide] said so.",
        "[Security sources] said no.",
        "[Two people familiar with the talks] said no.",
        "[An unnamed official of the ministry] said no.",
    ],
)
def test_a_name_that_is_withheld(text):
    sources = [piece.partition("]")[0] for piece in text.split("[")[1:]]
    assert hidden(text.replace("[", "").replace("]", ""), *sources)[-1]


@pytest.mark.parametrize(
    "text",
    [
        "[A diplomat] said no.",
        "[Officials] said no.",
        "[A diplomat] said no. Later a guard asked not to be named, [a colonel] said.",
        "[Ilka Brasny*] said no. She had first written about it anonymously.",
        "[Residents of Orlo] said the water sources were poisoned.",
    ],
)
def test_a_source_that_is_merely_not_named(text):
    sources = [piece.partition("]")[0] for piece in text.split("[")[1:]]
    assert not hidden(text.replace("[", "").replace("]", "").replace("*", ""), *sources)[0]


def test_what_is_withheld_once_stays_withheld_both_ways():
    text = (
        "Two defence officials told us of it. The officials, speaking on condition of anonymity, said it failed. "
        "A minister denied it. The officials said more."
    )
    assert hidden(text, "Two defence officials", "The officials", "A minister", "The officials") == [
        True,
        True,
        False,
        True,
    ]


def test_who_asks_for_anonymity_is_the_one_before_who():
    text = "A printer in Orlo, who requested anonymity, told us that presses stood still."
    assert hidden(text, "A printer in Orlo", "who") == [True, True]
