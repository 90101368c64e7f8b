"""Of which unions a target of a plan speaks: one sector, a group of types, one type."""

import msgspec
import pytest

from desktop.intake.facts.target_indicators import with_part
from desktop.models import resources
from desktop.models.packs.ownership_kinds import types_of
from desktop.models.packs.packs import load_packs
from tests.intake.facts.planned import targets


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        (
            "85% trở lên số CĐCS đạt hoàn thành tốt nhiệm vụ, 60% CĐCS khu vực ngoài nhà nước,"
            " doanh nghiệp có vốn đầu tư nước ngoài đạt loại hoàn thành tốt nhiệm vụ.",
            ["N02", "N02;LH=non_state"],
        ),
        (
            "85% CĐCS khu vực nhà nước và 60% CĐCS khu vực ngoài nhà nước xếp loại hoàn thành"
            " tốt nhiệm vụ trở lên.",
            ["N02;LH=state", "N02;LH=non_state"],
        ),
        (
            "Kết nạp mới 2.000 đoàn viên, trong đó 1.200 đoàn viên khu vực ngoài nhà nước.",
            ["C40", "C40;LH=non_state"],
        ),
        (
            "80% CĐCS khu vực nhà nước, 90% CĐCS doanh nghiệp nhà nước và 70% CĐCS khu vực ngoài"
            " nhà nước hoàn thành tốt nhiệm vụ trở lên.",
            ["N02;LH=state", "N02;LH=DNNN", "N02;LH=non_state"],
        ),
        ("Phát triển từ 500 đoàn viên trở lên trong các doanh nghiệp FDI.", ["C40;LH=FDI"]),
        ("Kết nạp mới 500 đoàn viên trong các doanh nghiệp.", ["C40"]),
        ("Thành lập mới 15 CĐCS doanh nghiệp ngoài nhà nước.", ["B01;LH=NQD"]),
        (
            "Hằng năm 100% đoàn viên trong cơ quan hành chính, đơn vị sự nghiệp công lập được"
            " học tập nghị quyết của Đảng.",
            ["F02;LH=HCSN"],
        ),
        ("Trên 80% đoàn viên trong doanh nghiệp được học tập nghị quyết.", ["F02;LH=DN"]),
        ("100% đoàn viên trong cơ quan, doanh nghiệp được học tập nghị quyết.", ["F02"]),
        ("90% đoàn viên trong doanh nghiệp, hợp tác xã được học tập nghị quyết.", ["F02"]),
        ("80% doanh nghiệp ngoài nhà nước có công đoàn ký thỏa ước lao động tập thể.", ["D03"]),
    ],
)
def test_a_figure_is_counted_for_the_unions_its_sentence_names(
    sentence: str, codes: list[str]
) -> None:
    assert [one.indicator for one in targets(f"1. {sentence}")] == codes


def test_the_words_of_the_pack_name_kinds_that_are_there() -> None:
    packs = load_packs()
    data = resources.path("packs/core/target_indicators.json").read_bytes()
    kinds = [one["kind"] for one in msgspec.json.decode(data)["parts"]]
    assert all(types_of(packs, kind) for kind in kinds)
    assert with_part("N02", "%", "CĐCS khu vực nhà nước") == "N02;LH=state"
