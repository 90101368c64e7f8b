"""Targets a plan proposes for us: what the upper paper sets us by name, and our part of the rest.

A list or table that names our unit gives us a number of our own. A percentage, and a number
set for each unit, hold for us as they are. Any other number is the whole area's: our part of
it is proposed by members or by units where those are known, else it is left open.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from desktop.documents import addressing
from desktop.documents.office_facts import OfficeFacts
from desktop.models.outline import outline_labels as labels
from desktop.models.outline import rich_text
from desktop.models.outline.outline import Outline, OutlineRow
from desktop.models.outline.rich_text import Runs
from desktop.models.outline.targets import GRADE, PERCENT, Comparator, Target, format_target
from desktop.models.text import CAPITALS, SMALLS, fold, nfc, vi_number

_NUMBER: Final = re.compile(
    r"(?<![\w/.,])(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(?![\w/]|[.,]\d)\s*(%?)"
)
_OF_TIME: Final = r"(?!\s+(?:(?:mỗi|một|hằng|hàng)\s+)?(?:năm|quý|tháng|tuần)\b)"
# "02 phiên chợ, mỗi phiên 300 suất": what is held is counted, not who holds it.
_OF_THINGS: Final = (
    r"(?!\s+(?:một\s+)?(?:phiên|buổi|lớp|cuộc|suất|đợt|hội nghị|hội thi|giải|đội|phần|gói|túi|"
    r"chuyến|ngày|căn nhà|ngôi nhà|nhà|mô hình|chương trình|đoàn viên|người|cá nhân|gia đình|"
    r"trường hợp|em|cháu|học sinh)\b)"
)
_EACH: Final = re.compile(
    rf"\b(?:mỗi|từng)\b{_OF_TIME}{_OF_THINGS}|"
    rf"bình quân{_OF_TIME}|/(?:cđcs|đơn vị)\b",
    re.IGNORECASE,
)
"""A number for each unit; one for each year is still a number for all together."""
# A count a sentence names besides its targets: "02 phiên với 300 suất quà".
_COUNT: Final = re.compile(
    r"(?<![\w/.,\-–])(?:\d{1,3}(?:\.\d{3})+|\d{1,4})(?:\s*[-–]\s*\d[\d.]*)?"
    rf"(?=\s+[{SMALLS}])"
)
_NO_COUNT: Final = re.compile(
    r"(?:\b(?:mỗi|từng|bình quân)\b[^.;]*|\b(?:số|khoản|điều|điểm|mục|phần|chương|ngày|tháng|năm|"
    r"quý|thứ|cấp|loại|hạng|bậc|khóa|khoá|lớp|giờ|đợt|từ|trên|dưới|ít nhất|tối thiểu|tối đa|"
    rf"không quá|hơn)\s*|(?-i:\b[{CAPITALS}]\w*\s*))$",
    re.IGNORECASE,
)
_NO_THING: Final = re.compile(
    r"\s+(?:ngày|tháng|năm|giờ|phút|tuần|quý|lần|triệu|tỷ|tỉ|nghìn|ngàn|đồng|km|ha|mét|m|tuổi|"
    r"cấp|trở)\b|\s+\w+(?:\s+\w+)?\s*/|[^.;,]*\btrở (?:lên|xuống)\b",
    re.IGNORECASE,
)
_OF_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_TYPES: Final = re.compile(
    r"^(?:\d+[.)]?\s*)?(?:cong doan|cd|ldld|lien doan lao dong|cdcs)?\s*"
    r"(?:xa|phuong|dac khu|huyen|thi xa|nganh|p\.?|x\.?|cong ty|truong)?\s*$"
)
_NO_UNIT: Final = frozenset(
    {"tt", "stt", "don vi", "ten don vi", "ghi chu", "cong doan", "cap cong doan"}
)
_STOP: Final = frozenset(
    (
        *("moi", "ket", "nap", "phat", "trien", "so", "luong", "chi", "tieu", "giao", "nam"),
        *("it", "nhat", "thanh", "lap", "tu", "tren"),
    )
)
_SAME: Final = {"cong doan co so": "cdcs", "nghiep doan co so": "ndcs"}


@dataclass(frozen=True, slots=True)
class Quota:
    """A number set for us by name: what is counted, and the item it stands in or under."""

    value: Decimal
    unit: str
    item: str
    text: str


def quotas(parent: Outline, facts: OfficeFacts) -> list[Quota]:
    """Return the numbers the paper's lists and tables set for our unit by name."""
    own = addressing.own_proper(facts)
    if not own:
        return []
    found: list[Quota] = []
    header: list[str] = []
    for row in parent:
        text = nfc(row.item.plain)
        if " | " in text:
            cells = [cell.strip() for cell in text.split("|")]
            if any(_is_we(cell, own) for cell in cells):
                found += _of_cells(cells, header, own, _item_of(parent, row))
            elif not any(re.fullmatch(r"[\d.,%]+", cell) for cell in cells[1:]):
                header = cells
        else:
            header = []
            found += _of_line(text, own, row.id)
    return found


