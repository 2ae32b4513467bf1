"""Takes the pictures of the desk that docs/desk.md shows, from the sample story.

    pip install pillow; python bench/desk_pictures.py [--record story.db]

Needs Chromium and Playwright, as the tests do. Every page is taken wide and light, and narrow and dark; Pillow brings
each down to 160 colours, a third of its size.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from accordingto import query, read  # noqa: E402
from accordingto.correct import Corrector  # noqa: E402
from accordingto.desk.wording import at, report_at  # noqa: E402
from accordingto.record.view import view  # noqa: E402
from accordingto.sample import sample_story  # noqa: E402
from tests.desk.browser import CHROMIUM, running  # noqa: E402

FOLDER = ROOT / "docs" / "desk"
COLOURS = 160
SIZES = {"": (1280, 860, "light"), "-narrow": (390, 780, "dark")}


def addresses(record: Path) -> Iterator[tuple[str, str, str]]:
    """Yield name, address and keys to be pressed of each page: the fullest report, the first claim, the first actor."""
    with view(record) as opened:
        fullest = max(query.reports(opened), key=lambda row: row.statements)
        claims = query.claims(opened, limit=1).rows
        actors = query.actors(opened, limit=1).rows
    for name in ("claims", "actors", "timeline", "network", "sources", "reports", "copies"):
        yield name, f"/{name}", ""
    yield "story", "/", ""
    yield "search", "/search?like=soldiers+were+sent+to+the+border", ""
    yield "left-out", "/left-out?outcome=cut", ""
    yield "report", report_at(fullest.report, fullest.outlet), "jjj"
    if claims:
        yield "claim", at("/claim", id=claims[0].claim), ""
    if actors:
        yield "actor", at("/actor", id=actors[0].actor), ""


def take(browser: Browser, desk: str, name: str, address: str, keys: str) -> None:
    """Take the pictures of one page."""
    for suffix, (width, height, scheme) in SIZES.items():
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(desk + address)
        page.evaluate("document.fonts.ready")
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(300)
        path = FOLDER / f"{name}{suffix}.png"
        page.screenshot(path=path)
        Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
        page.close()
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")


def correct(record: Path) -> None:
    """Correct two things in the fullest report, one of them twice and otherwise, so that there is something to see."""
    with view(record) as opened:
        fullest = max(query.reports(opened), key=lambda row: row.statements)
    for by, act in (("Ada", "warn"), ("Bo", "demand")):
        with Corrector(record, by=by) as corrector:
            corrector.label(fullest.report, 0, "act", act, outlet=fullest.outlet)
            if by == "Ada":
                corrector.reject(fullest.report, 1, outlet=fullest.outlet, note="a heading")


def main() -> None:
    """Read the sample story where no record is given, and take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path)
    record = parser.parse_args().record
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "story.db"
        if record is None:
            read(sample_story(), record=own)
        else:
            with closing(sqlite3.connect(record)) as given, closing(sqlite3.connect(own)) as copy:
                given.backup(copy)
        record = own
        pages = list(addresses(record))
        with running(record, by="Ada") as desk, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for name, address, keys in pages:
                take(browser, desk, name, address, keys)
            correct(record)
            take(browser, desk, "corrections", "/corrections", "")
            browser.close()


if __name__ == "__main__":
    main()
