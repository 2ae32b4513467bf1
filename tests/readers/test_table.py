"""CSV and TSV."""

from __future__ import annotations

import pytest

from accordingto.data import Problem, Report
from accordingto.errors import SourceFailed, SourceSkipped
from tests.readers.reading import one_report, problems, read, reports


def test_all_columns() -> None:
    data = "id,text,title,outlet,published,url,byline,language,kind,else\n7,One.,A,O,2031-01-02,http://a.example,B,en,opinion,x\n"
    assert one_report(read("table", data.encode())) == Report(
        id="7", text="One.", title="A", outlet="O", published="2031-01-02", published_how="given", url="http://a.example",
        byline="B", language="en", kind="opinion", kind_why="given",
    )  # fmt: skip


def test_columns_of_event_coders() -> None:
    data = b"id,date,event_text,pub_date,publisher,headline\n7,2030-12-31,One.,2031-01-02,O,A\n"
    report = one_report(read("table", data))
    assert (report.text, report.published, report.outlet, report.title) == ("One.", "2031-01-02", "O", "A")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter(delimiter: str) -> None:
    data = f'id{delimiter}text\n1{delimiter}"One{delimiter} and ""two"".\nThree."\n\n2{delimiter}Four.\n'
    found = reports(read("table", data.encode()))
    assert [(report.id, report.text) for report in found] == [
        ("1", f'One{delimiter} and "two".\nThree.'),
        ("2", "Four."),
    ]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_charset(charset: str) -> None:
    assert one_report(read("table", "Text;Id\r\nZoë;1\r\n".encode(charset))).text == "Zoë"


def test_id_from_line() -> None:
    assert [report.id for report in reports(read("table", b"text,outlet\nOne.,O\n\nTwo.,O\n"))] == ["x#2", "x#4"]


def test_without_text_names_its_columns() -> None:
    with pytest.raises(SourceSkipped, match=r"a table, not a report .*no column of text; its columns: name, height"):
        read("table", b"name,height\nOste,3\n")


def test_without_rows() -> None:
    with pytest.raises(SourceSkipped, match="no rows"):
        read("table", b"id,text\n")


ROWS = [
    (b"7,", "no text"),
    (b"7", "no text"),
    (b"7,One.,Two.,Three.", "not a row of the table"),
    (b"7," + b"x" * 10_001, "too long"),
    (b"7," + b"x" * 99_999, "too long"),
    (b"\0\1\2\3\4\5", "binary"),
]


@pytest.mark.parametrize(("row", "reason"), ROWS)
def test_broken_row_and_the_rest_goes_on(row: bytes, reason: str) -> None:
    first, problem, last = read("table", b"id,text\n1,One.\n" + row + b"\n2,Two.\n")
    assert isinstance(problem, Problem)
    assert (problem.reason, problem.detail.split(":")[0]) == (reason, "line 3")
    assert [report.id for report in reports([first, last])] == ["1", "2"]


def test_open_quotation_mark_is_bounded() -> None:
    found = read("table", b'id,text\n1,"One\n' + b"2,Two.\n" * 6_000)
    assert set(problems(found)) == {("x", "not a row of the table")}
    assert len(reports(found)) > 3_000


def test_limit_of_the_process_is_left_alone() -> None:
    import csv

    before = csv.field_size_limit()
    read("table", b"id,text\n1,One.\n")
    assert csv.field_size_limit() == before


def test_first_line_too_long() -> None:
    with pytest.raises(SourceFailed, match="too long"):
        read("table", b"x" * 30_000 + b"\n1,One.\n")
