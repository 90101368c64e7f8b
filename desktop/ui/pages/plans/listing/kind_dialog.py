"""Which kind of paper to begin, and for which year."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.documents.kinds import OFFERED, kind_forms
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.layout import column, space

_AHEAD = frozenset({"KH", "CTR"})


def _about() -> dict[str, str]:
    return {
        "KH": _("mục đích, nội dung, tổ chức thực hiện"),
        "CTR": _("cả năm, cả lĩnh vực; kèm bảng việc theo tháng"),
        "CV": _("trao đổi, đề nghị; không in tên loại, có V/v và Kính gửi"),
        "BC": _("kết quả gửi cấp trên; có Kính gửi"),
        "TB": _("báo cho các đơn vị biết"),
        "HD": _("cách làm một việc"),
        "QD": _("căn cứ, các Điều, hiệu lực"),
        "TTR": _("trình cấp trên xem xét; có Kính gửi"),
    }


class KindDialog(Dialog):
    """`start(code, year)` begins the paper.

    `year` is proposed for plans and programmes, `this_year` for all else.
    """

    def __init__(
        self,
        parent: QWidget | None,
        year: int,
        start: Callable[[str, int], object],
        kinds: Sequence[str] = OFFERED,
        *,
        this_year: int | None = None,
    ) -> None:
        self._start = start
        self._planned, self._this = str(year), str(this_year or year)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Loại văn bản"))
        forms, about = kind_forms(), _about()
        for code in kinds:
            told = f"{forms[code].title}: {about[code]}" if code in about else forms[code].title
            item = QListWidgetItem(told, self.list)
            item.setData(0x0100, code)
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(lambda _item: self.perform())
        height = self.list.sizeHintForRow(0) * len(kinds) + 2 * self.list.frameWidth()
        self.list.setMinimumSize(self.list.sizeHintForColumn(0) + space("l"), height + space("s"))
        self.year = TextField(str(year))
        self.year.setFixedWidth(self.year.fontMetrics().averageCharWidth() * 12)
        self.list.currentRowChanged.connect(lambda _row: self._propose_year())
        body = QWidget()
        body.setLayout(column(self.list, FormRow(_("Năm"), self.year), gap="m"))
        super().__init__(
            parent, _("Soạn văn bản mới"),
            _("Mỗi loại có sẵn thể thức và khung nội dung; điền vào chỗ “…”."), body,
            deed_text=_("Soạn"), deed=self._do,
        )  # fmt: skip

    def kind(self) -> str:
        """Return the code of the chosen kind."""
        return str(self.list.currentItem().data(0x0100))

    def _propose_year(self) -> None:
        """Plans look ahead, a letter or a decision is of today; a year typed stays."""
        if self.year.typed() in ("", self._planned, self._this):
            self.year.setText(self._planned if self.kind() in _AHEAD else self._this)

    def _do(self) -> None:
        text = self.year.typed()
        if not (text.isascii() and text.isdigit() and 1930 <= int(text) < 2200):
            raise Refusal(_("Năm không hợp lệ."), next_step=_("Ghi năm bốn chữ số."))
        self._start(self.kind(), int(text))
