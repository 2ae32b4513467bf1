"""The dateline of a report: where, and perhaps on which day, it says that it was written.

In comes the text of a report, out goes the place, the day and the span of "MOSCOW, Sept 10 (Reuters) –" before its
first paragraph, or nothing. A place in capitals before a dash is enough; one in the letter case of prose needs an
agency or a day beside it. A day without a year gets it from the date of publication, if that is known.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import cast

from accordingto.credits import agency_of, named
from accordingto.data import Cut, Dateline
from accordingto.lines import Line, lines_of

LINES = 8
"""So many lines that are not cut are looked at: title, byline, date and credits stand before the first paragraph."""

LEAST_PROSE = 25
"""Characters that follow a dateline on its line; a heading such as "MOSCOW - Day 3" has fewer."""

LATE = timedelta(days=7)
"""A dateline may be this much later than the date of publication, which is often that of a first version."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = (
    rf"(?:(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?P<month2>{_MONTH}))"
    r"(?:,? (?P<year>(?:19|20)\d\d))?"
)
_CAPITALS = r"(?:S[Tt]\.|[^\W\d_a-z]{2,}|[A-Z]\.(?:[A-Z]\.)?)(?:[ '’‘-](?:[^\W\d_a-z]{2,}|[a-z]{2}|[^\W\d_a-z]))*"
_CASED = r"[^\W\d_a-z][^\W\d_]+(?:[ '’-](?:[^\W\d_a-z][^\W\d_]+|(?:of|the|de|al|el|am|ez|ash)\b)){0,3}"
_REGION = r"(?:, ?(?!(?:the|a|an|in|on|who)\b)(?:[^\W\d_a-z][\w.’'-]{1,16})(?: [^\W\d_a-z][\w.’'-]{1,16}){0,2}){0,2}"
_SMALL = ("THE", "AND", "DEL", "SUR")
"""Words of a place's name that stay small: "Santiago del Estero"."""

_DASH = r"\s?(?:[–—]|-{1,3}|&mdash;)\s?"


@cache
def _pattern() -> re.Pattern[str]:
    agency = rf"(?:,?\s?[(/]\s?(?P<agency>[^()/\n]{{2,40}})\s?[)/]|,? (?:{named()}))"
    capitals = rf"{_CAPITALS}(?:(?: ?/ ?|, | and ){_CAPITALS}){{0,2}}"
    place = rf"(?P<place>(?P<capitals>{capitals})|{_CASED}(?: ?/ ?{_CASED})?)(?P<region>{_REGION})"
    dash = rf"(?P<dash>{_DASH}|: ?|\.\s?[–—-]+\s?|(?<=/)\.\s)"
    return re.compile(rf"[(\[]?(?:{place})(?:,? ?(?P<when>{_DAY}))?(?:{agency})?[)\]]?{dash}")


@cache
def _no_place() -> Mapping[str, Sequence[str]]:
    table = tomllib.loads(Path(__file__).with_name("agencies.toml").read_text(encoding="utf-8"))
    return cast(Mapping[str, Sequence[str]], table["no_place"])


def dateline_of(text: str, *, cut: Iterable[Cut] = (), published: str = "") -> Dateline | None:
    """Return the dateline of `text`, looked for in its first lines that are not cut, or None where it has none."""
    cuts = list(cut)
    shown = (line for line in lines_of(text[:20_000]) if not any(c.begin <= line.begin < c.end for c in cuts))
    for _, line in zip(range(LINES), shown, strict=False):
        if found := _in_line(line, published):
            return found
        if line.ended and len(line.text) > 200:  # the first paragraph of the report is behind it
            return None
    return None


@cache
def _dated() -> re.Pattern[str]:
    """Return what opens a report with a day and an agency, and no place: "Aug 27 (Reuters) -"."""
    return re.compile(rf"(?P<when>{_DAY})(?: [(/](?:{named()})[)/])(?P<dash>{_DASH})")


def _in_line(line: Line, published: str) -> Dateline | None:
    found = _pattern().match(line.text)
    if not found and (dated := _dated().match(line.text)):
        return Dateline(line.begin, line.begin + len(dated[0].rstrip()), "", _day(dated, published))
    if not found or len(line.text) - found.end() < LEAST_PROSE or not _opens(line.text[found.end() :]):
        return None
    region = "" if agency_of(found["region"].strip(" ,")) else found["region"]
    place = (found["place"] + region).strip(" ,")
    sure = bool(found["when"] or _agency_in(found[0], place))
    colon = found["dash"].strip() == ":"
    if place.lower() in _no_place()["words"] or place.lower().split()[0] in _no_place()["begin"]:
        return None
    if not sure and (not found["capitals"] or colon or not found["dash"].strip() or _tight(found["dash"])):
        return None
    end = found.end() - (len(found[0]) - len(found[0].rstrip()))
    return Dateline(line.begin, line.begin + end, _cased(place), _day(found, published))


def _agency_in(words: str, place: str) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{named()})(?!\w)", words[len(place) :]))


def _opens(rest: str) -> bool:
    """Say whether what follows begins like a sentence: a capital, a figure, a quotation mark."""
    rest = rest.lstrip()
    return bool(rest) and (rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"'“‘«„($€£¡¿")


def _tight(dash: str) -> bool:
    """Say whether a hyphen has no space around it ("UN-backed")."""
    return dash == "-"


def _cased(place: str) -> str:
    """Return a place in capitals as a name: "Port-au-Prince" for "PORT-AU-PRINCE"."""
    if not any(len(word) > 1 and word.isupper() for word in re.findall(r"[^\W\d_]+", place)):
        return place
    pieces = re.split(r"([^\W\d_]+)", place)  # words at the odd places
    for at in range(1, len(pieces), 2):
        word, joined = pieces[at], at > 1 and pieces[at - 1] == "-"
        if joined and len(word) < 4:
            pieces[at] = word.lower()
        elif word.isupper() and (len(word) > 2 or at == 1):
            pieces[at] = word.lower() if word in _SMALL and at > 1 else word.capitalize()
    return "".join(pieces)


def _day(found: re.Match[str], published: str) -> str:
    """Return the day in EDTF; without a year, the latest such day up to LATE after the date of publication."""
    if not found["when"]:
        return ""
    month = _MONTHS.index((found["month"] or found["month2"])[:3].lower()) + 1
    day = int(found["day"] or found["day2"])
    try:
        date(int(found["year"] or 2000), month, day)
    except ValueError:  # 30 February
        return ""
    if found["year"]:
        return date(int(found["year"]), month, day).isoformat()
    try:
        last = date.fromisoformat(published[:10]) + LATE
    except (ValueError, OverflowError):  # no date, or not one of these
        return f"XXXX-{month:02}-{day:02}"
    for year in range(last.year, last.year - 9, -1):  # 29 February comes every four years, once every eight
        try:
            if (when := date(year, month, day)) <= last:
                return when.isoformat()
        except ValueError:
            continue
    return ""
