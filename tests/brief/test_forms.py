from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest
from lxml import etree, html
from rich.cells import cell_len

from accordingto.answers import ActorRow, AliasRow, ClaimRow, CopyCount, SpeakerCount
from accordingto.brief import Brief, CutCount, Evidence, Line, ProblemCount, Section
from accordingto.brief.forms import form, names
from accordingto.brief.page import Dated
from accordingto.brief.wording import evidence_of
from accordingto.data import Report
from accordingto.errors import UsageError
from accordingto.readers import load
from accordingto.settings import WEIGHTS

DENIAL = Line(
    who="Norland", kind="state", naming="named", act="deny", polarity="-", firmness="certain", distance="neutral",
    cue="denied", words="moving any brigade", according_to="The Gull", reports=(1, 2),
)  # fmt: skip
DIPLOMAT = replace(DENIAL, who="a diplomat", kind="people", naming="anonymous", act="assert", polarity="+",
                   firmness="possible", cue="said", words="the trains went by night", according_to="",
                   reports=(2,))  # fmt: skip
SPEAKER = SpeakerCount(speaker="Norland", kind="state", naming="named", statements=3, reports=2, outlets=2,
                       acts={"deny": 2, "assert": 1})  # fmt: skip
EMPTY = Brief(
    record="story.db", complete=False, reports=0, outlets=0, undated=0, first="", last="", size=0, statements=0,
    speakers=(), speakers_left=0, sections=(), voices=(), voices_left=0, evidence=(), cuts=(), skipped=(), failed=(),
    models=(), unfinished=0,
)  # fmt: skip
BRIEF = replace(
    EMPTY, reports=2, outlets=2, first="2026-03-01", last="2026-03-05", size=1000, statements=3, speakers=(SPEAKER,),
    sections=(Section(name="denials", title="Denied", total=2, lines=(DENIAL,), left=1),
              Section(name="anonymous", title="On the word of anonymous sources", total=1, lines=(DIPLOMAT,), left=0)),
    voices=(Section(name="voice", title="Norland", total=3, lines=(DENIAL,), left=0),),
    evidence=(Evidence(number=1, report="a", outlet="The Gull", title="Troops", published="2026-03-01", url=""),
              Evidence(number=2, report="b", outlet="", title="", published="", url="https://tide.example/b")),
    cuts=(CutCount(reason="menu", pieces=2, size=100),),
    failed=(ProblemCount(reason="not text", number=4, sources=("x.bin",)),),
    models=("fake-1",), unfinished=1,
)  # fmt: skip


def rendered(name: str, brief: Brief, *, width: int = 80) -> str:
    """Return a brief in a form as text: of a Word document its words, of a page what is between its tags."""
    found = form(name).render(brief, width=width, colour=False)
    if isinstance(found, bytes):
        document = etree.fromstring(zipfile.ZipFile(io.BytesIO(found)).read("word/document.xml"))
        return "\n".join("".join(one.itertext()) for one in document.iter("{*}p"))
    if name == "html":
        page = html.fromstring(found)
        for style in page.iter("style"):
            style.text = ""
        return str(page.text_content())
    return found


HOSTILE = "[red]x[/red] \x1b[2J <b>**bold**</b> \ud800 \u202e | `code`"

MARKDOWN = """\
# The story so far

1 Mar 2026 – 5 Mar 2026 · 2 reports · 2 outlets · 3 statements · 1 speaker

*It records who says what. It does not say what is true.*

## Denied (2)

- ✕ denies · **Norland**: moving any brigade (“denied”; according to The Gull) \\[1\\] \\[2\\]
- … and 1 more

## On the word of anonymous sources (1)

- ● says · 🎭 *a diplomat*: the trains went by night (possible) \\[2\\]

## Who speaks

| speaker | statements | reports | outlets | how |
|---|--:|--:|--:|---|
| **Norland** | 3 | 2 | 2 | ✕ 2 denies · ● 1 says |

## Who says what

### Norland (3)

- ✕ denies · moving any brigade (“denied”; according to The Gull) \\[1\\] \\[2\\]

## Reports

- \\[1\\] The Gull · Troops · 1 Mar 2026
- \\[2\\] [outlet not established · b · undated](https://tide.example/b)

## What was left out

- cut: 100 characters, 10 % of all text: menu 100 in 2 pieces
- failed: not text, 4 – x.bin and 3 more
- 1 run did not come to the end: read the same sources again to go on

Read by fake-1.
"""


