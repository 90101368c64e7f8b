"""Text with bold and italic stretches: how an item's text is kept, cut, joined and marked.

A text is a tuple of runs (text, flags), flags being "", "b", "i" or "bi"; neighbours differ
and none is empty. It is stored as a plain string where nothing is marked, else as a list of
[text, flags]. Places are counted in characters of the plain text.
"""

from collections.abc import Iterable
from typing import Any, Final

from desktop.models.text import nfc

Run = tuple[str, str]
Runs = tuple[Run, ...]

FLAGS: Final = ("", "b", "i", "bi")
BOLD: Final = "b"
ITALIC: Final = "i"


def runs_of(value: Any) -> Runs:
    """Return the runs of a stored value; what cannot be read is kept as plain text."""
    if value is None:
        return ()
    if isinstance(value, str):
        return tidy([(value, "")])
    if isinstance(value, list | tuple):
        return tidy(_run(part) for part in value)
    return tidy([(str(value), "")])


def to_value(runs: Runs) -> str | list[list[str]]:
    """Return what is stored: a string where nothing is marked, else [text, flags] pairs."""
    if all(not flags for _text, flags in runs):
        return plain(runs)
    return [[text, flags] for text, flags in runs]


def plain(runs: Iterable[Run]) -> str:
    """Return the characters without their marks."""
    return "".join(text for text, _flags in runs)


def length(runs: Runs) -> int:
    """Return the number of characters."""
    return sum(len(text) for text, _flags in runs)


def tidy(runs: Iterable[Run]) -> Runs:
    """Return the runs composed (NFC), on one line, merged where neighbours have one mark."""
    found: list[Run] = []
    for text, flags in runs:
        if not text:
            continue
        clean = nfc(text.replace("\r\n", " ").replace("\n", " ").replace("\0", ""))
        if found and found[-1][1] == flags:
            found[-1] = (nfc(found[-1][0] + clean), flags)
        elif clean:
            found.append((clean, flags))
    return tuple(found)


def cut(runs: Runs, start: int, end: int | None = None) -> Runs:
    """Return the characters from `start` up to `end`, with their marks."""
    found: list[Run] = []
    at = 0
    for text, flags in runs:
        first = max(start - at, 0)
        last = len(text) if end is None else min(end - at, len(text))
        if first < last:
            found.append((text[first:last], flags))
        at += len(text)
    return tidy(found)


def join(*parts: Runs) -> Runs:
    """Return the texts one after another."""
    return tidy(run for part in parts for run in part)


def replace(runs: Runs, start: int, end: int, new: Runs | str) -> Runs:
    """Put `new` in place of a stretch; a bare string takes the marks of what it follows."""
    if isinstance(new, str):
        new = tidy([(new, flags_before(runs, start))])
    return join(cut(runs, 0, start), new, cut(runs, end))


def flags_before(runs: Runs, place: int) -> str:
    """Return the marks that text typed at the place takes: those of the character before."""
    at = 0
    for text, flags in runs:
        at += len(text)
        if place <= at:
            return flags
    return runs[-1][1] if runs else ""


def toggled(runs: Runs, start: int, end: int, flag: str) -> Runs:
    """Mark the stretch bold (`b`) or italic (`i`); unmark it when all of it is marked."""
    inside = cut(runs, start, end)
    on = not all(flag in flags for _text, flags in inside)
    marked = tuple((text, _with(flags, flag, on)) for text, flags in inside)
    return join(cut(runs, 0, start), marked, cut(runs, end))


def wholly(runs: Runs, flag: str) -> bool:
    """Tell whether there is text and all of it carries the mark."""
    return bool(runs) and all(flag in flags for text, flags in runs if text.strip())


def stripped(runs: Runs) -> Runs:
    """Return the text without spaces at its ends."""
    text = plain(runs)
    start = len(text) - len(text.lstrip())
    return cut(runs, start, max(len(text.rstrip()), start))


def _with(flags: str, flag: str, on: bool) -> str:
    kept = set(flags) | {flag} if on else set(flags) - {flag}
    return "".join(mark for mark in (BOLD, ITALIC) if mark in kept)


def _run(part: Any) -> Run:
    if isinstance(part, list | tuple) and len(part) == 2 and isinstance(part[0], str):
        flags = part[1] if part[1] in FLAGS else ""
        return part[0], flags
    return str(part), ""
