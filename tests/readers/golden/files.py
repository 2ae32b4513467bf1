"""The golden files: where they are, what is in those that are no text, and what came of one as text."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from accordingto.data import Problem
from accordingto.ingest import ingest

IN, OUT = Path(__file__).parent / "in", Path(__file__).parent / "out"
LETTER = "The ministry of Karvia said that it knew of no such order."
NOTE = "“We were told nothing,” said Mila Orran, the mayor of Teln."
META = "path,outlet,published,url,title\nnote.txt,Teln Today,2031-09-09,https://teln.example/note,Told nothing\n"
BEGAN = (2031, 9, 9, 0, 0, 0)


def zipped(files: dict[str, str]) -> bytes:
    """Return a ZIP that is the same each time it is made, whichever zlib there is: nothing in it is packed."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name, text in files.items():
            file.writestr(zipfile.ZipInfo(name, BEGAN), text, compress_type=zipfile.ZIP_STORED)
    return held.getvalue()


def tarred(files: dict[str, str]) -> bytes:
    """Return a TAR that is the same each time it is made."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as file:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            file.addfile(member, io.BytesIO(text.encode()))
    return held.getvalue()


def document() -> bytes:
    """Return a Word document of two paragraphs, with a deletion that is tracked."""
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    gone = "<w:del><w:r><w:delText>much </w:delText></w:r></w:del>"
    body = f"<w:p><w:r><w:t>{LETTER}</w:t></w:r></w:p><w:p>{gone}<w:r><w:t>{NOTE}</w:t></w:r></w:p>"
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:title>Told nothing</dc:title><dc:creator>Ida Marn</dc:creator>"
        "<dcterms:created>2031-09-09T06:00:00Z</dcterms:created></cp:coreProperties>"
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "docProps/core.xml": core,
            "word/document.xml": f"<w:document {namespace}><w:body>{body}</w:body></w:document>",
        }
    )


def pdf() -> bytes:
    """Return a PDF of one page with one line."""
    stream = f"BT /F1 12 Tf 72 720 Td ({LETTER}) Tj ET".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Title(Told nothing)/Author(Ida Marn)/CreationDate(D:20310909060000Z)>>",
    )
    data, places = b"%PDF-1.4\n", []
    for number, inner in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, inner)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n" % (len(objects) + 1, table)
    return data + head + b"<</Root 1 0 R/Info 6 0 R/Size 7>>\nstartxref\n%d\n%%%%EOF\n" % len(data)


PACKED: dict[str, Callable[[], bytes]] = {
    "document.docx": document,
    "page.pdf": pdf,
    "folder.zip": lambda: zipped({"meta.csv": META, "note.txt": NOTE, "../out.txt": LETTER, "a.png": "\x89PNG"}),
    "folder.tar": lambda: tarred({"note.txt": NOTE, "in/letter.txt": LETTER, ".hidden.txt": NOTE}),
    "utf16.txt": lambda: "Министр сказал «нет» и уехал в порт.".encode("utf-16"),
}


def as_text(path: Path) -> str:
    """Return what came of a file, as JSON."""
    found = []
    for one in ingest([str(path)]):
        kind = "problem" if isinstance(one, Problem) else "report"
        fields = {name: value for name, value in asdict(one).items() if value}
        fields["source"] = str(fields["source"]).replace(str(path), path.name)
        found.append({kind: fields})
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"
