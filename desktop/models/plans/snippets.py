"""Snippets: abbreviations that a space or Tab spells out while typing ("cđcs").

Packs bring the usual ones (`snippets.json`); an office adds its own, words them
anew or takes them away. Each is one record of the stream that never leaves the office.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import one_line

SNIPPET: Final = "snippet"
LONGEST_NAME: Final = 20
LONGEST_TEXT: Final = 2000


@dataclass(frozen=True, slots=True)
class Snippet:
    """An abbreviation in small letters and what it stands for; `own` ones are the office's."""

    name: str
    text: str
    own: bool = False


def shipped(reader: Reader) -> Mapping[str, str]:
    """Return name → text of the snippets of the packs in force."""
    return {name: record.text for name, record in reader.packs.snippets.items()}


def read_snippets(reader: Reader) -> dict[str, Snippet]:
    """Return name → snippet, shipped ones and the office's, in the order of their names."""
    found = {name: Snippet(name, text) for name, text in shipped(reader).items()}
    for name, fields in reader.records(SNIPPET).items():
        if fields.get("off"):
            found.pop(name, None)
        elif isinstance(text := fields.get("text"), str) and text:
            found[name] = Snippet(name, text, own=True)
    return dict(sorted(found.items()))


def set_snippet(store: Store, name: str, text: str) -> ChangeSet:
    """Add a snippet or word one anew; refuses names that are not one short word."""
    clean, words = one_line(name).casefold(), one_line(text)
    if not clean or " " in clean or len(clean) > LONGEST_NAME or not clean[0].isalnum():
        raise Refusal(
            _("Chữ tắt “{name}” không dùng được.").format(name=one_line(name)[:30]),
            next_step=_("Đặt một từ liền, không quá {n} chữ.").format(n=LONGEST_NAME),
            code="E_SNIPPET",
        )
    if not words or len(words) > LONGEST_TEXT:
        raise Refusal(
            _("Nội dung của chữ tắt còn trống hoặc quá dài."),
            next_step=_("Ghi nội dung không quá {n} chữ.").format(n=LONGEST_TEXT),
            code="E_SNIPPET",
        )
    same = shipped(store).get(clean) == words
    with store.step(_("Đặt chữ tắt “{name}”").format(name=clean)) as step:
        step.put(SNIPPET, clean, "text", None if same else words)
        step.put(SNIPPET, clean, "off", None)
    return step.change


def drop_snippet(store: Store, name: str) -> ChangeSet:
    """Take a snippet away: an own one altogether, a shipped one is no longer spelled out."""
    clean = one_line(name).casefold()
    if clean not in read_snippets(store):
        raise Refusal(
            _("Không có chữ tắt “{name}”.").format(name=clean[:30]),
            next_step=_("Chọn một chữ tắt trong danh sách."), code="E_SNIPPET",
        )  # fmt: skip
    with store.step(_("Bỏ chữ tắt “{name}”").format(name=clean)) as step:
        step.put(SNIPPET, clean, "text", None)
        step.put(SNIPPET, clean, "off", True if clean in shipped(store) else None)
    return step.change


def expansion(snippets: Mapping[str, Snippet], text: str, caret: int) -> tuple[int, str] | None:
    """Return where the abbreviation before the caret begins and what it stands for, or None.

    Typed with a capital first letter ("Cđcs") the words begin with one. Written in capitals
    throughout ("CĐCS") it is the usual abbreviation of papers and stays.
    """
    start = caret
    while start > 0 and not text[start - 1].isspace() and text[start - 1] not in '(“"[/–-':
        start -= 1
    typed = text[start:caret]
    found = snippets.get(typed.casefold()) if typed else None
    if found is None or (len(typed) > 1 and typed.isupper()):
        return None
    words = found.text
    if typed[0].isupper():
        words = words[0].upper() + words[1:]
    return start, words
