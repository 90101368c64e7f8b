"""Filling a province's own form: its file as it is, our figures in the cells named once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec

from desktop.formats import registry as formats
from desktop.formats.xlsx_patch import has_formulas, patch_workbook
from desktop.formats.xlsx_scan import column_name, split_reference
from desktop.i18n import _
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.sheets.books import read_grids
from desktop.intake.figures.sheets.grid import Grid, is_empty, letter, shown
from desktop.intake.figures.wording.row_kinds import is_closing, total_kind
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.errors import Refusal
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.store.foreign import restate
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.store.store import NO_CHANGE, ChangeSet, Store
from desktop.models.text import fold, nfc
from desktop.models.units.former import former_units
from desktop.models.units.scope import Scope
from desktop.models.units.units import tree_on
from desktop.reports.own_form import Filled, FormMapping, Meant, UnitRows, fill, read_mapping
from desktop.reports.own_form_standing import one_sentence
from desktop.reports.small_counts import note_below
from desktop.sync.trust import Trust
from desktop.tasks.figures.figures_import import register_of
from desktop.tasks.figures.form_words import Moves, follow, words_of
from desktop.tasks.figures.small_cells import when_hidden

SUFFIXES: Final = (".xlsx", ".xlsm")
OWN_FORM: Final = "own_form"
"""Kind of the register of ways to fill forms; key: the form's SHA-256, or its name folded."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A filled form on disk, and what a person should know of it.

    `below` is what was written below the tables of a sheet, as the mapping has no place for it.
    """

    path: Path
    filled: Filled
    below: Mapping[str, str]

    @property
    def cells(self) -> int:
        """How many cells were filled with something."""
        return sum(
            value is not None for sheet in self.filled.cells.values() for value in sheet.values()
        )


def fill_form(
    reader: Reader,
    template: Path,
    mapping: FormMapping,
    period_id: str,
    out: Path,
    *,
    unit: str = "",
    known_on: date | None = None,
) -> FilledForm:
    """Write the form with the period's figures in it; every other part stays as it was.

    Raises Refusal for a form or mapping that does not fit, and for a file that cannot be
    written; the template itself is never written over.
    """
    data, sheets = read_form(template)
    _check_out(template, out)
    visible = [grid.name for grid in sheets if not grid.hidden] or [g.name for g in sheets]
    names = [*visible, *(grid.name for grid in sheets if grid.name not in visible)]
    texts = {grid.name: grid for grid in sheets}
    filled = fill(
        reader, mapping, period_id, unit, names, lambda name: _texts(texts[name]),
        lambda rollup: partial(_meant, rollup, _book_of(reader, rollup)), known_on,
        hide_small=when_hidden(reader) == "all",
    )  # fmt: skip
    below = _told_below(filled, visible, adds_up=bool(filled.hidden) and has_formulas(data))
    formats.write_bytes(out, patch_workbook(data, filled.cells, below))
    return FilledForm(out, filled, below)


def told_of(done: FilledForm) -> list[str]:
    """Say what of a filled form is not firm or not told, and where its reader finds that."""
    told = done.filled.tentative
    said: list[str] = []
    if told:
        said.append(one_sentence(one for texts in told.values() for one in texts) + ".")
        sheets = [sheet for sheet, text in done.below.items() if text.startswith(one_sentence(()))]
        if sheets:
            said.append(
                _("Câu này cũng ghi dưới bảng ở trang {sheets}; chốt đủ báo cáo rồi điền lại thì"
                  " hết.").format(sheets=", ".join(f"“{sheet}”" for sheet in sheets))
            )  # fmt: skip
    if done.filled.hidden:
        count = sum(map(len, done.filled.hidden.values()))
        said.append(
            _(
                "{n} ô không ghi số: là 1 hoặc 2 người, hoặc để không tính ngược ra được (chọn ở"
                " Cài đặt, mục Dữ liệu cá nhân)."
            ).format(n=count)
        )
    return said


def _told_below(filled: Filled, visible: Sequence[str], *, adds_up: bool) -> dict[str, str]:
    """Return what is written below the sheets: what is not firm, and what numbers are left out.

    A sheet whose mapping says where needs no word of the first. What nobody sees is told on the
    first sheet seen. `adds_up`: formulas of the form miss the numbers left out.
    """
    told: dict[str, list[str]] = {}
    for sheet, texts in filled.tentative.items():
        if sheet not in filled.marked:
            told.setdefault(sheet if sheet in visible else visible[0], []).extend(texts)
    below = {sheet: [one_sentence(texts)] for sheet, texts in told.items()}
    without = _("Công thức của biểu không tính các ô này.") if adds_up else ""
    for sheet in dict.fromkeys(s if s in visible else visible[0] for s in filled.hidden):
        below.setdefault(sheet, []).append(f"{note_below()} {without}".strip())
    return {sheet: ". ".join(texts) for sheet, texts in below.items()}


def _book_of(reader: Reader, rollup: Rollup) -> NameBook:
    """Return the register of a period's end, to find the names of a form in as an import does."""
    tree = rollup.tree
    return NameBook(register_of(tree), vocabulary(reader.packs), former_units(reader, tree))


