"""What an address asks for: its query in, values out, and the addresses next to it (another page, one filter less).

The address holds the whole state of a page, so that it can be kept, sent and gone back to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from accordingto.errors import UsageError

PAGE = "page"
LONGEST = 500
"""Characters of a value that is looked at; nobody types more, and FTS need not parse more."""


@dataclass(frozen=True, slots=True)
class Ask:
    """The path of a page and what its query says, in the order of the address."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()
    visit: int = 0
    """The last run that the reader had seen before this visit; 0 where that is not known."""

    @classmethod
    def of(cls, path: str, query: str, *, visit: int = 0) -> Ask:
        """Return what a query string asks; values without a character are as if they were not there."""
        found = parse_qsl(query, keep_blank_values=False, max_num_fields=100)
        return cls(path, tuple((name, value[:LONGEST]) for name, value in found), visit)

    def text(self, name: str) -> str:
        """Return the last value of a name, else nothing."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")

    def texts(self, name: str) -> tuple[str, ...]:
        """Return all values of a name, each once."""
        return tuple(dict.fromkeys(value for key, value in self.pairs if key == name))

    def number(self, name: str, *, default: int = 1, least: int = 1) -> int:
        """Return a value as a number. Raises UsageError where it is none, or less than it may be."""
        text = self.text(name)
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and len(text) < 16 and int(text) >= least):
            raise UsageError(f"{name}={text!r} is no number from {least:,} on: leave it out or correct it")
        return int(text)

    def chosen(self, name: str, among: Sequence[str], *, default: str) -> str:
        """Return a value that is one of a few. Raises UsageError where it is none of them."""
        text = self.text(name) or default
        if text not in among:
            raise UsageError(f"{name}={text!r} is none of {', '.join(among)}")
        return text

    def having(self, **changes: str | int | None) -> str:
        """Return this address with other values; None takes one out. The page number starts over unless given."""
        changes = {PAGE: None, **changes}
        kept = [(name, value) for name, value in self.pairs if name not in changes]
        new = [(name, str(value)) for name, value in changes.items() if value is not None]
        return address(self.path, kept + new)

    def adding(self, name: str, value: str) -> str:
        """Return this address with one more value of a name, from its first page."""
        kept = [pair for pair in self.pairs if pair[0] != PAGE and pair != (name, value)]
        return address(self.path, [*kept, (name, value)])

    def without(self, name: str, value: str) -> str:
        """Return this address without one value of a name, from its first page."""
        return address(self.path, [pair for pair in self.pairs if pair[0] != PAGE and pair != (name, value)])

    def twin(self) -> str:
        """Return the address of the same page in JSON."""
        return address("/story.json" if self.path == "/" else f"{self.path}.json", self.pairs)


def address(path: str, pairs: Sequence[tuple[str, str]] = ()) -> str:
    """Return an address of the desk, its values escaped."""
    # A lone surrogate in an id has no form in UTF-8; as WTF-8 it comes back as it was.
    return path + ("?" + urlencode(pairs, encoding="utf-8", errors="surrogatepass") if pairs else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """Which part of a long list a page shows, counted from 1."""

    number: int
    size: int
    total: int

    @property
    def offset(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """The number of the last part."""
        return max(1, -(-self.total // self.size))
