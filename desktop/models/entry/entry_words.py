"""Words about an entry sheet: the equation of a row, the state and the history of a cell."""

from dataclasses import dataclass
from typing import Any

from desktop.i18n import _
from desktop.models.entry.cell_marks import CellMark
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_row import EntryRow
from desktop.models.figures.cells import number_of
from desktop.models.figures.returns.ways import ReturnState
from desktop.models.packs.pack_types import Equation
from desktop.models.store.keys import cell_key
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import nfc, vi_number, vi_signed
from desktop.models.units.persons import person_names, told_person
from desktop.models.units.scope import Scope


@dataclass(frozen=True, slots=True)
class EquationLine:
    """ "đầu kỳ 412 + tăng 9 − giảm 3 = cuối kỳ 418 ✓"; `holds` None: nothing to compare yet."""

    name: str
    text: str
    holds: bool | None


def equation_lines(row: EntryRow) -> list[EquationLine]:
    """Return the movement equations of a unit's members, all and women."""
    equations = row.sheet.packs.equations.values()
    return [_line(row, equation) for equation in equations if len(equation.stocks) == 1]


def _line(row: EntryRow, equation: Equation) -> EquationLine:
    name = _("Nữ") if equation.stocks[0].endswith("N") else _("Đoàn viên")
    start = row.opening(equation)
    if start is None:
        return EquationLine(name, _("chưa có đầu kỳ"), None)
    came, left = row.total_of(equation.increases) or 0, row.total_of(equation.decreases) or 0
    moved = sum(row.events.get(code, 0) for code in equation.increases)
    moved -= sum(row.events.get(code, 0) for code in equation.decreases)
    closing = start + came - left
    text = _("đầu kỳ {a} + tăng {b} − giảm {c} = cuối kỳ {d}").format(
        a=vi_number(start), b=vi_number(came), c=vi_number(left), d=vi_number(closing)
    )
    if moved:  # nobody typed them
        text = _("{text}, kể cả {n} theo sự kiện tổ chức").format(text=text, n=vi_signed(moved))
    typed = number_of(row.values.get(equation.stocks[0]))
    if typed is None:
        return EquationLine(name, text, None)
    if typed == closing:
        return EquationLine(name, text + " ✓", True)
    told = _("{text}, biểu F1 ghi {n} (lệch {d})").format(
        text=text, n=vi_number(typed), d=vi_signed(typed - closing)
    )
    return EquationLine(name, told, False)


_MARKS: tuple[tuple[CellMark, str], ...] = (
    (CellMark.SAVING, _("đang lưu")),
    (CellMark.ESTIMATED, _("tạm tính, chưa xác nhận")),
    (CellMark.NOT_APPLICABLE, _("không phát sinh")),
    (CellMark.CLEARED, _("đã xóa, không có số")),
    (CellMark.CONFLICT, _("hai nơi nhập khác nhau")),
    (CellMark.CHANGED, _("đã sửa sau khi chốt")),
    (CellMark.MOVED_ON, _("hoạt động đã đổi sau khi lấy số")),
    (CellMark.COMMENTED, _("có ghi chú")),
    (CellMark.FLAGGED, _("đánh dấu theo dõi")),
)


