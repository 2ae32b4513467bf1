from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.data import Dateline, Report, Span, Statement, Syntax, Time
from accordingto.segment import segment
from accordingto.times import bounds, find_times
from accordingto.times.grammar import small, tables
from accordingto.times.resolve import FORMS

PUBLISHED = "2031-06-27"
"""A Friday."""


def found(text: str, published: str = PUBLISHED) -> tuple[Time, ...]:
    return find_times(Report(id="x", text=text, published=published), segment(text))


def told(text: str, published: str = PUBLISHED) -> list[tuple[str, str]]:
    return [(text[slice(*time.span)], time.value) for time in found(text, published)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        # named in full
        ("They met on 28 June 2029.", "28 June 2029", "2029-06-28"),
        ("They met on Tuesday, Aug. 21, 2029.", "Tuesday, Aug. 21, 2029", "2029-08-21"),
        ("They met on the 3rd of May, 2029.", "the 3rd of May, 2029", "2029-05-03"),
        ("They met on 2029-05-03.", "2029-05-03", "2029-05-03"),
        ("They met on 14.3.2029.", "14.3.2029", "2029-03-14"),
        ("They met on 5–6 September 2029.", "5–6 September 2029", "2029-09-05/2029-09-06"),
        ("They met on May 3-5, 2029.", "May 3-5, 2029", "2029-05-03/2029-05-05"),
        ("They met in May 2029.", "May 2029", "2029-05"),
        ("They met in May of last year.", "May of last year", "2030-05"),
        ("From January to June 2029 they met.", "January to June 2029", "2029-01/2029-06"),
        ("They met in 2029.", "2029", "2029"),
        ("The 2029 accord failed.", "2029", "2029"),
        ("They met in 2011-12.", "2011-12", "2011/2012"),
        ("They met in 2011–2014.", "2011–2014", "2011/2014"),
        ("It was so in the 1990s.", "the 1990s", "1990/1999"),
        ("It was so in the early ’90s.", "the early ’90s", "1990/1994"),
        ("It was so in the sixties.", "the sixties", "1960/1969"),
        ("It was so in the 1800s.", "the 1800s", "1800/1899"),
        ("It was so in the late 19th century.", "the late 19th century", "1866/1899"),
        ("It was so in A.D. 842.", "A.D. 842", "0842"),
        ("It fell in World War II.", "World War II", "1939-09-01/1945-09-02"),
        # parts
        ("They met in late June 2029.", "late June 2029", "2029-06-21/2029-06-30"),
        ("They met in mid-May 2029.", "mid-May 2029", "2029-05-11/2029-05-20"),
        ("They met at the end of 2029.", "the end of 2029", "2029-12"),
        ("It ran in the first half of 2029.", "the first half of 2029", "2029-01/2029-06"),
        ("They met in the first week of May.", "the first week of May", "2031-05-01/2031-05-07"),
        ("They met in the third quarter of 2029.", "the third quarter of 2029", "2029-07/2029-09"),
        ("They met in the fall of 2029.", "the fall of 2029", "2029-09/2029-11"),
        ("They met in winter 2029-30.", "winter 2029-30", "2029-12/2030-02"),
        # counted from the report's day
        ("They met on Wednesday.", "Wednesday", "2031-06-25"),
        ("They met on Friday.", "Friday", "2031-06-27"),
        ("They will meet on Wednesday.", "Wednesday", "2031-07-02"),
        ("They are to meet on Monday night.", "Monday night", "2031-06-30"),
        ("They met last Friday.", "last Friday", "2031-06-20"),
        ("They meet next Tuesday.", "next Tuesday", "2031-07-01"),
        ("They met yesterday.", "yesterday", "2031-06-26"),
        ("They met the day before yesterday.", "the day before yesterday", "2031-06-25"),
        ("They met last night.", "last night", "2031-06-26"),
        ("They meet tomorrow evening.", "tomorrow evening", "2031-06-28"),
        ("They met last week.", "last week", "2031-06-16/2031-06-22"),
        ("They met earlier this week.", "earlier this week", "2031-06-23/2031-06-27"),
        ("They will meet later this week.", "later this week", "2031-06-27/2031-06-29"),
        ("They met over the weekend.", "the weekend", "2031-06-21/2031-06-22"),
        ("They will meet this weekend.", "this weekend", "2031-06-28/2031-06-29"),
        ("They met last month.", "last month", "2031-05"),
        ("They meet early next month.", "early next month", "2031-07-01/2031-07-10"),
        ("They met in March.", "March", "2031-03"),
        ("They met in August.", "August", "2030-08"),
        ("They will meet in March.", "March", "2032-03"),
        ("They met last summer.", "last summer", "2030-06/2030-08"),
        ("They met on 20 June.", "20 June", "2031-06-20"),
        ("They will meet on May 3.", "May 3", "2031-05-03"),
        ("They met on Dec. 24.", "Dec. 24", "2030-12-24"),
        ("They met two days ago.", "two days ago", "2031-06-25"),
        ("They met a year ago.", "a year ago", "2030"),
        ("They met twenty-two months ago.", "twenty-two months ago", "2029-08"),
        ("They met a year and a half ago.", "a year and a half ago", "2029-12"),
        ("It grew over the past five years.", "the past five years", "2026-06-27/2031-06-27"),
        ("It will grow in the next two weeks.", "the next two weeks", "2031-06-27/2031-07-11"),
        ("They met several years ago.", "several years ago", "../2031-06-27"),
        ("It grew in recent weeks.", "recent weeks", "../2031-06-27"),
        ("They meet in the coming days.", "the coming days", "2031-06-27/.."),
        ("They met at Christmas.", "Christmas", "2030-12-25"),
        ("They met at 3 p.m.", "3 p.m.", "2031-06-27T15:00:00"),
        ("They met on Wednesday at 3:30 p.m. GMT.", "Wednesday at 3:30 p.m. GMT", "2031-06-25T15:30:00"),
        ("They met at 10:15 on Wednesday.", "10:15 on Wednesday", "2031-06-25T10:15:00"),
        # open ends and ranges
        ("They have met since the fall of 2029.", "since the fall of 2029", "2029-09/.."),
        ("They met until last week.", "until last week", "../2031-06-22"),
        ("They must leave by the end of July.", "by the end of July", "../2031-07-31"),
        ("They did not leave until Wednesday.", "Wednesday", "2031-06-25"),
        ("They met after Wednesday’s vote.", "Wednesday", "2031-06-25"),
        ("It ran from May 3 to June 5, 2029.", "May 3 to June 5, 2029", "2029-05-03/2029-06-05"),
        ("It rained between Monday and Wednesday.", "Monday and Wednesday", "2031-06-23/2031-06-25"),
    ],
)  # fmt: skip
def test_what_is_written_and_what_it_is(text: str, words: str, value: str) -> None:
    assert told(text) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They met on 3 May 2029. Two days later, they left.", "Two days later", "2029-05-05"),
        ("They met on 3 May 2029 and left the next day.", "the next day", "2029-05-04"),
        ("They met on 3 May 2029 and left the same day.", "the same day", "2029-05-03"),
        ("They met in May 2029. That year was bad.", "That year", "2029"),
        ("They met in May 2029. A year earlier, they had not.", "A year earlier", "2028"),
        ("They met in 2011. On 3 May, the town fell.", "3 May", "2011-05-03"),
        ("They met in 2029, more than the year before.", "the year before", "2028"),
    ],
)
def test_what_stands_on_another_time_is_anchored_to_the_text(text: str, words: str, value: str) -> None:
    last = found(text)[-1]
    assert (text[slice(*last.span)], last.value, last.anchor) == (words, value, "text")


