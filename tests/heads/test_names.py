from __future__ import annotations

import numpy as np
import pytest

from accordingto.heads.names import NAME_TAGS, agreed, decode
from tests.network import bio_tables

TABLES = bio_tables("names", 3)


def scores(*tags: str) -> np.ndarray:
    return (9 * np.eye(len(NAME_TAGS))[[NAME_TAGS.index(t) for t in tags]]).astype(np.float32)


def words(number: int) -> list[str]:
    return [f"w{at}" for at in range(number)]


def named(marked: str) -> list[str]:
    """Return the names that come of words of which some are tagged: "in Orl/LOC+ Miramar/LOC"; + goes on."""
    pairs = [word.partition("/")[::2] for word in marked.split()]
    tags, before = [], ""
    for _, tag in pairs:
        kind = tag.removesuffix("+")
        tags.append("out" if not tag else kind if before == f"{kind}+" else f"{kind} begins")
        before = tag
    text = [word for word, _ in pairs]
    found = decode(scores(*tags), text, [(0, len(text))], TABLES)
    return [f"{' '.join(text[b:e])}/{kind}" for b, e, kind in found]


def test_runs_of_one_type_are_names() -> None:
    rows = scores("PER begins", "PER", "out", "ORG begins", "ORG", "ORG", "LOC begins")
    assert decode(rows, words(7), [(0, 7)], TABLES) == [(0, 2, "PER"), (3, 6, "ORG"), (6, 7, "LOC")]


def test_a_name_ends_with_its_sentence() -> None:
    rows = scores("out", "LOC begins", "LOC begins", "out")
    assert decode(rows, words(4), [(0, 2), (2, 4)], TABLES) == [(1, 2, "LOC"), (2, 3, "LOC")]


def test_an_inside_needs_a_begin() -> None:
    assert all(b < e for b, e, _ in decode(scores("PER", "PER", "out"), words(3), [(0, 3)], TABLES))


def test_no_sentences() -> None:
    assert decode(scores(), [], [], TABLES) == []


def test_a_word_is_judged_by_all_its_places() -> None:
    rows = scores("PER begins", "out", "PER begins", "out", "LOC begins")
    rows[4] *= 0.1
    text = ["Callow", "met", "Callow", "in", "Callow"]
    assert decode(rows, text, [(0, 5)], TABLES) == [(0, 1, "PER"), (2, 3, "PER"), (4, 5, "PER")]
    assert (agreed(rows, ["it", "Orl", "to", "by", "Vell"]) == rows).all()


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("in Miramar/LOC+ California/LOC", ["Miramar/LOC", "California/LOC"]),
        ("in brittany/LOC+ france/LOC", ["brittany/LOC", "france/LOC"]),
        ("in San/LOC+ Rafael/LOC+ Ca/LOC", ["San Rafael/LOC", "Ca/LOC"]),
        ("in New/LOC+ Mexico/LOC", ["New Mexico/LOC"]),
        ("the Gulf/LOC+ of/LOC+ Oman/LOC", ["Gulf of Oman/LOC"]),
        ("in Equatorial/LOC+ Guinea/LOC", ["Equatorial Guinea/LOC"]),
        ("the US/LOC National/ORG+ Weather/ORG+ Service/ORG", ["US National Weather Service/ORG"]),
        ("the US/LOC FBI/ORG", ["US/LOC", "FBI/ORG"]),
        ("the Housing/ORG+ Authority/ORG of Orl/LOC", ["Housing Authority of Orl/ORG"]),
        ("the Court/ORG of the Vell/LOC", ["Court of the Vell/ORG"]),
        ("the Court/ORG in Vell/LOC", ["Court/ORG", "Vell/LOC"]),
        ("Mrs/PER+ ./PER+ Ada/PER+ Quill/PER", ["Ada Quill/PER"]),
        ("the President/PER spoke", []),
        ("Orl/ORG+ Inc/ORG .", ["Orl Inc ./ORG"]),
        ("Orl/ORG+ Inc/ORG+ ./ORG+ ./ORG", ["Orl Inc ./ORG"]),
        ("in Norway/ORG", ["Norway/LOC"]),
        ("with Jordan/PER", ["Jordan/PER"]),
        ("the Lisa_resume/PER", []),
    ],
)
def test_what_belongs_to_a_name(marked: str, expected: list[str]) -> None:
    assert named(marked) == expected
