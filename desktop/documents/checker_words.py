"""Slips of form in a document's own lines, seen before anything is put right by reading."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from desktop.documents.checker import Departure
from desktop.i18n import _

_RULES: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = (
    (
        re.compile(r"^\s*Số\s*:?\s*\d\s*/", re.IGNORECASE),
        _("Số, ký hiệu"),
        _("Số văn bản có từ hai chữ số: 05/KH-…; dự thảo để trống chỗ ghi số."),
    ),
    (
        re.compile(r"^\s*Số\s*:?\s*\d+\s*/?/\s*/|^\s*Số\s*:?\s*\d+//", re.IGNORECASE),
        _("Số, ký hiệu"),
        _("Giữa số và ký hiệu chỉ có một dấu gạch chéo."),
    ),
    (
        re.compile(r"^\s*Số\s*:?\s*\d+(\s+/|\s*/\s+)\S", re.IGNORECASE),
        _("Số, ký hiệu"),
        _("Giữa số, dấu gạch chéo và ký hiệu không có dấu cách."),
    ),
    (
        re.compile(r"^\s*Số\s*:?.{0,20}/(19|20)\d\d\b", re.IGNORECASE),
        _("Số, ký hiệu"),
        _("Ký hiệu không ghi năm."),
    ),
    (
        re.compile(r"^\s*Số\s*:?.{0,20}\bCtr\b"),
        _("Số, ký hiệu"),
        _("Chương trình viết tắt là “CTr”."),
    ),
    (
        re.compile(r"\S\s+số\s+\d+\s*//|\S\s+số\s+\d+/Ctr-"),
        _("Nội dung"),
        _("Số, ký hiệu dẫn trong bài viết sai: “//” hoặc “Ctr”."),
    ),
    (
        re.compile(r"^\s*(T/M|K/T|T/L)\b"),
        _("Chữ ký"),
        _("Viết “TM.”, “KT.”, “TL.”, không dùng gạch chéo."),
    ),
    (
        re.compile(r"^\s*(TM|KT|TL|TUQ)\.(?=[A-ZĐ]{2})"),
        _("Chữ ký"),
        _("Sau “TM.”, “KT.”, “TL.” có một dấu cách."),
    ),
    (
        re.compile(r"^\s*V/v\b.*[“”\"«»]", re.IGNORECASE),
        _("Trích yếu công văn"),
        _("Trích yếu không đặt trong ngoặc kép."),
    ),
    (
        re.compile(
            r"(?:^|\s{2,})[^,;.]{2,40},\s*ngày\s+(?:[1-9]\s+tháng|"
            r"\d{1,2}\s+tháng\s+(?:0[3-9]|[12])\s+năm)[^;.]*(?:19|20)\d\d\s*$"
        ),
        _("Địa danh, ngày tháng"),
        _("Chỉ thêm số 0 trước ngày từ 1 đến 9 và tháng 1, 2: ngày 05 tháng 6."),
    ),
    (
        re.compile(r"Độc lập(?! - Tự do - Hạnh phúc)\s*[-–—]\s*Tự do\s*[-–—]?\s*Hạnh phúc"),
        _("Tiêu ngữ"),
        _("Tiêu ngữ viết “Độc lập - Tự do - Hạnh phúc”: gạch nối, hai bên có dấu cách."),
    ),
)


def as_printed(lines: Iterable[str]) -> Iterator[Departure]:
    """Yield each slip once, in the order of the lines."""
    seen: set[Departure] = set()
    for line in lines:
        for pattern, where, message in _RULES:
            told = Departure(where, message)
            if told not in seen and pattern.search(line):
                seen.add(told)
                yield told
