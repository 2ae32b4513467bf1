from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.data import Cut
from accordingto.segment import paragraphs, segment, words


def sentences(text: str, *cuts: tuple[int, int]) -> list[str]:
    return [text[s.span.begin : s.span.end] for s in segment(text, [Cut(*cut, "menu") for cut in cuts])]


def pieces(text: str) -> list[str]:
    return [text[p.begin : p.end] for p in paragraphs(text)]


# Each row is one paragraph, its sentences divided by " | ", or by "|" where no white space stands between them.
ONE_PARAGRAPH = {
    "two": "The army left. | It came back!",
    "question": "Who sent them? | Nobody knows.",
    "quotation of two": "“We will stay. | We have no choice,” Orlo said.",
    "closing quote": "He said: “We will stay.” | The crowd left.",
    "straight quotes": 'He said: "We will stay." | "No," she said.',
    "two apostrophes": "He said: ''We will stay.'' | ''No,'' she said.",
    "brackets": "They left (by night.) | [Nobody saw them.]",
    "he said after a quote": "“We will stay.” he said. | She left.",
    "a name said after a quote": "“Why now?” General Ana Orlo asked. | She left.",
    "a new sentence after a quoted question": "“Why now?” | The general did not answer.",
    "initials": "J. R. Orlo met Ana B. Vell in Tamar. | They ate.",
    "title after a state": "U.S. Gen. Ana Orlo spoke. | Col. Gen. Vladimir Sim, of St. Ives, did not.",
    "state at the end": "He moved to the U.S. | The army followed.",
    "month": "It began on Jan. 5 and ended on Sept 10. | It rained.",
    "hour": "It began at 5 a.m. Monday and ended at 6 p.m. | The rest went home.",
    "number": "He read No. 3 aloud. | Art. 5 came next.",
    "no": "Did he go? | No. | He stayed.",
    "firm": "Orlo Inc. owns Vell Co. and Sim Ltd. | It sells salt.",
    "etc": "They sell salt, oil, etc. | Nobody buys.",
    "decimal": "It fell 3.5 percent to 1,200.75. | Then it rose.",
    "year at the end": "It began in 2015. | 15 people died.",
    "address": "See https://example.org/A.Report.html?B=C for more. | Ask ana.Orlo@example.org or Example.Com.",
    "glued": "They voted in Tamar.|Read more",
    "glued after a quote": "They said “we voted.”|The crowd left.",
    "glued before a quote": "They voted in Tamar.|“We won,” she said.",
    "glued after a straight quote": 'They said "we voted."|The crowd left.',
    "glued before a straight quote": 'They voted in Tamar.|"We won," she said.',
    "glued but one name": "The U.S.Senate met Mr.Orlo.",
    "ellipsis inside": "It is a dangerous mission … due to the strong winds, he said.",
    "ellipsis at the end": "It is dangerous... | The rest left.",
    "ellipsis first": "They left. | … Without them, nothing works.",
    "ideographs": "The paper 習近平 printed it. | It reads 我们不走。|他说。 | She left.",
    "small capitals": "They left. | al-Tamar claimed it. | iPhone sales fell.",
    "small throughout": "they left. | we stayed. | who knows? | nobody does.",
    "name with a mark": "Jeb! was there. | Vell left.",
    "bullets": "They want: | • more salt | • less rain",
    "numbered item": "1. The army leaves.",
}


@pytest.mark.parametrize("row", ONE_PARAGRAPH.values(), ids=ONE_PARAGRAPH)
def test_sentences(row: str) -> None:
    assert sentences(row.replace(" | ", " ").replace("|", "")) == row.replace(" | ", "|").split("|")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tamar’s 3.5% 習近平", ["Tamar", "’", "s", "3", ".", "5", "%", "習", "近", "平"]),
        ("「はい」café_1\u00a0–", ["「", "は", "い", "」", "café_1", "–"]),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert [text[b:e] for b, e in words(text)] == found


def test_sentence_holds_its_words() -> None:
    text = "They left. She stayed."
    assert [[text[b:e] for b, e in s.words] for s in segment(text)] == [["They", "left", "."], ["She", "stayed", "."]]


PROSE = (
    "The ministry of salt said on Monday that it had not sent any of its lorries over the pass, and that the pictures "
    "which were shown to the council last week are three years old. Mr. Orlo, who leads the council, asked for others."
)


