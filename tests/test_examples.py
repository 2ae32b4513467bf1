"""The sample story: its files are what examples/README.md says they are, and its dates are possible."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from lxml import html

EXAMPLES = Path(__file__).parent.parent / "examples"
STORY = EXAMPLES / "story"
BODIES = {
    "coastline24-correction.html": "//section[@class='txt']",
    "coastline24-ondry.html": "//section[@class='txt']",
    "dronmar-observer-interview.html": "//div[@class='content']",
    "emmer-chronicle.html": "//div[@id='story']",
    "headline-larder.html": "//div[@class='copy']",
    "lowmark-courier.html": "//div[@class='lc-body']",
    "saltgate-herald.html": "//div[@class='entry-content']",
    "veskara-defence-ministry.html": "//td[h3]",
}
"""Where the report's own text stands in each saved page."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAY = r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? "
DAY_FIRST = re.compile(WEEKDAY + r"(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2})[a-z]* (?P<year>\d{4})")
MONTH_FIRST = re.compile(WEEKDAY + r"(?P<month>[A-Z][a-z]{2})[a-z]*\.? (?P<day>\d{1,2}), (?P<year>\d{4})")


class CutRow(NamedTuple):
    file: str
    begin: int
    end: int
    reason: str


def page(name: str) -> str:
    """Return a file's text without translating line ends, so that offsets hold."""
    return (STORY / name).read_bytes().decode("utf-8")


def cut_rows() -> list[CutRow]:
    with (EXAMPLES / "cuts.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [CutRow(row["file"], int(row["begin"]), int(row["end"]), row["reason"]) for row in rows]


def meta_rows() -> list[dict[str, str]]:
    with (STORY / "meta.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def json_rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in page("wires.jsonl").splitlines()]


def report_texts() -> dict[str, str]:
    """Return the words of every report without the mess around them, by file name or JSON id."""
    texts = {str(row["id"]): str(row["text"]) for row in json_rows()}
    for path in STORY.glob("*.txt"):
        text = page(path.name)
        for cut in sorted(cut_rows(), key=lambda cut: -cut.begin):
            if cut.file == path.name:
                text = text[: cut.begin] + text[cut.end :]
        texts[path.name] = text
    for name, where in BODIES.items():
        (body,) = html.fromstring(page(name).encode(), parser=html.HTMLParser(encoding="utf-8")).xpath(where)
        texts[name] = body.text_content()
    return texts


def word_runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def share_in_dispatch(name: str) -> float:
    """Return which share of a report's runs of six words stands in the wire dispatch too."""
    texts = report_texts()
    runs = word_runs(texts[name])
    return len(runs & word_runs(texts["corrant-dispatch.txt"])) / len(runs)


REPORTS = report_texts()
TEXT_PAGES = sorted(path.name for path in STORY.glob("*.txt"))
CUTS = cut_rows()


def test_every_page_has_its_report_marked() -> None:
    assert sorted(BODIES) == sorted(path.name for path in STORY.glob("*.html"))


def test_count() -> None:
    assert len(REPORTS) >= 14


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_length(name: str) -> None:
    assert 250 <= len(REPORTS[name].split()) <= 700


def test_json_lines() -> None:
    assert [sorted(row) for row in json_rows()] == [["id", "outlet", "published", "text", "title", "url"]] * 2


def test_meta_names_text_pages() -> None:
    assert {row["path"] for row in meta_rows()} < set(TEXT_PAGES)


def test_meta_dates() -> None:
    given = [row["published"] for row in meta_rows() if row["published"]]
    assert 0 < len(given) < len(meta_rows())
    assert all(date(2021, 9, 1) <= date.fromisoformat(text) <= date(2021, 9, 30) for text in given)


@pytest.mark.parametrize("name", TEXT_PAGES)
def test_cuts_apart_and_inside(name: str) -> None:
    ends = [0]
    for cut in (cut for cut in CUTS if cut.file == name):
        assert ends[-1] <= cut.begin < cut.end <= len(page(name))
        ends.append(cut.end)
    assert len(ends) > 1


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: f"{cut.file}-{cut.begin}")
def test_cut_is_whole_lines(cut: CutRow) -> None:
    text = page(cut.file)
    words = text[cut.begin : cut.end]
    assert words == words.strip()
    assert cut.begin == 0 or text[cut.begin - 1] == "\n"
    assert text[cut.end : cut.end + 1] in ("", "\n")


@pytest.mark.parametrize("name", ["port-callow-mercury.txt", "querrin-times.txt"])
def test_teasers_break_off(name: str) -> None:
    (cut,) = (cut for cut in CUTS if cut.file == name)
    teasers = page(name)[cut.begin : cut.end].splitlines()
    assert len(teasers) == 3
    assert all(teaser[-1].isalpha() and len(teaser) > 400 for teaser in teasers)


def test_weekdays_match_dates() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in STORY.iterdir())
    found = [*DAY_FIRST.finditer(text), *MONTH_FIRST.finditer(text)]
    assert len(found) >= 3
    for match in found:
        day = date(int(match["year"]), MONTHS.index(match["month"].lower()) + 1, int(match["day"]))
        assert DAYS[day.weekday()] == match[1].lower(), match[0]


@pytest.mark.parametrize("path", sorted(STORY.iterdir()), ids=lambda path: path.name)
def test_hosts_are_invented(path: Path) -> None:
    urls = re.findall(r"https?://[^\s\"'<>,]+", path.read_text(encoding="utf-8"))
    hosts = {urlsplit(url).hostname or "" for url in urls} - {"schema.org", "ogp.me"}
    assert [host for host in hosts if not host.endswith(".example")] == []


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("lowmark-courier.html", 0.8, 1.0),
        ("emmer-chronicle.html", 0.5, 0.8),
        ("saltgate-herald.html", 0.01, 0.1),
        ("querrin-times.txt", 0.0, 0.005),
    ],
)
def test_share_of_wire_copy(name: str, least: float, most: float) -> None:
    assert least <= share_in_dispatch(name) <= most


@pytest.mark.parametrize("name", [*TEXT_PAGES, *BODIES, "wires.jsonl", "meta.csv"])
def test_readme_names_every_file(name: str) -> None:
    assert f"`{name}`" in (EXAMPLES / "README.md").read_text(encoding="utf-8").replace("story/meta.csv", "meta.csv")
