"""What a report says someone is: the role beside a name, and the body and state that the role belongs to.

"Norlandish Foreign Ministry spokeswoman Ada Quill" and "Oren Tarsk, head of the Norlandish General Staff," introduce a
name; `office` reads body and state out of such a role. Rules over words; a role that stands elsewhere is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accordingto.actors.names import POSSESSIVE, WORD, Name, words
from accordingto.actors.roles import roles
from accordingto.data import Span
from accordingto.states import state_named, state_of, state_of_people, state_seated

LONGEST_ROLE = 14
"""Words; longer than that, what stands before or behind a name is no longer a role."""
_BEHIND = re.compile(r"[’']?,\s+(?P<role>(?:[^.,;:()“”\"–—?!]|(?<=\b[A-Z])\.){3,110})(?=[,.;:)(–—]|\s-\s|\Z)")
_OF = re.compile(r"\s+(?:of|for|at|with|from|to)\s+(?:the\s+)?(?=[^\W\d_a-z])")
_END = re.compile(r"\s+(?:in|on|near|during|who|which|that|and the)\s+|\s+(?:said|says|told)\b")
_ANY_NAME = {"press", "leader", "scholar"}
_VOICES = {"spokesman", "spokeswoman", "spokesperson", "commander", "official", "fighter", "militant"}
"""Whatever is named before these is a body ("Hezbollah commander"); a "Homs resident" is of no body."""
_OUTER = re.compile(r"(?:the|an?|of|for|and|on|to|in|at|with|[’']s)\s+|\s+", re.I)
_INSIDE = {"of", "for", "the", "and", "on"}
_CONNECT = {"of", "for", "the", "and", "&", "on", "to", "in", "at", "with"}


@dataclass(frozen=True, slots=True)
class Introduction:
    """A name and the words of the role that it is given, wherever they stand beside it."""

    name: Name
    role: Span


@dataclass(frozen=True, slots=True)
class Office:
    """What a role says: its noun and that noun's class, the body it belongs to, the state, and whether it is past."""

    noun: str = ""
    sort: str = ""
    body: str = ""
    state: str = ""
    speaks: bool = False
    """Whether who holds it speaks for the body, or the state (a minister does, a columnist does not)."""
    former: bool = False


def introductions(text: str, sentence: Span, names: Sequence[Name]) -> Iterator[Introduction]:
    """Yield what the names of one sentence are introduced as; of a role before and one behind, both."""
    for name in names:
        if name.words[-1].lower() in roles().bodies:
            continue
        if (before := _before(text, sentence.begin, name.begin)) is not None:
            yield Introduction(name, before)
        if (behind := _behind(text, sentence.end, name.end)) is not None:
            yield Introduction(name, behind)


def _before(text: str, floor: int, begin: int) -> Span | None:
    """Return the role that ends where a name begins: "Norland's deputy foreign minister", "aid worker"."""
    found = [Span(*m.span()) for m in WORD.finditer(text, max(floor, begin - 160), begin)][-LONGEST_ROLE:]
    first, seen = begin, False
    while found:
        b, e = found.pop()
        if text[e:first].strip(" \t\n\xa0-’'s"):
            # "The head of the council, Gen. Oren Tarsk": only titles stand between the comma and the name.
            titles = text[first:begin].replace(".", "").lower().split()
            if text[e:first].strip() == "," and titles and set(titles) <= words().titles:
                return _closed(text, floor, e) or (_trimmed(text, first, begin) if seen else None)
            break
        plain = _plain(text[b:e])
        if first == begin and plain not in roles().sorts and plain not in words().titles:
            return None
        left = [text[slice(*one)] for one in found[-2:]]
        if not _goes_on(text[b:e], text[first:begin], left):
            break
        first, seen = b, seen or plain in roles().sorts
    return _trimmed(text, first, begin) if seen else None


