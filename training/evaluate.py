"""Score a model with the measures that count (`score.py`), through the code that ships."""

from __future__ import annotations

from accordingto.tokens import Tokens
from training.model import Network


def quick_scores(net: Network, tokens: Tokens, window: int) -> dict[str, float]:
    return {}
