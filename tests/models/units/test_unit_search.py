"""Units sought by a few words (V32): marks, case, words of level and short forms do not matter."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.units.unit_search import CODE, EXACT, ITSELF, itself, nearest_text, seek
from desktop.models.units.units import Tree, found_unit, tree_on
from tests.models.offices import FOUNDED, empty_office

DAY = date(2026, 11, 23)
UNIONS = {
    "X-DoiChe-01": "CĐCS Trường Mầm non An Bình",
    "X-DoiChe-02": "CĐCS Công ty Cổ phần Xây dựng Lê Lợi",
    "X-DoiChe-03": "CĐCS Trường THCS Lê Lợi",
    "X-DoiChe-04": "CĐCS Công ty TNHH May Ánh Dương",
    "X-DoiChe-05": "CĐCS Cty Phương Nam",
    "X-DoiChe-06": "CĐCS Hợp tác xã Nông nghiệp Nam Hải",
    "X-DoiChe-07": "CĐCS Bảo hiểm xã hội Đồi Chè",
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tree]:
    store = empty_office(tmp_path_factory.mktemp("office") / "sổ", 1)
    own = store.meta("unit")
    found_unit(store, name="Liên đoàn Lao động tỉnh Hải Vân", kind="LDT", parent=None,
               since=FOUNDED, unit=own, code="HV")  # fmt: skip
    below = found_unit(store, name="Công đoàn phường Sông Thanh", kind="CDP", parent=own,
                       since=FOUNDED, code="P-SongThanh")  # fmt: skip
    found_unit(store, name="CĐCS Trạm Y tế Hòa Bình", kind="CDCS", parent=below, since=FOUNDED,
               code="P-SongThanh-01", ownership="NQD")  # fmt: skip
    commune = found_unit(store, name="Công đoàn xã Đồi Chè", kind="CDX", parent=own,
                         since=FOUNDED, code="X-DoiChe")  # fmt: skip
    for code, name in UNIONS.items():
        found_unit(store, name=name, kind="CDCS", parent=commune, since=FOUNDED, code=code,
                   ownership="NQD")  # fmt: skip
    with store:
        yield tree_on(store, DAY)


def found(tree: Tree, typed: str) -> list[str]:
    return [hit.unit.code for hit in seek(tree, typed)]


@pytest.mark.parametrize(
    "typed",
    ["Đồi Chè", "doi che", "xã Đồi Chè", "xa doi che", "phường Đồi Chè", "phuong doi che",
     "HUYEN DOI CHE", "tt doi che", "X. Đồi Chè", "tp doi che", "thị trấn đồi chè", "cđ xã đồi chè",
     "công đoàn phường Đồi Chè", "kcn doi che"],
)  # fmt: skip
def test_a_place_is_found_whatever_its_level_is_called_and_comes_before_what_is_below_it(
    tree: Tree, typed: str
) -> None:
    codes = found(tree, typed)
    assert codes[0] == "X-DoiChe"
    assert set(codes) == {"X-DoiChe", *UNIONS}


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("huyện Sông Thanh", ["P-SongThanh", "P-SongThanh-01"]),
        ("tỉnh hải vân", ["HV"]),
        ("ldld hai van", ["HV"]),
        ("cty may anh duong", ["X-DoiChe-04"]),
        ("cong ty may", ["X-DoiChe-04"]),
        ("trung hoc co so le loi", ["X-DoiChe-03"]),
        ("mn an binh", ["X-DoiChe-01"]),
        ("htx nam hai", ["X-DoiChe-06"]),
        ("le loi", ["X-DoiChe-02", "X-DoiChe-03"]),
        ("phuong nam", ["X-DoiChe-05"]),  # its own word, and no ward is called so
        ("bao hiem xa hoi", ["X-DoiChe-07"]),
        ("may doiche", ["X-DoiChe-04"]),
        ("x-doiche-05", ["X-DoiChe-05"]),
        ("tt y te", []),
        ("tram yt hoa binh", ["P-SongThanh-01"]),
        ("tinh uy", []),
        ("nowhere", []),
    ],
)
def test_marks_case_and_short_forms_do_not_matter(tree: Tree, typed: str, codes: list[str]) -> None:
    assert found(tree, typed) == codes


def test_a_code_is_found_before_those_that_begin_with_it(tree: Tree) -> None:
    hits = seek(tree, "x-doiche")
    assert [(hits[0].unit.code, hits[0].how), {hit.how for hit in hits[1:]}] == [
        ("X-DoiChe", EXACT), {CODE}]  # fmt: skip


def test_the_level_that_was_said_comes_first(tree: Tree, tmp_path: Path) -> None:
    names = ["Công đoàn phường An Hòa", "Công đoàn xã An Hòa", "CĐCS UBND xã An Hòa"]
    assert nearest_text(names, "xa an hoa") == 1
    assert nearest_text(names, "Phường An Hòa") == 0
    assert nearest_text(names, "ubnd an hoa") == 2
    assert nearest_text(names, "không có") == -1


def test_a_name_said_otherwise_is_the_unit_only_where_a_union_is_said(tree: Tree) -> None:
    units = list(tree.units.values())
    assert [unit.code for unit in itself(units, "CĐ xã Đồi Chè")] == ["X-DoiChe"]
    assert [unit.code for unit in itself(units, "cdcs cty tnhh may anh duong")] == ["X-DoiChe-04"]
    assert itself(units, "xã Đồi Chè") == [], "may be the commune's office"
    assert itself(units, "cdcs cty may") == []
    assert seek(tree, "cđ xã Đồi Chè")[0].how == ITSELF
