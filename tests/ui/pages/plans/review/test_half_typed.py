"""Corrections of a review that were typed and not left yet."""

from pathlib import Path
from typing import Any

import pytest

from desktop.models.plans import readings
from desktop.tasks.papers.reviews import open_review
from desktop.ui.pages.plans.plans_page import REVIEW
from tests.intake.review.papers import PAPER
from tests.support.keyboard import type_text
from tests.ui.pages.plans.conftest import Desk
from tests.ui.pages.plans.review.conftest import row_named
from tests.ui.pages.plans.writing.test_half_typed import next_run


@pytest.fixture
def review(desk: Desk, tmp_path: Path) -> Any:
    """A paper in review."""
    place = tmp_path / "Kế hoạch 41.txt"
    place.write_text(PAPER, encoding="utf-8")
    desk.page.receive_files([place])
    desk.settle()
    assert desk.page.view == REVIEW
    return desk.page.review


def corrected(desk: Desk) -> list[Any]:
    """Return the corrections kept in the office's file."""
    desk.settle()
    (waiting,) = readings.list_readings(desk.reader)
    return list(open_review(desk.reader, waiting.id)[1])


def test_closing_the_window_keeps_a_target_being_corrected(desk: Desk, review: Any) -> None:
    review.paper.go_to(row_named(review, "Công đoàn xã, phường tổ chức"))
    field = review.panel.targets.texts["population"]
    desk.page.desk.show_details(True)
    desk.settle()
    field.setFocus()
    type_text(field, "công đoàn phường")
    assert not corrected(desk)
    desk.page.leaving()
    (edit,) = corrected(desk)
    assert edit.values == {"population": "công đoàn phường"}


def test_half_typed_corrections_are_there_in_the_next_run(
    desk: Desk, review: Any, tmp_path: Path
) -> None:
    odd = row_named(review, "Vận động")
    review.paper.go_to(odd)
    review.strip.text.moveCursor(review.strip.text.textCursor().MoveOperation.End)
    type_text(review.strip.text, " hằng ngày")
    type_text(review.fields.fields["place"], "X")
    with next_run(desk, tmp_path / "sau") as again:
        (waiting,) = readings.list_readings(again.reader)
        again.page.back()
        again.page.receiving.go_on(waiting.id)
        again.settle()
        sheet = again.page.review.sheet
        assert again.page.review.paper.current() == odd
        assert sheet.row(odd).block.text.endswith(" hằng ngày")
        assert sheet.field("place").value.startswith("X")
        assert len(corrected(again)) == 2


def test_a_text_put_in_and_not_read_stays(desk: Desk, tmp_path: Path) -> None:
    desk.page.receiving.receive_text()
    text = desk.page.receiver.text
    text.insertPlainText(PAPER)
    desk.page.back()
    desk.page.receiving.receive_text()
    assert text.toPlainText() == PAPER
    with next_run(desk, tmp_path / "sau") as again:
        again.page.back()
        again.page.receiving.receive_text()
        assert again.page.receiver.text.toPlainText() == PAPER
        again.page.receiver.read_text()
        again.settle()
        assert again.page.view == REVIEW
        assert again.page.receiver.text.toPlainText() == ""
