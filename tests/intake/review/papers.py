"""Papers to check, of our own wording."""

from tests.support.papers import competition_paper

PAPER = competition_paper(
    opening="Căn cứ Nghị quyết số 12/NQ-BCH ngày 05/9/2026 của Ban Chấp hành;\n"
    "Ban Thường vụ xây dựng kế hoạch như sau:",
    duties="1.1. Các công đoàn cơ sở phát động thi đua ngay từ đầu năm.\n"
    "1.2. Công đoàn xã, phường tổ chức ít nhất 02 đợt thi đua cao điểm trong năm.\n"
    "1.4. Vận động đoàn viên tham gia chuyển đổi số trong công việc.\n"
    "- 3 -",
    board="1. Ban Chính sách: tham mưu các nội dung 1.1, 1.2 của Khoản 1, Mục II.",
)
