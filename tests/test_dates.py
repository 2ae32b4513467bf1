"""Dates as they are written → ISO 8601."""

from __future__ import annotations

import pytest

from accordingto.dates import date_in, date_in_name, iso

WRITTEN = [
    ("2031-09-09", "2031-09-09"),
    ("20310909", "2031-09-09"),
    ("2031/09/09", "2031-09-09"),
    ("2031-09-09T14:30:00+03:00", "2031-09-09T14:30:00+03:00"),
    ("2031-09-09T14:30:00.123Z", "2031-09-09T14:30:00+00:00"),
    ("2031-09-09 14:30:05Z", "2031-09-09T14:30:05+00:00"),
    ("2031-09-09 14:30:05", "2031-09-09T14:30:05"),
    ("Tue, 09 Sep 2031 14:30:00 +0300", "2031-09-09T14:30:00+03:00"),
    ("9 September 2031", "2031-09-09"),
    ("Sept. 9, 2031", "2031-09-09"),
    ("09.10.2031", "2031-10-09"),
    ("9. Oktober 2031", "2031-10-09"),
    ("9 de octubre de 2031", "2031-10-09"),
    ("1er août 2031", "2031-08-01"),
    ("Tuesday, September 9th, 2031 at 14:30 GMT", "2031-09-09T14:30:00+00:00"),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_iso(text: str, expected: str) -> None:
    assert iso(text) == expected


@pytest.mark.parametrize("text", ["", "yesterday", "03/04/2031", "2031", "2031-13-40", "31 Foo 2031", "9 " * 100])
def test_no_date(text: str) -> None:
    assert iso(text) == ""


LINES = [
    ("Tuesday, September 9, 2031, page 3", "2031-09-09"),
    ("No. 21/31. Teln, 9 September 2031", "2031-09-09"),
    ("Datum: 9.10.2031 | 3 min", "2031-10-09"),
    ("Page 3 of 2031", ""),
    ("Version 1.2.2031.7", ""),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_date_in(line: str, expected: str) -> None:
    assert date_in(line) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gull_2031-09-09_ferry.txt", "2031-09-09"),
        ("2031.09.09 - the ferry.html", "2031-09-09"),
        ("2031-13-09_2031-09-10.txt", "2031-09-10"),
        ("20310909.txt", ""),
        ("report-12031-09-09.txt", ""),
        ("ferry.txt", ""),
    ],
)
def test_date_in_name(name: str, expected: str) -> None:
    assert date_in_name(name) == expected
