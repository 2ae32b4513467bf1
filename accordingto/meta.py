"""`meta.csv`: what is known of the files beside it, for files that do not say it themselves.

In comes a folder, out goes what its `meta.csv` says of each file: columns `path,outlet,published,url,title`, of which
only `path` must be there. A folder without one is no error. Nothing here reads the files themselves.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from accordingto.decode import decode
from accordingto.errors import SourceFailed

META_FILE = "meta.csv"
COLUMNS = ("path", "outlet", "published", "url", "title")
LONGEST_BYTES = 64 * 1024 * 1024
"""Some 300,000 files in one folder."""
LONGEST_CELL = 131_072
"""Characters of a path, outlet, date, address or title."""


class MetaError(SourceFailed):
    """A meta.csv that cannot be used; the files beside it still can."""


def read_meta(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """Return, for each file name in the folder's meta.csv, its columns that are not empty.

    Raises MetaError where there is one that cannot be used.
    """
    path = folder / META_FILE
    try:
        if not path.is_file():
            return {}
        with path.open("rb") as stream:
            data = stream.read(LONGEST_BYTES + 1)
        if len(data) > LONGEST_BYTES:
            raise MetaError(str(path), "too long", f"more than {LONGEST_BYTES:,} bytes")
    except OSError as error:
        raise MetaError(str(path), "cannot be opened", error.strerror or str(error)) from error
    return rows_of(data, source=str(path))


def rows_of(data: bytes, *, source: str) -> Mapping[str, Mapping[str, str]]:
    """Return the same of the bytes of a meta.csv, which may stand in an archive; raise MetaError likewise."""
    try:
        rows = csv.DictReader(io.StringIO(decode(data, source=source), newline=""))
        if "path" not in (rows.fieldnames or ()):
            raise MetaError(source, "no column path", f"the columns are {', '.join(COLUMNS)}")
        found = {row["path"].strip().removeprefix("./"): _known(row) for row in rows if row["path"]}
    except csv.Error as error:
        raise MetaError(source, "not a table", str(error)) from error
    except SourceFailed as error:
        raise MetaError(source, error.reason, error.detail) from error
    # csv's own limit is the process's, and other libraries lift it.
    if any(len(cell) > LONGEST_CELL for path, row in found.items() for cell in (path, *row.values())):
        raise MetaError(source, "not a table", f"a cell of more than {LONGEST_CELL:,} characters")
    return found


def _known(row: Mapping[str, str | None]) -> Mapping[str, str]:
    return {key: value.strip() for key in COLUMNS[1:] if (value := row.get(key))}
