"""The chosen activity with all its fields; each is kept as soon as it is left."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.activities.activities import is_own, not_ours
from desktop.ui.pages.activities.links import EvidenceRows, FigureRows, ItemRows
from desktop.ui.pages.activities.proposals import ProposalRows
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, NumberField, TextArea, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import row, space

if TYPE_CHECKING:
    from decimal import Decimal

    from desktop.models.activities.activities import Activity
    from desktop.models.errors import Refusal
    from desktop.ui.pages.activities.verbs import ActivityVerbs
    from desktop.ui.pages.activities.words import Names

DATE_LETTERS = 14
"""The panel is narrow and holds two dates side by side."""


class ActivityDetails(QWidget):
    """Shows one activity, or a sentence while none is chosen."""

    def __init__(self, verbs: ActivityVerbs) -> None:
        super().__init__()
        self._verbs = verbs
        self._activity: Activity | None = None
        self._names: Names | None = None
        self._rows: dict[str, FormRow] = {}
        self._categories: list[tuple[str, str]] = []
        self.nothing = PlainLabel(
            _("Chọn một hoạt động trong danh sách để xem và bổ sung."), tone="muted", wrap=True
        )
        box = QVBoxLayout(self)
        edge = space("m")
        box.setContentsMargins(edge, edge, edge, edge)
        self.whose = PlainLabel("", tone="attention", wrap=True)
        self.whose.hide()
        box.addWidget(self.nothing)
        box.addWidget(self.whose)
        box.addStretch(1)

    def offer_categories(self, categories: list[tuple[str, str]]) -> None:
        """Offer these (name, code) pairs."""
        self._categories = categories
        if self.is_made:
            self.category.set_options(categories)

    def show_activity(self, activity: Activity | None, names: Names) -> None:
        """Show an activity; None shows the sentence. What is being typed stays."""
        changed = activity is None or self._activity is None or self._activity.id != activity.id
        if changed:
            self.commit()
        self._activity, self._names = activity, names
        if self.is_made or activity is not None:
            self.form.setVisible(activity is not None)
        self.nothing.setVisible(activity is None)
        read = self._verbs.desk.read
        own = activity is None or is_own(read, activity)
        self.whose.setVisible(not own)
        if activity is None:
            return
        self.whose.setText("" if own else str(not_ours(read, activity)))
        self._open_fields(own=own)
        for one in self._rows.values():
            one.show_error("")
        self._show_texts(activity, names, keep_typed=not changed)
        self.category.show_value(activity.category)
        for field, day in ((self.start, activity.start), (self.end, activity.end)):
            if changed or not field.line.hasFocus():
                field.show_date(day)
        for name, field in self.numbers.items():
            if changed or not field.hasFocus():
                field.show_number(getattr(activity, name))
        self.proposals.show_proposals(activity, names)
        self.items.show_links(activity, names)
        self.figures.show_links(activity, names)
        self.evidence.show_links(activity, names)

    def commit(self) -> None:
        """Hand over what is being typed."""
        if not self.is_made:
            return
        for field in (*self.texts.values(), *self.numbers.values(), self.result):
            field.commit()
        for field in (self.start.line, self.end.line):
            field.commit()

    # parts

    @property
    def is_made(self) -> bool:
        """Say whether the fields are there."""
        return "form" in self.__dict__

    @cached_property
    def form(self) -> QWidget:
        """The fields, made when an activity is first chosen."""
        made = QWidget(self)
        made.hide()
        self._build(made)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(2, made)
        self.category.set_options(self._categories)
        return made

    def _build(self, form: QWidget) -> None:
        box = QVBoxLayout(form)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("m"))
        self.texts = {name: TextField() for name in ("title", "place", "area", "lead", "partners")}
        for name, field in self.texts.items():
            field.committed.connect(lambda text, name=name: self._put_text(name, text))
        self.numbers = {
            name: NumberField()
            for name in ("people", "women", "attendances", "union_money", "social_money")
        }
        for name, number in self.numbers.items():
            number.number_committed.connect(lambda value, name=name: self._put_number(name, value))
        self.category = Choice(name=_("Loại"))
        self.category.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.category.chosen.connect(lambda code: self._put({"category": code}, "category"))
        today = self._verbs.desk.today
        self.start, self.end = DateField(today=today), DateField(today=today)
        for field in (self.start, self.end):
            field.line.setFixedWidth(self.fontMetrics().averageCharWidth() * DATE_LETTERS)
        self.start.committed.connect(lambda day: self._put_day("start", day))
        self.end.committed.connect(lambda day: self._put_day("end", day))
        self.result = TextArea(lines=4, hint=_("Làm được gì, còn gì chưa xong"))
        self.result.committed.connect(lambda text: self._put({"result": text}, "result"))
        for part in self._form_rows():
            box.addWidget(part) if isinstance(part, QWidget) else box.addLayout(part)
        self.items = ItemRows(self._verbs)
        self.proposals = ProposalRows(self._verbs)
        self.figures = FigureRows(self._verbs)
        self.evidence = EvidenceRows(self._verbs)
        for title, rows in (
            (_("Mục trong kế hoạch"), self.items),
            (_("Số liệu hoạt động này đề nghị"), self.proposals),
            (_("Số liệu ghi riêng"), self.figures),
            (_("Minh chứng"), self.evidence),
        ):
            box.addWidget(section_title(title, level="normal"))
            box.addWidget(rows)
        self.remove = button(_("Xóa hoạt động này"), self._verbs.delete_current, icon="trash")
        box.addSpacing(space("s"))
        box.addLayout(row(self.remove, None))

    def _open_fields(self, *, own: bool) -> None:
        """Let an own activity be changed; one of another office is read."""
        fields = (*self.texts.values(), *self.numbers.values(), self.category, self.start, self.end)
        for field in (*fields, self.result, self.proposals):
            field.setEnabled(own)
        self.remove.setVisible(own)

    def _form_rows(self) -> list[Any]:
        texts, numbers = self.texts, self.numbers
        return [
            self._row("title", _("&Tên hoạt động"), texts["title"]),
            self._row("category", _("&Loại"), self.category),
            row(
                self._row("start", _("Từ &ngày"), self.start),
                self._row("end", _("Đến n&gày"), self.end),
            ),
            row(
                self._row("place", _("Nơ&i"), texts["place"]),
                self._row("area", _("Địa &bàn"), texts["area"]),
            ),
            self._row("lead", _("&Chủ trì"), texts["lead"]),
            self._row(
                "partners",
                _("&Phối hợp"),
                texts["partners"],
                hint=_("Nhiều nơi thì ngăn bằng dấu ;"),
            ),
            row(
                self._row("people", _("&Số người"), numbers["people"]),
                self._row("women", _("Trong đó n&ữ"), numbers["women"]),
                self._row("attendances", _("Số lư&ợt"), numbers["attendances"]),
            ),
            row(
                self._row("union_money", _("&Kinh phí công đoàn"), numbers["union_money"]),
                self._row("social_money", _("&Xã hội hóa"), numbers["social_money"]),
            ),
            self._row("result", _("K&ết quả"), self.result),
        ]

    def _row(self, name: str, label: str, field: QWidget, *, hint: str = "") -> FormRow:
        self._rows[name] = FormRow(label, field, hint=hint)
        return self._rows[name]

    def _show_texts(self, activity: Activity, names: Names, *, keep_typed: bool) -> None:
        told = {
            "title": activity.title,
            "place": activity.place,
            "area": activity.area,
            "lead": names.unit(activity.lead),
            "partners": "; ".join(names.unit(one) for one in activity.partners),
        }
        self.texts["lead"].setPlaceholderText(names.unit(activity.office))
        for name, field in self.texts.items():
            if not (keep_typed and field.hasFocus()):
                field.show_text(told[name])
        if not (keep_typed and self.result.hasFocus()):
            self.result.show_text(activity.result)

    # what is typed

    def _put_text(self, name: str, text: str) -> None:
        names = self._names
        if names is None:
            return
        value: Any = text
        if name == "lead":
            value = names.unit_value(text)
        elif name == "partners":
            parts = (part.strip() for part in text.split(";"))
            value = tuple(names.unit_value(part) for part in parts if part)
        self._put({name: value}, name)

    def _put_number(self, name: str, value: Decimal | None) -> None:
        self._put({name: None if value is None else int(value)}, name)

    def _put_day(self, name: str, day: Any) -> None:
        activity = self._activity
        if activity is None or day is None:
            return
        changes = {name: day}
        if name == "start" and day > activity.end:
            changes["end"] = day
        self._put(changes, name)

    def _put(self, changes: dict[str, Any], name: str) -> None:
        activity = self._activity
        if activity is None:
            return
        shown = self._rows[name]
        shown.show_error("")
        self._verbs.update(activity.id, changes, lambda refusal: self._refused(name, refusal))

    def _refused(self, name: str, refusal: Refusal) -> None:
        self._rows[name].show_error(str(refusal))