@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("divide", ["\n\n", "\r\n \r\n", "\n\n\n\n"])
def test_hard_wrapped_lines_are_joined(width: int, divide: str) -> None:
    text = divide.join(fill(PROSE, width) for _ in range(3))
    assert [" ".join(piece.split()) for piece in pieces(text)] == [PROSE] * 3


def test_indented_line_opens_a_paragraph() -> None:
    text = "\n".join(fill(PROSE, 70, initial_indent="   ") for _ in range(3))
    assert [" ".join(piece.split()) for piece in pieces(text)] == [PROSE] * 3


@pytest.mark.parametrize(
    "lines",
    [
        ["Home", "about us", "contact"],
        [PROSE, PROSE, "A short one.", PROSE],
        [
            "Ministry of Salt Denies That It Sent Lorries Over the Pass",
            "Council of Tamar Asks for Better Pictures",
            PROSE,
        ],
    ],
)
def test_line_is_a_paragraph_where_nothing_is_wrapped(lines: list[str]) -> None:
    assert pieces("\n".join(lines)) == lines


def test_items_stay_apart_in_wrapped_text() -> None:
    item = "- the ministry of salt sends no lorries over the pass before Monday;"
    assert pieces(f"{fill(PROSE, 70)}\n\n{item}\n{item}")[1:] == [item, item]


def test_paragraph_is_numbered_as_in_paragraphs() -> None:
    text = "They left. She stayed.\n\nNobody knew.\nIt rained."
    assert [s.paragraph for s in segment(text)] == [0, 0, 1, 2]


@pytest.mark.parametrize(
    ("cuts", "left"),
    [
        ([], ["They left at noon.", "She stayed."]),
        ([(5, 9)], ["They", "at noon.", "She stayed."]),
        ([(18, 99)], ["They left at noon."]),
        ([(0, 5), (3, 10), (4, 4)], ["at noon.", "She stayed."]),
        ([(20, 25), (0, 18)], ["S", "ayed."]),
        ([(0, 30)], []),
    ],
)
def test_cut_holds_no_sentence_and_ends_one(cuts: list[tuple[int, int]], left: list[str]) -> None:
    assert sentences("They left at noon. She stayed.", *cuts) == left


TEXTS = st.lists(
    st.sampled_from(
        [
            "Mr.",
            "They",
            "left",
            "U.S",
            ".",
            "?!",
            "…",
            " ",
            "\n",
            "\n\n",
            "\r\n",
            "\u2028",
            '"',
            "“",
            "”",
            "’",
            "(",
            "•",
        ]
    )
    | st.text(max_size=5),
    max_size=40,
).map("".join)
CUTS = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)).map(lambda c: Cut(*c, "menu")), max_size=4)


@settings(deadline=None)
@given(TEXTS, CUTS)
def test_every_sign_is_in_one_sentence_and_one_word(text: str, cuts: list[Cut]) -> None:
    kept = [i for i, sign in enumerate(text) if not sign.isspace() and not any(c.begin <= i < c.end for c in cuts)]
    found = segment(text, cuts)
    in_sentences = [i for s in found for i in range(*s.span) if not text[i].isspace()]
    in_words = [i for s in found for word in s.words for i in range(*word)]
    assert in_sentences == kept
    assert in_words == kept


@settings(deadline=None)
@given(TEXTS, CUTS)
def test_sentence_has_no_outer_white_space_and_stays_in_its_paragraph(text: str, cuts: list[Cut]) -> None:
    borders = paragraphs(text)
    for sentence in segment(text, cuts):
        begin, end = sentence.span
        assert text[begin:end] == text[begin:end].strip() != ""
        assert borders[sentence.paragraph].begin <= begin < end <= borders[sentence.paragraph].end


@settings(deadline=None)
@given(TEXTS)
def test_paragraphs_hold_every_sign_in_order(text: str) -> None:
    held = [i for paragraph in paragraphs(text) for i in range(*paragraph) if not text[i].isspace()]
    assert held == [i for i, sign in enumerate(text) if not sign.isspace()]


UNITS = ["a", ".", "a. ", "… ", '." ', 'ab."Cd', "• ", "a•", "a\n", "\n", ". (", " ”", ". ", "(", "a" * 60 + "\n"]


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_run_of_one_unit_loses_nothing(unit: str) -> None:
    text = "Ab" + unit * 15_000
    held = sum(end - begin for sentence in segment(text) for begin, end in sentence.words)
    assert held == sum(not sign.isspace() for sign in text)
