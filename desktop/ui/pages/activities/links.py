"""What an activity is tied to: items of plans, figures, and files that prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.activities.activities import is_own
from desktop.models.activities.activity_checks import not_a_flow
from desktop.models.text import vi_number
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.fields import Choice, NumberField
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import row, space

if TYPE_CHECKING:
    from decimal import Decimal

    from desktop.models.activities.activities import Activity
    from desktop.ui.pages.activities.verbs import ActivityVerbs
    from desktop.ui.pages.activities.words import Names


class LinkRows(QWidget):
    """Lines with a cross each, and a way to add one."""

    def __init__(self, verbs: ActivityVerbs) -> None:
        super().__init__()
        self.verbs = verbs
        self.activity: Activity | None = None
        self.may_change = True
        self._lines: list[QWidget] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(space("xs"))
        self._adder = self.adder()
        self._box.addWidget(self._adder)

    def adder(self) -> QWidget:
        """Return what adds a line."""
        raise NotImplementedError

    def lines(self, activity: Activity, names: Names) -> Iterable[QWidget]:
        """Return the lines of an activity."""
        raise NotImplementedError

    def linked(self, words: QWidget, remove: Callable[[], object], what: str) -> QWidget:
        """Return a line: words, and a cross that takes it away where it may be changed."""
        result = QWidget()
        cross = icon_button("close", _("Bỏ {what}").format(what=what), remove)
        cross.setVisible(self.may_change)
        line = row(words, cross)
        line.setStretch(0, 1)
        result.setLayout(line)
        return result

    def show_links(self, activity: Activity, names: Names) -> None:
        """Show an activity's links."""
        self.activity = activity
        self.may_change = is_own(self.verbs.desk.read, activity)
        self._adder.setVisible(self.may_change)
        for line in self._lines:
            self._box.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = list(self.lines(activity, names))
        for place, line in enumerate(self._lines):
            self._box.insertWidget(place, line)


class ItemRows(LinkRows):
    """The plan items an activity carries out."""

    def adder(self) -> QWidget:
        """A button that opens the plans."""
        return button(_("Gắn với mục kế hoạch…"), self._add, icon="link")

    def lines(self, activity: Activity, names: Names) -> Iterable[QWidget]:
        """Each item by its label and words; a click opens the plan there."""
        for item in activity.plan_items:
            text = names.item(item) or _("Mục không còn trong kế hoạch")
            yield self.linked(
                _wrapped_link(text, self.verbs.opener_of(item)), self._remover(item), text
            )

    def _add(self) -> None:
        if self.activity is None:
            return
        item = self.verbs.pick_item()
        if item and item not in self.activity.plan_items:
            self._put((*self.activity.plan_items, item))

    def _remover(self, item: str) -> Callable[[], object]:
        return lambda: self._put(
            tuple(one for one in self.activity.plan_items if one != item) if self.activity else ()
        )

    def _put(self, items: tuple[str, ...]) -> None:
        if self.activity is not None:
            self.verbs.update(self.activity.id, {"plan_items": items})


class FigureRows(LinkRows):
    """The figures an activity adds to, code by code."""

    def adder(self) -> QWidget:
        """The indicators the category feeds, a number, a button."""
        self.code = Choice(name=_("Chỉ tiêu"))
        self.code.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.number = NumberField()
        self.number.setAccessibleName(_("Số của chỉ tiêu"))
        self.number.setFixedWidth(self.fontMetrics().averageCharWidth() * 12)
        self.number.number_committed.connect(self._typed)
        result = QWidget()
        line = row(self.code, self.number)
        line.setStretch(0, 1)
        result.setLayout(line)
        return result

    def lines(self, activity: Activity, names: Names) -> Iterable[QWidget]:
        """Each figure by its name."""
        feeds = self.verbs.feeds(activity.category)
        known = self.verbs.desk.read.packs.indicators
        others = (code for code in names.indicators if code not in feeds)
        codes = [
            code for code in (*feeds, *others)
            if code in known and not_a_flow(known[code]) is None
        ]  # fmt: skip
        self.code.set_options([(f"{c}  {names.indicators.get(c, '')}", c) for c in codes])
        self.number.show_number(None)
        for code, value in sorted(activity.figures.items()):
            name = names.indicators.get(code, code)
            told = PlainLabel(f"{name}: {vi_number(value)}", wrap=True)
            yield self.linked(told, self._remover(code), name)

    def _typed(self, value: Decimal | None) -> None:
        if self.activity is not None and value is not None and self.code.value():
            figures = {**self.activity.figures, str(self.code.value()): int(value)}
            self.verbs.update(self.activity.id, {"figures": figures}, self._refused)

    def _refused(self, refusal: object) -> None:
        self.number.mark(str(refusal))
        self.verbs.desk.refused(refusal)  # type: ignore[arg-type]

    def _remover(self, code: str) -> Callable[[], object]:
        def remove() -> None:
            if self.activity is not None:
                figures = {k: v for k, v in self.activity.figures.items() if k != code}
                self.verbs.update(self.activity.id, {"figures": figures})

        return remove


class EvidenceRows(LinkRows):
    """Photos, lists, papers: copied into the office, so that they stay."""

    def adder(self) -> QWidget:
        """A button that asks for files."""
        return button(_("Thêm tệp…"), self._add, icon="plus")

    def lines(self, activity: Activity, names: Names) -> Iterable[QWidget]:
        """Each file by its name; a click opens it."""
        for digest, title in activity.evidence:
            yield self.linked(
                _wrapped_link(title, lambda d=digest, t=title: self._open(d, t)),
                self._remover(digest),
                title,
            )

    def _add(self) -> None:
        if self.activity is not None:
            files = self.verbs.desk.choose_files(_("Thêm minh chứng"), _("Mọi tệp (*)"))
            if files:
                self.verbs.add_evidence(self.activity.id, [Path(file) for file in files])

    def _open(self, digest: str, title: str) -> None:
        copy = self.verbs.evidence_copy(digest, title)
        if copy is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))

    def _remover(self, digest: str) -> Callable[[], object]:
        def remove() -> None:
            if self.activity is not None:
                left = tuple(pair for pair in self.activity.evidence if pair[0] != digest)
                self.verbs.update(self.activity.id, {"evidence": left})

        return remove


def _wrapped_link(text: str, run: Callable[[], object]) -> QWidget:
    result = button(text, run, look="link", tooltip=text)
    result.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return result
