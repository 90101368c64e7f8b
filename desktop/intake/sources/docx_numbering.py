"""List numbering of a .docx: the label Word prints before each paragraph."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.intake.sources.docx_package import W, attribute, flag
from desktop.intake.structure.labels import to_roman

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its number format, its text pattern ("%1.%2."), how it restarts."""

    start: int = 1
    kind: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _List:
    levels: dict[int, Level] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)
    link: str | None = None


@dataclass(slots=True)
class _Instance:
    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of every list, as Word does, in document order."""

    def __init__(self, root: "_Element | None") -> None:
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, _Instance] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._overridden: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def level_of_style(self, number: str, style: str) -> int:
        """Return the level that a list ties to a paragraph style, 0 when it ties none."""
        instance = self._instances.get(number)
        found = self._list(instance.abstract) if instance else None
        return found.styles.get(style, 0) if found else 0

    def label(self, number: str, level: int) -> str | None:
        """Count one paragraph of a list and return its label, None when it prints none."""
        instance = self._instances.get(number)
        if instance is None or not 0 <= level < _LEVELS:
            return None
        form = self._form(instance, level)
        if form is None:
            return None
        counters = self._count(instance, number, level, form)
        if form.kind == "bullet":
            return _bullet(form.pattern)
        if form.kind == "none" and "%" not in form.pattern:
            return form.pattern.strip() or None
        return self._written(instance, form, counters) or None

    def _written(self, instance: _Instance, form: Level, counters: list[int | None]) -> str:
        def place(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            other = self._form(instance, index) or Level()
            value = counters[index] if counters[index] is not None else other.start
            kind = "decimal" if form.legal and other.kind != "decimalZero" else other.kind
            return _number(value or 0, kind)

        return re.sub(r"%([1-9])", place, form.pattern).strip()

    def _count(self, instance: _Instance, number: str, level: int, form: Level) -> list[int | None]:
        counters = self._counters.setdefault(instance.abstract, [None] * _LEVELS)
        start = instance.starts.get(level)
        if start is not None and (number, level) not in self._overridden:
            self._overridden.add((number, level))
            counters[level] = start
        else:
            before = counters[level]
            counters[level] = form.start if before is None else before + 1
        for above in range(level):
            if counters[above] is None:
                counters[above] = (self._form(instance, above) or Level()).start
        for below in range(level + 1, _LEVELS):
            restart = (self._form(instance, below) or Level()).restart
            if restart is None or (restart > 0 and level < restart):
                counters[below] = None
        return counters

    def _form(self, instance: _Instance, level: int) -> Level | None:
        if level in instance.levels:
            return instance.levels[level]
        found = self._list(instance.abstract)
        return found.levels.get(level) if found else None

    def _list(self, abstract: str) -> _List | None:
        found = self._lists.get(abstract)
        if found is None or found.levels or not found.link:
            return found
        return next((x for x in self._lists.values() if x.link == found.link and x.levels), found)

    def _read(self, root: "_Element") -> None:
        for node in root.iter(W + "abstractNum"):
            entry = _List(link=attribute(node, "numStyleLink") or attribute(node, "styleLink"))
            for child in node.findall(W + "lvl"):
                index = _whole(child.get(W + "ilvl"), 0)
                entry.levels[index] = _level(child)
                style = attribute(child, "pStyle")
                if style:
                    entry.styles[style] = index
            self._lists[node.get(W + "abstractNumId", "")] = entry
        for node in root.iter(W + "num"):
            instance = _Instance(attribute(node, "abstractNumId") or "")
            for override in node.findall(W + "lvlOverride"):
                index = _whole(override.get(W + "ilvl"), 0)
                form = override.find(W + "lvl")
                if form is not None:
                    instance.levels[index] = _level(form)
                start = attribute(override, "startOverride")
                if start is not None:
                    instance.starts[index] = _whole(start, 1)
            self._instances[node.get(W + "numId", "")] = instance


def _level(node: "_Element") -> Level:
    restart = attribute(node, "lvlRestart")
    return Level(
        start=_whole(attribute(node, "start"), 1),
        kind=attribute(node, "numFmt") or "decimal",
        pattern=attribute(node, "lvlText") or "",
        restart=None if restart is None else _whole(restart, 0),
        legal=bool(flag(node, "isLgl")),
    )


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default


def _bullet(pattern: str) -> str:
    mark = pattern.strip()
    if mark in ("-", "–", "—", "\uf02d", "−"):
        return "-"
    if mark in ("+", "*"):
        return mark
    return "•" if not mark or not mark.isascii() or mark == "o" else mark


def _number(value: int, kind: str) -> str:
    if kind == "decimalZero":
        return f"{value:02d}"
    if kind in ("upperRoman", "lowerRoman") and 0 < value < 400:
        return to_roman(value) if kind == "upperRoman" else to_roman(value).lower()
    if kind in ("upperLetter", "lowerLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    return str(value)
