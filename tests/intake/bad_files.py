"""Files that are wrong in every way an office may meet, made for tests; name → bytes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from tests.intake.word_files import paragraph

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENGLISH = "The union shall organise a meeting of all its members before the end of the year. "
_ODT = "application/vnd.oasis.opendocument.text"


def archive(**parts: str | bytes) -> bytes:
    """A zip; "/" in names is written "__" and "." is written "_dot_"."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def word(inner: str, before: str = "", **parts: str | bytes) -> bytes:
    """A .docx of the given body."""
    document = f"{before}<w:document {_W}><w:body>{inner}</w:body></w:document>"
    return archive(word__document_dot_xml=document, **parts)


def odt(content: str, manifest: str = "") -> bytes:
    """An OpenDocument text."""
    return archive(
        mimetype=_ODT, content_dot_xml=content, **{"META-INF__manifest_dot_xml": manifest}
    )


def ole(*names: str, word_flags: int = 0, magic: int = 0xA5EC) -> bytes:
    """An OLE container with streams of 4,096 bytes; a WordDocument stream begins as Word's."""
    head = bytearray(512)
    head[:8] = _OLE_HEAD
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    struct.pack_into("<109I", head, 76, *([0xFFFFFFFF] * 109))
    table = [0xFFFFFFFD, 0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    body = b""
    for name in names[:3]:
        start = len(table)
        table += [*range(start + 1, start + 8), 0xFFFFFFFE]
        entries.append(_entry(name, 2, start, 4096))
        stream = bytearray(4096)
        if name == "WordDocument":
            struct.pack_into("<H8xH", stream, 0, magic, word_flags)
        body += bytes(stream)
    struct.pack_into("<I", head, 76, 0)
    sectors = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return bytes(head) + sectors + b"".join(entries).ljust(512, b"\x00") + body


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = bytearray(128)
    coded = name.encode("utf-16-le") + b"\x00\x00"
    raw[: len(coded)] = coded
    struct.pack_into("<HBB", raw, 64, len(coded), kind, 1)
    struct.pack_into("<III", raw, 68, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<II", raw, 116, start, size)
    return bytes(raw)


def pdf(*streams: bytes, pages: int = 1, image: bool = False) -> bytes:
    """A PDF without fonts: empty pages, pages of one picture, or given content streams."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(pages))
    parts.append(b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids))
    parts.append(
        b"<</Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray/Length 4>>\nstream\n\x00\xff\xff\x00\nendstream"
    )
    shown = zlib.compress(streams[0] if streams else b"q 500 0 0 700 50 50 cm /I Do Q" * image)
    parts.append(b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(shown), shown))
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</I 3 0 R>>>>>>"
    )
    parts += [page] * pages
    out = b"%PDF-1.5\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(parts) + 1, start,
    )  # fmt: skip


def drawn(content: bytes, *forms: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A PDF page of the given packed content; form n draws what it holds of "/F(n+1)"."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</F0 5 0 R>>>>>>",
        b"<</Filter%s/Length %d>>\nstream\n%s\nendstream" % (filters, len(content), content),
    ]
    for number, form in enumerate(forms):
        following = min(number + 6, len(forms) + 4)
        parts.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length %d/Resources<</XObject"
            b"<</F%d %d 0 R>>>>>>\nstream\n%s\nendstream" % (len(form), number + 1, following, form)
        )
    out = b"%PDF-1.5\n" + b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1)
    )
    return out + b"trailer\n<</Root 1 0 R>>\n%%EOF"


@cache
def packed_thrice() -> bytes:
    """300 MB of one letter; made when asked for, since collecting tests needs none of it."""
    return zlib.compress(zlib.compress(zlib.compress(b"A" * 300_000_000)))


_GROWING = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};&e{n - 1};">' for n in range(1, 40))
BOMB = f'<!DOCTYPE w [<!ENTITY e0 "lol">{_GROWING}]>'
_DEEP_TABLE = "<w:tbl><w:tr><w:tc>"
_DEEP_TABLE_END = "</w:tc></w:tr></w:tbl>"
_CELLS = "".join(f"<w:tr><w:tc>{paragraph(f'Ô {n}')}</w:tc><w:tc>{paragraph('5')}</w:tc></w:tr>"
                 for n in range(20))  # fmt: skip
_LONG_PAGE = paragraph("Tổ chức hội nghị cho đoàn viên công đoàn cơ sở, báo cáo kết quả.") * 40

BAD: dict[str, Callable[[], bytes]] = {
    "trống.docx": lambda: b"",
    "trống.doc": lambda: b"",
    "trống.pdf": lambda: b"",
    "trống.html": lambda: b"",
    "trống.rtf": lambda: b"",
    "trống.odt": lambda: b"",
    "không chữ.html": lambda: (
        b"<html><body><script>var a = 'ch\xe1\xbb\xaf';</script></body></html>"
    ),
    "không chữ.pdf": lambda: pdf(),
    "ảnh chụp.pdf": lambda: pdf(image=True, pages=3),
    "hai nghìn trang.pdf": lambda: pdf(image=True, pages=2_000),
    "hai nghìn trang.docx": lambda: word(_LONG_PAGE * 2_000),
    "hai nghìn trang.html": lambda: ("<html><p>" + "công đoàn cơ sở. </p><p>" * 90_000).encode(),
    "bảng mã.txt": lambda: "план работы профсоюза на месяц\n".encode("cp1251") * 30,
    "tiếng Anh.docx": lambda: word(paragraph(ENGLISH) * 20),
    "tiếng Anh.html": lambda: f"<html><body><p>{ENGLISH * 20}</p></body></html>".encode(),
    "tiếng Anh.txt": lambda: (ENGLISH * 20).encode(),
    "chỉ bảng.docx": lambda: word(f"<w:tbl>{_CELLS}</w:tbl>"),
    "lồng sâu.docx": lambda: word(_DEEP_TABLE * 80 + paragraph("a") + _DEEP_TABLE_END * 80),
    "lồng rất sâu.docx": lambda: word("<w:p>" * 9_000 + "</w:p>" * 9_000),
    "lồng sâu.html": lambda: b"<html><body>" + b"<div>" * 100_000 + "chữ".encode(),
    "lồng sâu.rtf": lambda: b"{\\rtf1 " + b"{" * 50_000 + b"}" * 50_001,
    "bom nén.docx": lambda: word(paragraph("a" * 60_000_000)),
    "bom nén.odt": lambda: odt("<a>" + " " * 450_000_000 + "</a>"),
    "bom nén.pdf": lambda: pdf(b" " * 300_000_000),
    "bom thực thể.docx": lambda: word(paragraph("&e39;"), BOMB),
    "bom thực thể.odt": lambda: odt(f"{BOMB}<a>&e39;</a>"),
    "bom nén nhiều lần.pdf": lambda: drawn(
        packed_thrice(), filters=b"[/FlateDecode/FlateDecode/FlateDecode]"
    ),
    "hình vẽ hình.pdf": lambda: drawn(
        zlib.compress(b"/F0 Do"), *(b"/F%d Do /F%d Do" % (n, n) for n in range(1, 33))
    ),
    "khóa.odt": lambda: odt("<a/>", "<manifest:encryption-data/>"),
    "khóa.docx": lambda: ole("EncryptionInfo", "EncryptedPackage"),
    "khóa.doc": lambda: ole("WordDocument", word_flags=0x0100),
    "bảng tính.doc": lambda: ole("Workbook"),
    "hỏng.doc": lambda: ole("WordDocument", magic=0x1234),
    "cụt.doc": lambda: ole("WordDocument")[:1_800],
    "cụt.rtf": lambda: b"{\\rtf1\\ansi{\\fonttbl{\\f0 Times;}}\\f0 Ke hoach cong tac",
    "thiếu dữ liệu.rtf": lambda: b"{\\rtf1\\ansi \\bin999999999 Ke hoach cong tac}",
    "đoạn vô tận.rtf": lambda: b"{\\rtf1 " + b"\\par " * 300_000 + b"Ke hoach}",
    "cụt.odt": lambda: odt("<a>" + "chữ " * 5_000 + "</a>")[:900],
    "cụt.docx": lambda: word(paragraph("chữ " * 5_000))[:300],
    "cụt.pdf": lambda: pdf(image=True)[:120],
    "ảnh.pdf": lambda: b"\x89PNG\r\n\x1a\n" + bytes(3_000),
    "chương trình.doc": lambda: b"MZ\x90\x00" + bytes(range(256)) * 20,
}
