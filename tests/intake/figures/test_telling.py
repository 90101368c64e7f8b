"""What a person is told of a sheet: the true reason, no more and no less."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.result import FiguresReading, ReadRow, summary
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs
from tests.intake.figures.gathering import UNITS, Case, cases, read_case

CASES = {case.name: case for case in cases()}
WORDS = vocabulary(load_packs())


def read(name: str, folder: Path) -> FiguresReading:
    case = CASES[name]
    return read_case(case, case.write(folder))


def by_row(reading: FiguresReading) -> dict[int, ReadRow]:
    return {row.source_row: row for row in reading.rows}


def test_unreadable_cells_are_named_and_no_rule_is_blamed(tmp_path: Path) -> None:
    rows = by_row(read("words that are no numbers", tmp_path))
    places = {2: ["C2"], 3: ["E3"], 4: ["E4", "F4"], 5: ["D5"], 6: ["E6"], 7: ["E7", "F7"]}
    for number, wanted in places.items():
        assert [why.partition(":")[0] for why in rows[number].reasons] == wanted


def test_a_row_that_slipped_says_so_and_shows_no_wrong_figure(tmp_path: Path) -> None:
    rows = by_row(read("telephones tell a row that slipped", tmp_path))
    for number in (4, 7):
        assert rows[number].status == "refused"
        assert "lệch cột" in rows[number].reasons[0]
        assert not any(
            why[:2].strip().endswith(tuple("0123456789")) for why in rows[number].reasons
        )
        assert set(rows[number].values.values()) == {None}
    assert [why.partition(":")[0] for why in rows[5].reasons] == ["B5"]


def test_movements_not_understood_are_told_where_they_stand(tmp_path: Path) -> None:
    reading = read("transfers of an unknown kind", tmp_path)
    rows = by_row(reading)
    # A nought written is a figure: nobody moved, and that is not taken either.
    assert rows[2].reasons == (
        "E2: chưa hiểu cột “Chuyển đến”, số ở đó không được nhận.",
        "F2: chưa hiểu cột “Chuyển đi”, số ở đó không được nhận.",
    )
    assert [why.partition(":")[0] for why in rows[5].reasons] == ["E5", "F5"]
    assert "E “Chuyển đến”" in summary(reading)
    assert reading.json()["unclear_columns"] == ["E", "F"]


def test_a_strange_column_of_a_table_of_movements_is_told_where_it_holds_a_figure(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "TT;Đơn vị;Kết nạp mới tại CĐCS đã có;Nghỉ hưu;Ghi chú;Mục lạ lùng;Điện thoại\n"
        "1;CĐCS Trường THCS Số 1;2;1;;5;0913541401\n2;CĐCS Trường THCS Số 2;2;1;;0;0913541402\n"
        "3;CĐCS Trường Tiểu học Số 1;2;1;;;0913541403\n", encoding="utf-8",
    )  # fmt: skip
    reading = read_case(Case("", [], form="F3"), path)
    assert [row.status for row in reading.rows] == ["warned", "warned", "accepted"]
    told = "F2: chưa hiểu cột “Mục lạ lùng”, số ở đó không được nhận."
    assert reading.rows[0].reasons == (told,)


def test_a_column_of_counts_without_meaning_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "STT;Đơn vị;CNVCLĐ;ĐV;Số thẻ;Năm vào;Phòng\n"
        "1;CĐCS Trường THCS Số 1;50;40;29;1990;A\n2;CĐCS Trường THCS Số 2;40;35;20;1991;B\n"
    )
    reading = read_case(CASES["counts in many hands"], path)
    assert [column.letter for column in reading.columns if column.unclear] == ["E"]
    assert "Số thẻ" in summary(reading)
    assert {row.status for row in reading.rows} == {"accepted"}


def test_rows_name_the_unit_of_the_register(tmp_path: Path) -> None:
    rows = read("names shortened and misspelled", tmp_path).json()["rows"]
    assert (rows[0]["unit_id"], rows[0]["unit_code"]) == (UNITS[0].id, UNITS[0].code or None)
    assert (rows[2]["unit_id"], rows[2]["status"]) == (UNITS[1].id, "warned")
    assert (rows[3]["unit_id"], rows[3]["status"]) == (UNITS[7].id, "warned")
    assert UNITS[7].name in rows[3]["reasons"][0]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("CĐCS Bệnh viện Y học cổ truyền tỉnh", "BV YHCT tỉnh"),
        ("CĐCS Ngân hàng Chính sách xã hội Hải Lăng", "NHCSXH Hải Lăng"),
        ("CĐCS Trường Tiểu học số 2 Bình Long", "TH số 02 Bình Long"),
        ("CĐCS Bệnh viện Đa khoa khu vực Triệu Hải", "BVĐKKV Triệu Hải"),
        ("CĐCS Kho bạc Nhà nước khu vực XII", "KBNN khu vực XII"),
    ],
)
def test_offices_by_their_initials(name: str, written: str) -> None:
    book = NameBook([Known("u", name), Known("v", "CĐCS Trường Mầm non Hoa Sen")], WORDS)
    assert book.find(written).unit == book.units[0]


@pytest.mark.parametrize("written", ["Chi nhánh Vietel", "CĐCS Chi nhánh Viettell", "CN Vietttel"])
def test_one_letter_off_offers_the_unit(written: str) -> None:
    book = NameBook([Known("u", "CĐCS Chi nhánh Viettel"), Known("v", "CĐCS Bưu điện")], WORDS)
    found = book.find(written)
    assert found.unit is None
    assert found.candidates[0].id == "u"


def test_two_columns_of_one_meaning_are_told_and_no_rule_is_blamed(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "STT;Đơn vị;ĐV;Nữ;Tổng ĐV\n1;CĐCS Trường THCS Số 1;40;29;41\n"
        "2;CĐCS Trường THCS Số 2;35;20;35\n"
    )
    reading = read_case(CASES["counts in many hands"], path)
    for row in reading.rows:
        assert row.status == "warned"
        assert [why[:3] for why in row.reasons] == ["Có "]
