"""Targets read from lines that stand in a plan."""

from desktop.intake.documents import read_pasted
from desktop.intake.reading import Target

HEAD = (
    "CÔNG ĐOÀN XÃ HÒA SƠN\n\nSố: 05/KH-CĐX\n\nHòa Sơn, ngày 10 tháng 3 năm 2027\n\n"
    "KẾ HOẠCH\nCông tác năm 2027\n\n"
)


def targets(*lines: str, heading: str = "II. CHỈ TIÊU") -> list[Target]:
    """Read lines as items under one heading of a plan for 2027."""
    body = "\n".join(lines)
    text = f"{HEAD}I. MỤC ĐÍCH\n1. Nâng cao chất lượng.\n{heading}\n{body}\nNơi nhận:\n- Lưu: VT."
    return list(read_pasted(text).targets)


def told(found: list[Target]) -> list[tuple[str, str, str]]:
    return [(one.comparator, one.value, one.unit) for one in found]
