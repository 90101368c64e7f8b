"""By when a target is to be reached: "đến năm 2030", "hàng năm", "năm 2020"."""

import re
from collections.abc import Sequence

from desktop.intake.facts.quantities import Quantity, figures
from desktop.intake.words import plain, squeeze

_YEAR = r"(?:19|20)\d\d"
_LUNAR_YEAR = (
    r"(?:giap|at|binh|dinh|mau|ky|canh|tan|nham|quy)\s+"
    r"(?:ty|suu|dan|mao|thin|ngo|mui|than|dau|tuat|hoi)"
)
_DUE = re.compile(
    rf"(?:tu nay\s+)?den\s+(?:het\s+|cuoi\s+|truoc\s+)?(?:nam\s+|"
    rf"thang\s+\d{{1,2}}\s*(?:/|nam)\s*|quy\s+[ivx\d]+\s*(?:/|nam)\s*|"
    rf"\d{{1,2}}/\d{{1,2}}/|ngay\s+\d{{1,2}}/\d{{1,2}}/)?{_YEAR}"
    r"|den\s+(?:het\s+)?(?:ngay\s+)?(?:mong\s+)?\d{1,2}\s+thang\s+(?:gieng|chap)\b"
    r"|\bden\s+(?:het\s+)?(?:ngay\s+)?\d{1,2}/\d{1,2}(?![\d/])|\bden\s+(?:het|cuoi)\s+nam\b(?!\s+\d)|\bden\s+het\s+quy\s+[ivx]{1,3}\b(?!\s*/)(?!\s+nam)"
    rf"|\b(?:truoc|cham nhat)\s+(?:la\s+)?ngay\s+\d{{1,2}}/\d{{1,2}}/{_YEAR}"
    rf"|\bhet\s+(?:nam\s+{_YEAR}|nhiem ky\b|quy\s+[ivx]{{1,3}}\b(?!\s*/)(?!\s+nam))"
    rf"|den\s+(?:het\s+|cuoi\s+)?nam hoc\s+{_YEAR}\s*[-–—]\s*{_YEAR}"
    rf"|\bgiai doan\s+{_YEAR}\s*[-–—]\s*{_YEAR}|den\s+(?:het|cuoi)\s+nhiem ky"
    rf"|nhiem ky\s+{_YEAR}\s*[-–—]\s*{_YEAR}"
)
_WITHIN = re.compile(
    rf"(?:trong|vao|het|cuoi)?\s*(\bdot\s+(?:[ivx]{{1,3}}|\d)\s+nam\s+{_YEAR}|"
    rf"(?:\b6 thang (?:dau|cuoi)\s+|\btu\s+)?nam\s+{_YEAR}|"
    rf"nam hoc\s+{_YEAR}\s*[-–—]\s*{_YEAR}|(?:hoc ky|hk)\s+[i12]{{1,2}}\b|"
    rf"quy\s+[ivx]{{1,3}}(?:\s*/\s*|\s+nam\s+){_YEAR}|\b[69] thang (?:dau|cuoi) nam(?: {_YEAR})?|"
    rf"\bquy\s+[ivx]{{1,3}}(?=\s*:)|(?<=rieng )thang\s+\d{{1,2}}(?!\s*/)|"
    rf"(?<=trong )0?[69] thang (?:dau|cuoi)(?! nam))"
)
_YEARLY = re.compile(
    r"\b(?:cuoi nhiem ky|h[aă]ng nam|moi nam|hang quy|hang thang|moi quy|moi thang|ca nhiem ky|"
    r"trong nhiem ky|ca nam|trong nam(?! dau| hoc| \d))\b"
)
# "Đến 2025: 40%; 2030: 70%": a year alone before its figure goes on with the stages.
_YEAR_ALONE = re.compile(
    rf"(?:[;,.]\s*|\bva\s+)(?:(?:den\s+)?nam\s+)?({_YEAR})\s*(?:[:,–—-]|la|dat|co|len|"
    r"(?=\s(?:[a-z]+\s){1,2}$))\s"
)
# A period that stands right before its figure: "quý II 50%", "năm thứ hai (2027): giảm 35%".
_STEP = re.compile(
    rf"(?<![\w-])((?:(?:den\s+)?het\s+|tu\s+)?(?:quy\s+[ivx]{{1,3}}(?![\w/])(?!\s+nam)|[369]\s+thang"
    r"(?:\s+(?:dau|cuoi)(?:\s+nam)?)?(?!\s*/)|ca nam|nam thu (?:nhat|hai|ba|tu|nam|sau)|"
    rf"nam (?:dau|cuoi)(?: tien)?|giai doan (?:[ivx]{{1,3}}|\d)(?!\d))(?:\s*\((?:nam\s+)?{_YEAR}"
    rf"(?:\s*[-–—]\s*{_YEAR})?\))?)(?=[\s:,–—-])"
)
_STEP_REACH = 40
# … or right after it: "65% vào năm 2028", "05 trạm nghỉ trong năm đầu".
_RIGHT_AFTER = re.compile(
    rf"\s+(?:(?:vao|trong)\s+(?:cuoi\s+)?(nam\s+{_YEAR}(?!\s*[-–—]))|"
    r"((?:trong|vao)\s+(?:nam dau(?: tien)?|nam thu (?:nhat|hai|ba|tu|nam)|"
    r"(?:hai|ba|bon|\d) nam (?:dau|tiep theo|cuoi|con lai))))\b"
)
_PER_YEAR = re.compile(r"^[^\s,;.]{0,20}(?:\s[^\s,;./]{1,12}){0,2}\s*/\s*nam\b")
_NAMED = re.compile(
    r"(?:ke hoach|chuong trinh|nghi quyet|de an|quyet dinh|chu de|ket qua|thang|tet|xuan|"
    r"so voi|chi tieu|du toan|luat|dieu le|bo luat|cung ky)\s+$"
)
_TERM = re.compile(r"^(?:giai doan|nhiem ky)")
_LUNAR = re.compile(
    rf"\btet\s+(?:(?:nguyen dan|co truyen|am lich)\b\s*)?(?:{_LUNAR_YEAR}\b\s*)?"
    rf"(?:[,-]?\s*nam\s+{_YEAR})?"
)
_EVERY = re.compile(r"(?:h[aă]ng nam|moi nam|trong nam)$")
# "… 30% trở lên, phấn đấu đến năm 2030 đạt 35%": the term is that of the later figure.
_NEXT_FIGURE = re.compile(r"\s+(?:dat|co|la|len|tang len)\s+(?:[a-z]+\s+){0,2}\d")
_FAR = 48
# How far before a figure its stage may stand, in letters.
_REACH = 2_000
_PAST = re.compile(
    rf"\b(?:nam(?: hoc)?|giai doan|nhiem ky|den(?: ngay| het| nay)?|ngay|thang \d{{1,2}}/)\s*"
    rf"(?:(?:\d{{1,2}}/){{0,2}}{_YEAR}\s*[-–—]\s*)?(?:\d{{1,2}}/){{0,2}}({_YEAR})\b"
)
_CITED = re.compile(
    r"\b(?:quyet dinh|ke hoach|nghi quyet|huong dan|cong van|chuong trinh|luat|bo luat|nghi dinh|"
    r"thong bao|chi thi|ket luan|thong tu|dieu le|so voi)\b[^;.:]{0,90}$"
)


