"""Labels of Word's numbered lists in web pages: `<li>` names a list and a level, the style sheet
tells how the level writes its number ("%1\\.%2\\.").
"""

import re

from desktop.intake.structure.labels import to_roman

_LEVEL = re.compile(r"@list\s+l(\d+):level(\d)\b[^{}]*\{([^{}]*)\}")
_TEXT = re.compile(r'mso-level-text:\s*"((?:[^"\\]|\\.)*)"')
_FORMAT = re.compile(r"mso-level-number-format:\s*([\w-]+)")
_NAMED = re.compile(r"\bl(\d+)\s+level(\d)\b")
_PLACE = re.compile(r"%(\d)")


class WordLists:
    """The list definitions of a page and how far each list has counted."""

    def __init__(self) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str]] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def add(self, sheet: str) -> None:
        """Take the definitions out of a style sheet."""
        for found in _LEVEL.finditer(sheet):
            level, body = int(found[2]), found[3]
            text, form = _TEXT.search(body), _FORMAT.search(body)
            written = re.sub(r"\\(.)", r"\1", text[1]) if text else f"%{level}."
            self._levels[found[1], level] = written, form[1] if form else "arabic"

    def label(self, named: str, count: int) -> str | None:
        """Return the label of an item whose style says `mso-list: named`, the `count`-th of its
        list; None when the page does not tell how it is written.
        """
        found = _NAMED.search(named)
        if not found:
            return None
        counts, level = self._counts.setdefault(found[1], {}), int(found[2])
        counts[level] = count
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        written, form = self._levels.get((found[1], level), ("", "bullet"))
        if form == "bullet" or not _PLACE.search(written):
            return None
        return _PLACE.sub(lambda place: self._number(found[1], int(place[1])), written).strip()

    def _number(self, name: str, level: int) -> str:
        count = self._counts[name].get(level, 1)
        form = self._levels.get((name, level), ("", "arabic"))[1]
        if "roman" in form and 0 < count < 400:
            return to_roman(count) if form.endswith("upper") else to_roman(count).lower()
        if "alpha" in form and 0 < count <= 26:
            letter = "abcdefghijklmnopqrstuvwxyz"[count - 1]
            return letter.upper() if form.endswith("upper") else letter
        return str(count)
