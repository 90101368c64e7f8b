"""A part that gives its room away is whole again as soon as there is room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, frame
from desktop.ui.widgets.yielding import Yielding


def test_it_asks_for_the_room_its_text_needs_beside_a_bar(app: QApplication) -> None:
    """Else the bar, there for a moment, breaks a line anew and stays for it."""
    label = PlainLabel("", wrap=True)
    part = Yielding(frame(column(label), "sunken"), lambda: 20)
    part.resize(400, 30)
    part.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    part.show()
    app.processEvents()
    text = "Công đoàn xã "
    while label.fontMetrics().horizontalAdvance(f"{text}i") < part.width() - 2:
        text += "i"
    label.setText(text)
    app.processEvents()
    one, two = label.heightForWidth(part.width()), label.heightForWidth(part.viewport().width())
    assert one < two
    assert part.sizeHint().height() == two