@pytest.mark.parametrize(
    "text",
    [
        "They may march in the sun and fall a second time.",
        "Mr. May met April Orlo and August Venn.",
        "The fall of the town; the spring in his step.",
        "He has 2000 troops, 1,990 tanks and $2015.",
        "Some 1980 people and 2010 soldiers came.",
        "Call 201-1776 or see p. 1225 of Rule 41.",
        "The score was 3-2, in 11 of 12 cases.",
        "They meet every Friday, on Mondays and each May.",
        "That may be so, and this may not.",
        "The summit in Autumnvale, by Lake Winter.",
        "A two-day visit took five hours.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    ["They met on Wednesday.", "They met last month.", "They met in late June.", "They met two days later.",
     "They met on 3 May.", "They met on 03/04/2029.", "Two months on, they met."],
)  # fmt: skip
def test_nothing_is_counted_from_today(text: str) -> None:
    (time,) = found(text, published="")
    assert (time.value, time.grain, time.anchor) == ("", "", "none")


def test_what_stands_by_itself_needs_no_day() -> None:
    (time,) = found("They met in late June 2029.", published="")
    assert (time.value, time.grain, time.anchor) == ("2029-06-21/2029-06-30", "month", "text")


@pytest.mark.parametrize(
    ("published", "anchor", "value"),
    [
        ("", "dateline", "2031-06-27"),
        ("2031-06-29", "dateline", "2031-06-27"),
        ("2031-07-20", "published", "2031-07-19"),
    ],
)
@pytest.mark.parametrize("head", ["Posted on 28 June 2031\n\n", "TELN, June 28, 2031 (Gull) – "])
def test_the_day_at_the_head_counts_unless_the_report_is_of_another_week(
    head: str, published: str, anchor: str, value: str
) -> None:
    time = found(f"{head}They met yesterday.", published)[-1]
    assert (time.anchor, time.value) == (anchor, value)


