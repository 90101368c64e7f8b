"""Targets that are a grade: "phấn đấu xếp loại hoàn thành tốt nhiệm vụ trở lên" of the office."""

import re
from collections.abc import Iterator

from desktop.intake.reading import Block, Target
from desktop.intake.words import plain, squeeze
from desktop.models.outline.targets import GRADE

INDICATOR = "N03"
_GRADES = ("hoan thanh xuat sac", "hoan thanh tot", "hoan thanh")
_GRADE = re.compile(
    r"\b(?:xep|dat|giu|duoc)\s+(?:(?:duoc|xep|danh hieu|muc|loai|ket qua)\s+)*(?:tu\s+)?[“\"]?"
    r"(?P<grade>hoan thanh (?:xuat sac|tot)(?: nhiem vu)?|hoan thanh nhiem vu)\b[”\"]?"
    r"(?P<up>\s+tro len)?"
)
_WISH = re.compile(r"\b(?:phan dau|hang nam|dang ky|chi tieu)\b")
_OTHERS = re.compile(
    r"\b(?:cdcs|cong doan co so|nghiep doan|dang vien|can bo|ca nhan|doan vien|to chuc dang|chi bo|"
    r"dang bo|don vi truc thuoc|cac don vi)\b|%|\d"
)
"""Whose grade is no grade of the office; of how many is a share (N02)."""
_OWN = re.compile(
    r"\b(?:ldld|lien doan lao dong|cong doan (?:xa|phuong|dac khu|cac khu|nganh|khu)|"
    r"don vi|tap the)\b"
)
_BREAK = re.compile(r"[;.]\s")


def grade_targets(block: Block, index: int, stage: str | None) -> Iterator[Target]:
    """Yield the grade a block sets out for the office itself: that one or better."""
    bare = plain(block.text)
    start = 0
    for part in _BREAK.split(bare):
        found = _GRADE.search(part)
        if found is not None and _meant(part, found):
            place = next(
                at for at, name in enumerate(_GRADES, 1) if found["grade"].startswith(name)
            )
            yield Target(
                text=squeeze(block.text[start : start + len(part)]).strip(" ;.,-–"),
                value=str(place), value_max=None, comparator="<=", unit=GRADE, stage=stage,
                basis=None, block=index, span=block.span, confidence=0.6, indicator=INDICATOR,
                indicator_sure=0.9, printed=False,
            )  # fmt: skip
            return
        start += len(part) + 2


def _meant(part: str, found: re.Match[str]) -> bool:
    """Tell whether a clause speaks of the office: wished for, and of nobody else's grade."""
    before = part[: found.start()]
    return not _OTHERS.search(before) and bool(_WISH.search(before) or _OWN.search(before))
