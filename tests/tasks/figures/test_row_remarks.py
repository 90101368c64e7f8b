"""What stands in the column “Ghi chú” of a table is kept beside the figures it came with."""

from pathlib import Path

from desktop.models.store.history import undo
from desktop.models.store.keys import cell_key
from desktop.models.store.store import Store
from desktop.tasks.figures.figures_import import apply, preview
from tests.models.entering import commune

PERIOD = "2026-10"
TABLE = """TT;Tên CĐCS;Tổng CNVCLĐ;Tổng số đoàn viên;Ghi chú
1;CĐCS Trường 1;{};80;{}
2;CĐCS Trường 2;100;80;
3;CĐCS Trường Lạ;100;80;chưa rõ đơn vị
"""


def take(store: Store, folder: Path, workers: int, remark: str) -> tuple[str, ...]:
    path = folder / "bảng.csv"
    path.write_text(TABLE.format(workers, remark), encoding="utf-8")
    reading = preview(store, path, "F1", PERIOD)
    apply(store, reading, consent=True)
    return reading.notes


def comments(store: Store, unit: str) -> dict[str, object]:
    return store.fields("note", cell_key(unit, PERIOD))


def test_a_remark_is_kept_at_the_first_figure_below_what_is_there(tmp_path: Path) -> None:
    store, units = commune(tmp_path / "sổ", 3)
    with store:
        told = take(store, tmp_path, 100, "Sáp nhập điểm trường")
        assert any("Ghi chú của 1 dòng" in one for one in told)
        assert comments(store, units[0]) == {"A01": "Sáp nhập điểm trường"}
        assert comments(store, units[1]) == {}
        take(store, tmp_path, 100, "Sáp nhập điểm trường")  # once is enough
        take(store, tmp_path, 100, "Đã kiểm tra")  # the same figures, another remark
        assert comments(store, units[0]) == {"A01": "Sáp nhập điểm trường\nĐã kiểm tra"}
        take(store, tmp_path, 105, "12")  # a number is no remark
        assert comments(store, units[0]) == {"A01": "Sáp nhập điểm trường\nĐã kiểm tra"}
        undo(store)
        undo(store)
        assert comments(store, units[0]) == {"A01": "Sáp nhập điểm trường"}
