"""The kind of a report: decided by evidence, news where there is too little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.data import REPORT_KINDS, Cut
from accordingto.kinds import Stated, kind_of

NEWS = [
    "Northland has moved two brigades to the river Vell, three officials said on Tuesday, and gave no reason for it.",
    "“I was told nothing,” said Ida Marn, the mayor of Teln, who had called the ministry twice that morning.",
    "The ministry of defence in Corrant said that it knew of no such order, and that the exercise was routine.",
]
COLUMN = [
    "I have lived on the Vell for forty years, and I have never seen a brigade on it that was there for my good.",
    "My neighbours think so too, I believe.",
    "Jon Vell is a columnist for The Oste Herald.",
]
QUESTIONS = [
    ("Did the ministry tell you that the brigades would come?", "No. I called twice and nobody told me anything."),
    ("What will you do if the bridge stays closed?", "We will open the old ferry. I have asked the council."),
    ("Do you believe that it is an exercise?", "I do not know, and I would rather not guess."),
    ("Who should answer for it?", "The minister. I said so on Monday and I say it again."),
]
TURNS = [
    "HALDAN: Good morning. I will make a short statement.",
    "VELL: Minister, who gave the order to move the brigades?",
    "HALDAN: It was a routine order, given in the spring.",
    "MARN: Nobody in Teln was told.",
    "MARN: I ask again.",
    "HALDAN: The district was told by letter.",
    "VELL: Thank you.",
]
RELEASE = [
    "FOR IMMEDIATE RELEASE",
    "The Ministry of Transport welcomed the agreement on the Vell crossing today.",
    "Media contact: press@transport.northland.example",
]
BLOG = [*NEWS, "Posted by vellwatcher on 9 September 2031 at 3:59 PM"]

KINDS = [
    (NEWS, "news"),
    (COLUMN, "opinion"),
    ([line for pair in QUESTIONS for line in pair], "interview"),
    ([line for pair in QUESTIONS for line in (f"Q: {pair[0]}", f"A: {pair[1]}")], "interview"),
    (TURNS, "transcript"),
    (RELEASE, "press release"),
    (BLOG, "blog"),
]


@pytest.mark.parametrize(("lines", "kind"), KINDS)
def test_text_alone(lines: list[str], kind: str) -> None:
    found, why = kind_of("\n\n".join(lines))
    assert found == kind
    assert bool(why) == (kind != "news")


@pytest.mark.parametrize("path", ["opinion", "blog", "interviews", "press-releases", "transcripts"])
def test_a_word_in_the_address_decides_nothing(path: str) -> None:
    stated = Stated(url=f"https://oste.example/{path}/brigades-at-the-vell")
    assert kind_of("\n\n".join(NEWS), stated=stated) == ("news", "")


def test_two_weak_signs_decide_together() -> None:
    told = [*NEWS, "I saw it myself.", "I stood on the bridge.", "My car was behind me."]
    kind, why = kind_of("\n\n".join(told), stated=Stated(url="https://oste.example/opinion/vell"))
    assert (kind, why) == ("opinion", "its address; the writer says “I”")


def test_section_that_the_page_states() -> None:
    assert kind_of("\n\n".join(NEWS), stated=Stated(sections=["Opinion"])) == ("opinion", "section Opinion")


def test_explainer_is_no_interview() -> None:
    asked = ["What is the Vell?", "It is a river.", "Where does it rise?", "In the hills.", "Is it deep?", "It is not."]
    assert kind_of("\n\n".join(asked * 2))[0] == "news"


def test_what_others_wrote_below_tells_nothing() -> None:
    text = "\n\n".join([*NEWS, *COLUMN])
    begin = text.index(COLUMN[0])
    assert kind_of(text, cut=[Cut(begin, len(text), "readers’ comments")])[0] == "news"


@given(st.text(), st.text(max_size=40))
def test_any_text(text: str, title: str) -> None:
    assert kind_of(text, title=title)[0] in REPORT_KINDS
