"""The exceptions of the package, each with the fields that a caller needs to act on it.

AccordingtoError            anything this package raises on purpose; the CLI prints it in one line
├── UsageError              the call cannot be carried out as written (exit code 2)
│   ├── RecordMissing       the record named does not exist
│   └── NotARecord          the file named is no record, or a newer version made it
├── ModelMissing            the weights are not where they should be
├── RecordBusy              another process is writing to the record
└── SourceError             a source could not be read (exit code 1)
    ├── SourceSkipped       it was left out on purpose, for a stated reason
    └── SourceFailed        it should have been read and was not
"""

from __future__ import annotations


class AccordingtoError(Exception):
    """Anything this package raises on purpose."""

    exit_code = 1


class UsageError(AccordingtoError):
    """The call cannot be carried out as it is written."""

    exit_code = 2


class RecordMissing(UsageError):
    """The record named does not exist."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"no record at {path}: make one with `accordingto read SOURCE… --record {path}`")


class NotARecord(UsageError):
    """The file named is no record that this version can use."""

    def __init__(self, path: str, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"{path} cannot be used as a record: {why}")


class RecordBusy(AccordingtoError):
    """Another process is writing to the record and did not finish in time."""

    def __init__(self, path: str, waited_s: float) -> None:
        self.path, self.waited_s = path, waited_s
        super().__init__(
            f"{path} is being written by another process (waited {waited_s:.0f} s): try again when it is done"
        )


class ModelMissing(AccordingtoError):
    """The weights of the model are not where they should be."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"the model's weights are missing: no {path}; install accordingto again")


class SourceError(AccordingtoError):
    """A source, or one report in it, did not become a report."""

    def __init__(self, source: str, reason: str, detail: str = "") -> None:
        self.source, self.reason, self.detail = source, reason, detail
        super().__init__(f"{source}: {reason}" + (f" ({detail})" if detail else ""))


class SourceSkipped(SourceError):
    """Left out on purpose, for a stated reason (not a fault)."""


class SourceFailed(SourceError):
    """Should have been read and was not."""