def _goes_on(word: str, right: str, left: Sequence[str]) -> bool:
    """Tell whether a word is part of the role whose words `right` were found already; `left` are two words before."""
    known, table, plain = words(), roles(), _plain(word)
    if plain in table.sorts or plain in known.titles:
        return True
    capital = right[:1].isupper()
    if plain in _CONNECT:
        before = [_plain(one) for one in left]
        if plain == "and":
            return bool(right) and not state_of(right.split()[0]) and _plain(right.split()[0]) not in known.titles
        if plain == "the":
            return capital and bool(before) and before[-1] in _CONNECT
        of = bool(before) and (before[-1] in table.bodies or before[-1] in table.sorts)
        return capital and of and not state_of_people(right.split()[0])
    if word[:1].isupper():
        return plain not in known.capitalised or word == "US"
    if plain in table.stops or plain in known.capitalised or (len(plain) > 4 and plain.endswith(("ed", "ly"))):
        return False
    return plain in table.modifiers or not capital


def _closed(text: str, floor: int, end: int) -> Span | None:
    """Return the role that ends before the comma at `end`: "the chairman of the Veskaran Defence Committee"."""
    clause = re.split(r"[.;:!?“”\"]\s+|,\s+", text[max(floor, end - 120) : end])[-1]
    nouns = [m for m in WORD.finditer(clause) if m[0].lower() in roles().sorts]
    if not nouns or not _OF.match(clause, nouns[0].end()):
        return None
    begin = end - len(clause)
    starts = [m.start() for m in re.finditer(r"\b[Tt]he\b|\b[Aa]n?\b", clause[: nouns[0].start()])]
    return _trimmed(text, begin + (starts[-1] if starts else nouns[0].start()), end)


def _behind(text: str, ceiling: int, end: int) -> Span | None:
    """Return the role that follows a name and a comma: ", a defence expert in Callow,"."""
    found = _BEHIND.match(text, end, min(ceiling, end + 130))
    if not found:
        return None
    begin, role = found.start("role"), found["role"]
    tokens = list(WORD.finditer(role))
    nouns = [i for i, m in enumerate(tokens[:9]) if m[0].lower().rstrip(".") in roles().sorts]
    if not nouns or len(tokens) > LONGEST_ROLE + 4:
        return None
    lead = [m[0].lower() for m in tokens[: nouns[0]]]
    first = tokens[0][0]
    if any(word in roles().stops - {"a", "an", "his", "her", "its", "their"} for word in lead):
        return None
    if "and" in lead[:1] or (first[:1].isupper() and not (state_of(first) or first.lower() in roles().sorts)):
        return None  # the next of a list of names
    cut = re.compile(r"\s+(?:who|which|that|said|says|told|wrote|where)\b").search(role)
    return _trimmed(text, begin, begin + (cut.start() if cut else len(role)))


def _trimmed(text: str, begin: int, end: int) -> Span | None:
    """Return the span without outer blanks, connecting words and article; None where nothing is left."""
    while m := _OUTER.match(text, begin, end):
        begin = m.end()
    while end > begin and text[end - 1] in " \t\n\xa0,":
        end -= 1
    return Span(begin, end) if end > begin else None


def office(role: str) -> Office:
    """Return what a role's words say: "Norlandish deputy foreign minister" → foreign ministry of Norland."""
    table = roles()
    tokens = list(WORD.finditer(role))
    plain = [_plain(m[0]) for m in tokens]
    nouns = [i for i, word in enumerate(plain) if word in table.sorts]
    if not nouns:
        return Office(state=_state(role))
    after = next((i for i in nouns if _OF.match(role, tokens[i].end())), None)
    at = nouns[-1] if after is None else after
    group, sort = table.sorts[plain[at]]
    left = role[: tokens[at].start()]
    behind = _body_behind(role, tokens[at].end())
    state = _state(behind) or _state(left, last=True)
    noun = plain[at]
    if department := _department(noun, left, role[tokens[at].end() :]):
        body = f"{_adjective(left, behind)} {department}" if state else ""
    else:
        any_name = sort in _ANY_NAME or noun in _VOICES
        body = behind if behind and not state_of(behind) else _body_before(left, any_name=any_name)
    return Office(
        noun=noun,
        sort=sort,
        body=body,
        state=state,
        speaks=group == "office" or (group == "body" and bool(body)),
        former=any(word in table.former for word in plain),
    )


