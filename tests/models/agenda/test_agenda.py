"""What the first page tells: first steps, what is due with both dates, targets, news."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.models import resources
from desktop.models.agenda.agenda import Agenda, Task, read_agenda
from desktop.models.agenda.agenda_words import days_named
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import accept
from desktop.models.outline.rich_text import runs_of
from desktop.models.outline.targets import Target
from desktop.models.packs.periods import parse_period
from desktop.models.plans import plans
from desktop.models.plans.plan_draft import DraftItem, PlanDraft
from desktop.models.plans.plan_head import PlanHead
from desktop.models.store.keys import down, return_key
from desktop.models.store.store import Store
from tests.models.months import came, enter, lock_month, make_commune, make_province

PERIOD = "2026-10"
BEFORE, AFTER = date(2026, 11, 3), date(2026, 11, 20)
Office = tuple[Store, dict[str, str]]


@pytest.fixture
def commune(tmp_path: Path) -> Iterator[Office]:
    """A commune with two base unions it types for."""
    store, ids = make_commune(tmp_path)
    yield store, ids
    store.close()


def bases(ids: dict[str, str]) -> list[str]:
    """Return the base unions."""
    return [ids["X-01"], ids["X-02"]]


def tasks(store: Store, kind: str, today: date = BEFORE) -> list[Task]:
    """Return the tasks of a kind."""
    return [task for task in read_agenda(store, today).tasks if task.kind == kind]


def test_a_new_office_is_shown_three_steps_until_it_has_figures(commune: Office) -> None:
    store, ids = commune
    first = read_agenda(store, BEFORE).first
    assert first is not None
    assert (first.units, first.plan, first.figures) == (True, False, False)
    plans.create_plan(store, PlanHead(title="Chương trình 2026", year=2026))
    first = read_agenda(store, BEFORE).first
    assert first is not None
    assert first.plan
    enter(store, [ids["X-01"]], PERIOD)
    assert read_agenda(store, BEFORE).first is None


def test_a_month_not_locked_names_both_dates(commune: Office) -> None:
    store, ids = commune
    enter(store, [ids["X-01"]], PERIOD)
    (task,) = tasks(store, "lock")
    assert task.title == "Nhập và chốt số liệu tháng 10/2026"
    assert task.detail.startswith("Biểu F1, Biểu F3: còn 4 trên 4 báo cáo chưa chốt.")
    assert "Hạn nộp 05/11/2026 (còn 2 ngày), ngày khóa 15/11/2026 (còn 12 ngày)." in task.detail
    assert task.urgency == "soon"
    (late,) = tasks(store, "lock", AFTER)
    assert "(quá 15 ngày), ngày khóa 15/11/2026 (đã qua)" in late.detail
    assert late.urgency == "late"


def test_a_locked_month_asks_to_be_sent(commune: Office) -> None:
    store, ids = commune
    enter(store, bases(ids), PERIOD)
    lock_month(store, bases(ids), PERIOD)
    assert tasks(store, "lock") == []
    (task,) = tasks(store, "send")
    assert task.detail.startswith("4 báo cáo đã chốt, chưa có trong gói nào.")
    assert task.subject == {"period": PERIOD}


def test_a_returned_report_stands_first_with_its_reason(commune: Office) -> None:
    store, ids = commune
    enter(store, bases(ids), PERIOD)
    lock_month(store, bases(ids), PERIOD)
    with store.step("Trả lại") as step:
        key = return_key(ids["X-01"], "F1", PERIOD)
        verdict = {"state": "returned", "reason": "Kiểm tra số nữ"}
        step.put("review", key, "1", verdict, stream=down(ids["X"]))
    task = read_agenda(store, BEFORE).tasks[0]
    assert task.kind == "returned"
    assert task.title == "Sửa báo cáo bị trả lại: CĐCS X-01"
    assert "Lý do: Kiểm tra số nữ" in task.detail
    assert task.subject == {"period": PERIOD, "form": "F1", "unit": ids["X-01"]}


def test_a_report_sent_back_before_its_month_has_ended_is_asked_for(commune: Office) -> None:
    store, ids = commune
    enter(store, bases(ids), PERIOD)
    lock_month(store, bases(ids), PERIOD)
    early = date(2026, 10, 20)
    assert tasks(store, "returned", early) == []
    with store.step("Trả lại") as step:
        key = return_key(ids["X-01"], "F1", PERIOD)
        step.put("review", key, "1", {"state": "returned", "reason": ""}, stream=down(ids["X"]))
    (task,) = tasks(store, "returned", early)
    assert task.title == "Sửa báo cáo bị trả lại: CĐCS X-01"


def test_a_report_sent_back_long_after_its_month_is_asked_for(commune: Office) -> None:
    store, ids = commune
    enter(store, bases(ids), "2026-02")
    lock(store, "F1", "2026-02", [ids["X-01"]])
    with store.step("Trả lại") as step:
        key = return_key(ids["X-01"], "F1", "2026-02")
        verdict = {"state": "returned", "reason": "Xem lại số nữ"}
        step.put("review", key, "1", verdict, stream=down(ids["X"]))
    (task,) = tasks(store, "returned")
    assert task.subject == {"period": "2026-02", "form": "F1", "unit": ids["X-01"]}
    kinds = [
        one.kind for one in read_agenda(store, BEFORE).tasks
        if one.subject.get("period") == "2026-02"
    ]  # fmt: skip
    assert kinds == ["returned"]
    lock(store, "F1", "2026-02", [ids["X-01"]], reason="Đã đếm lại, số đúng")
    assert tasks(store, "returned") == []


def test_stocks_of_the_month_before_ask_to_be_confirmed(commune: Office) -> None:
    store, ids = commune
    enter(store, bases(ids), "2026-09")
    lock_month(store, bases(ids), "2026-09")
    (task,) = tasks(store, "estimates")
    assert task.title == "Xác nhận số ước tính tháng 10/2026"
    assert task.detail.startswith("8 số")


def test_the_draft_programme_is_due_on_the_tenth_of_november(commune: Office) -> None:
    store, ids = commune
    enter(store, [ids["X-01"]], PERIOD)
    (task,) = tasks(store, "programme")
    assert task.title == "Soạn dự thảo chương trình công tác năm 2027"
    assert task.detail == "Hạn nộp 10/11/2026 (còn 7 ngày)."
    plan = plans.create_plan(store, PlanHead(title="Chương trình 2027", year=2027))
    (task,) = tasks(store, "programme")
    assert task.title == "Gửi dự thảo chương trình công tác năm 2027"
    assert task.subject == {"plan": plan}
    assert tasks(store, "programme", date(2026, 6, 1)) == []


def test_an_old_period_asks_for_nothing_any_more(commune: Office) -> None:
    store, ids = commune
    enter(store, [ids["X-01"]], "2026-01")
    kinds = {task.subject.get("period") for task in read_agenda(store, BEFORE).tasks}
    assert "2026-01" not in kinds


def planned(store: Store, target: Target) -> None:
    """Keep a plan of the year with one target."""
    item = DraftItem(runs_of("Kết nạp đoàn viên mới"), targets=(target,))
    plans.save_draft(store, PlanDraft(PlanHead(title="Chương trình", year=2026), (item,)))


def test_a_target_shows_how_far_and_where_it_will_end(commune: Office) -> None:
    store, ids = commune
    planned(store, Target(value=Decimal(8), unit="đoàn viên", indicator="C11"))
    enter(store, bases(ids), PERIOD)
    (tracked,) = [t for t in read_agenda(store, BEFORE).tracked if t.wanted]
    assert tracked.number == "4 (50,00%)"
    assert tracked.done == pytest.approx(0.5)
    assert tracked.planned == pytest.approx(11 / 12)  # since 01/12
    assert tracked.forecast == pytest.approx(1.0)  # four in the only month told, one to come
    assert tracked.met is False
    assert "ước cả năm 8 (100%), chia đều các tháng" in tracked.note


def test_a_share_is_computed_from_raw_numbers(commune: Office) -> None:
    store, ids = commune
    planned(store, Target(value=Decimal(80), unit="%", indicator="A04"))
    enter(store, bases(ids), PERIOD)
    (tracked,) = [t for t in read_agenda(store, BEFORE).tracked if t.wanted]
    assert tracked.number == "80,00% (80/100)"
    assert tracked.met is True
    assert tracked.note == "đến hết tháng 10/2026, đã đạt, tạm tính 0/2 CĐCS"


def test_a_target_without_figures_says_so(commune: Office) -> None:
    store, ids = commune
    planned(store, Target(value=Decimal(48), unit="tin", indicator="G05"))
    enter(store, bases(ids), PERIOD)
    (tracked,) = [t for t in read_agenda(store, BEFORE).tracked if t.wanted]
    assert (tracked.number, tracked.done, tracked.met) == ("chưa có số", None, None)


def test_a_count_of_the_register_is_shown_though_its_target_is_a_share(commune: Office) -> None:
    store, ids = commune
    planned(store, Target(value=Decimal(85), unit="%", indicator="B01"))
    enter(store, bases(ids), PERIOD)
    (tracked,) = [t for t in read_agenda(store, BEFORE).tracked if t.wanted]
    assert (tracked.number, tracked.done) == ("0", None)
    assert tracked.note == "đến hết tháng 10/2026, chưa có số để tính tỷ lệ"


def test_members_are_followed_without_any_plan(commune: Office) -> None:
    store, ids = commune
    enter(store, bases(ids), PERIOD)
    members = read_agenda(store, BEFORE).tracked[0]
    assert (members.name, members.number) == ("Tổng số đoàn viên", "80")


def test_the_province_sees_who_has_sent_and_what_waits(tmp_path: Path) -> None:
    store, ids = make_province(tmp_path)
    with store:
        for base in ("X-A-01", "X-A-02"):
            came(store, ids[base], PERIOD)
        found: Agenda = read_agenda(store, AFTER)
        assert found.offices is not None
        assert (found.offices.sent, found.offices.of) == (1, 2)
        assert found.offices.missing == ("Công đoàn xã X-B",)
        review = next(task for task in found.tasks if task.kind == "review")
        assert review.detail == "4 báo cáo của Công đoàn xã X-A đã nhận, chờ duyệt."
        assert {task.kind for task in found.tasks} >= {"missing", "review"}
        assert not any(task.kind == "lock" for task in found.tasks)


def test_a_correction_of_long_ago_waits_on_the_first_page_too(tmp_path: Path) -> None:
    store, ids = make_province(tmp_path)
    with store:
        came(store, ids["X-A-01"], "2026-04")
        tasks = [task for task in read_agenda(store, AFTER).tasks if task.kind == "review"]
        assert tasks == []  # plain returns of then are on the board alone
        accept(store, "F1", "2026-04", "X-A-01")
        key = return_key(ids["X-A-01"], "F1", "2026-04")
        with store.step("Gói tháng 4, bổ sung") as step:
            step.put("submit", key, "2", {"form": "F1", "values": {"A03": 41}})
        (task,) = [task for task in read_agenda(store, AFTER).tasks if task.kind == "review"]
        assert task.detail == "1 báo cáo của CĐCS X-A-01 đã nhận, chờ duyệt."


def test_longer_periods_of_those_below_are_asked_for_in_the_same_words(tmp_path: Path) -> None:
    store, ids = make_province(tmp_path)
    with store:
        assert read_agenda(store, AFTER).longer == (), "nothing is known of then"
        for base in ("X-A-01", "X-A-02", "X-B-01"):
            came(store, ids[base], "2026-09")
            came(store, ids[base], PERIOD)
        came(store, ids["X-A"], "2026-M9", ("F4",))
        found = read_agenda(store, AFTER)
        (longer,) = found.longer
        assert (longer.period.id, longer.sent, longer.of) == ("2026-M9", 1, 2)
        assert longer.missing == ("Công đoàn xã X-B",)
        (asked,) = [task for task in found.tasks if task.kind == "missing"]
        assert asked.title == "Nhắc đơn vị chưa gửi đủ 9 tháng đầu năm 2026"
        assert asked.detail.startswith("1 trên 2 đơn vị đã gửi đủ. Hạn nộp 05/10/2026")
        review = [task for task in found.tasks if task.subject.get("period") == "2026-M9"]
        assert [task.title for task in review if task.kind == "review"] == [
            "Duyệt số liệu 9 tháng đầu năm 2026"
        ]
        came(store, ids["X-B"], "2026-M9", ("F4",))
        assert read_agenda(store, AFTER).longer == ()
        accept(store, "F4", "2026-M9", "X-A")
        accept(store, "F4", "2026-M9", "X-B")
        assert "2026-M9" not in {t.subject.get("period") for t in read_agenda(store, AFTER).tasks}
        assert read_agenda(store, date(2026, 11, 29)).longer == (), "the year has not ended"


def test_nobody_is_asked_for_a_month_before_typing_was_taken_back(tmp_path: Path) -> None:
    store, ids = make_province(tmp_path)
    with store:
        with store.step("Sổ riêng, rồi nhận lại") as step:
            step.put("enrol", "máy-X-B", "revoked", {"on": "2026-11-02", "heads": []})
            step.put("assign", ids["X-B"], "office@2026-11-01", store.own_unit)
        for base in ("X-A-01", "X-A-02"):
            came(store, ids[base], PERIOD)
        found = read_agenda(store, AFTER)
        assert found.offices is not None
        assert (found.offices.sent, found.offices.of, found.offices.missing) == (1, 1, ())
        assert not [task for task in found.tasks if task.kind == "missing"]


def test_a_clock_that_went_back_or_far_ahead_is_doubted(commune: Office) -> None:
    store, _ids = commune
    ((at,),) = store.rows("SELECT at FROM step ORDER BY seq DESC LIMIT 1")
    last = date.fromisoformat(at[:10])
    for days, doubted in (
        (-30, True),
        (-2, True),
        (-1, False),
        (0, False),
        (62, False),
        (63, True),
    ):
        found = tasks(store, "clock", last + timedelta(days=days))
        assert bool(found) == doubted, days
        assert not found or f"{last:%d/%m/%Y}" in found[0].detail


def remember_made(store: Store, at: str, seq: int, to: str, *revs: int, **more: object) -> None:
    """Remember a bundle as it is remembered when it is made."""
    record = {"kind": "baocao", "at": at, "seq": seq, "to": to, "file": "x", "acks": [],
              "returns": [[f"{PERIOD}|F1|x", str(rev)] for rev in revs], **more}  # fmt: skip
    with store.step("Tạo gói") as step:
        step.put("bundle", f"{seq:064x}", "made", record, stream="local")


def test_one_bundle_is_to_be_sent_however_many_were_made(commune: Office) -> None:
    store, _ids = commune
    above = "018e-above"
    with store.step("Cấp trên") as step:
        step.put("unit", store.own_unit, "parent@2025-07-01", above)
    remember_made(store, "2026-11-02T08:00:00+07:00", 1, above, 1)
    remember_made(store, "2026-11-03T08:00:00+07:00", 3, above, 1, 2)
    remember_made(store, "2026-11-02T09:00:00+07:00", 2, above, 1)
    remember_made(store, "2026-11-04T08:00:00+07:00", 4, store.own_unit, 1, 2, kind="saoluu")
    remember_made(store, "2026-11-04T09:00:00+07:00", 5, "018e-below", 1)
    (task,) = tasks(store, "mark")
    assert task.title == "Gửi gói số 3 lên cấp trên"
    assert "gồm cả 2 gói tạo trước" in task.detail
    with store.step("Đã gửi") as step:
        step.put("bundle", f"{3:064x}", "sent", {"at": "2026-11-05"}, stream="local")
    assert tasks(store, "mark") == [], "what an earlier one brings has gone with it"


def test_where_nobody_stands_above_nothing_is_to_be_sent(tmp_path: Path) -> None:
    store, ids = make_province(tmp_path)
    with store:
        remember_made(store, "2026-11-02T08:00:00+07:00", 1, store.own_unit, 1, kind="saoluu")
        remember_made(store, "2026-11-02T09:00:00+07:00", 2, ids["X-A"], 1)
        assert tasks(store, "mark") == []


def test_a_sheet_kept_for_want_of_a_key_asks_for_a_bundle(commune: Office) -> None:
    store, _ids = commune
    assert tasks(store, "sheets") == []
    kept = {"digits": "2807", "key": "ed25519:0", "code": "X-01", "at": "2026-11-02T08:00:00+07:00"}
    store.remember("sheet/ab", kept)
    (task,) = tasks(store, "sheets")
    assert task.title == "Xin gói mới của đơn vị: 1 phiếu QR đang giữ"
    assert "X-01" in task.detail


def test_a_clock_before_the_day_the_program_was_made_is_doubted(
    commune: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ids = commune
    ((at,),) = store.rows("SELECT at FROM step ORDER BY seq DESC LIMIT 1")
    last = date.fromisoformat(at[:10])
    assert tasks(store, "clock", last) == []
    monkeypatch.setattr("desktop.models.agenda.agenda.built_on", lambda: last + timedelta(days=1))
    (task,) = tasks(store, "clock", last)
    assert "sau ngày của máy" in task.detail
    assert tasks(store, "clock", last + timedelta(days=1)) == []


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program that ships nothing yet."""
    monkeypatch.setattr(resources, "_ROOT", tmp_path)
    resources.built_on.cache_clear()
    yield tmp_path
    resources.built_on.cache_clear()


