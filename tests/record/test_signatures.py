from __future__ import annotations

import json
import os
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from accordingto import query
from accordingto.copies import words_of
from accordingto.data import Cut, Report
from accordingto.ingest import ingest
from accordingto.record import migrations, signatures
from accordingto.record.read import read, reanalyse
from accordingto.record.view import view
from accordingto.record.writer import Writer
from tests.fakes import FakeAnalyser, analysis_of
from tests.test_copies import OWN, REWORDED, SAME_TOPIC, WIRE

ROOT = Path(__file__).parents[2]
SYRIA = Path(os.environ.get("ACCORDINGTO_SHARED") or ROOT.parent / "shared") / "corpora" / "syria" / "reports.jsonl"
FIRST = Report(id="a", outlet="Gannet", text=WIRE, published="2026-04-03")
OTHER = Report(id="b", outlet="Estuary Gazette", text=OWN + WIRE, published="2026-04-04")
HALF = WIRE[: len(WIRE) // 2]
PIECE = OWN + WIRE[: len(WIRE) // 3] + SAME_TOPIC


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "story.db"


def write(path: Path, *reports: Report) -> None:
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="fake-1")
        for report in reports:
            writer.write(report, analysis_of(report), run=run)


def pairs(path: Path) -> list[tuple[str, str, str]]:
    with view(path) as opened:
        return list(
            opened.rows(
                "SELECT a.name, b.name, c.kind FROM copy c JOIN version v ON v.id = c.first JOIN version w ON w.id ="
                " c.second JOIN report a ON a.id = v.report JOIN report b ON b.id = w.report ORDER BY 1, 2"
            )
        )


def signed(path: Path) -> int:
    with view(path) as opened:
        (number,) = opened.row("SELECT count(DISTINCT version) FROM band") or (0,)
        return int(number)


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        (OTHER, ["cut"]),
        (replace(OTHER, text=REWORDED), ["reworded"]),
        (replace(OTHER, text=SAME_TOPIC), []),
        (replace(OTHER, text=WIRE), ["same text"]),
        (replace(OTHER, text=WIRE, outlet="Gannet"), ["same text"]),
        (replace(OTHER, text=WIRE, published="2029-01-01"), ["same text"]),
        (replace(OTHER, text=PIECE), ["shared passages"]),
        (replace(OTHER, text=PIECE, published=""), ["shared passages"]),
        (replace(OTHER, text=PIECE, published="soon"), ["shared passages"]),
        (replace(OTHER, text=PIECE, published="2026-05-03"), []),
        (replace(OTHER, text=PIECE, outlet="Gannet"), []),
        (replace(OTHER, text=REWORDED, published="2026-05-03"), []),
        (replace(OTHER, text=WIRE, id="a", outlet="Gannet"), []),
    ],
)
def test_what_is_a_copy_of_what(path: Path, other: Report, kinds: list[str]) -> None:
    write(path, FIRST, other)
    assert [kind for _, _, kind in pairs(path)] == kinds


def test_same_words_in_any_order_of_reading(path: Path, tmp_path: Path) -> None:
    write(path, FIRST, OTHER)
    write(tmp_path / "turned.db", OTHER, FIRST)
    assert [(b, a, kind) for a, b, kind in pairs(tmp_path / "turned.db")] == pairs(path)


def test_what_is_cut_is_not_shared(path: Path) -> None:
    at = len(SAME_TOPIC)
    write(path, FIRST, Report(id="b", text=SAME_TOPIC + WIRE, cut=(Cut(at, at + len(WIRE), "teasers"),)))
    assert pairs(path) == []


def test_a_new_version_takes_the_place_of_the_old(path: Path) -> None:
    write(path, FIRST, OTHER)
    write(path, replace(OTHER, text=SAME_TOPIC))
    assert pairs(path) == []
    assert signed(path) == 2
    write(path, replace(OTHER, text=HALF))
    assert pairs(path) == [("a", "b", "cut")]


def test_a_version_is_no_copy(path: Path) -> None:
    write(path, FIRST, replace(FIRST, text=WIRE + OWN))
    assert pairs(path) == []


def test_removal_takes_signatures_and_pairs_out(path: Path) -> None:
    write(path, FIRST, OTHER)
    with Writer(path) as writer:
        writer.remove("a")
    assert pairs(path) == []
    assert signed(path) == 1


def test_the_number_of_a_removed_version_is_not_mistaken(path: Path) -> None:
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="m")
        writer.write(FIRST, None, run=run)
        writer.remove("a")
        writer.write(replace(FIRST, id="c", text=SAME_TOPIC), None, run=run)
        writer.write(OTHER, None, run=run)
    assert pairs(path) == []


def test_nothing_is_written_of_a_report_that_fails(path: Path) -> None:
    broken = replace(analysis_of(OTHER), sentences=(None,))  # type: ignore[arg-type]
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="m")
        writer.write(FIRST, None, run=run)
        with pytest.raises(AttributeError):
            writer.write(OTHER, broken, run=run)
    assert pairs(path) == []
    assert signed(path) == 1


