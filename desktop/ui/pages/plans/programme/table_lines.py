"""The lines of a table that was read, in words: what becomes of each, and what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.ui.pages.plans.programme.rows import FIELDS, cell_text, titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.intake.work.work_lines import ReadLine
    from desktop.models.plans.work_merge import MergeLine
    from desktop.tasks.papers.programme import TableImport


class TableLines:
    """What taking a table in does with each of its lines."""

    def __init__(self, told: TableImport) -> None:
        taken = (line for line in told.table.lines if line.row is not None)
        self._deeds: dict[int, MergeLine] = {
            line.line: deed for line, deed in zip(taken, told.merge.lines, strict=False)
        }

    def in_order(self, lines: Sequence[ReadLine]) -> list[ReadLine]:
        """Return the lines as the file has them; of a table that comes home, what is new first."""
        if not any(self._is_same(one) for one in lines):
            return list(lines)
        return sorted(lines, key=lambda one: one.verdict == "passed" or self._is_same(one))

    def _is_same(self, one: ReadLine) -> bool:
        deed = self._deeds.get(one.line)
        known = deed is not None and deed.deed == "same" and not deed.conflicts
        return one.verdict == "accepted" and known

    def end(self, one: ReadLine) -> tuple[str, str]:
        """Return how a line ends, in a word and its tone."""
        deed = self._deeds.get(one.line)
        if deed is not None and deed.conflicts:
            return _("hai bên sửa"), "attention"
        if one.verdict == "accepted" and deed is not None:
            return {
                "added": (_("thêm"), "done"), "changed": (_("sửa"), "attention"),
            }.get(deed.deed, (_("như cũ"), "ink.muted"))  # fmt: skip
        return {
            "accepted": (_("nhận"), "done"), "doubtful": (_("cần xem"), "attention"),
            "refused": (_("không nhận"), "blocked"), "passed": (_("bỏ qua"), "ink.muted"),
        }[one.verdict]  # fmt: skip

    def why(self, one: ReadLine) -> str:
        """Return why it ends so, or what of a row that is there already it changes."""
        deed = self._deeds.get(one.line)
        changes = changed_words(deed) if deed is not None else ""
        both = conflict_words(deed) if deed is not None else ""
        return " ".join(filter(None, (one.why, both, changes)))


def changed_words(deed: MergeLine) -> str:
    """Return "Chủ trì: BTV → UBKT; …" for a row that changes."""
    if deed.old is None:
        return ""
    found = []
    for field, title in zip(FIELDS, titles(), strict=True):
        old, new = cell_text(deed.old, field), cell_text(deed.row, field)
        if old != new:
            found.append(f"{title}: {old or '–'} → {new or '–'}")
    return "; ".join(found)


def conflict_words(deed: MergeLine) -> str:
    """Return "Cả hai bên cùng sửa: Chủ trì (ở đây BTV, trong tệp UBKT)", "" for none."""
    if not deed.conflicts or deed.old is None or deed.coming is None:
        return ""
    found = []
    for field, title in zip(FIELDS, titles(), strict=True):
        here, table = cell_text(deed.old, field), cell_text(deed.coming, field)
        told = {"month", "quarter"} if field == "period" else {field}
        if told & set(deed.conflicts):
            found.append(_("{title} (ở đây {here}, trong tệp {table})").format(
                title=title, here=here or "–", table=table or "–"))  # fmt: skip
    return _("Cả hai bên cùng sửa: {list}.").format(list="; ".join(found))


def source_words(one: ReadLine) -> str:
    """Return a line's cells without the hidden mark a row of ours is known by."""
    mark = one.row.id if one.row is not None else ""
    return one.text.partition(f" | {mark}")[0] if mark else one.text
