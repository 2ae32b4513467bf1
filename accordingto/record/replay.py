"""A report's statements and the corrections of it in, the corrected statements out; pure, nothing is read or written.

Corrections are gone through in order. Each quotes the statement that it means as it stood then; it is matched with the
statement that has most of these words now, so that it holds under another model, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from accordingto.data import PARTS, Span, Statement
from accordingto.record.corrections import Correction
from accordingto.record.quotes import Quoted, from_json, located, quoted

ENOUGH = 0.5
"""Share of characters that content must have in common where the cues do not meet: more in common than not."""


@dataclass(slots=True)
class Held:
    """A statement on its way through the corrections. `key` is its number before them, or "+" and a correction's."""

    key: str
    statement: Statement
    parent: str | None
    by: dict[str, int] = field(default_factory=dict)
    """Which field is by which correction."""
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Touch:
    """On what a correction bears, and what it says of it."""

    correction: int
    target: str
    says: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """The statements with the corrections applied, in their order, those that are none among them marked `dropped`."""

    held: tuple[Held, ...]
    touches: tuple[Touch, ...]


def anchor_of(text: str, statement: Statement) -> dict[str, object]:
    """Return the quotation by which a statement is found again."""
    return {part: [quoted(text, span).as_json() for span in getattr(statement, part)] for part in PARTS}


def meant(text: str, statements: Sequence[Statement], anchor: object) -> int | None:
    """Return the index of the statement that an anchor quotes, or None where none has enough of its words."""
    found = _meant(text, [Held(str(number), one, None) for number, one in enumerate(statements)], anchor)
    return int(found.key) if found else None


def replay(text: str, statements: Sequence[Statement], corrections: Iterable[Correction]) -> Replayed:
    """Apply corrections of the kinds label, span, reject and add to a report's statements."""
    held = [
        Held(str(number), one, None if one.parent is None else str(one.parent)) for number, one in enumerate(statements)
    ]
    touches: list[Touch] = []
    for correction in corrections:
        if correction.kind == "add":
            touches += _add(text, held, correction)
        elif found := _meant(text, held, correction.anchor.get("statement")):
            touches += _APPLY[correction.kind](text, held, found, correction)
    return Replayed(tuple(held), tuple(touches))


def _add(text: str, held: list[Held], correction: Correction) -> list[Touch]:
    spans = {part: _spans(text, correction.anchor.get(part)) for part in PARTS}
    if not spans["content"]:
        return []
    labels = cast(dict[str, Any], dict(correction.value))
    said: dict[str, Any] = {**spans, **labels}
    statement = Statement(**said)
    if same := _meant(text, held, correction.anchor):
        # A newer model has found it, or somebody had rejected it: its labels are those given here.
        same.dropped = False
        same.statement = replace(same.statement, **said)
        same.by |= dict.fromkeys((*PARTS, *labels), correction.number)
        return [Touch(correction.number, f"{same.key} statement", "yes")]
    new = Held(f"+{correction.number}", statement, None, dict.fromkeys((*PARTS, *labels), correction.number))
    at = next((n for n, one in enumerate(held) if _begin(one.statement) > _begin(statement)), len(held))
    held.insert(at, new)
    return [Touch(correction.number, f"{new.key} statement", "yes")]


def _label(text: str, held: list[Held], found: Held, correction: Correction) -> list[Touch]:
    name, value = str(correction.value["field"]), correction.value["value"]
    found.dropped, found.by[name] = False, correction.number
    if name == "parent":
        above = _meant(text, held, value)
        if value is not None and (above is None or above is found or found.key in _line(held, above)):
            return []
        found.parent = above.key if above else None
        value = found.parent or ""
    else:
        scores = {label: score for label, score in found.statement.scores.items() if label != name}
        set_: dict[str, Any] = {name: str(value), "scores": scores}
        found.statement = replace(found.statement, **set_)
    return [
        Touch(correction.number, f"{found.key} {name}", str(value)),
        Touch(correction.number, f"{found.key} statement", "yes"),
    ]


def _span(text: str, held: list[Held], found: Held, correction: Correction) -> list[Touch]:
    part = str(correction.value["part"])
    pieces = cast(Sequence[object], correction.value["pieces"])
    spans = _spans(text, pieces)
    if len(spans) < len(pieces) or (part == "content" and not spans):
        return []
    found.dropped, found.by[part] = False, correction.number
    set_: dict[str, Any] = {part: spans}
    found.statement = replace(found.statement, **set_)
    return [
        Touch(correction.number, f"{found.key} {part}", " … ".join(text[b:e] for b, e in spans)),
        Touch(correction.number, f"{found.key} statement", "yes"),
    ]


def _reject(text: str, held: list[Held], found: Held, correction: Correction) -> list[Touch]:
    found.dropped, found.by["statement"] = True, correction.number
    return [Touch(correction.number, f"{found.key} statement", "no")]


_APPLY = {"label": _label, "span": _span, "reject": _reject}


def _meant(text: str, held: Sequence[Held], anchor: object) -> Held | None:
    """Return the statement that an anchor quotes: its cue meets that cue, and its content most of that content."""
    if not isinstance(anchor, Mapping):
        return None
    quoted_ = {part: _spans(text, anchor.get(part)) for part in PARTS}
    fits = [(fit, one) for one in held if (fit := _fit(quoted_, one.statement)) > 0]
    return max(fits, key=lambda pair: pair[0], default=(0.0, None))[1]


def _fit(quote: Mapping[str, Sequence[Span]], statement: Statement) -> float:
    cues = _common(quote["cue"], statement.cue)
    content = _common(quote["content"], statement.content)
    if cues > 0 and content > 0:
        return 1 + content + cues + _common(quote["source"], statement.source)
    both_cued = bool(quote["cue"]) and bool(statement.cue)
    return content if content >= ENOUGH and not both_cued else 0.0


def _common(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Return the characters that two parts have in common, as a share of those in either."""
    a, b = ({at for begin, end in spans for at in range(begin, end)} for spans in (one, other))
    return len(a & b) / len(a | b) if a or b else 0.0


def _spans(text: str, pieces: object) -> tuple[Span, ...]:
    quotes: list[Quoted] = [from_json(piece) for piece in cast(Sequence[Mapping[str, object]], pieces or ())]
    return tuple(sorted(span for quote in quotes if (span := located(text, quote))))


def _line(held: Sequence[Held], one: Held) -> set[str]:
    """Return the keys of the statements that one stands inside."""
    by_key, above = {each.key: each for each in held}, set[str]()
    while one.parent is not None and one.parent not in above:
        above.add(one.parent)
        one = by_key[one.parent]
    return above


def _begin(statement: Statement) -> int:
    return min((span.begin for span in (*statement.cue, *statement.content)), default=0)
