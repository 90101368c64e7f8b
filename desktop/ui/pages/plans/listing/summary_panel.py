"""The panel beside the list: the chosen plan in a few lines, and what it does not cover yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.plans import plan_head
from desktop.ui.pages.plans import words
from desktop.ui.pages.plans.listing.plan_list import PlanLine
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.labels import Pill, PlainLabel, section_title
from desktop.ui.widgets.layout import column, row, space


class SummaryPanel(QWidget):
    """`open(plan id)` opens the editor, `compare(plan id)` its comparison with the upper paper."""

    def __init__(
        self, open_plan: Callable[[str], object], compare: Callable[[str], object]
    ) -> None:
        super().__init__()
        self._open, self._compare = open_plan, compare
        self._line: PlanLine | None = None
        self.title = section_title("")
        self.title.setWordWrap(True)
        self.state = Pill("")
        self.facts = PlainLabel("", tone="muted", wrap=True, selectable=True)
        self.covered = PlainLabel("", wrap=True)
        self.missing = PlainLabel("", tone="attention", wrap=True, selectable=True)
        self._go = button(_("Mở"), self._open_chosen, look="primary")
        self._matrix = link(_("Xem bảng đối chiếu"), self._compare_chosen)
        self._none = PlainLabel(_("Chọn một văn bản trong danh sách."), tone="muted", wrap=True)
        self._body = QWidget()
        inside = column(
            self.title,
            row(self.state, None),
            self.facts,
            self.covered,
            self.missing,
            row(self._matrix, None),
            row(self._go, None),
            gap="m",
        )
        self._body.setLayout(inside)
        box = QVBoxLayout(self)
        edge = space("l")
        box.setContentsMargins(edge, edge, edge, edge)
        box.addWidget(self._none)
        box.addWidget(self._body)
        box.addStretch(1)
        self.show_line(None)

    def show_line(self, line: PlanLine | None) -> None:
        """Show another plan; None shows a hint."""
        self._line = line
        self._none.setVisible(line is None)
        self._body.setVisible(line is not None)
        if line is None:
            return
        head = line.head
        self.title.setText(head.title or head.subject)
        self.state.show_state(words.state_name(head), words.state_kind(head))
        self.facts.setText(_facts(line))
        covered = line.coverage
        known = covered is not None and bool(covered.duties)
        for part in (self.covered, self._matrix):
            part.setVisible(known)
        self.missing.setVisible(bool(known and covered is not None and covered.missing))
        if covered is not None and known:
            self.covered.setText(
                _("Đã có {n}/{all} nhiệm vụ cấp trên giao.").format(
                    n=covered.covered, all=len(covered.duties)
                )
            )
            self.missing.setText(_("Còn thiếu: {list}").format(list=", ".join(covered.missing)))

    def _open_chosen(self) -> None:
        if self._line is not None:
            self._open(self._line.head.id)

    def _compare_chosen(self) -> None:
        if self._line is not None:
            self._compare(self._line.head.id)


def _facts(line: PlanLine) -> str:
    head = line.head
    lines = [line.type, words.number_and_date(head)]
    if head.role != plan_head.OWN and head.issuer:
        lines.append(head.issuer)
    if head.signer_name:
        lines.append(_("Người ký: {name}").format(name=head.signer_name))
    if head.parent_ref is not None and head.role == plan_head.OWN and head.parent_ref.number:
        lines.append(_("Theo văn bản {number}").format(number=head.parent_ref.number))
    return "\n".join(part for part in lines if part and part != "–")
