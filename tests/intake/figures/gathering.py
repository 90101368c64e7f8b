"""The corpus of messy sheets: what each file is made of and what it must come to."""

import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import FiguresReading
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.intake.figures.spread import (
    Sheet,
    Truth,
    sheet,
    text_of,
    write_ods,
    write_xls,
    write_xlsx,
)
from tests.intake.old_texts import to_tcvn3, to_vni

CORPUS = Path(__file__).parent / "corpus"
UNITS = tuple(Known(**one) for one in json.loads((CORPUS / "units.json").read_bytes()))
_BOOKS: dict[str, Callable[[Path, list[Sheet]], None]] = {
    "xlsx": write_xlsx, "xls": write_xls, "ods": write_ods,
}  # fmt: skip


def _old_names(text: str) -> str:
    """Names in an old font under headings in Unicode."""
    return to_tcvn3(text) if text.startswith(("Trường", "Công ty")) else text


_OLD: dict[str, Callable[[str], str]] = {
    "old-names": _old_names,
    "tcvn3": to_tcvn3, "vni": to_vni,
    "nfd": lambda text: unicodedata.normalize("NFD", text),
}  # fmt: skip


@dataclass
class Case:
    """One file to make: its sheets, how it is written, and what is to be read from it."""

    name: str
    sheets: list[Sheet]
    form: str = "F1"
    period: str = "2026-10"
    codes: tuple[str, ...] = ("A01", "A01N", "A03", "A03N")
    written: tuple[str, ...] = ("xlsx",)
    columns: dict[str, str | None] = field(default_factory=dict)
    totals: dict[str, tuple[int, int]] = field(default_factory=dict)
    raw: str = ""

    @property
    def truth(self) -> dict[int, Truth]:
        """Row number → its truth, of the sheet that holds data."""
        told = next((one for one in self.sheets if any(t.data for t in one.truth)), self.sheets[0])
        return dict(enumerate(told.truth, 1))

    def write(self, folder: Path, kind: str = "") -> Path:
        """Write the file; `kind` makes a workbook of another kind from the same sheets."""
        words = list(self.written)
        made = kind or words[0].strip(",")
        old = next((word for word in words if word in _OLD), "")
        path = folder / f"bảng.{words[words.index('named') + 1] if 'named' in words else made}"
        sheets = [_old(one, _OLD[old]) if old else one for one in self.sheets]
        if made in _BOOKS:
            _BOOKS[made](path, sheets)
            return path
        separator = "\t" if made == "tsv" else "," if words[0].endswith(",") else ";"
        text = self.raw or text_of(sheets[0], separator)
        encoding = words[-1] if words[-1] not in _OLD else "utf-8" if old == "nfd" else "latin-1"
        path.write_bytes(_encoded(text, encoding))
        return path


def _encoded(text: str, encoding: str) -> bytes:
    if encoding == "cp1258":
        return b"".join(_letter_1258(letter) for letter in unicodedata.normalize("NFC", text))
    if encoding == "latin-1":
        return text.encode("cp1252", "replace") if not _is_latin(text) else text.encode("latin-1")
    return text.encode(encoding)


def _letter_1258(letter: str) -> bytes:
    """One letter as windows-1258 has it: whole, or a letter and its tone behind it."""
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", parts.replace(tone, ""))
        return base.encode("cp1258") + tone.encode("cp1258")


def _is_latin(text: str) -> bool:
    return all(ord(letter) < 256 for letter in text)


def _old(one: Sheet, convert: Callable[[str], str]) -> Sheet:
    rows = [[convert(cell) for cell in row] for row in one.rows]
    return Sheet(one.name, rows, one.truth, hidden=one.hidden)


def cases() -> Iterator[Case]:
    """Yield every case of the corpus."""
    for path in sorted(CORPUS.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("#### ")[1:]:
            yield _case(part)


def _case(part: str) -> Case:
    name, _end, body = part.partition("\n")
    case = Case(name.strip(), [])
    lines = body.rstrip("\n").split("\n")
    while lines and lines[0].split(" ")[0] in ("form", "period", "codes", "as"):
        word, *rest = lines.pop(0).split()
        if word == "codes":
            case.codes = tuple(rest)
        elif word == "as":
            case.written = tuple(rest)
        else:
            setattr(case, word, rest[0])
    while lines and lines[-1].startswith("@"):
        _told(case, lines.pop())
    if case.written[0] == "raw":
        case.written = case.written[1:]
        case.raw = "".join(line.partition(" =>")[0] + "\n" for line in lines)
        lines = [line.replace("|", " ") for line in lines]
    pages: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("== "):
            pages.append((line[3:].strip(), []))
        else:
            if not pages:
                pages.append(("Sheet1", []))
            pages[-1][1].append(line)
    for title, rows in pages:
        while rows and not rows[-1].strip():
            rows.pop()
        hidden = title.endswith("[hidden]")
        case.sheets.append(
            sheet("\n".join(rows), title.removesuffix("[hidden]").strip(), hidden=hidden)
        )
    return case


def _told(case: Case, line: str) -> None:
    word, *rest = line.split()
    for one in rest:
        if word == "@columns":
            letter, _sign, role = one.partition("=")
            case.columns[letter] = role or None
        else:
            code, _sign, numbers = one.partition(":")
            declared, _slash, computed = numbers.partition("/")
            case.totals[code] = (int(declared), int(computed or declared))


def read_case(case: Case, path: Path, units: tuple[Known, ...] = ()) -> FiguresReading:
    """Read a made file as the program would without an office; `units` are another register."""
    packs = load_packs()
    period = parse_period(case.period, packs.schemes)
    return read_figures(path, Asked(case.form, period, packs, units or UNITS, {}, {}))
