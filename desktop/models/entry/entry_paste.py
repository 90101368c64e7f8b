"""Pasting a block: every cell of it ends landed, skipped, doubtful or refused, with its reason.

A blank cell of others never clears. A block that carries unit names lands by name, not by
place, and each unit once; a line of totals is compared with the lines above it, also one that
only looks like it; numbers over computed columns are compared with what the program computes,
stocks with those of the line above and below the period before.
"""

import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import Any

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_numbers import (
    NumberReading,
    is_fraction,
    read_number,
)
from desktop.models.entry.entry_own import office_lines, row_title
from desktop.models.entry.paste_cells import Block, CellReading, HeadJudge, Line, PasteReading
from desktop.models.entry.paste_checks import computed_compared, totals_compared
from desktop.models.entry.paste_columns import beside_themselves
from desktop.models.entry.paste_doubts import adds_up, slipped, stand_aside, towering
from desktop.models.entry.paste_heads import (
    initials,
    is_table,
    strangers_column,
    under_other_titles,
)
from desktop.models.entry.paste_history import outliers
from desktop.models.entry.paste_own import own_cell
from desktop.models.entry.paste_signs import sign_told
from desktop.models.errors import Refusal
from desktop.models.figures.cells import MOST_COUNTED, number_of, too_large
from desktop.models.figures.number_words import has_only_figures
from desktop.models.text import fold, nfc

_FEWEST = 3
TURN = 25
"""Lines read or worked out at a time: a few milliseconds."""
_TOTALS = re.compile(
    r"(tổng|cộng)\b(?! (công|cục|kho|đài|lãnh)\b)"
    r"|(tong|cong)( (cong|so|chung)\b(?! ty\b).*)?$"
)
"""“Tổng cộng”, “TONG CONG”; never “Công ty”, “Tổng công ty”, which are names."""


def read_paste(
    sheet: EntrySheet, row: int, block: Block, targets: Sequence[int], *, own: bool = False,
    judge: HeadJudge | None = None, shown: Sequence[int] | None = None,
) -> PasteReading:  # fmt: skip
    """Read a block whose first line goes to a row; `targets` are the sheet columns in order.

    The block's own columns land on the targets from the first on; those beyond are refused. In
    cells of our `own` grid no line of totals is looked for, and EMPTIED clears. `judge` reads what
    heads the columns; without one the sheet's own words have to be there. `shown` are the rows in
    sight, in their order (None: all); nothing lands on another.
    """
    reading = reading_paste(sheet, row, block, targets, own=own, judge=judge, shown=shown)
    while True:
        try:
            next(reading)
        except StopIteration as done:
            read: PasteReading = done.value
            return read


