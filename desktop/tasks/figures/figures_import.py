"""Figures out of somebody's file: what it would bring, and taking it as one step.

`preview` reads and judges; a person may correct columns, units, values or leave rows out and
ask again; `apply` takes what stands in a reading. Nothing is written before that.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.i18n import _
from desktop.intake.figures.form_codes import home_codes
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import NO_CORRECTIONS, Asked, read_figures
from desktop.intake.figures.result import (
    TOGETHER,
    Corrections,
    FiguresReading,
    ReadRow,
    at_place,
)
from desktop.intake.figures.rows.lines import Told, untold
from desktop.intake.figures.sheets.grid import Pasted
from desktop.intake.issued_form import looks_issued
from desktop.models.collector import without_collector
from desktop.models.errors import Refusal
from desktop.models.figures.cell_words import is_dash
from desktop.models.figures.cells import TREE_CAUSED, Entry, number_of, period_cells
from desktop.models.figures.closure import shut_units
from desktop.models.figures.figures import check_scope, set_cells
from desktop.models.figures.revisions import closed_units
from desktop.models.packs.packs import Packs, load_packs
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import LOCAL
from desktop.models.store.reader import Reader
from desktop.models.store.store import NO_CHANGE, ChangeSet, Store
from desktop.models.text import lowered, vi_number
from desktop.models.units.former import former_units
from desktop.models.units.units import Tree, tree_on
from desktop.tasks.figures.figures_history import beside_history
from desktop.tasks.figures.file_sender import sender_of
from desktop.tasks.figures.import_memory import learn, remembered, told_of
from desktop.tasks.figures.row_remarks import keep_remarks, new_remarks

if TYPE_CHECKING:
    from desktop.tasks.figures.issued_home import Homecoming

IMPORT = "figures_file"
"""Kind of the register that tells which file a step's figures came from; key: its SHA-256."""


class _Given(msgspec.Struct, frozen=True):
    """A unit of a register given as a file."""

    id: str | int
    name: str
    kind: str | None = None
    area: str | None = None
    code: str | int | None = None
    short: str | None = None


class _Listed(msgspec.Struct, frozen=True):
    """What `units list --json` prints."""

    units: list[_Given]


def preview(
    reader: Reader,
    path: Path | Pasted,
    form: str,
    period_id: str,
    *,
    corrections: Corrections = NO_CORRECTIONS,
    sender: str | None = None,
    reason: str = "",
    told: Told = untold,
) -> FiguresReading:
    """Read a file or a copied table against an office: its register, figures, what it remembers.

    `sender` names who sends such files ("": nobody), None where the file is to tell; what was
    corrected in an earlier file of theirs is corrected here too, and told. With a `reason` rows of
    locked returns may be taken. `told(rows read, rows)` is asked meanwhile and may raise to stop.
    Raises Refusal for a file that cannot be read as figures.
    """
    period = parse_period(period_id, reader.packs.schemes)
    check_form(reader.packs, form)
    if isinstance(path, Path) and looks_issued(path):
        return homecoming(reader, path, form, period_id, reason=reason).reading
    tree = tree_on(reader, period.data_to)
    held = period_cells(reader, period.id)
    asked = Asked(
        form,
        period,
        reader.packs,
        tuple(register_of(tree)),
        tree.units,
        held,
        reader.own_unit,
        former_units(reader, tree),
        told,
    )
    reading = read_figures(path, asked, corrections)
    if sender is None:
        sender = sender_of(reader, tree, path, reading)
    names = {unit.id: unit.name for unit in tree.units.values()}
    known = remembered(reader, sender, reading, names)
    merged = _merged(known.corrections, corrections)
    if merged != corrections:
        plain = reading
        reading = told_of(read_figures(path, asked, merged), plain, known, corrections)
    reading = replace(reading, sender=sender)
    told(0, 0)
    reading = _within_office(reader, reading, period, held, reason)
    return beside_history(reader, reading, tree, period, held)


