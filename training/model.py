"""The network: a small BERT with a look embedding, and the heads that read its words.

Shapes: windows B, tokens L, words T, cues N over all windows, width 384. The base is all-MiniLM-L6-v2 (6 layers,
22 M parameters, Apache-2.0), read from the package that carries it. Three parts are exported by themselves: `Encoder`
(words and cue tags), `Given` (the other parts, given a cue) and `Labels` (what the source does with it).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from accordingto.heads.labels import HEADS, SIZES
from accordingto.heads.mentions import HEAD_TAGS
from accordingto.heads.names import NAME_TAGS, NAMES
from accordingto.heads.statements import GIVEN_TAGS, PLACES
from accordingto.heads.syntax import ARC, RELATIONS, TAGS
from accordingto.tokens import LOOKS

NEVER = -1e4
OF_SOURCE = ("kind", "naming")
"""The labels that tell of the source; they come first among the heads."""
assert HEADS[: len(OF_SOURCE)] == OF_SOURCE


@dataclass(frozen=True)
class Shape:
    """Sizes of the network."""

    vocabulary: int = 30522
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    given: int = 128
    """Width of the head that finds source and content given a cue."""
    given_layers: int = 3
    label: int = 256
    label_looks: int = 4
    source_looks: int = 2
    label_dropout: float = 0.3
    dropout: float = 0.1


class Dropout(nn.Module):
    """Dropout that reads its mask from a pool at a random place: drawing each number anew is 6 % of a step on a CPU."""

    POOL = 1 << 22

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share, self.left, self.pool = share, 0, torch.zeros(0)

    def forward(self, x: Tensor) -> Tensor:
        """Return x with a share of its numbers set to 0 and the others scaled up, in training only."""
        if not self.training or not self.share:
            return x
        if self.left == 0:
            self.pool = (torch.rand(self.POOL, device=x.device) >= self.share).to(x.dtype) / (1 - self.share)
            self.left = 100
        self.left -= 1
        at = int(torch.randint(self.POOL, ()))
        n, tail = x.numel(), self.pool[at:]
        mask = tail[:n] if n <= len(tail) else torch.cat([tail, self.pool.repeat(1 + n // self.POOL)])[:n]
        return x * mask.reshape(x.shape)


def attention(q: Tensor, k: Tensor, v: Tensor, live: Tensor, heads: int) -> Tensor:
    """Return the attention of q, k, v (B, L, width) over live tokens; exported as one fused operation."""
    if torch.onnx.is_in_onnx_export():
        fused: Tensor = FusedAttention.apply(q, k, v, live, heads)
        return fused
    b, n, d = q.shape
    q, k, v = (x.reshape(b, -1, heads, d // heads).transpose(1, 2) for x in (q, k, v))
    bias = ((1 - live) * NEVER).to(q.dtype)[:, None, None, :]
    return F.scaled_dot_product_attention(q, k, v, attn_mask=bias).transpose(1, 2).reshape(b, n, d)


def taken(x: Tensor, at: Tensor) -> Tensor:
    """Return the rows at `at` (B, T) of x (B, L, width): (B, T, width)."""
    return x.gather(1, at[:, :, None].expand(-1, -1, x.shape[2]))


class FusedAttention(torch.autograd.Function):
    """The attention as onnxruntime's own operator: 5 to 9 % more tokens a second than the parts it is made of."""

    @staticmethod
    def forward(ctx: object, q: Tensor, k: Tensor, v: Tensor, live: Tensor, heads: int) -> Tensor:
        """Only its shape counts."""
        return torch.zeros_like(q)

    @staticmethod
    def symbolic(g, q, k, v, live, heads):
        """Write the operator."""
        none = g.op("prim::Constant")
        none.setType(torch._C.OptionalType.ofTensor())
        out = g.op("com.microsoft::MultiHeadAttention", q, k, v, none, live, num_heads_i=heads)
        return out.setType(q.type())


