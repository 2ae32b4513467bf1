from __future__ import annotations

import random
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.copies import PASSAGE, WINDOW, Copy, bands_of, compare, words_of
from accordingto.data import Cut

WIRE = """\
PORT SELD, April 3 (Gannet) - The harbour council of Port Seld voted on Tuesday to close the northern lock for six \
months, saying that the gates put in forty years ago could no longer be trusted to hold back a spring tide.

Engineers had found cracks in two of the four hinges, Mayor Orla Fenn told a packed meeting that went on until \
midnight. Ships of more than 900 tonnes will have to use the lock at Brannock, a detour of some 40 kilometres that \
pilots expect to cost them half a day.

Tomas Ruel, who speaks for the 230 pilots of the estuary, said that his members had warned of the hinges since 2019 \
and had been told each spring that money would be found in autumn. The council has set aside 12 million crowns, \
about a third of what the repair is thought to need, and hopes that the province will pay the rest.

The province has not said whether it will. A spokeswoman for Governor Idris Vale wrote that the request had arrived \
and would be looked at in the order in which it came.

Fishermen, whose boats are small enough for the old canal, welcomed the decision. They have asked for years that the \
basin be dredged, and with the lock shut it can be pumped dry for the first time since the flood of 1987.
"""
OWN = """\
In Brannock the news was met with less calm. The village has one quay, a crane that is mostly rented to farmers, and \
a harbour master who doubles as the postman; he said he would believe in the detour when he saw the first funnel.
"""
REWORDED = """\
Big ships bound for Port Seld face half a year of detours. The harbour council of Port Seld decided on Tuesday to \
shut its northern lock, since gates put in forty years ago may fail in a spring tide.

Mayor Orla Fenn told a packed hall that cracks in two of the four hinges had been found by engineers. Whatever has \
more than 900 tonnes must go through Brannock, some 40 kilometres away, and pilots expect to lose half a day by it.

Warnings of the hinges since 2019 came to nothing, complained Tomas Ruel, who speaks for the 230 pilots: every \
spring they were told that money would be found later. Of the cost, about a third of what is needed, 12 million \
crowns, is there; the council hopes that the province will pay what is missing. Governor Idris Vale let it be known \
that the request had arrived and is going to be treated in the order in which such letters come.

Happy are the fishermen, whose boats are small and take the old canal. For years they asked that the basin be \
dredged; now it can be pumped dry, for the first time since the flood of 1987.
"""
SAME_TOPIC = """\
Orla Fenn has governed Port Seld for eleven years, and the northern lock has followed her through all of them. On \
Wednesday, a day after the council closed it, she stood beside the empty basin and spoke about money.

Brannock, 40 kilometres up the coast, will take the larger vessels for now. Tomas Ruel of the pilots' guild was not \
there. Governor Idris Vale, whom she had invited, sent a deputy who listened and left without a word to the press.

Of the 12 million crowns in the fund, four have been spent on surveys since 2019, according to the town's accounts, \
which the Estuary Gazette has seen. What the flood of 1987 cost is still being paid off; the last instalment is due \
in two years, and until then no bank will lend.
"""
QUOTATION = (
    "“We have looked at this lock every single spring, we have written down every crack and every groan, we have sent"
    " the list to the province, and the province has sent us its regards; I am done with regards, I want steel, I want"
    " welders and I want them before the autumn tides come in.”"
)
CREDIT = "Reporting by Ana Kest and Jon Mirre; editing by Lu Pell. © Gannet News Agency. All rights reserved."
HOSTILE = "[red]x[/red] \x1b[2J \u202e | shut"
FILLER = (
    "Rain is expected on the coast. The museum shows boats made of reed until May, and children get in without paying.",
    "Prices of herring fell again at the market of Tollen, where traders blamed the warm water and a lack of ice.",
)


def found(a: str, b: str) -> Copy | None:
    return compare(words_of(a), words_of(b))


def kind(a: str, b: str) -> str:
    one = found(a, b)
    return one.kind if one else ""


