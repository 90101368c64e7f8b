"""Words typed and not handed over yet: in the office's file until they are, or are given up.

They are machine state: of this computer, in no journal, no bundle. A program that ends by
itself or a computer without power loses the last second of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import NumberField, TextArea, TextField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from desktop.models.errors import Refusal
    from desktop.ui.desk import Desk

KEEP_AFTER_MS: Final = 1000
"""How long words wait for more of them before they are written."""


class HalfTyped(QObject):
    """Words by the place they were typed at ("plan/ID") and a name within it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._places: dict[str, dict[str, str]] = {}
        self._earlier: dict[str, tuple[str, ...]] = {}
        self._late: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self.keep)

    def at(self, place: str) -> Mapping[str, str]:
        """Return the words that wait at a place, name → text."""
        return self._at(place)

    def earlier(self, place: str) -> tuple[str, ...]:
        """Return once the names of what an earlier run of the program left at a place."""
        self._at(place)
        return self._earlier.pop(place, ())

    def note(self, place: str, name: str, text: str) -> None:
        """Remember what is typed so far; "" forgets it."""
        words = self._at(place)
        if not place or words.get(name, "") == text:
            return
        if text:
            words[name] = text
        else:
            del words[name]
        self._late.add(place)
        if not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Write what is not written yet."""
        late, self._late = self._late, set()
        self._timer.stop()
        for place in late if self._desk.open else ():
            self._write(_name(place), dict(self._places[place]) or None)

    def _write(self, name: str, words: dict[str, str] | None) -> None:
        self._desk.do(lambda store: store.remember(name, words), on_refusal=_still_in_the_field)

    def _at(self, place: str) -> dict[str, str]:
        if place not in self._places:
            known = self._desk.read.machine(_name(place)) if place else None
            words = known if isinstance(known, dict) else {}
            self._places[place] = {str(name): str(text) for name, text in words.items()}
            self._earlier[place] = tuple(self._places[place])
        return self._places[place]


def _name(place: str) -> str:
    return f"half-typed/{place}"


def _still_in_the_field(_refusal: Refusal) -> None:
    """A full disk is told when the field is left; nobody is interrupted while typing."""


class TypedFields:
    """Notes what is typed into the fields of a form, and types it again after a bad end.

    `where()` returns the place and the beginning of the names of what the form shows now; an
    empty place notes nothing. Watch a field before anything else listens to it.
    """

    def __init__(self, kept: HalfTyped, where: Callable[[], tuple[str, str]]) -> None:
        self._kept, self._where = kept, where
        self._fields: dict[str, TextField | TextArea] = {}
        self._showing = 0

    def watch(self, name: str, field: QWidget) -> None:
        """Note what is typed into a field from now on; other kinds of fields are left alone."""
        line = field.line if isinstance(field, DateField) else field
        if not isinstance(line, TextField | TextArea):
            return
        self._fields[name] = line
        line.textChanged.connect(lambda *_text: self._look(name))
        handed = line.number_committed if isinstance(line, NumberField) else line.committed
        if isinstance(field, DateField):
            handed = field.committed
        handed.connect(lambda _value: self._look(name))

    @contextmanager
    def showing(self) -> Iterator[None]:
        """While a form is filled its texts do not count as typed; then what waited is typed."""
        self._showing += 1
        try:
            yield
        finally:
            self._showing -= 1
        if not self._showing:
            self._give_back()

    def _give_back(self) -> None:
        place, before = self._where()
        words = self._kept.at(place)
        for name, field in list(self._fields.items()):
            text = words.get(before + name, "")
            # Words in a field with the keyboard are being typed this moment.
            if not text or field.pending() == text or not field.isEnabled():
                continue
            self._kept.note(place, before + name, "")
            field.retype(text)
            field.commit()

    def _look(self, name: str) -> None:
        if not self._showing:
            place, before = self._where()
            self._kept.note(place, before + name, self._fields[name].pending())


class TypedForm:
    """Keeps what is typed into a dialog's fields till `forget`, and puts it in again before.

    Nothing is handed over for that: a dialog has a button of its own.
    """

    def __init__(self, kept: HalfTyped, place: str, fields: Mapping[str, QWidget]) -> None:
        self._kept, self._place = kept, place
        self._lines = {
            name: line
            for name, field in fields.items()
            for line in (field.line if isinstance(field, DateField) else field,)
            if isinstance(line, TextField | TextArea)
        }
        self._shown: dict[str, str] = {}
        self.begin()
        words = dict(kept.at(place))
        for name, line in self._lines.items():
            line.textChanged.connect(lambda *_text, name=name: self._look(name))
            if text := words.get(name, ""):
                line.retype(text)

    def begin(self) -> None:
        """Take what the fields hold now for what they were given, not for typed."""
        self._shown = {name: _text_of(line) for name, line in self._lines.items()}

    def forget(self) -> None:
        """Forget what was typed: it was handed over, or given up."""
        for name in self._lines:
            self._kept.note(self._place, name, "")

    def _look(self, name: str) -> None:
        text = _text_of(self._lines[name])
        self._kept.note(self._place, name, text if text != self._shown[name] else "")


class WaitingWords:
    """Keeps what is typed into one field that is asked about one thing after another.

    Between `ask` and `forget` the field is about one place and name; words that wait there
    from before are typed again. `leave` puts the question away and lets them wait.
    """

    def __init__(self, kept: HalfTyped, field: TextArea) -> None:
        self._kept, self._field = kept, field
        self._about = ("", "")
        field.textChanged.connect(self._look)

    def ask(self, place: str, name: str) -> None:
        """Ask about something else from now on."""
        self.leave()
        self._about = (place, name)
        if text := self._kept.at(place).get(name, ""):
            self._field.retype(text)

    def leave(self) -> None:
        """Empty the field; what was typed waits."""
        self._about = ("", "")
        self._field.show_text("")

    def forget(self) -> None:
        """Empty the field: what was typed was handed over, or given up."""
        self._kept.note(*self._about, "")
        self.leave()

    def _look(self) -> None:
        self._kept.note(*self._about, self._field.toPlainText())


def wait_in(dialog: QDialog, kept: HalfTyped, place: str, fields: Mapping[str, QWidget]) -> None:
    """Keep what is typed into a dialog till it was handed over or given up."""
    typed = TypedForm(kept, place, fields)
    dialog.finished.connect(lambda _result: typed.forget())


def _text_of(line: TextField | TextArea) -> str:
    return line.toPlainText() if isinstance(line, TextArea) else line.text()
