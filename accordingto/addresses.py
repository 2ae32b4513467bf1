"""Addresses on the web, as a person types them → as they are asked for.

In comes a source, out goes whether it is an address, and the address in the form in which it is compared and kept. Only
http and https are addresses that are read; nothing here asks for anything.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from urllib.parse import urljoin, urlsplit, urlunsplit

from accordingto.errors import SourceFailed

SCHEMES = ("http", "https")
LONGEST = 8000
"""Characters; servers refuse longer ones."""

_ADDRESS = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*)://")


def is_address(source: str) -> bool:
    """Say whether a source is an address and no path."""
    return bool(_ADDRESS.match(source))


def address_of(source: str) -> str:
    """Return the address that `source` is: without its fragment, host in small letters, ASCII.

    Raises SourceFailed where it is none that can be read.
    """
    try:
        parts = urlsplit(source.strip())
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError as error:  # a port that is no number, brackets that do not close, a host that is no name
        raise SourceFailed(source, "not an address", str(error)) from error
    if parts.scheme not in SCHEMES:
        raise SourceFailed(source, "not an address that is read", f"{parts.scheme}: only http and https are")
    if not host or len(source) > LONGEST:
        raise SourceFailed(source, "not an address", "it names no host" if not host else f"{len(source):,} characters")
    if parts.username is not None:
        raise SourceFailed(_without_user(source), "an address with a password", "it would stand in the record; save the"
                           " page in a browser and read the file")  # fmt: skip
    host = f"[{host}]" if ":" in host else host.rstrip(".")
    netloc = host if port is None or (parts.scheme, port) in (("http", 80), ("https", 443)) else f"{host}:{port}"
    return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))


def led_to(url: str, location: str) -> str:
    """Return the address to which `url` redirects; raise SourceFailed where that is none that can be read."""
    try:
        return address_of(urljoin(url, location.strip()))
    except (SourceFailed, ValueError) as error:
        why = error.detail if isinstance(error, SourceFailed) else str(error)
        raise SourceFailed(url, "redirected to no address", why) from error


def site_of(url: str) -> str:
    """Return the part of an address that one server answers for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_private(url: str) -> bool:
    """Say whether the host of an address is this machine or stands in a local network."""
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None)
    except (OSError, UnicodeError):  # behind a proxy names need not be known here
        return False
    return any(not ipaddress.ip_address(str(one[4][0]).partition("%")[0]).is_global for one in found)


def _without_user(source: str) -> str:
    return re.sub(r"//[^/?#]*@", "//…@", source.strip(), count=1)
