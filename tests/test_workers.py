from __future__ import annotations

import os
import threading
import time

import pytest

from accordingto.workers import WorkerDied, Workers

DOUBLE = "from accordingto.workers import serve; serve(lambda some: [2 * one for one in some])"
DIES = "import os; from accordingto.workers import serve; serve(lambda some: os._exit(3) if 13 in some else some)"
TALKS = "from accordingto.workers import serve; serve(lambda some: [print('hello'), *some])"
SLOW = "import time; from accordingto.workers import serve; serve(lambda some: time.sleep(60))"
WHO = "import os, time; from accordingto.workers import serve; serve(lambda some: time.sleep(0.5) or os.getpid())"


@pytest.fixture
def workers():
    """Make workers, and end them after the test."""
    made = []

    def make(call, number=1):
        made.append(Workers(call, number))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_worker_answers_group_after_group(workers):
    double = workers(DOUBLE)
    assert [double.ask([1, 2]), double.ask(["a"]), double.ask([])] == [[2, 4], ["aa"], []]


def test_a_worker_that_dies_costs_only_what_it_died_on(workers):
    dying = workers(DIES)
    assert dying.ask([1]) == [1]
    with pytest.raises(WorkerDied):
        dying.ask([13])
    assert dying.ask([2]) == [2]


def test_one_that_cannot_even_start_is_told(workers):
    with pytest.raises(WorkerDied):
        workers("import no_such_module").ask([1])


def test_what_is_printed_does_not_come_between_the_answers(workers):
    assert workers(TALKS).ask([1]) == [None, 1]


def test_they_work_side_by_side_in_processes_of_their_own(workers):
    both, found = workers(WHO, 2), []
    threads = [threading.Thread(target=lambda: found.append(both.ask([]))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({*found, os.getpid()}) == 3


def test_closing_does_not_wait_for_what_is_under_way():
    slow, failed = Workers(SLOW, 1), []

    def ask():
        try:
            slow.ask([1])
        except WorkerDied as error:
            failed.append(error)

    thread, began = threading.Thread(target=ask), time.monotonic()
    thread.start()
    while not slow._all:
        time.sleep(0.01)
    slow.close()
    thread.join()
    assert failed and time.monotonic() - began < 50
    with pytest.raises(WorkerDied):
        slow.ask([1])
