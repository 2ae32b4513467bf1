"""A date as a page, a feed or a person wrote it → ISO 8601.

In comes a short text that is a date and nothing else, out goes `2015-09-09`, `2015-09-09T14:30:00+03:00`, or nothing
where the text is no date or could be two (03/04/2015). Dates inside prose are not told from the report's here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path

_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|\.)?"
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME = r"(?:,?\s+(?:at\s+)?(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)\s*(?P<zone>Z|UTC|GMT)?)?"
_WRITTEN = tuple(
    re.compile(_WEEKDAY + order + _TIME, re.IGNORECASE)
    for order in (
        rf"{_DAY}\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?(?P<year>[0-9]{{4}})(?![0-9])",
        rf"{_MONTH}\s+{_DAY},?\s+(?P<year>[0-9]{{4}})(?![0-9])",
        r"(?<![0-9.])(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>(?:19|20)[0-9]{2})(?![0-9.])",
    )
)
"""With full stops the day always comes first: 09.10.2015 is in October. With strokes it may be either."""

PROBABLE = (
    *("time element", "address", "below title", "feed updated", "feed modified", "feed date_modified"),
    *("meta date", "meta dc.date", "meta dcterms.date", "meta dcterms.created", "meta datecreated", "meta cdate"),
    *("meta pdate", "marked dateCreated"),
)
"""Where a date stands that as a rule is the one of publication, though nobody says so there."""

POSSIBLE = ("page text", "file created", "file name")
"""Where a date stands that may be another one: the first that looks like it, the day on which a file was made, the one
that a file is called by."""

_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.])(\d\d)\2(\d\d)(?!\d)")
_COMPACT = re.compile(r"(\d{4})[/.]?(\d\d)[/.]?(\d\d)")
_LONGEST = 60
"""A date with weekday, time and zone has some 40 characters."""


def iso(text: str) -> str:
    """Return the date or date-time that `text` is in ISO 8601, or an empty text where it is none.

    An offset is kept, and none is made up: a time without a zone stays without one.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return ""
    return _machine(text) or _written(text)


def sure_of(how: str) -> str:
    """Return how sure a date is that was found so: "certain", "probable", "possible"; empty where there is none.

    Of dates on pages with a known one, `python bench/web.py` prints how many of each kind are right.
    """
    if not how:
        return ""
    return "possible" if how in POSSIBLE else "probable" if how in PROBABLE else "certain"


def date_in(line: str) -> str:
    """Return the first date written out in a short line ("Teln, 9 September 2031, page 3"), or an empty text."""
    found = (match[0] for pattern in _WRITTEN for match in pattern.finditer(line))
    return next((value for text in found if (value := _written(text))), "")


def date_in_name(name: str) -> str:
    """Return the first date in a file's name ("gull_2031-09-09_ferry.txt"), or an empty text."""
    return next((day for year, _, *rest in _IN_NAME.findall(name) if (day := _date(int(year), *map(int, rest)))), "")


def _machine(text: str) -> str:
    if len(text) == 10:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
    if compact := _COMPACT.fullmatch(text):
        return _date(*(int(part) for part in compact.groups()))
    # ISO as it is found in the wild: "2015-09-09 14:30:00Z", "2015-09-09T14:30:00.000+0300", "… UTC"
    loose = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", text.replace("Z[UTC]", "Z"))
    loose = re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", loose)
    if re.match(r"\d{4}-\d\d-\d\d[T ]", loose):
        try:
            return datetime.fromisoformat(loose).replace(microsecond=0).isoformat()
        except ValueError:
            return ""
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


@cache
def _months() -> Mapping[str, int]:
    table = tomllib.loads(Path(__file__).with_name("months.toml").read_text(encoding="utf-8"))
    names = {name: int(number) for number, called in table.items() for name in called}
    return {**names, **{form: number for number in range(1, 13) for form in (str(number), f"{number:02}")}}


def _written(text: str) -> str:
    for pattern in _WRITTEN:
        if not (found := pattern.fullmatch(text)):
            continue
        if (month := _months().get(found["month"].lower())) is None:
            return ""
        day = _date(int(found["year"]), month, int(found["day"]))
        clock = found.groupdict().get("time")
        if not day or not clock:
            return day
        try:
            moment = datetime.fromisoformat(f"{day}T{clock.zfill(5)}" + ("+00:00" if found["zone"] else ""))
        except ValueError:
            return day
        return moment.isoformat()
    return ""


def _date(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