def _plain(word: str) -> str:
    return POSSESSIVE.sub("", word).rstrip(".").lower()


def _state(words: str, *, last: bool = False) -> str:
    """Return the state that stands first (or last) in some words, by its name or a demonym; no capital is one here."""
    tokens = [m[0] for m in WORD.finditer(words)]
    found: list[tuple[int, str]] = []
    for size in (3, 2, 1):
        for at in range(len(tokens) - size + 1):
            some = " ".join(tokens[at : at + size])
            if some[:1].isupper() and (state := state_named(some) or state_of_people(some)):
                found.append((at, state))
    return (max(found) if last else min(found))[1] if found else ""


def _adjective(left: str, behind: str) -> str:
    """Return the word for the state as it stands in the role: "Russian", "US", else the state's name."""
    for part in (left, behind):
        for m in WORD.finditer(part):
            if m[0][:1].isupper() and state_of(m[0]):
                return POSSESSIVE.sub("", m[0])
    return _state(left) or _state(behind)


def _department(noun: str, left: str, right: str) -> str:
    """Return what the ministry of a minister or secretary is called: "Foreign Ministry"; "" for other offices."""
    if noun not in ("minister", "secretary"):
        return ""
    departments = roles().departments
    before = [_plain(m[0]) for m in WORD.finditer(left)]
    behind = re.match(r"\s+(?:of|for)\s+(?:the\s+)?(\w+(?:\s+affairs|\s+security)?)", right, re.I)
    if behind:
        of = behind[1].lower()
        return "State Department" if (noun, of) == ("secretary", "state") else departments.get(of, "")
    found = departments.get(" ".join(before[-2:])) or departments.get(before[-1] if before else "", "")
    american = noun == "secretary" and _state(left) == "United States"
    return found.replace("Ministry", "Department") if american else found


def _body_behind(role: str, end: int) -> str:
    """Return the name behind "of", "for", "at", "with" or "from"."""
    if not (m := _OF.match(role, end)):
        return ""
    rest = role[m.end() :]
    stop = _END.search(rest)
    rest = rest[: stop.start()] if stop else rest
    run: list[str] = []
    for m in WORD.finditer(rest):
        if not (m[0][:1].isupper() or m[0].startswith("al-") or m[0] in _INSIDE or m[0] in roles().bodies):
            break
        run.append(m[0])
        if rest[m.end() : m.end() + 1] == ",":
            break
    while run and run[-1] in _INSIDE:
        run.pop()
    return POSSESSIVE.sub("", " ".join(run))


def _body_before(left: str, *, any_name: bool) -> str:
    """Return the body that is named before a role noun: "Norlandish Ministry of War", "Gull Weekly"; else nothing.

    Without `any_name` it must have a noun that bodies have, or be an abbreviation.
    """
    run: list[str] = []
    some = [m[0] for m in WORD.finditer(left)]
    table = roles()
    while some:
        word = some.pop()
        plain = _plain(word)
        if plain in table.sorts or plain in table.former or plain in ("deputy", "vice", "prime"):
            if run or plain in table.former:
                break
        elif (word[:1].isupper() and (run or plain not in table.not_bodies)) or plain in table.bodies:
            run.append(POSSESSIVE.sub("", word) if state_of(word) else word)
        elif run and plain in ("of", "for", "and", "the"):
            run.append(word)
        elif run or plain in ("the", "a", "an"):
            break
    run.reverse()
    while run and run[0].lower() in ("of", "for", "and", "the"):
        run.pop(0)
    while len(run) > 1 and state_seated(run[-1]):
        run.pop()  # "Gull Weekly Moscow columnist": where, not whose
    short = any(word.isupper() and len(word) > 1 and not state_of(word) for word in run)
    named = any(_plain(word) in table.bodies for word in run)
    body = POSSESSIVE.sub("", " ".join(run))
    whole = any(word[:1].isupper() for word in run) and (any_name or short or named)
    return body if whole and not state_of(body) else ""
