"""What hostile files cost: each is made, read in a process of its own, and its time and memory are printed.

    python bench/hostile.py [NAME …]        all, or those whose name holds one of the words

A line a file: its name, its size, what came of it, CPU seconds and peak memory above that of a process which reads an
ordinary page. Files are at the limits that the settings have; "over" marks what took more than 30 s or 512 MiB. A
process may take no more than 240 s and 4 GiB; one that does is shown as killed.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import json
import lzma
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
MOST_S, MOST_MIB = 30, 512
KILLED_S, KILLED_BYTES = 240, 4 << 30
MB = 1 << 20
WORDS = b"The ministry of Karvia said that it knew of no such order, and that the exercise was routine. "
Make = Callable[[], bytes]


def page(body: bytes, head: bytes = b"") -> bytes:
    """Return an HTML page with a paragraph of text before `body`."""
    return b"<html><head><title>A</title>%b</head><body><article><p>%b</p>%b</article></body></html>" % (
        head, WORDS * 5, body,
    )  # fmt: skip


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    """Return a ZIP of files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files:
            file.writestr(name, data)
    return held.getvalue()


def nested_zip(depth: int) -> bytes:
    """Return a ZIP with ten of the next smaller in it, a bomb at the bottom."""
    data = zipped([("a.txt", WORDS * 60_000)])
    for level in range(depth):
        data = zipped([(f"{level}-{n}.zip", data) for n in range(10)])
    return data


def overlapping_zip(number: int) -> bytes:
    """Return a ZIP whose directory names the same packed megabytes again and again (Fifield, 2019)."""
    one = zipped([("a.txt", WORDS * 50_000)])
    begin = one.index(b"PK\x01\x02")
    entry, end = one[begin : one.index(b"PK\x05\x06")], one[one.index(b"PK\x05\x06") :]
    directory = entry * number
    count = number.to_bytes(2, "little")
    return one[:begin] + directory + end[:8] + count + count + len(directory).to_bytes(4, "little") + end[16:]


def tarred(names: list[str], data: bytes = WORDS) -> bytes:
    """Return a TAR with the same file under many names."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as file:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            file.addfile(member, io.BytesIO(data))
    return held.getvalue()


def office(document: bytes) -> bytes:
    """Return a Word document around the XML of its text."""
    return zipped([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document)])


_RUN = b"<w:p><w:r><w:t>%b</w:t></w:r></w:p>"
_W = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def mail(headers: bytes, body: bytes = WORDS) -> bytes:
    """Return a mail."""
    return b"From: Ida Marn <ida@oste.example>\r\nTo: all@oste.example\r\n" + headers + b"\r\n\r\n" + body


def multipart(parts: list[bytes], boundary: bytes = b"x") -> bytes:
    """Return a mail of parts."""
    body = b"".join(b"--%b\r\n%b\r\n" % (boundary, part) for part in parts) + b"--%b--\r\n" % boundary
    return mail(b"Subject: A\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=" + boundary, body)


def mixed(depth: int) -> bytes:
    """Return a mail of parts in parts."""
    body = b"Content-Type: text/plain\r\n\r\n" + WORDS
    for level in range(depth):
        body = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n%b\r\n--b%d--\r\n" % (
            level,
            level,
            body,
            level,
        )
    return mail(b"Subject: A\r\nMIME-Version: 1.0\r\n" + body.partition(b"\r\n\r\n")[0], body.partition(b"\r\n\r\n")[2])


def pdf(objects: list[bytes], trailer: bytes = b"<</Root 1 0 R/Size 9>>") -> bytes:
    """Return a PDF of objects, with a right table of them."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + table + b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(data))


