"""Rows of PDF pages joined to paragraphs by their geometry; running heads set apart."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from desktop.intake.source import Cell, Line, Place, Run, join
from desktop.intake.sources.pdf_page import Page, Row
from desktop.intake.structure.labels import parse
from desktop.intake.structure.manner import ends_sentence
from desktop.intake.structure.zones import is_receivers, is_title_line
from desktop.intake.words import ends_in_link, is_caps, plain, starts_lower

_EDGE = 4  # rows from the top and bottom of a page that may be running heads
_PAGE_NUMBER = re.compile(r"^[-–—\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*$")
_MOTTO = ("cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc")
_FIRST_INDENT = 72.0  # no first line of a paragraph begins farther in
_HANGING = 24.0  # a wrapped recipient stands no farther in than this behind its mark
_INDENT = 6.0  # a first line begins farther in than this
_CLOSING = "tren day la"
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Measure:
    """The text area of the whole document and its usual space between lines, in points."""

    left: float
    right: float
    space: float
    starts: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Open:
    """A paragraph that may go on."""

    line: Line
    last: Row
    first: Row
    page: int
    centred: bool


def lines_of(pages: Sequence[Page]) -> list[Line]:
    """Return the lines: paragraphs, table cells, running heads; every word is in one."""
    running = _running(pages)
    measure = _measure(pages, running)
    lines = _lines(pages, running, measure)
    return [replace(line, number=number) for number, line in enumerate(lines, 1)]


def _lines(pages: Sequence[Page], running: dict[int, Place], measure: _Measure) -> Iterator[Line]:
    open_: _Open | None = None
    tables = 0
    held: list[Line] = []
    held_motto: Line | None = None
    receivers = _Receivers()
    for index, page in enumerate(pages):
        numbers: dict[int, int] = {}
        for row in page.rows:
            place = running.get(id(row))
            if place is not None:
                held.append(Line(0, row.runs, place=place, hard=True, page=index + 1))
                continue
            goes_on = receivers.goes_on(row, index)
            if row.table >= 0:
                if open_:
                    yield open_.line
                    open_ = None
                yield from held
                held = []
                if row.table not in numbers:
                    numbers[row.table] = tables
                    tables += 1
                cell = Cell(numbers[row.table], row.line, row.column)
                line = Line(
                    0, row.runs, hard=not row.ruled and not goes_on, place="table", cell=cell,
                    page=index + 1,
                )  # fmt: skip
                if held_motto and held_motto.cell == cell and _is_motto(held_motto, line):
                    held_motto = replace(held_motto, runs=join((held_motto.runs, line.runs)))
                    continue
                if held_motto:
                    yield held_motto
                held_motto = line
                continue
            if held_motto:
                yield held_motto
                held_motto = None
            if open_ and _continues(open_, row, index, measure):
                open_.line = replace(open_.line, runs=join((open_.line.runs, row.runs)))
                open_.last, open_.page = row, index
                continue
            previous = open_
            if open_:
                yield open_.line
            yield from held
            held = []
            open_ = _begun(row, previous, index, measure)
            if goes_on:
                open_.line = replace(open_.line, hard=False)
    if held_motto:
        yield held_motto
    if open_:
        yield open_.line
    yield from held
    for index, page in enumerate(pages, 1):
        yield from (Line(0, runs, place="note", hard=True, page=index) for runs in page.struck)


def _is_motto(line: Line, more: Line) -> bool:
    """Whether the nation's name or motto was cut to fit its column."""
    text = plain(f"{line.text} {more.text}")
    return any(known.startswith(text) for known in _MOTTO)


class _Receivers:
    """The column of recipients: a row without a mark goes on with a marked one not ended.

    The column is narrow, so that the room right of a row tells nothing.
    """

    def __init__(self) -> None:
        self._head: tuple[int, Row] | None = None
        self._last: Row | None = None
        self._marked = False

    def goes_on(self, row: Row, page: int) -> bool:
        """Take the next row; tell whether it belongs to the recipient above it."""
        if is_receivers(row.text):
            self._head, self._last, self._marked = (page, row), None, False
            return False
        if not self._head or page != self._head[0]:
            return False
        if not -2 <= row.left - self._head[1].left <= _HANGING:
            return False
        last, self._last = self._last, row
        if any(label.is_bullet for label in parse(row.text)):
            self._marked = True
            return False
        if not (self._marked and last) or last.text.rstrip().endswith((";", ".")):
            return False
        close = (
            -row.size < last.bottom - row.top < row.size
            and abs(last.size - row.size) < row.size * 0.3
        )
        return close and not parse(row.text) and not is_title_line(row.text)


def _begun(row: Row, previous: _Open | None, page: int, measure: _Measure) -> _Open:
    centred = _is_centred(row, measure)
    if previous is None or page != previous.page:
        gap = previous is None or _opens_page(row, previous)
    else:
        gap = _is_apart(previous.last, row, measure)
    hard = previous is None or gap or centred or _is_short(previous.last, row, measure)
    line = Line(0, row.runs, centred=centred, hard=hard, gap=gap, page=page + 1)
    return _Open(line, row, row, page, centred)


def _opens_page(row: Row, previous: _Open) -> bool:
    """Whether the first row of a page begins a paragraph, where no space above can tell."""
    if starts_lower(row.text):
        return False
    wrapped = previous.last is not previous.first
    indented = wrapped and row.left - previous.last.left > _INDENT
    return indented or ends_sentence(previous.line.text)


def _is_centred(row: Row, measure: _Measure) -> bool:
    """Whether both ends are equally far from the margins, and not at them."""
    before, after = row.left - measure.left, measure.right - row.right
    if before < 20 or after < 20 or abs(before - after) > 24:
        return False
    return before > _FIRST_INDENT or _is_bold(row.runs) or is_caps(row.text)


