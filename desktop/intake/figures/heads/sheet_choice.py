"""Which sheet of a workbook holds the figures of the form and period."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.intake.figures.heads.columns import find_header
from desktop.intake.figures.heads.header import Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.sheets.grid import Cell, Grid, Row, is_empty, is_number, shown
from desktop.intake.figures.sheets.refusals import no_sheet
from desktop.intake.figures.wording.senses import Sense, Time
from desktop.models.text import fold, nfc, one_line

_CITING: Final = re.compile(
    r"kem theo|ban hanh|quyet dinh|cong van|\bso\s*:?\s*\d+[^ ]*/|ke hoach so|\bngay\b|nghi quyet"
)
_ASIDE_TEXT: Final = re.compile(r"\([^()]*\)")
_SAYS_TIME: Final = re.compile(
    r"\b(?:thang|t)\s*\d{1,2}\s*(?:[/.-]|nam)\s*\d{4}|\bqu[yi]\s*(?:[1-4]|i{1,3}|iv)\b"
    r"|\b\d{1,2}\s*thang\s*(?:dau|cuoi|nam)\b|\btu dau nam\b|\bluy ke\b"
    r"|\bthang\s*\d{1,2}\b(?!\s*[/.-])|\btu (?:ngay )?\d{1,2}[/.-]\d{1,2}\b"
    r"|\bden\s*(?:het\s*)?(?:ngay\s*)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\bnam\s*\d{4}"
    r"|\b(?:ky|thang)(?:\s+(?:bao cao|so lieu|bc))?\s*[:.]?\s*(?:thang|t)?\s*"
    r"\d{1,2}\s*[/.-]\s*\d{4}"
)
_AHEAD: Final = re.compile(
    r"(?<=\d)\s*(?:[,;&+–-]|và|cùng)\s*(?:dự kiến|kế hoạch|phương hướng|nhiệm vụ|ước)(?!\w).*$",
    re.IGNORECASE,
)
"""“Kết quả tháng 10 và dự kiến tháng 11”: what is still to come is not the table's time."""
_TIME_LABEL: Final = re.compile(r"(?:ky|thang|quy)(?: (?:bao cao|so lieu|bc))?\s*[:.]?")
_MOST_LABELLED: Final = 6
_SCHOOL_OR_MONTH: Final = re.compile(r"th\.?\s?\d{1,2}")
_ASIDE: Final = re.compile(
    r"\b(?:mẫu(?! giáo)|ví dụ|hướng dẫn|nháp|cũ|(?:bản|sao) lưu|lưu trữ|backup|copy)\b|^lưu\b"
)
_ASIDE_BARE: Final = re.compile(
    r"\b(?:mau(?! giao)|vi du|huong dan|(?:ban )?nhap|luu|backup|copy)\b|\bcu$"
)
_ROWS: Final = 300
NOTHING: Final = Sense()


@dataclass(frozen=True, slots=True)
class Choice:
    """A sheet with its header; `time` is what its name and title say of the period."""

    grid: Grid
    header: Header
    score: float
    time: Time
    rows: int
    said: Sense = NOTHING


def sheet_meant(name: str, sheets: Sequence[str]) -> str:
    """Return the sheet a person names, however they write it. Raises Refusal for none such."""
    if name in sheets:
        return name
    same = [one for one in sheets if fold(one) == fold(name)]
    if len(same) != 1:
        raise no_sheet(name, sheets)
    return same[0]


def title_time(grid: Grid, header: Header, headings: HeadingReader, since: int = 0) -> Time:
    """Return whether the lines above the table, from row `since` on, speak of the period or of
    another."""
    return title_sense(grid.rows[since : header.first], headings).time


def sheet_time(grid: Grid, titled: Time, headings: HeadingReader) -> Time:
    """Return what a sheet's name and the time of its title say together of the period."""
    named: Time = "" if grid.text_file else headings.sense(grid.name).time
    if titled == "this" and _SCHOOL_OR_MONTH.fullmatch(fold(grid.name)):
        return titled  # a primary school's sheet under the title of the period
    return "this" if "this" in (named, titled) and named != "other" else named or titled


def is_aside(name: str) -> bool:
    """Whether a sheet's name says that it is a draft, a pattern, a guide or an older copy."""
    told = nfc(name).lower()
    return bool(_ASIDE.search(told) or (fold(told) == told and _ASIDE_BARE.search(told)))


def sheet_sense(grid: Grid, titles: Sequence[Row], headings: HeadingReader) -> Sense:
    """Return what the sheet's name and the lines above its table say of the time, the nearer."""
    of_sheet = NOTHING if grid.text_file else headings.sense(grid.name)
    told = [one for one in (title_sense(titles, headings), of_sheet) if one.time == "this"]
    return min(told, key=_far, default=NOTHING)


def title_sense(titles: Sequence[Row], headings: HeadingReader) -> Sense:
    """Return what the lines above a table say of its time, the one nearest the period."""
    return min((sense for sense, _text in _said(titles, headings)), key=_far, default=NOTHING)


