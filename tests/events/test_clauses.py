"""Who does what to whom is read off one clause, or off the grammar that joins clauses; never off a neighbour."""

from __future__ import annotations

import pytest

from accordingto.events.clauses import Clause
from accordingto.events.find import Places
from accordingto.events.tree import Tree
from tests.events.trees import tree_of

SHELLED = """
Veskaran ADJ 2 amod
troops NOUN 3 nsubj P
shelled VERB 0 root
Ondry PROPN 3 obj L
while SCONJ 7 mark
diplomats NOUN 7 nsubj P
met VERB 3 advcl
in ADP 9 case
Parl PROPN 7 obl L
"""
ARRESTED = """
Two NUM 2 nummod
editors NOUN 4 nsubj:pass P
were AUX 4 aux:pass
arrested VERB 0 root
by ADP 6 case
police NOUN 4 obl:agent O
in ADP 8 case
Norland PROPN 4 obl L
"""
AGREED = """
Norland PROPN 2 nsubj L
agreed VERB 0 root
to PART 4 mark
free VERB 2 xcomp
prisoners NOUN 4 obj P
"""
ORDERED = """
Norland PROPN 2 nsubj L
ordered VERB 0 root
diplomats NOUN 2 obj P
to PART 5 mark
leave VERB 2 xcomp
"""
WHO = """
The DET 2 det
rebels NOUN 7 nsubj P
who PRON 4 nsubj
attacked VERB 2 acl:relcl
Ondry PROPN 4 obj L
have AUX 7 aux
fled VERB 0 root
"""
LAUNCHED = """
Sael PROPN 3 nsubj L
has AUX 3 aux
launched VERB 0 root
an DET 5 det
attack NOUN 3 obj E
on ADP 7 case
rebels NOUN 5 nmod P
"""
NOUN = """
Norland PROPN 3 nmod:poss L
's PART 1 case
attack NOUN 6 nsubj E
on ADP 5 case
Sael PROPN 3 nmod L
surprised VERB 0 root
diplomats NOUN 6 obj P
"""
SIGNED = """
Norland PROPN 4 nsubj L
and CCONJ 3 cc
Sael PROPN 1 conj L
signed VERB 0 root
a DET 6 det
treaty NOUN 4 obj A
"""
SHARED = """
Norland PROPN 2 nsubj L
expelled VERB 0 root
envoys NOUN 2 obj P
and CCONJ 5 cc
closed VERB 2 conj
roads NOUN 5 obj T
"""
SAID = """
Brasny PROPN 2 nsubj P
said VERB 0 root
that SCONJ 5 mark
Sael PROPN 5 nsubj L
shelled VERB 2 ccomp
Ondry PROPN 5 obj L
"""


def clauses(lines: str) -> list[tuple[list[str], str, list[str], Clause]]:
    text, syntax, mentions = tree_of(lines)
    places = Places(Tree(text, syntax), mentions)
    words = [text[b:e] for b, e in syntax.words]
    return [
        ([words[w] for w in c.sources], " ".join(words[w] for w in c.chain), [words[w] for w in c.targets], c)
        for c in places.clauses()
    ]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (SHELLED, [(["troops"], "shelled", ["Ondry"]), (["diplomats"], "met", ["Parl"])]),
        (ARRESTED, [(["police"], "arrested", ["editors"])]),
        (AGREED, [(["Norland"], "agreed free", ["prisoners"])]),
        (ORDERED, [(["Norland"], "ordered", ["diplomats"])]),
        (WHO, [(["rebels"], "attacked", ["Ondry"]), (["rebels"], "fled", [])]),
        (LAUNCHED, [(["Sael"], "launched attack", ["rebels"])]),
        (SIGNED, [(["Norland"], "signed treaty", ["Sael"])]),
        (SHARED, [(["Norland"], "expelled", ["envoys"]), (["Norland"], "closed", ["roads"])]),
        (SAID, [(["Brasny"], "said", []), (["Sael"], "shelled", ["Ondry"])]),
    ],
)
def test_who_does_what_to_whom(lines: str, wanted: list[tuple[list[str], str, list[str]]]) -> None:
    assert [(s, a, t) for s, a, t, _ in clauses(lines)] == wanted


def test_an_act_that_is_a_noun_has_its_owner_as_source() -> None:
    found = clauses(NOUN)
    assert (["Norland"], "attack", ["Sael"]) in [(s, a, t) for s, a, t, _ in found]


def test_a_place_comes_from_the_clause_itself() -> None:
    shelled, met = clauses(SHELLED)
    assert shelled[3].place is None
    assert clauses(ARRESTED)[0][3].place == 7
    assert met[3].place is None or met[3].place == 8


@pytest.mark.parametrize(
    ("lines", "negated", "status"),
    [
        (AGREED, False, "planned"),
        (ARRESTED, False, "told"),
        ("Sael PROPN 4 nsubj L\nhas AUX 4 aux\nnot PART 4 advmod\nfreed VERB 0 root\nhim PRON 4 obj P", True, "told"),
        ("Sael PROPN 3 nsubj L\nmay AUX 3 aux\nattack VERB 0 root\nOndry PROPN 3 obj L", False, "possible"),
        ("Sael PROPN 3 nsubj L\nwill AUX 3 aux\nmeet VERB 0 root\nBrasny PROPN 3 obj P", False, "planned"),
        (
            "Sael PROPN 2 nsubj L\nrefused VERB 0 root\nto PART 4 mark\nfree VERB 2 xcomp\nhim PRON 4 obj P",
            True,
            "told",
        ),
    ],
)
def test_what_is_not_told_as_done_is_marked(lines: str, negated: bool, status: str) -> None:
    clause = clauses(lines)[0][3]
    assert (clause.negated, clause.status) == (negated, status)
