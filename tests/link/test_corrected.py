from __future__ import annotations

from pathlib import Path

import pytest

from accordingto import query
from accordingto.correct import Corrector
from accordingto.link import corrected
from accordingto.record.connection import open_for_writing
from accordingto.record.view import view
from tests.exporters.records import full

LINKED = ("actor", "alias", "actor_statement", "actor_chain", "claim", "holder")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return full(tmp_path / "s.db")


def linked(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with view(path) as opened:
        return {table: sorted(opened.rows(f"SELECT * FROM {table}"), key=repr) for table in LINKED}


def states(path: Path) -> list[tuple[str, tuple[int, ...]]]:
    with view(path) as opened:
        return [(row.state, row.conflicts) for row in query.corrections(opened)]


def test_merged_actors_are_one_with_all_that_is_theirs(path: Path) -> None:
    with Corrector(path, by="Ada") as ada:
        ada.merge_actors([101, 102], name="Norland")
    with view(path) as opened:
        assert opened.row("SELECT count(*) FROM actor WHERE id IN (101, 102)") == (1,)
        assert {name for (name,) in opened.rows("SELECT name FROM alias WHERE actor = 101")} >= {"Army of Norland"}
        assert opened.row("SELECT count(*) FROM actor_chain WHERE actor = 102") == (0,)


def test_a_split_actor_is_two(path: Path) -> None:
    with Corrector(path, by="Ada") as ada:
        ada.split_actor(101, name="Norland's ministry", statements=[("b", "Tidewater Post", 0)], kind="state")
    with view(path) as opened:
        (new,) = opened.rows("SELECT id FROM actor WHERE name = ?", ("Norland's ministry",))
        theirs = opened.rows("SELECT count(*) FROM actor_statement WHERE actor = ?", new)
        assert list(theirs) == [(1,)]
        assert opened.row("SELECT count(*) FROM holder WHERE actor = ?", new) == (1,)


def test_merged_and_split_claims(path: Path) -> None:
    with view(path) as opened:
        first = query.holders(opened, "brigades")[0]
        count = query.holders(opened, "brigades").total + query.holders(opened, "trains").total
    with Corrector(path, by="Ada") as ada:
        ada.merge_claims(["brigades", "trains"])
        with view(path) as opened:
            assert query.holders(opened, "brigades").total == count
        ada.split_claim("brigades", text="Brigades are near", holders=[first])
    with view(path) as opened:
        (new,) = (row for row in query.claims(opened) if row.text == "Brigades are near")
        assert query.holders(opened, new.claim).total == 1
        assert query.holders(opened, "brigades").total == count - 1


def test_a_stance_changes_how_a_claim_stands(path: Path) -> None:
    with view(path) as opened:
        assert query.claim(opened, "brigades").status == "contested"
        denials = [row for row in query.holders(opened, "brigades") if row.stance == "denies"]
    with Corrector(path, by="Ada") as ada:
        for row in denials:
            ada.stance("brigades", row, stance=None)
    with view(path) as opened:
        assert not [row for row in query.holders(opened, "brigades") if row.stance == "denies"]


def test_everything_is_taken_back_exactly(path: Path) -> None:
    before = linked(path)
    with view(path) as opened:
        holder = query.holders(opened, "brigades")[0]
    with Corrector(path, by="Ada") as ada:
        numbers = [
            ada.merge_actors([101, 102]),
            ada.merge_claims(["brigades", "trains"], text="One"),
            ada.stance("brigades", holder, stance="doubts"),
            ada.split_actor(103, name="Another Per", names=["Per Åström"]),
        ]
        assert linked(path) != before
        for number in numbers:
            ada.undo(number)
    after = linked(path)
    for table in LINKED:
        if table != "claim":  # how a claim stands is counted anew
            assert after[table] == before[table], table
    assert [row[:3] for row in after["claim"]] == [row[:3] for row in before["claim"]]


def test_applying_again_changes_nothing(path: Path) -> None:
    with Corrector(path, by="Ada") as ada:
        ada.merge_actors([101, 102])
    once = linked(path)
    connection = open_for_writing(path)
    with connection.transaction():
        corrected.take_back(connection)
    with connection.transaction():
        corrected.apply(connection)
    connection.close()
    assert linked(path) == once


def test_who_takes_apart_what_another_put_together_is_in_conflict(path: Path) -> None:
    with view(path) as opened:
        holder = query.holders(opened, "brigades")[0]
    with Corrector(path, by="Ada") as ada:
        ada.stance("brigades", holder, stance="doubts")
    with Corrector(path, by="Bo") as bo:
        bo.stance("brigades", holder, stance="denies")
    assert states(path) == [("replaced", (2,)), ("applied", (1,))]
