"""Claims across reports: what is new in a record in, claims with their holders and origins in the same record out.

`update` takes in the versions of reports that are new or were analysed again, compares their words with what is there,
and puts together anew what that changes; `rebuild` does all of it again. What comes out hangs on the reports and not on
the order in which they were read, but for the middle of a large record, which is settled anew as it grows.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b

import numpy as np

from accordingto.copies import shared_passages, words_of
from accordingto.data import Span, words_at
from accordingto.link import groups, near
from accordingto.link import meaning as encoders
from accordingto.link.drafts import Draft, draft, signature
from accordingto.link.likeness import Likeness, told
from accordingto.link.linkage import Grouped, alike_of, claims_of
from accordingto.link.meaning import Meaning
from accordingto.link.origins import Origin, Passages, origins, shared_texts
from accordingto.link.places import (
    Place,
    day_of,
    neighbours,
    nodes,
    packed_near,
    packed_vectors,
    places,
    pointed,
)
from accordingto.link.referring import NOT_FOUND, Stance, spoken_of
from accordingto.link.scenes import Scenes
from accordingto.link.shelves import fill
from accordingto.link.sides import side_of
from accordingto.link.stances import attitude, direction, firmness
from accordingto.link.statuses import OPPOSING
from accordingto.link.units import Source, Unit, source_of, units_of
from accordingto.link.values import without_value
from accordingto.link.wording import Sentences, with_subject
from accordingto.record.connection import Connection
from accordingto.tokens import Floats

METHOD = "links-16"
"""Name of the way in which units are made; what another one made is made anew."""
AT_ONCE = 32
"""Versions whose words go through the encoder together."""
SMALL, GROWN = 2_000, 1.25
"""Of a record of so many nodes all neighbours are found anew each time (a tenth of a second), of a larger one when it
has grown by GROWN; until then those that are kept are scored again from where the middle of the record is now, and new
nodes are compared with all. With a middle that moves only then, 170 reports read one by one agreed with all at once in
89 % of pairs of places."""
SELF_CONTAINED = 5
"""Words from which a unit's words alone say what it is; of a shorter one its sentence belongs to its key."""
PASSAGE_DAYS, PASSAGE_REPORTS, SAME_CLAUSE = 7, 12, 40
"""A report is compared for shared passages with so many within so many days, those with most in common first.
A clause of SAME_CLAUSE characters that both have is something in common."""

log = logging.getLogger(__name__)


def update(connection: Connection, *, meaning: Meaning | None = None) -> int:
    """Link what is new in a record; return how many versions that were. Must not be called inside a transaction."""
    fresh = unlinked(connection)
    gone = connection.row(
        "SELECT 1 FROM linked l JOIN version v ON v.id = l.version WHERE NOT v.current"
        " UNION ALL SELECT 1 FROM claim c WHERE NOT EXISTS (SELECT 1 FROM holder h WHERE h.claim = c.id)"
        " UNION ALL SELECT 1 FROM node n WHERE NOT EXISTS (SELECT 1 FROM unit u WHERE u.node = n.id)"
        # An older version linked without shelves.
        " UNION ALL SELECT 1 FROM unit u WHERE u.statement IS NOT NULL AND NOT EXISTS (SELECT 1 FROM shelf) LIMIT 1"
    )
    if connection.row("SELECT 1 FROM linked WHERE method <> ? LIMIT 1", (METHOD,)):
        # What another version of linking has made says nothing here.
        return rebuild(connection, meaning=meaning)
    if fresh:
        meaning = meaning or encoders.OnnxMeaning()
        for begin in range(0, len(fresh), AT_ONCE):
            _take_in(connection, [source_of(connection, one) for one in fresh[begin : begin + AT_ONCE]], meaning)
    if fresh or gone:
        with connection.transaction():
            _put_together(connection)
    return len(fresh)


def rebuild(connection: Connection, *, meaning: Meaning | None = None) -> int:
    """Throw all claims away and link the record again; return how many versions that were."""
    with connection.transaction():
        for table in ("claim", "origin", "unit", "node", "middle", "shelf", "passage", "linked"):
            connection.run(f"DELETE FROM {table}")
    return update(connection, meaning=meaning)


