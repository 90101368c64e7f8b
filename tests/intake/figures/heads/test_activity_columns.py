"""Columns of activities: what a group over them tells, and which of two names the indicator."""

from pathlib import Path

import pytest

from tests.intake.figures.test_column_words import ONE, read


def told(folder: Path, *paths: str) -> dict[str, str | None]:
    """Return the leaf of each column's headings → its indicator, read as a table of F4."""
    split = [path.split(" > ") for path in paths]
    deep = max(map(len, split))
    # A group alone stands in one cell; a heading that reaches down leaves the cells below open.
    lines = [["TT", "Đơn vị"], *([["^", "^"]] * (deep - 1))]
    for at in range(deep):
        lines[at] = [*lines[at], *(path[at] if at < len(path) else "^" for path in split)]
    lines.append(["1", ONE, *(str(7 + at) for at in range(len(paths)))])
    reading = read(folder, "F4", "\n".join("|".join(line) for line in lines))
    roles = {column.letter: column.role for column in reading.columns}
    return {path[-1]: roles.get(chr(ord("C") + at)) for at, path in enumerate(split)}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("Nữ công > Số hoạt động 8/3, 20/10", "L02"), ("Nữ công > Cán bộ CĐ là nữ", "L03"),
        ("Nữ công > Lượt nữ tham gia", "L02L"),
        ("Nữ công > CĐCS DN có từ 10 nữ ĐV thành lập Ban nữ công", "L01"),
        ("Thỏa ước lao động tập thể > DN thuộc diện ký", "D01"),
        ("Thỏa ước lao động tập thể > Số bản còn hiệu lực", "D02"),
        ("Thỏa ước lao động tập thể > Ký lại do hết hạn", "D06"),
        ("Chăm lo ĐV, NLĐ > Thăm hỏi ốm đau > Số lượt", "E07"),
        ("Chăm lo ĐV, NLĐ > Mái ấm CĐ > Số nhà", "E05"),
        ("Xây dựng Đảng > ĐV ưu tú GT cho Đảng", "M01"),
        ("Đại diện, bảo vệ NLĐ > Kiến nghị của ĐV (lượt) > Tiếp nhận", "D15"),
        ("Chỉ tiêu giao năm 2026 > ĐV ưu tú GT cho Đảng", None),
        ("Tỷ lệ (%) > ĐV ưu tú GT cho Đảng", None), ("Năm trước > ĐV ưu tú GT cho Đảng", None),
        ("Phát triển Đảng > Số ĐV được kết nạp", "M02"), ("ĐV ưu tú g/thiệu cho Đảng", "M01"),
        ("HN người lao động (đơn vị)", "D11"), ("HN CB, CC, VC (đơn vị)", "D10"),
        ("HN NLĐ > Số DN đã tổ chức HN", "D11"), ("Hội nghị CBCCVC > Tổng số đơn vị", "D10T"),
        ("KT đồng cấp, cấp dưới về Điều lệ", "H01"),
        ("KT đồng cấp, cấp dưới về tài chính", None), ("Số DN nợ BHXH, nợ KPCĐ", None),
        ("Xây, sửa nhà MACĐ (nhà)", None), ("Cam kết thi đua (bản)", None),
        ("Bản cam kết thi đua", None), ("Đăng ký thi đua", None), ("Điểm thi đua", None),
        ("Số TƯLĐTT đã ký", None), ("Thỏa ước lao động tập thể", None),
        ("Khen thưởng các cấp (lượt)", None), ("ĐV ưu tú", None), ("Tham gia BHXH", None),
        ("Số CN đình công", None), ("DN nợ đóng BHXH, KPCĐ > Số DN", None),
        ("Doanh nghiệp nợ BHXH > Số DN", "D26"), ("Đối thoại với NSDLĐ > Vụ việc", "D13"),
        ("Đối thoại tại DN > Theo vụ việc", "D13"), ("Số bài đăng Zalo, Facebook CĐ", "F05"),
        ("CĐCS có hoạt động văn nghệ, thể thao", "F07C"),
        ("Hoạt động nữ công, bình đẳng giới (8/3, 20/10)", "L02"),
        ("Quỹ lương làm căn cứ đóng đoàn phí", "K04"),
        ("Quỹ lương làm căn cứ đóng KPCĐ", "K02"),
        ("Kiểm tra, giám sát > Kiểm tra quản lý, sử dụng tài chính", "H02"),
        ("Công tác tuyên truyền > Số cuộc tuyên truyền NQ, pháp luật", "F01"),
        ("Tiếp xúc, đối thoại giữa cấp ủy, chính quyền với ĐV > Số cuộc", "D14"),
        ("Bữa cơm Công đoàn (số CĐCS tham gia)", "E06"),
        ("ĐV ưu tú được giới thiệu kết nạp Đảng", "M01"), ("Cộng thu", "K10"),
        ("Thi đua, khen thưởng > Bản cam kết thi đua", None),
        ("Hội nghị NLĐ > Tổng số DN", None), ("Nữ công nhân", "A01N"),
        ("CĐ trường tổ chức HN CBCCVC (có: 1, không: 0)", "D10"),
        ("Công tác nữ công > Hoạt động kỷ niệm 8/3, 20/10, 28/6 (cuộc)", "L02"),
        ("Số cuộc giám sát chuyên đề của UBKT", "H03"), ("Kiến nghị, đề xuất", "note"),
        ("Tài chính (đồng) > Tổng chi", None), ("Nâng chất lượng bữa ăn ca (Cty)", "D20"),
        ("Chăm lo ĐV > Vay vốn Quỹ trợ vốn CNLĐ nghèo > Lượt người", "E11"),
        ("Chăm lo ĐV > Thăm hỏi ốm đau, TNLĐ, việc tang > Lượt", "E07"),
        ("Đối thoại > Cuộc ĐT theo vụ việc", "D13"), ("Hội nghị NLĐ (cuộc)", "D11"),
        ("Hỗ trợ, đại diện khởi kiện tại tòa (vụ)", "D17"), ("Người đại diện", None),
        ("Tuyên truyền > Trang Zalo, Fanpage, bài viết", "F05"), ("Zalo", None),
        ("Bữa cơm Công đoàn > CĐCS thực hiện", "E06"), ("TƯLĐTT > Đang có hiệu lực", "D02"),
        ("Thành lập CĐCS > Tháng 10", "B01"), ("Giấy khen > Tập thể", None),
        ("Số người chết", None), ("Tháng Công nhân > Số người", None), ("Tồn cuối", None),
        ("Thành lập mới > CĐCS", "B01"),
        ("Thành lập CĐCS trong tháng", "B01"), ("Phát triển > Thành lập CĐCS mới", "B01"),
        ("Phát triển CĐCS", "B01"), ("Số CĐCS tiếp nhận", "B07"),
        ("CĐCS mới được tập huấn", None), ("Kế hoạch thành lập CĐCS", None),
    ],
)  # fmt: skip
def test_a_group_tells_what_is_counted(tmp_path: Path, path: str, code: str | None) -> None:
    beside = ("Khen thưởng > Giấy khen", "Khen thưởng > Bằng khen TLĐ", "Khen thưởng > Cờ thi đua")
    assert told(tmp_path, path, *beside)[path.split(" > ")[-1]] == code


