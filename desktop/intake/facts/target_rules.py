"""Which figure is a target: told from results, norms, caps, dues and conditions."""

import re
from functools import lru_cache
from typing import Literal

from desktop.intake.facts.quantities import Quantity
from desktop.intake.facts.target_conditions import (
    EARLIER_SHARE,
    PEOPLE,
    crowd,
    is_attendance,
    is_rule,
    is_size,
)
from desktop.intake.words import any_of, tables

# Words that another word looks like without its tone marks: planting and "in", gifts and "over",
# ordinals and collecting.
_KEPT = re.compile(r"\b(?:trồng|quà|thứ)\b")
_FEW_WORDS = 3
Mood = Literal["goal", "task", "result", "open"]

_SHARED_OUT = re.compile(r"\bphu trach\s+(?:tu\s+)?$")
_LOOKED_BACK = re.compile(r"\([^()]*$")
# "… 2.000 lượt vào năm 2028": a day to come makes an aim.
_DATED = re.compile(
    r"^[^;.,]{0,40}\b(?:vao|den|truoc)\s+(?:cuoi |het |truoc )?nam\s+(?P<year>20\d\d)\b"
)
_TOTAL = re.compile(
    r"\b(?:tong|gia tri|so tien|nguon)\b[^;.]*\b(?:dat|it nhat|toi thieu|khong duoi)\s*$"
)
# "Phiên chợ 0 đồng với 30 gian hàng": how large what is held shall be.
_RAISED = re.compile(r"\b(?:tiet kiem|van dong|quyen gop|huy dong|gay quy)\b[^;.,\d]{0,40}$")
# "nâng tổng số toàn tỉnh lên 118 phòng"
_RAISED_TO = re.compile(r"\b(?:nang|dua)\b[^;.,]{0,50}\blen\s*$")
_HAS = re.compile(r"^[\W\d]*(?:co|dat|phai co)\s*$")
_EVENT = re.compile(
    r"^\W*(?:to chuc\s+)?(?:phien cho|hoi cho|ngay hoi|trien lam|giai|le hoi|chuong trinh)\b"
    r"[^;.:]{0,60}\bvoi\s*$"
)
_WRONG = re.compile(
    r"\b(?:sai lech|sai sot|chenh lech|loi|trung|that thoat|ty le no|so no|no dong|tre han|qua han|"
    r"tra lai|bien dong)\b[^;.,%]{0,60}$"
)
_MILLION = 7  # figures before the point
_MONEY = frozenset(("triệu đồng", "tỷ đồng", "đồng"))
_EACH = re.compile(
    r"\bmoi\s+(?:[a-z]+,?\s+){0,8}(?:co|phai co|dat)?[^,;]{0,20}(?:it nhat|toi thieu|tu|co)?\s*$"
)
# What one class, team or parcel holds is no aim of the paper.
_COMPOSED = re.compile(
    r"\bmoi\s+(?:to(?! cong doan| chuc| chuyen mon| nghiep vu| san xuat)|lop|doi|nhom|"
    r"doan(?! vien)|phien|suat|cuoc|buoi|chuyen|"
    r"hoi nghi|tiet|ca|ban(?! thuong vu| chap hanh)|phong|xe|phan|goi|tui|giai)\b[^;.]*$"
)
_NORM_LEAD = re.compile(
    r"(?:su dung|doi ung|trich|nop|de lai|phan phoi|muc|(?<!van )(?<!lao )(?<!hoat )(?<!phat )dong|"
    r"thue|giam|giam gia|lai suat|huong|bang|phi|thu|chi|ho tro|cap|dong gop|von|gop|chiem|"
    r"(?<!kiem )(?<!thanh )tra|thuong|ty le)\s*(?:du|toi da|muc|them|lai)?\s*$"
)
_DISCOUNT = re.compile(r"\b(?:giam gia|uu dai|chiet khau|khuyen mai|lai suat|muc giam)\b[^;.,]*$")
# "Đề án “Xây dựng 1 triệu căn nhà ở xã hội”", "Chương trình “01 triệu đoàn viên”": a name.
_TITLE = re.compile(
    r"\b(?:de an|chuong trinh|phong trao|cuoc van dong|chien dich|chu de|du an)\s*“[^“”]*$"
)
_FALLS = re.compile(r"\b(?:giam|con|xuong|duy tri|giu)\b[^;.]{0,40}$")
_WHOLE_HAS = re.compile(r"\W*toan (?:nganh|tinh|huyen|xa|phuong|khu|thanh pho) (?:hien )?co\s*")
# "Chặng 1 đến 30/6: hoàn thành 35%; chặng 2 đến 31/7: 70%": what each lap is to reach.
_BY_LAPS = re.compile(
    r"\b(?:chang|buoc|dot|giai doan) (?:\d|[ivx]{1,3})\b[^.;:]{0,12}\bden [^.;:]{1,24}:\s*"
    r"(?:hoan thanh |dat )?$"
)
_REWARD = re.compile(r"\bvuot[^;.]{0,24}$")
_GIVEN = re.compile(
    r"^[^;.]{0,24}\b(?:duoc thuong|thuong|duoc cong|cong|duoc huong|tru|giam tru)\b"
)
_POINTS = re.compile(r"\d\s*diem\b")
_SPENDING = re.compile(r"^\W*(?:muc |ty le )?chi\b")
_BUDGET = re.compile(r"\b(?:tong )?(?:du toan|kinh phi|nguon)\b[^;]*\btrong do\b[^;]*$")
# "dự kiến 90 triệu đồng, công ty 70%, công đoàn 30%": who pays what of it.
_PAYS = re.compile(
    r"\bdong\b[^;.]*,?\s(?:cong ty|cong doan|ngan sach|chuyen mon|doanh nghiep|nha truong|"
    r"nguoi lao dong|cap tren|co so)(?:\s(?:chi|tra|ho tro|chiu|dong gop))?\s*$"
)
_DUES = re.compile(r"(?:kinh phi(?: cong doan)?|doan phi(?: cong doan)?|trich nop)\s*$")
_NO_COUNT_LEAD = re.compile(
    r"(?:\bdieu|\bkhoan|\bmuc|(?<!moi )(?<!hang )\b(?:nam|thang|quy)|\bngay|\bso|\bkhoa|"
    r"\bthứ|\bphu luc|"
    r"\bgiai|\bhang|\btrong|\bnhom|\bmau|\blan th[uứ]|\bkhoi|\bcum|\bto so|\bluc|\bsau|"
    r"\btruoc|(?<!chon )\bcu|\bmoi (?:don vi )?cu|\bcac|\btuoi|\bvong|(?<!khong )(?<!vuot )\bqua|"
    r"\btiet|\bkm|\bgom|\bbao gom|"
    r"\bkhoang|\bgan|\bngoai)\s*$"
)
_PRICE = re.compile(
    r"^\s*(?:dong|d\b|vnd|/\s*(?:nguoi|suat|phan|ho|gia dinh|thang|ngay))|^\s*(?:trieu|"
    r"nghin|ngan)?\s*dong\s*/"
)
_RISE = re.compile(r"\b(?:tang|giam)\s*(?:them|tu|it nhat|binh quan)?\s*$")
_START = re.compile(r"\btu\s*$")
_CHANGED = re.compile(r"^[^;.,]{0,24}\b(?:len|xuong)\s+(?:tren |duoi |it nhat |con )?\d")
_STATED = re.compile(
    r"\b(?:nhiem ky|nam|khoa|ky) truoc (?:co|dat|la|chi|moi|con)\b|"
    r"\bda (?!di vao|co cong doan|co to chuc|thanh lap cong doan|thanh lap to chuc|duoc thanh lap)"
    r"|\bhien (?:co|nay|tai)\b|\bmoi (?:co(?! so)|chi co|chi dat|dat)\b|\bqua khao sat\b"
    r"|\bnam qua\b|\bso voi cung ky\b|\btinh den (?:nay|ngay|thang|het)\b|\bghi nhan\b|\bcon \d"
    r"|\buoc (?:dat|thuc hien)\b|\bchua dat\b"
)
_PLACED = re.compile(r"\b(?:tai|o|gom|theo|cua|nhom|trong so|giua|dat chuan|thi diem)\s*$")
_INSPECTED = frozenset(("CĐCS", "doanh nghiệp", "đơn vị", "công đoàn", "nghiệp đoàn", "cơ quan"))
_LOOKED = re.compile(r"\b(?:kiem tra|giam sat|khao sat|doi thoai|thuong luong)\b")
_LOOKS_AT = re.compile(r"^[\W\d]*(?:kiem tra|giam sat)\b[^;.:\d]{0,90}\btai\s*$")
_COUNTS = re.compile(
    r"(?:(?:tu |it nhat |toi thieu |tren |khong duoi )?[\d.,]+[^\d:;.]{2,40}?(?:,| va|;)"
    r"\s*(?:va )?)+(?:tu |it nhat |toi thieu |tren |khong duoi )?"
)
# "Mỗi quý 02 buổi": how often, then the figure.
_OFTEN = re.compile(r"^(?:binh quan )?(?:moi|hang|tung) (?:nam|quy|thang|tuan)\s*,?:?\s*")
# "Năm thứ hai 40 thợ", "Quý I (dự kiến) mở 05 quầy": a period of the plan, then the figure.
_IN_PERIOD = re.compile(
    r"(?:^|[;:,.(]\s*)[\s\-+*]*(?:(?:trong|het|den het|rieng|vao)\s+)?"
    r"(?:quy [ivx]{1,3}(?:\s*/\s*20\d\d)?|nam th[uứ] (?:nhat|hai|ba|tu|nam)|nam (?:dau|cuoi)|"
    r"[369] thang(?: dau| cuoi)?|ca nam|nam 20\d\d|(?:hai|ba|bon|nam|\d) nam|"
    r"giai doan (?:[ivx]{1,3}|\d))(?: nam 20\d\d)?(?:\s*\([^()]*\))?\s*:?\s*"
    r"(?:(?:co|them|dat|la|phan dau|them duoc)\s+)?$"
)
_PERIOD_AFTER = re.compile(
    r"\s*(?:vao|trong)\s+(?:cuoi\s+)?(?:nam (?:20\d\d|th[uứ] |dau)|quy [ivx]{1,3}\b|"
    r"(?:hai|ba|\d) nam (?:dau|tiep|cuoi))"
)
_CAP = re.compile(r"khong qua|toi da|mien phi")
_ON_AVERAGE = re.compile(
    r"\b(?:binh quan|trung binh) (?:moi nam,? |hang nam,? )?(?:moi|tung) (?:cdcs|cong doan|don vi|"
    r"nghiep doan|cum|co so|to (?:cong doan|tu quan)|xa|phuong)[a-z ]{0,36}$"
)
_RARE = frozenset(("lần", "điểm", "tiết", "giải pháp", "chương trình", "ý kiến", "hồ sơ"))


