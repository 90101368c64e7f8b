"""What one cell of a count means; whatever is neither number, dash nor blank is told."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final, Literal

from desktop.i18n import _
from desktop.intake.figures.sheets.grid import (
    Cell,
    CellError,
    Formula,
    Linked,
    Marked,
    Percent,
    is_empty,
    is_number,
    shown,
)
from desktop.intake.figures.wording.scales import Scale, amount_scale
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.figures.cells import LARGEST
from desktop.models.figures.number_words import looks_like, no_date, no_share
from desktop.models.text import fold, vi_number

Sureness = Literal["sure", "doubtful", "flagged"]

_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u2002\u2003"), " ")
_QUOTES: Final = "'\"“”‘’`´"
_EQUALS: Final = re.compile(r"=\s*(?=[0-9][0-9., ]*$)")
"""“= 66”: an equals sign typed in front of a number is no formula."""
_PLAIN: Final = re.compile(r"[0-9]+")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:([.,' ])[0-9]{3})(?:\1[0-9]{3})*")
_WHOLE: Final = re.compile(r"(?P<whole>[0-9]+|[0-9]{1,3}(?P<group>[., ])[0-9]{3}(?:(?P=group)"
                           r"[0-9]{3})*)(?P<sign>[.,])0{1,2}")  # fmt: skip
_TRAILING: Final = re.compile(r"([0-9][0-9., ]*?)\s*([^\W\d_][^0-9]*)", re.UNICODE)
_OF_WHICH: Final = re.compile(
    r"([0-9][0-9., ]*?)\s*(?:người|ng|đv|lđ)?\s*"
    r"\(\s*(?:trong đó|tr\.? ?đó|trđ|tr\.đ|gồm|bao gồm|kể cả)\b([^()]*)\)", re.IGNORECASE,
)  # fmt: skip
_WITH_WOMEN: Final = re.compile(
    r"([0-9][0-9., ]*?)\s*(?:người|ng|đv|lđ)?\s*"
    r"\(\s*(?:có\s+)?(nữ\s*[:=]?\s*[0-9]+|[0-9]+\s*nữ)\s*\)", re.IGNORECASE,
)  # fmt: skip
_MARKED: Final = re.compile(r"([0-9][0-9., ]*?)\s*[*†]{1,3}")
_REMARKED: Final = re.compile(
    r"([0-9][0-9., ]*?)\s*(?:người|ng|đv|lđ)?\s*\(([^()]*[^\W\d_]{2}[^()]*)\)", re.IGNORECASE
)
"""“22 (01 nghỉ TS)”, “02 (Lan, Hoa)”: a count with a remark in words behind it."""
_NO_REMARK: Final = frozenset(
    (
        "nu",
        "nam",
        "chua",
        "khong",
        "ngoai",
        "tru",
        "ke",
        "tinh",
        "thieu",
        "cong",
        "them",
        "va",
        "khoang",
        "uoc",
        "du",
        "cu",
        "kh",
        "sai",
        "nham",
    )
)
"""Words that make the count itself more, less or another than the one before the brackets."""
_DECIMAL: Final = re.compile(r"([0-9]{1,3}(?:[. ][0-9]{3})*|[0-9]+)[,.]([0-9]{1,2})")
_BY_DOTS: Final = re.compile(r"[1-9][0-9]{0,2}(?:[. ][0-9]{3})+")
_DASHES: Final = re.compile(r"[-–—−_]+")
_SIGN: Final = {"+": "+", "-": "-", "–": "-", "−": "-"}
_THOUSAND: Final = 1_000
_MOST_PEOPLE: Final = 1_000_000
_NEAR: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Count:
    """A reading: the number (None: the cell is empty), how sure, and why not."""

    value: int | None
    sureness: Sureness = "sure"
    note: str = ""


EMPTY: Final = Count(None)


class CountReader:
    """Reads the cells of one column; `money` columns hold đồng, others persons or things.

    Where the sheet counts by tens or thousands (`scale`), a number is multiplied and doubted.
    Those who come may be written “+3” and those who leave “-3”: `sign` is the one such a column
    may bear; a minus is told, for it may mean another thing.
    """

    def __init__(self, words: Vocabulary, *, money: bool = False, women: bool = False,
                 scale: Scale | None = None, sign: str = "") -> None:  # fmt: skip
        self._sign = sign
        self._scale = scale
        self._money = money
        self._words = words
        self._most = LARGEST if money else _MOST_PEOPLE
        self._women = women
        self._known: dict[str, Count] = {}
        self._numbers: dict[float, Count] = {}

    def read(self, cell: Cell) -> Count:
        """Return what a cell means; whatever is no whole count is flagged, never guessed."""
        if isinstance(cell, str):
            if cell not in self._known:
                self._known[cell] = self._text(cell)
            return self._known[cell]
        if is_number(cell):
            if cell not in self._numbers:
                left = self._sign == "-" and cell < 0
                self._numbers[cell] = _left(self._number(-cell)) if left else self._number(cell)
            return self._numbers[cell]
        if is_empty(cell):
            return EMPTY
        return self._other(cell)

    def _other(self, cell: Cell) -> Count:
        told = shown(cell)
        if isinstance(cell, Linked):
            count = self.read(cell.value)
            note = _("“{text}” lấy từ sổ khác, không mở theo.").format(text=told)
            return Count(count.value, "doubtful" if count.sureness == "sure" else "flagged", note)
        if isinstance(cell, Marked) and not cell.struck:
            count = self.read(cell.left)
            note = _("“{text}”: lấy {left}, phần viết nhỏ phía trên là chú thích.").format(
                text=told, left=cell.left.strip())  # fmt: skip
            return Count(count.value, "doubtful", note) if count.sureness == "sure" else count
        if isinstance(cell, Marked):
            note = _("“{text}” có chữ số bị gạch bỏ.").format(text=told)
        elif isinstance(cell, CellError):
            note = _("Ô báo lỗi {text}.").format(text=told)
        elif isinstance(cell, Formula):
            note = _("Công thức {text} chưa có kết quả.").format(text=told[:40])
        elif isinstance(cell, Percent):
            note = _("{text} là tỷ lệ, không phải số đếm.").format(text=told) + " " + no_share()
        elif isinstance(cell, date | time | timedelta):
            note = _("{text} là ngày giờ, không phải số đếm.").format(text=told) + " " + no_date()
        else:
            note = _not_a_count(told)
        return Count(None, "flagged", note)

    def _number(self, cell: float) -> Count:
        if cell != cell or abs(cell) > 9e15:
            return Count(None, "flagged", _not_a_count(shown(cell)))
        near = round(cell)
        if self._scale is not None:
            near = round(cell := cell * self._scale.factor)
        if abs(cell - near) > _NEAR * max(1.0, abs(cell) * 1e-3):
            return Count(None, "flagged", _("{text} có phần lẻ.").format(text=_decimal(cell)))
        return self._told(near, shown(cell))

    def _told(self, value: int, told: str) -> Count:
        if self._scale is None or not value:
            return self._sized(value, told)
        note = _("nhân {factor} vì bảng ghi “{words}”.").format(
            factor=vi_number(self._scale.factor), words=self._scale.words)  # fmt: skip
        return self._sized(value, told, "doubtful", note)

    def _sized(self, value: int, told: str, sureness: Sureness = "sure", note: str = "") -> Count:
        if value < 0:
            return Count(None, "flagged", _("{text} là số âm.").format(text=told))
        if value > self._most:
            return Count(None, "flagged", _("{text} quá lớn so với số đếm.").format(
                text=vi_number(value)))  # fmt: skip
        return Count(value, sureness, note)

    def _text(self, cell: str) -> Count:
        bare = _bare(cell)
        if _DASHES.fullmatch(bare) or is_empty(cell):
            return EMPTY
        if not bare:  # a ditto mark alone
            return Count(None, "flagged", _not_a_count(shown(cell)))
        word = fold(bare)
        if word in self._words.zero:
            return Count(0)
        if word in self._words.absent:
            return Count(None, "flagged", _("“{text}” không phải số.").format(text=bare[:30]))
        if word in self._words.unknown or set(word) <= set(".…? "):
            return Count(None, "flagged", _("“{text}”: chưa có số.").format(text=bare[:30]))
        found = self._digits(bare) or self._signed(bare)
        if found is not None:
            return found
        if self._money and (told := amount_scale(bare)) is not None:
            return CountReader(self._words, money=True, scale=told[1]).read(told[0])
        within = _OF_WHICH.fullmatch(bare)
        if within is None and not self._women:
            within = _WITH_WOMEN.fullmatch(bare)
        if within is not None:
            return self._of_which(bare, within)
        said = _REMARKED.fullmatch(bare) or _MARKED.fullmatch(bare)
        if said is not None and self._scale is None:
            return self._remarked(bare, said)
        trailing = _TRAILING.fullmatch(bare) if self._scale is None else None
        if trailing is not None and self._is_unit(trailing[2]):
            found = self._digits(trailing[1].strip())
            if found is not None:
                return found
        if trailing is not None and fold(trailing[2].strip(" .")) in self._words.loose_units:
            return self._remarked(bare, trailing)
        return Count(None, "flagged", _not_a_count(bare))

    def _of_which(self, bare: str, found: re.Match[str]) -> Count:
        """Read "295 (trong đó 3 tạm hoãn HĐ)" as the whole, to be looked at."""
        count = self._digits(found[1].strip())
        parts = [self._digits(text) for text in re.findall(r"[0-9][0-9.]*", found[2])]
        if count is None or count.value is None or not parts or any(
            part is None or part.value is None or part.value > count.value for part in parts
        ):  # fmt: skip
            return Count(None, "flagged", _not_a_count(bare))
        note = _("“{text}”: lấy {value}, phần trong ngoặc đã nằm trong đó.").format(
            text=bare[:60], value=vi_number(count.value))  # fmt: skip
        return Count(count.value, "doubtful", note)

    def _remarked(self, bare: str, found: re.Match[str]) -> Count:
        """Read "22 (01 nghỉ TS)", "287*" or "165 cn" as the count before it, to be looked at.

        A remark that counts more than the whole is no remark on it.
        """
        count = self._digits(found[1].strip())
        aside = found[2] if found.re is _REMARKED else ""
        if not _NO_REMARK.isdisjoint(re.findall("[a-z]+", fold(aside))):
            count = None
        parts = re.findall(r"[0-9][0-9.,]*", aside)
        told = [self._digits(part.rstrip(".,")) for part in parts]
        if count is None or count.value is None or any(
            one is None or one.value is None or one.value > count.value for one in told
        ):  # fmt: skip
            return Count(None, "flagged", _not_a_count(bare))
        note = _("“{text}”: lấy {value}; xem phần ghi thêm.").format(
            text=bare[:60], value=vi_number(count.value))  # fmt: skip
        return Count(count.value, "doubtful", note)

    def _is_unit(self, text: str) -> bool:
        word = fold(text.strip(" ."))
        if self._women and f" {word}".endswith(" nu"):
            word = word.removesuffix("nu").rstrip() or "nguoi"  # "12 nữ", "12 ĐV nữ"
        return word in self._words.units

    def _digits(self, bare: str) -> Count | None:
        """Return the count that digits and separators stand for, None for anything else."""
        if _PLAIN.fullmatch(bare):
            return self._plain(bare)
        if self._scale is not None:
            return self._scaled(bare, self._scale)
        if _GROUPED.fullmatch(bare):
            return self._grouped(bare)
        if whole := _WHOLE.fullmatch(bare):
            if whole["group"] == whole["sign"]:
                return None
            digits = re.sub("[., ]", "", whole["whole"])
            return self._sized(int(digits[:19]), bare)
        if len(bare) > 1 and bare[-1] in ".,;" and _PLAIN.fullmatch(bare[:-1]):
            return self._sized(
                int(bare[:-1][:19]), bare, "doubtful",
                _("“{text}” có dấu thừa ở cuối.").format(text=bare),
            )  # fmt: skip
        return None

    def _signed(self, bare: str) -> Count | None:
        """Return the count behind the sign of its column's movement, None for anything else."""
        if not self._sign or _SIGN.get(bare[0]) != self._sign:
            return None
        found = self._digits(bare[1:].strip())
        return _left(found) if found is not None and self._sign == "-" else found

    def _scaled(self, bare: str, scale: Scale) -> Count | None:
        """Read "4,5" triệu, "131.250" nghìn; None for what may be read in two ways: "1.234" triệu.

        Digits by threes are many thousands in đồng alone; of millions they may be a fraction.
        """
        if not self._money:
            return None  # people in fractions of a thousand are rounded
        if decimal := _DECIMAL.fullmatch(bare):
            whole = re.sub("[. ]", "", decimal[1])
            told = int(whole + decimal[2]) * scale.factor
            value, rest = divmod(told, 10 ** len(decimal[2]))
            return None if rest else self._told(value, bare)
        if scale.factor == _THOUSAND and _BY_DOTS.fullmatch(bare):
            return self._told(int(re.sub("[. ]", "", bare)) * scale.factor, bare)
        return None

    def _plain(self, bare: str) -> Count:
        if len(bare) >= 9 and bare[0] == "0":
            note = _("“{text}” giống số điện thoại.").format(text=bare[:20])
            return Count(None, "flagged", note)
        if len(bare) > 2 and bare[0] == "0" and set(bare) != {"0"}:
            note = _("“{text}” có chữ số 0 ở đầu.").format(text=bare[:20])
            value = int(bare[:19]) * (self._scale.factor if self._scale else 1)
            return self._sized(value, bare, "doubtful", note)
        return self._told(int(bare[:19]) * (self._scale.factor if self._scale else 1), bare)

    def _grouped(self, bare: str) -> Count:
        if bare[0] == "0":
            return Count(None, "flagged", _not_a_count(bare))
        return self._sized(int(re.sub("[., ']", "", bare)[:19]), bare)


def _bare(text: str) -> str:
    """Return a text without outer quotes and with plain digits and spaces."""
    found = text.translate(_SPACES)
    if not found.isascii():
        found = unicodedata.normalize("NFKC", found) if re.search("[０-９]", found) else found
    return _EQUALS.sub("", " ".join(found.split()).strip(_QUOTES + " ").strip(), count=1)


def _left(count: Count) -> Count:
    """Return a count of those who leave that was written with a minus, to be looked at."""
    if count.value is None or count.sureness != "sure":
        return count
    note = _("dấu trừ dưới cột giảm: lấy {value}.").format(value=vi_number(count.value))
    return Count(count.value, "doubtful" if count.value else "sure", note if count.value else "")


def _not_a_count(told: str) -> str:
    if (known := looks_like(told)) is not None:
        return " ".join(known)
    return _("“{text}” không phải số đếm.").format(text=told[:40])


def _decimal(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