class Stages:
    """Finds the stage of a figure in its block, the headings above, or the subject.

    `yearly` is the way this document spells "every year".
    """

    def __init__(self, subject: str, yearly: str = "hàng năm") -> None:
        self.subject, self.wide = _of_subject(subject)
        self._yearly = yearly

    def of(
        self, text: str, quantity: Quantity, above: Sequence[str], *, goal: bool = True
    ) -> str | None:
        """Return the stage as printed, lower case; None when none is told.

        The whole term in a subject holds for the aims (`goal`), not for each single task.
        """
        bare = figures(text)
        found = (
            _step(text, bare, quantity)
            or self._before(text, bare, quantity.start)
            or _after(text, bare, quantity.end)
        )
        if found and goal and _EVERY.match(plain(found)):
            # What is to be reached each year of the term that the heading names.
            found = next(filter(None, map(_term_in, above)), found)
        every = _PER_YEAR.match(bare[quantity.end :]) and (self.wide or not self.subject)
        if every and not (found and _is_due(found)):
            return self._yearly
        for heading in above:
            if not found and len(heading) < 160:
                found = stage_in(heading)
        if found:
            return self._completed(found)
        return self.subject if goal or not self.wide else None

    def _before(self, text: str, bare: str, end: int) -> str | None:
        # A term reaches over the periods named after it: "đến 2028: mỗi năm 100 đoàn viên".
        for patterns in ((_DUE,), (_WITHIN, _YEARLY)):
            start = max(0, end - _REACH)
            found = [m for one in patterns for m in one.finditer(bare, start, end)]
            told = [
                m for m in found
                if not _in_quotes(text, m.start()) and not _aside(bare, m, end)
                and not _NAMED.search(bare[: m.start(m.lastindex or 0)])
            ]  # fmt: skip
            if told:
                nearest = max(told, key=lambda m: m.end())
                return _next_year(bare, nearest, end) or _printed(bare, text, nearest)
        return None

    def _completed(self, found: str) -> str:
        """Add the years that the subject prints: "6 tháng cuối năm 2027", the whole term."""
        longer = self.subject or ""
        if longer.startswith("nhiệm kỳ") and plain(found) == "ca nhiem ky":
            return longer
        if longer and not self.wide and plain(found) in ("trong nam", "ca nam"):
            return longer
        return longer if longer.startswith(f"{found} ") else found


