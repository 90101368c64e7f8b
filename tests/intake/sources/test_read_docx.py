"""Word files: labels as Word prints them, every text walked, changes accepted."""

from pathlib import Path

import docx
import pytest

from desktop.intake.documents import read_document
from desktop.intake.reading import Reading
from desktop.intake.sources.read_docx import read_docx
from tests.intake.gathering import own_documents
from tests.intake.word_files import (
    level,
    numbering,
    paragraph,
    run,
    side,
    styles,
    table,
    write,
)


def labels(reading: Reading) -> list[str]:
    """Labels with their texts, in order."""
    return [f"{block.label} {block.text}" for block in reading.outline]


def depths(reading: Reading) -> list[int]:
    return [block.depth for block in reading.outline]


OUTLINE = [
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "decimal", "%2.%3."),
    level(3, "bullet", "-"),
]


def test_levels_count_and_restart_under_the_level_above(tmp_path: Path) -> None:
    rows = [(0, "A"), (1, "B"), (2, "C"), (2, "D"), (1, "E"), (2, "F"), (0, "G"), (1, "H")]
    path = write(
        tmp_path / "a.docx",
        *(paragraph(text, number="1", level=index) for index, text in rows),
        numbering=numbering({"0": OUTLINE}, {"1": "0"}),
    )
    reading = read_document(path)
    assert labels(reading) == [
        "I. A", "1. B", "1.1. C", "1.2. D", "2. E", "2.1. F", "II. G", "1. H",
    ]  # fmt: skip
    assert depths(reading) == [0, 1, 2, 2, 1, 2, 0, 1]
    assert not any(block.printed for block in reading.outline)


def test_numbers_of_one_list_count_on_unless_overridden(tmp_path: Path) -> None:
    again = (
        '<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1">'
        '<w:startOverride w:val="1"/></w:lvlOverride>'
    )
    path = write(
        tmp_path / "a.docx",
        paragraph("A", number="1", level=1),
        paragraph("B", number="1", level=1),
        paragraph("C", number="2", level=1),
        paragraph("D", number="3", level=1),
        paragraph("E", number="3", level=1),
        numbering=numbering({"0": OUTLINE}, {"1": "0", "2": "0", "3": again}),
    )
    assert labels(read_document(path)) == ["1. A", "2. B", "3. C", "1. D", "2. E"]


