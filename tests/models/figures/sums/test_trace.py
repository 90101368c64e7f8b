"""Where a total comes from: parts that add up to it, each with revision, person, bundle, event."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import accept_all
from desktop.models.figures.sums.rollup import cumulate, roll_up, totals
from desktop.models.figures.sums.trace import as_json, sides, trace, trace_of
from desktop.models.figures.sums.trace_parts import TracedActivity, TracePart
from desktop.models.figures.sums.trace_words import part_words, total_words
from desktop.models.packs.periods import parse_period
from desktop.models.register.events import end_unit, merge_units, reparent_units
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.as_known import as_known
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, set_attribute, tree_on
from tests.models.offices import commune, enter

MONTH = "2026-10"


def _year(folder: Path) -> tuple[Store, list[str]]:
    """Return an office with transfers, a merger, an ending and a lump of results."""
    store, ids = commune(folder, unions=5)
    for unit in ids:
        enter(store, "2026-09", unit, C00=40, C00N=20, A01=50, A03=40, A03N=20, A01N=20)
        lock(store, "F1", "2026-09", [unit])
    enter(store, MONTH, ids[0], A01=55, A01N=21, A03=44, A03N=20, C11=2, C11N=0, C13=3, C21=1)
    enter(store, MONTH, ids[1], A01=55, A03=39, A03N=20, C21=1)
    merge_units(store, [ids[3]], ids[2], date(2026, 10, 12))
    end_unit(store, ids[4], date(2026, 10, 20))
    enter(store, MONTH, store.own_unit, D18=1, K05=10, K05T=9, K11=4, K12=6)
    assert not lock(store, "F1", MONTH, [ids[0]], reason="Theo quyết định").blocked
    lock(store, "F3", MONTH, [ids[0]], reason="Theo quyết định")
    accept_all(store, MONTH, [(ids[0], "F1")])
    return store, ids


def test_the_parts_of_every_total_add_up_to_it(tmp_path: Path) -> None:
    store, _ids = _year(tmp_path)
    with store:
        for rolled in (roll_up(store, MONTH), cumulate(store, MONTH), roll_up(store, "2026-Q4")):
            for code, total in rolled.totals(store.packs).items():
                made = sides(trace_of(store, rolled, code))
                if total.numerator is None:
                    assert made.get("", 0) == total.value, code
                else:
                    assert made.get("numerator", 0) == total.numerator, code
                    assert made.get("denominator", 0) == total.denominator, code


def test_a_part_names_its_revision_and_who_typed_it(tmp_path: Path) -> None:
    store, ids = _year(tmp_path)
    with store:
        found = as_json(trace(store, MONTH, "", "A03"))
        part = next(p for p in found["parts"] if p["unit"] == "CS-1")
        assert (part["value"], part["form"], part["rev"], part["state"]) == (
            44,
            "F1",
            1,
            "accepted",
        )
        assert part["bundle"] is None
        assert store.rows("SELECT kind FROM op WHERE id = ?", (part["op"],)) == [("submit",)]
        assert part["at"].startswith("2026-11")
        assert part["typed_by"] == part["role"] == "office"
        typed = next(p for p in found["parts"] if p["unit"] == "CS-2")
        assert (typed["kind"], typed["state"]) == ("typed", "live")
        assert store.rows("SELECT kind FROM op WHERE id = ?", (typed["op"],)) == [("cell",)]
        assert ids[0] not in str(found["parts"])


def test_events_and_the_register_are_named_where_they_make_a_number(tmp_path: Path) -> None:
    store, _ids = _year(tmp_path)
    with store:
        left = trace(store, MONTH, "", "C28").parts
        assert [(p.unit, p.value, p.kind, p.note) for p in left] == [
            ("CS-5", 40, "event", "giải thể, 20/10/2026")
        ]
        ended = trace(store, MONTH, "", "B03").parts
        assert [(p.unit, p.value, p.kind, p.note) for p in ended] == [
            ("CS-5", 1, "register", "giải thể, 20/10/2026")
        ]
        assert ended[0].op == left[0].op
        stands = {p.unit: p.note for p in trace(store, MONTH, "", "A05").parts}
        assert stands == {"CS-1": "", "CS-2": "", "CS-3": ""}  # entered before any event
        carried = trace(store, MONTH, "CS-3", "A03").parts
        assert [(p.value, p.state, p.period) for p in carried] == [(80, "carried", "2026-09")]


def test_what_an_event_made_the_register_count_names_the_event(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=3)
    with store:
        one, _two = (
            found_unit(store, name=name, kind="CDX", parent=store.own_unit,
                       since=date(2026, 1, 1), code=code)
            for name, code in (("Cụm Đông", "D"), ("Cụm Tây", "T"))
        )  # fmt: skip
        reparent_units(store, ids[:2], one, date(2026, 2, 1))
        for unit in ids:
            enter(store, "2026-09", unit, C00=40, C00N=20, A01=50, A03=40, A03N=20, A01N=20)
            lock(store, "F1", "2026-09", [unit])
        day = date(2026, 10, 15)
        carry_out(store, Order("suspend", day, ("CS-3",), decision="QĐ 7"))
        carry_out(store, Order("reparent", day, ("CS-1",), to_parent="T", decision="QĐ 8"))
        carry_out(store, Order("merge", date(2026, 10, 20), ("D",), into="T", decision="QĐ 9"))
        carry_out(store, Order("end", date(2026, 10, 21), ("CS-3",), decision="QĐ 10"), sure=True)
        carry_out(store, Order("found", date(2026, 10, 22), ("ND-1",), name="Nghiệp đoàn Mới",
                               unit_kind="NDCS", members=25, decision="QĐ 11"))  # fmt: skip

        def told(unit: str, code: str, period: str = MONTH) -> dict[str, str]:
            return {p.unit: part_words(p) for p in trace(store, period, unit, code).parts}

        moved = "theo sự kiện tổ chức; chuyển cấp quản lý, quyết định QĐ 8, 15/10/2026"
        merged = "theo sự kiện tổ chức; sáp nhập, quyết định QĐ 9, 20/10/2026"
        for code in ("B07", "C15", "C15N"):
            words = told("T", code)
            assert words["CS-1"].startswith(moved), code
            assert words["CS-2"].startswith(merged), code
        assert told("T", "A05")["CS-1"].startswith(moved)
        assert "kết thúc hoạt động" in told("", "B04")["CS-3"]
        assert "quyết định QĐ 10, 21/10/2026" in told("", "B04")["CS-3"]
        assert told("", "A06")["ND-1"].startswith("theo sự kiện tổ chức; thành lập, quyết định")
        assert told("", "B00")["CS-3"].startswith("theo danh sách đơn vị; 0")
        assert "chuyển cấp quản lý, 01/02/2026" in told("", "B00")["CS-1"]
        later = told("", "A03", "2026-12")["ND-1"]
        assert later.startswith("theo sự kiện tổ chức; thành lập, quyết định QĐ 11, 22/10/2026")
        assert trace(store, "2026-12", "", "A03").total.state == "carried"


def test_a_suspended_union_is_traced_to_its_event(tmp_path: Path) -> None:
    store, _ids = commune(tmp_path, unions=2)
    with store:
        carry_out(store, Order("suspend", date(2026, 9, 15), ("CS-1",), decision="QĐ 7"))
        (part,) = trace(store, MONTH, "", "B09").parts
        assert part_words(part).startswith(
            "theo sự kiện tổ chức; tạm dừng hoạt động, quyết định QĐ 7, 15/09/2026"
        )
        assert trace(store, "2026-08", "", "B09").parts[0].kind == "nothing"


def test_what_moved_inside_is_taken_out_and_told(tmp_path: Path) -> None:
    store, _ids = _year(tmp_path)
    with store:
        found = trace(store, MONTH, "", "C13")
        assert found.total.value == 1
        assert found.total.internal == 2
        assert [(p.unit, p.value, p.kind) for p in found.parts] == [
            ("CS-1", 3, "revision"), ("DC", -2, "inside"),
        ]  # fmt: skip
        assert trace(store, MONTH, "CS-1", "C13").total.value == 3


def test_what_nobody_gave_or_no_pack_knows_is_refused(tmp_path: Path) -> None:
    store, _ids = _year(tmp_path)
    with store:
        with pytest.raises(Refusal, match="Không có chỉ tiêu"):
            trace(store, MONTH, "", "Z99")
        with pytest.raises(Refusal, match="Chưa đơn vị nào"):
            trace(store, MONTH, "", "E05")


def test_an_imbalance_of_transfers_names_the_units_that_told_more(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=3)
    with store:
        enter(store, MONTH, ids[0], C13=3)
        enter(store, MONTH, ids[1], C21=1)
        enter(store, MONTH, ids[2], C13=1)
        rolled = roll_up(store, MONTH)
        (found,) = rolled.transfers(store.packs)
        assert (found.cancelled, found.off) == (1, 3)
        assert set(found.telling) == {ids[0], ids[2]}
        assert rolled.is_topmost()
        sums = totals(store, MONTH)
        assert (sums["C13"].value, sums["C21"].value, sums["C41"].value) == (3, 0, 3)


def test_a_longer_period_tells_which_months_are_missing(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=2)
    with store:
        for month in ("2026-07", "2026-08", "2026-09"):
            enter(store, month, ids[0], C11=1, A03=10)
        enter(store, "2026-07", ids[1], C11=4, A03=20)
        quarter = totals(store, "2026-Q3")
        assert quarter["C11"].value == 7
        assert quarter["C11"].missing_months == ("2026-08", "2026-09")
        assert {quarter[code].state for code in ("C11", "C10", "C41")} == {"missing"}
        assert quarter["A03"].value == 30
        assert quarter["A03"].state == "carried"


def test_a_quarters_own_figure_stands_before_its_months_and_in_a_longer_period(
    tmp_path: Path,
) -> None:
    store, _ids = commune(tmp_path, unions=1)
    with store:
        own = store.own_unit
        for month in ("2026-01", "2026-02", "2026-03", "2026-04"):
            enter(store, month, own, K05=5, K05T=1)
        enter(store, "2026-Q1", own, K05=100)
        half = totals(store, "2026-H1")
        assert half["K05"].value == 105
        assert half["K05T"].value == 4
        assert half["K05R"].numerator == 4
        assert half["K05R"].denominator == 105


def test_as_known_on_a_day_the_tree_openings_and_events_are_those_of_the_day(
    tmp_path: Path,
) -> None:
    store, ids = commune(tmp_path, unions=2)
    with store:
        other = found_unit(store, name="Công đoàn xã Khác", kind="CDX", parent=store.own_unit,
                           since=date(2025, 7, 1), code="K")  # fmt: skip
        for unit in ids:
            enter(store, "2026-09", unit, C00=40, A01=50, A03=40)
        known = store.clock.now().date()
        before = {c: t.value for c, t in totals(store, MONTH, "K").items()}
        store.clock.jump_to(date(2026, 11, 20))  # type: ignore[attr-defined]
        reparent_units(store, [ids[0]], other, date(2026, 10, 5))
        set_attribute(store, ids[1], "name", "CĐCS Tên mới", date(2026, 10, 1))
        assert totals(store, MONTH, "K")["A03"].value == 40
        assert totals(store, MONTH, "K")["C15"].value == 40
        now = {c: t.value for c, t in totals(store, MONTH, "K", known_on=known).items()}
        assert now == before
        with as_known(store, known) as then:
            assert tree_on(then, date(2026, 10, 31)).units[ids[1]].name == "CĐCS số 2"
            assert then.records("event") == {}
        assert totals(store, MONTH, known_on=date(2020, 1, 1)) == {}


@pytest.mark.parametrize(
    ("period", "told"),
    [("2026-08", "số tháng 8/2026"), ("2026-02", "số tháng 02/2026"),
     ("2026-Q3", "số quý III/2026"), ("2026-H1", "số 6 tháng đầu năm 2026"),
     ("2026-M9", "số 9 tháng đầu năm 2026"), ("2026", "số năm 2026"),
     ("2026-X-tet", "số 2026-X-tet")],
)  # fmt: skip
def test_a_period_is_told_by_its_name(period: str, told: str) -> None:
    part = TracePart("CS-1", "CĐCS Một", "D18", 1, "typed", "live", period)
    assert part_words(part) == f"số nhập; đang nhập; {told}"


def test_months_that_lack_figures_are_told_by_their_names(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=1)
    with store:
        enter(store, "2026-07", ids[0], C11=2)
        words = total_words(totals(store, "2026-Q3")["C11"])
        assert words.endswith("chưa có số liệu tháng 8/2026, tháng 9/2026")


def test_an_activity_behind_a_figure_is_told_with_its_day() -> None:
    talk, gone = TracedActivity("a1", "Tuyên truyền", "2026-10-06"), TracedActivity("a2", "", "")
    part = TracePart("CS-1", "CĐCS Một", "F01", 1, "typed", "", MONTH, activities=(talk, gone))
    assert part_words(part).endswith("hoạt động ngày 06/10/2026: Tuyên truyền; hoạt động: a2")


def test_an_ad_hoc_period_bears_its_name_and_not_its_id(tmp_path: Path) -> None:
    store, _ids = commune(tmp_path, unions=1)
    with store:
        enter(store, "2026-X-tet", store.own_unit, E02=3)
        (part,) = trace(store, "2026-X-tet", "", "E02").parts
        told = part_words(part)
        assert "-X-" not in told
        assert parse_period("2026-X-tet", store.packs.schemes).title in told


@pytest.mark.parametrize("ending", ["", "N"])
def test_an_opening_and_a_closing_are_traced_to_the_return_before(
    tmp_path: Path, ending: str
) -> None:
    store, _ids = _year(tmp_path)
    with store:
        opening = trace(store, MONTH, "", f"opening:A03{ending}")
        assert opening.total.value == sum(part.value for part in opening.parts)
        before = {part.period for part in opening.parts if part.kind == "revision"}
        assert before == {"2026-09"}
        assert {part.form for part in opening.parts if part.kind == "revision"} == {"F1"}
        closing = trace(store, MONTH, "", f"closing:A03{ending}")
        assert isinstance(closing.total.value, int)
        net = totals(store, MONTH)[f"C41{ending}"].value
        assert closing.total.value == int(opening.total.value or 0) + int(net or 0)
        first = trace(store, "2026-09", "", f"opening:A03{ending}")
        assert first.total.value == 200 if not ending else 100
        assert {part.indicator for part in first.parts} == {f"C00{ending}"}


def test_what_is_reckoned_from_a_form_is_as_firm_as_the_form(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", unions=3)
    with store:
        for unit in ids:
            enter(store, "2026-09", unit, C00=40, A03=40)
        lock(store, "F1", "2026-09", ids)
        for unit in ids[:2]:
            enter(store, MONTH, unit, C11=0, A03=40)
        enter(store, MONTH, ids[0], C11=2, A03=42)
        lock(store, "F3", MONTH, ids[:2], reason="Theo quyết định")
        for code in ("C41", "net:A03", "closing:A03", "growth:A03"):
            total = trace(store, MONTH, "", code).total
            assert (total.state, total.reported, total.of) == ("missing", 2, 3), code


def test_a_locked_figure_is_explained_by_what_stood_when_it_was_locked(tmp_path: Path) -> None:
    store, _ids = commune(tmp_path / "so", unions=1)
    own = store.own_unit
    taken = (((6,), ("a",)), ((6, 2), ("a", "b")))
    with store:
        for shares, activities in taken:
            cell = Entry(sum(shares), activities=activities, shares=shares)
            set_cells(store, MONTH, {(own, "E07"): cell}, reason="Bổ sung")
            lock(store, "F4", MONTH, [own]) if len(shares) == 1 else None
            (part,) = trace(store, MONTH, "", "E07").parts
            assert (part.value, [one.id for one in part.activities]) == (6, ["a"])
            assert (part.kind, part.rev) == ("revision", 1)
            typed_at = part.typed_at
        enter(store, MONTH, own, E07=9, reason="Đếm lại")
        (part,) = trace(store, MONTH, "", "E07").parts
        assert (part.value, [one.id for one in part.activities]) == (6, ["a"])
        assert part.typed_at == typed_at
        lock(store, "F4", MONTH, [own], reason="Đếm lại")
        (part,) = trace(store, MONTH, "", "E07").parts
        assert (part.value, part.rev, part.activities) == (9, 2, ())
