"""The headings over each column of a table, groups spread over the columns they stand for."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from desktop.intake.figures.heads.headings import is_code_heading
from desktop.intake.figures.sheets.grid import Grid, is_empty, shown
from desktop.intake.figures.wording.heading_words import without_numbering
from desktop.models.text import fold

_LEVELS: Final = tuple(
    re.compile(rf"(?<=[^\W\d_]|\))\s*{mark}\s*(?=[^\W\d_(+-])")
    for mark in (r"[>|→»]+", r"(?<=\s)[-–—]+(?=\s)", r"/", r":", r"[,;](?![^()]*\))")
)
"""What stands between levels told in one cell: “CNVCLĐ - Tổng số”, “CNVCLĐ/Nữ”."""
_NUMBERING: Final = re.compile(r"[(\[]?\s*(\d{1,3}|[a-zđ])\s*[)\]]?(?:\s*=.*)?", re.I)
_LETTERS: Final = "abcdefgh"
_OF_A_WHOLE: Final = frozenset(("tong", "so", "cong", "ts", "chung", "trong", "do"))
_OCCUPATIONAL: Final = re.compile(r"(?:tên )?(?:nghiệp đoàn|nđ|nđcs)(?: cơ sở)?", re.I)
_IN_UNIONS: Final = re.compile(r"\s*\b(?:trong|của|thuộc)\s+(?:các\s+)?(?:nghiệp đoàn|nđ)\b", re.I)


def is_numbering(grid: Grid, row: int) -> bool:
    """Tell whether a row numbers the columns: 1 2 3 …, A B 1 2, A B C 1, (1) (2) (3)=(1)+(2)."""
    found: list[str] = []
    for cell in grid.rows[row]:
        if is_empty(cell):
            continue
        match = _NUMBERING.fullmatch(shown(cell))
        if match is None:
            return False
        found.append(match[1].lower())
    numbers = [int(text) for text in found if text.isdigit()]
    if found[:-1] == list(_LETTERS[: len(found) - 1]) and numbers == [1]:
        return len(found) > 2
    if len(found) < 3 or len(numbers) < 2:
        return False
    return numbers[0] <= 2 and all(after - before == 1 for before, after in pairwise(numbers))


def heading_paths(
    grid: Grid, first: int, last: int, codes: frozenset[str] = frozenset()
) -> list[tuple[str, ...]]:
    """Return every column's headings from the top down, groups spread over their columns."""
    width = max((len(grid.rows[at]) for at in range(first, last + 1)), default=0)
    table = [
        [shown(cell) for cell in grid.rows[at]] + [""] * (width - len(grid.rows[at]))
        for at in range(first, last + 1)
    ]
    for place, row in enumerate(table):
        if is_numbering(grid, first + place):
            row[:] = [""] * width  # numbers below a heading are none that it spreads over
    merged = _spread_merged(grid, table, first, last)
    _without_field_names(table, codes)
    for above, below, covered in zip(table, table[1:], merged, strict=False):
        if not covered:
            _to_their_first(above, below)
    own = [[bool(text) for text in row] for row in table]
    for place in range(len(table) - 2, -1, -1):
        begun = frozenset(
            at for at in range(width) if any(above[at] for above in own[:place])
        ) - frozenset(at for above in merged[:place] for at in above)
        _spread_open(table[place], table[place + 1 :], merged[place] | begun, merged[place])
    paths = []
    for column in range(width):
        path: list[str] = []
        for row in table:
            text = without_numbering(row[column])
            if text and (not path or path[-1] != text):
                path.append(text)
        paths.append(tuple(path))
    return _of_all_unions(paths)


