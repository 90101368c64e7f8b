"""The left side: the reports by kind of period, each title whole, on two lines where it is long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop.i18n import _
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.table import Column
from desktop.ui.widgets.tree import Node, TreeTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.tasks.figures.report_notes import ReportKind

_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class _Lines(QStyledItemDelegate):
    """Gives a line the height its wrapped text needs."""

    def __init__(self, tree: KindTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        plain = super().sizeHint(option, index)
        return QSize(plain.width(), self._tree.height_of(str(index.data()), index.parent()))


class KindTree(TreeTable):
    """Kinds of reports under their kinds of period."""

    def __init__(self) -> None:
        super().__init__(
            (Column(_("Loại báo cáo"), _text, 0, tooltip=_tip),),
            key=_key, name=_("Loại báo cáo"),
        )  # fmt: skip
        self.setHeaderHidden(True)
        self.setIndentation(space("l"))
        self.setMinimumWidth(space("xxl") * 5)
        self.setUniformRowHeights(False)
        self.setWordWrap(True)
        self.setItemDelegate(_Lines(self))

    def show_kinds(self, kinds: Sequence[ReportKind]) -> None:
        """Show the reports, grouped by the scheme of their periods."""
        groups: dict[str, Node] = {}
        for kind in kinds:
            group = groups.setdefault(kind.scheme, Node(kind.scheme_name))
            group.children.append(Node(kind))
        self.set_roots(list(groups.values()))

    def height_of(self, text: str, above: QModelIndex) -> int:
        """Return how tall a line with this text is at the present width."""
        depth = 2 if above.isValid() else 1
        room = self.columnWidth(0) - depth * self.indentation() - 2 * space("s")
        tall = self.fontMetrics().boundingRect(0, 0, max(room, 1), 10_000, _WRAPPED, text)
        return tall.height() + 2 * space("xs") + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else f"{value.form} · {value.title}"


def _tip(value: Any) -> str:
    return value if isinstance(value, str) else f"{value.label} – {value.title}"


def _key(value: Any) -> str:
    return value if isinstance(value, str) else str(value.id)