def with_tones(text: str, bare: str) -> str:
    """Return the tone-less text with the tone marks of words that would be mistaken."""
    small = text.lower()
    if "trồng" not in small and "quà" not in small and "thứ" not in small:
        return bare
    for found in _KEPT.finditer(small):
        bare = bare[: found.start()] + found[0] + bare[found.end() :]
    return bare


def is_target(sentence: str, quantity: Quantity, mood: Mood, wished: bool) -> bool:
    """Judge one figure of a tone-less sentence.

    `mood` is what the headings above make of figures; `wished` says that the sentence
    speaks of an aim before the figure.
    """
    before = sentence[: quantity.start]
    after = sentence[quantity.end :]
    goal = wished or bool(goal_words().search(before))
    if _STATED.search(before) and not wished:
        return False
    if result_words().search(before) and not wished and mood != "goal":
        return False
    if mood == "result" and not wished and not _BY_LAPS.search(before):
        return False
    aimed = mood == "goal" or wished
    if quantity.comparator == "<=" and not aimed and not _is_small_share(before, quantity):
        return False
    below = quantity.comparator == "<" and quantity.unit == "%" and not (aimed or goal)
    if below and not _is_small_share(before, quantity) and not _FALLS.search(before):
        return False
    if not wished and _WHOLE_HAS.fullmatch(before) and after.startswith(","):
        return False  # "Toàn ngành có 312 CĐCS, phân bổ như sau:"
    if is_rule(before, after, quantity):
        return False
    if mood == "result" and re.search(r"\b(?:moi|chi|chua) dat\b", before):
        return False
    if mood == "result" and _LOOKED_BACK.search(before):
        return False  # "(chỉ tiêu là trên 85%)" beside what was reached
    if before.count("“") > before.count("”") and _TITLE.search(before):
        return False
    if _START.search(before) and _CHANGED.match(after):
        return False
    if quantity.unit == "%":
        return _is_share(before, after, mood, goal)
    return _is_count(before, after, quantity, mood, wished)