def reading_paste(
    sheet: EntrySheet, row: int, block: Block, targets: Sequence[int], *, own: bool = False,
    judge: HeadJudge | None = None, shown: Sequence[int] | None = None,
) -> Generator[None, None, PasteReading]:  # fmt: skip
    """Do what `read_paste` does a few milliseconds at a time, between them whatever else waits."""
    heads = _headings(sheet, block, named=_name_column(sheet, block) is not None)
    rows = range(len(sheet.rows)) if shown is None else shown
    lines, skipped_cells = _lines(sheet, rows, row, block, len(heads))
    if not skipped_cells and len(rows) == len(sheet.rows):
        lines = _totals_beyond(lines)
    yield
    numbers = yield from _numbers(lines)
    no_part, doubted = office_lines(sheet, [-1 if own else line.row for line in lines], numbers)
    for at, why in no_part.items():
        lines[at] = replace(lines[at], row=-1, note=why)
    by_place = not own and not skipped_cells and lines[-1].row >= 0
    sum_line = adds_up(numbers[len(heads) :]) if by_place else "none"
    if sum_line == "surely":
        lines[-1] = replace(lines[-1], row=-1, total=True, guessed=True)
    yield
    fractions = _fraction_columns(lines)
    if judge is not None and heads and not own:
        heard = judge(block, len(heads), skipped_cells, targets)
    else:
        heard = under_other_titles(sheet, [line[skipped_cells:] for line in heads], targets)
    aside = {} if own else beside_themselves(sheet, lines, numbers, targets)
    odd = aside | {place: told for place, (told, _sure) in heard.items()}
    slips = _slips(sheet, lines, numbers, targets)
    slips |= {} if own else {lines[at].number: why for at, why in doubted.items()}
    slips = slips if own else _asides(lines, numbers) | slips
    yield
    towers = _towers(sheet, lines, numbers, targets)
    yield
    if sum_line == "perhaps":
        slips[lines[-1].number] = _("Bằng tổng các dòng trên: có phải dòng cộng không?")
    found: list[CellReading] = []
    for place, line in enumerate(lines):
        if line.total:
            found += totals_compared(line, lines, skipped_cells)
        else:
            read = _line(sheet, line, targets, fractions, skipped_cells)
            read = [_doubted(cell, odd.get(cell.cell - 1 - skipped_cells)) for cell in read]
            read = [_doubted(cell, towers.get((cell.row, cell.column))) for cell in read]
            found += [_doubted(cell, slips.get(line.number)) for cell in read]
        if place % TURN == TURN - 1:
            yield
    found = yield from computed_compared(
        sheet, [own_cell(sheet, cell) if own else sign_told(sheet, cell) for cell in found]
    )
    yield
    pasted: dict[int, dict[int, Any]] = {}
    for cell in found:
        if cell.outcome in ("lands", "doubtful") and cell.entry is not None and cell.row >= 0:
            pasted.setdefault(cell.row, {})[cell.column] = cell.entry.register()
    strange = {**(yield from outliers(sheet, pasted)), **dict.fromkeys(towers)}
    of_others = {targets[one] for one in aside}  # unlike their own past for that very reason
    strange = {at: said for at, said in strange.items() if at[1] not in of_others}
    found = [_doubted(cell, strange.get((cell.row, cell.column))) for cell in found]
    assignments = {
        (sheet.rows[cell.row].unit.id, sheet.columns[cell.column].code): cell.entry
        for cell in found
        if cell.entry is not None and cell.outcome in ("lands", "doubtful")
    }
    names = skipped_cells - 1 if skipped_cells else strangers_column(block[len(heads) :])
    strangers = not skipped_cells and names >= 0
    said = any(sure for _told, sure in heard.values())
    a_table = bool(skipped_cells) and (said or is_table(lines, len(heads)))
    return PasteReading(tuple(found), assignments, bool(heads), names, strangers, a_table)


# which line goes where


def _headings(sheet: EntrySheet, block: Block, *, named: bool) -> Block:
    """Return the lines at the head of a block that only say what the columns are.

    Where units are `named`, that is every line before the first with a name or a number; else
    such lines take no row, so that only known titles count, or several in words of titles.
    """
    known = {fold(word) for one in sheet.columns for word in (one.title, one.code, *one.group)}
    words_known = {word for title in known for word in (*title.split(), initials(title))}
    words_known = {word for word in words_known if len(word) > 1}
    units = _names(sheet)
    heads: list[Sequence[str]] = []
    for line in block[:-1]:
        words = [cell for cell in line if cell.strip()]
        if any(read_number(cell).entry is not None or fold(cell) in units for cell in words):
            break
        titled = any(fold(cell) in known - {""} for cell in words)
        alike = len(words) > 1 and all(words_known & set(fold(cell).split()) for cell in words)
        figures = any(map(has_only_figures, words))  # “4 20” is a figure that went wrong
        lone = not heads and len(block) > _FEWEST and not figures and _heads_numbers(block)
        if not (named or titled or alike or lone):
            break
        heads.append(line)
    return heads


def _heads_numbers(block: Block) -> bool:
    """Say whether words stand over numbers in every other line: “Giảm”, “Số vào”."""
    return all(any(read_number(cell).entry is not None for cell in line) for line in block[1:])