@pytest.fixture
def older(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a record as it was before there were signatures."""
    with monkeypatch.context() as before:
        before.setattr(migrations, "STEPS", [s for s in migrations.STEPS if s is not migrations.s0004_copies])
        before.setattr(signatures.Signatures, "sign", lambda *_: 0)
        before.setattr(signatures.Signatures, "forget_versions", lambda *_: None)
        before.setattr(signatures.Signatures, "next_unsigned", lambda *_: None)
        write(path, FIRST, OTHER, replace(OTHER, text=OWN + HALF))
    return path


def test_older_record_is_readable_before_it_is_signed(older: Path) -> None:
    with view(older) as opened:
        assert query.copies(opened).total == 0
        assert query.count_unsigned(opened) == 2


@pytest.mark.parametrize("how", ["read", "reanalyse"])
def test_next_run_signs_an_older_record(older: Path, tmp_path: Path, how: str) -> None:
    if how == "read":
        (tmp_path / "c.txt").write_text(SAME_TOPIC)
        read(tmp_path / "c.txt", record=older, analyser=FakeAnalyser())
    else:
        reanalyse(older, analyser=FakeAnalyser())
    assert pairs(older) == [("a", "b", "shared passages")]
    with view(older) as opened:
        assert query.count_unsigned(opened) == 0


def test_another_method_signs_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, FIRST, OTHER)
    monkeypatch.setattr(signatures, "METHOD", "next")
    monkeypatch.setattr(signatures, "bands_of", lambda words: [len(words)])
    write(path)
    assert pairs(path) == []
    assert signed(path) == 2


def test_a_text_that_all_have_is_met_by_each(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "HOLDERS", 3)
    monkeypatch.setattr(signatures, "NEAR", 2)
    write(path, *(replace(FIRST, id=f"r{n}", outlet=f"Outlet {n}") for n in range(9)))
    assert len(pairs(path)) <= 2 * 9
    with view(path) as opened:
        ((group,)) = query.copies(opened)
    assert len(group.members) == 9


@pytest.mark.parametrize(("before", "kinds"), [(0, ["shared passages"]), (2, [])])
def test_a_paragraph_that_comes_back_is_background(path: Path, before: int, kinds: list[str]) -> None:
    stock = " ".join(WIRE.split()[:60])
    own = [*SAME_TOPIC.split("\n\n"), OWN]
    days = [*("2026-01-05", "2026-02-10")[:before], "2026-04-03", "2026-04-04"]
    write(path, *(replace(FIRST, outlet=day, text=f"{own[n]} {stock}", published=day) for n, day in enumerate(days)))
    assert [kind for _, _, kind in pairs(path)] == kinds


def test_older_holders_of_a_band_do_not_hide_a_near_copy(path: Path) -> None:
    stock = " ".join(WIRE.split()[:40])
    old = [Report(id=f"o{n}", outlet="Gannet", text=f"{stock} {n}", published="2020-01-01") for n in range(30)]
    write(path, *old, FIRST, OTHER)
    assert ("a", "b", "cut") in pairs(path)


def test_copies_of_the_sample_story(path: Path) -> None:
    found = (item for item in ingest([str(ROOT / "examples" / "story")]) if isinstance(item, Report))
    write(path, *found)
    with view(path) as opened:
        (group,) = query.copies(opened)
    assert [(member.outlet, member.kind, member.of_outlet) for member in group.members[1:]] == [
        ("The Lowmark Courier", "cut", "Corrant"),
        ("THE EMMER CHRONICLE", "shared passages", "Corrant"),
        ("Saltgate Herald", "reworded", "Corrant"),
    ]


@pytest.mark.corpora
@pytest.mark.skipif(not SYRIA.is_file(), reason="no corpora: set ACCORDINGTO_SHARED")
def test_reports_of_a_corpus_that_are_nearly_one_text_are_in_one_group(path: Path) -> None:
    texts: dict[tuple[str, str], str] = {}
    with SYRIA.open(encoding="utf-8") as lines:
        reports = [Report(**json.loads(line), language="en") for line in lines]
    write(path, *reports)
    for report in reports:
        texts.setdefault((report.id, report.outlet), report.text)
    runs = {name: set(words_of(text).passages.hashes.tolist()) for name, text in texts.items()}
    near = [(a, b) for a, b in combinations(runs, 2) if len(runs[a] & runs[b]) > 0.9 * max(len(runs[a]), len(runs[b]))]
    with view(path) as opened:
        of = {
            (member.report, member.outlet): group.number for group in query.copies(opened) for member in group.members
        }
    assert len(near) > 10
    assert [pair for pair in near if of.get(pair[0], -1) != of.get(pair[1], -2)] == []
