"""Remembers, in a cookie of the reader's browser, up to which run of the record they had seen everything.

A visit ends when nothing is opened for half an hour. The record itself knows nothing of its readers.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from accordingto.desk.guard import cookies
from accordingto.record.connection import Connection

COOKIE = "accordingto_visit"
ENDS_AFTER_S = 30 * 60
KEPT_S = 400 * 24 * 3600
"""As long as browsers keep a cookie at most."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The last run that was known before this visit (0: none), and the last one known by the last page of it."""

    before: int
    now: int


def of(request: Request) -> Visit:
    """Return the visit that a request belongs to."""
    found = re.fullmatch(r"(\d{1,12})-(\d{1,12})-(\d{1,12})", cookies(request.headers).get(COOKIE, ""), re.ASCII)
    if not found:
        return Visit(0, 0)
    before, now, at = (int(number) for number in found.groups())
    return Visit(now, now) if time.time() - at > ENDS_AFTER_S else Visit(before, now)


def keep(response: Response, visit: Visit, now: int) -> None:
    """Write down that runs up to `now` have been seen."""
    value = f"{visit.before}-{now}-{int(time.time())}"
    response.set_cookie(COOKIE, value, max_age=KEPT_S, httponly=True, samesite="strict")


def last_run(view: Connection) -> int:
    """Return the number of the record's last run."""
    row = view.row("SELECT coalesce(max(id), 0) FROM run")
    return row[0] if row else 0