class Layer(nn.Module):
    """One transformer layer, post-norm as BERT has it."""

    def __init__(self, s: Shape) -> None:
        super().__init__()
        self.heads, self.drop = s.heads, Dropout(s.dropout)
        self.qkv = nn.Linear(s.width, 3 * s.width)
        self.out = nn.Linear(s.width, s.width)
        self.norm = nn.LayerNorm(s.width, eps=1e-12)
        self.up, self.down = nn.Linear(s.width, s.inner), nn.Linear(s.inner, s.width)
        self.last_norm = nn.LayerNorm(s.width, eps=1e-12)

    def forward(self, x: Tensor, live: Tensor, only: Tensor | None = None) -> Tensor:
        """x (B, L, width), live (B, L) 1 where a token stands → the same of all tokens, or only of some (B, T)."""
        q, k, v = self.qkv(x).chunk(3, -1)
        if only is not None:
            q, x = taken(q, only), taken(x, only)
        mixed = attention(q, k, v, live, self.heads)
        x = self.norm(x + self.drop(self.out(mixed)))
        last: Tensor = self.last_norm(x + self.drop(self.down(F.gelu(self.up(x)))))
        return last


class Encoder(nn.Module):
    """Tokens → one vector a word, and scores of the cue tags (out, begins, inside)."""

    def __init__(self, s: Shape) -> None:
        super().__init__()
        self.tokens = nn.Embedding(s.vocabulary, s.width)
        self.positions = nn.Embedding(s.positions, s.width)
        self.looks = nn.Embedding(LOOKS, s.width)
        self.norm = nn.LayerNorm(s.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(s) for _ in range(s.layers))
        self.cue = nn.Linear(s.width, 3)
        self.drop = Dropout(s.dropout)
        nn.init.zeros_(self.looks.weight)

    def read(self, ids: Tensor, look: Tensor, only: Tensor | None = None, mark: Tensor | None = None) -> Tensor:
        """ids, look (B, L), 0 where padded → vectors of all tokens (B, L, width), or only of some (B, T).

        A mark (B, L, width) is added to what the tokens are.
        """
        x = self.tokens(ids) + self.positions.weight[: ids.shape[1]] + self.looks(look)
        x = self.drop(self.norm(x if mark is None else x + mark))
        live = (ids != 0).int()
        *layers, last = self.layers
        for layer in layers:
            x = layer(x, live)
        vectors: Tensor = last(x, live, only)
        return vectors

    def forward(self, ids: Tensor, look: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """ids, look (B, L), 0 where padded; first (B, T) each word's first token → (B, T, width), (B, T, 3)."""
        words = self.read(ids, look, first)  # the last layer runs for a word's first token alone
        return words, self.cue(words)


def mean_of(words: Tensor, where: Tensor) -> Tensor:
    """Return the mean of the words (N, T, width) that `where` (N, T) marks; zeros where it marks none."""
    total = (where[:, None] @ words)[:, 0]
    return total / where.sum(1, keepdim=True).clamp(min=1)


def cue_vectors(words: Tensor, cue: Tensor) -> Tensor:
    """Return (N, 2 · width): the mean of the cue's words and its first word."""
    at = torch.arange(words.shape[1], device=words.device)[None]
    inside = ((at >= cue[:, :1]) & (at < cue[:, 1:])).to(words.dtype)
    first = words.gather(1, cue[:, :1, None].expand(-1, -1, words.shape[2]))[:, 0]
    return torch.cat([mean_of(words, inside), first], 1)


class Given(nn.Module):
    """Words around a cue → scores of GIVEN_TAGS: which belong to this cue's source and content."""

    def __init__(self, s: Shape) -> None:
        super().__init__()
        d, e = s.width, s.given
        self.word, self.word_gate = nn.Linear(d, e), nn.Linear(d, e)
        self.cue, self.cue_gate = nn.Linear(2 * d, e), nn.Linear(2 * d, e)
        self.place = nn.Embedding(PLACES, e)
        steps = [2**i for i in range(s.given_layers)]
        self.mix = nn.ModuleList(nn.Conv1d(e, e, 5, padding=2 * step, dilation=step) for step in steps)
        self.norms = nn.ModuleList(nn.LayerNorm(e) for _ in steps)
        self.out = nn.Linear(e, len(GIVEN_TAGS))
        self.drop = Dropout(s.dropout)

    def forward(self, words: Tensor, cue: Tensor, place: Tensor, live: Tensor) -> Tensor:
        """words (N, T, width), cue (N, 2), place (N, T), live (N, T) 1 where a word stands → (N, T, tags)."""
        return self.parts(cue_vectors(words, cue), self.read(words), place, live)

    def read(self, words: Tensor) -> Tensor:
        """Return what each word brings, whatever the cue (…, 2 · given): computed once a word, not once a cue."""
        return torch.cat([self.word(words), self.word_gate(words)], -1)

    def parts(self, about: Tensor, read: Tensor, place: Tensor, live: Tensor) -> Tensor:
        """about (N, 2 · width) of the cues, read (N, T, 2 · given) → (N, T, tags)."""
        word, word_gate = read.chunk(2, -1)
        gate = word_gate * self.cue_gate(about)[:, None]
        x = F.gelu(word + self.cue(about)[:, None] + self.place(place) + gate)
        x = self.drop(x)
        for conv, norm in zip(self.mix, self.norms, strict=True):
            y = conv((x * live[:, :, None]).transpose(1, 2)).transpose(1, 2)
            x = norm(x + self.drop(F.gelu(y)))
        scores: Tensor = self.out(x)
        return scores


class Labels(nn.Module):
    """A statement's parts → scores of each label's values, one head after the other.

    The content is read by several looks that the cue steers, since one short sentence in a long quotation may be what
    makes it a denial; the source by two of its own for what it is (OF_SOURCE), since one word in it may tell.
    """

    def __init__(self, s: Shape) -> None:
        super().__init__()
        self.looks = s.label_looks
        self.word, self.steer = nn.Linear(s.width, s.label), nn.Linear(2 * s.width, s.label)
        self.look, self.source_look = nn.Linear(s.label, s.label_looks), nn.Linear(s.label, s.source_looks)
        self.hidden = nn.Linear((4 + s.label_looks) * s.width, s.label)
        self.who = nn.Linear((4 + s.source_looks) * s.width, s.label // 2)
        about_source = sum(SIZES[: len(OF_SOURCE)])
        self.out = nn.Linear(s.label, sum(SIZES) - about_source)
        self.who_out = nn.Linear(s.label // 2, about_source)
        self.drop = Dropout(s.label_dropout)

    def forward(self, words: Tensor, cue: Tensor, pieces: Tensor) -> Tensor:
        """words (N, T, width), cue (N, 2), pieces (N, 2, T) 1 where a word is source, content → (N, sum of values)."""
        return self.values(cue_vectors(words, cue), words, self.read(words), pieces)

    def read(self, words: Tensor) -> Tensor:
        """Return what each word brings to the looks, whatever the cue (…, label)."""
        read: Tensor = self.word(words)
        return read

    def values(self, about: Tensor, words: Tensor, read: Tensor, pieces: Tensor) -> Tensor:
        """about (N, 2 · width) of the cues, words (N, T, width), read (N, T, label), pieces (N, 2, T) → (N, values)."""
        source, content = pieces.unbind(1)
        steered = (read + self.steer(about)[:, None]).tanh()
        shared = [about, mean_of(words, source), mean_of(words, content)]
        said = torch.cat([*shared, self.looked(self.look(steered), words, content)], 1)
        who = torch.cat([*shared, self.looked(self.source_look(steered), words, source)], 1)
        said, who = F.gelu(self.hidden(self.drop(said))), F.gelu(self.who(self.drop(who)))
        return torch.cat([self.who_out(self.drop(who)), self.out(self.drop(said))], 1)

    @staticmethod
    def looked(scores: Tensor, words: Tensor, part: Tensor) -> Tensor:
        """scores (N, T, looks), part (N, T) 1 where a word is of it → what the looks see of it (N, looks · width)."""
        weights = (scores.transpose(1, 2) + ((1 - part) * NEVER)[:, None]).softmax(2)
        there = (part.sum(1) > 0).to(words.dtype)[:, None, None]
        return (weights @ words * there).flatten(1)


class Words(nn.Module):
    """One word → its part of speech, name tag, mention type, and what says on which word it hangs."""

    def __init__(self, s: Shape) -> None:
        super().__init__()
        self.hidden, self.drop = nn.Linear(s.width, s.width), Dropout(2 * s.dropout)
        self.sizes = [len(TAGS), len(NAME_TAGS), len(HEAD_TAGS), ARC + 1, ARC]
        self.out = nn.Linear(s.width, sum(self.sizes))

    def forward(self, words: Tensor) -> tuple[Tensor, ...]:
        """words (…, width) → scores of tags, names, mentions, and vectors as dependent (ARC + 1) and as head (ARC)."""
        h = self.drop(F.gelu(self.hidden(self.drop(words))))
        return self.out(h).split(self.sizes, -1)


class Relations(nn.Module):
    """A word and its head → scores of RELATIONS."""

    def __init__(self, s: Shape) -> None:
        super().__init__()
        self.word, self.head = (nn.Linear(s.width, s.given) for _ in range(2))
        self.out, self.drop = nn.Linear(2 * s.given, len(RELATIONS)), Dropout(2 * s.dropout)

    def forward(self, words: Tensor, heads: Tensor) -> Tensor:
        """Words and their heads (N, width) → (N, relations)."""
        a, b = self.word(words), self.head(heads)
        scores: Tensor = self.out(self.drop(torch.cat([F.gelu(a + b), a * b / 4], -1)))
        return scores


class Masked(nn.Module):
    """Vectors of masked tokens → scores of the vocabulary; in training only, where it keeps the base's skill alive."""

    def __init__(self, s: Shape) -> None:
        super().__init__()
        self.hidden, self.norm = nn.Linear(s.width, s.width), nn.LayerNorm(s.width)
        self.bias = nn.Parameter(torch.zeros(s.vocabulary))

    def forward(self, x: Tensor, table: Tensor) -> Tensor:
        """x (N, width), table (vocabulary, width) → (N, vocabulary)."""
        return F.linear(self.norm(F.gelu(self.hidden(x))), table, self.bias)


class Crf(nn.Module):
    """Transition scores of a tag sequence, and the loss of annotations that may leave tags open."""

    def __init__(self, forbidden: Tensor, starts: Tensor) -> None:
        super().__init__()
        n = len(starts)
        self.register_buffer("forbidden", forbidden.float() * NEVER)
        self.register_buffer("no_start", (~starts).float() * NEVER)
        self.steps, self.first, self.last = (nn.Parameter(torch.zeros(*s)) for s in ((n, n), (n,), (n,)))

    def tables(self) -> tuple[Tensor, Tensor, Tensor]:
        """Return transitions (from, to), start and end scores with what is forbidden."""
        return self.steps + self.forbidden, self.first + self.no_start, self.last

    def loss(self, scores: Tensor, allowed: Tensor, live: Tensor) -> Tensor:
        """Return -log P(an allowed path) of each sequence; scores and allowed (N, T, tags), live (N, T)."""
        steps, first, last = self.tables()
        n, heat = len(scores), steps.exp()
        both = torch.cat([scores.float(), scores.float().masked_fill(~allowed, NEVER)])
        tops = both.amax(2, keepdim=True)
        # unbind, not both[:, t]: its gradient is one stack instead of a zero-filled copy of everything a step
        emit, on = (both - tops).unbind(1), torch.cat([live, live])[:, :, None].unbind(1)
        reach = first + emit[0]
        for t in range(1, len(emit)):
            top = reach.amax(1, keepdim=True)
            new = ((reach - top).exp() @ heat).clamp(min=1e-30).log() + top + emit[t]
            reach = torch.where(on[t], new, reach)
        total = torch.logsumexp(reach + last, 1) + (tops[:, :, 0] * torch.cat([live, live])).sum(1)
        return total[:n] - total[n:]


def bio_crf(kinds: int) -> Crf:
    """Return a CRF over out, then begins/inside of each kind, where inside only follows its own kind."""
    n = 1 + 2 * kinds
    forbidden, starts = torch.zeros(n, n, dtype=torch.bool), torch.ones(n, dtype=torch.bool)
    for k in range(kinds):
        inside = 2 + 2 * k
        forbidden[:, inside] = True
        forbidden[[inside - 1, inside], inside] = False
        starts[inside] = False
    return Crf(forbidden, starts)


class Network(nn.Module):
    """All parts, with the auxiliary heads that are used in training only."""

    def __init__(self, shape: Shape | None = None) -> None:
        super().__init__()
        self.shape = shape or Shape()
        self.encoder = Encoder(self.shape)
        self.given, self.labels = Given(self.shape), Labels(self.shape)
        self.words, self.relations = Words(self.shape), Relations(self.shape)
        self.cue_crf, self.given_crf, self.names_crf = bio_crf(1), bio_crf(2), bio_crf(len(NAMES))
        self.flat, self.masked = nn.Linear(self.shape.width, 6), Masked(self.shape)


class Single(nn.Module):
    """What one word tells by itself, as it is exported: the heads of `Words`, and what a cue will ask for."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, words: Tensor) -> tuple[Tensor, ...]:
        """words (T, width) → the outputs of Words, then what Given and Labels read of each word."""
        return (*self.net.words(words), self.net.given.read(words), self.net.labels.read(words))


class Parts(nn.Module):
    """Given with what it reads of the words computed before, as it is exported."""

    def __init__(self, given: Given) -> None:
        super().__init__()
        self.given = given

    def forward(self, about: Tensor, read: Tensor, place: Tensor, live: Tensor) -> Tensor:
        """See Given.parts."""
        return self.given.parts(about, read, place, live)


class Values(nn.Module):
    """Labels with what it reads of the words computed before, as it is exported."""

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        self.labels = labels

    def forward(self, about: Tensor, words: Tensor, read: Tensor, pieces: Tensor) -> Tensor:
        """See Labels.values."""
        return self.labels.values(about, words, read, pieces)


def base(network: Network, weights: Path) -> None:
    """Fill the encoder with the base model's weights (safetensors with BERT's names)."""
    w = load_file(str(weights))
    e = network.encoder
    take = {"tokens.weight": w["embeddings.word_embeddings.weight"]}
    take["positions.weight"] = (
        w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]
    )
    for ours, theirs in (("weight", "weight"), ("bias", "bias")):
        take[f"norm.{ours}"] = w[f"embeddings.LayerNorm.{theirs}"]
        for i in range(network.shape.layers):
            at, to = f"encoder.layer.{i}.", f"layers.{i}."
            qkv = [w[f"{at}attention.self.{x}.{theirs}"] for x in ("query", "key", "value")]
            take[f"{to}qkv.{ours}"] = torch.cat(qkv)
            for a, b in (
                ("out", "attention.output.dense"),
                ("norm", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("last_norm", "output.LayerNorm"),
            ):
                take[f"{to}{a}.{ours}"] = w[f"{at}{b}.{theirs}"]
    missing, unexpected = e.load_state_dict(take, strict=False)
    if unexpected or {m.split(".")[0] for m in missing} != {"looks", "cue"}:
        raise ValueError(f"{weights} does not fit: missing {missing}, unexpected {unexpected}")


def begin_from(net: Network, path: Path) -> None:
    """Take the weights of a run; the label network only where its form is still the same."""
    kept, own = torch.load(path, weights_only=True, map_location="cpu"), net.state_dict()
    same = all(k in kept and kept[k].shape == v.shape for k, v in own.items() if k.startswith("labels."))
    net.load_state_dict({k: v for k, v in kept.items() if same or not k.startswith("labels.")}, strict=False)
