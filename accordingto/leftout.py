"""Files that are no reports, by their names.

In comes the name of a file in a folder or an archive, out goes the reason why it is left out, or nothing. The table is
`leftout.toml`. Nothing here reads files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from accordingto.meta import META_FILE


@cache
def _table() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(Path(__file__).with_name("leftout.toml").read_text(encoding="utf-8"))


def why_left_out(file: str) -> str:
    """Return why a file called so is not read; an empty text where it is."""
    file = file.lower()
    if file == META_FILE:
        return "what is known of the files beside it"
    for why, endings in _table()["endings"].items():
        if file.endswith(tuple(endings)):
            return why
    return next((why for why, begin in _table()["beginnings"].items() if file.split(".")[0] in begin), "")