def _of_all_unions(paths: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Leave out “trong nghiệp đoàn” where all units are occupational unions: it tells no part."""
    if not any(_OCCUPATIONAL.fullmatch(path[-1]) for path in paths if path):
        return list(paths)
    return [tuple(_IN_UNIONS.sub("", text) or text for text in path) for path in paths]


def told_in_levels(paths: Sequence[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    """Yield the ways to take levels apart that neighbours share in one cell each:
    “Đoàn viên: Tổng số”, “Đoàn viên: Nữ”; or to leave out a group that is said again."""
    once = [_without_group(path) for path in paths]
    if once != list(paths):
        yield once
    for mark in _LEVELS:
        pieces = [tuple(mark.split(path[-1])) if path else () for path in paths]
        if max(map(len, pieces), default=0) < 2:
            continue
        found = list(paths)
        for at, own in enumerate(pieces):
            beside = (near for near in (at - 1, at + 1) if 0 <= near < len(paths))
            if len(own) > 1 and any(
                paths[near][:-1] == paths[at][:-1] and pieces[near] != own
                and fold(pieces[near][0] if pieces[near] else "") == fold(own[0])
                for near in beside
            ):  # fmt: skip
                found[at] = (*paths[at][:-1], *own)
        if found != list(paths):
            yield found


def _without_group(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return headings without what the last says again: “Thăm hỏi > Thăm hỏi: số tiền”."""
    if len(path) < 2:
        return path
    group, leaf = fold(path[-2]).strip(" :"), fold(path[-1])
    rest = path[-1][len(group) :]
    if not leaf.startswith(group) or len(leaf) != len(path[-1]) or rest[:1].isalnum():
        return path
    told = rest.strip(" :-–/>,()") if rest.startswith(" (") else rest.strip(" :-–/>,")
    return (*path[:-1], told) if any(map(str.isalpha, told)) else path


def _spread_merged(
    grid: Grid, table: list[list[str]], first: int, last: int
) -> list[frozenset[int]]:
    """Write a merged heading over all its columns; returns the columns so covered, by row."""
    covered: list[set[int]] = [set() for _row in table]
    for (top, left), (bottom, right) in grid.spans:
        if top > last or bottom < first or right == left:
            continue
        place = max(top, first) - first
        if top < first or left >= len(table[place]):
            continue
        text = table[place][left]
        for column in range(left, min(right + 1, len(table[place]))):
            table[place][column] = text
            covered[place].add(column)
    return [frozenset(one) for one in covered]


def _to_their_first(above: list[str], below: Sequence[str]) -> None:
    """Write headings that stand amid their columns over the first of these: “Lao động” over
    “Nam” of “Tổng số, Nam, Nữ”, unmerged, where the same parts follow under each."""
    for blocks in _blocks(below, sum(map(bool, above))):
        heads = [[at for at in block if above[at]] for block in blocks]
        offsets = {told[0] - block[0] for told, block in zip(heads, blocks, strict=True) if told}
        if any(len(told) != 1 for told in heads) or len(offsets) != 1:
            continue
        if offsets == {0}:
            return  # each stands over the first of its own already
        for (at,), block in zip(heads, blocks, strict=True):
            above[block[0]], above[at] = above[at], ""
        return


def _blocks(row: Sequence[str], most: int) -> Iterator[list[range]]:
    """Yield the stretches of up to `most` times as many columns that hold the same parts one after
    the other, the most and longest first: “Nữ, Nam, Cộng” twice behind “Stt, Đơn vị”."""
    parts = [_part(text) for text in row]
    for count in range(min(most, len(row) // 2), 1, -1):
        for size in range(len(row) // count, 1, -1):
            for start in range(len(row) - count * size + 1):
                first = set(parts[start : start + size])
                if len(first) < size or "-" in first:
                    continue
                begins = range(start, start + count * size, size)
                if all(set(parts[at : at + size]) == first for at in begins):
                    yield [range(at, at + size) for at in begins]


def _part(text: str) -> str:
    """Return what a heading says of a whole's part, "" for the whole, "-" for no heading."""
    words = re.findall(r"\w+", fold(text))
    return " ".join(word for word in words if word not in _OF_A_WHOLE) if words else "-"


def _without_field_names(table: list[list[str]], codes: frozenset[str]) -> None:
    """In a row of codes only the codes are headings; the rest are names for programs."""
    for row in table:
        if sum(1 for text in row if is_code_heading(text, codes)) >= 2:
            row[:] = [text if is_code_heading(text, codes) else "" for text in row]


def _spread_open(
    row: list[str], below: Sequence[Sequence[str]], closed: frozenset[int], merged: frozenset[int]
) -> None:
    """Write a heading that was not merged over the columns its sub-headings stand in.

    `closed` columns have a heading of their own above; `merged` ones are part of a merged cell.
    """
    for column in range(1, len(row)):
        if row[column] or column in closed or (column - 1) in merged:
            continue
        left = row[column - 1]
        if left and below[0][column] and below[0][column - 1]:
            row[column] = left
