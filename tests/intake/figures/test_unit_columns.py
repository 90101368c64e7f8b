"""Which column of a sheet names its units, whatever stands over it."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case

PARTS = ("Xưởng Chặt", "Xưởng May 1", "Xưởng May 2", "Phòng Kỹ thuật mẫu", "Kho thành phẩm")


def _read(
    tmp_path: Path, text: str, names: tuple[str, ...], form: str = "F1", period: str = "2026-10"
) -> FiguresReading:
    path = tmp_path / "số liệu.csv"
    path.write_text(text, encoding="utf-8")
    units = tuple(Known(name, name) for name in names)
    return read_case(Case("units", [], form=form, period=period), path, units)


@pytest.mark.parametrize(
    "head", ["Công đoàn bộ phận", "Tổ công đoàn", "Đơn vị thành viên", "Danh sách", "Nơi làm việc"]
)
def test_a_column_of_names_is_the_units_whatever_it_is_headed(tmp_path: Path, head: str) -> None:
    rows = "".join(f"{n};{name};{n};{n + 2}\n" for n, name in enumerate(PARTS, 1))
    reading = _read(
        tmp_path, f"TT;{head};Số buổi tuyên truyền;Số lượt thăm hỏi\n{rows}", PARTS,
        form="F4", period="2026-Q2",
    )  # fmt: skip
    assert [(row.unit_id, row.status) for row in reading.rows] == [
        (name, "accepted") for name in PARTS
    ]
    assert [row.values["F01"] for row in reading.rows] == [1, 2, 3, 4, 5]
    assert all("A07B" not in row.values for row in reading.rows)


def test_the_same_heading_over_numbers_counts(tmp_path: Path) -> None:
    names = ("CĐCS Công ty A1", "CĐCS Công ty B2")
    reading = _read(tmp_path, "TT;Tên CĐCS;Công đoàn bộ phận;Đoàn viên\n"
                    f"1;{names[0]};4;90\n2;{names[1]};3;80\n", names, form="F2",
                    period="2026-Q2")  # fmt: skip
    assert [row.values["A07B"] for row in reading.rows] == [4, 3]


def test_a_list_of_occupational_unions_counts_the_workers_in_them(tmp_path: Path) -> None:
    names = ("Nghiệp đoàn Xe ôm chợ Đông Ba", "Nghiệp đoàn Nghề cá Thuận An")
    head = "TT;{};NLĐ trong nghiệp đoàn;;Đoàn viên;\n;;Tổng cộng;Nữ;Tổng cộng;Nữ\n"
    rows = f"1;{names[0]};54;3;52;3\n2;{names[1]};143;12;140;12\n"
    reading = _read(tmp_path, head.format("Tên nghiệp đoàn") + rows, names)
    assert [row.values for row in reading.rows] == [
        {"A01": 54, "A01N": 3, "A03": 52, "A03N": 3},
        {"A01": 143, "A01N": 12, "A03": 140, "A03N": 12},
    ]
    apart = _read(tmp_path, head.format("Tên đơn vị") + rows, names)
    assert all("A01" not in row.values for row in apart.rows)


def test_a_sum_below_a_group_bears_the_groups_name(tmp_path: Path) -> None:
    names = ("Bệnh viện Mắt", "Bệnh viện Phổi", "Trung tâm Y tế Gia Viễn", "Trung tâm Y tế Yên Mô")
    text = (
        "TT;Đơn vị;Tổng số ĐVCĐ\n;A. Tuyến tỉnh;\n1;Bệnh viện Mắt;40\n2;Bệnh viện Phổi;30\n"
        ";Cộng tuyến tỉnh;70\n;B. Tuyến huyện;\n3;Trung tâm Y tế Gia Viễn;20\n"
        "4;Trung tâm Y tế Yên Mô;15\n;Cộng tuyến huyện;36\n;TỔNG CỘNG TOÀN NGÀNH;105\n"
    )
    reading = _read(tmp_path, text, names)
    assert [(row.unit_id, row.status) for row in reading.rows] == [
        (name, "accepted") for name in names
    ]
    assert [(one.declared, one.match) for one in reading.control_totals] == [
        (105, True), (36, False)]  # fmt: skip


PLACES = ("Công đoàn xã Hải Lăng", "Công đoàn xã Nam Hải Lăng", "Công đoàn xã Đakrông",
          "Công đoàn phường Đông Hà", "Công đoàn phường Nam Đông Hà")  # fmt: skip


def test_a_commune_is_not_the_one_south_of_it(tmp_path: Path) -> None:
    path = tmp_path / "số liệu.csv"
    told = ("Hải Lăng", "Nam Hải Lăng", "Đa Krông", "Đông Hà", "Nam Đông Hà")
    rows = "".join(f"{n};{name};{n}\n" for n, name in enumerate(told, 1))
    path.write_text(f"TT;Công đoàn xã, phường;Đoàn viên\n{rows}", encoding="utf-8")
    units = tuple(Known(name, name, area=name.removeprefix("Công đoàn ")) for name in PLACES)
    reading = read_case(Case("units", []), path, units)
    assert [row.unit_id for row in reading.rows] == list(PLACES)
    assert {row.status for row in reading.rows} == {"warned"}


HEADS = "TT;CĐ bộ phận;Chủ tịch CĐBP;Số VC, NLĐ;Công đoàn viên;Nữ CĐV\n"
CHAIRS = ("Trần Thị Tuyết Mai", "Lê Thị Đặng Chi", "Nguyễn Văn Hòa", "Phạm An", "Hồ Thị Thu")


def test_names_under_a_heading_of_figures_count_nothing(tmp_path: Path) -> None:
    rows = "".join(
        f"{n};{unit};{chair};{n + 40};{n + 30};{n + 9}\n"
        for n, (unit, chair) in enumerate(zip(PARTS, CHAIRS, strict=True), 1)
    )
    reading = _read(tmp_path, HEADS + rows, PARTS, form="F2", period="2026-Q2")
    assert [(row.status, row.values) for row in reading.rows] == [
        ("accepted", {"A01": n + 40, "A03": n + 30, "A03N": n + 9}) for n in range(1, 6)
    ]


def test_words_and_numbers_without_a_heading_are_a_head_that_stands_beside_its_table(
    tmp_path: Path,
) -> None:
    rows = "".join(
        f"{n};{unit};{chair};{n + 40};{n + 30};{n + 9}\n"
        for n, (unit, chair) in enumerate(zip(PARTS, CHAIRS, strict=True), 1)
    )
    off = HEADS.replace("Chủ tịch CĐBP;", "").replace("\n", ";\n")
    reading = _read(tmp_path, off + rows, PARTS, form="F2", period="2026-Q2")
    assert {row.status for row in reading.rows} == {"refused"}


def test_a_row_that_tells_it_does_not_know_is_read_where_it_does(tmp_path: Path) -> None:
    names = ("CĐCS Công ty A1", "CĐCS Công ty B2", "CĐCS Công ty C3")
    reading = _read(tmp_path, "TT;Tên CĐCS;LĐ;LĐ nữ;Đoàn viên;ĐV nữ\n"
                    f"1;{names[0]};120;60;100;50\n2;{names[1]};287;153;không rõ;\n"
                    f"3;{names[2]};90;20;80;10\n", names)  # fmt: skip
    row = reading.rows[1]
    assert (row.status, row.values["A01"], row.values["A01N"]) == ("warned", 287, 153)
    assert row.values.get("A03") is None


@pytest.mark.parametrize(
    ("below", "found"),
    [("Thôn 3, xã Yên Thành", True), ("(ĐT: 0912 345 678)", True), ("Lô B2, KCN Quán Ngang", True),
     ("12 đường Lê Duẩn", True), ("chi nhánh Đông Hà", False), ("Phân hiệu 2", False),
     ("Số 2", False), ("Tổ Tự nhiên", False)],
)  # fmt: skip
def test_a_name_above_its_address_in_one_cell(tmp_path: Path, below: str, found: bool) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text('TT,"Đơn vị\n(tên, địa chỉ)",Lao động,Đoàn viên\n'
                    f'1,"CĐCS Trường THCS Số 1\n{below}",50,45\n', encoding="utf-8")  # fmt: skip
    reading = read_case(Case("", [], form="F1"), path)
    assert [row.status != "refused" for row in reading.rows] == [found]


def test_names_go_on_from_the_heading_of_their_column(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text("TT,Trường THCS,Lao động,Đoàn viên\n1,Số 1,50,45\n2,Số 2,40,38\n",
                    encoding="utf-8")  # fmt: skip
    reading = read_case(Case("", [], form="F1"), path)
    assert [(row.unit, row.status) for row in reading.rows] == [
        ("Số 1", "accepted"), ("Số 2", "accepted"),
    ]  # fmt: skip


def test_names_in_two_columns_are_one(tmp_path: Path) -> None:
    names = ("CĐCS Công ty TNHH Sao Mai", "CĐCS Công ty TNHH Hoa Lư", "CĐCS Trường THCS Sao Mai",
             "CĐCS Trường THCS Lê Lợi")  # fmt: skip
    text = (
        "TT;Loại đơn vị;Tên đơn vị;CNVCLĐ;Đoàn viên\n1;Công ty TNHH;Sao Mai;50;45\n"
        "2;Công ty TNHH;Hoa Lư;40;38\n3;Trường THCS;Sao Mai;30;28\n4;Trường THCS;Lê Lợi;20;18\n"
    )
    reading = _read(tmp_path, text, names)
    assert [row.unit_id for row in reading.rows] == list(names)
    assert all(row.status != "refused" for row in reading.rows)


def test_a_place_behind_a_name_is_no_part_of_it(tmp_path: Path) -> None:
    names = ("CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2")
    text = ("TT;Đơn vị;Địa chỉ;CNVCLĐ;Đoàn viên\n1;Trường THCS Số 1;Đông Hà;50;45\n"
            "2;Trường THCS Số 2;Đông Hà;40;38\n")  # fmt: skip
    reading = _read(tmp_path, text, names)
    assert [(row.unit, row.unit_id) for row in reading.rows] == [
        ("Trường THCS Số 1", names[0]), ("Trường THCS Số 2", names[1]),
    ]  # fmt: skip


def test_a_name_of_several_units_is_told_by_the_level_above_it(tmp_path: Path) -> None:
    names = ("CĐCS Cơ quan Sở Y tế", "CĐCS Cơ quan Sở Tài chính", "CĐCS Cơ quan Sở Nội vụ")
    text = (
        "TT;Công đoàn cấp trên;Đơn vị;CNVCLĐ;Đoàn viên\n1;CĐ ngành Y tế;Cơ quan Sở;50;45\n"
        "2;CĐ ngành Tài chính;Cơ quan Sở;40;38\n3;CĐ Viên chức;Cơ quan Sở;30;28\n"
    )
    rows = _read(tmp_path, text, names).rows
    assert [(row.unit_id, row.status) for row in rows] == [
        (names[0], "warned"), (names[1], "warned"), ("", "refused"),
    ]  # fmt: skip


def test_women_members_by_their_initials(tmp_path: Path) -> None:
    text = "TT;Đơn vị;TSLĐ;LĐN;ĐVCĐ;ĐVN\n1;CĐCS Trường THCS Số 1;50;30;45;29\n"
    (row,) = _read(tmp_path, text, ("CĐCS Trường THCS Số 1",)).rows
    assert row.values == {"A01": 50, "A01N": 30, "A03": 45, "A03N": 29}
