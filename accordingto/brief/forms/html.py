"""The brief as one HTML file: no scripts, nothing fetched, both themes, fit to print; evidence by numbered links."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from accordingto.brief import wording
from accordingto.brief.page import Brief, Line
from accordingto.shown import Mark, badge_of, mark_of, shown

STANCES = {"deny": "denies", "doubt": "doubts", "decline": "declines"}
"""Class of a line by act; all others say something."""
COLOURS = {"blue": "asserts", "red": "denies", "yellow": "doubts", "bright_black": "declines"}
"""Class by the colour of a mark."""
WEB = ("https://", "http://")


def render(brief: Brief, *, width: int = 0, colour: bool = False) -> str:
    """Return the brief as a page; it has no width of its own, and its colours are those of the reader's theme."""
    style = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    return _template().render(brief=brief, style=style, card=wording.card_of(brief), numbers=_numbers(brief)) + "\n"


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.filters["counted"] = wording.number_of
    environment.globals.update(
        wording=wording,
        mark_of=mark_of,
        badge_of=badge_of,
        stance_of=_stance,
        address_of=_address,
        class_of=_class,
        rule=wording.RULE,
    )
    return environment.get_template("html.jinja")


def _stance(line: Line) -> str:
    return STANCES.get(line.act, "asserts" if line.who or line.act != "assert" else "mentions")


def _class(mark: Mark) -> str:
    return COLOURS.get(mark.colour, "mentions")


def _address(url: str) -> str:
    """Return an address that is safe to link to, else nothing."""
    plain = shown(url)
    return plain if plain.startswith(WEB) and " " not in plain else ""


def _numbers(brief: Brief) -> set[int]:
    """Return the numbers that stand in the list of reports: only these can be linked to."""
    return {one.number for one in brief.evidence}
