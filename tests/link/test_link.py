from __future__ import annotations

import json
import random
from contextlib import closing
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest

import accordingto
from accordingto import query
from accordingto.data import Report
from accordingto.link import claims
from accordingto.link.link import link
from accordingto.link.statuses import refresh
from accordingto.query.claims import Stand, move
from accordingto.record.connection import Connection, open_for_writing
from accordingto.record.view import view
from accordingto.record.writer import Writer
from tests.fakes import FakeAnalyser, analysis_of

REPORTS = (
    Report(id="gull", outlet="The Gull", published="2026-03-01",
           text="Ada Quill|assert|named|Norland moved two brigades to the Vell ford\n"
                "a doctor|assert|role|at least 31 people were killed in the Vell market\n"),
    Report(id="post", outlet="Tidewater Post", published="2026-03-02",
           text="Norland|deny|named|Norland moved two brigades to the Vell ford\n"
                "Sael|demand|named|withdraw the brigades at once\n"
                "Norland|assert|named|seven people were killed in the Vell market\n"),
    Report(id="mirror", outlet="Mirror", published="2026-03-03",
           text="Per Lund|doubt|named|Norland moved two brigades to the Vell ford\n"
                "Norland|decline|named|Norland moved two brigades to the Vell ford\n"),
    Report(id="echo", outlet="Echo", published="2026-03-05",
           text="Norland|assert|named|Norland moved two brigades to the Vell ford\n"
                "Ada Quill|assert|named|the fish market of Orl opens on Sunday morning\n"),
    Report(id="bell", outlet="Bell", published="2026-03-05",
           text="Cy Orr|assert|named|the fish market of Orl opens on Sunday morning\n"),
)  # fmt: skip


def write(path: Path, *reports: Report) -> None:
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="fake-1")
        for report in reports:
            writer.write(report, analysis_of(report), run=run)


def linked(path: Path, *reports: Report) -> Path:
    write(path, *reports)
    link(path)
    return path


def exported(path: Path) -> bytes:
    """Return everything that linking wrote, by words and not by rows."""
    out = BytesIO()
    for name in ("claims", "origins"):
        accordingto.export(name, out, record=path)
    return out.getvalue()


def pairs(path: Path) -> set[tuple[object, object]]:
    """Return which two places stand under one claim."""
    found = set()
    with view(path) as opened:
        for claim in query.claims(opened):
            places = sorted((one.report, one.span) for one in query.holders(opened, claim.claim))
            found |= set(combinations(places, 2))
    return found


def the_ford(opened: Connection) -> query.ClaimRow:
    (claim,) = query.claims(opened, words="brigades ford")
    return claim


def test_a_denial_points_at_what_it_denies(tmp_path: Path) -> None:
    with view(linked(tmp_path / "story.db", *REPORTS)) as opened:
        claim = the_ford(opened)
        assert claim.status == "contested"
        assert claim.speakers == {
            "asserts": ("Ada Quill", "Norland"),
            "declines": ("Norland",),
            "denies": ("Norland",),
            "doubts": ("Per Lund",),
        }
        assert (claim.first, claim.last) == ("2026-03-01", "2026-03-05")


def test_every_holder_quotes_its_report(tmp_path: Path) -> None:
    texts = {report.id: report.text for report in REPORTS}
    with view(linked(tmp_path / "story.db", *REPORTS)) as opened:
        holders = [one for claim in query.claims(opened) for one in query.holders(opened, claim.claim)]
    assert len(holders) >= 8
    assert all(texts[one.report][slice(*one.span)] == one.words for one in holders)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, ("denies", "certain", ""), "first"),
        (("denies", "certain", ""), ("denies", "certain", ""), "holds"),
        (("denies", "certain", ""), ("mentions", "none", ""), "not established"),
        (("denies", "certain", "2031-09-08"), ("mentions", "none", "2031-09-08"), "not established"),
        (("denies", "certain", "2031-09"), ("asserts", "certain", "2031-09-08"), "not established"),
        (("denies", "certain", "2031-09-08"), ("mentions", "none", "2031-09-09"), "softens"),
        (("denies", "certain", "2031-09-08"), ("asserts", "certain", "2031-09-09"), "reverses"),
        (("asserts", "possible", "2031-09-08"), ("asserts", "certain", "2031-09-09"), "hardens"),
    ],
)
def test_how_a_stance_moved(before: tuple[str, str, str] | None, now: tuple[str, str, str], expected: str) -> None:
    assert move(Stand(*before) if before else None, Stand(*now)) == expected


def test_a_line_reverses(tmp_path: Path) -> None:
    with view(linked(tmp_path / "story.db", *REPORTS)) as opened:
        steps = query.line(opened, "Norland", claim=the_ford(opened).claim)
        assert [(step.move, step.holder.stance) for step in steps] == [
            ("first", "denies"), ("softens", "mentions"), ("hardens", "asserts")]  # fmt: skip


def test_values_that_cannot_both_be_so_are_contested(tmp_path: Path) -> None:
    with view(linked(tmp_path / "story.db", *REPORTS)) as opened:
        (claim,) = query.claims(opened, words="killed market")
        assert (claim.status, claim.slot) == ("contested", "number of people")
        assert claim.values == ("at least 31", "seven")


