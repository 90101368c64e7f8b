"""Setting one field of a paper's head."""

from datetime import date
from pathlib import Path

import pytest

from desktop.documents.kinds import OFFERED
from desktop.documents.list_title import list_title
from desktop.models.plans import plans
from desktop.models.plans.plan_head import DRAFT, OWN
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.tasks.papers.draft import plan_of_kind
from desktop.tasks.papers.office_facts import office_facts
from desktop.tasks.papers.paper_head import set_head_field


def begun(store: Store, kind: str) -> str:
    plan = plan_of_kind(store, kind, 2027, office_facts(store, date(2026, 11, 20)))
    head = plans.read_plan(store, plan)
    assert (head.role, head.state) == (OWN, DRAFT)
    return plan


@pytest.mark.parametrize("kind", sorted(OFFERED))
def test_the_name_in_the_list_follows_the_subject_and_the_type(tmp_path: Path, kind: str) -> None:
    with create_office(tmp_path / "sổ") as store:
        plan = begun(store, kind)
        set_head_field(store, plan, "subject", "V/v tổ chức hội nghị lần đầu")
        assert plans.read_plan(store, plan).title.endswith("tổ chức hội nghị lần đầu"[1:])
        set_head_field(store, plan, "subject", "Tổ chức hội nghị lần hai")
        head = plans.read_plan(store, plan)
        assert head.title == list_title(head, store.packs)
        assert head.title.endswith("ổ chức hội nghị lần hai")


def test_a_name_written_by_hand_stays(tmp_path: Path) -> None:
    with create_office(tmp_path / "sổ") as store:
        plan = begun(store, "KH")
        set_head_field(store, plan, "title", "Kế hoạch của chúng ta")
        set_head_field(store, plan, "subject", "Công tác năm 2027")
        set_head_field(store, plan, "doc_type", "CV")
        assert plans.read_plan(store, plan).title == "Kế hoạch của chúng ta"


def test_the_name_changes_with_the_type_in_one_step(tmp_path: Path) -> None:
    with create_office(tmp_path / "sổ") as store:
        plan = begun(store, "KH")
        set_head_field(store, plan, "subject", "Công tác năm 2027")
        assert plans.read_plan(store, plan).title == "Kế hoạch công tác năm 2027"
        set_head_field(store, plan, "doc_type", "CTr")
        head = plans.read_plan(store, plan)
        assert head.title == list_title(head, store.packs) != "Kế hoạch công tác năm 2027"
