"""An issued form whose rows were sorted without their hidden codes: by name or by code?

Where whole rows were sorted, figures go by the names; where only the names were, by the codes.
What the form printed beside the figures (opening stocks) was sorted along with them or was not,
and so tells which. Where it tells nothing, nobody here can know.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from desktop.i18n import _
from desktop.intake.issued_form import IssuedForm
from desktop.intake.issued_rows import IssuedRow
from desktop.models.entry.entry_columns import entry_columns, equation_of
from desktop.models.errors import Refusal
from desktop.models.figures.cells import number_of
from desktop.models.figures.opening import openings
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.text import fold, one_line

By = Literal["names", "codes"]
Printed = Mapping[str, list[Mapping[str, int | None]]]
"""Title → of each column under it, from the left: unit → the number the form prints for it."""


def settled(
    reader: Reader, form: IssuedForm, period: Period, held: Mapping[str, Mapping[str, Any]]
) -> tuple[IssuedForm, tuple[str, ...]]:
    """Return the form with the rows that exchanged names read as what is printed proves, and what
    is said of it. Raises Refusal where nothing proves it."""
    moved = [row for row in form.rows if row.named[0]]
    if not any(cell.source for row in moved for cell in row.cells):
        return form, ()
    by = _proved(moved, _printed(reader, form, period, held))
    if by is None:
        raise Refusal(
            _("Ở {n} dòng, tên đơn vị đã đổi chỗ mà mã ẩn đứng nguyên: không rõ số đi theo tên hay "
              "theo mã nên chưa nhận số nào.").format(n=len(moved)),
            next_step=_("Xin đơn vị sắp lại bảng theo cột STT rồi gửi lại."),
            code="E_FORM_SORTED",
        )  # fmt: skip
    told = {
        "names": _("Các dòng đã được sắp xếp lại mà mã ẩn đứng nguyên: {n} dòng đọc theo tên, vì "
                   "số in sẵn bên cạnh là của đơn vị ghi tên."),
        "codes": _("Tên ở {n} dòng đã đổi chỗ, số thì không: đọc theo mã ẩn, vì số in sẵn bên "
                   "cạnh là của đơn vị theo mã."),
    }  # fmt: skip
    rows = tuple(_read_by(row, by) if row.named[0] else row for row in form.rows)
    return replace(form, rows=rows), (told[by].format(n=len(moved)),)


def _read_by(row: IssuedRow, by: By) -> IssuedRow:
    if by == "codes":
        return replace(row, reasons=())
    return replace(row, unit=row.named[0], name=row.named[1], reasons=())


def _proved(moved: list[IssuedRow], printed: Printed) -> By | None:
    """Return by what the rows are read: all that is printed in them must say the same."""
    said = set[By | None]()
    for row in moved:
        for title, columns in printed.items():
            values = row.printed.get(title, ())
            for value, of in zip(values, columns, strict=False):
                named, coded = of.get(row.named[0]), of.get(row.unit)
                if len(values) == len(columns) and named != coded:
                    said.add("names" if value == named else "codes" if value == coded else None)
    return said.pop() if len(said) == 1 else None


def _printed(
    reader: Reader, form: IssuedForm, period: Period, held: Mapping[str, Mapping[str, Any]]
) -> Printed:
    packs, found = reader.packs, dict[str, list[Mapping[str, int | None]]]()
    named = {unit for row in form.rows for unit in (row.unit, row.named[0]) if unit}
    ids = {unit: reader.unit(unit) for unit in named}
    opened = openings(reader, period, ids.values(), held)
    for column in entry_columns(packs, packs.forms[form.identity.form], period, "upper"):
        columns = found.setdefault(fold(one_line(column.title)), [])
        equation = equation_of(packs.equations, column.id.partition("_")[2])
        if column.kind == "opening" and equation is not None:
            before = {unit: opened.get(at, {}).get(equation.id) for unit, at in ids.items()}
            columns.append({unit: one.value if one else None for unit, one in before.items()})
        elif column.kind == "shown":
            columns.append({unit: number_of(held.get(at, {}).get(column.code))
                            for unit, at in ids.items()})  # fmt: skip
    return found
