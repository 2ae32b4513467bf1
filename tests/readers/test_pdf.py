"""PDF files, made here."""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Sequence

import pytest

from accordingto.data import Report
from accordingto.errors import SourceFailed
from accordingto.readers.pdf import text_of_pages
from tests.readers.reading import LIMIT_BYTES, OTHER, WORDS, one_report, problems, read, reports


def pdf(pages: Sequence[Sequence[str] | bytes], info: str = "") -> bytes:
    """Return a PDF of pages, each of them lines of text or the operators themselves."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        text = page if isinstance(page, bytes) else _operators(page)
        packed = zlib.compress(text)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            f"<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream",
        ]
    objects.append(f"<< {info} >>".encode())
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    for number, one in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + one + b"\nendobj\n")
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010d} 00000 n \n" for place in places).encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n".encode())
    out.write(f"startxref\n{table}\n%%EOF".encode())
    return out.getvalue()


def _operators(lines: Sequence[str]) -> bytes:
    shown = "".join(f"({line}) Tj 0 -14 Td\n" for line in lines)
    return f"BT /F1 12 Tf 72 720 Td\n{shown}ET".encode("cp1252")


def test_file() -> None:
    pytest.importorskip("pypdf")
    info = "/Title (Troops at Teln) /Author (Jon Vell) /CreationDate (D:20310909143000+03'00')"
    report = one_report(read("pdf", pdf([[WORDS], [OTHER]], info)))
    assert report == Report(
        id="", text=f"{WORDS} {OTHER}", title="Troops at Teln", byline="Jon Vell",
        published="2031-09-09T14:30:00+03:00", published_how="file created",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("date", "published"),
    [("D:20310909", "2031-09-09"), ("D:20310909143000Z", "2031-09-09T14:30:00+00:00"), ("D:2031", ""), ("soon", "")],
)
def test_date(date: str, published: str) -> None:
    pytest.importorskip("pypdf")
    assert one_report(read("pdf", pdf([[WORDS]], f"/CreationDate ({date})"))).published == published


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - talks.doc", "talks_final.indd"])
def test_title_that_names_nothing(title: str) -> None:
    pytest.importorskip("pypdf")
    assert one_report(read("pdf", pdf([[WORDS]], f"/Title ({title})"))).title == ""


WIDE = "The ministry of Karvia said on Tuesday that it knew of no such"
PAGES = [
    ([f"{WIDE}\norder, and that the exercise was rou-\ntine."], f"{WIDE} order, and that the exercise was routine."),
    (
        [f"{WIDE}\nself-\nstyled unit. A self-styled colonel did."],
        f"{WIDE} self-styled unit. A self-styled colonel did.",
    ),
    ([f"{WIDE}\nKarvia-\nTeln road."], f"{WIDE} Karvia-Teln road."),
    ([f"{WIDE}\norder.\n{WIDE}\nplan."], f"{WIDE} order.\n\n{WIDE} plan."),
    ([f"Statement\n{WIDE}\norder."], f"Statement\n\n{WIDE} order."),
    ([f"{WIDE}\n\n{WIDE}"], f"{WIDE}\n\n{WIDE}"),
    ([f"{WIDE}\n1", f"order.\n{WIDE}\n2", "plan.\n3"], f"{WIDE} order.\n\n{WIDE} plan."),
    ([f"Dossier, p. {n}\n{WIDE} {w}\nTeln Centre 2031" for n, w in enumerate("abc")], f"{WIDE} a {WIDE} b {WIDE} c"),
    (["Only once\n" + WIDE, WIDE], f"Only once\n\n{WIDE} {WIDE}"),
    (["", " \n"], ""),
]


@pytest.mark.parametrize(("pages", "text"), PAGES)
def test_lines_become_paragraphs(pages: list[str], text: str) -> None:
    assert text_of_pages(pages) == text


@pytest.mark.parametrize("line", ["x" * 200_000, "a-" * 100_000, "-\n" * 100_000])
def test_hostile_lines_take_no_longer(line: str) -> None:
    assert text_of_pages([line])  # quadratic time would be minutes


def test_pictures_only() -> None:
    pytest.importorskip("pypdf")
    with pytest.raises(SourceFailed, match="no text in the pages"):
        read("pdf", pdf([[], []]))


def test_page_that_would_take_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdf")
    monkeypatch.setattr("accordingto.readers.pdf.PAGE_WORK", 1000)
    found = read("pdf", pdf([_operators([WORDS]), b"BT /F1 12 Tf (x) Tj ET\n" * 5_000, _operators([OTHER])]))
    assert [report.text for report in reports(found)] == [f"{WORDS} {OTHER}"]
    assert problems(found) == [("x", "not a readable page")]


def test_more_pages_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdf")
    monkeypatch.setattr("accordingto.readers.pdf.MOST_PAGES", 1)
    found = read("pdf", pdf([[WORDS], [OTHER]]))
    assert [report.text for report in reports(found)] == [WORDS]
    assert problems(found) == [("x", "too long")]


def test_text_too_long() -> None:
    pytest.importorskip("pypdf")
    with pytest.raises(SourceFailed, match="too long"):
        read("pdf", pdf([[WORDS] * 60] * 3))


BROKEN = [b"%PDF-1.7\nsome text", pdf([[WORDS]])[:300], pdf([[WORDS]]).replace(b"/Pages 2 0 R", b"/Pages 1 0 R")]


@pytest.mark.parametrize("data", BROKEN)
def test_broken_file(data: bytes) -> None:
    pytest.importorskip("pypdf")
    with pytest.raises(SourceFailed):
        read("pdf", data)


def test_password() -> None:
    pypdf = pytest.importorskip("pypdf")
    writer, held = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([[WORDS]]))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(held)
    with pytest.raises(SourceFailed, match="encrypted"):
        read("pdf", held.getvalue(), limit_bytes=LIMIT_BYTES)


def test_without_pypdf_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(SourceFailed, match=r"pip install 'accordingto\[pdf\]'"):
        read("pdf", pdf([[WORDS]]))
