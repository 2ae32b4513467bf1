"""Several stories on one page: the entries of a live blog, the posts of a front page, reports set below each other.

In comes a page, out go its parts with what each states of itself; a page with one story gives none. A part is a story
where it has a heading and prose of its own, and a mark of standing alone: a link of its own, a date, or a main heading.
The entries of a live blog need neither heading nor length, but each its time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from accordingto.dates import date_in, iso
from accordingto.markup import plain, text_of
from accordingto.page.stated import Stated, line, linked_nodes, named, types_of

LEAST_WORDS = 80
"""Words of prose that make a part of a page a story; teasers have fewer."""

LEAST_SHARE = 0.6
"""Stories hold this share of the prose of the page at least; else they stand beside one that is not among them."""

LEAST_ENTRIES = 3
"""Entries of a live blog at least."""

LEAST_ENTRY = 40
"""Characters of an entry of a live blog at least."""

TIME_NEAR = 40
"""Characters of a line that holds the time of an entry."""

_LIVE = re.compile(
    r"\blive[\s_-]?(?:blog|updates?|coverage|reporting|text|ticker|feed|stream)|\bas it happened\b|\bticker\b|liveblog",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:.h]([0-5]\d)\s?(a\.?m\.?|p\.?m\.?)?", re.IGNORECASE)
_STORY = re.compile(r"(?:^|\s)(?:h?entry|post|blog-?post|story|article|news-?item|post-\d+)(?:$|\s)", re.IGNORECASE)
_ENTRY = re.compile(r"(?:live|ticker|timeline|update|entry|post|block|item|liveblog)", re.IGNORECASE)


NOWHERE = Stated()


@dataclass(frozen=True, slots=True)
class Story:
    """A part of a page that is a report of its own."""

    key: str
    """What tells it from the others on its page: the fragment of its address, or its number."""
    element: Any
    """Its markup; None where JSON-LD gave the text."""
    text: str = ""
    title: str = ""
    byline: str = ""
    url: str = ""
    published: Stated = NOWHERE
    live: bool = False


def stories_of(tree: Any, *, day: Callable[[], str]) -> Sequence[Story]:
    """Return the stories of a page with more than one, in its order; none where it is one story.

    `day` finds the date of the page: entries of a live blog often say only the time.
    """
    return _linked_entries(tree) or _live_entries(tree, day) or _parts(tree)


def _linked_entries(tree: Any) -> Sequence[Story]:
    """Return the entries that the JSON-LD of a live blog holds with their texts."""
    blog = next((node for node in linked_nodes(tree) if "liveblogposting" in types_of(node)), {})
    updates = blog.get("liveBlogUpdate")
    found = []
    for number, update in enumerate(updates if isinstance(updates, list) else [], 1):
        text = (
            plain(update["articleBody"])
            if isinstance(update, dict) and isinstance(update.get("articleBody"), str)
            else ""
        )
        if len(text) < LEAST_ENTRY:
            continue
        when = iso(str(update.get("datePublished") or ""))
        address = str(update.get("url") or update.get("@id") or "")
        found.append(
            Story(
                key=address.partition("#")[2] or when or str(number),
                element=None,
                text=text,
                title=named(update.get("headline")),
                byline=named(update.get("author")),
                published=Stated(when, "json-ld datePublished") if when else Stated(),
                live=True,
            )
        )
    return found if len(found) >= LEAST_ENTRIES else ()


def _live_entries(tree: Any, find_day: Callable[[], str]) -> Sequence[Story]:
    """Return the blocks of a page that calls itself live, each of which shows its time."""
    if not _calls_itself_live(tree):
        return ()
    day = find_day()
    for group in _groups(tree, ("div", "article", "li", "section"), _ENTRY):
        entries = [(element, when) for element in group if (when := _time_of(element, day)).value]
        if len(entries) < LEAST_ENTRIES or len(entries) < 0.8 * len(group):
            continue
        texts = [text_of(element) for element, _ in entries]
        if sum(len(text) >= LEAST_ENTRY for text in texts) >= LEAST_ENTRIES:
            return [
                Story(
                    key=element.get("id") or when.value,
                    element=element,
                    title=_heading(element),
                    published=when,
                    live=True,
                )
                for (element, when), text in zip(entries, texts, strict=True)
                if len(text) >= LEAST_ENTRY
            ]
    return ()


def _calls_itself_live(tree: Any) -> bool:
    titles = [line(element.text_content()) for element in tree.iter("title", "h1")]
    marks = [
        f"{one.get('class') or ''} {one.get('id') or ''}"
        for one in tree.iter("body", "main", "div", "section", "article", "ol", "ul")
    ]
    return any(_LIVE.search(one) for one in (*titles, *marks)) or any(
        "liveblogposting" in types_of(one) for one in linked_nodes(tree)
    )


def _groups(tree: Any, tags: Sequence[str], pattern: re.Pattern[str]) -> Iterator[Sequence[Any]]:
    """Yield the elements of one parent with one tag and one first class that the pattern fits, largest group first."""
    found: dict[tuple[Any, str, str], list[Any]] = {}
    for element in tree.iter(*tags):
        marks = element.get("class") or ""
        if element.tag == "article" or pattern.search(marks):
            found.setdefault((element.getparent(), element.tag, marks.split()[0] if marks.split() else ""), []).append(
                element
            )
    yield from sorted((group for group in found.values() if len(group) > 1), key=len, reverse=True)


def _time_of(element: Any, day: str) -> Stated:
    """Return the time of an entry: of its `<time>`, or a clock in a short line at its beginning, on the page's day."""
    for time in element.iter("time"):
        if when := iso(time.get("datetime") or ""):
            return Stated(when, "time element")
        if when := _clock(line(time.text_content()), day):
            return Stated(when, "entry")
    first = next((one for one in text_of(element).split("\n") if one.strip()), "")
    when = _clock(first, day) if len(first) <= TIME_NEAR else ""
    return Stated(when, "entry") if when else Stated()


