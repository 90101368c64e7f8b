"""Who reports, among the words that say so: “THCS Lê Lợi xin báo cáo số liệu tháng 10 như sau:”."""

import re
from typing import Final

from desktop.models.text import nfc, one_line

_REPORTS: Final = re.compile(
    r"[\s,–-]+(?:(?:em|tôi|chúng tôi|xin|xin phép|kính|trân trọng|đã|hiện)\s+)*"
    r"(?:báo cáo|báo|bc|b/c|gửi|nộp|nhắn|cập nhật|thông báo|cung cấp|tổng hợp)(?!\w)"
    r"(?:[\s,:]*(?:em|các|anh|chị|anh chị|nhanh|lại|về|số liệu|số|sl|tình hình|kết quả"
    r"|hoạt động|biến động|lao động|đoàn viên|công đoàn|cđ|xã|phường|trong|tháng|quý|năm|kỳ|T|và"
    r"|này|ngày|như|sau|với|nội dung|cụ thể|gồm|ạ|cô|chú|bác|\d[\d/.-]*)(?=\W|\d|$))*[\s:.]*$",
    re.IGNORECASE,
)  # fmt: skip


def who_reports(text: str) -> str:
    """Return the words before those that say a report is made, "" where none say so."""
    told = one_line(nfc(text))
    found = _REPORTS.search(told)
    return told[: found.start()].strip() if found is not None else ""
