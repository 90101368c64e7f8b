"""The reference library: filled when a document is kept, emptied when that is undone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.intake.documents import read_pasted
from desktop.models.errors import Refusal
from desktop.models.plans import plans
from desktop.models.plans.reference import Reference, cite_first, cite_later, same_paper
from desktop.models.plans.references import correct_reference, read_references
from desktop.models.store import history
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.tasks.papers.library import cited_papers, find_reference, list_references
from desktop.tasks.papers.upper_papers import plan_from_reading

PAPER = """LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG HẬU

Số: {number}/KH-LĐLĐ

Sông Hậu, ngày 15 tháng 02 năm 2027

KẾ HOẠCH
{subject}

{opening}

I. NỘI DUNG
1. Tuyên truyền theo Kế hoạch số 77//KH-TLĐ.
2. Chăm lo đoàn viên.

Nơi nhận:
- Lưu: VT.
"""
OPENING = (
    "Thực hiện Kế hoạch số 77/KH-TLĐ ngày 05/01/2027 của Tổng Liên đoàn Lao động Việt Nam về "
    "Tháng Công nhân; Ban Thường vụ LĐLĐ tỉnh xây dựng kế hoạch như sau:"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with create_office(tmp_path / "sổ") as made:
        yield made


def keep(store: Store, number: int, opening: str = OPENING) -> str:
    text = PAPER.format(number=number, subject=f"Chăm lo đợt {number}", opening=opening)
    return plan_from_reading(store, read_pasted(text))


def test_a_kept_document_brings_what_it_cites_each_paper_once(store: Store) -> None:
    plan = keep(store, 12)
    (one,) = read_references(store)
    assert (one.type, one.number, one.date) == ("Kế hoạch", "77/KH-TLĐ", "2027-01-05")
    assert one.slips == ("double_slash",)
    assert [citing for citing, _words in one.cited] == [plan]


def test_undo_of_keeping_takes_them_away_and_redo_brings_them_back(store: Store) -> None:
    keep(store, 12)
    history.undo(store)
    assert read_references(store) == []
    assert plans.list_plans(store, role=None) == []
    history.redo(store)
    assert len(read_references(store)) == 1


def test_a_second_document_adds_to_the_same_paper(store: Store) -> None:
    first = keep(store, 12, "Thực hiện Kế hoạch số 77/KH-TLĐ ngày 05/01/2027; LĐLĐ tỉnh xây dựng:")
    assert read_references(store)[0].subject == ""
    second = keep(store, 13)
    (one,) = read_references(store)
    assert one.subject == "Tháng Công nhân"
    assert {citing for citing, _words in one.cited} == {first, second}


def test_a_paper_whose_citers_are_deleted_is_not_shown(store: Store) -> None:
    plan = keep(store, 12)
    plans.delete_plan(store, plan)
    assert read_references(store) == []
    plans.restore_plan(store, plan)
    assert len(read_references(store)) == 1


def test_the_library_knows_which_papers_are_kept_here(store: Store) -> None:
    kept = keep(store, 12)
    keep(store, 13, "Thực hiện Kế hoạch số 12/KH-LĐLĐ ngày 15/02/2027 của LĐLĐ tỉnh; xây dựng:")
    (found,) = read_references(store, search="12/KH-LĐLĐ")
    assert found.kept == kept


def test_it_is_searched_without_tones_and_by_document(store: Store) -> None:
    plan = keep(store, 12)
    assert list_references(store, "thang cong nhan")["references"]
    assert not list_references(store, "nu cong")["references"]
    assert list_references(store, plan=plan)["references"][0]["later"] == "Kế hoạch số 77/KH-TLĐ"
    assert not list_references(store, plan="khac")["references"]


def test_one_paper_is_found_or_refused(store: Store) -> None:
    keep(store, 12)
    assert find_reference(store, "77/kh-tlđ")["number"] == "77/KH-TLĐ"
    with pytest.raises(Refusal):
        find_reference(store, "999/KH-TLĐ")


def test_a_slip_that_was_put_right_is_flagged_no_more(store: Store) -> None:
    keep(store, 12)
    (one,) = read_references(store)
    correct_reference(store, one.id, {"issuer": "Tổng Liên đoàn", "date": "2027-01-06"})
    (now,) = read_references(store)
    assert (now.slips, now.issuer, now.date, now.id) == ((), "Tổng Liên đoàn", "2027-01-06", one.id)
    correct_reference(store, one.id, {"issuer": ""})
    assert read_references(store)[0].slips == ("issuer",)
    with pytest.raises(Refusal):
        correct_reference(store, one.id, {"date": "2027-02-31"})
    with pytest.raises(Refusal):
        correct_reference(store, "khác", {"issuer": "Tổng Liên đoàn"})


def test_citations_take_the_legal_forms() -> None:
    paper = Reference("Kế hoạch", "34/KH-TLĐ", "2025-10-15", "Tổng Liên đoàn", "đại hội các cấp")
    assert cite_first(paper) == (
        "Kế hoạch số 34/KH-TLĐ ngày 15/10/2025 của Tổng Liên đoàn về đại hội các cấp"
    )
    assert cite_later(paper) == "Kế hoạch số 34/KH-TLĐ"
    law = Reference("Luật", "50/2024/QH15", date(2024, 11, 27).isoformat(), "Quốc hội", "Công đoàn")
    assert cite_first(law) == "Luật Công đoàn số 50/2024/QH15 ngày 27/11/2024"
    assert cite_later(law) == "Luật Công đoàn"


def test_two_dates_are_two_papers() -> None:
    one = Reference("Kế hoạch", "12/KH-LĐLĐ", "2026-01-05")
    assert same_paper(one, Reference("Kế hoạch", "12/KH-LĐLĐ"))
    assert not same_paper(one, Reference("Kế hoạch", "12/KH-LĐLĐ", "2027-01-05"))


def test_a_later_short_citation_joins_the_first() -> None:
    reading = read_pasted(PAPER.format(number=12, subject="Chăm lo", opening=OPENING))
    assert len(reading.citations) == 2
    assert [one.number for one in cited_papers(reading)] == ["77/KH-TLĐ"]
