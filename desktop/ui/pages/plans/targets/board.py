"""The year's targets of an office and its units: given, set, reached, where the year will end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.kinds import (
    measured_by,
    part_title,
    split_target,
    target_title,
)
from desktop.models.outline.targets import GRADE, PERCENT, Target, format_target, grade_of
from desktop.models.packs.packs import Packs
from desktop.models.plans.progress import days_words, round_half_up
from desktop.models.plans.unit_targets import (
    Base,
    Part,
    dealt_alike,
    set_unit_targets,
    split_targets,
    years_of_targets,
)
from desktop.models.text import vi_number, vi_ratio, with_counts
from desktop.models.units.units import Unit, tree_on
from desktop.tasks.figures.target_lines import (
    TargetLine,
    counted_to,
    day_within,
    left_by_the_ended,
    longer_told,
    progress_lines,
    unlike_the_whole,
)
from desktop.tasks.figures.target_shares import bases_below
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.plans.targets.add_target import AddTarget
from desktop.ui.pages.plans.targets.year_dialog import SplitDialog
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import STRETCH, column, row, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from desktop.ui.desk import Desk


class TargetsBoard(Dialog):
    """Reads in a job; every deed is one step, and the board reads again after it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        year = desk.today().year
        known = sorted({year, year + 1, *years_of_targets(desk.read)}, reverse=True)
        self.year = Choice([(str(one), one) for one in known], name=_("Năm"))
        self.year.show_value(year)
        self.year.chosen.connect(lambda _year: self.read())
        self.until = PlainLabel("", tone="muted", wrap=True)
        own = desk.read.own_unit
        self.table = ListTable(
            (
                Column(
                    _("Đơn vị"),
                    lambda one: _unit_name(one, own),
                    22,
                    middle=True,
                    least=10,
                    tooltip=lambda one: one.unit.name,
                ),
                Column(_("Mã"), lambda one: split_target(one.code)[0], 6),
                Column(
                    _("Chỉ tiêu"),
                    lambda one: _title(desk.read.packs, one),
                    0,
                    tooltip=lambda one: one.title,
                ),
                Column(
                    _("Được giao"),
                    lambda one: _target(one.both.given),
                    9,
                    whole=True,
                    tooltip=lambda one: _full(one.both.given),
                ),
                Column(
                    _("Tự đặt"),
                    lambda one: _target(one.both.own),
                    6,
                    whole=True,
                    tooltip=lambda one: _full(one.both.own),
                ),
                Column(
                    _("Kế hoạch"),
                    lambda one: _target(one.both.planned),
                    8,
                    whole=True,
                    tooltip=lambda one: (
                        _full(one.both.planned) + (_(" · dự thảo") if one.both.draft else "")
                    ),
                ),
                Column(_("Đã đạt"), _done, 8, right=True, order=_share, tooltip=_parts),
                Column(_("% chỉ tiêu"), _percent, 9, right=True, order=_share, tone=_tone),
                Column(_("Ước cả năm"), _forecast, 10, right=True, tooltip=_how),
                Column(_("Thực tăng"), _net, 9, right=True),
                Column(_("Tạm tính"), _coverage, 8, right=True, tooltip=_provisional),
            ),
            key=lambda one: (one.unit.id, one.code),
            name=_("Chỉ tiêu năm của các đơn vị"),
            state=desk.state,
        )
        self.table.setMinimumHeight(space("xxl") * 8)
        self.table.chosen.connect(lambda _one: self._show_buttons())
        self.empty = PlainLabel(
            _("Chưa có chỉ tiêu nào cho năm này. Ghi số cần đạt vào mục của kế hoạch, hoặc ghi chỉ"
              " tiêu ở đây, rồi phân bổ cho đơn vị trực thuộc."),
            tone="muted", wrap=True,
        )  # fmt: skip
        self.ended = PlainLabel("", tone="attention", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.hide()  # until it is known that there is none
        self.ended.hide()
        self.add = button(_("Ghi chỉ tiêu…"), self._add, look="primary", icon="plus")
        self.deal = button(_("Phân bổ…"), self._deal, icon="split")
        self.drop = button(_("Bỏ chỉ tiêu"), self._drop, icon="trash")
        self.said = PlainLabel("", tone="muted")
        top = row(PlainLabel(_("Năm")), self.year, self.until, gap="m")
        top.setStretch(2, 1)
        body = QWidget()
        below = row(self.add, self.deal, self.drop, self.said, STRETCH, gap="s")
        inner = column(top, self.empty, self.table, self.ended, below, gap="s")
        inner.setStretch(1, 1)
        inner.setStretch(2, 1)
        body.setLayout(inner)
        super().__init__(
            desk.window,
            _("Chỉ tiêu năm"),
            _(
                "Tính theo số được giao, không có thì số tự đặt, rồi số trong kế hoạch; biểu F4"
                " in cùng số ấy. “Ước” là dự tính, không phải số liệu."
            ),
            body,
        )
        self.resize(space("xxl") * 39, space("xxl") * 18)
        self.lines: list[TargetLine] = []
        self._made, self._taken_back = 0, 0
        if desk.office is not None:
            QShortcut(QKeySequence("Ctrl+Z"), self, self._undo)
            QShortcut(QKeySequence("Ctrl+Y"), self, self._redo)
        self._changed = lambda change: self.read() if _touched(change) else None
        desk.changed.connect(self._changed)
        self.finished.connect(lambda _result: desk.changed.disconnect(self._changed))
        self.read()

    def read(self) -> None:
        """Read the year again, off the main thread."""
        year, today = self.year.value(), self.desk.today()
        self.until.setText(_("Đang tính…"))
        self.desk.job(
            _("Tính chỉ tiêu năm {year}").format(year=year),
            lambda store, *_rest: progress_lines(store, year, store.own_unit, today),
            self.while_open(lambda lines: self._show(lines, year)),
        )

    def _show(self, lines: list[TargetLine], year: int) -> None:
        if year != self.year.value():  # another was chosen meanwhile, and is being read
            return
        self.lines = lines
        self.table.put_away(self._saying_nothing(lines))
        self.table.set_rows(lines)
        self.empty.setVisible(not lines)
        self.table.setVisible(bool(lines))
        counted = counted_to(lines)
        days = days_words(lines[0].since, counted.data_to) if counted is not None else ""
        told = _("số đạt tính {days}").format(days=days) if days else ""
        self.until.setText("; ".join(filter(None, (told, longer_told(lines)))))
        self.until.setToolTip(self.until.text())
        reader, year = self.desk.read, self.year.value()
        unlike = [one["note"] for one in unlike_the_whole(reader, year, lines)]
        more = [with_counts(_("Và {n} chỉ tiêu khác."), n=len(unlike) - _TOLD)]
        left = [*left_by_the_ended(reader, year, lines), *unlike[:_TOLD],
                *(more if unlike[_TOLD:] else [])]  # fmt: skip
        self.ended.setText(" ".join(left))
        self.ended.setVisible(bool(left))
        self._show_buttons()

    def _saying_nothing(self, lines: Sequence[TargetLine]) -> Iterator[int]:
        """Yield the columns in which nothing stands, and the unit's where all are of one."""
        if len({one.unit.id for one in lines}) == 1:
            yield 0
        columns = self.table.rows_model.columns
        for number, one in enumerate(columns[_ALWAYS:], _ALWAYS):
            if not any(one.text(line) for line in lines):
                yield number

    def _show_buttons(self) -> None:
        chosen = self.table.current()
        own = self.desk.read.own_unit
        line = self._own_line()
        self.deal.setEnabled(line is not None)
        tip = _("Giao chỉ tiêu “{name}” cho các đơn vị trực thuộc").format(name=line.title) if (
            line is not None
        ) else _("Chọn một chỉ tiêu của đơn vị mình để giao cho các đơn vị trực thuộc")  # fmt: skip
        self.deal.setToolTip(tip)
        mine = chosen is not None and (
            chosen.both.own is not None if chosen.unit.id == own else chosen.both.given is not None
        )
        self.drop.setEnabled(mine)

    def _own_line(self) -> TargetLine | None:
        """Return our own target of the row chosen; where none is, the only one there is."""
        own = self.desk.read.own_unit
        chosen = self.table.current()
        ours = [one for one in self.lines if one.unit.id == own]
        if chosen is None:
            return ours[0] if len(ours) == 1 else None
        return next((one for one in ours if one.code == chosen.code), None)

    def _deal(self) -> None:
        line = self._own_line()
        if line is None:
            return
        year, today = self.year.value(), self.desk.today()
        self.desk.job(
            _("Đọc số của các đơn vị"),
            lambda store, *_rest: bases_below(store, year, today, line.code),
            self.while_open(lambda units: self._open_split(line, year, units)),
        )

    def _open_split(self, line: TargetLine, year: int, units: Sequence[tuple[Unit, Base]]) -> None:
        if not units:
            self._say(_("Chưa có đơn vị trực thuộc nào để phân bổ."), "attention")
            return

        def keep(parts: dict[str, Part], weights: dict[str, int]) -> None:
            def write(store: Any) -> Any:
                wanted = replace(line.target, indicator=line.code)
                return split_targets(store, year, wanted, parts, weights=weights)

            told = self.while_open(lambda _change: self._told(_count(parts)))
            self.desk.do(write, told, on_refusal=self.while_open(self._refused))

        title = _("Phân bổ: {name}, năm {year}").format(name=line.title, year=year)
        alike = dealt_alike(line.target, measured_by(self.desk.read.packs, line.code))
        dialog = SplitDialog(self, title, line.target, units, keep, alike=alike)
        dialog.wait_in(self.desk.half_typed, year, line.code)
        self._opened(dialog)

    def _told(self, count: int) -> None:
        self._count()
        told = _("Đã giao chỉ tiêu cho {n} đơn vị. Bấm Ctrl+Z để lấy lại.").format(n=count)
        self._say(told, "done")

    def _say(self, sentence: str, tone: str = "muted") -> None:
        """Tell what was done in this window, which covers the one behind."""
        self.said.setText(sentence)
        self.said.set_tone(tone)

    def _refused(self, refusal: Refusal) -> None:
        self._say(str(refusal), "blocked")

    def _count(self) -> None:
        """Remember that a step was made here; what was taken back before stays so."""
        self._made, self._taken_back = self._made + 1, 0

    def _undo(self) -> None:
        """Take back what was done in this window, never what was done before it was opened."""
        if self._made and self.desk.office is not None:
            self._step(self.desk.office.undo, -1)
        else:
            self._say(_("Chưa làm gì ở đây để hoàn tác."))

    def _redo(self) -> None:
        if self._taken_back and self.desk.office is not None:
            self._step(self.desk.office.redo, 1)

    def _step(self, verb: Callable[[Any], str], by: int) -> None:
        self._made, self._taken_back = self._made + by, self._taken_back - by
        said, refused = self.while_open(self._say), self.while_open(self._refused)
        self.desk.do(verb, said, on_refusal=refused)

    def _add(self) -> None:
        tree = tree_on(self.desk.read, day_within(self.year.value(), self.desk.today()))
        units = [one for one in tree.walk(self.desk.read.own_unit) if tree.role(one) != "part"]
        year, line = self.year.value(), self.table.current()
        if line is not None and line.gone:
            units.append(line.unit)
        self._opened(AddTarget(self, self.desk, year, units, line, self._count))

    def _drop(self) -> None:
        line = self.table.current()
        if line is not None:
            year, unit, code = self.year.value(), line.unit.id, line.code
            self.desk.do(
                lambda store: set_unit_targets(store, year, {unit: {code: None}}),
                self.while_open(lambda _change: self._count()),
                on_refusal=self.while_open(self._refused),
            )  # fmt: skip

    def _opened(self, dialog: Dialog) -> None:
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()


def _count(parts: Mapping[str, Part]) -> int:
    return sum(part is not None for part in parts.values())


def _unit_name(line: TargetLine, own: str) -> str:
    """Name a line's unit: our own, which most lines may be of, in words that are short."""
    if line.unit.id == own:
        return _("Đơn vị mình")
    return _("{name} (đã thôi)").format(name=line.unit.short) if line.gone else line.unit.short


def _title(packs: Packs, line: TargetLine) -> str:
    """Name what a line is of; of whom first, which a narrow column would cut off."""
    bare, kind = split_target(line.code)
    if not kind:
        return line.title
    whom = part_title(packs, kind)
    return f"{whom[:1].upper()}{whom[1:]}: {target_title(packs, bare)}"


def _touched(change: Any) -> bool:
    return any(change.keys(kind) for kind in ("target", "plan", "item"))


_SIGNS = {">=": "≥ ", "=": "", ">": "> ", "<=": "≤ ", "<": "< ", "range": ""}
_TOLD = 3
"""How many targets are named whose parts do not add up; `targets list` names all."""
_ALWAYS = 3
"""Unit, code and name stand before the columns that may have nothing to say."""


def _target(target: Target | None) -> str:
    """Write a target for a narrow column: "≥ 85%", "120", "2–5", "HTT"."""
    if target is None or target.value is None:
        return ""
    grade = grade_of(target.value) if target.unit == GRADE else None
    if grade is not None:
        return grade[0]
    bare = format_target(replace(target, comparator="=", unit="", stage=""), leading_zero=False)
    if target.comparator == "range" and target.value_max is not None:
        most = replace(target, comparator="=", value=target.value_max, unit="", stage="")
        bare += f"–{format_target(most, leading_zero=False)}"
    percent = "%" if target.unit == PERCENT else ""
    return f"{_SIGNS[target.comparator]}{bare}{percent}"


def _full(target: Target | None) -> str:
    if target is None:
        return ""
    return " · ".join(part for part in (format_target(target), target.basis) if part)


def _done(line: TargetLine) -> str:
    one = line.progress
    if one is None or one.done is None:
        return _("chưa có số")
    grade = grade_of(one.done) if one.target.unit == GRADE else None
    if grade is not None:
        return grade[0]
    if one.target.unit == PERCENT and one.denominator:
        return vi_ratio(one.numerator or 0, one.denominator)
    if one.denominator:  # an average
        return vi_number(Decimal(round_half_up(one.done * 100)) / 100, 2)
    return vi_number(one.numerator or 0)


def _parts(line: TargetLine) -> str:
    """Say what a percentage is of: it is computed, never typed."""
    one = line.progress
    if one is None or one.numerator is None or not one.denominator:
        return ""
    return f"{vi_number(one.numerator)}/{vi_number(one.denominator)}"


def _share(line: TargetLine) -> float:
    share = line.progress.share if line.progress is not None else None
    return float(share) if share is not None else -1.0


def _percent(line: TargetLine) -> str:
    one = line.progress
    if one is not None and one.target.unit == GRADE and one.reached.met is not None:
        return _("đạt") if one.reached.met else _("chưa đạt")
    share = one.share if one is not None else None
    return vi_ratio(share.numerator, share.denominator) if share is not None else ""


def _tone(line: TargetLine) -> str:
    met = line.progress.reached.met if line.progress is not None else None
    return "done" if met else "ink.normal"


def _forecast(line: TargetLine) -> str:
    one = line.progress
    return one.forecast_told if one is not None and one.forecast_share is not None else ""


def _how(line: TargetLine) -> str:
    return line.progress.forecast_words if line.progress is not None else ""


def _net(line: TargetLine) -> str:
    net = line.progress.net if line.progress is not None else None
    return vi_number(net) if net is not None else ""


def _coverage(line: TargetLine) -> str:
    """Say how many unions reported where not all did: "72/108"."""
    total = line.progress.total if line.progress is not None else None
    if total is None or not _provisional(line):
        return ""
    return "{}/{}".format(*total.so_far)


def _provisional(line: TargetLine) -> str:
    return line.progress.provisional if line.progress is not None else ""
