"""A comparison as the paper shows it: words that came and went, marked and coloured."""

from __future__ import annotations

from desktop.i18n import _
from desktop.models.outline.outline_compare import Comparison, Line
from desktop.ui.outline.paper_row import PaperRow, due_words, paper_row

_FLAGS = {"same": "", "added": "+", "removed": "-"}
_EDGES = {"added": "done", "removed": "blocked", "changed": "attention", "moved": "brand"}


def rows_of(found: Comparison, *, all_rows: bool) -> list[PaperRow]:
    """Return the rows: all of them, or those that differ."""
    return [
        _row(number, line) for number, line in enumerate(found.lines) if all_rows or line.differs
    ]


def item_of(found: Comparison, row_id: str) -> str:
    """Return the item of the plan a row is about, "" for one that went."""
    return found.lines[int(row_id)].new if row_id.isdigit() else ""


def summary(found: Comparison) -> str:
    """Return how much differs, in one line."""
    if not found.differences:
        return _("Không có chỗ nào khác.")
    names = (
        ("changed", _("{n} mục sửa")), ("added", _("{n} mục thêm")),
        ("removed", _("{n} mục bỏ")), ("moved", _("{n} mục chuyển chỗ")),
    )  # fmt: skip
    counted = ((words, found.count(fate)) for fate, words in names)  # type: ignore[arg-type]
    return " · ".join(words.format(n=n) for words, n in counted if n)


def fate_name(line: Line) -> str:
    """Return what became of an item, in a word or two."""
    names = {
        "same": "",
        "changed": _("Sửa"),
        "moved": _("Chuyển chỗ"),
        "added": _("Thêm"),
        "removed": _("Bỏ"),
    }
    name = names[line.fate]
    return f"{name}, {_('chuyển chỗ')}" if line.moved and line.fate == "changed" else name


def plain_lines(found: Comparison) -> list[str]:
    """Return the differences as lines of text: [+ came +], [- went -]."""
    lines = []
    for line in found.lines:
        if line.differs:
            marks = {"same": "{}", "added": "[+{}+]", "removed": "[-{}-]"}
            words = "".join(marks[part.kind].format(part.text) for part in line.parts)
            lines.append(f"{fate_name(line)}: {line.label} {words}{_aside(line)}".strip())
    return lines


def _row(number: int, line: Line) -> PaperRow:
    aside = " · ".join(part for part in (fate_name(line), _fields(line)) if part)
    return PaperRow(
        id=str(number),
        label=line.label,
        text=tuple((part.text, _FLAGS[part.kind]) for part in line.parts),
        depth=line.depth,
        style=paper_row(line.row, ()).style,
        aside=aside,
        edge=_EDGES.get(line.fate, ""),
    )


def _aside(line: Line) -> str:
    told = _fields(line)
    return f" ({told})" if told else ""


def _fields(line: Line) -> str:
    names = {
        "owner": _("Người thực hiện"), "partner": _("Phối hợp"), "due": _("Thời hạn"),
        "targets": _("Chỉ tiêu"), "cost": _("Kinh phí"),
    }  # fmt: skip
    return "; ".join(
        f"{names[name]}: {due_words(was) or '–'} → {due_words(now) or '–'}"
        for name, was, now in line.fields
    )
