"""Giving units a form to fill in, and taking it when it comes home."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.formats import registry as formats
from desktop.formats.layout import shipped_layout
from desktop.formats.xlsx_form import render_form
from desktop.i18n import _
from desktop.intake.issued_identity import Identity, signed_bytes
from desktop.models.clock import uuid7
from desktop.models.errors import Refusal
from desktop.models.figures.figures import check_scope
from desktop.models.figures.revisions import entry_form
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import LOCAL
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import lowered
from desktop.models.units.units import Tree, Unit, tree_on
from desktop.reports.issued_sheet import issued_sheet
from desktop.sync.trust import encode_key, office_key

ISSUED: Final = "issued_form"
"""Kind of the register of forms given out; key: the form's id."""
WORKBOOK: Final = ".xlsx"
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*~]+')
_LONGEST: Final = 90


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """A form on disk and the unit it was made for."""

    unit: Unit
    path: Path


def issue_form(store: Store, form_id: str, period_id: str, unit_code: str, out: Path) -> IssuedFile:
    """Write a form for one unit; the office keeps which it gave out, as one step.

    Raises Refusal for an unknown form, period or unit, a unit of another office, or a file
    that cannot be written; then nothing is kept.
    """
    form, period, tree = _asked(store, form_id, period_id)
    unit = tree.by_code(unit_code) if unit_code else tree.units[store.own_unit]
    _check_workbook(out)
    return _issue(store, form, period, tree, [(unit, out)])[0]


def issue_forms(
    store: Store, form_id: str, period_id: str, folder: Path, unit_codes: Sequence[str] = ()
) -> list[IssuedFile]:
    """Write a form for each unit into a folder; without codes, for each base union in scope."""
    form, period, tree = _asked(store, form_id, period_id)
    chosen = [tree.by_code(code) for code in unit_codes] or _own_base(store, tree, period)
    if not chosen:
        raise Refusal(
            _("Không có công đoàn cơ sở nào để giao biểu."),
            next_step=_("Thêm đơn vị vào sổ trước."), code="E_NO_UNIT",
        )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(unit, folder / _file_name(form, period, unit)) for unit in chosen]
    return _issue(store, form, period, tree, wanted)


def _asked(reader: Reader, form_id: str, period_id: str) -> tuple[Form, Period, Tree]:
    period = parse_period(period_id, reader.packs.schemes)
    form = entry_form(reader, form_id.upper())
    if not form.entry:
        raise Refusal(
            _("{form} không phải biểu để nhập số.").format(form=form.label),
            next_step=_("Giao biểu F1, F2, F3 hoặc F4."), code="E_FORM",
        )  # fmt: skip
    return form, period, tree_on(reader, period.data_to)


def _own_base(reader: Reader, tree: Tree, period: Period) -> list[Unit]:
    return [u for u in tree.base_unions(reader.own_unit) if _is_mine(reader, u, period)]


def _is_mine(reader: Reader, unit: Unit, period: Period) -> bool:
    """Tell whether a unit's figures of a period are this office's to enter."""
    try:
        check_scope(reader, [unit.id], period)
    except Refusal:
        return False
    return True


def _file_name(form: Form, period: Period, unit: Unit) -> str:
    name = f"{form.id} {period.id} {unit.code} {unit.short}"
    return _FORBIDDEN.sub(" ", name)[:_LONGEST].rstrip(" .") + WORKBOOK


def _issue(
    store: Store, form: Form, period: Period, tree: Tree, wanted: Sequence[tuple[Unit, Path]]
) -> list[IssuedFile]:
    check_scope(store, [unit.id for unit, _path in wanted], period)
    pair = office_key(store)

    def mine(unit: Unit) -> bool:
        return _is_mine(store, unit, period)

    label = _("Giao {form} {period} cho {n} đơn vị").format(
        form=form.label, period=lowered(period.title), n=len(wanted)
    )
    made = []
    with store.step(label) as step:
        for unit, path in wanted:
            sheet = issued_sheet(store, tree, form, period, unit, mine)
            if not sheet.rows:
                raise Refusal(
                    _("{form} {period} không có ô nào để {unit} ghi.").format(
                        form=form.label, period=lowered(period.title), unit=unit.name),
                    next_step=_("Chọn biểu hoặc kỳ khác."), code="E_FORM",
                )  # fmt: skip
            own = tree.units[store.own_unit]
            identity = Identity(
                id=uuid7(store.clock), office=store.own_unit, office_name=own.name,
                store=store.store_id, key=encode_key(pair.public), unit=unit.id,
                unit_name=unit.name, form=form.id, version=form.version, period=period.id,
                period_title=period.title, pack=store.packs.ref, issued_at=store.now(),
                rows=dict(sheet.rows), columns=dict(sheet.columns),
            )  # fmt: skip
            entries = identity.entries()
            signature = encode_key(pair.sign(signed_bytes(entries)))
            data = render_form(
                sheet.document, sheet.body, shipped_layout(), entries | {"signature": signature}
            )
            step.put_fields(
                ISSUED, identity.id,
                {"unit": unit.id, "form": form.id, "period": period.id, "key": identity.key,
                 "version": form.version, "at": identity.issued_at, "shape": identity.shape},
                stream=LOCAL,
            )  # fmt: skip
            formats.write_bytes(path, data)
            made.append(IssuedFile(unit, path))
    return made


def _check_workbook(out: Path) -> None:
    if out.suffix.lower() != WORKBOOK:
        raise Refusal(
            _("Biểu giao cho đơn vị là tệp Excel."),
            next_step=_("Đặt tên tệp có đuôi .xlsx."), code="E_SUFFIX",
        )  # fmt: skip
