from __future__ import annotations

import numpy as np
import pytest

from accordingto.encoder import Encoder
from accordingto.segment import words
from tests.network import TOKENS, RuleNetwork


def report(count, seed=0):
    vocabulary = ["troops", "said", "Northland", "unprecedentedly", ".", "crossing"]
    text = " ".join(np.random.default_rng(seed).choice(vocabulary, count))
    spans = words(text)
    return text, spans, np.arange(len(spans)) == 0


@pytest.mark.parametrize("count", [1, 2, 28, 29, 30, 31, 60, 333])
def test_every_word_comes_out_once_and_in_order(count):
    text, spans, starts = report(count)
    encoded = Encoder(RuleNetwork(), TOKENS, window=32, margin=6).encode(text, spans, starts)
    assert encoded.words[:, 0].tolist() == [TOKENS.ids(text[b:e])[0] for b, e in spans]
    assert len(encoded.cues) == len(spans)


def test_no_window_is_longer_than_asked():
    network = RuleNetwork()
    Encoder(network, TOKENS, window=32, margin=6).encode(*report(500))
    assert max(shape[1] for shape in network.shapes) <= 32


def test_a_report_without_words_has_an_empty_matrix():
    found = Encoder(RuleNetwork(), TOKENS).encode("", [], np.zeros(0, bool))
    assert len(found.words) == 0
