import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desktop.models.errors import Refusal
from desktop.ui.jobs import JobRunner
from desktop.ui.store_thread import Outcome, StoreThread
from tests.ui.test_store_thread import Ledger, until

Progress = Callable[..., None]
Asked = Callable[[], bool]


@pytest.fixture
def runner() -> Iterator[JobRunner]:
    thread = StoreThread(Ledger)
    thread.start()
    made = JobRunner(thread, Ledger)
    yield made
    made.stop()
    thread.stop()


def test_a_function_runs_off_the_main_thread_with_a_reader_of_its_own(runner: JobRunner) -> None:
    outcomes: list[Outcome] = []
    runner.start("Đếm", lambda store, progress, cancelled: store.owner, outcomes.append)
    until(lambda: outcomes)
    assert outcomes[0].value != threading.get_ident()


def test_a_writing_job_gets_the_writing_store(runner: JobRunner) -> None:
    outcomes: list[Outcome] = []
    runner.start("Ghi", lambda store, _p, _c: id(store), outcomes.append, writes=True)
    runner.start("Ghi", lambda store, _p, _c: id(store), outcomes.append, writes=True)
    until(lambda: len(outcomes) == 2)
    assert outcomes[0].value == outcomes[1].value


def test_a_generator_reports_and_returns(runner: JobRunner) -> None:
    outcomes: list[Outcome] = []

    def work(_store: Any, _progress: Progress, _cancelled: Asked) -> Any:
        yield 1, 2, "Nửa đường"
        yield 2, 2
        return "xong"

    job = runner.start("Đọc", work, outcomes.append)
    until(lambda: outcomes)
    assert outcomes[0].value == "xong"
    assert (job.done, job.total, job.text) == (2, 2, "Nửa đường")


def test_what_stops_because_it_was_cancelled_tells_nothing(runner: JobRunner) -> None:
    outcomes: list[Outcome] = []
    told: list[str] = []

    def work(_store: Any, _progress: Progress, cancelled: Asked) -> Any:
        while not cancelled():
            time.sleep(0.002)
        raise Refusal("Đã dừng.", next_step="Mở lại.", code="E_STOPPED")

    job = runner.start("Đọc", work, outcomes.append, on_cancelled=lambda: told.append("dừng"))
    job.cancel()
    until(lambda: told)
    assert outcomes == []


def test_cancelling_stops_a_generator_at_its_next_step(runner: JobRunner) -> None:
    outcomes: list[Outcome] = []
    told: list[str] = []
    steps: list[int] = []

    def work(_store: Any, _progress: Progress, _cancelled: Asked) -> Any:
        for number in range(1000):
            steps.append(number)
            time.sleep(0.002)
            yield number, 1000

    job = runner.start("Đọc", work, outcomes.append, on_cancelled=lambda: told.append("dừng"))
    until(lambda: steps)
    job.cancel()
    until(lambda: told)
    assert len(steps) < 1000
    assert outcomes == []


def test_short_work_is_never_shown_and_long_work_is(runner: JobRunner) -> None:
    shown: list[str] = []
    gate = threading.Event()
    ended: list[Outcome] = []
    short = runner.start("Ngắn", lambda *_: None, ended.append)
    short.shown.connect(lambda: shown.append("ngắn"))
    until(lambda: ended)
    long = runner.start("Dài", lambda *_: gate.wait(5), ended.append)
    long.shown.connect(lambda: shown.append("dài"))
    until(lambda: shown)
    gate.set()
    until(lambda: len(ended) == 2)
    assert shown == ["dài"]
