from __future__ import annotations

import numpy as np
import pytest

from accordingto.data import EVENT_TYPES
from accordingto.events.features import BLOCKS, Seen
from accordingto.events.head import NONE
from accordingto.events.tree import Tree
from tests.events.trees import tree_of
from training.events import Example, Lessons, Pair, best_heat, fit, folds, inside, marked_act, own, unmarked


def test_marks_become_spans() -> None:
    text, spans = unmarked("<s>Norland</s> met <t>Ilka Brasny </t>.")
    assert text == "Norland met Ilka Brasny ."
    assert {part: text[slice(*span)] for part, span in spans.items()} == {"s": "Norland", "t": "Ilka Brasny"}


def test_near_copies_share_a_fold_and_roots_are_spread() -> None:
    texts = [f"Norland has met envoy number {n} in town {n}" for n in range(4)] + [
        f"{n} men met {n}" for n in range(16)
    ]
    some = [Pair(str(n), text, None, None, "CONSULT") for n, text in enumerate(texts)]
    of = folds(some)
    assert len(set(of[:4])) == 1
    sizes = [of.count(fold) for fold in range(5)]
    assert max(sizes) - min(sizes) < 4  # a group of four can come last


def test_the_act_of_a_marked_pair_is_the_way_between_them() -> None:
    text, syntax, _ = tree_of(
        "Sael PROPN 2 nsubj\nlaunched VERB 0 root\nan DET 4 det\nattack NOUN 2 obj\non ADP 6 case\nrebels NOUN 4 nmod"
    )
    tree = Tree(text, syntax)
    pair = Pair("1", text, (0, 4), (text.index("rebels"), len(text)), "ASSAULT")
    act = marked_act(tree, pair)
    assert [tree.lower[w] for w in act.chain] == ["launched", "attack"]
    assert (act.source, act.target_head) == ((0,), 5)
    assert inside(tree, None) == ()


def examples(count: int = 12) -> list[Example]:
    rows = []
    for n in range(count):
        for root, word in (
            (EVENT_TYPES.index("ASSAULT"), "shell"),
            (EVENT_TYPES.index("CONSULT"), "meet"),
            (NONE, "have"),
        ):
            dense = np.full((len(BLOCKS), 3), n % 2, np.float32)
            rows.append(Example(Seen({f"chain {word}": 1.0, f"near {n}": 0.7}, ((), (), (), ()), None), dense, root))
    return rows


def test_a_head_learns_what_it_is_shown() -> None:
    rows = examples()
    head = fit(rows, "e")
    scores = head.scores([row.seen for row in rows], [row.dense for row in rows])
    assert scores.argmax(1).tolist() == [row.root for row in rows]
    assert head.encoder == "e"


def test_surer_scores_ask_for_more_heat() -> None:
    rows = [[row] for row in examples(1)]
    found = Lessons([], rows, [])
    sure = np.zeros((3, NONE + 1), np.float32)
    sure[np.arange(3), [row[0].root for row in rows]] = 1.0
    assert best_heat(found, sure) > best_heat(found, -sure)


@pytest.mark.parametrize("root", ["RETREAT", "MOBILIZE", "COOPERATE", "PROTEST", "none"])
def test_our_own_sentences_are_marked(root: str) -> None:
    some = [pair for pair in own() if pair.root == root]
    assert len(some) >= 10
    assert all(pair.source and pair.target and "<" not in pair.text for pair in some)