def _is_full(last: Row, row: Row, measure: _Measure) -> bool:
    """Whether the first word of the next row had no room at the end of the last."""
    return measure.right - last.right < row.first_word + last.size * 0.22


def _is_apart(last: Row, row: Row, measure: _Measure) -> bool:
    """Whether more space than usual stands between two rows of a page."""
    return last.bottom - row.top > measure.space + row.size * 0.3


def _is_short(last: Row, row: Row, measure: _Measure) -> bool:
    """Whether the last row surely ended a paragraph: two words more had room."""
    room = measure.right - last.right
    return room > row.first_word + max(last.size * 2, (measure.right - measure.left) * 0.06)


def _continues(before: _Open, row: Row, page: int, measure: _Measure) -> bool:
    last = before.last
    if before.centred or _is_centred(row, measure) or not _is_full(last, row, measure):
        return False
    if page == before.page and _is_apart(last, row, measure):
        return False
    if abs(last.size - row.size) > last.size * 0.2:
        return False
    indent = row.left - (last.left if last is not before.first else measure.left)
    if last is before.first:
        hangs = row.left >= last.left - 1
        indent = 0.0 if not hangs or abs(row.left - last.left) < 3 else row.left - last.left
        if hangs and indent > 3 and not parse(before.line.text):
            return False
        to = plain(before.line.text).startswith("kinh gui")
        within = measure.left + 10 < row.left < last.left - 1
        if to and (within or row.text.rstrip().endswith(":")):
            return False  # the first paragraph, under a name that fills its centred line
        indent = 0.0
    if indent > _INDENT:
        return False
    text = before.line.text
    if page != before.page and ends_sentence(text) and plain(row.text).startswith(_CLOSING):
        return False
    labels = [label for label in parse(row.text) if label.end < len(row.text.rstrip(" ."))]
    hangs_on = ends_in_link(text) and not (is_caps(text) and not is_caps(row.text))
    opens = _is_start(row, measure) and not hangs_on
    if labels and (ends_sentence(text) or opens):
        return False  # a label or a wrapped dash: decided with the whole document in sight
    deep = row.left > measure.left + 10 and last is not before.first
    level = last is before.first and abs(row.left - last.left) < 3 and parse(text)
    if ends_sentence(text) and (deep or level):
        return False  # an item goes on farther in or farther out, not where it began
    heading = _is_bold(before.line.runs) or is_caps(text)
    return not heading or _is_bold(row.runs) == _is_bold(before.line.runs)


def _is_start(row: Row, measure: _Measure) -> bool:
    """Whether items of this document begin as far from the margin as this row does."""
    return bool(measure.starts & {round(row.left / 3) + more for more in (-1, 0, 1)})


def _is_bold(runs: Sequence[Run]) -> bool:
    return all(run.bold for run in runs if run.text.strip())


def _measure(pages: Sequence[Page], running: dict[int, Place]) -> _Measure:
    rows = [row for page in pages for row in page.rows if row.table < 0 and id(row) not in running]
    if not rows:
        return _Measure(0, 1000, 0)
    wide = [row for row in rows if len(row.text) > 25] or rows
    rights = sorted(row.right for row in wide)
    lefts = sorted(row.left for row in wide)
    right = rights[-1] if len(rights) < 8 else rights[-(1 + len(rights) // 60)]
    left = lefts[len(lefts) // 10]
    spaces = sorted(
        before.bottom - row.top
        for page in pages
        for before, row in pairwise(page.rows)
        if before.table < 0 > row.table and 0 < before.top - row.top < row.size * 3
    )
    measure = _Measure(left, right, spaces[len(spaces) // 4] if spaces else 0.0)
    items = [
        round(row.left / 3)
        for before, row in pairwise(rows)
        if parse(row.text) and _is_short(before, row, measure)
    ]
    common = [place for place, count in Counter(items).items() if count * 12 >= len(items)]
    return replace(measure, starts=frozenset(common))


def _running(pages: Sequence[Page]) -> dict[int, Place]:
    """Rows that are page numbers, or that come again on other pages at the same height."""
    found: dict[int, Place] = {}
    if not pages:
        return found
    edges: list[tuple[int, Row, Place]] = []
    for index, page in enumerate(pages):
        rows = sorted((row for row in page.rows if not row.ruled), key=lambda row: -row.top)
        for row in rows[:_EDGE]:
            if row.top > page.height * 0.82:
                edges.append((index, row, "header"))
        for row in rows[: -_EDGE - 1 : -1]:
            if row.bottom < page.height * 0.14:
                edges.append((index, row, "footer"))
    seen = Counter({key: len(set(places)) for key, places in _places(edges).items()})
    within: set[tuple[int, str]] = set()  # edges whose running heads have ended
    for index, row, place in edges:
        if (index, place) in within:
            continue
        if seen[_key(row)] >= 2 or _PAGE_NUMBER.match(plain(row.text)):
            found[id(row)] = place
        else:
            within.add((index, place))
    _above_first(pages, edges, found)
    return found


def _places(edges: Sequence[tuple[int, Row, Place]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for index, row, _place in edges:
        places.setdefault(_key(row), []).append(index)
    return places


def _key(row: Row) -> str:
    return f"{_DIGITS.sub('0', plain(row.text))}@{round(row.bottom / 6)}"


def _above_first(
    pages: Sequence[Page], edges: Sequence[tuple[int, Row, Place]], found: dict[int, Place]
) -> None:
    """What stands higher than the first page's text is a running head of the later pages."""
    tops = [row.top for row in pages[0].rows if id(row) not in found]
    if len(pages) < 2 or not tops:
        return
    for index, row, place in edges:
        if index and place == "header" and row.bottom > max(tops) - 2:
            found[id(row)] = place
