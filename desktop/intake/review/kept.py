"""Is every word of the source in the proposal or among what was left out? Counted, live."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from desktop.i18n import _
from desktop.intake.reading import Field, Reading, Span
from desktop.intake.review.edits import cut_words
from desktop.intake.review.rows import LISTS, Row, State, words

_FORM: Final = frozenset({"số", "ngày", "tháng", "năm", "kính", "gửi", "nơi", "nhận"})
"""Words of the form around a value: the head's fields print them again."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words that are not part of what is accepted, and why.

    `id` is the row they stand in; "" for words no row holds. `whole` says that the row is
    left out altogether.
    """

    id: str
    text: str
    why: str
    span: Span | None
    whole: bool = True


def left_out(state: State, strays: Counter[str]) -> list[LeftOut]:
    """Return everything that would not be accepted, in the order of the document."""
    found = [one for row in state.rows for one in _of_row(state, row)]
    if strays:
        text = " ".join(strays.elements())
        found.append(LeftOut("", text, _("Chữ của bản gốc chưa nằm ở dòng nào"), None))
    return found


def strays(reading: Reading, state: State) -> Counter[str]:
    """Return the words of the source that no row answers for.

    Words a page or line broke in two and the reader joined count as read.
    """
    source = Counter(word for line in reading.source_lines for word in words(line))
    held = Counter(word for row in state.rows for word in row.words)
    missing, extra = source - held, held - source
    if missing and extra:
        for word in list(extra.elements()):
            for cut in range(1, len(word)):
                parts = Counter((word[:cut], word[cut:]))
                if parts <= missing:
                    missing -= parts
                    break
    return missing


def missing(state: State) -> Counter[str]:
    """Return the words that are neither accepted nor left out: none, if all is well."""
    needed: Counter[str] = Counter()
    for row in state.rows:
        there = row.words if row.in_head and not row.dropped else words(row.printed)
        if there != row.words:
            needed.update(row.words)
            needed.subtract(there)
            needed.subtract(cut_words(row))
    return +needed


def unclaimed(state: State, row: Row) -> tuple[str, ...]:
    """Return the words of a head line that no field or list took over, in order."""
    taken = _claims(state, row)
    if not taken:
        return row.words
    left: list[str] = []
    for word in row.words:
        small = word.casefold()
        if taken[small] > 0:
            taken[small] -= 1
        elif small not in _FORM:
            left.append(word)
    return tuple(left)


def _of_row(state: State, row: Row) -> Iterator[LeftOut]:
    span = row.block.span
    if row.dropped:
        furniture = "furniture" in (row.block.kind, row.block.zone)
        yield LeftOut(row.id, row.printed, _("Đầu, chân trang") if furniture else _("Đã bỏ"), span)
        # What was typed over before the row was left out is not in its text any more.
        if lost := cut_words(row):
            yield LeftOut(row.id, " ".join(lost), _("Chữ đã thay khi sửa"), span, whole=False)
    elif row.in_head:
        left = unclaimed(state, row)
        if left and row.words:
            whole = len(left) == len(row.words)
            text = row.printed if whole else " ".join(left)
            yield LeftOut(row.id, text, _("Không thuộc ô nào"), span, whole=False)
    elif lost := cut_words(row):
        yield LeftOut(row.id, " ".join(lost), _("Chữ đã thay khi sửa"), span, whole=False)


def _claims(state: State, row: Row) -> Counter[str]:
    """Return the words, in small letters, of the fields and entries read from a row's lines."""
    span = row.block.span
    found: Counter[str] = Counter()
    for name, value in state.fields.items():
        if _meets(value, span):
            found.update(_words_of(name, value.value))
    for name in LISTS:
        for value in state.lists[name]:
            if _meets(value, span):
                found.update(_words_of(name, value.value))
    return found


def _meets(value: Field, span: Span) -> bool:
    place = value.span
    return place is not None and place.first <= span.last and span.first <= place.last


@lru_cache(maxsize=512)
def _words_of(name: str, value: str) -> tuple[str, ...]:
    found = [word.casefold() for word in words(value)]
    if name == "date":
        # "2026-03-05" is printed "05 tháng 3 năm 2026".
        found += [word.lstrip("0") for word in found if word.startswith("0")]
    return tuple(found)
