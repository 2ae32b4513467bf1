"""Every kind of correction, made by hand in a real browser on the sample story as it is really read and linked."""

from __future__ import annotations

import importlib.util
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import accordingto
from accordingto import query
from accordingto.data import Analysis, Problem, Report
from accordingto.desk.correcting import holder_key
from accordingto.desk.wording import at, report_at
from accordingto.record.connection import Connection
from accordingto.record.read import Analyses
from accordingto.record.view import view
from accordingto.sample import sample_story
from tests.desk.browser import CHROMIUM, running

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.model,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: apt-get install chromium"),
    pytest.mark.skipif(importlib.util.find_spec("playwright") is None, reason="not installed: playwright"),
]
SLOW_MS = 600_000
"""A report whose cuts change is analysed and linked again before the page comes back."""
BY_HAND = "by hand"
"""The model of a statement that somebody added."""
OWN_WORDS = "the words of somebody else altogether"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(SLOW_MS)
        yield page
        browser.close()


@dataclass(frozen=True, slots=True)
class Renamed:
    """The shipped analyser under another name: another version of the model as far as a record can tell."""

    analyser: Analyses
    model: str = "another-model"

    def stream(self, reports: Iterable[Report]) -> Iterator[Analysis | Problem]:
        for found in self.analyser.stream(reports):
            yield replace(found, model=self.model) if isinstance(found, Analysis) else found


class Hand:
    """Somebody who corrects a record in the browser, one thing after another, and what ought to hold from then on."""

    def __init__(self, page: Page, desk: str, path: Path) -> None:
        self.page, self.desk, self.path = page, desk, path
        with view(path) as opened:
            reports = sorted(query.reports(opened), key=lambda row: -row.statements)
            self.report = next(row for row in reports if row.cut)
            self.statements = self._different(opened)

    def _different(self, opened: Connection) -> list[str]:
        """Return contents of statements that stand in no other and hold none, each once in the report."""
        all_ = query.find(opened, query.Filter(report=self.report.report, outlet=self.report.outlet), order="report")
        parents = {one.statement.parent for one in all_}
        text = query.report_text(opened, self.report.report, outlet=self.report.outlet)
        assert text is not None
        return [
            one.content_words[0]
            for one in all_
            if one.statement.parent is None and one.number not in parents and one.who
            and len(one.content_words) == 1 and len(one.content_words[0].split()) > 3
            and text.text.count(one.content_words[0]) == 1
        ]  # fmt: skip

    def found(self, content: str) -> query.Found | None:
        with view(self.path) as opened:
            all_ = query.find(opened, query.Filter(report=self.report.report, outlet=self.report.outlet))
            return next((one for one in all_ if content in one.content_words), None)

    def card(self, content: str) -> Locator:
        found = self.found(content)
        assert found is not None
        self.page.goto(self.desk + report_at(self.report.report, self.report.outlet, statement=found.number))
        card = self.page.locator(f"#card-{found.number}")
        card.locator(".wrong summary").click()
        return card

    def send(self, button: Locator) -> None:
        with self.page.expect_response(lambda answer: answer.url.endswith("/correct")) as waited:
            button.click()
        assert waited.value.status == 303, waited.value.text()
        self.page.wait_for_load_state()

    def act(self, content: str, act: str) -> None:
        self.send(self.card(content).locator(f'button[value="act={act}"]'))

    def speaker(self, content: str, name: str) -> None:
        form = self.card(content).locator('form:has(input[name="speaker"])')
        form.locator('input[name="speaker"]').fill(name)
        self.send(form.get_by_role("button", name="Set"))

    def label(self, content: str, label: str) -> None:
        form = self.card(content).locator('form:has(select[name="label"])')
        form.locator("select").select_option(label)
        self.send(form.get_by_role("button", name="Set"))

    def span(self, content: str, words: str) -> None:
        form = self.card(content).locator('form:has(select[name="part"])')
        form.locator("select").select_option("content")
        form.locator('input[name="words"]').fill(words)
        self.send(form.get_by_role("button", name="Set"))

    def reject(self, content: str) -> None:
        self.send(self.card(content).get_by_role("button", name="It is no statement"))

    def _missed(self) -> Locator:
        self.page.goto(self.desk + report_at(self.report.report, self.report.outlet))
        missed = self.page.locator(".missed")
        missed.locator("summary").click()
        return missed

    def add(self, words: str) -> None:
        missed = self._missed()
        missed.locator('input[name="content"]').fill(words)
        missed.locator('select[name="act"]').select_option("warn")
        missed.locator('select[name="kind"]').select_option("none")
        missed.locator('select[name="naming"]').select_option("none")
        self.send(missed.get_by_role("button", name="Add it"))

    def cut(self, words: str) -> None:
        missed = self._missed()
        missed.locator('form:has(input[name="reason"]) input[name="words"]').fill(words)
        self.send(missed.get_by_role("button", name="Cut them"))

    def uncut(self) -> str:
        self.page.goto(self.desk + report_at(self.report.report, self.report.outlet))
        cut = self.page.locator("details.cut").last
        cut.locator("summary").click()
        words = cut.locator("p").inner_text().strip()
        self.send(cut.get_by_role("button", name="It is part of the report"))
        return words

    def stance(self, claim: str, key: str, stance: str) -> None:
        self.page.goto(self.desk + at("/claim", id=claim))
        row = self.page.locator(f'li:has(input[name="holder"][value="{key}"])').first
        row.locator(".wrong summary").click()
        self.send(row.locator(f'button[name="stance"][value="{stance}"]'))

    def merge_claims(self, claim: str, other: str) -> None:
        self.page.goto(self.desk + at("/claim", id=claim))
        self.page.locator('input[name="other"]').fill(other)
        self.send(self.page.get_by_role("button", name="Join them"))

    def split_claim(self, claim: str, key: str, text: str) -> None:
        self.page.goto(self.desk + at("/claim", id=claim))
        self.page.locator(f'input[type="checkbox"][value="{key}"]').check()
        self.page.locator('#split input[name="text"]').fill(text)
        self.send(self.page.get_by_role("button", name="Split"))

    def merge_actors(self, actor: int, other: int) -> None:
        self.page.goto(self.desk + at("/actor", id=actor))
        self.page.locator(".wrong summary").click()
        self.page.locator('input[name="other"]').fill(str(other))
        self.send(self.page.get_by_role("button", name="Join them"))

    def split_actor(self, actor: int, alias: str, name: str) -> None:
        self.page.goto(self.desk + at("/actor", id=actor))
        self.page.locator(".wrong summary").click()
        self.page.locator(f'input[type="checkbox"][value="{alias}"]').check()
        self.page.locator('.wrong input[name="name"]').fill(name)
        self.send(self.page.get_by_role("button", name="Split"))

    def undo(self, number: int) -> None:
        self.page.goto(self.desk + at("/corrections"))
        self.send(self.page.get_by_role("button", name=f"Undo {number}", exact=True))


