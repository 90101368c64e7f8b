"""PDF files with text are read; scans, locked and broken ones are told apart."""

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.intake.documents import read_document
from desktop.models import resources
from desktop.models.errors import Refusal

ROWS = (
    "CÔNG ĐOÀN XÃ TÂN PHÚ",
    "Số: 04/KH-CĐX",
    "Tân Phú, ngày 03 tháng 02 năm 2027",
    "KẾ HOẠCH",
    "Tổ chức hội thao công nhân",
    "I. NỘI DUNG",
    "1. Thi kéo co giữa các công đoàn cơ sở trên địa bàn xã, mỗi đơn vị một",
    "đội gồm tám người.",
    "2. Thi cờ tướng.",
    "TM. BAN CHẤP HÀNH",
    "CHỦ TỊCH",
    "Lê Văn Tám",
)


def pdf(path: Path, rows: tuple[str, ...], lock: str | None = None) -> Path:
    """Write the rows on one page."""
    file = next(resources.path("fonts").rglob("*Regular*.ttf"))
    pdfmetrics.registerFont(TTFont("Body", str(file)))
    secret = StandardEncryption(lock) if lock else None
    canvas = Canvas(str(path), pagesize=A4, encrypt=secret)
    canvas.rect(50, 50, 400, 700)
    canvas.setFont("Body", 12)
    for index, row in enumerate(rows):
        canvas.drawString(70, 780 - 18 * index, row)
    canvas.save()
    return path


def test_text_of_a_pdf_is_read(tmp_path: Path) -> None:
    reading = read_document(pdf(tmp_path / "kế hoạch.pdf", ROWS))
    assert reading.value("number") == "04/KH-CĐX"
    assert reading.value("date") == "2027-02-03"
    assert reading.value("signer.name") == "Lê Văn Tám"
    assert [(b.depth, b.label) for b in reading.outline] == [(0, "I."), (1, "1."), (1, "2.")]
    assert reading.outline[1].text.endswith("mỗi đơn vị một đội gồm tám người.")


@pytest.mark.parametrize(
    ("rows", "lock", "code"), [((), None, "E_SCAN"), (ROWS, "bí mật", "E_PASSWORD")]
)
def test_scans_and_locked_files_are_refused(
    tmp_path: Path, rows: tuple[str, ...], lock: str | None, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        read_document(pdf(tmp_path / "a.pdf", rows, lock))
    assert caught.value.code == code


def test_a_cut_pdf_is_refused(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", ROWS)
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(Refusal) as caught:
        read_document(path)
    assert caught.value.code in ("E_TRUNCATED", "E_SCAN")


def struck_pdf(path: Path, height: float) -> Path:
    """A plan in which "10" and three words have a line drawn at that part of their height."""
    file = next(resources.path("fonts").rglob("*Regular*.ttf"))
    pdfmetrics.registerFont(TTFont("Body", str(file)))
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Body", 12)
    rows = ("Số: 04/KH-CĐX", "KẾ HOẠCH", "Tổ chức hội thao", "I. NỘI DUNG")
    for index, row in enumerate(rows):
        canvas.drawString(70, 780 - 18 * index, row)
    for index, parts in enumerate(
        (
            ("1. Gửi báo cáo trước ngày ", "10", "25/5/2027 về tỉnh."),
            ("2. Vận động ", "sáu trăm đoàn viên và ", "người lao động."),
        )
    ):
        left = 70.0
        for place, part in enumerate(parts):
            wide = canvas.stringWidth(part, "Body", 12)
            canvas.drawString(left, 700 - 18 * index, part)
            if place == 1:
                middle = 700 - 18 * index + height
                canvas.line(left, middle, left + wide - 1, middle)
            left += wide
    canvas.save()
    return path


def test_words_struck_through_are_told_apart_and_kept_outside(tmp_path: Path) -> None:
    reading = read_document(struck_pdf(tmp_path / "a.pdf", 3.6))
    assert [block.text for block in reading.outline] == [
        "NỘI DUNG", "Gửi báo cáo trước ngày 25/5/2027 về tỉnh.", "Vận động người lao động.",
    ]  # fmt: skip
    outside = [block.text for block in reading.body if block.zone == "furniture"]
    assert outside == ["10", "sáu trăm đoàn viên và"]


def test_underlined_words_stand(tmp_path: Path) -> None:
    reading = read_document(struck_pdf(tmp_path / "a.pdf", -1.6))
    assert reading.outline[2].text == "Vận động sáu trăm đoàn viên và người lao động."
