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
_GREETING: Final = re.compile(
    r"\s*(?=\w)(?:(?:dạ|vâng|thưa|kính|chào|xin phép|xin|em|tôi|mình|bên em|bên mình|chúng em"
    r"|chúng tôi|các|anh|chị|cô|chú|bác|thầy|sếp|ad|admin|nhóm|lãnh đạo|ạ)(?:\s*[,.:!]\s*|\s+))*"
    r"(?:(?:gửi|báo cáo|báo|bc|b/c|nộp|nhắn|cập nhật)(?!\w)(?:\s+(?:lại|anh|chị|cô|chú|bác|thầy|các"
    r"|ạ|nhé|số liệu|sl|số|của|trường em|đơn vị em|bên em|tháng này))*\s*[,:–-]?\s*)?",
    re.IGNORECASE,
)
"""“Dạ em gửi:”, “Chào chị, em báo cáo số liệu ạ:”."""


def without_greeting(text: str) -> str:
    """Return a message without the courtesies it opens with."""
    told = one_line(nfc(text))
    found = _GREETING.match(told)
    return told[found.end() :] if found is not None else told


def who_reports(text: str) -> str:
    """Return the words before those that say a report is made, "" where none say so."""
    told = one_line(nfc(text))
    found = _REPORTS.search(told)
    return told[: found.start()].strip() if found is not None else ""