def _meant(rollup: Rollup, book: NameBook, name: str) -> Meant:
    """Return whom a name of a form stands for; what is not sure is told and left to a person."""
    if total_kind(name, book.words) or is_closing(name, book.words):
        return "", ""
    found = book.find(name)
    if found.unit is not None and (found.sure or found.plain):
        return found.unit.id, ""
    if found.said:
        return "", found.said
    units = [found.unit] if found.unit is not None else list(found.candidates)
    if not units:
        return "", ""
    named = "; ".join(f"{one.name} ({one.code})" for one in units[:3])
    return "", _("có thể là {units}; ghi mã hoặc đúng tên").format(units=named)


def read_form(template: Path) -> tuple[bytes, list[Grid]]:
    """Return a form's bytes and its sheets, for filling and for a preview to click in."""
    if template.suffix.lower() not in SUFFIXES:
        raise Refusal(
            _("Biểu của tỉnh phải là tệp .xlsx hoặc .xlsm."),
            next_step=_("Mở bằng Excel, lưu thành .xlsx rồi chọn lại."), code="E_SUFFIX",
        )  # fmt: skip
    sheets = read_grids(template)
    return template.read_bytes(), sheets


def check_cell(template: Path, sheet: str, cell: str) -> None:
    """Refuse a cell of a form that cannot be filled, such as one with a formula."""
    try:
        data = template.read_bytes()
    except OSError:
        raise Refusal(
            _("Không đọc được tệp {file}.").format(file=template.name),
            next_step=_("Đóng tệp đang mở ở Excel, cắm lại ổ đĩa nếu đã rút."), code="E_READ",
        ) from None  # fmt: skip
    patch_workbook(data, {sheet: {cell: 0}})


def load_mapping(path: Path) -> FormMapping:
    """Return the mapping of a JSON file."""
    try:
        return read_mapping(path.read_bytes())
    except OSError:
        raise Refusal(
            _("Không đọc được tệp cách điền “{name}”.").format(name=path.name),
            next_step=_("Kiểm tra tên tệp."), code="E_READ",
        ) from None  # fmt: skip


def remember_mapping(store: Store, template: Path, mapping: FormMapping) -> ChangeSet:
    """Keep how a form is filled, for its next period; one step, nothing when it is known."""
    told: dict[str, Any] = {
        "name": nfc(template.name),
        "mapping": msgspec.to_builtins(mapping),
        "words": words_of(read_form(template)[1], mapping),
    }
    if all(_kept(store, key) == told for key in _keys(template)):
        return NO_CHANGE
    with store.step(_("Ghi cách điền biểu {name}").format(name=template.name[:80])) as step:
        for key in _keys(template):
            if _kept(store, key) != told and store.get(OWN_FORM, key, "form") == told:
                restate(store, OWN_FORM, key, "form", told, ())  # theirs until now, now ours too
            else:
                step.put(OWN_FORM, key, "form", told)
    return step.change


