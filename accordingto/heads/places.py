"""What the name of a place stands for where it is written: the place, or who is there ("Orlo said", "Orlo won").

The encoder reads the sentence once more with the name marked, and with a few narrow matrices beside its own that were
tuned for this alone (LoRA, Hu et al. 2021, arXiv 2106.09685). `places.onnx` holds those and takes all else from the
encoder's own file, whose mark is in `places.json`; beside another encoder it is not used. A second reading costs time,
so that only names of seats of government are asked: what hangs on the answer is whether "Callow" acts as its state.
"""

from __future__ import annotations

import json
import logging
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from accordingto.data import PLACE, STANDS_FOR, Span
from accordingto.encoder import mark_of, session
from accordingto.heads.mentions import Headed, Range
from accordingto.settings import WEIGHTS
from accordingto.states import state_seated
from accordingto.tokens import Tokens, looks

log = logging.getLogger(__name__)
FILE, CARD = "places.onnx", "places.json"
AROUND = 45
"""Words on either side of a name that are read."""


@dataclass(frozen=True, slots=True)
class Window:
    """A name among its words as the encoder takes it, a number a token: ids, looks, and 1 where the name stands."""

    ids: list[int]
    look: list[int]
    name: list[int]


class Head(Protocol):
    """What tells by a window around a name what the name stands for: one of STANDS_FOR."""

    def stands_for(self, around: Window) -> str:
        """Return what the name stands for."""


class OnnxHead:
    """The head of a folder of weights."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self._session = session(folder / FILE)

    def stands_for(self, around: Window) -> str:
        """See Head."""
        return value_of(self.chances(around))

    def chances(self, around: Window) -> list[float]:
        """Return the log chances of STANDS_FOR."""
        first = [0, *np.flatnonzero(around.name).tolist()]
        rows = {"ids": around.ids, "look": around.look, "first": first}
        arrays = {name: np.array([row], np.int64) for name, row in rows.items()}
        (found,) = self._session.run(None, arrays | {"name": np.array([around.name], np.float32)})
        return [float(one) for one in found[0]]


def value_of(chances: Sequence[float]) -> str:
    """Return which of STANDS_FOR log chances tell: the place from a half on, else the likelier other one."""
    place, *others = chances
    return PLACE if place >= np.log(0.5) else STANDS_FOR[1 + int(np.argmax(others))]


def window(tokens: Tokens, text: str, sentence: Sequence[Span], name: Range) -> Window:
    """Return a name, given by its words in a sentence, with the words around it."""
    low, high = max(0, name[0] - AROUND), min(len(sentence), name[1] + AROUND)
    look = looks(text, sentence, np.arange(len(sentence)) == 0)
    out = Window([tokens.begin], [0], [0])
    for word in range(low, high):
        ids = tokens.ids(text[slice(*sentence[word])])
        out.ids.extend(ids)
        out.look.extend([int(look[word])] * len(ids))
        out.name.extend([int(name[0] <= word < name[1])] * len(ids))
    out.ids.append(tokens.end)
    out.look.append(0)
    out.name.append(0)
    return out


def told(
    head: Head,
    tokens: Tokens,
    text: str,
    words: Sequence[Span],
    sentences: Sequence[Range],
    mentions: Sequence[Headed],
) -> list[Headed]:
    """Return the mentions, those that are names of seats of government with what they stand for.

    Sentences are ranges of words, in order.
    """
    begins = [begin for begin, _ in sentences]
    out = []
    for one in mentions:
        low, high = one.head
        if one.form == "name" and one.type == "LOC" and state_seated(text[words[low].begin : words[high - 1].end]):
            begin, end = sentences[bisect_right(begins, low) - 1]
            around = window(tokens, text, words[begin:end], (low - begin, min(high, end) - begin))
            one = replace(one, stands_for=head.stands_for(around))
        out.append(one)
    return out


def load(folder: Path = WEIGHTS) -> Head | None:
    """Read the head of a folder of weights; None where there is none, or one of another encoder."""
    if not ((folder / FILE).is_file() and (folder / CARD).is_file()):
        return None
    if json.loads((folder / CARD).read_text(encoding="utf8"))["encoder"] != mark_of(folder):
        log.warning("%s was trained with another encoder: what places stand for is not told", folder / FILE)
        return None
    return OnnxHead(folder)
