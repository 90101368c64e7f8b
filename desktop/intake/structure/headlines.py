"""Lines of a letterhead set right before they are read: what a line break tore apart is put
together, what was joined to one line is taken apart.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from desktop.intake.source import Line, Run, cut, join, trim
from desktop.intake.structure.cuts import segments, slack, type_at
from desktop.intake.structure.labels import parse
from desktop.intake.words import UPPER, is_caps, plain

_REGION = 40
_SHORT = 130
_LONG = 150
_WHOLE = 600
_FULL = 58
_MOST_WRAPS = 14
_FEW_LINES = 4

_TORN = (
    re.compile(
        slack(
            r"cong\s+hoa\s+xa\s+hoi\s+chu\s+nghia(?:\s+viet\s+nam)?"
            r"|doc\s+lap\s*[-–—]?\s*tu\s+do\s*[-–—]?\s*hanh\s+phuc"
        )
    ),
    re.compile(slack(r"\bso\s*[:.]\s*\d{1,5}\s*/\s*[a-z\-/]+")),
    re.compile(
        r"(?:^[^\W\d_]{2,7}(?: [^\W\d_]{2,7})?\n(?=[^\W\d_]{2,7},))?[^\n]*?"
        r"ngay\s+[\d.…_o]+\s+thang\s+[\d.…_o]+\s+nam\s+(?:19|20)[\d.…_o]{2}",
        re.MULTILINE,
    ),
)
_OPENING = re.compile(
    r"(?<=\s)(?:Căn cứ|Thực hiện|Triển khai|Tiếp tục thực hiện|Nhằm|Theo|Để|Kính gửi:)\s(?=\S)"
)
_LABEL = re.compile(
    rf"(?<=[.;:!?)”\"…{UPPER}])\s+"
    rf"(?=[IVX]{{1,4}}\s?[./-]\s*[{UPPER}]|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}(?:[.)]\s?|/\s)[{UPPER}“]|"
    rf"[a-hđ]\)\s?\S|[-+•]\s(?=[{UPPER}\d]))"
)
_MOTTO = re.compile(r"cong\s*hoa\s*xa\s*hoi|doc\s*lap\s*-\s*tu\s*do")


def mended(lines: Sequence[Line]) -> tuple[list[Line], dict[int, list[Line]]]:
    """Join the lines before the title over which the motto, number or date was broken.

    Returns the lines and, by the id of each joined line, the lines it was made of.
    """
    end = next((i for i, line in enumerate(lines[:_REGION]) if _ends_head(line)), _REGION)
    region = list(lines[:end])
    starts: list[int] = []
    at = 0
    for line in region:
        starts.append(at)
        at += len(line.text) + 1
    made: dict[int, list[Line]] = {}
    result: list[Line] = []
    taken = 0
    # A long line is never part of a joined one, and looking through it costs its square:
    # line breaks stand for it, which no pattern looks past.
    text = "\n".join(
        "\n" * len(line.text) if len(line.text) > _SHORT else plain(line.text) for line in region
    )
    places = [found.span() for pattern in _TORN for found in pattern.finditer(text)]
    for start, end in sorted(places):
        first, last = _index(starts, start), _index(starts, end - 1)
        parts = region[first : last + 1]
        cells = {part.cell for part in parts}
        if first == last or first < taken or len(cells) > 1 or any(map(_apart, parts)):
            continue
        whole = replace(parts[0], runs=join([part.runs for part in parts]))
        made[id(whole)] = parts
        result += [*region[taken:first], whole]
        taken = last + 1
    return [*result, *lines[taken:]], made


def _ends_head(line: Line) -> bool:
    return type_at(line.text) is not None or plain(line.text).lstrip(" *").startswith("kinh gui")


def _apart(line: Line) -> bool:
    return len(line.text) > _SHORT or line.label is not None


def _index(starts: Sequence[int], at: int) -> int:
    return max(i for i, start in enumerate(starts) if start <= at)


def taken_apart(lines: Sequence[Line]) -> list[Line]:
    """Split a first line that holds letterhead, title and opening at once, and a document
    that is nothing but a few endless lines at its labels.
    """
    lines = _unwrapped(lines)
    written = [line for line in lines[: _FEW_LINES + 1] if line.text.strip()]
    endless = len(lines) <= _FEW_LINES and sum(len(line.text) for line in written) > _WHOLE
    result: list[Line] = []
    for index, line in enumerate(lines):
        long = len(line.text) > _LONG and line.cell is None and not line.label
        if long and index < _REGION and _MOTTO.search(plain(line.text[:_WHOLE])):
            places = [_opening_at(line.text)]
        else:
            places = []
        if endless and long:
            places += [found.end() for found in _LABEL.finditer(line.text)]
        result += _split(line, sorted({place for place in places if place}))
    return result


def _unwrapped(lines: Sequence[Line]) -> list[Line]:
    """Put a head that was joined to one line and then wrapped back on one line."""
    for index, line in enumerate(lines[:3]):
        if not _is_full(line) or not _MOTTO.search(plain(line.text)):
            continue
        end = index + 1
        while (
            end < min(len(lines), index + _MOST_WRAPS)
            and _is_full(lines[end - 1])
            and not lines[end].gap
            and not parse(lines[end].text)
        ):
            end += 1
        whole = replace(line, runs=join([part.runs for part in lines[index:end]]))
        if end > index + 1 and _opening_at(whole.text):
            return [*lines[:index], whole, *lines[end:]]
    return list(lines)


def _is_full(line: Line) -> bool:
    plainly = line.cell is None and not line.label and len(segments(line.text)) == 1
    return plainly and len(line.text) >= _FULL


def _opening_at(text: str) -> int:
    """Return where the prose after the title begins, 0 when that is not seen."""
    for found in re.finditer(r"\s(?=\S)", text):
        kind = type_at(text[found.end() : found.end() + 40])
        if kind is None or not is_caps(text[found.end() : found.end() + kind[1]], 0.9):
            continue
        opening = _OPENING.search(text, found.end() + kind[1] + 8)
        label = _LABEL.search(text, found.end() + kind[1] + 8)
        ends = [match.start() for match in (opening,) if match]
        ends += [match.end() for match in (label,) if match]
        return min(ends, default=0)
    return 0


def _split(line: Line, places: Sequence[int]) -> list[Line]:
    if not places:
        return [line]
    pieces: list[Line] = []
    ends = [*places, len(line.text)]
    begin = 0
    for end in ends:
        runs = _until(cut(line.runs, begin) if begin else line.runs, end - begin)
        if runs:
            pieces.append(replace(line, runs=runs, hard=bool(pieces) or line.hard))
        begin = end
    return pieces


def _until(runs: Sequence[Run], length: int) -> tuple[Run, ...]:
    kept: list[Run] = []
    for run in runs:
        kept.append(replace(run, text=run.text[:length]))
        length -= len(kept[-1].text)
        if length <= 0:
            break
    return trim(kept)
