"""The printed page: what it shows, and what cameras and scanners make of it is read back."""

from pathlib import Path
from shutil import copytree
from zlib import compress, crc32

import pypdfium2
import pytest

from desktop.models.errors import Refusal
from desktop.models.pdfium import PDFIUM
from desktop.models.store.store import Store
from desktop.tasks.exchange.qr_sheet import PrintedSheet, print_sheet
from desktop.tasks.exchange.receive import receive
from desktop.tasks.exchange.scanning import is_scan, texts_in
from tests.support.camera import (
    aslant,
    blurred,
    grainy,
    printed,
    rotated,
    saved,
    shadowed,
    shrunk,
)  # fmt: skip

PERIOD = "2025-12"


@pytest.fixture(scope="module")
def offices(sample_offices: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copytree(sample_offices, tmp_path_factory.mktemp("mẫu"), dirs_exist_ok=True)


@pytest.fixture(scope="module")
def sheet(offices: Path) -> PrintedSheet:
    with Store.open(offices / "grassroots-1") as store:
        return print_sheet(store, "F3", PERIOD, "", offices / "phiếu QR.pdf")


@pytest.fixture(scope="module")
def page(sheet: PrintedSheet):
    return {dpi: printed(sheet.path, dpi) for dpi in (150, 300)}


def page_text(path: Path) -> str:
    with PDFIUM:
        document = pypdfium2.PdfDocument(path)
        try:
            return " ".join(document[0].get_textpage().get_text_bounded().split())
        finally:
            document.close()


def test_the_page_says_it_all_to_the_eye(sheet: PrintedSheet) -> None:
    text = page_text(sheet.path)
    for words in ("PHIẾU QR SỐ LIỆU", "Tháng 12/2025", "CĐCS", "Kết nạp mới", "Nhận từ phiếu QR",
                  sheet.id[:8], "Công đoàn phường Sông Thanh", "Báo cáo lần đầu"):  # fmt: skip
        assert words in text, words


def test_the_file_itself_is_read(sheet: PrintedSheet) -> None:
    assert is_scan(sheet.path)
    assert texts_in(sheet.path) == [sheet.digits]


@pytest.mark.parametrize(
    ("dpi", "spoil"),
    [
        (150, lambda p: p),
        (300, lambda p: p),
        (150, lambda p: rotated(p, 7)),
        (150, lambda p: rotated(p, 90)),
        (150, lambda p: rotated(p, 181.5)),
        (150, lambda p: rotated(p, 45)),
        (150, lambda p: blurred(p, 1)),
        (300, lambda p: blurred(p, 4)),
        (150, lambda p: aslant(p)),
        (300, lambda p: aslant(p, 0.2)),
        (150, lambda p: shadowed(p, 0.15)),
        (300, lambda p: grainy(blurred(shadowed(rotated(aslant(p), 12)), 1.5))),
        (150, lambda p: grainy(blurred(shadowed(rotated(aslant(p), -17)), 1))),
        (300, lambda p: shrunk(grainy(shadowed(rotated(aslant(p), 9))), 1280)),
    ],
    ids=["150", "300", "turned 7", "turned 90", "upside down", "turned 45", "blur 150", "blur 300",
         "aslant 150", "aslant 300", "shadow", "phone 300", "phone 150", "messenger"],
)  # fmt: skip
def test_a_picture_of_the_page_is_read(sheet, page, tmp_path: Path, dpi: int, spoil) -> None:
    photo = saved(spoil(page[dpi]), tmp_path / "ảnh chụp.jpg", quality=60)
    assert is_scan(photo)
    assert texts_in(photo) == [sheet.digits]


def test_the_picture_is_taken_and_shown_first(offices: Path, sheet, page, tmp_path: Path) -> None:
    """The commune of the sample has this return already: nothing counts twice."""
    photo = saved(page[150], tmp_path / "quét.png")
    with Store.open(offices / "commune-1") as store:
        (shown,) = receive(store, [photo], dry_run=True)
        assert (shown.status, shown.new, shown.unchanged) == ("imported", 0, 1)
        (done,) = receive(store, [photo])
        assert (done.status, done.id, done.kind) == ("imported", sheet.id, "phieu")
        (again,) = receive(store, [photo])
        assert (again.status, again.code) == ("already", "I_ALREADY")


def test_a_stack_of_sheets_in_one_file_is_taken_sheet_by_sheet(
    offices: Path, tmp_path: Path
) -> None:
    with Store.open(offices / "commune-2") as store:
        units = [u for (u,) in store.rows(
            "SELECT substr(key, 12) FROM leaf WHERE kind = 'submit' AND key LIKE '2025-12|F1|%'"
            " AND winner = 1 ORDER BY key LIMIT 3")]  # fmt: skip
        made = [print_sheet(store, "F1", PERIOD, u, tmp_path / f"{n}.pdf")
                for n, u in enumerate(units)]  # fmt: skip
    pages = [printed(one.path, 150) for one in made]
    stack = tmp_path / "chồng phiếu.pdf"
    pages[0].save(stack, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    assert texts_in(stack) == [one.digits for one in made]
    with Store.open(offices / "province") as store:
        results = receive(store, [stack])
    assert [one.id for one in results] == [one.id for one in made]
    assert {one.status for one in results} == {"imported"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_digits_saved_by_an_editor_are_read(sheet, tmp_path: Path, encoding: str) -> None:
    saved_text = tmp_path / "mã.txt"
    saved_text.write_text(sheet.digits + "\r\n", encoding=encoding)
    assert is_scan(saved_text)
    assert texts_in(saved_text) == [sheet.digits]


def refusal(path: Path) -> Refusal:
    with pytest.raises(Refusal) as told:
        texts_in(path)
    assert path.name in told.value.message
    assert told.value.next_step
    return told.value


def test_files_without_a_sheet_are_told_apart(offices: Path, page, tmp_path: Path) -> None:
    from reportlab.graphics.barcode import qrencoder

    half = page[150].crop((0, 0, 1241, 420))
    assert refusal(saved(half, tmp_path / "cắt.jpg")).code == "E_QR_NOT_FOUND"
    broken = tmp_path / "hỏng.jpg"
    broken.write_bytes(saved(page[150], tmp_path / "a.jpg").read_bytes()[:3000])
    assert refusal(broken).code == "E_QR_PICTURE"
    for head in (b"%PDF-1.7\nabc", b"\x89PNG\r\n\x1a\nabc", b"BMabc"):
        broken.write_bytes(head)
        assert refusal(broken).code == "E_QR_PICTURE"
    for name, kind in (("quét.tif", "TIFF"), ("quét.gif", "GIF")):  # of office scanners
        page[150].save(tmp_path / name, kind)
        assert refusal(tmp_path / name).code == "E_QR_PICTURE"
    assert refusal(tmp_path / "không có.png").code == "E_READ"
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(qrencoder.QR8bitByte("https://example.org"))
    code.make()
    from PIL import Image

    side = len(code.modules)
    other = Image.new("L", (side + 8, side + 8), 255)
    for y, row in enumerate(code.modules):
        for x, dark in enumerate(row):
            other.putpixel((x + 4, y + 4), 0 if dark else 255)
    size = (other.width * 8, other.height * 8)
    picture = saved(other.resize(size, Image.Resampling.NEAREST), tmp_path / "khác.png")
    assert refusal(picture).code == "E_QR_OTHER"


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1"])
@pytest.mark.parametrize("name", ["IMG_0012.HEIC", "phiếu.jpg"])
def test_a_picture_of_an_iphone_is_named_with_what_to_do(
    offices: Path, tmp_path: Path, brand: bytes, name: str
) -> None:
    """By its content: a phone or a messenger may have given it another name."""
    picture = tmp_path / name
    picture.write_bytes(b"\0\0\0\x18ftyp" + brand + bytes(4) + b"mif1heic" + bytes(400))
    assert is_scan(picture)
    assert refusal(picture).code == "E_QR_HEIC"
    with Store.open(offices / "province") as store:
        (told,) = receive(store, [picture])
    assert told.code == "E_QR_HEIC"
    assert "chụp màn hình" in told.next_step


def test_a_film_is_no_picture(tmp_path: Path) -> None:
    film = tmp_path / "IMG_0013.MOV"
    film.write_bytes(b"\0\0\0\x14ftypqt  " + bytes(400))
    assert not is_scan(film)


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + crc32(name + data).to_bytes(4)

    head = (20_000).to_bytes(4) + (20_000).to_bytes(4) + bytes((1, 0, 0, 0, 0))
    bomb = tmp_path / "bom.png"
    bomb.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
        + chunk(b"IDAT", compress(bytes(2_501 * 20_000), 9)) + chunk(b"IEND", b"")
    )  # fmt: skip
    assert bomb.stat().st_size < 100_000
    assert refusal(bomb).code == "E_QR_PICTURE"


def test_the_lock_of_a_printed_return_is_not_undone(offices: Path, sheet: PrintedSheet) -> None:
    from desktop.models.store.history import next_undo

    with Store.open(offices / "grassroots-1") as store:
        assert next_undo(store) is None


def test_only_pdf_is_written_and_nothing_is_left_of_a_failure(
    offices: Path, tmp_path: Path
) -> None:
    with Store.open(offices / "grassroots-1") as store:
        count = store.rows("SELECT count(*) FROM op")
        for out, code in (
            (tmp_path / "a.docx", "E_SUFFIX"), (tmp_path / "không có" / "a.pdf", "E_NO_FOLDER"),
        ):  # fmt: skip
            with pytest.raises(Refusal) as told:
                print_sheet(store, "F1", PERIOD, "", out)
            assert told.value.code == code
        with pytest.raises(Refusal, match="chưa chốt") as told:
            print_sheet(store, "F4", PERIOD, "", tmp_path / "a.pdf")
        assert told.value.code == "E_QR_NOT_LOCKED"
        assert store.rows("SELECT count(*) FROM op") == count
    assert list(tmp_path.iterdir()) == []
