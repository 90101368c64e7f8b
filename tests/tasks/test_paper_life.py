"""A paper's life: comments out and in, numbers, signing, amending, withdrawing, the register."""

from datetime import date
from pathlib import Path

import pytest

from desktop.documents.signing import signing_ways
from desktop.models.errors import Refusal
from desktop.models.plans import comments, outgoing, plan_issue, plan_life, plan_numbers, plans
from desktop.models.plans.outgoing import Outgoing
from desktop.models.plans.plan_draft import PlanDraft, draft_item
from desktop.models.plans.register_out import filtered, register_lines
from desktop.models.store import history
from desktop.models.store.store import Store
from desktop.models.units.collective import collective_of
from desktop.tasks.papers.register_out import export_register, list_register
from desktop.tasks.papers.returned_paper import read_returned, take_returned, write_for_comment
from desktop.tasks.papers.successor import start_successor
from tests.models.planning import office, sample_draft

DAY = date(2027, 1, 5)


def plan_of(store: Store, symbol: str = "KH-CĐX", doc_type: str = "KH") -> str:
    from msgspec.structs import replace

    draft = sample_draft()
    return plans.save_draft(
        store, PlanDraft(replace(draft.head, symbol=symbol, doc_type=doc_type), draft.items)
    )


# numbers


def test_each_kind_has_its_own_series_or_all_share_one(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        first, letter = plan_of(store), plan_of(store, "CV-CĐX", "CV")
        plan_issue.issue_plan(store, first, 5, DAY)
        assert plan_issue.next_number(store, 2027, "CV-CĐX") == 1
        assert plan_issue.next_number(store, 2027, "KH-CĐX") == 6
        plan_numbers.set_series(store, "one")
        assert plan_issue.next_number(store, 2027, "CV-CĐX") == 6
        with pytest.raises(Refusal) as caught:
            plan_issue.issue_plan(store, letter, 5, DAY)
        assert caught.value.code == "E_NUMBER_REPEATED"
        plan_issue.issue_plan(store, letter, 5, DAY, repeat=True)
        assert plan_numbers.year_remarks(store, 2027) == [
            "Bỏ trống số 01, 02, 03, 04.", "Trùng số 05.",
        ]  # fmt: skip


def test_typed_papers_count_and_odd_numbers_are_remarked(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        outgoing.add_outgoing(store, Outgoing("3 / KH-CĐX", "", "2027-02-01", subject="Hội thao"))
        plan = plan_of(store)
        assert plan_issue.next_number(store, 2027, "KH-CĐX") == 4
        assert plan_numbers.remarks(store, 2, "KH-CĐX", date(2027, 3, 1), plan) == [
            "Bỏ trống số 01.", "Số 03 lại ký ngày 01/02/2027: số và ngày không cùng thứ tự.",
        ]  # fmt: skip
        with pytest.raises(Refusal):
            plan_issue.issue_plan(store, plan, 3, DAY)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12/2027/CV-CĐX", "12/CV-CĐX"),
        ("7/TTr-CĐX/2027", "07/TTr-CĐX"),
        ("77//KH-CĐX", "77/KH-CĐX"),
        ("5/2027", "05/2027"),
        ("45/2019/QH14", "45/2019/QH14"),
    ],
)
def test_the_papers_own_year_is_no_part_of_its_number(typed: str, kept: str) -> None:
    entry = Outgoing(typed, "", "2027-02-01", subject="Hội thao")
    assert outgoing.checked(entry).full_number == kept


@pytest.mark.parametrize("number", ["", "abc", "05a5/KH", "-1"])
def test_a_typed_number_that_is_none_is_refused(tmp_path: Path, number: str) -> None:
    with office(tmp_path) as store, pytest.raises(Refusal):
        outgoing.add_outgoing(store, Outgoing(number, "", "2027-02-01", subject="Hội thao"))


# signing


