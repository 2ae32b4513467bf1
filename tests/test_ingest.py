"""Sources → reports, and a problem for all that is none."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from accordingto.data import Problem, Report
from accordingto.ingest import ingest

WORDS = "The ministry of Karvia said that it knew of no such order, and that the exercise was routine."
ARTICLE = (
    f"<article><p>{WORDS}</p><p>{WORDS.replace('order', 'plan')}</p><p>{WORDS.replace('order', 'move')}</p></article>"
)


def reports(*sources: Path | str, **options: str) -> list[Report]:
    """Read sources that hold nothing but reports (and files skipped)."""
    found = list(ingest([str(source) for source in sources], **options))
    assert not [one for one in found if isinstance(one, Problem) and one.outcome == "failed"]
    return [one for one in found if isinstance(one, Report)]


def problems(*sources: Path | str) -> list[tuple[str, str]]:
    """Return outcome and reason of what did not become a report."""
    found = list(ingest([str(source) for source in sources]))
    return [(one.outcome, one.reason) for one in found if isinstance(one, Problem)]


def write(path: Path, text: str = WORDS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    (report,) = reports(path)
    assert (report.id, report.text, report.source, report.reader) == ("a.txt", WORDS, str(path), "text")
    assert (report.language, report.published, report.outlet) == ("en", "", "")


def test_folder_sorted_hidden_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/c.txt", "c.txt"):
        write(tmp_path / name)
    assert [report.id for report in reports(tmp_path)] == ["b.txt", "c.txt", "a/z.txt"]


@pytest.mark.parametrize(
    ("pattern", "ids"), [("*.txt", ["a.txt"]), ("**/*.txt", ["a.txt", "sub/b.txt"]), ("s?b/*", ["sub/b.txt"])]
)
def test_glob(tmp_path: Path, pattern: str, ids: list[str]) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "sub" / "b.txt")
    assert [report.id for report in reports(f"{tmp_path}/{pattern}")] == ids


def test_file_whose_name_looks_like_a_glob(tmp_path: Path) -> None:
    (report,) = reports(write(tmp_path / "a[1].txt"))
    assert report.id == "a[1].txt"


def test_stdin() -> None:
    found = list(ingest(["-"], stdin=io.BytesIO(b'{"id": "7", "text": "One."}\n{"id": "8", "text": "Two."}\n')))
    assert [one.id for one in found if isinstance(one, Report)] == ["7", "8"]


def test_same_name_in_two_folders_is_two_reports(tmp_path: Path) -> None:
    one, other = write(tmp_path / "x" / "a.txt"), write(tmp_path / "y" / "a.txt")
    assert [report.id for report in reports(one, other)] == ["a.txt", other.as_posix()]


def test_options_supply_what_is_missing(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (report,) = reports(tmp_path, outlet="Oste Herald", published="9 September 2031")
    assert (report.outlet, report.published, report.published_how) == ("Oste Herald", "2031-09-09", "option")


def test_date_that_cannot_be_read_stays_as_given(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (report,) = reports(tmp_path, published="in late June")
    assert (report.published, report.published_how) == ("in late June", "given")


def test_meta_before_options(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(
        tmp_path / "meta.csv",
        "path,outlet,published,url,title\na.txt,Teln Today,2031-09-08,http://t.example/1,Troops\n",
    )
    (report,) = reports(tmp_path, outlet="Other", published="2030-01-01")
    assert (report.id, report.outlet, report.title) == ("http://t.example/1", "Teln Today", "Troops")
    assert (report.published, report.published_how) == ("2031-09-08", "file meta.csv")


def test_meta_of_a_folder_above(tmp_path: Path) -> None:
    write(tmp_path / "sub" / "a.txt")
    write(tmp_path / "meta.csv", "path,outlet\nsub/a.txt,Teln Today\n")
    (report,) = reports(tmp_path)
    assert report.outlet == "Teln Today"


STATED = (
    '<meta property="article:published_time" content="2031-09-09"><meta property="og:site_name" content="Teln Today">'
)


def test_page_before_meta(tmp_path: Path) -> None:
    write(tmp_path / "a.html", f"<html><head>{STATED}</head><body>{ARTICLE}</body></html>")
    write(tmp_path / "meta.csv", "path,outlet,published\na.html,Other,2030-01-01\n")
    (report,) = reports(tmp_path)
    assert (report.outlet, report.published) == ("Teln Today", "2031-09-09")


def test_meta_before_a_guess(tmp_path: Path) -> None:
    link = '<link rel="canonical" href="https://www.teln.example/2031/09/09/troops">'
    path = write(tmp_path / "a.html", f"<html><head>{link}</head><body>{ARTICLE}</body></html>")
    (report,) = reports(path)
    assert (report.outlet, report.published, report.published_how) == ("teln.example", "2031-09-09", "address")
    write(tmp_path / "meta.csv", "path,outlet,published\na.html,Teln Today,2031-09-08\n")
    (report,) = reports(path)
    assert (report.outlet, report.published, report.published_how) == ("Teln Today", "2031-09-08", "file meta.csv")


@pytest.mark.parametrize("data", [b"\x89PNG\0\0", b"name\na.txt\n"])
def test_unusable_meta_is_said_and_the_files_are_read(tmp_path: Path, data: bytes) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "meta.csv").write_bytes(data)
    found = list(ingest([str(tmp_path)]))
    assert [one.id for one in found if isinstance(one, Report)] == ["a.txt"]
    assert [one.outcome for one in found if isinstance(one, Problem)].count("failed") == 1


def test_cuts_are_marked_and_the_text_is_whole(tmp_path: Path) -> None:
    text = f"{WORDS}\n{WORDS}\n[Image Credit: Oste Pictures]"
    (report,) = reports(write(tmp_path / "a.txt", text))
    assert report.text == text
    assert [text[cut.begin : cut.end] for cut in report.cut] == ["[Image Credit: Oste Pictures]"]


BAD_FILES = [
    ("empty.txt", b"", "failed", "empty"),
    ("blank.txt", b" \n\t\n", "failed", "empty"),
    ("binary.txt", bytes(range(256)) * 50, "failed", "binary"),
    ("paper.doc", b"\xd0\xcf\x11\xe0 of an older office", "failed", "binary"),
    ("bare.html", b"<html><body><div></div></body></html>", "failed", "no text in the page"),
    ("table.tsv", b"a\tb\n", "skipped", "a table, not a report"),
    ("code.py", b"import os\n", "skipped", "program code"),
    ("README.md", b"About this folder.\n", "skipped", "about the folder, not a report"),
    ("story.db", b"SQLite format 3\0", "skipped", "a database"),
]


@pytest.mark.parametrize(("name", "data", "outcome", "reason"), BAD_FILES)
def test_bad_file_and_the_rest_goes_on(tmp_path: Path, name: str, data: bytes, outcome: str, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    write(tmp_path / "zz.txt")
    found = list(ingest([str(tmp_path)]))
    assert [(one.outcome, one.reason) for one in found if isinstance(one, Problem)] == [(outcome, reason)]
    assert [one.id for one in found if isinstance(one, Report)] == ["zz.txt"]


@pytest.mark.parametrize("source", ["no/such/file.txt", "no*such*file", "a\0b", "x" * 5000, ""])
def test_source_that_names_nothing(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert [outcome for outcome, _ in problems(source)] == ["failed"]


def test_folder_without_reports(tmp_path: Path) -> None:
    write(tmp_path / "a.py")
    assert problems(tmp_path) == [("skipped", "program code"), ("failed", "no reports in it")]


def test_invalid_utf8_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff" + WORDS.encode() + "é".encode("cp1252"))
    (report,) = reports(tmp_path)
    assert WORDS in report.text


def test_strange_signs_and_mixed_newlines_are_kept(tmp_path: Path) -> None:
    text = f"{WORDS}\r\n{WORDS}\r{WORDS}\n\0{WORDS}\u2028"
    (report,) = reports(write(tmp_path / "a.txt", text))
    assert report.text == text


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_line_of_fifty_megabytes(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as stream:
        stream.write(b"<html><body>")
        stream.truncate(50 * 1024 * 1024)
    assert problems(tmp_path) in ([("failed", "too long")], [("failed", "binary")])


def test_line_of_fifty_megabytes_among_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as stream:
        stream.write(b'{"id": "1", "text": "One."}\n{"id": "2", "text": "')
        stream.write(b"word " * (10 * 1024 * 1024))
        stream.write(b'"}\n{"id": "3", "text": "Three."}\n')
    found = list(ingest([str(path)]))
    assert [getattr(one, "id", "") or getattr(one, "reason", "") for one in found] == ["1", "too long", "3"]


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\u2028"])
def test_report_of_nothing_but_lines_among_reports(tmp_path: Path, sign: str) -> None:
    rows = [{"id": "1", "text": WORDS}, {"id": "2", "text": f"x{sign}" * 200_001}, {"id": "3", "text": WORDS}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = list(ingest([str(tmp_path / "a.jsonl")]))
    assert [getattr(one, "id", "") or getattr(one, "reason", "") for one in found] == ["1", "too many lines", "3"]


def test_limit_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORDINGTO_MAX_REPORT_BYTES", "20")
    assert problems(write(tmp_path / "a.txt")) == [("failed", "too long")]


def test_loop_of_links_is_walked_once(tmp_path: Path) -> None:
    write(tmp_path / "sub" / "a.txt")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert [report.id for report in reports(tmp_path)] == ["sub/a.txt"]


def test_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    assert problems(tmp_path) == [("failed", "no such file")]


def test_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path / "zz.txt")
    assert problems(tmp_path) == [("skipped", "not a regular file")]


def test_files_of_a_saved_page_are_not_read(tmp_path: Path) -> None:
    write(tmp_path / "page.html", f"<html><body>{ARTICLE}</body></html>")
    write(tmp_path / "page_files" / "frame.html", f"<html><body>{ARTICLE}</body></html>")
    assert [report.id for report in reports(tmp_path)] == ["page.html"]
    assert problems(tmp_path) == [("skipped", "the files of a saved page")]


def test_reader_that_breaks_is_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(stream: object, **_: object) -> None:
        raise RuntimeError("a bug in a reader")

    monkeypatch.setattr("accordingto.readers.text.read", broken)
    write(tmp_path / "a.txt")
    write(tmp_path / "b.jsonl", '{"id": "1", "text": "One."}\n')
    found = list(ingest([str(tmp_path)]))
    assert [one.detail for one in found if isinstance(one, Problem)] == ["RuntimeError: a bug in a reader"]
    assert [one.id for one in found if isinstance(one, Report)] == ["1"]


def test_problems_alike_are_summed(tmp_path: Path) -> None:
    good = '{"id": "1", "text": "One."}\n'
    path = write(tmp_path / "a.jsonl", good + "{\n" * 1_500 + good.replace("1", "2"))
    found = list(ingest([str(path)]))
    broken = [one for one in found if isinstance(one, Problem)]
    assert [one.id for one in found if isinstance(one, Report)] == ["1", "2"]
    assert (len(broken), broken[-1].source, broken[-1].detail) == (1_001, str(path), "and 500 more like that")


def test_file_that_is_not_what_it_seemed_is_given_up(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", "{\n" * 150_000 + '{"id": "1", "text": "One."}\n')
    found = [one for one in ingest([str(path)]) if isinstance(one, Problem)]
    assert [one.reason for one in found[-2:]] == ["not read to its end", found[0].reason]
    assert len(found) == 1_002


def test_what_a_plain_text_says_of_itself(tmp_path: Path) -> None:
    prose = "The minister said on Friday that nobody in the valley had been told of it."
    (tmp_path / "a.txt").write_text(
        f"Brigades at the Vell\n\nTELN, Sept 9 (AFP) – {prose}\n\n{prose}", encoding="utf-8"
    )
    (report,) = ingest([str(tmp_path / "a.txt")], published="2031-09-10")
    assert isinstance(report, Report)
    assert report.dateline is not None
    assert (report.dateline.place, report.dateline.day) == ("Teln", "2031-09-09")
    assert [credit.agency for credit in report.credits] == ["AFP"]
    assert (report.published_sure, report.kind, report.kind_why) == ("certain", "news", "")


def test_two_reports_in_a_plain_text(tmp_path: Path) -> None:
    prose = "The minister said on Friday that nobody in the valley had been told of the order. " * 6
    parts = [f"{title}\nBy Jon Vell\n\n{prose}" for title in ("Brigades at the Vell", "Council votes on a ferry")]
    (tmp_path / "a.txt").write_text("\n\n* * *\n\n".join(parts), encoding="utf-8")
    found = list(ingest([str(tmp_path / "a.txt")]))
    assert [(one.id, one.title) for one in found if isinstance(one, Report)] == [
        ("a.txt#1", "Brigades at the Vell"),
        ("a.txt#2", "Council votes on a ferry"),
    ]


def test_title_below_what_is_cut(tmp_path: Path) -> None:
    prose = "The ministry of Karvia said on Monday that the exercise at the river was routine and would soon end."
    text = f"FOR IMMEDIATE RELEASE\n\nMinistry: exercise on the Vell is routine\n\n{prose}\n"
    (tmp_path / "a.txt").write_text(text)
    (report,) = ingest([str(tmp_path / "a.txt")])
    assert isinstance(report, Report)
    assert report.title == "Ministry: exercise on the Vell is routine"


def test_a_file_that_is_called_by_a_day_is_of_that_day_if_nothing_else_tells(tmp_path: Path) -> None:
    path = tmp_path / "gull_2031-09-09_ferry.txt"
    path.write_text("Ferry Sinks\n\nThe ferry to Orl sank on Monday, the harbour master said.\n", encoding="utf8")
    (report,) = reports(path)
    assert (report.published, report.published_how, report.published_sure) == ("2031-09-09", "file name", "possible")
    (report,) = reports(path, published="2031-09-08")
    assert (report.published, report.published_how) == ("2031-09-08", "option")


def test_a_day_in_the_name_of_a_file_of_many_reports_is_not_theirs(tmp_path: Path) -> None:
    path = tmp_path / "export-2031-09-09.jsonl"
    path.write_text('{"id": "a", "text": "The ferry sank."}\n{"id": "b", "text": "It was old."}\n', encoding="utf8")
    assert [report.published for report in reports(path)] == ["", ""]
