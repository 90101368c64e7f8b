"""What the status line says of the last month: nothing sent back counts as sent."""

from datetime import date, datetime
from pathlib import Path

import pytest

from desktop.models.agenda.agenda import read_agenda
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.board import returns_of
from desktop.models.figures.returns.reviewing import send_back_all
from desktop.models.figures.returns.verdicts import accept_all
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit
from desktop.sync.enrol import accept, grant, request
from desktop.sync.importer import import_files
from desktop.sync.outbox import outbox
from desktop.sync.records import mark_sent
from desktop.tasks import moment
from desktop.tasks.exchange.send import send
from desktop.tasks.offices.standing import exchange_standing
from desktop.ui.pages.figures.months import months, usual
from desktop.ui.shell_questions import Questions
from tests.models.months import came
from tests.models.months import make_province as province_of_two
from tests.ui.pages.offices import (
    BASES,
    SINCE,
    clock,
    connect,
    enter_month,
    make_commune,
    make_office,
    make_province,
    unit_id,
)

PERIOD, DAY = "2026-10", date(2026, 11, 4)


def test_the_top_counts_a_unit_again_only_when_its_return_came_again(tmp_path: Path) -> None:
    store, ids = province_of_two(tmp_path)
    with store:
        for base in ("X-A-01", "X-A-02", "X-B-01"):
            came(store, ids[base], PERIOD)
        assert exchange_standing(store, DAY).text == "Tháng 10/2026: 2/2 đơn vị đã gửi đủ"
        send_back_all(store, PERIOD, returns_of(store, PERIOD, ids["X-B"])[:1], "Kiểm tra số nữ")
        assert exchange_standing(store, DAY).text == "Tháng 10/2026: 1/2 đơn vị đã gửi đủ"
        offices = read_agenda(store, DAY).offices
        assert offices is not None
        assert (offices.sent, offices.of, offices.missing) == (1, 2, ("Công đoàn xã X-B",))


def test_a_longer_period_is_told_until_all_of_it_is_there(tmp_path: Path) -> None:
    store, ids = province_of_two(tmp_path)
    with store:
        for base in ("X-A-01", "X-A-02", "X-B-01"):
            came(store, ids[base], "2026-09")
            came(store, ids[base], PERIOD)
        month = "Tháng 10/2026: 2/2 đơn vị đã gửi đủ"
        assert exchange_standing(store, DAY).text == f"{month}; 9 tháng đầu năm 2026: 0/2"
        for unit in ("X-A", "X-B"):
            came(store, ids[unit], "2026-M9", ("F4",))
        assert exchange_standing(store, DAY).text == month


def test_what_a_commune_owes_of_a_longer_period_is_told_beside_the_month(tmp_path: Path) -> None:
    above, below = tmp_path / "tỉnh", tmp_path / "xã"
    make_province(above)
    make_commune(below)
    connect(above, below, tmp_path)
    enter_month(below)
    with Store.open(below) as lower:
        set_cells(lower, "2026-09", {(unit_id(lower, BASES[0]), "A01"): Entry(12)})
        told = exchange_standing(lower, DAY)
        assert told.text == "Chưa gửi tháng 10/2026; chưa gửi 9 tháng đầu năm 2026"
        assert told.worry
        mark_sent(lower, send(lower, tmp_path).id, "tay")
        told = exchange_standing(lower, DAY)
        assert told.text == "Đã gửi tháng 10/2026, chờ trả lời; chưa gửi 9 tháng đầu năm 2026"


def test_the_status_line_follows_each_word_on_a_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moment, "now", lambda: datetime(2026, 11, 4, 9))
    store, ids = province_of_two(tmp_path)
    with store:
        for base in ("X-A-01", "X-A-02", "X-B-01"):
            came(store, ids[base], PERIOD)
        questions = Questions()
        whole, part = (f"Tháng 10/2026: {n}/2 đơn vị đã gửi đủ" for n in (2, 1))
        assert questions.truths(store).exchange == whole
        mine = returns_of(store, PERIOD, ids["X-B"])[:1]
        send_back_all(store, PERIOD, mine, "Kiểm tra số nữ")
        assert questions.truths(store).exchange == part
        accept_all(store, PERIOD, [(one.unit, one.form) for one in mine])
        assert questions.truths(store).exchange == whole
        send_back_all(store, PERIOD, mine, "Xem lại lần nữa")
        assert questions.truths(store).exchange == part


def test_what_is_received_and_what_is_not_yet_sent_are_both_said(tmp_path: Path) -> None:
    above, below = tmp_path / "tỉnh", tmp_path / "xã"
    make_province(above)
    make_commune(below)
    connect(above, below, tmp_path)
    enter_month(below)
    with Store.open(below) as lower:
        kept = {key: fields for key, fields in lower.records("submit").items() if "|F1|" in key}
        with lower.step("Mới chốt F1") as step:
            for key, fields in lower.records("submit").items():
                if key not in kept:
                    step.put_fields("submit", key, dict.fromkeys(fields))
        sent = send(lower, tmp_path)
        mark_sent(lower, sent.id, "tay")
        told = exchange_standing(lower, DAY).text
        assert told == "Đã gửi 3/6 báo cáo tháng 10/2026, chưa gửi 3"
    with Store.open(above) as upper:
        import_files(upper, [sent.path])
        answer = send(upper, tmp_path, to=unit_id(upper, "X-A"))
    with Store.open(below) as lower:
        import_files(lower, [answer.path])
        standing = exchange_standing(lower, DAY)
        assert standing.text == "Cấp trên đã nhận 3/6 báo cáo tháng 10/2026, chưa gửi 3"
        assert not standing.worry
        assert exchange_standing(lower, date(2026, 11, 9)).worry


