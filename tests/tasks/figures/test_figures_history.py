"""A file's rows are judged with the months before, as typed figures are."""

from pathlib import Path

from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.store.store import Store
from desktop.tasks.figures.figures_import import preview
from tests.cli.running import PERIOD
from tests.tasks.figures.test_figures_import import made, made_office, store, units

__all__ = ["made_office", "store", "units"]  # fixtures


def test_a_row_far_from_the_month_before_is_warned(
    store: Store, units: list[tuple[str, str]], tmp_path: Path
) -> None:
    (first, name), (second, other), *_rest = units
    set_cells(store, "2026-09", {(first, "A03"): Entry(100), (second, "A03"): Entry(100)})
    path = made(tmp_path, f"1|{name}|150|140|", f"2|{other}|150|104|")
    rows = preview(store, path, "F1", PERIOD).rows
    assert [row.status for row in rows] == ["warned", "accepted"]
    assert any(told.startswith("V10: Biến động quá 20%") for told in rows[0].reasons)
