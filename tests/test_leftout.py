"""Files that are no reports, by their names."""

from __future__ import annotations

import pytest

from accordingto.leftout import why_left_out

NAMES = [
    ("a.txt", ""),
    ("a.csv", ""),
    ("a.pdf", ""),
    ("reports", ""),
    ("meta.csv", "what is known of the files beside it"),
    ("Meta.CSV", "what is known of the files beside it"),
    ("a.PNG", "a picture"),
    ("sheet.xlsx", "a table, not a report"),
    ("README", "about the folder, not a report"),
    ("readme.md", "about the folder, not a report"),
]


@pytest.mark.parametrize(("name", "reason"), NAMES)
def test_reason(name: str, reason: str) -> None:
    assert why_left_out(name) == reason
