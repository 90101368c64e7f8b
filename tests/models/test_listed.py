"""A few names and how many others: written in one way everywhere."""

import re
from pathlib import Path

from desktop.models.listed import REPORTS, first_few

NAMES = ["A", "B", "C", "D"]


def test_names_beyond_the_first_few_are_counted() -> None:
    assert first_few(NAMES[:3], 3) == "A, B, C"
    assert first_few(NAMES, 3) == "A, B, C và 1 đơn vị khác"
    assert first_few(NAMES, 2, REPORTS, between="; ") == "A; B; và 2 báo cáo khác"
    assert first_few(NAMES * 500, 2) == "A, B và 1.998 đơn vị khác"


def test_nobody_writes_the_others_anew() -> None:
    root = Path(__file__).parents[2] / "desktop"
    again = [
        str(path.relative_to(root)) for path in root.rglob("*.py")
        if path.name != "listed.py"
        and re.search(r"và \{n\} (đơn vị|báo cáo) khác", path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert again == []