def test_the_dateline_that_the_report_came_with_counts() -> None:
    text = "TELN, June 25 (Gull) – They met yesterday."
    report = Report(id="x", text=text, published="2031-06-26", dateline=Dateline(0, 23, "Teln", "2031-06-25"))
    assert find_times(report, segment(text))[-1].value == "2031-06-24"


def test_a_pledge_lies_ahead() -> None:
    text = "The ministry wants a vote on Wednesday."
    pledge = Statement(content=(Span(19, 38),), act="pledge")
    report = Report(id="x", text=text, published=PUBLISHED)
    (time,) = find_times(report, segment(text), statements=[pledge])
    assert time.value == "2031-07-02"


@pytest.mark.parametrize(("head", "value"), [(3, "2031-07-02"), (1, "2031-06-25")])
def test_the_verb_above_a_time_in_the_tree_decides(head: int, value: str) -> None:
    text = "They said will leave Wednesday ."
    words = segment(text)[0].words
    syntax = Syntax(
        words=words,
        tags=("PRON", "VERB", "AUX", "VERB", "PROPN", "PUNCT"),
        heads=(1, -1, 3, 1, head, 1),
        relations=("nsubj", "root", "aux", "ccomp", "obl", "punct"),
    )
    (time,) = find_times(Report(id="x", text=text, published=PUBLISHED), segment(text), syntax=syntax)
    assert time.value == value


def test_spelling_of_space_and_case_does_not_matter() -> None:
    assert told("THEY MET ON WEDNESDAY, 25\u00a0JUNE 2031.") == [("WEDNESDAY, 25\u00a0JUNE 2031", "2031-06-25")]
    assert told("İlk gün: 25 June 2031.") == [("25 June 2031", "2031-06-25")]


def test_every_form_has_what_resolves_it() -> None:
    assert set(tables().forms) == set(FORMS)


PIECES = (
    "on in since until by late early the last next this that same two 29 31 0 00 2031 1999 Feb May june 30 of and a"
    " half year years month week weekend days decade century quarter ago later before after at 3 p.m. 11:59 – - , . /"
    " ' s ’ Friday Wednesday winter summer fall noon end beginning first 21st İ will was"
)
RUNS = st.lists(st.sampled_from([*PIECES.split(), "\n"]), max_size=14).map(" ".join)


@given(RUNS, st.sampled_from(["", "2032-02-29", "0001-01-01", "9999-12-31", "x"]))
def test_any_run_of_times_gives_spans_in_order_and_values(text: str, published: str) -> None:
    _hold(text, published)


@given(st.text(max_size=200), st.text(max_size=12))
def test_any_text_is_an_input(text: str, published: str) -> None:
    assert len(small(text)) == len(text)
    _hold(text, published)


def _hold(text: str, published: str) -> None:
    end = 0
    for time in found(text, published):
        assert end <= time.span.begin < time.span.end <= len(text)
        end = time.span.end
        first, last = bounds(time.value)
        assert not (first and last) or first <= last
        assert (time.anchor == "none") == (time.value == "") == (time.grain == "")
