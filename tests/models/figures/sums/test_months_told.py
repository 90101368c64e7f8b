"""Of a quarter or a year it is told who gave which of its months, not of its last month alone."""

from collections.abc import Sequence
from pathlib import Path

from desktop.formats.text import document_text
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import send_back
from desktop.models.figures.sums.by_ownership import by_ownership
from desktop.models.figures.sums.months_told import (
    GivenMonths,
    MonthsTold,
    alone_words,
    lacking_words,
    reported_words,
    tell_months,
)
from desktop.models.figures.sums.rollup import roll_up, totals
from desktop.models.figures.sums.series import series
from desktop.models.figures.sums.total import as_json
from desktop.models.figures.sums.trace_words import total_words
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import months_of, parse_period
from desktop.models.store.store import Store
from desktop.reports import f1, frame
from tests.models.offices import FOUNDED, commune, enter

QUARTER = "2026-Q3"


def _told(
    locked: Sequence[int], given: Sequence[int] = (), *, stocks: bool = False
) -> MonthsTold | None:
    """Return what units U0, U1 … told of the year 2026, a bit for each month from December."""
    schemes = load_packs().schemes
    months = months_of(parse_period("2026", schemes), schemes)
    names = [f"U{n}" for n in range(len(locked))]
    bits = dict(zip(names, locked, strict=True))
    known = dict(zip(names, given or locked, strict=True))
    gave = GivenMonths(known, bits, {}, stocks)
    return tell_months(months, gave, dict.fromkeys(names, FOUNDED))


def _words(told: MonthsTold | None) -> str:
    assert told is not None
    return "; ".join((reported_words(told), *lacking_words(told)))


def test_a_year_that_is_not_over_goes_up_to_the_last_month_told() -> None:
    assert _words(_told([0b1111, 0b1111])) == (
        "2/2 CĐCS đã báo cáo đủ đến tháng 3/2026; chưa có số liệu từ tháng 4/2026 đến tháng 11/2026"
    )


def test_who_lacks_a_month_in_between_is_told_with_the_month() -> None:
    assert _words(_told([0xFFF, 0xFFF & ~0b100, 0xFFF & ~0b1100, 0xFFF])) == (
        "2/4 CĐCS đã báo cáo đủ các tháng; tháng 02/2026: 02 CĐCS chưa có số liệu;"
        " tháng 3/2026: 01 CĐCS chưa có số liệu"
    )


def test_months_that_lack_the_same_are_told_together() -> None:
    assert "từ tháng 3/2026 đến tháng 5/2026: 01 CĐCS chưa có số liệu" in _words(
        _told([0xFFF, 0xFFF & ~0b111000])
    )


def test_a_union_that_told_nothing_is_told_once() -> None:
    assert _words(_told([0b11, 0b0, 0b1])) == (
        "1/3 CĐCS đã báo cáo đủ đến tháng 01/2026; tháng 01/2026: 01 CĐCS chưa có số liệu;"
        " 01 CĐCS chưa có số liệu tháng nào;"
        " chưa có số liệu từ tháng 02/2026 đến tháng 11/2026"
    )


def test_what_is_typed_of_the_next_month_takes_nobody_off_the_count() -> None:
    assert _words(_told([0b11, 0b11], [0b111, 0b11])) == (
        "2/2 CĐCS đã báo cáo đủ đến tháng 01/2026; tháng 02/2026: 01 CĐCS đang nhập, chưa chốt;"
        " chưa có số liệu từ tháng 3/2026 đến tháng 11/2026"
    )


def test_where_nobody_told_a_month_none_is_told() -> None:
    assert _told([0, 0]) is None


def test_all_months_told_by_all_are_simply_told() -> None:
    assert _words(_told([0xFFF, 0xFFF])) == "2/2 CĐCS đã báo cáo"


def test_a_new_union_owes_the_months_from_its_first_day() -> None:
    schemes = load_packs().schemes
    months = months_of(parse_period(QUARTER, schemes), schemes)
    gave = GivenMonths({"A": 0b111, "B": 0b110}, {"A": 0b111, "B": 0b110}, {})
    told = tell_months(months, gave, {"A": FOUNDED, "B": months[1].data_from})
    assert told is not None
    assert told.is_whole
    assert [month.of for month in told.months] == [1, 2, 2]


