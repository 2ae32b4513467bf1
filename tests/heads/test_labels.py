from __future__ import annotations

import numpy as np
import pytest

from accordingto.data import LABELS
from accordingto.heads.labels import HEADS, SIZES, decode, quote

WITHHELD = "anonymous"


def test_every_label_but_quote_has_a_head():
    assert set(HEADS) | {"quote"} == set(LABELS)


def test_decode_of_a_value_is_that_value():
    rng = np.random.default_rng(2)
    chosen = [{k: LABELS[k][rng.integers(n)] for k, n in zip(HEADS, SIZES, strict=True)} for _ in range(200)]
    chosen = [
        row for row in chosen if (row["kind"] == "none") == (row["naming"] == "none") and row["naming"] != WITHHELD
    ]
    scores = np.concatenate(
        [[[4.0 * (row[k] == v) for v in LABELS[k]] for row in chosen] for k in HEADS], axis=1
    ).astype(np.float32)
    for row, found in zip(chosen, decode(scores, [0.7 * (row["kind"] == "none") for row in chosen]), strict=True):
        assert {k: value for k, (value, _) in found.items()} == row
        assert all(0.5 < chance <= 1 for _, chance in found.values())


def test_that_a_name_is_withheld_is_not_for_this_head_to_tell():
    naming = HEADS.index("naming")
    row = np.zeros(sum(SIZES), np.float32)
    row[sum(SIZES[:naming]) + LABELS["naming"].index(WITHHELD)] = 9
    assert decode([row], [0])[0]["naming"][0] not in (WITHHELD, "none")


def test_none_is_for_those_without_a_source_and_only_for_them():
    rows = np.zeros((2, sum(SIZES)), np.float32)
    rows[0, SIZES[0] - 1] = rows[1, 0] = 9
    found = decode(list(rows), [0, 0.6])
    assert [(f["kind"][0] == "none", f["naming"][0] == "none") for f in found] == [(False, False), (True, True)]
    assert found[1]["kind"][1] == found[1]["naming"][1] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("inside", "expected"), [([1, 1], "direct"), ([0, 1, 0], "mixed"), ([0, 0], "indirect"), ([], "indirect")]
)
def test_quote(inside, expected):
    assert quote(np.array(inside, bool)) == expected
