"""Files broken, locked or made to do harm end in one sentence, soon and in little memory."""

import io
import os
import re
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.intake.figures.sheets.books import read_grids
from desktop.intake.figures.sheets.grid import CellError
from desktop.models.errors import Refusal
from tests.intake.bad_files import ole
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import (
    _ODS_HEAD,
    _container,
    _record,
    sheet,
    write_xls,
    write_xlsx,
)

TABLE = "STT|Tên CĐCS|Đoàn viên\n1|CĐCS Trường THCS Số 1|40 => - - 40 -"
_END = "</table:table></office:spreadsheet></office:body></office:document-content>"


def parts(folder: Path) -> dict[str, bytes]:
    path = folder / "base.xlsx"
    write_xlsx(path, [sheet(TABLE)])
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(content: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return out.getvalue()


def with_rows(folder: Path, rows: bytes, **more: bytes) -> bytes:
    made = parts(folder)
    page = made["xl/worksheets/sheet1.xml"]
    made["xl/worksheets/sheet1.xml"] = page.replace(b"</sheetData>", rows + b"</sheetData>")
    return zipped(made | {name.replace("__", "/") + ".xml": part for name, part in more.items()})


def many_rows(folder: Path) -> bytes:
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    return with_rows(folder, b"".join(row % (n, n) for n in range(3, 1_048_577)))


def entities(folder: Path) -> bytes:
    made = parts(folder)
    page = made["xl/worksheets/sheet1.xml"].split(b"?>", 1)[1]
    names = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "lol">' + names + b"]>"
    made["xl/worksheets/sheet1.xml"] = head + page.replace(b"<v>40</v>", b"<v>&a11;</v>")
    return zipped(made)


def odd_encoding(folder: Path) -> bytes:
    made = parts(folder)
    page = made["xl/worksheets/sheet1.xml"]
    made["xl/worksheets/sheet1.xml"] = page.replace(b"UTF-8", b"UTT-8")
    return zipped(made)


def locked_xls(_folder: Path) -> bytes:
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    return _container(start + _record(0x002F, b"\1\0" + bytes(52)) + _record(0x000A, b""))


def far_xls(_folder: Path) -> bytes:
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    place = len(start) + 13 + 4
    bound = _record(0x0085, struct.pack("<IHBB", place, 0, 1, 0) + b"S")
    page = _record(0x0809, struct.pack("<HHHHII", 0x0600, 16, 0, 0, 0, 0))
    for row, column in ((0, 0), (65_535, 255)):
        page += _record(0x0203, struct.pack("<HHHd", row, column, 0, 1.0))
    return _container(start + bound + _record(0x000A, b"") + page + _record(0x000A, b""))


def old(folder: Path) -> bytes:
    write_xls(folder / "x.xls", [sheet(TABLE)])
    return (folder / "x.xls").read_bytes()


def open_document(rows: str) -> Callable[[Path], bytes]:
    def make(_folder: Path) -> bytes:
        content = _ODS_HEAD + f'<table:table table:name="S">{rows}' + _END
        return zipped({"content.xml": content.encode()})

    return make


BAD: dict[str, Callable[[Path], bytes]] = {
    "trống.csv": lambda _f: b"",
    "khoảng trắng.csv": lambda _f: b"  \n \n",
    "ngẫu nhiên.csv": lambda _f: bytes(os.urandom(9_000)),
    "ảnh.xlsx": lambda _f: b"\x89PNG\r\n\x1a\n" + bytes(5_000),
    "ảnh.xls": lambda _f: b"\xff\xd8\xff\xe0" + bytes(5_000),
    "trang.xls": lambda _f: b"<html><body><table><tr><td>STT</td></tr></table></body></html>",
    "văn bản.xlsx": lambda _f: zipped({"word/document.xml": b"<a/>"}),
    "rác.xlsx": lambda _f: b"PK\x03\x04" + bytes(9_000),
    "rác.xls": lambda _f: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9_000),
    "cụt.xlsx": lambda f: (lambda data: data[: len(data) // 2])(zipped(parts(f))),
    "cụt.xls": lambda f: old(f)[:2_000],
    "mật khẩu.xls": locked_xls,
    "xa.xls": far_xls,
    "mật khẩu.xlsx": lambda _f: ole("EncryptionInfo", "EncryptedPackage"),
    "văn bản.xls": lambda _f: ole("WordDocument"),
    "triệu dòng.xlsx": many_rows,
    "ô cuối.xlsx": lambda f: with_rows(f, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "bom.xlsx": lambda f: with_rows(f, b" " * 60_000_000),
    "bom chữ.xlsx": lambda f: with_rows(
        f, b"", xl__sharedStrings=b"<sst>" + b"<si><t>a</t></si>" * 4_000_000 + b"</sst>"
    ),
    "thực thể.xlsx": entities,
    "mã lạ.xlsx": odd_encoding,
    "sâu.xlsx": lambda f: with_rows(f, b"<a>" * 100_000),
    "lặp.ods": open_document(
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
        "</table:table-row>"
    ),
    "dài.csv": lambda _f: b"STT;T\xc3\xaan;\xc4\x90V\n" + b"1;A;3\n" * 900_000,
    "chữ dài.xlsx": lambda f: with_rows(
        f,
        b'<row r="3"><c r="B3" t="inlineStr"><is><t>' + b"a " * 15_000_000 + b"</t></is></c></row>",
    ),
    "định dạng.xlsx": lambda f: with_rows(
        f,
        b"",
        xl__styles=b"<styleSheet><cellXfs>"
        + b'<xf numFmtId="9"/>' * 2_000_000
        + b"</cellXfs></styleSheet>",
    ),
    "người lạ.csv": lambda _f: (
        "STT,Tên CĐCS,CNVCLĐ\n".encode()
        + b"".join(
            f"{n},CĐCS Trường THCS Số {n % 7} Hải Lăng Đông Hà {n},4\n".encode()
            for n in range(150_000)
        )
    ),
    "không đầu bảng.csv": lambda _f: "Xin chào\nđoàn viên công đoàn\n".encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_ends_in_one_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name](tmp_path))
    begun = time.process_time()
    with pytest.raises(Refusal) as refusal:
        read_case(Case(name, []), path)
    assert time.process_time() - begun < 10
    assert re.fullmatch(r"[^.\n]+\.", refusal.value.message)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_cell_in_the_last_row_costs_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "dòng cuối.xlsx"
    path.write_bytes(with_rows(tmp_path, b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))
    script = (
        "import re, sys\nfrom pathlib import Path\n"
        "from desktop.intake.figures.sheets.books import read_grids\n"
        "grid = read_grids(Path(sys.argv[1]))[0]\n"
        "assert grid.lines[-1] == 1048576 and len(grid.rows) < 200, len(grid.rows)\n"
        # Not ru_maxrss: that would count what the process that started it held.
        "status = Path('/proc/self/status').read_text()\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', status)[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert 5_000 < int(done.stdout) < 500_000


def test_small_old_workbook_shows_its_errors(tmp_path: Path) -> None:
    path = tmp_path / "nhỏ.xls"
    write_xls(path, [sheet(TABLE + "\n2|CĐCS Trường THCS Số 2|#REF!")], small=True)
    assert path.stat().st_size < 4096
    assert read_grids(path)[0].rows[2][2] == CellError("#")


def test_macros_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "macro.xlsm"
    path.write_bytes(zipped(parts(tmp_path) | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 900}))
    assert [row[2] for row in read_grids(path)[0].rows] == ["Đoàn viên", 40.0]


def test_dimension_that_lies_is_not_believed(tmp_path: Path) -> None:
    made = parts(tmp_path)
    page = made["xl/worksheets/sheet1.xml"]
    made["xl/worksheets/sheet1.xml"] = re.sub(rb'ref="A1:[^"]*"', b'ref="A1:XFD1048576"', page)
    path = tmp_path / "khai.xlsx"
    path.write_bytes(zipped(made))
    assert len(read_grids(path)[0].rows) == 2


@pytest.mark.parametrize("text", ["a", "12 ", "(ĐVT: 1.000 người) "])
def test_a_very_long_text_in_a_cell_is_read_at_once(text: str, tmp_path: Path) -> None:
    long = text * (32_000 // len(text))
    path = tmp_path / "dài.csv"
    rows = ("STT;Tên CĐCS;Đoàn viên;" + long, "1;CĐCS Trường THCS Số 1;40;" + long, f"2;{long};4;")
    path.write_text("\n".join(rows), encoding="utf-8")
    begun = time.process_time()
    first, second = read_case(Case("long", []), path).rows
    assert time.process_time() - begun < 10
    assert (first.status, first.values, second.status) == ("accepted", {"A03": 40}, "refused")


def test_a_quotation_mark_before_megabytes_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "ngoặc.csv"
    path.write_text('Tên CĐCS,Đoàn viên\n"' + "a" * 5_000_000, encoding="utf-8")
    with pytest.raises(Refusal):
        read_grids(path)
