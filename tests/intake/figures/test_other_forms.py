"""A table of another form than the one asked for: the refusal says of which."""

from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from tests.intake.figures.gathering import Case, read_case

MEMBERS = "Tên CĐCS;CNVCLĐ;Nữ;Đoàn viên\nCĐCS Trường THCS Số 1;31;20;30\n"
MOVES = "Tên CĐCS;Kết nạp mới;Nghỉ hưu\nCĐCS Trường THCS Số 1;3;1\n"
WORK = "TT;Chỉ tiêu;ĐVT;Kỳ này\n1;Thăm hỏi ốm đau, hiếu hỉ;lượt;12\n2;Bữa cơm công đoàn;CĐCS;2\n"
NONE = "Tên CĐCS;Ngày thành lập;Địa chỉ\nCĐCS Trường THCS Số 1;01/02/2010;Thôn 3\n"


def refused(folder: Path, text: str, form: str) -> str:
    path = folder / "bảng.csv"
    path.write_text(f"CĐCS TRƯỜNG THCS SỐ 1\n{text}", encoding="utf-8")
    with pytest.raises(Refusal) as told:
        read_case(Case("", [], form=form), path)
    return f"{told.value.message} {told.value.next_step}"


@pytest.mark.parametrize(("text", "form", "other"), [
    (MEMBERS, "F3", "F1"), (MEMBERS, "F4", "F1"), (MOVES, "F1", "F3"), (WORK, "F1", "F4"),
])  # fmt: skip
def test_the_form_a_table_is_of_is_named(tmp_path: Path, text: str, form: str, other: str) -> None:
    told = refused(tmp_path, text, form)
    assert told.startswith(f"Bảng này có số liệu của biểu {other} “")
    assert f"chưa thấy cột nào của biểu {form}. Chọn biểu {other} rồi nhận lại tệp này." in told
    assert "đầu bảng đang ghi: “T" in told


def test_a_table_of_no_form_says_what_stands_over_it(tmp_path: Path) -> None:
    told = refused(tmp_path, NONE, "F3")
    assert "Đầu bảng đang ghi: “Tên CĐCS”; “Ngày thành lập”; “Địa chỉ”." in told
