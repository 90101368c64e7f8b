"""What the letters of an .ods cell look like: digits struck out, a raised mark of a footnote."""

import html
import re
from typing import Final

from desktop.intake.figures.sheets.grid import Cell, Marked
from desktop.intake.figures.sheets.xlsx_marks import is_count

_STYLE: Final = re.compile(
    rb'<style:style\b[^>]*?style:name="([^"]*)"[^>]*(?<!/)>(.*?)</style:style>', re.DOTALL
)
_STRUCK: Final = re.compile(rb'text-line-through-(?:style|type)="(?!none)')
_RAISED: Final = re.compile(rb'text-position="(?:super|[1-9]\d*%)')
_SPAN: Final = re.compile(
    rb'<text:span\b[^>]*?text:style-name="([^"]*)"[^>]*>(.*?)</text:span>', re.DOTALL
)
_PARAGRAPH: Final = re.compile(rb"<text:p\b[^>]*?>(.*?)</text:p>", re.DOTALL)
_CELL_STYLE: Final = re.compile(rb'table:style-name="([^"]*)"')


class OdsMarks:
    """The styles of a content.xml that strike letters out or raise them."""

    def __init__(self, content: bytes) -> None:
        marked = [(name, body) for name, body in _STYLE.findall(content)
                  if b"line-through" in body or b"text-position" in body]  # fmt: skip
        self._struck = {name for name, body in marked if _STRUCK.search(body)}
        self._raised = {name for name, body in marked if _RAISED.search(body)}

    def __bool__(self) -> bool:
        return bool(self._struck or self._raised)

    def cell(self, attributes: bytes, inner: bytes) -> Cell | None:
        """Return a cell whose marks change what it says, None for any other."""
        paragraph = _PARAGRAPH.search(inner)
        if paragraph is None:
            return None
        style = _CELL_STYLE.search(attributes)
        spans = _SPAN.findall(paragraph[1])
        struck = style is not None and style[1] in self._struck
        struck = struck or any(name in self._struck and _text(text) for name, text in spans)
        whole = _text(paragraph[1])
        raised = [text for name, text in spans if name in self._raised and _text(text)]
        plain = _text(_SPAN.sub(lambda one: b"" if one[1] in self._raised else one[2],
                                paragraph[1]))  # fmt: skip
        if struck and is_count(plain):
            return Marked(whole, "", struck=True)
        if not raised or not plain:
            return None
        return Marked(whole, plain) if is_count(plain) else plain


def _text(xml: bytes) -> str:
    bare = re.sub(rb"<[^>]*>", b"", xml).decode("utf-8", "replace")
    return html.unescape(bare).strip()