def homecoming(
    reader: Reader, path: Path, form: str, period_id: str, *, reason: str = ""
) -> "Homecoming":
    """Read a form this program gave out by its codes; for another form or period it is refused.

    Taking it (`take_form`) keeps what `apply` of its reading would not: notes, “không áp dụng”.
    """
    from desktop.tasks.figures.issued_home import open_form

    home = open_form(reader, path, reason=reason)
    told = home.form.identity
    if (told.form, told.period) != (form, parse_period(period_id, reader.packs.schemes).id):
        raise Refusal(
            _("Tệp này là {form} {period} đã giao cho {unit}.").format(
                form=told.form, period=lowered(told.period_title), unit=told.unit_name),
            next_step=_("Mở đúng biểu và kỳ đó rồi nhận lại."), code="E_FORM_OTHER",
        )  # fmt: skip
    return home


def preview_alone(
    path: Path, form: str, period_id: str, units: Path, packs: Packs | None = None,
    *, corrections: Corrections = NO_CORRECTIONS,
) -> FiguresReading:  # fmt: skip
    """Read a file against a register given as JSON, without any office.

    Whose office it is the register tells where it lists one commune's union, ward's or the like.
    """
    packs = packs or load_packs()
    check_form(packs, form)
    period = parse_period(period_id, packs.schemes)
    register = read_units(units)
    asked = Asked(form, period, packs, register, {}, {}, _only_office(packs, register))
    return read_figures(path, asked, corrections)


def _only_office(packs: Packs, register: Sequence[Known]) -> str:
    """Return the id of the one unit that stands right above base unions, "" for none or many."""
    kinds = packs.unit_kinds
    upper = [unit.id for unit in register
             if (kind := kinds.get(unit.kind)) is not None and kind.role == "upper"]  # fmt: skip
    return upper[0] if len(upper) == 1 else ""


def read_units(path: Path) -> tuple[Known, ...]:
    """Return the units of a JSON list of {"id", "name", "kind", "area"}."""
    try:
        told = msgspec.json.decode(
            path.read_bytes().removeprefix(b"\xef\xbb\xbf"), type=list[_Given] | _Listed
        )
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        raise Refusal(
            _("Tệp danh sách đơn vị không đọc được."),
            next_step=_("Tệp phải là danh sách JSON gồm id, name, kind, area."), code="E_UNITS",
        ) from None  # fmt: skip
    given = told.units if isinstance(told, _Listed) else told
    return tuple(
        Known(str(one.id), one.name, one.kind or "CDCS", one.area or "", str(one.code or ""),
              one.short or "")
        for one in given
    )  # fmt: skip


def check_form(packs: Packs, form: str) -> None:
    """Refuse a form that no pack defines or that nothing is typed into."""
    found = packs.forms.get(form)
    if found is None or not found.entry:
        entry = ", ".join(one.id for one in packs.forms.values() if one.entry)
        raise Refusal(
            _("Không nhập số liệu được vào biểu “{form}”.").format(form=form[:20]),
            next_step=_("Các biểu nhập: {forms}.").format(forms=entry), code="E_FORM",
        )  # fmt: skip


LOCKED = _("Báo cáo của đơn vị đã chốt; ghi lý do thì nhận được.")
"""What is said of a row of a locked return."""


def entries_of(packs: Packs, reading: FiguresReading) -> dict[tuple[str, str], Entry]:
    """Return (unit, code) → what lands: the numbers of rows accepted and warned.

    Figures the form only shows have their home in another one and are not entered twice; those
    of whole unions that moved are worked out from the tree.
    """
    home = home_codes(packs, reading.form)
    return {
        (row.unit_id, code): Entry(value)
        for row in reading.of("accepted", "warned")
        for code, value in row.values.items()
        if value is not None and code in home and code not in TREE_CAUSED
    }


