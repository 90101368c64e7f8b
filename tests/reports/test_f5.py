"""F5 keeps what stands under one managing unit together and says how much of it came."""

from pathlib import Path

from desktop.formats.table import Role, Table
from desktop.models.units.units import found_unit
from desktop.reports import f5
from tests.models.months import SINCE, came, make_commune, make_province


def _headings(table: Table) -> list[str]:
    return [str(row.cells[0]) for row in table.rows if row.role is Role.GROUP]


def test_communes_are_kept_together_under_their_names(tmp_path: Path) -> None:
    store, ids = make_province(tmp_path)
    with store:
        found_unit(store, name="CĐCS An", kind="CDCS", parent=ids["T"], since=SINCE, code="T-01",
                   ownership="DNNN")  # fmt: skip
        came(store, ids["X-A-01"], "2026-10")
        (table,) = (b for b in f5.build(store, "2026-10").blocks if isinstance(b, Table))
        assert _headings(table) == [
            "I. Trực thuộc LĐLĐ tỉnh Thử – 0/2 báo cáo đã nộp",
            "II. Công đoàn xã X-A – 2/4 báo cáo đã nộp",
            "III. Công đoàn xã X-B – 0/2 báo cáo đã nộp",
        ]
        body = [row for row in table.rows if row.role is Role.BODY]
        assert [row.code for row in body] == [
            code for code in ("T-01", "X-A-01", "X-A-02", "X-B-01") for _form in ("F1", "F3")
        ]
        assert [row.cells[0] for row in body] == [1, None, 2, None, 3, None, 4, None]
        _states, months = (b for b in f5.build(store, "2026-Q3").blocks if isinstance(b, Table))
        assert _headings(months) == [
            "I. Trực thuộc LĐLĐ tỉnh Thử", "II. Công đoàn xã X-A", "III. Công đoàn xã X-B",
        ]  # fmt: skip


def test_one_commune_needs_no_heading(tmp_path: Path) -> None:
    store, _ids = make_commune(tmp_path)
    with store:
        (table,) = (b for b in f5.build(store, "2026-10").blocks if isinstance(b, Table))
        assert _headings(table) == []
