"""How the desk shows values: stances with their marks, dates as people write them, text of reports made fit.

Everything here goes into templates as a filter or a function. Text of reports is hostile input: templates escape it,
and what turns the writing direction or breaks an encoder is taken out here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from accordingto.data import LABELS
from accordingto.desk.ask import address
from accordingto.shown import MARKS, MENTIONS, mark_of, shortened, shown, whole

NOT_ESTABLISHED = "not established"
STANCE_OF_COLOUR: Mapping[str, str] = {
    "blue": "asserts",
    "red": "denies",
    "yellow": "doubts",
    "bright_black": "declines",
    "default": "mentions",
}
"""The stance that an act is drawn as, by the colour of its mark in `shown`."""
STANCES = ("asserts", "denies", "doubts", "declines", "mentions")
_ACT_OF = {"asserts": "assert", "denies": "deny", "doubts": "doubt", "declines": "decline"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Stance:
    """A stance as it is drawn: its name (and class in the style sheet) and its word."""

    name: str
    word: str


def stance_of_act(act: str, polarity: str = "+", has_source: bool = True, score: float = 1.0) -> Stance:
    """Return how a statement's act is drawn; `score` is the chance that it is right."""
    mark = mark_of(act, polarity=polarity, has_source=has_source, score=score)
    return Stance(STANCE_OF_COLOUR[mark.colour], mark.word)


def stance_of(stance: str, act: str = "") -> Stance:
    """Return how a holder's stance is drawn; who will not say has stance "mentions" and act "decline"."""
    name = "declines" if act == "decline" or stance == "declines" else stance
    return Stance(name, MARKS[_ACT_OF[name]].word if name in _ACT_OF else MENTIONS.word)


def when(value: str) -> str:
    """Return a date in EDTF (or ISO 8601) as people write it: "4 Sep 2021", "late June 2017" stays a range."""
    if not value:
        return NOT_ESTABLISHED
    if "/" in value:
        begin, end = value.split("/", 1)
        return _range(begin, end)
    return _moment(value)


def _range(begin: str, end: str) -> str:
    if begin in ("", ".."):
        return f"until {_moment(end)}"
    if end in ("", ".."):
        return f"from {_moment(begin)}"
    first, last = _moment(begin), _moment(end)
    if begin[:4] == end[:4] and re.fullmatch(r"\d+ \w+ \d{4}", first) and re.fullmatch(r"\d+ \w+ \d{4}", last):
        first = first[:-5] if begin[:7] != end[:7] else first.split()[0]
    return f"{first} – {last}"


def _moment(value: str) -> str:
    about = "about " if value.endswith(("~", "%")) else "perhaps " if value.endswith("?") else ""
    plain = value.rstrip("~?%")
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)\S*)?)?)?", plain, re.ASCII)
    if not found:
        return shown(value)
    year, month, day, clock = found.groups()
    if not month or not 1 <= int(month) <= 12:
        return about + plain
    parts = [str(int(day))] if day else []
    return about + " ".join([*parts, _MONTHS[int(month) - 1], year]) + (f", {clock}" if clock else "")


def day_of(value: str) -> date | None:
    """Return the first day that a date in EDTF may mean, or None where it names none."""
    begin = value.split("/")[0].rstrip("~?%")[:10]
    try:
        return date.fromisoformat(begin + {4: "-01-01", 7: "-01"}.get(len(begin), ""))
    except ValueError:
        return None


def last_day_of(value: str) -> date | None:
    """Return the last day that a date in EDTF may mean, or None where it names none."""
    plain = value.split("/")[-1].rstrip("~?%")[:10]
    first = day_of(plain)
    if first is None or len(plain) == 10:
        return first
    if len(plain) == 4:
        return first.replace(month=12, day=31)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return date.fromordinal(after.toordinal() - 1)


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: "1 report", "1,204 reports"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def link(url: str) -> str:
    """Return an address of the web that may be linked to; anything else (`javascript:` …) is nothing."""
    try:
        found = urlsplit(url)
    except ValueError:
        return ""
    return url if found.scheme in ("http", "https") and found.netloc else ""


def report_at(report: str, outlet: str, *, span: tuple[int, int] | None = None, statement: int | None = None) -> str:
    """Return the address of a report; with a span, the words there are marked and in view."""
    pairs = [("id", report), ("outlet", outlet)]
    if span is not None:
        pairs.append(("at", f"{span[0]}-{span[1]}"))
    if statement is not None:
        pairs.append(("s", str(statement)))
    found = address("/report", [pair for pair in pairs if pair[1]])
    return found + ("#at" if span is not None else f"#s{statement}" if statement is not None else "")


def reason(value: object) -> str:
    """Return a value of a "why" in words: "role; spokesman for the mayor" for what is a dictionary or a list."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {reason(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(reason(inner) for inner in value)
    return shown(str(value))


def at(path: str, **values: str | int | None) -> str:
    """Return the address of a page of the desk with these values; None and "" are left out."""
    return address(path, [(name, str(value)) for name, value in values.items() if value not in (None, "")])


FILTERS = {
    "shown": shown,
    "shortened": shortened,
    "whole": whole,
    "when": when,
    "count": count,
    "link": link,
    "reason": reason,
}
FUNCTIONS = {
    "stance_of_act": stance_of_act,
    "stance_of": stance_of,
    "report_at": report_at,
    "at": at,
    "NOT_ESTABLISHED": NOT_ESTABLISHED,
    "LABELS": LABELS,
}
