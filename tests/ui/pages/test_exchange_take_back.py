"""Typing taken back in the window, and what the lost machine had still sent."""

import os
from datetime import date
from pathlib import Path

import pytest

from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.models.units.units import found_unit
from desktop.sync.enrol import accept, grant, request
from desktop.sync.export import make_bundle
from desktop.sync.importer import import_bundle
from desktop.ui.shell import Shell
from tests.ui.pages.offices import (
    BASES,
    CLEAN,
    PERIOD,
    SINCE,
    clock,
    connect,
    front,
    make_commune,
    make_office,
    make_province,
    unit_id,
    window,
)

pytestmark = pytest.mark.usefixtures("app")
UNION = BASES[0]


def locked(store: Store, members: int) -> None:
    """Type and lock October of the union, with so many members."""
    values = CLEAN | {"A01": members}
    unit = store.unit(unit_id(store, UNION))
    set_cells(store, PERIOD, {(unit, name): Entry(number) for name, number in values.items()})
    for form in ("F1", "F3"):
        assert lock(store, form, PERIOD, units=[unit], reason="đã kiểm tra").blocked == ()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A commune whose union has a machine of its own and made a bundle nobody has taken."""
    make_province(tmp_path / "tỉnh")
    make_commune(tmp_path / "xã")
    connect(tmp_path / "tỉnh", tmp_path / "xã", tmp_path)
    with make_office(tmp_path / "trường", 6) as base:
        found_unit(
            base, name="CĐCS Trường số 1", kind="CDCS", parent=None, since=SINCE,
            unit=base.meta("unit"),
        )  # fmt: skip
        request(base, tmp_path / "trường.json")
        with Store.open(tmp_path / "xã", clock=clock(7)) as commune:
            made = grant(
                commune, tmp_path / "trường.json", UNION, tmp_path / "trường.zip", since=SINCE
            )
            accept(base, made.bundle.path)
            import_bundle(commune, make_bundle(base, tmp_path / "đầu").path, backup=None)
        locked(base, 77)
        (tmp_path / "muộn.zip").write_bytes(make_bundle(base, tmp_path / "gói").path.read_bytes())
    return tmp_path


def picture(shell: Shell, name: str) -> None:
    folder = os.environ.get("SHOTS")
    if folder:
        shell.resize(1366, 768)
        shell.settle()
        shell.grab().save(f"{folder}/{name}.png")


def test_typing_is_taken_back_and_what_comes_late_is_seen(place: Path) -> None:
    with window(place / "xã", page="exchange") as shell:
        page = front(shell)
        page.show_tab("links")
        shell.settle()
        (one,) = page.links.linked.rows()
        page.links.linked.go_to(one.store)
        assert page.links.back_button.isEnabled()
        picture(shell, "links")
        page.links.back_button.click()
        keys = page.linking.keys
        assert "Trường số 1" in keys.taking_back.windowTitle()
        if os.environ.get("SHOTS"):
            keys.taking_back.grab().save(f"{os.environ['SHOTS']}/dialog.png")
        keys.taking_back.deed_button.click()
        shell.settle()
        assert "còn 1 máy" in keys.taking_back.error.text()
        keys.revoke_too.setChecked(True)
        keys.taking_back.deed_button.click()
        shell.settle()
        (one,) = page.links.linked.rows()
        assert one.revoked
        assert (one.typist, one.typed_from) == ("Công đoàn xã An Thử", SINCE.isoformat())
        assert not page.links.back_button.isVisible()
        picture(shell, "after")
    with Store.open(place / "xã", clock=clock(30)) as commune:
        unit = unit_id(commune, UNION)
        assert Scope.of(commune).owner(unit, date(2026, 10, 31)) == commune.own_unit
        locked(commune, 55)
    with window(place / "xã", page="exchange") as shell:
        page = front(shell)
        page.receiving.preview([place / "muộn.zip"])
        shell.settle()
        assert "cạnh số đang dùng" in page.receive.words.text()
        assert not page.receive.take_button.isEnabled()
        picture(shell, "late")
        assert "rejected" not in page.receive.words.text()
        page.receive.close_button.click()
        page.show_tab("conflicts")
        shell.settle()
        found = [one for one in page.shown.refused if "77" in one.value]
        assert any("55" in one.stands for one in found)
        picture(shell, "seen")
