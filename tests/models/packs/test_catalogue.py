"""The shipped indicators hold every row of the catalogue, written out here by hand.

Each line: codes of the row, unit of each, type of each, how often. A row of several values is
a family: its first code, and codes with a tail. Frequency T month, Q quarter, H half-year,
N year, X ad hoc.
"""

import pytest

from desktop.models.packs.packs import load_packs

ROWS = """
A01 A01N | người | S | T
A02 | người | S | N
A03 A03N | người | S | T
A03D | người | S | Q
A03T A03X | người | S | N
A04 | % | R | T
A05 | CĐCS | S | T
A06 | NĐ | S | T
A06M | người | S | T
A07 A07B A07T | đơn vị | S | H
A08 A08C | DN | S | H
A08R A09R | % | R | H
A09 A09C | DN | S | H
A10 A10N A11 A12 A12K | người | S | N
A13 | ban | S | H
A14 | CĐCS | S | N
A14R | % | R | N
B00 B09 | CĐCS | S | T
B01 B03 B04 B05 B06 B07 B08 B10 B20 | CĐCS | F | T
B01M B02M | người | F | T
B02 | NĐ | F | T
C00 C00N | người | S | T
C11 C12 C13 C14 C15 C16 C10 C11N C12N C13N C14N C15N C16N C10N | người | F | T
C21 C22 C23 C24 C25 C26 C27 C28 C29 C30 C20 | người | F | T
C21N C22N C23N C24N C25N C26N C27N C28N C29N C30N C20N | người | F | T
C40 C40N C41 C41N C42 C42N | người | F | T
C43 | thẻ | F | T
D01 | đơn vị | S | H
D02 | bản | S | H
D03 | % | R | H
D04 D05 D06 | bản | F | T
D07 D07B D07C D07D D08 | bản | S | N
D10 | đơn vị | F | Q
D10T | đơn vị | S | Q
D10R | % | R | Q
D11 | DN | F | H
D11T | DN | S | H
D11R | % | R | H
D12 D13 | cuộc | F | Q
D14 | cuộc | F | H
D14L | lượt | F | H
D15 D15G D16 | lượt | F | Q
D16V | vụ | F | Q
D17 | vụ | F | N
D18 D19 | cuộc | F | T
D18P D19P | người | F | T
D20 | DN | F | H
D20P | người | S | H
D20V | đồng | S | H
D20B | đồng/suất | R | H
D21 D21T | đơn vị | S | N
D21R | % | R | N
D22 | ban | S | N
D23 | cuộc | F | N
D24 | DN | F | N
D25 | vụ | F | T
D25P D25C | người | F | T
D26 D26K | DN | S | Q
D26D D26KD | đồng | S | Q
E01 | cuộc | F | X
E01P | người | F | X
E01D E01X E02D E02X E03D E03X E04D E04X E14 | đồng | F | X
E02 | suất | F | X
E03 | vé | F | X
E03C | chuyến | F | X
E04 | cuộc | F | X
E04L | lượt | F | X
E05 E05S | nhà | F | Q
E05D E05X E06D E06X | đồng | F | Q
E06 | CĐCS | F | Q
E06P | người | F | Q
E07 | lượt | F | T
E07D E07X | đồng | F | T
E08 E09 E13 E13N | người | F | N
E08T | người | S | N
E08R E09R E15R | % | R | N
E10 | hoạt động | F | H
E10P | người | F | H
E10D E10X | đồng | F | H
E11 | lượt | F | N
E11D E12D E12X | đồng | F | N
E12 | suất | F | N
E14M | người | F | X
E15 | lượt | F | N
E15P | người | F | N
F01 | buổi | F | T
F01L | lượt | F | T
F02 | % | R | N
F02P | người | F | N
F03 | lớp | F | N
F03L | lượt | F | N
F04 F04C | người | F | N
F04T F04CT | người | S | N
F04R F04CR | % | R | N
F05 | tin | F | T
F05T | nhóm | S | T
F05L | lượt | F | T
F06 | người | F | N
F06R F07R | % | R | N
F07 | cuộc | F | N
F07C | CĐCS | F | N
G01 G01K | CĐCS | F | N
G01R | % | R | N
G02 | sáng kiến | F | N
G02D | đồng | F | N
G03 | công trình | F | N
G04 G04T G04G G04C | lượt | F | N
G04A | tập thể | F | N
G04B G05 G06 G06V | người | F | N
G07 G07C | bản | F | N
H01 | cuộc | F | Q
H02 H02D H03 | cuộc | F | N
H02C | CĐCS | F | N
H02T | CĐCS | S | N
H02R | % | R | N
H04 H04G | đơn | F | Q
H05 | UBKT | S | N
H05P | người | S | N
K01 K03 | người | S | Q
K02 K04 K05 K05T K06 K06T K07 K08 K08D K09 K10 K11 K12 K13 K14 K15 K16 | đồng | F | Q
K05R K06R | % | R | Q
K17 K17B | đồng | S | Q
K18 K19 K19Q | CĐCS | F | N
K18R | % | R | N
L01 | ban | S | N
L01T | CĐCS | S | N
L01R L03R L03B | % | R | N
L02 | hoạt động | F | Q
L02L | lượt | F | Q
L03 L03T | người | S | N
M01 M02 | người | F | Q
M02R | % | R | Q
M03 | người/CĐCS | R | N
N01 N01B N01C N01D N01E N01T | CĐCS | S | N
N02 N05 | % | R | N
N03 | mức | S | N
N04 | CĐCS | S | Q
N04R N04HR | % | R | Q
N04H | hồ sơ | S | Q
N05V N05T | văn bản | F | N
"""

