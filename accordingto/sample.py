"""Finds the sample story: beside the package in a checkout, inside it where it was installed."""

from __future__ import annotations

from pathlib import Path

from accordingto.errors import UsageError


def sample_story() -> Path:
    """Return the folder of the sample story's reports. Raises UsageError where it is not there."""
    package = Path(__file__).parent
    for folder in (package / "examples" / "story", package.parent / "examples" / "story"):
        if folder.is_dir():
            return folder
    raise UsageError(f"the sample story is not at {folder}: install accordingto again, or read reports of your own")
