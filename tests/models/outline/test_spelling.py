"""Vietnamese syllables by rule, and what is questioned in a text."""

import pytest

from desktop.models.outline.spelling import Speller, count_words
from desktop.models.outline.syllables import is_syllable, syllables
from desktop.models.packs.packs import load_packs, shipped_folder

RIGHT = (
    "quốc quyển quýt quân quỳnh quý khuya khuỷu ngoằn ngoèo giếng gì giữ giêng giặc gìn "
    "nghiêng nghĩa nghệ gỗ ghế kỳ kĩ lý lí yêu yến ý ỷ y thuở khuyên tuyết tuyển nguyễn oanh "
    "oan oắt xoong soóc hoà hòa thuỷ thủy uỷ ủy uy khoẻ khỏe toà tòa ngoại nước được đường "
    "hươu rượu uống mưa mía múa khuếch đoạt gia giục giuộc quầy quả quạ quét quên quyết tuần "
    "luật xuân chuẩn buýt kêu đều riêng viên phiếu tiệc nguy nguyên quạnh hoạch giường giảm "
    "giấy ước ấp êm ếch ích quặng quắp quỵt ngoắc loắt thoăn toán khoăn ngành nghề ưu hưu bưu "
    "cừu chiếc điếu vươn mượt tuyên truyền doanh loạt xoáy "
)
WRONG = (
    "ngiêm ngành1 nghành ghỗ kông cế kà qốc quôc ngĩa ghà gê truyềnn côgn kêngười dươc thựcc "
    "đoànn nhâp tât viêc nghiêp hợpp bậch trươc hocj duoc dduoc uyê ưâ aê oia zô fải jì wê qê "
    "nghố "
)


@pytest.mark.parametrize("word", RIGHT.split())
def test_a_syllable_is_right(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", WRONG.split())
def test_what_no_rule_gives_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_the_table_has_the_size_of_the_language() -> None:
    assert 14_000 < len(syllables()) < 19_000


def test_a_syllable_that_ends_in_a_stop_takes_two_tones_only() -> None:
    ends = {one for one in syllables() if one.startswith("h") and one.endswith("ch")}
    assert {"hách", "hạch", "hích", "hịch", "hếch", "hệch"} <= ends
    assert not is_syllable("hàch")
    assert not is_syllable("hach")


def test_all_the_words_of_the_shipped_packs_are_right() -> None:
    packs = load_packs([shipped_folder()])
    names = [r.name for r in (*packs.indicators.values(), *packs.activity_categories.values())]
    names += [r.text for r in packs.snippets.values()] + [e.title for e in packs.calendar]
    speller = Speller(frozenset(packs.words) | {"lđlđ"})
    wrong = {name[a:b] for name in names for a, b in speller.mistakes(name)}
    assert wrong == set()


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 05/KH-LĐLĐ ngày 05/3/2026",
        "gửi về hòm thư abc@congdoan.vn, xem www.congdoan.vn/tin-tuc",
        "v/v tổ chức; (để b/c); TUYÊN TRUYỀN; CĐCS, BCHCĐ; ThS. Trần A; ii) xiv) B2 A4",
        "",
    ],
)
def test_numbers_addresses_and_abbreviations_are_not_questioned(text: str) -> None:
    assert Speller(frozenset({"congdoan"})).mistakes(text) == ()


def test_wrong_words_are_named_by_their_places() -> None:
    text = "Thực hiện kế hoạhc, TUYÊN TRUYỀNN và duoc giao"
    assert [text[a:b] for a, b in Speller().mistakes(text)] == ["hoạhc", "TRUYỀNN", "duoc"]


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("hoạhc", "hoạch"), ("Nghiêp", "Nghiệp"), ("truyềnn", "truyền"), ("duoc", "được"),
        ("ngiệp", "nghiệp"), ("TRUYỀNN", "TRUYỀN"), ("viêc", "việc"), ("cônng", "công"),
        ("nguoiwf", "người"), ("thuwongr", "thưởng"), ("quyeets", "quyết"),
    ],
)  # fmt: skip
def test_the_word_that_is_meant_is_among_the_first(wrong: str, meant: str) -> None:
    usual = count_words(["kế hoạch được giao, công việc doanh nghiệp, tuyên truyền"])
    assert meant in Speller(usual=usual).suggest(wrong)[:2]


def test_a_word_of_the_office_is_offered_for_a_slip_of_it() -> None:
    assert "Veloce" in Speller(frozenset({"veloce"})).suggest("Veloec")


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("ngưòi", "người"), ("truỳen", "truyền"), ("qủa", "quả"), ("ddoanf", "đoàn"),
        ("Nghieepj", "Nghiệp"), ("ddoafn", "đoàn"), ("thuowngr", "thưởng"),
    ],
)  # fmt: skip
def test_a_tone_on_another_letter_or_keys_left_as_struck_are_the_word(
    wrong: str, meant: str
) -> None:
    usual = count_words(["món quà, nghiệp vụ"])
    speller = Speller(usual=usual)
    assert not speller.right(wrong)
    assert speller.suggest(wrong)[0] == meant