CATALOGUE = {
    code: (unit, kind, often)
    for line in ROWS.strip().splitlines()
    for codes, unit, kind, often in [[part.strip() for part in line.split("|")]]
    for code in codes.split()
}
MOVED_OUTSIDE_THE_EQUATION = {"C40", "C41", "C42", "C43"}
RATIOS = {
    "A04": ("A03", "A01"), "A08R": ("A08C", "A08"), "A09R": ("A09C", "A09"),
    "D03": ("D02", "D01"), "D10R": ("D10", "D10T"), "D11R": ("D11", "D11T"),
    "D20B": ("D20V", "D20P"), "D21R": ("D21", "D21T"), "E08R": ("E08", "E08T"),
    "E09R": ("E09", "A03"), "E15R": ("E15P", "A03"), "F02": ("F02P", "A03"),
    "F04R": ("F04", "F04T"), "F04CR": ("F04C", "F04CT"), "F06R": ("F06", "A01"),
    "F07R": ("F07C", "A05 A06"), "G01R": ("G01", "A05 A06"), "H02R": ("H02C", "H02T"),
    "K05R": ("K05T", "K05"), "K06R": ("K06T", "K06"), "K18R": ("K18", "A05 A06"),
    "L01R": ("L01", "L01T"), "L03R": ("L03", "L03T"), "L03B": ("A10N", "A10"),
    "M02R": ("M02", "M01"), "M03": ("M01", "A05 A06"), "N02": ("N01 N01B", "N01T"),
    "N04R": ("N04", "A05 A06"),
    "N04HR": ("N04H", "A03"), "N05": ("N05V", "N05T"), "A14R": ("A14", "A05 A06"),
}  # fmt: skip


def test_the_pack_holds_the_catalogue_and_nothing_else() -> None:
    assert set(load_packs().indicators) == set(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_row_has_the_unit_type_and_frequency_of_the_catalogue(code: str) -> None:
    found = load_packs().indicators[code]
    assert (found.unit, found.type, found.frequency) == CATALOGUE[code]
    assert found.group == code[0]
    assert found.money == found.unit.startswith("đồng")


def test_ratios_are_made_of_the_rows_the_catalogue_names() -> None:
    found = {
        i.code: (" ".join(i.numerator), " ".join(i.denominator))
        for i in load_packs().indicators.values() if i.type == "R"
    }  # fmt: skip
    assert found == RATIOS


def test_what_is_of_no_whole_is_not_checked_as_a_part() -> None:
    indicators = load_packs().indicators
    free = {code for code in RATIOS if not indicators[code].part_of_whole}
    assert free == {"A04", "D20B", "K05R", "K06R", "M02R", "M03"}


def test_every_movement_of_members_has_its_sign_and_its_women() -> None:
    indicators = load_packs().indicators
    for number in range(11, 31):
        code = f"C{number}"
        if code not in indicators or code == "C20":
            continue
        sign = 1 if number < 20 else -1
        women = indicators[code + "N"]
        assert (indicators[code].sign, women.sign, women.part_of) == (sign, sign, code)
    for code in MOVED_OUTSIDE_THE_EQUATION:
        assert indicators[code].sign == 0


def test_what_is_asked_by_ownership_type_says_so() -> None:
    indicators = load_packs().indicators
    by = {code for code, i in indicators.items() if "LH" in i.by}
    assert {"A01", "A01N", "A02", "A03", "A03N", "A04", "A05", "A13", "B01", "B01M", "B03",
            "C11", "C30", "F02", "N02"} <= by  # fmt: skip
    assert by.isdisjoint({"A06", "A08", "B04", "D01", "E01", "K01"})


def test_counterparts_and_notes_are_those_of_the_catalogue() -> None:
    indicators = load_packs().indicators
    pairs = {(i.code, i.counterpart) for i in indicators.values() if i.counterpart}
    wanted = {("C13", "C21"), ("C21", "C13"), ("C15", "C27"), ("C27", "C15"), ("B07", "B08"),
              ("B08", "B07")}  # fmt: skip
    assert {pair for pair in pairs if not pair[0].endswith("N")} == wanted
    assert {i.code for i in indicators.values() if i.needs_note} == {"C16", "C30"}


def test_families_point_to_their_first_code() -> None:
    indicators = load_packs().indicators
    for indicator in indicators.values():
        if indicator.line is not None:
            assert indicators[indicator.line].line is None, indicator.code
            assert indicator.code.startswith(indicator.line), indicator.code