def cell_words(sheet: EntrySheet, row: int, column: int) -> str:
    """Return what there is to say of a cell: its state, findings, why it is closed."""
    mark, line = sheet.mark(row, column), sheet.rows[row]
    if line.elsewhere:
        told = sheet.why_closed(row, column)
        return _("{told} Lấy số kỳ trước.").format(told=told) if line.carried else told
    code = sheet.columns[column].code
    said = [words for one, words in _MARKS if mark & one]
    if mark & CellMark.CHANGED and not line.closed and line.state != "returned":
        said = [words for words in said if words != _MARKS[5][1]]
    judged = (*line.findings, *line.hints)
    said += [f.message for f in judged if f.codes and f.codes[0] == code and code]
    held = line.values.get(code) if code else None
    if line.outranks(sheet.columns[column]):
        months = number_of(line.months.get(code))
        said.append(
            _("số ghi riêng cho cả kỳ, các tháng cộng được {n}; xóa ô để lấy số các tháng").format(
                n="–" if months is None else vi_number(months)
            )
        )
    if isinstance(held, dict) and "value" in held:
        said.append(_("lấy từ hoạt động"))
    proposal = line.proposal(code) if mark & CellMark.PROPOSED else None
    if proposal is not None:
        said.append(
            _("{n} hoạt động cộng được {sum}, Ctrl+Enter để lấy").format(
                n=len(proposal.activities), sum=vi_number(proposal.value)
            )
        )
    if line.is_fed(sheet.columns[column]):
        said.append(_("lấy từ báo cáo nhanh trong kỳ, không phải nhập lại"))
    elif sheet.columns[column].kind == "typed" and code in line.months:
        fast = number_of(line.months[code])
        if fast is not None and fast != number_of(held):
            said.append(
                _("báo cáo nhanh trong kỳ ghi {n}, số này thay cho số đó").format(n=vi_number(fast))
            )
    if code in line.events:
        said.append(
            _("có {n} đoàn viên do sự kiện tổ chức ghi, không phải nhập lại").format(
                n=vi_number(line.events[code])
            )
        )
    if line.lasts(code):
        said.append(_("lấy số kỳ trước vì đơn vị chưa có biểu F1 kỳ này"))
    if line.follows(code):
        said.append(_("lấy số đoàn viên của nghiệp đoàn; gõ số khác nếu cần"))
    if not said and code and line.sheet.columns[column].kind == "typed":
        said = [_("chưa nhập") if code not in line.values else _("đã nhập")]
    closed = sheet.why_closed(row, column)
    return ". ".join(part[:1].upper() + part[1:].rstrip(".") for part in [closed, *said] if part)


STATES: dict[ReturnState, str] = {
    "none": _("chưa nhập"),
    "entering": _("đang nhập"),
    "locked": _("đã chốt"),
    "sent": _("đã gửi"),
    "received": _("cấp trên đã nhận"),
    "returned": _("trả lại để sửa"),
    "accepted": _("cấp trên đã duyệt"),
}


@dataclass(frozen=True, slots=True)
class CellVersion:
    """One writing of a cell: when (ISO 8601), where, what it became, in which step, by whom."""

    at: str
    where: str
    text: str
    step: str
    person: str = ""


def cell_history(reader: Reader, unit: str, period: str, code: str) -> list[CellVersion]:
    """Return every writing of a cell that this office knows, newest first."""
    names = [
        unit,
        *(own for (own,) in reader.rows("SELECT own FROM alias WHERE unit = ?", (unit,))),
    ]
    found = []
    for name in names:
        found += reader.rows(
            "SELECT op.raw, op.store, coalesce(step.label, '') FROM op"
            " LEFT JOIN step ON step.id = op.step"
            " WHERE op.kind = 'cell' AND op.key = ? AND op.field = ?",
            (cell_key(name, period), code),
        )
    scope, enrolled = Scope.of(reader), reader.records("enrol")
    versions, called = [], person_names(reader)
    for raw, store, label in found:
        body = load(raw)
        where = _("sổ này")
        if store != reader.store_id:
            office = str(enrolled.get(store, {}).get("unit", ""))
            where = scope.label(scope.resolve(office)) if office else _("sổ khác")
        person = told_person(called, body.get("who"), here=store == reader.store_id)
        versions.append(CellVersion(body["wall"], where, value_words(body["v"]), label, person))
    return sorted(versions, key=lambda version: version.at, reverse=True)


def value_words(value: Any) -> str:
    """Return a register's value in words."""
    number = number_of(value)
    if number is not None:
        return vi_number(number)
    state = value.get("state") if isinstance(value, dict) else None
    return {"na": _("không phát sinh"), "cleared": _("đã xóa")}.get(state or "", _("chưa nhập"))


def set_note(store: Store, unit: str, period: str, code: str, text: str) -> ChangeSet:
    """Keep a note on a cell, on this computer only; an empty one takes it away."""
    with store.step(_("Ghi chú ô số liệu")) as step:
        step.put("note", cell_key(unit, period), code, nfc(text).strip() or None)
    return step.change
