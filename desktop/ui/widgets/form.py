"""A form: words above, field below, the error beside its cause."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space


class FormRow(QWidget):
    """A labelled field. The label's `&` letter and a click go to the field; screen readers say
    the label. `show_error` puts a sentence under the field; fields that refuse do it themselves.
    """

    def __init__(
        self, text: str, field: QWidget, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        plain = text.replace("&", "")
        label = PlainLabel(text, level="normal", tone="muted")
        label.setBuddy(field.focusProxy() or field)
        target = field.focusProxy() or field
        target.setAccessibleName(plain)
        if hint:
            target.setAccessibleDescription(hint)
        self.error = PlainLabel("", level="small", tone="blocked", wrap=True)
        self.error.setVisible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("xs"))
        box.addWidget(label)
        box.addWidget(field)
        if hint:
            box.addWidget(PlainLabel(hint, level="small", tone="muted", wrap=True))
        box.addWidget(self.error)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        refused = getattr(field, "refused", None)
        if refused is not None:
            refused.connect(self.show_error)

    def show_error(self, sentence: str) -> None:
        """Show why the field's content cannot be taken; "" hides it."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
