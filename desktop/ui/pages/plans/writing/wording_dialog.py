"""How the office writes the parts every plan has, and its part of the level above."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from desktop.documents.office_facts import OfficeFacts
from desktop.documents.wording import PARTS, way_of, ways, written
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, space

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class Preview(PlainLabel):
    """A few lines of a text, ending in "…" between two words where there is more of it."""

    def __init__(self, lines: int) -> None:
        super().__init__("", level="small", tone="muted", wrap=True)
        self._whole = ""
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines)

    def show_text(self, text: str) -> None:
        """Show a text; the whole of it is the tooltip."""
        self._whole = text
        self.setToolTip(text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many words as there is room for."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        words = self._whole.split(" ")
        if self._fits(self._whole):
            self.setText(self._whole)
            return
        low, high = 0, len(words) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._fits(" ".join(words[:middle]) + " …"):
                low = middle
            else:
                high = middle - 1
        self.setText(" ".join(words[:low]) + " …")

    def _fits(self, text: str) -> bool:
        room = QRect(0, 0, self.width(), 1 << 16)
        needed = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
        return needed.height() <= self.height()


class WordingDialog(Dialog):
    """`remember(choices, share)` keeps them; choices are part → id."""

    def __init__(
        self,
        parent: QWidget | None,
        facts: OfficeFacts,
        share: str,
        remember: Callable[[dict[str, str], str], object],
        *,
        own_draft: bool,
    ) -> None:
        self._facts = facts
        names = {
            "opening": _("Mở đầu"),
            "purpose": _("Mục đích, yêu cầu"),
            "organisation": _("Tổ chức thực hiện"),
            "closing": _("Kết thúc"),
        }
        self.parts: dict[str, Choice] = {}
        self._previews: dict[str, Preview] = {}
        rows: list[QWidget] = []
        for part in PARTS:
            choice = Choice([(way.title, way.id) for way in ways()[part]], name=names[part])
            choice.show_value(way_of(part, facts).id)
            choice.chosen.connect(lambda _value, p=part: self._preview(p))
            self.parts[part] = choice
            self._previews[part] = Preview(2 if part in ("opening", "closing") else 3)
            rows += [FormRow(names[part], choice), self._previews[part]]
        self.share = TextField(share, hint=_("1.250/60.000 đoàn viên"))
        rows.append(
            FormRow(_("Phần của đơn vị trong cấp trên, để gợi ý phân bổ chỉ tiêu"), self.share)
        )
        body = QWidget()
        body.setLayout(column(*rows, None, gap="s"))
        told = _("Đơn vị chọn một lần, các kế hoạch soạn sau viết theo.")
        if own_draft:
            told += " " + _("Những đoạn chưa sửa của bản dự thảo này cũng đổi theo.")
        super().__init__(
            parent,
            _("Cách viết của đơn vị"),
            told,
            body,
            deed_text=_("Ghi nhớ"),
            deed=lambda: remember(self.chosen(), self._share()),
        )
        self.setMinimumWidth(space("xxl") * 22)
        for part in PARTS:
            self._preview(part)

    def chosen(self) -> dict[str, str]:
        """Return part → the id of the way chosen."""
        return {part: choice.value() for part, choice in self.parts.items()}

    def _share(self) -> str:
        from desktop.tasks.papers.office_facts import share_of

        text = self.share.typed()
        if text and share_of(text) is None:
            raise Refusal(
                _("Phần của đơn vị cần ghi như 1.250/60.000 đoàn viên."),
                next_step=_("Sửa lại, hoặc để trống."),
            )
        return text

    def _preview(self, part: str) -> None:
        texts = written(
            part, self._facts, cited=_("Kế hoạch số …"), short=_("Kế hoạch số …"),
            kind=_("kế hoạch"), year=2000, way=self.parts[part].value(),
        )  # fmt: skip
        shown = " ".join(texts).replace("2000", "…")
        self._previews[part].show_text(shown)
