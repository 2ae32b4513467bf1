"""The mentions of one report by place and by chain: what else a pronoun or "the owner" was called before.

Chains are the model's; they are asked where the words of a source alone do not tell who it is. Spans are code points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from accordingto.data import Mention, Span


class Mentioned:
    """Mentions in the order of the text, and the numbers of those in each chain."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = sorted(mentions, key=lambda m: (m.span.begin, -m.span.end))
        self.begins = [m.span.begin for m in self.mentions]
        self.chains: dict[int, list[Mention]] = {}
        self.names: dict[int, Mention] = {}
        for mention in self.mentions:
            self.chains.setdefault(mention.chain, []).append(mention)
            if mention.form == "name":
                self.names |= dict.fromkeys(range(mention.head.begin, mention.head.end), mention)

    def at(self, span: Span) -> Mention | None:
        """Return the longest mention that lies in a stretch and begins within its first word or article."""
        first = bisect_left(self.begins, span.begin)
        for mention in self.mentions[first : first + 2]:
            if mention.span.end <= span.end + 1 and mention.span.begin <= span.begin + 4:
                return mention
        return None

    def before(self, span: Span, form: str) -> list[Mention]:
        """Return the mentions of one form before the one at `span` in its chain, in the order of the text."""
        own = self.at(span)
        if own is None:
            return []
        return [m for m in self.chains[own.chain] if m.form == form and m.span.begin < own.span.begin]

    def between(self, begin: int, end: int) -> list[Mention]:
        """Return the mentions that begin in a stretch, in the order of the text."""
        return self.mentions[bisect_left(self.begins, begin) : bisect_left(self.begins, end)]

    def is_one_name(self, begin: int, end: int) -> bool:
        """Tell whether a stretch lies inside one name ("Security and Trade" of "Council for Security and Trade")."""
        own = self.names.get(begin)
        return own is not None and own is self.names.get(end - 1)
