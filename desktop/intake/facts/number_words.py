"""Counts written out in words: "hai mươi lăm", "một trăm linh hai", "ít nhất hai"."""

import re
from collections.abc import Iterator

_DIGITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_WHOLES = {**_DIGITS, "mười": 10}
_ONE = "(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)"
# After a ten, five is "lăm": "mười năm" are ten years.
_LAST = "(?:một|mốt|hai|ba|bốn|tư|lăm|nhăm|sáu|bảy|bẩy|tám|chín)"
_TENS = rf"(?:{_ONE} mươi|mười)(?: {_LAST})?"
_BELOW_THOUSAND = rf"(?:{_ONE} trăm(?: (?:lẻ|linh) {_ONE}| {_TENS})?|{_TENS})"
_MEASURE = r"ít nhất(?: là| có)?|tối thiểu(?: là| có)?|không dưới|không ít hơn"
_ORDERS = r"tổ chức|thành lập(?: mới)?|mở|xây dựng|khởi công|ra mắt|lắp đặt"
_FEW = re.compile(
    rf"(?<!\w)(?:(?:{_MEASURE}) (?P<m>{_ONE})|(?:{_ORDERS}) (?P<o>một|hai|ba|bốn|sáu|bảy|tám|chín)|"
    rf"(?:kiểm tra|giám sát|khảo sát) [^;.:\d]{{0,80}}?tại (?P<t>{_ONE}))(?= )"
    r"(?! (?:mươi|trăm|nghìn|ngàn|triệu|tỷ|phần|số|nửa|vài))"
)
_SPELLED = re.compile(
    rf"(?<![\w(])(?<!phần )(?P<n>(?:{_BELOW_THOUSAND}|{_ONE}) (?:nghìn|ngàn)(?: {_BELOW_THOUSAND})?"
    rf"|{_BELOW_THOUSAND})(?= )"
)


def spelled_numbers(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (value, start, end) of the numbers that the text writes in words.

    Below ten a word is as often an article ("một số", "ba cấp"): it counts only after an order
    or a word of measure, and "năm", which is also a year, only where no year can stand.
    """
    small = text.lower()
    for found in _FEW.finditer(small):
        which = found.lastgroup or "m"
        yield _DIGITS[found[which]], found.start(which), found.end(which)
    if not any(word in small for word in ("mươi", "mười", "trăm", "nghìn", "ngàn")):
        return
    for found in _SPELLED.finditer(small):
        yield _value(found["n"].split()), found.start(), found.end()


_FRACTION = re.compile(
    rf"(?<!\w)(?:(?P<a>{_ONE}) phần (?P<b>hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)|(?:một )?nửa)"
    r"(?= (?:tổng )?số | [^\W\d]+ [^\W\d]+)"
)
_SHARE_LEAD = re.compile(r"(?:ít nhất|tối thiểu|trên|phấn đấu|đạt|có|từ)$")


def spelled_shares(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (percentage, start, end) of shares written in words: "ít nhất hai phần ba số …"."""
    small = text.lower()
    if " phần " not in small and "nửa" not in small:
        return
    for found in _FRACTION.finditer(small):
        counted = re.match(r" (?:tổng )?số ", small[found.end() :])
        if not counted and not (found["a"] and _SHARE_LEAD.search(small[: found.start()].rstrip())):
            continue
        part, whole = (_DIGITS[found["a"]], _WHOLES[found["b"]]) if found["a"] else (1, 2)
        if part < whole:
            share = round(part * 100 / whole, 2)
            yield f"{share:g}", found.start(), found.end()


def _value(words: list[str]) -> int:
    total = here = last = 0
    for word in words:
        if word in _DIGITS:
            last = _DIGITS[word]
        elif word == "mươi":
            here, last = here + last * 10, 0
        elif word == "mười":
            here += 10
        elif word == "trăm":
            here, last = here + last * 100, 0
        elif word in ("nghìn", "ngàn"):
            total, here, last = (here + last) * 1000, 0, 0
    return total + here + last