def _is_small_share(before: str, quantity: Quantity) -> bool:
    """Whether a share is to stay low: "sai lệch không quá 2%"."""
    return quantity.unit == "%" and bool(_WRONG.search(before))


def _is_share(before: str, after: str, mood: Mood, goal: bool) -> bool:
    if _DUES.search(before) or (_SPENDING.match(before) and not goal):
        return False
    if (
        _DISCOUNT.search(before[-50:]) and not re.search(r"\btang\s*$", before)
    ) or before.rstrip().endswith("moi"):
        return False
    if _REWARD.search(before) and _GIVEN.match(after):
        return False
    if _POINTS.search(after) and not re.search(r"\bphan dau\b", before):
        return False
    if (_BUDGET.search(before) or _PAYS.search(before)) and mood != "goal":
        return False
    if re.match(r"\s*(?:so voi )?(?:chi tieu|ke hoach|cung ky)\b", after) and not goal:
        if mood == "goal" and re.search(r"\b(?:hoan thanh|dat)\s*$", before):
            return True
        return bool(re.search(r"\b(?:tren|it nhat|toi thieu|dat)\s*$", before)) and mood != "result"
    rise = _RISE.search(before)
    if rise:
        # "Giảm 10% …" at the head of a clause is an order, elsewhere a report.
        if mood != "result" and re.search(r"it nhat\s*$", rise[0]):
            return True
        yearly = re.search(r"\b(?:h[aă]ng|moi) nam\s*$", before[: rise.start()])
        return goal or mood == "goal" or bool(yearly) or not before[: rise.start()].strip(" -+*")
    lead = _NORM_LEAD.search(before)
    full = lead and re.search(
        r"\b(?:thu|nop|trich nop) (?:du|dat)\s*$|\bhoan thanh (?:viec )?thu\s*$", before
    )
    if lead and not full and not re.search(r"(?:dat|duoc)\s*(?:muc|ty le)?\s*$", before):
        return lead[0].startswith(("ty le", "chiem")) and (goal or mood == "goal")
    if re.search(r"\bso voi (?:cung ky|nam|thang|quy)", after[:60]) and not goal:
        return False
    if mood == "goal" and re.search(r"\bchiem\s+(?:tu|tren|it nhat)?\s*$", before):
        return True
    return bool(full) or not re.match(
        r"\s*(?:tong )?(?:gia tri|kinh phi|luong|muc luong|chi phi|don gia)\b", after
    )


