from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest

from accordingto.link import shelves
from accordingto.link.link import link
from accordingto.record.connection import Connection, open_for_writing
from accordingto.record.view import view
from accordingto.record.writer import Writer
from tests.fakes import FakeMeaning
from tests.link.test_link import REPORTS, linked, write


def held(connection: Connection) -> dict[int, str]:
    return dict(connection.rows("SELECT id, held FROM shelf"))


def spoken(connection: Connection) -> set[int]:
    return {key for (key,) in connection.rows("SELECT DISTINCT node FROM unit WHERE statement IS NOT NULL")}


def keys_on_shelves(connection: Connection) -> set[int]:
    form = np.dtype([("key", "<i8"), ("signs", "u1", (384 // 8,))])
    return {
        int(key) for kept in held(connection).values() for key in np.frombuffer(base64.b64decode(kept), form)["key"]
    }


def words_of(connection: Connection, keys: list[int]) -> list[str]:
    found = dict(connection.rows("SELECT node, words FROM unit"))
    return [found[key] for key in keys]


def test_what_shares_a_meaning_is_found_nearest_first(tmp_path: Path) -> None:
    with view(linked(tmp_path / "s.db", *REPORTS)) as opened:
        found = shelves.alike(opened, "the fish market of Orl opens on Monday", FakeMeaning())
        assert words_of(opened, list(found))[0] == "the fish market of Orl opens on Sunday morning"
        assert list(found.values()) == sorted(found.values(), reverse=True)
        assert all(shelves.LEAST <= score <= 1.001 for score in found.values())
        assert not any("brigades at once" in words for words in words_of(opened, list(found)))
        assert shelves.alike(opened, "quantum chromodynamics", FakeMeaning()) == {}


def test_a_record_that_was_not_linked_has_nothing_alike(tmp_path: Path) -> None:
    write(tmp_path / "s.db", *REPORTS)
    with view(tmp_path / "s.db") as opened:
        assert shelves.alike(opened, "the fish market", FakeMeaning()) == {}


def test_shelves_hold_the_nodes_of_statements_and_follow_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "PER_SHELF", 2)
    path = linked(tmp_path / "s.db", *REPORTS[:3])
    with view(path) as opened:
        assert len(held(opened)) > 1
        assert keys_on_shelves(opened) == spoken(opened)
    write(path, *REPORTS[3:])
    link(path)
    with view(path) as opened:
        assert keys_on_shelves(opened) == spoken(opened)
        assert shelves.alike(opened, "the fish market of Orl", FakeMeaning())
    with Writer(path, make=False) as writer:
        writer.remove("gull")
    link(path)
    with view(path) as opened:
        assert keys_on_shelves(opened) == spoken(opened)


def test_a_shelf_changes_only_with_its_nodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "PER_SHELF", 8)
    linked(tmp_path / "s.db", *REPORTS)
    connection = open_for_writing(tmp_path / "s.db")
    generator = np.random.default_rng(3)
    keys = np.sort(generator.integers(-(2**63), 2**63 - 1, 60))
    connection.run("DELETE FROM unit")
    version = "(SELECT min(id) FROM version)"
    for key in keys.tolist():
        connection.run("INSERT INTO node VALUES (?, 0, '', '', 0, '')", (key,))
        connection.run(
            f"INSERT INTO unit SELECT NULL, {version}, 0, 1, min(id), '', ?, '', 0, '', '', '', '', NULL"
            " FROM statement",
            (key,),
        )
    vectors = generator.normal(size=(60, 384)).astype(np.float32)
    shelves.fill(connection, keys[:59], vectors[:59])
    before = held(connection)
    shelves.fill(connection, keys, vectors)
    after = held(connection)
    connection.close()
    assert len(before) == len(after) == 8
    assert sum(before[number] != after[number] for number in before) == 1


def test_signs_choose_what_vectors_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = linked(tmp_path / "s.db", *REPORTS)
    with view(path) as opened:
        whole = shelves.alike(opened, "Norland moved brigades to the ford", FakeMeaning())
        monkeypatch.setattr(shelves, "NEAREST", 1)
        one = shelves.alike(opened, "Norland moved brigades to the ford", FakeMeaning())
    assert len(one) == 1 < len(whole)
