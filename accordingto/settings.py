"""Every setting once, with its default, its unit and why it has that value.

Each can be set in the environment as ACCORDINGTO_ and the name in capitals (`ACCORDINGTO_MAX_REPORT_BYTES=1000000`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path

from accordingto.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run; `settings()` reads them from the environment."""

    record: str = "story.db"
    """The record that commands use when `--record` does not name one."""
    max_report_bytes: int = 5 * 1024 * 1024
    """A report longer than this is recorded as failed, *too long*."""
    max_unpacked_bytes: int = 8 * 1024 * 1024 * 1024
    """What all files in one archive may come to, at every depth; the rest of it is recorded as failed."""
    max_unpacked_ratio: int = 200
    """A packed file may unpack to so many times its size; news comes to 4–6 times, a bomb to 1,000 and more."""
    max_parts: int = 100_000
    """So many files of one archive are read, and so many attachments of a mail."""
    max_fetch_bytes: int = 64 * 1024 * 1024
    """What an address answers may come to when unpacked; longer than that, a file is better downloaded and read."""
    fetch_timeout_s: float = 60.0
    """How long one address may take to answer in full."""
    host_delay_s: float = 1.0
    """Time between two questions to one site; its robots.txt may ask for more."""
    max_wait_s: float = 60.0
    """The longest wait that a site may ask for (Retry-After, Crawl-delay); where it asks for more, it is left alone."""
    user_agent: str = ""
    """How this program names itself to the servers that it asks; empty is accordingto/VERSION with a word about it."""
    busy_timeout_s: float = 30.0
    """How long a second writer waits for the first."""
    workers: int = 0
    """Cores that reports are analysed on, more than a handful in a process each; 0 takes all, 1 stays in one."""
    desk_host: str = "127.0.0.1"
    """Where the desk answers: this computer and no other."""
    desk_port: int = 8420
    """A port that no well-known program takes."""


def settings() -> Settings:
    """Return the settings of this process, read from the environment.

    Raises UsageError where a value is not of the setting's type.
    """
    found: dict[str, object] = {}
    for field in fields(Settings):
        name = f"ACCORDINGTO_{field.name.upper()}"
        if (text := os.environ.get(name, "")) == "":
            continue
        kind = type(getattr(Settings(), field.name))
        try:
            found[field.name] = kind(text)
        except ValueError:
            raise UsageError(f"{name}={text!r} is not {'a number' if kind is not str else 'a text'}") from None
    return Settings(**found)  # type: ignore[arg-type]


WEIGHTS = Path(__file__).parent / "weights"
