"""A web page's table under the name of a workbook is read as a table, or refused in a sentence."""

from pathlib import Path

import pytest

from desktop.intake.figures.sheets.books import read_grids
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import Case, read_case

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">
<title>Bảng</title><style>td {color: red}</style></head><body>
<table><tr><td colspan="6">CÔNG ĐOÀN XÃ HẢI LĂNG<br>SỐ LIỆU THÁNG 10/2026</td></tr></table>
<table border="1">
<tr><th rowspan="2">STT<th rowspan="2">Đơn vị<th colspan="2">CNVCLĐ<th colspan="2">Đoàn viên</tr>
<tr><th>Tổng số</th><th>Nữ</th><th>Tổng số</th><th>Nữ</th></tr>
<tr><td>1</td><td>CĐCS Trường<br>THCS Số 1</td><td>42</td><td>30</td><td>40</td><td>29</td></tr>
<tr><td>2</td><td><p>Trường THCS Số 2 &amp; <table><tr><td>bảng con</td></tr></table></p></td>
<td>1.036</td><td>21</td><td>1.035</td><td></td></tr>
</table></body></html>"""


def test_a_page_saved_as_a_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bảng.xls"
    path.write_text(PAGE, encoding="utf-8")
    (row, other) = read_case(Case("", []), path).rows
    assert (row.status, row.source_row) == ("accepted", 4)
    assert row.values == {"A01": 42, "A01N": 30, "A03": 40, "A03N": 29}
    assert "bảng con" in other.unit
    (grid,) = read_grids(path)
    assert grid.rows[1][:3] == ["STT", "Đơn vị", "CNVCLĐ"]
    assert ((1, 0), (2, 0)) in grid.spans


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>Không có bảng</p></body></html>",
        "<html><table></table></html>",
        "<html><table>" + "<tr>" * 60_000,
        "<html><table><tr>" + '<td colspan="9999" rowspan="9999">1</td>' * 400,
        "<html><table><tr><td>" + "<table>" * 3_000,
        "<html><!--" + "<table>" * 9,
    ],
    ids=["no table", "no cells", "rows without end", "wide cells", "nested", "a loose end"],
)
def test_a_page_without_figures_is_refused_in_one_sentence(page: str, tmp_path: Path) -> None:
    path = tmp_path / "trang.xls"
    path.write_text(page, encoding="utf-8")
    with pytest.raises(Refusal):
        read_case(Case("", []), path)
