"""A province's paper of our own wording, with the places in which tests want it to differ."""

_PAPER = """LIÊN ĐOÀN LAO ĐỘNG TỈNH HẢI VÂN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 41/KH-LĐLĐ
Hải Vân, ngày 20 tháng 10 năm 2026

KẾ HOẠCH
Tổ chức phong trào thi đua trong đoàn viên, người lao động năm 2027

{opening}

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Động viên đoàn viên, người lao động phát huy sáng kiến.
2. Yêu cầu
Bám sát thực tế từng đơn vị.

II. NHIỆM VỤ, CHỈ TIÊU
1. Nội dung thi đua
{duties}
2. Chỉ tiêu
- Có từ 85% trở lên công đoàn cơ sở phát động phong trào thi đua.
- Có ít nhất 120 sáng kiến được công nhận.

III. TỔ CHỨC THỰC HIỆN
{board}
2. Công đoàn xã, phường, đặc khu: xây dựng kế hoạch, báo cáo trước ngày 15/11/2027.

Nơi nhận:
- Thường trực Tỉnh ủy (để b/c);
- Công đoàn xã, phường;
- Lưu: VT, CSPL.
TM. BAN THƯỜNG VỤ
PHÓ CHỦ TỊCH

Nguyễn Văn Bình
"""


def competition_paper(opening: str, duties: str, board: str) -> str:
    """Return a plan for a year's emulation movement.

    `opening` stands before chapter I, `duties` are the lines of II.1, `board` is the line of
    who advises.
    """
    return _PAPER.format(opening=opening, duties=duties, board=board)