def test_markdown_exactly() -> None:
    assert form("md").render(BRIEF, width=80, colour=False) == MARKDOWN


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("width", [60, 80, 120, 160])
def test_every_form_shows_the_story(name: str, width: int) -> None:
    text = " ".join(rendered(name, BRIEF, width=width).split())
    for words in ("✕ denies", "moving any brigade", "according to The Gull", "🎭", "The Gull · Troops", "not text"):
        assert words in text


@pytest.mark.parametrize("width", [60, 80, 120, 160])
def test_terminal_keeps_its_width(width: int) -> None:
    long = replace(DENIAL, words="word " * 80, who="A very long name of a ministry of something " * 3)
    brief = replace(BRIEF, sections=(Section(name="denials", title="Denied", total=1, lines=(long,), left=0),))
    assert (
        max(cell_len(line) for line in form("terminal").render(brief, width=width, colour=False).splitlines()) <= width
    )


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("complete", [False, True])
def test_long_words_are_shortened_visibly_or_whole(name: str, complete: bool) -> None:
    long = replace(DENIAL, words="word " * 200 + "last")
    section = Section(name="denials", title="Denied", total=1, lines=(long,), left=0)
    brief = replace(BRIEF, complete=complete, sections=(section,), voices=())
    text = rendered(name, brief, width=80)
    assert ("last" in text, "word …" in " ".join(text.split())) == (complete, not complete)


@pytest.mark.parametrize("name", names())
def test_hostile_text_does_nothing(name: str) -> None:
    line = replace(DENIAL, words=HOSTILE, who=HOSTILE, cue=HOSTILE, according_to=HOSTILE)
    evidence = Evidence(number=1, report=HOSTILE, outlet=HOSTILE, title=HOSTILE, published=HOSTILE, url=HOSTILE)
    brief = replace(
        BRIEF,
        sections=(Section(name="denials", title="Denied", total=1, lines=(line,), left=0),),
        voices=(),
        evidence=(evidence,),
        failed=(ProblemCount(reason=HOSTILE, number=1, sources=(HOSTILE,)),),
        models=(HOSTILE,),
    )
    text = rendered(name, brief, width=160)
    text.encode("utf-8")
    assert "\x1b" not in text
    assert "\u202e" not in text
    if name == "md":
        assert "<b>" not in text
        assert "**bold**" not in text
    else:
        assert "[red]x[/red]" in text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://x.example/a) [b](c", "http://x.example/\n# head"])
def test_markdown_links_only_plain_addresses(url: str) -> None:
    evidence = Evidence(number=1, report="a", outlet="o", title="t", published="", url=url)
    assert "](" not in form("md").render(replace(BRIEF, evidence=(evidence,)), width=80, colour=False)


@pytest.mark.parametrize("name", names())
def test_empty_record_says_what_to_do(name: str) -> None:
    text = rendered(name, EMPTY, width=80)
    assert "accordingto read" in text


def test_colour_only_where_asked() -> None:
    assert "\x1b[" in str(form("terminal").render(BRIEF, width=80, colour=True))
    assert "\x1b" not in rendered("terminal", BRIEF)


def test_unknown_form() -> None:
    with pytest.raises(UsageError, match="terminal"):
        form("pdf")


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize(("copies", "says"), [
    (CopyCount(groups=1, reports=2), "Copies: 1 group of reports that share text, 2 reports in all"),
    (CopyCount(groups=0, reports=0), ""),
])  # fmt: skip
def test_copies_are_counted_where_there_are_any(name: str, copies: CopyCount, says: str) -> None:
    text = rendered(name, replace(BRIEF, copies=copies), width=100)
    assert says in text and ("Copies" in text) == bool(says)


CLAIM = ClaimRow(
    claim="c1", text="Norland moved two brigades.", slot="number of brigades", status="contested",
    speakers={"asserts": ("Ada Quill",), "denies": ("Norland", "A", "B", "C", "D")},
    origins={"asserts": 1, "denies": 7}, outlets={"asserts": 1, "denies": 9}, values=("two", "three"),
    first="", last="",
)  # fmt: skip
CONTESTED = replace(BRIEF, contested=(CLAIM,), claims={"contested": 3, "agreed": 0, "one word only": 2, "open": 0})