@without_collector()
def apply(
    store: Store,
    reading: FiguresReading,
    *,
    corrections: Corrections = NO_CORRECTIONS,
    reason: str = "",
    consent: bool = False,
) -> ChangeSet:
    """Take a reading as one step that one undo takes back.

    What concerns the whole file (another period's title, sheets that look alike) must be
    consented to.
    Keeps the file's name and SHA-256 with the step, and what a person corrected for the next file
    of this sender. Raises Refusal when nothing can be taken
    or the office changed since.
    """
    entries = entries_of(store.packs, reading)
    if not entries:
        raise nothing_taken(reading)
    if reading.remarks and not consent:
        raise Refusal(
            reading.remarks[0],
            next_step=_("Xem lại tệp; nếu vẫn muốn nhận, thêm --yes."), code="E_CONSENT",
        )  # fmt: skip
    period = parse_period(reading.period, store.packs.schemes)
    label = _("Nhận số liệu từ tệp {name}, {period}").format(
        name=reading.source[:80], period=lowered(period.title)
    )
    held, remarks = period_cells(store, period.id), new_remarks(store, reading)
    if not remarks and all(
        number_of(held.get(unit, {}).get(code)) == entry.value
        for (unit, code), entry in entries.items()
    ):
        learn(store, reading, corrections)
        return NO_CHANGE
    with store.step(label) as step:
        learn(store, reading, corrections)
        set_cells(store, reading.period, entries, reason=reason)
        keep_remarks(store, remarks)
        step.put(
            IMPORT, reading.sha256, f"{reading.period}|{reading.form}",
            {"name": reading.source, "sheet": reading.sheet, "rows": len(reading.rows),
             "cells": len(entries), "step": step.id},
            stream=LOCAL,
        )  # fmt: skip
    return step.change


def nothing_taken(reading: FiguresReading) -> Refusal:
    """Return the refusal of a file none of whose rows can be taken."""
    if not reading.rows:
        return Refusal(
            _("Bảng không có dòng số liệu nào."),
            next_step=_("Chọn tệp đã ghi số liệu của các đơn vị."), code="E_NOTHING",
        )  # fmt: skip
    told = [row for row in reading.rows if row.reasons]
    common = Counter(row.reasons[0] for row in told).most_common(1)
    first = next((row for row in told if row.reasons[0] == common[0][0]), None)
    if first is not None and first.reasons[0] == LOCKED:  # said once of all: the others come after
        return Refusal(
            _("Không nhận được dòng nào trong {n} dòng: {m} dòng có báo cáo đã chốt.").format(
                n=len(reading.rows), m=common[0][1]),
            next_step=_("Ghi lý do (--reason) thì nhận được."), code="E_NOTHING",
        )  # fmt: skip
    why = f" {first.reasons[0]}" if first is not None else ""
    return Refusal(
        _("Không nhận được dòng nào trong {n} dòng.").format(n=len(reading.rows)),
        next_step=f"{at_place(first)}:{why}" if first else "", code="E_NOTHING",
    )  # fmt: skip


def source_of(reader: Reader, step: str) -> Mapping[str, Any] | None:
    """Return the file a step's figures came from: name, sha256, sheet; None when from none."""
    for key, _field, raw in reader.rows(
        "SELECT key, field, raw FROM op WHERE step = ? AND kind = 'figures_file'", (step,)
    ):
        value = json.loads(raw).get("v") or {}
        return {"name": value.get("name", ""), "sha256": key, "sheet": value.get("sheet", "")}
    return None


def register_of(tree: Tree) -> Iterator[Known]:
    """Yield the units that names in a file are looked for among: all but parts of unions."""
    for unit in tree.units.values():
        if tree.role(unit) == "part":
            continue
        area = unit.attributes.get("area") or unit.attributes.get("commune") or ""
        yield Known(unit.id, unit.name, unit.kind, str(area), unit.code,
                    str(unit.attributes.get("short") or ""))  # fmt: skip


def _merged(known: Corrections, told: Corrections) -> Corrections:
    """What a person says now stands before what was remembered."""
    return replace(
        told, columns={**known.columns, **told.columns}, names={**known.names, **told.names}
    )


