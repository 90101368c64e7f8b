"""What the status line says of the last month: nothing sent back counts as sent."""

from datetime import date
from pathlib import Path

from desktop.models.agenda.agenda import read_agenda
from desktop.models.figures.returns.board import returns_of
from desktop.models.figures.returns.reviewing import send_back_all
from desktop.models.store.store import Store
from desktop.sync.importer import import_files
from desktop.sync.outbox import outbox
from desktop.sync.records import mark_sent
from desktop.tasks.exchange.send import send
from desktop.tasks.offices.standing import exchange_standing
from tests.models.months import came
from tests.models.months import make_province as province_of_two
from tests.ui.pages.offices import connect, enter_month, make_commune, make_province, unit_id

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
