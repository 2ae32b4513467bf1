"""The text of a page, and what in it is not the report.

In comes a page (or the part of one that is a story), out goes what trafilatura takes for the article, paragraphs parted
by a blank line, with two things mended. The opening paragraph that many sites set apart from the body is put back where
trafilatura lost it. And what only the markup can tell is cut: links to other stories, boxes about the author, embedded
posts; readers' comments stand below the report, cut. A paragraph is looked up in the markup by its words: where it
stands more than once, all of its places must speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice
from typing import Any

from accordingto.cuts import COMMENTS, LINK, POST
from accordingto.data import Cut
from accordingto.markup import text_of
from accordingto.page.stated import line, tables

HEADING = "heading that is a link"
"""Counts as a link to another story where more of them, or nothing, follow; else it is the report's own heading."""

LINKED = 0.9
"""Share of a paragraph's characters inside links, from which it is nothing but a link."""

MOST_LINKED = 0.5
"""Share of an opening paragraph that is links, at most."""

LINK_WORDS = 4
"""Words of such a paragraph at least; names and headings are linked too."""

MOST_LINKS = 0.4
"""Share of a text's lines that are links, from which it is a list of links, and they are what it says."""

TOLD_ROWS = 3
"""Rows with a sentence that make a table one that tells something."""

LABEL = 40
"""Characters of a line such as "Read more:" that leads to a link, at most."""

MOST_OF_TEXT = 0.4
"""A box has less than this share of the report's text; what has more is the report, whatever it is called."""

LEAD = range(60, 1200)
"""Characters of an opening paragraph that stands apart from the body."""

BETWEEN, ANCHORS = 300, 8
"""Elements between the title and the body that are looked through for it; paragraphs by which the body is known."""

SAME = 40
"""Characters by which a paragraph is found again in the markup or in the page's description."""

LEAST_COMMENT = 60
"""Characters of the shortest section of comments: "Comments (0)" and the note below its form are none."""

_BLANKS = re.compile(r" ?\n ?")
_AROUND = {
    **dict.fromkeys(("p", "head", "quote", "list", "item", "table", "row", "div", "code"), ("\n\n", "\n\n")),
    "lb": ("", "\n"),
    "cell": ("", " "),
}
"""What is set before and after the text of trafilatura's elements."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEAF = (
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "div",
    "blockquote",
    "td",
    "dd",
    "dt",
    "figcaption",
    "span",
    "a",
)
_BLOCKS = frozenset(
    (*_LEAF[:-2], "ul", "ol", "table", "section", "article", "figure", "header", "footer", "dl", "main")
)
_OUTSIDE = (
    "figure",
    "figcaption",
    "nav",
    "aside",
    "footer",
    "button",
    "form",
    "script",
    "style",
    "noscript",
    "li",
    "table",
)


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a story with its cuts, and what trafilatura found besides."""

    text: str
    cut: tuple[Cut, ...]
    sitename: str
    author: str


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of markup without blocks inside, and whether it is nothing but a link."""

    element: Any
    link: bool


@cache
def _boxes() -> Mapping[str, re.Pattern[str]]:
    """Return, for each reason, what the class or id of a box is like."""
    found = tables()["boxes"]
    return {
        reason: re.compile(rf"(?:^|[\s_-])(?:{'|'.join(words)})(?:$|[\s_-])", re.IGNORECASE)
        for reason, words in found.items()
    }


def body_of(page: str, tree: Any, *, url: str = "", title: str = "", description: str = "") -> Body | None:
    """Return the text of a story: `page` is its markup, `tree` the same parsed. None where nothing looks like text."""
    import trafilatura
    from trafilatura.settings import Document

    document = trafilatura.bare_extraction(
        _with_told_tables(page, tree), url=url or None, include_comments=False, with_metadata=True
    )
    if not isinstance(document, Document) or not any(map(str.isalnum, text := _paragraphs(document.body))):
        return None
    places = _places(tree)
    text = _with_lead(text, tree, title, description)
    comments = _comments(tree, text)
    cuts = list(_cuts(text, places, title))
    if comments:
        begin = len(text) + 2
        text = f"{text}\n\n{comments}"
        cuts.append(Cut(begin, len(text), COMMENTS))
    return Body(text, tuple(cuts), document.sitename or "", document.author or "")


def _with_told_tables(page: str, tree: Any) -> str:
    """Return the page, the links in tables that tell something made plain text.

    Trafilatura takes a table with many links for a menu; one whose rows hold sentences is none.
    """
    import lxml.html

    if not any(map(_tells, tree.iter("table"))):
        return page
    tree = deepcopy(tree)
    for table in list(filter(_tells, tree.iter("table"))):
        for link in list(table.iter("a")):
            link.drop_tag()
    return str(lxml.html.tostring(tree, encoding="unicode"))


def _tells(table: Any) -> bool:
    """Say whether a table without tables inside has TOLD_ROWS with a sentence outside links."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    told = (row for row in table.iter("tr") if any(map(_is_sentence, row.iter("td"))))
    return next(islice(told, TOLD_ROWS - 1, None), None) is not None


