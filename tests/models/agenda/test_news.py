"""What came in is counted as a person counts: things, not the fields they are kept in."""

from datetime import date
from pathlib import Path

from desktop.models.activities.activities import Activity, add_activity
from desktop.models.agenda.news import News, read_news
from desktop.models.figures.returns.board import returns_of
from desktop.models.figures.returns.closing import close, open_month
from desktop.models.figures.returns.reviewing import accept_all, send_back_all
from desktop.models.store.keys import return_key
from desktop.models.store.store import Store
from desktop.sync.importer import import_files
from desktop.sync.revocation import revoke
from desktop.tasks.exchange.send import send
from tests.sync.offices import COMMUNE, FOUNDED, enrol, office, take, world
from tests.sync.offices import send as send_bundle
from tests.ui.pages.offices import clock, connect, enter_month, make_commune, make_province, unit_id

PERIOD, DAY = "2026-10", date(2026, 11, 4)


def came(store: Store, kind: str) -> News:
    """Return the newest news of a kind."""
    return next(news for news in read_news(store, DAY) if news.kind == kind)


def test_an_import_counts_activities_and_returns_once_whatever_their_fields(
    tmp_path: Path,
) -> None:
    above, below = tmp_path / "tỉnh", tmp_path / "xã"
    make_province(above)
    make_commune(below)
    connect(above, below, tmp_path)
    enter_month(below)
    with Store.open(below, clock=clock(6)) as lower:
        kinds = lower.packs.activity_categories
        day = date(2026, 10, 20)
        for title in ("Hội thao ngành", "Thăm đoàn viên ốm"):
            one = Activity(title, next(iter(kinds)), day, day, place="Nhà văn hóa", people=40)
            add_activity(lower, one, kinds)
        sent = send(lower, tmp_path)
    with Store.open(above, clock=clock(7)) as upper:
        import_files(upper, [sent.path])
        told = came(upper, "bundle").detail
        assert told.startswith("6 báo cáo đã chốt, 2 hoạt động")
        commune = unit_id(upper, "X-A")
        listed = returns_of(upper, PERIOD, commune)
        send_back_all(upper, PERIOD, listed[:2], "Kiểm tra số nữ")
        accept_all(upper, PERIOD, listed[2:])
        answer = send(upper, tmp_path, to=commune)
    with Store.open(below, clock=clock(8)) as lower:
        import_files(lower, [answer.path])
        told = came(lower, "direction").detail
        assert told.startswith("Duyệt 4 báo cáo, trả lại 2 báo cáo để sửa")
        assert came(lower, "accepted").title == "4 báo cáo đã được duyệt"


def test_two_revisions_of_one_return_are_one_decision(tmp_path: Path) -> None:
    above, below = tmp_path / "tỉnh", tmp_path / "xã"
    make_province(above)
    make_commune(below)
    connect(above, below, tmp_path)
    enter_month(below)
    with Store.open(below, clock=clock(9)) as lower:
        sent = send(lower, tmp_path)
    with Store.open(above, clock=clock(10)) as upper:
        import_files(upper, [sent.path])
        commune = unit_id(upper, "X-A")
        first = returns_of(upper, PERIOD, commune)[0]
        send_back_all(upper, PERIOD, [first], "Kiểm tra số nữ")
        with upper.step("Bản bổ sung") as step:
            body = {"form": first.form, "values": {"A03": 41}}
            step.put("submit", return_key(first.unit, first.form, PERIOD), "2", body)
        accept_all(upper, PERIOD, returns_of(upper, PERIOD, commune))
        answer = send(upper, tmp_path, to=commune)
    with Store.open(below, clock=clock(11)) as lower:
        import_files(lower, [answer.path])
        assert came(lower, "direction").detail == "Duyệt 6 báo cáo"
        assert not any(news.kind == "returned" for news in read_news(lower, DAY))


def test_an_answer_with_nothing_but_receipts_says_so(tmp_path: Path) -> None:
    above, below = tmp_path / "tỉnh", tmp_path / "xã"
    make_province(above)
    make_commune(below)
    connect(above, below, tmp_path)
    enter_month(below)
    with Store.open(below, clock=clock(12)) as lower:
        first = send(lower, tmp_path)
    with Store.open(above, clock=clock(13)) as upper:
        import_files(upper, [first.path])
        answer = send(upper, tmp_path, to=unit_id(upper, "X-A"))
    with Store.open(below, clock=clock(14)) as lower:
        import_files(lower, [answer.path])
        assert came(lower, "direction").detail == "Chỉ có biên nhận"


def test_it_is_told_which_month_was_closed_or_opened_and_that_a_machine_was_ended(
    tmp_path: Path,
) -> None:
    w = world(tmp_path)
    with w.province.step("Danh sách") as step:
        step.put_fields("unit", COMMUNE, {f"alive@{FOUNDED}": True, f"kind@{FOUNDED}": "CDX"})

    def told() -> str:
        take(w.commune, send_bundle(w.province, w.out, "P-A"))
        return came(w.commune, "direction").detail

    take(w.commune, send_bundle(w.province, w.out, "P-A"))
    close(w.province, "2026-09")
    close(w.province, PERIOD)
    assert told() == "Khóa sổ tháng 10/2026, tháng 9/2026"
    open_month(w.province, "2026-09", "Sửa")
    assert told() == "Mở lại tháng 9/2026"
    second = office(tmp_path, "commune-2", 9, COMMUNE)
    enrol(w.province, second, "P-A", tmp_path)
    assert told().startswith("Cấp phép 1 máy")
    revoke(w.province, second.store_id)
    assert told() == "Thu hồi khóa của 1 máy"
    second.close()
    w.close()
