from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from accordingto.desk.ask import address
from accordingto.desk.pages import pages
from tests.desk.browser import CHROMIUM, running
from tests.desk.stories import HOSTILE, hostile, story

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

MISSING = [name for name in ("playwright", "axe_playwright_python") if importlib.util.find_spec(name) is None]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: apt-get install chromium"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (pip install -e '.[dev]')"),
]
LISTS = [page.path for page in pages() if page.path not in ("/report", "/claim", "/actor")]
MILL = address("/report", [("id", "mill & co/1?"), ("outlet", "Coast")])
ADDRESSES = [*LISTS, "/report?id=a", MILL, "/claim?id=brigades", "/actor?id=1", "/search?q=zebra"]
ADDRESSES += ["/actor?id=1&said=time", "/search?like=a+zebra", "/nowhere"]
SEEN_MS = 30_000
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(story(tmp_path_factory.mktemp("browser") / "story.db")) as at:
        yield at


class Watched:
    """A page of the browser, with what it asked for and what it complained of."""

    def __init__(self, context: BrowserContext, desk: str) -> None:
        self.page: Page = context.new_page()
        self.desk, self.asked, self.complaints = desk, list[str](), list[str]()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))

    def open(self, at: str) -> Page:
        self.page.goto(self.desk + at)
        self.page.evaluate("document.fonts.ready")
        return self.page

    def check(self) -> None:
        assert [url for url in self.asked if not url.startswith(f"{self.desk}/")] == []
        assert [words for words in self.complaints if "404" not in words] == []


def opened(browser: Browser, desk: str, *, width: int = 1280, scheme: Any = "light") -> Watched:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    return Watched(context, desk)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")])
def test_every_page_is_whole_and_open_to_all(browser: Browser, desk: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    watched = opened(browser, desk, width=width, scheme=scheme)
    faults = {}
    for at in ADDRESSES:
        page = watched.open(at)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{at} is {wide} px wider than the window"
        found = Axe().run(page).response["violations"]
        faults |= {
            f"{at} {one['id']}": [node["html"][:160] for node in one["nodes"][:3]]
            for one in found
            if one["impact"] in SERIOUS
        }
    assert faults == {}
    watched.check()


def test_from_a_contested_claim_to_its_sentence_is_one_click(browser: Browser, desk: str) -> None:
    watched = opened(browser, desk)
    page = watched.open("/claim?id=brigades")
    page.locator(".holdings .words a").nth(1).click()
    marked = page.locator(".a.at").first
    marked.wait_for(timeout=SEEN_MS)
    assert marked.inner_text() == "moving any brigade"
    page.wait_for_function("document.querySelector('.a.at').getBoundingClientRect().bottom < innerHeight")
    assert marked.evaluate("node => node.getBoundingClientRect().top > 0")
    assert "on" in (marked.get_attribute("class") or "").split()
    assert "on" in (page.locator(".card.denies").first.get_attribute("class") or "").split()
    watched.check()


def test_keys_go_from_statement_to_statement(browser: Browser, desk: str) -> None:
    watched = opened(browser, desk)
    page = watched.open(MILL)

    def active() -> list[str | None]:
        return [card.get_attribute("id") for card in page.locator(".card.on").all()]

    assert active() == []
    page.keyboard.press("j")
    assert active() == ["card-0"]
    page.keyboard.press("j")
    assert active() == ["card-1"]
    assert page.url.endswith("#s1")
    assert page.locator(".a.on").all_inner_texts() == ["Ada Quill", "said", "the mill had burned"]
    page.keyboard.press("j")
    assert active() == ["card-1"]
    page.keyboard.press("k")
    assert active() == ["card-0"]
    page.keyboard.press("Escape")
    assert active() == []
    page.locator("#find").focus()
    page.keyboard.press("j")
    assert active() == []


def test_hover_joins_the_parts(browser: Browser, desk: str) -> None:
    page = opened(browser, desk).open(MILL)
    page.locator("#card-1").hover()
    assert page.locator(".a.near").all_inner_texts() == ["Ada Quill", "said", "the mill had burned"]
    page.locator(".a", has_text="wrote").hover()
    assert page.locator(".card.near").get_attribute("id") == "card-0"


def test_cards_stand_beside_their_statement_and_not_on_each_other(browser: Browser, desk: str) -> None:
    page = opened(browser, desk).open("/report?id=c")
    tops = page.evaluate(
        "[...document.querySelectorAll('.card[data-n]')].map(card => ["
        "card.getBoundingClientRect().top, card.getBoundingClientRect().bottom,"
        "document.getElementById('s' + card.dataset.n).getBoundingClientRect().top])"
    )
    assert len(tops) == 3
    assert abs(tops[0][0] - tops[0][2]) < 24
    assert all(bottom <= top for (_, bottom, _), (top, _, _) in pairwise(tops))


def test_phone_shows_one_card_at_a_time(browser: Browser, desk: str) -> None:
    page = opened(browser, desk, width=390).open(MILL)
    assert page.locator(".card:visible").count() == 0
    page.get_by_role("button", name="next").click()
    assert page.locator(".card:visible").get_attribute("id") == "card-0"
    page.locator(".a", has_text="the mill had burned").click()
    assert page.locator(".card:visible").get_attribute("id") == "card-1"


def test_a_correction_is_two_clicks(browser: Browser, tmp_path: Path) -> None:
    with running(story(tmp_path / "story.db")) as desk:
        watched = opened(browser, desk)
        page = watched.open(MILL)
        page.locator("#card-1 summary", has_text="wrong?").click()
        page.locator("#card-1 button", has_text="doubt").click()
        page.locator("#card-1.doubts").wait_for(timeout=SEEN_MS)
        assert "corrected" in page.locator("#card-1").inner_text()
        watched.check()


def test_selected_words_go_into_the_form(browser: Browser, desk: str) -> None:
    page = opened(browser, desk).open(MILL)
    page.locator("#card-1 summary", has_text="wrong?").click()
    page.locator(".a", has_text="the mill had burned").evaluate("node => getSelection().selectAllChildren(node)")
    assert page.locator("#card-1 .takes").input_value() == "the mill had burned"


def test_paper_has_the_cards_and_no_furniture(browser: Browser, desk: str) -> None:
    page = opened(browser, desk).open(MILL)
    page.emulate_media(media="print")
    assert page.locator("#card-1 .lead").is_visible()
    for furniture in (".masthead nav", ".steps", ".find", "#card-1 .why"):
        assert not page.locator(furniture).is_visible()


def test_without_scripts_everything_is_there(browser: Browser, desk: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    plain = context.new_page()
    plain.goto(desk + address("/report", [("id", "b"), ("at", "19-37"), ("s", "0")]) + "#at")
    assert plain.locator(".card").count() >= 2
    assert plain.locator(".a.at").inner_text() == "moving any brigade"


def test_hostile_reports_do_nothing(browser: Browser, tmp_path: Path) -> None:
    with running(hostile(tmp_path / "evil.db")) as desk:
        watched = opened(browser, desk)
        for at in (*LISTS, address("/report", [("id", HOSTILE.id), ("at", "3-9")]), "/search?q=%22onfocus%3Dalert(1)"):
            watched.open(at)
        watched.check()
        assert not [url for url in watched.asked if re.search(r"/x$", url)]
