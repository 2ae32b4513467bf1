from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from accordingto import query
from accordingto.answers import CorrectionRow
from accordingto.record.view import view
from tests.desk.conftest import client_of
from tests.desk.stories import HOST, story

ORIGIN = {"origin": f"http://{HOST}"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return story(tmp_path / "story.db")


@pytest.fixture
def desk(path: Path) -> TestClient:
    return client_of(path)


def forms(html: str) -> list[dict[str, str]]:
    """Return the fields of each form that corrects something, as a browser would send them untouched."""
    found = []
    for body in re.findall(r'<form[^>]*action="/correct"[^>]*>(.*?)</form>', html, re.S):
        hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', body)
        found.append({name: unescape(value) for name, value in hidden})
    return found


def form(desk: TestClient, address: str, what: str, **fields: str) -> dict[str, str]:
    """Return the first form of a page that does `what` with these hidden fields."""
    all_ = forms(desk.get(address).text)
    return next(
        one for one in all_ if one["what"] == what and all(one.get(name) == value for name, value in fields.items())
    )


def made(path: Path) -> tuple[CorrectionRow, ...]:
    with view(path) as opened:
        return query.corrections(opened).rows


MILL = "/report?id=mill+%26+co/1?"


def test_label(desk: TestClient, path: Path) -> None:
    fields = form(desk, MILL, "label", statement="1") | {"label": "act=doubt"}
    answer = desk.post("/correct", data=fields, headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/report?id=mill+%26+co%2F1%3F&s=1#s1")
    html = desk.get(answer.headers["location"].split("#")[0]).text
    assert re.search(r'<section class="card doubts" id="card-1"', html)
    assert '<a href="/corrections#c1">act</a>' in html
    assert [(one.kind, one.state) for one in made(path)] == [("label", "applied")]


def test_speaker(desk: TestClient) -> None:
    fields = form(desk, MILL, "label", statement="0", label="speaker=") | {"speaker": "The Grey Gull"}
    assert desk.post("/correct", data=fields, headers=ORIGIN).status_code == 303
    assert "The Grey Gull" in desk.get(MILL).text


def test_reject_and_undo(desk: TestClient, path: Path) -> None:
    fields = form(desk, MILL, "reject", statement="1")
    assert desk.post("/correct", data=fields, headers=ORIGIN).status_code == 303
    assert 'id="card-1"' not in desk.get(MILL).text
    fields = form(desk, "/corrections", "undo", number="1")
    assert desk.post("/correct", data=fields, headers=ORIGIN).headers["location"] == "/corrections?page=1"
    assert 'id="card-1"' in desk.get(MILL).text
    assert [one.state for one in made(path)] == ["undone", "undo"]


def test_span(desk: TestClient) -> None:
    fields = form(desk, MILL, "span", statement="1") | {"part": "content", "words": "the mill"}
    assert desk.post("/correct", data=fields, headers=ORIGIN).status_code == 303
    assert re.search(r'data-con="0 1">the mill</span>', desk.get(MILL).text)


def test_add(desk: TestClient) -> None:
    fields = form(desk, MILL, "add") | {
        "content": "Nobody was hurt", "source": "", "cue": "", "act": "assert", "kind": "none", "naming": "none",
        "speaker": "",
    }  # fmt: skip
    assert desk.post("/correct", data=fields, headers=ORIGIN).status_code == 303
    assert "Nobody was hurt</span>" in desk.get(MILL).text


def test_stance_of_a_holder(desk: TestClient) -> None:
    html = desk.get("/claim?id=brigades").text
    assert html.count("✕") == 0  # marks are drawn, with their word beside them
    fields = next(one for one in forms(html) if one["what"] == "stance") | {"stance": "doubts"}
    assert desk.post("/correct", data=fields, headers=ORIGIN).status_code == 303
    found = desk.get("/claim.json?id=brigades").json()
    assert "doubts" in found["claim"]["speakers"]


def test_two_claims_are_one(desk: TestClient) -> None:
    fields = form(desk, "/claim?id=brigades", "merge claims") | {"other": "trains"}
    assert desk.post("/correct", data=fields, headers=ORIGIN).status_code == 303
    assert desk.get("/claim?id=trains").status_code == 404
    assert len(desk.get("/claim.json?id=brigades").json()["holdings"]) == 5


def test_one_claim_is_two(desk: TestClient) -> None:
    key = desk.get("/claim.json?id=brigades").json()["holdings"][0]["key"]
    fields = form(desk, "/claim?id=brigades", "split claim") | {"holder": key, "text": "Trains were late"}
    assert desk.post("/correct", data=fields, headers=ORIGIN).status_code == 303
    assert "Trains were late" in desk.get("/claims").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"secret": "guess"}, "of a desk that has been closed"),
        ({"what": "drop table"}, "it is none of label"),
        ({"label": "act=lie"}, "act 'lie' is none of"),
        ({"statement": "x"}, "no number 'statement'"),
        ({"statement": "99"}, "no statement 99"),
        ({"report": "nope"}, "no report 'nope'"),
    ],
)
def test_what_cannot_be_carried_out_is_said(desk: TestClient, path: Path, change: dict[str, str], words: str) -> None:
    fields = form(desk, MILL, "label", statement="1") | {"label": "act=doubt"} | change
    answer = desk.post("/correct", data=fields, headers=ORIGIN)
    assert answer.status_code == 400
    assert words in unescape(answer.text)
    assert made(path) == ()


def test_a_page_elsewhere_cannot_correct(desk: TestClient, path: Path) -> None:
    fields = form(desk, MILL, "reject", statement="1")
    for origin in ({}, {"origin": "http://evil.example"}, {"origin": "null"}):
        assert desk.post("/correct", data=fields, headers=origin).status_code == 403
    assert desk.get("/correct").status_code == 405
    assert made(path) == ()


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "http://evil.example", "javascript:x", "/\n/x", ""]
)
def test_the_way_back_leads_nowhere_else(desk: TestClient, back: str) -> None:
    fields = form(desk, MILL, "label", statement="1") | {"label": "act=doubt", "back": back}
    answer = desk.post("/correct", data=fields, headers=ORIGIN)
    assert answer.headers["location"] == "/"


def test_long_forms_are_refused(desk: TestClient) -> None:
    answer = desk.post("/correct", content=b"secret=" + b"x" * 70_000, headers=ORIGIN)
    assert answer.status_code == 400
    assert "65,536 bytes at most" in unescape(answer.text)


def test_corrections_are_listed_as_json(desk: TestClient) -> None:
    desk.post("/correct", data=form(desk, MILL, "reject", statement="1"), headers=ORIGIN)
    found = json.loads(desk.get("/corrections.json").text)
    assert [one["kind"] for one in found["corrections"]] == ["reject"]