def test_the_office_below_hears_that_its_returns_came_back(tmp_path: Path) -> None:
    above, below = tmp_path / "tỉnh", tmp_path / "xã"
    make_province(above)
    make_commune(below)
    connect(above, below, tmp_path)
    enter_month(below)
    with Store.open(below) as lower:
        sent = send(lower, tmp_path)
        assert exchange_standing(lower, DAY).text == "Gói tháng 10/2026 chưa gửi"
    with Store.open(above) as upper:
        (taken,) = import_files(upper, [sent.path])
        assert taken.status == "imported"
        commune = unit_id(upper, "X-A")
        send_back_all(upper, PERIOD, returns_of(upper, PERIOD, commune)[:2], "Kiểm tra số nữ")
        answer = send(upper, tmp_path, to=commune)
    with Store.open(below) as lower:
        import_files(lower, [answer.path])
        standing = exchange_standing(lower, DAY)
        assert standing.text == "Cấp trên trả lại 2 báo cáo tháng 10/2026"
        assert standing.worry


def test_what_the_level_above_does_not_count_is_not_called_received(tmp_path: Path) -> None:
    above, below = tmp_path / "tỉnh", tmp_path / "xã"
    make_province(above)
    make_commune(below)
    connect(above, below, tmp_path)
    enter_month(below)
    with Store.open(below) as lower:
        sent = send(lower, tmp_path)
        ops = [op for (op,) in lower.rows("SELECT op FROM leaf WHERE kind = 'submit'")]
        upper = lower.get("peer", "parent", "unit")
        receipt = {"rejected": [[op, "lạ"] for op in ops], "heads": [], "created": "2026-11-02"}
        with lower.step("Biên nhận") as step:  # as one of a level that knows nothing of the unions
            step.put("bundle", sent.id, "received", {"at": "2026-11-02", "by": upper})
            step.put("peer", upper, "acked", receipt)
        standing = exchange_standing(lower, DAY)
        assert standing.text == f"Cấp trên không tính {len(ops)} báo cáo tháng 10/2026"
        assert standing.worry
        with lower.step("Chốt lại") as step:
            for key, fields in lower.records("submit").items():
                step.put("submit", key, "2", fields["1"])
        (bundle,) = outbox(lower)["bundles"]
        assert bundle["state"] == "consolidated"  # every return has a newer one
        again = [op for (op,) in lower.rows("SELECT op FROM leaf WHERE field = '2'")]
        with lower.step("Biên nhận") as step:
            told = [[op, "lạ"] for op in (*ops, *again)]
            step.put("peer", upper, "acked", receipt | {"rejected": told})
        (bundle,) = outbox(lower)["bundles"]
        assert bundle["state"] == "received"


def test_a_month_of_before_the_grant_is_told_to_be_the_other_offices(tmp_path: Path) -> None:
    above, below = tmp_path / "xã", tmp_path / "cơ sở"
    make_province(above)
    granted_later(above, below, tmp_path)
    with Store.open(below) as store:
        standing = exchange_standing(store, DAY)
        assert standing.text == "Số liệu tháng 10/2026 do Liên đoàn Lao động tỉnh Thử nhập"
        assert not standing.worry
        assert {task.subject.get("period") for task in read_agenda(store, DAY).tasks} <= {None}
        listed = months(store, store.packs.forms["F1"], DAY)
        assert usual(listed) == "2026-11"
        october = next(one for one in listed if one.period.id == "2026-10")
        assert october.words == "Liên đoàn Lao động tỉnh Thử nhập"
        with pytest.raises(Refusal) as info:
            set_cells(store, "2026-10", {(store.own_unit, "A01"): Entry(5)})
        assert "do Liên đoàn Lao động tỉnh Thử nhập" in str(info.value)
        assert "từ ngày 01/11/2026" in info.value.next_step
        set_cells(store, "2026-11", {(store.own_unit, "A01"): Entry(5)})


def granted_later(above: Path, below: Path, files: Path) -> None:
    """Give a base union of the office above an office of its own from November on."""
    with make_office(below, 7) as store:
        found_unit(
            store, name="CĐCS Trường số 1", kind="CDCS", parent=None, since=SINCE,
            unit=store.meta("unit"),
        )  # fmt: skip
        request(store, files / "yêu cầu.json")
    with Store.open(above, clock=clock(8)) as upper, Store.open(below, clock=clock(9)) as store:
        begins = date(2026, 11, 1)
        done = grant(upper, files / "yêu cầu.json", BASES[0], files / "phép.zip", since=begins)
        accept(store, done.bundle.path)
