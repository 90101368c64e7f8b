"""Taking an issued form when it comes home: whose it is, what its cells bring, as one step."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.i18n import _
from desktop.intake import issued_form as intake
from desktop.intake.figures.result import CellReading, FiguresReading, IgnoredRow, ReadRow
from desktop.intake.issued_form import IssuedForm
from desktop.intake.issued_identity import Identity, signed_bytes
from desktop.intake.issued_rows import NOTE, IssuedCell, IssuedRow
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry, number_of, period_cells
from desktop.models.figures.checks.facts import Finding
from desktop.models.figures.closure import shut_units
from desktop.models.figures.figures import check_scope, set_cells
from desktop.models.figures.revisions import closed_units, entry_form
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import LOCAL
from desktop.models.store.reader import Reader
from desktop.models.store.store import NO_CHANGE, ChangeSet, Store
from desktop.models.text import fold, lowered
from desktop.models.units.former import former_units
from desktop.models.units.scope import Scope
from desktop.models.units.units import Tree, tree_on
from desktop.sync.keys import verify
from desktop.sync.trust import Trust, decode_key
from desktop.tasks.figures.figures_history import findings_beside
from desktop.tasks.figures.figures_import import IMPORT
from desktop.tasks.figures.issued_forms import ISSUED
from desktop.tasks.figures.issued_notes import LONGEST, TOO_LONG, Kept, Note, keep, settle
from desktop.tasks.figures.issued_sorted import settled
from desktop.tasks.figures.issued_told import attributes_told, told_row
from desktop.tasks.figures.within_office import LOCKED

_SHOWN = 80
"""Characters of a note that are shown where it is refused."""


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell with something in it that is not taken, and why."""

    place: str
    code: str
    unit: str
    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Homecoming:
    """What an issued form brings: a reading by unit, the entries, the cells refused.

    `notes` are what units wrote beside their figures; `remarks`, ours, concern no single cell:
    units without a row, attributes that differ.
    """

    form: IssuedForm
    reading: FiguresReading
    entries: Mapping[tuple[str, str], Entry]
    changed: frozenset[tuple[str, str]]
    refused: tuple[RefusedCell, ...]
    remarks: tuple[str, ...]
    notes: tuple[Note, ...] = ()

    @property
    def new_notes(self) -> tuple[Note, ...]:
        """The notes the office does not have yet."""
        return tuple(note for note in self.notes if note.new)

    @property
    def brings_nothing(self) -> bool:
        """Whether the office has everything in it already."""
        return not self.changed and not self.new_notes

    @property
    def unit_names(self) -> Mapping[str, str]:
        """Unit id → its name, of every row."""
        return {row.unit_id: row.unit for row in self.reading.rows}

    @property
    def locked(self) -> bool:
        """Whether something is refused because its return is locked."""
        return any(one.why == LOCKED for one in self.refused)

    def summary(self) -> str:
        """Return one line: what is taken, what is new in it, what is refused."""
        told = _("{a} ô nhận, trong đó {c} ô mới hoặc đổi; {r} ô không nhận").format(
            a=len(self.entries), c=len(self.changed), r=len(self.refused)
        )
        added = len(self.reading.ignored_rows)
        if added:
            told += _("; {n} chỗ ghi thêm không nhận").format(n=added)
        if self.notes:
            told += _("; {n} ghi chú").format(n=len(self.notes))
        return told + "."


def open_form(reader: Reader, path: Path, *, reason: str = "") -> Homecoming:
    """Read an issued form against the office: what it brings, cell by cell.

    Raises Refusal, in one sentence, for a file that is no issued form, and for one that is
    forged, another office's, withdrawn or outdated. With a `reason` locked returns are open.
    """
    found = intake.recognise(path, reader.packs)
    if found is None:
        raise Refusal(
            _("Tệp này không phải biểu do chương trình giao."),
            next_step=_("Dùng “Nhận số liệu từ tệp” cho bảng của người khác."),
            code="E_NOT_ISSUED",
        )
    return judge_form(reader, found, reason=reason)


def open_if_issued(reader: Reader, path: Path, *, reason: str = "") -> Homecoming | None:
    """Return what an issued form brings, None for any other file; refuses as `open_form`."""
    return open_form(reader, path, reason=reason) if intake.looks_issued(path) else None


