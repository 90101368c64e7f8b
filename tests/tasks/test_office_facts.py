"""What drafts know of the office."""

from datetime import date
from pathlib import Path

from desktop.models.store.store import Store
from desktop.models.units import units
from desktop.tasks.office_facts import office_facts
from desktop.tasks.own_facts import set_facts
from tests.models.planning import office

DAY = date(2026, 12, 1)


def _own(store: Store, name: str, kind: str, parent: str | None) -> None:
    units.found_unit(
        store, name=name, kind=kind, parent=parent, since=date(2025, 7, 1), unit=store.own_unit
    )


def test_a_commune_union_signs_in_its_commune_under_its_province(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        province = units.found_unit(
            store,
            name="Liên đoàn Lao động tỉnh Hải Vân",
            kind="LDT",
            parent=None,
            since=date(2020, 1, 1),
        )
        _own(store, "Công đoàn xã Đồi Chè", "CDX", province)
        facts = office_facts(store, DAY)
        assert (facts.name, facts.role, facts.symbol, facts.place) == (
            *("Công đoàn xã Đồi Chè", "upper", "CĐX", "Đồi Chè"),
        )
        assert facts.parent == facts.province == "Liên đoàn Lao động tỉnh Hải Vân"
        assert facts.authority == ("TM. BAN THƯỜNG VỤ",)


def test_a_base_union_signs_for_its_committee_and_choices_of_the_office_win(
    tmp_path: Path,
) -> None:
    with office(tmp_path) as store:
        _own(store, "CĐCS Công ty May", "CDCS", None)
        assert office_facts(store, DAY).authority == ("TM. BAN CHẤP HÀNH",)
        with store.step("x") as step:
            step.put("setting", "plan", "symbol", "CĐCS-MAY")
        assert office_facts(store, DAY).symbol == "CĐCS-MAY"


def test_the_size_of_the_committee_says_which_collective_signs(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        _own(store, "Công đoàn xã Đồi Chè", "CDX", None)
        set_facts(store, {"committee_size": "7", "dispatch_symbol": "CĐX-VP"})
        facts = office_facts(store, DAY)
        assert (facts.collective, facts.dispatch) == ("Ban Chấp hành", "CĐX-VP")
        set_facts(store, {"committee_size": "15"})
        assert office_facts(store, DAY).collective == "Ban Thường vụ"
