"""Names, codes and places a unit may have."""

from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.units.units import clean_name, found_unit, set_attribute, tree_on
from tests.models.offices import FOUNDED, commune


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200b", "---", "a" * 251])
def test_a_name_nobody_could_read_is_refused(tmp_path: Path, name: str) -> None:
    store, ids = commune(tmp_path)
    with store:
        before = store.rows("SELECT count(*) FROM op")
        with pytest.raises(Refusal):
            found_unit(store, name=name, kind="CDCS", parent=store.own_unit, since=FOUNDED)
        with pytest.raises(Refusal):
            set_attribute(store, ids[0], "name", name, FOUNDED)
        assert store.rows("SELECT count(*) FROM op") == before


def test_a_name_is_kept_on_one_line_and_composed() -> None:
    assert clean_name("  CĐCS\tTrươ\u0300ng\n\u202eSố 2\x07 ") == "CĐCS Trường Số 2"
    assert clean_name("CĐCS <b>A & B</b> =1+1") == "CĐCS <b>A & B</b> =1+1"


@pytest.mark.parametrize("code", ["A|B", "mã", "A B", "-x", "x" * 41, "a\nb"])
def test_an_odd_code_is_refused(tmp_path: Path, code: str) -> None:
    store, _ids = commune(tmp_path)
    with store, pytest.raises(Refusal):
        found_unit(store, name="CĐCS", kind="CDCS", parent=store.own_unit, since=FOUNDED, code=code)


def test_no_unit_stands_under_one_of_a_lower_level(tmp_path: Path) -> None:
    store, ids = commune(tmp_path)
    with store:
        for kind, parent in (("LDT", store.own_unit), ("CDX", ids[0]), ("CDCS", ids[0])):
            if kind == "CDCS":
                found_unit(store, name="CĐCS con", kind=kind, parent=parent, since=FOUNDED)
                continue
            with pytest.raises(Refusal, match="trực thuộc"):
                found_unit(store, name="Trái cấp", kind=kind, parent=parent, since=FOUNDED)
        assert len(tree_on(store, FOUNDED).units) == 5