def unlinked(connection: Connection) -> list[int]:
    """Return the versions, as reports stand now, that are not linked or were analysed again since."""
    rows = connection.rows(
        "SELECT v.id FROM version v LEFT JOIN linked l ON l.version = v.id WHERE v.current"
        " AND v.analysed_run IS NOT NULL"
        " AND (l.version IS NULL OR l.run <> v.analysed_run OR l.method <> ?) ORDER BY v.id",
        (METHOD,),
    )
    return [version for (version,) in rows]


def _take_in(connection: Connection, sources: Sequence[Source], meaning: Meaning) -> None:
    """Write the units of some versions, with their vectors, and the passages that they share with others."""
    found = [(source, units_of(source)) for source in sources]
    vectors = _vectors(found, meaning)
    at = 0
    for source, units in found:
        with connection.transaction():
            connection.run("DELETE FROM unit WHERE version = ?", (source.version,))
            _write_units(connection, source, units, vectors[at : at + len(units)])
            _write_passages(connection, source)
            connection.run("INSERT OR REPLACE INTO linked VALUES (?, ?, ?)", (source.version, source.run, METHOD))
        at += len(units)


def _vectors(found: Sequence[tuple[Source, Sequence[Unit]]], meaning: Meaning) -> Floats:
    """Return a vector a unit: half of it the unit in its sentence, half alone, with who acts and without quantity."""
    whole: list[tuple[str, list[Span]]] = []
    alone: list[str] = []
    places_: list[tuple[int, int]] = []
    for source, units in found:
        held: dict[Span, int] = {}
        for unit in units:
            if unit.sentence not in held:
                held[unit.sentence] = len(whole)
                whole.append((source.report.text[slice(*unit.sentence)], []))
            spans = whole[held[unit.sentence]][1]
            places_.append((held[unit.sentence], len(spans)))
            spans.append(Span(unit.span.begin - unit.sentence.begin, unit.span.end - unit.sentence.begin))
            words = source.report.text[slice(*unit.span)]
            if unit.statement is not None:
                words = with_subject(words, source.statements[unit.statement].speaker)
            alone.append(without_value(words))
    if not alone:
        return np.zeros((0, 1), np.float32)
    different = list(dict.fromkeys(alone))
    rows = {words: row for row, words in enumerate(different)}
    by_itself = meaning.vectors(different, [[Span(0, len(words))] for words in different])
    inside = meaning.vectors([text for text, _ in whole], [spans for _, spans in whole])
    starts = np.cumsum([0, *(len(spans) for _, spans in whole)])
    both = by_itself[[rows[words] for words in alone]] + inside[[int(starts[a]) + b for a, b in places_]]
    return np.asarray(both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9), np.float32)


def _write_units(connection: Connection, source: Source, units: Sequence[Unit], vectors: Floats) -> None:
    text, day = source.report.text, day_of(source.report.published)
    stances = [_stance(source, unit) for unit in units]
    about, numbers = spoken_of(source, units, stances), dict[int, int]()
    ahead = {at: one for at, one in enumerate(about) if one is not None and one > at}
    for at, one in ahead.items():
        stances[one] = replace(stances[one], attitude=stances[at].attitude)
    for at, (unit, vector) in enumerate(zip(units, packed_vectors(vectors), strict=True)):
        if at in ahead:
            continue  # what it announces has its attitude
        words, held = text[slice(*unit.span)], stances[at].attitude
        key = _key(words, text[slice(*unit.sentence)], day)
        # The same words in two sentences have two vectors: which one is kept must not hang on the order of reading.
        connection.run(
            "INSERT INTO node VALUES (?, ?, ?, '', ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET vector = excluded.vector, near = '' WHERE excluded.vector < vector",
            (key, day, vector, side_of(words), told(words)),
        )
        statement = None if unit.statement is None else source.statements[unit.statement]
        of = about[at]
        numbers[at] = connection.run(
            "INSERT INTO unit VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                source.version,
                *unit.span,
                None if unit.statement is None else source.rows[unit.statement],
                words,
                key,
                held,
                direction(words),
                stances[at].act,
                firmness(words, held, statement),
                unit.said,
                unit.said_how,
                None if of is None else numbers.get(of, NOT_FOUND),
            ),
        )


def _stance(source: Source, unit: Unit) -> Stance:
    text = source.report.text
    statement = None if unit.statement is None else source.statements[unit.statement]
    words = text[slice(*unit.span)] + ("?" if text[unit.span.end :].lstrip("\"'”’")[:1] == "?" else "")
    cue = words_at(text, statement.cue) if statement else ""
    held = attitude(words, text[unit.sentence.begin : unit.span.begin], statement, cue)
    if unit.aside and held in OPPOSING:
        held = "mentions"
    if statement is None:
        return Stance(attitude=held, speaker="", act="assert")
    speaker = statement.speaker or words_at(text, statement.source)
    return Stance(attitude=held, speaker=speaker, act=statement.act)


