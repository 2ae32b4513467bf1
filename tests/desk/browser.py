"""A desk that a real browser can open, and the browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from accordingto.desk.app import make_app
from accordingto.desk.serve import hosts_of, listen

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
STARTS_WITHIN_S = 60


@contextmanager
def running(record: Path, *, by: str = "") -> Iterator[str]:
    """Run the desk of a record, in the name of somebody, on a free port of this computer; yield its address."""
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    app = make_app(record, hosts=hosts_of("127.0.0.1", port), by=by)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + STARTS_WITHIN_S
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(STARTS_WITHIN_S)
        listening.close()
