"""Names of a sheet matched with a register: exact, folded, abbreviated, placed, or asked."""

import pytest

from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs
from tests.intake.figures.gathering import UNITS

WORDS = vocabulary(load_packs())
BOOK = NameBook(UNITS, WORDS)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("CĐCS Trường THCS Số 2", "u02"), ("trường thcs số 2", "u02"), ("TRUONG THCS SO 2", "u02"),
        ("THCS số 2", "u02"), ("Trường Trung học cơ sở Số 2", "u02"),
        ("Công đoàn cơ sở Trường Tiểu học Số 2", "u04"), ("Cty TNHH May Quảng Trị", "u08"),
        ("CTCP Thuỷ sản Mỹ Thuỷ", "u09"), ("Nghiệp đoàn Xe ôm chợ Hải Lăng", "u11"),
        ("MN Hoa Sen - xã Diên Sanh", "u06"), ("u05", "u05"), ("7. THPT Trần Thị Tâm", "u07"),
        ("Tr. THCS Số 2", "u02"), ("Trạm YT xã Hải Lăng", "u13"),
        ("TT Y tế khu vực Hải Lăng", "u14"),
        ("(6) Trường THCS Số 2", "u02"), ("3 - THCS số 2", "u02"), ("[b] THCS số 2", "u02"),
    ],
)  # fmt: skip
def test_sure_names(name: str, unit: str) -> None:
    found = BOOK.find(name)
    assert (found.unit.id if found.unit else "", found.sure) == (unit, True)


@pytest.mark.parametrize(
    ("name", "unit"),
    [("TH số 2", "u04"), ("May Quảng Trị", "u08"), ("Trường Mầm non Vành Khuyến", "u24"),
     ("Cao su Trường Sơn", "u15")],
)  # fmt: skip
def test_names_somebody_should_look_at(name: str, unit: str) -> None:
    found = BOOK.find(name)
    assert (found.unit.id if found.unit else "", found.sure) == (unit, False)
    assert found.why


@pytest.mark.parametrize(
    "name",
    ["Trường Mầm non Hoa Sen", "Trường Sơn", "Trường THCS", "Trường THCS Số 3", "Số 1",
     "Công ty Điện lực", "", "2", "…"],
)  # fmt: skip
def test_names_of_two_units_or_none(name: str) -> None:
    assert BOOK.find(name).unit is None


def test_candidates_are_offered() -> None:
    assert {one.id for one in BOOK.find("Trường Mầm non Hoa Sen").candidates} == {"u05", "u06"}
    assert BOOK.find("Trường THCS Số 3").candidates


def test_area_tells_two_units_of_one_name_apart() -> None:
    assert BOOK.find("Trường Mầm non Hoa Sen", "Xã Diên Sanh").unit == UNITS[5]
    assert BOOK.find("Trường THCS Số 1", "Xã Diên Sanh").sure is False


def test_code_and_name_that_disagree_are_asked() -> None:
    assert BOOK.find("Trường THCS Số 1", code="u02").unit is None
    assert BOOK.find("Trường THCS Số 2", code="u02").sure


def test_a_register_that_abbreviates_itself_is_no_riddle() -> None:
    book = NameBook([Known("a", "CĐCS Trường TH Số 2"), Known("b", "CĐCS Trường THCS Số 2")], WORDS)
    assert book.find("Trường TH Số 2").sure
