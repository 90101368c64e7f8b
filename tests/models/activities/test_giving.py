"""What an activity gives to figures of itself, and never twice."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.models.activities.activities import Activity
from desktop.models.activities.giving import contributions, gifts, says
from desktop.models.packs.packs import Packs, load_packs, shipped_folder

PACKS = load_packs()
DAY = date(2026, 10, 15)


def given(packs: Packs = PACKS, /, **told: object) -> dict[str, int]:
    values: dict[str, object] = {"title": "", "category": "HH", "start": DAY, "end": DAY, **told}
    return dict(contributions(packs, Activity(**values)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("category", "title", "gives"),
    [
        ("CL", "Thăm hỏi công nhân ốm", {"E07": 12, "E07D": 6, "E07X": 2}),
        ("CL", "Thăm, tặng quà Tết", {"E02": 12, "E02D": 6, "E02X": 2}),
        ("CL", "Tết Sum vầy", {"E01": 1, "E01P": 12, "E01D": 6, "E01X": 2}),
        ("CL", "Bữa cơm Công đoàn", {"E06P": 12, "E06D": 6, "E06X": 2}),
        ("CL", "Khám sức khoẻ cho đoàn viên", {"E13": 12, "E13N": 5}),
        ("TT", "Tuyên truyền Luật Công đoàn", {"F01": 1, "F01L": 12}),
        ("DDBV", "Đối thoại định kỳ quý IV", {"D12": 1}),
        ("DDBV", "Đối thoại vụ việc", {"D13": 1}),
        ("DDBV", "Bí thư Đảng ủy đối thoại với công nhân", {"D14": 1, "D14L": 12}),
        ("DDBV", "Đối thoại giữa lãnh đạo phường với công nhân", {"D14": 1, "D14L": 12}),
        ("DT", "Tập huấn cán bộ công đoàn", {"F04": 12}),
        ("NC", "Tọa đàm 20/10", {"L02": 1, "L02L": 5}),
        ("KTGS", "Kiểm tra tài chính cấp dưới", {"H02D": 1}),
    ],
)
def test_a_category_gives_what_the_title_certainly_is(
    category: str, title: str, gives: dict[str, int]
) -> None:
    told = {"people": 12, "women": 5, "union_money": 6, "social_money": 2}
    assert given(category=category, title=title, **told) == gives


@pytest.mark.parametrize(
    ("category", "title"),
    [
        ("CL", "Hội nghị tổng kết"), ("TT", "Đăng tin bài tuyên truyền"),
        ("DT", "Dự lớp tập huấn của tỉnh"), ("TT", "Kế hoạch tuyên truyền"),
        ("DDBV", "Tập huấn kỹ năng đối thoại"), ("HH", "Giao ban"),
        ("PTDV", "Kết nạp đoàn viên"),  # new members or guests, C11 or C12: not certain
        ("KTGS", "Kiểm tra"), ("CL", "om"),
        ("KTGS", "Kiểm tra chấp hành Điều lệ tại ba công đoàn cơ sở"),  # one or three
    ],
)  # fmt: skip
def test_what_is_not_certain_gives_nothing(category: str, title: str) -> None:
    assert given(category=category, title=title, people=30, union_money=5) == {}


def test_what_was_not_told_is_not_given() -> None:
    assert given(category="CL", title="Thăm hỏi ốm đau") == {}
    assert given(category="TT", title="Tuyên truyền") == {"F01": 1}
    several = {"start": DAY, "end": DAY.replace(day=17), "people": 40}
    told = {"category": "TT", "title": "Tuyên truyền", **several}
    assert given(**told) == {"F01": 1}  # 40 persons over three days are not 40 attendances
    assert given(**told, attendances=90) == {"F01": 1, "F01L": 90}


def test_written_figures_take_the_place_of_those_of_the_category() -> None:
    told = {"category": "DDBV", "title": "Đối thoại", "people": 30}
    assert given(**told) == {"D12": 1}
    assert given(**told, figures={"D13": 1}) == {"D13": 1}
    assert given(category="TT", title="Tuyên truyền", people=30, figures={"F01": 2}) == {
        "F01": 2, "F01L": 30,
    }  # fmt: skip


def test_what_was_declined_is_offered_again_and_not_given() -> None:
    one = Activity("Thăm hỏi ốm", "CL", DAY, DAY, people=3, union_money=9, declined=("E07D",))
    assert dict(contributions(PACKS, one)) == {"E07": 3}
    assert [gift.code for gift in gifts(PACKS, one)] == ["E07", "E07D"]
    written = replace(one, figures={"E07D": 4}, people=None)
    assert dict(contributions(PACKS, written)) == {"E07D": 4}


def test_titles_are_compared_by_words_and_tones() -> None:
    assert says("Khám sức khoẻ", ("khám sức khỏe",))
    assert says("KHAM SUC KHOE dinh ky", ("khám sức khỏe",))
    assert not says("Thăm hỏi đối thủ", ("hỏi đối thoại",))
    assert says("Tọa đàm 8/3", ("8/3",))
    assert not says("Tọa đàm 18/3", ("8/3",))
    assert says("Thăm anh em bị bão", ("thăm + bão",))
    assert not says("Phòng chống bão", ("thăm + bão",))


def test_a_province_says_otherwise_in_its_own_pack(tmp_path: Path) -> None:
    own = tmp_path / "tinh"
    own.mkdir()
    manifest = {"id": "tinh-x", "version": "2026.1", "issuer": "LĐLĐ tỉnh X", "title": "Mẫu tỉnh",
                "level": "province"}  # fmt: skip
    (own / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    record = {"code": "DT", "name": "Đào tạo", "feeds": ["F04"],
              "gives": [{"counts": {"F04C": "persons"}}]}  # fmt: skip
    (own / "activity_categories.json").write_text(
        json.dumps({"note": "", "records": [record]}), "utf-8"
    )
    packs = load_packs([shipped_folder(), own])
    assert given(packs, category="DT", title="Lớp cán bộ", people=7) == {"F04C": 7}


def test_the_shipped_categories_give_flows_of_the_measure_they_name() -> None:
    for category in PACKS.activity_categories.values():
        for giving in category.gives:
            for code, counted in giving.counts.items():
                indicator = PACKS.indicators[code]
                assert indicator.type == "F", code
                assert indicator.measure in ("", counted), code
                assert indicator.money == counted.endswith("_money"), code