def judge_form(reader: Reader, form: IssuedForm, *, reason: str = "") -> Homecoming:
    """Judge a recognised form: whose it is, whether it still holds, what its cells bring."""
    check_identity(reader, form)
    period = parse_period(form.identity.period, reader.packs.schemes)
    tree = tree_on(reader, period.data_to)
    held = period_cells(reader, period.id)
    form, resorted = settled(reader, form, period, held)
    closed = dict.fromkeys(
        () if reason else closed_units(reader, form.identity.form, period.id), LOCKED
    )
    units = {row.unit for row in form.rows}
    shut = shut_units(reader, form.identity.form, period, sorted(units))
    closed |= {reader.unit(u): _("Kỳ này đã khóa: {why}.").format(why=w) for u, w in shut.items()}
    brought = {
        unit: _unit(reader, tree, period, unit, lines, closed, form.identity)
        for unit, lines in _by_unit(reader, form).items()
    }
    landing = {u: one.landing for u, one in brought.items() if one.landing or one.said}
    findings = _findings(reader, tree, form.identity.form, period, landing, held)
    rows, notes, remarks = [], [], [*resorted, *_left_out(form)]
    for unit, one in brought.items():
        mine = settle(
            reader.packs, unit, one.said, findings.get(unit, ()), Kept.of(reader, unit, period.id)
        )
        rows.append(told_row(
            reader.packs, tree, one.row, one.landing, findings.get(unit, ()), mine,
            held.get(unit, {}),
        ))  # fmt: skip
        notes += mine
        remarks += attributes_told(reader.packs, tree, unit, one.lines)
    entries = {(unit, code): entry for unit, one in landing.items() for code, entry in one.items()}
    refused = [cell for one in brought.values() for cell in one.refused]
    if not entries and not refused and not notes:
        remarks.append(_("Các ô vàng của biểu còn trống, chưa có số nào để nhận."))
    changed = frozenset(
        (unit, code) for (unit, code), entry in entries.items()
        if held.get(unit, {}).get(code) != entry.register()
        and number_of(held.get(unit, {}).get(code)) != (entry.value if entry.value is not None
                                                         else -1)
    )  # fmt: skip
    reading = FiguresReading(
        form.identity.form, period.id, form.source, form.sha256, form.identity.form, (), (),
        tuple(rows), tuple(IgnoredRow(s.line, s.why, s.text) for s in form.strays), (),
        remarks=tuple(remarks),
    )  # fmt: skip
    return Homecoming(form, reading, entries, changed, tuple(refused), tuple(remarks), tuple(notes))


def take_form(store: Store, home: Homecoming, *, reason: str = "") -> ChangeSet:
    """Take what a form brings, its notes too, as one step; an empty cell never clears anything.

    Raises Refusal when nothing in it can be taken.
    """
    identity = home.form.identity
    if not home.entries and not home.notes:
        first = home.refused[0].why if home.refused else ""
        raise Refusal(
            _("Biểu không có ô nào nhận được."),
            next_step=first or _("Các ô vàng còn trống; xin đơn vị ghi số rồi gửi lại."),
            code="E_NOTHING",
        )
    if home.brings_nothing:
        return NO_CHANGE
    label = _("Nhận {form} {period} của {unit}").format(
        form=identity.form, period=lowered(identity.period_title), unit=identity.unit_name
    )
    with store.step(label) as step:
        entries = {key: home.entries[key] for key in sorted(home.changed)}
        if entries:
            set_cells(store, identity.period, entries, reason=reason)
        keep(store, identity.period, home.new_notes)
        step.put(
            IMPORT, home.form.sha256, f"{identity.period}|{identity.form}",
            {"name": home.form.source, "sheet": identity.form, "rows": len(home.reading.rows),
             "cells": len(entries), "step": step.id, "issued": identity.id},
            stream=LOCAL,
        )  # fmt: skip
    return step.change


def check_identity(reader: Reader, form: IssuedForm) -> None:
    """Refuse a form that is forged, foreign, withdrawn or outdated, each in one sentence."""
    told = form.identity
    public = decode_key(told.key)
    signature = _bytes(form.signature)
    if public is None or not verify(public, signed_bytes(form.entries), signature):
        raise _forged(_("Phần nhận dạng ẩn của biểu này đã bị sửa nên không nhận."))
    scope = Scope.of(reader)
    if scope.resolve(told.office) != reader.own_unit:
        raise Refusal(
            _("Biểu này do {office} giao, không phải của đơn vị mình.").format(
                office=told.office_name[:120]),
            next_step=_("Gửi trả nơi đã giao biểu."), code="E_FORM_FOREIGN",
        )  # fmt: skip
    given = reader.fields(ISSUED, told.id)
    if not given and reader.leaves(ISSUED, told.id, "key"):
        raise _withdrawn()
    if given.get("key") != told.key and not _is_ours(reader, scope, public):
        raise _unknown(reader, told)
    shown = form.period_shown
    if shown is None:
        raise _forged(
            _("Dòng kỳ báo cáo trên biểu đã bị xóa; biểu được giao cho kỳ {period}.").format(
                period=told.period_title
            )
        )
    if fold(told.period_title) not in fold(shown):
        raise _forged(
            _("Dòng kỳ báo cáo trên biểu đã bị sửa; biểu được giao cho kỳ {period}.").format(
                period=told.period_title
            )
        )
    _check_unit_line(reader, form)
    _check_newest(reader, told)


