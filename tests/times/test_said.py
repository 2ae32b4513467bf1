from __future__ import annotations

import pytest

from accordingto.data import Report, Said, Span, Statement
from accordingto.segment import segment
from accordingto.times import find_times, happened, said

PUBLISHED = "2031-06-27"
"""A Friday."""


def made(text: str, source: str, cue: str, content: str, published: str = PUBLISHED) -> tuple[Said, list[str]]:
    """Return when a statement with these parts was said, and the times in it as they are written."""
    spans = [
        (Span(text.index(words), text.index(words) + len(words)),) if words else () for words in (source, cue, content)
    ]
    statement = Statement(source=spans[0], cue=spans[1], content=spans[2])
    report = Report(id="x", text=text, published=published)
    sentences = segment(text)
    times = find_times(report, sentences)
    inside = [text[slice(*times[number].span)] for number in happened(statement, times)]
    return said(statement, times, report, sentences), inside


@pytest.mark.parametrize(
    ("text", "parts", "value"),
    [
        ("Orlo said on Wednesday the bridge had fallen.", ("Orlo", "said", "the bridge had fallen"), "2031-06-25"),
        ("On Wednesday, Orlo said the bridge had fallen.", ("Orlo", "said", "the bridge had fallen"), "2031-06-25"),
        ("Orlo on Wednesday said that it fell.", ("Orlo", "said", "it fell"), "2031-06-25"),
        ("“It fell,” Orlo told the Gull in Teln on Wednesday.", ("Orlo", "told", "“It fell,”"), "2031-06-25"),
        ("“It fell,” Orlo, head of the guard, said last week.", ("Orlo, head of the guard,", "said", "“It fell,”"),
         "2031-06-16/2031-06-22"),
        ("Orlo said in late June 2029 that it fell.", ("Orlo", "said", "it fell"), "2029-06-21/2029-06-30"),
    ],
)  # fmt: skip
def test_the_time_beside_the_cue_is_when_it_was_said(text: str, parts: tuple[str, str, str], value: str) -> None:
    when, inside = made(text, *parts)
    assert (when.value, when.how, when.time, inside) == (value, "words", 0, [])


@pytest.mark.parametrize(
    ("text", "parts", "inside"),
    [
        ("Orlo said it fell on Wednesday.", ("Orlo", "said", "it fell on Wednesday"), ["Wednesday"]),
        ("It fell on Wednesday. Orlo said so.", ("Orlo", "said", "so"), []),
        ("On Wednesday, according to Orlo, it fell.", ("Orlo", "according to", "it fell"), []),
        ("Orlo, who came on Wednesday, said it fell.", ("Orlo, who came on Wednesday,", "said", "it fell"), []),
        ("Orlo said it fell, and Venn left on Wednesday.", ("Orlo", "said", "it fell"), []),
        ("Orlo said nothing, but that was on Wednesday.", ("Orlo", "said", "nothing"), []),
    ],
)
def test_a_time_of_something_else_is_not_when_it_was_said(
    text: str, parts: tuple[str, str, str], inside: list[str]
) -> None:
    when, found = made(text, *parts)
    assert (when, found) == (Said(value=PUBLISHED, how="published"), inside)


def test_without_a_day_it_is_not_established() -> None:
    text = "Orlo said on Wednesday it fell."
    parts = ("Orlo", "said", "it fell")
    assert made(text, *parts, published="")[0] == Said(value="", how="words", time=0)
    assert made("Orlo said it fell.", *parts, published="")[0] == Said(value="", how="none")


def test_a_dateline_dates_what_is_said_under_it() -> None:
    text = "TELN, 26 June 2031 (Gull) – Orlo said it fell."
    assert made(text, "Orlo", "said", "it fell", published="")[0] == Said(value="2031-06-26", how="dateline")


def test_a_statement_without_a_cue_has_the_day_of_its_report() -> None:
    assert made("Orlo: it fell on Wednesday.", "Orlo", "", "it fell on Wednesday")[0].how == "published"
