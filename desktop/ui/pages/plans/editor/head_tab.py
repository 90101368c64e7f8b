"""The editor's form: everything of the paper but its items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.documents.appendices import joined_appendices, split_appendices
from desktop.documents.layout import presets
from desktop.documents.open_places import room
from desktop.formats.layout import shipped_layout
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline import outline_labels as labels
from desktop.models.packs.packs import Packs
from desktop.models.plans.plan_head import ISSUED, PlanHead
from desktop.ui.half_typed import HalfTyped, TypedFields
from desktop.ui.pages.plans.being_typed import HEAD, being_typed, place_of
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, NumberField, TextArea, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import column, scrolled, space

TOP = Qt.AlignmentFlag.AlignTop
Put = Callable[[str, Any], object]

HEADING_SETS = {
    "A": "I – 1 – 1.1 – a) – dấu gạch",
    "B": "Chương – Điều – 1 – a)",
    "C": "Phần – I – 1 – a)",
}


class HeadTab(QWidget):
    """Shows a plan's head; `put(field, value)` keeps one field and may raise a Refusal."""

    def __init__(
        self, put: Put, packs: Packs, kept: HalfTyped, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._put, self._packs = put, packs
        self._head: PlanHead | None = None
        self._typed = TypedFields(kept, self._where)
        self._fields: dict[str, QWidget] = {}
        self._lines: dict[str, FormRow] = {}
        self.note = PlainLabel("", tone="attention", wrap=True)
        # Boxes first, fields into them: each box put around a field later would cost it again.
        self._box = column(self.note, None, gap="m")
        self._box.setContentsMargins(space("xl"), space("m"), space("xl"), space("xl"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._page = scrolled(self._box)
        whole.addWidget(self._page)
        self._steps = [self._top_fields, self._text_fields, self._sheet_fields]
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._step)
        self._step()

    @property
    def fields(self) -> dict[str, QWidget]:
        """The fields by their names in the head, all of them."""
        self._finish()
        return self._fields

    @property
    def lines(self) -> dict[str, FormRow]:
        """The fields with their words."""
        self._finish()
        return self._lines

    def _where(self) -> tuple[str, str]:
        return place_of(self._head.id if self._head is not None else ""), HEAD

    # making

    def _finish(self) -> None:
        """Make all fields, where one is asked for before its turn came."""
        while self._steps:
            self._step()

    def _step(self) -> None:
        """Make a part of the form, from the top; the next follows in a turn of its own."""
        if not self._steps:
            return
        self._grid()
        self._steps.pop(0)()
        self._box.insertWidget(self._box.count() - 1, self._inner)
        if self._head is not None:
            self.show_head(self._head)
        self._later.start()

    def _grid(self) -> None:
        """Begin a part of the form, below what is there."""
        self._inner, self._at = QWidget(self._page.widget()), 0
        self.grid = QGridLayout(self._inner)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(space("xl"))
        self.grid.setVerticalSpacing(space("m"))
        for number in (0, 1):
            self.grid.setColumnStretch(number, 1)

    def _top_fields(self) -> None:
        types = [(t.name, t.code) for t in self._packs.document_types.values()]
        self._section(_("Thể loại và trích yếu"))
        self._choice("doc_type", _("Thể loại"), types)
        self._text("title", _("Tên trong danh sách"))
        self._area("subject", _("Trích yếu nội dung (in dưới tên loại)"), 2, wide=True)
        self._section(_("Phần đầu trang"))
        self._text("parent_issuer", _("Cơ quan cấp trên"))
        self._text("issuer", _("Cơ quan ban hành"))
        self._text("symbol", _("Ký hiệu, ví dụ KH-LĐLĐ"))
        self._text("place", _("Địa danh"))
        self._text("number", _("Số văn bản"), hint=_("Để trống đến khi ban hành."))
        self._date("date", _("Ngày ký"))
        self._area("addressees", _("Kính gửi (mỗi dòng một nơi)"), 2, many=True, wide=True)

    def _text_fields(self) -> None:
        self._section(_("Căn cứ, mở đầu và kết thúc"))
        self._area("basis", _("Căn cứ (mỗi dòng một căn cứ)"), 4, many=True, wide=True)
        self._area("opening", _("Đoạn mở đầu"), 4, many=True, wide=True)
        self._area("closing", _("Đoạn kết thúc"), 3, many=True, wide=True)
        self._section(_("Nơi nhận và chữ ký"))
        self._area("recipients", _("Nơi nhận (mỗi dòng một nơi)"), 6, many=True)
        self._area("authority", _("Quyền hạn ký, ví dụ TM. BAN THƯỜNG VỤ"), 2, many=True)
        self._text("signer_title", _("Chức vụ người ký"))
        self._text("signer_name", _("Họ tên người ký"))

    def _sheet_fields(self) -> None:
        sets = [(HEADING_SETS[name], name) for name in labels.LADDERS]
        margins = [(title, name) for name, title in presets().items()]
        self._section(_("Trình bày"))
        self._choice("heading_set", _("Kiểu đánh số các cấp"), sets)
        self._choice("margin", _("Lề trang"), margins)
        self._choice("body_size", _("Cỡ chữ"), [("13", 13), ("14", 14)])
        sides = [(_("Một mặt"), False), (_("Hai mặt, lề đối xứng"), True)]
        self._choice("mirrored", _("In trên giấy"), sides)
        self._text("table_title", _("Tên bảng chương trình công tác"))
        self._section(_("Dấu chỉ, cuối trang và phụ lục"))
        for name, text in (
            ("urgency", _("Độ khẩn")),
            ("secrecy", _("Độ mật")),
            ("circulation", _("Phạm vi lưu hành")),
        ):
            words = getattr(shipped_layout().stamps, name)
            self._choice(name, text, [(_("Không ghi"), ""), *((word, word) for word in words)])
        self._text("drafter", _("Ký hiệu người soạn thảo, ví dụ PL"))
        self._whole("copies", _("Số bản phát hành"))
        self._area("address", _("Địa chỉ ở chân trang 1 (mỗi dòng in một dòng)"), 2, many=True)
        self._area("signed_copy", _("Chữ ký số của bản sao (góc phải trang 1)"), 2, many=True)
        self._add_appendices()

    def _section(self, title: str) -> None:
        self._at += self._at % 2
        label = section_title(title)
        label.setContentsMargins(0, space("s"), 0, 0)
        self.grid.addWidget(label, self._at // 2, 0, 1, 2)
        self._at += 2

    def _add(
        self, name: str, text: str, field: QWidget, *, wide: bool = False, hint: str = ""
    ) -> None:
        line = FormRow(text, field, hint=hint, parent=self._inner)
        self._fields[name], self._lines[name] = field, line
        if wide:
            self._at += self._at % 2
            self.grid.addWidget(line, self._at // 2, 0, 1, 2, TOP)
            self._at += 2
        else:
            self.grid.addWidget(line, self._at // 2, self._at % 2, TOP)
            self._at += 1

    def _text(self, name: str, text: str, *, hint: str = "") -> None:
        field = TextField()
        self._typed.watch(name, field)
        field.committed.connect(lambda value: self._keep(name, value))
        self._add(name, text, field, hint=hint)

    def _area(
        self, name: str, text: str, lines: int, *, many: bool = False, wide: bool = False
    ) -> None:
        field = TextArea(lines=lines)
        self._typed.watch(name, field)
        field.committed.connect(
            lambda value: self._keep(name, value.splitlines() if many else " ".join(value.split()))
        )
        self._add(name, text, field, wide=wide)

    def _whole(self, name: str, text: str) -> None:
        field = NumberField()
        self._typed.watch(name, field)
        field.number_committed.connect(
            lambda value: self._keep(name, None if value is None else int(value))
        )
        self._add(name, text, field)

    def _add_appendices(self) -> None:
        field = TextArea(lines=4)
        self._typed.watch("appendices", field)
        field.committed.connect(lambda value: self._keep("appendices", split_appendices(value)))
        hint = _("Mỗi phụ lục bắt đầu bằng dòng “Phụ lục: tên phụ lục”; dán được bảng từ Excel.")
        self._add("appendices", _("Các phụ lục khác"), field, wide=True, hint=hint)

    def _choice(self, name: str, text: str, options: list[tuple[str, Any]]) -> None:
        field = Choice(options)
        field.chosen.connect(lambda value: self._keep(name, value))
        self._add(name, text, field)

    def _date(self, name: str, text: str) -> None:
        field = DateField(name=text)
        self._typed.watch(name, field)
        field.committed.connect(
            lambda day: self._keep(name, day.isoformat() if day is not None else None)
        )
        self._add(name, text, field)

    # showing and keeping

    def show_head(self, head: PlanHead) -> None:
        """Show a plan's head; fields being typed in keep what is typed."""
        self._head = head
        issued = head.state == ISSUED
        self.note.setVisible(issued)
        self.note.setText(
            _("Văn bản đã ban hành nên không sửa được. Chọn “Lập bản sửa đổi” để sửa.")
        )
        with self._typed.showing():
            for name, field in self._fields.items():
                field.setEnabled(not issued)
                if not being_typed(field):
                    self._show(field, getattr(head, name))

    def _show(self, field: QWidget, value: Any) -> None:
        match field:
            case Choice():
                field.show_value(value)
            case DateField():
                from desktop.models.plans.plan_head import PlanHead as Head

                field.show_date(Head(date=value).day)
            case NumberField():
                field.show_number(value)
            case TextArea() if field is self._fields.get("appendices"):
                field.show_text(joined_appendices(value))
            case TextField() | TextArea():
                field.show_text("\n".join(value) if isinstance(value, tuple) else str(value))

    def _keep(self, name: str, value: Any) -> None:
        line = self.lines[name]
        try:
            self._put(name, value)
        except Refusal as refusal:
            line.show_error(str(refusal))
        else:
            line.show_error("")

    def fill_in(self, name: str) -> None:
        """Go to a field; its first room left open ("…") is chosen, to be typed over."""
        field = self.fields[name]
        field.setFocus()
        if isinstance(field, TextField) and (found := room(field.text())):
            field.setSelection(found[0], found[1] - found[0])
        elif isinstance(field, TextArea) and (found := room(field.toPlainText())):
            cursor = field.textCursor()
            cursor.setPosition(found[0])
            cursor.setPosition(found[1], QTextCursor.MoveMode.KeepAnchor)
            field.setTextCursor(cursor)

    def show_refusal(self, name: str, refusal: Refusal) -> None:
        """Show beside its field why a value was not taken."""
        self.lines[name].show_error(str(refusal))
