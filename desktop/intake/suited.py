"""Whether a file holds a document this reader is made for: Vietnamese, more than a table."""

import re
from collections.abc import Sequence
from functools import lru_cache

from desktop.i18n import _
from desktop.intake.reading import Reading
from desktop.intake.source import Source
from desktop.intake.words import plain
from desktop.models.errors import Refusal
from desktop.models.outline.syllables import syllables
from desktop.models.text import nfc

# Words every Vietnamese text is full of, without tone marks; few are words elsewhere.
_WORDS = (
    "cong doan va cua cac nguoi dong lao thuc hien nam cho duoc trong chuc hoach la voi ngay "
    "thang nhung khong den viec vien nay co theo tai ve dang ban tinh xa phuong so don vi"
)
_COMMON = frozenset(_WORDS.split(" "))
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_LEAST_WORDS = 25
_FEW_WORDS = 6
_WHOLE_WORD = 3  # shorter ones are labels and signs as often
_SHARE = 12  # one word in so many at least
_LATIN_END = 0x250
_MARKED_LATIN = re.compile("[\u1e00-\u1eff]").match


def check_language(source: Source) -> None:
    """Raise `Refusal` when the text is surely in another language; a few words pass."""
    text = " ".join(line.text for line in source.lines)[:_SAMPLE]
    words = _WORD.findall(plain(text))
    if _is_other_script(text):
        other = True
    elif len(words) < _LEAST_WORDS:
        other = len(words) >= _FEW_WORDS and _is_foreign(text, words)
    else:
        known = sum(word in _COMMON for word in words)
        # A list of names has few of the common words and yet is written in Vietnamese.
        other = known * _SHARE < len(words) and not _is_spelt(text)
    if other:
        raise Refusal(
            _("Văn bản này không phải tiếng Việt nên chương trình không đọc được nội dung."),
            next_step=_("Chọn văn bản tiếng Việt, hoặc soạn trực tiếp trong chương trình."),
            code="E_LANGUAGE",
        )


def _is_other_script(text: str) -> bool:
    """Whether most letters are Chinese, Lao, Cyrillic …: of no Latin alphabet."""
    letters = [char for char in nfc(text) if char.isalpha()]
    others = sum(ord(char) >= _LATIN_END and not _MARKED_LATIN(char) for char in letters)
    return others * 2 > len(letters)


def _is_spelt(text: str) -> bool:
    """Whether most words are Vietnamese syllables, tone marks and all."""
    known = syllables()
    words = _WORD.findall(nfc(text).lower())
    return sum(word in known for word in words) * 2 > len(words)


def _is_foreign(text: str, words: Sequence[str]) -> bool:
    """Whether a few lines hold neither a letter with marks nor, mostly, Vietnamese syllables."""
    if nfc(text).lower() != plain(text):
        return False
    long = [word for word in words if len(word) >= _WHOLE_WORD]
    bare = _bare_syllables()
    return len(long) >= _FEW_WORDS and sum(word in bare for word in long) * 2 < len(long)


@lru_cache(maxsize=1)
def _bare_syllables() -> frozenset[str]:
    return frozenset(plain(syllable) for syllable in syllables())


def check_content(source: Source, reading: Reading) -> None:
    """Raise `Refusal` when the file is nothing but a table of data."""
    written = [line for line in source.lines if any(char.isalpha() for char in line.text)]
    alone = bool(written) and all(line.cell is not None for line in written)
    wide = any(line.cell.column for line in source.lines if line.cell is not None)
    told = any(reading.value(name) for name in ("number", "date", "doc_type"))
    if alone and wide and not told and not reading.outline and not reading.recipients:
        raise Refusal(
            _("Tệp chỉ có một bảng, không có văn bản để đọc."),
            next_step=_("Chọn tệp có phần lời văn; bảng số liệu thì nhập ở phần số liệu."),
            code="E_TABLE_ONLY",
        )
