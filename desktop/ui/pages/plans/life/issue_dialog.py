"""Issuing: the number, the date, who signs, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.documents.open_places import OpenPlace
from desktop.documents.signing import SigningWay, way_of
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans.plan_head import PlanHead
from desktop.models.text import vi_number
from desktop.ui.dialogs.base import Dialog
from desktop.ui.half_typed import HalfTyped, wait_in
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, row

SHOWN = 4
"""Places left open that are named; the others are counted."""


class IssueDialog(Dialog):
    """Asks for number and date; `issue(number, day)` is called when both can be read, and
    answers later with `accept()` or `show_refusal`.
    """

    def __init__(
        self,
        parent: QWidget | None,
        head: PlanHead,
        number: int,
        today: date,
        issue: Callable[[str, date], object],
        *,
        left_open: Sequence[OpenPlace] = (),
        go: Callable[[OpenPlace], object] = lambda _place: None,
        ways: Sequence[SigningWay] = (),
        remarks: Callable[[str, date], Sequence[str]] = lambda _number, _day: (),
    ) -> None:
        self._head, self._remarks, self._repeat = head, remarks, False
        self._open, self._told = tuple(left_open), ""
        self.number = TextField(f"{number:02d}")
        self.day = DateField(head.day or today, today=lambda: today, name=_("Ngày ban hành"))
        self._issue = issue
        body = QWidget()
        symbol = PlainLabel(f"/{head.symbol}", tone="strong")
        self.number.setFixedWidth(self.number.fontMetrics().averageCharWidth() * 12)
        parts: list[QWidget] = [
            FormRow(_("Số văn bản"), _beside(self.number, symbol)),
            FormRow(_("Ngày ban hành"), self.day),
        ]
        if ways:
            parts += self._signing(tuple(ways))
        self.odd = PlainLabel("", tone="attention", wrap=True)
        parts.append(self.odd)
        self.number.textChanged.connect(lambda _text: self._tell_odd())
        self.day.committed.connect(lambda _day: self._tell_odd())
        self.open_parts = self._still_open(left_open, go)
        body.setLayout(column(*self.open_parts, *parts, None, gap="m"))
        super().__init__(
            parent,
            _("Ban hành văn bản"),
            _(
                "Sau khi ban hành, nội dung được giữ nguyên như đã ký và gửi lên cấp trên; "
                "không hoàn tác được. Muốn sửa thì lập bản sửa đổi."
            ),
            body,
            deed_text=_("Ban hành"),
            deed=lambda: None,
            grave=True,
        )
        self.number.setFocus()
        self._tell_odd()

    def _signing(self, ways: tuple[SigningWay, ...]) -> list[QWidget]:
        """Ask who signs and in whose name; what the paper says now stands first."""
        now = way_of(ways, self._head.authority, self._head.signer_title)
        own = " / ".join((*self._head.authority, self._head.signer_title))
        options: list[tuple[str, SigningWay | None]] = [] if now else [(own or "–", None)]
        options += [(_written(way), way) for way in ways]
        self.way = Choice(options, name=_("Hình thức ký"))
        self.way.show_value(now)
        self.signer = TextField(self._head.signer_name)
        self.way_note = PlainLabel("", tone="muted", wrap=True)
        self.way_note.hide()
        self.way.chosen.connect(self._tell_way)
        return [
            FormRow(_("Ký"), self.way),
            self.way_note,
            FormRow(_("Họ tên người ký"), self.signer),
        ]

    def _tell_way(self, way: SigningWay | None) -> None:
        self.way_note.setText(way.note if way is not None else "")
        self.way_note.setVisible(bool(self.way_note.text()))
        self._grow()

    def _grow(self) -> None:
        """Make room for what was told; nothing is squeezed."""
        if self.isVisible():
            self.fit()

    def signing(self) -> dict[str, Any]:
        """Return the fields of the head that say who signs."""
        if not hasattr(self, "way"):
            return {}
        way: SigningWay | None = self.way.value()
        fields = way.fields() if way is not None else {}
        return fields | {"signer_name": self.signer.typed() or None}

    def wait_in(self, kept: HalfTyped) -> None:
        """Let what is typed wait till the paper is issued or it is given up."""
        fields: dict[str, QWidget] = {"number": self.number, "day": self.day}
        if hasattr(self, "signer"):
            fields["signer"] = self.signer
        wait_in(self, kept, f"issue/{self._head.id}", fields)

    @property
    def repeat(self) -> bool:
        """Whether a number used for another kind of paper is to be used again."""
        return self._repeat

    def _tell_odd(self) -> None:
        try:
            day = self.day.value()
        except Refusal:
            day = None
        told = self._remarks(self.number.typed(), day) if day is not None else ()
        self.odd.setText("\n".join(told))
        self.odd.setVisible(bool(told))
        self._grow()

    def _still_open(
        self, places: Sequence[OpenPlace], go: Callable[[OpenPlace], object]
    ) -> list[QWidget]:
        """Tell what is not filled in yet; issuing it so is a choice made by a second press."""
        if not places:
            return []
        first = _("Văn bản còn {n} chỗ để trống:").format(n=vi_number(len(places)))
        told = [f"{place.where}: “{place.text}”" for place in places[:SHOWN]]
        if len(places) > SHOWN:
            told.append(_("và {n} chỗ khác.").format(n=vi_number(len(places) - SHOWN)))

        def leave() -> None:
            self.reject()
            go(places[0])

        warning = PlainLabel(first, tone="attention")
        lines = PlainLabel("\n".join(told), wrap=True)
        self.fill_in = button(_("Điền chỗ đầu tiên"), leave)
        holder = QWidget()
        holder.setLayout(column(warning, lines, row(self.fill_in, None), gap="xs"))
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return [holder]

    def perform(self) -> None:
        """Hand number and date over; stay until the office has answered."""
        try:
            day = self.day.value()
            if day is None:
                raise Refusal(_("Chưa có ngày ban hành."), next_step=_("Điền ngày ký văn bản."))
        except Refusal as refusal:
            self.show_refusal(refusal)
            return
        lacking = self._lacking()
        if lacking and lacking != self._told:
            self._told = lacking
            self.show_refusal(Refusal(lacking, next_step=_("Điền cho đủ, hoặc bấm lần nữa.")))
            self.deed_button.setText(_("Vẫn ban hành"))
            return
        self._issue(self.number.typed(), day)

    def _lacking(self) -> str:
        """Say what a paper that cannot be changed again would go out without, "" for nothing."""
        unsigned = bool(self.signing()) and not self.signer.typed()
        if unsigned and self._open:
            told = _("Chưa có họ tên người ký và văn bản còn {n} chỗ để trống.")
        elif unsigned:
            told = _("Chưa có họ tên người ký.")
        else:
            told = _("Văn bản còn {n} chỗ để trống.") if self._open else ""
        return told.format(n=vi_number(len(self._open)))

    def show_refusal(self, refusal: Refusal) -> None:
        """Say above the buttons why it was not done."""
        self.error.setText(str(refusal))
        self.error.show()
        self._grow()
        if refusal.code == "E_NUMBER_REPEATED":
            self._repeat = True
            self.deed_button.setText(_("Vẫn dùng số này"))


def _written(way: SigningWay) -> str:
    lines = " / ".join((*way.authority, way.title))
    return f"{way.name} ({lines})"


def _beside(field: QWidget, other: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(field, other, None, gap="xs"))
    holder.setFocusProxy(field)
    return holder