def test_number_formats(tmp_path: Path) -> None:
    kinds = ["decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "bullet", "decimal"]
    forms = ["%1.", "%2)", "%3.", "(%4)", "\uf0b7", "Điều %6."]
    levels = [level(i, kind, form) for i, (kind, form) in enumerate(zip(kinds, forms, strict=True))]
    path = write(
        tmp_path / "a.docx",
        *(paragraph(f"x{index}", number="1", level=index) for index in range(6)),
        paragraph("y", number="1", level=5),
        numbering=numbering({"0": levels}, {"1": "0"}),
    )
    assert labels(read_document(path)) == [
        "01. x0", "a) x1", "A. x2", "(i) x3", "• x4", "Điều 1. x5", "Điều 2. y",
    ]  # fmt: skip


def test_start_values_legal_style_and_levels_that_never_restart(tmp_path: Path) -> None:
    levels = [
        level(0, "upperRoman", "%1.", start=3),
        level(1, "decimal", "%1.%2", more="<w:isLgl/>"),
        level(2, "decimal", "Việc %3:", more='<w:lvlRestart w:val="0"/>'),
    ]
    rows = [(0, "A"), (1, "B"), (2, "C"), (0, "D"), (1, "E"), (2, "F")]
    path = write(
        tmp_path / "a.docx",
        *(paragraph(text, number="1", level=index) for index, text in rows),
        numbering=numbering({"0": levels}, {"1": "0"}),
    )
    assert labels(read_document(path)) == [
        "III. A", "3.1 B", "Việc 1: C", "IV. D", "4.1 E", "Việc 2: F",
    ]  # fmt: skip


def test_lists_tied_to_styles_and_taken_away_again(tmp_path: Path) -> None:
    levels = [
        level(0, "upperRoman", "%1.", more='<w:pStyle w:val="Muc"/>'),
        level(1, "decimal", "%2.", more='<w:pStyle w:val="Khoan"/>'),
    ]
    made = styles(
        '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="Khoan"><w:name w:val="Khoản"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="Con"><w:name w:val="Con"/>'
        '<w:basedOn w:val="Khoan"/></w:style>',
    )
    path = write(
        tmp_path / "a.docx",
        paragraph("MỘT", style="Muc"),
        paragraph("a", style="Khoan"),
        paragraph("không đánh số", style="Khoan", number="0"),
        paragraph("b", style="Khoan"),
        numbering=numbering({"0": levels}, {"1": "0"}),
        styles=made,
    )
    reading = read_document(path)
    assert labels(reading) == ["I. MỘT", "1. a", "2. b"]
    assert reading.outline[0].runs[0].bold
    plain = [block.text for block in reading.body if block.kind == "paragraph"]
    assert plain == ["không đánh số"]


def test_tracked_changes_are_accepted(tmp_path: Path) -> None:
    inserted = '<w:ins w:id="1"><w:r><w:t>thêm</w:t></w:r></w:ins>'
    deleted = '<w:del w:id="2"><w:r><w:delText>bớt</w:delText></w:r></w:del>'
    joined = (
        "<w:p><w:pPr><w:rPr><w:del w:id='3'/></w:rPr></w:pPr><w:r><w:t>nửa đầu </w:t></w:r></w:p>"
    )
    path = write(
        tmp_path / "a.docx",
        f"<w:p><w:r><w:t>1. Việc </w:t></w:r>{inserted}{deleted}</w:p>",
        joined,
        "<w:p><w:r><w:t>nửa sau</w:t></w:r></w:p>",
        paragraph("2. Việc khác"),
    )
    reading = read_document(path)
    assert [line for line in reading.source_lines if line] == [
        "1. Việc thêm", "nửa đầu nửa sau", "2. Việc khác",
    ]  # fmt: skip


def test_hidden_text_and_field_codes_are_left_out(tmp_path: Path) -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    by_style = '<w:rStyle w:val="An"/>'
    inner = mark.format("begin") + run("MERGEFIELD") + mark.format("end")
    path = write(
        tmp_path / "a.docx",
        f"<w:p>{run('Có ')}{run('giấu kín', '<w:vanish/>')}{run('chữ hiện')}</w:p>",
        f"<w:p>{mark.format('begin')}{inner}{mark.format('separate')}{run('Kết quả')}"
        f"{mark.format('end')}</w:p>",
        f"<w:p>{run('Ẩn', by_style)}{run('Hiện')}</w:p>",
        f"<w:p>{mark.format('begin')}{run('mã dở dang')}</w:p>",
        paragraph("Sau mã dở dang"),
        styles=styles(
            '<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
        ),
    )
    assert list(read_document(path).source_lines) == [
        "Có chữ hiện", "Kết quả", "Hiện", "Sau mã dở dang",
    ]  # fmt: skip


def test_formulas_and_notes_that_say_the_same_are_kept(tmp_path: Path) -> None:
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    formula = f"<m:oMath {space}><m:r><m:t>a = b + 1</m:t></m:r></m:oMath>"
    notes = [f'<w:footnote w:id="{n}">{paragraph("Như trên.")}</w:footnote>' for n in (1, 2)]
    path = write(
        tmp_path / "a.docx",
        f"<w:p>{run('Mức: ')}{formula}</w:p>",
        footnotes=side("footnotes", *notes),
    )
    assert list(read_document(path).source_lines) == ["Mức: a = b + 1", "Như trên.", "Như trên."]


def test_fonts_from_before_unicode_are_converted(tmp_path: Path) -> None:
    def font(name: str) -> str:
        return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'

    cut = run("coâng ñoa", font("VNI-Times")) + run("øn cô sôû", font("VNI-Times"))
    path = write(
        tmp_path / "a.docx",
        f"<w:p>{run('KÕ ho¹ch c«ng t¸c', font('.VnTime'))}{run(' năm 2027')}</w:p>",
        f"<w:p>{run('tæng liªn ®oµn', font('.VnTimeH'))}</w:p>",
        f"<w:p>{run('Ban Th', font('.VnTime'))}<w:r><w:rPr>{font('.VnTime')}</w:rPr>"
        f"<w:softHyphen/></w:r>{run('êng vô', font('.VnTime'))}</w:p>",
        f"<w:p>{cut}</w:p>",
        f"<w:p>{run('Chữ Unicode trong phông cũ', font('VNI-Times'))}</w:p>",
    )
    assert list(read_document(path).source_lines) == [
        "Kế hoạch công tác năm 2027", "TỔNG LIÊN ĐOÀN", "Ban Thường vụ",
        "công đoàn cơ sở", "Chữ Unicode trong phông cũ",
    ]  # fmt: skip


def test_a_text_box_is_read_once_although_word_writes_it_twice(tmp_path: Path) -> None:
    inner = f"<w:txbxContent>{paragraph('Trong khung')}</w:txbxContent>"
    box = (
        "<w:p><w:r><w:t>Bên ngoài</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>"
        f"<wps:txbx>{inner}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{inner}</v:textbox>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    reading = read_document(write(tmp_path / "a.docx", box))
    assert list(reading.source_lines) == ["Bên ngoài", "Trong khung"]


def test_letterhead_and_signature_in_tables(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.docx",
        table(
            (
                ["LIÊN ĐOÀN LAO ĐỘNG", "TỈNH HẢI SƠN", "Số: 08/KH-LĐLĐ"],
                [
                    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                    "Độc lập - Tự do - Hạnh phúc",
                    "Hải Sơn, ngày 06 tháng 01 năm 2027",
                ],
            )
        ),
        paragraph("KẾ HOẠCH", align="center", bold=True),
        paragraph("Công tác nữ công", align="center", bold=True),
        paragraph("năm 2027", align="center", bold=True),
        paragraph("Căn cứ Hướng dẫn số 02/HD-TLĐ ngày 04/01/2027 của Tổng Liên đoàn;"),
        paragraph("I. NỘI DUNG"),
        paragraph("1. Tổ chức 02 lớp tập huấn."),
        table((["STT"], ["Việc"], ["Tháng"]), (["1"], ["Họp"], ["3"])),
        table(
            (
                ["Nơi nhận:", "- Tỉnh ủy;", "- Lưu: VT."],
                ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "", "Lý Thu Cúc"],
            )
        ),
    )
    reading = read_document(path)
    shown = reading.to_json()
    assert shown["issuer"] == "LIÊN ĐOÀN LAO ĐỘNG TỈNH HẢI SƠN"
    assert (shown["number"], shown["place"], shown["date"]) == (
        "08/KH-LĐLĐ", "Hải Sơn", "2027-01-06",
    )  # fmt: skip
    assert shown["subject"] == "Công tác nữ công năm 2027"
    assert len(shown["legal_basis"]) == 1
    assert shown["recipients"] == ["Tỉnh ủy", "Lưu: VT"]
    assert shown["signer"] == {
        "authority": "TM. BAN THƯỜNG VỤ", "title": "CHỦ TỊCH", "name": "Lý Thu Cúc",
    }  # fmt: skip
    assert labels(reading) == ["I. NỘI DUNG", "1. Tổ chức 02 lớp tập huấn."]
    assert [block.text for block in reading.body if block.kind == "row"] == [
        "STT | Việc | Tháng", "1 | Họp | 3",
    ]  # fmt: skip


def test_a_letterhead_in_the_page_header_counts_and_page_footers_do_not(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.docx",
        paragraph("KẾ HOẠCH"),
        paragraph("Tổ chức hội thao"),
        paragraph("1. Thi kéo co"),
        header1=side("hdr", paragraph("CÔNG ĐOÀN XÃ TÂN PHÚ"), paragraph("Số: 04/KH-CĐX")),
        footer1=side("ftr", paragraph("1. Chân trang")),
    )
    reading = read_document(path)
    assert reading.value("issuer") == "CÔNG ĐOÀN XÃ TÂN PHÚ"
    assert reading.value("number") == "04/KH-CĐX"
    assert labels(reading) == ["1. Thi kéo co"]
    assert any(b.text == "1. Chân trang" and b.zone == "furniture" for b in reading.body)


def test_soft_line_breaks_keep_items_apart(tmp_path: Path) -> None:
    broken = "<w:p><w:r><w:t>1. Một</w:t><w:br/><w:t>2. Hai</w:t></w:r></w:p>"
    assert labels(read_document(write(tmp_path / "a.docx", broken))) == ["1. Một", "2. Hai"]


@pytest.mark.parametrize("path", own_documents(), ids=lambda p: p.stem)
def test_the_same_document_reads_the_same_from_word(tmp_path: Path, path: Path) -> None:
    reading = read_document(path)
    file = docx.Document()
    for block in reading.body:
        if block.kind == "furniture" and not any(char.isalnum() for char in block.text):
            continue
        added = file.add_paragraph()
        added.add_run(f"{block.label} ")
        for part in block.runs:
            made = added.add_run(part.text)
            made.bold, made.italic = part.bold, part.italic
    copy = tmp_path / "bản sao.docx"
    file.save(str(copy))
    again = read_document(copy)
    assert [(b.depth, b.label, b.text) for b in again.outline] == [
        (b.depth, b.label, b.text) for b in reading.outline
    ]
    assert [f.value for f in again.recipients] == [f.value for f in reading.recipients]
    assert again.value("doc_type") == reading.value("doc_type")
    assert again.value("number") == reading.value("number")


@pytest.mark.parametrize("code", ["", "abcz", "1.5", "-1", "9" * 40, "∞"])
def test_a_symbol_of_no_known_code_is_read_past(tmp_path: Path, code: str) -> None:
    symbol = f'<w:sym w:font="x" w:char="{code}"/>'
    odd = f"<w:p><w:r><w:t>1. Vận động</w:t>{symbol}<w:t> đoàn viên.</w:t></w:r></w:p>"
    path = write(tmp_path / "a.docx", paragraph("I. MỤC ĐÍCH"), odd, paragraph("2. Báo cáo."))
    assert "1. Vận động đoàn viên." in [
        told.replace("\xa0", " ") for told in labels(read_document(path))
    ]


def test_a_word_file_tells_its_pages_where_word_wrote_them(tmp_path: Path) -> None:
    end = "<w:r><w:lastRenderedPageBreak/></w:r>"
    within = f"<w:p>{run('Đoạn bắt đầu ở trang một,')}{end}{run(' sang trang hai.')}</w:p>"
    ahead = f"<w:p>{end}{run('Đoạn ở trang ba.')}</w:p>"
    body = [paragraph("Mở đầu."), within, paragraph("Vẫn ở trang hai."), ahead]
    assert read_docx(write(tmp_path / "a.docx", *body)).pages() == (1, 1, 2, 3)
    plain = read_docx(write(tmp_path / "b.docx", paragraph("Một."), paragraph("Hai.")))
    assert plain.pages() == ()


def test_tables_that_touch_and_share_their_columns_are_one(tmp_path: Path) -> None:
    def one(grid: str, *names: str) -> str:
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid.split())
        rows = table(*([[name], ["x"]] for name in names))
        return rows.replace("<w:tbl>", f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>")

    path = write(
        tmp_path / "a.docx",
        one("100 200", "A", "B") + one("100 200", "C"),
        one("300 50", "D"),
        paragraph("giữa hai bảng"),
        one("300 50", "E"),
    )
    cells = [line.cell for line in read_docx(path).lines if line.text in set("ABCDE")]
    assert [(cell.table, cell.row) for cell in cells if cell] == [
        (0, 0), (0, 1), (0, 2), (1, 0), (2, 0),
    ]  # fmt: skip
