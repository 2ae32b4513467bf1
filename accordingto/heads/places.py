"""What the name of a place stands for where it is written: the place, or who is there ("Orlo said", "Orlo won").

The vectors of its words and of those around it tell, by weights that were fitted on the vectors of one encoder and hold
its mark; beside another encoder they are not used.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from accordingto.data import GOVERNMENT, OTHERS, PLACE, Syntax
from accordingto.encoder import mark_of
from accordingto.heads.mentions import Headed, Range
from accordingto.settings import WEIGHTS
from accordingto.tokens import Floats

log = logging.getLogger(__name__)
FILE = "places.npz"
AROUND = 5
"""Words on either side of a name that are read."""
SHARES = np.array([[1.0], [0.5], [0.7], [0.5], [0.7], [0.4]], np.float32)
"""How much each block of what is seen counts."""


@dataclass(frozen=True, slots=True)
class Head:
    """What tells by what is seen of a name what it stands for: `weights` (blocks · width, 2) and `bias` (2,).

    The first score is above 0 where it stands for somebody, the second where that is a government.
    """

    weights: Floats
    bias: Floats

    def stands_for(self, some: Floats) -> list[str]:
        """Return for names as `seen` (n, blocks · width) which of STANDS_FOR each is."""
        somebody, governs = (some @ self.weights + self.bias > 0).T
        return [str(one) for one in np.where(somebody, np.where(governs, GOVERNMENT, OTHERS), PLACE)]


def told(head: Head, vectors: Floats, mentions: Sequence[Headed], syntax: Syntax) -> list[Headed]:
    """Return the mentions with what those that are names of places stand for; vectors (words, width)."""
    some = [at for at, one in enumerate(mentions) if one.form == "name" and one.type == "LOC"]
    if not some:
        return list(mentions)
    found = head.stands_for(np.array([seen(vectors, mentions[at].head, syntax) for at in some]))
    values = dict(zip(some, found, strict=True))
    return [replace(one, stands_for=values.get(at, "")) for at, one in enumerate(mentions)]


def seen(vectors: Floats, name: Range, syntax: Syntax) -> Floats:
    """Return what the head reads of a name (words, half open): vectors of length SHARES one behind the other.

    Of the name, the word before it, the one behind it, those around it, the word that it hangs on, and the next above.
    """
    begin, end = name
    head = next((i for i in range(begin, end) if not begin <= syntax.heads[i] < end), begin)
    above = syntax.heads[head]
    around = [*range(max(0, begin - AROUND), begin), *range(end, min(len(vectors), end + AROUND))]
    blocks = (
        *(range(begin, end), range(begin - 1, begin), range(end, end + 1), around, (above,)),
        (syntax.heads[above] if above >= 0 else -1,),
    )
    out = np.zeros((len(blocks), vectors.shape[1]), np.float32)
    for row, words in zip(out, blocks, strict=True):
        if there := [word for word in words if 0 <= word < len(vectors)]:
            row[:] = vectors[there].mean(0)
    lengths = np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)
    return np.asarray((out * SHARES / lengths).ravel(), np.float32)


def load(folder: Path = WEIGHTS) -> Head | None:
    """Read the head of a folder of weights; None where there is none, or one of another encoder."""
    path = folder / FILE
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as found:
        if str(found["encoder"]) != mark_of(folder):
            log.warning("%s was trained with another encoder: what places stand for is not told", path)
            return None
        return Head(*(found[name].astype(np.float32) for name in ("weights", "bias")))


def save(head: Head, folder: Path) -> None:
    """Write a head beside the encoder that it was trained with."""
    np.savez_compressed(folder / FILE, encoder=mark_of(folder), weights=head.weights.astype(np.float16), bias=head.bias)
