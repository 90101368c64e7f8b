"""What headings say: whom they count, of which time, or which text stands under them."""

import pytest

from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period

PACKS = load_packs()
READER = HeadingReader(vocabulary(PACKS), parse_period("2026-10", PACKS.schemes))


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("Đoàn viên > TH 31/10/2026", "code:A03"), ("Đoàn viên > TH 31/10/2025", "other"),
        ("Đoàn viên > Thực tế đến 31/10", "code:A03"), ("Đoàn viên > KQ 30/9/2026", "other"),
        ("Quân số > Chị em", "code:A01N"), ("Trong đó chị em", "women"),
        ("Kết nạp mới > Riêng tháng 10", "code:C11"), ("Kết nạp mới > Riêng tháng 9", "other"),
        ("Nghỉ hưu > Của riêng T10", "code:C23"), ("Kết nạp riêng tháng 10", "code:C11"),
        ("Tổng số CNVCLĐ", "code:A01"), ("Tổng số đoàn viên (người)", "code:A03"),
        ("CNVC-LĐ > Nữ", "code:A01N"), ("Đoàn viên > Trong đó nữ", "code:A03N"),
        ("Đoàn viên > Nam", "men:A03"), ("NAM", "men"), ("Nữ", "women"), ("Tổng số", "total"),
        ("Số ĐVCĐ đến 31/10/2026", "code:A03"), ("Năm 2026 > Đoàn viên", "code:A03"),
        ("Đoàn viên công đoàn Việt Nam", "code:A03"), ("Số lao động đã vào công đoàn", "code:A03"),
        ("Đoàn viên ưu tú", ""), ("Đoàn viên mới", ""), ("ĐV năm 2025", "other"),
        ("Đoàn viên cùng kỳ năm trước", "other"), ("Chỉ tiêu đoàn viên", "other"),
        ("Tỷ lệ ĐV/CNVCLĐ (%)", "other"), ("CNVCLĐ (nghìn người)", "code:A01"),
        ("Đoàn viên > Tháng 9", "other"), ("Đoàn viên > Tháng 10", "code:A03"),
        ("Số ĐV là đảng viên", "code:A03D"), ("ĐV kết nạp mới", "code:C11"),
        ("Tăng trong kỳ > Chuyển đến > Trong tỉnh", "code:C13"), ("Giảm > Khác", "code:C30"),
        ("Tăng > Khác", "code:C16"), ("Trong đó nữ > Nghỉ hưu", "code:C23N"),
        ("Kết thúc khối 100% NSNN", "code:C29"), ("ĐV đầu kỳ", "opening"),
        ("Tên CĐCS (*)", "unit"), ("Số điện thoại chủ tịch", "phone"), ("Ghi chú (nếu có)", "note"),
        ("Loại hình > Nhà nước", ""), ("Đơn vị tính", "measure"), ("Năm thành lập", "founded"),
        ("Tổng số đoàn viên tăng trong tháng", "code:C10"), ("Số đoàn viên giảm", "other"),
        ("Số CNLĐ đang làm việc", "code:A01"), ("Số CNVCLĐ chưa vào công đoàn", "other"),
        ("Đoàn viên mới kết nạp", "code:C11"), ("LĐ hợp đồng", ""),
        ("Tổng số đoàn viên nghỉ hưu", "code:C23"), ("Tổng số ĐV kết nạp mới", "code:C11"),
        ("Đoàn viên doanh nghiệp", "other"), ("Doanh nghiệp > Đoàn viên", "other"),
        ("Số lao động của doanh nghiệp", "code:A01"), ("ĐV xã", "other"),
        ("S.T.T", "number"), ("Thuộc xã, phường", "area"), ("Tên chủ tịch CĐCS", "person"),
        ("Đoàn viên > Tổng số (ĐVT: người)", "code:A03"), ("(e) Nữ", "women"), ("g) Nữ", "women"),
        ("Tổng ĐV tính đến cuối kỳ báo cáo", "code:A03"), ("ĐV tính", "measure"),
    ],
)  # fmt: skip
def test_roles(path: str, role: str) -> None:
    assert READER.role(path.split(" > "))[0] == role


@pytest.mark.parametrize(
    ("text", "time"),
    [("Tháng 10/2026", "this"), ("tháng 10 năm 2026", "this"), ("T9", "other"),
     ("Quý III/2026", "other"), ("Quý 4/2026", "this"), ("31/12/2025", "other"),
     ("đến ngày 05/11/2026", "this"), ("Năm học 2025-2026", ""), ("kỳ này", "this"),
     ("Tổng số", "")],
)  # fmt: skip
def test_times(text: str, time: str) -> None:
    assert READER.sense(text).time == time