def _unknown(reader: Reader, told: Identity) -> Refusal:
    if told.store == reader.store_id:
        return _withdrawn()
    return _forged(_("Biểu này không mang chữ ký của đơn vị mình nên không nhận."))


def _withdrawn() -> Refusal:
    return Refusal(
        _("Việc giao biểu này đã được rút lại."),
        next_step=_("Giao lại biểu rồi xin đơn vị ghi vào biểu mới."), code="E_FORM_WITHDRAWN",
    )  # fmt: skip


def _check_unit_line(reader: Reader, form: IssuedForm) -> None:
    """Refuse a head that names another unit than the form was given to, under any of its names."""
    told, shown = form.identity, form.head_shown
    unit = reader.unit(told.unit)
    kept = reader.fields("unit", unit)
    named = ("name@", "code@", "short@")
    texts = [str(v) for f, v in kept.items() if f.startswith(named) or f in ("code", "short")]
    names = {fold(text) for text in (told.unit_name, *texts)}
    if any(fold(line) in names for line in shown):
        return
    raise Refusal(
        _("Đầu biểu ghi “{shown}”, còn biểu này giao cho {unit}.").format(
            shown=shown[-1][:_SHOWN] if shown else "", unit=told.unit_name
        ),
        next_step=_("Hỏi đơn vị gửi số này của ai, rồi giao biểu cho đúng đơn vị đó."),
        code="E_FORM_FORGED",
    )


def _forged(message: str) -> Refusal:
    return Refusal(
        message, next_step=_("Giao lại biểu cho đơn vị ghi từ đầu."), code="E_FORM_FORGED"
    )


def _is_ours(reader: Reader, scope: Scope, public: bytes) -> bool:
    """Tell whether a key is one of our own office's computers."""
    return any(
        one.public == public and one.unit == reader.own_unit and not one.revoked
        for one in Trust.of(reader, scope).stores.values()
    )


def _check_newest(reader: Reader, told: Identity) -> None:
    """Refuse a form of another version, or one that a later giving replaced.

    Given out again with the same rows and columns, the earlier copy is still as good, until
    the later one came home: then it would bring back what was corrected since.
    """
    current = reader.packs.forms.get(told.form)
    if current is None or current.version != told.version:
        now = current.version if current is not None else _("không còn dùng")
        raise Refusal(
            _("Biểu này theo mẫu cũ ({old}; nay {now}).").format(old=told.version, now=now),
            next_step=_("Giao lại biểu theo mẫu hiện nay."), code="E_FORM_OUTDATED",
        )  # fmt: skip
    given = reader.fields(ISSUED, told.id)
    mine = str(given.get("at") or told.issued_at)
    home = {
        one.get("issued") for taken in reader.records(IMPORT).values() for one in taken.values()
    }
    for key, fields in reader.records(ISSUED).items():
        same = (fields.get("unit"), fields.get("form"), fields.get("period")) == (
            told.unit, told.form, told.period)  # fmt: skip
        later = same and key != told.id and str(fields.get("at")) > mine
        if later and (key in home or fields.get("shape") != told.shape):
            day = "/".join(reversed(str(fields.get("at"))[:10].split("-")))
            raise Refusal(
                (_("Biểu giao sau, ngày {day}, đã gửi về và đã nhận nên bản này không nhận nữa.")
                 if key in home else
                 _("Biểu này đã được thay bằng biểu giao sau, ngày {day}.")).format(day=day),
                next_step=_("Nhận biểu giao sau, hoặc giao lại biểu."), code="E_FORM_OUTDATED",
            )  # fmt: skip


def _bytes(signature: str) -> bytes:
    try:
        return base64.b64decode(signature, validate=True)
    except (ValueError, binascii.Error):
        return b""


# the cells


def _by_unit(reader: Reader, form: IssuedForm) -> dict[str, list[IssuedRow]]:
    found: dict[str, list[IssuedRow]] = {}
    for row in form.rows:
        found.setdefault(reader.unit(row.unit), []).append(row)
    return found