def _step(text: str, bare: str, quantity: Quantity) -> str | None:
    """Return the period that stands right beside the figure, within its own clause."""
    after = _RIGHT_AFTER.match(bare, quantity.end)
    if after:
        return squeeze(text[slice(*after.span(after.lastindex or 0))]).lower()
    start = max(bare.rfind(mark, 0, quantity.start) for mark in (";", ",", ". "))
    clause = bare[max(start, 0) : quantity.start]
    found = [*_STEP.finditer(clause)]
    if not found or len(clause) - found[-1].end() > _STEP_REACH:
        return None
    if re.search(r"\b(?:19|20)\d\d\b", clause[found[-1].end() :]):
        return None
    first, last = (max(start, 0) + at for at in found[-1].span(1))
    return _roman(squeeze(text[first:last]).lower())


def _aside(bare: str, stage: re.Match[str], end: int) -> bool:
    """Whether a stage stands in a bracket closed before the figure: "(năm 2025 là 2,6%)"."""
    open_ = bare.rfind("(", 0, stage.start())
    return open_ > bare.rfind(")", 0, stage.start()) and ")" in bare[stage.end() : end]


def _next_year(bare: str, stage: re.Match[str], end: int) -> str | None:
    """Return "đến năm 2030" of "Đến năm 2028: 40%; 2030: 70%" for what follows 2030."""
    if not stage[0].startswith("den") or not re.search(r"\d$", stage[0]):
        return None
    found = [*_YEAR_ALONE.finditer(bare, stage.end(), end)]
    return f"đến năm {found[-1][1]}" if found else None


def _is_due(stage: str) -> bool:
    return bool(re.match(r"(?:tu nay )?den\b|giai doan|nhiem ky", plain(stage)))


def _after(text: str, bare: str, start: int) -> str | None:
    stop = re.search(r"[.;]\s", bare[start : start + _REACH])
    end = min(start + stop.start() if stop else len(bare), start + _REACH)
    for pattern in (_DUE, _YEARLY, _WITHIN):
        for found in pattern.finditer(bare, start, end):
            lead = bare[max(0, found.start() - 12) : found.start()]
            if pattern is _WITHIN and not re.match(r"\s*(?:trong|vao|het|cuoi)\b", found[0]):
                continue
            # Far from the figure, a term belongs to the plan or law that is named there.
            if _TERM.match(found[0]) and found.start() - start > _FAR and "," not in lead[-2:]:
                continue
            later = "," in bare[start : found.start()] and _NEXT_FIGURE.match(bare[found.end() :])
            if later:
                continue
            if not _in_quotes(text, found.start()) and not _NAMED.search(lead):
                return _printed(bare, text, found)
    return None


def _term_in(heading: str) -> str | None:
    """Return the term, or the word for every year, that a short heading names."""
    found = stage_in(heading) if len(heading) < 160 else None
    return found if found and (_is_due(found) or _EVERY.match(plain(found))) else None


def stage_in(heading: str) -> str | None:
    """Return the stage a heading names, None when it names none."""
    bare = figures(heading)
    for pattern in (_DUE, _WITHIN, _YEARLY):
        found = pattern.search(bare)
        if found and found[0].strip() == "ca nam":
            continue
        if found and not _in_quotes(heading, found.start()):
            return _printed(bare, heading, found)
    return None


