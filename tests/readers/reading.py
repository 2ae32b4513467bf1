"""What the tests of the readers share."""

from __future__ import annotations

import io

from accordingto.data import Problem, Report
from accordingto.readers import load

LIMIT_BYTES = 10_000
WORDS = "The ministry of Karvia said that it knew of no such order, and that the exercise was routine."
OTHER = "“We were told nothing,” said Mila Orran, the mayor of Teln, who had called the ministry twice."


def read(reader: str, data: bytes, *, name: str = "x", limit_bytes: int = LIMIT_BYTES) -> list[Report | Problem]:
    """Return what a reader makes of some bytes."""
    return list(load(reader).read(io.BytesIO(data), name=name, limit_bytes=limit_bytes))


def reports(found: list[Report | Problem]) -> list[Report]:
    return [one for one in found if isinstance(one, Report)]


def problems(found: list[Report | Problem]) -> list[tuple[str, str]]:
    """Return source and reason of each problem."""
    return [(one.source, one.reason) for one in found if isinstance(one, Problem)]


def one_report(found: list[Report | Problem]) -> Report:
    (report,) = found
    assert isinstance(report, Report)
    return report
