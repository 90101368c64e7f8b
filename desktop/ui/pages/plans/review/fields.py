"""The head of a reading under review: each field beside the lines it was read from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.intake.reading import Span
from desktop.intake.review.doubts import FIELDS
from desktop.intake.review.rows import LISTS
from desktop.intake.review.sheet import ReviewSheet
from desktop.models.packs.packs import Packs
from desktop.ui.half_typed import TypedFields
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, TextArea, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.layout import column, row, scrolled, space


def field_name(name: str) -> str:
    """Return what a field of the head is called."""
    names = {
        "parent": _("Cơ quan cấp trên của nơi ban hành"), "issuer": _("Cơ quan ban hành"),
        "number": _("Số, ký hiệu"), "place": _("Địa danh"), "date": _("Ngày ký"),
        "doc_type": _("Thể loại"), "subject": _("Trích yếu"),
        "legal_basis": _("Căn cứ (mỗi dòng một căn cứ)"),
        "addressees": _("Kính gửi"), "recipients": _("Nơi nhận (mỗi dòng một nơi)"),
        "signer.authority": _("Quyền hạn ký"), "signer.title": _("Chức vụ"),
        "signer.name": _("Họ tên người ký"),
    }  # fmt: skip
    return names[name]


class ReviewFields(QWidget):
    """`changed()` follows a correction; `look(name, span)` the field that gets the keyboard,
    `hover(span)` the one under the mouse; `agree()` follows Enter in a field.
    """

    def __init__(
        self,
        packs: Packs,
        changed: Callable[[], object],
        look: Callable[[str, Span | None], object],
        hover: Callable[[Span | None], object],
        agree: Callable[[], object],
        typed: TypedFields,
    ) -> None:
        super().__init__()
        self._typed = typed
        self._changed, self._look, self._hover, self._agree = changed, look, hover, agree
        self.sheet: ReviewSheet | None = None
        self._shown: tuple[Any, ...] = ()
        self._types = [kind.name for kind in packs.document_types.values()]
        self.fields: dict[str, QWidget] = {
            "parent": TextField(),
            "issuer": TextField(),
            "number": TextField(),
            "place": TextField(),
            "date": DateField(name=_("Ngày ký")),
            "doc_type": Choice(name=_("Thể loại")),
            "subject": TextArea(lines=3),
            "legal_basis": TextArea(lines=4),
            "addressees": TextArea(lines=2),
            "recipients": TextArea(lines=5),
            "signer.authority": TextField(),
            "signer.title": TextField(),
            "signer.name": TextField(),
        }
        self.lines = {name: FormRow(field_name(name), field) for name, field in self.fields.items()}
        for line in self.lines.values():
            line.error.set_tone("attention")
        self._watch = {
            target: name
            for name, field in self.fields.items()
            for target in (field, field.focusProxy())
            if target is not None
        }
        for target in self._watch:
            target.installEventFilter(self)
        self._connect()
        one = self.lines
        form = column(
            one["parent"],
            one["issuer"],
            row(one["number"], one["date"], gap="l"),
            row(one["doc_type"], one["place"], gap="l"),
            one["subject"],
            one["addressees"],
            one["legal_basis"],
            one["recipients"],
            row(one["signer.authority"], one["signer.title"], gap="l"),
            one["signer.name"],
            None,
            gap="m",
        )
        form.setContentsMargins(space("l"), space("m"), space("l"), space("l"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(form)
        box.addWidget(self._area)

    def _connect(self) -> None:
        for name, field in self.fields.items():
            self._typed.watch(name, field)
            match field:
                case Choice():
                    field.chosen.connect(lambda value, n=name: self._put(n, value or ""))
                case DateField():
                    field.committed.connect(
                        lambda day, n=name: self._put(n, day.isoformat() if day else "")
                    )
                case TextArea() if name in LISTS:
                    field.committed.connect(lambda text, n=name: self._put_list(n, text))
                case TextField() | TextArea():
                    field.committed.connect(lambda text, n=name: self._put(n, text))

    def show_sheet(self, sheet: ReviewSheet) -> None:
        """Show the head of a reading, if it is not what is shown."""
        state = sheet.state
        shown = (sheet, state.fields, state.lists, state.seen)
        if self._shown and all(a is b for a, b in zip(self._shown, shown, strict=True)):
            return
        self.sheet, self._shown = sheet, shown
        with self._typed.showing():
            for name in FIELDS:
                found = sheet.field(name)
                self._show(name, found.value if found else "")
                self.lines[name].show_error(self._doubt(name))
            for name in LISTS:
                field = self.fields[name]
                assert isinstance(field, TextArea)
                field.show_text("\n".join(one.value for one in sheet.listed(name)))

    def _show(self, name: str, value: str) -> None:
        match self.fields[name]:
            case Choice() as field:
                known = [value] if value and value not in self._types else []
                none = [(_("(chưa rõ)"), "")]
                field.set_options([*none, *((t, t) for t in (*known, *self._types))])
                field.show_value(value)
            case DateField() as field:
                from desktop.models.plans.plan_head import PlanHead

                field.show_date(PlanHead(date=value).day)
            case TextField() | TextArea() as field:
                field.show_text(value)

    def _doubt(self, name: str) -> str:
        assert self.sheet is not None
        return self.sheet.field_reason(name)

    def current(self) -> str:
        """Return the field with the keyboard, "" when none has it."""
        focused = self.window().focusWidget() if self.isVisible() else None
        return self._watch.get(focused, "") if focused is not None else ""

    def go_to(self, name: str) -> None:
        """Put the keyboard in a field."""
        field = self.fields[name]
        field.setFocus()
        self._area.ensureWidgetVisible(field)
        if self.sheet is not None:
            self._look(name, self._span(name))

    def _put(self, name: str, value: str) -> None:
        if self.sheet is not None and self.sheet.set_field(name, value):
            self.lines[name].show_error(self._doubt(name))
            self._changed()

    def _put_list(self, name: str, text: str) -> None:
        if self.sheet is not None and self.sheet.set_list(name, text.splitlines()):
            self._changed()

    def field_of_line(self, number: int) -> str:
        """Return the field or list read from a line of the source, "" when there is none."""
        for name in self.fields:
            span = self._span(name)
            if span is not None and span.first <= number <= span.last:
                return name
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the lines of the field with the keyboard or mouse; Enter agrees with it."""
        name = self._watch.get(watched) if isinstance(watched, QWidget) else None
        if name is None or self.sheet is None:
            return False
        match event.type():
            case QEvent.Type.FocusIn:
                self._look(name, self._span(name))
            case QEvent.Type.Enter:
                self._hover(self._span(name))
            case QEvent.Type.Leave:
                self._hover(None)
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and name in FIELDS:
                    commit = getattr(self.fields[name], "commit", None)
                    if callable(commit):
                        commit()
                    self._agree()
                    return True
        return False

    def _span(self, name: str) -> Span | None:
        assert self.sheet is not None
        if name not in LISTS:
            found = self.sheet.field(name)
            return found.span if found is not None else None
        spans: list[Any] = [one.span for one in self.sheet.listed(name) if one.span is not None]
        if not spans:
            return None
        return Span(min(s.first for s in spans), max(s.last for s in spans))
