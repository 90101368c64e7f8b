"""Drafting end to end: templates and papers in, plans, PDF, Word and workbooks out."""

import os
from datetime import date
from pathlib import Path
from zipfile import is_zipfile

import pytest

from desktop.documents.office_facts import OfficeFacts
from desktop.models.errors import Refusal
from desktop.models.packs.packs import load_packs
from desktop.models.plans import plans
from desktop.models.plans.work_rows import read_rows
from desktop.models.store import history
from desktop.tasks.papers import plan_verbs
from desktop.tasks.papers.draft import coverage_of, draft, draft_from_parent, plan_from_reading
from desktop.tasks.papers.office_facts import office_facts
from desktop.tasks.papers.print_plan import plan_document, print_plan
from tests.documents.papers import FACTS, PARENT
from tests.models.planning import office

PACKS = load_packs()
TODAY = date(2026, 11, 21)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch tỉnh.txt"
    path.write_text(PARENT, encoding="utf-8")
    return path


def test_a_draft_without_an_office_is_written_and_not_kept(paper: Path, tmp_path: Path) -> None:
    outs = [tmp_path / name for name in ("a.pdf", "a.docx", "a.xlsx")]
    made = draft(str(paper), PACKS, OfficeFacts(), TODAY, outs=outs)
    assert made.plan is None
    assert made.coverage.to_json() == {"parent": 6, "covered": 6, "missing": []}
    assert made.items > 10
    assert outs[0].read_bytes().startswith(b"%PDF-")
    assert is_zipfile(outs[1])
    assert is_zipfile(outs[2])


def test_a_file_that_cannot_be_written_takes_the_others_with_it(
    paper: Path, tmp_path: Path
) -> None:
    (tmp_path / "cũ.docx").write_bytes(b"kept")
    outs = [tmp_path / "a.pdf", tmp_path / "cũ.docx", tmp_path / "no" / "a.docx"]
    with pytest.raises(Refusal):
        draft(str(paper), PACKS, OfficeFacts(), TODAY, outs=outs)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cũ.docx", paper.name]


def test_a_saved_draft_keeps_the_upper_paper_and_its_links_in_one_step(
    paper: Path, tmp_path: Path
) -> None:
    with office(tmp_path) as store:
        made = draft(str(paper), PACKS, FACTS, TODAY, store=store)
        assert made.plan is not None
        (step,) = history.steps(store)
        assert step.label == "Soạn kế hoạch từ văn bản cấp trên"
        assert coverage_of(store, made.plan, FACTS).to_json() == made.coverage.to_json()
        assert plans.read_plan(store, made.plan).year == 2027
        assert [h.role for h in plans.list_plans(store, role=None)].count("parent") == 1
        again = draft(str(paper), PACKS, FACTS, TODAY, store=store)
        assert again.plan != made.plan
        assert [h.role for h in plans.list_plans(store, role=None)].count("parent") == 1
        history.undo(store)
        history.undo(store)
        assert plans.list_plans(store, role=None) == []


def test_an_accepted_reading_is_drafted_from_later(paper: Path, tmp_path: Path) -> None:
    from desktop.intake.documents import read_document

    with office(tmp_path) as store:
        parent = plan_from_reading(store, read_document(paper))
        own = draft_from_parent(store, parent, 2027, FACTS)
        assert coverage_of(store, own, FACTS).missing == ()
        assert coverage_of(store, parent, FACTS).duties == ()


@pytest.mark.parametrize("template", sorted(PACKS.template_files))
def test_every_template_drafts_and_prints(template: str, tmp_path: Path) -> None:
    with office(tmp_path) as store:
        made = draft(template, PACKS, FACTS, TODAY, store=store)
        assert made.plan is not None
        assert made.coverage.to_json() == {"parent": 0, "covered": 0, "missing": []}
        out = print_plan(store, made.plan, tmp_path / "kế hoạch.pdf")
        assert out.read_bytes().startswith(b"%PDF-")
        document, _layout = plan_document(store, made.plan)
        assert document.title


def test_the_annual_programme_keeps_its_table(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        made = draft("chuong-trinh-cong-tac-nam", PACKS, FACTS, TODAY, year=2027, store=store)
        assert made.plan is not None
        assert len(read_rows(store, made.plan)) > 10
        assert is_zipfile(print_plan(store, made.plan, tmp_path / "chương trình.xlsx"))


def test_nothing_is_kept_when_the_file_cannot_be_written(paper: Path, tmp_path: Path) -> None:
    with office(tmp_path) as store:
        with pytest.raises(Refusal):
            draft(str(paper), PACKS, FACTS, TODAY, store=store, outs=[tmp_path / "no" / "a.pdf"])
        assert plans.list_plans(store, role=None) == []
        assert history.steps(store) == []


def test_what_is_no_source_is_refused(tmp_path: Path) -> None:
    flat = tmp_path / "thư.txt"
    flat.write_text("Kính gửi các đồng chí.\n\nMời họp.\n", encoding="utf-8")
    for source in ("không-có", str(tmp_path), str(flat)):
        with pytest.raises(Refusal):
            draft(source, PACKS, FACTS, TODAY)


def test_plan_verbs_answer_in_the_shapes_of_the_contract(paper: Path, tmp_path: Path) -> None:
    with office(tmp_path) as store:
        made = draft(str(paper), PACKS, FACTS, TODAY, store=store)
        assert made.plan is not None
        (listed,) = plan_verbs.list_plans(store)["plans"]
        assert set(listed) == {"id", "title", "year", "state", "number"}
        assert (listed["state"], listed["number"]) == ("draft", None)
        shown = plan_verbs.show_plan(store, made.plan)["items"]
        assert len(shown) == made.items
        assert set(shown[0]) == {"id", "label", "depth", "text", "owner", "due", "target"}
        answer = plan_verbs.issue_plan(store, made.plan, "7", date(2027, 1, 5))
        assert answer["number"] == "07/KH-CĐX"
        assert plan_verbs.list_plans(store)["plans"][0]["state"] == "issued"
        assert plan_verbs.resolve(store, "07/KH-CĐX") == made.plan


_CORPUS = os.environ.get("SOCONGDOAN_CORPUS", "")
MORE = sorted(Path(_CORPUS).glob("*.txt")) if _CORPUS else []


@pytest.mark.parametrize("more", MORE, ids=lambda path: path.stem)
def test_every_paper_of_the_corpus_drafts_completely(more: Path, tmp_path: Path) -> None:
    made = draft(str(more), PACKS, FACTS, TODAY, outs=[tmp_path / "a.pdf"])
    assert len(made.coverage.duties) > 5
    assert made.coverage.missing == ()


def test_an_office_without_a_unit_still_drafts(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        assert office_facts(store, TODAY) == OfficeFacts()