@pytest.mark.parametrize(
    "paths",
    [
        {"Ngừng việc, đình công > Số cuộc": "D19",
         "Ngừng việc, đình công > Số CN tham gia": "D19P"},
        {"Hội nghị CBCCVC > Tổng số đơn vị": "D10T",
         "Hội nghị CBCCVC > Số đơn vị đã tổ chức": "D10"},
        {"Số đơn vị có tin bài": None, "Tin, bài tuyên truyền": "F05"},
        {"Mái ấm Công đoàn > Số nhà hỗ trợ": None, "Mái ấm Công đoàn > Trong đó xây mới": "E05",
         "Mái ấm Công đoàn > Trong đó sửa chữa": "E05S"},
    ],
)  # fmt: skip
def test_a_column_that_names_its_indicator_goes_before_one_like_it(
    tmp_path: Path, paths: dict[str, str | None]
) -> None:
    assert told(tmp_path, *paths) == {path.split(" > ")[-1]: code for path, code in paths.items()}


@pytest.mark.parametrize(
    ("headings", "status"),
    [
        ("HN NLĐ (DN);Đối thoại định kỳ;TƯLĐTT ký mới;Ban TTND;Đối thoại đột xuất;Giám sát (cuộc)",
         "warned"),
        ("Thăm hỏi ốm đau > Số lượt;Thăm hỏi ốm đau > Số tiền (đồng);Số cuộc KT chấp hành Điều lệ",
         "accepted"),
        ("Thăm hỏi > Số lượt;Thăm hỏi > Số tiền (đồng);Thăm hỏi > Xã hội hóa", "warned"),
        ("Thăm hỏi > Số lượt;Thăm hỏi > Kinh phí;Sáng kiến", "warned"),
    ],
)  # fmt: skip
def test_words_that_leave_no_doubt_are_not_warned_of(
    tmp_path: Path, headings: str, status: str
) -> None:
    split = [heading.split(" > ") for heading in headings.split(";")]
    lines = [["TT", "Đơn vị"], ["^", "^"], ["1", ONE]]
    for path in split:
        lines[0].append(path[0])
        lines[1].append(path[1] if len(path) > 1 else "^")
        lines[2].append("2000000" if "Số tiền" in path[-1] or "Kinh phí" in path[-1] else "3")
    reading = read(tmp_path, "F4", "\n".join("|".join(line) for line in lines))
    assert [row.status for row in reading.rows] == [status]
