"""Departures from the layout rules are named; a document that keeps them has none."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.documents.checker import check, left_open
from desktop.documents.checker_words import as_printed
from desktop.documents.layout import with_settings
from desktop.formats.document import (
    Addressees,
    Block,
    Closing,
    Document,
    Letterhead,
    PaperKind,
    Paragraph,
    Recipients,
    Signature,
    Title,
    runs,
)
from desktop.formats.layout import shipped_layout

LAYOUT = shipped_layout()
HEAD = Letterhead("LĐLĐ tỉnh", "CĐCS", 5, "KH-CĐCS", "Huế", date(2027, 1, 5))
TITLE = Title("Kế hoạch", "Chăm lo đoàn viên năm 2027")
END = Paragraph(runs("Đề nghị các tổ công đoàn thực hiện./."))
CLOSING = Closing(
    (
        Recipients(("LĐLĐ tỉnh;", "Lưu: VT.")),
        Signature(("TM. BAN CHẤP HÀNH", "CHỦ TỊCH"), "Nguyễn Thị Hạnh"),
    )
)


def paper(*blocks: Block, kind: PaperKind = PaperKind.NAMED) -> Document:
    return Document(kind, blocks, "x")


def places(document: Document, settings: dict[str, object] | None = None) -> list[str]:
    return [d.where for d in check(document, with_settings(LAYOUT, settings or {}))]


def test_a_plan_that_keeps_the_rules_has_no_departures() -> None:
    assert check(paper(HEAD, TITLE, END, CLOSING), LAYOUT) == []


def test_room_left_for_a_number_is_told() -> None:
    left = Paragraph(runs("Tặng ít nhất … suất quà cho đoàn viên khó khăn."))
    (told,) = left_open(paper(HEAD, TITLE, left, END, CLOSING))
    assert told.message.startswith("Còn chỗ để trống: “Tặng ít nhất … suất quà")
    etc = Paragraph(runs("Hội thao, văn nghệ, tham quan…"))
    assert list(left_open(paper(HEAD, TITLE, etc, END, CLOSING))) == []


def test_a_dispatch_that_keeps_the_rules_has_no_departures() -> None:
    head = replace(HEAD, symbol="CĐCS", dispatch_subject="báo cáo số liệu")
    document = paper(head, Addressees(("LĐLĐ tỉnh",)), END, CLOSING, kind=PaperKind.DISPATCH)
    assert check(document, LAYOUT) == []


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"page.margin_mm.left": 20}, "Lề trang"),
        ({"number_page_one": True}, "Số trang"),
        ({"styles.motto.size_pt": 16}, "Tiêu ngữ"),
        ({"body.line": 2.0}, "Nội dung"),
        ({"page.margin_mm.left": 35, "pairs.header_mm": [100, 65]}, "Quốc hiệu"),
    ],
)
def test_settings_outside_the_rules_are_named(settings: dict[str, object], where: str) -> None:
    assert where in places(paper(HEAD, TITLE, END, CLOSING), settings)


def test_lines_of_the_letterhead_set_smaller_than_allowed_are_named() -> None:
    far = replace(HEAD, place="Thành phố Hồ Chí Minh và các vùng phụ cận phía Nam")
    long = replace(HEAD, symbol="KH-CĐCSTRƯỜNGTHPTDÂNTỘCNỘITRÚHƯỚNGHÓAQUẢNGTRỊ")
    near = replace(HEAD, place="Thành phố Hồ Chí Minh")
    assert places(paper(far, TITLE, END, CLOSING)) == ["Địa danh, ngày tháng"]
    assert places(paper(long, TITLE, END, CLOSING)) == ["Số, ký hiệu"]
    assert places(paper(near, TITLE, END, CLOSING)) == []


def test_different_body_sizes_are_named() -> None:
    document = paper(HEAD, TITLE, Paragraph(runs("x"), "dash"), END, CLOSING)
    assert places(document, {"styles.dash.size_pt": 13}) == ["Nội dung"]


@pytest.mark.parametrize("symbol", ["/KH-CĐCS", "2026/CV-CĐCS", "KH CĐCS", "Ctr-CĐCS", ""])
def test_wrong_symbols_are_named(symbol: str) -> None:
    assert "Số, ký hiệu" in places(paper(replace(HEAD, symbol=symbol), TITLE, END, CLOSING))


@pytest.mark.parametrize(
    "text",
    ["ngày 05 tháng 06 năm 2027", "ngày 5 tháng 6 năm 2027", "ngày 15 tháng 2 năm 2027"],
)
def test_zeros_in_dates_are_checked(text: str) -> None:
    assert places(paper(HEAD, TITLE, Paragraph(runs(text)), END, CLOSING)) == ["Nội dung"]


def test_right_dates_pass() -> None:
    text = Paragraph(runs("ngày 05 tháng 01 năm 2027, ngày 15 tháng 12 năm 2027, ngày 10 tháng 6"))
    assert places(paper(HEAD, TITLE, text, END, CLOSING)) == []


@pytest.mark.parametrize("last", ["Hết.", "Hết./. Còn nữa", "Hết./. ./."])
def test_the_end_mark_stands_once_and_last(last: str) -> None:
    document = paper(HEAD, TITLE, Paragraph(runs(last)), CLOSING)
    assert places(document) == ["Cuối văn bản"]


@pytest.mark.parametrize(
    "lines", [("LĐLĐ tỉnh;",), ("LĐLĐ tỉnh.", "Lưu: VT."), ("LĐLĐ tỉnh;", "Lưu: VT"), ()]
)
def test_recipients_end_in_the_archive_line(lines: tuple[str, ...]) -> None:
    closing = Closing((Recipients(lines), CLOSING.columns[1]))
    assert places(paper(HEAD, TITLE, END, closing)) == ["Nơi nhận"]


@pytest.mark.parametrize("line", ["T/M BAN CHẤP HÀNH", "TM.BAN CHẤP HÀNH"])
def test_wrong_authority_lines_are_named(line: str) -> None:
    closing = Closing((CLOSING.columns[0], Signature((line,), "Nguyễn Thị Hạnh")))
    assert places(paper(HEAD, TITLE, END, closing)) == ["Chữ ký"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Thực hiện Kế hoạch số 77//KH-LĐLĐ ngày 28/7/2026, các đơn vị", True),
        ("Theo Chương trình số 12/Ctr-LĐLĐ ngày 05/01/2026", True),
        ("Thực hiện Kế hoạch số 77/KH-LĐLĐ, xem https://vidu.vn/2026//tin", False),
    ],
)
def test_slips_in_cited_numbers_are_seen_as_printed(line: str, told: bool) -> None:
    assert [one.where for one in as_printed([line])] == ["Nội dung"] * told


def test_titles_before_the_signers_name_are_named() -> None:
    closing = Closing((CLOSING.columns[0], Signature(("CHỦ TỊCH",), "ThS. Nguyễn Thị Hạnh")))
    assert places(paper(HEAD, TITLE, END, closing)) == ["Chữ ký"]


def test_a_dispatch_without_addressee_or_with_a_type_word_is_named() -> None:
    document = paper(HEAD, TITLE, END, CLOSING, kind=PaperKind.DISPATCH)
    assert places(document) == ["Kính gửi", "Tên loại", "Trích yếu công văn"]


def test_quotes_around_the_dispatch_subject_are_named() -> None:
    head = replace(HEAD, symbol="CĐCS", dispatch_subject="“báo cáo số liệu”")
    document = paper(head, Addressees(("LĐLĐ tỉnh",)), END, CLOSING, kind=PaperKind.DISPATCH)
    assert places(document) == ["Trích yếu công văn"]
    bold = {"styles.dispatch_subject.bold": True}
    assert places(document, bold) == ["Trích yếu công văn"] * 2


def test_double_slashes_and_wrong_basis_ends_are_named() -> None:
    text = Paragraph(runs("Thực hiện Kế hoạch số 77//KH-LĐLĐ"))
    basis = (Paragraph(runs("Căn cứ A"), "basis"), Paragraph(runs("Căn cứ B."), "basis"))
    assert places(paper(HEAD, TITLE, text, END, CLOSING)) == ["Nội dung"]
    assert places(paper(HEAD, TITLE, *basis, END, CLOSING)) == ["Căn cứ"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Tân Phú, ngày 5 tháng 6 năm 2027", True),
        ("Số: 05/KH-CĐX          Tân Phú, ngày 15 tháng 06 năm 2027", True),
        ("Tân Phú, ngày 15 tháng 2 năm 2027", True),
        ("Tân Phú, ngày 05 tháng 02 năm 2027", False),
        ("Tân Phú, ngày 15 tháng 6 năm 2027", False),
    ],
)
def test_the_day_of_the_letterhead_is_looked_at_as_printed(line: str, told: bool) -> None:
    found = [one.where for one in as_printed([line])]
    assert ("Địa danh, ngày tháng" in found) is told