def _within_office(
    reader: Reader, reading: FiguresReading, period: Period,
    held: Mapping[str, Mapping[str, Any]], reason: str,
) -> FiguresReading:  # fmt: skip
    """Refuse rows of other offices' units and of locked returns; remark what is replaced."""
    home = home_codes(reader.packs, reading.form)
    closed = frozenset() if reason else closed_units(reader, reading.form, period.id)
    known = {row.unit_id for row in reading.rows if row.unit_id}
    shut = shut_units(reader, reading.form, period, sorted(known))
    rows = []
    for row in reading.rows:
        refused = list(_refusals(reader, row, period, closed, shut)) if row.unit_id else []
        if refused:
            row = replace(row, status="refused", reasons=(*refused, *row.reasons))
        elif row.status != "refused":
            row = _beside_held(row, held.get(row.unit_id, {}), home - TREE_CAUSED)
            row = _by_tree(row, home & TREE_CAUSED)
        rows.append(row)
    return replace(reading, rows=tuple(rows))


def _refusals(
    reader: Reader, row: ReadRow, period: Period, closed: frozenset[str], shut: Mapping[str, str]
) -> Iterator[str]:
    try:
        check_scope(reader, [row.unit_id], period)
    except Refusal as refusal:
        yield " ".join(filter(None, (refusal.message, refusal.next_step)))
    if row.unit_id in shut:
        yield _("Không sửa được: {why}.").format(why=shut[row.unit_id])
    elif row.unit_id in closed:
        yield LOCKED


def _beside_held(row: ReadRow, held: Mapping[str, Any], home: Collection[str]) -> ReadRow:
    """Say what a row's figures would replace, and where a dash leaves a figure as it is."""
    replaced = {
        code: (number, value) for code, value in row.values.items()
        if value is not None and code in home
        and (number := number_of(held.get(code))) is not None and number != value
    }  # fmt: skip
    kept = {
        cell.code: number for cell in row.cells
        if is_dash(cell.source) and cell.value is None and cell.code in home
        and (number := number_of(held.get(cell.code)))
    }  # fmt: skip
    left = {
        women: (number, value) for code, value in row.values.items()
        if value is not None and code in home and row.values.get(women := f"{code}N") is None
        and (number := number_of(held.get(women))) is not None and number > value
    }  # fmt: skip
    if not (replaced or kept or left):
        return row
    done = [code for code in replaced if isinstance(held[code], dict)]
    notes = [
        _("{code}: đang có {old}, nhận thì thành {new}.").format(
            code=code, old=vi_number(old), new=vi_number(new))
        for code, (old, new) in replaced.items() if code not in done
    ]  # fmt: skip
    notes += [
        _("{code}: dấu “-” đọc là ô trống, vẫn giữ số đang có {n}; là số 0 thì ghi 0.").format(
            code=code, n=vi_number(number))
        for code, number in kept.items()
    ]  # fmt: skip
    notes += [
        _("{code}: tệp không ghi, vẫn giữ số đang có {n}, lớn hơn tổng số {whole} trong tệp.")
        .format(code=code, n=vi_number(number), whole=vi_number(value))
        for code, (number, value) in left.items() if code not in kept
    ]  # fmt: skip
    if done:
        notes.append(_("{codes}: đang lấy từ hoạt động, nhận thì thay bằng số trong tệp.").format(
            codes=", ".join(done)))  # fmt: skip
    return replace(row, status="warned", reasons=(*row.reasons, *notes))


def _by_tree(row: ReadRow, codes: Collection[str]) -> ReadRow:
    """Members who moved with a whole union are told by the tree: the row's own are left out."""
    told = [code for code, value in row.values.items() if value and code in codes]
    if not told:
        return row
    note = _("{codes}: không nhận; ghi việc chuyển, sáp nhập ở trang Đơn vị để chương trình tính.")
    note = note.format(codes=", ".join(told))
    return replace(row, status="warned", reasons=(*row.reasons, note))


__all__: Sequence[str] = (
    "TOGETHER", "Corrections", "FiguresReading", "apply", "entries_of", "preview",
    "preview_alone",
)  # fmt: skip
