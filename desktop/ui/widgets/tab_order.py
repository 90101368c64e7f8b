"""The way of the Tab key through parts that were made in another order than they stand."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.ui.widgets.scroll_area import ScrollArea

_TABBED = (Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus)


def lead_tab_through(*parts: QWidget) -> None:
    """Let the Tab key visit these parts one after another, inside each in the order it has.

    The toolkit goes by when a widget was made; a view made when it is first shown would come
    behind everything. A part that scrolls in an area of its own comes with that area.
    """
    before: QWidget | None = None
    for part in parts:
        for stop in list(_stops(_whole(part))):
            if before is not None and before.nextInFocusChain() is not stop:
                QWidget.setTabOrder(before, stop)
            before = stop


def _whole(part: QWidget) -> QWidget:
    viewport = part.parentWidget()
    area = viewport.parentWidget() if viewport is not None else None
    return area if isinstance(area, QScrollArea) and area.widget() is part else part


def _stops(part: QWidget) -> Iterator[QWidget]:
    """Yield what Tab can stop at in a part, itself included; a proxy's part stands for it."""
    one = part
    while True:
        # The chain goes through the whole window: what lies elsewhere is asked nothing more.
        if (one is part or part.isAncestorOf(one)) and _is_stop(one):
            yield one
        one = one.nextInFocusChain()
        if one is part:
            return


def _is_stop(one: QWidget) -> bool:
    # One that scrolls is a stop only while there is something out of sight.
    stops = one.focusPolicy() in _TABBED or isinstance(one, ScrollArea)
    return stops and one.focusProxy() is None
