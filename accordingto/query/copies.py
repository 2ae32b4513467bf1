"""Reports that share text, in groups, and how many there are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from accordingto.answers import CopyCount, CopyGroup, CopyMember, SharedPassage
from accordingto.data import Span
from accordingto.query.statements import number_of
from accordingto.record.connection import Connection, Row
from accordingto.table import Table


def copies(view: Connection, *, limit: int | None = None, offset: int = 0) -> Table[CopyGroup]:
    """Return the groups of reports that share text, the largest first; a report's earlier versions are no copies.

    A group is what pairs of copies connect. Each member is shown with the one before it in the group that has most of
    its words (the first one with any).
    """
    pairs: dict[int, list[_Pair]] = {}
    for first, second, kind, *shares in view.rows("SELECT first, second, kind, share_first, share_second FROM copy"):
        pairs.setdefault(first, []).append(_Pair(second, shares[0], kind, turned=False))
        pairs.setdefault(second, []).append(_Pair(first, shares[1], kind, turned=True))
    graph = {version: [pair.other for pair in with_] for version, with_ in pairs.items()}
    groups = sorted((_ordered(view, group) for group in _connected(graph)), key=lambda group: (-len(group), group))
    part = groups[offset:] if limit is None else groups[offset : offset + limit]
    found = tuple(
        CopyGroup(
            number=number,
            outlets=len({row[3] for row in group} - {""}),
            members=tuple(_members(view, group, pairs)),
        )
        for number, group in enumerate(part, start=offset + 1)
    )
    return Table(rows=found, total=len(groups))


def count_copies(view: Connection) -> CopyCount:
    """Return how many groups of copies there are, and of how many reports."""
    with_: dict[int, list[int]] = {}
    for first, second in view.rows("SELECT first, second FROM copy"):
        with_.setdefault(first, []).append(second)
        with_.setdefault(second, [])
    return CopyCount(groups=len(_connected(with_)), reports=len(with_))


def count_unsigned(view: Connection) -> int:
    """Return how many reports an older version recorded that have not been looked through for copies."""
    unsigned = "SELECT 1 FROM signature s WHERE s.version = v.id"
    return number_of(view.row(f"SELECT count(*) FROM version v WHERE v.current AND NOT EXISTS ({unsigned})"))


def _connected(with_: Mapping[int, Iterable[int]]) -> list[list[int]]:
    """Return the connected components of a graph (union-find with path halving)."""
    above = {one: one for one in with_}

    def top(one: int) -> int:
        while above[one] != one:
            above[one] = one = above[above[one]]
        return one

    for one, others in with_.items():
        for other in others:
            above[top(other)] = top(one)
    components: dict[int, list[int]] = {}
    for one in with_:
        components.setdefault(top(one), []).append(one)
    return list(components.values())


class _Pair(NamedTuple):
    """The other report of a pair, the share of one's own words that it has, and whether it was recorded first."""

    other: int
    share: float
    kind: str
    turned: bool


def _ordered(view: Connection, versions: Iterable[int]) -> list[Row]:
    """Return whether undated, date, report, outlet, title and number of versions, first published first."""
    sql = (
        "SELECT v.published = '', v.published, r.name, r.outlet, v.title, v.id FROM version v"
        " JOIN report r ON r.id = v.report WHERE v.id = ?"
    )
    return sorted(row for version in versions if (row := view.row(sql, (version,))))


def _members(view: Connection, group: Sequence[Row], pairs: Mapping[int, Sequence[_Pair]]) -> Iterator[CopyMember]:
    place = {row[-1]: number for number, row in enumerate(group)}
    for number, (_, published, report, outlet, title, version) in enumerate(group):
        # An earlier one, where there is one that it shares text with; of these the one that has most of its words.
        pair = max(pairs[version], key=lambda pair: (place[pair.other] < number, pair.share, -place[pair.other]))
        of = group[place[pair.other]]
        yield CopyMember(
            report=report,
            outlet=outlet,
            title=title,
            published=published,
            kind=pair.kind,
            share=pair.share,
            of=of[2],
            of_outlet=of[3],
            passages=_shared(view, version, pair),
        )


def _shared(view: Connection, version: int, pair: _Pair) -> tuple[SharedPassage, ...]:
    first, second = (pair.other, version) if pair.turned else (version, pair.other)
    row = view.row(
        "SELECT c.passages, v.text FROM copy c, version v WHERE c.first = ? AND c.second = ? AND v.id = ?",
        (first, second, version),
    )
    assert row is not None  # it is of the same snapshot as the pair
    both = [(Span(*four[:2]), Span(*four[2:])) for four in json.loads(row[0])]
    own = sorted((b, a) if pair.turned else (a, b) for a, b in both)
    return tuple(SharedPassage(span=a, of_span=b, words=row[1][slice(*a)]) for a, b in own)