def remembered_mapping(reader: Reader, template: Path) -> Moves | None:
    """Return how this form, or else one of its name, was filled before, and what has moved since.

    What an earlier version kept has no words to find cells by: its cells are where they were.
    """
    for key in _keys(template):
        found = _kept(reader, key)
        try:
            kept = msgspec.convert(found, _Kept) if isinstance(found, Mapping) else None
        except msgspec.ValidationError:
            continue
        if kept is not None and kept.words:
            return follow(read_form(template)[1], kept.mapping, kept.words)
        if kept is not None:
            return Moves(kept.mapping, kept.mapping)
    return None


def check_still_fits(reader: Reader, template: Path, mapping: FormMapping) -> None:
    """Refuse to fill a form that changed since the very same cells were named."""
    found = remembered_mapping(reader, template)
    if found is not None and not found.none and found.named == mapping:
        raise Refusal(
            _("Biểu “{name}” đã đổi từ lần chỉ ô trước: {told}.").format(
                name=template.name[:80], told=found.told()),
            next_step=_("Sửa tên ô trong tệp --mapping, hoặc thêm --yes nếu các ô vẫn đúng."),
            code="E_FORM_CHANGED",
        )  # fmt: skip


class _Kept(msgspec.Struct, frozen=True):
    """What is kept of a form."""

    mapping: FormMapping
    words: dict[str, dict[str, str]] = {}


def _kept(reader: Reader, key: str) -> Any:
    """Return what is kept under a key by this office or one above it, None for nothing.

    Offices below fill forms of the same name in ways of their own, which their bundles bring.
    """
    leaves = reader.leaves(OWN_FORM, key, "form")
    if any(leaf.store != reader.store_id for leaf in leaves):
        scope = Scope.of(reader)
        below = Trust.of(reader, scope).of_units(scope.subtree(reader.own_unit) - {reader.own_unit})
        leaves = [leaf for leaf in leaves if leaf.store not in below]
    return load(leaves[-1].value) if leaves else None


def mapping_for(reader: Reader, template: Path) -> FormMapping:
    """Return the mapping kept for a form.

    Raises Refusal when none was ever given, and when the form's words are no longer those that
    its cells stood beside: nobody is there to look at where they are now.
    """
    found = remembered_mapping(reader, template)
    if found is None:
        read_form(template)  # what is wrong with the file itself comes first
        raise Refusal(
            _("Chưa biết cách điền biểu “{name}”.").format(name=template.name[:80]),
            next_step=_("Chỉ các ô một lần ở trang Báo cáo, hoặc kèm --mapping tệp JSON."),
            code="E_MAPPING",
        )
    if not found.none:
        raise Refusal(
            _("Biểu “{name}” đã đổi từ lần chỉ ô trước: {told}.").format(
                name=template.name[:80], told=found.told()),
            next_step=_("Mở biểu ở trang Báo cáo để chỉ lại ô, hoặc kèm --mapping tệp JSON mới."),
            code="E_FORM_CHANGED",
        )  # fmt: skip
    return found.mapping