def exported(path: Path) -> dict[str, list[object]]:
    """Return what a record says, by words: statements without their model, claims and origins, actors by name."""
    out = {}
    for name in ("claims", "origins"):
        stream = io.BytesIO()
        accordingto.export(name, stream, record=path)
        out[name] = sorted(stream.getvalue().decode().splitlines())
    for table, keys in (("statements", ("model",)), ("cuts", ()), ("aliases", ("actor",))):
        stream = io.BytesIO()
        accordingto.export("jsonl", stream, record=path, table=table)
        rows = (json.loads(line) for line in stream.getvalue().splitlines())
        out[table] = sorted(json.dumps({key: row[key] for key in row if key not in keys}) for row in rows)
    return out  # type: ignore[return-value]


def states(path: Path) -> list[str]:
    return [row.state for row in accordingto.corrections(path)]


def test_every_kind_is_made_holds_and_is_undone(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "story.db"
    accordingto.read(sample_story(), record=path)
    accordingto.relink(path)
    before = exported(path)
    with running(path, by="Ada") as desk:
        hand = Hand(page, desk, path)
        first, second, third, fourth, fifth = hand.statements[:5]
        check = _correct_report(hand, first, second, third, fourth, fifth)
        check_story = _correct_story(hand)
        made = len(states(path))
        assert made == 13
        check()
        check_story()
        accordingto.read(sample_story(), record=path)
        accordingto.relink(path)
        check()
        check_story()
        accordingto.reanalyse(path, analyser=Renamed(_shipped()))
        assert {one.model for one in accordingto.find(record=path)} == {"another-model", BY_HAND}
        check()
        check_story()
        with running(path, by="Bo") as other:
            Hand(page, other, path).act(first, "demand")
            page.goto(other + at("/corrections"))
            assert "disputed by 1" in page.locator(f"#c{made + 1}").inner_text()
            assert {"Ada", "Bo"} <= set(page.locator("tbody tr td:nth-child(3)").all_inner_texts())
        for number in range(made + 1, 0, -1):
            hand.undo(number)
        assert set(states(path)) == {"undone", "undo"}
    accordingto.relink(path)
    assert exported(path) == before


def _shipped() -> Analyses:
    from accordingto.analyse import Analyser

    return Analyser()


def _correct_report(hand: Hand, first: str, second: str, third: str, fourth: str, fifth: str):  # type: ignore[no-untyped-def]
    """Correct statements and cuts of one report; return what checks that all of it holds."""
    hand.act(first, "warn")
    hand.speaker(second, "Pera Wynn")
    shorter = " ".join(third.split()[:-1])
    hand.span(third, shorter)
    hand.reject(fourth)
    hand.label(fifth, "distance=vouching")
    with view(hand.path) as opened:
        text = query.report_text(opened, hand.report.report, outlet=hand.report.outlet)
        assert text is not None
        taken = [
            span for one in text.statements for part in (one.statement.content, one.statement.source) for span in part
        ]
        free = [
            text.text[slice(*span)]
            for span, _ in query.sentences(opened, hand.report.report, hand.report.outlet)
            if not any(span.begin < end and begin < span.end for begin, end in taken)
            and text.text.count(text.text[slice(*span)]) == 1 and "\n" not in text.text[slice(*span)].strip()
        ]  # fmt: skip
    missed, teaser = free[0].strip(), free[-1].strip()
    assert missed != teaser
    hand.add(missed)
    page_part = hand.uncut()  # the last of what was cut, which must not be the one that is cut now
    hand.cut(teaser)

    def check() -> None:
        acted, spoken, labelled = (hand.found(one) for one in (first, second, fifth))
        assert acted and acted.statement.act == "warn"
        assert spoken and spoken.statement.speaker == "Pera Wynn"
        assert labelled and labelled.statement.distance == "vouching"
        assert hand.found(shorter) and not hand.found(third) and not hand.found(fourth)
        added = hand.found(missed)
        assert added and added.statement.act == "warn"
        with view(hand.path) as opened:
            cuts = [" ".join(cut.words.split()) for cut in query.cuts(opened, report=hand.report.report)]
        assert any(teaser in words for words in cuts)
        assert not any(" ".join(page_part.split()) == words for words in cuts)

    return check


def _correct_story(hand: Hand):  # type: ignore[no-untyped-def]
    """Correct claims and actors; return what checks that all of it holds."""
    with view(hand.path) as opened:
        rows = sorted(query.claims(opened), key=lambda row: -query.holders(opened, row.claim).total)
        turned, split, kept, gone = rows[:4]
        holder = next(one for one in query.holders(opened, turned.claim) if one.stance != "doubts")
        moved = query.holders(opened, split.claim).rows[-1]
        texts = {row.claim: row.text for row in rows}
        assert texts[kept.claim] != texts[gone.claim]
        joined = query.holders(opened, gone.claim).rows[0]
        actors = query.actors(opened).rows
        named = next(row for row in actors if any(one.name != row.name for one in row.aliases))
        alias = next(one.name for one in named.aliases if one.name != named.name)
        one, other = [row for row in actors if row.actor != named.actor][:2]
    hand.stance(turned.claim, holder_key(holder), "doubts")
    hand.split_claim(split.claim, holder_key(moved), OWN_WORDS)
    hand.merge_claims(kept.claim, gone.claim)
    hand.split_actor(named.actor, alias, "Nobody Else")
    hand.merge_actors(one.actor, other.actor)

    def place(holder: query.HolderRow) -> tuple[str, str, tuple[int, int]]:
        return holder.report, holder.outlet, tuple(holder.span)  # type: ignore[return-value]

    def check() -> None:
        with view(hand.path) as opened:
            held = {row.claim: list(query.holders(opened, row.claim)) for row in query.claims(opened)}
            by_place = {(place(row), row.speaker): (name, row) for name, rows in held.items() for row in rows}
            assert by_place[place(holder), holder.speaker][1].stance == "doubts"
            own = next(row.claim for row in query.claims(opened) if row.text == OWN_WORDS)
            assert place(moved) in {place(row) for row in held[own]}
            together = [{place(row) for row in rows} for rows in held.values()]
            first_of_kept = next(row for row in held.get(kept.claim, ()) if place(row) != place(joined))
            assert any(place(joined) in some and place(first_of_kept) in some for some in together)
            assert query.actor(opened, alias).name == "Nobody Else"
            assert query.actor(opened, other.name).actor == query.actor(opened, one.name).actor
        assert set(states(hand.path)) == {"applied"}

    return check
