"""The golden files cut short, emptied, under a wrong name, in a wrong encoding: a report or a stated failure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from accordingto.data import Problem, Report
from accordingto.ingest import ingest
from tests.readers.golden.files import IN

FILES = sorted(IN.iterdir())
NAMES = ["x.txt", "x.html", "x.pdf", "x.csv", "x.zip", "x.docx", "x.eml", "x.jsonl", "x.xml", "x"]


def read(data: bytes, folder: Path, name: str = "x") -> Sequence[Report | Problem]:
    """Return what comes of a file that holds `data`; each failure and each skip must say why."""
    (folder / name).write_bytes(data)
    found = list(ingest([str(folder / name)]))
    assert found
    assert all(one.reason and one.source for one in found if isinstance(one, Problem))
    return found


def texts(found: Sequence[Report | Problem]) -> list[tuple[str, str]]:
    """Return the reader and the text of each report."""
    return [(one.reader, one.text) for one in found if isinstance(one, Report)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("tenths", range(10))
def test_cut_short(path: Path, tenths: int, tmp_path: Path) -> None:
    data = path.read_bytes()
    found = read(data[: len(data) * tenths // 10], tmp_path, path.name)
    assert len(texts(found)) <= max(len(texts(list(ingest([str(path)])))), 1)
    assert all(any(map(str.isalnum, text)) and not text.lstrip().startswith("<") for _, text in texts(found))


def test_cut_short_to_nothing_is_empty(tmp_path: Path) -> None:
    (problem,) = read(b"", tmp_path)
    assert isinstance(problem, Problem)
    assert (problem.outcome, problem.reason) == ("failed", "empty")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("name", NAMES)
def test_under_a_wrong_name(path: Path, name: str, tmp_path: Path) -> None:
    assert texts(read(path.read_bytes(), tmp_path, name)) == texts(list(ingest([str(path)])))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252", "utf-32", "shift_jis"])
def test_in_another_encoding_than_it_says(path: Path, encoding: str, tmp_path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    read(text.encode(encoding, "replace"), tmp_path, path.name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("sign", [b"\x00", b"\xff", b"\x80", b"<", b'"', b"\n\n"])
def test_with_signs_that_do_not_belong_there(path: Path, sign: bytes, tmp_path: Path) -> None:
    data = path.read_bytes()
    for place in range(0, len(data), max(len(data) // 7, 1)):
        read(data[:place] + sign + data[place:], tmp_path, path.name)
