"""PDF pages put in order by where their words stand."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.intake.documents import read_document
from desktop.intake.source import Line
from desktop.intake.sources.read_pdf import read_pdf
from desktop.models import resources

LEFT, RIGHT, STEP = 85, 540, 19
Draw = Callable[[Canvas], None]


def pdf(path: Path, *pages: Draw) -> Path:
    for name in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(name, str(resources.path(f"fonts/Tinos-{name}.ttf"))))
    canvas = Canvas(str(path), pagesize=A4)
    for draw in pages:
        canvas.setFont("Regular", 13)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def wrapped(text: str, indent: float = 36, size: float = 13) -> list[tuple[float, str]]:
    """Set a paragraph between the margins; returns (left edge, row)."""
    rows: list[tuple[float, str]] = []
    row, left = "", LEFT + indent
    for word in text.split():
        longer = f"{row} {word}".strip()
        if left + pdfmetrics.stringWidth(longer, "Regular", size) > RIGHT:
            rows.append((left, row))
            row, left = word, LEFT
        else:
            row = longer
    return [*rows, (left, row)]


def column(canvas: Canvas, top: float, rows: Sequence[tuple[float, str]]) -> float:
    for left, row in rows:
        canvas.drawString(left, top, row)
        top -= STEP
    return top


def centred(canvas: Canvas, middle: float, top: float, *rows: str) -> None:
    for place, row in enumerate(rows):
        canvas.drawCentredString(middle, top - STEP * place, row)


def letterhead(canvas: Canvas) -> None:
    """Drawn row by row across both columns, as many programs do."""
    left = ["LIÊN ĐOÀN LAO ĐỘNG TỈNH", "CÔNG ĐOÀN NGÀNH Y TẾ", "Số: 12/KH-CĐYT"]
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
             "Sơn Hà, ngày 05 tháng 02 năm 2027"]  # fmt: skip
    for place, (one, other) in enumerate(zip(left, right, strict=True)):
        centred(canvas, 165, 790 - STEP * place, one)
        centred(canvas, 420, 790 - STEP * place, other)


ITEMS = (
    "I. NỘI DUNG",
    "1. Tổ chức hội thi tay nghề cho đoàn viên trong toàn ngành, mỗi đơn vị cử một đội tham gia, "
    "bảo đảm an toàn, tiết kiệm và đúng thời gian đã định trong chương trình.",
    "2. Phối hợp với chuyên môn đồng cấp khen thưởng những tập thể, cá nhân tiêu biểu trong năm; "
    "tổng kết, báo cáo kết quả về Công đoàn ngành theo quy định hiện hành trước ngày 15/11/2027.",
)


def texts(path: Path, place: str = "body") -> list[str]:
    return [line.printed for line in read_pdf(path).lines if line.place == place]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def signature(canvas: Canvas) -> None:
        letterhead(canvas)
        centred(canvas, 312, 700, "KẾ HOẠCH", "Hội thi tay nghề năm 2027")
        top = column(canvas, 640, [row for item in ITEMS for row in wrapped(item)])
        for place, row in enumerate(["Nơi nhận:", "- Sở Y tế;", "- Các đơn vị;", "- Lưu: VT."]):
            canvas.drawString(LEFT, top - 20 - 14 * place, row)
        centred(canvas, 430, top - 20, "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "", "", "Vũ Thị Lan")

    reading = read_document(pdf(tmp_path / "a.pdf", signature))
    shown = reading.to_json()
    assert shown["issuer"] == "CÔNG ĐOÀN NGÀNH Y TẾ"
    assert shown["parent"] == "LIÊN ĐOÀN LAO ĐỘNG TỈNH"
    assert (shown["number"], shown["date"]) == ("12/KH-CĐYT", "2027-02-05")
    assert shown["subject"] == "Hội thi tay nghề năm 2027"
    assert shown["recipients"] == ["Sở Y tế", "Các đơn vị", "Lưu: VT"]
    assert shown["signer"] == {
        "authority": "TM. BAN THƯỜNG VỤ", "title": "CHỦ TỊCH", "name": "Vũ Thị Lan",
    }  # fmt: skip
    assert [row[2] for row in shown["outline"]] == [re.sub(r"^\S+ ", "", item) for item in ITEMS]


def test_wrapped_lines_are_one_paragraph_also_over_the_page_end(tmp_path: Path) -> None:
    rows = [row for item in ITEMS for row in wrapped(item)]
    for cut in range(1, len(rows)):
        path = pdf(
            tmp_path / f"{cut}.pdf",
            lambda canvas, cut=cut: column(canvas, 780, rows[:cut]),
            lambda canvas, cut=cut: column(canvas, 780, rows[cut:]),
        )
        assert texts(path) == list(ITEMS), cut


@pytest.mark.parametrize("indent", [0, 36])
@pytest.mark.parametrize("mark", [".", ";"])
def test_a_paragraph_at_the_head_of_a_page_is_not_the_end_of_a_full_item(
    mark: str, indent: float, tmp_path: Path
) -> None:
    # Words are added until the item's last row has no room for the paragraph's first word.
    item, more = ITEMS[1].rstrip("."), "một cách đầy đủ và kịp thời theo quy định của cấp trên"
    words = more.split()
    fuller = [" ".join([item, *words[:n]]) + mark for n in range(len(words))]
    room = {
        text: RIGHT - left - pdfmetrics.stringWidth(row, "Regular", 13)
        for text in fuller
        for left, row in [wrapped(text, indent)[-1]]
    }
    full = min(fuller, key=room.__getitem__)
    assert room[full] < pdfmetrics.stringWidth("Trên", "Regular", 13)
    closing = "Trên cơ sở kế hoạch này, các công đoàn cơ sở nghiêm túc thực hiện."

    def first(canvas: Canvas) -> None:
        top = 780.0
        for text in (ITEMS[0], full):
            top = column(canvas, top, wrapped(text, indent)) - 8

    path = pdf(tmp_path / "trang.pdf", first, lambda c: column(c, 780, wrapped(closing)))
    read = read_document(path)
    assert [block.text for block in read.body if block.kind == "item"] == [
        "NỘI DUNG", full.removeprefix("1. "),
    ]  # fmt: skip
    assert closing in [block.text for block in read.body]


def test_running_heads_and_page_numbers_are_set_apart(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.drawCentredString(312, 815, str(number))
            canvas.drawString(LEFT, 30, f"Công đoàn ngành Y tế - trang {number}")
            column(canvas, 770 - 7 * number, [row for item in ITEMS for row in wrapped(item)])

        return draw

    path = pdf(tmp_path / "a.pdf", page(1), page(2), page(3))
    assert texts(path) == list(ITEMS) * 3
    assert texts(path, "header") == ["1", "2", "3"]
    assert texts(path, "footer") == [f"Công đoàn ngành Y tế - trang {n}" for n in (1, 2, 3)]
    assert [block.label for block in read_document(path).outline][:3] == ["I.", "1.", "2."]


def test_tables_with_rules_are_rows_of_cells(tmp_path: Path) -> None:
    edges, rows = (85, 130, 350, 540), (700, 660, 620)

    def draw(canvas: Canvas) -> None:
        column(canvas, 740, [(LEFT, "I. CHỈ TIÊU")])
        for edge in edges:
            canvas.line(edge, rows[0], edge, rows[-1])
        for row in rows:
            canvas.line(edges[0], row, edges[-1], row)
        cells = [["TT", "Chỉ tiêu", "Mức"], ["1", "Kết nạp đoàn viên/mới trong năm", "1.200"]]
        for top, row in zip(rows, cells, strict=False):
            for left, cell in zip(edges, row, strict=False):
                column(canvas, top - 15, [(left + 4, part) for part in cell.split("/")])
        column(canvas, 590, [(LEFT, "II. TỔ CHỨC THỰC HIỆN")])

    reading = read_document(pdf(tmp_path / "a.pdf", draw))
    assert [block.text for block in reading.body if block.kind == "row"] == [
        "TT | Chỉ tiêu | Mức", "1 | Kết nạp đoàn viên mới trong năm | 1.200",
    ]  # fmt: skip
    assert [block.label for block in reading.outline] == ["I.", "II."]


def test_an_empty_page_among_pages_of_text_is_no_scan(tmp_path: Path) -> None:
    def text(canvas: Canvas) -> None:
        column(canvas, 780, [row for item in ITEMS for row in wrapped(item)])

    path = pdf(tmp_path / "a.pdf", text, lambda canvas: canvas.rect(50, 50, 100, 100))
    assert texts(path) == list(ITEMS)


def test_every_line_says_how_it_looks(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Bold", 13)
        column(canvas, 780, [(LEFT, "I. MỤC ĐÍCH")])
        canvas.setFont("Regular", 13)
        column(canvas, 755, wrapped(ITEMS[1]))

    lines: tuple[Line, ...] = read_pdf(pdf(tmp_path / "a.pdf", draw)).lines
    assert [line.bold for line in lines] == [True, False]


def test_labels_set_before_a_tab_stay_with_their_items(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        rows = (
            ("2.1.", "Chăm lo đời sống cho đoàn viên, người lao động", 36),
            ("2.1.1.", "Thăm hỏi đoàn viên ốm đau, thai sản, gặp hoạn nạn", 36),
            ("2.1.2.", "Tổ chức bữa cơm công đoàn tại các tổ sản xuất", 36),
            ("a)", "Tổ cơ khí và tổ điện", 60),
            ("b)", "Tổ đóng gói", 60),
        )
        canvas.drawString(LEFT + 36, 790, "2. NỘI DUNG")
        for place, (label, text, indent) in enumerate(rows):
            top = 790 - STEP * (place + 1)
            canvas.drawString(LEFT + indent, top, label)
            canvas.drawString(LEFT + indent + 48, top, text)

    path = pdf(tmp_path / "a.pdf", draw)
    assert texts(path)[1:] == [
        "2.1. Chăm lo đời sống cho đoàn viên, người lao động",
        "2.1.1. Thăm hỏi đoàn viên ốm đau, thai sản, gặp hoạn nạn",
        "2.1.2. Tổ chức bữa cơm công đoàn tại các tổ sản xuất",
        "a) Tổ cơ khí và tổ điện",
        "b) Tổ đóng gói",
    ]


@pytest.mark.parametrize("hang", [0, 6, 12])
@pytest.mark.parametrize(
    "rows",
    [
        ["- Tỉnh ủy, HĐND, UBND, Ủy ban", "MTTQ Việt Nam cùng cấp;", "- Các ban;", "- Lưu: VT."],
        ["- Các đồng chí Ủy viên Ban Chấp hành", "Công đoàn ngành;", "- Các CĐCS;", "- Lưu: VT."],
        ["- Sở Y tế;", "- Các CĐCS trực thuộc", "Công đoàn ngành", "- Lưu: VT."],
    ],
)
def test_a_wrapped_recipient_is_one_also_where_it_goes_on_with_a_capital(
    tmp_path: Path, rows: list[str], hang: float
) -> None:
    def draw(canvas: Canvas) -> None:
        letterhead(canvas)
        centred(canvas, 312, 700, "KẾ HOẠCH", "Hội thi tay nghề năm 2027")
        top = column(canvas, 640, [row for item in ITEMS for row in wrapped(item)]) - 20
        canvas.drawString(LEFT, top, "Nơi nhận:")
        canvas.setFont("Regular", 11)
        for place, row in enumerate(rows, 1):
            canvas.drawString(LEFT + (0 if row.startswith("-") else hang), top - 13 * place, row)
        canvas.setFont("Regular", 13)
        centred(canvas, 430, top, "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "", "", "Vũ Thị Lan")

    reading = read_document(pdf(tmp_path / "a.pdf", draw))
    whole = " ".join(rows).lstrip("- ").replace(" - ", "|").replace(";", "").rstrip(".").split("|")
    assert reading.to_json()["recipients"] == whole
    assert reading.value("signer.name") == "Vũ Thị Lan"


def test_each_line_tells_the_page_it_begins_on(tmp_path: Path) -> None:
    rows = [row for item in ITEMS for row in wrapped(item)]
    cut = len(wrapped(ITEMS[0])) + len(wrapped(ITEMS[1])) - 1  # within the first item
    path = pdf(
        tmp_path / "trang.pdf",
        lambda canvas: column(canvas, 780, rows[:cut]),
        lambda canvas: column(canvas, 780, rows[cut:]),
    )
    read = read_document(path)
    assert read.pages == (1, 1, 2)
    assert [read.page_of(line) for line in (0, 2, 3, 4)] == [0, 1, 2, 0]
