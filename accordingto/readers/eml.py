"""Mails: one mail is one report, and each attachment that a reader knows is a source of its own.

A newsletter (a mail with the headers of a list) has its sender for outlet; of other mails the sender is the byline. The
text is the plain part, unless the HTML part says much more. Pictures inside the text are no attachments.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email.message import Message
from typing import BinaryIO

from accordingto.data import Problem, Report
from accordingto.dates import iso
from accordingto.errors import SourceFailed
from accordingto.leftout import why_left_out
from accordingto.markup import plain
from accordingto.mime import header, headers_at, is_page, message_of, payload, sender_of, text_of
from accordingto.readers import MAX_DEPTH, Part, failed, place_of, read_part, skipped, whole
from accordingto.readers.html import read_pages

NAME = "eml"
SUMMARY = "mails and newsletters, with their attachments"

ATTACHED = 8
"""A mail may be this many times longer than a report, with its attachments."""

PLAIN_SHARE = 0.5
"""A plain part with fewer words than this share of the HTML part's only says that there is one."""

NO_TEXT = "no text"
"""No failure where what the mail brings is attached to it."""

_NEEDED = ("from", "subject", "date", "message-id", "to", "mime-version", "received")
_FORWARDED = re.compile(r"^(?:(?:fwd?|wg|tr|re|aw)\s?:\s*)+", re.IGNORECASE)
_LISTS = ("List-Unsubscribe", "List-Id", "List-Post")


def sniff(head: bytes, name: str) -> bool:
    """Say yes to the headers of a mail: its sender and two more."""
    headers = headers_at(head)
    return "from" in headers and sum(needed in headers for needed in _NEEDED) > 2 and not is_page(headers)


def read(stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
    """Yield the report that the mail is, then what its attachments hold."""
    depth, allowance = place_of(stream)
    message = message_of(whole(stream, source=name, limit_bytes=ATTACHED * limit_bytes), source=name)
    attached = list(_attachments(message))
    report = _report(message, name, limit_bytes)
    if isinstance(report, Report) or report.reason != NO_TEXT or not attached:
        yield report
    for number, part in enumerate(attached, 1):
        allowance.left_parts -= 1
        place = f"{name}/{_file_of(part) or f'attachment {number}'}"
        if allowance.spent:
            yield failed(place, "too many files", "more than the setting max_parts in all")
            return
        if depth >= MAX_DEPTH:
            yield failed(place, "nested too deeply", f"sources are read {MAX_DEPTH} deep inside others")
        elif reason := why_left_out(place.rpartition("/")[2]):
            yield skipped(place, reason)
        else:
            held = io.BytesIO(_bytes_of(part))
            inner = Part(held, name=place, depth=depth + 1, allowance=allowance)
            yield from read_part(inner, name=place, limit_bytes=limit_bytes)


def _report(message: Message, name: str, limit_bytes: int) -> Report | Problem:
    try:
        text = _text(message, name)
    except SourceFailed as error:
        return failed(name, error.reason, error.detail)
    if not text.strip():
        return failed(name, NO_TEXT, "the mail has no text of its own")
    if len(text.encode("utf-8", "surrogatepass")) > limit_bytes:
        return failed(name, "too long", f"more than {limit_bytes:,} bytes (setting max_report_bytes)")
    sender = sender_of(message)
    listed = any(header(message, one) for one in _LISTS)
    published = iso(header(message, "Date"))
    return Report(
        id=header(message, "Message-ID").strip("<> "),
        text=text,
        title=_FORWARDED.sub("", header(message, "Subject")),
        outlet=sender if listed else "",
        byline="" if listed else sender,
        published=published,
        published_how="mail Date" if published else "",
    )


def _text(message: Message, name: str) -> str:
    """Return the mail's own text: all its plain parts, or its HTML parts where those say much more."""
    parts = [part for part in _own_parts(message) if not _is_attached(part)]
    texts = [text_of(part, source=name) for part in parts if part.get_content_type() == "text/plain"]
    text = "\n\n".join(text.strip("\r\n") for text in texts if text.strip())
    pages = [text_of(part, source=name) for part in parts if part.get_content_type() == "text/html"]
    shown = "\n\n".join(filter(None, (plain(page) for page in pages)))
    if len(text.split()) >= PLAIN_SHARE * len(shown.split()):
        return text
    try:
        return "\n\n".join(one.text for page in pages for one in read_pages(page, name=name))
    except SourceFailed:  # a mail is shorter than what passes for an article
        return shown


def _own_parts(message: Message) -> Iterator[Message]:
    """Yield the parts of a mail, without those of a mail that is forwarded in it."""
    if message.get_content_type() == "message/rfc822":
        return
    if message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _own_parts(part)
    else:
        yield message


def _is_attached(part: Message) -> bool:
    if part.get_content_disposition() == "attachment":
        return not (part.get_content_maintype() == "image" and part.get("Content-ID"))
    return part.get_content_maintype() not in ("text", "image", "multipart") or bool(_file_of(part))


def _attachments(message: Message) -> Iterator[Message]:
    """Yield the parts that are sources of their own, a forwarded mail as a whole."""
    if message.get_content_type() == "message/rfc822":
        yield message
    elif message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _attachments(part)
    elif _is_attached(message):
        yield message


def _file_of(part: Message) -> str:
    try:
        return " ".join((part.get_filename() or "").split()).rpartition("/")[2].rpartition("\\")[2]
    except (LookupError, ValueError):  # a name in a charset that there is not
        return ""


def _bytes_of(part: Message) -> bytes:
    if part.get_content_type() != "message/rfc822":
        return payload(part)
    inner = part.get_payload()
    return inner[0].as_bytes() if isinstance(inner, list) and isinstance(inner[0], Message) else b""
