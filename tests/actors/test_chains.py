from __future__ import annotations

from accordingto.actors.chains import Network, attributes, candidates, chained, features, shipped
from accordingto.data import Mention, Span, Syntax
from accordingto.segment import segment

TEXT = "Ada Quill left Callow. Ada Quill said she was tired. Oren Tarsk stayed."


def mention(words: str, kind: str = "PER", form: str = "name", nth: int = 1) -> Mention:
    at = -1
    for _ in range(nth):
        at = TEXT.index(words, at + 1)
    span = Span(at, at + len(words))
    return Mention(span=span, head=span, type=kind, form=form, chain=0)


MENTIONS = (
    mention("Ada Quill"),
    mention("Callow", "LOC"),
    mention("Ada Quill", nth=2),
    mention("she", form="pronoun"),
    mention("Oren Tarsk"),
)
NO_TREE = Syntax(words=(), tags=(), heads=(), relations=())


def test_without_trees_a_name_said_again_is_of_one_chain() -> None:
    chains = [one.chain for one in chained(TEXT, segment(TEXT), MENTIONS, NO_TREE)]
    assert chains[0] == chains[2]
    assert len({chains[0], chains[1], chains[4]}) == 3


def test_chains_are_counted_in_the_order_of_the_text() -> None:
    chains = [one.chain for one in chained(TEXT, segment(TEXT), MENTIONS, NO_TREE)]
    first = list(dict.fromkeys(chains))
    assert first == list(range(len(first)))


def test_no_mentions_no_chains() -> None:
    assert chained(TEXT, segment(TEXT), (), NO_TREE) == ()


def test_pairs_look_back_only_and_not_into_what_holds_them() -> None:
    own = attributes(TEXT, segment(TEXT), MENTIONS, NO_TREE)
    pairs = candidates(own)
    assert (pairs[:, 0] > pairs[:, 1]).all()
    assert len(features(own, pairs)) == len(pairs)


def test_the_shipped_network_fits_the_features() -> None:
    network = shipped()
    assert isinstance(network, Network)
    own = attributes(TEXT, segment(TEXT), MENTIONS, NO_TREE)
    scores = network.score(features(own, candidates(own)))
    assert ((scores >= 0) & (scores <= 1)).all()
