"""A province's plan of the tests' own writing, and the office that answers it."""

from desktop.documents.office_facts import OfficeFacts

FACTS = OfficeFacts(
    name="Công đoàn xã Hướng Phùng",
    role="upper",
    kind="CDX",
    symbol="CĐX",
    parent="Liên đoàn Lao động tỉnh Quảng Trị",
    province="Liên đoàn Lao động tỉnh Quảng Trị",
    place="Hướng Phùng",
    signer_name="Hồ Thị Mây",
)

PARENT = """\
TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM
LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG TRỊ
-------
Số: 41/KH-LĐLĐ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Quảng Trị, ngày 09 tháng 10 năm 2026

KẾ HOẠCH
Chăm lo đoàn viên, người lao động và phát triển tổ chức năm 2027

Thực hiện nghị quyết đại hội công đoàn tỉnh, Ban Thường vụ xây dựng kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Để mỗi cấp công đoàn thấy rõ việc của mình.

2. Bảo đảm thiết thực, tiết kiệm.

II. NHIỆM VỤ

1. Chăm lo đời sống

1.1. Tổ chức thăm hỏi đoàn viên khó khăn nhân dịp Tết Nguyên đán.

1.2. Phối hợp kiểm tra bữa ăn ca tại doanh nghiệp.

2. Phát triển tổ chức

2.1. Phấn đấu kết nạp 900 đoàn viên mới.

2.2. Từ 80% công đoàn cơ sở doanh nghiệp trở lên có thỏa ước lao động tập thể.

III. TỔ CHỨC THỰC HIỆN

1. Liên đoàn Lao động tỉnh

- Bố trí kinh phí và hướng dẫn thực hiện.

- Giao Văn phòng theo dõi, tổng hợp.

2. Công đoàn cấp trên trực tiếp cơ sở

- Xây dựng kế hoạch, gửi về Liên đoàn Lao động tỉnh trước ngày 15/11/2026.

3. Công đoàn cơ sở

- Rà soát danh sách đoàn viên cần giúp đỡ.

Trên đây là kế hoạch chăm lo năm 2027, đề nghị các cấp công đoàn thực hiện./.

Nơi nhận:
- Tổng Liên đoàn (báo cáo);
- Các công đoàn xã, phường;
- Lưu: VT.

TM. BAN THƯỜNG VỤ
CHỦ TỊCH

Lê Văn An
"""
