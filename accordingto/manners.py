"""How a server wants to be asked: what its robots.txt allows, and how long to wait between two questions.

In comes an address, out goes whether it may be asked for; `wait` sleeps until it may. Each site's robots.txt is asked
for once a run, in the way that the caller gives. What it says is read as RFC 9309 has it: no such file allows all, a
server that fails allows nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accordingto.addresses import site_of
from accordingto.errors import SourceFailed, SourceSkipped
from accordingto.settings import settings

if TYPE_CHECKING:
    from protego import Protego

AGENT = "accordingto"
"""The name by which a robots.txt can speak to this program."""

ROBOTS_BYTES = 512 * 1024
"""So much of a robots.txt is read; RFC 9309 asks for 500 KiB."""

Ask = Callable[[str], "Rules"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a server answered when it was asked for its robots.txt."""

    status: int
    """Of HTTP; 0 where there was no answer."""
    text: str = ""
    why: str = ""


@dataclass(slots=True)
class Manners:
    """What is known of the sites that were asked in one run."""

    ask: Ask
    sleep: Callable[[float], None] = time.sleep
    now_s: Callable[[], float] = time.monotonic
    _rules: dict[str, Rules] = field(default_factory=dict)
    _parsed: dict[str, Protego] = field(default_factory=dict)
    _next_s: dict[str, float] = field(default_factory=dict)
    """When a site may be asked again."""

    def check(self, url: str) -> None:
        """Raise SourceSkipped where the site's robots.txt forbids the address, SourceFailed where it cannot be had."""
        site = site_of(url)
        if site not in self._rules:
            self._rules[site] = self.ask(f"{site}/robots.txt")
        rules = self._rules[site]
        if rules.status == 429 or not 200 <= rules.status < 500:
            raise SourceFailed(url, "robots.txt cannot be read", rules.why or f"the server answered {rules.status}")
        if 200 <= rules.status < 300 and not self._of(site).can_fetch(url, AGENT):
            raise SourceSkipped(
                url,
                "not allowed by robots.txt",
                "the site asks programs not to; save it in a browser and read the file",
            )

    def wait(self, url: str) -> None:
        """Sleep until the site may be asked; raise SourceFailed where that is too long to wait."""
        site = site_of(url)
        wait_s = self._next_s.get(site, 0.0) - self.now_s()
        if wait_s > settings().max_wait_s:
            raise SourceFailed(url, "asked to come back later", f"in {wait_s:.0f} s")
        if wait_s > 0:
            self.sleep(wait_s)
        self._next_s[site] = self.now_s() + self._delay_s(site)

    def put_off(self, url: str, seconds: float) -> None:
        """Note that the site wants to be left alone for so long."""
        site = site_of(url)
        self._next_s[site] = max(self._next_s.get(site, 0.0), self.now_s() + seconds)

    def _delay_s(self, site: str) -> float:
        """Return the seconds between two questions: the setting, or what the site asks for where that is more."""
        stated = self._of(site).crawl_delay(AGENT) if site in self._rules else None
        return max(settings().host_delay_s, min(stated or 0.0, settings().max_wait_s))

    def _of(self, site: str) -> Protego:
        if site not in self._parsed:
            from protego import Protego

            rules = self._rules[site]
            self._parsed[site] = Protego.parse(rules.text if 200 <= rules.status < 300 else "")
        return self._parsed[site]
