"""The list of what differs between two consolidations: totals, then cell by cell."""

from dataclasses import replace

from desktop.formats.document import Block, Document, PaperKind, SectionBreak
from desktop.formats.table import Align, Cell, CellKind, Column, Figure, Role, Row, Table
from desktop.i18n import _
from desktop.models.figures.revisions import entry_form
from desktop.models.figures.sums.differences import CellChange, Differences, TotalChange
from desktop.models.figures.sums.total import Total
from desktop.models.figures.sums.trace_words import part_words
from desktop.models.packs.periods import parse_period
from desktop.models.store.reader import Reader
from desktop.models.units.units import tree_on
from desktop.reports import frame
from desktop.reports.small_counts import hides, left_out, note_of_change
from desktop.reports.unit_columns import CODE_WIDTH


def difference_document(
    reader: Reader, found: Differences, first: str, second: str, *, hide_small: bool = False
) -> Document:
    """Return the list as a document; `first` and `second` say the moments in words.

    With `hide_small`, of a unit's sensitive count that was or is small neither number is told.
    """
    period = parse_period(found.period, reader.packs.schemes)
    issuer = frame.issuer_of(reader, tree_on(reader, period.data_to))
    lines = [_("Từ {first} đến {second}").format(first=first, second=second), found.name]
    for told, names in ((_("Thêm: {names}"), found.joined), (_("Bớt: {names}"), found.left)):
        if names:
            lines.append(told.format(names=", ".join(names)))
    title = _("Khác nhau giữa hai lần tổng hợp")
    drawn = frame.form_head(issuer, entry_form(reader, "F1"), period, tuple(lines))
    head = replace(drawn, form="", title=title)
    blocks: list[Block] = []
    for table in (_totals_table(found), _cells_table(found, hide_small=hide_small)):
        blocks += [head, table, SectionBreak(landscape=True, restart=False)]
    return Document(
        PaperKind.FORM, tuple(blocks[:-1]), f"{title}, {period.title}", issuer.unit.name,
        landscape=True,
    )  # fmt: skip


def _totals_table(found: Differences) -> Table:
    columns = (
        # Together no wider than half: the letterhead stands above these two.
        Column(_("Mã"), 10),
        Column(_("Chỉ tiêu"), 42),
        Column(_("Lần trước"), 16, CellKind.COUNT, Align.RIGHT),
        Column(_("Lần sau"), 16, CellKind.COUNT, Align.RIGHT),
        Column(_("CĐCS đã báo cáo"), 20, align=Align.CENTER),
    )
    rows = tuple(
        Row((one.indicator, one.title, _figure(one.was), _figure(one.now), _reported(one)),
            code=one.indicator)
        for one in found.totals
    )  # fmt: skip
    none = Row((_("Không có số tổng hợp nào khác."),), Role.NOTE)
    return Table(columns, rows or (none,), name=_("Số tổng hợp"))


def _cells_table(found: Differences, *, hide_small: bool) -> Table:
    columns = (
        Column(_("Mã đơn vị"), CODE_WIDTH),
        Column(_("Đơn vị"), 34),
        Column(_("Mã"), 10),
        Column(_("Chỉ tiêu"), 30),
        Column(_("Từ"), 11, CellKind.COUNT, Align.RIGHT),
        Column(_("Thành"), 11, CellKind.COUNT, Align.RIGHT),
        Column(_("Trước: từ đâu"), 40),
        Column(_("Sau: từ đâu"), 40),
    )
    rows = [Row(_cells(one, hide_small=hide_small), code=one.unit) for one in found.cells]
    if hide_small and any(hides(one.indicator, one.was, one.now) for one in found.cells):
        rows.append(Row((note_of_change(),), Role.NOTE))
    none = Row((_("Không có ô nào khác."),), Role.NOTE)
    return Table(columns, tuple(rows) or (none,), name=_("Từng ô"))


def _cells(one: CellChange, *, hide_small: bool) -> tuple[Cell, ...]:
    numbers: tuple[Cell, Cell] = one.was, one.now
    if hide_small and hides(one.indicator, one.was, one.now):
        numbers = left_out(), left_out()
    before, after = (part_words(part) if part else None for part in (one.before, one.after))
    return (
        one.unit, one.name, one.indicator, one.title, *numbers, before,
        after or _("không còn được tính"),
    )  # fmt: skip


def _figure(total: Total | None) -> Cell:
    if total is None or total.value is None:
        return None
    if isinstance(total.value, int):
        return Figure(total.value)
    return Figure(total.value, CellKind.DECIMAL, 2)


def _reported(one: TotalChange) -> str:
    was, now = (f"{t.reported}/{t.of}" if t else "–" for t in (one.was, one.now))
    return f"{was} → {now}" if was != now else now
