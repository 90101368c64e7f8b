"""The unit a sheet of one unit names above its table."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.names.mistaken_names import likely_units
from desktop.intake.figures.names.reporting import who_reports
from desktop.intake.figures.names.title_names import names_in_title
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.unit_words import described
from desktop.intake.figures.names.units_known import MOST_CANDIDATES, Known, Match
from desktop.intake.figures.rows.groups import is_sum
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.rows.unit_below import unit_below
from desktop.intake.figures.sheets.grid import Grid, Row, is_empty, shown
from desktop.models.text import fold, nfc, one_line

_LONGEST: Final = 200
_FEWEST_PARTS: Final = 2
_LABEL: Final = re.compile(r"^[^:]{3,25}:\s*")
LABELLED: Final = re.compile(r"(?:ten )?(?:don vi|cdcs|cong doan co so)(?: bao cao| gui)?\s*:")
"""“Đơn vị: Trường TH Quài Nưa”, no “Đơn vị tính: người”."""
_TO: Final = re.compile(
    r"\W*(?:(?:kinh\s+g[uo]i|gui|noi\s+nhan)\b"
    r"|(?:don vi|co quan)\s+nhan(?:\s+(?:bao cao|bc|so lieu))?\s*(?::|$))\W*"
)
_BASE_UNION: Final = re.compile(
    r"(?:cdcs|cong doan co so|nghiep doan)(?: co so)? (?!(?:bao cao|bc|so lieu|thong ke|tong hop"
    r"|bieu|tang giam|bien dong|tinh hinh|thang|quy|xin|gui|truc thuoc)\b)\w+(?! so lieu)"
)
"""“CĐCS Trường …”, no “CĐCS báo cáo tăng giảm tháng 10”."""


def unit_above(grid: Grid, titles: Sequence[Row], book: NameBook) -> tuple[Match, str] | None:
    """Return the unit a letterhead names last, below the one above it, and its name as read.

    Without one the sheet's own name tells it, or who signs below, to be looked at. A base union
    that is named but stands in no register is nobody's, and whom a letter is for is not who tells.
    None where no unit is named.
    """
    for row in reversed(_without_addressees(titles)):
        for cell in row:
            if isinstance(cell, str) and len(cell) < _LONGEST:
                found = _named(cell, book)
                if found is not None:
                    return found
    named = book.find(grid.name)
    if named.unit is None or not named.sure or grid.text_file:
        return unit_below(grid, book)
    said = _("Trong trang không ghi đơn vị; lấy theo tên trang “{name}”.").format(name=grid.name)
    return Match(named.unit, said=said), nfc(grid.name)


def _without_addressees(titles: Sequence[Row]) -> list[Row]:
    """Return the rows up to “Kính gửi: Công đoàn xã …” and those that go on with it."""
    found: list[Row] = []
    going_on = False
    for row in titles:
        texts = [(at, fold(shown(cell))) for at, cell in enumerate(row) if not is_empty(cell)]
        to = next(((at, text) for at, text in texts if _TO.match(text)), None)
        if to is not None:
            at, text = to
            found.append(row[:at])
            going_on = _TO.fullmatch(text) is not None and at == texts[-1][0]
        elif texts and going_on:
            going_on = texts[0][1].startswith(("-", "+", "–"))
        else:
            found.append(row)
    return found


def whole_of_parts(lines: Sequence[Line], whole: tuple[Match, str] | None) -> None:
    """Take the sum of a union's own parts, none of them of the register, for the union's row.

    “Cộng toàn CĐCS” under its groups, below its name; `whole` is the base union named above. The
    parts are then told for what they are.
    """
    parts = [line for line in lines if line.kind == "data"]
    totals = [line for line in lines if line.kind == "total" and line.has_figures]
    if whole is None or whole[0].unit is None or not whole[0].sure or len(totals) != 1:
        return
    if len(parts) < _FEWEST_PARTS or not is_sum(totals[0], parts) or any(
        one.match.unit is not None or one.match.said or not one.name for one in parts
    ):  # fmt: skip
        return
    for one in parts:
        one.kind, one.why = "outside", _("bộ phận; đã lấy dòng cộng")
    said = _("Dòng cộng các bộ phận của đơn vị ghi ở đầu biểu.")
    totals[0].kind, totals[0].match = "data", Match(whole[0].unit, said=said)
    totals[0].name = whole[1]


def _named(cell: str, book: NameBook) -> tuple[Match, str] | None:
    """Return the unit a line above the table names, surely, among other words or beginning as
    unions' names do, with the name as read."""
    text, label = shown(cell), _LABEL.sub("", one_line(cell))
    name = _LABEL.sub("", text)
    found = book.find(name)
    if found.unit is not None and found.sure:
        return found, label
    among = names_in_title(cell, book)
    if len(among) == 1:
        return next(iter(among.values()))
    told = _otherwise(text, name, found, book)
    if told is not None and len(among) > 1:
        told = _several([match.unit for match, _name in among.values()])
    return (told, label) if told is not None else None


def _several(units: Sequence[Known | None]) -> Match:
    known = tuple(unit for unit in units if unit is not None)[:MOST_CANDIDATES]
    said = _("Đầu biểu ghi tên nhiều đơn vị: {units}; chọn đơn vị của số liệu này.").format(
        units="; ".join(map(described, known)))  # fmt: skip
    return Match(None, why="two", candidates=known, said=said)


def _otherwise(text: str, name: str, found: Match, book: NameBook) -> Match | None:
    """Return what a line that names no unit surely may stand for, None for another line."""
    if (found.unit is not None and found.sure) or found.said:
        return found
    told = book.find(who) if (who := who_reports(name)) else None
    if told is not None and told.unit is not None and told.sure:
        return told
    labelled = found.unit is not None and bool(LABELLED.match(fold(text)))
    if not labelled and not _BASE_UNION.match(fold(name)):
        return None
    short = one_line(name)[:80]
    if found.unit is not None:
        said = _("Đầu biểu ghi “{name}”; đọc là {unit}.").format(
            name=short, unit=found.unit.name)  # fmt: skip
        return Match(found.unit, said=said)
    likely = likely_units(name, "", found.candidates, book) if found.why != "two" else []
    if len(likely) == 1:
        said = _("Đầu biểu ghi “{name}”, không có đơn vị đúng tên này; gần nhất là {unit}.").format(
            name=short, unit=described(likely[0]))  # fmt: skip
        return Match(likely[0], said=said)
    if found.candidates:
        said = _("Đầu biểu ghi “{name}”, không có trong danh sách; gần giống: {units}.")
        if found.why == "two":
            said = _("Đầu biểu ghi “{name}”, hợp với nhiều đơn vị: {units}.")
        units = "; ".join(map(described, found.candidates))
        return replace(found, said=said.format(name=short, units=units))
    said = _("Đầu biểu ghi “{name}”, không có trong danh sách đơn vị.")
    return Match(None, said=said.format(name=short))
