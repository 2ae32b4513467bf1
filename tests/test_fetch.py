"""One address, asked for politely and within bounds, from a server that behaves as badly as it likes."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from email.utils import formatdate

import brotli
import pytest

from accordingto import fetch as fetching
from accordingto.errors import SourceFailed, SourceSkipped
from accordingto.fetch import Fetcher, Page
from tests.server import OK, Answer, Asked, Server, answer, head, in_turn, redirect, serving, unless

WORDS = b"The ministry of Karvia said that it knew of no such order, and that the exercise was routine."


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the time out of it, and any proxy of the environment."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ACCORDINGTO_HOST_DELAY_S", "0")
    monkeypatch.setenv("ACCORDINGTO_FETCH_TIMEOUT_S", "2")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def fetched(server: Server, path: str = "/a", **options: Page | None) -> Page:
    page = Fetcher(sleep=lambda _: None).fetch(server.url + path, **options)
    assert page is not None
    return page


def failing(server: Server, path: str = "/a") -> tuple[str, str]:
    """Return reason and detail of what cannot be fetched."""
    with pytest.raises(SourceFailed) as caught:
        fetched(server, path)
    return caught.value.reason, caught.value.detail


def test_page_with_what_the_server_says_of_it(server: Server) -> None:
    server.answers["/a"] = answer(
        WORDS, etag='"1"', last_modified="Mon, 08 Sep 2031 10:00:00 GMT", content_type="text/plain"
    )
    page = fetched(server)
    assert (page.url, page.final, page.data) == (f"{server.url}/a", f"{server.url}/a", WORDS)
    assert (page.etag, page.modified, page.content_type) == ('"1"', "Mon, 08 Sep 2031 10:00:00 GMT", "text/plain")


def test_says_who_asks(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/a"] = answer(WORDS)
    fetched(server)
    monkeypatch.setenv("ACCORDINGTO_USER_AGENT", "desk of the Oste Herald; desk@oste.example")
    fetched(server)
    agents = [one.headers["user-agent"] for one in server.asked if one.path == "/a"]
    assert agents[0].startswith("accordingto/")
    assert agents[1] == "desk of the Oste Herald; desk@oste.example"
    assert not any("cookie" in one.headers or "referer" in one.headers for one in server.asked)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("gzip", gzip.compress(WORDS)), ("br", brotli.compress(WORDS)), ("deflate", zlib.compress(WORDS)),
     ("deflate", raw_deflate(WORDS)), ("identity", WORDS), ("GZIP", gzip.compress(WORDS)),
     ("x-gzip", gzip.compress(WORDS[:9]) + gzip.compress(WORDS[9:]) + b"padding")],
)  # fmt: skip
def test_packed_pages_are_unpacked(server: Server, encoding: str, packed: bytes) -> None:
    server.answers["/a"] = answer(packed, content_encoding=encoding)
    assert fetched(server).data == WORDS


def test_chunks(server: Server) -> None:
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (WORDS[:30], WORDS[30:]))
    server.answers["/a"] = lambda connection, _: connection.sendall(
        head(OK, [("Transfer-Encoding", "chunked")]) + chunks + b"0\r\n\r\n"
    )
    assert fetched(server).data == WORDS


def sent(*pieces: bytes, pause_s: float = 0.0) -> Answer:
    """Send raw bytes, a pause after each."""

    def given(connection: socket.socket, _: Asked) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause_s)

    return given


def endless(first: bytes, piece: bytes) -> Answer:
    def given(connection: socket.socket, _: Asked) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(piece)

    return given


GZIP = [("Content-Encoding", "gzip")]
CHUNKED = [("Transfer-Encoding", "chunked")]
BAD = {
    "fewer bytes than it says": (answer(WORDS, content_length="500"), "cut off"),
    "chunks without an end": (sent(head(OK, CHUNKED) + b"5e\r\n" + WORDS), "cut off"),
    "a chunk of no length": (sent(head(OK, CHUNKED) + b"zz\r\n"), "cut off"),
    "gzip that is none": (answer(WORDS, content_encoding="gzip"), "corrupt"),
    "gzip cut short": (answer(gzip.compress(WORDS)[:40], content_encoding="gzip"), "corrupt"),
    "deflate that is none": (answer(WORDS, content_encoding="deflate"), "corrupt"),
    "brotli cut short": (answer(brotli.compress(WORDS)[:30], content_encoding="br"), "corrupt"),
    "brotli that is none": (answer(b"\xff" * 99, content_encoding="br"), "corrupt"),
    "an unknown packing": (answer(WORDS, content_encoding="zstd"), "packed in a way that is not read"),
    "nothing at all": (sent(), "cut off"),
    "no HTTP": (sent(b"220 mail.oste.example ESMTP\r\n"), "cut off"),
    "an empty page": (answer(b""), "empty"),
    "headers without an end": (endless(head(OK)[:-2], b"x-a: b\r\n"), "cut off"),
    "a header without an end": (endless(head(OK)[:-2] + b"x: ", b"x" * 9999), "cut off"),
    "continue for ever": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "no answer in time"),
    "404": (answer(WORDS, "404 Not Found"), "no such page"),
    "410": (answer(status="410 Gone"), "no such page"),
    "403": (answer(WORDS, "403 Forbidden"), "access refused"),
    "500": (answer(WORDS, "500 Internal Server Error"), "the server failed"),
    "204": (answer(status="204 No Content"), "an answer that is no page"),
    "304 unasked": (answer(status="304 Not Modified"), "an answer that is no page"),
    "a redirect to nowhere": (answer(status="302 Found"), "an answer that is no page"),
    "a redirect to a file": (redirect("file:///etc/passwd"), "redirected to no address"),
    "a redirect to nonsense": (redirect("http://[::1"), "redirected to no address"),
    "a redirect to itself": (redirect("/a"), "redirected for ever"),
    "too long": (endless(head(OK), b"x" * 99_999), "too long"),
    "a bomb": (answer(gzip.compress(bytes(30_000_000)), content_encoding="gzip"), "too long"),
    "a bomb of deflate": (answer(zlib.compress(bytes(30_000_000)), content_encoding="deflate"), "too long"),
    "a bomb of brotli": (answer(brotli.compress(bytes(30_000_000)), content_encoding="br"), "too long"),
    "bombs in a row": (endless(head(OK, GZIP), gzip.compress(bytes(100_000))), "too long"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "reason"), BAD.values(), ids=BAD)
def test_bad_server(server: Server, given: Answer, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORDINGTO_MAX_FETCH_BYTES", "1000000")
    server.answers["/a"] = given
    assert failing(server)[0] == reason


SLOW = {
    "no headers": sent(b"", pause_s=30),
    "a header now and then": sent(*[b"HTTP/1.1 200 OK\r\n", *[b"x-a: b\r\n"] * 99], pause_s=0.3),
    "a byte now and then": sent(head(OK, [("Content-Length", "99")]), *[b"x"] * 99, pause_s=0.3),
    "a packed byte now and then": sent(head(OK, GZIP), *(bytes([byte]) for byte in gzip.compress(WORDS)), pause_s=0.3),
}  # fmt: skip


@pytest.mark.parametrize("given", SLOW.values(), ids=SLOW)
def test_slow_server(server: Server, given: Answer) -> None:
    server.answers["/a"] = given
    assert failing(server) == ("no answer in time", "2 s (setting fetch_timeout_s)")


def test_length_that_is_no_number_is_no_length(server: Server) -> None:
    server.answers["/a"] = answer(WORDS, content_length="many, many")
    assert fetched(server).data == WORDS


def test_longer_than_it_says_is_read_to_the_length_that_it_says(server: Server) -> None:
    server.answers["/a"] = answer(WORDS, content_length="12")
    assert fetched(server).data == WORDS[:12]


@pytest.mark.parametrize(
    ("host", "reason"), [("no.such.host.invalid", "no such host"), ("127.0.0.1:1", "no connection")]
)
def test_no_server(host: str, reason: str) -> None:
    with pytest.raises(SourceFailed, match=r"robots\.txt cannot be read") as caught:
        Fetcher().fetch(f"http://{host}/a")
    assert caught.value.detail.startswith(reason)


def test_no_secure_connection(server: Server) -> None:
    with pytest.raises(SourceFailed) as caught:
        Fetcher().fetch(server.url.replace("http", "https") + "/a")
    assert "no secure connection" in caught.value.detail


def test_redirects_are_followed_and_the_last_address_is_told(server: Server) -> None:
    server.answers |= {
        "/a": redirect("b?x=1#part", "301 Moved Permanently"),
        "/b?x=1": redirect("/c"),
        "/c": answer(WORDS),
    }
    page = fetched(server)
    assert (page.url, page.final) == (f"{server.url}/a", f"{server.url}/c")


def test_redirect_into_the_local_network(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/a"] = redirect("http://10.1.2.3/admin")
    monkeypatch.setattr(fetching, "is_private", lambda url: "10.1.2.3" in url)
    assert failing(server)[0] == "redirected into the local network"


def test_unchanged_is_not_sent_again(server: Server) -> None:
    server.answers |= {"/a": redirect("/b"), "/b": unless('"1"', answer(WORDS, etag='"1"', last_modified="yesterday"))}
    page = fetched(server)
    assert Fetcher().fetch(page.url, known=page) is None
    first, second = (one for one in server.asked if one.path == "/b")
    assert "if-none-match" not in first.headers
    assert (second.headers["if-none-match"], second.headers["if-modified-since"]) == ('"1"', "yesterday")
    # The page that redirects is another one, of which nothing is known.
    assert not any("if-none-match" in one.headers for one in server.asked if one.path == "/a")


def test_changed_is_sent(server: Server) -> None:
    server.answers["/a"] = in_turn(answer(WORDS, etag='"1"'), unless('"2"', answer(WORDS * 2, etag='"2"')))
    page = fetched(server)
    assert fetched(server, known=page).data == WORDS * 2


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize("as_date", [False, True])
def test_busy_server_is_asked_again_when_it_says(server: Server, status: str, as_date: bool) -> None:
    after = formatdate(time.time() + 8, usegmt=True) if as_date else "7"
    server.answers["/a"] = in_turn(answer(status=status, retry_after=after), answer(WORDS))
    slept: list[float] = []
    page = Fetcher(sleep=slept.append).fetch(server.url + "/a")
    assert page is not None and page.data == WORDS
    assert len(slept) == 1 and 5 < slept[0] < 8.5


def test_server_that_stays_busy(server: Server) -> None:
    server.answers["/a"] = answer(status="503 Service Unavailable", retry_after="1")
    assert failing(server)[0] == "the server is busy"
    assert server.paths() == ["/a"] * 3


def test_server_that_wants_to_be_left_alone_is(server: Server) -> None:
    server.answers |= {"/a": answer(status="429 Too Many Requests", retry_after="3600"), "/b": answer(WORDS)}
    fetcher = Fetcher(sleep=lambda _: None)
    for path in ("/a", "/b"):
        with pytest.raises(SourceFailed, match=r"asked to come back later \(in 3600 s\)"):
            fetcher.fetch(server.url + path)
    assert server.paths() == ["/a"]


def test_robots(server: Server) -> None:
    robots = "User-agent: *\nDisallow: /private\nDisallow: /*?print\nAllow: /private/open\n"
    server.answers |= {"/robots.txt": answer(robots), "/a": answer(WORDS), "/private/open": answer(WORDS)}
    fetcher = Fetcher(sleep=lambda _: None)
    for path in ("/private/x", "/a?print=1"):
        with pytest.raises(SourceSkipped, match=r"not allowed by robots\.txt"):
            fetcher.fetch(server.url + path)
    for path in ("/a", "/private/open"):
        assert fetcher.fetch(server.url + path)
    assert [one.path for one in server.asked] == ["/robots.txt", "/a", "/private/open"]


def test_robots_that_name_this_program(server: Server) -> None:
    robots = "User-agent: *\nDisallow: /\n\nUser-agent: accordingto\nDisallow: /ours\nCrawl-delay: 4\n"
    server.answers |= {"/robots.txt": answer(robots), "/a": answer(WORDS)}
    slept: list[float] = []
    fetcher = Fetcher(sleep=slept.append)
    assert fetcher.fetch(server.url + "/a") and fetcher.fetch(server.url + "/a")
    assert len(slept) == 1 and 3 < slept[0] <= 4
    with pytest.raises(SourceSkipped):
        fetcher.fetch(server.url + "/ours")


def test_robots_of_the_site_that_is_redirected_to(server: Server) -> None:
    with serving() as other:
        other.answers |= {"/robots.txt": answer("User-agent: *\nDisallow: /\n"), "/b": answer(WORDS)}
        server.answers["/a"] = redirect(f"{other.url}/b")
        with pytest.raises(SourceSkipped):
            fetched(server)
        assert other.paths() == []


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (answer(status="404 Not Found"), True),
        (answer(status="403 Forbidden"), True),
        (answer(b"\xff\x00" * 300_000), True),
        (redirect("/robots.txt"), True),
        (answer(status="500 Internal Server Error"), False),
        (answer(status="429 Too Many Requests"), False),
        (sent(), False),
    ],
)
def test_robots_that_cannot_be_read(server: Server, robots: Answer, allowed: bool) -> None:
    server.answers |= {"/robots.txt": robots, "/a": answer(WORDS)}
    if allowed:
        assert fetched(server).data == WORDS
    else:
        assert failing(server)[0] == "robots.txt cannot be read"
        assert server.paths() == []


def test_pause_between_two_questions_to_a_site(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORDINGTO_HOST_DELAY_S", "3")
    server.answers["/a"] = answer(WORDS)
    slept: list[float] = []
    fetcher = Fetcher(sleep=slept.append)
    with serving() as other:
        other.answers["/a"] = answer(WORDS)
        fetcher.fetch(server.url + "/a")
        fetcher.fetch(other.url + "/a")
        assert slept == []
        fetcher.fetch(server.url + "/a")
    assert len(slept) == 1 and 2 < slept[0] <= 3
