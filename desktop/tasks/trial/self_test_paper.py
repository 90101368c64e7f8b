"""The paper the self-test reads: short, made up, in the layout of a union plan."""

NUMBER = "34/KH-LĐLĐ"
LABELS = ["I.", "1.", "2.", "II.", "1.", "2."]
TEXT = """\
TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM
LIÊN ĐOÀN LAO ĐỘNG TỈNH HẢI VÂN
Số: 34/KH-LĐLĐ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hải Vân, ngày 14 tháng 10 năm 2026

KẾ HOẠCH
Chăm lo đời sống đoàn viên, người lao động năm 2027

Căn cứ Luật Công đoàn năm 2024, Ban Thường vụ Liên đoàn Lao động tỉnh xây dựng kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao đời sống vật chất, tinh thần của đoàn viên, người lao động trong tỉnh.
2. Việc chăm lo phải kịp thời, công khai và đúng đối tượng.

II. NHIỆM VỤ
1. Công đoàn các xã, phường rà soát đoàn viên có hoàn cảnh khó khăn, phấn đấu 90% trở lên được \
thăm hỏi trong năm.
2. Công đoàn cơ sở phối hợp với người sử dụng lao động cải thiện bữa ăn ca và điều kiện làm việc.

Trên đây là kế hoạch của Liên đoàn Lao động tỉnh, đề nghị các cấp công đoàn triển khai thực hiện./.

Nơi nhận:
- Công đoàn các xã, phường;
- Lưu: VT.

TM. BAN THƯỜNG VỤ
CHỦ TỊCH

Nguyễn Văn An
"""