def column_stage(heading: str) -> str | None:
    """Return the stage a table's column names; there "Quý I" and "6 tháng" suffice."""
    found = re.search(
        r"(?:^|\s)(quy\s+[ivx]{1,3}|[69] thang|hoc ky [i12]{1,2})\s*$", plain(heading)
    )
    if found:
        return _roman(heading[found.start(1) :].strip().lower())
    bare_year = re.search(rf"\b({_YEAR})\W*$", heading)
    alone = bare_year and len(re.findall(_YEAR, heading)) == 1
    return stage_in(heading) or (f"năm {bare_year[1]}" if bare_year and alone else None)


def is_past(text: str, quantity: Quantity, year: int | None) -> bool:
    """Whether the figure is told of a time before `year`, the document's own."""
    if year is None:
        return False
    bare = figures(text)
    start = max(bare.rfind(mark, 0, quantity.start) for mark in (". ", "; ", ": ")) + 1
    clause = bare[max(start, quantity.start - _REACH) : quantity.start]
    found = [m for m in _PAST.finditer(clause) if not _CITED.search(clause[: m.start()])]
    if found:
        return int(found[-1][1]) < year
    # "(năm 2023: 89,7%)": the colon does not part the year from its figure.
    if re.search(r"\(\s*\d{1,2} thang\s*:[^()]*$", bare[: quantity.start]):
        return True  # "(9 tháng: 79,4%)"
    aside = re.search(rf"\(\s*nam ({_YEAR})\s*:[^()]*$|\(\s*nam ({_YEAR})\s*$",
                      bare[: quantity.start])  # fmt: skip
    return bool(aside) and int((aside[1] or aside[2]) if aside else 0) < year


def yearly_word(texts: Sequence[str]) -> str:
    """Return how a document spells "every year": "hằng năm" or "hàng năm"."""
    whole = " ".join(texts).lower()
    return "hằng năm" if "hằng năm" in whole and "hàng năm" not in whole else "hàng năm"


def _of_subject(subject: str) -> tuple[str | None, bool]:
    """Return the subject's stage and whether it is a term of several years."""
    bare = plain(subject)
    years = set(re.findall(_YEAR, bare))
    half = re.search(rf"nhiem vu\s+([69] thang (?:dau|cuoi) nam {_YEAR})", bare)
    if half:
        return subject[half.start(1) : half.end(1)].lower(), False
    feast = _LUNAR.search(bare)
    if feast and re.search(_YEAR, feast[0]):
        return squeeze(subject[feast.start() : feast.end()]), False
    ahead = re.search(r"\b(?:phuong huong|nhiem vu)\b.*$", bare)
    if ahead and ahead.start() and re.search(_YEAR, ahead[0]) and len(years) > 1:
        return _of_subject(subject[ahead.start() + 1 :])
    if len(years) == 1:
        found = re.search(rf"quy\s+[ivx]+(?:/|\s+nam\s+){_YEAR}", bare)
        if found and not re.search(r"giao chi tieu", bare):
            return subject[found.start() : found.end()], False
        horizon = re.search(rf"\bden\s+(?:het\s+|cuoi\s+)?nam\s+{_YEAR}", bare)
        if horizon:
            return subject[horizon.start() : horizon.end()].lower(), True
        found = re.search(rf"nam\s+{_YEAR}", bare)
        return (subject[found.start() : found.end()].lower() if found else None), False
    school = re.search(rf"nam hoc\s+{_YEAR}\s*[-–—]\s*{_YEAR}", bare)
    if school:
        return _printed(bare, subject, school), False
    found = _DUE.search(bare)
    if re.search(rf"\bnam\s+{_YEAR}\s+va\s+(?:den\s+nam\s+)?{_YEAR}", bare):
        return None, False  # "năm 2005 và đến năm 2008": figures of both
    # A year and a later horizon: the year is what the paper is for.
    first = re.search(rf"(?<!den )\bnam\s+{_YEAR}", bare)
    if first and (not found or first.start() < found.start()):
        return subject[first.start() : first.end()].lower(), False
    return (_printed(bare, subject, found), True) if found else (None, False)


def _printed(bare: str, text: str, found: re.Match[str]) -> str:
    group = 1 if found.re is _WITHIN else 0
    start, end = found.span(group)
    # A digit that the scan took for a letter is shown as the digit.
    shown = "".join(
        b if b.isdigit() else t for b, t in zip(bare[start:end], text[start:end], strict=True)
    )
    return _roman(re.sub(r"^0(?=\d )", "", squeeze(shown).lower()))


def _roman(stage: str) -> str:
    return re.sub(r"(?:(?<=\bquý )|(?<=\bđợt ))[ivx]+\b", lambda found: found[0].upper(), stage)


def _in_quotes(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at)
