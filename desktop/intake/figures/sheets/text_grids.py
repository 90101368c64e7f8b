"""Text tables (.csv, .tsv, .txt): which encoding, which separator, which line is which row."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from desktop.intake.figures.sheets import refusals
from desktop.intake.figures.sheets.grid import MOST_COLUMNS, Grid
from desktop.intake.sources import table_refusals
from desktop.intake.sources.old_encodings import Encoding, convert
from desktop.intake.sources.read_text import western
from desktop.models.errors import Refusal
from desktop.models.text import nfc

_SEPARATORS: Final = ("\t", ";", ",", "|")
_ENCODINGS: Final[tuple[Encoding, ...]] = ("tcvn3", "vni")
_FEW: Final = 2
_COUNTED: Final = 400
_MOST_LINES: Final = 200_000
_LONGEST_CELL: Final = 32_767
"""What a cell of a spreadsheet holds at most: a longer one is none, and takes minutes to read."""
_BAD: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ufffe\uffff]")
_WORDS: Final = re.compile(
    r"\b(?:công|đoàn|viên|tổng|số|nữ|tên|đơn|vị|ghi|chú|cộng|lao|động|trường|tiểu|học|mầm|non|"
    r"công ty|xã|phường|năm|tháng|người|cơ|sở|và|của|trong|đó|biểu|báo|cáo|liệu|nghiệp|khối|"
    r"cụm|hợp|tác|trạm|tế|bệnh|viện|ban|quản|lý|tỉnh|chủ|tịch|lập|không|kết|nạp|mới|tăng|giảm|"
    r"đầu|cuối|kỳ|hưu|việc|hải|quảng|thị|đông|nam|bắc|tây|cđcs|cnvclđ|đv|stt|nghiệp đoàn)\b"
)
_COUNTED_THING: Final = re.compile(r"\s*\(?[^\W\d_]")
_NUMBER: Final = re.compile(r"\d")
_NUMBER_BEHIND_WORDS: Final = re.compile(r"[^\W\d_]\D*\d")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_OLD: Final = re.compile(r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192]")

UNICODE_ONLY: Final = re.compile(
    r"[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u0300-\u0323]"
)
"""Letters and marks of Vietnamese that no font of before Unicode shows for another."""

_OF_UNICODE: Final = re.compile(r"[àáâãèéêìíòóôõùúý]", re.IGNORECASE)
_STRANGE: Final = 0.15


def read_text_grid(path: Path) -> Grid:
    """Return a text file's table; `lines` are the lines its rows begin on (1-based)."""
    return grid_of(decode(path.read_bytes()), path.stem)


def grid_of(text: str, name: str, first: int = 1) -> Grid:
    """Return the table in a text, with the separator that lays it out most evenly.

    Its lines are counted from `first`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    skipped = 0
    told = re.match(r"sep=(.)\n", text, re.I)
    if told:
        text, skipped = text[told.end() :], 1
    separator = told[1] if told else _separator(text)
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, row in _rows(text, separator):
        if max(map(len, row), default=0) > _LONGEST_CELL:
            raise table_refusals.not_a_table()
        rows.append([nfc(cell.replace("\u00a0", " ")) for cell in row[:MOST_COLUMNS]])
        lines.append(line + skipped + first - 1)
    if not any(cell.strip() for row in rows for cell in row):
        raise refusals.empty()
    return Grid(nfc(name), list(rows), lines, text_file=True)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it begins on (from 1).

    A quotation mark that nobody closed holds no other lines: it is a letter of its own line.
    """
    if text.count("\n") > _MOST_LINES:
        raise table_refusals.too_large()
    lines = text.removesuffix("\n").split("\n")
    start, width = 0, 0
    while start < len(lines):
        told = (f"{lines[at]}\n" for at in range(start, len(lines)))
        reader = csv.reader(told, delimiter=separator)
        before, begun = start, start
        try:
            for row in reader:
                after = begun + reader.line_num
                if after - before > 1 and _is_unclosed(lines[before:after], separator, width):
                    break
                yield before + 1, [_unmarked(cell) for cell in row] if start else row
                before, width = after, max(width, len(row))
            else:
                return
        except csv.Error:
            if lines[before].count('"') % 2 == 0:
                raise table_refusals.not_a_table() from None
        yield before + 1, list(map(_unmarked, lines[before].split(separator)))
        start = before + 1


def _unmarked(cell: str) -> str:
    """Return a cell without a quotation mark that has no other."""
    return cell.strip('"') if cell.count('"') % 2 else cell


def _is_unclosed(lines: Sequence[str], separator: str, width: int) -> bool:
    """Whether a quotation mark took in lines that are rows of their own: as many columns."""
    inside = [line for line in lines[1:] if '"' not in line]
    return sum(line.count('"') for line in lines) % 2 == 1 or (
        width > 1 and any(line.count(separator) + 1 >= width for line in inside)
    )


def _separator(text: str) -> str:
    """Return the separator under which most lines have the same number of columns.

    A comma stands in numbers too: it is none where another one parts half of all lines alike. In
    messages it stands between what is counted: “LĐ 34 (nữ 17), ĐV 30” is one cell.
    """
    sample = text[:200_000]
    told = [one for one in (",", ";") if _is_told(sample, one)]
    best, found = (0.0, 0), "\t" if told else ","
    for separator in _SEPARATORS:
        if separator in told:
            continue
        counts = _widths(sample, separator) if separator in sample else {}
        if not counts:
            continue
        width = max(counts, key=lambda n: (counts[n], n))
        even = counts[width] / sum(counts.values())
        score = (counts[width] * (0.5 + even / 2), width)
        if separator != "," and width > _FEW and _parts_half(sample, counts[width]):
            score = (score[0] * 2, width)
        if score > best:
            best, found = score, separator
    return found


