"""Papers to check, of our own wording."""

PAPER = """LIÊN ĐOÀN LAO ĐỘNG TỈNH HẢI VÂN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 41/KH-LĐLĐ
Hải Vân, ngày 20 tháng 10 năm 2026

KẾ HOẠCH
Tổ chức phong trào thi đua trong đoàn viên, người lao động năm 2027

Căn cứ Nghị quyết số 12/NQ-BCH ngày 05/9/2026 của Ban Chấp hành;
Ban Thường vụ xây dựng kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Động viên đoàn viên, người lao động phát huy sáng kiến.
2. Yêu cầu
Bám sát thực tế từng đơn vị.

II. NHIỆM VỤ, CHỈ TIÊU
1. Nội dung thi đua
1.1. Các công đoàn cơ sở phát động thi đua ngay từ đầu năm.
1.2. Công đoàn xã, phường tổ chức ít nhất 02 đợt thi đua cao điểm trong năm.
1.4. Vận động đoàn viên tham gia chuyển đổi số trong công việc.
- 3 -
2. Chỉ tiêu
- Có từ 85% trở lên công đoàn cơ sở phát động phong trào thi đua.
- Có ít nhất 120 sáng kiến được công nhận.

III. TỔ CHỨC THỰC HIỆN
1. Ban Chính sách: tham mưu các nội dung 1.1, 1.2 của Khoản 1, Mục II.
2. Công đoàn xã, phường, đặc khu: xây dựng kế hoạch, báo cáo trước ngày 15/11/2027.

Nơi nhận:
- Thường trực Tỉnh ủy (để b/c);
- Công đoàn xã, phường;
- Lưu: VT, CSPL.
TM. BAN THƯỜNG VỤ
PHÓ CHỦ TỊCH

Nguyễn Văn Bình
"""