def _is_count(before: str, after: str, quantity: Quantity, mood: Mood, wished: bool) -> bool:
    least = quantity.comparator in (">=", "range") or bool(
        re.search(r"(?:it nhat|toi thieu|tren)\s*$", before)
    )
    each = bool(_EACH.search(before[-70:]))
    if quantity.named and not crowd(quantity) and _ON_AVERAGE.search(before):
        return not _PRICE.match(_unpaced(after, quantity))
    if is_size(before, after, quantity, wished, each):
        return False
    aimed = wished or mood == "goal"
    staged = bool(_IN_PERIOD.search(before) or _PERIOD_AFTER.match(after))
    if _NO_COUNT_LEAD.search(before) or _PRICE.match(_unpaced(after, quantity)):
        return False
    if _COMPOSED.search(before[-80:]) and not (aimed and before.endswith("moi to co ")):
        return False
    if _SHARED_OUT.search(before) and not wished:
        return False
    if aimed and quantity.unit == "lần" and re.search(r"\b(?:gap|tang)\s*$", before):
        return True
    often = EARLIER_SHARE.search(before) or quantity.comparator == "<="
    if quantity.unit in _RARE and (not aimed or often):
        return False
    if is_attendance(before, after, quantity, least):
        return False
    if quantity.unit == "điểm" and not re.search(r"\bphan dau\b", before):
        return False
    if quantity.unit in _MONEY and not _is_sum(before, after, aimed):
        return False
    if quantity.unit == "đồng" and not (_is_raised(before) and len(quantity.value) >= _MILLION):
        return False
    norm = re.search(any_of(tables().norm_words) + r"\b", before[-60:])
    if norm and not wished and not (mood == "goal" and _CAP.fullmatch(norm[0])):
        return False
    if aimed and _RAISED_TO.search(before):
        return True
    if not quantity.named and not _is_thing(
        before, quantity, wished or each or least or (aimed and (_HAS.match(before) or staged))
    ):
        return False
    if wished or mood == "goal":
        return bool(
            least or each or wished or _loose_verb(before) or _order(before) or _listed(before)
            or staged or quantity.comparator in ("<=", "<")
        )  # fmt: skip
    if quantity.unit in _MONEY and _is_raised(before):
        return True
    if _DATED.match(after) and re.search(r"\b(?:co|dat|len)\s+(?:\w+\s+)?$", before):
        return True
    if quantity.named and quantity.unit not in PEOPLE and _EVENT.search(before):
        return not crowd(quantity)
    if quantity.named and not crowd(quantity) and _OFTEN.fullmatch(before.lstrip(" -+*")):
        return True
    if re.match(r"\W*(?:binh quan )?moi\b[^,;.]*\bco\s*$", before) and not crowd(quantity):
        return True
    if _PLACED.search(before):
        if quantity.unit not in _INSPECTED or not _LOOKED.search(before[-90:]):
            return False
        if _LOOKS_AT.match(before):
            return True
    verb = re.search(r"\b" + any_of(tables().target_verbs) + r"\s+(?:\w+\s+){0,3}$", before)
    if verb and not crowd(quantity) and quantity.named:
        return True
    if (
        _order(before)
        and quantity.unit != "buổi"
        and (not crowd(quantity) or least or (_gives(before) and quantity.unit != "đồng chí"))
    ):
        return True
    lowest = bool(re.search(r"(?:it nhat|toi thieu)\s*$", before)) or (least and each)
    return lowest and (each or _loose_verb(before))


