"""By when a target is to be reached: "đến năm 2030", "hàng năm", "năm 2020"."""

import re
from collections.abc import Sequence

from desktop.intake.quantities import Quantity
from desktop.intake.words import plain, squeeze

_YEAR = r"(?:19|20)\d\d"
_DUE = re.compile(
    rf"(?:tu nay\s+)?den\s+(?:het\s+|cuoi\s+|truoc\s+)?(?:nam\s+|"
    rf"thang\s+\d{{1,2}}\s*(?:/|nam)\s*|quy\s+[ivx\d]+\s*(?:/|nam)\s*|"
    rf"\d{{1,2}}/\d{{1,2}}/|ngay\s+\d{{1,2}}/\d{{1,2}}/)?{_YEAR}"
    rf"|giai doan\s+{_YEAR}\s*[-–—]\s*{_YEAR}|den\s+(?:het|cuoi)\s+nhiem ky"
    rf"|nhiem ky\s+{_YEAR}\s*[-–—]\s*{_YEAR}"
)
_WITHIN = re.compile(
    rf"(?:trong|vao|het|cuoi)?\s*(nam\s+{_YEAR}|nam hoc\s+{_YEAR}\s*[-–—]\s*{_YEAR}|"
    rf"quy\s+[ivx]{{1,3}}/{_YEAR}|6 thang (?:dau|cuoi) nam(?: {_YEAR})?)"
)
_YEARLY = re.compile(
    r"\b(?:hang nam|moi nam|hang quy|hang thang|moi quy|moi thang|ca nhiem ky|"
    r"trong nhiem ky|ca nam|trong nam(?! dau| hoc| \d))\b"
)
_NAMED = re.compile(
    r"(?:ke hoach|chuong trinh|nghi quyet|de an|quyet dinh|chu de|ket qua|thang|tet|xuan)\s+$"
)


class Stages:
    """Finds the stage of a figure in its block, the headings above, or the subject."""

    def __init__(self, subject: str) -> None:
        self.subject = _of_subject(subject)

    def of(self, text: str, quantity: Quantity, above: Sequence[str]) -> str | None:
        """Return the stage as printed, lower case; None when none is told."""
        bare = plain(text)
        found = self._before(text, bare, quantity.start) or _after(text, bare, quantity.end)
        if found:
            return found
        for heading in above:
            if len(heading) < 160:
                found = stage_in(heading)
                if found:
                    return found
        return self.subject

    def _before(self, text: str, bare: str, end: int) -> str | None:
        for pattern in (_DUE, _WITHIN, _YEARLY):
            matches = [m for m in pattern.finditer(bare, 0, end) if not _in_quotes(text, m.start())]
            matches = [m for m in matches if not _NAMED.search(bare[: m.start()])]
            if matches:
                return _printed(text, matches[-1])
        return None


def _after(text: str, bare: str, start: int) -> str | None:
    stop = re.search(r"[.;]\s", bare[start:])
    end = start + stop.start() if stop else len(bare)
    for pattern in (_DUE, _YEARLY, _WITHIN):
        for found in pattern.finditer(bare, start, end):
            lead = bare[found.start() - 8 : found.start()]
            if pattern is _WITHIN and not re.match(r"\s*(?:trong|vao|het|cuoi)\b", found[0]):
                continue
            if not _in_quotes(text, found.start()) and not _NAMED.search(lead):
                return _printed(text, found)
    return None


def stage_in(heading: str) -> str | None:
    """Return the stage a heading names, None when it names none."""
    bare = plain(heading)
    for pattern in (_DUE, _WITHIN, _YEARLY):
        found = pattern.search(bare)
        if found and not _in_quotes(heading, found.start()):
            return _printed(heading, found)
    return None


def _of_subject(subject: str) -> str | None:
    bare = plain(subject)
    years = set(re.findall(_YEAR, bare))
    if len(years) == 1:
        found = re.search(rf"nam\s+{_YEAR}", bare)
        return subject[found.start() : found.end()].lower() if found else None
    found = _DUE.search(bare) or re.search(rf"nam hoc\s+{_YEAR}\s*[-–—]\s*{_YEAR}", bare)
    return _printed(subject, found) if found else None


def _printed(text: str, found: re.Match[str]) -> str:
    group = 1 if found.re is _WITHIN else 0
    return squeeze(text[found.start(group) : found.end(group)]).lower()


def _in_quotes(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at)