def _is_sentence(cell: Any) -> bool:
    words = line(cell.text_content())
    return words.endswith(".") and words.count(" ") >= LINK_WORDS and _linked(cell, len(words)) < MOST_LINKED


def _paragraphs(body: Any) -> str:
    """Return the text of trafilatura's tree, its blocks parted by blank lines."""
    for element in body.iter():
        before, after = _AROUND.get(element.tag, ("", ""))
        element.text = before + (element.text or "")
        element.tail = after + (element.tail or "")
    text = re.sub(r"[ \t\r\f\v\u00a0]+", " ", "".join(body.itertext()))
    return re.sub(r"\n{2,}", "\n\n", _BLANKS.sub("\n", text)).strip()


def _places(tree: Any) -> Mapping[str, Sequence[Place]]:
    """Return the places of each text that stands in an element without blocks inside."""
    found: dict[str, list[Place]] = {}
    linked: dict[Any, float] = {}  # a block with ten thousand links is looked through once, not once a link
    for element in tree.iter(*_LEAF):
        if element.tag in _BLOCKS and any(inner.tag in _BLOCKS for inner in element):
            continue
        if words := line(element.text_content()):
            block = _block(element)
            found.setdefault(words, []).append(Place(block, _only_link(block, words, linked)))
    for box in tree.iter("blockquote", "div", "section"):
        if _is_post(box):  # its lines, however they are marked up, are those of the post
            for words in filter(None, map(line, text_of(box).split("\n"))):
                found.setdefault(words, []).append(Place(box, link=False))
    return found


