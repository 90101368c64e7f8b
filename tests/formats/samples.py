"""Documents that the tests of the writers share; all wording is the tests' own."""

from datetime import date
from fractions import Fraction

from desktop.formats.document import (
    Addressees,
    AppendixTitle,
    Block,
    Closing,
    Document,
    FormHead,
    Item,
    Letterhead,
    PaperKind,
    Paragraph,
    Recipients,
    Run,
    SectionBreak,
    Signature,
    Title,
    runs,
)
from desktop.formats.table import Align, CellKind, Column, Figure, Role, Row, Table, counted_marks

LONG = (
    "Các công đoàn cơ sở chủ động phối hợp với người sử dụng lao động khảo sát đời sống, "
    "việc làm của đoàn viên; lập danh sách đoàn viên khó khăn cần hỗ trợ; tổng hợp nhu cầu "
    "nhà ở và gửi về Ban Thường vụ trước ngày 15 hằng tháng để có kế hoạch chăm lo kịp thời."
)

CLOSING = Closing(
    (
        Recipients(
            (
                "LĐLĐ tỉnh (để b/c);",
                "Đảng ủy, UBND phường;",
                "Các CĐCS trực thuộc;",
                "Lưu: VT, CĐP.",
            )
        ),
        Signature(("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), "Nguyễn Thị Hạnh"),
    )
)


def outline(repeat: int = 1) -> tuple[Block, ...]:
    """Items of four levels, `repeat` times over."""
    items: list[Block] = [
        Item("I.", runs("Mục đích, yêu cầu"), 0, "roman"),
        Item("1.", runs("Mục đích"), 1, "clause_title"),
        Item("-", runs(LONG), 2, "dash"),
        Item("-", (Run("Phấn đấu "), Run("90% trở lên", bold=True), Run(" CĐCS đạt.")), 2, "dash"),
        Item("2.", runs("Yêu cầu"), 1, "clause_title"),
        Item("a)", runs("Sát thực tế từng đơn vị."), 2, "point"),
        Item("b)", runs("Không trùng lặp nhiệm vụ."), 2, "point"),
        Item("II.", runs("Nội dung"), 0, "roman"),
    ]
    for number in range(1, repeat + 1):
        items += [
            Item(f"{number}.", runs("Chăm lo đời sống đoàn viên"), 1, "clause_title"),
            Item(f"{number}.1.", runs("Tết Sum vầy"), 2, "decimal"),
            Paragraph(runs(LONG)),
            Item(f"{number}.2.", runs("Mái ấm Công đoàn"), 2, "decimal"),
            Item("-", runs(LONG), 3, "dash"),
            Item("+", runs("Hỗ trợ ít nhất 02 nhà."), 4, "plus"),
        ]
    return tuple(items)


def plan(repeat: int = 1) -> Document:
    """A plan with every text block; longer as `repeat` grows."""
    blocks: tuple[Block, ...] = (
        Letterhead(
            "Liên đoàn Lao động tỉnh Quảng Trị",
            "Công đoàn phường Nam Đông Hà",
            5,
            "KH-CĐP",
            "Nam Đông Hà",
            date(2027, 1, 5),
        ),
        Title("Kế hoạch", "Chăm lo đời sống, bảo vệ quyền lợi đoàn viên, người lao động năm 2027"),
        Paragraph(runs("Căn cứ Luật Công đoàn năm 2024;"), "basis"),
        Paragraph(runs("Căn cứ Chương trình công tác năm 2027 của LĐLĐ tỉnh."), "basis"),
        Paragraph(runs("Ban Thường vụ Công đoàn phường xây dựng kế hoạch như sau:")),
        *outline(repeat),
        Paragraph(runs("Trên đây là kế hoạch; đề nghị các CĐCS triển khai thực hiện./.")),
        CLOSING,
    )
    return Document(PaperKind.NAMED, blocks, "Kế hoạch chăm lo năm 2027", "Công đoàn phường")


def dispatch() -> Document:
    """A công văn to two addressees."""
    blocks: tuple[Block, ...] = (
        Letterhead(
            "Liên đoàn Lao động tỉnh Quảng Trị",
            "Công đoàn phường Nam Đông Hà",
            None,
            "CĐP",
            "Nam Đông Hà",
            year=2027,
            month=3,
            dispatch_subject="báo cáo số liệu đoàn viên, công đoàn cơ sở quý I năm 2027",
        ),
        Addressees(("Các công đoàn cơ sở trực thuộc", "Các nghiệp đoàn cơ sở")),
        Paragraph(runs(LONG)),
        Paragraph(runs("Đề nghị các đơn vị gửi báo cáo trước ngày 05/4/2027./.")),
        Closing(
            (
                Recipients(("Như trên;", "Lưu: VT.")),
                Signature(("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH"), "Trần Văn Bình"),
            )
        ),
    )
    return Document(PaperKind.DISPATCH, blocks, "Về việc báo cáo số liệu")


def members_columns() -> tuple[Column, ...]:
    """Columns of a figures form: texts, grouped counts, money and a ratio."""
    count, lao, doan = CellKind.COUNT, ("CNVCLĐ",), ("Đoàn viên",)
    return (
        Column("STT", 5, count, Align.CENTER),
        Column("Tên công đoàn cơ sở", 30),
        Column("Tổng số", 9, count, groups=lao, code="A03"),
        Column("Nữ", 9, count, groups=lao, code="A04"),
        Column("Tổng số", 9, count, groups=doan, code="A05"),
        Column("Nữ", 9, count, groups=doan, code="A06"),
        Column("Tỷ lệ đoàn viên", 9, CellKind.PERCENT, decimals=2),
        Column("Kinh phí (đồng)", 14, CellKind.MONEY),
        Column("Ghi chú", 14),
    )


def members_rows(units: int) -> tuple[Row, ...]:
    """A group, that many units, and the totals; the second unit has no figures yet."""
    rows = [Row(("A. Doanh nghiệp",), Role.GROUP)]
    for number in range(1, units + 1):
        workers, members = 1000 + number, 900 + number
        figures = (workers, 400, members, 350, Fraction(members, workers), 5_060_000, None)
        if number == 2:
            figures = (None, None, Figure(0), None, None, None, "chưa gửi")
        rows.append(Row((number, f"CĐCS Công ty TNHH May số {number}", *figures)))
    total = sum(1000 + n for n in range(1, units + 1))
    rows.append(
        Row(
            ("Tổng cộng", None, total, None, total, None, Fraction(9, 10), None, None),
            Role.TOTAL,
            label_span=2,
        )
    )
    return tuple(rows)


def members_report(units: int = 36) -> Document:
    """A figures report with form head, grouped table and two signatures."""
    table = Table(
        members_columns(),
        members_rows(units),
        unit_note="Đơn vị tính: người",
        marks=counted_marks(9, texts=2),
        name="F1",
    )
    blocks: tuple[Block, ...] = (
        FormHead(
            "Liên đoàn Lao động tỉnh Quảng Trị",
            "Công đoàn phường Nam Đông Hà",
            "Biểu F1",
            "Số liệu công đoàn cơ sở và đoàn viên",
            ("Kỳ: tháng 10/2026", "Bản sửa: 1"),
            ("(Số liệu đến ngày 31/10/2026)",),
        ),
        table,
        Closing(
            (
                Signature(("Người lập biểu",), "Lê Văn Cường", note="(Ký, họ tên)"),
                Signature(
                    ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"),
                    "Nguyễn Thị Hạnh",
                    place_date="Nam Đông Hà, ngày 03 tháng 11 năm 2026",
                ),
            )
        ),
    )
    return Document(PaperKind.FORM, blocks, "Biểu F1 tháng 10/2026", landscape=True)


def programme() -> Document:
    """A programme whose work table is a landscape appendix."""
    columns = (
        Column("STT", 10, CellKind.COUNT, Align.CENTER),
        Column("Nội dung công việc", 92),
        Column("Thời gian", 28, align=Align.CENTER),
        Column("Chủ trì", 34),
        Column("Phối hợp", 36),
        Column("Kinh phí (đồng)", 28, CellKind.MONEY),
        Column("Ghi chú", 22),
    )
    rows: list[Row] = []
    for month in range(1, 13):
        rows.append(Row((f"Tháng {month:02d} (02 việc)",), Role.GROUP))
        rows += [
            Row(
                (
                    n,
                    LONG[: 60 + 40 * n],
                    f"{10 * n}/{month}",
                    "Ban Thường vụ",
                    "Các CĐCS",
                    2_000_000 * n,
                    None,
                )
            )
            for n in (1, 2)
        ]
    base = plan()
    blocks = (
        *base.blocks,
        SectionBreak(landscape=True),
        AppendixTitle(
            "Phụ lục",
            "Nhiệm vụ cụ thể năm 2027",
            "(Kèm theo Chương trình số 05/CTr-CĐP ngày 05 tháng 01 năm 2027)",
        ),
        Table(columns, tuple(rows), name="Công việc"),
    )
    return Document(PaperKind.NAMED, blocks, "Chương trình công tác năm 2027")


def regulation() -> Document:
    """Every kind of label: chapters, articles counting through, clauses, points past d)."""
    items: list[Block] = []
    article = 0
    for chapter in ("I", "II"):
        items.append(Item(f"Chương {chapter}", runs("Quy định chung"), 0, "chapter"))
        for _ in range(2):
            article += 1
            items.append(Item(f"Điều {article}.", runs("Phạm vi"), 1, "article"))
            items.append(Item("1.", runs("Khoản một"), 2, "clause"))
            items.append(Item("2.", runs("Khoản hai"), 2, "clause"))
            items += [Item(f"{letter})", runs("Điểm"), 3, "point") for letter in "abcdđe"]
            items.append(Item("3.", runs("Khoản ba"), 2, "clause"))
            items += [Item(f"{letter})", runs("Điểm"), 3, "point") for letter in "ab"]
    items += [
        Item("A.", runs("Phần phụ"), 0, "roman"),
        Item("B.", runs("Phần phụ"), 0, "roman"),
        Item("1.", runs("Mục"), 1, "clause"),
        Item("1.1.", runs("Mục"), 2, "clause"),
        Item("1.2.", runs("Mục"), 2, "clause"),
        Item("2.", runs("Mục"), 1, "clause"),
        Item("2.1.", runs("Mục"), 2, "clause"),
        Item("2.1.1.", runs("Mục"), 3, "clause"),
        Item("2.1.2.", runs("Mục"), 3, "clause"),
        Item("5.", runs("Số nhảy"), 1, "clause"),
        Item("Phần thứ ba", runs("Điều khoản thi hành"), 0, "part"),
        Item("I.", runs("Mục"), 1, "roman"),
        Item("*", runs("Dấu sao"), 2, "dash"),
    ]
    return Document(PaperKind.NAMED, (Title("Quy chế", "Làm việc"), *items), "Quy chế")