def test_the_collective_follows_the_size_of_the_committee() -> None:
    assert collective_of(8, base=False) == "Ban Chấp hành"
    assert collective_of(9, base=True) == "Ban Thường vụ"
    assert collective_of(None, base=True) == "Ban Chấp hành"
    ways = {way.id: way for way in signing_ways("Ban Thường vụ")}
    assert ways["tm"].authority == ("TM. BAN THƯỜNG VỤ",)
    assert (ways["kt"].authority, ways["kt"].title) == (("KT. CHỦ TỊCH",), "PHÓ CHỦ TỊCH")
    assert ways["tuq"].authority == ("TUQ. CHỦ TỊCH",)


# amended, replaced, withdrawn


def test_a_replaced_paper_says_by_which_and_keeps_its_text(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        old = plan_of(store)
        plan_issue.issue_plan(store, old, 5, DAY)
        new = start_successor(store, old, "replace", date(2027, 6, 1))
        assert plans.read_plan(store, old).stage == "issued"
        assert len(plans.read_outline(store, new)) == len(plans.read_outline(store, old))
        plan_issue.issue_plan(store, new, 21, date(2027, 6, 10))
        assert plans.read_plan(store, old).stage == "replaced"
        assert (
            plans.read_plan(store, new)
            .closing[-1]
            .startswith("Kế hoạch này thay thế Kế hoạch số 05/KH-CĐX ngày 05/01/2027")
        )
        what = [event.what for event in plan_life.life_of(store, old)]
        assert what == ["Ban hành số 05/KH-CĐX", "Được thay thế bởi 21/KH-CĐX"]
        with pytest.raises(Refusal):
            start_successor(store, old, "replace", date(2027, 7, 1))


def test_an_amended_paper_is_shown_so_and_may_be_amended_again(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        old = plan_of(store)
        plan_issue.issue_plan(store, old, 5, DAY)
        for number in (6, 7):
            new = start_successor(store, old, "amend", date(2027, 6, 1))
            plan_issue.issue_plan(store, new, number, date(2027, 6, number))
        (line,) = [one for one in register_lines(store, 2027) if one.plan == old]
        assert line.state == "Đã được sửa đổi (06/KH-CĐX, 07/KH-CĐX)"


def test_withdrawing_is_told_and_can_be_undone(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plan_of(store)
        with pytest.raises(Refusal):
            plan_life.withdraw_plan(store, plan, DAY)
        plan_issue.issue_plan(store, plan, 5, DAY)
        with pytest.raises(Refusal):
            plan_life.withdraw_plan(store, plan, date(2027, 1, 1))
        plan_life.withdraw_plan(store, plan, date(2027, 3, 1), "Ghi nhầm thẩm quyền")
        assert plans.read_plan(store, plan).stage == "withdrawn"
        assert plan_issue.next_number(store, 2027, "KH-CĐX") == 6
        assert list(plan_issue.revisions(store, plan)) == [1]
        history.undo(store)
        assert plans.read_plan(store, plan).stage == "issued"


def test_the_replaced_paper_holds_again_when_its_replacement_is_withdrawn(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        old = plan_of(store)
        plan_issue.issue_plan(store, old, 5, DAY)
        new = start_successor(store, old, "replace", date(2027, 6, 1))
        plan_issue.issue_plan(store, new, 21, date(2027, 6, 10))
        plan_life.withdraw_plan(store, new, date(2027, 7, 1))
        assert plans.read_plan(store, old).stage == "issued"
        back = plan_life.holds_again(store, new)
        assert back is not None
        assert back.id == old
        assert [event.what for event in plan_life.life_of(store, old)] == [
            "Ban hành số 05/KH-CĐX",
            "Được thay thế bởi 21/KH-CĐX",
            "21/KH-CĐX bị thu hồi, văn bản này có hiệu lực trở lại",
        ]
        plan_life.restore_force(store, new)
        assert plans.read_plan(store, old).stage == "replaced"
        history.undo(store)
        assert plans.read_plan(store, old).stage == "issued"
        plan_issue.issue_plan(
            store, start_successor(store, old, "replace", DAY), 22, date(2027, 7, 2)
        )
        with pytest.raises(Refusal) as caught:
            plan_life.restore_force(store, new)
        assert caught.value.code == "E_REPLACED"


def test_an_older_paper_waits_for_every_replacement_to_be_withdrawn(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        papers = [plan_of(store)]
        plan_issue.issue_plan(store, papers[0], 5, DAY)
        for number in (6, 7):
            papers.append(start_successor(store, papers[-1], "replace", DAY))
            plan_issue.issue_plan(store, papers[-1], number, DAY)
        plan_life.withdraw_plan(store, papers[1], DAY)
        assert plans.read_plan(store, papers[0]).stage == "replaced"
        plan_life.withdraw_plan(store, papers[2], DAY)
        assert plans.read_plan(store, papers[0]).stage == "issued"


def test_a_withdrawn_amendment_no_longer_amends(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        old = plan_of(store)
        plan_issue.issue_plan(store, old, 5, DAY)
        new = start_successor(store, old, "amend", date(2027, 6, 1))
        plan_issue.issue_plan(store, new, 6, date(2027, 6, 2))
        plan_life.withdraw_plan(store, new, date(2027, 7, 1))
        assert plans.read_plan(store, old).stage == "issued"


def test_a_successor_asked_for_twice_is_the_one_begun(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        old = plan_of(store)
        plan_issue.issue_plan(store, old, 5, DAY)
        new = start_successor(store, old, "replace", DAY)
        assert start_successor(store, old, "replace", DAY) == new
        assert start_successor(store, old, "amend", DAY) != new
        plans.delete_plan(store, new)
        assert start_successor(store, old, "replace", DAY) != new


def test_a_paper_opened_for_a_new_revision_stays_in_the_register(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plan_of(store)
        plan_issue.issue_plan(store, plan, 5, DAY)
        (before,) = register_lines(store, 2027)
        plan_issue.amend_plan(store, plan)
        plans.set_plan_field(store, plan, "subject", "Trích yếu đang sửa")
        assert register_lines(store, 2027) == [before]
        with pytest.raises(Refusal) as caught:
            plans.delete_plan(store, plan)
        assert caught.value.code == "E_ISSUED"
        with pytest.raises(Refusal):
            plan_issue.amend_plan(store, plan)
        plan_issue.issue_plan(store, plan, 5, DAY)
        assert [one.subject for one in register_lines(store, 2027)] == ["Trích yếu đang sửa"]
        plan_life.withdraw_plan(store, plan, DAY)
        with pytest.raises(Refusal) as caught:
            plan_issue.amend_plan(store, plan)
        assert caught.value.code == "E_NOT_IN_FORCE"


# the register


def test_the_register_lists_filters_and_writes_itself(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plan_of(store)
        plan_issue.issue_plan(store, plan, 5, DAY)
        key = outgoing.add_outgoing(store, Outgoing(
            "12/QĐ-CĐX", "", "2027-02-03", "QD", "Công nhận Ban Chấp hành", "Hồ Thị Mây",
            ("CĐCS A", "Lưu: VT"), 5,
        ))  # fmt: skip
        outgoing.add_outgoing(store, Outgoing("1", "CV-CĐX", "2026-02-03", "CV", "Năm trước"))
        lines = register_lines(store, 2027)
        assert [line.full_number for line in lines] == ["05/KH-CĐX", "12/QĐ-CĐX"]
        assert [one.entry for one in filtered(lines, words="cong nhan MAY")] == [key]
        assert filtered(lines, kind="Kế hoạch") == lines[:1]
        for name in ("so.xlsx", "so.pdf", "so.docx"):
            out = export_register(store, lines, 2027, tmp_path / name, DAY)
            assert out.stat().st_size > 1000
        told = list_register(store, 2027)
        assert told["documents"][1]["copies"] == 5
        assert told["remarks"][0] == "Bỏ trống số 01, 02, 03, 04 (KH-CĐX)."
        outgoing.delete_outgoing(store, key)
        assert len(register_lines(store, 2027)) == 1
        history.undo(store)
        assert len(register_lines(store, 2027)) == 2


# comments and changes out and in


def out_for_comment(store: Store, folder: Path) -> tuple[str, Path]:
    draft = sample_draft()
    plan = plans.save_draft(
        store,
        PlanDraft(draft.head, (*draft.items, draft_item("Gửi báo cáo trước ngày 10/11.", "dash"))),
    )
    first = next(iter(plans.read_outline(store, plan))).id
    comments.add_comment(store, plan, first, "Nêu rõ số liệu", "Văn phòng", "2026-12-01T09:00:00")
    plan_life.send_for_comment(store, plan, date(2026, 12, 1), date(2026, 12, 10))
    return plan, write_for_comment(store, plan, folder / "gop-y.docx")


def test_a_paper_back_without_remarks_has_no_points(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan, path = out_for_comment(store, tmp_path)
        found = read_returned(store, plan, path)
        assert found.points == ()
        assert found.parts == found.whole
        assert plans.read_plan(store, plan).stage == "for_comment"
        assert path.read_bytes() == write_for_comment(store, plan, tmp_path / "b.docx").read_bytes()


def test_tracked_changes_and_comments_come_home_one_by_one(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    with office(tmp_path) as store:
        plan, path = out_for_comment(store, tmp_path)
        opened = docx.Document(str(path))
        who = f'{nsdecls("w")} w:id="900" w:author="Lê An" w:date="2026-12-05T10:00:00Z"'
        by_text = {p.text: p for p in opened.paragraphs}
        changed = by_text["Thăm hỏi;"]
        changed._p.append(parse_xml(f"<w:ins {who}><w:r><w:t> đoàn viên</w:t></w:r></w:ins>"))
        gone = by_text["Đối thoại."]
        run = gone.runs[0]._r
        cut = parse_xml(f"<w:del {who}/>")
        run.addprevious(cut)
        cut.append(run)
        for text in run.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
            text.tag = text.tag[:-1] + "delText"
        new = parse_xml(
            f"<w:p {nsdecls('w')}><w:pPr><w:rPr><w:ins {who}/></w:rPr></w:pPr>"
            f"<w:ins {who}><w:r><w:t>Tặng quà Tết.</w:t></w:r></w:ins></w:p>"
        )
        changed._p.addnext(new)
        opened.add_comment(by_text["Cơ sở"].runs, "Thêm số CĐCS", "Trần Bình", "TB")
        opened.save(str(path))
        found = read_returned(store, plan, path)
        told = [(p.kind, p.text, p.author) for p in found.points]
        assert told == [
            ("comment", "Thêm số CĐCS", "Trần Bình"),
            ("change", "Thăm hỏi; đoàn viên", "Lê An"),
            ("added", "Tặng quà Tết.", "Lê An"),
            ("deleted", "", "Lê An"),
        ]
        before = [row.item.plain for row in plans.read_outline(store, plan)]
        assert take_returned(store, plan, found.points) == 4
        texts = [row.item.plain for row in plans.read_outline(store, plan)]
        at = texts.index("Thăm hỏi; đoàn viên")
        assert texts[at + 1] == "Tặng quà Tết."
        assert "Đối thoại." not in texts
        assert len(comments.read_comments(store, plan)) == 2
        history.undo(store)
        assert [row.item.plain for row in plans.read_outline(store, plan)] == before


def test_changes_made_without_tracking_are_found_too(tmp_path: Path) -> None:
    import docx

    with office(tmp_path) as store:
        plan, path = out_for_comment(store, tmp_path)
        opened = docx.Document(str(path))
        for paragraph in opened.paragraphs:
            if paragraph.text.startswith("Gửi báo cáo"):
                paragraph.runs[0].text = "Gửi báo cáo trước ngày 15/11./."
        opened.save(str(path))
        (point,) = read_returned(store, plan, path).points
        assert (point.kind, point.text, point.tracked) == (
            "change", "Gửi báo cáo trước ngày 15/11.", False,
        )  # fmt: skip


def test_another_paper_is_refused(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan, _path = out_for_comment(store, tmp_path)
        import docx

        other = docx.Document()
        other.add_paragraph("Một văn bản khác hẳn, không liên quan gì.")
        other.save(str(tmp_path / "khac.docx"))
        with pytest.raises(Refusal) as caught:
            read_returned(store, plan, tmp_path / "khac.docx")
        assert caught.value.code == "E_OTHER_PAPER"