def is_quota_table(parent: Outline, row: OutlineRow) -> bool:
    """Tell whether a paragraph is a row of a table of numbers, a unit to a row."""
    return row.style == labels.NONE and " | " in row.item.plain


def is_quota_line(text: str, facts: OfficeFacts) -> bool:
    """Tell whether a line is our name and numbers, nothing to do besides."""
    own = addressing.own_proper(facts)
    head, colon, rest = nfc(text).partition(":")
    return bool(own and colon and _is_we(head, own) and _NUMBER.search(rest) and len(rest) < 80)


def is_each(text: str) -> bool:
    """Tell whether a sentence sets its number for each unit, not for all together."""
    return bool(_EACH.search(nfc(text)))


def matching(target: Target, given: Sequence[Quota]) -> Quota | None:
    """Return the quota that counts the same thing as a target of the paper."""
    wanted = _words(target.unit)
    ranked = [(len(wanted & _words(one.unit)), one) for one in given]
    best = max(ranked, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] and wanted else None


def proposed(
    target: Target, text: str, facts: OfficeFacts, given: Quota | None, cited: str, *, ours: bool
) -> Target:
    """Return what a target of the paper proposes for us; the paper's own is kept as basis.

    `ours` says that the task is addressed to our unit by its own name.
    """
    above = f"Chỉ tiêu cấp trên: {format_target(target)}"
    if target.basis:
        above = f"{above} ({target.basis})"
    if given is not None:
        basis = f"Giao tại {cited}: {amount_words(given)}"
        return replace(target, value=given.value, value_max=None, comparator=_at_least(target),
                       basis=f"{basis}. {above}")  # fmt: skip
    level = target.unit in (PERCENT, GRADE)  # the same for each, no part of a sum
    if level or target.value is None or ours or is_each(text):
        return replace(target, basis=target.basis or above) if target.value is not None else target
    if target.value != int(target.value) or facts.share is None or facts.role == "province":
        return replace(
            target, value=None, value_max=None, comparator=_at_least(target), basis=above
        )
    share = facts.share
    basis = (
        f"{above}; gợi ý phân bổ theo số {share.by}"
        f" {vi_number(share.part)}/{vi_number(share.whole)}"
    )
    return replace(target, value=Decimal(share.of(int(target.value))), value_max=None,
                   comparator=_at_least(target), basis=basis)  # fmt: skip


def written_in(text: Runs, given: Target, own: Target) -> Runs:
    """Return the sentence with our number in place of the paper's, room where ours is open."""
    if given.value is None or (given.value == own.value and given.value_max == own.value_max):
        return text
    new = "…" if own.value is None else _amount(own.value)
    found = _written(given, rich_text.plain(text))
    return rich_text.replace(text, found.start(), found.end(), new) if found else text


def opened(text: Runs, given: Sequence[Target], own: Sequence[Target]) -> Runs:
    """Return a sentence with room for the counts it names besides its targets.

    Where a target of the whole area is another number for us, so is what comes with it:
    "02 phiên với 300 suất quà". Conditions, numbers for each and percentages stay.
    """
    changed = any(
        one.value is not None and one.unit != PERCENT and one.value != ours.value
        for one, ours in zip(given, own, strict=True)
    )
    if not changed:
        return text
    plain = rich_text.plain(text)
    told = [found.span() for one in given if (found := _written(one, plain))]
    for match in reversed([*_COUNT.finditer(plain)]):
        start, end = match.span()
        if any(first < end and start < last for first, last in told):
            continue
        if _NO_COUNT.search(plain[:start]) or _NO_THING.match(plain[end:]):
            continue
        if not _OF_YEAR.fullmatch(match[0]):
            text = rich_text.replace(text, start, end, "…")
    return text


