"""Which figures are conditions, rules or attendance: they say who is meant, not what to reach."""

import re

from desktop.intake.facts.quantities import Quantity

_OWNERS = (
    r"(?:doanh nghiep|cong ty|don vi|co quan|cdcs|cong doan co so|cong doan|noi|dn|"
    r"truong|khu vuc|cac to chuc|to chuc(?= co )|hop tac xa|nghiep doan|cum|to cong doan|co so|"
    r"benh vien|xi nghiep|nha may|chi nhanh|ho kinh doanh|phong kham|khach san|htx)"
)
_LIMIT = r"(?:tu|duoi|tren|it nhat|toi thieu|khoang|hon|den|>=?|≥|<)"
_CONDITION = re.compile(
    _OWNERS
    + rf"[^;.:]{{0,90}}?\b(?:co|su dung|quy mo|voi)\s*(?:so\s+)?(?P<limit>{_LIMIT})?\s*(?:du\s*)?$"
)
_SIZE = re.compile(_OWNERS + r"[^;.:,]{0,40}?\s(?:tu|duoi|tren)\s*$")
_OWNER_FROM = re.compile(_OWNERS + r"[^;.:]{0,60},\s*(?:tu|tren)\s*$")
# "tại các khoa có từ 15 nhân viên trở lên": where, whatever is counted there.
_WHERE = re.compile(
    r"\b(?:tai|o|doi voi|cho)\s+(?:cac |nhung |moi )?[^;.:,]{2,50}?\bco\s+(?:tu|tren|duoi)\s*$"
)
# "Mỗi chi bộ có trên 30 đảng viên xây dựng kế hoạch": the verb is still to come.
_ACTS = re.compile(
    r"^\s*(?:xay dung|thanh lap|to chuc|phai|bo tri|duoc|lap|ban hanh|gioi thieu|tiep nhan|"
    r"trien khai|thuc hien|tham gia|ky|co (?:it nhat|toi thieu|tu))\b"
)
# What follows when the figure is met or missed: no aim, a rule.
_IF = re.compile(
    r"\b(?:truong hop|neu|khi|don vi|ca nhan|tap the|cdcs|cong doan co so|noi)\b[^;.]*"
    r"\b(?:duoi|tren|tu|qua|hon|dat|du|vuot|khong dat)\s*$"
)
_THEN = re.compile(
    r"^[^;.]{0,50}\b(?:(?:duoc|se) (?:xem )?xet (?:tang|khen|giam|cong)|"
    r"duoc (?:tang co|thuong|cong diem|dang ky thap)|"
    r"khong (?:duoc )?(?:xet|xep|cong nhan|khen|de nghi)|(?:se )?bi\b|tru diem|"
    r"ha (?:mot )?bac|phai (?:giai trinh|bao cao|kiem diem|lam ro)|thi\b)"
)
_REWARDED = re.compile(
    r"\s*(?:tro len )?(?:chi tieu |ke hoach )?(?:thi )?(?:duoc|se duoc) (?:xem )?xet\b"
)
_LOWER_FOR = re.compile(r"\bduoc\b[^;.]{0,60}\bnhung khong (?:qua|vuot qua)\s*$")
# "Riêng xã có dưới 10 doanh nghiệp: 01 công đoàn cơ sở", "nơi có từ 05 doanh nghiệp trở lên".
_HOLDING = re.compile(
    r"\b(?:xa|phuong|dac khu|noi|dia ban|cum|khu|don vi|cdcs|cong doan co so|doanh nghiep|truong)"
    r"\s+co\s+(?:tu|tren|duoi|it hon|nhieu hon)\s*$"
)
_HELD = re.compile(r"\s*(?:tro (?:len|xuong)\b\s*(?!$|[.,;])|:)")
# "CĐCS thành lập mới phải có từ 05 đoàn viên trở lên": the law's least.
_LEAST_OF_ALL = re.compile(r"\bthanh lap moi\b[^;.]{0,20}\bphai co (?:tu|it nhat|toi thieu)\s*$")
# "riêng nông trường có trên 50% lao động nữ phải đạt 45%": which are meant, then the aim.
_HAVING = re.compile(r"\b(?:rieng|doi voi|nhung|cac|noi)\s[^;.:,]{2,50}\bco\s+(?:tu|tren|duoi)\s*$")
_MUST = re.compile(r"\s[^;.,]{2,60}\b(?:phai|can)\s+(?:dat|co|bao dam|dam bao)\b[^;.]*\d")
_BECAUSE = re.compile(r"(?<!trong )(?<!tu )(?<!theo )\b(?:do|vi)\s+(?:con\s+)?$")
_DOES = re.compile(
    r"%[^.;%,]{0,60}\b(?:co|to chuc|duoc [a-z ]{2,30}|thuc hien) (?:it nhat|toi thieu)\s*$"
)
# "60% đoàn viên đọc từ 04 cuốn sách trở lên": how much each of the share does.
_DOES_EACH = re.compile(
    r"%\s+(?:so )?(?:doan vien|nguoi lao dong|cong nhan|can bo|hoi vien|giao vien|cdcs|"
    r"cong doan co so|to cong doan|don vi)\b[^,;:.%\d]{0,60}\s(?!co\b)[a-z]+\s+"
    r"(?:tu|it nhat|toi thieu)\s*$"
)
_FAILS = re.compile(r"\s*(?:chua|khong|con|bi|cham|vuong)\b")
# "100% CĐCS có ít nhất một hoạt động": what each of the share does is part of it.
_DONE_BY_EACH = frozenset(("hoạt động", "lần"))
_QUORUM = re.compile(r"\bkhi co\s+(?:mat\s+)?(?:du\s+)?(?:it nhat|toi thieu|tu|tren|qua)\s*$")
_VOTED = re.compile(
    r"\b(?:bieu quyet|tan thanh|nhat tri thong qua|dai bieu (?:du|co mat|duoc trieu tap)|"
    r"phieu (?:bau|hop le|tin nhiem))\b"
)
EARLIER_SHARE = re.compile(r"(?:%|\bphan (?:tram|ba|tu|nam|muoi)\b|\bmot nua\b)[^;.%]*$")
PEOPLE = frozenset(
    ("người lao động", "lao động", "đoàn viên", "người", "CNLĐ", "CNVCLĐ", "cán bộ", "đảng viên",
     "giáo viên", "viên chức", "công nhân", "nhân viên", "học sinh", "học viên", "hộ", "giảng viên")
)  # fmt: skip
# "02 lớp … cho 150 cán bộ": who comes is no second aim.
_ATTENDED = re.compile(
    r"\d\s+(?:lop|hoi nghi|buoi|cuoc|dot|hoi thi|dien dan)\b[^.;]*\b(?:cho|voi)\s*$"
)
_COMES = re.compile(r"\s*(?:tham gia|tham du|du)\b")


