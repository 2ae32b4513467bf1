from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.times import bounds, days, overlap
from accordingto.times.calendar import Period


@pytest.mark.parametrize(
    ("first", "last", "value"),
    [
        ("2031-01-01", "2031-12-31", "2031"),
        ("2030-01-01", "2039-12-31", "2030/2039"),
        ("2031-06-01", "2031-06-30", "2031-06"),
        ("2031-06-01", "2031-08-31", "2031-06/2031-08"),
        ("2032-02-01", "2032-02-29", "2032-02"),
        ("2032-02-01", "2032-02-28", "2032-02-01/2032-02-28"),
        ("2031-06-21", "2031-06-30", "2031-06-21/2031-06-30"),
        ("2031-06-28", "2031-06-28", "2031-06-28"),
        ("0842-01-01", "0842-12-31", "0842"),
    ],
)
def test_a_period_is_written_as_short_as_its_borders_allow(first: str, last: str, value: str) -> None:
    period = Period(first=date.fromisoformat(first), last=date.fromisoformat(last), grain="x")
    assert period.value == value
    assert bounds(value) == (first, last)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ("", "")),
        ("2031/..", ("2031-01-01", "")),
        ("../2031-02", ("", "2031-02-28")),
        ("2031-06-28T15:00:00", ("2031-06-28", "2031-06-28")),
    ],
)
def test_bounds(value: str, expected: tuple[str, str]) -> None:
    assert bounds(value) == expected


@pytest.mark.parametrize("wrong", ["March", "2031-3", "2031-13", "2031-02-30", "0000", "31"])
def test_bounds_of_what_is_no_value(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day"):
        bounds(wrong)


@pytest.mark.parametrize(
    ("value", "other", "expected"),
    [
        ("2031-06", "2031-06-30", True),
        ("2031-06", "2031-07", False),
        ("2029/..", "2031", True),
        ("2029/..", "2028", False),
        ("../2031-06", "2031-06-02/2031-08", True),
        ("", "2031", False),
    ],
)
def test_overlap(value: str, other: str, expected: bool) -> None:
    assert overlap(value, other) is overlap(other, value) is expected


@pytest.mark.parametrize(
    ("value", "today", "expected"),
    [
        ("2029/..", "2031-06-30", ("2029-01-01", "2031-06-30")),
        ("2029/..", "", ("2029-01-01", "2029-12-31")),
        ("../2031-06", "2031-07-01", ("2031-06-30", "2031-06-30")),
        ("2031-06", "2031-07-01", ("2031-06-01", "2031-06-30")),
        ("", "2031-07-01", ("", "")),
    ],
)
def test_days_that_a_value_is_looked_up_by(value: str, today: str, expected: tuple[str, str]) -> None:
    assert days(value, today) == expected


@given(st.dates(min_value=date(1, 1, 1), max_value=date(9000, 1, 1)), st.integers(0, 90_000))
def test_values_keep_their_days(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    assert bounds(Period(first=first, last=last, grain="x").value) == (first.isoformat(), last.isoformat())