def _left_out(form: IssuedForm) -> Sequence[str]:
    if not form.missing:
        return ()
    names = "; ".join(form.missing[:5])
    return (
        _("Thiếu {n} dòng của biểu: {names}.").format(n=len(form.missing), names=names),
    )  # fmt: skip


@dataclass(slots=True)
class _Brought:
    """What the lines of one unit bring: its row, what lands by code, what does not.

    `said` are its remarks, each with the code of the cell it would be the comment of.
    """

    row: ReadRow
    landing: dict[str, Entry]
    refused: list[RefusedCell]
    said: list[tuple[IssuedCell, str]]
    lines: Sequence[IssuedRow]


def _unit(
    reader: Reader, tree: Tree, period: Period, unit: str, lines: Sequence[IssuedRow],
    closed: Mapping[str, str], given: Identity,
) -> _Brought:  # fmt: skip
    name = tree.units[unit].name if unit in tree.units else _named(lines[0], given)
    whole = list(_barred(reader, tree, unit, period, closed))
    landing: dict[str, Entry] = {}
    cells, refused, doubts, said = [], [], [], []
    codes = [cell.code for line in lines for cell in line.cells]
    for line in lines:
        why = [*whole, *line.reasons]
        for cell in line.cells:
            taken = cell.entry is not None and not why
            value = cell.entry.value if taken and cell.entry is not None else None
            cells.append(CellReading(cell.code, cell.place, cell.source, value, cell.note, taken))
            if taken and cell.entry is not None:
                landing[cell.code] = cell.entry
                doubts += [f"{cell.place}: {cell.note}"] if cell.note else []
            elif cell.source:
                told = why[0] if why else cell.note
                refused.append(RefusedCell(cell.place, cell.code, name, cell.source, told))
        if line.remark is not None:
            amiss, one = [*why, *_unfit(line.remark, codes)], line.remark
            text = one.source[:_SHOWN]
            refused += [RefusedCell(one.place, NOTE, name, text, told) for told in amiss[:1]]
            said += [(one, line)] if not amiss else []
    reasons = list(dict.fromkeys([*whole, *(r for line in lines for r in line.reasons)]))
    reasons += [f"{one.place}: {one.why}" for one in refused if one.why not in reasons]
    filled = any(cell.source for cell in cells)
    bad = bool(whole) or (filled and not landing and not said)
    row = ReadRow(
        lines[0].line, name, "refused" if bad else "warned" if reasons or doubts else "accepted",
        tuple(cells), (*reasons, *doubts), unit,
    )  # fmt: skip
    first = next(iter((*landing, *codes)), "")
    placed = [(one, _beside(one, line, landing) or first) for one, line in said]
    return _Brought(row, landing, refused, placed, lines)


def _named(line: IssuedRow, given: Identity) -> str:
    """Return what a unit was called when the form was given: a form of one has figures in rows."""
    return given.unit_name if line.unit == given.unit else line.name


def _unfit(remark: IssuedCell, codes: Sequence[str]) -> list[str]:
    """Say why a remark cannot be kept; it needs a cell to stand at."""
    if remark.note or not codes:
        return [remark.note or _("Biểu không còn cột số nào để giữ ghi chú.")]
    return [TOO_LONG] if len(remark.source) > LONGEST else []


def _beside(remark: IssuedCell, line: IssuedRow, landing: Mapping[str, Entry]) -> str:
    """Return the cell a remark is the comment of: its own, or the row's first that lands."""
    codes = [cell.code for cell in line.cells]
    landed = (code for code in codes if code in landing)
    return remark.code or next(landed, codes[0] if codes else "")


def _barred(
    reader: Reader, tree: Tree, unit: str, period: Period, closed: Mapping[str, str]
) -> Sequence[str]:
    """Say why nothing of a unit may land: it ended since, is another office's, or is closed."""
    if unit not in tree.units:
        said = (one.said for one in former_units(reader, tree) if one.unit == unit)
        return (next(said, _("Đơn vị này không có trong kỳ của biểu.")),)
    try:
        check_scope(reader, [unit], period)
    except Refusal as refusal:
        return (refusal.message,)
    if unit in closed:
        return (closed[unit],)
    return ()


def _findings(
    reader: Reader, tree: Tree, form_id: str, period: Period,
    landing: Mapping[str, Mapping[str, Entry]], held: Mapping[str, Mapping[str, Any]],
) -> dict[str, list[Finding]]:  # fmt: skip
    """Return unit → what the rules say of its figures as they will be, with all that is held."""
    values = {
        unit: {**held.get(unit, {}), **{code: entry.register() for code, entry in cells.items()}}
        for unit, cells in landing.items()
    }
    form = entry_form(reader, form_id)
    return findings_beside(reader, tree, form, period, held, values)
