"""The second line in the window: chosen in a unit's details, from a day on, and ended again."""

import os
from datetime import date
from pathlib import Path

import pytest

from desktop.models.figures.sums.second_line import second_line
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, tree_on
from desktop.ui.machine_state import MachineState
from desktop.ui.page import entries
from desktop.ui.pages.units.dialogs import ChangeUnit
from desktop.ui.shell import Shell
from tests.ui.pages.offices import BASES, SINCE, clock, make_province, office_at, unit_id
from tests.ui.pages.test_units import dialog, units_page

pytestmark = pytest.mark.usefixtures("app")
OCTOBER, SEPTEMBER = "2026-10", "2026-09"


def choose(shell: Shell, by: str, since: date) -> None:
    page = units_page(shell)
    page.list.go_to(unit_id(shell.desk.read, BASES[0]))
    page.change("second")
    form = dialog(ChangeUnit)
    form.choice.show_value(by)
    form.since.show_date(since)
    if os.environ.get("SHOTS"):
        form.grab().save(f"{os.environ['SHOTS']}/second-dialog.png")
    form.deed_button.click()
    shell.settle()


def test_an_industry_union_is_chosen_and_let_go_in_the_details(tmp_path: Path) -> None:
    make_province(tmp_path / "tỉnh")
    with Store.open(tmp_path / "tỉnh", clock=clock(9)) as store:
        industry = found_unit(
            store, name="Công đoàn ngành Giáo dục", kind="CNDP", parent=store.own_unit, since=SINCE
        )
    pages = [entry for entry in entries() if entry.id in ("today", "units")]
    shell = Shell(office_at(tmp_path / "tỉnh"), pages, MachineState(None))
    try:
        shell.resize(1366, 768)
        shell.show()
        choose(shell, industry, date(2026, 10, 1))
        reader = shell.desk.read
        (one,) = second_line(reader, OCTOBER, industry)
        assert (one.unit.code, one.managed_by) == (BASES[0], "Công đoàn xã An Thử")
        assert second_line(reader, SEPTEMBER, industry) == []
        before, since = (tree_on(reader, day) for day in (date(2026, 9, 30), date(2026, 10, 1)))
        unit = unit_id(reader, BASES[0])
        assert before.units[unit].attributes.get("second") is None  # nor do the details show it
        assert since.units[unit].attributes["second"] == industry
        assert second_line(reader, OCTOBER) == []  # the province manages it anyway
        if os.environ.get("SHOTS"):
            shell.grab().save(f"{os.environ['SHOTS']}/second.png")
        choose(shell, "", date(2026, 11, 1))
        assert [o.unit.code for o in second_line(reader, OCTOBER, industry)] == [BASES[0]]
        assert second_line(reader, "2026-11", industry) == []
    finally:
        shell.close()
        shell.deleteLater()
