"""Finding words in an outline and putting others in their place, marks kept."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.i18n import _
from desktop.models.outline import rich_text
from desktop.models.outline.outline import Outline
from desktop.models.outline.outline_edits import Edit
from desktop.models.outline.rich_text import Runs
from desktop.models.text import nfc


@dataclass(frozen=True, slots=True)
class Match:
    """A place where the words stand: characters from `start` up to `end` of an item."""

    item: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Without `exact` neither case nor tone marks count, but words typed
    with marks find only words with those marks. `whole` asks for whole words.
    """

    text: str
    exact: bool = False
    whole: bool = False


def find(text: str, query: Query) -> list[tuple[int, int]]:
    """Return the stretches of a text that match, in order, none overlapping."""
    wanted, letters = nfc(query.text), nfc(text)
    if not wanted.strip():
        return []
    if query.exact:
        keys: Sequence[str] = letters
        key = wanted
    else:
        bare = _is_bare(wanted)
        keys = [_letter(letter, bare=bare) for letter in letters]
        key = "".join(_letter(letter, bare=bare) for letter in wanted)
    flat = "".join(keys)
    found: list[tuple[int, int]] = []
    at = flat.find(key)
    while at >= 0:
        end = at + len(key)
        if not query.whole or _stands_alone(letters, at, end):
            found.append((at, end))
            at = flat.find(key, end)
        else:
            at = flat.find(key, at + 1)
    return found


def find_all(outline: Outline, query: Query, *, within: Iterable[str] = ()) -> list[Match]:
    """Return every match in reading order, in the whole outline or in some items."""
    chosen = set(within)
    return [
        Match(row.id, start, end)
        for row in outline
        if not chosen or row.id in chosen
        for start, end in find(row.item.plain, query)
    ]


def replaced(text: Runs, places: Sequence[tuple[int, int]], words: str) -> Runs:
    """Return a text with the words in place of each stretch; they take its first letter's marks."""
    for start, end in reversed(places):
        first = rich_text.cut(text, start, start + 1)
        marks = first[0][1] if first else ""
        text = rich_text.replace(text, start, end, ((words, marks),) if words else ())
    return text


def replace_all(
    outline: Outline, query: Query, words: str, *, within: Iterable[str] = ()
) -> tuple[Edit | None, int]:
    """Return the edit that replaces every match, as one step, and how many places it changes;
    those that read so already are none of them.
    """
    by_item: dict[str, list[tuple[int, int]]] = {}
    for match in find_all(outline, query, within=within):
        if outline.row(match.item).item.plain[match.start : match.end] == nfc(words):
            continue
        by_item.setdefault(match.item, []).append((match.start, match.end))
    values = []
    for item, places in by_item.items():
        old = outline.row(item).item.text
        new = replaced(old, places, nfc(words))
        if new != old:
            values.append((item, "text", rich_text.to_value(new)))
    count = sum(len(places) for places in by_item.values())
    label = _("Thay “{one}” bằng “{other}”").format(one=query.text[:30], other=words[:30])
    return (Edit(label, tuple(values)) if values else None), count


def _letter(letter: str, *, bare: bool) -> str:
    """Return the one letter that stands for another while searching: small, without marks."""
    small = letter.lower()
    if len(small) != 1:
        return letter
    if not bare:
        return small
    return "d" if small == "đ" else unicodedata.normalize("NFD", small)[0]


def _is_bare(text: str) -> bool:
    return all(_letter(letter, bare=True) == letter.lower() for letter in text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
