"""Asks for one address on the web, politely and within bounds: an address in, a Page out.

Only what a person named is asked for (and where that redirects to). robots.txt, Retry-After and a pause between two
questions to one site are kept (`manners`); size, time and redirects are bounded; what is asked for again is asked for
only if it changed. Nothing here reads what the page says: `Page.data` are the bytes as the server gave them, unpacked.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from accordingto.addresses import is_private, led_to, site_of
from accordingto.errors import SourceFailed
from accordingto.manners import AGENT, ROBOTS_BYTES, Manners, Rules
from accordingto.settings import settings
from accordingto.unpack import CODINGS, unpacked

if TYPE_CHECKING:
    import socket

    from urllib3 import PoolManager
    from urllib3.response import BaseHTTPResponse

MOST_REDIRECTS = 10
CONNECT_S, READ_S = 15.0, 20.0
"""Until a server takes the connection, and between two pieces of its answer."""
TRIES = 3
"""So often an address is asked for whose server is busy."""
BUSY = {429: 10.0, 502: 2.0, 503: 5.0, 504: 2.0}
"""Answers that may be another one soon, and the seconds until then where the server does not say."""
REDIRECTS = (301, 302, 303, 307, 308)
PIECE_BYTES = 64 * 1024
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.8"

REFUSED = {
    **dict.fromkeys((404, 410), "no such page"),
    **dict.fromkeys((401, 402, 403, 407, 451), "access refused"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an address answered."""

    url: str
    """The address that was asked for."""
    final: str
    """The one that answered, after redirects."""
    data: bytes
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    """Last-Modified, as the server wrote it."""
    fetched: str = ""
    """When, ISO 8601 in UTC."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    data: bytes = b""


class Fetcher:
    """Asks for addresses, one after the other, in one run."""

    def __init__(self, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._manners = Manners(self._robots, sleep)

    def fetch(self, url: str, *, known: Page | None = None) -> Page | None:
        """Return what `url` answers, or None where that is what `known` holds already.

        Raises SourceSkipped where its site asks programs to stay away, SourceFailed where it cannot be had.
        """
        asked = url
        for _ in range(MOST_REDIRECTS + 1):
            self._manners.check(asked)
            conditions = _conditions(known) if known and known.final == asked else {}
            answer = self._patiently(asked, conditions)
            if answer.status == 304 and conditions:
                return None
            if not (answer.status in REDIRECTS and (location := answer.headers.get("location", ""))):
                return _page(url, asked, answer)
            asked = _onward(asked, location)
        raise SourceFailed(
            url, "redirected for ever", f"more than {MOST_REDIRECTS} redirects; the last leads to {asked}"
        )

    def _patiently(self, url: str, headers: Mapping[str, str]) -> _Answer:
        """Return the answer of a server, which is asked again when it is busy."""
        for left in reversed(range(TRIES)):
            self._manners.wait(url)
            answer = _ask(url, headers, most_bytes=settings().max_fetch_bytes)
            if answer.status not in BUSY:
                return answer
            self._manners.put_off(url, _retry_after_s(answer, BUSY[answer.status]))
            if not left:
                break
        raise SourceFailed(url, "the server is busy", f"it answered {answer.status}, {TRIES} times")

    def _robots(self, url: str) -> Rules:
        """Return what a site answers when it is asked for its robots.txt; redirects are followed."""
        try:
            for _ in range(MOST_REDIRECTS):
                answer = _ask(url, {}, most_bytes=ROBOTS_BYTES, whole=False)
                if not (answer.status in REDIRECTS and (location := answer.headers.get("location", ""))):
                    break
                url = _onward(url, location)
        except SourceFailed as error:
            return Rules(0, why=f"{error.reason} {error.detail}".strip())
        status = 404 if answer.status in REDIRECTS else answer.status  # RFC 9309: as if there were none
        return Rules(status, answer.data.decode("utf-8", "replace"))


def _onward(url: str, location: str) -> str:
    """Return the address that `url` redirects to; a public one may not lead into the local network."""
    onward = led_to(url, location)
    if site_of(onward) != site_of(url) and is_private(onward) and not is_private(url):
        raise SourceFailed(url, "redirected into the local network", onward)
    return onward


def _conditions(known: Page) -> dict[str, str]:
    """Return the headers that ask for a page only if it is another one than `known`."""
    return {
        name: value for name, value in (("If-None-Match", known.etag), ("If-Modified-Since", known.modified)) if value
    }


def _page(url: str, final: str, answer: _Answer) -> Page:
    if answer.status != 200:
        reason = REFUSED.get(
            answer.status, "the server failed" if answer.status >= 500 else "an answer that is no page"
        )
        raise SourceFailed(
            url, reason, f"the server answered {answer.status}" + (f" at {final}" if final != url else "")
        )
    if not answer.data:
        raise SourceFailed(url, "empty", "0 bytes")
    return Page(
        url=url,
        final=final,
        data=answer.data,
        content_type=answer.headers.get("content-type", ""),
        etag=answer.headers.get("etag", ""),
        modified=answer.headers.get("last-modified", ""),
        fetched=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _retry_after_s(answer: _Answer, otherwise_s: float) -> float:
    """Return the seconds that a server asks to be left alone: a number, or the time until a date."""
    stated = answer.headers.get("retry-after", "").strip()
    if stated.isascii() and stated.isdigit():
        return float(stated[:9])
    try:
        return max(0.0, (parsedate_to_datetime(stated) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # no date, or one without a zone
        return otherwise_s


# One question and its answer


class _Watch:
    """Cuts a connection when its time is up, however slowly the server still answers.

    The timeouts of a socket start anew with every byte. What is cut here is a second handle of the same connection, so
    that it makes no difference whether it is still being opened or has TLS around it by now.
    """

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._held: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def hold(self, opened: socket.socket) -> socket.socket:
        self._held.append(opened.dup())
        return opened

    def _cut(self) -> None:
        self.over = True
        for held in self._held:
            with suppress(OSError):
                held.shutdown(2)

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for held in self._held:
            held.close()


def _ask(url: str, headers: Mapping[str, str], *, most_bytes: int, whole: bool = True) -> _Answer:
    """Ask for an address once. Of a longer answer the first `most_bytes` are returned, or `whole`: SourceFailed."""
    import urllib3

    timeout_s = settings().fetch_timeout_s
    with _Watch(timeout_s) as watch, _errors_of(url, watch, timeout_s), _manager(url, watch) as manager:
        response = manager.request(
            "GET",
            url,
            headers={"User-Agent": _agent(), "Accept": ACCEPT, "Accept-Encoding": ", ".join(CODINGS), **headers},
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=CONNECT_S, read=READ_S),
        )
        try:
            found = {name.lower(): value for name, value in response.headers.items()}
            data = _body(response, url, most_bytes, whole) if response.status == 200 else b""
            if watch.over:
                raise TimeoutError
            return _Answer(response.status, found, data)
        finally:
            response.close()


def _body(response: BaseHTTPResponse, url: str, most_bytes: int, whole: bool) -> bytes:
    coding = response.headers.get("Content-Encoding", "").strip().lower().removeprefix("x-")
    if coding not in ("", "identity", *CODINGS):
        raise SourceFailed(url, "packed in a way that is not read", coding)
    data = bytearray()
    while len(data) <= most_bytes and (piece := response.read1(PIECE_BYTES, decode_content=False)):
        data += piece
    if len(data) > most_bytes and whole:
        raise SourceFailed(
            url, "too long", f"more than {most_bytes:,} bytes (setting max_fetch_bytes); download it and read the file"
        )
    if data and coding in CODINGS:
        return unpacked(bytes(data), coding, source=url, most_bytes=most_bytes)
    return bytes(data[:most_bytes])


@contextmanager
def _errors_of(url: str, watch: _Watch, timeout_s: float) -> Iterator[None]:
    """Turn what urllib3 raises into SourceFailed."""
    from urllib3 import exceptions

    try:
        yield
    except (exceptions.HTTPError, OSError, ValueError, SourceFailed) as error:
        if watch.over:
            raise SourceFailed(url, "no answer in time", f"{timeout_s:.0f} s (setting fetch_timeout_s)") from error
        if isinstance(error, SourceFailed):
            raise
        raise SourceFailed(url, _reason(error), str(error)) from error


def _reason(error: Exception) -> str:
    from urllib3 import exceptions as of

    reasons: dict[str, tuple[type[Exception], ...]] = {
        "no such host": (of.NameResolutionError,),
        "no connection": (of.NewConnectionError, of.ProxyError),
        "no answer in time": (of.TimeoutError, TimeoutError),
        "no secure connection": (of.SSLError, ssl.SSLError),
        "cut off": (of.ProtocolError,),
    }
    # In urllib3 a name that is not resolved is a connection that is not made, and that one that took too long.
    return next((reason for reason, kinds in reasons.items() if isinstance(error, kinds)), "cannot be fetched")


@contextmanager
def _manager(url: str, watch: _Watch) -> Iterator[PoolManager]:
    """Give what makes the connection for one question: through the proxy of the environment, where there is one."""
    from urllib.request import getproxies, proxy_bypass

    import urllib3
    from urllib3 import connection, connectionpool

    class Plain(connection.HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return watch.hold(super()._new_conn())

    class Secure(connection.HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return watch.hold(super()._new_conn())

    class PlainPool(connectionpool.HTTPConnectionPool):
        ConnectionCls: Any = Plain

    class SecurePool(connectionpool.HTTPSConnectionPool):
        ConnectionCls: Any = Secure

    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        manager: PoolManager = urllib3.ProxyManager(proxy, ssl_context=_tls())
    else:
        manager = urllib3.PoolManager(ssl_context=_tls())
    manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    with manager:
        yield manager


@cache
def _tls() -> ssl.SSLContext:
    """Return how secure connections are made: by the certificates of the system, which a firm may have added to."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:  # a Python that brings none, or a system that loads them when asked
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _agent() -> str:
    try:
        of = version(AGENT)
    except PackageNotFoundError:  # run from a folder, not installed
        of = "0"
    return settings().user_agent or f"{AGENT}/{of} (reads the pages that a person names, one at a time)"
