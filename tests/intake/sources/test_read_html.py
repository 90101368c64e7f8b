"""Web pages: the document found, what surrounds it set apart, nothing thrown away."""

from pathlib import Path

import pytest

from desktop.intake.documents import read_document, read_pasted
from desktop.intake.reading import Reading
from desktop.intake.sources.read_html import html_source
from tests.intake.gathering import CORPUS
from tests.intake.old_texts import to_tcvn3

LONG = (
    "Tuyên truyền, vận động đoàn viên, người lao động tham gia các hoạt động của công đoàn cơ sở. "
)


def outline(reading: Reading) -> list[str]:
    return [f"{block.depth} {block.label} {block.text}" for block in reading.outline]


def page(tmp_path: Path, inner: str, head: str = "") -> Reading:
    path = tmp_path / "trang.html"
    path.write_text(f"<!DOCTYPE html><html><head>{head}</head><body>{inner}</body></html>")
    return read_document(path)


def test_menus_and_other_news_are_kept_outside_the_document() -> None:
    reading = read_document(CORPUS / "files" / "html_web_page.html")
    outside = [block.text for block in reading.body if block.zone == "furniture"]
    assert any("Trang chủ" in text for text in outside)
    assert any("Tin cùng chuyên mục" in text for text in outside)
    assert any("Lượt xem" in text for text in outside)
    assert not any("Không phải chữ" in text for text in reading.source_lines)
    assert len(outside) == 19


def test_lists_print_their_labels(tmp_path: Path) -> None:
    reading = page(
        tmp_path,
        "<ol type=I><li>Mục đích<ol><li>Nâng cao<li>Động viên</ol><li>Nội dung"
        "<ol type=a start=3><li>Hội thi<li value=7>Hội thao</ol></ol>",
    )
    assert outline(reading) == [
        "0 I. Mục đích", "1 1. Nâng cao", "1 2. Động viên", "0 II. Nội dung", "1 c. Hội thi",
        "1 g. Hội thao",
    ]  # fmt: skip


def test_looks_come_from_tags_classes_and_styles(tmp_path: Path) -> None:
    reading = page(
        tmp_path,
        "<p class=dam>I. ĐẬM</p><p style='font-weight:bold'>II. ĐẬM</p>"
        "<p>1. <em>nghiêng</em></p><p style='display:none'>ẩn</p><p class=an>ẩn</p>",
        "<style>p.dam {font-weight: 700} .an, .x {display:none}</style>",
    )
    assert [block.runs[0].bold for block in reading.outline] == [True, True, False]
    assert reading.outline[2].runs[0].italic
    assert not any("ẩn" in line for line in reading.source_lines)


def test_tables_are_rows_and_layout_tables_are_not(tmp_path: Path) -> None:
    data = "<table><tr><th>TT<th>Việc<th>Số<tr><td>1<td>Lớp<td>5</table>"
    menu = "<td><a href=1>Tin một</a><br><a href=2>Tin hai</a><br><a href=3>Tin ba</a></td>"
    reading = page(tmp_path, f"<table><tr>{menu}<td><p>I. Một</p><p>{LONG * 4}</p>{data}</table>")
    rows = [block.text for block in reading.body if block.kind == "row"]
    assert rows == ["TT | Việc | Số", "1 | Lớp | 5"]
    assert outline(reading)[0] == "0 I. Một"


def test_fonts_from_before_unicode_are_converted(tmp_path: Path) -> None:
    reading = page(
        tmp_path,
        f"<p class=a>{to_tcvn3('I. Mục đích của kế hoạch')}</p>"
        f"<p><font face='.VnTimeH'>{to_tcvn3('yêu cầu')}</font></p>",
        '<style>p.a {font-family: ".VnTime", serif}</style>',
    )
    assert [line for line in reading.source_lines if line] == [
        "I. Mục đích của kế hoạch", "YÊU CẦU",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1258"])
def test_the_page_says_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "trang.html"
    name = "utf-8" if encoding.startswith("utf") else encoding
    # windows-1258 writes tone marks as characters of their own
    told = "I. Đoa\u0300n viên va\u0300 lao đô\u0323ng"
    text = f"<html><meta charset='{name}'><p>{told}</p></html>"
    path.write_bytes(text.encode(encoding))
    assert outline(read_document(path)) == ["0 I. Đoàn viên và lao động"]


def test_a_page_without_its_head_is_known_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "đoạn.htm"
    path.write_text("<div><p>I. Một</p><p>II. Hai</p></div>", encoding="utf-8")
    assert read_document(path).kind == "html"


def test_a_page_saved_as_one_file(tmp_path: Path) -> None:
    path = tmp_path / "trang.mht"
    path.write_bytes(
        b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n"
        + "<html><body><p>I. Một</p></body></html>\r\n--x--\r\n".encode()
    )
    assert outline(read_document(path)) == ["0 I. Một"]


def test_the_clipboard_s_html_tells_more_than_its_text() -> None:
    text = "Mục đích\nNâng cao\n"
    fragment = "<ol type=I><li><b>Mục đích</b></li></ol><ol><li>Nâng cao</li></ol>"
    html = f"<html><body>thừa<!--StartFragment-->{fragment}<!--EndFragment--></body></html>"
    reading = read_pasted(text, html)
    assert outline(reading) == ["0 I. Mục đích", "1 1. Nâng cao"]
    assert reading.outline[0].runs[0].bold
    assert read_pasted(text, "<p>Mục</p>").kind == "text"  # it lacks words of the text


def test_marks_left_open_and_closed_twice_lose_nothing() -> None:
    wild = "</p><table><td>Một<td>Hai</b></i><p>Ba<div>Bốn</table></table>Năm<b>Sáu</p></span>Bảy"
    told = " ".join(line.printed for line in html_source(wild).lines)
    assert all(word in told for word in ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy"))


def test_numbers_of_word_s_lists_are_written_as_their_levels_say(tmp_path: Path) -> None:
    levels = (
        "<style><!-- @list l0:level1 {mso-level-number-format:roman-upper;}\n"
        '@list l0:level2 {mso-level-text:"%2\\)";}\n'
        '@list l0:level3 {mso-level-text:"%2\\.%3\\.";} --></style>'
    )
    head = "".join(
        f"<p>{line}</p>" for line in ("LĐLĐ TỈNH A", "Số: 1/KH-LĐLĐ", "KẾ HOẠCH", "Năm 2027")
    )

    def item(level: int, text: str) -> str:
        return f"<li style='mso-list:l0 level{level} lfo1'>{text}</li>"

    inner = (
        f"{head}<ol type=I>{item(1, 'Nội dung')}<ol>"
        f"{item(2, 'Tuyên truyền')}<ol>{item(3, 'Mở lớp')}"
        f"{item(3, 'Phát tờ rơi')}</ol>{item(2, 'Chăm lo')}<ol>{item(3, 'Thăm hỏi')}</ol></ol></ol>"
    )
    assert outline(page(tmp_path, inner, levels)) == [
        "0 I. Nội dung", "1 1) Tuyên truyền", "2 1.1. Mở lớp", "2 1.2. Phát tờ rơi",
        "1 2) Chăm lo", "2 2.1. Thăm hỏi",
    ]  # fmt: skip