def pdf_of(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """Return a PDF of one page with a packed content stream."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>>>>>",
            b"<</Length %d/Filter %b>>stream\n%b\nendstream" % (len(content), filters, content),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


LAUGHS = b"<!DOCTYPE rss [<!ENTITY a0 'ha'>%b]>" % b"".join(
    b"<!ENTITY a%d '%b'>" % (n + 1, b"&a%d;" % n * 10) for n in range(12)
)
QUADRATIC = b"<!DOCTYPE rss [<!ENTITY a '%b'>]>" % (b"x" * 50_000)
RSS = b"<rss version='2.0'><channel><title>T</title>%b</channel></rss>"

CASES: dict[str, Make] = {
    "text: empty": lambda: b"",
    "text: nothing but spaces": lambda: b" " * (5 * MB),
    "text: one line": lambda: b"x" * (5 * MB - 9),
    "text: one line of words": lambda: WORDS * (5 * MB // len(WORDS)),
    "text: a line a letter": lambda: b"x\n" * (5 * MB // 2),
    "text: as many lines as a report may have": lambda: b"x\n" * 199_999,
    "text: nothing but quotation marks": lambda: '“"'.encode() * (MB),
    "text: nothing but capitals": lambda: b"A B. " * MB,
    "text: nothing but brackets": lambda: b"[(" * (2 * MB),
    "text: nothing but dates": lambda: b"September 10, 2031 " * (5 * MB // 19),
    "text: random bytes": lambda: zlib.compress(bytes(range(256)) * 9) * 40_000,
    "text: half of UTF-16": lambda: ("ab" * MB).encode("utf-16")[:-1],
    "text: cp1252": lambda: "„Nein“, sagte er. ".encode("cp1252") * 200_000,
    "text: combining marks": lambda: ("a" + "\u0301" * 2_000_000).encode(),
    "text: direction marks": lambda: "\u202e\u2066".encode() * 800_000,
    "html: nested": lambda: page(b"<div>" * 900_000),
    "html: nested, named": lambda: page(b"<b><i><u>" * 500_000),
    "html: nothing but <": lambda: page(b"<" * (5 * MB - 999)),
    "html: a tag without an end": lambda: page(b"<a " + b"x=y " * MB),
    "html: small elements": lambda: page(b"<p>a" * MB),
    "html: as many elements as a page may have": lambda: page(b"<p>a" * 49_990),
    "html: paragraphs": lambda: page(b"<p>" + WORDS + b"</p>") + (b"<p>" + WORDS + b"</p>") * 45_000,
    "html: nested tables": lambda: page(b"<table><tr><td>" * 300_000),
    "html: lists": lambda: page(b"<ul><li>x" * 500_000),
    "html: links": lambda: page(b"<a href=/a>x</a> " * 280_000),
    "html: headings": lambda: page(b"<h2>Troops at the ford</h2>" * 180_000),
    "html: meta elements": lambda: page(b"", b"<meta name=a content=b>" * 200_000),
    "html: times": lambda: page(b"<time datetime=2031-01-01>x</time>" * 140_000),
    "html: JSON-LD nested": lambda: page(b"", b"<script type=application/ld+json>" + b"[" * 4 * MB + b"</script>"),
    "html: JSON-LD in a row": lambda: page(b"", b"<script type=application/ld+json>[" + b"{}," * MB + b"{}]</script>"),
    "html: many JSON-LD": lambda: page(b"", b"<script type=application/ld+json>{}</script>" * 110_000),
    "html: comment without an end": lambda: page(b"<!--" + WORDS * 50_000),
    "html: entities": lambda: page(b"<p>" + b"&amp;" * MB),
    "html: saved picture": lambda: page(b"<img src='data:image/png;base64," + b"A" * 35 * MB + b"'>"),
    "html: charset punycode": lambda: page(b"\xff" + b"a-zzzz" * 800_000, b"<meta charset=punycode>"),
    "html: charset utf-7": lambda: page(b"\xff+AGE-" * 900_000, b"<meta charset=utf-7>"),
    "html: UTF-16": lambda: page(WORDS * 20_000).decode().encode("utf-16"),
    "html: cut in two": lambda: page(WORDS * 500)[:20_000],
    "jsonlines: nested": lambda: b'{"text": ' + b"[" * 5 * MB,
    "jsonlines: many keys": lambda: b'{"text": "a", ' + b",".join(b'"%d": 1' % n for n in range(900_000)) + b"}",
    "jsonlines: long number": lambda: b'{"text": "a", "id": ' + b"9" * 4 * MB + b"}",
    "jsonlines: broken lines": lambda: b"{\n" * (3 * MB),
    "jsonlines: lone surrogates": lambda: b'{"text": "' + b"\\ud800" * 800_000 + b'"}',
    "table: a quotation without an end": lambda: b'id,text\n1,"' + WORDS * 100_000 + b"\n" * MB,
    "table: many columns": lambda: b"id,text," + b",".join(b"c%d" % n for n in range(600_000)) + b"\n1,a\n",
    "table: nothing but commas": lambda: b"id,text\n" + b"," * (9 * MB),
    "feed: laughs": lambda: b"<?xml version='1.0'?>" + LAUGHS + RSS % b"<item><title>&a12;</title></item>",
    "feed: quadratic": lambda: QUADRATIC + RSS % (b"<item><title>" + b"&a;" * 80_000 + b"</title></item>"),
    "feed: a file as entity": lambda: b"<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    + RSS % (b"<item><description>&a;" + WORDS + b"</description></item>"),
    "feed: nested": lambda: RSS % (b"<item>" * 500_000),
    "feed: items": lambda: RSS % (b"<item><description>a</description></item>" * 120_000),
    "feed: markup in it": lambda: RSS % (b"<item><description>" + b"&lt;b&gt;" * 500_000 + b"</description></item>"),
    "feed: attributes": lambda: RSS % (b"<item " + b" ".join(b"a%d='1'" % n for n in range(400_000)) + b"/>"),
    "feed: JSON nested": lambda: b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 4 * MB,
    "docx: bomb": lambda: office(_W + b"<w:p><w:r><w:t>" + b"a" * 400 * MB),
    "docx: nested": lambda: office(_W + b"<w:tbl>" * 2_000_000),
    "docx: laughs": lambda: office(LAUGHS.replace(b"rss", b"w:document") + _W + _RUN % b"&a12;"),
    "docx: paragraphs": lambda: office(_W + (_RUN % b"a") * 1_500_000 + b"</w:body></w:document>"),
    "eml: parts in parts": lambda: mixed(90),
    "eml: parts": lambda: multipart([b"\r\nx"] * 19_000),
    "eml: small attachments": lambda: multipart([b"Content-Disposition: attachment; filename=a.txt\r\n\r\nx"] * 15_000),
    "eml: encoded words": lambda: mail(b"Subject: " + b"=?utf-8?q?a?= " * 400_000),
    "eml: punycode subject": lambda: mail(b"Subject: =?punycode?q?a-" + b"zzzz" * 400_000 + b"?="),
    "eml: punycode name": lambda: multipart(
        [b"Content-Disposition: attachment; filename*=punycode''a-" + b"zzzz" * 400_000 + b"\r\n\r\nx"]
    ),
    "eml: parameters": lambda: mail(b"Subject: A\r\nContent-Type: text/plain; " + b"a*0=b; " * 400_000),
    "eml: parameters of a multipart": lambda: mail(b"Content-Type: multipart/mixed; " + b"a*0=b;" * 400_000),
    "eml: brackets": lambda: mail(b"Subject: A\r\nReply-To: b").replace(b"Ida Marn", b"(" * 200_000),
    "eml: addresses": lambda: mail(b"Subject: A").replace(b"Ida Marn <ida@oste.example>", b"a <a@b.c>, " * 200_000),
    "eml: headers": lambda: mail(b"".join(b"X-%d: a\r\n" % n for n in range(500_000)) + b"Subject: A"),
    "eml: a header in many lines": lambda: mail(b"Subject: a" + b"\r\n a" * 900_000),
    "eml: base64": lambda: mail(b"Subject: A\r\nContent-Transfer-Encoding: base64", b"!" * 30 * MB),
    "eml: quoted-printable": lambda: mail(b"Content-Transfer-Encoding: quoted-printable", b"=\r\n" * 2_000_000),
    "mhtml: parts": lambda: (
        b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
        + b"--x\r\nContent-Type: text/html\r\nContent-Location: http://a.example/\r\n\r\n<p>a\r\n" * 19_000
    ),
    "pdf: a stream that is a bomb": lambda: pdf_of(zlib.compress(b"BT /F 1 Tf (a) Tj ET " * 15_000_000)),
    "pdf: packed again and again": lambda: pdf_of(
        zlib.compress(zlib.compress(zlib.compress(bytes(900 * MB)))), b"[/FlateDecode/FlateDecode/FlateDecode]"
    ),
    "pdf: operators": lambda: pdf_of(zlib.compress(b"BT /F 1 Tf (a) Tj ET " * 2_000_000)),
    "pdf: pages that hold themselves": lambda: pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"]
    ),
    "pdf: nested arrays": lambda: pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"[" * 500_000]),
    "pdf: no objects": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 500_000,
    "pdf: cut in two": lambda: pdf_of(zlib.compress(WORDS * 9999))[:-500],
    "archive: gzip bomb": lambda: gzip.compress(bytes(1000 * MB)),
    "archive: bzip2 bomb": lambda: bz2.compress(bytes(1000 * MB)),
    "archive: xz bomb": lambda: lzma.compress(bytes(500 * MB)),
    "archive: line of a gigabyte in a gzip": lambda: gzip.compress(b'{"text": "' + b"x" * 1000 * MB),
    "archive: ZIPs in ZIPs": lambda: nested_zip(3),
    "archive: ZIP of overlapping files": lambda: overlapping_zip(400),
    "archive: ZIP of many files": lambda: zipped([(f"{n}.txt", b"") for n in range(120_000)]),
    "archive: ZIP that leads out": lambda: zipped([("../../a.txt", WORDS), ("/a.txt", WORDS), ("c:\\a.txt", WORDS)]),
    "archive: TAR that leads out": lambda: tarred(["../../a.txt", "/etc/a.txt", "a/../../../b.txt"]),
    "archive: TAR of many files": lambda: tarred([f"{n}.txt" for n in range(100_000)], b"x"),
    "archive: ZIP cut in two": lambda: zipped([(f"{n}.txt", WORDS * 99) for n in range(99)])[:9_000],
    "archive: ZIP called page": lambda: zipped([("a.html", page(b""))]),
}  # fmt: skip


def giant(path: Path, begin: bytes) -> None:
    """Write a file of a gigabyte that begins so and goes on with NULs that take no place on the disk."""
    with path.open("wb") as out:
        out.write(begin)
        out.truncate(1 << 30)


GIANTS = {
    "giant: text": b"x" * 99_999, "giant: html": page(b"x" * 99_999), "giant: jsonlines": b'{"text": "a"}\n{"text": "',
    "giant: table": b'id,text\n1,"', "giant: feed": RSS[:20], "giant: mail": mail(b"Subject: A"),
    "giant: mhtml": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\nSubject: A\r\n\r\n",
    "giant: pdf": b"%PDF-1.7\n", "giant: docx": office(_W)[:200], "giant: zip": zipped([("a.txt", WORDS)]),
    "giant: tar": tarred(["a.txt"])[:1024], "giant: gzip": gzip.compress(WORDS),
}  # fmt: skip


def read(path: str) -> None:
    """Read a file and print what came of it, with CPU seconds and peak memory."""
    from accordingto.data import Problem
    from accordingto.ingest import ingest

    began, before = time.process_time(), _peak_mib()
    reasons: Counter[str] = Counter()
    for one in ingest([path]):
        reasons[f"{one.outcome}: {one.reason}" if isinstance(one, Problem) else "report"] += 1
    print(json.dumps([reasons.most_common(3), time.process_time() - began, before, _peak_mib()]))


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (KILLED_S, KILLED_S))
    resource.setrlimit(resource.RLIMIT_AS, (KILLED_BYTES, KILLED_BYTES))


def measure(path: Path) -> tuple[str, float, float]:
    """Return what came of a file, CPU seconds and peak memory in MiB."""
    command = [sys.executable, __file__, "--child", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, preexec_fn=_limits)
    if done.returncode:
        return f"KILLED ({done.returncode}) {done.stderr.strip().splitlines()[-1:]}", float("inf"), float("inf")
    found, seconds, _, peak = json.loads(done.stdout)
    return ", ".join(f"{why} {number:,}" for why, number in found), seconds, peak


def main() -> None:
    """Measure and print."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("words", nargs="*")
    ap.add_argument("--child")
    args = ap.parse_args()
    if args.child:
        return read(args.child)
    chosen = [name for name in (*CASES, *GIANTS) if not args.words or any(word in name for word in args.words)]
    over = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hostile.bin"
        path.write_bytes(page(b"<p>" + WORDS * 20))
        _, _, usual = measure(path)
        for name in chosen:
            if name in CASES:
                path.write_bytes(CASES[name]())
            else:
                giant(path, GIANTS[name])
            what, seconds, peak = measure(path)
            bad = seconds > MOST_S or peak - usual > MOST_MIB
            over += bad
            print(f"{name:<40} {path.stat().st_size / MB:>7.1f} MiB {seconds:>6.1f} s {peak - usual:>+6.0f} MiB"
                  f"  {'OVER ' if bad else ''}{what}", flush=True)  # fmt: skip
    print(f"{len(chosen)} files, {over} over {MOST_S} s or {MOST_MIB} MiB; an ordinary page: {usual:.0f} MiB")
    return None


if __name__ == "__main__":
    main()
