"""Names of columns and keys → the fields of a report."""

from __future__ import annotations

import pytest

from accordingto.columns import fields_in, fields_of, report_of, string

NAMES = [
    (["Text", "ID"], {"text": ("Text",), "id": ("ID",)}),
    (["Event Text", "pub-date", "date"], {"text": ("Event Text",), "published": ("pub-date", "date")}),
    (["date", "date_publish"], {"published": ("date_publish", "date")}),
    (["content", "TEXT", "text"], {"text": ("TEXT", "content")}),
    (["height", "", "x" * 9_999], {}),
]


@pytest.mark.parametrize(("names", "fields"), NAMES)
def test_names(names: list[str], fields: dict[str, tuple[str, ...]]) -> None:
    assert fields_in(names) == fields


def test_every_field_is_its_own_name() -> None:
    fields = ("text", "id", "title", "outlet", "published", "url", "byline", "language", "kind")
    assert fields_in(fields) == {field: (field,) for field in fields}


def test_best_name_that_is_filled() -> None:
    row: dict[str, object] = {"text": " ", "content": " One. ", "pub_date": "", "date": "2031", "id": 0, "url": ["x"]}
    assert fields_of(row, fields_in(row)) == {"text": " One. ", "published": "2031", "id": "0", "url": "x"}


VALUES = [(" a ", "a"), (7, "7"), (1.5, "1.5"), (["a", 1, " b "], "a; b"), (None, ""), (True, ""), ({"a": 1}, "")]


@pytest.mark.parametrize(("value", "text"), VALUES)
def test_values(value: object, text: str) -> None:
    assert string(value) == text


def test_dates_of_publication_and_of_change() -> None:
    row = {"text": "One.", "date_publish": "2031-09-09 08:00:00", "date_modify": "2031-09-10 09:30:00"}
    report = report_of(fields_of(row, fields_in(row)), otherwise="1")
    assert (report.published, report.updated, report.updated_how) == (
        "2031-09-09 08:00:00", "2031-09-10T09:30:00", "given",
    )  # fmt: skip
