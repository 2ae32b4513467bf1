"""What ships, run whole: the weights on fixed texts, on the sample story, and on the corpora where they are at hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from accordingto import find, read
from accordingto.analyse import Analyser
from accordingto.data import LABELS, Report
from accordingto.sample import sample_story
from accordingto.settings import WEIGHTS

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("ACCORDINGTO_SHARED", ROOT.parent / "shared"))
pytestmark = pytest.mark.model
corpora = pytest.mark.skipif(not (SHARED / "corpora").is_dir(), reason="no corpora: set ACCORDINGTO_SHARED")


@pytest.fixture(scope="module")
def analyser():
    return Analyser()


def analysed(analyser, text):
    found = analyser.analyse(Report(id="r", text=text, language="en"))
    return [
        {p: [text[b:e] for b, e in getattr(s, p)] for p in ("source", "cue", "content")} | {"statement": s}
        for s in found.statements
    ]


def test_the_card_says_what_ships():
    card = json.loads((WEIGHTS / "card.json").read_text(encoding="utf8"))
    assert {"name", "base", "data", "licence", "config", "commit", "scores", "parity", "parameters"} <= set(card)
    assert card["parity"]["largest difference of torch and ONNX in fp32"] < 1e-3
    assert set(card["scores"]) == {"dev, fp32", "dev, int8 (ships)", "loss from int8"}


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "act"),
    [
        (
            "The Veskaran defence ministry denied on Tuesday that its troops had crossed the river.",
            "The Veskaran defence ministry",
            "denied",
            "its troops had crossed the river",
            "deny",
        ),
        (
            "Ilka Brasny declined to say how many soldiers were at the base.",
            "Ilka Brasny",
            "declined to say",
            "how many soldiers were at the base",
            "decline",
        ),
        (
            "“We have no plans to leave,” said Gen. Oren Tarsk, the chief of staff.",
            "Gen. Oren Tarsk, the chief of staff",
            "said",
            "“We have no plans to leave,”",
            None,
        ),
    ],
)
def test_plain_sentences(analyser, text, source, cue, content, act):
    (found,) = analysed(analyser, text)
    assert (found["source"], found["cue"], found["content"]) == ([source], [cue], [content])
    assert act in (None, found["statement"].act)


def test_a_source_that_cites_another_holds_its_statement(analyser):
    text = "Columnist Dara Venn writes, citing retired general Hugo Orlo, that the troops will stay for years."
    found = analysed(analyser, text)
    inner = [f["statement"] for f in found if f["statement"].parent is not None]
    assert len(found) >= 1
    assert all(s.parent != i for i, s in enumerate(f["statement"] for f in found))
    assert all(found[s.parent]["statement"].parent != found.index(f) for f in found if (s := f["statement"]) in inner)


def test_every_label_is_of_the_scheme(analyser):
    text = " ".join(p.read_text(encoding="utf8") for p in sorted(sample_story().glob("*.txt")))
    found = analyser.analyse(Report(id="r", text=text, language="en")).statements
    assert len(found) > 50
    for s in found:
        assert all(getattr(s, k) in values for k, values in LABELS.items())
        assert s.content
        assert (s.kind == "none") == (not s.source)
        assert all(0 <= v <= 1 for v in s.scores.values())
        assert s.parent is None or 0 <= s.parent < len(found)


@pytest.mark.parametrize(
    "damage",
    [
        lambda t: t.replace("“", "", 1),
        lambda t: t.replace("”", '"'),
        lambda t: t.replace("“", '"').replace("”", '"').replace("’", "'"),
        lambda t: t + " “",
        lambda t: t.replace(". ", " (習近平, Путин). ", 1),
    ],
)
def test_a_damaged_mark_leaves_most_of_a_report_as_it_was(analyser, damage):
    text = (sample_story() / "corrant-dispatch.txt").read_text(encoding="utf8")
    before = {c for f in analysed(analyser, text) for c in f["cue"]}
    after = {c for f in analysed(analyser, damage(text)) for c in f["cue"]}
    assert len(before & after) >= 0.8 * len(before)


UNAFFECTED = 0.8
"""Share of statements with all their spans: the words around count, and int8 takes one scale a window of them."""
STRANGE = {
    "one odd mark": 'The harbour chief said the "ferry would sail at noon.',
    "nested marks": "“He told me ‘the minister said “never again” and left’,” Dara Venn said. “That was ‘all’.”",
    "unclosed marks": "“We were asked to wait, Mr Tolm said, “and nobody came. “The gate stayed shut.",
    "all capitals": "VESKARAN MINISTER SAYS NO TROOPS CROSSED THE RIVER, DENIES PLANS FOR A SECOND BRIDGE",
    "a transcript": "TOLM: Did you see them?\nVENN: I did. I told the council so.\nTOLM: [crosstalk] And they said?",
    "a press release": '"We welcome the report" – Commissioner Ada Quill\n"It changes nothing" – Hugo Orlo, spokesman',
    "tweets": "@adaquill: can’t believe they said that!!! #veskar http://t.example/a1B2c3\nRT @orlo “no comment” lol",
    "a quotation over paragraphs": "“We came at dawn,” Mr Tolm said.\n\n“Nobody was there.\n\n“We left at noon.”",
    "Cyrillic": "Министр заявил, что «войска ушли», said Ada Quill.",
    "Chinese": "她说：“部队已经离开了。” Ada Quill said so too.",
}


@pytest.mark.parametrize("kind", STRANGE)
def test_what_stands_elsewhere_is_as_it_was(analyser, kind):
    """A strange paragraph in the middle of a report leaves the statements before and after it alone."""
    paragraphs = (sample_story() / "corrant-dispatch.txt").read_text(encoding="utf8").split("\n\n")
    middle = len(paragraphs) // 2
    head, tail = "\n\n".join(paragraphs[:middle]), "\n\n".join(paragraphs[middle:])
    begin, end = len(head) + 2, len(head) + 2 + len(STRANGE[kind]) + 2

    def told(text, moved):
        found = analyser.analyse(Report(id="r", text=text, language="en")).statements
        parts = [(s.source, s.cue, s.content) for s in found]
        there = {p for p in parts if not any(begin <= b < end for part in p for b, _ in part)} if moved else set(parts)
        by = end - begin if moved else 0
        return {
            tuple(tuple((b - by, e - by) if b >= end else (b, e) for b, e in part) for part in p) if moved else p
            for p in there
        }

    before, after = told(f"{head}\n\n{tail}", False), told(f"{head}\n\n{STRANGE[kind]}\n\n{tail}", True)
    assert len(before) > 5
    assert len(before & after) >= UNAFFECTED * len(before)


def test_worker_processes_find_what_one_process_finds(analyser):
    texts = [p.read_text(encoding="utf8") for p in sorted(sample_story().glob("*.txt"))] * 4
    reports = [Report(id=str(i), text=text, language="en") for i, text in enumerate(texts)]
    fresh = Analyser(threads=2)
    found = list(fresh.stream(reports))
    assert "network" not in vars(fresh)  # it is loaded in the workers alone
    assert found == [analyser.analyse(report) for report in reports]


def test_the_sample_story(tmp_path):
    record = tmp_path / "s.db"
    assert read(sample_story(), record=record).failed.total() == 0
    assert any("Brasny" in f.who for f in find(act="deny", record=record, limit=None))
    assert any(f.statement.act == "decline" for f in find(by="Lindek", record=record, limit=None))
    assert list(find(anonymous=True, record=record, limit=None))
    assert any(f.statement.parent is not None for f in find(record=record, limit=None))


@corpora
@pytest.mark.corpora
def test_the_five_pages(tmp_path):
    record = tmp_path / "s.db"
    reading = read(SHARED / "seeds", record=record)
    assert (reading.failed.total(), reading.reports.total()) == (0, 5)
    every = list(find(record=record, limit=None))
    words = " ".join(w for f in every for w in (*f.source_words, *f.content_words))
    assert not any(
        w in words for w in ("Rama", "Albania", "Mujica", "Myanmar", "Select Language", "Dreamwidth", "Sponsors")
    )
    denials = [f for f in every if f.statement.act == "deny"]
    assert any("Zakharova" in f.who and "rubbish" in " ".join(f.content_words) for f in denials)
    assert any("White House" in f.who and f.statement.act == "decline" for f in every)
    assert any("diplomats" in " ".join(f.source_words) and f.statement.naming == "anonymous" for f in every)


def scored(tmp_path, part, *options):
    tool = SHARED / "tools" / "score.py"
    gold, texts, found = SHARED / "corpora" / part, tmp_path / "texts.jsonl", tmp_path / "found.jsonl"
    with texts.open("wb") as out:
        subprocess.run([sys.executable, str(tool), "texts", str(gold)], stdout=out, check=True)
    with found.open("wb") as out:
        subprocess.run([sys.executable, "-m", "accordingto", "analyse", str(texts)], stdout=out, check=True, cwd=ROOT)
    command = [sys.executable, str(tool), "score", str(gold), str(found), "--json", *options]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


@corpora
@pytest.mark.corpora
def test_parts_on_polnear(tmp_path):
    found = scored(tmp_path, "polnear/dev", "--flat")["fragments"]
    assert found["source"]["f1"] >= 80
    assert found["cue"]["f1"] >= 73
    assert found["content"]["f1"] >= 66


@corpora
@pytest.mark.corpora
def test_statements_and_labels_on_voa(tmp_path):
    found = scored(tmp_path, "voa/dev")
    assert found["statement"]["attributed@0.3"]["f1"] >= 65
    assert all(label["n"] for label in found["labels"].values())