@pytest.mark.parametrize("name", names())
def test_contested_claims_come_first(name: str) -> None:
    text = rendered(name, CONTESTED, width=120)
    assert text.lower().index("contested (3)") < text.lower().index("denied (2)")
    assert "Ada Quill" in text and "● 1 origin, 1 outlet" in text
    assert "Norland, A, B, C and 1 more" in text and "●●●●● 7 origins, 9 outlets" in text
    assert "two · three" in text and "5 claims: 3 contested, 2 one word only" in text


@pytest.mark.parametrize("name", names())
def test_hostile_claims_do_nothing(name: str) -> None:
    claim = replace(CLAIM, text=HOSTILE, speakers={"asserts": (HOSTILE,)}, values=(HOSTILE, HOSTILE))
    text = rendered(name, replace(CONTESTED, contested=(claim,)), width=120)
    assert "\x1b" not in text and "\u202e" not in text and "\ud800" not in text


def test_page_fetches_nothing_runs_nothing_and_links_its_numbers() -> None:
    evil = replace(DENIAL, words="<script>alert(1)</script>", who="<img src=x onerror=alert(2)>")
    evidence = (
        *BRIEF.evidence,
        Evidence(number=3, report="c", outlet="", title="", published="", url="javascript:alert(3)"),
    )
    section = Section(name="denials", title="Denied", total=1, lines=(evil,), left=0)
    text = form("html").render(replace(BRIEF, sections=(section,), evidence=evidence), width=0, colour=False)
    assert isinstance(text, str)
    page = html.fromstring(text)
    assert not page.xpath("//script | //img | //link | //iframe | //@onerror | //@style")
    assert "url(" not in text and "@import" not in text
    links = page.xpath("//a/@href")
    assert {link for link in links if not link.startswith("#")} == {"https://tide.example/b"}
    assert {link[1:] for link in links if link.startswith("#")} <= set(page.xpath("//@id"))
    assert page.xpath("//html/@lang") == ["en"] and len(page.xpath("//h1")) == 1


def test_document_is_read_by_the_library_that_people_use() -> None:
    docx = pytest.importorskip("docx")
    found = form("docx").render(BRIEF, width=0, colour=False)
    assert isinstance(found, bytes)
    document = docx.Document(io.BytesIO(found))
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 1"] == [
        "Denied (2)", "On the word of anonymous sources (1)", "Who speaks", "Who says what", "Reports",
        "What was left out", "Read by",
    ]  # fmt: skip
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [
        "Norland",
        "3",
        "2",
        "2",
        "✕ 2 denies · ● 1 says",
    ]
    assert [link.address for one in document.paragraphs for link in one.hyperlinks] == ["https://tide.example/b"]


def test_document_is_read_by_our_own_reader() -> None:
    found = form("docx").render(BRIEF, width=0, colour=False)
    assert isinstance(found, bytes)
    (report,) = load("docx").read(io.BytesIO(found), name="brief.docx", limit_bytes=1_000_000)
    assert isinstance(report, Report)
    assert "moving any brigade" in report.text


def test_the_card_of_the_model_that_ships_is_shown() -> None:
    name = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))["name"]
    for form_ in ("html", "docx"):
        assert "F1 on development data" in rendered(form_, replace(BRIEF, models=(name,)))
        assert "F1 on development data" not in rendered(form_, BRIEF)


def test_report_names_its_kind_its_agencies_and_a_guess() -> None:
    evidence = Evidence(
        number=1, report="a", outlet="The Gull", title="Troops", published="2026-03-01", published_sure="possible",
        url="", kind="opinion", credits=("Reuters", "AFP"),
    )  # fmt: skip
    assert evidence_of(evidence, BRIEF) == "The Gull · Troops · 1 Mar 2026 (a guess) · opinion · with Reuters, AFP"


@pytest.mark.parametrize("name", names())
def test_every_form_says_once_who_actors_are_and_when_it_happened(name: str) -> None:
    alias = AliasRow(name="Norlanders", score=1.0, why={})
    own = AliasRow(name="Norland", score=1.0, why={})
    actor = ActorRow(
        actor=1, name="Norland", kind="state", body="Northern Pact", body_actor=2, aliases=(own, alias),
        roles=("host", "arbiter", "third role"), statements=3, reports=2, outlets=2, acts={}, why={},
    )  # fmt: skip
    dated = Dated(value="2031-03-04", who="", words="the bridge fell", reports=(1,))
    text = " ".join(rendered(name, replace(BRIEF, actors=(actor,), timeline=(dated,)), width=120).split())
    assert "host, arbiter · of Northern Pact · also Norlanders" in text
    assert text.count("the bridge fell") == 1