@pytest.mark.parametrize(
    ("packaged", "version", "day"),
    [
        ("", "", None),
        ("2026-11-21\n", "", date(2026, 11, 21)),
        ("", "2026.11", date(2026, 11, 1)),
        ("2026-11-21", "2026.11", date(2026, 11, 21)),
        ("2026-11-21", "2027.2.1", date(2027, 2, 1)),
        ("gần đây", "bản đầu", None),
    ],
)
def test_no_clock_is_right_before_the_program_was_packaged_or_its_pack_issued(
    shipped: Path, packaged: str, version: str, day: date | None
) -> None:
    if packaged:
        (shipped / "built.txt").write_text(packaged, encoding="utf-8")
    if version:
        manifest = shipped / "packs" / "core" / "manifest.json"
        manifest.parent.mkdir(parents=True)
        manifest.write_text(json.dumps({"version": version}), encoding="utf-8")
    assert resources.built_on() == day


def test_a_program_run_from_its_source_knows_a_day_too() -> None:
    day = resources.built_on()
    assert day is not None
    assert day >= date(2026, 11, 1)


def test_nothing_is_overdue_where_everything_was_sent(commune: Office) -> None:
    store, _ids = commune
    period = parse_period(PERIOD, store.packs.schemes)
    assert days_named(period, AFTER) == (
        "Hạn nộp 05/11/2026 (quá 15 ngày), ngày khóa 15/11/2026 (đã qua)."
    )
    assert days_named(period, AFTER, done=True) == (
        "Hạn nộp 05/11/2026, ngày khóa 15/11/2026 (đã qua)."
    )
    assert days_named(period, BEFORE, done=True) == days_named(period, BEFORE)


def test_the_bundles_and_plans_of_an_office_are_read_once_for_the_whole_page(
    commune: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ids = commune
    read: list[str] = []
    registers = Store.registers

    def noted(self: Store, kind: str, prefix: str = "") -> object:
        read.append(kind)
        return registers(self, kind, prefix)

    monkeypatch.setattr(Store, "registers", noted)
    read_agenda(store, AFTER)
    assert (read.count("bundle"), read.count("plan")) == (1, 1)
