"""The comparison: each duty of the upper paper and the items of ours that carry it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.documents.coverage import Coverage
from desktop.i18n import _
from desktop.models.outline import Outline
from desktop.models.plan_head import PlanHead
from desktop.models.text import fold
from desktop.ui.outline.paper_row import aside_of
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.fields import Choice, SearchField
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import STRETCH, column, row, space
from desktop.ui.widgets.table import Column, ListTable


@dataclass(frozen=True, slots=True)
class Line:
    """One duty; `ours` are the ids of our items that answer it, `left_out` not ours at all."""

    id: str
    path: str
    duty: str
    ours: tuple[str, ...]
    answer: str
    who: str
    left_out: bool = False

    @property
    def state(self) -> str:
        """Say whether the duty is carried out."""
        if self.left_out:
            return _("Việc của cấp trên")
        return _("Đã có") if self.answer else _("Còn thiếu")


def lines_of(head: PlanHead, parent: Outline, own: Outline, coverage: Coverage) -> list[Line]:
    """Return the matrix: our duties in order, then what is left to the upper bodies."""
    answers: dict[str, list[str]] = {}
    for one in own:
        if one.item.answers is not None:
            answers.setdefault(one.item.answers, []).append(one.id)
    found = []
    for duty in coverage.duties:
        ours = answers.get(duty, [])
        if not ours and duty in coverage.answered:
            above = [up.id for up in parent.ancestors(duty)]
            ours = next((answers[up] for up in above if up in answers), [])
        texts = [f"{own.path(item)}  {own.row(item).item.plain}" for item in ours]
        who = "; ".join(filter(None, (aside_of(own.row(item).item) for item in ours)))
        found.append(
            Line(
                duty,
                parent.path(duty),
                parent.row(duty).item.plain,
                tuple(ours),
                " | ".join(texts),
                who,
            )
        )
    found += [Line("", *_split(text), (), "", "", left_out=True) for text in head.left_out]
    return found


def _split(text: str) -> tuple[str, str]:
    path, colon, rest = text.partition(": ")
    return (path, rest) if colon else ("", text)


class CoverageTab(QWidget):
    """`go(our item)` opens ours, `add(their item)` takes a missing duty over."""

    def __init__(self, go: Callable[[str], object], add: Callable[[str], object]) -> None:
        super().__init__()
        self._go, self._add = go, add
        self._lines: list[Line] = []
        self.told = PlainLabel("", level="large", wrap=True)
        self.which = Choice(
            [(_("Tất cả"), ""), (_("Còn thiếu"), "missing"), (_("Việc của cấp trên"), "left")],
            name=_("Lọc"),
        )
        self.search = SearchField(_("Tìm nhiệm vụ"))
        self.search.setFixedWidth(self.fontMetrics().averageCharWidth() * 18)
        self.which.chosen.connect(lambda _value: self._show())
        self.search.searched.connect(lambda _text: self._show())
        self.take = button(_("Đưa vào kế hoạch"), self._take, icon="plus")
        self.copy = button(_("Sao chép"), lambda: self.table.copy(), icon="copy")
        self.table = ListTable(
            [
                Column(_("Mục cấp trên"), lambda one: one.path, 13),
                Column(_("Nhiệm vụ"), lambda one: one.duty, 0, tooltip=lambda one: one.duty),
                Column(_("Tình trạng"), lambda one: one.state, 16, tone=_tone),
                Column(
                    _("Mục của đơn vị"), lambda one: one.answer, 36, tooltip=lambda one: one.answer
                ),
                Column(_("Người, thời hạn"), lambda one: one.who, 24),
            ],
            key=lambda one: (one.path, one.duty),
            name=_("Bảng đối chiếu"),
            many=True,
        )
        self.table.opened.connect(lambda one: one.ours and self._go(one.ours[0]))
        self.table.chosen.connect(lambda _one: self._update())
        head = column(
            self.told,
            row(self.which, self.search, STRETCH, self.copy, self.take),
            gap="m",
        )
        head.setContentsMargins(space("xl"), space("m"), space("xl"), space("s"))
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(head)
        inside.addWidget(self.table, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(page)
        self._stack.addWidget(
            EmptyState(
                "link",
                _("Kế hoạch này không soạn từ văn bản cấp trên"),
                hint=_("Khi soạn từ văn bản của tỉnh, từng nhiệm vụ được đối chiếu ở đây."),
            )
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    def show_lines(self, lines: list[Line], *, writable: bool) -> None:
        """Show the matrix of another plan, or the same one anew."""
        self._lines = lines
        self._writable = writable
        self._show()

    def show_share(self, coverage: Coverage) -> None:
        """Say how much is covered and what is missing."""
        self._stack.setCurrentIndex(0 if coverage.duties else 1)
        told = _("Bao quát {n}/{all} nhiệm vụ").format(n=coverage.covered, all=len(coverage.duties))
        if coverage.missing:
            told += _("; còn thiếu {list}").format(list=", ".join(coverage.missing[:12]))
            if len(coverage.missing) > 12:
                told += "…"
        self.told.setText(told)

    def _show(self) -> None:
        needle, which = self.search.needle(), self.which.value()
        shown = [
            one
            for one in self._lines
            if needle in fold(f"{one.path} {one.duty} {one.answer}")
            and (
                not which
                or (which == "left" and one.left_out)
                or (which == "missing" and not one.left_out and not one.answer)
            )
        ]
        self.table.set_rows(shown)
        self._update()

    def _missing(self) -> list[Line]:
        return [one for one in self.table.selected() if one.id and not one.answer]

    def _update(self) -> None:
        self.take.setEnabled(self._writable and bool(self._missing()))

    def _take(self) -> None:
        for one in self._missing():
            self._add(one.id)

    _writable = True


def _tone(one: Line) -> str:
    if one.left_out:
        return "ink.muted"
    return "done" if one.answer else "attention"
