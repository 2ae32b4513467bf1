"""Makes text of reports fit to be shown, and holds the marks that go with it everywhere.

Reports are hostile input: control characters, direction overrides and lone surrogates do not reach a terminal or a
page. What is stored and exported is never changed, only what is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stance as it is shown: sign, word and colour always stand together."""

    sign: str
    word: str
    colour: str


_SAYS = ("●", "blue")
MARKS: Mapping[str, Mark] = MappingProxyType(
    {
        "assert": Mark(_SAYS[0], "says", _SAYS[1]),
        "deny": Mark("✕", "denies", "red"),
        "doubt": Mark("?", "doubts", "yellow"),
        "decline": Mark("–", "will not say", "bright_black"),
        "forecast": Mark(_SAYS[0], "expects", _SAYS[1]),
        "demand": Mark(_SAYS[0], "demands", _SAYS[1]),
        "warn": Mark(_SAYS[0], "warns", _SAYS[1]),
        "pledge": Mark(_SAYS[0], "pledges", _SAYS[1]),
        "endorse": Mark(_SAYS[0], "supports", _SAYS[1]),
        "criticise": Mark(_SAYS[0], "criticises", _SAYS[1]),
        "feel": Mark(_SAYS[0], "feels", _SAYS[1]),
    }
)
"""By act. A claim that is only brought up has the mark below."""
MENTIONS = Mark("○", "mentions", "default")

STANCES: Mapping[str, Mark] = MappingProxyType(
    {
        "asserts": MARKS["assert"],
        "denies": MARKS["deny"],
        "doubts": MARKS["doubt"],
        "declines": MARKS["decline"],
        "mentions": MENTIONS,
    }
)
"""By stance on a claim; who will not say stands apart from who mentions it."""

MASK = "🎭"
SHEET = "📄"


NEGATED = ("assert", "forecast", "demand", "pledge")
"""Acts whose content, at polarity "-", would be read as its opposite if only the act were shown."""


ESTABLISHED = 0.5
"""A label whose chance of being right is lower is shown as *not established*; the record and exports keep it."""
NOT_ESTABLISHED = Mark("○", "not established", "default")


def mark_of(act: str, *, polarity: str = "+", has_source: bool = True, score: float = 1.0) -> Mark:
    """Return the mark of an act; what nobody is named for ("is said to") is only mentioned."""
    if score < ESTABLISHED:
        return NOT_ESTABLISHED
    mark = MARKS[act] if has_source or act != "assert" else MENTIONS
    return replace(mark, word=f"{mark.word} not") if polarity == "-" and act in NEGATED else mark


def badge_of(kind: str, naming: str) -> str:
    """Return the sign before a speaker: a mask where it is anonymous, a sheet where it is a document, else nothing."""
    if naming == "anonymous":
        return MASK
    return SHEET if kind == "document" else ""


def shown(text: str) -> str:
    """Return text in one line, without what moves a cursor, turns the writing direction or breaks an encoder."""
    return " ".join("".join(_sign(sign) for sign in text).split())


def whole(text: str) -> str:
    """Return text with its lines and spaces as they are, without what `shown` takes out; it may be shorter."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(sign if sign in "\n\t" else _sign(sign) for sign in text)


def shortened(text: str, width: int) -> str:
    """Return text cut at a word to at most `width` characters, the cut visible as an ellipsis."""
    if len(text) <= width:
        return text
    head = text[: max(width - len(ELLIPSIS) - 1, 1)]
    # A cut within the last word gives way to the space before it, unless that would lose half the text.
    at = head.rfind(" ")
    return head[: at if at > len(head) // 2 else len(head)].rstrip(" ,;:") + " " + ELLIPSIS


def well_formed(text: str) -> str:
    """Return text of the same length in which U+FFFD stands for what UTF-8 and C strings cannot hold."""
    return re.sub("[\ud800-\udfff\0]", "\N{REPLACEMENT CHARACTER}", text)


def xml_safe(text: str) -> str:
    """Return text of the same length in which U+FFFD stands for what XML 1.0 cannot hold."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\N{REPLACEMENT CHARACTER}", text)


def markdown(text: str) -> str:
    """Return text so that Markdown shows it as it is: no markup, no HTML, no links."""
    escaped = re.sub(r"([\\`*_{}\[\]()<>#|~&!@])", r"\\\1", shown(text))
    escaped = re.sub(r"^([+-])", r"\\\1", escaped)
    escaped = re.sub(r"^(\d+)([.)])", r"\1\\\2", escaped)
    return re.sub(r"(?i)\b(https?|ftp|mailto|www)([:.])", r"\1\\\2", escaped)


def _sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    if category in ("Zl", "Zp", "Zs") or sign in "\t\n\v\f\r\x85":
        return " "
    # Cf has what joins letters and emoji (U+200C, U+200D), and the direction overrides.
    return "" if category == "Cc" or (category == "Cf" and sign not in "\u200c\u200d") else sign
