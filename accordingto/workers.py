"""Worker processes: groups of work go out to them over pipes, what they make of it comes back.

A worker is this Python once more, told to call `serve`. It is no fork, which the threads of the networks would not
survive, and it does not run the caller's own main module again, as `multiprocessing` does. A worker that dies costs
nothing but what it died on: the pool starts another one. What goes through the pipes is pickled, between us alone.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from queue import LifoQueue
from typing import IO, Any

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
"""Each worker has a core: numpy's own threads would be in each other's way."""
READY = "ready"
log = logging.getLogger(__name__)


class WorkerDied(Exception):
    """A worker came to its end while it was asked."""


def can_work() -> bool:
    """Tell whether there is a Python to start: not in a program that was packed into one file."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


class Workers:
    """So many processes that each run `call`, a line of Python that ends in `serve(…)`; they start when first asked."""

    def __init__(self, call: str, number: int) -> None:
        path, level = list(sys.path), logging.getLogger().getEffectiveLevel()
        start = f"import sys; sys.path[:] = {path!r}; from accordingto.workers import begin; begin({level}); {call}"
        self._command = [sys.executable, "-c", start]
        self._free: LifoQueue[subprocess.Popen[bytes] | None] = LifoQueue()
        self._all: list[subprocess.Popen[bytes]] = []
        self._closed = False
        for _ in range(number):
            self._free.put(None)

    def ask(self, work: Sequence[Any]) -> Any:
        """Return what a worker makes of a group; waits for a free one. Raises WorkerDied; it may be asked again."""
        worker = self._free.get()
        try:
            worker = worker or self._started()
            return _asked(worker, work)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:  # ValueError: closed under our hands
            if worker:
                worker.kill()
                worker = None
            raise WorkerDied(f"a worker process ended ({type(error).__name__})") from error
        finally:
            self._free.put(worker)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise EOFError
        worker = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | ONE_THREAD,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._all.append(worker)
        if self._closed:  # in the meantime
            worker.kill()
        assert worker.stdout
        if pickle.load(worker.stdout) != READY:
            raise EOFError
        return worker

    def close(self) -> None:
        """End all workers, whatever they are at."""
        self._closed = True
        for worker in self._all:
            worker.kill()
        for worker in self._all:
            worker.wait()
            for pipe in (worker.stdin, worker.stdout):
                if pipe:
                    with contextlib.suppress(OSError):  # what was not written yet is not wanted any more
                        pipe.close()


def _asked(worker: subprocess.Popen[bytes], work: Sequence[Any]) -> Any:
    assert worker.stdin and worker.stdout
    _send(work, worker.stdin)
    return pickle.load(worker.stdout)


def begin(level: int) -> None:
    """Make this process a worker: it logs as its master does, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(level=level, format="%(name)s: %(message)s")


def serve(make: Callable[[Any], Any]) -> None:
    """Answer groups of work on standard input by what `make` makes of them on standard output, until there are none."""
    requests = sys.stdin.buffer
    answers: IO[bytes] = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not come between the answers
    _send(READY, answers)
    with contextlib.suppress(EOFError, OSError):  # the end of the work, or of who gave it
        while True:
            _send(make(pickle.load(requests)), answers)


def _send(what: Any, pipe: IO[bytes]) -> None:
    pickle.dump(what, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()