def curled(text: str) -> str:
    return text.replace('"', "”").replace("'", "’").upper()


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (WIRE, "same text"),
        (curled(WIRE), "same text"),
        (WIRE.replace(",", "").replace(".", ""), "same text"),
        ("Lock of Port Seld to close: all you need to know\n\n" + WIRE, "same text"),
        (WIRE[: len(WIRE) // 2], "cut"),
        ("Seld shuts its lock\n\n" + OWN + WIRE[: len(WIRE) // 3] + OWN.replace("village", "town"), "shared passages"),
        (REWORDED, "reworded"),
        (SAME_TOPIC, ""),
        (OWN, ""),
        ("", ""),
    ],
    ids=["same", "letter case", "no marks", "headline", "cut", "own paragraph", "reworded", "topic", "other", "empty"],
)  # fmt: skip
def test_kind(other: str, expected: str) -> None:
    assert (kind(WIRE, other), kind(other, WIRE)) == (expected, expected)


@pytest.mark.parametrize(("shared", "quoted"), [(QUOTATION, ""), (QUOTATION.strip("“”"), "shared passages")])
def test_only_a_quotation_is_no_copy(shared: str, quoted: str) -> None:
    assert kind(f"{OWN} {shared} {FILLER[0]}", f"{FILLER[1]} {shared} {SAME_TOPIC[:300]}") == quoted


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "„“", "‘’", "''"])
def test_quotation_in_any_marks(marks: str) -> None:
    words = words_of(f"He said {marks[0]}it isn’t over{marks[1]} and left.")
    assert words.quoted.tolist() == [False, False, True, True, True, False, False]


def test_only_credit_lines_are_no_copy() -> None:
    assert kind(f"{OWN}\n\n{CREDIT}", f"{SAME_TOPIC}\n\n{CREDIT}") == ""


def test_shares_are_of_each() -> None:
    half = " ".join(WIRE.split()[:100])
    copy = found(WIRE, half)
    assert copy is not None
    assert copy.shares == (pytest.approx(100 / len(words_of(WIRE)), abs=0.01), 1.0)


def test_paragraphs_in_another_order() -> None:
    paragraphs = WIRE.split("\n\n")
    copy = found(WIRE, "\n\n".join([paragraphs[0], *paragraphs[:0:-1]]))
    assert copy is not None
    assert copy.kind == "same text"
    assert [b.begin for _, b in copy.passages] != sorted(b.begin for _, b in copy.passages)


def test_nothing_is_shared_in_a_cut() -> None:
    at = WIRE.index("Engineers")
    cut = Cut(at, len(WIRE), "teasers")
    assert words_of(WIRE, [cut]).end.max() <= at
    assert compare(words_of(WIRE, [cut]), words_of(WIRE[at:])) is None


def test_no_passage_reaches_across_a_cut() -> None:
    at = WIRE.index("Engineers")
    text = f"{WIRE[:at]}SIGN UP HERE\n\n{WIRE[at:]}"
    copy = compare(words_of(text, [Cut(at, at + 14, "sign-up")]), words_of(WIRE))
    assert copy is not None
    assert copy.shares == (1.0, 1.0)
    assert [(text[slice(*a)], WIRE[slice(*b)]) for a, b in copy.passages] == [
        (piece.rstrip(" \n."), piece.rstrip(" \n.")) for piece in (WIRE[:at], WIRE[at:])
    ]


def test_a_repeated_passage_is_shared_once() -> None:
    copy = found(WIRE + WIRE, WIRE)
    assert copy is not None
    assert copy.shares == (0.5, 1.0)


@pytest.mark.parametrize("text", ["a " * 5000, "\ud800 \0 " * 500, "の" * 300, "'a" * 3000, '"a ' * 3000])
def test_any_text_equals_itself(text: str) -> None:
    words = words_of(text)
    copy = compare(words, words)
    assert bands_of(words) == bands_of(words_of(text))
    assert copy is None or copy.shares == (1.0, 1.0)


