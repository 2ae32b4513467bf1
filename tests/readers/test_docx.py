"""Word documents, made here."""

from __future__ import annotations

import io
import zipfile

import pytest

from accordingto.data import Report
from accordingto.errors import SourceFailed, SourceSkipped
from tests.readers.reading import OTHER, WORDS, one_report, read

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CORE = """<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>{}</dc:title><dc:creator>Jon Vell</dc:creator>
<dcterms:created>2031-09-09T08:00:00Z</dcterms:created></cp:coreProperties>"""


def docx(body: str, *, title: str = "Troops at Teln", main: str = "word/document.xml") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("docProps/core.xml", CORE.format(title))
        file.writestr(
            main, body if body.startswith("<!") else f"<w:document {WORD}><w:body>{body}</w:body></w:document>"
        )
    return held.getvalue()


def paragraph(*runs: str) -> str:
    return (
        "<w:p>"
        + "".join(f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
        + "</w:p>"
    )


def test_document() -> None:
    report = one_report(read("docx", docx(paragraph(WORDS[:20], WORDS[20:]) + paragraph() + paragraph(OTHER))))
    assert report == Report(
        id="", text=f"{WORDS}\n\n{OTHER}", title="Troops at Teln", byline="Jon Vell",
        published="2031-09-09T08:00:00+00:00", published_how="file created",
    )  # fmt: skip


BODIES = [
    ("<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p>", "One two\nthree"),
    (
        "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>One.</w:t></w:r></w:ins></w:p>",
        "One.",
    ),
    ("<w:p><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:r><w:t>One.</w:t></w:r></w:p>", "One."),
    (
        "<w:p><w:r><w:instrText>HYPERLINK</w:instrText></w:r><w:hyperlink><w:r><w:t>One.</w:t></w:r></w:hyperlink></w:p>",
        "One.",
    ),
    (f"<w:tbl><w:tr><w:tc>{paragraph('One.')}</w:tc><w:tc>{paragraph('Two.')}</w:tc></w:tr></w:tbl>", "One.\n\nTwo."),
]


@pytest.mark.parametrize(("body", "text"), BODIES)
def test_body(body: str, text: str) -> None:
    assert one_report(read("docx", docx(body))).text == text


@pytest.mark.parametrize("title", ["", "Document1", "Microsoft Word - talks.doc"])
def test_title_that_names_nothing(title: str) -> None:
    assert one_report(read("docx", docx(paragraph(WORDS), title=title))).title == ""


def test_sheet_is_skipped() -> None:
    with pytest.raises(SourceSkipped, match="no text document"):
        read("docx", docx(paragraph(WORDS), main="xl/workbook.xml"))


HOSTILE = [
    (docx(paragraph("x" * 5_000_000)), "too long"),
    (docx("<w:p>" * 5_000), "not a readable document"),
    (docx('<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'), "empty"),
    (docx(paragraph(" ")), "empty"),
    (docx(paragraph(WORDS))[:-40], "not a readable document"),
    (docx(paragraph(WORDS))[:300], "not a readable document"),
]


@pytest.mark.parametrize(("data", "reason"), HOSTILE)
def test_hostile_document(data: bytes, reason: str) -> None:
    with pytest.raises(SourceFailed, match=reason):
        read("docx", data)
