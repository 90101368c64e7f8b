"""A cell nobody types in says where its figure comes from and where it is changed."""

from pathlib import Path

import pytest

from desktop.models.entry.entry import EntrySheet
from desktop.models.errors import Refusal
from tests.models.entering import column, commune

OCTOBER = "2026-10"


@pytest.mark.parametrize(
    ("form", "where", "way"),
    [
        ("F1", "men_A01", "sửa ô tổng hoặc ô nữ"),
        ("F1", "ownership", "trang Đơn vị"),
        ("F3", "closing_A03", "sửa ở các cột tăng, giảm"),
        ("F3", "opening_A03", "chọn kỳ trước ở trên"),
        ("F3", "C27", "trang Đơn vị, mục Diễn biến"),
        ("F3", "C10", "sửa ở các cột đó"),
    ],
)
def test_the_next_step_is_said(tmp_path: Path, form: str, where: str, way: str) -> None:
    store, _units = commune(tmp_path, before="2026-09")
    with store:
        sheet = EntrySheet.load(store, form, OCTOBER)
        place = column(sheet, where)
        assert way in sheet.why_closed(0, place)
        with pytest.raises(Refusal) as refused:
            sheet.read(0, place, "3")
        assert way in refused.value.next_step