def test_values_stay_contested_when_a_correction_has_them_worked_out_again(tmp_path: Path) -> None:
    path = linked(tmp_path / "story.db", *REPORTS)
    with closing(open_for_writing(path)) as connection, connection.transaction():
        refresh(connection, [row for (row,) in connection.rows("SELECT id FROM claim")])
    with view(path) as opened:
        (claim,) = query.claims(opened, words="killed market")
        assert claim.status == "contested"


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2026-03-20", "seven people were killed in the Vell market"),
        ("2026-03-02", "700 people were killed in the Vell market"),
        ("2026-03-02", "seven people were killed in the Tarsk market"),
    ],
)
def test_values_of_other_events_are_not(tmp_path: Path, published: str, words: str) -> None:
    other = Report(id="post", outlet="Tidewater Post", published=published, text=f"Norland|assert|named|{words}\n")
    with view(linked(tmp_path / "story.db", REPORTS[0], other)) as opened:
        assert "contested" not in {claim.status for claim in query.claims(opened, words="people")}


def test_who_denies_what_is_said_of_an_attack_does_not_deny_the_attack(tmp_path: Path) -> None:
    report = Report(
        id="gull",
        outlet="The Gull",
        published="2026-03-01",
        text="Norland|deny|named|a brigade of its army ordered the gas attack on Orl market\n",
    )
    with view(linked(tmp_path / "story.db", report)) as opened:
        held = {one.words: one.stance for claim in query.claims(opened) for one in query.holders(opened, claim.claim)}
    assert held == {
        "a brigade of its army ordered the gas attack on Orl market": "denies",
        "the gas attack on Orl market": "mentions",
    }


def test_said_by_two_is_agreed_and_a_demand_alone_is_no_claim(tmp_path: Path) -> None:
    with view(linked(tmp_path / "story.db", *REPORTS)) as opened:
        (claim,) = query.claims(opened, words="fish")
        assert claim.status == "agreed"
        assert query.claims(opened, words="withdraw").total == 0
        assert sum(query.count_claims(opened).values()) == query.claims(opened).total


@pytest.mark.parametrize("seed", range(3))
def test_order_does_not_matter(tmp_path: Path, seed: int) -> None:
    whole = linked(tmp_path / "whole.db", *REPORTS)
    order = list(REPORTS)
    random.Random(seed).shuffle(order)
    single = tmp_path / "single.db"
    for report in order:
        linked(single, report)
    assert pairs(single) == pairs(whole)
    link(single, anew=True)
    assert exported(single) == exported(whole)


def test_order_hardly_matters_where_neighbours_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(4)
    things = ["the ford of Vell", "the fish market of Orl", "a pier at Birr", "the senate in Ostre", "the salt ships"]
    acts = ["was shelled by night", "opens on Sunday", "will be closed", "has been sold to Norland", "was seen by many"]
    many = [
        Report(
            id=f"r{number}",
            outlet=f"Outlet {number}",
            published=f"2026-03-{1 + number % 20:02}",
            text="".join(
                f"Speaker {rng.randrange(9)}|assert|named|{rng.choice(things)} {rng.choice(acts)} {rng.randrange(4)}\n"
                for _ in range(3)
            ),
        )
        for number in range(40)
    ]
    whole = pairs(linked(tmp_path / "whole.db", *many))
    monkeypatch.setattr(claims, "SMALL", 20)
    single = tmp_path / "single.db"
    rng.shuffle(many)
    for at in range(0, len(many), 2):
        linked(single, *many[at : at + 2])
    one_by_one = pairs(single)
    assert len(whole) > 100
    assert len(whole & one_by_one) >= 0.99 * len(whole | one_by_one)


def test_linking_again_changes_nothing(tmp_path: Path) -> None:
    path = linked(tmp_path / "story.db", *REPORTS)
    before = exported(path)
    assert link(path).reports == 0
    assert exported(path) == before


def test_remove_undoes_a_reports_part(tmp_path: Path) -> None:
    path = linked(tmp_path / "story.db", *REPORTS)
    accordingto.remove("post", record=path)
    assert pairs(path) == pairs(linked(tmp_path / "without.db", *(one for one in REPORTS if one.id != "post")))


def test_a_new_version_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = linked(tmp_path / "story.db", *REPORTS)
    linked(path, Report(id="gull", outlet="The Gull", published="2026-03-01", text="Ada Quill|assert|named|it rains\n"))
    with view(path) as opened:
        assert "Ada Quill" not in the_ford(opened).speakers["asserts"]


def test_a_report_analysed_again_is_linked_again(tmp_path: Path) -> None:
    path = linked(tmp_path / "story.db", *REPORTS)
    before = pairs(path)
    accordingto.reanalyse(path, analyser=FakeAnalyser("fake-2"))
    assert pairs(path) == before


def test_a_large_record_takes_in_one_report_without_new_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "GROWN", 100.0)
    path = linked(tmp_path / "story.db", *REPORTS[:-1])
    linked(path, REPORTS[-1])
    assert pairs(path) == pairs(linked(tmp_path / "whole.db", *REPORTS))


def test_exports_are_the_forms(tmp_path: Path) -> None:
    path = linked(tmp_path / "story.db", *REPORTS)
    for name, keys in (
        ("claims", ["claim", "contested", "holders", "id", "slot"]),
        ("origins", ["how", "id", "reports", "who"]),
    ):
        out = BytesIO()
        accordingto.export(name, out, record=path)
        lines = [json.loads(line) for line in out.getvalue().splitlines()]
        assert lines
        assert all(sorted(line) == keys for line in lines)
