"""Choosing items of the office's own plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.plans import plans
from desktop.models.text import fold
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import Column
from desktop.ui.widgets.tree import Node, TreeTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.store.reader import Reader


class _Line:
    """A plan or an item, as a line of the tree."""

    def __init__(self, id_: str, text: str, *, is_item: bool) -> None:
        self.id, self.text, self.is_item = id_, text, is_item


class ItemPicker(Dialog):
    """A tree of plans and items; `picked` is the chosen item's id after acceptance."""

    def __init__(self, parent: QWidget | None, reader: Reader) -> None:
        self.picked = ""
        self._reader = reader
        self._roots = _roots(reader)
        self.search = SearchField(_("Tìm mục, ví dụ: hội nghị"))
        self.search.searched.connect(lambda _text: self._show())
        self.tree = TreeTable(
            (Column(_("Mục"), lambda line: line.text, 0, tooltip=lambda line: line.text),),
            key=lambda line: line.id,
            name=_("Các mục kế hoạch"),
        )
        self.tree.setMinimumHeight(space("xxl") * 10)
        self.tree.opened.connect(lambda _line: self.perform())
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.search)
        box.addWidget(self.tree, 1)
        super().__init__(
            parent,
            _("Chọn mục trong kế hoạch"),
            "",
            body,
            deed_text=_("Chọn"),
            deed=self._pick,
        )
        self.setMinimumWidth(space("xxl") * 20)
        self.tree.chosen.connect(lambda _line: self._enable())
        self._show()
        self._enable()

    def _pick(self) -> None:
        line = self.tree.current()
        self.picked = line.id if line is not None and line.is_item else ""

    def perform(self) -> None:
        """Take the item the cursor is on; a plan's own line is none."""
        line = self.tree.current()
        if line is not None and line.is_item:
            super().perform()

    def _enable(self) -> None:
        line = self.tree.current()
        self.deed_button.setEnabled(line is not None and line.is_item)

    def _show(self) -> None:
        words = fold(self.search.text()).split()
        roots = self._roots if not words else [n for n in map(_kept(words), self._roots) if n]
        self.tree.set_roots(roots)
        self.tree.expandAll()


def pick_item(parent: QWidget | None, reader: Reader) -> str:
    """Ask for an item of an own plan; "" when none was chosen."""
    dialog = ItemPicker(parent, reader)
    dialog.exec()
    dialog.deleteLater()
    return dialog.picked


def _roots(reader: Reader) -> list[Node]:
    roots = []
    for head in plans.list_plans(reader):
        top = Node(_Line(head.id, head.title or head.subject, is_item=False))
        above: dict[str, Node] = {}
        for row in plans.read_outline(reader, head.id):
            node = Node(_Line(row.id, f"{row.label} {row.item.plain}".strip(), is_item=True))
            above[row.id] = node
            (above.get(row.parent or "") or top).children.append(node)
        roots.append(top)
    return roots


def _kept(words: Sequence[str]) -> Any:
    """Return a function that gives a node with only the branches that have all the words."""

    def keep(node: Node) -> Node | None:
        if all(word in fold(node.value.text) for word in words):
            return node
        children = [kept for child in node.children if (kept := keep(child)) is not None]
        return Node(node.value, children) if children else None

    return keep