def _clock(words: str, day: str) -> str:
    """Return the moment that a short line with a clock names; without a date of its own, on `day`."""
    found = _CLOCK.search(words)
    date = date_in(words)[:10] or day[:10]
    if not found or not date:
        return ""
    hour, half = int(found[1]), (found[3] or "").replace(".", "").lower()
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    return f"{date}T{hour:02}:{found[2]}:00"


def _parts(tree: Any) -> Sequence[Story]:
    """Return the parts of a page that are stories of their own, if they hold most of its prose."""
    whole = _prose(tree)
    for group in _groups(tree, ("article", "div", "section", "li"), _STORY):
        stories = [story for number, element in enumerate(group, 1) if (story := _story(element, number))]
        held = sum(_prose(story.element) for story in stories)
        if len(stories) > 1 and held >= LEAST_SHARE * whole:
            return stories
    return ()


def _story(element: Any, number: int) -> Story | None:
    """Return the story that an element is, or None: a heading, prose, and a link, a date or a main heading."""
    heads = [head for head in element.iter("h1", "h2", "h3") if line(head.text_content())]
    if not heads or _prose(element) < LEAST_WORDS:
        return None
    head = heads[0]
    link = next((one.get("href") for one in (*head.iter("a"), *head.iterancestors("a")) if one.get("href")), "")
    time = next((when for one in element.iter("time") if (when := iso(one.get("datetime") or ""))), "")
    shown = (
        ""
        if time
        else next((date_in(one) for one in text_of(element).split("\n")[:6] if len(one) <= 90 and date_in(one)), "")
    )
    if not (link or time or shown or head.tag == "h1"):
        return None
    author = next((line(one.text_content()) for one in element.iter() if _is_byline(one)), "")
    return Story(
        key=element.get("id") or str(number),
        element=element,
        title=line(head.text_content()),
        byline=re.sub(r"^(?:by|von|par)\s+", "", author, flags=re.IGNORECASE),
        url=link if link.startswith(("http://", "https://")) else "",
        published=Stated(time, "time element") if time else Stated(shown, "below title") if shown else Stated(),
    )


def _is_byline(element: Any) -> bool:
    marks = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('itemprop') or ''}".lower().split()
    return bool({"author", "byline", "vcard", "by-line"} & set(marks)) and 2 < len(line(element.text_content())) < 80


def _heading(element: Any) -> str:
    return next(
        (line(head.text_content()) for head in element.iter("h1", "h2", "h3", "h4") if line(head.text_content())), ""
    )


def _prose(element: Any) -> int:
    """Return the words in paragraphs of an element, those in links left out."""
    return sum(
        len(line(one.text_content()).split()) - sum(len(line(link.text_content()).split()) for link in one.iter("a"))
        for one in element.iter("p")
    )
