"""A union that tells figures by ownership type has cells for them; a form of others has none."""

from pathlib import Path

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_types import told_as_one, told_by_type, types_to_add, types_told
from desktop.models.figures.cells import Entry, cells
from desktop.models.figures.figures import set_cells
from desktop.models.store.store import Store
from tests.models.entering import commune, place, save

SEPTEMBER, OCTOBER, DECEMBER = "2026-09", "2026-10", "2026-12"


def tell(store: Store, unit: str, **values: int) -> None:
    told = {(unit, code.replace("_", ";LH=")): Entry(value) for code, value in values.items()}
    set_cells(store, OCTOBER, told)


def by_type(store: Store, form: str, period: str = OCTOBER) -> list[str]:
    sheet = EntrySheet.load(store, form, period)
    return [one.code for one in sheet.columns if ";" in one.code]


def test_what_a_union_tells_by_type_can_be_typed_beside_the_whole(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        assert by_type(store, "F1") == []
        tell(store, units[0], A01=100, A03=80, A03_FDI=50, A03_SN=29, C11=2)
        sheet = EntrySheet.load(store, "F1", OCTOBER)
        codes = [one.code for one in sheet.columns]
        assert codes[codes.index("A03") :][:3] == ["A03", "A03;LH=SN", "A03;LH=FDI"]
        assert "A01;LH=FDI" in codes
        assert "A01N;LH=FDI" not in codes, "nobody who tells types told those women at all"
        row, column = place(sheet, units[0], "A03;LH=SN")
        assert (sheet.text(row, column), sheet.text(row + 1, column)) == ("29", "")
        assert "V07" in {one.finding.rule for one in sheet.problems()}
        save(store, sheet, sheet.edit(row, column, "30"))
        assert cells(store, units[0], OCTOBER)["A03;LH=SN"].value == 30
        assert "V07" not in {one.finding.rule for one in sheet.problems()}
        assert by_type(store, "F3") == ["C11;LH=SN", "C11;LH=FDI"]


def test_the_month_after_asks_by_type_as_well_and_the_one_after_that_no_more(
    tmp_path: Path,
) -> None:
    store, units = commune(tmp_path)
    with store:
        tell(store, units[0], A03=80, A03_FDI=50, A03_SN=30)
        assert by_type(store, "F1", "2026-11") == ["A03;LH=SN", "A03;LH=FDI"]
        assert by_type(store, "F1", DECEMBER) == []


def test_grades_an_office_counts_by_type_ask_nothing_of_its_unions(tmp_path: Path) -> None:
    store, _units = commune(tmp_path)
    with store:
        set_cells(store, OCTOBER, {(store.own_unit, "N01;LH=SN"): Entry(3),
                                   (store.own_unit, "A03"): Entry(4)})  # fmt: skip
        assert by_type(store, "F1") == []


def test_a_type_begun_later_brings_the_women_typed_since_under_every_type(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        tell(store, units[0], A03=80)
        sheet = EntrySheet.load(store, "F1", OCTOBER)
        save(store, sheet, sheet.take(told_by_type(sheet, 0, "FDI")))
        tell(store, units[0], A03N=30)
        sheet = EntrySheet.load(store, "F1", OCTOBER)
        assert types_told(sheet.rows[0]) == ["SN", "FDI"]
        more = {code: entry.value for (_u, code), entry in told_by_type(sheet, 0, "NQD").items()}
        assert more == {"A03;LH=NQD": 0, "A03N;LH=SN": 30, "A03N;LH=FDI": 0, "A03N;LH=NQD": 0}
        assert "FDI" not in dict(types_to_add(sheet, 0))


def test_told_as_one_again_a_row_has_no_columns_by_type(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        tell(store, units[0], A03=80, A03_FDI=50, A03_SN=30)
        sheet = EntrySheet.load(store, "F1", OCTOBER)
        save(store, sheet, sheet.take(told_as_one(sheet, 0)))
        assert by_type(store, "F1") == []
        assert cells(store, units[0], OCTOBER)["A03"].value == 80