def _doubted(cell: CellReading, note: str | None) -> CellReading:
    if note is None or cell.outcome not in ("lands", "same", "doubtful"):
        return cell
    return replace(cell, outcome="doubtful", note=" ".join(filter(None, (note, cell.note))))


def _lines(
    sheet: EntrySheet, shown: Sequence[int], row: int, block: Block, heads: int = 0
) -> tuple[list[Line], int]:
    """Return the lines with their rows, and how many leading columns named them.

    The first `heads` lines are headings: they take no row. The others take those `shown`.
    """
    names = _name_column(sheet, block)
    if names is not None:
        by_name = _names(sheet)
        named = [
            _named(number, line, names, by_name, sheet.gone) for number, line in enumerate(block, 1)
        ]
        return _once(sheet, _in_sight(sheet, named, shown)), names + 1
    found, reached = [], _from(shown, row)
    below = [place for place in reached if not sheet.rows[place].elsewhere]
    beyond = _beyond(sheet, shown, reached)
    for number, cells in enumerate(block, 1):
        if number <= heads:
            found.append(Line(number, -1, ()))
        elif number - heads <= len(below):
            found.append(Line(number, below[number - 1 - heads], cells))
        else:
            found.append(Line(number, -1, cells, beyond.format(n=number)))
    return found, 0


def _from(shown: Sequence[int], row: int) -> Sequence[int]:
    return shown[shown.index(row) :] if row in shown else ()


def _beyond(sheet: EntrySheet, shown: Sequence[int], reached: Sequence[int]) -> str:
    """Say why a line has no row: a list with the unions that type for themselves is longer."""
    own = [sheet.rows[place].unit.short for place in reached if sheet.rows[place].elsewhere]
    if own:
        told = _(
            "Dòng {n} không có chỗ: {unit} tự nhập, không dán vào được."
            " Xem các dòng có đúng thứ tự đơn vị trong bảng không."
        )
        return told.replace("{unit}", ", ".join(own))
    if len(shown) == len(sheet.rows):
        return _("Dòng {n} nằm ngoài bảng.")
    return _("Dòng {n} nằm ngoài các dòng đang lọc; bỏ lọc rồi dán lại.")


def _in_sight(sheet: EntrySheet, lines: Sequence[Line], shown: Sequence[int]) -> Sequence[Line]:
    """Take no line of a unit that is not shown."""
    if len(shown) == len(sheet.rows):
        return lines
    told, seen = _("“{unit}” không hiện vì đang lọc: bỏ lọc rồi dán lại."), frozenset(shown)
    return [
        line if line.row < 0 or line.row in seen
        else replace(line, row=-1, note=told.format(unit=sheet.rows[line.row].unit.name))
        for line in lines
    ]  # fmt: skip


def _totals_beyond(lines: list[Line]) -> list[Line]:
    """Take the only line beyond the sheet for one of totals where it tells more than any above.

    Several lines beyond it are units without a row, whatever they add up to.
    """
    beyond = [line for line in lines if line.note]
    *above, last = lines
    if not above or beyond != [last]:
        return lines
    told = [_number(text) for text in last.cells]
    most = [max((_number(line.cells[at]) or 0 for line in above if at < len(line.cells)), default=0)
            for at in range(len(told))]  # fmt: skip
    more = [a > b for a, b in zip(told, most, strict=True) if a is not None]
    return [*above, replace(last, total=True)] if any(more) else lines


def _number(text: str) -> int | None:
    entry = read_number(text).entry
    return None if entry is None else entry.value


def _once(sheet: EntrySheet, lines: Sequence[Line]) -> list[Line]:
    """Let no unit land twice: lines of one unit that say different things are all refused."""
    by_row: dict[int, list[Line]] = {}
    for line in lines:
        by_row.setdefault(line.row, []).append(line)
    found = []
    for line in lines:
        same = by_row[line.row]
        if line.row < 0 or len(same) == 1 or (line is same[0] and _all_alike(same)):
            found.append(line)
            continue
        told = _("“{unit}” đứng ở các dòng {lines}: để lại một dòng rồi dán lại.")
        if _all_alike(same):
            told = _("Trùng hẳn dòng {lines}, chỉ lấy một lần.")
            same = same[:1]
        note = told.format(
            unit=sheet.rows[line.row].unit.name, lines=", ".join(str(one.number) for one in same)
        )
        found.append(replace(line, row=-1, note=note))
    return found