def test_long_texts_have_bounded_bands() -> None:
    rng = random.Random(5)
    words = [str(rng.randrange(10**6)) for _ in range(100_000)]
    bands = set(bands_of(words_of(" ".join(words))))
    assert len(bands) < 6000
    assert bands & set(bands_of(words_of(" ".join(words[30_000:31_000]))))


def made_texts(number: int) -> list[str]:
    """Return texts of words drawn from a skewed vocabulary, with pieces of one another in them."""
    rng = random.Random(11)
    vocabulary = ["".join(rng.choices("abcdefghijklmnoprstuv", k=rng.randint(2, 9))) for _ in range(4000)]
    weights = 1 / np.arange(1, len(vocabulary) + 1)
    texts: list[list[str]] = []
    for _ in range(number):
        words = rng.choices(vocabulary, weights.tolist(), k=rng.randint(80, 400))
        if texts and rng.random() < 0.4:
            source = rng.choice(texts)
            length = rng.randint(24, len(source))
            begin = rng.randrange(len(source) - length + 1)
            words = words[: rng.randint(0, 200)] + source[begin : begin + length]
        texts.append(words)
    return [" ".join(words) for words in texts]


def test_bands_find_what_comparing_all_pairs_finds() -> None:
    words = [words_of(text) for text in made_texts(120)]
    bands = [set(bands_of(one)) for one in words]
    copies = [(i, j) for i, j in combinations(range(len(words)), 2) if compare(words[i], words[j])]
    met = [(i, j) for i, j in copies if bands[i] & bands[j]]
    assert len(copies) > 40
    assert len(met) >= 0.95 * len(copies)


SMALL = st.lists(
    st.sampled_from(["the", "lock", "of", "Seld", "was", "shut", "“now”", "isn’t", "1,200", "-"]), max_size=40
)


@settings(max_examples=60, deadline=None)
@given(st.tuples(SMALL, SMALL), st.tuples(SMALL, SMALL), st.data())
def test_both_spans_hold_the_same_words(
    mine: tuple[list[str], list[str]], others: tuple[list[str], list[str]], data: st.DataObject
) -> None:
    block = (
        "Ships of more than 900 tonnes must take the long way round by Brannock, pilots of the estuary said on Tuesday"
    )
    a, b = (" ".join([*before, block, *after]) for before, after in (mine, others))
    at = data.draw(st.integers(0, len(a)))
    cut = [Cut(at, data.draw(st.integers(at, min(at + 30, len(a)))), "advert")]
    one, other = words_of(a, cut), words_of(b.upper())
    copy = compare(one, other)
    taken: list[tuple[int, int]] = []
    for span_a, span_b in copy.passages if copy else ():
        keys = words_of(a[slice(*span_a)]).key, words_of(b.upper()[slice(*span_b)]).key
        assert keys[0].tolist() == keys[1].tolist()
        assert cut[0].begin == cut[0].end or span_a.end <= cut[0].begin or span_a.begin >= cut[0].end
        taken.append(span_a)
    assert all(left[1] <= right[0] for left, right in pairwise(taken))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=WINDOW + PASSAGE - 1, max_size=60), SMALL, SMALL)
def test_a_passage_of_32_words_is_always_found(passage: list[int], before: list[str], after: list[str]) -> None:
    shared = " ".join(map(str, passage))
    bands = [set(bands_of(words_of(text))) for text in (f"{' '.join(before)} {shared}", f"{shared} {' '.join(after)}")]
    assert bands[0] & bands[1]


def test_bands_do_not_depend_on_the_run() -> None:
    assert bands_of(words_of("one two three four five six seven eight nine")) == bands_of(
        words_of("One, two: three-four five, six seven “eight” nine!")
    )
    assert bands_of(words_of("one two three four five six seven eight")) == [BAND]


BAND = -4278793795560442547
"""Of those eight words, in every process and version: records are read by later versions."""
