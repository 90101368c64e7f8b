"""How the program looks on this computer: theme and size of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.ui import theme as themes
from desktop.ui.pages.settings.section import Section, narrow
from desktop.ui.theme import ThemeChoice
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from desktop.ui.machine_state import MachineState

SIZES = (1.0, 1.1, 1.25, 1.5)


class Display(Section):
    """Choices take effect at once and hold for every office on this computer."""

    id, icon = "display", "sun"
    title = _("Hiển thị")
    sentence = _("Chỉ đổi trên máy này, không ảnh hưởng sổ và bản in.")

    def fill(self, box: QVBoxLayout) -> None:
        """Add the two choices."""
        theme = themes.current()
        self.theme = Choice(
            (
                (_("Theo máy tính"), ThemeChoice.SYSTEM),
                (_("Nền sáng"), ThemeChoice.LIGHT),
                (_("Nền tối"), ThemeChoice.DARK),
            ),
            name=_("Nền"),
        )
        self.theme.show_value(theme.choice)
        self.theme.chosen.connect(lambda _value: self._apply())
        self.size = Choice(
            [(_("{n}%").format(n=round(size * 100)), size) for size in SIZES], name=_("Cỡ chữ")
        )
        self.size.show_value(self._state().get("text_scale", 1.0))
        self.size.chosen.connect(lambda _value: self._apply())
        box.addWidget(narrow(FormRow(_("&Nền"), self.theme)))
        hint = _("Muốn mọi khoảng cách cùng lớn lên thì mở lại chương trình.")
        box.addWidget(narrow(FormRow(_("&Cỡ chữ"), self.size, hint=hint)))
        self.sample = PlainLabel(
            _("Chữ mẫu: Công đoàn phường – chương trình công tác, biểu số liệu, báo cáo."),
            level="normal",
            wrap=True,
        )
        box.addWidget(self.sample)

    def _apply(self) -> None:
        choice, size = self.theme.value(), self.size.value()
        themes.current().choose(choice, text_scale=size)
        state = self._state()
        state.set("theme", choice.value)
        state.set("text_scale", size)
        state.save()

    def _state(self) -> MachineState:
        office = self.desk.office
        around = office.around if office is not None else None
        return around.display if around is not None else self.desk.state
