"""Sheets put together at random: headings, layouts and slips of many hands, each with its truth."""

import os
import random
from pathlib import Path

import pytest

from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import Sheet, Truth
from tests.intake.figures.test_corpus import Score, score

SEEDS = range(int(os.environ.get("SHEETS", "40")))
_WORKERS = [
    "Tổng số CNVCLĐ", "CNVCLĐ", "Tổng CNVC-LĐ", "Số lao động", "Tổng số người lao động", "LĐ",
    "Tổng số CNLĐ", "Tổng LĐ", "TS lao động", "Công nhân viên chức lao động", "Tổng số NLĐ",
    "Tổng số CBCCVC, NLĐ", "Số CNVCLĐ hiện có", "Tổng số công nhân, viên chức, lao động",
]  # fmt: skip
_MEMBERS = [
    "Tổng số đoàn viên", "Đoàn viên", "ĐV", "Tổng số ĐV", "Số ĐVCĐ", "Tổng ĐV CĐ", "TS ĐV",
    "Số đoàn viên công đoàn", "Đoàn viên công đoàn", "Tổng số đoàn viên (người)", "T.số ĐV",
    "Tổng số đoàn viên đến 31/10/2026", "Số ĐV hiện có", "Đoàn viên CĐ",
]  # fmt: skip
_WOMEN = ["Nữ", "Trong đó nữ", "Tr.đó nữ", "Trong đó: nữ", "Số nữ", "- Nữ", "Nữ (người)"]
_UNITS = ["Tên CĐCS", "Đơn vị", "Tên đơn vị", "CĐCS", "Tên công đoàn cơ sở", "Công đoàn cơ sở",
          "Tên CĐCS, nghiệp đoàn", "Đơn vị trực thuộc", "Tên cơ quan, đơn vị"]  # fmt: skip
_NOTES = ["Ghi chú", "GC", "Ghi chú (nếu có)"]
_NAMES = [
    ("CĐCS Trường THCS Số 1", "Trường THCS số 1", "THCS Số 1"),
    ("CĐCS Trường THCS Số 2", "Trường THCS Số 2", "CĐ Trường THCS số 2"),
    ("CĐCS Trường Tiểu học Số 1", "TH số 1", "Trường TH Số 1"),
    ("CĐCS Trường Tiểu học Số 2", "Tiểu học số 2", "CĐCS Trường TH Số 2"),
    ("CĐCS Trường THPT Trần Thị Tâm", "THPT Trần Thị Tâm", "Trường THPT Trần Thị Tâm"),
    ("CĐCS Công ty TNHH May Quảng Trị", "Cty TNHH May Quảng Trị", "C.ty TNHH May Quảng Trị"),
    ("CĐCS Công ty Cổ phần Thủy sản Mỹ Thủy", "Công ty CP Thuỷ sản Mỹ Thuỷ",
     "CTCP Thủy sản Mỹ Thủy"),
    ("CĐCS Tổng công ty Thương mại Quảng Trị", "Tổng Cty Thương mại Quảng Trị", "TCT TM Quảng Trị"),
    ("Nghiệp đoàn cơ sở Xe ôm chợ Hải Lăng", "NĐCS Xe ôm chợ Hải Lăng", "NĐ xe ôm chợ Hải Lăng"),
    ("CĐCS Hợp tác xã Nông nghiệp Đông Dương", "HTX Nông nghiệp Đông Dương",
     "HTX nông nghiệp Đông Dương"),
    ("CĐCS Trạm Y tế xã Hải Lăng", "Trạm y tế xã Hải Lăng", "TYT xã Hải Lăng"),
    ("CĐCS Công ty TNHH Gỗ Trường Sơn", "Cty TNHH gỗ Trường Sơn", "Công ty TNHH Gỗ Trường Sơn"),
    ("CĐCS Ngân hàng Nông nghiệp Hải Lăng", "NH Nông nghiệp Hải Lăng", "NH nông nghiệp Hải Lăng"),
    ("CĐCS Cơ quan xã Hải Lăng", "Cơ quan xã Hải Lăng", "CĐ cơ quan xã Hải Lăng"),
    ("CĐCS Doanh nghiệp tư nhân Hòa Bình", "DNTN Hoà Bình", "DNTN Hòa Bình"),
    ("CĐCS Trường Mầm non Vành Khuyên", "MN Vành Khuyên", "Trường MN Vành Khuyên"),
]  # fmt: skip


