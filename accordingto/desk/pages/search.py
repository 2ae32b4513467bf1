"""Search: statements by words, meaning, speaker, outlet, dates and labels; each filter can be taken off again."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto import query
from accordingto.answers import Found
from accordingto.desk.ask import PAGE, Ask, Leaf
from accordingto.desk.memory import remembered
from accordingto.desk.pages import ROWS
from accordingto.record.connection import Connection

PATH = "/search"
TITLE = "Search"
LABELLED = ("act", "naming", "kind", "firmness", "quote")
"""The labels that can be filtered by, in the order of the page."""
WRITTEN = (
    *(("like", "means the like of"), ("by", "speaker’s name has"), ("members", "and its members"), ("about", "about")),
    *(("speaker", "speaker"), ("report", "report"), ("outlet", "outlet")),
)
DATED = (("since", "since"), ("until", "until"), ("during", "said or happening in"))
OUTLETS = 12
"""Outlets offered as filters: the ones with the most statements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that is on: its name, its value, and the address without it."""

    name: str
    value: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A value that can be asked for as well, and how many statements have it."""

    value: str
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """Values of a label that can be asked for as well, with how many statements have each."""

    name: str
    counts: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What was asked for, what was found, and how to ask for less or more."""

    words: str
    like: str
    linked: bool
    """Whether the record has what a search by meaning looks through."""
    order: str
    chips: tuple[Chip, ...]
    statements: tuple[Found, ...]
    leaf: Leaf
    facets: tuple[Facet, ...]
    reports: int
    """Reports that have the words in title or text, said by anybody or not; 0 where no words are given."""


def gather(view: Connection, ask: Ask) -> SearchPage:
    """Return what the address asks for. Raises UsageError where a filter has a value that it cannot have."""
    what = filter_of(ask)
    number = ask.number("page")
    order = ask.chosen("order", tuple(query.ORDERS), default="best" if what.words or what.like else "newest")
    found = query.find(view, what, limit=ROWS, offset=(number - 1) * ROWS, order=order)
    return SearchPage(
        words=what.words,
        like=what.like,
        linked=query.can_look(view),
        order=order,
        chips=_chips(ask),
        statements=found.rows,
        leaf=Leaf(number=number, size=ROWS, total=found.total),
        facets=_facets(view, ask),
        reports=query.reports(view, words=what.words, limit=0).total if what.words else 0,
    )


def filter_of(ask: Ask) -> query.Filter:
    """Return the filter that an address writes out."""
    return query.Filter(
        words=ask.text("q"),
        like=ask.text("like"),
        by=ask.text("by"),
        members=bool(ask.text("members")),
        about=ask.text("about"),
        speaker=ask.text("speaker"),
        report=ask.text("report"),
        outlet=ask.text("outlet") or None,
        act=ask.texts("act"),
        kind=ask.texts("kind"),
        naming=ask.texts("naming"),
        firmness=ask.texts("firmness"),
        quote=ask.texts("quote"),
        since=ask.text("since"),
        until=ask.text("until"),
        during=ask.text("during"),
    )


def _chips(ask: Ask) -> tuple[Chip, ...]:
    names = {"q": "words", **dict(WRITTEN), **{label: label for label in LABELLED}, **dict(DATED)}
    return tuple(
        Chip(name=words, value="" if name == "members" else value, without=ask.without(name, value))
        for name, words in names.items()
        for value in ask.texts(name)
    )


def _facets(view: Connection, ask: Ask) -> tuple[Facet, ...]:
    """Return the values that can be asked for as well.

    Values of one label widen each other, so each label is counted as if it were not filtered by; labels that are not
    filtered by are counted together.
    """
    chosen = {label: ask.texts(label) for label in (*LABELLED, "outlet")}
    together = tuple(label for label in chosen if not chosen[label])
    groups = [together, *((label,) for label in chosen if chosen[label])]
    found: dict[str, dict[str, int]] = {}
    for labels in filter(None, groups):
        pairs = tuple(pair for pair in ask.pairs if pair[0] not in (*labels, PAGE, "order"))
        free = filter_of(Ask(ask.path, pairs))
        found |= remembered(view, f"spread {labels} {pairs}", lambda view: query.spread(view, labels, free))  # noqa: B023
    return tuple(
        Facet(name=label, counts=counts) for label in chosen if (counts := _offered(found[label], chosen[label]))
    )


def _offered(numbers: dict[str, int], chosen: tuple[str, ...]) -> tuple[Offer, ...]:
    offers = [
        Offer(value=value, statements=number) for value, number in numbers.items() if value and value not in chosen
    ]
    return tuple(offers[:OUTLETS])
