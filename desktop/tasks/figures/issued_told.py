"""What is said of an issued form's rows before they are taken: nothing changes unsaid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.i18n import _
from desktop.intake.figures.result import ReadRow
from desktop.intake.issued_rows import IssuedRow
from desktop.models.figures.cells import Entry, number_of
from desktop.models.figures.checks.facts import Finding
from desktop.models.packs.packs import Packs
from desktop.models.text import one_line, vi_number
from desktop.models.units.units import Tree
from desktop.tasks.figures.figures_history import asks
from desktop.tasks.figures.issued_notes import Note


def told_row(
    packs: Packs, tree: Tree, row: ReadRow, landing: Mapping[str, Entry],
    findings: Sequence[Finding], notes: Sequence[Note], held: Mapping[str, Any],
) -> ReadRow:  # fmt: skip
    """Return a unit's row with what the rules, activities and its own notes say of it."""
    if row.status == "refused":
        return row
    row = replace(row, unit_code=tree.units[row.unit_id].code)
    codes = {*landing, *(note.code for note in notes)}
    said = [f"{one.rule}: {one.message}" for one in findings if asks(one, codes)]
    said += replaced(landing, held, packs)
    said += [note.told for note in notes]
    if not said:
        return row
    return replace(row, status="warned", reasons=(*row.reasons, *dict.fromkeys(said)))


def replaced(landing: Mapping[str, Entry], held: Mapping[str, Any], packs: Packs) -> Iterator[str]:
    """Say which numbers the office has are replaced, as an import of a file says it."""
    done = []
    for code, entry in landing.items():
        old = number_of(held.get(code))
        if old is None or old == entry.value:
            continue
        if isinstance(held[code], dict):
            done.append(code)
            continue
        new = vi_number(entry.value) if entry.value is not None else _("“không áp dụng”")
        yield _("{code}: đang có {old}, nhận thì thành {new}.").format(
            code=code, old=vi_number(old), new=new
        )
    if done:
        yield _("{codes}: đang lấy từ hoạt động, nhận thì thay bằng số trong biểu.").format(
            codes=", ".join(done)
        )


def attributes_told(
    packs: Packs, tree: Tree, unit_id: str, lines: Sequence[IssuedRow]
) -> Sequence[str]:  # fmt: skip
    """Say where the ownership type told differs from the register; it is an event, not a figure."""
    unit = tree.units.get(unit_id)
    found = []
    for line in lines:
        words = one_line(line.attributes.get("ownership", ""))
        code = words.partition(" ")[0].strip(" –-")
        told = code if code in packs.ownerships else words
        if unit is not None and told and unit.ownership and told != unit.ownership:
            said = _("{unit}: biểu ghi loại hình {told}, sổ đơn vị ghi {kept}.")
            if told not in packs.ownerships:
                said = _("{unit}: biểu ghi loại hình “{told}”, danh sách không có; sổ ghi {kept}.")
            found.append(said.format(unit=unit.name, told=told[:80], kept=unit.ownership))
    return list(dict.fromkeys(found))
