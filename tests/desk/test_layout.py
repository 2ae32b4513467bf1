from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto import query
from accordingto.answers import CopiedPassage, CutRow, Found, ReportRow, ReportText
from accordingto.data import Span, Statement
from accordingto.desk.layout import Block, laid_out
from accordingto.record.view import view

TEXT = "One said two.\nThree\n\nfour said “five six” and seven."


def report(text: str, statements: list[Statement], **more: object) -> ReportText:
    empty = {field.name: {"int": 0, "str": ""}.get(str(field.type), ()) for field in fields(ReportRow)}
    row = ReportRow(**empty)  # type: ignore[arg-type]
    found = tuple(
        Found(number=number, statement=one, source_words=(), cue_words=(), content_words=(), parent_speaker="",
              report="r", outlet="", title="", published="", url="", version=1, sentence="", sentence_span=None,
              model="m")
        for number, one in enumerate(statements)
    )  # fmt: skip
    rest = {"cuts": (), "paragraphs": (), "passages": (), "claims": (), "actors": {}, **more}
    return ReportText(row=row, version=1, text=text, versions=(), statements=found, **rest)  # type: ignore[arg-type]


spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda two: Span(min(two), max(two)))
statements = st.builds(
    lambda source, cue, content: Statement(source=(source,), cue=(cue,), content=(content,)), spans, spans, spans
)


@settings(deadline=None, max_examples=60)
@given(st.lists(statements, max_size=5), st.lists(spans, max_size=3), st.lists(spans, max_size=3), spans)
def test_atoms_are_the_text(said: list[Statement], cut: list[Span], paragraphs: list[Span], at: Span) -> None:
    cuts = tuple(CutRow(report="r", outlet="", begin=b, end=e, reason="x", words="") for b, e in sorted(cut))
    blocks = laid_out(report(TEXT, said, cuts=cuts, paragraphs=tuple(sorted(paragraphs))), at=at)
    last = 0
    for block in blocks:
        assert block.span.begin >= last
        assert not TEXT[last : block.span.begin].strip()
        assert "".join(atom.words for atom in block.atoms) == TEXT[slice(*block.span)]
        last = block.span.end
    assert not TEXT[last:].strip()


@settings(deadline=None, max_examples=60)
@given(st.lists(statements, max_size=5))
def test_atoms_know_their_statements(said: list[Statement]) -> None:
    for block in laid_out(report(TEXT, said)):
        at = block.span.begin
        for atom in block.atoms:
            for part in ("source", "cue", "content"):
                covering = tuple(
                    number
                    for number, one in enumerate(said)
                    if any(b <= at and at + len(atom.words) <= e and b < e for b, e in getattr(one, part))
                )
                assert sorted(getattr(atom, part)) == list(covering)
            at += len(atom.words)


@pytest.fixture
def mill(story_path: Path) -> Iterator[tuple[Block, ...]]:
    with view(story_path) as opened:
        found = query.report_text(opened, "mill & co/1?")
        assert found is not None
        yield laid_out(found)


def test_cut_is_a_block_of_its_own(mill: tuple[Block, ...]) -> None:
    assert [(block.cut.reason if block.cut else "", block.atoms[0].words[:4]) for block in mill] == [
        ("", "The "),
        ("menu", "MENU"),
        ("", "A la"),
    ]


def test_nesting(mill: tuple[Block, ...]) -> None:
    assert [(card.found.who, card.depth) for card in mill[0].cards] == [("The Gull", 0), ("Ada Quill", 1)]
    burned = next(atom for atom in mill[0].atoms if "burned" in atom.words)
    assert burned.content == (0, 1)


def test_shared_passages_bar_their_paragraph() -> None:
    passage = CopiedPassage(span=Span(0, 10), report="b", outlet="B", title="", of_span=Span(5, 15))
    short = CopiedPassage(span=Span(14, 15), report="b", outlet="B", title="", of_span=Span(5, 6))
    blocks = laid_out(report(TEXT, [], passages=(passage, short)))
    assert [block.shared for block in blocks] == ["mostly", "partly", ""]
    assert [one.report for one in blocks[0].sharers] == ["b"]


def test_parents_in_a_circle_end() -> None:
    said = [Statement(cue=(Span(0, 1),), parent=1), Statement(cue=(Span(1, 2),), parent=0)]
    assert [card.depth for card in laid_out(report(TEXT, said))[0].cards] == [1, 1]