def _key(words: str, sentence: str, day: int) -> int:
    plain = " ".join("".join(sign if sign.isalnum() else " " for sign in words.casefold()).split())
    if plain.count(" ") + 1 < SELF_CONTAINED:
        plain += "\n" + sentence.casefold()
    digest = blake2b(f"{day}\n{plain}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def _write_passages(connection: Connection, source: Source) -> None:
    connection.run("DELETE FROM passage WHERE first = ? OR second = ?", (source.version, source.version))
    others = list(
        connection.rows(
            "SELECT version, sum(common) AS most FROM ("
            " SELECT o.version AS version, count(*) AS common FROM band b JOIN band o ON o.hash = b.hash"
            " JOIN signature s ON s.version = b.version JOIN signature t ON t.version = o.version"
            " WHERE b.version = ? AND coalesce(abs(s.day - t.day), 0) <= ? GROUP BY o.version"
            # A passage that is too short to have a band of its own still has whole clauses in common.
            " UNION ALL SELECT p.version, count(*) FROM unit u JOIN unit p ON p.node = u.node"
            " WHERE u.version = ? AND length(u.words) >= ? GROUP BY p.version)"
            " WHERE version <> ? GROUP BY version ORDER BY most DESC, version LIMIT ?",
            (source.version, PASSAGE_DAYS, source.version, SAME_CLAUSE, source.version, PASSAGE_REPORTS),
        )
    )
    if not others:
        return
    own = words_of(source.report.text, source.report.cut)
    for other, _ in others:
        theirs = source_of(connection, other).report
        first, second = sorted((source.version, other))
        pair = (own, words_of(theirs.text, theirs.cut))
        if spans := shared_passages(*(pair if first == source.version else pair[::-1])):
            kept = json.dumps([[*a, *b] for a, b in spans], separators=(",", ":"))
            connection.run("INSERT OR REPLACE INTO passage VALUES (?, ?, ?)", (first, second, kept))


def _put_together(connection: Connection) -> None:
    """Bring neighbours, claims and origins up to what the units are now."""
    connection.run("DELETE FROM unit WHERE version IN (SELECT id FROM version WHERE NOT current)")
    connection.run("DELETE FROM linked WHERE version IN (SELECT id FROM version WHERE NOT current)")
    connection.run("DELETE FROM node WHERE NOT EXISTS (SELECT 1 FROM unit u WHERE u.node = node.id)")
    grouped = grouped_places(connection)
    fill(connection, grouped.nodes.keys, grouped.of_shelves)
    found = grouped.places
    alike = alike_of(grouped, Likeness())
    together = claims_of(grouped, alike)
    passages = _passages(connection)
    of = origins(found, together, passages, _copies(connection))
    known = {digest for (digest,) in connection.rows("SELECT digest FROM claim")}
    kept, drafts = set[str](), list[Draft]()
    scene, around = Scenes(connection), Sentences(connection)
    for numbers in together:
        some, whose = [found[n] for n in numbers], [of[n] for n in numbers]
        held = signature(some, whose, grouped.setting)
        if held in known:
            kept.add(held)
        elif made := draft(
            some, whose, grouped.of_nodes[grouped.rows[numbers]], scene, around, alike.among(numbers), held
        ):
            drafts.append(made)
    _write_claims(connection, kept, drafts, shared_texts(found, passages))
    log.info("%d places, %d claims, %d of them new or changed", len(found), len(kept) + len(drafts), len(drafts))


def grouped_places(connection: Connection) -> Grouped:
    """Return the places of a record in groups, after bringing the neighbours of their nodes up to date."""
    held = nodes(connection)
    known = sum(near_ != "" for near_ in held.near)
    row = connection.row("SELECT vector, nodes FROM middle")
    centre = held.vectors.mean(0) if len(held.keys) else np.zeros(held.vectors.shape[1], np.float32)
    vectors = near.centred(held.vectors, centre)
    if row is None or known == 0 or len(held.keys) <= SMALL or not row[1] / GROWN <= len(held.keys) <= row[1] * GROWN:
        settled, packed = centre, _packed(centre)
        connection.run("INSERT OR REPLACE INTO middle VALUES (1, ?, ?)", (packed, len(held.keys)))
        best = near.nearest(vectors, held.marks, held.keys)
    else:
        settled, packed = np.frombuffer(base64.b64decode(row[0]), "<f4"), row[0]
        best = near.scored(neighbours(held, known), vectors, held.marks, held.keys)
        best = near.add(best, vectors, held.marks, held.keys, known)
    fresh = packed_near(best, held.keys)
    best = near.narrowed(best)
    changed = [(now, int(key)) for now, key, before in zip(fresh, held.keys, held.near, strict=True) if now != before]
    connection.run_many("UPDATE node SET near = ? WHERE id = ?", changed)
    row_of = {int(key): row for row, key in enumerate(held.keys)}
    found = pointed(places(connection))
    rows = np.array([row_of[place.about_node] for place in found], np.int64)
    # One place stands for those of a node; what a place only names is told elsewhere.
    first = np.full(len(held.keys), -1, np.int64)
    telling = [number for number, place in enumerate(found) if place.about != NOT_FOUND]
    first[rows[telling[::-1]]] = telling[::-1]
    one, column = np.nonzero(best.at >= 0)
    pairs = np.stack([first[one], first[best.at[one, column]]], axis=1)
    return Grouped(
        places=found,
        rows=rows,
        nodes=held,
        of_nodes=vectors,
        of_shelves=vectors if settled is centre else near.centred(held.vectors, settled),
        middles=groups.grouped(best, vectors, held.marks, held.keys)[rows],
        near=pairs[(pairs >= 0).all(1)],
        setting=f"{METHOD} {packed}",
    )


def _packed(vector: Floats) -> str:
    return base64.b64encode(np.asarray(vector, "<f4").tobytes()).decode("ascii")


def _passages(connection: Connection) -> Passages:
    return {
        (first, second): [(Span(*four[:2]), Span(*four[2:])) for four in json.loads(spans)]
        for first, second, spans in connection.rows("SELECT first, second, spans FROM passage ORDER BY first, second")
    }


def _copies(connection: Connection) -> list[tuple[int, int]]:
    return [(first, second) for first, second in connection.rows("SELECT first, second FROM copy")]


def _write_claims(connection: Connection, kept: set[str], drafts: Sequence[Draft], texts: Sequence[Origin]) -> None:
    """Write the claims that are new or have changed, take out those that are no more; `kept` are digests."""
    known = list(connection.rows("SELECT id, digest FROM claim"))
    connection.run_many("DELETE FROM claim WHERE id = ?", ((row,) for row, digest in known if digest not in kept))
    ids = _write_origins(connection, drafts, texts)
    for one in drafts:
        number = connection.run(
            "INSERT INTO claim (name, text, slot, contested, status, weight, digest) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (one.name, one.text, one.slot, int(one.status == "contested"), one.status, one.weight, one.digest),
        )
        connection.run_many(
            "INSERT INTO holder VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _holders(one, number, ids),
        )
    connection.run(
        "DELETE FROM origin WHERE NOT EXISTS (SELECT 1 FROM holder h WHERE h.origin = origin.id)"
        " AND name NOT IN (SELECT value FROM json_each(?))",
        (json.dumps([one.name for one in texts]),),
    )


def _write_origins(connection: Connection, drafts: Sequence[Draft], texts: Sequence[Origin]) -> dict[str, int]:
    different = {one.name: one for one in texts}
    different |= {holder.origin.name: holder.origin for one in drafts for holder in one.holders}
    connection.run_many(
        "INSERT INTO origin (name, how, who, why) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET how = excluded.how, who = excluded.who, why = excluded.why",
        ((one.name, one.how, one.who, json.dumps(one.why)) for one in different.values()),
    )
    ids: dict[str, int] = dict(connection.rows("SELECT name, id FROM origin"))
    return ids


def _holders(one: Draft, claim: int, origin_ids: dict[str, int]) -> Iterator[tuple[str | int | float | None, ...]]:
    for holder in one.holders:
        place: Place = holder.place
        yield (
            claim,
            place.version,
            place.statement,
            *place.span,
            place.speaker,
            place.actor,
            holder.stance,
            place.act,
            holder.firmness,
            holder.value,
            origin_ids[holder.origin.name],
            place.said,
            place.said_how,
            1.0,
            json.dumps(holder.why),
        )
