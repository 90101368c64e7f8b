"""Tables of several communes, whose schools have the same names: only our own rows are ours."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import FiguresReading, summary
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period

UNITS = (
    Known("own", "Công đoàn xã Đồi Chè", "CDX"),
    Known("a", "CĐCS Trường Mầm non Sao Mai", area="Xã Đồi Chè"),
    Known("b", "CĐCS Trường THCS Lê Lợi", area="Xã Đồi Chè"),
    Known("c", "CĐCS Trường Tiểu học Tân Phú", area="Xã Đồi Chè"),
)
A, B = "1;Trường Mầm non Sao Mai;43;39", "2;Trường THCS Lê Lợi;75;63"
OWN = "1;Trường Mầm non Sao Mai;40;36"


def read(folder: Path, *rows: str, head: str = "TT;Đơn vị;Lao động;Đoàn viên") -> FiguresReading:
    path = folder / "bảng.csv"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    packs = load_packs()
    period = parse_period("2026-10", packs.schemes)
    return read_figures(path, Asked("F1", period, packs, UNITS, {}, {}, own="own"))


def taken(reading: FiguresReading) -> list[tuple[str, str, dict[str, int | None]]]:
    return [(row.unit_id, row.status, dict(row.values)) for row in reading.rows]


OURS = [("a", "accepted", {"A01": 40, "A03": 36})]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("CÔNG ĐOÀN XÃ TÂN LẬP", "CÔNG ĐOÀN XÃ ĐỒI CHÈ"), ("CĐ phường Hòa An", "CĐ xã Đồi Chè"),
     ("Các CĐCS thuộc Công đoàn xã Tân Lập", "Các CĐCS thuộc Công đoàn xã Đồi Chè"),
     ("LĐLĐ thị trấn Hòa An", "Công đoàn xã Đồi Chè")],
)  # fmt: skip
@pytest.mark.parametrize("summed", [True, False])
def test_only_rows_under_the_own_commune_are_taken(
    tmp_path: Path, theirs: str, ours: str, summed: bool
) -> None:
    sums, own = (";118;102", ";40;36") if summed else (";;", ";;")
    for number in (("I", "II"), ("", "")):
        above, below = f"{number[0]};{theirs}{sums}", f"{number[1]};{ours}{own}"
        reading = read(tmp_path, above, A, B, below, OWN, ";Tổng cộng;158;138")
        assert taken(reading) == OURS
        assert taken(read(tmp_path, below, OWN, above, A, B)) == OURS
        left = {one.source_row: one.why for one in reading.ignored_rows}
        assert left[3] == f"của “{theirs}”, không phải Công đoàn xã Đồi Chè" or (
            theirs in left[3])  # fmt: skip
        assert all(one.match for one in reading.control_totals)


def test_sums_below_the_groups_tell_whose_they_are(tmp_path: Path) -> None:
    reading = read(tmp_path, A, B, ";Cộng CĐ xã Tân Lập;118;102", OWN, ";Cộng CĐ xã Đồi Chè;40;36")
    assert taken(reading) == OURS


def test_titles_of_tables_below_each_other_tell_whose_they_are(tmp_path: Path) -> None:
    head = "TT;Đơn vị;Lao động;Đoàn viên"
    reading = read(
        tmp_path, head, A, B, "", "CÔNG ĐOÀN XÃ ĐỒI CHÈ", head, OWN, head="CÔNG ĐOÀN XÃ TÂN LẬP"
    )
    assert taken(reading) == OURS


def test_a_group_of_another_commune_alone_is_to_be_looked_at(tmp_path: Path) -> None:
    reading = read(tmp_path, ";CÔNG ĐOÀN XÃ TÂN LẬP;;", A, B)
    assert [row.status for row in reading.rows] == ["warned", "warned"]
    assert "CÔNG ĐOÀN XÃ TÂN LẬP" in reading.rows[0].reasons[0]


@pytest.mark.parametrize("place", ["Xã Tân Lập", "Tân Lập", "P. Hòa An"])
def test_another_place_than_the_own_one_is_to_be_looked_at(tmp_path: Path, place: str) -> None:
    head = "TT;Xã, phường;Đơn vị;Lao động;Đoàn viên"
    rows = (f"1;{place};Trường THCS Lê Lợi;75;63", "2;Xã Đồi Chè;Trường Mầm non Sao Mai;40;36")
    reading = read(tmp_path, *rows, head=head)
    assert [row.status for row in reading.rows] == ["warned", "accepted"]
    assert place in reading.rows[0].reasons[0]


@pytest.mark.parametrize("place", ["Thôn 3", "Tân Phú", "Xã Đồi Chè", "Khu phố Đông"])
def test_a_place_within_the_commune_is_nothing_to_look_at(tmp_path: Path, place: str) -> None:
    head = "TT;Địa bàn;Đơn vị;Lao động;Đoàn viên"
    rows = (f"1;{place};Trường THCS Lê Lợi;75;63", "2;Xã Đồi Chè;Trường Mầm non Sao Mai;40;36")
    assert {row.status for row in read(tmp_path, *rows, head=head).rows} == {"accepted"}


def test_a_list_that_only_names_communes_leaves_nothing_out(tmp_path: Path) -> None:
    rows = ("1;Công đoàn xã Tân Lập;75;63", "2;Trường Mầm non Sao Mai;40;36")
    assert taken(read(tmp_path, *rows))[1:] == OURS


def test_rows_of_others_are_told_apart_from_what_is_no_figures(tmp_path: Path) -> None:
    reading = read(tmp_path, ";CÔNG ĐOÀN XÃ TÂN LẬP;;", A, B, ";CÔNG ĐOÀN XÃ ĐỒI CHÈ;;", OWN)
    assert [row.source_row for row in reading.ignored_rows if row.theirs] == [3, 4]
    assert "Trong các dòng bỏ qua, 2 dòng là của xã, phường khác." in summary(reading)
