import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.models.errors import Refusal
from desktop.ui.store_thread import Outcome, StoreThread


class Ledger:
    """Stands for a store: remembers what was written and by which thread."""

    def __init__(self) -> None:
        self.lines: list[Any] = []
        self.owner = threading.get_ident()
        self.closed = False

    def close(self) -> None:
        assert threading.get_ident() == self.owner
        self.closed = True


@pytest.fixture
def ledgers() -> list[Ledger]:
    return []


@pytest.fixture
def thread(ledgers: list[Ledger]) -> Iterator[StoreThread]:
    def open_store() -> Ledger:
        ledgers.append(Ledger())
        return ledgers[0]

    made = StoreThread(open_store)
    made.start()
    yield made
    made.stop()


def until(condition: Any) -> None:
    """Let events pass until the condition holds."""
    for _round in range(500):
        QCoreApplication.processEvents()
        if condition():
            return
        time.sleep(0.005)
    raise AssertionError("did not happen")


def test_a_verb_runs_on_the_thread_and_answers_on_the_main_one(thread: StoreThread) -> None:
    answers: list[tuple[Any, int]] = []
    thread.submit(
        lambda ledger: (ledger.owner, threading.get_ident()),
        lambda outcome: answers.append((outcome.value, threading.get_ident())),
    )
    until(lambda: answers)
    (owner, ran_on), answered_on = answers[0]
    assert owner == ran_on != threading.get_ident()
    assert answered_on == threading.get_ident()


def test_an_exception_comes_back_as_the_outcome(thread: StoreThread) -> None:
    outcomes: list[Outcome] = []

    def refuse(_ledger: Any) -> None:
        raise Refusal("Chưa được.")

    thread.submit(refuse, outcomes.append)
    until(lambda: outcomes)
    assert isinstance(outcomes[0].error, Refusal)


def test_waiting_items_of_one_batch_are_taken_together(thread: StoreThread) -> None:
    gate, taken, answers = threading.Event(), [], []

    def batch(_ledger: Any, items: Sequence[int]) -> int:
        taken.append(items)
        return len(items)

    thread.submit(lambda _ledger: gate.wait(5), lambda _outcome: None)
    for item in range(5):
        thread.gather(batch, item, lambda outcome: answers.append(outcome.value))
    gate.set()
    until(lambda: len(answers) == 5)
    assert taken == [(0, 1, 2, 3, 4)]


def test_a_verb_between_two_items_keeps_their_order(thread: StoreThread) -> None:
    gate, seen = threading.Event(), []

    def batch(_ledger: Any, items: Sequence[str]) -> None:
        seen.extend(items)

    thread.submit(lambda _ledger: gate.wait(5), lambda _outcome: None)
    thread.gather(batch, "a", lambda _outcome: None)
    thread.submit(lambda _ledger: seen.append("verb"), lambda _outcome: None)
    thread.gather(batch, "b", lambda _outcome: None)
    gate.set()
    until(lambda: len(seen) == 3)
    assert seen == ["a", "verb", "b"]


def test_what_is_gathered_wakes_the_thread_in_the_next_turn(thread: StoreThread) -> None:
    """In the key itself the thread would take the interpreter from it for some milliseconds."""
    taken: list[int] = []
    thread.gather(lambda _ledger, items: taken.extend(items), 1, lambda _outcome: None)
    time.sleep(0.05)
    assert taken == []
    until(lambda: taken == [1])


def test_whoever_waits_for_the_thread_wakes_it(thread: StoreThread, ledgers: list[Ledger]) -> None:
    def batch(ledger: Ledger, items: Sequence[int]) -> None:
        ledger.lines.extend(items)

    thread.gather(batch, 1, lambda _outcome: None)
    thread.finish()
    assert ledgers[0].lines == [1]
    thread.gather(batch, 2, lambda _outcome: None)
    thread.submit(lambda ledger: ledger.lines.append(3), lambda _outcome: None)
    time.sleep(0.05)
    assert ledgers[0].lines == [1, 2, 3]
    thread.gather(batch, 4, lambda _outcome: None)
    thread.stop()
    assert ledgers[0].lines == [1, 2, 3, 4]


def test_stopping_finishes_what_is_queued_and_closes(
    thread: StoreThread, ledgers: list[Ledger]
) -> None:
    answers: list[Any] = []
    for number in range(20):
        thread.submit(
            lambda ledger, n=number: ledger.lines.append(n),
            lambda outcome: answers.append(outcome),
        )
    thread.stop()
    assert ledgers[0].lines == list(range(20))
    assert len(answers) == 20
    assert ledgers[0].closed


def test_busy_is_told_once_for_a_run_of_verbs(thread: StoreThread) -> None:
    told: list[bool] = []
    free = threading.Event()
    thread.busy_changed.connect(told.append)
    for _number in range(3):
        thread.submit(lambda _ledger: free.wait(5), lambda _outcome: None)
    assert told == []  # a key that was pressed does not wait for it
    until(lambda: told == [True])
    free.set()
    until(lambda: not thread.busy)
    assert told == [True, False]


def test_what_is_done_at_once_is_never_told_as_busy(thread: StoreThread) -> None:
    told: list[bool] = []
    thread.busy_changed.connect(told.append)
    thread.submit(lambda _ledger: None, lambda _outcome: None)
    thread.finish()
    until(lambda: not thread.busy)
    QCoreApplication.processEvents()
    assert told == []


def test_a_store_that_cannot_be_opened_raises_at_the_start() -> None:
    def refuse() -> None:
        raise Refusal("Sổ đang mở ở cửa sổ khác.")

    thread = StoreThread(refuse)
    with pytest.raises(Refusal, match="đang mở"):
        thread.start()


def test_nothing_a_verb_held_is_released_on_the_worker(thread: StoreThread) -> None:
    released: list[int] = []

    class Held:
        def __del__(self) -> None:
            released.append(threading.get_ident())

    def use(held: Held) -> None:
        thread.submit(lambda _ledger: id(held), lambda _outcome: id(held))

    for _number in range(200):
        use(Held())
        QCoreApplication.processEvents()
    until(lambda: not thread.busy)
    until(lambda: len(released) == 200)
    assert set(released) == {threading.get_ident()}
