"""What the list of units counts beside each of them."""

from datetime import date
from pathlib import Path

from desktop.models.units.units import found_unit, set_attribute, tree_on
from desktop.ui.pages.units.listing import nodes
from desktop.ui.pages.units.unit_tree import _tip
from tests.models.offices import FOUNDED, commune


def test_an_office_above_has_more_than_this_register_knows(tmp_path: Path) -> None:
    store, _ids = commune(tmp_path, unions=3)
    with store:
        above = found_unit(store, name="Liên đoàn Lao động tỉnh", kind="LDT", parent=None,
                           since=FOUNDED, code="T")  # fmt: skip
        set_attribute(store, store.own_unit, "parent", above, FOUNDED)
        (root,) = nodes(store, tree_on(store, date(2026, 10, 31)))
        assert (root.value.unit.id, root.value.unions, root.value.members) == (above, "", "")
        assert "cấp trên" in _tip(root.value)
        assert root.children[0].value.unions == "3"
