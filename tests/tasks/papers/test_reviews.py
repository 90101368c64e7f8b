"""A review half done waits in the office's file: durable, undone like anything else."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from desktop.intake.documents import read_pasted
from desktop.intake.review.sheet import Edit, ReviewSheet
from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.errors import Refusal
from desktop.models.plans import plans, readings
from desktop.models.plans.plan_head import PARENT, TEMPLATE
from desktop.models.store import history
from desktop.models.store.digest import digest
from desktop.models.store.doctor import examine
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.tasks.papers.reviews import accept_review, keep_edit, open_review, start_review
from tests.intake.review.papers import PAPER

READING = read_pasted(PAPER)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    clock = SteppingClock(datetime(2026, 11, 12, 8, tzinfo=VIETNAM), seed=3)
    with create_office(tmp_path / "Sổ", clock=clock) as store:
        yield store


def reviewed(store: Store, review: str) -> ReviewSheet:
    reading, log = open_review(store, review)
    return ReviewSheet(reading, log)


def with_corrections(store: Store) -> tuple[str, ReviewSheet]:
    review = start_review(store, READING, "kế hoạch 41.docx")
    log: list[Edit] = []

    def keep(edit: Edit) -> None:
        log.append(edit)
        keep_edit(store, review, len(log), edit, 5)

    sheet = ReviewSheet(READING, keep=keep)
    sheet.set_kind(["b13", "b11"], "basis")
    sheet.split("b16", 10)
    sheet.undo()
    sheet.set_field("number", "42/KH-LĐLĐ")
    return review, sheet


def test_a_review_is_found_again_after_the_file_was_closed(office: Store) -> None:
    review, sheet = with_corrections(office)
    folder = office.folder
    office.close()
    with Store.open(folder) as again:
        (waiting,) = readings.list_readings(again)
        assert (waiting.id, waiting.name, waiting.doubts) == (review, "kế hoạch 41.docx", 5)
        assert waiting.title.startswith("Tổ chức phong trào")
        assert waiting.items == len(READING.outline)
        assert reviewed(again, review).state == sheet.state
        assert examine(again) == []


def test_nothing_of_a_review_leaves_the_office(office: Store) -> None:
    before = digest(office)
    with_corrections(office)
    assert digest(office) == before


def test_undoing_a_step_takes_the_last_correction_back(office: Store) -> None:
    review, sheet = with_corrections(office)
    history.undo(office)
    assert reviewed(office, review).result().value("number") == "41/KH-LĐLĐ"
    history.redo(office)
    assert reviewed(office, review).state == sheet.state


@pytest.mark.parametrize("role", [PARENT, TEMPLATE])
def test_accepting_is_one_step_and_its_undo_brings_the_review_back(
    office: Store, role: str
) -> None:
    review, sheet = with_corrections(office)
    plan = accept_review(office, sheet.result(), review, role)
    assert readings.list_readings(office) == []
    assert plans.read_plan(office, plan).role == role
    with pytest.raises(Refusal):
        open_review(office, review)
    history.undo(office)
    assert plans.list_plans(office, role=role) == []
    assert reviewed(office, review).state == sheet.state
    assert examine(office) == []


def test_a_review_put_away_can_be_taken_back(office: Store) -> None:
    review, sheet = with_corrections(office)
    readings.drop_reading(office, review)
    assert readings.list_readings(office) == []
    with pytest.raises(Refusal):
        keep_edit(office, review, 9, Edit("accept", ("b1",)), 0)
    history.undo(office)
    assert reviewed(office, review).state == sheet.state


def test_a_review_written_otherwise_is_refused_with_what_to_do(office: Store) -> None:
    review = readings.keep_reading(office, "a.docx", "", 0, "không phải bản đọc")
    with pytest.raises(Refusal) as caught:
        open_review(office, review)
    assert "đọc lại" in caught.value.next_step