def _written(given: Target, plain: str) -> re.Match[str] | None:
    """Return where a sentence writes a target's number."""
    if given.value is None:
        return None
    pattern = _digits(given.value)
    if given.value_max is not None:
        pattern = rf"(?:từ\s+)?{pattern}\s*(?:-|–|đến)\s*{_digits(given.value_max)}"
    return re.search(rf"(?<![\d.,/]){pattern}(?![\d%/]|[.,]\d)", plain)


def amount_words(quota: Quota) -> str:
    """Return "120 đoàn viên", "85%"."""
    gap = "" if quota.unit == PERCENT else " "
    return f"{_amount(quota.value)}{gap}{quota.unit}".strip()


def _of_cells(cells: list[str], header: list[str], own: str, item: str) -> Iterator[Quota]:
    at = next(place for place, cell in enumerate(cells) if _is_we(cell, own))
    for place, cell in enumerate(cells):
        number = _NUMBER.fullmatch(cell)
        if place <= at or number is None:
            continue
        name = header[place] if place < len(header) else ""
        if fold(name) not in _NO_UNIT:
            unit = number[3] or re.sub(r"\s*\(.*\)$", "", name).strip().lower()
            unit = re.sub(r"\bcđcs\b", "CĐCS", unit)
            yield Quota(_value(number), unit, item, f"{name}: {cell}".strip(": "))


def _of_line(text: str, own: str, item: str) -> Iterator[Quota]:
    """Read "Công đoàn phường Hòa Khánh: 120 đoàn viên, 03 CĐCS" wherever it stands."""
    for piece in re.split(r"[;•]|\.\s", text):
        head, numbers = _after_name(piece, own)
        if not head:
            continue
        for match in _NUMBER.finditer(numbers):
            unit = match[3] or _unit_after(numbers[match.end() :])
            if unit:
                yield Quota(_value(match), unit, item, piece.strip())


def _after_name(piece: str, own: str) -> tuple[str, str]:
    """Return (name, what follows) of a piece that is our name and its numbers, else empty."""
    first = _NUMBER.search(piece)
    head, colon, rest = piece.rpartition(":")
    if colon and _is_we(head.rpartition(":")[2], own):
        return head, rest
    if first and _is_we(piece[: first.start()].strip(" -–,("), own):
        return piece[: first.start()], piece[first.start() :]
    return "", ""


def _is_we(cell: str, own: str) -> bool:
    said = " ".join(fold(cell).split()).strip(" .:-")
    if not said.endswith(own):
        return False
    before = said[: len(said) - len(own)].strip()
    return not before or bool(_TYPES.match(before))


def _item_of(parent: Outline, row: OutlineRow) -> str:
    if row.style != labels.NONE:
        return row.id
    above = (up.id for up in parent.ancestors(row.id) if up.style != labels.NONE)
    return next(above, row.id)


def _unit_after(rest: str) -> str:
    found = re.match(r"\s*([^\d.,;()|]{2,60})", rest)
    unit = found[1].strip() if found else ""
    unit = re.split(r"\s+(?:và|trở lên|trong|theo|năm)\b", unit)[0]
    return "" if unit.casefold().startswith(("trở", "và")) else unit


def _value(match: re.Match[str]) -> Decimal:
    return Decimal(match[1].replace(".", "") + (f".{match[2]}" if match[2] else ""))


def _words(unit: str) -> set[str]:
    said = fold(unit)
    for long, short in _SAME.items():
        said = said.replace(long, short)
    if "doan vien" in said:
        return {"doan vien"}
    return set(said.split()) - _STOP


def _at_least(target: Target) -> Comparator:
    return ">=" if target.comparator == "range" else target.comparator


def _amount(value: Decimal) -> str:
    if value != int(value):
        return vi_number(value, -int(value.normalize().as_tuple().exponent))
    return f"{int(value):02d}" if 0 < value < 10 else vi_number(int(value))


def _digits(value: Decimal) -> str:
    if value != int(value):
        return re.escape(_amount(value))
    whole = int(value)
    return f"(?:{'|'.join(re.escape(t) for t in (vi_number(whole), f'{whole:02d}', str(whole)))})"
