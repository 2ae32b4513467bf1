"""The brief for a terminal of 60 to 160 columns, built piece by piece: nothing in a report is taken as markup."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from accordingto.brief.page import Brief, Line, ProblemCount, Section
from accordingto.brief.wording import (
    RULE,
    WHEN,
    WHO,
    actor_of,
    acts_of,
    cites_of,
    claims_of,
    copies_of,
    cut_of,
    evidence_of,
    extent,
    next_steps,
    notes_of,
    number_of,
    period,
    sides_of,
    when_of,
    who_of,
    words_of,
)
from accordingto.shown import badge_of, mark_of, shortened, shown

NARROWEST, WIDEST = 60, 160
SIGN_COLUMN = 17
"""Columns of the mark and its word; "not established" with its sign is the longest."""
DIM = "bright_black"
WEIGHT = {"certain": "bold", "probable": "", "possible": "dim"}
"""Firmness is the weight of the mark."""


def render(brief: Brief, *, width: int = 80, colour: bool = False) -> str:
    """Return the brief as lines of at most `width` columns, with ANSI colours if `colour`."""
    width = min(max(width, NARROWEST), WIDEST)
    paper = io.StringIO()
    console = Console(
        file=paper,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    for part in _parts(brief, width):
        console.print(part)
    return "\n".join(line.rstrip() if not colour else line for line in paper.getvalue().splitlines()) + "\n"


def _parts(brief: Brief, width: int) -> Iterator[RenderableType]:
    yield Text("The story so far", style="bold")
    yield Text(f"{period(brief)} · {extent(brief)}")
    if copies := copies_of(brief):
        yield Text(f"{copies}: accordingto copies", style=DIM)
    yield Text(RULE, style="italic")
    if step := next_steps(brief):
        yield from (Text(), Text(shown(step)))
    if brief.contested:
        yield from _heading(f"Contested ({brief.claims.get('contested', len(brief.contested)):,})")
        yield from _contested(brief, width)
    for section in brief.sections:
        yield from _heading(f"{section.title} ({section.total:,})")
        yield _lines(section, brief)
    if brief.timeline:
        yield from _heading(WHEN)
        yield _timeline(brief)
    yield from _speakers(brief, width)
    if brief.actors:
        yield from _heading(WHO)
        for one in brief.actors:
            yield _name(one.name, one.kind, "").append(f"  {actor_of(one)}", style="not bold")
    if brief.voices:
        yield from _heading("Who says what")
    for number, voice in enumerate(brief.voices):
        if number:
            yield Text()
        first = voice.lines[0]
        name = _name(voice.title, first.kind, first.naming)
        yield name.append(f"  {number_of(voice.total, 'statement')}", style=f"not bold not italic {DIM}")
        yield _lines(voice, brief, named=False)
    if brief.voices_left:
        yield from (Text(), Text(f"… and {number_of(brief.voices_left, 'speaker')} more: --all", style=DIM))
    yield from _reports(brief, width)
    yield from _left_out(brief)
    if brief.models:
        yield from (Text(), Text(f"Read by {', '.join(shown(model) for model in brief.models)}.", style=DIM))


def _contested(brief: Brief, width: int) -> Iterator[RenderableType]:
    for claim in brief.contested:
        yield Text(shortened(shown(claim.text), 2 * width), style="bold")
        grid = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False)
        grid.add_column(no_wrap=True, width=SIGN_COLUMN)
        grid.add_column(ratio=1, overflow="fold")
        for mark, names, counted in sides_of(claim):
            who = Text(shortened(shown(names), width))
            grid.add_row(Text(f"{mark.sign} {mark.word}", style=mark.colour), who.append(f"  {counted}", style=DIM))
        if claim.differs_in:
            grid.add_row("", Text(f"{shown(claim.differs_in)}: {shortened(shown(' · '.join(claim.values)), width)}"))
        yield grid
    yield Text(f"{claims_of(brief)}: accordingto claims", style=DIM)


def _heading(title: str) -> Iterator[RenderableType]:
    yield Text()
    yield Rule(Text(title.upper(), style="bold"), align="left", characters="─", style=DIM)


def _lines(section: Section, brief: Brief, *, named: bool = True) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=SIGN_COLUMN, no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for line in section.lines:
        mark = mark_of(line.act, polarity=line.polarity, has_source=bool(line.who), score=line.score)
        sign = Text(f"{mark.sign} {mark.word}", style=f"{mark.colour} {WEIGHT.get(line.firmness, '')}".strip())
        grid.add_row(sign, _said(line, brief, named=named))
    if section.left:
        grid.add_row(Text(), Text(f"… and {section.left:,} more" + ("" if brief.complete else ": --all"), style=DIM))
    return grid


def _said(line: Line, brief: Brief, *, named: bool) -> Text:
    said = Text()
    if named:
        said.append_text(_name(who_of(line), line.kind, line.naming)).append(": ")
    said.append(words_of(line, brief))
    if notes := notes_of(line):
        said.append(f" ({notes})", style=DIM)
    return said.append(f" {cites_of(line)}", style="cyan")


def _timeline(brief: Brief) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=SIGN_COLUMN, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    for dated in brief.timeline:
        told = Text(f"{shown(dated.who)}: " if dated.who else "", style="bold")
        told.append(words_of(dated, brief), style="not bold").append(f" {cites_of(dated)}", style="not bold cyan")
        grid.add_row(Text(when_of(dated.value)), told)
    return grid


def _name(who: str, kind: str, naming: str) -> Text:
    badge = badge_of(kind, naming)
    name = Text(f"{badge} " if badge else "")
    return name.append(shown(who), style="italic" if naming == "anonymous" else "bold")


def _speakers(brief: Brief, width: int) -> Iterator[RenderableType]:
    if not brief.speakers:
        return
    yield from _heading("Who speaks")
    grid = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style=DIM)
    widest = width // 3
    grid.add_column("speaker", max_width=widest, overflow="fold")
    for figure in ("said", "reports", "outlets"):
        grid.add_column(figure, justify="right", no_wrap=True)
    grid.add_column("how", overflow="fold")
    for one in brief.speakers:
        name = _name(shortened(shown(one.speaker), 2 * widest), one.kind, one.naming)
        grid.add_row(name, f"{one.statements:,}", f"{one.reports:,}", f"{one.outlets:,}", Text(acts_of(one.acts)))
    yield grid
    if brief.speakers_left:
        yield Text(f"… and {number_of(brief.speakers_left, 'speaker')} more: --all", style=DIM)


def _reports(brief: Brief, width: int) -> Iterator[RenderableType]:
    if not brief.evidence:
        return
    yield from _heading("Reports")
    number_width = len(f"[{brief.evidence[-1].number}]")
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=number_width, justify="right", style="cyan", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for one in brief.evidence:
        words = evidence_of(one, brief)
        grid.add_row(Text(f"[{one.number}]"), Text(words if brief.complete else shortened(words, 2 * width)))
    yield grid


def _left_out(brief: Brief) -> Iterator[RenderableType]:
    if not (brief.cuts or brief.skipped or brief.failed or brief.unfinished):
        return
    yield from _heading("What was left out")
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=SIGN_COLUMN, no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    if brief.cuts:
        grid.add_row("cut", Text(cut_of(brief.cuts, brief)))
    for outcome, problems in (("skipped", brief.skipped), ("failed", brief.failed)):
        for problem in problems:
            grid.add_row(Text(outcome, style="red" if outcome == "failed" else ""), _problem(problem))
    if brief.unfinished:
        what = f"{number_of(brief.unfinished, 'run')} did not come to the end: read the same sources again to go on"
        grid.add_row("stopped", Text(what))
    yield grid


def _problem(problem: ProblemCount) -> RenderableType:
    rest = problem.number - len(problem.sources)
    sources = [Text(shown(source), style=DIM) for source in problem.sources]
    if rest:
        sources.append(Text(f"… and {rest:,} more: --all", style=DIM))
    return Group(
        Text(f"{shown(problem.reason)} ({problem.number:,})"), *(Padding(one, (0, 0, 0, 2)) for one in sources)
    )
