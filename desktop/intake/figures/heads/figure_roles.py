"""Which figure or text a column holds, by what its heading and those over it say."""

from typing import Final

from desktop.intake.figures.wording.senses import SUBJECTS, Sense
from desktop.intake.figures.wording.vocabulary import Vocabulary, words_of

TEXT_ROLES: Final = (
    "number", "phone", "person", "address", "note", "measure", "company", "kind", "sector",
    "founded", "country", "code", "area", "unit",
)  # fmt: skip
MOVED_WHERE: Final = {
    "inside": {"in": "C13", "out": "C21"},
    "outside": {"in": "C14", "out": "C22"},
}
_WAYS: Final = {"den": "in", "ve": "in", "nhan": "in", "vao": "in", "di": "out", "ra": "out",
                "sang": "out"}  # fmt: skip
_LEAVING: Final = frozenset({"C23", "C24", "C25", "C26"})
_ELSEWHERE: Final = frozenset({"cdcs", "cong", "cd", "don", "co", "noi", "truong"})
"""Behind “đến” these are where somebody went: “chuyển đến đơn vị khác”."""
GROUP_WAYS: Final = {"increase": "in", "decrease": "out"}
_SUMS: Final = ("C10", "C20")
MOVEMENTS: Final = ("B", "C")


def movement(leaf: Sense, whole: Sense) -> str:
    """Return "moved" for a heading under increases or decreases that is not understood."""
    return "moved" if leaf.left and whole.concepts & {"moved", "increase", "decrease"} else ""


def moved_where(text: str, whole: Sense, words: Vocabulary) -> str:
    """Return the movement that direction and place tell: “Giảm > Chuyển công tác trong tỉnh”.

    The direction stands in the heading's own words or over it; "" where they disagree, or one
    of both is missing.
    """
    where = whole.concepts & MOVED_WHERE.keys()
    if len(where) != 1 or set(whole.left) - _WAYS.keys() or whole.concepts & {"worker", "men"}:
        return ""
    told = words_of(text)
    said = {way for word, after in zip(told, (*told[1:], ""), strict=True)
            if (way := _WAYS.get(word)) and not (way == "in" and after in _ELSEWHERE)}  # fmt: skip
    said |= {way for concept, way in GROUP_WAYS.items() if concept in whole.concepts}
    if len(said) != 1 or "C13" not in words.codes:
        return ""
    code = MOVED_WHERE[next(iter(where))][next(iter(said))]
    return code + "N" if "women" in whole.concepts else code


def other_of_group(leaf: Sense, whole: Sense, words: Vocabulary) -> str:
    """Return what "khác" stands for under increases and decreases, "" for other headings."""
    if whole.left != ("khac",) or leaf.left != ("khac",) or leaf.codes:
        return ""
    if not leaf.concepts <= {"increase", "decrease", "member", "total", "women"}:
        return ""  # "Từ đơn vị khác trong tỉnh"
    for concept, code in words.other_under.items():
        if concept in whole.concepts and isinstance(code, str):
            women = "women" in whole.concepts and code + "N" in words.codes
            return f"code:{code}N" if women else f"code:{code}"
    return ""


