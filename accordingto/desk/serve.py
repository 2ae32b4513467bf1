"""Runs the desk on this computer: a record in, a web server until it is stopped."""

from __future__ import annotations

import ipaddress
import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from accordingto import query
from accordingto.errors import ModelMissing, UsageError
from accordingto.record.view import view


def serve(record: Path, *, host: str, port: int, ready: Callable[[str], None], by: str = "") -> None:
    """Answer at `host` and `port` (0 takes a free one) until interrupted; `ready` is called with the address.

    `by` is whose corrections are made there; empty: those of the user of the computer.

    Where `host` is not this computer's own loopback, a token is asked for, and stands in the address. Raises
    RecordMissing and NotARecord as `view` does, UsageError where the address cannot be used.
    """
    import uvicorn

    from accordingto.desk.app import make_app

    with view(record) as opened:  # What is wrong with the record is said here, not on the first page.
        linked = query.can_look(opened)
    threading.Thread(target=_warm_up, args=(record, linked), daemon=True).start()
    listening = listen(host, port)
    port = listening.getsockname()[1]
    loopback = _is_loopback(host)
    token = "" if loopback else secrets.token_urlsafe(18)
    shown_host = f"[{host}]" if ":" in host else host
    app = make_app(record, hosts=hosts_of(host, port), token=token, by=by)
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
    )
    ready(f"http://{shown_host}:{port}/" + (f"?token={token}" if token else ""))
    server.run(sockets=[listening])


def _warm_up(record: Path, linked: bool) -> None:
    query.keep(record)
    if linked:
        with suppress(ModelMissing):  # whoever searches by meaning is told then
            query.warm_up()


def hosts_of(host: str, port: int) -> frozenset[str]:
    """Return the values of Host under which a desk bound to `host` is reached."""
    names = {host.lower()}
    if _is_loopback(host):
        names |= {"127.0.0.1", "localhost", "::1"}
    elif host in ("0.0.0.0", "::"):
        names |= {"127.0.0.1", "localhost", "::1", socket.gethostname().lower(), socket.getfqdn().lower(), *_own()}
    written = {f"[{name}]" if ":" in name else name for name in names}
    return frozenset({f"{name}:{port}" for name in written} | (written if port == 80 else set()))


def _own() -> set[str]:
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None)}
    except OSError:
        return set()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address. Raises UsageError where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        why = getattr(error, "strerror", None) or error
        raise UsageError(f"the desk cannot answer at {host}:{port}: {why}; choose another --port, or 0") from error
    return listening
