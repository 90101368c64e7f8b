"""Two offices that exchange bundles, and what their pages are asked and show."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from desktop.models.store.reader import Reader
from desktop.ui.machine_state import MachineState
from desktop.ui.shell import Shell
from tests.ui.pages.offices import (
    front,
    window,
)


class Ways:
    """The offices' folders and where files lie."""

    def __init__(self, folder: Path) -> None:
        self.province, self.commune = folder / "tỉnh", folder / "xã"
        self.files = folder / "Gói gửi đi"
        self.files.mkdir()


def remembering(ways: Ways) -> MachineState:
    """A state that already knows where bundles are put."""
    state = MachineState(None)
    state.set("exchange.folder", str(ways.files))
    return state


def press(shell: Shell, action: str) -> None:
    """Trigger one of the front page's declared actions, as its button does."""
    hosted = shell._host.front
    assert hosted is not None
    made = next(made for declared, made in hosted.declared if declared.id == action)
    assert made.isEnabled(), action
    made.trigger()
    shell.settle()


def answer(monkeypatch: pytest.MonkeyPatch, shell: Shell, **answers: Any) -> None:
    """Stand in for the system's file windows."""
    for name, value in answers.items():
        monkeypatch.setattr(shell.desk, name, lambda *_args, _value=value, **_named: _value)


def send_bundle(ways: Ways) -> Path:
    """Make the commune's bundle through its page; returns the file."""
    with window(ways.commune, remembering(ways), "exchange") as shell:
        press(shell, "send")
        bundle = front(shell).bundles.table.rows()[0]
        return Path(bundle.file)


def take_in(shell: Shell, paths: Sequence[Path]) -> Any:
    """Preview files as if dropped, then take them in; returns the receive view."""
    page = front(shell)
    page.bundles.drop._take(paths)
    shell.settle()
    view = page.receive
    assert view.isVisible()
    view.take_button.click()
    shell.settle()
    return view


def texts(view: Any) -> list[list[str]]:
    """Return the cells of a table as shown."""
    columns = view.rows_model.columns
    return [[column.text(row) for column in columns] for row in view.rows()]


def labels(widget: Any) -> list[str]:
    """Return the texts of the labels of a widget that are not put away."""
    from desktop.ui.widgets.labels import PlainLabel

    return [one.text() for one in widget.findChildren(PlainLabel) if not one.isHidden()]


def count_ops(folder: Path) -> int:
    """Return how many operations an office holds."""
    with Reader.open_reader(folder) as reader:
        return int(reader.rows("SELECT count(*) FROM op")[0][0])