def _is_post(element: Any) -> bool:
    return bool(_boxes()[POST].search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _block(element: Any) -> Any:
    """Return the element, or of a link or a piece of a line the block that it stands in."""
    while element.tag in ("a", "span") and element.getparent() is not None:
        element = element.getparent()
    return element


def _only_link(block: Any, words: str, linked: dict[Any, float]) -> bool:
    """Say whether a block is nothing but links; a sentence that is one names its source.

    `linked` keeps the share of links in each block.
    """
    if words.rstrip("\"'”’»)").endswith((".", "!", "…")) or block.tag in ("td", "body"):
        return False
    if block not in linked:
        linked[block] = _linked(block, len(line(block.text_content())))
    return linked[block] >= LINKED


def _linked(element: Any, size: int) -> float:
    return sum(len(line(link.text_content())) for link in element.iter("a")) / max(size, 1)


def _cuts(text: str, places: Mapping[str, Sequence[Place]], title: str) -> Iterator[Cut]:
    """Yield the paragraphs of `text` that their markup tells not to be the report, in order."""
    spans = [found.span() for found in re.finditer(r"[^\n]+", text)]
    lines = [line(text[begin:end]) for begin, end in spans]
    known = {words: _reason(words, places, len(text), title) for words in set(lines)}
    reasons = [known[words] for words in lines]
    if all(reasons):
        return
    links = sum(reason == LINK for reason in reasons)
    if links > MOST_LINKS * len(spans):
        reasons = [reason if reason != LINK else "" for reason in reasons]
    reasons[0] = reasons[0] if reasons[0] not in (LINK, HEADING) else ""
    for at in range(len(spans) - 1, -1, -1):
        begin, end = spans[at]
        next_linked = at + 1 == len(spans) or reasons[at + 1] == LINK
        if reasons[at] == HEADING:
            reasons[at] = LINK if next_linked else ""
        elif (
            not reasons[at] and at + 1 < len(spans) and next_linked and end - begin <= LABEL and text[end - 1] in ":?!"
        ):
            reasons[at] = LINK
    for reason, group in groupby(zip(spans, reasons, strict=True), key=lambda pair: pair[1]):
        together = [span for span, _ in group]
        if reason:
            yield Cut(together[0][0], together[-1][1], reason)


def _reason(words: str, places: Mapping[str, Sequence[Place]], size: int, title: str) -> str:
    found = places.get(words, ())
    if not found:
        return ""
    boxes = {_box(place.element, size) for place in found}
    if len(boxes) == 1 and (reason := next(iter(boxes))):
        return reason
    if words == title or len(words.split()) < LINK_WORDS or not all(place.link for place in found):
        return ""
    return HEADING if all(place.element.tag in _HEADINGS for place in found) else LINK


def _box(element: Any, size: int) -> str:
    """Return what box an element stands in, going up until there is more than a box can hold."""
    for up in (element, *element.iterancestors()):
        if up.tag in ("body", "html", "main", "article"):
            return ""
        marks = f"{up.get('class') or ''} {up.get('id') or ''}"
        if marks.strip():
            reason = next((reason for reason, pattern in _boxes().items() if pattern.search(marks)), "")
            if reason:
                return reason if len(up.text_content()) < MOST_OF_TEXT * size else ""
    return ""


def _comments(tree: Any, text: str) -> str:
    """Return the text of the page's sections of comments, as far as it is not in `text` anyway."""
    pattern = re.compile(rf"(?:^|\s)(?:{'|'.join(tables()['comments']['words'])})(?:$|\s)", re.IGNORECASE)
    found: list[Any] = []
    for element in tree.iter("div", "section", "ol", "ul", "aside"):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if pattern.search(marks) and not any(up in found for up in element.iterancestors()):
            found.append(element)
    pieces = [one for element in found if len(one := _written(element)) >= LEAST_COMMENT and not _holds(one, text)]
    return "\n\n".join(pieces)


def _written(element: Any) -> str:
    """Return the text of a section of comments without its forms."""
    element = deepcopy(element)
    for form in list(element.iter("form")):
        if form.getparent() is not None:
            form.drop_tree()
    return text_of(element)


def _holds(section: str, text: str) -> bool:
    """Say whether a section called comments holds the report itself."""
    return section in text or max(text.split("\n\n"), key=len) in section


def _with_lead(text: str, tree: Any, title: str, description: str) -> str:
    """Return `text` with the opening paragraph put in that stands between title and body on the page."""
    spans = [found.span() for found in re.finditer(r"[^\n]+", text)][:ANCHORS]
    anchors = {line(text[begin:end])[:SAME]: begin for begin, end in spans if end - begin >= LEAD.start}
    found = _between(tree, title, anchors)
    if found is None:
        return text
    flat = line(text)
    leads = [words for words in found.leads if words not in flat and _is_lead(words, description)]
    if not leads or sum(map(len, leads)) > LEAD.stop:
        return text
    return text[: found.at] + "".join(f"{lead}\n\n" for lead in dict.fromkeys(leads)) + text[found.at :]


@dataclass(frozen=True, slots=True)
class Found:
    """Paragraphs that stand on the page between the heading and the body, and where in the text the body begins."""

    leads: Sequence[str]
    at: int


def _between(tree: Any, title: str, anchors: Mapping[str, int]) -> Found | None:
    """Return the paragraphs between the page's heading and the first of `anchors`, or None where that is not found."""
    heads = list(tree.iter("h1", "h2", "h3"))
    mains = [head for head in heads if head.tag == "h1"]
    head = next((one for one in heads if _is_title(line(one.text_content()), title)), None)
    if head is None and len(mains) == 1:
        head = mains[0]
    leads: list[str] = []
    for element in head.xpath("following::*")[:BETWEEN] if head is not None and anchors else ():
        if element.tag not in ("p", "div", "h2", "h3", "strong", "span") or any(i.tag in _BLOCKS for i in element):
            continue
        words = line(element.text_content())
        if (at := anchors.get(words[:SAME])) is not None:
            return Found(leads, at)
        if len(words) in LEAD and not _outside(element, len(words)) and not any(words in one for one in leads):
            leads.append(words)
    return None


def _is_title(words: str, title: str) -> bool:
    return len(words) > 10 and (words in title or title in words)


def _outside(element: Any, size: int) -> bool:
    """Say whether an element stands in a caption, a menu, a list, or is mostly links."""
    return any(up.tag in _OUTSIDE for up in element.iterancestors()) or _linked(element, size) > MOST_LINKED


def _is_lead(words: str, description: str) -> bool:
    """Say whether a paragraph above the body is its opening: it ends as a sentence does, or describes the page."""
    return words.rstrip("\"'”’»)").endswith((".", "!", "?", "…", ":")) or words[:SAME] == description[:SAME]
