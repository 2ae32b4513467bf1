from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from accordingto.errors import NotARecord, RecordMissing
from accordingto.record import migrations
from accordingto.record.connection import Connection
from accordingto.record.view import view
from accordingto.record.writer import Writer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "story.db"


def change(path: Path, sql: str) -> None:
    raw = sqlite3.connect(path)
    raw.execute(sql)
    raw.commit()
    raw.close()


def test_from_empty(path: Path) -> None:
    Writer(path).close()
    with view(path) as opened:
        assert migrations.applied(opened) == tuple(step.__name__ for step in migrations.STEPS)


@pytest.mark.parametrize("done", range(len(migrations.STEPS)))
def test_from_every_older_version(path: Path, done: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr(migrations, "STEPS", migrations.STEPS[:done])
        Writer(path).close()
    Writer(path).close()
    with view(path) as opened:
        assert not migrations.pending(opened)


def test_view_brings_an_older_record_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr(migrations, "STEPS", migrations.STEPS[:2])
        Writer(path).close()
    with view(path) as opened:
        assert opened.row("SELECT count(*) FROM statement_fts") == (0,)


def test_a_failing_step_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Writer(path).close()

    def s9999_broken(connection: Connection) -> None:
        connection.run("CREATE TABLE half (x)")
        connection.run("INSERT INTO nothing VALUES (1)")

    with monkeypatch.context() as broken:
        broken.setattr(migrations, "STEPS", (*migrations.STEPS, s9999_broken))
        with pytest.raises(sqlite3.OperationalError):
            Writer(path)
    with view(path) as opened:
        assert opened.row("SELECT count(*) FROM sqlite_master WHERE name = 'half'") == (0,)


def test_newer_record_is_refused_and_untouched(path: Path) -> None:
    Writer(path).close()
    change(path, "INSERT INTO migration VALUES ('s9999_later', '')")
    before = path.read_bytes()
    for opening in (lambda: Writer(path), lambda: view(path).__enter__()):
        with pytest.raises(NotARecord, match="newer version"):
            opening()
    assert path.read_bytes() == before


def test_database_of_something_else_is_refused_and_untouched(path: Path) -> None:
    change(path, "CREATE TABLE recipes (x)")
    before = path.read_bytes()
    for opening in (lambda: Writer(path), lambda: view(path).__enter__()):
        with pytest.raises(NotARecord, match="something else"):
            opening()
    assert path.read_bytes() == before


def test_no_sqlite_file_is_refused_and_untouched(path: Path) -> None:
    path.write_bytes(b"this is a letter, not a database. " * 40)
    before = path.read_bytes()
    for opening in (lambda: Writer(path), lambda: view(path).__enter__()):
        with pytest.raises(NotARecord, match="no SQLite file"):
            opening()
    assert path.read_bytes() == before


def test_empty_file_is_no_record_to_read(path: Path) -> None:
    path.touch()
    with pytest.raises(NotARecord, match="empty"), view(path):
        pass


def test_directory_is_no_record(tmp_path: Path) -> None:
    with pytest.raises(NotARecord, match="directory"), view(tmp_path):
        pass


def test_missing_record(path: Path) -> None:
    with pytest.raises(RecordMissing), view(path):
        pass
    assert not path.exists()


def test_damaged_record(path: Path) -> None:
    Writer(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(NotARecord), view(path) as opened:
        list(opened.rows("SELECT * FROM version"))


@pytest.mark.parametrize("name", ["with space.db", "per%41cent.db", "qu?ry#x.db", "ünï.db"])
def test_any_file_name(tmp_path: Path, name: str) -> None:
    Writer(tmp_path / name).close()
    assert [file.name for file in tmp_path.iterdir()] == [name]
    with view(tmp_path / name) as opened:
        assert not migrations.pending(opened)
