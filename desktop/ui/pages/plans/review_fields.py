"""The head of a reading under review: each field beside the lines it was read from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.intake.reading import Span
from desktop.models.packs import Packs
from desktop.ui.pages.plans.review_sheet import FIELDS, LISTS, ReviewSheet
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, TextArea, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.layout import column, row, scrolled, space


class ReviewFields(QWidget):
    """`changed()` follows a correction; `look(span)` the field that is being looked at."""

    def __init__(
        self, packs: Packs, changed: Callable[[], object], look: Callable[[Span | None], object]
    ) -> None:
        super().__init__()
        self._changed, self._look = changed, look
        self.sheet: ReviewSheet | None = None
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
        names = {
            "parent": _("Cơ quan cấp trên của nơi ban hành"), "issuer": _("Cơ quan ban hành"),
            "number": _("Số, ký hiệu"), "place": _("Địa danh"), "date": _("Ngày ký"),
            "doc_type": _("Thể loại"), "subject": _("Trích yếu"),
            "legal_basis": _("Căn cứ (mỗi dòng một căn cứ)"),
            "addressees": _("Kính gửi"), "recipients": _("Nơi nhận (mỗi dòng một nơi)"),
            "signer.authority": _("Quyền hạn ký"), "signer.title": _("Chức vụ"),
            "signer.name": _("Họ tên người ký"),
        }  # fmt: skip
        self.lines = {name: FormRow(names[name], field) for name, field in self.fields.items()}
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
        box.addWidget(scrolled(form))

    def _connect(self) -> None:
        for name, field in self.fields.items():
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
        """Show the head of a reading."""
        self.sheet = sheet
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
                from desktop.models.plan_head import PlanHead

                field.show_date(PlanHead(date=value).day)
            case TextField() | TextArea() as field:
                field.show_text(value)

    def _doubt(self, name: str) -> str:
        assert self.sheet is not None
        if not self.sheet.field_doubtful(name):
            return ""
        found = self.sheet.field(name)
        if found is None:
            return _("Không thấy trong văn bản; điền nếu có.")
        return _("Chưa chắc, so lại với văn bản.")

    def go_to_doubtful(self) -> bool:
        """Put the keyboard in the first field to look at."""
        found = self.sheet.doubtful_fields() if self.sheet is not None else []
        if found:
            self.fields[found[0]].setFocus()
        return bool(found)

    def _put(self, name: str, value: str) -> None:
        if self.sheet is not None and self.sheet.set_field(name, value):
            self.lines[name].show_error(self._doubt(name))
            self._changed()

    def _put_list(self, name: str, text: str) -> None:
        if self.sheet is not None and self.sheet.set_list(name, text.splitlines()):
            self._changed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the lines of the field that gets the keyboard; leaving it agrees with it."""
        name = self._watch.get(watched) if isinstance(watched, QWidget) else None
        if name is None or self.sheet is None:
            return False
        if event.type() == QEvent.Type.FocusIn:
            self._look(self._span(name))
        elif event.type() == QEvent.Type.FocusOut and self._agrees(name):
            self.sheet.accept_field(name)
            self.lines[name].show_error("")
            self._changed()
        return False

    def _agrees(self, name: str) -> bool:
        sheet = self.sheet
        return sheet is not None and sheet.field_doubtful(name) and sheet.field(name) is not None

    def _span(self, name: str) -> Span | None:
        assert self.sheet is not None
        if name not in LISTS:
            found = self.sheet.field(name)
            return found.span if found is not None else None
        spans: list[Any] = [one.span for one in self.sheet.listed(name) if one.span is not None]
        if not spans:
            return None
        return Span(min(s.first for s in spans), max(s.last for s in spans))
