from __future__ import annotations

import re
import sys
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from accordingto.data import Report
from accordingto.desk.pages import pages
from accordingto.link.link import link
from accordingto.record.writer import Writer
from tests.desk.conftest import client_of
from tests.desk.stories import NESTED
from tests.fakes import analysis_of

LISTS = [page.path for page in pages() if page.path not in ("/report", "/claim", "/actor")]
ADDRESSES = [*LISTS, "/report?id=a", "/claim?id=brigades"]


def plain(html: str) -> str:
    """Return the words of a page, for a reader who sees no markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def twin(address: str) -> str:
    path, _, query = address.partition("?")
    return ("/story" if path == "/" else path) + ".json" + (f"?{query}" if query else "")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_answers_in_both_forms(client: TestClient, address: str) -> None:
    html, json = client.get(address), client.get(twin(address))
    assert (html.status_code, json.status_code) == (200, 200), html.text[-800:]
    assert isinstance(json.json(), dict)
    assert f'href="{twin(address)}"' in unescape(html.text)


@pytest.mark.parametrize("address", ADDRESSES)
def test_links_lead_somewhere(client: TestClient, address: str) -> None:
    found = {unescape(href) for href in re.findall(r'href="(/[^"#]*)', client.get(address).text)}
    assert len(found) > 5
    assert {href: status for href in sorted(found) if (status := client.get(href).status_code) != 200} == {}


@pytest.mark.parametrize("address", LISTS)
def test_empty_record_says_what_to_do(tmp_path: Path, address: str) -> None:
    with Writer(tmp_path / "empty.db") as writer:
        writer.begin_run("read", (), model="m")
    with client_of(tmp_path / "empty.db") as client:
        answer = client.get(address)
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/report?id=nope", 404, "no report 'nope'"),
        ("/claim?id=nope", 404, "no claim 'nope'"),
        ("/report?id=a&at=x", 400, "write at=120-160"),
        ("/search?act=lie", 400, "act 'lie' is none of assert"),
        ("/search?page=0", 400, "no number from 1 on"),
        ("/search?page=999999999999999999", 400, "no number"),
        ("/search?since=yesterday", 400, "write 2026-03-14"),
        ("/claims?status=true", 400, "a status is one of contested"),
        ("/nowhere", 404, "no page '/nowhere'"),
    ],
)
def test_what_cannot_be_shown_is_said(client: TestClient, address: str, status: int, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert words in plain(answer.text)


def test_search_narrows_and_widens(client: TestClient) -> None:
    found = client.get("/search.json?q=brigade&act=deny").json()
    assert found["leaf"]["total"] == 2
    assert [chip["name"] for chip in found["chips"]] == ["words", "act"]
    assert found["chips"][1]["without"] == "/search?q=brigade"
    acts = next(facet for facet in found["facets"] if facet["name"] == "act")
    assert {one["value"] for one in acts["counts"]} == {"assert", "decline"}


ALIKE = (
    Report(id="x", outlet="Gull", published="2026-03-01",
           text="Ada Quill|assert|named|Norland moved two brigades to the ford\nSael|deny|named|it sold any fish\n"),
    Report(id="y", outlet="Post", published="2026-03-02",
           text="Per Lund|deny|named|Norland moved its brigades to the ford\nOrl|assert|named|apples are ripe now\n"),
)  # fmt: skip


def test_search_by_meaning(tmp_path: Path) -> None:
    path = tmp_path / "alike.db"
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="m")
        for report in ALIKE:
            writer.write(report, analysis_of(report), run=run)
    with client_of(path) as client:
        assert "has not been linked" in plain(client.get("/search?like=fish+was+sold").text)
    link(path)
    with client_of(path) as client:
        found = client.get("/search.json?like=brigades+moved+by+Norland+to+the+ford&act=deny").json()
        assert [one["statement"]["speaker"] for one in found["statements"]] == ["Per Lund"]
        assert found["statements"][0]["likeness"] > 0.3
        assert [(chip["name"], chip["without"]) for chip in found["chips"]] == [
            ("means the like of", "/search?act=deny"),
            ("act", "/search?like=brigades+moved+by+Norland+to+the+ford"),
        ]
        page = client.get("/search?like=brigades+moved+by+Norland+to+the+ford").text
        assert "2 statements · nearest in meaning first" in plain(page)
        assert 'value="brigades moved by Norland to the ford"' in page
        assert "No statement comes near the meaning of “lunar eclipse”" in plain(
            client.get("/search?like=lunar+eclipse").text
        )
        none = client.get("/search?q=zeppelin").text
        assert 'href="/search?like=zeppelin"' in none and "No statement has these words" in plain(none)


def test_actor_by_topic_and_in_order_of_time(client: TestClient) -> None:
    page = client.get("/actor.json?id=1").json()
    assert page["said"] == "topic"
    assert sum(len(topic["statements"]) for topic in page["topics"]) == page["leaf"]["total"] > 0
    by_time = client.get("/actor.json?id=1&said=time").json()
    assert [topic["claim"] for topic in by_time["topics"]] == [""]
    assert by_time["leaf"]["total"] == page["leaf"]["total"]
    assert "Nobody is known to deny or doubt what it says" in plain(client.get("/actor?id=1").text)


def test_lists_page(tmp_path: Path) -> None:
    with Writer(tmp_path / "many.db") as writer:
        run = writer.begin_run("read", (), model="m")
        for number in range(120):
            writer.write(Report(id=f"r{number:03}", text=f"{number} words"), None, run=run)
    with client_of(tmp_path / "many.db") as client:
        first, last = client.get("/reports").text, client.get("/reports?page=3").text
    assert "1–50 of 120" in plain(first)
    assert 'rel="next" href="/reports?page=2"' in first
    assert "101–120 of 120" in plain(last)
    assert "r119" in last
    assert 'rel="next"' not in last


def test_report_shows_its_text_whole(client: TestClient) -> None:
    html = client.get("/report?id=mill+%26+co/1?").text
    words = plain(html.replace("</p>", " ").replace("</summary>", " ").replace("<p>", " "))
    for line in NESTED.split("\n\n"):
        assert line.strip() in words
    assert re.search(r"<summary>cut: menu · 9 characters</summary>", html)
    assert re.search(r'class="a con c2" data-n="0 1"[^>]*>the mill had burned</span>', html)


def test_claim_leads_to_the_sentence_in_its_report(client: TestClient) -> None:
    html = client.get("/claim?id=brigades").text
    href = next(
        unescape(one) for one in re.findall(r'href="(/report[^"]*)"', html) if "id=b" in one and "at=19-37" in one
    )
    assert href == "/report?id=b&outlet=Tidewater+Post&at=19-37&s=0#at"
    page = client.get(href).text
    marked = "".join(re.findall(r'<span class="a[^"]* at"[^>]*>([^<]*)</span>', page))
    assert marked == "moving any brigade"
    assert 'id="at"' in page


def test_story_counts_origins_not_outlets(client: TestClient) -> None:
    words = plain(client.get("/").text)
    assert "Contested 1" in words
    assert "Brigades are at the ford" in words
    assert re.search(r"denies Norland 2 times ●● 2 origins, 2 outlets", words)


def test_what_came_in_since_the_last_visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, now = tmp_path / "grows.db", [1_000_000.0]
    monkeypatch.setattr(sys.modules["accordingto.desk.visits"].time, "time", lambda: now[0])

    def grow(name: str) -> None:
        with Writer(path) as writer:
            writer.write(Report(id=name, text=name), None, run=writer.begin_run("read", (), model="m"))

    grow("first")
    with client_of(path) as client:
        assert "Since your last visit" not in client.get("/").text
        grow("second")
        now[0] += 60
        assert "Since your last visit" not in client.get("/").text
        now[0] += 3600
        assert "Since your last visit" not in client.get("/").text
        grow("third")
        now[0] += 3600
        assert "Since your last visit: 1 new report" in plain(client.get("/").text)
        assert "Since your last visit: 1 new report" in plain(client.get("/").text)


def test_a_cookie_of_somebody_else_is_no_visit(client: TestClient) -> None:
    answer = client.get("/", headers={"cookie": b'accordingto_visit="9-x\x00; a=\xff'})
    assert answer.status_code == 200


def test_actor_says_who_it_is_and_why(client: TestClient) -> None:
    words = plain(client.get("/actor?id=1").text.replace("</td>", " "))
    assert "Quill 0.80 reason: last name" in words
    assert "the mill had burned" in words


def test_ties_are_signed(client: TestClient) -> None:
    (tie,) = client.get("/network.json").json()["ties"]
    assert (tie["name"], tie["other_name"], tie["hostile"], tie["friendly"]) == ("Ada Quill", "The mill", 1, 0)
    assert client.get("/network.json?until=2020").json()["ties"] == []


def test_timeline_keeps_ranges_and_what_is_open(client: TestClient) -> None:
    found = client.get("/timeline.json").json()
    assert [(one["value"], one["speaker"]) for one in found["happenings"]] == [("2026-02-20/2026-02-28", "Ada Quill")]
    assert [one["soft"] for one in found["stretches"]] == [True]
    assert found["unresolved"] == 1
    assert client.get("/timeline.json?tray=1").json()["happenings"][0]["words"] == "Nobody"


def test_sources_count_anonymous_words(client: TestClient) -> None:
    outlets = {row["outlet"]: row for row in client.get("/sources.json").json()["outlets"]}
    assert (outlets["Tidewater Post"]["statements"], outlets["Tidewater Post"]["anonymous"]) == (2, 1)


def test_copies_are_shown_with_their_passages(client: TestClient) -> None:
    (group,) = client.get("/copies.json").json()["groups"]
    assert [member["outlet"] for member in group["members"]] == ["Gannet", "Gazette"]
    assert "also in 1 other report" in plain(client.get("/report?id=wire&outlet=Gannet").text)
