"""The panel beside the editor: who does the chosen items, by when, at what cost, to what end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.kinds import measured_by, split_target
from desktop.models.outline.outline import Outline, OutlineRow
from desktop.models.outline.rich_text import plain
from desktop.models.outline.targets import Target, format_target
from desktop.models.packs.packs import Packs
from desktop.models.plans.outline_editor import OutlineEditor
from desktop.models.plans.plan_head import ISSUED, PARENT, PlanHead
from desktop.models.text import vi_number
from desktop.ui.half_typed import HalfTyped, TypedFields
from desktop.ui.outline.paper_row import due_words
from desktop.ui.pages.plans.being_typed import ITEM, being_typed, place_of
from desktop.ui.pages.plans.targets.part_choice import PartChoice
from desktop.ui.typed import parse_date
from desktop.ui.widgets.buttons import link
from desktop.ui.widgets.fields import Choice, NumberField, TextArea, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import column, row, space
from desktop.ui.widgets.today_key import TodayKey

Set = Callable[[str, Any], object]

_RANGE = "range"
"""The name an unfinished range waits under: "5|" while its end is not typed."""

COMPARATORS = (
    ("", None),
    ("từ … trở lên", ">="),
    ("đúng bằng", "="),
    ("trên", ">"),
    ("không quá", "<="),
    ("dưới", "<"),
    ("từ … đến …", "range"),
)


class AmountField(NumberField):
    """A number shown with no more decimals than it has: 85, 1,5."""

    def written(self, value: Any) -> str:
        """Return the number without zeros at its end."""
        text = super().written(value)
        return text.rstrip("0").rstrip(",") if "," in text else text


class ItemPanel(QWidget):
    """Shows the fields of the chosen items and hands changes over: `set_field(name, value)`.

    A value raising a Refusal marks its field. `go_parent(item id)` shows the answered item.
    """

    def __init__(
        self,
        set_field: Set,
        go_parent: Callable[[str], object],
        packs: Packs,
        today: Callable[[], date],
        kept: HalfTyped,
    ) -> None:
        super().__init__()
        self._plan, self._item, self._half_typed = "", "", kept
        self._year: int | None = None
        self._typed = TypedFields(kept, self._waits_at)
        self._typed_target = TypedFields(kept, self._target_waits_at)
        self._set, self._go, self._packs, self._today = set_field, go_parent, packs, today
        self._targets: tuple[Target, ...] = ()
        self._at = 0
        self._answers = ""
        self.title = section_title(_("Mục đang chọn"))
        self.where = PlainLabel("", tone="muted", wrap=True)
        self.owner = TextField(hint=_("Ban Thường vụ"))
        self.partner = TextField()
        self.due = TextField()
        TodayKey(self.due, whole=True)
        self.cost = NumberField()
        self.which = Choice(name=_("Các chỉ tiêu của mục"))
        self.more = link(_("Thêm chỉ tiêu"), self._add_target)
        self.comparator = Choice(COMPARATORS, name=_("Chỉ tiêu"))
        self.value = AmountField(decimals=2)
        self.value_max = AmountField(decimals=2)
        self.unit = TextField(hint="%")
        self.indicator = Choice(name=_("Tính theo chỉ tiêu số liệu"))
        self.part = PartChoice()
        self.note = TextArea(lines=3)
        self.answers = PlainLabel("", wrap=True)
        self._show_parent = link(_("Xem mục đó"), lambda: self._go(self._answers))
        self._unlink = link(_("Bỏ nối"), lambda: self._put(self.rows["answers"], "answers", None))
        self.rows: dict[str, FormRow] = {}
        self._fields = QWidget()
        self._fields.setLayout(self._form())
        box = QVBoxLayout(self)
        edge = space("l")
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(space("m"))
        box.addWidget(self.title)
        box.addWidget(self.where)
        box.addWidget(self._fields)
        box.addStretch(1)
        self._box = box
        self._connect()

    def add_below(self, part: QWidget) -> None:
        """Show another part below the fields."""
        self._box.insertWidget(self._box.count() - 1, part)

    def _form(self) -> QVBoxLayout:
        self.rows = {
            "owner": FormRow(_("Người thực hiện"), self.owner),
            "partner": FormRow(_("Phối hợp"), self.partner),
            "due": FormRow(_("Thời hạn"), self.due),
            "cost": FormRow(_("Kinh phí (đồng)"), self.cost),
            "target": FormRow(_("Chỉ tiêu"), self._of_several()),
            "answers": FormRow(_("Thực hiện mục của cấp trên"), self.answers),
            "note": FormRow(_("Ghi chú (không in)"), self.note),
        }
        numbers = row(self.value, self.value_max, self.unit, gap="xs")
        for choice in (self.indicator, self.part):
            choice.setSizePolicy(self.comparator.sizePolicy())
            choice.setMinimumContentsLength(18)
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        self.basis = PlainLabel("", level="small", tone="muted", wrap=True)
        self.which.setSizePolicy(self.comparator.sizePolicy())
        self.which.setMinimumContentsLength(18)
        self.which.setSizeAdjustPolicy(self.indicator.sizeAdjustPolicy())
        target = column(self.rows["target"], gap="xs")
        target.addLayout(numbers)
        target.addWidget(self.indicator)
        target.addWidget(self.part)
        target.addWidget(self.basis)
        target.addLayout(row(self.more, None))
        links = row(self._show_parent, self._unlink, None, gap="m")
        parts = [self.rows[name] for name in ("owner", "partner", "due", "cost")]
        return column(*parts, target, self.rows["answers"], links, self.rows["note"], gap="m")

    def _of_several(self) -> QWidget:
        """The choice of the item's targets over how the chosen one is compared."""
        holder = QWidget()
        holder.setLayout(column(self.which, self.comparator, gap="xs"))
        holder.setFocusProxy(self.comparator)
        return holder

    def _waits_at(self) -> tuple[str, str]:
        """Return where half-typed words wait: at one item, not at several."""
        return place_of(self._plan) if self._item else "", f"{ITEM}{self._item}/"

    def _target_waits_at(self) -> tuple[str, str]:
        place, before = self._waits_at()
        return place, f"{before}target{self._at}/"

    def _connect(self) -> None:
        typed = {"owner": self.owner, "partner": self.partner, "due": self.due,
                 "cost": self.cost, "note": self.note}  # fmt: skip
        for name, field in typed.items():
            self._typed.watch(name, field)
        for name, field in {"value": self.value, "to": self.value_max, "unit": self.unit}.items():
            self._typed_target.watch(name, field)
        for name, field in (("owner", self.owner), ("partner", self.partner)):
            field.committed.connect(lambda text, n=name: self._put(self.rows[n], n, text or None))
        self.due.committed.connect(self._put_due)
        self.cost.number_committed.connect(
            lambda v: self._put(self.rows["cost"], "cost", int(v) if v is not None else None)
        )
        self.note.committed.connect(lambda t: self._put(self.rows["note"], "note", t or None))
        self.which.chosen.connect(self._turn_target)
        self.comparator.chosen.connect(self._put_comparator)
        self.value.number_committed.connect(lambda v: self._put_target(value=v))
        self.value_max.number_committed.connect(lambda v: self._put_target(value_max=v))
        self.unit.committed.connect(lambda v: self._put_target(unit=v))
        self.indicator.chosen.connect(self._put_indicator)
        self.part.chosen.connect(lambda _kind: self._put_indicator(self.part.code()))

    # showing

    def show_items(
        self,
        editor: OutlineEditor | None,
        parent: Outline | None,
        head: PlanHead | None,
    ) -> None:
        """Show the fields of the chosen items; what differs among them stays empty."""
        with self._typed.showing():
            self._show_items(editor, parent, head)

    def _show_items(
        self,
        editor: OutlineEditor | None,
        parent: Outline | None,
        head: PlanHead | None,
    ) -> None:
        writable = head is not None and head.state != ISSUED
        self._offer(head, parent)
        chosen = editor.selected() if editor is not None else []
        self._fields.setEnabled(writable and bool(chosen))
        self._plan = head.id if head is not None else ""
        self._item = chosen[0] if len(chosen) == 1 else ""
        if editor is None or not chosen:
            self.where.setText(_("Chưa có mục nào."))
            return
        found = [editor.outline.row(item_id) for item_id in chosen]
        self.where.setText(_where(editor, found))
        texts = (
            (self.owner, _same([one.item.owner for one in found], "")),
            (self.partner, _same([one.item.partner for one in found], "")),
            (self.due, due_words(_same([one.item.due for one in found], ""))),
            (self.note, _same([one.item.note for one in found], "")),
        )
        for field, text in texts:
            if not being_typed(field):
                field.show_text(text)
        if not being_typed(self.cost):
            self.cost.show_number(_same([one.item.cost for one in found], None))
        self._show_targets(_same([one.item.targets for one in found], ()))
        several = [one.item.answers for one in found]
        self._show_answers(_same(several, None), parent)
        if any(several) and _same(several, None) is None:
            linked = sum(bool(one) for one in several)
            self.answers.setText(_("{n} mục đã nối, mỗi mục một chỗ").format(n=linked))
        for line in self.rows.values():
            line.show_error("")
        self._tell_open_range()

    def _offer(self, head: PlanHead | None, parent: Outline | None) -> None:
        """Offer what the paper's items can hold: who does what is ours to say in our own."""
        received = head is not None and head.role == PARENT
        for name in ("owner", "partner", "cost"):
            self.rows[name].setVisible(not received)
        self._year = head.year if head is not None else None
        year = self._year or self._today().year
        self.due.setPlaceholderText(_("30/11/{year} hoặc Quý II").format(year=year))

    @property
    def _target(self) -> Target | None:
        return self._targets[self._at] if self._at < len(self._targets) else None

    def _show_targets(self, targets: tuple[Target, ...]) -> None:
        """Show the targets of the chosen items; the one being edited stays in front."""
        if targets != self._targets:
            self._at = min(self._at, max(0, len(targets) - 1))
        self._targets = targets
        total = len(targets)
        options = [
            (f"{n}/{total}  {format_target(one)}", n - 1) for n, one in enumerate(targets, 1)
        ]
        if self._at >= total > 0:
            options.append((_("Chỉ tiêu mới"), total))
        self.which.set_options(options)
        self.which.show_value(self._at)
        self.which.setVisible(len(options) > 1)
        self.more.setVisible(0 < total == len(options))
        self._take_open_range()
        self._show_target(self._target)

    def _turn_target(self, place: int) -> None:
        self._at = place
        self._show_targets(self._targets)

    def _add_target(self) -> None:
        self._turn_target(len(self._targets))
        self.comparator.setFocus()

    def _take_open_range(self) -> None:
        """Go on with a range of which one number was typed."""
        place, before = self._target_waits_at()
        waiting = self._half_typed.at(place).get(before + _RANGE, "")
        if waiting:
            low, high = (Decimal(part) if part else None for part in waiting.split("|"))
            known = self._target or Target()
            self._replace(replace(known, comparator="range", value=low, value_max=high))

    def _tell_open_range(self) -> None:
        target = self._target
        if target is not None and target.comparator == "range" and not _is_whole(target):
            self.rows["target"].show_error(_("Ghi đủ hai số, từ … đến …; chưa đủ thì chưa ghi."))

    def _show_target(self, target: Target | None) -> None:
        with self._typed_target.showing():
            self._fill_target(target)

    def _fill_target(self, target: Target | None) -> None:
        self.comparator.show_value(target.comparator if target is not None else None)
        if not being_typed(self.value):
            self.value.show_number(_number(target.value) if target else None)
        if not being_typed(self.value_max):
            self.value_max.show_number(_number(target.value_max) if target else None)
        if not being_typed(self.unit):
            self.unit.show_text(target.unit if target else "")
        for part in (self.value, self.unit, self.indicator):
            part.setVisible(target is not None)
        self.value_max.setVisible(target is not None and target.comparator == "range")
        if target is not None and not self.indicator.count():
            names = [(f"{i.code} – {i.name}", i.code) for i in self._packs.indicators.values()]
            self.indicator.set_options([(_("(không gắn số liệu)"), None), *names])
        code = target.indicator if target else None
        self.indicator.show_value(split_target(code)[0] if code else None)
        self.part.setVisible(self.part.offer(self._packs, code) and target is not None)
        basis = target.basis if target is not None else ""
        self.comparator.setToolTip(basis or _("Chỉ tiêu"))
        self.basis.setText(basis)
        self.basis.setVisible(bool(basis))

    def _show_answers(self, answers: str | None, parent: Outline | None) -> None:
        self._answers = answers or ""
        known = parent is not None and self._answers in parent
        self.rows["answers"].setVisible(parent is not None or bool(answers))
        self.answers.setText(
            _answered(parent, self._answers) if known and parent else _("Chưa nối")
        )
        self.answers.set_tone("normal" if known else "muted")
        self._show_parent.setVisible(known)
        self._unlink.setVisible(bool(answers))

    # taking over

    def _put(self, line: FormRow, name: str, value: Any) -> bool:
        try:
            self._set(name, value)
        except Refusal as refusal:
            line.show_error(str(refusal))
            return False
        line.show_error("")
        return True

    def _put_due(self, text: str) -> None:
        try:
            day = parse_date(text, self._today(), self._year)
        except Refusal:
            day = None  # words such as "Quý II" are as good
        self._put(self.rows["due"], "due", day.isoformat() if day is not None else text or None)

    def _put_comparator(self, comparator: str | None) -> None:
        if comparator is None:
            self._note_range(None)
            at, self._at = self._at, max(0, self._at - 1)
            self._targets = (*self._targets[:at], *self._targets[at + 1 :])
            self._put(self.rows["target"], "target", self._targets)
            self._show_targets(self._targets)
        elif comparator == "range":
            self._replace(replace(self._target or Target(), comparator="range"))
            self._show_target(self._target)
        else:
            self._put_target(comparator=comparator)

    def _put_target(self, **changes: Any) -> None:
        target = replace(self._target or Target(), **changes)
        self._replace(target)
        if target.comparator != "range":
            self._replace(replace(target, value_max=None))
        whole = target.comparator != "range" or _is_whole(target)
        self._note_range(None)
        if not (whole and self._put(self.rows["target"], "target", self._targets)):
            self._note_range(target)
        if not whole:
            self._tell_open_range()

    def _note_range(self, target: Target | None) -> None:
        """Let a range that cannot be kept yet wait at its item; None: nothing waits."""
        place, before = self._target_waits_at()
        text = ""
        if target is not None and target.comparator == "range":
            text = "|".join("" if n is None else str(n) for n in (target.value, target.value_max))
        self._half_typed.note(place, before + _RANGE, text)

    def _replace(self, target: Target) -> None:
        self._targets = (*self._targets[: self._at], target, *self._targets[self._at + 1 :])

    def _put_indicator(self, code: str | None) -> None:
        indicator = measured_by(self._packs, code) if code else None
        unit = indicator.unit if indicator is not None else ""
        known = self._target.unit if self._target is not None else ""
        self._put_target(indicator=code, unit=known or unit)
        self.part.setVisible(self.part.offer(self._packs, code))


def _is_whole(target: Target) -> bool:
    return target.value is not None and target.value_max is not None


def _same(values: list[Any], otherwise: Any) -> Any:
    return values[0] if all(one == values[0] for one in values) else otherwise


def _number(value: Decimal | None) -> Decimal | int | None:
    return int(value) if value is not None and value == int(value) else value


def _where(editor: OutlineEditor, found: list[OutlineRow]) -> str:
    if len(found) > 1:
        return _("{n} mục; điền vào ô nào thì đặt cho cả {n} mục.").format(n=len(found))
    path = editor.outline.path(found[0].id)
    text = plain(editor.text_of(found[0].id))
    return f"{path}  {text[:90]}{'…' if len(text) > 90 else ''}".strip()


def _answered(parent: Outline, item_id: str) -> str:
    text = parent.row(item_id).item.plain
    return f"{parent.path(item_id)}  {text[:160]}{'…' if len(text) > 160 else ''}"


def money(value: int | None) -> str:
    """Return đồng as written in a table."""
    return "" if value is None else vi_number(value)
