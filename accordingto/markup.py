"""HTML that is a text already → plain text: the body of a feed's entry, of a mail, of a field in a table.

In comes a piece of markup, or an element that lxml parsed, out goes its text, paragraphs parted by a blank line.
Nothing is left out but what a browser does not show: telling an article from the page around it is the work of
`readers.html`.
"""

from __future__ import annotations

import re
from typing import Any

_BLOCKS = frozenset(
    """address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
_HIDDEN = frozenset(
    "script style head title noscript template iframe object svg math audio video button select".split()  # noqa: SIM905
)
_MARKS = re.compile(r"</?[a-zA-Z!][^<>]{0,9999}>|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|\w{2,30});")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")


def plain(markup: str) -> str:
    """Return the text of `markup`; what holds no markup is returned as it stands, stripped."""
    import lxml.etree
    import lxml.html

    if not _MARKS.search(markup):
        return markup.strip()
    try:
        return text_of(lxml.html.fragment_fromstring(_CONTROL.sub("", markup), create_parent="div"))
    except (lxml.etree.ParserError, ValueError):
        return ""


def text_of(element: Any) -> str:
    """Return the text of an HTML or XHTML element, walked without recursion, however deep it is."""
    import lxml.etree

    pieces: list[str] = []
    walk = lxml.etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, inner in walk:
        tag = inner.tag.rpartition("}")[2].lower() if isinstance(inner.tag, str) else ""
        if event == "start":
            pieces.append("\n\n" if tag in _BLOCKS else "\n" if tag == "br" else "")
            if tag in _HIDDEN:
                walk.skip_subtree()
            else:
                pieces.append(_folded(inner.text))
        else:
            pieces.append("\n\n" if tag in _BLOCKS else "")
            if inner is not element:
                pieces.append(_folded(inner.tail))
    lines = (" ".join(line.split(" ")).strip() for line in re.sub(r" {2,}", " ", "".join(pieces)).split("\n"))
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip()


def _folded(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f\v\u00a0]+", " ", text or "")
