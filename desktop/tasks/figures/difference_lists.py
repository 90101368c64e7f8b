"""Telling what differs between two consolidations: in lines, and as a workbook to keep."""

from pathlib import Path

from desktop.formats import registry as formats
from desktop.formats.document import Document
from desktop.i18n import _
from desktop.models.figures.sums.differences import CellChange, Differences, TotalChange
from desktop.models.figures.sums.trace_words import part_words, value_text
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number
from desktop.reports.difference_list import difference_document
from desktop.tasks.figures.saved_totals import moment_words
from desktop.tasks.figures.small_cells import when_hidden
from desktop.tasks.papers.layout_settings import sheet_layout


def differences_document(reader: Reader, found: Differences) -> Document:
    """Return the list as it will print."""
    first, second = moment_words(found.first), moment_words(found.second)
    hide = when_hidden(reader) == "all"
    return difference_document(reader, found, first, second, hide_small=hide)


def differences_workbook(reader: Reader, found: Differences, out: Path) -> Path:
    """Write the list as .xlsx, .pdf or .docx, by the suffix of `out`. Raises Refusal."""
    formats.write(differences_document(reader, found), out, layout=sheet_layout(reader))
    return out


def lines_of(found: Differences) -> list[str]:
    """Return what differs, a line each."""
    head = _("{name}, {period}: từ {first} đến {second}").format(
        name=found.name, period=found.period, first=moment_words(found.first),
        second=moment_words(found.second),
    )  # fmt: skip
    lines = [head]
    lines += [_("Thêm {name}").format(name=name) for name in found.joined]
    lines += [_("Bớt {name}").format(name=name) for name in found.left]
    lines += [f"{one.indicator}  {total_change(one)}  {one.title}" for one in found.totals]
    lines += [f"{one.unit}  {one.indicator}  {cell_change(one)}" for one in found.cells]
    if len(lines) == 1:
        lines.append(_("Không có gì khác."))
    return lines


def total_change(one: TotalChange) -> str:
    """Return "5.230 → 5.241" of a total, or only how many reported where the number stands."""
    was, now = (value_text(total) if total else _("chưa có") for total in (one.was, one.now))
    if one.moved:
        return f"{was} → {now}"
    reported = [f"{t.reported}/{t.of}" if t else "–" for t in (one.was, one.now)]
    return _("{value} (đã báo cáo {was} → {now})").format(
        value=now, was=reported[0], now=reported[1]
    )


def cell_change(one: CellChange) -> str:
    """Return "100 → 130; F1, báo cáo lần đầu; …" of a cell: the numbers, what made the later."""
    was, now = (vi_number(n) if n is not None else _("chưa có") for n in (one.was, one.now))
    source = part_words(one.after) if one.after else _("không còn được tính")
    return f"{was} → {now}; {source}"