@dataclass(slots=True)
class MappingDraft:
    """A mapping while its cells are being named by clicking; everything it needs, no toolkit.

    `cells`: (sheet, cell) → source; `columns`: (sheet, first, last, name column) → letter →
    source, rows of units.
    """

    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    columns: dict[tuple[str, int, int, str], dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, mapping: FormMapping | None, first_sheet: str) -> "MappingDraft":
        """Return the draft of what is known of a form already."""
        draft = cls()
        if mapping is None:
            return draft
        usual = mapping.sheet or first_sheet
        for place, source in mapping.cells.items():
            sheet, _mark, cell = place.rpartition("!")
            draft.cells[sheet.strip("'") or usual, cell.upper()] = source
        for rows in mapping.units:
            key = (rows.sheet or usual, rows.first, rows.last, rows.name.upper())
            draft.columns[key] = {c.upper(): source for c, source in rows.columns.items()}
        return draft

    def set_cell(self, sheet: str, cell: str, source: str) -> None:
        """Let a cell take a figure or a text."""
        split_reference(cell)
        self.clear(sheet, cell)
        self.cells[sheet, cell.upper()] = source

    def set_column(self, sheet: str, cell: str, last: int, name: str, source: str) -> None:
        """Let a column from a cell down to a row take each union's own figure.

        `name` is the column that the unions' names stand in.
        """
        row, column = split_reference(cell)
        if last < row:
            raise Refusal(
                _("Dòng cuối ở trên dòng đầu."), next_step=_("Ghi dòng cuối của bảng đơn vị."),
                code="E_MAPPING",
            )  # fmt: skip
        names = column_name(split_reference(f"{name.strip()}1")[1])
        self.clear(sheet, cell)
        self.columns.setdefault((sheet, row, last, names), {})[column_name(column)] = source

    def clear(self, sheet: str, cell: str) -> None:
        """Let a cell, or the column of unions it belongs to, take nothing."""
        row, column = split_reference(cell)
        self.cells.pop((sheet, cell.upper()), None)
        for key, columns in list(self.columns.items()):
            if key[0] == sheet and key[1] <= row <= key[2]:
                columns.pop(column_name(column), None)
                if not columns:
                    del self.columns[key]

    def source_at(self, sheet: str, cell: str) -> str:
        """Return what a cell takes, "" for nothing."""
        own = self.cells.get((sheet, cell.upper()))
        if own is not None:
            return own
        row, column = split_reference(cell)
        found = (
            columns.get(column_name(column), "")
            for (place, first, last, _name), columns in self.columns.items()
            if place == sheet and first <= row <= last
        )
        return next((source for source in found if source), "")

    def mapping(self) -> FormMapping:
        """Return the mapping as it is kept and written."""
        return FormMapping(
            cells={f"{sheet}!{cell}": source for (sheet, cell), source in self.cells.items()},
            units=tuple(
                UnitRows(first=first, last=last, name=name, columns=columns, sheet=sheet)
                for (sheet, first, last, name), columns in self.columns.items()
            ),
        )


def name_column(reader: Reader, grid: Grid, on: date) -> str:
    """Return the column of a sheet that holds most names of our unions, "B" when none does."""
    tree = tree_on(reader, on)
    book = NameBook(register_of(tree), vocabulary(reader.packs), former_units(reader, tree))
    counts: dict[int, int] = {}
    for row in grid.rows:
        for place, cell in enumerate(row):
            if isinstance(cell, str) and not is_empty(cell) and book.find(cell).unit is not None:
                counts[place] = counts.get(place, 0) + 1
    return letter(max(counts, key=lambda place: counts[place])) if counts else "B"


def _keys(template: Path) -> tuple[str, str]:
    try:
        digest = sha256(template.read_bytes()).hexdigest()
    except OSError:
        raise Refusal(
            _("Không đọc được tệp “{name}”.").format(name=template.name),
            next_step=_("Kiểm tra tên tệp."), code="E_READ",
        ) from None  # fmt: skip
    return digest, f"name:{fold(template.stem)}"


def _texts(grid: Grid) -> dict[str, str]:
    return {
        f"{letter(column)}{line}": shown(cell)
        for line, row in zip(grid.lines, grid.rows, strict=True)
        for column, cell in enumerate(row)
        if not is_empty(cell)
    }


def _check_out(template: Path, out: Path) -> None:
    if out.suffix.lower() != template.suffix.lower():
        raise Refusal(
            _("Tệp điền xong phải cùng loại với tệp mẫu ({suffix}).").format(
                suffix=template.suffix.lower()),
            next_step=_("Đặt tên tệp có đuôi {suffix}.").format(suffix=template.suffix.lower()),
            code="E_SUFFIX",
        )  # fmt: skip
    if out.exists() and out.samefile(template):
        raise Refusal(
            _("Không ghi đè lên tệp mẫu."),
            next_step=_("Đặt tên tệp khác."), code="E_SAME_FILE",
        )  # fmt: skip