def is_rule(before: str, after: str, quantity: Quantity) -> bool:
    """Whether the figure says when something follows, who is enough, or how a vote went."""
    if _VOTED.search(before[-80:]) or _VOTED.search(after[:60]):
        return True
    if (_HOLDING.search(before) and _HELD.match(after)) or _LEAST_OF_ALL.search(before):
        return True
    if quantity.unit == "%" and _HAVING.search(before) and _MUST.match(after):
        return True
    if _BECAUSE.search(before) and _FAILS.match(after):
        return True
    if quantity.unit in _DONE_BY_EACH and _DOES.search(before):
        return True
    if quantity.unit != "%" and quantity.unit not in PEOPLE and _DOES_EACH.search(before):
        return True
    if _QUORUM.search(before) or (_IF.search(before[-140:]) and _THEN.match(after)):
        return True
    if _REWARDED.match(after) or _LOWER_FOR.search(before):
        return True
    return quantity.unit == "%" and bool(re.match(r"\s*(?:nop cap tren|de lai|trich nop)\b", after))


def crowd(quantity: Quantity) -> bool:
    """Whether persons or times are counted, which most tasks only happen to name."""
    return quantity.unit in ("người", "đồng chí", "lao động", "lần", "người lao động")


def is_attendance(before: str, after: str, quantity: Quantity, least: bool) -> bool:
    """Whether people are counted who come to what is held."""
    if re.search(r"\bchon\s+(?:tu\s+)?$", before) and _COMES.match(after):
        return True  # "chọn 06 thợ giỏi dự thi"
    people = crowd(quantity) or quantity.unit in PEOPLE or quantity.unit == "đội"
    comes = not least and _COMES.match(after)
    return people and bool(_ATTENDED.search(before) or comes)


def is_size(before: str, after: str, quantity: Quantity, wished: bool, each: bool) -> bool:
    """Whether something is counted to say which enterprises are meant."""
    if _WHERE.search(before[-100:]) and re.match(r"[^;.,]*?\btro (?:len|xuong)\b", after):
        return True
    found = _CONDITION.search(before[-130:])
    more = bool(re.match(r"[^;.]*?\btro len\s+(?!trong|vao|den|/)[a-z]{2,}", after))
    if more and re.search(r"(?:%|phan tram)[^;.%,]*\b(?:tu|tren|quy mo)\s*$", before):
        return True
    if more and EARLIER_SHARE.search(before) and _OWNER_FROM.search(before):
        return True
    if quantity.unit not in PEOPLE:
        return bool(found and found["limit"] and EARLIER_SHARE.search(before) and more)
    if each and found and found["limit"] and _ACTS.match(after):
        return True
    if each and not more:
        return False
    if found and (found["limit"] or EARLIER_SHARE.search(before) or not wished):
        return bool(found["limit"]) or not re.search(r"\btoan (?:khoi|tinh|huyen)\b", before)
    return bool(_SIZE.search(before[-80:])) and not wished
