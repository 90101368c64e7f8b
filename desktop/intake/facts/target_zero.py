"""Targets without a figure: "không để xảy ra đình công" sets out to have none."""

import re
from collections.abc import Iterator

from desktop.intake.facts.quantities import Quantity, canonical_unit, unit_within
from desktop.intake.reading import Block, Target
from desktop.intake.words import plain, squeeze

_NONE = re.compile(
    r"\bkhong (?:de (?:xay ra |phat sinh |con |co )?|con |co |phat sinh )"
    r"(?P<what>(?:vu viec|vu|cuoc|truong hop|don vi|cdcs|cong doan co so|doanh nghiep|tinh trang|"
    r"doan vien|nguoi|tranh chap|dinh cong|ngung viec|tai nan|don thu|diem nong|no dong|sai pham|"
    r"that thu|khieu nai)\b[^;.,]{0,90})"
)
_NAMED = re.compile(r"^(?:vu viec|vu|cuoc|truong hop|don vi|cdcs|cong doan co so|doanh nghiep|"
                    r"doan vien|nguoi)\b")  # fmt: skip
NOTHING = Quantity("0", None, "=", "", 0, 0)


def zero_targets(block: Block, index: int, stage: str | None) -> Iterator[Target]:
    """Yield what a block under aims wants none of; the unit is the noun, or "vụ"."""
    for found in _NONE.finditer(plain(block.text)):
        what = found["what"]
        noun = _NAMED.match(what)
        unit = canonical_unit(unit_within(noun[0]) or "") if noun else ""
        yield Target(
            text=squeeze(block.text[found.start() : found.end()]), value="0", value_max=None,
            comparator="=", unit=unit or "vụ", stage=stage, basis=None, block=index,
            span=block.span, confidence=0.6, printed=False,
        )  # fmt: skip
