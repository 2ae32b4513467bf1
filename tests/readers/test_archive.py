"""ZIP and TAR archives and single packed files, made here."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from accordingto.data import Problem, Report
from accordingto.errors import SourceError, SourceFailed
from accordingto.ingest import ingest
from tests.readers.reading import OTHER, WORDS, problems, read, reports

Files = Sequence[tuple[str, str | bytes]]


def zipped(files: Files) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for path, data in files:
            file.writestr(path, data)
    return held.getvalue()


def tarred(files: Files, mode: str = "w") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as file:  # type: ignore[call-overload]
        for path, text in files:
            data = text.encode() if isinstance(text, str) else text
            member = tarfile.TarInfo(path)
            member.size = len(data)
            file.addfile(member, io.BytesIO(data))
    return held.getvalue()


PACKERS: dict[str, Callable[[Files], bytes]] = {
    "zip": zipped,
    "tar": tarred,
    "tar.gz": lambda files: tarred(files, "w:gz"),
    "tar.bz2": lambda files: tarred(files, "w:bz2"),
    "tar.xz": lambda files: tarred(files, "w:xz"),
}
each_packer = pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)


@each_packer
def test_files_are_sources_of_their_own(pack: Callable[[Files], bytes]) -> None:
    lines = '{"id": "7", "text": "One."}\n{"text": "Two."}\n[]\n'
    found = read("archive", pack([("a/b.txt", WORDS), ("c.jsonl", lines)]), name="s.zip")
    assert [(report.id, report.source, report.reader) for report in reports(found)] == [
        ("s.zip/a/b.txt", "s.zip/a/b.txt", "text"),
        ("7", "s.zip/c.jsonl", "jsonlines"),
        ("s.zip/c.jsonl#2", "s.zip/c.jsonl", "jsonlines"),
    ]
    assert problems(found) == [("s.zip/c.jsonl", "not a JSON object")]


@each_packer
def test_nested_once(pack: Callable[[Files], bytes]) -> None:
    data = pack(
        [("in.zip", zipped([("a.txt", WORDS), ("in.tgz", tarred([("b.txt", OTHER)], "w:gz"))])), ("c.txt", OTHER)]
    )
    found = read("archive", data)
    assert [report.id for report in reports(found)] == ["x/in.zip/a.txt", "x/c.txt"]
    assert problems(found) == [("x/in.zip/in.tgz", "nested too deeply")]


@each_packer
def test_what_is_no_report_is_left_out_for_a_reason(pack: Callable[[Files], bytes]) -> None:
    page = "<html></html>"
    files = [("p.png", b"\x89PNG"), (".git/a.txt", WORDS), ("__MACOSX/._a.txt", "x"), ("a.html", page),
             ("a_files/b.html", page), ("e.txt", ""), ("x.bin", b"\0\1\2" * 99)]  # fmt: skip
    assert [reason for _, reason in problems(read("archive", pack(files)))] == [
        "a picture", "a hidden file", "a hidden file", "no text in the page", "the files of a saved page", "empty",
        "binary",
    ]  # fmt: skip


@each_packer
def test_paths_are_only_names(pack: Callable[[Files], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    files = [("../out.txt", WORDS), ("/etc/out.txt", WORDS), ("c:\\out.txt", WORDS), ("new\nline.txt", WORDS)]
    assert len(reports(read("archive", pack(files)))) == len(files)
    assert [path.name for path in tmp_path.rglob("*")] == ["in"]


@each_packer
def test_meta_inside(pack: Callable[[Files], bytes]) -> None:
    meta = "path,outlet,published,url,title\na.txt,Teln Today,2031-09-08,https://teln.example/1,Troops\nsub/b.txt,Oste,,,\n"
    found = read("archive", pack([("d/meta.csv", meta), ("d/a.txt", WORDS), ("d/sub/b.txt", OTHER), ("a.txt", OTHER)]))
    first, second, third = reports(found)
    assert (first.outlet, first.published, first.published_how) == ("Teln Today", "2031-09-08", "file meta.csv")
    assert (first.url, first.title, second.outlet, third.outlet) == ("https://teln.example/1", "Troops", "Oste", "")
    assert problems(found) == [("x/d/meta.csv", "what is known of the files beside it")]


def test_meta_of_a_zip_may_come_last() -> None:
    found = read("archive", zipped([("a.txt", WORDS), ("meta.csv", "path,outlet\na.txt,Teln Today\n")]))
    assert reports(found)[0].outlet == "Teln Today"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_single_packed_file(pack: Callable[[bytes], bytes]) -> None:
    lines = [json.dumps({"id": str(n), "text": f"Number {n}."}).encode() + b"\n" for n in range(2_000)]
    data = pack(b"".join(lines[:1_000])) + pack(b"".join(lines[1_000:]))
    found = reports(read("archive", data, name="r.jsonl"))
    assert [report.id for report in found] == [str(n) for n in range(2_000)]


@pytest.mark.parametrize(("name", "source"), [("f/r.jsonl.gz", "f/r.jsonl.gz/r.jsonl"), ("-", "-/unpacked")])
def test_name_of_a_single_packed_file(name: str, source: str) -> None:
    (report,) = reports(read("archive", gzip.compress(b'{"text": "One."}'), name=name))
    assert (report.id, report.source) == (f"{source}#1", source)


BOMB = b" " * 6_000_000


@each_packer
def test_bomb(pack: Callable[[Files], bytes]) -> None:
    found = read("archive", pack([("a.txt", WORDS), ("bomb.txt", BOMB)]), limit_bytes=100_000_000)
    assert [report.id for report in reports(found)] in (["x/a.txt"], [])
    if pack is tarred:  # nothing is packed in it
        assert {reason for _, reason in problems(found)} == {"empty"}
    else:
        assert {reason for _, reason in problems(found)} == {"too long when unpacked"}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_bomb_of_a_single_file(pack: Callable[[bytes], bytes]) -> None:
    found = read("archive", pack(BOMB), limit_bytes=100_000_000)
    assert "too long when unpacked" in {reason for _, reason in problems(found)}


@each_packer
def test_bomb_in_parts(pack: Callable[[Files], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORDINGTO_MAX_UNPACKED_BYTES", "20000")
    inner = zipped([(f"{n}.txt", WORDS * 50) for n in range(9)])
    found = read("archive", pack([("a.zip", inner), ("b.zip", inner)]), limit_bytes=20_000)
    assert 1 <= len(reports(found)) <= 4
    assert {reason for _, reason in problems(found)} == {"too long when unpacked"}


@each_packer
def test_too_many_files(pack: Callable[[Files], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORDINGTO_MAX_PARTS", "3")
    found = read("archive", pack([(f"{n}.txt", WORDS) for n in range(9)]))
    assert len(reports(found)) == 3
    assert problems(found) == [("x", "too many files")]


def test_directory_of_a_zip_is_not_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORDINGTO_MAX_PARTS", "3")
    with pytest.raises(SourceFailed, match="too many files"):
        read("archive", zipped([("x" * 60_000 + str(n), b"") for n in range(9)]))


def encrypted(data: bytes) -> bytes:
    """Set the flag of encryption of the first file, in both its headers."""
    directory = data.index(b"PK\x01\x02")
    return data[:6] + b"\x01" + data[7 : directory + 8] + b"\x01" + data[directory + 9 :]


def spoiled(data: bytes, place: int) -> bytes:
    return data[:place] + bytes(255 - byte for byte in data[place : place + 16]) + data[place + 16 :]


FIVE = [(f"{n}.txt", f"{n}. {WORDS}") for n in range(5)]


@pytest.mark.parametrize(
    ("data", "reason", "number"),
    [
        (encrypted(zipped(FIVE)), "encrypted", 4),
        (spoiled(zipped(FIVE), 50), "corrupt", 4),
        (spoiled(tarred(FIVE), 2 * 1024 + 100), "corrupt", 2),
        (tarred(FIVE)[: 4 * 1024 + 600], "corrupt", 4),
        (tarred(FIVE, "w:gz")[:-20], "corrupt", 5),
    ],
)
def test_broken_file_and_the_others_go_on(data: bytes, reason: str, number: int) -> None:
    found = read("archive", data)
    assert len(reports(found)) == number
    assert {why for _, why in problems(found)} == {reason}


JUNK = b"\xff" * 99
BROKEN = [zipped(FIVE)[:-30], zipped([]), tarred([]), tarred(FIVE)[:300], tarred(FIVE, "w:gz")[:20],
          b"\x1f\x8b\x08" + JUNK, b"BZh9" + JUNK, b"\xfd7zXZ\0" + JUNK, b"PK\x03\x04" + JUNK]  # fmt: skip


@pytest.mark.parametrize("data", BROKEN)
def test_nothing_left_of_it(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"corrupt|empty"):
        read("archive", data)


def pax(size: int) -> bytes:
    member = tarfile.TarInfo("a.txt")
    member.type, member.size = tarfile.XHDTYPE, size
    return member.tobuf()


def test_header_as_long_as_it_likes_is_not_read() -> None:
    with pytest.raises(SourceFailed, match="a header of 8589934080 bytes"):
        read("archive", pax(8 * 1024**3 - 512) + bytes(2048))


def test_links_and_devices_are_skipped() -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as file:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            member = tarfile.TarInfo("link.txt")
            member.type, member.linkname = kind, "/etc/passwd"
            file.addfile(member)
    assert problems(read("archive", held.getvalue())) == [("x/link.txt", "not a regular file")] * 4


def test_xz_that_asks_for_much_memory() -> None:
    data = lzma.compress(
        b"x", filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 160 * 1024**2, "mode": lzma.MODE_FAST, "mf": lzma.MF_HC3}]
    )
    with pytest.raises(SourceFailed, match="corrupt"):
        read("archive", data)


def test_line_of_a_gigabyte_in_a_gzip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORDINGTO_MAX_UNPACKED_BYTES", "10000000")
    monkeypatch.setenv("ACCORDINGTO_MAX_UNPACKED_RATIO", "2000")
    packed = gzip.compress(b'{"text": "' + b"x" * 30_000_000)
    assert {reason for _, reason in problems(read("archive", packed))} == {"too long when unpacked"}


@each_packer
def test_through_ingest(pack: Callable[[Files], bytes], tmp_path: Path) -> None:
    path = tmp_path / "s.bin"
    path.write_bytes(pack([("a.txt", WORDS), ("b.txt", b"\0\1")]))
    (report, problem) = ingest([str(path)])
    assert isinstance(report, Report) and isinstance(problem, Problem)
    assert (report.id, report.source, report.reader, report.language) == ("s.bin/a.txt", f"{path}/a.txt", "text", "en")
    assert (problem.source, problem.reason) == (f"{path}/b.txt", "binary")


class Pipe(io.BytesIO):
    """Standard input, in which nothing can be sought."""

    def seekable(self) -> bool:
        return False

    def seek(self, offset: int, whence: int = 0, /) -> int:
        raise io.UnsupportedOperation("seek")


@each_packer
def test_through_a_pipe(pack: Callable[[Files], bytes]) -> None:
    (report,) = ingest(["-"], stdin=Pipe(pack([("a.txt", WORDS)])))
    assert isinstance(report, Report)
    assert report.id == "-/a.txt"