@pytest.mark.parametrize(
    ("text", "period", "role"),
    [
        ("Kết nạp mới năm 2026", "2026-11", "time:C11"),
        ("Kết nạp mới Quý IV/2026", "2026-11", "time:C11"),
        ("Thôi việc 11 tháng", "2026-11", "time:C24"),
        ("Kết nạp mới 11 tháng năm 2026", "2026-11", "time:C11"),
        ("Kết nạp mới tháng 11 năm 2026", "2026-11", "code:C11"),
        ("Kết nạp mới trong kỳ, năm 2026", "2026-11", "code:C11"),
        ("Tổng số đoàn viên năm 2026", "2026-11", "code:A03"),
        ("Kết nạp mới Quý IV/2026", "2026-Q4", "code:C11"),
        ("Kết nạp mới năm 2026", "2026-Q4", "time:C11"),
        ("Kết nạp mới năm 2026", "2026", "code:C11"),
    ],
)
def test_movements_of_a_longer_time_are_no_figures_of_the_period(
    text: str, period: str, role: str
) -> None:
    packs = load_packs()
    reader = HeadingReader(vocabulary(packs), parse_period(period, packs.schemes))
    assert reader.role([text])[0] == role


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("BCH > Đảng viên", "other"), ("CNVCLĐ > Đảng viên", "other"),
        ("Kết nạp mới > Dưới 35 tuổi", "other"), ("Cán bộ công đoàn > Đảng viên", "other"),
        ("CNVCLĐ > Đoàn viên > Đảng viên", "code:A03D"), ("Trong đó > Đảng viên", "code:A03D"),
        ("UBKT > Nữ", "other"), ("Đảng viên nữ", "other"), ("BCH > Tổng số > Nữ", "code:A10N"),
        ("Lao động > Nghỉ hưu", "moved"), ("Đoàn viên > Nghỉ hưu", "code:C23"),
        ("Kết nạp Đảng", "code:M02"), ("Kết nạp đảng viên mới", "code:M02"),
        ("Đoàn viên > Công nhân", "other"), ("CNVCLĐ > Trong đó: đoàn viên", "code:A03"),
        ("Cán bộ công đoàn > Nữ", "other"), ("Tổ công đoàn > Đoàn viên", "other"),
        ("CĐCS thành lập mới > Số CĐCS", "other"), ("Kết nạp mới > Đoàn viên", "code:C11"),
    ],
)  # fmt: skip
def test_a_part_told_of_others_is_no_part_of_the_members(path: str, role: str) -> None:
    assert READER.role(path.split(" > "))[0] == role


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("Tổng số CNVCLĐ (trong đó nữ)", "both:A01"), ("CNVCLĐ (tổng/nữ)", "both:A01"),
        ("Số đoàn viên (nữ)", "both:A03"), ("Đoàn viên, trong đó nữ", "both:A03"),
        ("Đoàn viên > Tổng/nữ", "both:A03"), ("Đoàn viên (nữ)", "code:A03N"),
        ("CNVCLĐ (nữ/tổng)", "time:A01"),
        ("Tổng số đoàn viên nữ", "code:A03N"), ("Trong đó: nữ CNVCLĐ", "code:A01N"),
        ("CNVCLĐ > Trong đó nữ quản lý", ""), ("Trong đó nữ quản lý", ""),
        ("Xin ra khỏi Đảng", ""), ("Xin ra khỏi công đoàn", "code:C25"),
    ],
)  # fmt: skip
def test_headings_that_look_alike(path: str, role: str) -> None:
    assert READER.role(path.split(" > "))[0] == role


@pytest.mark.parametrize(("text", "role"), [
    ("Hiện đơn vị có bao nhiêu lao động?", "code:A01"),
    ("Công ty hiện nay có bao nhiêu người lao động?", "code:A01"),
    ("Đơn vị anh/chị đang có bao nhiêu đoàn viên nữ?", "code:A03N"),
    ("Hiện có bao nhiêu phòng họp?", ""),
])  # fmt: skip
def test_a_question_asks_for_its_number(text: str, role: str) -> None:
    found = READER.role((text,))[0]
    assert found == role or (not role and not found.startswith("code:"))
