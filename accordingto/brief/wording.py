"""The words of a brief that all its forms share: numbers with their nouns, dates, notes on a line, what to do next."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date

from accordingto.answers import ActorRow, ClaimRow, CutCount
from accordingto.brief.page import Brief, Dated, Evidence, Line
from accordingto.settings import WEIGHTS
from accordingto.shown import MARKS, STANCES, Mark, shortened, shown

LONG = 240
"""Words of a line on the short page, in characters; what is longer is cut with a visible ellipsis."""
ROLES = 2
"""Roles of an actor on the page, those that most reports give."""
NAMED, MOST_DOTS = 4, 5
"""Speakers named on a side of a claim, and dots drawn for origins; the rest is a number."""
RULE = "It records who says what. It does not say what is true."


def number_of(number: int, noun: str) -> str:
    """Return a number with its noun: "1 report", "1,204 reports"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def day(published: str) -> str:
    """Return an ISO date as people write it ("14 Mar 2026"); what is no date comes back as it is."""
    try:
        found = date.fromisoformat(published[:10])
    except ValueError:
        return published
    return f"{found.day} {found:%b %Y}"


def period(brief: Brief) -> str:
    """Return the days from the first to the last report."""
    if not brief.first:
        return "dates not established"
    days = day(brief.first) if brief.first == brief.last else f"{day(brief.first)} – {day(brief.last)}"
    return days + (f", {brief.undated:,} undated" if brief.undated else "")


def extent(brief: Brief) -> str:
    """Return how much there is."""
    outlets = number_of(brief.outlets, "outlet") if brief.outlets else "outlets not established"
    speakers = len(brief.speakers) + brief.speakers_left
    return " · ".join(
        (number_of(brief.reports, "report"), outlets, number_of(brief.statements, "statement"),
         number_of(speakers, "speaker"))
    )  # fmt: skip


def copies_of(brief: Brief) -> str:
    """Return how many reports share their text; empty where none do."""
    if not brief.copies.groups:
        return ""
    groups = number_of(brief.copies.groups, "group")
    return f"Copies: {groups} of reports that share text, {number_of(brief.copies.reports, 'report')} in all"


def words_of(line: Line | Dated, brief: Brief) -> str:
    """Return what the line says, fit to be shown; shortened on a short page."""
    words = shown(line.words) or "(in no words of its own)"
    return words if brief.complete else shortened(words, LONG)


def who_of(line: Line) -> str:
    """Return who says it, fit to be shown."""
    return shown(line.who) or "no one named"


def notes_of(line: Line) -> str:
    """Return what must be known to read the line right: a cue that colours it, how firm it is, on whose word."""
    plain = line.act == "assert" and line.distance == "neutral" and line.polarity == "+"
    notes = [
        "" if plain or not line.cue else f"“{shown(line.cue)}”",
        line.firmness if line.firmness in ("probable", "possible") else "",
        f"according to {shown(line.according_to)}" if line.according_to not in ("", line.who) else "",
    ]
    return "; ".join(note for note in notes if note)


def cites_of(line: Line | Dated) -> str:
    """Return the numbers of the reports that have the line: "[3] [7]"."""
    return " ".join(f"[{number}]" for number in line.reports)


def claims_of(brief: Brief) -> str:
    """Say how many claims there are and how they stand; nothing where there are none."""
    if not sum(brief.claims.values()):
        return ""
    stand = [f"{number:,} {status}" for status, number in brief.claims.items() if number]
    return f"{number_of(sum(brief.claims.values()), 'claim')}: {', '.join(stand)}"


def sides_of(claim: ClaimRow) -> Iterator[tuple[Mark, str, str]]:
    """Yield for each stance on a claim its mark, who takes it, and from how many origins and outlets."""
    for stance, mark in STANCES.items():
        if speakers := claim.speakers.get(stance):
            more = len(speakers) - NAMED
            names = ", ".join(speakers[:NAMED]) + (f" and {more} more" if more > 0 else "")
            origins, outlets = claim.origins[stance], claim.outlets[stance]
            dots = "●" * min(origins, MOST_DOTS)
            yield mark, names, f"{dots} {number_of(origins, 'origin')}, {number_of(outlets, 'outlet')}"


