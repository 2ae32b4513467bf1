from __future__ import annotations

import json
from itertools import pairwise, product

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from training.evaluate import transitions  # noqa: E402
from training.export import TOLERANCE, agree, graphs  # noqa: E402
from training.model import Dropout, Network, Shape, bio_crf  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")
SMALL = Shape(width=48, layers=2, heads=4, inner=96, given=16, label=24)


def test_torch_and_onnx_agree(tmp_path):
    torch.manual_seed(0)
    net = Network(SMALL).eval()
    graphs(net, tmp_path)
    tables = {k: v.tolist() for k, v in transitions(net).items()}
    card = {"name": "small", "bias": 0.0, "transitions": tables}
    (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf8")
    assert agree(net, tmp_path) < TOLERANCE


def test_the_encoder_gives_its_words_what_reading_all_tokens_gives_their_first():
    torch.manual_seed(0)
    encoder = Network(SMALL).eval().encoder
    ids, look = torch.randint(1000, 2000, (2, 12)), torch.randint(0, 40, (2, 12))
    ids[1, 9:] = 0  # padded
    first = torch.tensor([[1, 2, 4, 7], [1, 3, 5, 8]])
    with torch.no_grad():
        words, all_tokens = encoder(ids, look, first)[0], encoder.read(ids, look)
    assert torch.allclose(words, torch.stack([row[at] for row, at in zip(all_tokens, first, strict=True)]), atol=1e-5)


def test_the_loss_sums_over_all_allowed_paths():
    torch.manual_seed(1)
    crf = bio_crf(1)
    with torch.no_grad():
        for p in crf.parameters():
            p.normal_()
    scores, length = torch.randn(1, 5, 3), 4
    allowed = torch.tensor([[[1, 0, 0], [1, 1, 0], [1, 1, 1], [1, 1, 1], [1, 1, 1]]], dtype=torch.bool)
    steps, first, last = (t.detach().numpy() for t in crf.tables())

    def weight(tags):
        total = first[tags[0]] + last[tags[-1]] + sum(float(scores[0, t, k]) for t, k in enumerate(tags))
        return np.exp(total + sum(steps[a, b] for a, b in pairwise(tags)))

    every = {tags: weight(tags) for tags in product(range(3), repeat=length)}
    kept = sum(w for tags, w in every.items() if all(allowed[0, t, k] for t, k in enumerate(tags)))
    live = torch.tensor([[True] * length + [False]])
    expected = -np.log(kept / sum(every.values()))
    assert float(crf.loss(scores, allowed, live).detach()) == pytest.approx(expected, abs=1e-4)


def test_dropout_keeps_the_mean_and_rests_in_evaluation():
    drop, x = Dropout(0.25), torch.ones(1000, 1000)
    assert float(drop(x).mean()) == pytest.approx(1, abs=0.01)
    assert float((drop(x) == 0).float().mean()) == pytest.approx(0.25, abs=0.01)
    assert drop.eval()(x) is x
