"""`meta.csv` beside the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordingto.meta import MetaError, read_meta


def test_columns_by_file(tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_text("path,outlet,url\n./a.txt, The Karvian ,\nb.txt,,http://b.example/1\n", "utf-8")
    assert read_meta(tmp_path) == {"a.txt": {"outlet": "The Karvian"}, "b.txt": {"url": "http://b.example/1"}}


def test_none_is_no_error(tmp_path: Path) -> None:
    assert read_meta(tmp_path) == {}


@pytest.mark.parametrize("data", [b"file,outlet\na,b\n", b"", b"\x89PNG\r\n\0\0", b"path\n" + b"x" * 200_000])
def test_unusable(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "meta.csv").write_bytes(data)
    with pytest.raises(MetaError):
        read_meta(tmp_path)