def _all_alike(lines: Sequence[Line]) -> bool:
    return all(list(line.cells) == list(lines[0].cells) for line in lines)


def _numbers(lines: Sequence[Line]) -> Generator[None, None, list[list[int | None]]]:
    found = []
    for place, line in enumerate(lines):
        read = (read_number(text).entry for text in line.cells)
        found.append([None if entry is None else entry.value for entry in read])
        if place % TURN == TURN - 1:
            yield
    return found


def _slips(
    sheet: EntrySheet,
    lines: Sequence[Line],
    numbers: Sequence[Sequence[int | None]],
    targets: Sequence[int],
) -> dict[int, str]:
    """Return what is to be said of lines, by number, whose stocks are those of a neighbour."""
    stocks = {
        place: sheet.columns[target].code
        for place, target in enumerate(targets)
        if target >= 0 and sheet.columns[target].kind == "typed"
        if sheet.columns[target].code in sheet.facts.stocks
    }
    pasted = [
        (line, [read[place] if place < len(read) else None for place in stocks])
        for line, read in zip(lines, numbers, strict=True)
        if line.row >= 0
    ]
    rows = [line.row for line, _read in pasted]
    if rows and rows == list(range(rows[0], rows[-1] + 1)):  # the rows beside it are neighbours too
        around = [r for r in (rows[0] - 1, rows[-1] + 1) if 0 <= r < len(sheet.typed_rows)]
        pasted = sorted([*pasted, *((Line(0, r, ()), []) for r in around)], key=_row_of)
    known = [
        [number_of(sheet.rows[line.row].before.get(code)) for code in stocks.values()]
        for line, _read in pasted
    ]
    told = _("Giống số kỳ trước của “{unit}” ở dòng kề bên; có thể các số lệch một dòng.")
    return {
        pasted[place][0].number: told.format(unit=sheet.rows[pasted[other][0].row].unit.name)
        for place, other in slipped([read for _line, read in pasted], known).items()
    }


def _asides(lines: Sequence[Line], numbers: Sequence[Sequence[int | None]]) -> dict[int, str]:
    """Return what is to be said of lines, by number, that may be one column out of place."""
    pasted = [(line, read) for line, read in zip(lines, numbers, strict=True) if line.row >= 0]
    told = _("Ô đầu hay cuối dòng để trống mà các dòng khác đều có số; có thể lệch một cột.")
    return {pasted[place][0].number: told for place in stand_aside([r for _l, r in pasted])}


def _towers(
    sheet: EntrySheet,
    lines: Sequence[Line],
    numbers: Sequence[Sequence[int | None]],
    targets: Sequence[int],
) -> dict[tuple[int, int], str]:
    """Return the cells, by row and column, that tower over their column as they never did."""
    pasted = [(one, read) for one, read in zip(lines, numbers, strict=True) if one.row >= 0]
    found = {}
    for line, place in towering([read for _line, read in pasted]):
        row, column = pasted[line][0].row, targets[place] if place < len(targets) else -1
        if column < 0 or sheet.columns[column].money:
            continue
        number = pasted[line][1][place] or 0
        if number > 2 * (number_of(sheet.rows[row].before.get(sheet.columns[column].code)) or 0):
            found[row, column] = _("Lớn gấp nhiều lần mọi dòng khác của cột; kiểm tra lại.")
    return found


def _row_of(line: tuple[Line, Sequence[int | None]]) -> int:
    return line[0].row


def _name_column(sheet: EntrySheet, block: Block) -> int | None:
    """Return the column of unit names: the first or, after row numbers, the second."""
    known = _names(sheet)
    for column in (0, 1):
        cells = [line[column] for line in block if len(line) > column and line[column].strip()]
        words = [cell for cell in cells if read_number(cell).entry is None]
        if len(words) * 2 > len(cells) and any(fold(cell) in known for cell in words):
            return column
    return None