class Maker:
    """Puts one sheet together; `truth` grows with its rows."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        self.sheet = Sheet("Sheet1")
        self.women = self.pick.random() < 0.7
        self.men = self.women and self.pick.random() < 0.4
        self.stt = self.pick.random() < 0.9
        self.area = self.pick.random() < 0.4
        self.ratio = self.pick.random() < 0.3
        self.two_rows = self.women and self.pick.random() < 0.6
        self.merged = self.pick.random() < 0.6
        self.swapped = self.pick.random() < 0.2

    def add(self, row: list[str], truth: Truth = Truth()) -> None:  # noqa: B008
        self.sheet.rows.append(row)
        self.sheet.truth.append(truth)

    def blocks(self) -> list[str]:
        found = ["A01", "A03"]
        return found[::-1] if self.swapped else found

    def header(self) -> None:
        over, under = [], []
        span, fill = ("~", "^") if self.merged else ("", "")
        front = (["STT"] if self.stt else []) + [self.pick.choice(_UNITS)]
        front += ["Địa bàn"] if self.area else []
        for text in front:
            over.append(text)
            under.append(fill)
        women = self.pick.choice(_WOMEN)
        for code in self.blocks():
            title = self.pick.choice(_WORKERS if code == "A01" else _MEMBERS)
            parts = [self.pick.choice(["Tổng", "TS", "Tổng số", "Tổng cộng"])]
            parts += (["Nam"] if self.men else []) + ([women] if self.women else [])
            if self.two_rows:
                over += [title] + [span] * (len(parts) - 1)
                under += parts
            else:
                over += [title, *parts[1:]]
                under += [fill] * len(parts)
        tail = (["Tỷ lệ ĐV/LĐ (%)"] if self.ratio else []) + [self.pick.choice(_NOTES)]
        over += tail
        under += [fill] * len(tail)
        if self.two_rows:
            self.add(over)
            self.add(under)
        else:
            self.add(over)
        if self.pick.random() < 0.3:
            self.add([f"({number})" for number in range(1, len(over) + 1)])

    def figures(self) -> dict[str, int]:
        workers = self.pick.randint(8, 2400)
        members = self.pick.randint(workers * 2 // 3, workers)
        women = {"A01N": self.pick.randint(1, workers), "A03N": 0}
        women["A03N"] = self.pick.randint(0, min(women["A01N"], members))
        return {"A01": workers, "A03": members, **women}

    def cells(self, figures: dict[str, int]) -> list[str]:
        found = []
        for code in self.blocks():
            total, women = figures[code], figures[code + "N"]
            found.append(self.written(total))
            if self.men:
                found.append(self.written(total - women))
            if self.women:
                found.append(self.written(women))
        if self.ratio:
            found.append(f"{figures['A03'] * 100 / figures['A01']:.2f}")
        return found

    def written(self, value: int) -> str:
        roll = self.pick.random()
        if roll < 0.75:
            return str(value)
        grouped = f"{value:,}"
        return self.pick.choice([
            f"'{value}", f"'{grouped.replace(',', '.')}", f"'{grouped.replace(',', ' ')}",
            f"'{value} người", f"“{value}”", f"' {value} ",
        ])  # fmt: skip

    def truth(self, figures: dict[str, int], *, flagged: bool = False) -> Truth:
        codes = ("A01", "A01N", "A03", "A03N")
        return Truth(tuple(
            figures[c] if self.women or not c.endswith("N") else None for c in codes
        ), flagged, data=True)  # fmt: skip

    def row(self, number: int, name: str, cells: list[str]) -> list[str]:
        front = ([str(number)] if self.stt else []) + [name]
        front += ["Xã Hải Lăng"] if self.area else []
        return front + cells + [self.pick.choice(["", "", "đã đối chiếu"])]

    def data(self) -> None:
        names = self.pick.sample(_NAMES, self.pick.randint(3, 12))
        groups = self.pick.random() < 0.35
        sums: dict[str, int] = {}
        part: dict[str, int] = {}
        for number, name in enumerate(names, 1):
            if groups and number in (1, 3):
                if part:
                    self.sum_row(self.pick.choice(["Cộng khối", "Cộng cụm 1", "Cộng"]), part)
                part = {}
                heading = self.pick.choice(["Khối trường học", "Cụm số 1", "KHỐI DOANH NGHIỆP"])
                self.add(([self.pick.choice(["I", "II", "A"])] if self.stt else []) + [heading])
            figures = self.figures()
            self.one(number, self.pick.choice(name), figures)
            for one in (sums, part):
                for code, value in figures.items():
                    one[code] = one.get(code, 0) + value
            if self.pick.random() < 0.08:
                self.add([])
        if groups and part:
            self.sum_row(self.pick.choice(["Cộng khối 2", "Cộng"]), part)
        self.sum_row(self.pick.choice(["TỔNG CỘNG", "Tổng cộng", "Cộng toàn xã", "TỔNG SỐ"]), sums)

    def one(self, number: int, name: str, figures: dict[str, int]) -> None:
        cells = self.cells(figures)
        roll = self.pick.random()
        truth = self.truth(figures)
        if roll < 0.06:
            at = self.pick.randrange(len(cells) - (1 if self.ratio else 0))
            cells[at] = self.pick.choice([
                "khoảng 50", "'12.5", "12.5", "d:2026-05-12", "#REF!", "'120/98", "1.234", "p:0.5",
                "'0912345678", "'1.23", "?", "-7", "=BAD(A1)",
            ])  # fmt: skip
            truth = Truth(("?",) * 4, flagged=not self._is_men(at), data=True)
        elif roll < 0.1:
            row = self.row(number, name, cells)
            first = len(row) - len(cells) - 1
            row.insert(self.pick.choice((first, first + 1)), "")
            self.add(row, Truth(("?",) * 4, flagged=self.women, data=True))
            return
        elif roll < 0.13:
            name, truth = "CĐCS Công ty Điện lực miền Trung", Truth(("?",) * 4, True, data=True)
        self.add(self.row(number, name, cells), truth)

    def _is_men(self, at: int) -> bool:
        return self.men and at % 3 == 1

    def sum_row(self, label: str, figures: dict[str, int]) -> None:
        self.add(([""] if self.stt else []) + [label] + ([""] if self.area else [])
                 + self.cells(figures))  # fmt: skip

    def made(self) -> Case:
        if self.pick.random() < 0.7:
            self.add(["CÔNG ĐOÀN XÃ HẢI LĂNG"])
            self.add(["BIỂU TỔNG HỢP SỐ LIỆU ĐOÀN VIÊN, CNVCLĐ THÁNG 10 NĂM 2026"])
            if self.pick.random() < 0.5:
                self.add([])
        self.header()
        self.data()
        if self.pick.random() < 0.7:
            self.add(["", "", "", "Hải Lăng, ngày 05 tháng 11 năm 2026"])
            self.add(["", "NGƯỜI LẬP BIỂU", "", "TM. BAN CHẤP HÀNH"])
            self.add(["", "", "", "CHỦ TỊCH"])
            self.add(["", "Lê Thị Hoa", "", "Trần Đình Nam"])
        return Case("random", [self.sheet])


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_random_sheets_come_to_their_truth(kind: str, tmp_path: Path) -> None:
    total = Score()
    for seed in SEEDS:
        case = Maker(seed).made()
        found = score(case, read_case(case, case.write(tmp_path, kind)))
        total.looked += found.looked
        total.right += found.right
        total.silent += [f"seed {seed}: {one}" for one in found.silent]
        total.wrong += [f"seed {seed}: {one}" for one in found.wrong]
    assert not total.silent, "\n".join(total.silent)
    assert total.right >= total.looked * 0.99, "\n".join(total.wrong)


def test_every_row_ends_in_rows_or_ignored_rows(tmp_path: Path) -> None:
    for seed in SEEDS:
        case = Maker(seed).made()
        reading = read_case(case, case.write(tmp_path))
        told = [row.source_row for row in reading.rows]
        told += [row.source_row for row in reading.ignored_rows]
        last = max(at for at, row in enumerate(case.sheets[0].rows, 1) if any(row))
        assert sorted(told) == list(range(1, last + 1)), f"seed {seed}"
