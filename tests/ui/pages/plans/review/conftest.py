"""A paper put in to be read, and its review."""

from pathlib import Path
from typing import Any

import pytest

from desktop.ui.pages.plans.plans_page import REVIEW
from tests.intake.review.papers import PAPER
from tests.ui.pages.plans.conftest import Desk


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    place = tmp_path / "Kế hoạch 41.txt"
    place.write_text(PAPER, encoding="utf-8")
    return place


@pytest.fixture
def review(desk: Desk, paper: Path) -> Any:
    """A paper in review."""
    desk.page.receive_files([paper])
    desk.settle()
    assert desk.page.view == REVIEW
    return desk.page.review


def row_named(review: Any, start: str) -> str:
    return next(r.id for r in review.sheet.rows if r.block.text.startswith(start))