def figure(leaf: Sense, whole: Sense, words: Vocabulary) -> str:
    women, men = "women" in whole.concepts, "men" in whole.concepts
    if women and men:
        # "Nam" under "Nữ" is no heading anybody writes; both in one cell is no count of one.
        return ""
    codes = leaf.codes or whole.codes
    if codes:
        if len(set(codes)) > 1:
            # Two things at once are no figure of either, and nobody may lose them unseen.
            return "moved" if all(one[0] == "C" for one in codes) else ""
        code = codes[-1]
        if code in _SUMS and not leaf.codes and leaf.concepts & MOVED_WHERE.keys():
            return "moved"  # "Đoàn viên tăng > Từ trong tỉnh đến" are not all of them
        if leaf.codes and any(one[0] != code[0] for one in whole.codes):
            return "other"  # "CĐCS thành lập mới > Số CĐCS" are not all of them
        if leaf.subjects and not leaf.codes and code[0] != "C":
            return "other"  # "Tổ công đoàn > Đoàn viên" are no groups
        if whole.concepts & {"increase", "decrease"} and code[0] not in MOVEMENTS:
            return "other"  # "tổng số đoàn viên tăng" is no stock
        if code[0] in MOVEMENTS and {"worker"} == whole.concepts & {"worker", "member"}:
            return "moved"  # "lao động nghỉ hưu" need not be members
        if "moved" in leaf.concepts and code in _LEAVING:
            return "moved"  # "Chuyển công tác, nghỉ việc": two of them at once
        if women and code + "N" not in words.codes:
            return "other"
        if men:
            return f"men:{code}"
        return f"code:{code}N" if women else f"code:{code}"
    if whole.concepts & {"increase", "decrease"} and leaf.concepts == {"women"}:
        return "women"  # "Tăng > Kết nạp | Trong đó nữ"
    if total := _sum_of_movements(leaf, whole):
        return total
    if whole.concepts & {"increase", "decrease", "officers"}:
        return "other"
    subjects = leaf.subjects or whole.subjects
    if leaf.subjects == [SUBJECTS["worker"]] and "member" in whole.concepts:
        return "other"  # "Đoàn viên > Công nhân" are some of the members
    if "some_workers" in leaf.concepts or (subjects and "some_workers" in whole.concepts):
        return ""  # "Hợp đồng LĐ" are some of the workers, unless nothing tells them all
    if subjects and whole.concepts & {"part_of_units", "area", "kind"}:
        return "other"  # "đoàn viên doanh nghiệp" are some of the members
    if len(subjects) == 1:
        if men:
            return f"men:{subjects[0]}"
        return f"code:{subjects[0]}{'N' if women else ''}"
    if len(subjects) > 1:
        return "other"
    if (women or men) and not ("closing" in leaf.concepts and "women" not in leaf.concepts):
        return "women" if women else "men"
    if "total" in whole.concepts:
        return "total"
    return stock_of("closing", whole) if "closing" in whole.concepts else ""


def _sum_of_movements(leaf: Sense, whole: Sense) -> str:
    """Return the role of “Tăng trong kỳ > Cộng”: what the members' movements add up to."""
    ways = whole.concepts & GROUP_WAYS.keys()
    if len(ways) != 1 or "total" not in leaf.concepts or whole.left or (
        whole.concepts & {"worker", "men", "unit", "part_of_units", "officers"}
    ):  # fmt: skip
        return ""
    code = "C10" if "increase" in ways else "C20"
    return f"code:{code}N" if "women" in whole.concepts else f"code:{code}"


def of_others(leaf: Sense, upper: Sense, code: str) -> bool:
    """Whether a part of the members is told of others: of officers, of workers, of the new."""
    concepts = leaf.concepts | upper.concepts
    if {*leaf.codes, *upper.codes} - {code} or "officers" in concepts or "person" in upper.concepts:
        return True
    return "worker" in concepts and "member" not in concepts


def stock_of(role: str, whole: Sense) -> str:
    """Return "opening" or "closing" for the stock a movement begins or ends with."""
    other = whole.concepts & {"women", "men", "ratio", "plan", "scale", "worker"}
    return "other" if other else role


def text_role(sense: Sense) -> str:
    """Return the role of a column of words, "" when the heading speaks of figures."""
    if sense.codes or "ratio" in sense.concepts:
        return ""
    if sense.left and not sense.concepts & {"note", "phone", "person", "address", "founded"}:
        return ""
    for role in TEXT_ROLES:
        if role in sense.concepts:
            figure = sense.concepts & {"worker", "member", "women", "men", "plan", "other_time"}
            if role in ("unit", "area", "kind", "code", "measure") and figure:
                return ""
            if role in ("unit", "sector") and sense.concepts & {"total", "moved"}:
                return ""  # "CĐCS tiếp nhận" are counted, "chuyển đến (trong ngành)" too
            return role
    return ""
