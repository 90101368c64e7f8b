"""The board and reminders from the command line."""

from tests.cli.running import PERIOD, Pair, ask, refused, run


def test_the_board_tells_each_month_of_each_unit(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.lock()
    empty = ask(pair.province, "board", "--year", 2026, "--on", "2026-11-20")
    assert empty["months"][9] == PERIOD
    (row,) = empty["rows"]
    assert (row["unit"], row["enrolled"], row["last_bundle"]) == ("P-A", True, None)
    assert (row["cells"][9]["state"], row["cells"][9]["owed"]) == ("overdue", 6)
    ask(pair.province, "bundle", "import", pair.send())
    (row,) = ask(pair.province, "board", "--year", 2026, "--on", "2026-11-20")["rows"]
    cell = row["cells"][9]
    assert (cell["state"], cell["reported"], cell["accepted"]) == ("partial", 2, 0)
    assert row["last_bundle"]
    for form in ("F1", "F3"):
        ask(pair.province, "return", "accept", "--form", form, "--period", PERIOD, "--unit",
            "P-A-01")  # fmt: skip
    (row,) = ask(pair.province, "board", "--year", 2026, "--on", "2026-11-20")["rows"]
    assert row["cells"][9]["accepted"] == 2
    shown = run("--store", pair.province, "board", "--year", 2026, "--on", "2026-11-20").out
    assert "Tháng 10/2026: mới nhận một phần, có 2 trên 6 báo cáo" in shown


def test_a_reminder_is_ready_to_paste(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.lock()
    ask(pair.province, "bundle", "import", pair.send())
    asked = ("remind", "--period", PERIOD, "--on", "2026-11-20")
    told = ask(pair.province, *asked)
    assert told["units"] == ["P-A"]
    lines = told["text"].splitlines()
    assert lines[1].startswith("1. Công đoàn phường A: mới có 2 trên 6 báo cáo; còn thiếu F1, F3")
    assert "đã quá 15 ngày" in lines[2]
    one = ask(pair.province, *asked, "--unit", "P-A", "--mail")["text"].splitlines()
    assert one[0] == "Chủ đề: Đôn đốc gửi số liệu tháng 10/2026"
    assert one[2] == "Kính gửi: Công đoàn phường A"
    assert "của Công đoàn phường A: mới có 2 trên 6 báo cáo" in one[4]
    assert one[-1] == "LĐLĐ tỉnh Thử"
    early = ask(pair.province, "remind", "--period", PERIOD, "--on", "2026-11-02")["text"]
    assert "đã quá" not in early
    assert ask(pair.province, "remind", "--period", PERIOD, "--on", "2026-10-31")["text"] == ""
    assert "theo" in refused("--store", pair.province, "remind", "--period", "2026-X-ctrinh")


def test_longer_periods_have_a_board_and_a_reminder_too(pair: Pair) -> None:
    asked = ("board", "--longer", "--on", "2026-12-20")
    told = ask(pair.province, *asked)
    assert told["months"][-5:] == ["2026-M9", "2026", "2026-H2", "2027-H1", "2027"]
    year = told["months"].index("2026")
    assert told["rows"][0]["cells"][year]["state"] == "overdue"
    text = ask(pair.province, "remind", "--period", "2026", "--on", "2026-12-20")["text"]
    assert "chưa nhận đủ số liệu năm 2026 (F2, F4) của:" in text
    assert "1. Công đoàn phường A: chưa gửi" in text


def test_nobody_is_left_to_remind(pair: Pair) -> None:
    for unit in ("P-A-01", "P-A-02", "P-A-03"):
        pair.month(unit)
    pair.lock()
    ask(pair.province, "bundle", "import", pair.send())
    told = ask(pair.province, "remind", "--period", PERIOD)
    assert told == {"text": "", "units": []}
    assert "Không còn đơn vị nào" in run("--store", pair.province, "remind", "--period", PERIOD).out
