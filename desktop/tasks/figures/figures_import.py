"""Figures out of somebody's file: what it would bring, and taking it as one step.

`preview` reads and judges; a person may correct columns, units, values or leave rows out and
ask again; `apply` takes what stands in a reading. Nothing is written before that.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
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
    at_place,
)
from desktop.intake.figures.rows.lines import Told, untold
from desktop.intake.figures.sheets.grid import Pasted
from desktop.intake.issued_form import looks_issued
from desktop.models.collector import without_collector
from desktop.models.errors import Refusal
from desktop.models.figures.cells import TREE_CAUSED, Entry, number_of, period_cells
from desktop.models.figures.closure import today_of
from desktop.models.figures.figures import set_cells
from desktop.models.figures.revisions import closed_units
from desktop.models.packs.packs import Packs, load_packs
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import LOCAL
from desktop.models.store.reader import Reader
from desktop.models.store.store import NO_CHANGE, ChangeSet, Store
from desktop.models.text import lowered
from desktop.models.units.former import former_units
from desktop.models.units.units import Tree, tree_on
from desktop.tasks.figures.figures_history import beside_history
from desktop.tasks.figures.file_sender import sender_of
from desktop.tasks.figures.home_forms import (
    Entries,
    Place,
    beside_homes,
    entries_elsewhere,
    homes_of,
    new_entries,
    places_of,
    with_landings,
)
from desktop.tasks.figures.import_memory import learn, remembered, told_of
from desktop.tasks.figures.row_remarks import keep_remarks, new_remarks
from desktop.tasks.figures.within_office import wants_reason, within_office

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
    homes = homes_of(reader.packs, form, period, today_of(reader))
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
        homes,
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
    reading = replace(reading, sender=sender, own=bool(merged.own))
    told(0, 0)
    places = places_of(reader.packs, reading, homes)
    reading = within_office(reader, reading, period, held, reason)
    reading = beside_history(reader, reading, tree, period, held)
    reading = beside_homes(reader, reading, places, reason)
    own, new = len(entries_of(reader.packs, reading)), partial(new_entries, reader)
    return with_landings(reader.packs, reading, homes, places, own, new)


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
    office, homes = _only_office(packs, register), homes_of(packs, form, period)
    asked = Asked(form, period, packs, register, {}, {}, office, homes=homes)
    reading = replace(read_figures(path, asked, corrections), own=bool(corrections.own))
    places, own = places_of(packs, reading, homes), len(entries_of(packs, reading))
    return with_landings(packs, reading, homes, places, own)


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


def entries_of(packs: Packs, reading: FiguresReading) -> dict[tuple[str, str], Entry]:
    """Return (unit, code) → what lands: the numbers of rows accepted and warned.

    Figures the form only shows are entered in their own form (`entries_elsewhere`); those of whole
    unions that moved are worked out from the tree.
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
    """Take a reading as one step that one undo takes back, in its form and those it shows.

    What concerns the whole file (another period's title, sheets that look alike) must be
    consented to.
    Keeps the file's name and SHA-256 with the step, and what a person corrected for the next file
    of this sender. Raises Refusal when nothing can be taken
    or the office changed since.
    """
    entries = entries_of(store.packs, reading)
    parts = {(reading.form, reading.period): entries} if entries else {}
    parts |= entries_elsewhere(reading)
    if not parts:
        raise nothing_taken(reading)
    if reading.remarks and not consent:
        raise Refusal(
            reading.remarks[0],
            next_step=_("Xem lại tệp; nếu vẫn muốn nhận, thêm --yes."), code="E_CONSENT",
        )  # fmt: skip
    remarks = new_remarks(store, reading)
    if not remarks and all(_is_held(store, place, told) for place, told in parts.items()):
        learn(store, reading, corrections)
        return NO_CHANGE
    with store.step(_label(store.packs, reading, list(parts))) as step:
        learn(store, reading, corrections)
        for (form, period), told in parts.items():
            if form == reading.form:
                set_cells(store, period, told, reason=reason)
            elif new := new_entries(store, period, told):
                locked = _has_locked(store, form, period, new)
                set_cells(store, period, new, reason=reason if locked else "")
            step.put(
                IMPORT, reading.sha256, f"{period}|{form}",
                {"name": reading.source, "sheet": reading.sheet, "rows": len(reading.rows),
                 "cells": len(told), "step": step.id},
                stream=LOCAL,
            )  # fmt: skip
        keep_remarks(store, remarks)
    return step.change


def _is_held(store: Store, place: Place, entries: Entries) -> bool:
    held = period_cells(store, place[1])
    return all(number_of(held.get(unit, {}).get(code)) == entry.value
               for (unit, code), entry in entries.items())  # fmt: skip


def _has_locked(store: Store, form: str, period: str, entries: Entries) -> bool:
    """Whether a return the entries are of is locked: then a reason is kept with them."""
    closed = closed_units(store, form, period)
    return any(unit in closed for unit, _code in entries)


def _label(packs: Packs, reading: FiguresReading, places: Sequence[Place]) -> str:
    """Return what the step is called: the file, its period, and the forms where several take it."""
    titles = {period: lowered(parse_period(period, packs.schemes).title) for _f, period in places}
    name = reading.source[:80]
    if places == [(reading.form, reading.period)]:
        (period,) = titles.values()
        return _("Nhận số liệu từ tệp {name}, {period}").format(name=name, period=period)
    forms = {period: ", ".join(form for form, one in places if one == period) for period in titles}
    told = ", ".join(_("biểu {forms} {period}").format(forms=forms[period], period=title)
                     for period, title in titles.items())  # fmt: skip
    return _("Nhận số liệu từ tệp {name}: {forms}").format(name=name, forms=told)


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
    if first is not None and wants_reason(first.reasons[0]):  # said once of all: others come after
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
        told, columns={**known.columns, **told.columns}, names={**known.names, **told.names},
        own=known.own if told.own is None else told.own,
    )  # fmt: skip


__all__: Sequence[str] = (
    "TOGETHER", "Corrections", "FiguresReading", "apply", "entries_of", "preview",
    "preview_alone",
)  # fmt: skip
