"""Linear-chain decoding for many sequences at once: the best path, and how sure each of its tags is.

Shapes: emissions (sequences, words, tags), lengths (sequences,), transitions (from, to), start and end (tags,).
The same transitions, start and end scores that training learned; forbidden steps are -1e4.
"""

from __future__ import annotations

import numpy as np

from accordingto.tokens import Floats, Ints


def best_paths(emissions: Floats, lengths: Ints, transitions: Floats, start: Floats, end: Floats) -> Ints:
    """Return the best tags of each sequence (sequences, words); behind a sequence's length stands 0."""
    n, width, tags = emissions.shape
    last = np.minimum(np.arange(width)[None, :], lengths[:, None] - 1)
    if not n or not width:
        return np.zeros((n, width), np.int64)
    score = start + emissions[:, 0]
    back = np.zeros((width, n, tags), np.int64)
    for t in range(1, width):
        step = score[:, :, None] + transitions
        back[t] = step.argmax(1)
        reached = np.take_along_axis(step, back[t][:, None], 1)[:, 0] + emissions[:, t]
        live = (t < lengths)[:, None]
        score = np.where(live, reached, score)
        back[t] = np.where(live, back[t], np.arange(tags))
    out = np.zeros((n, width), np.int64)
    tag = (score + end).argmax(1)
    rows = np.arange(n)
    for t in range(width - 1, 0, -1):
        out[:, t] = tag
        tag = back[t][rows, tag]
    out[:, 0] = tag
    return np.where(last == np.arange(width), out, 0)


def marginals(emissions: Floats, lengths: Ints, transitions: Floats, start: Floats, end: Floats) -> Floats:
    """Return the probability of each tag at each word, (sequences, words, tags), by forward and backward sums."""
    n, width, tags = emissions.shape
    if not n or not width:
        return np.zeros((n, width, tags), np.float32)
    steps = np.exp(transitions)
    forward = np.zeros((width, n, tags), np.float32)
    backward = np.zeros((width, n, tags), np.float32)
    # each step is scaled by its largest value, which cancels out in the end: no logarithms inside the loop
    heat = np.exp(emissions - emissions.max(2, keepdims=True)).transpose(1, 0, 2)
    forward[0] = np.exp(start) * heat[0]
    for t in range(1, width):
        reached = (forward[t - 1] @ steps) * heat[t]
        forward[t] = np.where((t < lengths)[:, None], reached / reached.max(1, keepdims=True), forward[t - 1])
    ended = np.broadcast_to(np.exp(end), (n, tags))
    backward[width - 1] = ended
    for t in range(width - 2, -1, -1):
        reached = (backward[t + 1] * heat[t + 1]) @ steps.T
        reached /= reached.max(1, keepdims=True)
        backward[t] = np.where((t < lengths - 1)[:, None], reached, ended)
    out = forward * backward
    out /= np.maximum(out.sum(2, keepdims=True), 1e-30)
    return np.ascontiguousarray(out.transpose(1, 0, 2))
