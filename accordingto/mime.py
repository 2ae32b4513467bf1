"""MIME: mails and saved web archives → headers and parts as text.

In come the bytes of a message, out go its headers, decoded, and its parts. Nothing in a message raises but a message
that is none, or one with too many parts; headers that cannot be decoded are returned as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from accordingto.decode import decode
from accordingto.errors import SourceFailed

MOST_BOUNDARIES = 100
"""Messages have one to four; each level of parts costs a look at every line below it."""

MOST_MARKS = 20_000
"""Lines that begin like the boundary of a part. Each part costs some 2 kB of memory, however short it is."""

MOST_LINES = 2_000_000
"""As many headers may a message have; 2,000,000 lines of an attachment are 150 MB."""

LONGEST_HEADER = 2_000
"""Characters of a header that are decoded: decoding takes a time that grows with the square of the length."""

MOST_SQUARES = 1_000_000_000
"""Sum of the squares of the lengths of headers with parameters, for the same reason; 19,000 parts come to a third."""

_WITH_PARAMETERS = re.compile(rb"^content-(?:type|disposition):", re.IGNORECASE | re.MULTILINE)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]?([^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*)\r?\n")


def headers_at(head: bytes) -> Mapping[str, str]:
    """Return the headers with which a file begins, names in lower case; none where it does not begin with headers."""
    head = head.lstrip(b"\xef\xbb\xbf\r\n")
    if head.startswith(b"From ") and b"\n" in head:  # the line that mailboxes part messages with
        head = head.partition(b"\n")[2]
    found: dict[str, str] = {}
    at = 0
    while header := _HEADER.match(head, at):
        found.setdefault(header[1].decode("ascii").lower(), header[2].decode("ascii", "replace"))
        at = header.end()
    return found


def is_page(headers: Mapping[str, str]) -> bool:
    """Say whether these are the headers of a page that a browser saved, and not of a mail."""
    kind = headers.get("content-type", "").lower()
    sent = any(name in headers for name in ("to", "received", "message-id", "delivered-to", "return-path"))
    return "mime-version" in headers and not sent and kind.startswith(("multipart/related", "text/html"))


def message_of(data: bytes, *, source: str) -> Message:
    """Return the message that `data` is; raise SourceFailed where it cannot be taken apart."""
    if data.lower().count(b"boundary=") > MOST_BOUNDARIES:
        raise SourceFailed(source, "nested too deeply", f"more than {MOST_BOUNDARIES} boundaries")
    if data.count(b"\n--") > MOST_MARKS or data.count(b"\n") + data.count(b"\r") > MOST_LINES:
        raise SourceFailed(source, "too long", f"more than {MOST_MARKS:,} parts or {MOST_LINES:,} lines")
    headers = (_HEADER.match(data, found.start()) for found in _WITH_PARAMETERS.finditer(data))
    if sum((found.end() - found.start()) ** 2 for found in headers if found) > MOST_SQUARES:
        raise SourceFailed(source, "not a message", "headers that are far too long")
    try:
        return message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=policy.compat32)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise SourceFailed(source, "not a message", f"{type(error).__name__}: {error}") from error


def header(message: Message, name: str) -> str:
    """Return a header as one line of text, of a very long one its beginning; an empty text where it is missing."""
    raw = str(message.get(name) or "")[:LONGEST_HEADER]
    try:
        return " ".join(str(make_header(decode_header(raw))).split())
    except (MessageError, ValueError, LookupError):
        return " ".join(raw.split())


def sender_of(message: Message) -> str:
    """Return the name of who sent a message; an empty text where it states none."""
    try:
        return parseaddr(header(message, "From"))[0]
    except RecursionError:  # brackets in brackets in brackets
        return ""


def payload(part: Message) -> bytes:
    """Return the bytes that a part holds, its transfer encoding undone."""
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""


def text_of(part: Message, *, source: str) -> str:
    """Return the text of a part; raise SourceFailed where it is none."""
    return decode(payload(part), source=source, declared=part.get_content_charset() or "")
