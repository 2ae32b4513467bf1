"""Joins the casts of reports, one after the other, with the actors of a record: names looked up by keys, reasons kept.

It writes inside the transaction that its caller has opened.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from accordingto.actors.introductions import Office, office
from accordingto.link.cast import BODY, GROUP, PERSON, STATE, Cast, Part
from accordingto.link.keys import key_of, keys_of, sounds
from accordingto.link.naming import (
    Alike,
    abbreviation,
    body_key,
    body_words,
    initials,
    owner_of,
    parts,
    person_keys,
    same_person,
    short_form,
)
from accordingto.link.offices import agree, clash, held
from accordingto.record.connection import Connection

LOOKED_AT = 500
"""Sightings and statements of an actor, the newest, by which its name, kind and body are settled."""
SURE = 0.85
"""From which a whole name in another spelling is a person's though no role or statement stands beside it."""
SAME = 0.97
"""The same, where it is the same name but for its spelling."""
FAR_MORE = 5
"""So many times more often must one of a family name be named than the next to be meant by it alone."""
HELD = 20_000
"""Actors kept at hand while reports are joined."""


@dataclass(slots=True)
class _Known:
    """What is at hand of an actor: its sort, its names and the roles that reports give it."""

    sort: str
    names: set[str] = field(default_factory=set)
    offices: list[Office] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Match:
    actor: int
    alike: Alike
    of: str


