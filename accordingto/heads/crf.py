"""Linear-chain decoding for many sequences at once: the best path, and how sure each of its tags is.

Shapes: emissions (sequences, words, tags), lengths (sequences,), transitions (from, to), start and end (tags,).
The same transitions, start and end scores that training learned; forbidden steps are -1e4.

Inside, arrays are (words, tags, sequences), which numpy goes through fastest, with longer sequences before shorter
ones: those that have a word t are the first `live[t]`.
"""

from __future__ import annotations

import numpy as np

from accordingto.tokens import Floats, Ints

SCALED = 4
"""Steps after which sums are scaled by their largest, which cancels out in the end; doubles hold so many by far."""


def best_paths(emissions: Floats, lengths: Ints, transitions: Floats, start: Floats, end: Floats) -> Ints:
    """Return the best tags of each sequence (sequences, words); behind a sequence's length stands 0."""
    n, width, _ = emissions.shape
    out = np.zeros((n, width), np.int64)
    if not n or not width:
        return out
    order, live = _by_length(lengths, width)
    best = np.ascontiguousarray(emissions[order].transpose(1, 2, 0))  # of the paths that end in each tag
    best[0] += start[:, None]
    step = transitions[:, :, None]
    for t in range(1, width):
        k = live[t]
        best[t, :, :k] += (best[t - 1, :, None, :k] + step).max(0)
    tag = (best[lengths[order] - 1, :, np.arange(n)] + end).argmax(1)
    found = np.zeros((width, n), np.int64)
    for t in range(width - 1, -1, -1):
        on, k = live[t + 1], live[t]
        if on:  # their next word is known: from which tag did it come?
            tag[:on] = (best[t, :, :on] + transitions[:, tag[:on]]).argmax(0)
        found[t, :k] = tag[:k]
    out[order] = found.T
    return out


def marginals(emissions: Floats, lengths: Ints, transitions: Floats, start: Floats, end: Floats) -> Floats:
    """Return the probability of each tag at each word, (sequences, words, tags), by forward and backward sums."""
    n, width, tags = emissions.shape
    out = np.zeros((n, width, tags), np.float32)
    if not n or not width:
        return out
    order, live = _by_length(lengths, width)
    steps = np.exp(transitions.astype(np.float64))
    heat = np.exp((emissions - emissions.max(2, keepdims=True))[order].transpose(1, 2, 0).astype(np.float64))
    forward = np.exp(start)[:, None] * heat
    onwards = np.ascontiguousarray(steps.T)
    for t in range(1, width):
        k = live[t]
        reached = (onwards @ forward[t - 1, :, :k]) * heat[t, :, :k]
        forward[t, :, :k] = reached if t % SCALED else reached / reached.max(0, initial=0)
    backward = np.empty_like(heat)
    backward[:] = np.exp(end.astype(np.float64))[:, None]
    for t in range(width - 2, -1, -1):
        k = live[t + 1]
        reached = steps @ (backward[t + 1, :, :k] * heat[t + 1, :, :k])
        backward[t, :, :k] = reached if t % SCALED else reached / reached.max(0, initial=0)
    both = forward * backward
    both /= np.maximum(both.sum(1, keepdims=True), np.finfo(np.float64).tiny)
    out[order] = both.transpose(2, 0, 1)
    return out


def _by_length(lengths: Ints, width: int) -> tuple[Ints, list[int]]:
    """Return the sequences from the longest to the shortest, and how many of them have each word."""
    order = np.argsort(-lengths, kind="stable")
    return order, (np.arange(width + 1)[:, None] < lengths).sum(1).tolist()
