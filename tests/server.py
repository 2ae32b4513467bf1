"""A web server on 127.0.0.1 that behaves as a test tells it, and writes down what it was asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

OK = "200 OK"


@dataclass(slots=True)
class Asked:
    """One question: its path, and its headers in small letters."""

    path: str
    headers: dict[str, str]


Answer = Callable[[socket.socket, Asked], None]


@dataclass(slots=True)
class Server:
    """What is asked for a path that `answers` does not have is answered with 404."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """Return what was asked for, without robots.txt."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]


def head(status: str = OK, headers: Sequence[tuple[str, str]] = ()) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def answer(body: bytes | str = b"", status: str = OK, **headers: str) -> Answer:
    """Answer with a body and its right length; a header `content_type` is Content-Type."""
    data = body.encode() if isinstance(body, str) else body
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    if "content_length" not in headers:
        named.append(("Content-Length", str(len(data))))
    return lambda connection, _: connection.sendall(head(status, named) + data)


def redirect(to: str, status: str = "302 Found") -> Answer:
    return answer(status=status, location=to)


def in_turn(*answers: Answer) -> Answer:
    """Give one answer after the other, the last one again and again."""
    left = list(answers)
    return lambda connection, asked: (left.pop(0) if len(left) > 1 else left[0])(connection, asked)


def unless(etag: str, otherwise: Answer) -> Answer:
    """Answer 304 to those who have the page with this ETag."""

    def given(connection: socket.socket, asked: Asked) -> None:
        (answer(status="304 Not Modified") if asked.headers.get("if-none-match") == etag else otherwise)(
            connection, asked
        )

    return given


@contextmanager
def serving() -> Iterator[Server]:
    """Serve until the end of the block; nothing that a client does stops it."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(listening.getsockname()[1])

    def one(connection: socket.socket) -> None:
        with connection:
            try:
                if asked := _read(connection):
                    server.asked.append(asked)
                    server.answers.get(asked.path, answer(status="404 Not Found"))(connection, asked)
                    connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # the client went away, which some tests are about

    def run() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _read(connection: socket.socket) -> Asked | None:
    data = b""
    while b"\r\n\r\n" not in data:
        if not (piece := connection.recv(65536)):
            return None
        data += piece
        if data.startswith(b"\x16\x03"):  # the beginning of TLS, which this server does not speak
            return None
    first, *lines = data.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if ":" in line)
    return Asked(first.split(" ")[1], {name.strip().lower(): value.strip() for name, _, value in pairs})
