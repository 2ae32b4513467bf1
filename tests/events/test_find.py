"""From trees and mentions to events: a head made by hand, so that only the ways and the marks are tested."""

from __future__ import annotations

import numpy as np
import pytest

from accordingto.data import EVENT_TYPES, Event, Span, Statement, Time
from accordingto.encoder import mark_of
from accordingto.events import Head, find, load
from accordingto.events.features import BLOCKS
from accordingto.events.head import NONE, save
from tests.events import test_clauses as cases
from tests.events.trees import tree_of

WIDTH = 4


def head_of(**roots: str) -> Head:
    """Return a head that knows one word a root, and takes everything else for no act."""
    names = {f"chain {word}": at for at, word in enumerate(roots.values())}
    weights = np.zeros((len(names) + len(BLOCKS) * WIDTH, NONE + 1), np.float32)
    for at, root in enumerate(roots):
        weights[at, EVENT_TYPES.index(root)] = 4.0
    offset = np.zeros(NONE + 1, np.float32)
    offset[NONE] = 0.5
    return Head(
        names=names,
        rarity=np.ones(len(names), np.float32),
        means=np.zeros((len(BLOCKS), WIDTH), np.float32),
        weights=weights,
        offset=offset,
        encoder="e",
    )


def found(lines: str, head: Head, **others: object) -> tuple[str, tuple[Event, ...]]:
    text, syntax, mentions = tree_of(lines)
    vectors = np.zeros((len(syntax.words), WIDTH), np.float32)
    return text, find(text, syntax, mentions, vectors, head, **others)  # type: ignore[arg-type]


HEAD = head_of(ASSAULT="shell", CONSULT="meet", COERCE="arrest", YIELD="free", ACCUSE="say")


def test_an_event_says_what_it_rests_on() -> None:
    text, (event,) = found(cases.ARRESTED, HEAD)
    assert (event.type, text[slice(*event.trigger)]) == ("COERCE", "arrested")
    for reason in ("act: 'arrested'", "passive", "agent after 'by'", "share 1."):
        assert reason in event.why


def test_a_pronoun_names_whom_it_stands_for() -> None:
    lines = """
    Norland PROPN 2 nsubj L7
    hesitated VERB 0 root
    then ADV 4 advmod
    it PRON 5 nsubj L7
    shelled VERB 2 parataxis
    Ondry PROPN 5 obj L
    """
    _, (event,) = found(lines, HEAD)
    assert "'it' stands for 'Norland'" in event.why


def test_what_is_said_belongs_to_its_speaker() -> None:
    text, syntax, _ = tree_of(cases.SAID)
    content = Span(text.index("Sael"), len(text))
    inner = Statement(content=(Span(text.index("shelled"), len(text)),), parent=0)
    outer = Statement(content=(content,))
    shelled = [e for e in found(cases.SAID, HEAD, statements=(outer, inner))[1] if e.type == "ASSAULT"]
    assert [e.statement for e in shelled] == [1]
    assert [e.statement for e in found(cases.SAID, HEAD)[1]] == [None, None]
    assert len(syntax.words) == 6


def test_a_statement_is_an_act_where_its_clause_is_none() -> None:
    text, _, _ = tree_of(cases.SAID)
    said = Statement(
        source=(Span(0, 6),), cue=(Span(7, 11),), content=(Span(17, len(text)),), act="deny", scores={"act": 0.7}
    )
    _, events = found(cases.SAID, head_of(ASSAULT="shell"), statements=(said,))
    assert [(e.type, e.source, e.statement) for e in events] == [("REJECT", (0,), None), ("ASSAULT", (1,), 0)]
    assert "its act 'deny'" in events[0].why


def test_a_time_is_that_of_the_clause_it_hangs_on() -> None:
    lines = """
    Sael PROPN 2 nsubj L
    shelled VERB 0 root
    Ondry PROPN 2 obj L
    on ADP 5 case
    Friday PROPN 2 obl
    before SCONJ 8 mark
    diplomats NOUN 8 nsubj P
    met VERB 2 advcl
    Brasny PROPN 8 obj P
    """
    text, _, _ = tree_of(lines)
    friday = Time(
        span=Span(text.index("Friday"), text.index("Friday") + 6), value="2026-03-06", grain="day", anchor="text"
    )
    shelled, met = found(lines, HEAD, times=(friday,))[1]
    assert (shelled.time, met.time) == (0, None)


def test_no_trees_no_events() -> None:
    assert found("", HEAD)[1] == ()


@pytest.mark.parametrize("encoder", ["right", "wrong"])
def test_weights_of_another_encoder_are_not_used(tmp_path_factory: pytest.TempPathFactory, encoder: str) -> None:
    folder = tmp_path_factory.mktemp("weights")
    assert load(folder) is None
    (folder / "model.onnx").write_bytes(b"an encoder")
    mark = mark_of(folder) if encoder == "right" else "another"
    save(Head(HEAD.names, HEAD.rarity, HEAD.means, HEAD.scales, HEAD.weights, HEAD.offset, 8.0, mark), folder)
    again = load(folder)
    assert (again is not None) == (encoder == "right")
    if again is not None:
        assert (again.names, again.scales) == (HEAD.names, HEAD.scales)
        np.testing.assert_allclose(again.weights, HEAD.weights, atol=1e-3)
