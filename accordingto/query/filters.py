"""Which statements are asked for, and what that is in SQL; labels, dates and words are checked here."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accordingto.data import LABELS
from accordingto.errors import UsageError
from accordingto.query.actors import NAMED, WITH_MEMBERS, names_of
from accordingto.query.likeness import likenesses
from accordingto.query.times import overlapping
from accordingto.record.connection import Connection, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which statements are asked for; an empty field asks for all.

    `words` are looked for in the source, cue, content and speaker, whatever their endings: all of them must be there,
    "words in quotes" side by side, and `minist*` takes any ending. `like` are words to which the content means the
    like, in whatever words. `by` are words of the speaker's name (of the source
    as written, where the speaker is not established), or any name that an actor goes by; with `members` those who speak
    for it or belong to it count too. `about` is a name of an actor that the content speaks of. `speaker` is the whole
    name. `since` and `until` are dates, months or years of the reports, both included; `during` is a day, month, year
    or range of them (`2026-03-14/2026-03-20`) in which it was said or in which what is said happened.
    """

    words: str = ""
    like: str = ""
    by: str = ""
    members: bool = False
    about: str = ""
    speaker: str = ""
    actor: int | None = None
    report: str = ""
    outlet: str | None = None
    act: Sequence[str] = ()
    kind: Sequence[str] = ()
    naming: Sequence[str] = ()
    firmness: Sequence[str] = ()
    quote: Sequence[str] = ()
    since: str = ""
    until: str = ""
    during: str = ""
    anonymous: bool = False

    def __post_init__(self) -> None:
        for label in ("act", "kind", "naming", "firmness", "quote"):
            values = getattr(self, label)
            # One label may be given as it is: `act="deny"`.
            values = (values,) if isinstance(values, str) else tuple(values)
            object.__setattr__(self, label, values)
            if unknown := [value for value in values if value not in LABELS[label]]:
                raise UsageError(f"{label} {unknown[0]!r} is none of {', '.join(LABELS[label])}")
        for name in ("words", "like", "by", "about"):
            if (given := getattr(self, name)).strip() and not terms_of(given):
                raise UsageError(f"{name} {given!r} has no word to look for")
        for name in ("since", "until"):
            _check_date(name, getattr(self, name))
        if self.during:
            overlapping(self.during)


FROM = " FROM statement s JOIN version v ON v.id = s.version AND v.current JOIN report r ON r.id = v.report"


def where(view: Connection, what: Filter) -> tuple[str, list[Value]]:
    """Return the rows `s`, `v`, `r` (and `l.near`, `m.rank`, where likeness or words are asked for), and the values."""
    source, values = FROM, list[Value]()
    if what.like.strip():
        source += f" JOIN {_LIKE} l ON l.id = s.id"
        values.append(json.dumps(list(likenesses(view, what.like).items())))
    if terms := terms_of(what.words):
        source += " JOIN statement_fts m ON m.rowid = s.id AND statement_fts MATCH ?"
        values.append(terms)
    conditions = ["1"]
    if terms := terms_of(what.by):
        among = "s.id IN (SELECT rowid FROM statement_fts WHERE statement_fts MATCH ?)"
        named = WITH_MEMBERS if what.members else NAMED
        actors = f"s.id IN (SELECT statement FROM actor_statement WHERE actor IN ({named}))"
        conditions.append(f"({among} OR s.speaker = '' AND {among} OR {actors})")
        values += [f"speaker : ({terms})", f"source : ({terms})", *names_of(what.by)]
    if terms := terms_of(what.about):
        conditions.append(_ABOUT)
        values += [*names_of(what.about), f"content : ({terms})"]
    if what.speaker:
        conditions.append("(s.speaker = ? OR s.speaker = '' AND s.source = ?)")
        values += [what.speaker, what.speaker]
    if what.actor is not None:
        conditions.append("s.id IN (SELECT statement FROM actor_statement WHERE actor = ?)")
        values.append(what.actor)
    for column, exact in (("r.name", what.report or None), ("r.outlet", what.outlet)):
        if exact is not None:
            conditions.append(f"{column} = ?")
            values.append(exact)
    for label in ("act", "kind", "naming", "firmness", "quote"):
        if chosen := getattr(what, label):
            conditions.append(f"s.{label} IN ({', '.join('?' * len(chosen))})")
            values += chosen
    if what.anonymous:
        conditions.append("s.naming = 'anonymous'")
    if what.since or what.until:
        conditions.append("v.published <> ''")
    for date_, comparison in ((what.since, ">="), (what.until, "<=")):
        if date_:
            conditions.append(f"substr(v.published, 1, {len(date_)}) {comparison} ?")
            values.append(date_)
    if what.during:
        condition, days = overlapping(what.during)
        conditions.append(f"({_SAID_THEN.format(condition)} OR {_HAPPENED_THEN.format(condition)})")
        values += [*days, *days]
    return f"{source} WHERE {' AND '.join(conditions)}", values


_LIKE = "(SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS near FROM json_each(?))"
_ABOUT = (
    "(EXISTS (SELECT 1 FROM json_each(s.content_spans) p JOIN sighting g ON g.version = s.version"
    " AND g.\"begin\" >= json_extract(p.value, '$[0]') AND g.\"end\" <= json_extract(p.value, '$[1]')"
    f" WHERE g.actor IN ({NAMED})) OR s.id IN (SELECT rowid FROM statement_fts WHERE statement_fts MATCH ?))"
)
_SAID_THEN = "EXISTS (SELECT 1 FROM said t WHERE t.version = s.version AND t.number = s.number AND {0})"
_HAPPENED_THEN = (
    "EXISTS (SELECT 1 FROM time t, json_each(s.content_spans) j WHERE t.version = s.version AND {0}"
    " AND json_extract(j.value, '$[0]') <= t.\"begin\" AND json_extract(j.value, '$[1]') > t.\"begin\")"
)


def terms_of(words: str) -> str:
    """Return words as a query of FTS5 in which nothing that a user types is an operator but quotes and a last `*`."""
    plain = "".join(" " if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign for sign in words)
    terms = []
    for quoted, bare in re.findall(r'"([^"]*)"|([^\s"]+)', plain):
        term = quoted or bare.rstrip("*")
        if any(sign.isalnum() for sign in term):
            terms.append(f'"{term}"' + ("*" if bare.endswith("*") else ""))
    return " ".join(terms)


def _check_date(name: str, text: str) -> None:
    if not text:
        return
    try:
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text, re.ASCII):
            raise ValueError
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        raise UsageError(f"{name} {text!r} is no date: write 2026-03-14, 2026-03 or 2026") from None
