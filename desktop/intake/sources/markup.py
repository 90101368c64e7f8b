"""Marks of plain-text formats taken off a line: #, **, *, <b>, |, page breaks.

What is a mark is decided over the whole text: a Markdown file has headings with # or pairs
of **, a plain one has neither, and there a tag, "&amp;" or a "#" is what the author wrote.
"""

import html
import re
from dataclasses import dataclass
from itertools import islice

from desktop.intake.source import Cell, Line, Run, trim

_HEADING = re.compile(r"^(#{1,6})(?!#)\s*(?=\S)|^(#{1,6})\s*$")
_DRAWN = re.compile(
    r"<t[rdh]\b[^<>\n]*>.*</t[rdh]>|^[ \t]*\|[^|\n]*\||^[ \t]*:?-{3,}:?[ \t]*\|", re.I | re.M
)
_MARKDOWN = re.compile(
    r"^[ \t]*#{1,6}[ \t]+\S|\*\*\s*[^\s*][^*\n]*\*\*|__[^\W_][^_\n]*__|"
    r"(?<![\w*])\*(?=[^\s*])[^*\n]*(?<=[^\s*])\*(?![\w*])",
    re.M,
)
# One mark is the author's own sign ("# 1", "**"), a second one says how the text is written.
_FEWEST_MARKS = 2
_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|span|p|div|center|sup|sub|font|small)(?:\s[^<>]*)?/?>", re.I
)
_BREAK = re.compile(r"<br\s*/?>", re.I)
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~&%$])")
_HTML_TABLE = re.compile(r"</?(?:table|thead|tbody|tr|td|th)\b[^<>]*>", re.I)
_HTML_ROW = re.compile(r"</?tr\b[^<>]*>", re.I)
_HTML_CELL = re.compile(r"</?t[dh]\b[^<>]*>", re.I)
_EMPHASIS = re.compile(r"\*{1,3}|(?<!_)_{2,3}(?!_)|(?<![\w_])_(?=[^\s_])|(?<=[^\s_])_(?![\w_])")
_RULE = re.compile(r"^\s*(?:[*_~=\-–—•.]\s*){3,}$")
_COMMENT = re.compile(r"<!--.*?-->")
# A quoted line, and an open task's box; "> 85%" is a figure and a ticked box tells something.
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+(?=[^\s>\d=])")
_OPEN_BOX = re.compile(r"^(\s*[-*+]\s+)\[ \]\s+(?=\S)")
_SPECIAL = re.compile(r"[#*_<>|\\&]")
# No table of a paper has so many columns.
_MOST_CELLS = 400
_MAX_MARKS = 400
_HTML_TABLE_ONLY = re.compile(r"</?(?:table|thead|tbody)\b[^<>]*>", re.I)
# A bold line that begins with a printed star: "*** Yêu cầu:**".
_STARRED = re.compile(r"^\s*\*\*\*\s+([^*]+)\*\*\s*$")
_SHIELD = "\ue000"


@dataclass(slots=True)
class _Look:
    """The emphasis in force; it lasts over line ends until a blank line."""

    bold: bool = False
    italic: bool = False
    table: int = -1
    row: int = 0


