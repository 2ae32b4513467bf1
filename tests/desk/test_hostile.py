from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from accordingto.desk.ask import address
from accordingto.desk.pages import pages
from tests.desk.stories import HOSTILE

ALLOWED = {
    *("html", "head", "meta", "title", "link", "script", "body", "a", "header", "div", "form", "label", "input", "nav"),
    *("main", "h1", "h2", "h3", "p", "small", "section", "aside", "article", "span", "b", "i", "svg", "path", "circle"),
    *("rect", "text", "g", "table", "thead", "tbody", "tr", "th", "td", "ul", "ol", "li", "dl", "dt", "dd", "details"),
    *("summary", "select", "option", "button", "footer", "code", "kbd", "mark", "q", "time", "textarea", "output"),
    *("defs", "lineargradient", "stop", "noscript", "br"),
}


class Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


CASES = [page.path for page in pages() if page.path not in ("/report", "/claim", "/actor")]
CASES += [
    address("/report", [("id", HOSTILE.id), ("at", "3-9")]),
    address("/claim", [("id", "c\ud800<script>")]),
    address("/search", [("q", '"><script>alert(1)</script>'), ("by", "'onfocus=alert(1) x='")]),
    address("/search", [("like", '"><script>alert(1)</script>')]),
    address("/search", [("like", "x\x00\u202e'onfocus=alert(1) x="), ("about", '"><img src=x>'), ("members", "<b>")]),
    address("/left-out", [("outcome", "failed"), ("reason", '"><script>')]),
    address("/report", [("id", "<script>alert(1)</script>")]),
    "/%3Cscript%3Ealert(1)%3C/script%3E",
]


@pytest.mark.parametrize("path", CASES)
def test_nothing_of_a_report_becomes_markup(attacked: TestClient, path: str) -> None:
    answer = attacked.get(path)
    assert answer.status_code in (200, 404)
    page = Page()
    page.feed(answer.text)
    assert {tag for tag, _ in page.found} <= ALLOWED
    assert [attributes for tag, attributes in page.found if tag == "script"] == [
        {"src": "/static/desk.js", "defer": None}
    ]
    for _, attributes in page.found:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            assert re.match(r"/(?!/)|#|https?://|$", attributes.get(name) or "")
    assert "\u202e" not in answer.text
    assert "7*7" in answer.text or "49" not in answer.text


def test_addresses_of_the_web_are_links_only_with_http(attacked: TestClient) -> None:
    assert "javascript:" not in attacked.get(address("/report", [("id", HOSTILE.id)])).text
