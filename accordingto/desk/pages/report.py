"""The page of one report: its text, the statements in place, and beside it who says each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from accordingto import query
from accordingto.answers import ReportText
from accordingto.data import Span
from accordingto.desk.ask import Ask, Leaf
from accordingto.desk.layout import Block, laid_out
from accordingto.desk.pages import NotFound
from accordingto.errors import UsageError
from accordingto.record.connection import Connection

PATH = "/report"
TITLE = "Report"
BLOCKS = 200
"""Paragraphs shown at once; nearly every report has fewer, and a book of millions of characters still opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """A report, the blocks that are shown, and which part of the whole they are."""

    report: ReportText
    blocks: tuple[Block, ...]
    leaf: Leaf
    at: Span | None
    corrected: dict[int, dict[str, int]]
    """By statement: which of its fields are by which correction."""


def gather(view: Connection, ask: Ask) -> ReportPage:
    """Return the page of the report that `id` and `outlet` name; `at=begin-end` or `s=number` choose the part."""
    outlet = ask.text("outlet") or None
    name = ask.text("id")
    found = query.report_text(view, name, outlet=outlet, version=ask.number("version", default=0, least=0))
    if found is None:
        raise NotFound(f"the record has no report {name!r}: the list of reports has them all")
    at = _span(ask.text("at"))
    blocks = laid_out(found, at=at)
    number = ask.number("page", default=_leaf(blocks, at, ask))
    leaf = Leaf(number=number, size=BLOCKS, total=len(blocks))
    return ReportPage(
        report=found,
        blocks=blocks[leaf.offset : leaf.offset + BLOCKS],
        leaf=leaf,
        at=at,
        corrected=query.corrected_fields(view, found.row.report, found.row.outlet),
    )


def _span(text: str) -> Span | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", text, re.ASCII)
    if not found:
        raise UsageError(f"at={text!r} is no place in a text: write at=120-160, in characters")
    return Span(int(found[1]), int(found[2]))


def _leaf(blocks: tuple[Block, ...], at: Span | None, ask: Ask) -> int:
    statement = ask.number("s", default=-1, least=0)
    for number, block in enumerate(blocks):
        if at is not None and block.span.end > at.begin:
            return number // BLOCKS + 1
        if at is None and any(card.found.number == statement for card in block.cards):
            return number // BLOCKS + 1
    return 1