def _quarter(tmp_path: Path) -> tuple[Store, list[str]]:
    """Three unions lock July, the first August, too, and the second is typing it."""
    store, ids = commune(tmp_path, unions=3)
    for n, unit in enumerate(ids):
        enter(store, "2026-07", unit, C00=20, C00N=9, A01=40, A01N=20, A03=20, A03N=9)
        lock(store, "F1", "2026-07", [unit], reason="Rà soát")
        lock(store, "F3", "2026-07", [unit], reason="Rà soát")
        if n < 2:
            enter(store, "2026-08", unit, A01=41, A01N=20, A03=20, A03N=9)
    lock(store, "F1", "2026-08", [ids[0]], reason="Rà soát")
    return store, ids


def test_months_before_anybodys_first_are_asked_of_nobody() -> None:
    assert (
        _words(_told([0xF00, 0xF00])) == "2/2 CĐCS đã báo cáo đủ từ tháng 8/2026 đến tháng 11/2026"
    )


def test_a_first_month_is_named_once() -> None:
    assert _words(_told([0x800, 0x800])) == "2/2 CĐCS đã báo cáo đủ tháng 11/2026"


def test_of_stocks_the_last_month_counts() -> None:
    told = _told([0b111, 0b110, 0b011], stocks=True)
    assert _words(told).startswith(
        "2/3 CĐCS đã báo cáo đến tháng 02/2026; tháng 02/2026: 01 CĐCS chưa có số liệu; chưa có"
    )
    whole = _told([0xFFF, 0x800], stocks=True)
    assert _words(whole) == "2/2 CĐCS đã báo cáo"


def test_every_reader_of_a_quarter_tells_the_same(tmp_path: Path) -> None:
    store, _ids = _quarter(tmp_path)
    with store:
        said = (
            "1/3 CĐCS đã báo cáo đến tháng 8/2026; tháng 8/2026: 01 CĐCS chưa có số liệu,"
            " 01 CĐCS đang nhập, chưa chốt; chưa có số liệu tháng 9/2026"
        )
        rolled = roll_up(store, QUARTER)
        assert frame.coverage(rolled, "F1") == f"Tạm tính: {said}"
        assert said in document_text(f1.build(store, QUARTER))
        total = rolled.totals(store.packs)["A03"]
        assert total_words(total) == f"tạm tính; {said}"
        (point,) = series(store, "", "A03", [QUARTER], "then").points
        assert (point.reported, point.of, point.until) == (1, 3, "tháng 8/2026")
        (line,) = by_ownership(store, QUARTER).values()
        assert (line.coverage, line.until) == ("1/3 CĐCS", "tháng 7/2026")
        found = as_json(total)
        assert (found["reported"], found["of"]) == (0, 3)
        assert (found["until"], found["reported_until"], found["of_until"]) == ("2026-08", 1, 3)
        assert [
            (one["period"], one["reported"], one["live"], one["missing"]) for one in found["months"]
        ] == [("2026-07", 3, 0, 0), ("2026-08", 1, 1, 1), ("2026-09", 0, 0, 3)]


def test_a_month_is_told_as_before(tmp_path: Path) -> None:
    store, _ids = _quarter(tmp_path)
    with store:
        rolled = roll_up(store, "2026-07")
        assert frame.coverage(rolled, "F1") == "3/3 CĐCS đã báo cáo"
        assert "months" not in as_json(rolled.totals(store.packs)["A03"])


def test_a_month_sent_back_is_told_with_the_month(tmp_path: Path) -> None:
    store, ids = _quarter(tmp_path)
    with store:
        send_back(store, "F1", "2026-07", ids[2], "Kiểm lại")
        told = totals(store, QUARTER)["A03"]
        assert "tháng 7/2026: 01 CĐCS đã bị trả lại, chờ nộp lại" in total_words(told)


def test_a_union_reads_of_itself_what_it_did_not_give(tmp_path: Path) -> None:
    store, ids = _quarter(tmp_path)
    with store:
        whole = roll_up(store, QUARTER)
        assert whole.told("F1") is not None
        mine = whole.told_of("F1", [ids[1]], 1)
        assert mine is not None
        assert alone_words(mine) == ["tháng 8/2026: đang nhập, chưa chốt"]
        own = frame.coverage(roll_up(store, QUARTER, ids[2]), "F1")
        assert own == "Tạm tính: số liệu đến tháng 7/2026"
