"""A Word file that came back: each paragraph before and after its tracked changes, and comments."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.intake.sources import files
from desktop.intake.sources.docx_package import Package, W
from desktop.models.text import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_INTO: Final = frozenset({f"{W}ins", f"{W}moveTo"})
_OUT: Final = frozenset({f"{W}del", f"{W}moveFrom"})
_SPACES: Final = frozenset({f"{W}tab", f"{W}br", f"{W}cr"})
_STAMP: Final = f"{W}date"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment: who, when (ISO 8601 text, "" unknown), what, on which words."""

    author: str
    at: str
    text: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedParagraph:
    """One paragraph, as it was sent (`before`) and as it is with all changes made (`after`).

    `authors` made tracked changes in it, `at` is the time of the last of them.
    """

    before: str
    after: str
    authors: tuple[str, ...] = ()
    at: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def tracked(self) -> bool:
        """Whether it holds tracked changes."""
        return bool(self.authors)


def read_paragraphs(path: Path) -> list[ReturnedParagraph]:
    """Return every paragraph of the body in order, those of tables too.

    Raises `Refusal` for what is not a readable .docx.
    """
    first = files.check(path)
    kind = files.kind(first)
    if kind != "zip":
        raise files.unsupported(kind)
    with Package(path) as package:
        root = package.part("word/document.xml")
        if root is None:
            raise files.broken()
        remarks = dict(_comments(package.part("word/comments.xml")))
    return _Walk(remarks).paragraphs(root)


@dataclass(slots=True)
class _Open:
    """What is gathered of one paragraph."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    authors: dict[str, None] = field(default_factory=dict)
    at: str = ""
    noted: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Walk:
    remarks: dict[str, Remark]
    open_ranges: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def paragraphs(self, root: "_Element") -> list[ReturnedParagraph]:
        gathered: list[_Open] = []
        for node in root.iter(f"{W}p"):
            one = _Open()
            self._take(node, one, into=False, out=False)
            _paragraph_mark(node, one)
            gathered.append(one)
        return [self._made(one) for one in gathered]

    def _take(self, node: "_Element", one: _Open, *, into: bool, out: bool) -> None:
        for child in node:
            tag = child.tag
            if tag == f"{W}p":  # of a text box: a paragraph of its own
                continue
            if tag in _INTO or tag in _OUT:
                _changed(child, one)
            if tag in (f"{W}t", f"{W}delText") or tag in _SPACES:
                text = " " if tag in _SPACES else child.text or ""
                if not into:
                    one.before.append(text)
                if not out:
                    one.after.append(text)
                for listed in self.open_ranges.values():
                    listed.append(text)
            elif tag == f"{W}commentRangeStart":
                name = child.get(f"{W}id", "")
                self.open_ranges[name] = []
                one.noted.append(name)
            elif tag == f"{W}commentRangeEnd":
                name = child.get(f"{W}id", "")
                self.words[name] = "".join(self.open_ranges.pop(name, []))
            elif tag == f"{W}commentReference":
                name = child.get(f"{W}id", "")
                if name not in self.words and name not in self.open_ranges:
                    one.noted.append(name)
            elif tag != f"{W}pPr":
                self._take(child, one, into=into or tag in _INTO, out=out or tag in _OUT)

    def _made(self, one: _Open) -> ReturnedParagraph:
        remarks = []
        for name in dict.fromkeys(one.noted):
            if (known := self.remarks.get(name)) is not None:
                words = one_line(self.words.get(name, ""))[:200]
                remarks.append(Remark(known.author, known.at, known.text, words))
        return ReturnedParagraph(
            one_line("".join(one.before)),
            one_line("".join(one.after)),
            tuple(one.authors),
            one.at,
            tuple(remarks),
        )


def _paragraph_mark(node: "_Element", one: _Open) -> None:
    for tag in ("ins", "del"):
        found = node.find(f"{W}pPr/{W}rPr/{W}{tag}")
        if found is not None:
            _changed(found, one)


def _changed(node: "_Element", one: _Open) -> None:
    one.authors.setdefault(one_line(node.get(f"{W}author", "")))
    one.at = max(one.at, node.get(_STAMP, ""))


def _comments(root: "_Element | None") -> Iterator[tuple[str, Remark]]:
    if root is None:
        return
    for node in root.iter(f"{W}comment"):
        parts = []
        for paragraph in node.iter(f"{W}p"):
            parts.append("".join(text.text or "" for text in paragraph.iter(f"{W}t")))
        text = "\n".join(one_line(part) for part in parts if one_line(part))
        author = one_line(node.get(f"{W}author", ""))
        if text:
            yield node.get(f"{W}id", ""), Remark(author, node.get(_STAMP, ""), text)