WHO = "Who they are, as the reports have it"


def actor_of(actor: ActorRow) -> str:
    """Return what reports say someone is: roles, the body it speaks for, other names ("also Assad, al-Assad")."""
    others = [shown(one.name) for one in actor.aliases if one.name != actor.name]
    more = f" and {len(others) - NAMED} more" if len(others) > NAMED else ""
    parts = [
        ", ".join(map(shown, actor.roles[:ROLES])),
        f"of {shown(actor.body)}" if actor.body else "",
        f"also {', '.join(others[:NAMED])}{more}" if others else "",
    ]
    return " · ".join(part for part in parts if part)


WHEN = "When it happened, as most reports have it"


def when_of(value: str) -> str:
    """Return an EDTF value as people write it: "14 Mar 2026", "21 Jun 2017 – 30 Jun 2017", "Jun 2017"."""
    return " – ".join(_point(end) for end in value.split("/"))


def _point(end: str) -> str:
    if len(end) == 7:
        return day(f"{end}-01").split(" ", 1)[1]
    clock = f", {end[11:16]}" if "T" in end else ""
    return day(end) + clock if len(end) >= 10 else end


def acts_of(acts: dict[str, int]) -> str:
    """Return how often someone does what, most frequent first: "● 12 says · ✕ 3 denies"."""
    ranked = sorted(acts.items(), key=lambda item: -item[1])
    return " · ".join(f"{MARKS[act].sign} {number:,} {MARKS[act].word}" for act, number in ranked)


def evidence_of(evidence: Evidence, brief: Brief) -> str:
    """Return a report in one line: outlet, title, day; its id where it has no title, and where nothing is left out.

    Its kind is named unless it is news, and so are the agencies that it credits; a date that is a guess says so.
    """
    title, name = shown(evidence.title), shown(evidence.report)
    when = day(shown(evidence.published)) + (" (a guess)" if evidence.published_sure == "possible" else "")
    parts = [
        shown(evidence.outlet) or "outlet not established",
        title or name,
        when if evidence.published else "undated",
    ]
    parts += [shown(evidence.kind)] if evidence.kind != "news" else []
    parts += [f"with {', '.join(map(shown, evidence.credits))}"] if evidence.credits else []
    return " · ".join((*parts, name) if brief.complete and title else parts)


def cut_of(cuts: Sequence[CutCount], brief: Brief) -> str:
    """Return how much was cut, what share of all text that is, and how much for which reason."""
    size = sum(cut.size for cut in cuts)
    share = f"{100 * size / brief.size:.0f} %" if size * 100 >= brief.size else "less than 1 %"
    reasons = (f"{shown(cut.reason)} {cut.size:,} in {number_of(cut.pieces, 'piece')}" for cut in cuts)
    return f"{number_of(size, 'character')}, {share} of all text: {' · '.join(reasons)}"


def next_steps(brief: Brief) -> str:
    """Return what to do with a record that has nothing to show yet; empty where it has."""
    if not brief.reports:
        return f"Nothing has been read yet. Read reports into it: accordingto read SOURCE… --record {brief.record}"
    if not brief.statements:
        return "No statement was found in what was read. What was cut, skipped and failed stands below."
    return ""


def card_of(brief: Brief) -> tuple[str, ...]:
    """Return what the card of the weights says of the model that read the reports; nothing of one that it is not of."""
    card = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))
    if card["name"] not in brief.models:
        return ()
    scores = card["scores"].get("dev, int8 (ships)", {})
    data = "; ".join(f"{name} ({terms})" for name, terms in card["data"].items() if name != "sha256")
    return (
        f"{card['name']}: {card['parameters']:,} parameters, {card['licence']}, on {card['base']['model']}",
        f"trained on {data}",
        "F1 on development data: " + ", ".join(f"{name} {score}" for name, score in scores.items()),
    )