def other_title(titles: Sequence[Row], headings: HeadingReader) -> str:
    """Return the line above a table that names another time, where none names the period."""
    said = sorted(_said(titles, headings), key=lambda one: _far(one[0]))
    return one_line(said[0][1]) if said and said[0][0].time == "other" else ""


def _said(titles: Sequence[Row], headings: HeadingReader) -> list[tuple[Sense, str]]:
    said: list[tuple[Sense, str]] = []
    for row in titles:
        for cell in (*row, _labelled(row)):
            if not isinstance(cell, str) or not cell.strip() or len(cell) > 300:
                continue
            told = _AHEAD.sub("", shown(cell))
            if _cites(told):
                told = _ASIDE_TEXT.sub(" ", told)  # "Số liệu tháng 8 (kèm theo để đối chiếu)"
            if not _cites(told) and _SAYS_TIME.search(fold(told)):
                sense = headings.title(told)
                if sense.time:
                    said.append((sense, shown(cell)))
    return said


def _labelled(row: Row) -> str:
    """Return a row that names its time in cells of their own (“Kỳ báo cáo:”, “10/2026”) as one
    text, "" for another row."""
    filled = [cell for cell in row if not is_empty(cell)][:_MOST_LABELLED]
    if len(filled) < 2 or not isinstance(filled[0], str):
        return ""
    if _TIME_LABEL.fullmatch(fold(filled[0])) is None:
        return ""
    return " ".join(_as_time(cell) for cell in filled)


def _as_time(cell: Cell) -> str:
    """Return a cell beside such a label as text; a day there stands for its month."""
    return f"{cell.month}/{cell.year}" if isinstance(cell, date) else shown(cell)


def _cites(text: str) -> bool:
    """Whether a line names a paper, whose time is not the figures'."""
    folded = fold(text)
    return _CITING.search(folded) is not None and "den ngay" not in folded


def names_other_time(titles: Sequence[Row], headings: HeadingReader) -> bool:
    """Whether the last line above a table is the name of another time alone: “THÁNG 08/2026”."""
    filled = [[cell for cell in row if not is_empty(cell)] for row in titles]
    last: list[Cell] = next((row for row in reversed(filled) if row), [])
    if len(last) != 1 or not isinstance(last[0], str) or "ngay" in fold(last[0]):
        return False
    sense = headings.title(shown(last[0]))
    return sense.time == "other" and not sense.left and not sense.codes


def _far(sense: Sense) -> int:
    """Tell times apart by how far they are from the period: a year alone says little."""
    if sense.time == "other":
        return 4
    if sense.span is None or sense.relation == "same":
        return 0 if sense.relation == "same" else 3
    return 2 if sense.span.is_year else 1


def choose(
    grids: Sequence[Grid], headings: HeadingReader, book: NameBook, codes: frozenset[str],
    wanted: str = "",
) -> tuple[Choice | None, list[Choice]]:  # fmt: skip
    """Return the sheet to read and all that could be, best first."""
    choices = []
    for grid in grids:
        if wanted and grid.name != wanted:
            continue
        header = find_header(grid, headings, codes)
        if header is not None:
            choices.append(_choice(grid, header, headings, book))
    visible = [choice for choice in choices if not choice.grid.hidden]
    choices = sorted(visible or choices, key=lambda choice: -choice.score)
    return (choices[0] if choices else None), choices


def _choice(grid: Grid, header: Header, headings: HeadingReader, book: NameBook) -> Choice:
    time = sheet_time(grid, title_time(grid, header, headings), headings)
    said = sheet_sense(grid, grid.rows[: header.first], headings)
    matched = filled = 0
    figures = [column.at for column in header.columns if column.is_asked]
    seen: set[str] = set()
    for row in grid.rows[header.last + 1 : header.last + 1 + _ROWS]:
        names = {shown(c) for c in row if isinstance(c, str) and len(c) > 3}
        hit = {name for name in names if book.find(name).is_name}
        matched += bool(hit - seen)
        seen |= hit
        filled += any(
            at < len(row) and not is_empty(row[at])
            and (is_number(row[at]) or any(c.isdigit() for c in str(row[at])))
            for at in figures
        )  # fmt: skip
    score = header.score + 3 * min(matched, 60) + 2 * min(filled, 60)
    score += {"this": 45.0, "": 0.0, "other": -60.0}[time]
    if said.relation in ("part", "wider"):
        score -= 30  # a sheet of the very period goes before one of a month or a year of it
    if is_aside(grid.name):
        score -= 40
    return Choice(grid, header, score, time, filled, said)


def rivals(chosen: Choice, choices: Sequence[Choice]) -> list[Choice]:
    """Return other sheets that hold as much of the same and say no other time."""
    return [
        other for other in choices
        if other is not chosen and other.rows > 0 and other.time == chosen.time
        and other.score >= chosen.score * 0.8
        and set(other.header.codes()) == set(chosen.header.codes())
    ]  # fmt: skip