def _is_thing(before: str, quantity: Quantity, stressed: object) -> bool:
    """Whether an unknown noun is what is to be made or given, not a place or a theme."""
    if _PLACED.search(before) or quantity.unit.split()[-1][:1].isupper():
        return False
    order = _order(before)
    return bool(stressed) or bool(order and not _LOOKED.search(order[0]))


def _is_sum(before: str, after: str, goal: bool) -> bool:
    """Whether an amount is to be raised, not a rate per person or house."""
    each = re.search(r"\bmoi\s+\w+(?:\s+\w+){0,4}\s*$", before)
    return (goal or _is_raised(before)) and not each and "/" not in after[:12]


def _unpaced(after: str, quantity: Quantity) -> str:
    """Return what follows without how often things are to come: "04 bài/tháng" is no price."""
    paced = quantity.named and quantity.unit not in (*PEOPLE, *_MONEY) and not crowd(quantity)
    return re.sub(r"^\s*/\s*(?:thang|ngay|tuan)\b", "", after) if paced else after


def _is_raised(before: str) -> bool:
    """Whether the words before an amount say what it adds up to, or that it is collected."""
    return bool(_TOTAL.search(before) or _RAISED.search(before))


def _listed(before: str) -> bool:
    """Whether the figure stands alone after a name: "Phường An Khánh: 1.250 đoàn viên"."""
    lead = re.split(r"[:;]\s", before)[-1] if re.search(r"[:;]\s", before) else before
    lead = _OFTEN.sub("", re.sub(r"^[\s\-+*]+", "", lead))
    return not lead.strip() or bool(_COUNTS.fullmatch(lead))


def _order(before: str) -> re.Match[str] | None:
    """Return the order that begins the clause: "trao …", "kiểm tra … tại"."""
    return _orders().search(before[-140:])


def _gives(before: str) -> bool:
    return bool(re.search(r"\b(?:ho tro|tang|trao|tham|van dong|cap|ket nap|gioi thieu)\b", before))


@lru_cache(maxsize=1)
def _orders() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|[.;:,]\s|\bva\s)[\s\-+*“]*(?:[a-z ]{0,28}\b(?:chuc|hop|trien khai|tinh|nganh|huyen|"
        r"khoi|phai|can|se|tiep tuc|tung buoc|(?:moi|hang|tung) (?:nam|quy|thang)|tham gia)\s+)?"
        + any_of(tables().order_verbs)
        + r"\b(?:[^.;:,\d]{0,60}|[^.;\d]{0,90}:\s*)$"
    )


def _loose_verb(before: str) -> bool:
    words = tables()
    return bool(
        re.search(r"\b" + any_of(words.target_verbs + words.loose_verbs) + r"\b", before[-90:])
    )


def is_one_more(sentence: str, quantity: Quantity, mood: Mood) -> bool:
    """Whether a count right after a target is the next of the list: "500 suất quà và 20 xe đạp"."""
    after = sentence[quantity.end :]
    return (
        mood != "result" and (quantity.named or _is_plain(quantity))
        and quantity.unit not in ("%", *_RARE, *_MONEY)
        and quantity.unit not in PEOPLE and not crowd(quantity)
        and quantity.comparator in ("=", ">=", "range") and not _PRICE.match(after)
    )  # fmt: skip


def _is_plain(quantity: Quantity) -> bool:
    """Whether an unknown noun is a plain one of few words, no name."""
    return len(quantity.unit.split()) <= _FEW_WORDS and quantity.unit.islower()


def is_stated(sentence: str) -> bool:
    """Whether a tone-less sentence says how things are: "hiện có …", "qua khảo sát …"."""
    return bool(_STATED.search(sentence))


@lru_cache(maxsize=1)
def goal_words() -> re.Pattern[str]:
    """Words before a figure that make it an aim."""
    return re.compile(r"\b" + any_of(tables().goal_words) + r"\b")


@lru_cache(maxsize=1)
def result_words() -> re.Pattern[str]:
    """Words before a figure that make it a result."""
    return re.compile(r"\b" + any_of(tables().result_words) + r"\b")
