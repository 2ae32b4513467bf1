from __future__ import annotations

import json

import numpy as np
import pytest

from accordingto.heads.crf import best_paths
from accordingto.heads.statements import BEGIN, CONTENT, SOURCE, runs
from tests.network import TOKENS, bio_tables
from training import data
from training.data import Gold, annotated, document, scheme, windows, without_that

SENTENCES = ["Brasny said on Monday, citing two generals, that troops had left.", "“They went home,” she added."]
ROWS = [
    {"n": 1, "sent": 1, "source": ["Brasny"], "cue": ["said"], "content": ["troops had left"], "parent": None},
    {"n": 2, "sent": 1, "source": ["two generals"], "cue": ["citing"], "content": ["troops had left"], "parent": 1},
    {"n": 3, "sent": 2, "source": ["she"], "cue": ["added"], "content": ["“They went home,”"], "parent": None},
]
LABELS_OF_FILE = ("kind", "naming", "act", "firmness", "polarity", "distance", "ground")
PARTS = ("source", "cue", "content")
LABELS = {"kind": "person", "naming": "named", "act": "assert", "firmness": "certain", "polarity": "+"}


@pytest.fixture
def story(tmp_path):
    text = "# id: one\n¶\n" + "\n¶\n".join(f"{i}\t{s}" for i, s in enumerate(SENTENCES, 1))
    (tmp_path / "one.txt").write_text(text, encoding="utf8")
    rows = [{**LABELS, "distance": "neutral", "ground": "", "speaker": "Ilka Brasny", **row} for row in ROWS]
    (tmp_path / "one.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf8")
    (found,) = scheme(tmp_path)
    return found


def words_of(story, pieces):
    return [story.text[story.words[b].begin : story.words[e - 1].end] for b, e in pieces]


def test_pieces_are_the_quoted_words(story):
    assert [words_of(story, s[p]) for s in story.statements for p in ("source", "cue", "content")] == [
        row[p] for row in ROWS for p in ("source", "cue", "content")
    ]
    assert story.text == "\n\n".join(SENTENCES)


def test_decoding_the_targets_gives_the_annotation(story):
    (window,) = windows(story, TOKENS, 256, None)
    cue_scores = np.where(window.cue_allowed, 5, -5).astype(np.float32)[None]
    length = np.array([len(window.first)])
    tags = best_paths(cue_scores, length, *bio_tables("cue", 1).values())[0]
    assert sorted(runs(tags, BEGIN)) == sorted(s["cue"][0] for s in story.statements)
    given = (10 * np.eye(5)[window.given]).astype(np.float32)
    paths = best_paths(given, np.repeat(length, 3), *bio_tables("given", 2).values())
    for row, statement in zip(paths, story.statements, strict=True):
        assert runs(row, SOURCE) == statement["source"]
        assert runs(row, CONTENT) == statement["content"]


def test_a_flat_annotation_leaves_its_contents_open(story):
    story.flat = True
    (window,) = windows(story, TOKENS, 256, None)
    inside = np.zeros(len(window.first), bool)
    for statement in story.statements:
        for begin, end in statement["content"]:
            inside[begin:end] = True
    assert window.cue_allowed[inside].all()
    assert (window.cue_allowed[~inside].sum(1) == 1).all()


@pytest.mark.parametrize("size", [12, 16, 24])
def test_windows_hold_every_word_once_and_are_never_too_long(story, size):
    found = list(windows(story, TOKENS, size, None))
    assert sum(len(w.first) for w in found) == len(story.words)
    assert max(len(w.ids) for w in found) <= size


def test_pieces_with_only_white_space_between_are_one():
    text = "“No. Never,” he said."
    doc = document("x", text, [Gold([(13, 15)], [(16, 20)], [(0, 4), (5, 12)])], flat=False)
    assert doc.statements[0]["content"] == [(0, 6)]


@pytest.mark.parametrize(
    ("text", "left"), [("that it ended", "it ended"), ("That it", "it"), ("thatch", "thatch"), ("that ", "that ")]
)
def test_that_is_trimmed(text, left):
    begin, end = without_that(text, (0, len(text)))
    assert text[begin:end] == left


def test_labels_are_read_with_their_places(tmp_path, monkeypatch):
    text = "Orlo warned of war. Veskar said no."
    corpora = tmp_path / "corpora"
    (corpora / "syria").mkdir(parents=True)
    (corpora / "syria" / "reports.jsonl").write_text(json.dumps({"id": "7", "text": text}) + "\n", encoding="utf8")
    rows = [
        ("syria", "7", "0-4", "5-14", "15-18", "state", "named", "warn", "certain", "+", "neutral", ""),
        ("syria", "7", "20-26", "27-31", "32-34", "state", "named", "decline", "none", "-", "neutral", ""),
    ]
    head = ("corpus", "report", "source", "cue", "content", *LABELS_OF_FILE)
    table = "\n".join("\t".join(row) for row in (head, *rows)) + "\n"
    (tmp_path / "annotated.tsv").write_text(table, encoding="utf8")
    monkeypatch.setenv("ACCORDINGTO_SHARED", str(tmp_path))
    monkeypatch.setattr(data, "ANNOTATED", tmp_path / "annotated.tsv")
    (found,) = annotated()
    assert [
        [found.text[found.words[s[p][0][0]].begin :][: len(w)] for p, w in zip(PARTS, words, strict=True)]
        for s, words in zip(found.statements, [("Orlo", "warned of", "war"), ("Veskar", "said", "no")], strict=True)
    ] == [["Orlo", "warned of", "war"], ["Veskar", "said", "no"]]
    assert [s["labels"].get("act") for s in found.statements] == ["warn", "decline"]
    assert ["polarity" in s["labels"] for s in found.statements] == [True, False]
    assert found.unread
