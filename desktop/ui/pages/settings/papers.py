"""What the office's papers say of it: letterhead, number, place, who signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from desktop.documents.layout import presets
from desktop.i18n import _
from desktop.models.text import long_date
from desktop.tasks.papers.office_facts import office_facts
from desktop.tasks.papers.own_facts import chosen_facts, set_facts
from desktop.ui.pages.settings.section import Section, narrow
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from desktop.documents.office_facts import OfficeFacts


class Papers(Section):
    """A field left empty follows the register of units; its grey text says what that gives."""

    id, icon = "papers", "print"
    title = _("Đơn vị và bản in")
    sentence = _("In trên mọi kế hoạch và báo cáo. Ô để trống thì lấy theo danh sách đơn vị.")

    def fill(self, box: QVBoxLayout) -> None:
        """Add the letterhead as it will print, and the fields."""
        self.head = Letterhead()
        box.addWidget(narrow(self.head))
        box.addSpacing(space("s"))
        self.fields: dict[str, TextField] = {}
        for name, label, hint in (
            ("parent", _("&Công đoàn cấp trên (góc trái)"), ""),
            ("symbol", _("&Ký hiệu của đơn vị"), _("Đứng sau loại văn bản: Số 05/KH-CĐX.")),
            ("place", _("&Địa danh"), _("Đứng trước ngày tháng: Đồi Chè, ngày …")),
            (
                "dispatch_symbol",
                _("Ký hiệu c&ông văn"),
                _(
                    "Để trống thì in ký hiệu đơn vị và nơi soạn theo Nghị định 30; nơi quen ghi "
                    "CV-LĐLĐ thì nhập ở đây."
                ),
            ),
            (
                "committee_size",
                _("Số ủ&y viên Ban Chấp hành"),
                _("Từ 9 ủy viên thì Ban Thường vụ ký, dưới 9 thì Ban Chấp hành ký."),
            ),
            ("collective", _("&Thay mặt"), _("In sau chữ TM.: Ban Thường vụ hoặc Ban Chấp hành.")),
            ("signer_title", _("C&hức vụ người ký"), ""),
            ("signer_name", _("&Họ và tên người ký"), ""),
        ):
            field = TextField()
            field.committed.connect(lambda text, name=name: self._put(name, text))
            self.fields[name] = field
            box.addWidget(narrow(FormRow(label, field, hint=hint)))

        sizes = [("14", "14"), ("13", "13")]
        margins = [(title, name) for name, title in presets().items()]
        self.size = self._choice(box, "body_size", _("Cỡ chữ của &văn bản mới"), sizes)
        self.margin = self._choice(box, "margin", _("&Lề trang của văn bản mới"), margins)

    def _choice(
        self, box: QVBoxLayout, name: str, label: str, options: list[tuple[str, str]]
    ) -> Choice:
        choice = Choice(options, name=label.replace("&", ""))
        choice.chosen.connect(lambda value: self._put(name, value))
        hint = _("Văn bản đã có giữ nguyên; từng văn bản đổi ở thẻ Thông tin văn bản.")
        box.addWidget(narrow(FormRow(label, choice, hint=hint if name == "margin" else "")))
        return choice

    def refresh(self) -> None:
        """Show what was chosen, and in grey what the register gives."""
        read, today = self.desk.read, self.desk.today()
        facts, chosen = office_facts(read, today), chosen_facts(read)
        for name, field in self.fields.items():
            if not field.hasFocus() or field.typed() == chosen.get(name, ""):
                field.show_text(chosen.get(name, ""))
            usual = facts.letter_symbol if name == "dispatch_symbol" else getattr(facts, name, "")
            field.setPlaceholderText("" if name in chosen else str(usual))
        self.size.show_value(str(facts.body_size))
        self.margin.show_value(facts.margin)
        self.head.show_facts(facts, long_date(today, place=facts.place))

    def touched(self, change: Any) -> bool:
        """Settings and units concern it."""
        return bool(change.keys("setting") or change.keys("unit"))

    def _put(self, name: str, text: str) -> None:
        self.desk.do(lambda store: set_facts(store, {name: text}))


class Letterhead(QFrame):
    """The top and the end of a paper, small, as they will print."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "boxed")
        self.setAccessibleName(_("Đầu và cuối văn bản sẽ in"))
        grid = QGridLayout(self)
        edge = space("l")
        grid.setContentsMargins(edge, edge, edge, edge)
        grid.setHorizontalSpacing(space("l"))
        grid.setVerticalSpacing(space("xs"))
        self._parts = {}
        for name, line, column, level in (
            ("parent", 0, 0, "normal"),
            ("own", 1, 0, "large"),
            ("number", 2, 0, "normal"),
            ("nation", 0, 1, "normal"),
            ("motto", 1, 1, "large"),
            ("day", 2, 1, "normal"),
            ("authority", 4, 1, "large"),
            ("title", 5, 1, "large"),
            ("name", 7, 1, "normal"),
        ):
            label = PlainLabel("", level=level, wrap=True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, line, column)
            self._parts[name] = label
        grid.setRowMinimumHeight(3, space("m"))
        grid.setRowMinimumHeight(6, space("m"))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def show_facts(self, facts: OfficeFacts, day: str) -> None:
        """Show the lines of these facts."""
        head = _("TM. {collective}").format(collective=facts.collective.upper())
        texts = {
            "parent": facts.parent.upper(),
            "own": facts.name.upper(),
            "number": _("Số: …/KH-{symbol}").format(symbol=facts.symbol),
            "nation": _("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            "motto": _("Độc lập - Tự do - Hạnh phúc"),
            "day": day,
            "authority": head,
            "title": facts.signer_title.upper(),
            "name": facts.signer_name or _("(họ và tên người ký)"),
        }
        for name, text in texts.items():
            self._parts[name].setText(text)
