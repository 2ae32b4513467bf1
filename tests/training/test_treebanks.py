from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch")

from accordingto.heads.mentions import HEAD_TAGS
from accordingto.heads.names import NAME_TAGS
from accordingto.heads.syntax import RELATIONS, TAGS
from training.treebanks import banks, document, entities, names_of_uner

CONLLU = """# newdoc id = vell
# newpar
# sent_id = vell-1
# text = Vell's minister didn't go.
1-2\tVell's\t_\t_\t_\t_\t_\t_\t_\t_
1\tVell\tVell\tPROPN\tNNP\t_\t3\tnmod:poss\t_\tEntity=(1-person-new-x-2(2-place-new-x-1)
2\t's\t's\tPART\tPOS\t_\t1\tcase\t_\t_
3\tminister\tminister\tNOUN\tNN\t_\t6\tnsubj\t_\tEntity=1)
4-5\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
4\tdid\tdo\tAUX\tVBD\t_\t6\taux\t_\t_
5\tn't\tnot\tPART\tRB\t_\t6\tadvmod\t_\t_
6\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t6\tpunct\t_\t_

"""


@pytest.fixture
def bank(tmp_path: Path):
    (tmp_path / "a.conllu").write_text(CONLLU, encoding="utf8")
    (one,) = banks(tmp_path / "a.conllu")
    return one


def test_words_stand_where_they_stand(bank) -> None:
    assert bank.text.strip() == "Vell's minister didn't go."
    assert [bank.text[b:e] for b, e in bank.spans] == ["Vell", "'s", "minister", "did", "n't", "go", "."]


def test_mentions_and_their_heads(bank) -> None:
    assert [(bank.text[bank.spans[b][0] : bank.spans[e - 1][1]], kind, h) for b, e, kind, h, _ in entities(bank)] == [
        ("Vell's minister", "person", 2),
        ("Vell", "place", 0),
    ]


def test_trees_in_our_words(bank) -> None:
    doc = document(bank, mentions=True)
    words = [doc.text[b:e] for b, e in doc.words]
    t = doc.trees
    at = words.index("go")
    assert RELATIONS[t.relations[at]] == "root" and t.heads[at] == at
    assert TAGS[t.tags[0]] == "PROPN" and t.heads[0] == words.index("minister")
    assert HEAD_TAGS[t.mentions[words.index("minister")]] == "PER"
    assert (t.tags >= 0).all() and (t.heads >= 0).all()
    assert NAME_TAGS[t.names[0].argmax()] == "LOC begins" and t.names[0].sum() == 1


def test_uner_tags(bank, tmp_path: Path) -> None:
    tags = ["B-LOC", "O", "O", "O", "O", "O", "O"]
    rows = "".join(f"{i}\tx\t{tag}\t-\t-\n" for i, tag in enumerate(tags, 1))
    (tmp_path / "a.iob2").write_text(f"# sent_id = vell-1\n{rows}\n", encoding="utf8")
    doc = document(bank, names_of_uner(tmp_path / "a.iob2"))
    assert [NAME_TAGS[r.argmax()] for r in doc.trees.names][:2] == ["LOC begins", "out"]
    assert (doc.trees.names.sum(1) == 1).all()
