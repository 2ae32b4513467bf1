"""Keeps what takes long to count, for as long as the record is as it was.

What is asked of a whole record (who speaks how often, which outlet leans on whom) is the same for all readers until the
file changes; its size and the time of its last change, and those of its log, say when. A process keeps a few hundred
answers; what depends on a page number or on words is not kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

from accordingto.record.connection import Connection

KEPT = 256
Answer = TypeVar("Answer")
Stamp = tuple[tuple[int, int], ...]
_answers: OrderedDict[tuple[str, str], tuple[Stamp, object]] = OrderedDict()
_lock = Lock()


def remembered(view: Connection, question: str, ask: Callable[[Connection], Answer]) -> Answer:
    """Return the answer to a question about the record; `question` names it and everything that it depends on."""
    key = (str(view.path), question)
    stamp = _stamp(view.path)
    with _lock:
        held = _answers.get(key)
        if held and held[0] == stamp:
            _answers.move_to_end(key)
            return cast(Answer, held[1])
    answer = ask(view)
    # A writer may have come between: the view is then older than the stamp says, or the stamp is outdated.
    if _stamp(view.path) == stamp:
        with _lock:
            _answers[key] = (stamp, answer)
            while len(_answers) > KEPT:
                _answers.popitem(last=False)
    return answer


def _stamp(path: Path) -> Stamp:
    stamps = []
    for file in (path, path.with_name(path.name + "-wal")):
        try:
            found = file.stat()
        except OSError:
            stamps.append((0, 0))
        else:
            stamps.append((found.st_size, found.st_mtime_ns))
    return tuple(stamps)