class MarkupReader:
    """Turns the raw lines of a text file into lines with looks, one after the other."""

    def __init__(self, *, marked: bool = True) -> None:
        """`marked` says whether the text is Markdown (see `is_marked`)."""
        self._look = _Look()
        self._gap = True
        self._is_marked = marked

    def read(self, raw: str, number: int) -> list[Line]:
        """Return the lines (several for a table row, none for a blank one)."""
        if not raw.strip():
            self._look.bold = self._look.italic = False
            self._gap = True
            return []
        if self._is_marked:
            raw = _OPEN_BOX.sub(r"\1", _QUOTE.sub("", raw))
        if _RULE.match(raw) or not _SPECIAL.search(raw):
            lines = [self._line(raw, number)]
        else:
            lines = self._marked(raw, number)
        self._gap = False
        return [line for line in lines if line.runs]

    def _marked(self, raw: str, number: int) -> list[Line]:
        text = _COMMENT.sub(" ", raw) if self._is_marked else raw
        if not text.strip():
            return [Line(number, (Run(raw.strip()),), gap=self._gap)]
        if self._is_marked and _HTML_TABLE.search(text):
            return self._html_table(text, number)
        if "|" in text and _is_row(text):
            return self._row(text, number)
        self._look.table = -1 if "|" not in text else self._look.table
        return [
            self._line(part, number, first=index == 0)
            for index, part in enumerate(self._parts(text))
        ]

    def _parts(self, text: str) -> list[str]:
        return _BREAK.split(text) if self._is_marked else [text]

    def _row(self, text: str, number: int) -> list[Line]:
        if _TABLE_RULE.match(text):
            return [Line(number, (Run(text.strip()),), place="table", gap=False)]
        body = text.strip().removeprefix("|").removesuffix("|")
        return self._cells(re.split(r"(?<!\\)\|", body), number)

    def _html_table(self, text: str, number: int) -> list[Line]:
        """Rows of an HTML table, several on one line or one row over several lines."""
        lines: list[Line] = []
        for row in _HTML_ROW.split(text):
            cells = [
                part for part in _HTML_CELL.split(_HTML_TABLE_ONLY.sub("", row)) if part.strip()
            ]
            if cells:
                lines += self._cells(cells, number)
        return lines

    def _cells(self, cells: list[str], number: int) -> list[Line]:
        if self._look.table < 0 or self._gap:
            self._look.table = number
            self._look.row = 0
        else:
            self._look.row += 1
        lines: list[Line] = []
        for column, cell in enumerate(cells):
            place = Cell(self._look.table, self._look.row, column)
            for part in self._parts(cell):
                runs = self._runs(part)
                lines.append(
                    Line(number, runs, gap=self._gap, place="table", cell=place, hard=True)
                )
        return lines

    def _line(self, raw: str, number: int, *, first: bool = True) -> Line:
        found = _HEADING.match(raw.lstrip()) if first and self._is_marked else None
        level = len(found[1] or found[2]) if found else 0
        body = raw.lstrip()[found.end() :] if found else raw
        indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip()) if first else 0
        return Line(
            number,
            self._runs(body),
            heading=level,
            gap=self._gap and first,
            hard=bool(level),
            indent=indent,
        )

    def _runs(self, text: str) -> tuple[Run, ...]:
        if _RULE.match(text) or not _SPECIAL.search(text):
            return trim([Run(text, self._look.bold, self._look.italic)])
        if not self._is_marked:
            return trim([Run(text, self._look.bold, self._look.italic)])
        text = html.unescape(_TAG.sub("", text)) if "<" in text or "&" in text else text
        kept: list[str] = []

        def shield(found: re.Match[str]) -> str:
            kept.append(found[1])
            return _SHIELD

        text = _STARRED.sub(r"**\\* \1**", text)
        text = _ESCAPE.sub(shield, text.replace(_SHIELD, ""))
        runs: list[Run] = []
        for part in self._emphasised(text):
            while _SHIELD in part.text:
                part = Run(part.text.replace(_SHIELD, kept.pop(0), 1), part.bold, part.italic)
            runs.append(part)
        return trim(runs)

    def _emphasised(self, text: str) -> list[Run]:
        """Split at ** and *; a star that stands like a bullet or a note mark stays text."""
        runs: list[Run] = []
        look = self._look
        at = 0
        marks = list(_EMPHASIS.finditer(text))
        for found in marks if len(marks) <= _MAX_MARKS else ():
            before = text[: found.start()]
            after = text[found.end() : found.end() + 1]
            mark = found[0]
            single = len(mark) == 1
            opens = bool(after) and not after.isspace()
            closes = bool(before) and not before[-1].isspace()
            active = look.italic if single else (look.bold or (look.italic and len(mark) == 3))
            if not _is_emphasis(text, found, active, opens, closes):
                continue
            runs.append(Run(text[at : found.start()], look.bold, look.italic))
            at = found.end()
            if len(mark) >= 2:
                look.bold = not look.bold
            if len(mark) != 2:
                look.italic = not look.italic
        runs.append(Run(text[at:], look.bold, look.italic))
        return runs


def _is_emphasis(text: str, found: re.Match[str], active: bool, opens: bool, closes: bool) -> bool:
    """Decide between emphasis and a printed star."""
    mark = found[0]
    if active:
        return True
    if len(mark) >= 2:
        return opens or closes or not text.strip(" *")
    rest = text[found.end() :]
    if mark == "_":
        return opens and bool(re.search(r"[^\s_]_(?![\w_])", rest))
    return opens and "*" in rest and bool(re.search(r"\S\*(?!\*)|\*{3}", rest))


def is_marked(text: str) -> bool:
    """Whether a text uses Markdown: a drawn table, or twice a heading with # or a pair of
    stars or low lines.
    """
    if _DRAWN.search(text):
        return True
    return len([*islice(_MARKDOWN.finditer(text), _FEWEST_MARKS)]) == _FEWEST_MARKS


def _is_row(text: str) -> bool:
    stripped = text.strip()
    if stripped.count("|") > _MOST_CELLS:
        return False
    return (
        bool(_TABLE_RULE.match(stripped) and "|" in stripped)
        or (stripped.startswith("|") and stripped.count("|") >= 2)
        or stripped.count("|") >= 2
        or (stripped.endswith("|") and stripped.count("|") >= 1)
    )
