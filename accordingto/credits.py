"""Whose work a report carries: the credits that it gives to news agencies.

In comes the text of a report, out go the places where it credits an agency ("- REUTERS", "(AFP)", "Some information for
this report came from AP") with its name as a person would give it. Agencies that are merely quoted ("told Reuters") are
none of this. The names stand in `agencies.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from accordingto.data import Credit, Dateline
from accordingto.lines import Line, lines_of

HEAD, TAIL = 6, 8
"""Lines at the beginning and at the end of a text in which credits are looked for."""

LONGEST = 400
"""Characters of a line that is a credit and nothing else; those that name a dozen reporters have some 300."""

SHORT = 4
"""Names of so few letters are taken as they are written only: "AP" is an agency, "ap" is none."""


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("agencies.toml").read_text(encoding="utf-8"))


@cache
def agencies() -> Mapping[str, str]:
    """Return the agencies by each of their names, those of more than SHORT letters in lower case."""
    return {_key(name): agency for agency, names in _table()["agencies"].items() for name in names}


def _key(name: str) -> str:
    return name if len(name) <= SHORT else name.lower()


@cache
def named() -> str:
    """Return a regular expression for the names of agencies, longest first; letter case counts as `SHORT` says."""
    names = sorted(agencies(), key=len, reverse=True)
    return "|".join(re.escape(name) if len(name) <= SHORT else f"(?i:{re.escape(name)})" for name in names)


@cache
def _name() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@.])(?:{named()})(?![\w@-])")


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """Return a form of `agencies.toml` with the names of agencies, one or several, set in."""
    several = rf"(?:{named()})(?:(?:\s?[,/&+]\s?|,? and |,? with )(?:the )?(?:{named()}|agencies|staff))*"
    return re.compile(_table()["credits"][form].replace("{agencies}", f"(?:{several})"))


@cache
def _notes() -> re.Pattern[str]:
    return re.compile("|".join(_table()["credits"]["notes"]), re.IGNORECASE)


def agency_of(name: str) -> str:
    """Return the agency of a name as it is written, or an empty text."""
    return agencies().get(_key(name.strip().removeprefix("the ")), "")


def credits_of(text: str, *, byline: str = "", dateline: Dateline | None = None) -> tuple[Credit, ...]:
    """Return the credits in `text` in order, those of its dateline and of a byline that is given apart from it."""
    lines = lines_of(text)
    near = lines if len(lines) <= HEAD + TAIL else [*lines[:HEAD], *lines[-TAIL:]]
    found = [credit for at, line in enumerate(near) for credit in _in_line(line, first=at < HEAD, body=len(lines) > 1)]
    if dateline:
        span = (dateline.begin, dateline.end)
        held = {credit.agency for credit in found}
        of_dateline = (one for one in _names(text[slice(*span)]) if one not in held)
        found = [*(Credit(*span, agency, text[slice(*span)]) for agency in of_dateline), *found]
    held = {credit.agency for credit in found}
    found += [Credit(0, 0, agency, byline) for agency in _names(byline) if byline and agency not in held]
    return tuple(found)


def _names(words: str) -> Sequence[str]:
    """Return the agencies named in `words`, once each, in order."""
    return tuple(dict.fromkeys(agency_of(found[0]) for found in _name().finditer(words)))


def _in_line(line: Line, *, first: bool, body: bool) -> Iterator[Credit]:
    """Yield the credits of one line: it is one as a whole, it ends with one, or (at the beginning) opens with one."""
    closing, alone, opening = (_pattern(form) for form in ("closing", "alone", "opening"))
    spans: list[tuple[int, int]] = []
    if body and (alone.match(line.text) or _is_note(line.text)):
        spans = [(0, len(line.text))]
    else:
        spans += [found.span() for found in [closing.search(line.text, max(0, len(line.text) - 80))] if found]
        spans += [found.span(1) for found in [opening.match(line.text)] if found and first]
    for begin, end in spans:
        for agency in _names(line.text[begin:end]):
            yield Credit(line.begin + begin, line.begin + end, agency, line.text[begin:end])


def _is_note(text: str) -> bool:
    """Say whether a line only says who worked on the report. In a sentence of the report an agency is told things."""
    if len(text) > LONGEST or not _names(text):
        return False
    bare = text.strip("()[]*_-–— .")
    if _notes().match(bare):
        return not re.search(r"\b(?:told|said|says|according|reported|quoted|cited|citing)\b", bare)
    return bool(
        re.search(r"\bcontributed\b.{0,40}\b(?:report|story|article|dispatch)?$|\bcontributed (?:from|to)\b", bare)
    )
