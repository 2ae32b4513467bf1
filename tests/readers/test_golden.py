"""What the readers make of the golden files is what it was: after a change, `python -m tests.readers.golden`."""

from __future__ import annotations

import json

import pytest

from accordingto.readers import names
from tests.readers.golden.files import IN, OUT, PACKED, as_text

FILES = sorted(IN.iterdir())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file(path):  # type: ignore[no-untyped-def]
    assert json.loads(as_text(path)) == json.loads((OUT / f"{path.name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PACKED)
def test_packed_file_is_made_the_same_again(name: str) -> None:
    assert (IN / name).read_bytes() == PACKED[name]()


def test_every_reader_has_one() -> None:
    read = {
        one["report"]["reader"]
        for path in OUT.iterdir()
        for one in json.loads(path.read_text(encoding="utf-8"))
        if "report" in one
    }
    assert {path.name.removesuffix(".json") for path in OUT.iterdir()} == {path.name for path in FILES}
    assert read | {"archive"} == set(names())  # an archive's reports have the readers of the files in it
