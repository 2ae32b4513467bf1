"""The brief as Markdown: plain CommonMark with tables, nothing in it from a report that Markdown would obey."""

from __future__ import annotations

from collections.abc import Iterator

from accordingto.brief.page import Brief, Dated, Line, ProblemCount, Section
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
from accordingto.shown import badge_of, mark_of, markdown, shown


def render(brief: Brief, *, width: int = 0, colour: bool = False) -> str:
    """Return the brief as Markdown; it has neither width nor colour."""
    return "\n".join(_parts(brief)).rstrip() + "\n"


def _parts(brief: Brief) -> Iterator[str]:
    yield from ("# The story so far", "", f"{period(brief)} · {extent(brief)}", "")
    if copies := copies_of(brief):
        yield from (copies, "")
    yield from (f"*{RULE}*", "")
    if step := next_steps(brief):
        yield from (markdown(step), "")
    if brief.contested:
        yield from (f"## Contested ({brief.claims.get('contested', len(brief.contested)):,})", "")
        yield from _contested(brief)
    for section in brief.sections:
        yield from (f"## {section.title} ({section.total:,})", "")
        yield from _section(section, brief)
    if brief.timeline:
        yield from (f"## {WHEN}", "")
        yield from (_dated(one, brief) for one in brief.timeline)
        yield ""
    yield from _speakers(brief)
    if brief.actors:
        yield from (f"## {WHO}", "")
        yield from (f"- {_name(one.name, one.kind, '')}: {markdown(actor_of(one))}" for one in brief.actors)
        yield ""
    if brief.voices:
        yield from ("## Who says what", "")
    for voice in brief.voices:
        yield from (f"### {markdown(voice.title)} ({voice.total:,})", "")
        yield from _section(voice, brief, named=False)
    if brief.evidence:
        yield from ("## Reports", "")
        yield from (
            f"- \\[{one.number}\\] {_link(markdown(evidence_of(one, brief)), one.url)}" for one in brief.evidence
        )
        yield ""
    yield from _left_out(brief)
    if brief.models:
        yield f"Read by {', '.join(markdown(model) for model in brief.models)}."


def _contested(brief: Brief) -> Iterator[str]:
    for claim in brief.contested:
        yield f"- **{markdown(claim.text)}**"
        for mark, names, counted in sides_of(claim):
            yield f"  - {mark.sign} {mark.word}: {markdown(names)} ({counted})"
        if claim.differs_in:
            yield f"  - {markdown(claim.differs_in)}: {markdown(' · '.join(claim.values))}"
    yield from ("", f"{claims_of(brief)}.", "")


def _section(section: Section, brief: Brief, *, named: bool = True) -> Iterator[str]:
    yield from (_line(line, brief, named=named) for line in section.lines)
    if section.left:
        yield f"- … and {section.left:,} more"
    yield ""


def _line(line: Line, brief: Brief, *, named: bool) -> str:
    mark = mark_of(line.act, polarity=line.polarity, has_source=bool(line.who), score=line.score)
    notes = notes_of(line)
    parts = (
        f"- {mark.sign} {mark.word} ·",
        *((f"{_name(who_of(line), line.kind, line.naming)}:",) if named else ()),
        markdown(words_of(line, brief)),
        *((f"({markdown(notes)})",) if notes else ()),
        markdown(cites_of(line)),
    )
    return " ".join(parts)


def _dated(dated: Dated, brief: Brief) -> str:
    who = f"{markdown(dated.who)}: " if dated.who else ""
    return f"- **{when_of(dated.value)}** · {who}{markdown(words_of(dated, brief))} {markdown(cites_of(dated))}"


def _name(who: str, kind: str, naming: str) -> str:
    badge = badge_of(kind, naming)
    star = "*" if naming == "anonymous" else "**"
    return (f"{badge} " if badge else "") + star + markdown(who) + star


def _speakers(brief: Brief) -> Iterator[str]:
    if not brief.speakers:
        return
    yield from ("## Who speaks", "", "| speaker | statements | reports | outlets | how |", "|---|--:|--:|--:|---|")
    for one in brief.speakers:
        name = _name(one.speaker, one.kind, one.naming)
        yield f"| {name} | {one.statements:,} | {one.reports:,} | {one.outlets:,} | {acts_of(one.acts)} |"
    if brief.speakers_left:
        yield from ("", f"… and {number_of(brief.speakers_left, 'speaker')} more")
    yield ""


def _left_out(brief: Brief) -> Iterator[str]:
    if not (brief.cuts or brief.skipped or brief.failed or brief.unfinished):
        return
    yield from ("## What was left out", "")
    if brief.cuts:
        yield f"- cut: {markdown(cut_of(brief.cuts, brief))}"
    yield from (_problem("skipped", one) for one in brief.skipped)
    yield from (_problem("failed", one) for one in brief.failed)
    if brief.unfinished:
        yield f"- {number_of(brief.unfinished, 'run')} did not come to the end: read the same sources again to go on"
    yield ""


def _problem(outcome: str, problem: ProblemCount) -> str:
    sources = ", ".join(markdown(source) for source in problem.sources)
    rest = problem.number - len(problem.sources)
    more = f" and {rest:,} more" if rest else ""
    return f"- {outcome}: {markdown(problem.reason)}, {problem.number:,} – {sources}{more}"


def _link(words: str, url: str) -> str:
    plain = shown(url)
    if not plain.startswith(("https://", "http://")):
        return words
    safe = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-._~:/?#@!$&'*+,;=%") else "" for sign in plain
    )
    return f"[{words}]({safe})" if safe == plain else words