class Joiner:
    """Joins the casts of reports, one after the other, with the actors of a record."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.known: dict[int, _Known] = {}
        self.touched: set[int] = set()
        self.rest: dict[int, list[tuple[int, int, str]]] = {}

    def join(self, report: Cast) -> None:
        """Join the parts of a report: people before bodies, so that a person who was taken for a body is found."""
        where = self.connection.row(
            "SELECT r.name, r.outlet FROM version v JOIN report r ON r.id = v.report WHERE v.id = ?", (report.version,)
        )
        source = {"report": where[0], "outlet": where[1]} if where else {}
        order = (STATE, PERSON, BODY, GROUP)
        placed: set[tuple[int, int]] = set()
        for part in sorted(report.parts.values(), key=lambda part: (order.index(part.sort), -len(part.name.split()))):
            match = self.match(part)
            actor = match.actor if match else self.make(part)
            self.write(actor, part, match, report, source)
            placed |= {(place.span.begin, place.span.end) for place in part.places}
        self.rest[report.version] = [
            (name.begin, name.end, str(name)) for name in report.names if (name.begin, name.end) not in placed
        ]

    def match(self, part: Part) -> _Match | None:
        """Return the actor that a part of a report is, if there is one."""
        if part.sort == PERSON:
            return self._person(part)
        if part.sort == BODY:
            return self._body(part)
        same = self._by_key(key_of(part))
        return _Match(same[0], Alike(1.0, part.reason), part.name) if same else None

    def _body(self, part: Part) -> _Match | None:
        names = [part.name, *(name for pair in part.others for name in (pair.name, pair.other))]
        for name in dict.fromkeys(names):
            if same := self._by_key(body_key(name)):
                reason = part.reason if name == part.name else part.others[0].how
                return _Match(same[0], Alike(1.0, reason), name)
        if person := self._person_read_as_body(part):
            return person
        for name in dict.fromkeys(names):
            short = abbreviation(name)
            if len(spelt := self._by_key(f"of {short}" if short else initials(name))) == 1:
                return _Match(spelt[0], Alike(0.8, "initials"), self._name(spelt[0]))
        if len(long := self._by_key(f"begins {body_key(part.name)}")) == 1:
            return _Match(long[0], Alike(0.85, "short form"), self._name(long[0]))
        begins = short_form(part.name)
        if begins and len(found := self._by_key(body_key(begins))) == 1:
            return _Match(found[0], Alike(0.85, "whole form"), begins)
        alike = self._by_key(sounds(part.name))
        return _Match(alike[0], Alike(0.85, "spelling"), self._name(alike[0])) if len(alike) == 1 else None

    def _person_read_as_body(self, part: Part) -> _Match | None:
        """Return the person that other reports introduce where a statement's source was read as a state or body."""
        if len(parts(part.name)) < 2 or owner_of(part.name):
            return None
        for actor in sorted({a for key in person_keys(part.name) for a in self._by_key(key)}):
            known = self._load(actor)
            alikes = [alike for one in known.names if (alike := same_person(part.name, one))]
            if known.sort == PERSON and any(alike.score >= SAME for alike in alikes):
                return _Match(actor, Alike(SAME, "same name"), self._name(actor))
        return None

    def _person(self, part: Part) -> _Match | None:
        found: list[_Match] = []
        for actor in sorted({a for key in sorted(person_keys(part.name)) for a in self._by_key(key)}):
            known = self._load(actor)
            alikes = [(alike, name) for name in known.names if (alike := same_person(part.name, name))]
            # Who is known by a whole name must fit it: "J. Quill" is not Ada Quill though both are "Quill" somewhere.
            whole = [name for name in known.names if len(parts(name)) > 1]
            if not alikes or (
                len(parts(part.name)) > 1 and whole and not any(same_person(part.name, n) for n in whole)
            ):
                continue
            alike, of = max(alikes, key=lambda one: (one[0].score, one[1]))
            if not clash(part.offices, known.offices):
                found.append(_Match(actor, alike, of))
        if len(found) > 1:
            best = max(match.alike.score for match in found)
            found = [match for match in found if match.alike.score == best]
        if len(found) > 1:
            supported = [match for match in found if agree(part.offices, self._load(match.actor).offices)]
            found = supported if len(supported) == 1 else found if len(parts(part.name)) > 1 else self._foremost(found)
        return found[0] if found else None

    def _foremost(self, found: Sequence[_Match]) -> list[_Match]:
        """Return who of several with one family name is meant by it: who is named far more often than the others."""
        sql = f"SELECT count(*) FROM (SELECT 1 FROM sighting WHERE actor = ? LIMIT {LOOKED_AT})"
        counts = [(row[0] if (row := self.connection.row(sql, (match.actor,))) else 0, match) for match in found]
        (most, first), (next_most, _), *_ = sorted(counts, key=lambda one: -one[0])
        return [first] if most >= FAR_MORE * max(next_most, 1) else []

    def make(self, part: Part) -> int:
        """Make an actor of a part."""
        actor = self.connection.run(
            "INSERT INTO actor (name, kind, body, why) VALUES (?, ?, NULL, '{}')", (part.name, part.kind or "")
        )
        self.known[actor] = _Known(part.sort)
        self._add_key(f"sort {part.sort}", actor)
        return actor

    def write(self, actor: int, part: Part, match: _Match | None, report: Cast, source: dict[str, str]) -> None:
        """Write what a part of a report adds to its actor."""
        self.touched.add(actor)
        known = self._load(actor)
        for place in part.places:
            words = report.text[slice(*place.span)]
            self.connection.run(
                "INSERT OR REPLACE INTO sighting VALUES (?, ?, ?, ?, ?, ?, ?)",
                (report.version, *place.span, actor, words, place.role, place.state),
            )
        rows = ((statement, actor) for statement in part.statements)
        self.connection.run_many("INSERT OR IGNORE INTO actor_statement VALUES (?, ?)", rows)
        known.offices += [one for one in part.offices if one not in known.offices]
        why: dict[str, object] = {"reason": match.alike.reason if match else part.reason, **source}
        if match and match.of != part.name:
            why |= {"of": match.of, "similarity": round(match.alike.similarity)}
        if part.places:
            why |= {"words": report.text[slice(*part.places[0].span)], "begin": part.places[0].span.begin}
        self._add_name(actor, part.name, match.alike.score if match else 1.0, why)
        for name, reason in part.written.items():
            self._add_name(actor, name, 0.95, {"reason": reason, "of": part.name, **source})
        for pair in part.others:
            words = report.text[slice(*pair.span)]
            for name in (pair.name, pair.other):
                self._add_name(
                    actor, name, 0.95, {"reason": pair.how, **source, "words": words, "begin": pair.span.begin}
                )

    def _add_name(self, actor: int, name: str, score: float, why: dict[str, object]) -> None:
        known = self._load(actor)
        if known.sort == BODY:
            for other in self._by_key(body_key(name)):
                if other != actor and self._load(other).sort == BODY:
                    self._merge(other, actor)
        self.connection.run(
            "INSERT INTO alias VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET score = excluded.score, why = excluded.why"
            " WHERE excluded.score > score",
            (actor, name, score, json.dumps(why, ensure_ascii=False)),
        )
        if name not in known.names:
            known.names.add(name)
            for key in keys_of(known.sort, name):
                self._add_key(key, actor)

    def _merge(self, gone: int, actor: int) -> None:
        """Make two actors one: a report says that their names are."""
        for table in ("actor_statement", "actor_chain", "sighting", "actor_key", "alias"):
            self.connection.run(f"UPDATE OR IGNORE {table} SET actor = ? WHERE actor = ?", (actor, gone))
        self.connection.run("UPDATE actor SET body = ? WHERE body = ?", (actor, gone))
        self.connection.run("DELETE FROM actor WHERE id = ?", (gone,))
        self.known.pop(gone, None)
        self.known.pop(actor, None)
        self.touched.discard(gone)

    def find_again(self, version: int) -> None:
        """Look for actors of other reports whose names stand in a report without more: "Assad's future"."""
        for begin, end, name in self.rest.pop(version, ()):
            actors = {
                a
                for (a,) in self.connection.rows(
                    "SELECT actor FROM alias WHERE name = ? COLLATE NOCASE AND name = ?", (name, name)
                )
            }
            if not actors and len(name) > 3:
                actors = {a for key in sorted(person_keys(name)) for a in self._by_key(key) if self._is_spelt(name, a)}
            if len(actors) == 1:
                (actor,) = actors
                if self._load(actor).sort != GROUP:
                    self._see(version, begin, end, actor, name)
        self._chains(version)

    def _is_spelt(self, name: str, actor: int) -> bool:
        """Tell whether a name without more is a person's: the family name to the letter, or the whole one spelt so."""
        wholes = [one for one in self._load(actor).names if len(parts(one)) > 1]
        if self._load(actor).sort != PERSON or not wholes:
            return False
        if len(parts(name)) == 1:
            return any(parts(name) == parts(one)[-1:] for one in wholes)
        return all((alike := same_person(name, one)) is not None and alike.score >= SURE for one in wholes)

    def _see(self, version: int, begin: int, end: int, actor: int, name: str) -> None:
        values = (version, begin, end, actor, name)
        self.connection.run("INSERT OR IGNORE INTO sighting VALUES (?, ?, ?, ?, ?, '', '')", values)
        if name not in self._load(actor).names:
            where = self.connection.row(
                "SELECT r.name, r.outlet FROM version v JOIN report r ON r.id = v.report WHERE v.id = ?", (version,)
            )
            source = dict(zip(("report", "outlet"), where, strict=True)) if where else {}
            whole = len(parts(name)) > 1
            reason = "spelling" if whole else "family name, the only one of that name"
            self._add_name(
                actor, name, 0.85 if whole else 0.7, {"reason": reason, **source, "words": name, "begin": begin}
            )
        self.touched.add(actor)

    def _chains(self, version: int) -> None:
        """Join the chains of mentions in which an actor's name stands with the actor."""
        self.connection.run(
            "INSERT OR IGNORE INTO actor_chain SELECT m.version, m.chain, g.actor FROM mention m JOIN sighting g"
            ' ON g.version = m.version AND g."begin" < m.head_end AND g."end" > m.head_begin'
            " JOIN actor_key k ON k.actor = g.actor AND k.key IN ('sort person', 'sort body', 'sort state')"
            " WHERE m.version = ? AND m.form = 'name' AND m.type IN ('PER', 'ORG', 'LOC')"
            " GROUP BY m.chain, g.actor ORDER BY count(*) DESC",
            (version,),
        )

    def settle(self, actor: int) -> None:
        """Give an actor its name, kind and body, by what its newest sightings and statements have."""
        row = self.connection.row("SELECT name FROM actor WHERE id = ?", (actor,))
        if row is None:
            return
        known = self._load(actor)
        body, why = self._owner(actor, known)
        name = row[0] if known.sort == STATE else self._name(actor)
        self.connection.run(
            "UPDATE actor SET name = ?, kind = ?, body = ?, why = ? WHERE id = ?",
            (name, self._kind(actor, known, body), body, json.dumps(why, ensure_ascii=False), actor),
        )

    def _name(self, actor: int) -> str:
        """Return the name that an actor is shown by: the whole one that reports use most."""
        sql = f"SELECT name FROM sighting WHERE actor = ? ORDER BY version DESC LIMIT {LOOKED_AT}"
        uses = Counter(name for (name,) in self.connection.rows(sql, (actor,)))
        aliases = list(self.connection.rows("SELECT name, score FROM alias WHERE actor = ? ORDER BY name", (actor,)))
        person = self._load(actor).sort == PERSON

        def rank(alias: tuple[str, float]) -> tuple[bool, bool, int, float, int]:
            name, score = alias
            long = len(parts(name)) > 1 if person else not abbreviation(name)
            return long, name[:1].isupper(), uses[name], score, len(name)

        return max(aliases, key=rank)[0] if aliases else ""

    def _kind(self, actor: int, known: _Known, body: int | None) -> str:
        if known.sort in (PERSON, STATE, GROUP):
            return {PERSON: "person", STATE: "state", GROUP: "people"}[known.sort]
        if body and any(owner_of(name) for name in known.names):
            return "state"
        row = self.connection.row(
            "SELECT kind, count(*) FROM (SELECT s.kind FROM actor_statement t JOIN statement s ON s.id = t.statement"
            f" WHERE t.actor = ? ORDER BY s.id DESC LIMIT {LOOKED_AT})"
            " WHERE kind IN ('state', 'organisation', 'armed_group', 'media') GROUP BY kind ORDER BY 2 DESC, 1 LIMIT 1",
            (actor,),
        )
        return str(row[0]) if row else "organisation"

    def _owner(self, actor: int, known: _Known) -> tuple[int | None, dict[str, object]]:
        """Return the actor that one speaks for or belongs to, and why; of several the one that most roles name."""
        if known.sort == STATE:
            return None, {}
        if known.sort != PERSON:
            return self._owner_by_name(actor, known)
        stated: Counter[str] = Counter()
        guessed: Counter[tuple[str, str]] = Counter()
        for role, state, count in self.connection.rows(
            "SELECT role, state, count(*) FROM (SELECT role, state FROM sighting WHERE actor = ? AND role <> ''"
            f" ORDER BY version DESC LIMIT {LOOKED_AT}) GROUP BY role, state ORDER BY 3 DESC, 1, 2",
            (actor,),
        ):
            found = office(role)
            if found.body or found.state:
                stated[role] += count
            elif state:
                guessed[role, state] += count
        votes: Counter[int] = Counter()
        words: dict[int, dict[str, object]] = {}
        for role, count in stated.items():
            if (owner := self._body_of(office(role))) and owner != actor:
                votes[owner] += count
                words.setdefault(owner, {"reason": "role", "words": role})
        for (role, state), count in guessed.items() if not votes else ():
            if (owner := self._body_of(held(role, state))) and owner != actor:
                votes[owner] += count
                reason = "role, and the state that acts beside the name"
                words.setdefault(owner, {"reason": reason, "words": role, "state": state})
        if not votes:
            return None, {}
        owner, _ = votes.most_common(1)[0]
        return owner, {"body": words[owner]}

    def _owner_by_name(self, actor: int, known: _Known) -> tuple[int | None, dict[str, object]]:
        if known.sort == BODY:
            states = Counter(state for name in sorted(known.names) if (state := owner_of(name)))
        else:
            states = Counter(w[1:] for name in sorted(known.names) for w in body_words(name) if w.startswith("="))
        if not states:
            return None, {}
        (state, _), *_ = states.most_common(1)
        owner = self._state(state)
        return (owner, {"body": {"reason": "named in its name"}}) if owner != actor else (None, {})

    def _body_of(self, held: Office) -> int | None:
        """Return the actor of the body, else of the state, that an office belongs to."""
        if held.former:
            return None
        if held.body:
            part = Part(held.body, BODY)
            match = self._body(part)
            return match.actor if match else self._owner_made(part)
        return self._state(held.state) if held.state and held.speaks else None

    def _state(self, name: str) -> int:
        part = Part(name, STATE, kind="state")
        found = self._by_key(key_of(part))
        return found[0] if found else self._owner_made(part)

    def _owner_made(self, part: Part) -> int:
        actor = self.make(part)
        self._add_name(actor, part.name, 1.0, {"reason": "named in the name or role of one of its own"})
        self.settle(actor)
        return actor

    def _load(self, actor: int) -> _Known:
        if actor in self.known:
            return self.known[actor]
        if len(self.known) > HELD:
            self.known.clear()
        keys = self.connection.rows("SELECT key FROM actor_key WHERE actor = ? AND key LIKE 'sort %'", (actor,))
        known = _Known(next(iter(key.removeprefix("sort ") for (key,) in keys), BODY))
        known.names = {name for (name,) in self.connection.rows("SELECT name FROM alias WHERE actor = ?", (actor,))}
        roles = self.connection.rows(
            f"SELECT DISTINCT role FROM sighting WHERE actor = ? AND role <> '' LIMIT {LOOKED_AT}", (actor,)
        )
        known.offices = [office(role) for (role,) in roles]
        self.known[actor] = known
        return known

    def _by_key(self, key: str) -> list[int]:
        if not key:
            return []
        return [a for (a,) in self.connection.rows("SELECT actor FROM actor_key WHERE key = ? ORDER BY actor", (key,))]

    def _add_key(self, key: str, actor: int) -> None:
        if key:
            self.connection.run("INSERT OR IGNORE INTO actor_key VALUES (?, ?)", (key, actor))
