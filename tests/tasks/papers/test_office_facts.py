"""What drafts know of the office."""

from datetime import date
from pathlib import Path

import pytest

from desktop.documents.from_template import draft_from_template
from desktop.models.errors import Refusal
from desktop.models.plans import plans
from desktop.models.store.store import Store
from desktop.models.units import units
from desktop.tasks.papers.office_facts import office_facts
from desktop.tasks.papers.own_facts import set_facts
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


def test_new_papers_have_the_offices_size_and_margins_and_old_ones_keep_theirs(
    tmp_path: Path,
) -> None:
    with office(tmp_path) as store:
        _own(store, "Công đoàn xã Đồi Chè", "CDX", None)
        packs = store.packs
        template = packs.template("thi-dua-yeu-nuoc")
        kept = plans.save_draft(
            store, draft_from_template(template, packs, 2027, office_facts(store, DAY))
        )
        set_facts(store, {"body_size": "13", "margin": "decree30"})
        head = draft_from_template(template, packs, 2027, office_facts(store, DAY)).head
        assert (head.body_size, head.margin) == (13, "decree30")
        old = plans.read_plan(store, kept)
        assert (old.body_size, old.margin) == (14, "default")
        for wrong in ({"body_size": "20"}, {"margin": "hẹp"}):
            with pytest.raises(Refusal):
                set_facts(store, wrong)
        set_facts(store, {"body_size": "", "margin": ""})
        facts = office_facts(store, DAY)
        assert (facts.body_size, facts.margin) == (14, "default")