def _names(sheet: EntrySheet) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, row in enumerate(sheet.rows):
        unit = row.unit
        said = (unit.name, unit.short, unit.code)
        shown = row_title(sheet.facts.packs, sheet.form.id, unit)
        for name in {fold(one) for one in (*said, shown)} - {""}:
            found.setdefault(name, []).append(place)
    return found


def _named(
    number: int, cells: Sequence[str], names: int, known: dict[str, list[int]],
    gone: Callable[[str], str],
) -> Line:  # fmt: skip
    name = cells[names].strip() if len(cells) > names else ""
    rest = cells[names + 1 :]
    places = known.get(fold(name), [])
    if len(places) == 1:
        return Line(number, places[0], rest)
    if places:
        return Line(number, -1, rest, _("Có {n} đơn vị tên “{name}”.").format(
            n=len(places), name=name))  # fmt: skip
    if any(_TOTALS.match(nfc(cell).strip().lower()) for cell in cells[: names + 1]):
        return Line(number, -1, rest, total=True)
    if not any(read_number(cell).entry is not None for cell in rest):
        return Line(number, -1, (), words=any(cell.strip() for cell in cells))
    if not name:
        nameless = _("Dòng {n} không ghi đơn vị nào.").format(n=number)
        return Line(number, -1, rest, nameless)
    unknown = _("Không có đơn vị “{name}” trong bảng.").format(name=name)
    return Line(number, -1, rest, gone(name) or unknown)


# what each cell means


def _fraction_columns(lines: Sequence[Line]) -> frozenset[int]:
    return frozenset(
        place for line in lines for place, text in enumerate(line.cells) if is_fraction(text)
    )


def _line(
    sheet: EntrySheet,
    line: Line,
    targets: Sequence[int],
    fractions: frozenset[int],
    skipped: int,
) -> list[CellReading]:
    found = []
    for place, text in enumerate(line.cells):
        column = targets[place] if place < len(targets) else -1
        read = _read_cell(sheet, column, text, near=place in fractions)
        at = (line.row, column, line.number, place + 1 + skipped, text)
        if read.outcome == "skipped":
            landing = line.row >= 0 and column >= 0 and sheet.may_type(line.row, column)
            told = (read.entry, read.note) if landing else ()
            found.append(CellReading(*at, "skipped", *told))
        elif line.row < 0 or column < 0:
            note = line.note or _("Cột {n} của khối dán nằm ngoài bảng.").format(n=place + 1)
            found.append(CellReading(*at, "refused", None, note))
        elif not sheet.may_type(line.row, column):
            found.append(CellReading(*at, "skipped", read.entry, ""))
        else:
            found.append(_landing(sheet, at, read))
    return found


def _read_cell(sheet: EntrySheet, column: int, text: str, *, near: bool) -> NumberReading:
    """Read one cell; money is read in the unit the sheet shows it in."""
    scaled = column >= 0 and sheet.columns[column].money and sheet.facts.scale > 1
    read = read_number(text, fractions_near=near and not scaled)
    counted = column >= 0 and not sheet.columns[column].money
    beyond = read.entry is not None and (read.entry.value or 0) > MOST_COUNTED
    if counted and (beyond or read.note == too_large(money=True)):
        return NumberReading("refused", None, too_large(money=False))
    if not scaled or read.outcome == "skipped" or (read.entry and read.entry.value is None):
        return read
    try:
        return NumberReading("lands", sheet.parse(column, text))
    except Refusal as refusal:
        return NumberReading("refused", None, refusal.message)


def _landing(
    sheet: EntrySheet, at: tuple[int, int, int, int, str], read: NumberReading
) -> CellReading:
    held = sheet.rows[at[0]].values.get(sheet.columns[at[1]].code)
    if read.entry is not None and read.entry.register() == held and read.outcome == "lands":
        return CellReading(*at, "same", read.entry)
    return CellReading(*at, read.outcome, read.entry, read.note)