def _is_told(sample: str, separator: str) -> bool:
    """Whether most lines with a separator tell with it what is counted: “, ĐV 100, nữ 40”."""
    parts = [line.split(separator) for line in sample.split("\n", _COUNTED)[:_COUNTED]
             if separator in line]  # fmt: skip
    told = [all(map(_COUNTED_THING.match, line[1:])) and any(map(_NUMBER.search, line[1:]))
            and _NUMBER_BEHIND_WORDS.search(line[0]) for line in parts]  # fmt: skip
    return bool(parts) and sum(map(bool, told)) * 2 > len(parts)


def _widths(sample: str, separator: str) -> dict[int, int]:
    """Return how many of the first lines have so many columns under a separator, from 2 on."""
    counts: dict[int, int] = {}
    try:
        for number, (_line, row) in enumerate(_rows(sample, separator)):
            if len(row) > 1 and any(row):
                counts[len(row)] = counts.get(len(row), 0) + 1
            if number > _COUNTED:
                break
    except Refusal:  # a broken quotation under this separator
        return {}
    return counts


def _parts_half(sample: str, lines: int) -> bool:
    filled = sum(1 for line in sample.split("\n")[:_COUNTED] if line.strip())
    return lines * 2 >= filled


def decode(data: bytes) -> str:
    """Return a table's text: UTF-8 or UTF-16 with or without mark, windows-1258, TCVN3 or VNI."""
    if data.count(b"\n") > _MOST_LINES:
        raise table_refusals.too_large()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _sound(_utf16(data, "utf-16"))
    if b"\x00" in data[:4096]:
        for encoding, zeros in (("utf-16-le", data[1:4096:2]), ("utf-16-be", data[:4096:2])):
            if zeros.count(0) * 2 > len(zeros):
                return _sound(_utf16(data, encoding))
        raise table_refusals.not_a_table()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(data) - 4:
            text = data[: error.start].decode("utf-8-sig")
            if len(_OLD.findall(western(data))) > 6 and words_share(text) >= 0.2:
                raise table_refusals.broken() from None
        return _sound(_eight_bits(data))
    return _sound(twice_coded(text) or unicode_of(text))


def words_share(text: str) -> float:
    """Return the share of words that tables of union figures use, from 0 to 1."""
    sample = text[:60_000].casefold()
    words = len(_LETTERS.findall(sample))
    return len(_WORDS.findall(sample)) / words if words else 0.0


def known_words(text: str) -> int:
    """Return how many different words of a text are those that tables of union figures use."""
    return len(set(_WORDS.findall(text[:60_000].casefold())))


def may_be_old(text: str) -> bool:
    """Tell whether enough letters are none of Vietnamese in Unicode: an old font shows them as
    others."""
    found = _OLD.findall(nfc(text))
    strange = sum(1 for letter in found if not _OF_UNICODE.fullmatch(letter))
    return strange > 0 and strange >= _STRANGE * len(found)


def unicode_of(text: str) -> str:
    """Return a text of an old font's letters in Unicode; others as they are.

    A line with letters that no old font has is none of them: “Yên” is TCVN3's “Yờn” only where
    nothing around it speaks Unicode.
    """
    lines = text.split("\n")
    old = [at for at, line in enumerate(lines)
           if _OLD.search(line) and not UNICODE_ONLY.search(nfc(line))]  # fmt: skip
    if len(old) <= sum(1 for line in lines if UNICODE_ONLY.search(nfc(line))):
        return text
    sample = "\n".join(lines[at] for at in old[:800])[:40_000]
    best: Encoding | None = None
    share = words_share(nfc(sample)) + 0.02
    for encoding in _ENCODINGS if may_be_old(sample) else ():
        if (found := words_share(convert(sample, encoding))) > share:
            best, share = encoding, found
    if best is not None:
        for at in old:
            lines[at] = convert(lines[at], best)
    return "\n".join(lines)


def _old_lines(text: str) -> str:
    """Return the first lines that hold letters an old font may have meant."""
    lines = (line for line in text.split("\n") if not line.isascii())
    return "\n".join(islice(lines, 800))[:40_000]


def twice_coded(text: str) -> str | None:
    """Return a text that was UTF-8 read as windows-1252 and saved again, else None."""
    if not re.search("[ÃÄÅÆ]|á»|áº|Ä", text):
        return None
    try:
        found = text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return found if words_share(found) > words_share(text) else None


def _eight_bits(data: bytes) -> str:
    plain = western(data)
    whole = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    sample = _old_lines(plain)
    shares = {encoding: words_share(convert(sample, encoding)) for encoding in _ENCODINGS}
    old = max(_ENCODINGS, key=lambda encoding: shares[encoding])
    best = convert(plain, old) if shares[old] > words_share(_old_lines(whole)) else whole
    if words_share(best) < 0.05 or "\ufffd" in best[:100_000]:
        raise table_refusals.strange_letters()
    return best


def _utf16(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise table_refusals.broken() from None


def _sound(text: str) -> str:
    text = text.lstrip("\ufeff")
    sample = text[:200_000]
    if len(_BAD.findall(sample)) * 200 > len(sample):
        raise table_refusals.not_a_table()
    return _BAD.sub(" ", text)
